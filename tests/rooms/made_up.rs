//! Houses made up of a few lines, which break each wall: a wall that nothing breaks holds nothing.

use super::*;

fn house(files: &[(&str, &str)]) -> Vec<Source> {
    files.iter().map(|(path, text)| Source::new(path, text)).collect()
}

#[test]
fn imports_are_found_however_they_are_written() {
    for text in [
        "use crate::view;",
        "use crate::{document, view::Pane};",
        "use crate::{\n    document::{Document, Part},\n    view::{self, Pane},\n};",
        "fn f() { crate::view::render(); }",
        "pub(crate) use crate :: view :: Pane;",
        "use super::super::view::Pane;",
    ] {
        let house = house(&[("src/article/gate.rs", text)]);
        let breaches = imports_beyond(&house, "article", &["document"]);
        assert_eq!(breaches.len(), 1, "{text}: {breaches:?}");
        assert!(breaches[0].ends_with("imports view"), "{breaches:?}");
    }
    let root = house(&[("src/article.rs", "use super::view;\nuse nutgraf::term::run;")]);
    assert_eq!(
        imports_beyond(&root, "article", &[]),
        ["src/article.rs:1 imports view", "src/article.rs:2 imports term"]
    );
}

#[test]
fn comments_strings_and_tests_are_no_imports() {
    let text = "// use crate::view;\n/* use crate::view; /* nested */ crate::view */\n\
        const A: &str = \"crate::view\"; const B: &str = r#\"use crate::view; \" quoted\"#; const C: char = '\"';\n\
        fn life<'a>(x: &'a str) -> &'a str { x }\n\
        #[cfg(test)]\nuse crate::{view, term};\n\
        #[cfg(test)]\n#[allow(dead_code)]\nmod tests {\n    use crate::view;\n    fn f() { if true { std::fs::read(\"x\"); } }\n}\n\
        #[cfg(test)]\nmod more;\n\
        pub use inside::Thing;\nuse super::span::Span;\nuse crate::article::Text;";
    let house = house(&[("src/article/gate.rs", text)]);
    assert_eq!(imports_beyond(&house, "article", &[]), Breaches::new());
    assert_eq!(io_in(&house, &["article"]), Breaches::new());
    assert_eq!(house[0].test_modules, ["more"]);
    assert_eq!(
        house[0].strings.iter().map(|(_, s)| s.as_str()).collect::<Vec<_>>(),
        ["crate::view", "use crate::view; \" quoted"]
    );
}

#[test]
fn what_follows_a_test_is_seen_again() {
    let house = house(&[("src/article.rs", "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::view;")]);
    assert_eq!(imports_beyond(&house, "article", &[]), ["src/article.rs:3 imports view"]);
}

#[test]
fn input_output_is_found() {
    for text in [
        "use std::fs;",
        "use std::{collections::HashMap, time::Instant};",
        "fn f() { let _ = std::env::var(\"X\"); }",
        "fn f() { println!(\"x\"); }",
        "fn f() { rand::random::<u8>(); }",
        "use std::io::{self, stdout};",
        "use std::thread::spawn;",
    ] {
        assert_eq!(io_in(&house(&[("src/view/pane.rs", text)]), PURE).len(), 1, "{text}");
        assert_eq!(io_in(&house(&[("src/host.rs", text)]), PURE).len(), 0, "{text}");
    }
    assert!(io_in(&house(&[("src/view.rs", "use std::fmt; fn print(x: u8) {}")]), PURE).is_empty());
}

#[test]
fn keys_colours_sql_and_crates_are_found() {
    let keys = house(&[
        ("src/update/jump.rs", "match key.code { Code::Enter => {} key::Code::Tab => {} }"),
        ("src/key.rs", "Code::Enter"),
        ("src/cli.rs", "ExitCode::from(2)"),
    ]);
    assert_eq!(keys_compared(&keys, KEY_FILES).len(), 2);
    let exceptions = [("src/update/", "looks at one"), ("src/cli.rs", "looks at none"), ("src/gone.rs", "is gone")];
    assert_eq!(
        idle_exceptions(&keys, &exceptions),
        ["src/cli.rs is excepted for nothing", "src/gone.rs is excepted for nothing"]
    );
    let colours = house(&[
        ("src/view.rs", "use ratatui::style::Color;"),
        ("src/theme.rs", "Color::Red"),
        ("src/args.rs", "ColorChoice::Auto"),
    ]);
    assert_eq!(words_outside(&colours, &["Color"], |source| source.room() == "theme").len(), 1);
    let sql = house(&[
        ("src/host.rs", "db.run(\"SELECT id FROM articles\")"),
        ("src/library/store.rs", "\"PRAGMA x\""),
        ("src/view.rs", "\"Select one\""),
    ]);
    assert_eq!(sql_outside_library(&sql), ["src/host.rs:1 speaks SQL"]);
    let crates =
        house(&[("src/update.rs", "use ratatui::layout::Rect;"), ("src/view.rs", "use ratatui::layout::Rect;")]);
    assert_eq!(paths_outside(&crates, "ratatui", &["view"]), ["src/update.rs:1 has ratatui::layout::Rect"]);
    let cells =
        house(&[("src/state/panes.rs", "use std::cell::RefCell;"), ("src/state.rs", "struct Cells(CellWidth);")]);
    assert_eq!(words_outside(&cells, &["Cell", "RefCell"], |source| source.room() != "state").len(), 1);
}

#[test]
fn circles_are_found_near_and_far() {
    let near = house(&[("src/state.rs", "use crate::session::Item;"), ("src/session.rs", "use crate::state::State;")]);
    assert_eq!(circles(&near), ["session on state (src/session.rs:1), state on session (src/state.rs:1)"]);
    let far = house(&[
        ("src/a.rs", "use crate::b::B;"),
        ("src/b/in.rs", "\nfn f() { crate::c::g(); }"),
        ("src/c.rs", "use crate::{a, d};"),
        ("src/d.rs", ""),
    ]);
    assert_eq!(circles(&far), ["a on b (src/a.rs:1), b on c (src/b/in.rs:2), c on a (src/c.rs:1)"]);
    let straight = house(&[("src/a.rs", "use crate::{b, c};"), ("src/b.rs", "use crate::c::C;"), ("src/c.rs", "")]);
    assert_eq!(circles(&straight), Breaches::new());
}

#[test]
fn ways_out_of_a_guest_are_found() {
    for text in [
        "use std::fs;",
        "fn f() { std::process::exit(0) }",
        "use super::program;",
        "use super::super::browser::open;",
        "use super::{ask, takeout::Selection};",
        "use crate::host::file::read;",
        "use crate::host::Host;",
        "use crate::fetch::Fetcher;",
        "fn f(path: &Path) -> bool { path.exists() }",
    ] {
        assert_eq!(ways_out(&house(&[("src/host/visitor/shared.rs", text)])).len(), 1, "{text}");
        assert!(ways_out(&house(&[("src/host/answer.rs", text)])).is_empty(), "{text}");
    }
    assert!(ways_out(&house(&[("src/host/visitor.rs", "use super::{ask, citing}; use std::path::Path;")])).is_empty());
}

#[test]
fn names_and_lengths_are_found() {
    let names = house(&[("src/view/mod.rs", ""), ("src/utils.rs", ""), ("src/common/x.rs", ""), ("src/model.rs", "")]);
    assert_eq!(bad_names(&names), ["src/view/mod.rs", "src/utils.rs", "src/common/x.rs"]);
    let long = house(&[("src/a.rs", &"\n".repeat(501)), ("src/b.rs", &"\n".repeat(500))]);
    assert_eq!(too_long(&long), ["src/a.rs has 501 lines"]);
}

#[test]
fn the_real_house_is_not_empty() {
    assert!(SOURCES.len() > 20 && SOURCES.iter().any(|source| source.room() == "article"));
    assert!(!SOURCES.iter().any(|source| source.path == "src/article/gate/tests.rs"), "test files are left out");
    let imports = SOURCES.iter().map(|source| source.rooms_imported().len()).sum::<usize>();
    assert!(imports > 10, "only {imports} imports seen");
}
