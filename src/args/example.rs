//! Examples of every command, declared once: `--help` and the manual page print them, and a test runs them.

use std::fmt::Write as _;

/// A line that can be typed, and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The command with the commands above it, as `feed add`; empty for the program itself.
    pub command: &'static str,
    /// The line.
    pub line: &'static str,
    /// What it is for, without full stop.
    pub words: &'static str,
}

const fn example(command: &'static str, line: &'static str, words: &'static str) -> Example {
    Example { command, line, words }
}

/// All of them, in the order of the commands.
pub const EXAMPLES: &[Example] = &[
    example("", "nutgraf", "Read what is in the library, or try the reader on bundled samples"),
    example("", "nutgraf page.html report.txt", "Read files; J goes to the next one"),
    example("", "nutgraf https://courier.example/news/pier", "Read a page by its address"),
    example("", "nutgraf --plain page.html", "The same for a screen reader"),
    example("show", "nutgraf show page.html | head -40", "Print the briefing of an article"),
    example("show", "nutgraf show 1", "The same of article 1 of the library"),
    example("annotate", "nutgraf annotate page.html > page.json", "Write what was found, to open again or to process"),
    example(
        "annotate",
        "nutgraf annotate --from jsonl --format attributions < in.jsonl > out.jsonl",
        "Who said what in any number of texts, one line each",
    ),
    example("add", "nutgraf add page.html report.txt --tag pier", "Keep articles, with a tag"),
    example("add", "nutgraf add https://courier.example/news/pier", "Fetch a page and keep it"),
    example("list", "nutgraf list is:unread", "What is still to be read"),
    example("list", "nutgraf list --by outlet pier", "What has the word pier, by outlet"),
    example("search", "nutgraf search 'speaker:marchetti pier'", "What Marchetti said about the pier"),
    example("search", "nutgraf search --format csv 'pier OR quay' > hits.csv", "A table for a spreadsheet"),
    example("search", "nutgraf search --save pier 'pier OR quay'", "Keep a search; @pier asks it from then on"),
    example("remove", "nutgraf remove 1", "Take article 1 out of the library"),
    example("remove", "nutgraf remove tag:old", "Take all articles with the tag old out"),
    example("tag", "nutgraf tag pier 1", "Give article 1 the tag pier"),
    example("tag", "nutgraf tag --remove old tag:old", "Take the tag old away wherever it is"),
    example("mark", "nutgraf mark read 1", "Mark article 1 read"),
    example("mark", "nutgraf mark starred pier", "Star all articles that have the word pier"),
    example("undo", "nutgraf undo", "Take back what was done last"),
    example("speaker", "nutgraf speaker marchetti", "All that the library has of a person"),
    example("speaker", "nutgraf speaker keel --join marchetti", "The same person under two names: make them one"),
    example("stats", "nutgraf stats pier", "Who had how much of the say about the pier"),
    example("stats", "nutgraf stats --format csv > shares.csv", "The same about everything, as a table"),
    example("today", "nutgraf today", "The stories of today"),
    example("today", "nutgraf today --day 2026-11-02", "The stories of another day"),
    example("reannotate", "nutgraf reannotate", "Bring all articles up to the present version"),
    example("backup", "nutgraf backup copy.db", "Copy the library, also while it is read"),
    example("export", "nutgraf export 1 --format html -o pier.html", "Article 1 as a page that opens in any browser"),
    example(
        "export",
        "nutgraf export --format csv speaker:marchetti > marchetti.csv",
        "A person's statements as a table",
    ),
    example("diff", "nutgraf diff page.html later.html", "Which statements the later text gained, lost or changed"),
    example("review", "nutgraf review list", "What you corrected, disputed and noted"),
    example("review list", "nutgraf review list", "What you corrected, disputed and noted"),
    example("review export", "nutgraf review export > corrections.jsonl", "Your corrections, one line an article"),
    example("review confirm", "nutgraf review confirm 1:s1", "Statement s1 of article 1 is right"),
    example("review dispute", "nutgraf review dispute 1:s1 --why 'the tape says otherwise'", "It is in doubt, and why"),
    example("review correct", "nutgraf review correct 1:s1 --speaker 'Bruno Keel'", "Somebody else said it"),
    example("review reject", "nutgraf review reject 1:s1", "It is no statement at all"),
    example("review withdraw", "nutgraf review withdraw 1:s1", "Take back what you said of it"),
    example("note", "nutgraf note 1:s1 '#check call the town hall'", "A note on a statement, with a tag"),
    example("feed", "nutgraf feed add https://courier.example/ --tag local", "Follow the feed of a site"),
    example("feed", "nutgraf feed list", "Which feeds are followed"),
    example(
        "feed add",
        "nutgraf feed add https://courier.example/ --tag local",
        "Follow the feed of a site, with a tag",
    ),
    example("feed list", "nutgraf feed list", "Which feeds are followed, and how they do"),
    example("feed remove", "nutgraf feed remove 1", "Follow feed 1 no longer"),
    example("feed import", "nutgraf feed import feeds.opml", "Take over the feeds of another reader"),
    example("feed export", "nutgraf feed export mine.opml", "Hand them on to another reader"),
    example("sync", "nutgraf sync", "Fetch all feeds"),
    example("sync", "nutgraf sync 1", "Fetch feed 1 only"),
    example("serve", "nutgraf serve --anonymous", "Let anybody on this machine read: ssh -p 2222 localhost"),
    example(
        "serve",
        "nutgraf serve --authorized-keys readers.keys --listen 0.0.0.0:2222",
        "Let those read from anywhere whose keys the file has",
    ),
    example("visitors", "nutgraf visitors list", "Who left something while the library was served"),
    example("visitors list", "nutgraf visitors list", "Who left something, and how much it is"),
    example("visitors export", "nutgraf visitors export > visitors.jsonl", "All that visitors left, one a line"),
    example("visitors forget", "nutgraf visitors forget --all", "Forget everybody"),
    example("config", "nutgraf config default > config.toml", "A configuration with everything in it, to begin with"),
    example("config path", "nutgraf config path", "Where the configuration belongs"),
    example("config default", "nutgraf config default > config.toml", "An example with everything in it"),
    example("config check", "nutgraf config check", "Which lines of it are wrong"),
    example("keys", "nutgraf keys | head -40", "What the keys do, yours included"),
    example("completions", "nutgraf completions bash > nutgraf.bash", "For bash: source this file in ~/.bashrc"),
    example("completions", "nutgraf completions zsh > _nutgraf", "For zsh: put it into a folder of $fpath"),
    example(
        "completions",
        "nutgraf completions fish > nutgraf.fish",
        "For fish: put it into ~/.config/fish/completions",
    ),
    example("man", "nutgraf man > nutgraf.1", "The manual page as a file: man ./nutgraf.1 shows it"),
];

/// The examples of a command.
pub fn of(command: &str) -> impl Iterator<Item = &'static Example> {
    EXAMPLES.iter().filter(move |example| example.command == command)
}

/// The command with the examples at the end of the help of each command under it, its own included.
pub(super) fn into_help(command: clap::Command, path: &str) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    let command = names.into_iter().fold(command, |command, name| {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command.mut_subcommand(name, |inner| into_help(inner, &path))
    });
    let mut text = command.get_after_help().map(|text| format!("{text}\n\n")).unwrap_or_default();
    text.push_str("Examples:");
    let is_there = of(path).next().is_some();
    for example in of(path) {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  {}\n      {}", example.line, example.words);
    }
    if is_there { command.after_long_help(text) } else { command }
}
