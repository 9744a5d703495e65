//! `docs/dependencies.md` tells of every crate in `Cargo.lock`, of no other, and says truly who brings it.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::{Table, Value};

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The crates in `Cargo.lock`, and the names of those that each asks for, in any of its versions.
fn locked() -> BTreeMap<String, BTreeSet<String>> {
    let lock: Table = read("Cargo.lock").parse().unwrap();
    let mut crates: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let asked = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        // A dependency's version stands behind its name where there are several.
        let asked = asked.map(|name| name.as_str().unwrap().split(' ').next().unwrap().to_owned());
        crates.entry(package["name"].as_str().unwrap().to_owned()).or_default().extend(asked);
    }
    crates
}

/// A line of a table, under its heading.
struct Row {
    heading: String,
    name: String,
    why: String,
    bringers: Vec<String>,
}

fn rows(guide: &str) -> Vec<Row> {
    let (mut heading, mut columns, mut rows) = (String::new(), Vec::new(), Vec::new());
    for line in guide.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut heading);
        }
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix('|')) else { continue };
        let cells: Vec<&str> = cells.split('|').map(str::trim).collect();
        if cells[0] == "crate" {
            columns = cells;
            continue;
        }
        let cell = |column| columns.iter().position(|name| *name == column).map_or("", |index| cells[index]);
        let bringers = cell("brought by").trim_end_matches('…').split(',').map(|name| name.trim().to_owned());
        let (name, why) = (cell("crate").to_owned(), cell("why").to_owned());
        let bringers = bringers.filter(|name| !name.is_empty()).collect();
        rows.push(Row { heading: heading.clone(), name, why, bringers });
    }
    rows
}

#[test]
fn the_list_of_crates_has_every_crate_once_and_no_other() {
    let guide = read("docs/dependencies.md");
    let mut listed: Vec<String> = rows(&guide).into_iter().map(|row| row.name).collect();
    listed.sort();
    let wanted: Vec<String> = locked().into_keys().filter(|name| name != "nutgraf").collect();
    let missing: Vec<&String> = wanted.iter().filter(|name| !listed.contains(name)).collect();
    let gone: Vec<&String> = listed.iter().filter(|name| !wanted.contains(name)).collect();
    assert!(missing.is_empty() && gone.is_empty(), "docs/dependencies.md lacks {missing:?}, has for nothing {gone:?}");
    assert_eq!(listed, wanted, "a crate is listed twice");
}

#[test]
fn every_crate_has_a_reason_and_whoever_brings_it_asks_for_it() {
    let crates = locked();
    for row in rows(&read("docs/dependencies.md")) {
        assert!(!row.why.is_empty(), "{} has no reason", row.name);
        for bringer in &row.bringers {
            assert!(
                crates.get(bringer).is_some_and(|asked| asked.contains(&row.name)),
                "docs/dependencies.md says that {bringer} brings {}, and it does not",
                row.name
            );
        }
    }
}

#[test]
fn what_nutgraf_asks_for_itself_stands_in_the_first_table() {
    let manifest: Table = read("Cargo.toml").parse().unwrap();
    let asked = manifest["dependencies"].as_table().unwrap().iter();
    let asked: BTreeSet<String> =
        asked.map(|(name, wish)| wish.get("package").and_then(Value::as_str).unwrap_or(name).to_owned()).collect();
    let rows = rows(&read("docs/dependencies.md"));
    let listed = rows.into_iter().filter(|row| row.heading == "What nutgraf asks for itself").map(|row| row.name);
    assert_eq!(listed.collect::<BTreeSet<String>>(), asked);
}
