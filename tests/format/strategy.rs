//! Arbitrary articles, arbitrary JSON that resembles one, and good files with something broken in them.

use nutgraf::article::format::{from_value, read, to_value};
use nutgraf::article::{Anchor, Article, Maybe, Quote};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Words with what makes offsets go wrong: other scripts, astral scalars, combining marks, every quotation mark.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-zA-Z]{1,8}",
        2 => "[“”\"'‘’«»„]{1,2}",
        1 => "[漢字éüß🙂👩‍🚀\u{301}עברית]{1,4}",
        1 => Just("“We sail,” she said.".to_owned()),
        1 => Just("KEEL: no".to_owned()),
        1 => Just("— Keel".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let line = prop::collection::vec(word(), 0..12).prop_map(|words| words.join(" "));
    prop::collection::vec(line, 1..8).prop_map(|lines| lines.join("\n"))
}

fn unknown_fields() -> impl Strategy<Value = Value> {
    let value = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e300_f64..1e300).prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        Just(json!({ "nested": [1, null, { "deep": "ö" }] })),
        Just(Value::Null),
    ];
    prop_oneof![
        4 => Just(json!({})),
        1 => prop::collection::btree_map("x-[a-z/~é]{0,5}", value, 1..3)
            .prop_map(|fields| Value::Object(fields.into_iter().collect())),
    ]
}

fn with(mut object: Value, extra: Value) -> Value {
    if let (Value::Object(fields), Value::Object(extra)) = (&mut object, extra) {
        fields.extend(extra);
    }
    object
}

/// Positions as fractions of the text, so that they can be drawn before the text is known.
fn span() -> impl Strategy<Value = Value> {
    let place =
        (0.0..1.0_f64, 0.0..0.3_f64).prop_map(|(start, length)| json!({ "start": start, "end": start + length }));
    let lost = prop_oneof![
        Just(json!({ "exact": "\u{1F9ED}never in a text" })),
        Just(json!({ "exact": "\u{1F9ED}nor this", "prefix": "“a ", "suffix": " é”", "start": 7_000_000, "end": 3 })),
        Just(json!({ "start": 9_000_000, "end": 9_000_001 })),
        Just(json!({})),
    ];
    (prop_oneof![9 => place, 1 => lost], unknown_fields()).prop_map(|(span, extra)| with(span, extra))
}

fn maybe(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    prop_oneof![2 => Just(None), 1 => Just(Some(Value::Null)), 4 => value.prop_map(Some)].boxed()
}

fn list(value: impl Strategy<Value = Value>, n: std::ops::Range<usize>) -> impl Strategy<Value = Value> {
    prop::collection::vec(value, n).prop_map(Value::Array)
}

fn one_of(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(names).prop_map(Value::from)
}

fn words() -> impl Strategy<Value = Value> {
    "\\PC{0,12}".prop_map(Value::from)
}

fn probability() -> impl Strategy<Value = Value> {
    (0.0..=1.0_f64).prop_map(Value::from)
}

fn actor_id() -> impl Strategy<Value = Value> {
    prop_oneof![3 => (0..4_usize).prop_map(|n| Value::from(format!("p{n}"))), 1 => Just(Value::from("Ines Falk"))]
}

fn object(fields: Vec<(&'static str, BoxedStrategy<Option<Value>>)>) -> impl Strategy<Value = Value> {
    let (keys, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    (values, unknown_fields()).prop_map(move |(values, extra)| {
        let known: Map<String, Value> =
            std::iter::zip(&keys, values).filter_map(|(key, value)| Some(((*key).to_owned(), value?))).collect();
        with(Value::Object(known), extra)
    })
}

fn always(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    value.prop_map(Some).boxed()
}

fn statement() -> impl Strategy<Value = Value> {
    let confidence = object(vec![("content", always(probability())), ("speaker", always(probability()))]);
    let review = object(vec![
        ("status", always(one_of(&["confirmed", "disputed", "corrected"]))),
        ("by", maybe(words())),
        ("note", maybe(words())),
        ("speakers", maybe(list(actor_id(), 0..3))),
        ("content", maybe(list(span(), 0..3))),
        ("is_statement", maybe(any::<bool>().prop_map(Value::from))),
    ]);
    let alternative = object(vec![("speaker", always(actor_id())), ("confidence", always(probability()))]);
    object(vec![
        ("kind", always(one_of(&["direct", "mixed", "indirect", "no_comment"]))),
        ("marking", maybe(one_of(&["quoted", "block", "label", "dash"]))),
        ("content", always(list(span(), 1..4))),
        ("cue", maybe(span())),
        ("source", maybe(span())),
        ("speakers", maybe(list(actor_id(), 0..3))),
        ("speaker_kind", maybe(one_of(&["person", "organisation", "group", "anonymous", "document", "unknown"]))),
        ("resolution", maybe(one_of(&["name", "alias", "role", "office", "pronoun", "continuation", "joint", "none"]))),
        ("resolution_evidence", maybe(list(span(), 0..2))),
        ("alternatives", maybe(list(alternative, 0..2))),
        ("addressee", maybe(span())),
        ("venue", maybe(span())),
        ("about", maybe(list(actor_id(), 0..2))),
        ("said_on", maybe(span())),
        ("nested_in", maybe((0..6_usize).prop_map(|n| Value::from(format!("s{n}"))))),
        ("relayed_by", maybe(actor_id())),
        ("confidence", maybe(confidence)),
        ("provenance", maybe(words())),
        ("review", maybe(review)),
        ("orphaned", prop_oneof![Just(None), Just(Some(Value::Bool(true)))].boxed()),
    ])
}

fn actor() -> impl Strategy<Value = Value> {
    let role = object(vec![
        ("title", always("[a-zé]{1,9}".prop_map(Value::from))),
        ("affiliation", maybe(words())),
        ("evidence", always(list(span(), 1..3))),
    ]);
    let mention =
        (span(), one_of(&["name", "nominal", "pronoun"]), maybe(probability())).prop_map(|(span, form, sure)| {
            let mut mention = with(span, json!({ "form": form }));
            if let Some(sure) = sure {
                mention["confidence"] = sure;
            }
            mention
        });
    let review = object(vec![
        ("status", always(one_of(&["confirmed", "disputed", "corrected"]))),
        ("by", maybe(words())),
        ("name", maybe("[A-Z][a-z]{0,8}".prop_map(Value::from))),
        ("merged_into", maybe(actor_id())),
        ("parted", maybe(list("[A-Z][a-z]{1,3}".prop_map(Value::from), 0..3))),
        ("is_actor", maybe(any::<bool>().prop_map(Value::from))),
    ]);
    object(vec![
        ("review", maybe(review)),
        ("kind", maybe(one_of(&["person", "organisation", "place", "group", "other"]))),
        ("name", always("[A-Z][a-z]{1,8}".prop_map(Value::from))),
        ("aliases", maybe(list(words(), 0..3))),
        ("roles", maybe(list(role, 0..2))),
        ("mentions", maybe(list(mention, 0..5))),
        ("same_as", maybe(list(words(), 0..2))),
    ])
}

fn file() -> impl Strategy<Value = Value> {
    let party = || object(vec![("name", always("[A-Z][a-z ]{1,8}".prop_map(Value::from))), ("url", maybe(words()))]);
    let metadata = object(vec![
        ("url", maybe(words())),
        ("headline", maybe(words())),
        ("author", maybe(list(party(), 0..2))),
        ("publisher", maybe(party())),
        ("datePublished", maybe(words())),
        ("keywords", maybe(list(words(), 0..3))),
    ]);
    let retrieval = object(vec![
        ("http_status", maybe((100..600_u16).prop_map(Value::from))),
        ("complete", maybe(any::<bool>().prop_map(Value::from))),
        ("retrieved_at", maybe(words())),
    ]);
    let line = object(vec![
        ("text", always(words())),
        ("kind", always(Just(Value::from("extractive")))),
        ("evidence", always(list(span(), 1..2))),
        ("statements", maybe(list((0..6_usize).prop_map(|n| Value::from(format!("s{n}"))), 0..2))),
        ("actors", maybe(list(actor_id(), 0..2))),
        ("support", maybe(one_of(&["verbatim", "partial", "unverified"]))),
    ]);
    let note = object(vec![
        ("target", maybe(prop_oneof![span(), actor_id(), (0..9_usize).prop_map(|n| Value::from(format!("s{n}")))])),
        ("body", maybe(words())),
        ("tags", maybe(list(words(), 0..2))),
    ]);
    let agent = object(vec![
        ("type", always(one_of(&["software", "human", "publisher"]))),
        ("name", always(words())),
        ("version", maybe(words())),
    ]);
    let provenance = object(vec![("id", always(words())), ("agent", maybe(agent)), ("created_at", maybe(words()))]);
    let warning = object(vec![("code", always(words())), ("message", always(words())), ("path", maybe(words()))]);
    let parts = object(vec![
        ("article", prop_oneof![Just(None), metadata.prop_map(Some)].boxed()),
        ("retrieval", maybe(retrieval)),
        ("actors", maybe(list(actor(), 0..4))),
        ("statements", maybe(list(statement(), 0..6))),
        ("summary", maybe(list(line, 0..3))),
        ("notes", maybe(list(note, 0..3))),
        ("provenance", maybe(list(provenance, 0..2))),
        ("warnings", prop_oneof![Just(None), list(warning, 1..2).prop_map(Some)].boxed()),
    ]);
    (text(), parts, unknown_fields()).prop_map(|(text, mut file, text_extra)| {
        let n_chars = text.chars().count();
        for (list, letter) in [("actors", 'p'), ("statements", 's')] {
            for (n, entry) in file.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
                entry["id"] = format!("{letter}{n}").into();
            }
        }
        place_spans(&mut file, n_chars);
        file["text"] = with(json!({ "value": text }), text_extra);
        file
    })
}

/// Turns fractions into offsets.
fn place_spans(value: &mut Value, n_chars: usize) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| place_spans(item, n_chars)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_f64() {
                    Some(fraction) if (key == "start" || key == "end") && value.as_u64().is_none() => {
                        *value = ((fraction * n_chars as f64) as usize).min(n_chars).into();
                    }
                    _ => place_spans(value, n_chars),
                }
            }
        }
        _ => {}
    }
}

/// An article as loading leaves it: sound, sorted, through the gate. Loading twice settles what the first writing
/// moved: warnings name the places of the entries as they stand now.
pub fn article() -> impl Strategy<Value = Article> {
    file().prop_map(|file| {
        let loaded = from_value(file).unwrap();
        let settled = read(&to_value(&loaded).to_string()).unwrap();
        check_lost_are_kept(&settled);
        settled
    })
}

/// Loading must not turn a claim of words that are not there into a place.
fn check_lost_are_kept(article: &Article) {
    for statement in article.statements.items() {
        for part in statement.content.iter().chain(statement.cue.known()) {
            if let Anchor::Lost { quote: Quote { exact, .. }, .. } = part {
                assert!(exact.is_empty() || !article.text.as_str().contains(exact.as_str()), "{exact:?} stands there");
            }
        }
        assert!(!matches!(statement.marking, Maybe::Known(_)) || !statement.content.is_empty());
    }
}

/// JSON whose keys are the format's, with values of any kind.
pub fn any_json() -> impl Strategy<Value = Value> {
    let key = prop::sample::select(
        &[
            "text",
            "value",
            "blocks",
            "sentences",
            "start",
            "end",
            "exact",
            "prefix",
            "suffix",
            "kind",
            "actors",
            "statements",
            "content",
            "speakers",
            "id",
            "name",
            "roles",
            "evidence",
            "mentions",
            "form",
            "confidence",
            "speaker",
            "summary",
            "notes",
            "target",
            "review",
            "status",
            "article",
            "publisher",
            "schema_version",
            "nested_in",
            "warnings",
            "code",
        ][..],
    );
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..50).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        one_of(&["direct", "name", "person", "paragraph", "confirmed", "s", "p"]),
    ];
    leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..7).prop_map(|fields| {
                Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

/// A good file in which some values are replaced by others; the text stays.
pub fn damaged(file: &'static str) -> impl Strategy<Value = Value> {
    fn paths(value: &Value, at: &str, all: &mut Vec<String>) {
        if at != "/text" && at != "/text/value" && !at.is_empty() && at != "/schema_version" {
            all.push(at.to_owned());
        }
        match value {
            Value::Object(fields) => fields.iter().for_each(|(key, value)| paths(value, &format!("{at}/{key}"), all)),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(n, value)| paths(value, &format!("{at}/{n}"), all));
            }
            _ => {}
        }
    }
    let file: Value = serde_json::from_str(file).unwrap();
    let mut all = Vec::new();
    paths(&file, "", &mut all);
    let value = prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        Just(json!(-1)),
        Just(json!(1e9)),
        Just(json!("s1")),
        Just(json!([[{}]])),
        any::<u64>().prop_map(Value::from),
        (0_u64..300).prop_map(Value::from),
    ];
    prop::collection::vec((prop::sample::select(all), value), 1..5).prop_map(move |changes| {
        let mut file = file.clone();
        for (path, value) in changes {
            if let Some(place) = file.pointer_mut(&path) {
                *place = value;
            }
        }
        file
    })
}
