use clap::Command;

use super::asked::{self, Asked};
use super::split;
use super::subset::{ALLOWED, Allowed, EVERYWHERE, command};
use crate::args;
use crate::cli::answer::OWNERS;
use crate::cli::reply::Reply;
use crate::cli::{Failure, library};
use crate::ssh::Manner;

fn read(line: &str) -> Result<Asked, Failure> {
    let words = split::words(line).unwrap();
    asked::read(&words, 80).map(|line| line.asked)
}

#[track_caller]
fn refusal(line: &str) -> String {
    let failure = read(line).unwrap_err();
    assert_eq!(failure.exit.code(), 2, "{line}");
    assert!(!failure.message.contains('\n'), "{line}: {}", failure.message);
    failure.message
}

#[track_caller]
fn help(line: &str) -> String {
    match read(line).unwrap() {
        Asked::Told(text) => text,
        other => panic!("{line}: {other:?}"),
    }
}

/// Every option of the whole program, by its long name, and whether a value stands after it.
fn options(command: &Command, found: &mut Vec<(String, bool)>) {
    for arg in command.get_arguments() {
        found.extend(arg.get_long().map(|long| (long.to_owned(), arg.get_action().takes_values())));
    }
    command.get_subcommands().for_each(|inner| options(inner, found));
}

fn all_options() -> Vec<(String, bool)> {
    let mut found = Vec::new();
    options(&args::command(), &mut found);
    found.sort();
    found.dedup();
    assert!(found.len() > 25, "{found:?}");
    found
}

/// The names that stand in the table for a command.
fn has(allowed: &Allowed, long: &str) -> bool {
    let id = long.replace('-', "_");
    allowed.args.contains(&id.as_str()) || EVERYWHERE.contains(&id.as_str())
}

#[test]
fn every_option_of_the_program_is_in_the_table_or_refused() {
    for allowed in ALLOWED {
        for (long, takes_value) in all_options() {
            if has(allowed, &long) {
                continue;
            }
            let value = if takes_value { "x" } else { "" };
            let name = allowed.name;
            for line in [
                format!("{name} pier --{long} {value}"),
                format!("{name} --{long}={value} pier"),
                format!("--{long} {value} {name} pier"),
            ] {
                if long == "version" && line.starts_with("--version ") {
                    assert!(help(&line).starts_with("nutgraf "));
                    continue;
                }
                assert!(
                    refusal(&line).contains(&format!("--{long} is not for visitors")),
                    "{line}: {}",
                    refusal(&line)
                );
            }
        }
    }
}

#[test]
fn every_command_of_the_program_is_in_the_table_or_refused() {
    for own in args::command().get_subcommands().map(Command::get_name) {
        if !ALLOWED.iter().any(|allowed| allowed.name == own) {
            assert!(refusal(&format!("{own} x")).starts_with(&format!("there is no command {own} here")), "{own}");
            assert!(refusal(&format!("help {own}")).starts_with(&format!("there is no command {own} here")), "{own}");
        }
    }
}

#[test]
fn what_the_table_names_is_declared() {
    let whole = command(80);
    for allowed in ALLOWED {
        let own = whole.find_subcommand(allowed.name).unwrap();
        for id in allowed.args {
            assert!(own.get_arguments().any(|arg| arg.get_id() == id), "{} {id}", allowed.name);
        }
    }
    whole.debug_assert();
}

#[test]
fn help_tells_of_what_visitors_have_and_of_nothing_else() {
    let all = all_options();
    for allowed in ALLOWED {
        let text = help(&format!("help {}", allowed.name));
        assert_eq!(text, help(&format!("{} --help", allowed.name)), "the same by both ways");
        assert!(text.contains("Examples:\n  ssh HOST "), "{text}");
        for (long, _) in &all {
            let is_told = text.contains(&format!("--{long} ")) || text.contains(&format!("--{long}\n"));
            assert_eq!(is_told, has(allowed, long), "{} --{long}: {text}", allowed.name);
        }
        for owners in ["nutgraf ", "note:", "tag:", "@NAME", "--save", "FILE", "URL"] {
            assert!(!text.contains(owners), "{}: {owners}: {text}", allowed.name);
        }
    }
    let text = help("help");
    assert_eq!(text, help(""));
    assert_eq!(text, help("--help"));
    for own in args::command().get_subcommands().map(Command::get_name) {
        let is_told = text.contains(&format!("\n  {own} "));
        assert_eq!(is_told, ALLOWED.iter().any(|allowed| allowed.name == own), "{own}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn every_example_of_the_help_can_be_asked() {
    for allowed in ALLOWED {
        let text = help(&format!("help {}", allowed.name));
        let examples: Vec<&str> = text.lines().filter_map(|line| line.trim_start().strip_prefix("ssh HOST ")).collect();
        assert!(!examples.is_empty());
        for example in examples.iter().map(|line| line.split(" > ").next().unwrap()) {
            // As the visitor's own shell hands it over: the outer quotation marks are gone.
            read(&example.replace('\'', "")).unwrap();
        }
    }
}

#[test]
fn what_is_near_to_a_command_or_an_option_is_named() {
    assert_eq!(refusal("serach pier"), "there is no command serach here; did you mean `search`?");
    assert_eq!(refusal("rm -rf /"), "there is no command rm here; ssh HOST help lists what there is");
    assert_eq!(refusal("search pier --limt 3"), "there is no option --limt here; did you mean `--limit`?");
    // Never one that visitors do not have.
    for line in ["search pier --libary x", "search --sav x pier", "speaker ada --sen", "exprt 1", "feeds"] {
        assert!(!refusal(line).contains("did you mean"), "{line}: {}", refusal(line));
    }
}

#[test]
fn a_query_keeps_its_phrases_and_nothing_else_keeps_the_marks() {
    let query = |line: &str| match read(line).unwrap() {
        Asked::Search(args) => args.query.join(" "),
        Asked::List(args) => args.query.join(" "),
        other => panic!("{other:?}"),
    };
    assert_eq!(query("search \"the old wall\" pier"), "\"the old wall\" pier");
    assert_eq!(query("search speaker:\"ada brook\" --limit \"3\" pier"), "speaker:\"ada brook\" pier");
    assert_eq!(query("search '\"the wall\" OR dam' --sort=\"relevance\""), "\"the wall\" OR dam");
    assert_eq!(query("list \"--json\""), "\"--json\"", "a phrase is no option");
    assert_eq!(query("nutgraf search -- -pier \"a b\""), "-pier \"a b\"");
    assert!(matches!(read("speaker \"Ada Brook\"").unwrap(), Asked::Speaker(args) if args.name == ["Ada Brook"]));
    assert!(matches!(read("search \"a b\" --json").unwrap(), Asked::Search(args) if args.print.json));
}

#[test]
fn only_an_articles_number_is_shown() {
    assert!(matches!(read("show 17").unwrap(), Asked::Show(key) if key.0 == 17));
    for word in [
        "-",
        "/etc/passwd",
        "news.json",
        "https://vell.example/pier",
        "1/2",
        "+1",
        "-1",
        "١",
        "99999999999999999999",
        "''",
    ] {
        let why = refusal(&format!("show {word}"));
        assert!(why.contains("number") || why.contains("option"), "{word}: {why}");
    }
    assert_eq!(refusal("show"), "show needs ID; ssh HOST help show says what it takes");
    refusal("show 1 2");
}

#[test]
fn tags_are_no_way_to_group() {
    assert!(refusal("list --by tag").contains("[possible values: day, outlet]"));
}

#[test]
fn fields_that_are_the_owners_stand_in_the_documentation_of_json() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).unwrap();
    for field in OWNERS {
        assert!(text.contains(&format!("`{field}`")), "{field}");
    }
}

#[test]
fn a_library_that_does_not_answer_is_said_without_its_place() {
    use crate::library::LibraryError;
    let to = Reply::to_visitor(Manner { width_col: 80, unicode: true, is_bold: false });
    let path = std::path::PathBuf::from("/srv/newsroom/library.db");
    for error in [
        LibraryError::Missing(path.clone()),
        LibraryError::Busy(path.clone()),
        LibraryError::TooLong(path.clone()),
        LibraryError::Foreign(path.clone()),
        LibraryError::Closed(path.clone()),
        LibraryError::Full(path),
    ] {
        let failure = to.unanswered(&error);
        assert_eq!(failure.exit, library::failure(&error).exit, "the end is the desk's");
        assert!(!failure.message.is_empty() && !failure.message.contains("newsroom"), "{}", failure.message);
    }
}
