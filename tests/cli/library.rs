//! The commands that keep articles, as a shell meets them.

use std::fs;
use std::io::{BufRead, BufReader, Read};

use serde_json::Value;
use tempfile::TempDir;

use super::{ARTICLE, good, json, nutgraf, refused, run, run_with_input, text};

const OTHER: &str = "Ferry loses bell\n\n“The bell fell into the harbour,” Bruno Keel, the ferry's captain, said. \
                     He declined to say why.\n";

fn home() -> TempDir {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("pier.txt"), ARTICLE).unwrap();
    fs::write(home.path().join("bell.txt"), OTHER).unwrap();
    home
}

/// A home with both articles in the library.
fn full() -> TempDir {
    let home = home();
    good(&run(&home, &["add", "pier.txt", "bell.txt"]));
    home
}

#[test]
fn what_is_added_is_listed_with_its_number() {
    let home = home();
    let said = good(&run(&home, &["add", "pier.txt", "bell.txt", "--tag", "harbour"]));
    assert_eq!(said, "added        1  Town to rebuild pier\nadded        2  Ferry loses bell\n");
    let list = good(&run(&home, &["list"]));
    assert!(list.contains("*      1  Town to rebuild pier (undated, added "), "{list}");
    assert!(home.path().join(".local/share/nutgraf/library.db").exists(), "it is where XDG says");
    let again = run_with_input(&home, &["add", "-"], ARTICLE.as_bytes());
    assert_eq!(good(&again), "known        1  Town to rebuild pier\n");
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_added() {
    let home = home();
    let output = run(&home, &["add", "pier.txt", "missing.txt", "bell.txt"]);
    assert_eq!(output.status.code(), Some(66));
    assert_eq!(text(&output.stdout).lines().count(), 2);
    assert!(text(&output.stderr).contains("missing.txt"), "{}", text(&output.stderr));
}

#[test]
fn the_library_is_where_the_option_or_the_environment_says() {
    let home = home();
    good(&run(&home, &["add", "pier.txt", "--library", "one.db"]));
    good(&nutgraf(&home, &["add", "bell.txt"]).env("NUTGRAF_LIBRARY", "two.db").output().unwrap());
    for (path, headline) in [("one.db", "pier"), ("two.db", "bell")] {
        let list = good(&run(&home, &["--library", path, "list"]));
        assert!(list.contains(headline) && list.lines().count() == 2, "{list}");
    }
    assert!(!home.path().join(".local").exists());
}

#[test]
fn asking_a_library_that_is_not_there_makes_none() {
    let home = home();
    for command in ["list", "undo", "reannotate"] {
        refused(&run(&home, &[command]), 66, "there is no library yet");
    }
    refused(&run(&home, &["remove", "1"]), 66, "nutgraf add");
    assert!(!home.path().join(".local").exists());
}

#[test]
fn lists_are_json_json_lines_and_tables_too() {
    let home = full();
    let answer = json(&run(&home, &["list", "--json"]));
    assert_eq!(answer["schema"], "nutgraf.list/1");
    assert_eq!((&answer["total"], &answer["n_unread"]), (&Value::from(2), &Value::from(2)));
    assert_eq!(answer["rows"][0]["is_read"], false);
    let lines = good(&run(&home, &["list", "--format", "jsonl"]));
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::from(rows), answer["rows"]);
    let table = good(&run(&home, &["list", "--format", "csv"]));
    assert!(table.starts_with("id,day,published,outlet,headline,"), "{table}");
    assert_eq!(table.lines().count(), 3);
}

#[test]
fn a_list_is_filtered_in_the_language_of_search() {
    let home = full();
    let list = good(&run(&home, &["list", "speaker:keel"]));
    assert!(list.contains("Ferry") && !list.contains("pier"), "{list}");
    refused(&run(&home, &["list", "speaker:nobody"]), 1, "no article fits speaker:nobody");
    let wrong = run(&home, &["list", "speeker:keel"]);
    refused(&wrong, 2, "speaker");
    assert!(text(&wrong.stderr).contains("\n  speeker:keel\n  ^^^^^^^"), "{}", text(&wrong.stderr));
}

#[test]
fn articles_are_marked_tagged_and_removed_by_number_or_query_and_all_of_it_undone() {
    let home = full();
    assert!(good(&run(&home, &["mark", "read", "1"])).starts_with("marked 1 article read; `nutgraf undo`"));
    assert!(good(&run(&home, &["mark", "starred", "speaker:keel"])).starts_with("starred 1 article"));
    good(&run(&home, &["tag", "harbour", "1", "2"]));
    good(&run(&home, &["remove", "2"]));
    let row = |n: usize| json(&run(&home, &["list", "--json"]))["rows"][n].clone();
    assert_eq!(row(0)["id"], 1);
    assert_eq!((row(0)["is_read"].clone(), row(0)["tags"][0].clone()), (Value::from(true), Value::from("harbour")));
    assert_eq!(row(1), Value::Null);
    for what in ["removed 1 article", "tagged 2 articles harbour", "starred 1 article", "marked 1 article read"] {
        assert_eq!(good(&run(&home, &["undo"])), format!("undone: {what}\n"));
    }
    assert_eq!(row(1)["is_starred"], false);
    refused(&run(&home, &["undo"]), 1, "nothing to undo");
    refused(&run(&home, &["mark", "read", "7"]), 1, "no article 7");
    refused(&run(&home, &["tag", " ", "1"]), 2, "a tag needs a name");
    // What says nothing does not mean everything.
    for nothing in ["", " ", "%", "@", "-'"] {
        assert_eq!(run(&home, &["remove", "--", nothing]).status.code(), Some(2), "{nothing}");
        assert_eq!(run(&home, &["search", "--", nothing]).status.code(), Some(2), "{nothing}");
    }
    assert_eq!(json(&run(&home, &["list", "--json"]))["total"], 2);
    good(&run(&home, &["tag", "Harbour", "1"]));
    assert!(good(&run(&home, &["list", "tag:harbour"])).contains("#Harbour"));
    good(&run(&home, &["undo"]));
    assert!(good(&run(&home, &["mark", "unread", "1"])).contains("nothing was changed"));
}

#[test]
fn what_an_earlier_version_annotated_is_annotated_again_and_what_others_did_is_left() {
    let home = full();
    let foreign = r#"{"text": {"value": "It rained."}, "statements": [], "provenance": [{"id": "p",
        "agent": {"type": "software", "name": "other", "version": "9"}}]}"#;
    fs::write(home.path().join("foreign.json"), foreign).unwrap();
    let unsigned = r#"{"text": {"value": "It snowed."}, "statements": []}"#;
    fs::write(home.path().join("unsigned.json"), unsigned).unwrap();
    good(&run(&home, &["add", "foreign.json", "unsigned.json"]));
    assert_eq!(good(&run(&home, &["reannotate"])), "annotated 0 articles\n");
    let path = home.path().join(".local/share/nutgraf/library.db");
    let earlier = "UPDATE article SET model = 'nutgraf 0.0.1 x' WHERE model LIKE 'nutgraf %'";
    rusqlite::Connection::open(&path).unwrap().execute(earlier, []).unwrap();
    let before = good(&run(&home, &["list", "--json"]));
    assert_eq!(good(&run(&home, &["reannotate"])), "annotated 2 articles\n");
    assert_eq!(good(&run(&home, &["reannotate"])), "annotated 0 articles\n");
    assert_eq!(good(&run(&home, &["list", "--json"])), before);
    assert!(
        good(&run(&home, &["reannotate", "1", "3", "4"]))
            .ends_with("annotated 1 article; 2 annotated by other programs were left as they are\n")
    );
}

#[test]
fn a_backup_is_a_library() {
    let home = full();
    assert!(good(&run(&home, &["backup", "copy.db"])).starts_with("copied the library to copy.db ("));
    assert_eq!(good(&run(&home, &["list", "--library", "copy.db"])), good(&run(&home, &["list"])));
    refused(&run(&home, &["backup", "copy.db"]), 74, "there is such a file already");
}

#[test]
fn a_library_of_a_newer_version_or_another_kind_is_refused() {
    let home = full();
    let path = home.path().join(".local/share/nutgraf/library.db");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 9).unwrap();
    refused(&run(&home, &["list"]), 65, "newer nutgraf");
    refused(&run(&home, &["list", "--library", "pier.txt"]), 65, "not a library of nutgraf");
}

#[test]
fn an_article_of_the_library_is_shown_by_its_number() {
    let home = full();
    assert_eq!(good(&run(&home, &["show", "2"])), good(&run(&home, &["show", "bell.txt"])));
    refused(&run(&home, &["show", "3"]), 66, "no article 3 in the library");
    fs::write(home.path().join("2"), ARTICLE).unwrap();
    assert_eq!(good(&run(&home, &["show", "2"])), good(&run(&home, &["show", "pier.txt"])));
}

#[test]
fn a_pipe_that_closes_early_is_no_fault() {
    let home = full();
    let mut child = nutgraf(&home, &["list", "--format", "csv"]).spawn().unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    drop(out);
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}
