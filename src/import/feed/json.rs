//! JSON Feed 1 and 1.1, field by field: one that has the wrong type is as good as missing.

use quick_xml::escape::escape;
use serde_json::Value;
use url::Url;

use super::{Feed, FeedError, MAX_ITEMS, Raw, finish};

/// Reads a feed in JSON.
pub(super) fn read(text: &str, base: &Url) -> Result<Feed, FeedError> {
    let feed: Value = serde_json::from_str(text).map_err(|_| FeedError::NoFeed)?;
    let is_feed = word(&feed, "version").is_some_and(|version| version.contains("jsonfeed"));
    let Some(Value::Array(items)) = feed.get("items").filter(|_| is_feed || feed.get("title").is_some()) else {
        return Err(FeedError::NoFeed);
    };
    let of_feed = authors(&feed);
    let raws = items.iter().take(MAX_ITEMS + 1).map(|item| raw(item, &of_feed)).collect();
    let title = word(&feed, "title").map(|title| escape(title.as_str()).into_owned());
    let (site, language) = (word(&feed, "home_page_url"), word(&feed, "language"));
    Ok(finish(title.as_deref(), site.as_deref(), language.as_deref(), base, raws))
}

fn raw(item: &Value, of_feed: &[String]) -> Raw {
    let plain = |name: &str| word(item, name).map(|text| escape(text.as_str()).into_owned());
    let paragraphs = plain("content_text").map(|text| format!("<p>{}</p>", text.replace("\n\n", "</p><p>")));
    let authors = Some(authors(item)).filter(|authors| !authors.is_empty()).unwrap_or_else(|| of_feed.to_vec());
    Raw {
        id: word(item, "id"),
        url: word(item, "url").or_else(|| word(item, "external_url")),
        base: None,
        title: plain("title"),
        authors,
        published: word(item, "date_published"),
        updated: word(item, "date_modified"),
        summary: plain("summary"),
        content: word(item, "content_html").or(paragraphs),
    }
}

/// A text, or a number as text.
fn word(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn authors(value: &Value) -> Vec<String> {
    let several = value.get("authors").and_then(Value::as_array).into_iter().flatten();
    several
        .chain(value.get("author"))
        .filter_map(|author| word(author, "name"))
        .map(|name| escape(name).into_owned())
        .collect()
}
