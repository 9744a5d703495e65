//! Exports, as a shell meets them.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::{ARTICLE, ends, good, json, run, run_with_input, text};

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
    good(&run(&home, &["add", "pier.txt", "bell.txt", "--tag", "harbour"]));
    home
}

#[test]
fn a_file_is_annotated_on_the_spot_and_its_statements_are_cited() {
    let home = home();
    let cited = good(&run(&home, &["export", "pier.txt", "--format", "text"]));
    assert!(
        cited.contains(
            "1. \"We will rebuild the pier\" — Ada Brook, mayor, Lower Vell, quoted in an article of an unnamed \
             outlet, “Town to rebuild pier”, undated."
        ),
        "{cited}"
    );
    assert!(cited.contains("added that the work would take two years — "), "{cited}");
    assert!(!home.path().join(".local").exists(), "nothing is kept");
    let piped = good(&run_with_input(&home, &["export", "-", "--format", "text"], ARTICLE.as_bytes()));
    assert_eq!(piped, cited);
}

#[test]
fn one_article_is_an_object_and_several_are_an_array() {
    let home = full();
    let one = json(&run(&home, &["export", "pier.txt", "--format", "json"]));
    assert_eq!(one["article"]["headline"], "Town to rebuild pier");
    assert_eq!(json(&run(&home, &["export", "1", "--format", "json"]))["article"]["headline"], "Town to rebuild pier");
    for several in [&["export", "pier.txt", "bell.txt"][..], &["export", "1", "2"], &["export", "--all"]] {
        let several = json(&run(&home, &[several, &["--format", "json"]].concat()));
        assert_eq!(several.as_array().unwrap().len(), 2);
    }
}

#[test]
fn a_query_selects_statements_and_whole_articles_where_a_form_has_those() {
    let home = full();
    let rows = good(&run(&home, &["export", "speaker:brook", "rebuild", "--format", "csv"]));
    let lines: Vec<&str> = rows.lines().collect();
    assert_eq!(lines.len(), 2, "{rows}");
    assert!(lines[0].starts_with("article,article_id,date,") && lines[1].contains("Ada Brook"), "{rows}");
    assert!(lines[1].starts_with("1,urn:sha256:") && lines[1].contains(",harbour,"), "{rows}");
    let whole = json(&run(&home, &["export", "speaker:brook", "rebuild", "--format", "json"]));
    assert_eq!(whole[0]["statements"].as_array().unwrap().len(), 2);
}

#[test]
fn a_dash_is_standard_output() {
    let home = full();
    let out = good(&run(&home, &["export", "1", "--format", "text", "-o", "-"]));
    assert_eq!(out, good(&run(&home, &["export", "1", "--format", "text"])));
    assert!(!home.path().join("-").exists());
    ends(&run(&home, &["export", "--all", "--format", "brat", "-o", "-"]), 2, &["--output FOLDER"]);
}

#[test]
fn nothing_found_writes_nothing() {
    let home = full();
    for empty in [&["export", "", "--format", "csv"][..], &["export", " ", "", "--format", "csv"]] {
        ends(&run(&home, empty), 2, &["say what to export", "--all"]);
    }
    let output = run(&home, &["export", "speaker:nobody", "--format", "csv", "--output", "said.csv"]);
    ends(&output, 1, &["nothing fits speaker:nobody"]);
    assert!(output.stdout.is_empty() && !home.path().join("said.csv").exists());
    ends(&run(&home, &["export", "99", "--format", "csv"]), 1, &["no article 99"]);
    ends(&run(&home, &["export", "speeker:brook", "--format", "csv"]), 2, &["speeker", "speaker"]);
    ends(&run(&home, &["export", "missing.txt", "--format", "csv"]), 66, &["missing.txt", "no such file"]);
    ends(&run(&home, &["export", "pier.txt", "speaker:brook", "--format", "csv"]), 66, &["speaker:brook"]);
    assert_eq!(run(&home, &["export", "--format", "csv"]).status.code(), Some(2));
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_force() {
    let home = full();
    fs::write(home.path().join("said.csv"), "mine").unwrap();
    let export = ["export", "--all", "--format", "csv", "--output", "said.csv"];
    ends(&run(&home, &export), 2, &["said.csv", "is there already", "--force"]);
    assert_eq!(fs::read_to_string(home.path().join("said.csv")).unwrap(), "mine");
    let said = good(&run(&home, &[&export[..], &["--force"]].concat()));
    assert_eq!(said, "exported 2 articles to said.csv\n");
    assert!(fs::read_to_string(home.path().join("said.csv")).unwrap().starts_with("article,"));
    let files = fs::read_dir(home.path())
        .unwrap()
        .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().contains("part"));
    assert_eq!(files.count(), 0, "nothing is left beside it");
    ends(&run(&home, &["export", "--all", "--format", "csv", "-o", "no/said.csv"]), 2, &["folder is not there"]);
}

#[test]
fn a_form_of_several_files_wants_a_folder() {
    let home = full();
    ends(&run(&home, &["export", "--all", "--format", "brat"]), 2, &["--output FOLDER"]);
    good(&run(&home, &["export", "--all", "--format", "brat", "--output", "marked"]));
    let mut names: Vec<String> = fs::read_dir(home.path().join("marked"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names.iter().filter(|name| Path::new(name).extension().is_some_and(|it| it == "ann")).count(),
        2,
        "{names:?}"
    );
    assert_eq!(
        names.iter().filter(|name| Path::new(name).extension().is_some_and(|it| it == "txt")).count(),
        2,
        "{names:?}"
    );
}

#[test]
fn every_form_exports_the_library() {
    let home = full();
    for form in
        ["json", "jsonl", "markdown", "text", "csv", "web-annotation", "schema-org", "tei", "gqg", "citron", "html"]
    {
        let out = good(&run(&home, &["export", "--all", "--format", form]));
        assert!(out.contains("bell") && out.ends_with('\n'), "{form}: {out}");
        if matches!(form, "json" | "web-annotation" | "schema-org" | "citron") {
            assert!(serde_json::from_str::<Value>(&out).unwrap().is_array(), "{form}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_exported() {
    let home = home();
    fs::write(home.path().join("empty.txt"), "").unwrap();
    let output = run(&home, &["export", "pier.txt", "empty.txt", "bell.txt", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(65));
    assert_eq!(text(&output.stdout).lines().count(), 2);
    assert!(text(&output.stderr).contains("empty.txt"));
}
