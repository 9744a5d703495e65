//! `docs/json.md` names every field that `--json` prints.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::{run, text};

const PIER: &str = "Town to rebuild pier\n\n“We will rebuild the pier,” said Ada Brook, the mayor of Lower Vell. “It will \
                    cost two million,” she said. Bruno Keel, a ferryman, said the mayor was wrong.\n";
const CRANE: &str = "Crane falls at pier\n\nA crane fell at Lower Vell on Friday. “Nobody was hurt,” said Ada Brook, the \
                     mayor. Marta Brook, a diver, said the hook lay at nine metres.\n";

/// Every name of a field, at any depth.
fn names(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                into.insert(name.clone());
                names(value, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, into)),
        _ => {}
    }
}

fn home() -> TempDir {
    let home = TempDir::new().unwrap();
    for (name, words) in [("pier.txt", PIER), ("crane.txt", CRANE)] {
        fs::write(home.path().join(name), words).unwrap();
    }
    home
}

#[test]
fn every_field_that_is_printed_is_documented() {
    let home = home();
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).unwrap();
    for (schema, arguments) in [
        ("nutgraf.add/1", &["add", "--json", "pier.txt", "crane.txt"][..]),
        ("nutgraf.list/1", &["list", "--json"]),
        ("nutgraf.search/1", &["search", "--json", "speaker:brook"]),
        ("nutgraf.search/1", &["search", "--json", "speaker:brook sanctions"]),
        ("nutgraf.speaker/1", &["speaker", "--json", "ada brook"]),
        ("nutgraf.people/1", &["speaker", "--json", "brook"]),
        ("nutgraf.stats/1", &["stats", "--json"]),
        ("nutgraf.today/1", &["today", "--json"]),
        ("nutgraf.reviews/1", &["review", "list", "--json"]),
        ("nutgraf.diff/1", &["diff", "--json", "pier.txt", "crane.txt"]),
        ("nutgraf.feeds/1", &["feed", "list", "--json"]),
        ("nutgraf.visitors/1", &["visitors", "list", "--json"]),
    ] {
        let output = run(&home, arguments);
        let answer: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr)));
        assert_eq!(answer["schema"], schema, "{arguments:?}");
        assert!(guide.contains(&format!("## {schema}\n")), "{schema} has a section");
        let mut printed = BTreeSet::new();
        names(&answer, &mut printed);
        printed.remove("schema");
        let missing: Vec<&String> = printed.iter().filter(|name| !guide.contains(&format!("`{name}`"))).collect();
        assert!(missing.is_empty(), "{schema}: docs/json.md does not name {missing:?}");
    }
}
