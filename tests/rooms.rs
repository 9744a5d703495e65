//! The walls of ARCHITECTURE.md: what each room may not know, read from the source.
//!
//! A room that does not exist yet breaks no wall. Test code is exempt: a test may look across walls.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "rooms/scan.rs"]
mod scan;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::LazyLock;

use scan::{Source, sources};

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| sources(Path::new(env!("CARGO_MANIFEST_DIR"))));

/// Rooms without file, socket, clock, thread, chance, environment or standard stream.
const PURE: &[&str] = &[
    "article",
    "document",
    "annotate",
    "flow",
    "state",
    "layout",
    "update",
    "view",
    "session",
    "speech",
    "key",
    "action",
    "keymap",
    "theme",
    "config",
    "form",
    "export",
    "decode",
    "samples",
    "catalogue",
    "face",
    "clean",
    "exchange",
    "spelling",
];

/// Files in which a key is a letter being typed, or is declared, or is made.
const KEY_FILES: &[(&str, &str)] = &[
    ("src/key.rs", "declares keys and their names"),
    ("src/action/table.rs", "declares default keys"),
    ("src/decode.rs", "makes keys of bytes"),
    ("src/decode/", "makes keys of bytes"),
    ("src/update/press.rs", "takes typed text while something is entered"),
];

/// What a rule finds: one line a breach, with its place.
type Breaches = Vec<String>;

#[track_caller]
fn hold(wall: &str, breaches: &Breaches) {
    assert!(breaches.is_empty(), "{wall}:\n  {}", breaches.join("\n  "));
}

fn in_rooms<'a>(sources: &'a [Source], rooms: &'a [&str]) -> impl Iterator<Item = &'a Source> {
    sources.iter().filter(move |source| rooms.contains(&source.room()))
}

/// Files of `room` that import any room but those allowed.
fn imports_beyond(sources: &[Source], room: &str, allowed: &[&str]) -> Breaches {
    let files = in_rooms(sources, std::slice::from_ref(&room)).collect::<Vec<_>>();
    let found = files.iter().flat_map(|source| source.rooms_imported().into_iter().map(|found| (&source.path, found)));
    found
        .filter(|(_, (_, imported))| !allowed.contains(&imported.as_str()))
        .map(|(path, (line, imported))| format!("{path}:{line} imports {imported}"))
        .collect()
}

/// Files of `rooms` that import any of the rooms forbidden.
fn imports_of(sources: &[Source], rooms: &[&str], forbidden: &[&str]) -> Breaches {
    let mut breaches = Vec::new();
    for source in in_rooms(sources, rooms) {
        for (line, imported) in source.rooms_imported() {
            if forbidden.contains(&imported.as_str()) {
                breaches.push(format!("{}:{line} imports {imported}", source.path));
            }
        }
    }
    breaches
}

/// Paths that begin so, outside the rooms that may have them.
fn paths_outside(sources: &[Source], root: &str, allowed: &[&str]) -> Breaches {
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| !allowed.contains(&source.room())) {
        breaches
            .extend(source.paths(root).into_iter().map(|(line, path)| format!("{}:{line} has {path}", source.path)));
    }
    breaches
}

fn io_in(sources: &[Source], rooms: &[&str]) -> Breaches {
    const FORBIDDEN: &[&str] =
        &["std::fs", "std::net", "std::env", "std::time", "std::thread", "std::process", "std::os", "std::io::std"];
    const CRATES: &[&str] = &[
        "rand",
        "getrandom",
        "fastrand",
        "rustix",
        "signal_hook",
        "tempfile",
        "etcetera",
        "jiff",
        "ureq",
        "rusqlite",
        "rayon",
    ];
    const MACROS: &[&str] = &["println", "print", "eprintln", "eprint", "dbg"];
    let mut breaches = Vec::new();
    for source in in_rooms(sources, rooms) {
        for (line, path) in source.paths("std") {
            if FORBIDDEN.iter().any(|forbidden| path.starts_with(forbidden)) {
                breaches.push(format!("{}:{line} has {path}", source.path));
            }
        }
        for name in CRATES {
            let found = source.paths(name).into_iter().filter(|(_, path)| path.contains("::"));
            breaches.extend(found.map(|(line, path)| format!("{}:{line} has {path}", source.path)));
        }
        for name in MACROS {
            breaches
                .extend(source.macro_calls(name).into_iter().map(|line| format!("{}:{line} has {name}!", source.path)));
        }
    }
    breaches
}

fn words_outside(sources: &[Source], words: &[&str], is_allowed: impl Fn(&Source) -> bool) -> Breaches {
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| !is_allowed(source)) {
        for word in words {
            let found = source.words(word).into_iter();
            breaches.extend(found.map(|(_, line)| format!("{}:{line} names {word}", source.path)));
        }
    }
    breaches
}

/// `Code::…` and `KeyCode::…`: a key that is looked at.
fn keys_compared(sources: &[Source], allowed: &[(&str, &str)]) -> Breaches {
    let mut breaches = Vec::new();
    let is_allowed =
        |path: &str| allowed.iter().any(|(file, _)| path == *file || file.ends_with('/') && path.starts_with(file));
    for source in sources.iter().filter(|source| !is_allowed(&source.path)) {
        for name in ["Code", "KeyCode"] {
            let found = source.words(name).into_iter().filter(|(at, _)| {
                source.code.get(at + name.len()..).is_some_and(|rest| rest.trim_start().starts_with("::"))
            });
            breaches.extend(found.map(|(_, line)| format!("{}:{line} looks at a key", source.path)));
        }
    }
    breaches
}

fn sql_outside_library(sources: &[Source]) -> Breaches {
    const STATEMENTS: &[&str] = &["SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE", "PRAGMA ", "UPDATE OR "];
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| source.room() != "library") {
        for (line, string) in &source.strings {
            if STATEMENTS.iter().any(|statement| string.trim_start().starts_with(statement)) {
                breaches.push(format!("{}:{line} speaks SQL", source.path));
            }
        }
    }
    breaches
}

fn bad_names(sources: &[Source]) -> Breaches {
    const BAD: &[&str] = &["mod", "util", "utils", "common", "helper", "helpers", "prelude", "types", "misc"];
    let is_bad = |source: &&Source| {
        let path = source.path.trim_end_matches(".rs");
        path.split('/').any(|part| BAD.contains(&part))
    };
    sources.iter().filter(is_bad).map(|source| source.path.clone()).collect()
}

fn too_long(sources: &[Source]) -> Breaches {
    let long = sources.iter().filter(|source| source.n_lines > 500);
    long.map(|source| format!("{} has {} lines", source.path, source.n_lines)).collect()
}

/// Rooms that lean on one another, straight or by way of others: each circle once, with a place for every step.
fn circles(sources: &[Source]) -> Breaches {
    let mut leans: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for source in sources {
        for (line, imported) in source.rooms_imported() {
            let place = format!("{}:{line}", source.path);
            leans.entry(source.room()).or_default().entry(imported).or_insert(place);
        }
    }
    let mut breaches = Vec::new();
    for &start in leans.keys() {
        // The shortest way from a room back to itself; told of by its first room in the alphabet.
        let mut ways = VecDeque::from([vec![start.to_owned()]]);
        let mut seen = BTreeSet::new();
        'search: while let Some(way) = ways.pop_front() {
            for next in leans.get(way.last().unwrap().as_str()).into_iter().flat_map(BTreeMap::keys) {
                if next == start {
                    if way.iter().all(|room| room.as_str() >= start) {
                        let steps = way.iter().zip(way.iter().skip(1).chain([next]));
                        let steps = steps.map(|(from, to)| format!("{from} on {to} ({})", leans[from.as_str()][to]));
                        breaches.push(steps.collect::<Vec<_>>().join(", "));
                    }
                    break 'search;
                }
                if seen.insert(next) {
                    ways.push_back(way.iter().chain([next]).cloned().collect());
                }
            }
        }
    }
    breaches
}

#[test]
fn no_room_leans_on_one_that_leans_on_it() {
    hold("rooms stand on one another in one direction", &circles(&SOURCES));
}

#[test]
fn article_imports_no_other_room() {
    hold("article imports no other room", &imports_beyond(&SOURCES, "article", &[]));
}

#[test]
fn a_document_knows_articles_only() {
    hold("document imports article only", &imports_beyond(&SOURCES, "document", &["article"]));
}

#[test]
fn what_is_cleaned_and_spelled_knows_no_room_above() {
    hold("clean imports article only", &imports_beyond(&SOURCES, "clean", &["article"]));
    hold("spelling imports article only", &imports_beyond(&SOURCES, "spelling", &["article"]));
    hold(
        "exchange has words for both sides and knows neither",
        &imports_beyond(&SOURCES, "exchange", &["article", "catalogue", "form", "key"]),
    );
}

#[test]
fn a_catalogue_knows_articles_only() {
    hold("catalogue imports article only", &imports_beyond(&SOURCES, "catalogue", &["article"]));
}

#[test]
fn the_library_knows_no_screen_and_no_network() {
    let edges = [
        "view", "state", "layout", "update", "session", "term", "ssh", "host", "cli", "args", "paint", "fetch", "sync",
    ];
    hold("the library knows no screen and no network", &imports_of(&SOURCES, &["library"], &edges));
    let screens = ["view", "state", "layout", "update", "session", "term", "ssh", "host", "cli", "args", "paint"];
    hold("a sync knows no screen", &imports_of(&SOURCES, &["sync"], &screens));
    hold(
        "a fetcher knows no article",
        &imports_of(&SOURCES, &["fetch"], &["article", "library", "import", "annotate", "cli"]),
    );
}

#[test]
fn annotate_knows_article_and_document_only() {
    hold("annotate imports article and document only", &imports_beyond(&SOURCES, "annotate", &["article", "document"]));
}

#[test]
fn annotation_and_screen_meet_only_in_article() {
    hold("annotate and view never import one another", &imports_of(&SOURCES, &["annotate"], &["view"]));
    let screen = ["view", "state", "layout", "update", "flow", "session", "speech"];
    hold(
        "the reader's rooms do not annotate or import",
        &imports_of(&SOURCES, &screen, &["annotate", "import", "briefing", "export"]),
    );
}

#[test]
fn the_reader_knows_no_edge() {
    let screen = [
        "view", "state", "layout", "update", "flow", "session", "speech", "keymap", "key", "action", "theme", "config",
    ];
    hold(
        "no edge in the reader",
        &imports_of(&SOURCES, &screen, &["term", "ssh", "host", "paint", "decode", "cli", "args", "library"]),
    );
}

#[test]
fn term_and_ssh_meet_only_in_session_and_host() {
    hold("term and ssh never import one another", &imports_of(&SOURCES, &["term"], &["ssh"]));
    hold("term and ssh never import one another", &imports_of(&SOURCES, &["ssh"], &["term"]));
    hold(
        "ssh knows no command and no file of articles",
        &imports_of(&SOURCES, &["ssh"], &["cli", "args", "import", "annotate", "export", "library"]),
    );
    hold(
        "face serves both",
        &imports_of(&SOURCES, &["face"], &["term", "ssh", "host", "decode", "article", "cli", "args", "library"]),
    );
    hold(
        "decode and paint serve both",
        &imports_of(&SOURCES, &["decode", "paint"], &["term", "ssh", "session", "host", "article"]),
    );
    hold(
        "a terminal knows no article",
        &imports_of(&SOURCES, &["term"], &["article", "keymap", "action", "import", "annotate"]),
    );
    hold(
        "speech neither draws nor changes anything",
        &imports_of(&SOURCES, &["speech"], &["view", "layout", "update", "theme", "paint", "decode", "term", "host"]),
    );
    hold(
        "host draws nothing",
        &imports_of(&SOURCES, &["host"], &["view", "layout", "update", "state", "paint", "decode", "term"]),
    );
}

#[test]
fn import_and_export_know_no_screen() {
    let edges =
        ["view", "state", "layout", "update", "session", "term", "ssh", "host", "cli", "args", "paint", "annotate"];
    hold("import and export know no screen", &imports_of(&SOURCES, &["import", "export"], &edges));
}

#[test]
fn pure_rooms_have_no_input_output_clock_chance_or_environment() {
    hold("pure rooms are pure", &io_in(&SOURCES, PURE));
    let query: Vec<&Source> = SOURCES.iter().filter(|source| source.path.starts_with("src/library/query")).collect();
    for source in query {
        let std = source
            .paths("std")
            .into_iter()
            .filter(|(_, path)| path.starts_with("std::fs") || path.starts_with("std::env"));
        hold("library/query is pure", &std.map(|(line, path)| format!("{}:{line} has {path}", source.path)).collect());
    }
    let limit: Vec<&Source> = SOURCES.iter().filter(|source| source.path.starts_with("src/ssh/limit")).collect();
    assert!(!limit.is_empty(), "limits are looked at");
    for source in limit {
        let edges = ["std::fs", "std::env", "std::thread", "std::io", "std::time::Instant", "std::time::SystemTime"];
        let is_edge = |path: &str| edges.iter().any(|edge| path.starts_with(edge)) || path.starts_with("std::net::Tcp");
        let breaches = source.paths("std").into_iter().filter(|(_, path)| is_edge(path));
        hold("ssh/limit is pure", &breaches.map(|(line, path)| format!("{}:{line} has {path}", source.path)).collect());
        hold("ssh/limit knows no socket", &source.paths("tokio").into_iter().map(|(_, path)| path).collect());
    }
}

#[test]
fn standard_output_is_written_by_the_command_line_only() {
    let mut breaches = Vec::new();
    for source in SOURCES.iter().filter(|source| !["cli", "main", "term", "ssh"].contains(&source.room())) {
        for name in ["println", "print", "eprintln", "eprint", "dbg"] {
            breaches
                .extend(source.macro_calls(name).into_iter().map(|line| format!("{}:{line} has {name}!", source.path)));
        }
    }
    hold("only cli prints", &breaches);
}

#[test]
fn no_key_is_compared_outside_keymap() {
    hold("no key is compared outside keymap", &keys_compared(&SOURCES, KEY_FILES));
}

#[test]
fn no_colour_is_named_outside_theme() {
    // `paint` turns a cell's colour into bytes, which it cannot without naming its cases.
    let breaches = words_outside(&SOURCES, &["Color"], |source| ["theme", "paint"].contains(&source.room()));
    hold("no colour is named outside theme", &breaches);
}

/// What a visitor's outside may not have a way to: files, programs, the network, and what the desk does with them.
fn ways_out(sources: &[Source]) -> Breaches {
    const STD: &[&str] = &["std::fs", "std::process", "std::net", "std::os", "std::env", "std::io::std"];
    const DESK: &[&str] = &[
        "program",
        "browser",
        "clipboard",
        "file",
        "outgoing",
        "work",
        "takeout",
        "sink",
        "bulk",
        "extract",
        "archive",
        "Host",
    ];
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("src/host/visitor")) {
        for (line, path) in source.paths("std") {
            if STD.iter().any(|forbidden| path.starts_with(forbidden)) {
                breaches.push(format!("{}:{line} has {path}", source.path));
            }
        }
        for root in ["super", "crate"] {
            for (line, path) in source.paths(root) {
                if path.split("::").any(|part| DESK.contains(&part)) {
                    breaches.push(format!("{}:{line} has {path}", source.path));
                }
            }
        }
        for word in ["rustix", "ureq", "exists", "read_dir", "canonicalize", "Command", "File"] {
            let found = source.words(word).into_iter();
            breaches.extend(found.map(|(_, line)| format!("{}:{line} names {word}", source.path)));
        }
        for (line, room) in source.rooms_imported() {
            if ["fetch", "sync", "term", "cli", "args", "ssh"].contains(&room.as_str()) {
                breaches.push(format!("{}:{line} imports {room}", source.path));
            }
        }
    }
    breaches
}

#[test]
fn visitors_have_no_way_to_a_file_a_program_or_the_network() {
    hold("a guest has no way out", &ways_out(&SOURCES));
    assert!(SOURCES.iter().any(|source| source.path == "src/host/visitor.rs"));
}

#[test]
fn no_sql_stands_outside_the_library() {
    hold("no SQL outside library", &sql_outside_library(&SOURCES));
    hold("no SQLite outside library", &paths_outside(&SOURCES, "rusqlite", &["library"]));
}

#[test]
fn ratatui_is_known_to_the_screens_rooms_only() {
    let allowed = ["view", "layout", "session", "theme", "paint"];
    hold("no ratatui outside view layout session theme paint", &paths_outside(&SOURCES, "ratatui", &allowed));
}

#[test]
fn state_has_no_hidden_changes() {
    let outside =
        words_outside(&SOURCES, &["Cell", "RefCell", "Mutex", "RwLock", "OnceCell"], |source| source.room() != "state");
    hold("no Cell or RefCell in state", &outside);
}

#[test]
fn files_are_named_for_what_they_do() {
    hold("no catch-all names", &bad_names(&SOURCES));
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    hold("split at 500 lines", &too_long(&SOURCES));
}

/// Exceptions that name nothing which breaks the wall.
fn idle_exceptions(sources: &[Source], exceptions: &[(&str, &str)]) -> Breaches {
    let all = keys_compared(sources, &[]);
    let is_idle =
        |(file, reason): &&(&str, &str)| reason.is_empty() || !all.iter().any(|breach| breach.starts_with(file));
    exceptions.iter().filter(is_idle).map(|(file, _)| format!("{file} is excepted for nothing")).collect()
}

#[test]
fn every_exception_names_something_that_is_there_and_needs_it() {
    hold("no idle exceptions", &idle_exceptions(&SOURCES, KEY_FILES));
}

/// A made-up house with a breach of every wall, so that no test above can pass for want of eyes.
#[path = "rooms/made_up.rs"]
mod made_up;
