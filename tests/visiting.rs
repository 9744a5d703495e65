//! The command line of visitors: the same answers as at the desk, without what is the owner's, and nothing else.

#![cfg(feature = "ssh")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::process::Command;
use std::sync::Arc;

use nutgraf::catalogue::Visitor;
use nutgraf::cli::visiting;
use nutgraf::host::visitor::Shared;
use nutgraf::ssh::{Answered, Manner, SharedCommands};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

/// As it is without a terminal.
const PIPED: Manner = Manner { width_col: 80, unicode: true, is_bold: false };

/// What an owner has done to the library, none of which is a visitor's business but the judgement.
const OWNERS_DEEDS: &[&[&str]] = &[
    &["tag", "secrettag", "1", "2", "3"],
    &["mark", "read", "3"],
    &["mark", "starred", "3"],
    &["note", "2:s1", "#owntag secretnote for the desk"],
    &["note", "3", "#articletag secretarticlenote"],
    &["review", "dispute", "2:s2", "--why", "secretwhy"],
    &["search", "--save", "secretsearch", "pier"],
    &["speaker", "lotte", "--seen"],
];

/// A library of three articles, and what visitors may ask of it.
struct Served {
    home: TempDir,
    commands: SharedCommands,
}

fn articles() -> Value {
    let article = |headline: &str, outlet: &str, published: &str, words: &str| {
        json!({ "article": { "headline": headline, "publisher": { "name": outlet }, "datePublished": published },
            "text": { "value": format!("{headline}\n\n{words}") } })
    };
    json!([
        article(
            "Pier to close",
            "Vell Courier",
            "2025-11-12T09:00:00Z",
            "“We will close the pier on Monday for repairs,” said Ada Brook, the mayor of Vell. Bruno Keel, a ferry captain, said that the quay had no roof.",
        ),
        article(
            "Pier stays open",
            "Coast Radio",
            "2025-11-12T10:00:00Z",
            "“The pier stays open until the storm is over,” said Ada Brook, the mayor of Vell.",
        ),
        article(
            "Bees on the roof",
            "Orn Gazette",
            "2025-10-01T10:00:00Z",
            "“You have to move slowly and never in black,” said Lotte Brook, a beekeeper from Orn.",
        ),
    ])
}

impl Served {
    /// A library that nothing was done to.
    fn new() -> Self {
        Self::after(&[])
    }

    /// A library to which its owner has done this.
    fn after(deeds: &[&[&str]]) -> Self {
        let home = TempDir::new().unwrap();
        std::fs::write(home.path().join("news.json"), articles().to_string()).unwrap();
        for line in std::iter::once(&["add", "news.json"][..]).chain(deeds.iter().copied()) {
            let output = desk(&home, line);
            assert_eq!(output.code, 0, "{line:?}: {}", output.err);
        }
        let shared = Shared::open(&home.path().join("library.db")).unwrap();
        Self { home, commands: visiting::commands(shared) }
    }

    fn ask(&self, line: &str) -> Answered {
        self.commands.answer(&Visitor::Nobody, line, PIPED)
    }

    #[track_caller]
    fn good(&self, line: &str) -> String {
        let answered = self.ask(line);
        assert_eq!((answered.code, answered.err.as_str()), (0, ""), "{line}");
        answered.out
    }

    /// The same at the desk, in a pipe.
    fn desk(&self, line: &[&str]) -> Answered {
        desk(&self.home, line)
    }
}

fn desk(home: &TempDir, line: &[&str]) -> Answered {
    let output = Command::new(env!("CARGO_BIN_EXE_nutgraf"))
        .args(line)
        .current_dir(home.path())
        .env_clear()
        .envs([("LC_ALL", "C.UTF-8"), ("HOME", home.path().to_str().unwrap())])
        .env("NUTGRAF_LIBRARY", home.path().join("library.db"))
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = u8::try_from(output.status.code().unwrap()).unwrap();
    Answered { out: text(output.stdout), err: text(output.stderr), code }
}

/// The same without what only an owner has an answer for.
fn without_owners(value: &mut Value) {
    const OWNERS: [&str; 7] = ["note", "tags", "is_read", "is_starred", "n_unread", "seen", "n_new"];
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !OWNERS.contains(&name.as_str()));
            fields.values_mut().for_each(without_owners);
        }
        Value::Array(values) => values.iter_mut().for_each(without_owners),
        _ => {}
    }
}

/// Every command, as words at the desk.
const LINES: &[&[&str]] = &[
    &["search", "pier"],
    &["search", "brook", "--sort", "relevance", "--limit", "1"],
    &["search", "--", "speaker:brook", "-pier"],
    &["search", "nothing", "pier"],
    &["search", "\"the pier\"", "monday"],
    &["speaker", "brook"],
    &["speaker", "ada", "brook"],
    &["speaker", "nobody"],
    &["today", "--day", "2025-11-12"],
    &["list"],
    &["list", "--by", "outlet", "roof"],
    &["list", "zeppelin"],
];

#[test]
fn answers_are_the_desks_in_every_form_and_so_are_the_ends() {
    let served = Served::new();
    for words in LINES {
        for format in ["text", "json", "jsonl", "csv"] {
            let (command, rest) = words.split_first().unwrap();
            let words = [&[command, "--format", format], rest].concat();
            let desk = served.desk(&words);
            let visitors = served.ask(&words.join(" "));
            assert_eq!(visitors.code, desk.code, "{words:?}: {}", visitors.err);
            match format {
                "text" => {
                    assert_eq!(visitors.err, desk.err, "{words:?}");
                    // Nothing is read or unread to a visitor.
                    let desk = desk.out.replace("\n*", "\n ").replace(" · 2 unread", "").replace(" · unread", "");
                    assert_eq!(visitors.out, desk.replace("`nutgraf ", "`ssh HOST "), "{words:?}");
                }
                "csv" => {
                    assert_eq!(visitors.out.lines().count(), desk.out.lines().count(), "{words:?}");
                    assert!(!visitors.out.contains("is_read") && !visitors.out.contains("tags"), "{}", visitors.out);
                    let head = visitors.out.lines().next().unwrap_or_default();
                    let n_cells = head.split(',').count();
                    // No cell of these has a comma in it but words that are said.
                    assert!(visitors.out.lines().all(|line| line.split(',').count() >= n_cells), "{}", visitors.out);
                }
                _ => {
                    let parsed = |text: &str| -> Vec<Value> {
                        let documents = serde_json::Deserializer::from_str(text).into_iter();
                        documents.collect::<Result<_, _>>().unwrap()
                    };
                    let mut wanted = parsed(&desk.out);
                    wanted.iter_mut().for_each(without_owners);
                    assert_eq!(parsed(&visitors.out), wanted, "{words:?}");
                }
            }
        }
    }
}

#[test]
fn what_the_owner_keeps_to_themselves_is_in_no_answer() {
    let served = Served::after(OWNERS_DEEDS);
    assert!(served.desk(&["search", "pier"]).out.contains("secretnote"), "there is something to keep back");
    for line in ["search pier", "search roof", "speaker 1", "speaker 2", "today --day 2025-11-12", "list"] {
        for format in ["text", "json", "jsonl", "csv"] {
            let text = served.good(&format!("{line} --format {format}"));
            for theirs in ["secret", "owntag", "articletag", "is_read", "is_starred", "n_unread", "seen", "n_new"] {
                assert!(!text.contains(theirs), "{line} --format {format}: {theirs}: {text}");
            }
        }
    }
    for line in ["list", "today --day 2025-11-12"] {
        let text = served.good(line);
        let has_marks = text.lines().any(|line| line.starts_with(['*', '+']) || line.starts_with(" +"));
        assert!(!has_marks && !text.contains("read") && !text.contains('#'), "{line}: {text}");
    }
    for line in ["show 1", "show 2", "show 3"] {
        let text = served.good(line);
        assert!(!text.contains("secret") && !text.contains("tag"), "{line}: {text}");
    }
    // What was judged is what the library says.
    assert!(served.good("search roof --json").contains("\"review\": \"disputed\""));
}

#[test]
fn what_the_owner_keeps_to_themselves_cannot_be_asked_for() {
    let served = Served::after(OWNERS_DEEDS);
    for part in ["tag:secrettag", "note:secretnote", "is:noted", "is:read", "is:unread", "is:starred", "@secretsearch"]
    {
        for line in [format!("search {part}"), format!("list pier {part}"), format!("search -- -{part} pier")] {
            let answered = served.ask(&line);
            assert_eq!((answered.code, answered.out.as_str()), (2, ""), "{line}: {answered:?}");
            assert!(answered.err.contains("not shown to visitors"), "{line}: {}", answered.err);
        }
    }
    for word in ["secretnote", "secrettag", "owntag", "secretwhy"] {
        assert_eq!(served.ask(&format!("search {word}")).code, 1, "{word}");
    }
    assert!(served.good("search is:disputed").contains("the quay had no roof"));
}

#[test]
fn what_the_owner_reads_moves_nothing() {
    let before = Served::new();
    let after = Served::after(&[&["mark", "read", "3"], &["mark", "starred", "2"]]);
    for line in ["list", "list roof", "list --by outlet", "today --day 2025-11-12", "today --day 2025-11-12 --json"] {
        assert_eq!(before.good(line), after.good(line), "{line}");
    }
}

/// The program's own streams say nothing of what visitors ask, since they are the server's.
#[test]
fn nothing_is_written_to_the_servers_own_streams() {
    const WITHIN: &str = "NUTGRAF_TEST_ASKS";
    if std::env::var_os(WITHIN).is_some() {
        let served = Served::new();
        for line in
            ["search pier", "search spkr:x", "list --json", "show 2", "show 99", "rm x", "help", "--version", "mine"]
        {
            served.ask(line);
        }
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "nothing_is_written_to_the_servers_own_streams", "--nocapture", "--test-threads=1"])
        .env(WITHIN, "1")
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("1 passed"), "{text}");
    for said in ["Pier", "pier", "spkr", "nutgraf", "ssh HOST", "article"] {
        assert!(!text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_briefing_is_the_desks() {
    let served = Served::new();
    assert_eq!(served.good("show 2"), served.desk(&["show", "2"]).out);
    let missing = served.ask("show 99");
    assert_eq!((missing.code, missing.err.as_str()), (66, "nutgraf: there is no article 99 in the library\n"));
    assert_eq!(missing.out, "");
}

#[test]
fn a_file_of_the_server_is_never_read() {
    let served = Served::new();
    let path = served.home.path().join("news.json");
    for line in [format!("show {}", path.display()), "show news.json".to_owned(), "show -".to_owned()] {
        let answered = served.ask(&line);
        assert_eq!((answered.code, answered.out.as_str()), (2, ""), "{line}");
        assert!(!answered.err.contains("Pier to close"), "{}", answered.err);
    }
    // A name of digits is the library's number, though a file may be called so.
    assert!(served.good("show 3").contains("Pier stays open"));
}

#[test]
fn a_day_without_articles_names_the_command_that_has_some() {
    let answered = Served::new().ask("today --day 2020-01-01");
    assert_eq!(answered.code, 1);
    assert!(answered.err.contains("`ssh HOST today --day 2025-11-12`"), "{}", answered.err);
}

#[test]
fn a_limit_beyond_what_is_given_is_held_and_said() {
    let served = Served::new();
    let answered = served.ask("search pier --limit 100000000000");
    assert_eq!(answered.code, 0);
    assert!(answered.out.contains("Ada Brook") && answered.err.contains("1000 at most"), "{answered:?}");
    assert_eq!(served.ask("list --limit 1000").err, "");
}

#[test]
fn on_a_terminal_words_are_bold_and_as_wide_as_it_is_and_no_other_escape_is_there() {
    let served = Served::new();
    let ask = |line: &str, manner| served.commands.answer(&Visitor::Nobody, line, manner).out;
    let wide = Manner { width_col: 60, unicode: true, is_bold: true };
    let bold = ask("search pier", wide);
    assert!(bold.contains("\u{1b}[1mpier\u{1b}[22m"), "{bold:?}");
    let rest = bold.replace("\u{1b}[1m", "").replace("\u{1b}[22m", "");
    assert!(!rest.contains('\u{1b}') && rest.lines().all(|line| line.chars().count() <= 60), "{rest:?}");
    for line in ["search pier --plain", "search pier --color never", "--plain search pier"] {
        assert_eq!(ask(line, wide), rest, "{line}");
    }
    for width_col in [0, 1, usize::MAX] {
        let text = ask("list", Manner { width_col, ..wide });
        assert!(text.contains("Pier") && text.lines().all(|line| line.chars().count() <= 100), "{width_col}: {text}");
    }
    let ascii = ask("speaker ada", Manner { unicode: false, ..PIPED });
    assert!(ascii.contains('#') && !ascii.contains('█') && !ascii.contains('·'), "{ascii}");
}

#[test]
fn the_version_and_the_help_are_answers() {
    let served = Served::new();
    assert_eq!(served.good("--version"), concat!("nutgraf ", env!("CARGO_PKG_VERSION"), "\n"));
    for line in ["", "  ", "help", "--help", "-h", "nutgraf", "nutgraf help"] {
        assert_eq!(served.good(line), served.good("help"), "{line:?}");
    }
}

#[test]
fn what_is_refused_ends_with_2_and_answers_nothing() {
    let served = Served::new();
    for line in [
        "rm -rf /",
        "add x",
        "sh",
        "export 1",
        "search --save x pier",
        "search --saved",
        "search pier --library /tmp/x",
        "speaker ada --join lotte",
        "speaker ada --seen",
        "search pier --theme dark",
        "list --from text",
        "show 1 --config x",
        "search keel's",
        "search",
        "search ''",
        "show",
        "speaker",
        "--json",
        "-",
        "--",
        "-- search pier",
        "search spkr:x",
        "annotate -",
        "scp -t x",
        "internal-sftp",
        "search pier; rm x --limit y",
    ] {
        let answered = served.ask(line);
        assert_eq!((answered.code, answered.out.as_str()), (2, ""), "{line}: {answered:?}");
        assert!(answered.err.starts_with("nutgraf: ") && answered.err.ends_with('\n'), "{line}: {}", answered.err);
    }
}

#[test]
fn of_visitors_without_a_name_nothing_is_kept_and_that_is_said() {
    let served = Served::new();
    for line in ["mine", "mine --json", "mine --forget"] {
        let answered = served.ask(line);
        assert_eq!((answered.code, answered.out.as_str()), (1, ""), "{line}");
        assert!(answered.err.contains("nothing is kept"), "{}", answered.err);
    }
}

#[test]
fn many_ask_at_once_and_each_has_their_own_answer() {
    let served = Arc::new(Served::new());
    let wanted = served.good("search pier");
    let threads: Vec<_> = (0..8)
        .map(|n| {
            let served = Arc::clone(&served);
            std::thread::spawn(move || {
                (0..5).map(|_| served.good(if n % 2 == 0 { "search pier" } else { "list" })).collect::<Vec<_>>()
            })
        })
        .collect();
    for (n, thread) in threads.into_iter().enumerate() {
        let answers = thread.join().unwrap();
        assert!(n % 2 == 1 || answers.iter().all(|answer| *answer == wanted));
    }
}

/// Lines as a hostile client may send them.
fn hostile() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("search".to_owned()),
        Just("speaker".to_owned()),
        Just("today".to_owned()),
        Just("list".to_owned()),
        Just("show".to_owned()),
        Just("mine".to_owned()),
        Just("help".to_owned()),
        Just("--".to_owned()),
        Just("--limit".to_owned()),
        Just("--json".to_owned()),
        Just("--format".to_owned()),
        Just("--day".to_owned()),
        Just("--by".to_owned()),
        Just("--color=never".to_owned()),
        Just("--save".to_owned()),
        Just("--forget".to_owned()),
        Just("-18446744073709551616".to_owned()),
        Just("\u{1b}]0;x\u{7}\u{202e}".to_owned()),
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("--=".to_owned()),
        Just("--\u{0}".to_owned()),
        Just("(".to_owned()),
        any::<String>(),
        "-{1,3}[a-z=\"']{0,6}",
        "[a-z]{1,6}:[\"a-z0-9*-]{0,6}",
        "[0-9]{1,30}",
    ];
    (proptest::collection::vec(word, 0..8), any::<bool>())
        .prop_map(|(words, is_glued)| words.join(if is_glued { "" } else { " " }))
}

#[test]
fn no_line_breaks_it_or_brings_out_what_a_terminal_obeys() {
    let served = Served::new();
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) }, |(line in hostile(), is_bold: bool)| {
        let answered = served.commands.answer(&Visitor::Nobody, &line, Manner { is_bold, ..PIPED });
        prop_assert!(matches!(answered.code, 0 | 1 | 2 | 66), "{:?}", answered);
        let text = answered.out.replace("\u{1b}[1m", "").replace("\u{1b}[22m", "") + &answered.err;
        let is_harmless = |char: char| matches!(char, '\n' | '\t' | '\r') || !nutgraf::article::scalar::is_forbidden(char);
        prop_assert!(text.chars().all(is_harmless), "{:?}", text);
        prop_assert!(answered.code != 2 || answered.out.is_empty());
        prop_assert!(answered.err.len() < 20_000);
    });
    for line in [
        "x".repeat(1 << 20),
        "'".repeat(19_999),
        "-".repeat(19_999),
        "--".to_owned() + &"a".repeat(19_990),
        "search ".to_owned() + &"( ".repeat(9_000),
        "search ".to_owned() + &"x ".repeat(9_000),
        "a ".repeat(9_999),
    ] {
        assert_eq!(served.ask(&line).code, 2, "{} bytes", line.len());
    }
}
