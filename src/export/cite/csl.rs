//! A citation as CSL-JSON, as Zotero and pandoc read it: the article, with the statement in its note.

use serde_json::{Map, Value, json};

use super::{Day, Desk, bibtex};
use crate::article::Statement;
use crate::export::escaped;

/// A list of one item; for a statement with that in its note.
pub fn item(desk: &Desk, statement: Option<&Statement>) -> String {
    let imprint = &desk.imprint;
    let mut item = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    let date = |day: Day| json!({ "date-parts": [day.parts()] });
    put("id", Some(json!(bibtex::key(desk, statement))));
    put("type", Some(json!("article-newspaper")));
    put("title", imprint.headline.as_ref().map(|headline| json!(headline)));
    put("container-title", imprint.outlet.as_ref().map(|outlet| json!(outlet)));
    // Nobody knows which of the words is the family name.
    let authors: Vec<Value> = imprint.authors.iter().map(|author| json!({ "literal": author })).collect();
    put("author", (!authors.is_empty()).then(|| json!(authors)));
    put("issued", imprint.day.map(date));
    put("URL", imprint.url.as_ref().map(|url| json!(url)));
    put("accessed", imprint.accessed.map(date));
    put("language", imprint.language.as_ref().map(|tag| json!(tag)));
    put("note", statement.map(|statement| json!(desk.said(statement).line("this article"))));
    let json = serde_json::to_string_pretty(&json!([item])).unwrap_or_default();
    escaped(json + "\n")
}
