//! `speaker`, `stats` and `today`, as a shell meets them.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{good, json, nutgraf, refused, run};

/// A library with two people of one surname, one of them in two articles, and a paraphrase. Articles have their numbers
/// by date: the bees are 1.
fn home() -> TempDir {
    let home = TempDir::new().unwrap();
    let articles = [
        (
            "Pier to close",
            "Vell Courier",
            "2025-11-12T09:00:00Z",
            "“We will close the pier on Monday for repairs,” said Ada Brook, the mayor of Vell. Bruno Keel, a ferry captain, said that the quay had no roof.",
        ),
        (
            "Pier stays open",
            "Coast Radio",
            "2025-11-12T10:00:00Z",
            "“The pier stays open until the storm is over,” said Ada Brook, the mayor of Vell.",
        ),
        (
            "Bees on the roof",
            "Orn Gazette",
            "2025-10-01T10:00:00Z",
            "“You have to move slowly and never in black,” said Lotte Brook, a beekeeper from Orn.",
        ),
    ];
    let all: Vec<Value> = articles
        .iter()
        .map(|(headline, outlet, published, words)| {
            json!({ "article": { "headline": headline, "publisher": { "name": outlet }, "datePublished": published },
                "text": { "value": format!("{headline}\n\n{words}") } })
        })
        .collect();
    fs::write(home.path().join("news.json"), Value::from(all).to_string()).unwrap();
    good(&run(&home, &["add", "news.json"]));
    home
}

#[test]
fn a_speakers_page_has_statements_weeks_outlets_and_who_it_is_not() {
    let home = home();
    let page = good(&run(&home, &["speaker", "áda", "BROOK"]));
    for part in [
        "Ada Brook",
        "mayor",
        "2 statements by them",
        "all in the week of 2025-11-10",
        "Vell Courier",
        "Lotte Brook (",
        "“We will close the pier on Monday for repairs,”",
        "article 2",
        "direct",
    ] {
        assert!(page.contains(part), "{part} is missing in\n{page}");
    }
    let page = json(&run(&home, &["speaker", "Ada Brook", "--json"]));
    assert_eq!((&page["schema"], &page["n_by"]), (&json!("nutgraf.speaker/1"), &json!(2)));
    assert_eq!(page["by"].as_array().map(Vec::len), Some(2));
    let number = page["person"]["id"].to_string();
    for name in [number.clone(), format!("#{number}")] {
        assert_eq!(json(&run(&home, &["speaker", &name, "--json"])), page, "{name}");
    }
    let lines = good(&run(&home, &["speaker", "Ada Brook", "--format", "jsonl", "--limit", "1"]));
    assert_eq!(lines.lines().count(), 1);
    let table = good(&run(&home, &["speaker", "Ada Brook", "--format", "csv"]));
    assert!(table.starts_with("id,article,statement,day,") && table.lines().count() == 3, "{table}");
}

#[test]
fn several_people_who_fit_are_listed_and_nobody_is_status_1() {
    let home = home();
    let list = good(&run(&home, &["speaker", "brook"]));
    assert!(list.starts_with("2 people fit brook:\n") && list.contains("Ada Brook, mayor"), "{list}");
    assert!(list.contains("(2 statements)") && list.contains("(1 statement)"), "{list}");
    let answer = json(&run(&home, &["speaker", "brook", "--json"]));
    assert_eq!((&answer["schema"], answer["people"].as_array().map(Vec::len)), (&json!("nutgraf.people/1"), Some(2)));
    refused(&run(&home, &["speaker", "marchetti"]), 1, "nobody in the library is called marchetti");
    refused(&run(&home, &["speaker", "999"]), 1, "nobody");
    let empty = TempDir::new().unwrap();
    refused(&run(&empty, &["speaker", "brook"]), 66, "there is no library yet");
}

#[test]
fn people_are_joined_and_parted_and_both_is_undone() {
    let home = home();
    let said = good(&run(&home, &["speaker", "lotte brook", "--join", "ada brook"]));
    assert_eq!(said, "joined Lotte Brook to Ada Brook; `nutgraf undo` undoes it\n");
    assert!(good(&run(&home, &["speaker", "brook"])).contains("3 statements by them"));
    assert_eq!(good(&run(&home, &["undo"])), "undone: joined Lotte Brook to Ada Brook\n");
    let said = good(&run(&home, &["speaker", "ada brook", "--split", "2"]));
    assert_eq!(said, "parted 1 article from Ada Brook; `nutgraf undo` undoes it\n");
    assert!(good(&run(&home, &["speaker", "ada brook"])).starts_with("2 people fit ada brook:\n"));
    refused(&run(&home, &["speaker", "ada brook", "--join", "lotte brook"]), 2, "say which by the number: ");
    good(&run(&home, &["undo"]));
    let said = good(&run(&home, &["speaker", "ada brook", "--split", "3", "--to", "lotte brook"]));
    assert!(said.starts_with("parted 1 article"), "{said}");
    good(&run(&home, &["undo"]));
    refused(&run(&home, &["speaker", "ada brook", "--split", "1"]), 1, "is in none of these articles");
    refused(&run(&home, &["speaker", "ada brook", "--split", "A. Brook"]), 1, "no article calls Ada Brook A. Brook");
    refused(&run(&home, &["speaker", "ada brook", "--join", "ada brook"]), 1, "is one speaker already");
    refused(&run(&home, &["speaker", "ada brook", "--split", "1", "--split", "Ada"]), 2, "--split takes");
    refused(&run(&home, &["speaker", "ada brook", "--to", "lotte brook"]), 2, "--split");
    assert!(good(&run(&home, &["speaker", "ada brook"])).contains("2 statements by them"));
}

#[test]
fn what_came_since_the_page_was_read_is_said() {
    let home = home();
    good(&run(&home, &["speaker", "ada brook", "--seen"]));
    assert!(!good(&run(&home, &["speaker", "ada brook"])).contains("new since"));
    let later = json!({ "article": { "headline": "Pier opens", "datePublished": "2025-11-14T09:00:00Z" },
        "text": { "value": "Pier opens\n\n“The pier is open again,” said Ada Brook, the mayor of Vell." } });
    fs::write(home.path().join("later.json"), later.to_string()).unwrap();
    good(&run(&home, &["add", "later.json"]));
    assert!(good(&run(&home, &["speaker", "ada brook"])).contains("1 new since you last looked"));
}

#[test]
fn shares_of_voice_are_those_of_the_statements_that_fit() {
    let home = home();
    let all = json(&run(&home, &["stats", "--json"]));
    assert_eq!((&all["schema"], &all["n_statements"]), (&json!("nutgraf.stats/1"), &json!(4)));
    let shares: f64 = all["rows"].as_array().unwrap().iter().map(|row| row["share"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-6, "{shares}");
    let one = json(&run(&home, &["stats", "article:1", "--json"]));
    assert_eq!((&one["n_speakers"], &one["rows"][0]["name"]), (&json!(1), &json!("Lotte Brook")));
    let bars = good(&nutgraf(&home, &["stats"]).env("LC_ALL", "C.UTF-8").output().unwrap());
    assert!(bars.contains("Ada Brook") && bars.contains('█'), "{bars}");
    let ascii = good(&nutgraf(&home, &["stats"]).env("LC_ALL", "C").output().unwrap());
    assert!(ascii.contains("##") && !ascii.contains('█'), "{ascii}");
    assert_eq!(good(&run(&home, &["stats", "--format", "jsonl", "--limit", "2"])).lines().count(), 2);
    assert!(good(&run(&home, &["stats", "--format", "csv"])).starts_with("id,name,n_statements,n_words,share\r\n"));
    refused(&run(&home, &["stats", "submarine"]), 1, "no statement fits submarine");
    refused(&run(&home, &["stats", "speeker:brook"]), 2, "speeker");
}

#[test]
fn a_day_is_told_by_its_stories_and_a_paraphrase_is_never_in_quotation_marks() {
    let home = home();
    let day = good(&run(&home, &["today", "--day", "2025-11-12"]));
    for part in
        ["2025-11-12", "2 articles", "2 unread", "Pier stays open", "Ada Brook (mayor", "“The pier stays open until"]
    {
        assert!(day.contains(part), "{part} is missing in\n{day}");
    }
    let paraphrase = good(&run(&home, &["speaker", "bruno keel"]));
    let line = paraphrase.lines().find(|line| line.contains("had no roof")).unwrap();
    assert!(!line.contains(['“', '”', '"']), "{line}");
    let answer = json(&run(&home, &["today", "--day", "2025-11-12", "--json"]));
    assert_eq!((&answer["schema"], &answer["n_articles"]), (&json!("nutgraf.today/1"), &json!(2)));
    let quotes = answer["stories"][0]["quotes"].as_array().unwrap();
    assert!(quotes.iter().all(|quote| quote["kind"] != "indirect") && !quotes.is_empty());
    assert_eq!(good(&run(&home, &["today", "--day", "2025-11-12", "--format", "csv"])).lines().count(), 3);
    good(&run(&home, &["mark", "read", "2", "3"]));
    assert!(good(&run(&home, &["today", "--day", "2025-11-12"])).contains("0 unread"));
}

#[test]
fn a_day_without_articles_names_the_latest_that_has_some() {
    let home = home();
    let what = "no articles of 2025-11-13; the latest are of 2025-11-12: `nutgraf today --day 2025-11-12`";
    refused(&run(&home, &["today", "--day", "2025-11-13"]), 1, what);
    let output = run(&home, &["today", "--day", "2025-11-13", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["latest_day"], &answer["stories"]), (&json!("2025-11-12"), &json!([])));
    refused(&run(&home, &["today", "--day", "13.11.2025"]), 2, "a day is like 2025-08-13");
}
