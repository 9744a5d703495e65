//! What an article looks like once it was judged.

use serde_json::{Value, json};

use super::standing;
use crate::article::format::{read, to_value};
use crate::article::{Article, Resolution};

const TEXT: &str = "“We sail,” Keel said. Bruno Keel is mayor. [Keel] stood by.";

fn article(statement: &Value, actors: &Value) -> Article {
    let mut whole = json!({ "id": "s1", "content": [{ "exact": "“We sail,”" }], "source": { "exact": "Keel", "prefix": "sail,” " },
        "speakers": ["a1"], "resolution": "alias", "confidence": { "content": 0.4, "speaker": 0.3 } });
    for (key, value) in statement.as_object().unwrap() {
        whole[key] = value.clone();
    }
    read(&json!({ "text": { "value": TEXT }, "actors": actors, "statements": [whole] }).to_string()).unwrap()
}

fn keel(review: &Value) -> Value {
    json!([{ "id": "a1", "name": "Bruno Keel", "kind": "person", "aliases": ["Keel"], "review": review },
        { "id": "a2", "name": "Keel", "kind": "person" }])
}

#[track_caller]
fn stands(article: &Article, resolution: Resolution, content: Option<f64>, speaker: Option<f64>) {
    let once = standing(article);
    let statement = &once.statements.items()[0];
    assert_eq!(statement.resolution.known(), Some(&resolution));
    let sure = statement.confidence.known();
    assert_eq!((sure.and_then(|sure| sure.content), sure.and_then(|sure| sure.speaker)), (content, speaker));
    assert_eq!(standing(&once).as_ref(), once.as_ref(), "it stands as it stands");
}

#[test]
fn what_the_reader_says_of_the_words_leaves_the_speaker_as_uncertain_as_before_and_the_other_way() {
    let nobody = keel(&Value::Null);
    let review = |what: &Value| json!({ "review": what });
    let words = json!({ "status": "corrected", "content": [{ "exact": "We sail" }] });
    stands(&article(&review(&words), &nobody), Resolution::Alias, None, Some(0.3));
    let speakers = json!({ "status": "corrected", "speakers": ["a2"] });
    stands(&article(&review(&speakers), &nobody), Resolution::Reader, Some(0.4), None);
    let both = json!({ "status": "corrected", "speakers": ["a2"], "content": [{ "exact": "We sail" }] });
    stands(&article(&review(&both), &nobody), Resolution::Reader, None, None);
}

#[test]
fn whom_a_parting_or_a_joining_makes_the_speaker_only_the_reader_names() {
    let parted = keel(&json!({ "status": "corrected", "parted": ["Keel"] }));
    let judged = article(&json!({}), &parted);
    assert_eq!(standing(&judged).statements.items()[0].speakers.items()[0].0, "a2");
    stands(&judged, Resolution::Reader, Some(0.4), None);
    let joined = keel(&json!({ "status": "corrected", "merged_into": "a2" }));
    stands(&article(&json!({}), &joined), Resolution::Reader, Some(0.4), None);
    let called = keel(&json!({ "status": "corrected", "name": "Bruno Keel the Elder" }));
    stands(&article(&json!({}), &called), Resolution::Alias, Some(0.4), Some(0.3));
}

#[test]
fn no_file_says_for_the_reader_who_spoke() {
    let claimed = article(&json!({ "resolution": "reader" }), &keel(&Value::Null));
    let statement = &claimed.statements.items()[0];
    assert!(statement.resolution.known().is_none());
    assert_eq!(claimed.warnings[0].path.known().map(String::as_str), Some("/statements/0/resolution"));
    let review = json!({ "status": "corrected", "speakers": ["a2"] });
    let said = article(&json!({ "resolution": "reader", "review": review }), &keel(&Value::Null));
    assert_eq!(said.statements.items()[0].resolution.known(), Some(&Resolution::Reader));
    assert!(said.warnings.is_empty());
}

#[test]
fn a_speaker_that_stands_already_keeps_the_kind_that_it_has() {
    let review = json!({ "status": "corrected", "speakers": ["Tove Lind"] });
    let given =
        json!({ "speakers": ["Tove Lind"], "speaker_kind": "person", "resolution": "reader", "review": review });
    let stood = article(&given, &keel(&Value::Null));
    assert_eq!(to_value(&standing(&stood))["statements"][0]["speaker_kind"], "person");
}

#[test]
fn brackets_of_the_articles_own_stay_and_many_of_them_cost_no_more_than_their_length() {
    let n = 20_000;
    let text = format!("Bruno Keel stood by. {}", "[Keel] ".repeat(n));
    let line = format!("{} [Bruno Keel] stood by", "[Keel] ".repeat(n));
    let many = json!({ "text": { "value": text },
        "actors": [{ "id": "a1", "name": "Bruno Keel", "review": { "status": "corrected", "name": "B. Keel" } },
            { "id": "a2", "name": "Keel", "review": { "status": "corrected", "name": "C. Keel" } }],
        "summary": [{ "text": line, "evidence": [{ "start": 0, "end": text.chars().count() }] }] });
    let judged = read(&many.to_string()).unwrap();
    let line = standing(&judged).summary.items()[0].text.clone();
    assert!(line.starts_with("[Keel] [Keel]") && line.ends_with("[B. Keel] stood by"));
}

#[test]
fn many_joined_to_one_with_many_parted_forms_are_no_product_of_the_two() {
    let n = 4_000;
    let parted: Vec<String> = (0..n).map(|at| format!("Form {at}")).collect();
    let mut actors =
        vec![json!({ "id": "root", "name": "Root", "review": { "status": "corrected", "parted": parted } })];
    actors.extend((0..n).map(|at| json!({ "id": format!("a{at}"), "name": format!("A {at}"), "review": { "status": "corrected", "merged_into": "root" } })));
    let whole = json!({ "text": { "value": TEXT }, "actors": actors, "statements": [] });
    let judged = read(&whole.to_string()).unwrap();
    let people = super::people::People::of(&judged);
    assert_eq!(people.n_parted(), n, "each form is kept once");
    assert_eq!(standing(&judged).actors.items().len(), 1);
}
