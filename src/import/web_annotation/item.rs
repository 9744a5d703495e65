//! One annotation: a statement, or a note.

use serde_json::{Map, Value, json};

use super::parts::{actors, all, decoded, is_a, some, string};

/// What an annotation was taken for.
pub(super) enum Read {
    Statement(Value),
    Note(Value),
}

/// A statement where a body says so or names who speaks, else a note; nothing where it says nothing.
pub(super) fn read(item: &Value) -> Option<Read> {
    let bodies = || all(item.get("body"));
    if let Some(body) = bodies().find(|body| is_a(body, "Statement")) {
        return Some(Read::Statement(statement(item, body)));
    }
    let says = |body: &&Value, purpose: &str| string(body, "purpose") == Some(purpose);
    let is_about_speakers = string(item, "motivation") == Some("identifying");
    let named: Vec<&str> = bodies()
        .filter(|body| says(body, "identifying") || (is_about_speakers && body.get("purpose").is_none()))
        .filter_map(|body| string(body, "value"))
        .filter(|name| !name.trim().is_empty())
        .collect();
    let content = places(item);
    if !named.is_empty() && !content.is_empty() {
        let mut statement = json!({ "content": content, "speakers": named });
        if let Some(id) = string(item, "id") {
            statement["id"] = json!(id);
        }
        return Some(Read::Statement(statement));
    }
    Some(Read::Note(note(item, content.first())?))
}

/// What our own body says of a statement; the words are the annotation's targets.
fn statement(item: &Value, body: &Value) -> Value {
    let mut statement = some(
        body,
        &[
            "kind",
            "marking",
            "cue",
            "speaker_kind",
            "resolution",
            "resolution_evidence",
            "addressee",
            "venue",
            "said_on",
            "orphaned",
        ],
    );
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            statement[key] = value;
        }
    };
    put("id", string(body, "id").map(|id| json!(decoded(id, "#statement-"))));
    put("content", Some(Value::Array(places(item))));
    put("source", body.get("source_words").cloned());
    for key in ["speakers", "about"] {
        put(key, body.get(key).map(actors));
    }
    put("nested_in", named(body, "nested_in", "#statement-"));
    put("relayed_by", named(body, "relayed_by", "#actor-"));
    put("confidence", body.get("confidence").map(confidence));
    put(
        "alternatives",
        body.get("alternatives").map(|others| {
            let other = |other: &Value| {
                let speaker = other.get("speakers").map(actors).and_then(|mut all| all.get_mut(0).map(Value::take));
                json!({ "speaker": speaker, "confidence": other.get("speaker_probability") })
            };
            if others.is_null() { Value::Null } else { all(Some(others)).map(other).collect() }
        }),
    );
    put(
        "review",
        body.get("review").map(|review| {
            let mut entry = if review.is_null() {
                return Value::Null;
            } else {
                some(review, &["status", "by", "at", "note", "content", "is_statement"])
            };
            if let Some(speakers) = review.get("speakers") {
                entry["speakers"] = actors(speakers);
            }
            entry
        }),
    );
    statement
}

fn named(body: &Value, key: &str, mark: &str) -> Option<Value> {
    match body.get(key)? {
        Value::String(iri) => Some(json!(decoded(iri, mark))),
        Value::Null => Some(Value::Null),
        other => string(other, "id").map(|iri| json!(decoded(iri, mark))),
    }
}

fn confidence(value: &Value) -> Value {
    if value.is_null() {
        return Value::Null;
    }
    let parts = [("content", "content_probability"), ("speaker", "speaker_probability")];
    parts.into_iter().filter_map(|(ours, theirs)| Some((ours.to_owned(), value.get(theirs)?.clone()))).collect()
}

/// The places of the targets; one that is no place in a text is left out.
fn places(item: &Value) -> Vec<Value> {
    all(item.get("target")).filter_map(place).collect()
}

/// What quotation and position selectors say, in the annotated article's words.
fn place(target: &Value) -> Option<Value> {
    let selectors = || all(target.get("selector"));
    let quote = selectors().find(|selector| is_a(selector, "TextQuoteSelector"));
    let position = selectors().find(|selector| is_a(selector, "TextPositionSelector"));
    if quote.is_none() && position.is_none() {
        return None;
    }
    let mut place = quote.map_or_else(|| json!({}), |quote| some(quote, &["exact", "prefix", "suffix"]));
    for (key, claimed) in [("start", "claimed_start"), ("end", "claimed_end")] {
        if let Some(offset) = position.and_then(|position| position.get(key)).or_else(|| target.get(claimed)) {
            place[key] = offset.clone();
        }
    }
    Some(place)
}

/// A note about words, a statement, an actor or the whole article.
fn note(item: &Value, place: Option<&Value>) -> Option<Value> {
    let mut note = Map::new();
    let mut words = Vec::new();
    let mut tags = Vec::new();
    for body in all(item.get("body")) {
        match (string(body, "value").or_else(|| body.as_str()), string(body, "purpose")) {
            (Some(tag), Some("tagging")) => tags.push(json!(tag)),
            (Some(value), _) => words.push(value),
            (None, _) => {}
        }
    }
    let target = all(item.get("target")).find_map(|target| target.as_str().or_else(|| string(target, "id")));
    let target = match target {
        Some(iri) if iri.contains("#statement-") => Some(json!(decoded(iri, "#statement-"))),
        Some(iri) if iri.contains("#actor-") => Some(json!(decoded(iri, "#actor-"))),
        _ => place.cloned(),
    };
    if words.is_empty() && tags.is_empty() && target.is_none() {
        return None;
    }
    if let Some(target) = target {
        note.insert("target".to_owned(), target);
    }
    if !words.is_empty() {
        note.insert("body".to_owned(), json!(words.join("\n")));
    }
    if !tags.is_empty() {
        note.insert("tags".to_owned(), Value::Array(tags));
    }
    let creator = item.get("creator");
    if let Some(by) = creator.and_then(|creator| string(creator, "name").or_else(|| creator.as_str())) {
        note.insert("by".to_owned(), json!(by));
    }
    if let Some(at) = string(item, "created").or_else(|| string(item, "at")) {
        note.insert("at".to_owned(), json!(at));
    }
    Some(Value::Object(note))
}
