//! The command line, declared once: help, manual page, completions and documentation are printed from here.

pub mod example;
pub mod export;
pub mod feed;
pub mod find;
pub mod people;
pub mod review;
#[cfg(feature = "ssh")]
pub mod serve;
pub mod shelf;
#[cfg(feature = "ssh")]
pub mod visitors;

use std::ffi::OsString;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, CommandFactory, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

use crate::config::When;
use crate::import::{From, MAX_BYTES};

/// Read the news in a terminal and see who said what
///
/// Opens articles as briefings: the text with its statements marked, a summary, the actors and the quotes, and keys
/// that jump between them. A file is plain text, Markdown, a web page, mail or an annotated article in JSON; clusters of
/// Kagi Kite and lines of GDELT's quotation graph are read too. Without a file the library is listed, or the bundled samples while it is empty. Where there is no terminal, the briefing is printed as plain text.
#[derive(Debug, Parser)]
#[command(
    name = "nutgraf",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    override_usage = "nutgraf [OPTIONS] [FILE|URL]...\n       nutgraf [OPTIONS] COMMAND ...",
    after_help = "A file whose name is a command's is opened as ./show, or after --."
)]
pub struct Args {
    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub global: Global,

    /// What to do instead of reading.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Articles to read: files or addresses; - is standard input
    #[arg(value_name = "FILE|URL", value_hint = ValueHint::FilePath)]
    pub files: Vec<OsString>,
}

/// Options of every command.
#[derive(Clone, Debug, clap::Args)]
pub struct Global {
    /// What the input is, instead of finding out
    #[arg(long, global = true, value_name = "KIND", value_parser = named(&FROM), default_value = "auto")]
    pub from: From,

    /// The most text that an article may have, like 500k or 20M
    #[arg(long, global = true, value_name = "SIZE", value_parser = size, default_value = "10M")]
    pub max_size: usize,

    /// The configuration file, instead of the one that `config path` prints
    #[arg(long, global = true, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub config: Option<OsString>,

    /// The library, instead of the one in your data folder
    #[arg(long, global = true, value_name = "PATH", env = "NUTGRAF_LIBRARY", hide_env_values = true,
        value_hint = ValueHint::FilePath)]
    pub library: Option<OsString>,

    /// Fetch from addresses of this machine and of local networks too
    #[arg(long, global = true)]
    pub allow_private: bool,

    /// For screen readers: plain lines one after another, with no screen, no colour and no moving parts
    #[arg(long, global = true)]
    pub plain: bool,

    /// The reader's theme
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,

    /// When the reader uses colour
    #[arg(long, global = true, value_name = "WHEN", value_parser = named(&When::NAMES))]
    pub color: Option<When>,
}

/// What to do instead of reading.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print a briefing as plain text
    Show {
        /// The article: a file, a page's address, a number of the library; - is standard input
        #[arg(value_name = "FILE|URL|ID", required = true, value_hint = ValueHint::FilePath)]
        file: OsString,
    },
    /// Annotate articles and write what was found
    ///
    /// With --from jsonl it is a filter for pipelines of any size: every line of {"id", "text"}, or of an annotated
    /// article, gives one line, in order, as soon as it is ready. A bad line is named on standard error and gives
    /// {"id", "error"}; the exit status is then 65.
    Annotate {
        /// Articles; - is standard input, which is also read when there is none
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        files: Vec<OsString>,

        /// json: annotated articles (one article: an object; several: an array); jsonl: one a line; attributions: who
        /// said what, one line an article; text: briefings
        #[arg(long, value_name = "FORM", value_parser = named(&Form::NAMES), default_value = "json")]
        format: Form,

        /// How many articles to annotate at the same time [default: as many as there are cores]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
        jobs: Option<u16>,
    },
    /// Keep articles in the library
    Add(shelf::Add),
    /// List the library's articles
    List(shelf::List),
    /// Search what people said
    ///
    /// What is found are statements, the newest first. A word asks for itself in what was said and in the speaker's
    /// name. Fields: speaker: about: role: outlet: kind: lang: from: to: tag: article: is: text:. Words side by side must
    /// all be there; OR joins its neighbours; -x leaves out; "a phrase"; begin*; parentheses group. A query that begins
    /// with - stands after --, or in quotation marks with what precedes it.
    Search(find::Search),
    /// Take articles out of the library
    ///
    /// A feed does not bring them back; `undo` does, and so does adding them again.
    Remove(shelf::Which),
    /// Give articles a tag, or take it away
    Tag(shelf::Tag),
    /// Mark articles read or unread, or star them
    Mark(shelf::Mark),
    /// Undo the last thing that was done to articles or persons of the library
    Undo,
    /// Show what the library has of a person: statements over time, by outlet and topic, by them and about them
    ///
    /// Several people may fit; then they are listed. With --join and --split the library learns who is who, for articles
    /// to come as well; `undo` takes it back.
    Speaker(people::Speaker),
    /// Show who has how much of the say: in a search, a day, an article, or all
    Stats(people::Stats),
    /// Show a day as a briefing: its stories, who is in them and what they said
    Today(people::Today),
    /// Annotate the library's articles again, after a newer model
    ///
    /// Ids of statements, reviews and notes stay. A run that was broken off goes on where it stopped.
    Reannotate(shelf::Reannotate),
    /// Copy the library while it is in use
    Backup(shelf::Backup),
    /// Take articles and statements out, in the forms of other programs
    ///
    /// From the library by number or by query, or from files, which are annotated on the spot. Of a query, forms of
    /// statements have the statements that fit, and forms of whole articles the articles that these are in.
    Export(export::Export),
    /// Judge statements, and list or write what was judged
    ///
    /// What is said of a statement is kept beside what the machine says, holds for searches and exports, and can be
    /// undone. It is signed with the `name` of the configuration.
    Review {
        /// What about them.
        #[command(subcommand)]
        command: review::Review,
    },
    /// Note something on an article of the library, a statement or somebody in it
    Note(review::Note),
    /// Show which statements an article gained, lost or changed
    ///
    /// The exit status is 1 where there is no difference.
    Diff(review::Diff),
    /// Follow feeds (RSS, Atom, JSON Feed)
    #[cfg(feature = "fetch")]
    Feed {
        /// What about them.
        #[command(subcommand)]
        command: feed::Feed,
    },
    /// Fetch the feeds that are followed, and their articles into the library
    ///
    /// Of an item of which the feed has only a teaser, the page is fetched, if the site's robots.txt lets programs. What
    /// fails is tried again later; Ctrl-C keeps what is there, and the next run goes on.
    #[cfg(feature = "fetch")]
    Sync(feed::Sync),
    /// Serve the library to visitors over SSH, to be read
    ///
    /// Visitors read, search and keep their place; they change nothing. `ssh -p 2222 HOST` is all that they need.
    #[cfg(feature = "ssh")]
    Serve(serve::Serve),
    /// Show what visitors left while the library was served, hand it on or forget it
    #[cfg(feature = "ssh")]
    Visitors {
        /// What about it.
        #[command(subcommand)]
        command: visitors::Visitors,
    },
    /// The configuration: where it is, an example, what is wrong with it
    Config {
        /// What about it.
        #[command(subcommand)]
        question: Question,
    },
    /// Print what the keys do
    Keys,
    /// Print a completion script
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

/// What to say about the configuration.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Question {
    /// Print where the configuration file is looked for
    Path,
    /// Print an example with every setting and key as it is by default
    Default,
    /// Name the lines that are wrong, in your themes too
    Check,
}

/// What annotations are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Annotated articles, indented; an object, or an array.
    Json,
    /// Annotated articles, one a line.
    Jsonl,
    /// The neutral lines for scoring and pipelines.
    Attributions,
    /// Briefings as plain text.
    Text,
}

impl Form {
    /// Each with its name.
    pub const NAMES: [(Self, &'static str); 4] =
        [(Self::Json, "json"), (Self::Jsonl, "jsonl"), (Self::Attributions, "attributions"), (Self::Text, "text")];
}

/// How a command prints an answer of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// To be read.
    Text,
    /// One JSON object, with the name and version of its form.
    Json,
    /// JSON objects, one a line.
    Jsonl,
    /// A table for spreadsheets (RFC 4180).
    Csv,
}

impl Shape {
    /// Each with its name.
    pub const NAMES: [(Self, &'static str); 4] =
        [(Self::Text, "text"), (Self::Json, "json"), (Self::Jsonl, "jsonl"), (Self::Csv, "csv")];
}

/// How to print an answer of the library.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Print {
    /// How to print it
    #[arg(long, value_name = "FORM", value_parser = named(&Shape::NAMES), default_value = "text")]
    pub format: Shape,

    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

impl Print {
    /// The form that was asked for.
    pub fn shape(self) -> Shape {
        if self.json { Shape::Json } else { self.format }
    }
}

/// The kinds of input that this version reads, with their names.
pub const FROM: [(From, &str); 11] = [
    (From::Auto, "auto"),
    (From::Text, "text"),
    (From::Markdown, "markdown"),
    (From::Html, "html"),
    (From::Mail, "mail"),
    (From::Json, "json"),
    (From::Jsonl, "jsonl"),
    (From::Kite, "kite"),
    (From::Gqg, "gqg"),
    (From::WebAnnotation, "web-annotation"),
    (From::Brat, "brat"),
];

/// The declaration, for printing help, manual page and completions.
pub fn command() -> clap::Command {
    let version = clap::Arg::new("version").short('V').long("version").help("Print the version");
    let help = clap::Arg::new("help").short('h').long("help").help("Print help; --help says more than -h").global(true);
    let command = Args::command()
        .disable_version_flag(true)
        .disable_help_flag(true)
        .arg(help.action(ArgAction::Help))
        .arg(version.action(ArgAction::Version));
    example::into_help(command, "")
}

/// The names of all commands.
const COMMANDS: [&str; 26] = [
    "show",
    "annotate",
    "add",
    "list",
    "search",
    "remove",
    "tag",
    "mark",
    "undo",
    "speaker",
    "stats",
    "today",
    "reannotate",
    "backup",
    "export",
    "review",
    "note",
    "diff",
    "feed",
    "sync",
    "serve",
    "visitors",
    "config",
    "keys",
    "completions",
    "man",
];

/// What a command line of nothing but files says, or of nothing at all; none for any other.
///
/// So the reader is started nearly always, and clap makes all commands with all that their help says before it reads
/// the first word: that took a sixth of the time until an article was on the screen.
pub fn of_files(arguments: &[OsString]) -> Option<Args> {
    let files = arguments.get(1..)?;
    let is_file = |word: &OsString| {
        let is_option = word.as_encoded_bytes().first() == Some(&b'-') && word != "-";
        !word.is_empty() && !is_option && !COMMANDS.iter().any(|name| word == name)
    };
    files.iter().all(is_file).then(|| Args {
        global: Global {
            from: From::Auto,
            max_size: MAX_BYTES,
            config: None,
            library: std::env::var_os("NUTGRAF_LIBRARY"),
            allow_private: false,
            plain: false,
            theme: None,
            color: None,
        },
        command: None,
        files: files.to_vec(),
    })
}

/// Takes one of a table's names for its value.
pub fn named<T: Copy + Send + Sync + 'static>(table: &'static [(T, &'static str)]) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(table.iter().map(|(_, name)| *name)).try_map(move |name| {
        let found = table.iter().find(|(_, known)| *known == name).map(|(value, _)| *value);
        found.ok_or_else(|| format!("`{name}` is none of them"))
    })
}

/// A number of bytes, or of kibibytes (k) or mebibytes (M).
fn size(text: &str) -> Result<usize, String> {
    let lower = text.to_ascii_lowercase();
    let lower = lower.trim_end_matches("ib").trim_end_matches('b');
    let (digits, unit) = match lower.strip_suffix('k') {
        Some(digits) => (digits, 1 << 10),
        None => lower.strip_suffix('m').map_or((lower, 1), |digits| (digits, 1 << 20)),
    };
    let number = digits.parse::<usize>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    number
        .and_then(|number| number.checked_mul(unit))
        .filter(|bytes| (1..=1 << 30).contains(bytes))
        .ok_or_else(|| format!("a size is like 500k, 20M or {MAX_BYTES}, and 1024M at most"))
}

#[cfg(test)]
mod tests {
    use clap::FromArgMatches;

    use super::{Args, COMMANDS, Command, command, of_files, size};
    use crate::config::When;
    use crate::import::{From, MAX_BYTES};

    fn parse(line: &str) -> Result<Args, clap::Error> {
        let words = std::iter::once("nutgraf").chain(line.split_whitespace());
        Args::from_arg_matches(&command().try_get_matches_from(words)?)
    }

    #[test]
    fn the_declaration_holds_together() {
        command().debug_assert();
    }

    #[test]
    fn a_file_named_like_a_command_is_read_after_two_dashes_or_with_its_folder() {
        for (line, file) in [("-- show", "show"), ("./show", "./show"), ("-- -x", "-x"), ("-", "-")] {
            let args = parse(line).unwrap();
            assert!(args.command.is_none(), "{line}");
            assert_eq!(args.files, [file], "{line}");
        }
        assert!(matches!(parse("show ./show").unwrap().command, Some(Command::Show { .. })));
    }

    #[test]
    fn global_options_stand_before_or_after_a_command() {
        for line in
            ["--color never --from text --max-size 2k annotate a", "annotate a --color never --max-size 2k --from text"]
        {
            let args = parse(line).unwrap();
            assert_eq!(
                (args.global.color, args.global.from, args.global.max_size),
                (Some(When::Never), From::Text, 2048)
            );
        }
    }

    #[test]
    fn a_line_of_files_says_the_same_with_clap_and_without() {
        for line in ["", "a", "a b.txt ./show", "-", "a -", "https://vell.example/pier?a=-b", "shows", "a/b=c", "–-x"]
        {
            let words: Vec<_> = std::iter::once("nutgraf").chain(line.split_whitespace()).map(Into::into).collect();
            assert_eq!(format!("{:?}", of_files(&words)), format!("{:?}", parse(line).ok()), "{line}");
        }
        for line in ["show a", "a show", "--plain a", "-h", "a -V", "-- a", "a --theme ink", "keys"] {
            let words: Vec<_> = std::iter::once("nutgraf").chain(line.split_whitespace()).map(Into::into).collect();
            assert!(of_files(&words).is_none(), "{line}");
        }
        assert!(of_files(&["nutgraf".into(), "".into()]).is_none());
        for command in command().get_subcommands() {
            assert!(command.get_all_aliases().chain([command.get_name()]).all(|name| COMMANDS.contains(&name)));
        }
    }

    #[test]
    fn the_default_size_is_the_default_limit() {
        assert_eq!(parse("").unwrap().global.max_size, MAX_BYTES);
    }

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [("1", 1), ("500k", 512_000), ("20M", 20 << 20), ("20MiB", 20 << 20), ("1kB", 1024)] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in ["", "0", "-1", "+1", "M", "2G", "99999999999999999999", "1.5M", "1e3"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
