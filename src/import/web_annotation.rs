//! W3C Web Annotations to annotated articles: our own export whole, those of others as far as they say what was said,
//! by whom, or what somebody notes about the text.
//!
//! Annotations alone are no article: the text must come with them. What is made here is the annotated article's own
//! JSON, which then is cleaned, anchored and judged as any other file's.

mod item;
pub(super) mod parts;

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::decode::Decoded;
use super::{ImportError, Imported, json as annotated};
use crate::article::Article;
use crate::article::format::{FormatError, sha256_hex};

use parts::{all, decoded, string};

/// The standard's context, by which its files are known.
pub(super) const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

const NO_TEXT: &str = "these are web annotations without the text that they are about, and annotations alone cannot be \
                       read; nutgraf's own export has the text with them, and so does one whose target's source has it \
                       as value";

/// Reads a collection, a page, an annotation, or a list of any of these.
pub(super) fn read(decoded: &Decoded<'_>, max_bytes: usize) -> Result<Imported, ImportError> {
    let value: Value = serde_json::from_str(decoded.text.trim_start_matches('\u{FEFF}'))
        .map_err(|error| ImportError::NotAnArticle { reason: FormatError::from(error), line: None })?;
    let files = match value {
        Value::Array(entries) if entries.iter().all(|entry| entry.get("target").is_some()) => {
            of_texts(entries.iter().collect())
        }
        Value::Array(entries) => entries.iter().flat_map(of_collection).collect(),
        other => of_collection(&other),
    };
    if files.is_empty() {
        return Err(ImportError::NoArticle { why: NO_TEXT });
    }
    let article = |file| annotated::from_foreign(file, &decoded.warnings, None, max_bytes);
    let mut articles: Vec<Article> = files.into_iter().map(article).collect::<Result<_, _>>()?;
    Ok(match articles.pop() {
        Some(only) if articles.is_empty() => Imported::Article(only),
        last => {
            articles.extend(last);
            Imported::Articles(articles)
        }
    })
}

/// The articles of a collection or a page: one that says its article, else one for each text that its annotations bring.
fn of_collection(value: &Value) -> Vec<Value> {
    let mut items: Vec<&Value> = Vec::new();
    for page in all(value.get("first")).chain(std::iter::once(value)) {
        items.extend(all(page.get("items")));
    }
    if items.is_empty() && value.get("target").is_some() {
        items.push(value);
    }
    let described = value.get("article").filter(|about| about.get("text").is_some_and(Value::is_string));
    match described {
        Some(about) => vec![article(about, &items)],
        None => of_texts(items),
    }
}

/// Articles of annotations whose targets bring their text along. One that brings none is about the text of the same
/// name, if that is only one; no two texts are taken for one because neither, or both alike, are named.
fn of_texts(items: Vec<&Value>) -> Vec<Value> {
    let mut texts: Vec<(&str, &Value, Vec<&Value>)> = Vec::new();
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    let mut named: HashMap<&str, Option<usize>> = HashMap::new();
    let mut rest: Vec<(&str, &Value)> = Vec::new();
    for item in items {
        let Some(source) = all(item.get("target")).find_map(|target| target.get("source")) else { continue };
        let id = source.as_str().or_else(|| string(source, "id")).unwrap_or_default();
        let Some(words) = string(source, "value") else {
            rest.push((id, item));
            continue;
        };
        let place = *places.entry((id, words)).or_insert_with(|| {
            texts.push((id, source, Vec::new()));
            texts.len() - 1
        });
        let only = named.entry(id).or_insert(Some(place));
        if *only != Some(place) {
            *only = None;
        }
        if let Some((.., own)) = texts.get_mut(place) {
            own.push(item);
        }
    }
    for (id, item) in rest.into_iter().filter(|(id, _)| !id.is_empty()) {
        let place = named.get(id).copied().flatten();
        if let Some((.., own)) = place.and_then(|place| texts.get_mut(place)) {
            own.push(item);
        }
    }
    let file = |(id, source, items): (&str, &Value, Vec<&Value>)| {
        let mut about = Map::from_iter([("text".to_owned(), source.get("value").cloned().unwrap_or_default())]);
        if !id.is_empty() {
            about.insert("url".to_owned(), json!(id));
        }
        if let Some(language) = source.get("language").filter(|language| language.is_string()) {
            about.insert("inLanguage".to_owned(), language.clone());
        }
        article(&Value::Object(about), &items)
    };
    texts.into_iter().map(file).collect()
}

/// The annotated article's JSON.
fn article(about: &Value, items: &[&Value]) -> Value {
    let mut file = Map::new();
    if let Some(id) = string(about, "given_id").or_else(|| string(about, "id")) {
        file.insert("id".to_owned(), json!(id));
    }
    let known = [
        "url",
        "headline",
        "alternativeHeadline",
        "description",
        "author",
        "publisher",
        "datePublished",
        "dateModified",
        "inLanguage",
        "articleSection",
        "keywords",
    ];
    file.insert("article".to_owned(), parts::some(about, &known));
    let mut text = Map::from_iter([("value".to_owned(), about.get("text").cloned().unwrap_or_default())]);
    if let Some(blocks) = about.get("blocks") {
        text.insert("blocks".to_owned(), blocks.clone());
    }
    file.insert("text".to_owned(), Value::Object(text));
    if let Some(kept) = kept(about, items) {
        for key in ["actors", "statements", "notes"] {
            if let Some(list) = kept.get(key) {
                file.insert(key.to_owned(), list.clone());
            }
        }
        return Value::Object(file);
    }
    if let Some(actors) = about.get("actors") {
        file.insert(
            "actors".to_owned(),
            if actors.is_null() { Value::Null } else { all(Some(actors)).filter_map(actor).collect() },
        );
    }
    let mut statements = Vec::new();
    let mut notes = Vec::new();
    for item in items {
        match item::read(item) {
            Some(item::Read::Statement(statement)) => statements.push(statement),
            Some(item::Read::Note(note)) => notes.push(note),
            None => {}
        }
    }
    file.insert("statements".to_owned(), Value::Array(statements));
    if !notes.is_empty() {
        file.insert("notes".to_owned(), Value::Array(notes));
    }
    Value::Object(file)
}

/// What the machine said and the reader made of it, where nobody has changed since what stands for both.
fn kept<'v>(about: &'v Value, items: &[&Value]) -> Option<&'v Value> {
    let kept = about.get("kept")?;
    let mut shown = about.clone();
    shown.as_object_mut()?.shift_remove("kept");
    let items: Value = items.iter().copied().cloned().collect();
    let digest = sha256_hex(format!("{items}{shown}").as_bytes());
    (string(kept, "of") == Some(&digest)).then_some(kept)
}

/// An actor; nothing of one who is only named by a statement.
fn actor(actor: &Value) -> Option<Value> {
    if actor.get("implied") == Some(&Value::Bool(true)) {
        return None;
    }
    let mut entry = parts::some(actor, &["name", "kind", "aliases", "roles", "same_as", "review"]);
    if let Some(other) = entry.pointer_mut("/review/merged_into")
        && let Some(iri) = other.as_str()
    {
        *other = json!(decoded(iri, "#actor-"));
    }
    if let Some(id) = string(actor, "id") {
        entry["id"] = json!(decoded(id, "#actor-"));
    }
    if let Some(mentions) = actor.get("mentions") {
        let mention = |mention: &Value| {
            let mut entry = parts::some(mention, &["start", "end", "exact", "prefix", "suffix", "form"]);
            if let Some(sure) = mention.get("probability") {
                entry["confidence"] = sure.clone();
            }
            entry
        };
        entry["mentions"] = if mentions.is_null() { Value::Null } else { all(Some(mentions)).map(mention).collect() };
    }
    Some(entry)
}
