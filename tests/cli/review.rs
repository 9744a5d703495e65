//! `review`, `note` and `diff`, as a shell meets them.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{good, json, refused, run};

const PIER: &str = "Town to rebuild pier\n\n“We will rebuild the pier,” said Ada Brook, the mayor of Lower Vell. “It will \
                    cost two million,” she said. Bruno Keel, a ferryman, said the mayor was wrong.\n";

/// A library with one article, and the ids of its statements by a word of each.
fn home() -> (TempDir, impl Fn(&str) -> String) {
    let home = TempDir::new().unwrap();
    fs::create_dir_all(home.path().join(".config/nutgraf")).unwrap();
    fs::write(home.path().join(".config/nutgraf/config.toml"), "name = \"Ines Falk\"\n").unwrap();
    let file = json!({ "article": { "url": "https://vell.example/pier" }, "text": { "value": PIER } });
    fs::write(home.path().join("pier.json"), file.to_string()).unwrap();
    good(&run(&home, &["add", "pier.json"]));
    let answer = json(&run(&home, &["search", "--json", "article:1"]));
    let hits: Vec<Value> = answer["hits"].as_array().unwrap().clone();
    let id = move |word: &str| {
        let hit = hits.iter().find(|hit| hit["content"].as_str().unwrap().contains(word)).unwrap();
        format!("1:{}", hit["statement"].as_str().unwrap())
    };
    (home, id)
}

#[test]
fn a_statement_is_judged_listed_found_and_taken_back() {
    let (home, id) = home();
    let wrong = id("wrong");
    let said = good(&run(&home, &["review", "correct", &wrong, "--speaker", "Ada Brook", "--why", "heard it"]));
    assert_eq!(said, "said who made a statement in article 1; `nutgraf undo` undoes it\n");
    good(&run(&home, &["review", "dispute", &id("two million")]));
    good(&run(&home, &["note", &id("rebuild"), "ask", "again", "#follow-up"]));
    let list = good(&run(&home, &["review", "list"]));
    for part in [
        "corrected · article 1, statement",
        "machine: Bruno Keel",
        "reader: Ada Brook",
        "note: heard it",
        "disputed · article 1",
        "Ines Falk",
        "note: ask again #follow-up",
    ] {
        assert!(list.contains(part), "{part} is not in\n{list}");
    }
    let answer = json(&run(&home, &["search", "--json", "is:corrected"]));
    assert_eq!(answer["hits"][0]["review"], "corrected");
    assert_eq!(answer["hits"][0]["speakers"][0]["name"], "Ada Brook");
    assert!(good(&run(&home, &["search", "note:again"])).contains("note: ask again #follow-up"));
    assert!(good(&run(&home, &["show", "1"])).contains("corrected"));
    for _ in 0..3 {
        good(&run(&home, &["undo"]));
    }
    refused(&run(&home, &["review", "list"]), 1, "nothing was judged or noted yet");
}

#[test]
fn what_was_judged_goes_out_as_scored_lines_and_as_articles() {
    let (home, id) = home();
    refused(&run(&home, &["review", "export"]), 1, "nothing was judged");
    good(&run(&home, &["review", "correct", &id("rebuild"), "--words", "rebuild the pier"]));
    let line: Value = serde_json::from_str(&good(&run(&home, &["review", "export"]))).unwrap();
    assert_eq!((&line["text"], &line["complete"]), (&json!(PIER), &json!(false)));
    let first = &line["attributions"][0];
    let span = &first["content"][0];
    let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
    let words: String = PIER.chars().skip(start).take(end - start).collect();
    assert_eq!((words.as_str(), &first["review"]), ("rebuild the pier", &json!("corrected")));
    good(&run(&home, &["review", "reject", &id("wrong")]));
    good(&run(&home, &["review", "confirm", &id("two million")]));
    let line: Value = serde_json::from_str(&good(&run(&home, &["review", "export"]))).unwrap();
    assert_eq!((line["attributions"].as_array().unwrap().len(), &line["complete"]), (2, &json!(true)));
    let article: Value = serde_json::from_str(&good(&run(&home, &["review", "export", "--format", "jsonl"]))).unwrap();
    assert_eq!(article["statements"].as_array().unwrap().len(), 3, "what the machine said is there too");
}

#[test]
fn what_makes_no_sense_is_refused_in_a_sentence() {
    let (home, id) = home();
    refused(&run(&home, &["review", "confirm", "seventeen"]), 2, "seventeen: name a statement as 17:s3");
    refused(&run(&home, &["review", "confirm", "9:s1"]), 1, "there is no article 9 in the library");
    refused(&run(&home, &["review", "confirm", "1:zz"]), 1, "the article has no statement zz");
    refused(&run(&home, &["review", "withdraw", &id("wrong")]), 1, "no judgement to take back");
    refused(
        &run(&home, &["review", "correct", &id("wrong"), "--words", "never said"]),
        1,
        "do not stand in the article",
    );
    refused(&run(&home, &["note", "1/s1", "x"]), 2, "name an article as 17");
}

#[test]
fn what_an_update_gained_lost_and_changed_is_told() {
    let (home, _) = home();
    refused(&run(&home, &["diff", "1"]), 1, "one version only");
    let changed = PIER.replace("two million", "three million").replace("said the mayor was wrong", "left");
    let file = json!({ "article": { "url": "https://vell.example/pier" }, "text": { "value": changed } });
    fs::write(home.path().join("later.json"), file.to_string()).unwrap();
    good(&run(&home, &["add", "later.json"]));
    let text = good(&run(&home, &["diff", "1"]));
    for part in ["lost", "- Bruno Keel, indirect: the mayor was wrong", "changed: words", "three million"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let answer = json(&run(&home, &["diff", "1@1", "later.json", "--json"]));
    let told: Vec<&str> =
        answer["differences"].as_array().unwrap().iter().map(|one| one["change"].as_str().unwrap()).collect();
    assert_eq!(told, ["lost", "changed"]);
    assert!(good(&run(&home, &["diff", "pier.json", "1", "--format", "csv"])).starts_with("change,changed,old_id"));
    refused(&run(&home, &["diff", "1@2", "later.json"]), 1, "both have the same statements");
    refused(&run(&home, &["diff", "1@7", "1"]), 66, "no version 7 of an article 1");
    refused(&run(&home, &["diff", "pier.json"]), 2, "name two articles");
}

#[test]
fn a_note_is_shown_replaced_and_removed_only_when_that_is_said() {
    let (home, id) = home();
    let about = id("rebuild");
    refused(&run(&home, &["note", &about]), 1, "nothing is noted there");
    good(&run(&home, &["note", &about, "ask", "first"]));
    assert_eq!(good(&run(&home, &["note", &about])), "ask first\n");
    assert!(good(&run(&home, &["note", &about, "second"])).contains("the note before: ask first"));
    assert!(good(&run(&home, &["note", &about, "--remove"])).contains("the note before: second"));
    refused(&run(&home, &["note", &about]), 1, "nothing is noted there");
}

#[test]
fn a_slip_of_an_id_is_no_name_and_a_correction_says_what_is_right() {
    let (home, id) = home();
    let about = id("wrong");
    let slip = run(&home, &["review", "correct", &about, "--speaker", "a99"]);
    refused(&slip, 2, "nobody in the article is a99; there are ");
    assert!(String::from_utf8(slip.stderr).unwrap().contains("Bruno Keel"));
    refused(&run(&home, &["review", "correct", &about]), 2, "--speaker 'Bruno Keel' for who said it, --words");
    good(&run(&home, &["review", "correct", &about, "--speaker", "Dame Vera Holt"]));
}

#[test]
fn tags_of_an_article_are_told_once_and_are_no_note() {
    let (home, _) = home();
    good(&run(&home, &["note", "1", "#zz"]));
    good(&run(&home, &["note", "1", "about all #zz"]));
    let text = good(&run(&home, &["search", "article:1"]));
    assert!(!text.contains("note: #zz") && text.matches("tags: #zz").count() == 1, "{text}");
}
