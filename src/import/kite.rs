//! Kagi Kite's files: clusters of articles that a language model has summed up. A cluster becomes a briefing whose
//! summary is *unverified*, since the articles behind it are not here; a quotation that it claims is direct only where
//! its own text has it in quotation marks.
//!
//! The article is written in the file format and goes through the format's own door, as any other program's would.

use serde_json::{Map, Value, json};

use super::ImportError;
use super::html::plain;
use super::moment::rfc_3339;
use crate::article::format::FormatError;
use crate::article::{Article, gate};

/// Clusters of one file, and entries of one list in it.
const MAX_CLUSTERS: usize = 2000;
const MAX_ITEMS: usize = 60;
/// Lines of a briefing's summary.
const MAX_LINES: usize = 6;

/// Passages of a cluster that are lists, and the crossheads that stand over them.
const LISTS: [(&str, &str); 5] = [
    ("talking_points", "Talking points"),
    ("international_reactions", "International reactions"),
    ("timeline", "Timeline"),
    ("user_action_items", "What to do"),
    ("scientific_significance", "Scientific significance"),
];

/// Passages that are text.
const PASSAGES: [(&str, &str); 8] = [
    ("geopolitical_context", "Geopolitical context"),
    ("historical_background", "Historical background"),
    ("humanitarian_impact", "Humanitarian impact"),
    ("economic_implications", "Economic implications"),
    ("technical_details", "Technical details"),
    ("business_angle_text", "Business angle"),
    ("user_experience_impact", "For users"),
    ("future_outlook", "Outlook"),
];

/// Whether JSON is a file of Kite's: clusters or stories that have a summary.
pub(super) fn is_kite(value: &Value) -> bool {
    clusters(value)
        .is_some_and(|clusters| clusters.iter().take(20).any(|cluster| cluster.get("short_summary").is_some()))
}

/// Reads a file: an article a cluster.
pub(super) fn read(value: &Value, max_bytes: usize) -> Result<Vec<Article>, ImportError> {
    let missing = || {
        let missing =
            "of Kagi Kite: there are no \"clusters\" in it with a \"title\" and a \"short_summary\"".to_owned();
        ImportError::NotAnArticle { reason: FormatError::NotAnArticle { missing }, line: None }
    };
    let clusters = clusters(value).ok_or_else(missing)?;
    let category = value.get("category").or_else(|| value.get("categoryName")).and_then(Value::as_str);
    let published = value.get("timestamp").and_then(|at| rfc_3339(&at.to_string()));
    let articles: Vec<Article> = clusters
        .iter()
        .take(MAX_CLUSTERS)
        .filter_map(|cluster| in_format(cluster, category, published.as_deref()))
        .map(|file| super::article(file, max_bytes))
        .collect::<Result<_, _>>()?;
    if articles.is_empty() { Err(missing()) } else { Ok(articles) }
}

fn clusters(value: &Value) -> Option<&[Value]> {
    ["clusters", "stories"].iter().find_map(|name| value.get(*name)?.as_array()).map(Vec::as_slice)
}

/// The text as it is built up, with its blocks in scalars.
#[derive(Default)]
struct Page {
    text: String,
    n_chars: usize,
    blocks: Vec<Value>,
}

impl Page {
    /// Adds a block, and says where it stands.
    fn add(&mut self, kind: &str, words: &str) -> Option<(usize, usize)> {
        if words.is_empty() {
            return None;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
            self.n_chars += 2;
        }
        let start = self.n_chars;
        self.text.push_str(words);
        self.n_chars += words.chars().count();
        self.blocks.push(json!({ "kind": kind, "start": start, "end": self.n_chars }));
        Some((start, self.n_chars))
    }
}

/// A cluster as an annotated article; nothing if it has neither title nor summary.
fn in_format(cluster: &Value, category: Option<&str>, published: Option<&str>) -> Option<Value> {
    let title = words(cluster.get("title"));
    let summary = paragraphs(cluster.get("short_summary"));
    if title.is_empty() || summary.is_empty() {
        return None;
    }
    let mut page = Page::default();
    page.add("heading", &title);
    for paragraph in &summary {
        page.add("paragraph", paragraph);
    }
    let mut points = Vec::new();
    for (name, head) in LISTS {
        let items = items(cluster.get(name));
        if !items.is_empty() {
            page.add("heading", head);
        }
        for item in &items {
            page.add("list_item", &format!("• {item}"));
        }
        if name == "talking_points" {
            points = items;
        }
    }
    for (name, head) in PASSAGES {
        let passage = paragraphs(cluster.get(name));
        if !passage.is_empty() {
            page.add("heading", head);
        }
        for paragraph in &passage {
            page.add("paragraph", paragraph);
        }
    }
    perspectives(cluster, &mut page);
    let (actors, statements) = quotation(cluster, &mut page);
    let lines = if points.is_empty() { summary } else { points };
    let lines: Vec<Value> = lines
        .iter()
        .take(MAX_LINES)
        .map(|line| json!({ "text": line, "kind": "abstractive", "evidence": [], "support": "unverified" }))
        .collect();

    let mut about = Map::new();
    about.insert("headline".to_owned(), json!(title));
    about.insert("publisher".to_owned(), json!({ "name": "Kagi Kite" }));
    about.insert("datePublished".to_owned(), json!(published));
    let section = Some(words(cluster.get("category"))).filter(|section| !section.is_empty());
    about.insert("articleSection".to_owned(), json!(section.or_else(|| category.map(plain))));
    about.insert("inLanguage".to_owned(), json!(super::language::detect(&page.text)));
    Some(json!({
        "article": about,
        "retrieval": { "media_type": "application/json", "extractor": "nutgraf: Kagi Kite cluster", "complete": null },
        "text": { "value": page.text, "blocks": page.blocks },
        "actors": actors,
        "statements": statements,
        "summary": lines,
        "kite": { "articles": links(cluster.get("articles")), "location": words(cluster.get("location")) },
    }))
}

fn perspectives(cluster: &Value, page: &mut Page) {
    let all = cluster.get("perspectives").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if all.iter().any(|one| !words(one.get("text")).is_empty()) {
        page.add("heading", "Perspectives");
    }
    for one in all.iter().take(MAX_ITEMS) {
        let text = words(one.get("text"));
        if text.is_empty() {
            continue;
        }
        let sources = one.get("sources").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let names: Vec<String> =
            sources.iter().take(10).map(|source| words(source.get("name"))).filter(|name| !name.is_empty()).collect();
        let by = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
        page.add("list_item", &format!("• {text}{by}"));
    }
}

/// The quotation that the cluster claims: where its own text has the words, there; else in a block of its own, without
/// marks, since nobody has seen it said.
fn quotation(cluster: &Value, page: &mut Page) -> (Vec<Value>, Vec<Value>) {
    let quote = gate::without_marks(&words(cluster.get("quote")));
    let quote = quote.trim();
    if quote.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let author = words(cluster.get("quote_author"));
    let found = page.text.find(quote).map(|at| page.text.get(..at).unwrap_or_default().chars().count());
    let (start, source, kind) = if let Some(start) = found {
        (start, None, "direct")
    } else {
        let domain = words(cluster.get("quote_source_domain"));
        let by: Vec<&str> = [author.as_str(), domain.as_str()].into_iter().filter(|by| !by.is_empty()).collect();
        let after = if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) };
        let Some((start, _)) = page.add("paragraph", &format!("{quote}{after}")) else {
            return (Vec::new(), Vec::new());
        };
        let name_start = start + quote.chars().count() + " (".len();
        let source = (!author.is_empty()).then(|| (name_start, name_start + author.chars().count()));
        (start, source, "indirect")
    };
    let content = json!([{ "start": start, "end": start + quote.chars().count() }]);
    let span = |(start, end): (usize, usize)| json!({ "start": start, "end": end });
    let mut statement =
        json!({ "id": "s1", "kind": kind, "content": content, "speakers": [], "speaker_kind": "unknown" });
    let mut actors = Vec::new();
    if let Some(fields) = statement.as_object_mut().filter(|_| !author.is_empty()) {
        let mentions: Vec<Value> =
            source.map(|at| json!({ "start": at.0, "end": at.1, "form": "name" })).into_iter().collect();
        actors.push(json!({ "id": "a1", "kind": "other", "name": author, "mentions": mentions }));
        fields.insert("speakers".to_owned(), json!(["a1"]));
        fields.insert("source".to_owned(), source.map_or(Value::Null, span));
        if source.is_some() {
            fields.insert("resolution".to_owned(), json!("name"));
        }
    }
    (actors, vec![statement])
}

/// The articles behind the cluster, which may back it once they are read.
fn links(value: Option<&Value>) -> Vec<Value> {
    let all = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    all.iter()
        .take(MAX_ITEMS)
        .filter_map(|one| {
            let link = super::html::address(one.get("link").or_else(|| one.get("url"))?.as_str()?)?;
            let date = one.get("date").and_then(Value::as_str).and_then(rfc_3339);
            Some(json!({ "url": link, "headline": words(one.get("title")), "datePublished": date }))
        })
        .collect()
}

fn items(value: Option<&Value>) -> Vec<String> {
    let item = |one: &Value| match one {
        Value::String(_) => words(Some(one)),
        // A timeline's entries have a date and what happened.
        Value::Object(fields) => {
            let of = |names: &[&str]| names.iter().map(|name| words(fields.get(*name))).find(|words| !words.is_empty());
            let head = of(&["date", "name", "title"]);
            let body = of(&["content", "event", "text", "description"]);
            [head, body].into_iter().flatten().collect::<Vec<_>>().join(": ")
        }
        _ => String::new(),
    };
    match value {
        Some(Value::Array(all)) => all.iter().take(MAX_ITEMS).map(item).filter(|item| !item.is_empty()).collect(),
        _ => Vec::new(),
    }
}

fn paragraphs(value: Option<&Value>) -> Vec<String> {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    text.lines().map(|line| words(Some(&json!(line)))).filter(|line| !line.is_empty()).take(MAX_ITEMS).collect()
}

/// The longest reference to a source, in bytes.
const MAX_REFERENCE: usize = 80;

/// Clean words on one line, without the references to sources: *[courier.example#2]*.
fn words(value: Option<&Value>) -> String {
    let Some(text) = value.and_then(Value::as_str) else { return String::new() };
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        // A reference is short: what is looked through for its end is bounded.
        let end = crate::article::text::head(after, MAX_REFERENCE).find(']');
        let reference = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?))).filter(|(inner, _)| {
            inner.contains('#') && inner.contains('.') && !inner.contains(' ') || inner == &"common"
        });
        kept.push_str(before);
        if let Some((_, end)) = reference {
            if end.starts_with(['.', ',', ';', ':', '!', '?', '[']) {
                kept.truncate(kept.trim_end().len());
            }
            rest = end;
        } else {
            kept.push('[');
            rest = after;
        }
    }
    kept.push_str(rest);
    plain(&kept)
}
