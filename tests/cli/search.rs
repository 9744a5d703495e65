//! Searching, as a shell meets it.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{good, nutgraf, run, text};

/// An annotated article with its statements: kind, speaker, words.
fn article(headline: &str, day: &str, said: &[(&str, &str, &str)]) -> String {
    let mut words = format!("{headline}\n");
    let mut actors: Vec<Value> = Vec::new();
    let mut statements = Vec::new();
    for (n, (kind, speaker, said)) in said.iter().enumerate() {
        let start = words.chars().count();
        words += said;
        let end = words.chars().count();
        words += ", it was said.\n";
        let id = speaker.replace(' ', "-");
        if !actors.iter().any(|actor| actor["name"] == *speaker) {
            actors.push(json!({ "id": id, "name": speaker, "kind": "person" }));
        }
        statements.push(json!({ "id": format!("s{n}"), "kind": kind, "content": [{ "start": start, "end": end }], "speakers": [id] }));
    }
    json!({
        "schema": "annotated-article/1", "text": { "value": words }, "actors": actors, "statements": statements,
        "article": { "headline": headline, "publisher": { "name": "Vell Courier" }, "datePublished": format!("{day}T12:00:00Z") }
    })
    .to_string()
}

fn full() -> TempDir {
    let home = TempDir::new().unwrap();
    let pier = [
        ("direct", "Ada Brook", "“We will rebuild the pier,”"),
        ("indirect", "Bruno Keel", "the harbour wall is older than the pier"),
    ];
    let dam = [("direct", "Clara Brook", "“The dam holds”"), ("indirect", "Ada Brook", "=1+1 is the sum of the dam")];
    fs::write(home.path().join("pier.json"), article("Pier", "2025-06-01", &pier)).unwrap();
    fs::write(home.path().join("dam.json"), article("Dam", "2025-07-01", &dam)).unwrap();
    for name in ["pier.json", "dam.json"] {
        let added = run(&home, &["add", name]);
        assert_eq!(added.status.code(), Some(0), "{}", text(&added.stderr));
    }
    home
}

#[track_caller]
fn refused(output: &Output, code: i32, says: &[&str]) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for part in says {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
}

#[test]
fn a_hit_is_a_block_without_any_escape_in_a_pipe() {
    let home = full();
    let found = run(&home, &["search", "speaker:keel", "pier"]);
    let lines = good(&found);
    assert!(lines.starts_with('~') && lines.contains("2025-06-01") && lines.contains("Vell Courier"), "{lines}");
    assert!(lines.contains("indirect") && lines.contains("Bruno Keel"), "{lines}");
    assert!(lines.contains("\n    the harbour wall is older than the pier\n    article 1, s1: Pier\n"), "{lines}");
    assert!(!lines.contains('\u{1b}') && !lines.contains(['"', '“', '”']), "a paraphrase is not quoted: {lines}");
    assert_eq!(text(&found.stderr), "");
    let both = good(&run(&home, &["search", "pier"]));
    assert!(both.contains("\n    “We will rebuild the pier,”\n"), "{both}");
}

#[test]
fn a_paraphrase_is_printed_with_the_words_that_report_it() {
    let home = TempDir::new().unwrap();
    let words = "Pier\n\nAda Brook, the mayor of Lower Vell, denied that the pier had been sold. Ada Brook said that it was safe.\n";
    fs::write(home.path().join("pier.txt"), words).unwrap();
    good(&run(&home, &["add", "pier.txt"]));
    let found = good(&run(&home, &["search", "sold"]));
    assert!(found.contains("denied"), "{found}");
    let plain = good(&run(&home, &["search", "safe"]));
    assert!(!plain.contains(", said"), "{plain}");
}

#[test]
fn json_is_one_object_and_nothing_else() {
    let home = full();
    let found = run(&home, &["search", "speaker:brook dam", "--json"]);
    let answer: Value = serde_json::from_str(&good(&found)).unwrap();
    assert_eq!(text(&found.stderr), "", "namesakes stand in the answer");
    assert_eq!(answer["schema"], "nutgraf.search/1");
    assert_eq!(answer["query"], "speaker:brook dam");
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 2);
    assert_eq!(hits[0]["kind"], "indirect");
    assert_eq!(hits[0]["day"], "2025-07-01");
    assert_eq!(hits[0]["speakers"][0]["name"], "Ada Brook");
    assert_eq!(hits[0]["lit"][0], json!({ "start": 23, "end": 26 }));
    assert_eq!(answer["namesakes"][0]["n"], 2);
    let lines = good(&run(&home, &["search", "dam", "--format", "jsonl"]));
    assert_eq!(lines.lines().count(), 2);
    for line in lines.lines() {
        assert_eq!(serde_json::from_str::<Value>(line).unwrap()["article"], 2);
    }
}

#[test]
fn csv_has_a_header_and_no_formula() {
    let home = full();
    let table = good(&run(&home, &["search", "sum", "--format", "csv"]));
    let mut lines = table.lines();
    assert!(lines.next().unwrap().starts_with("id,article,statement,day,outlet,"));
    assert!(lines.next().unwrap().contains(",'=1+1 is the sum of the dam,"), "{table}");
}

#[test]
fn two_people_of_one_name_are_said_beside_the_hits() {
    let home = full();
    let found = run(&home, &["search", "speaker:brook"]);
    good(&found);
    assert_eq!(text(&found.stderr), "nutgraf: 2 people match \"brook\": Ada Brook (2), Clara Brook (1)\n");
}

#[test]
fn nothing_found_names_the_clause_to_blame() {
    let home = full();
    refused(&run(&home, &["search", "speaker:keel dam"]), 1, &["nothing fits speaker:keel dam", "something would"]);
    refused(&run(&home, &["search", "pier xyzzy"]), 1, &["without xyzzy something would"]);
    refused(&run(&home, &["search", "xyzzy"]), 1, &["nutgraf: nothing fits xyzzy\n"]);
    let empty = run(&home, &["search", "pier xyzzy", "--json"]);
    refused(&empty, 1, &[]);
    let answer: Value = serde_json::from_slice(&empty.stdout).unwrap();
    assert_eq!((&answer["hits"], &answer["blame"]), (&json!([]), &json!("xyzzy")));
    assert_eq!(text(&empty.stderr), "");
}

#[test]
fn a_fault_of_the_query_is_pointed_at() {
    let home = full();
    let fault = run(&home, &["search", "pier speker:keel"]);
    refused(&fault, 2, &["`speker:`; did you mean `speaker:`?", "\n  pier speker:keel\n       ^^^^^^^\n"]);
    refused(&run(&home, &["search", "(pier"]), 2, &["not closed"]);
    refused(&run(&home, &["search"]), 2, &["QUERY"]);
    let none = TempDir::new().unwrap();
    refused(&run(&none, &["search", "pier"]), 66, &["there is no library yet"]);
}

#[test]
fn the_order_and_the_number_of_hits_can_be_chosen() {
    let home = full();
    let lines = good(&run(&home, &["search", "the", "--limit", "1"]));
    assert!(lines.ends_with("the first 1 shown; --limit shows more\n"), "{lines}");
    let ranked = good(&run(&home, &["search", "dam OR wall", "--sort", "relevance", "--format", "jsonl"]));
    assert_eq!(ranked.lines().count(), 3);
    assert!(ranked.lines().next().unwrap().contains("harbour wall"), "the rarer word weighs more: {ranked}");
}

#[test]
fn a_search_is_kept_asked_for_listed_and_forgotten() {
    let home = full();
    let kept = good(&run(&home, &["search", "--save", "walls", "wall", "OR", "dam"]));
    assert_eq!(kept, "kept; `nutgraf search @walls` asks it\n");
    assert_eq!(good(&run(&home, &["search", "@walls", "--format", "jsonl"])).lines().count(), 3);
    assert_eq!(good(&run(&home, &["search", "--saved"])), "@walls  wall OR dam\n");
    let listed: Value = serde_json::from_str(&good(&run(&home, &["search", "--saved", "--json"]))).unwrap();
    assert_eq!(listed["searches"][0], json!({ "name": "walls", "query": "wall OR dam" }));
    refused(&run(&home, &["search", "--save", "walls", "@walls"]), 2, &["asks for itself"]);
    good(&run(&home, &["search", "--forget", "walls"]));
    refused(&run(&home, &["search", "--forget", "walls"]), 1, &["no search is kept as @walls"]);
    refused(&run(&home, &["search", "@walls"]), 2, &["no saved search is called @walls"]);
}

#[test]
fn a_closed_pipe_is_no_fault() {
    use std::io::Read;
    let home = full();
    let mut child = nutgraf(&home, &["search", "the OR pier", "--format", "jsonl"]).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let _ = out.read(&mut [0]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
}
