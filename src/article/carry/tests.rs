//! What survives when an article is annotated anew.

use serde_json::json;

use super::{carry_over, take_in};
use crate::article::format::read;
use crate::article::{Article, Maybe, NoteTarget, ReviewStatus, StatementId};

const TEXT: &str = "“We will sail on Monday morning,” said Odile Marchetti.\nBruno Keel said the harbour would stay shut.\n“Nobody asked us,” Keel added.";

#[track_caller]
fn annotated(text: &str, statements: &[(&str, &str, &str)]) -> Article {
    let statements: Vec<_> = statements
        .iter()
        .map(|(id, words, speaker)| json!({ "id": id, "content": [{ "exact": words }], "speakers": [speaker] }))
        .collect();
    let article = read(&json!({ "text": { "value": text }, "statements": statements }).to_string()).unwrap();
    assert!(article.warnings.is_empty(), "{:?}", article.warnings);
    article
}

fn reviewed(mut article: Article, id: &str, speaker: Option<&str>) -> Article {
    let value = json!({ "text": { "value": "x" }, "statements": [{ "content": [{ "exact": "x" }],
        "review": { "status": "corrected", "by": "me", "speakers": speaker } }] });
    let review = read(&value.to_string()).unwrap().statements.items()[0].review.clone();
    let Maybe::Known(mut review) = review else { panic!("no review") };
    review.speakers = Maybe::computed(speaker.map(|name| vec![crate::article::ActorId(name.to_owned())]));
    if let Maybe::Known(statements) = &mut article.statements {
        statements.iter_mut().find(|statement| statement.id.0 == id).unwrap().review = Maybe::Known(review);
    }
    article
}

fn ids(article: &Article) -> Vec<(&str, &str)> {
    let words = |statement: &crate::article::Statement| statement.content[0].words(&article.text).to_owned();
    article
        .statements
        .items()
        .iter()
        .map(|statement| (statement.id.0.as_str(), Box::leak(words(statement).into_boxed_str()) as &str))
        .collect()
}

#[test]
fn a_statement_keeps_its_id_when_it_is_found_again() {
    let old = annotated(
        TEXT,
        &[("a", "“We will sail on Monday morning,”", "Odile Marchetti"), ("b", "“Nobody asked us,”", "Keel")],
    );
    let new = annotated(
        TEXT,
        &[
            ("s1", "We will sail on Monday morning", "Odile Marchetti"),
            ("s2", "the harbour would stay shut", "Bruno Keel"),
            ("s3", "“Nobody asked us,”", "Bruno Keel"),
        ],
    );
    assert_eq!(
        ids(&carry_over(&old, new)),
        [("a", "We will sail on Monday morning"), ("s2", "the harbour would stay shut"), ("b", "“Nobody asked us,”")]
    );
}

#[test]
fn a_new_statement_never_takes_the_id_of_another_old_one() {
    let old = annotated(TEXT, &[("s1", "“Nobody asked us,”", "Keel"), ("s3", "the harbour would stay shut", "Keel")]);
    let new = annotated(
        TEXT,
        &[("s1", "“We will sail on Monday morning,”", "Marchetti"), ("s2", "“Nobody asked us,”", "Keel")],
    );
    assert_eq!(
        ids(&carry_over(&old, new)),
        [("s4", "“We will sail on Monday morning,”"), ("s1", "“Nobody asked us,”")]
    );
}

#[test]
fn half_the_words_are_enough_and_less_are_not() {
    let old =
        annotated(TEXT, &[("a", "We will sail on Monday morning", "M"), ("b", "the harbour would stay shut", "K")]);
    let new = annotated(TEXT, &[("s1", "We will sail", "M"), ("s2", "the harbour", "K")]);
    assert_eq!(ids(&carry_over(&old, new)), [("a", "We will sail"), ("s2", "the harbour")]);
}

#[test]
fn ids_reviews_and_notes_survive_a_changed_text() {
    let mut old = annotated(
        TEXT,
        &[("a", "“We will sail on Monday morning,”", "Odile Marchetti"), ("b", "“Nobody asked us,”", "Keel")],
    );
    old = reviewed(old, "b", Some("Bruno Keel"));
    let note = json!({ "text": { "value": TEXT }, "statements": [{ "id": "a", "content": [{ "exact": "“We will sail on Monday morning,”" }] }],
        "notes": [{ "target": "a", "body": "check" }, { "target": { "exact": "the harbour" }, "body": "which?" }] });
    old.notes = read(&note.to_string()).unwrap().notes;
    let changed = format!("A correction was made.\n{}", TEXT.replace("Monday", "Tuesday"));
    let new = annotated(
        &changed,
        &[("s1", "“We will sail on Tuesday morning,”", "Odile Marchetti"), ("s2", "“Nobody asked us,”", "Bruno Keel")],
    );
    let got = carry_over(&old, new);
    assert_eq!(ids(&got), [("a", "“We will sail on Tuesday morning,”"), ("b", "“Nobody asked us,”")]);
    let review = got.statements.items()[1].review.known().unwrap();
    assert_eq!((review.status, review.by.known().map(String::as_str)), (ReviewStatus::Corrected, Some("me")));
    assert_eq!(got.statements.items()[1].standing_speakers()[0].0, "Bruno Keel");
    assert_eq!(got.notes.items()[0].target, Maybe::Known(NoteTarget::Statement(StatementId("a".to_owned()))));
    let Maybe::Known(NoteTarget::Place(place)) = &got.notes.items()[1].target else { panic!("no place") };
    assert_eq!(got.text.slice(place.span().unwrap()), "the harbour");
}

#[test]
fn a_reviewed_statement_without_match_is_kept_as_orphaned() {
    let old =
        reviewed(annotated(TEXT, &[("a", "the harbour would stay shut", "Bruno Keel")]), "a", Some("Odile Marchetti"));
    let got = carry_over(&old, annotated(TEXT, &[("s1", "“Nobody asked us,”", "Keel")]));
    assert_eq!(ids(&got), [("a", "the harbour would stay shut"), ("s1", "“Nobody asked us,”")]);
    let kept = &got.statements.items()[0];
    assert!(kept.orphaned && kept.review.known().is_some());
    assert_eq!(got.warnings.last().map(|warning| warning.code.as_str()), Some("orphaned-review"));
    for id in kept.standing_speakers().iter().chain(kept.speakers.items()) {
        assert!(got.actor(id).is_some(), "{id:?} names nobody");
    }
}

#[test]
fn an_orphan_whose_words_are_gone_is_shown_as_unanchored_paraphrase() {
    let old = reviewed(annotated(TEXT, &[("a", "“Nobody asked us,”", "Bruno Keel")]), "a", None);
    let got = carry_over(&old, annotated("Another text altogether.", &[]));
    let kept = &got.statements.items()[0];
    assert!(kept.orphaned && kept.content[0].span().is_none());
    assert_eq!(kept.kind, crate::article::Kind::Indirect);
}

#[test]
fn unreviewed_statements_without_match_are_gone() {
    let old = annotated(TEXT, &[("a", "the harbour would stay shut", "Bruno Keel")]);
    assert_eq!(ids(&carry_over(&old, annotated(TEXT, &[]))), []);
}

fn with_actors(actors: &serde_json::Value, statements: &serde_json::Value) -> Article {
    read(&json!({ "text": { "value": TEXT }, "actors": actors, "statements": statements }).to_string()).unwrap()
}

#[test]
fn two_of_one_surname_are_two_and_nobody_gets_what_was_said_of_the_other() {
    let said = json!([{ "id": "s1", "content": [{ "exact": "“Nobody asked us,”" }], "speakers": ["a1"] }]);
    let reviewed = json!({ "status": "corrected", "by": "me", "is_actor": false });
    let old =
        with_actors(&json!([{ "id": "a1", "name": "John Smith", "aliases": ["Smith"], "review": reviewed }]), &said);
    let own = json!({ "status": "confirmed", "by": "me" });
    let new = json!([{ "id": "a1", "name": "Anna Smith", "aliases": ["Smith"], "review": own }]);
    let got = carry_over(&old, with_actors(&new, &said));
    let status = |name: &str| {
        let actor = got.actors.items().iter().find(|actor| actor.name == name).unwrap();
        actor.review.known().map(|review| review.status)
    };
    assert_eq!(status("Anna Smith"), Some(ReviewStatus::Confirmed), "her own judgement");
    assert_eq!(status("John Smith"), Some(ReviewStatus::Corrected), "he is kept beside her");
    // A form of the name that leads to one alone does.
    let longer = json!([{ "id": "a9", "name": "John P. Smith", "aliases": ["Smith", "John Smith"] }]);
    let got = carry_over(&old, with_actors(&longer, &json!([])));
    assert_eq!(
        got.actor(&crate::article::ActorId("a9".to_owned())).unwrap().review.known().map(|one| one.status),
        Some(ReviewStatus::Corrected)
    );
    // Where two have it, neither does.
    let two = json!([{ "id": "b1", "name": "John P. Smith", "aliases": ["Smith"] }, { "id": "b2", "name": "John R. Smith", "aliases": ["Smith"] }]);
    let got = carry_over(&old, with_actors(&two, &json!([])));
    let judged: Vec<&str> =
        got.actors.items().iter().filter(|one| one.review.known().is_some()).map(|one| one.name.as_str()).collect();
    assert_eq!(judged, ["John Smith"]);
}

fn judged(review: &serde_json::Value, note: Option<&str>) -> Article {
    let notes: Vec<_> = note
        .map(|body| json!({ "target": "s1", "body": body, "by": "me", "at": "2026-11-23T06:00:00Z" }))
        .into_iter()
        .collect();
    read(
        &json!({ "text": { "value": TEXT }, "notes": notes,
            "statements": [{ "id": "s1", "content": [{ "exact": "“Nobody asked us,”" }], "review": review }] })
        .to_string(),
    )
    .unwrap()
}

#[test]
fn what_comes_in_never_takes_the_place_of_what_the_reader_said() {
    let own = judged(
        &json!({ "status": "corrected", "by": "me", "at": "2026-11-23T06:00:00Z", "speakers": ["Bruno Keel"] }),
        Some("asked"),
    );
    let mine = own.statements.items()[0].review.clone();
    for (other, n_left_out) in [
        // Later, never dated, or dated for ever: another judgement is another judgement.
        (json!({ "status": "disputed", "at": "9999-01-01T00:00:00Z" }), 1),
        (json!({ "status": "corrected", "speakers": ["Odile Marchetti"] }), 1),
        (json!({ "status": "corrected", "by": "me", "at": "2026-11-23T06:00:00Z" }), 0),
        (json!({ "status": "corrected", "by": "another", "speakers": ["Bruno Keel"] }), 0),
    ] {
        let taken = take_in(&own, &judged(&other, None));
        assert_eq!(taken.article.statements.items()[0].review, mine, "{other}");
        assert_eq!(taken.n_left_out, n_left_out, "{other}");
        let updated = carry_over(&own, judged(&other, None));
        assert_eq!(
            updated.statements.items()[0].review.known().map(|one| one.status),
            Some(ReviewStatus::Corrected),
            "{other}"
        );
    }
    let more = json!({ "status": "corrected", "by": "me", "speakers": ["Bruno Keel"], "note": "heard it" });
    let taken = take_in(&own, &judged(&more, None));
    assert_eq!(taken.article.statements.items()[0].review.known().unwrap().note, Maybe::Known("heard it".to_owned()));
    assert_eq!(taken.n_left_out, 0, "it says all that was said, and more");
    let taken = take_in(&own, &judged(&json!({ "status": "confirmed" }), Some("not asked")));
    let notes: Vec<_> = taken.article.notes.items().iter().map(|note| note.body.clone()).collect();
    assert_eq!((notes, taken.n_left_out), (vec![Maybe::Known("asked".to_owned())], 2));
    let bare = judged(&serde_json::Value::Null, None);
    let taken = take_in(&bare, &own);
    assert_eq!(
        (&taken.article.statements.items()[0].review, taken.n_left_out),
        (&mine, 0),
        "where there was none, it comes in"
    );
}
