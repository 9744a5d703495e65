#![allow(clippy::string_slice, clippy::needless_pass_by_value, reason = "tests are written to be read")]

use serde_json::{Value, json};

use super::citation;
use crate::article::format::read;
use crate::article::{Article, StatementId};
use crate::export::Settings;
use crate::form::Citation;

/// Parts of an article's text, by their words; a number after `#` is which of several places.
fn place(text: &str, words: &str) -> Value {
    let (words, nth) = words.rsplit_once('#').map_or((words, 0), |(words, nth)| (words, nth.parse().unwrap()));
    let at = text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words:?} is not there")).0;
    let start = text[..at].chars().count();
    json!({ "start": start, "end": start + words.chars().count() })
}

/// One statement of an article: kind, content, source, cue, and other fields.
fn article(text: &str, kind: &str, content: &[&str], source: &str, cue: &str, more: Value) -> Article {
    let mut statement = json!({ "id": "s1", "kind": kind,
        "content": content.iter().map(|words| place(text, words)).collect::<Vec<_>>(), "speakers": ["p1"] });
    for (field, words) in [("source", source), ("cue", cue)] {
        if !words.is_empty() {
            statement[field] = place(text, words);
        }
    }
    let fields = statement.as_object_mut().unwrap();
    let mut file = json!({
        "id": "urn:sha256:1a2b3c4d5e6f",
        "article": { "publisher": { "name": "The Vell Courier" }, "headline": "Ferry to sail “on Monday”",
            "datePublished": "2025-08-13T06:00:00Z", "url": "https://courier.example/ferry",
            "author": [{ "name": "Ines Falk" }], "inLanguage": "en" },
        "text": { "value": text, "blocks": stretches(text, &['\n']), "sentences": sentences(text) },
        "actors": [
            { "id": "p1", "name": "Odile Marchetti", "kind": "person",
              "roles": [{ "title": "mayor of Vell", "evidence": [{ "start": 0, "end": 1 }] }] },
            { "id": "p2", "name": "Bruno Keel" } ],
    });
    for (field, value) in more.as_object().unwrap() {
        if let Some(path) = field.strip_prefix('/') {
            let (parent, last) = path.rsplit_once('/').unwrap_or(("", path));
            let parent = if parent.is_empty() { String::new() } else { format!("/{parent}") };
            file.pointer_mut(&parent).unwrap()[last] = value.clone();
        } else {
            fields.insert(field.clone(), value.clone());
        }
    }
    file["statements"] = json!([statement]);
    read(&file.to_string()).unwrap()
}

/// The stretches of a text up to and without these scalars.
fn stretches(text: &str, ends: &[char]) -> Vec<Value> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split(ends) {
        let end = start + line.chars().count();
        found.push(json!({ "kind": "paragraph", "start": start, "end": end }));
        start = end + 1;
    }
    found
}

/// A sentence ends with a full stop, and with what stands right behind it.
fn sentences(text: &str) -> Value {
    let mut found: Vec<Value> = Vec::new();
    let mut start = 0;
    for (at, scalar) in text.chars().enumerate() {
        let behind = text.chars().nth(at + 1);
        let is_end = matches!(scalar, '.' | '”') && behind.is_none_or(char::is_whitespace);
        if is_end && text.chars().skip(start).take(at + 1 - start).any(|c| c == '.') {
            let block = text.chars().take(start).filter(|c| *c == '\n').count();
            found.push(json!({ "start": start, "end": at + 1, "block": block }));
            start = at + 2;
        }
    }
    Value::from(found)
}

fn cited(article: &Article, form: Citation) -> String {
    let settings = Settings { today: Some("2026-11-22".to_owned()) };
    citation(article, &StatementId("s1".to_owned()), form, &settings).unwrap()
}

#[track_caller]
fn plain(article: &Article, wanted: &str) {
    let source = "The Vell Courier, “Ferry to sail ‘on Monday’”, 13 Aug 2025";
    let address = "https://courier.example/ferry (accessed 22 Nov 2026)";
    assert_eq!(cited(article, Citation::Plain).replace(source, "SOURCE").replace(address, "ADDRESS"), wanted);
}

const DIRECT: &str = "“We will sail on Monday,” said Odile Marchetti, mayor of Vell. “Nobody can stop us.”";

fn direct(more: Value) -> Article {
    article(DIRECT, "direct", &["“We will sail on Monday,”", "“Nobody can stop us.”"], "Odile Marchetti", "said", more)
}

#[test]
fn a_quotation_is_cited_with_who_said_it_where_and_when() {
    assert_eq!(
        cited(&direct(json!({})), Citation::Plain),
        "“We will sail on Monday” […] “Nobody can stop us.” — Odile Marchetti, mayor of Vell, quoted in The Vell \
         Courier, “Ferry to sail ‘on Monday’”, 13 Aug 2025. https://courier.example/ferry (accessed 22 Nov 2026)"
    );
}

#[test]
fn what_is_reported_stands_in_the_articles_own_sentence() {
    let text = "Bruno Keel came late. On Friday she denied that the ferry was old.";
    let got = |kind, more| article(text, kind, &["that the ferry was old"], "she", "denied", more);
    plain(
        &got("indirect", json!({})),
        "On Friday [Odile Marchetti] denied that the ferry was old — Odile Marchetti, mayor of Vell, as reported (not \
         quoted) in SOURCE. ADDRESS",
    );
    plain(
        &got("indirect", json!({ "speakers": ["p2"] })),
        "On Friday [Bruno Keel] denied that the ferry was old — as reported (not quoted) in SOURCE. ADDRESS",
    );
}
