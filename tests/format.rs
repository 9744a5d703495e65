//! The file form of an annotated article, as other programs meet it: what is read, kept, refused and written.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a failed unwrap is a failed test")]

use std::sync::LazyLock;

use nutgraf::article::format::{FormatError, SCHEMA, article_id, from_value, read, to_value, write, write_pretty};
use nutgraf::article::{Anchor, Article, BlockKind, Kind, Maybe, NoteTarget, StatementId, WarningCode};
use serde_json::{Value, json};

#[path = "format/strategy.rs"]
mod strategy;

const MINIMAL: &str = include_str!("fixtures/minimal.json");
const FULL: &str = include_str!("fixtures/full.json");

static VALIDATOR: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::draft202012::new(&serde_json::from_str(SCHEMA).unwrap()).unwrap());

#[track_caller]
fn assert_valid(file: &Value) {
    let errors: Vec<String> = VALIDATOR.iter_errors(file).map(|e| format!("{} at {}", e, e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{file:#}");
}

fn codes(article: &Article) -> Vec<(&str, &str)> {
    let path = |w: &nutgraf::article::Warning| w.path.known().map_or("", |path| path.as_str()).to_owned();
    article.warnings.iter().map(|w| (w.code.as_str(), Box::leak(path(w).into_boxed_str()) as &str)).collect()
}

fn load(file: Value) -> Article {
    let from_text = read(&file.to_string()).unwrap();
    assert_eq!(from_value(file).unwrap(), from_text, "text and value read alike");
    from_text
}

/// Every span lies in the text and every id names something.
#[track_caller]
fn assert_sound(article: &Article) {
    let n_chars = article.text.n_chars();
    let check = |anchor: &Anchor| assert!(anchor.span().is_none_or(|s| s.start() <= s.end() && s.end() <= n_chars));
    let mut end = 0;
    for block in &article.blocks {
        assert!(end <= block.span.start() && block.span.end() <= n_chars && !block.span.is_empty());
        end = block.span.end();
    }
    let mut end = 0;
    for sentence in article.sentences.items() {
        assert!(end <= sentence.span.start() && article.blocks[sentence.block].span.covers(sentence.span));
        end = sentence.span.end();
    }
    for actor in article.actors.items() {
        actor.mentions.items().iter().for_each(|mention| check(&mention.anchor));
        actor.roles.items().iter().for_each(|role| role.evidence.iter().for_each(check));
        assert_eq!(article.actors.items().iter().filter(|other| other.id == actor.id).count(), 1);
    }
    for statement in article.statements.items() {
        assert!(!statement.content.is_empty());
        statement.content.iter().for_each(check);
        let spans = [&statement.cue, &statement.source, &statement.addressee, &statement.venue, &statement.said_on];
        spans.into_iter().filter_map(Maybe::known).for_each(check);
        statement.resolution_evidence.items().iter().for_each(check);
        for id in statement.speakers.items().iter().chain(statement.about.items()).chain(statement.relayed_by.known()) {
            assert!(article.actor(id).is_some(), "{id:?}");
        }
        assert!(statement.nested_in.known().is_none_or(|id| article.statement(id).is_some()));
        assert_eq!(article.statements.items().iter().filter(|other| other.id == statement.id).count(), 1);
        assert!(statement.kind != Kind::Direct || statement.marking.known().is_some(), "direct without marking");
    }
    for line in article.summary.items() {
        line.evidence.iter().for_each(check);
        assert!(line.statements.items().iter().all(|id| article.statement(id).is_some()));
        assert!(line.actors.items().iter().all(|id| article.actor(id).is_some()));
    }
}

#[test]
fn text_and_three_statements_are_enough() {
    let article = read(MINIMAL).unwrap();
    assert_sound(&article);
    assert_eq!(codes(&article), []);
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::Paragraph; 3]);
    let statements = article.statements.items();
    assert_eq!(statements.iter().map(|s| s.kind).collect::<Vec<_>>(), [Kind::Direct, Kind::Indirect, Kind::Mixed]);
    let speaker = article.actor(&statements[0].speakers.items()[0]).unwrap();
    assert_eq!((speaker.name.as_str(), speaker.implied), ("Odile Marchetti", true));
    assert_eq!(article.id, article_id(None, article.text.as_str()));
    let ids: Vec<&StatementId> = statements.iter().map(|s| &s.id).collect();
    let again = read(MINIMAL).unwrap();
    assert_eq!(ids, again.statements.items().iter().map(|s| &s.id).collect::<Vec<_>>(), "invented ids are stable");
    let written: Value = serde_json::from_str(&write(&article)).unwrap();
    assert_eq!(written.get("actors"), None, "implied actors are not written");
    assert_eq!(read(&write(&article)).unwrap(), article);
    assert_valid(&serde_json::from_str(MINIMAL).unwrap());
}

#[test]
fn a_file_with_every_field_comes_back_as_it_was() {
    let file: Value = serde_json::from_str(FULL).unwrap();
    assert_valid(&file);
    let article = read(FULL).unwrap();
    assert_sound(&article);
    assert_eq!(codes(&article), [("unbalanced-quote", "")], "the file's own warning and no other");
    let written = to_value(&article);
    assert_valid(&written);
    assert_eq!(written, file);
    assert_eq!(read(&write_pretty(&article)).unwrap(), article);
    assert_eq!(write(&article).lines().count(), 1);
}

#[test]
fn unknown_fields_survive_at_every_level() {
    fn seed(value: &mut Value, n: &mut usize) {
        match value {
            Value::Object(fields) => {
                fields.values_mut().for_each(|value| seed(value, n));
                fields.insert(format!("x-other-{n}"), json!({ "deep": [*n, null, 1.5], "of": "another program" }));
                *n += 1;
            }
            Value::Array(items) => items.iter_mut().for_each(|item| seed(item, n)),
            _ => {}
        }
    }
    let mut file: Value = serde_json::from_str(FULL).unwrap();
    let mut n_seeded = 0;
    seed(&mut file, &mut n_seeded);
    assert!(n_seeded > 30);
    let article = load(file.clone());
    assert_eq!(to_value(&article), file);
    assert_valid(&file);
}

#[test]
fn absent_null_and_empty_differ() {
    for list in [None, Some(Value::Null), Some(json!([]))] {
        let mut file = json!({ "text": { "value": "One." } });
        for key in ["actors", "statements", "summary", "notes", "provenance"] {
            if let Some(list) = &list {
                file[key] = list.clone();
            }
        }
        let written = to_value(&load(file.clone()));
        for key in ["actors", "statements", "summary", "notes", "provenance"] {
            assert_eq!(written.get(key), file.get(key), "{key}");
        }
    }
}

#[test]
fn any_1_x_is_read_and_2_x_is_refused() {
    for version in ["1.0", "1.1", "1.42"] {
        let article = load(json!({ "schema_version": version, "text": { "value": "x" } }));
        assert_eq!(to_value(&article)["schema_version"], version);
        assert_eq!(codes(&article), []);
    }
    let error = read(r#"{"schema_version":"2.0","text":{"value":"x"}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "this file says version 2.0; this nutgraf reads 1.x, so take a nutgraf that knows version 2.0"
    );
    assert!(matches!(read(r#"{"schema_version":3,"text":{}}"#), Err(FormatError::VersionTooNew { .. })));
    assert!(matches!(read(r#"{"schema_version":"10.1"}"#), Err(FormatError::VersionTooNew { .. })));
    let odd = load(json!({ "schema_version": "first", "text": { "value": "x" } }));
    assert_eq!(codes(&odd), [("invalid-field", "/schema_version")]);
}

#[test]
fn what_is_no_annotated_article_is_refused_with_a_reason() {
    let reason = |file: &str| read(file).unwrap_err().to_string();
    assert_eq!(reason("{\n  \"text\": ,"), "not JSON: expected value at line 2, column 11");
    assert!(reason("").starts_with("not JSON: EOF while parsing a value"));
    assert!(reason("[]").starts_with("not an annotated article: it is a list"));
    assert!(reason("null").starts_with("not an annotated article: it is null"));
    assert!(reason("{}").starts_with("not an annotated article: it has no field text; nutgraf expects"));
    assert!(reason(r#"{"text":"x"}"#).starts_with("not an annotated article: its field text is \"x\", not an object"));
    assert!(reason(r#"{"text":{}}"#).starts_with("not an annotated article: it has no field text.value"));
    assert!(reason(r#"{"text":{"value":7}}"#).contains("its field text.value is 7, not a text"));
    assert!(reason(&"[".repeat(100_000)).starts_with("not JSON: recursion limit"));
}

#[test]
fn a_wrong_value_is_a_warning_and_the_rest_is_read() {
    let file = json!({
        "text": { "value": "She said no." },
        "article": { "headline": 7, "publisher": { "name": ["x"] }, "author": "me" },
        "actors": [{ "id": "p1", "name": "Odile", "kind": "robot" }, 5, { "kind": "person" }],
        "statements": [{ "id": "s1", "kind": "shouted", "content": [{ "exact": "no" }], "speakers": "p1",
            "confidence": { "content": 2, "speaker": 0.5 }, "review": { "status": "retracted", "by": "me" } }],
        "summary": 3
    });
    let article = load(file.clone());
    assert_sound(&article);
    let mut found = codes(&article);
    found.sort_unstable();
    let paths = [
        "/actors",
        "/actors",
        "/actors/0/kind",
        "/article/author",
        "/article/headline",
        "/article/publisher/name",
        "/statements/0/confidence/content",
        "/statements/0/kind",
        "/statements/0/review/status",
        "/statements/0/speakers",
        "/summary",
    ];
    assert_eq!(found, paths.map(|path| ("invalid-field", path)));
    assert_eq!(article.statements.items().len(), 1);
    let written = to_value(&article);
    for path in [
        "/article/headline",
        "/article/author",
        "/actors/0/kind",
        "/statements/0/kind",
        "/statements/0/speakers",
        "/statements/0/confidence",
        "/statements/0/review",
        "/summary",
    ] {
        assert_eq!(written.pointer(path), file.pointer(path), "{path} is kept");
    }
    assert_eq!(load(written), article, "and read again the same, without doubting twice");
}

#[test]
fn displaced_spans_are_found_again_and_lost_ones_kept() {
    let file = json!({
        "text": { "value": "Then a correction. “We sail,” she said; he said nothing." },
        "statements": [
            { "id": "s1", "content": [{ "start": 0, "end": 10, "exact": "“We sail,”", "suffix": " she" }],
              "cue": { "start": 15, "end": 19, "exact": "said" },
              "source": { "start": 11, "end": 14, "exact": "she", "x-by": 1 } },
            { "id": "s2", "content": [{ "start": 500, "end": 510 }] },
            { "id": "s3", "content": [{ "start": 3, "end": 8, "exact": "gone from here" }], "kind": "direct" }
        ]
    });
    let article = load(file);
    assert_sound(&article);
    let first = article.statement(&StatementId("s1".to_owned())).unwrap();
    assert_eq!(first.content[0].words(&article.text), "“We sail,”");
    assert!(matches!(first.cue, Maybe::Known(Anchor::Lost { .. })), "said stands there twice");
    assert_eq!(first.source.known().unwrap().span().map(|s| (s.start(), s.end())), Some((30, 33)));
    assert_eq!(
        codes(&article),
        [
            ("reanchored", "/statements/1/content/0"),
            ("unanchored-span", "/statements/1/cue"),
            ("reanchored", "/statements/1/source"),
            ("unanchored-span", "/statements/2/content/0"),
            ("unanchored-span", "/statements/0/content/0"),
            ("downgraded-statement", ""),
        ]
    );
    let written = to_value(&article);
    let by_id = |id: &str| written["statements"].as_array().unwrap().iter().find(|s| s["id"] == id).unwrap().clone();
    assert_eq!(by_id("s1")["source"]["x-by"], 1);
    assert_eq!(by_id("s3")["content"][0]["exact"], "gone from here");
    assert_eq!(by_id("s2")["content"][0], json!({ "start": 500, "end": 510 }));
    assert_valid(&written);
}

#[test]
fn a_warning_follows_its_statement_when_others_are_left_out_or_move() {
    let article = load(json!({
        "text": { "value": "One two three four." },
        "statements": [
            { "id": "a", "content": [{ "exact": "three" }], "cue": { "exact": "gone" } },
            { "id": "b", "content": [] },
            { "id": "c", "content": [{ "exact": "two" }], "nested_in": "none" }
        ],
        "actors": [7, { "id": "p", "name": "P", "aliases": 3 }],
        "warnings": [{ "code": "x", "message": "", "path": "/statements/2" }]
    }));
    assert_eq!(
        codes(&article),
        [
            ("x", "/statements/0"),
            ("invalid-field", "/actors"),
            ("invalid-field", "/actors/0/aliases"),
            ("unanchored-span", "/statements/1/cue"),
            ("invalid-field", "/statements"),
            ("dangling-id", "/statements/0/nested_in"),
        ]
    );
    assert!(article.warnings[4].message.ends_with("it is left out (entry 2 of the file)"));
}

#[test]
fn ids_are_made_unique_and_circles_are_broken() {
    let statement =
        |id: &str, words: &str, outer: &str| json!({ "id": id, "content": [{ "exact": words }], "nested_in": outer });
    let article = load(json!({
        "text": { "value": "One two three four." },
        "statements": [statement("a", "One", "b"), statement("b", "two", "a"), statement("a", "three", "b"), statement("c", "four", "none")],
        "actors": [{ "id": "p", "name": "P" }, { "id": "p", "name": "Q" }, { "name": "R" }],
        "summary": [{ "text": "x", "evidence": [{ "exact": "One" }], "statements": ["a", "nobody"], "actors": ["R", "S"] }],
        "notes": [{ "target": "a" }, { "target": "p-2" }, { "target": "nothing" }]
    }));
    assert_sound(&article);
    let ids: Vec<&str> = article.statements.items().iter().map(|s| s.id.0.as_str()).collect();
    assert_eq!(ids, ["a", "b", "a-2", "c"]);
    let nested: Vec<bool> = article.statements.items().iter().map(|s| s.nested_in.known().is_some()).collect();
    assert_eq!(nested, [false, false, true, false]);
    let actors: Vec<(&str, bool)> = article.actors.items().iter().map(|a| (a.id.0.as_str(), a.implied)).collect();
    assert_eq!(actors, [("p", false), ("p-2", false), ("R", false), ("S", true)]);
    let is_place = |n: usize| matches!(article.notes.items()[n].target, Maybe::Known(NoteTarget::Other(_)));
    assert!(!is_place(0) && !is_place(1) && is_place(2));
    assert_eq!(read(&write(&article)).unwrap().statements, article.statements);
}

#[test]
fn speakers_by_name_lead_to_the_listed_actor() {
    let article = load(json!({
        "text": { "value": "She said no." },
        "actors": [{ "id": "p1", "name": "Odile Marchetti", "aliases": ["Marchetti"] }],
        "statements": [{ "content": [{ "exact": "no" }], "speakers": ["Marchetti"] }]
    }));
    assert_eq!(article.statements.items()[0].speakers.items()[0].0, "p1");
    assert_eq!(article.actors.items().len(), 1);
}

#[test]
fn a_changed_text_and_faulty_blocks_are_told() {
    let article = load(json!({ "text": { "value": "One two.\n\nThree.", "length": 3, "unit": "utf-16", "sha256": "00",
        "blocks": [{ "kind": "heading", "start": 0, "end": 8 }, { "start": 4, "end": 9 }, { "start": 10, "end": 99 }],
        "sentences": [{ "start": 0, "end": 8, "block": 7 }, { "start": 10, "end": 16 }] } }));
    assert_sound(&article);
    let code = |code: WarningCode| code.name();
    assert_eq!(
        codes(&article),
        [
            (code(WarningCode::TextChanged), "/text/length"),
            (code(WarningCode::InvalidField), "/text/unit"),
            (code(WarningCode::TextChanged), "/text/sha256"),
            (code(WarningCode::InvalidField), "/text/blocks/2"),
            (code(WarningCode::InvalidField), "/text/blocks/1"),
            (code(WarningCode::InvalidField), "/text/sentences/1"),
        ]
    );
    assert_eq!(article.sentences.items()[0].block, 0);
}

#[test]
fn paragraphs_are_lines_or_what_blank_lines_part() {
    let n_blocks = |text: &str| load(json!({ "text": { "value": text } })).blocks.len();
    assert_eq!(n_blocks("One.\nTwo.\n\nThree.\n"), 3);
    assert_eq!(n_blocks("A long line that\nwas wrapped by hand.\n\nAnother one that\nwas wrapped too.\n"), 2);
    assert_eq!(n_blocks("  \n\n"), 0);
}

#[test]
fn the_schema_rejects_what_is_broken() {
    let schema = &*VALIDATOR;
    for broken in [
        json!([]),
        json!({}),
        json!({ "text": {} }),
        json!({ "text": { "value": 3 } }),
        json!({ "text": { "value": "x" }, "schema_version": "2.0" }),
        json!({ "text": { "value": "x" }, "statements": [{}] }),
        json!({ "text": { "value": "x" }, "statements": [{ "content": [] }] }),
        json!({ "text": { "value": "x" }, "statements": [{ "content": [{ "start": -1, "end": 2 }] }] }),
        json!({ "text": { "value": "x" }, "statements": [{ "content": [{ "start": 1 }] }] }),
        json!({ "text": { "value": "x" }, "statements": [{ "content": [{ "exact": "x" }], "kind": "shouted" }] }),
        json!({ "text": { "value": "x" }, "actors": [{ "id": "p", "roles": [{ "title": "mayor", "evidence": [] }] }] }),
        json!({ "text": { "value": "x" }, "summary": [{ "text": "x", "evidence": [] }] }),
        json!({ "text": { "value": "x" }, "statements": [{ "content": [{ "exact": "x" }], "confidence": { "content": 1.5, "speaker": 1 } }] }),
        json!({ "text": { "value": "x" }, "statements": [{ "content": [{ "exact": "x", "prefix": "y".repeat(33) }] }] }),
    ] {
        assert!(!schema.is_valid(&broken), "{broken}");
    }
    assert!(schema.is_valid(&json!({ "text": { "value": "" } })));
    assert!(
        schema.is_valid(&json!({ "text": { "value": "x" }, "summary": [{ "text": "x", "support": "unverified" }] }))
    );
}

#[test]
fn a_files_text_is_taken_over_not_copied() {
    let value = "All of it. ".repeat(1_000);
    let place = value.as_ptr();
    let mut file =
        json!({ "text": { "value": "", "x-other": 1 }, "statements": [{ "content": [{ "start": 0, "end": 3 }] }] });
    file["text"]["value"] = Value::String(value);
    let article = nutgraf::article::format::from_value(file).unwrap();
    assert_eq!(article.text.as_str().as_ptr(), place);
    assert_eq!(article.text.extra()["x-other"], 1);
}

#[test]
fn ten_thousand_displaced_spans_are_bounded_work() {
    let spans: Vec<Value> =
        (0..10_000).map(|n| json!({ "start": n, "end": n + 3, "exact": format!("word{n}z") })).collect();
    let file = json!({ "text": { "value": "lorem ipsum dolor ".repeat(1_000) }, "actors": [{ "name": "A", "mentions": spans }] });
    let article = read(&file.to_string()).unwrap();
    assert_eq!(article.actors.items()[0].mentions.items().len(), 10_000);
    assert!(article.warnings.len() <= 502, "{}", article.warnings.len());
    assert!(article.warnings.last().unwrap().message.contains("more doubts"));
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_reads_the_same(article in strategy::article()) {
            assert_sound(&article);
            let written = to_value(&article);
            prop_assert_eq!(&read(&written.to_string()).unwrap(), &article);
            prop_assert_eq!(&from_value(written.clone()).unwrap(), &article);
            prop_assert_eq!(&read(&write_pretty(&article)).unwrap(), &article);
            assert_valid(&written);
        }

        #[test]
        fn any_json_is_read_or_refused(mut file in strategy::any_json(), text in "\\PC{0,40}") {
            let _ = from_value(file.clone());
            let _ = read(&file.to_string());
            // And with a text, so that the rest of it is read too.
            if let Value::Object(fields) = &mut file {
                fields.insert("text".to_owned(), json!({ "value": text }));
                fields.remove("schema_version");
                let article = from_value(file.clone()).unwrap();
                assert_sound(&article);
                let again = read(&write(&article)).unwrap();
                assert_sound(&again);
                prop_assert_eq!(write(&Article { warnings: vec![], ..again }), write(&Article { warnings: vec![], ..article }));
            }
        }

        #[test]
        fn a_damaged_file_is_read_or_refused(file in strategy::damaged(FULL)) {
            let article = load(file);
            assert_sound(&article);
            let again = read(&write(&article)).unwrap();
            prop_assert_eq!(write(&Article { warnings: vec![], ..again }), write(&Article { warnings: vec![], ..article }));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}", cut in 0_usize..4_000) {
            let _ = read(&text);
            let end = (0..=cut.min(FULL.len())).rev().find(|&at| FULL.is_char_boundary(at)).unwrap();
            let _ = read(&FULL[..end]);
        }
    }
}
