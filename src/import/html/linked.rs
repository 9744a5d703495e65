//! What a page says of itself in JSON-LD, the way search engines read it: of all that is said, the article's own
//! entry. Broken blocks are mended where that is plain, else passed over.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::facts::{Facts, plain};
use crate::article::{Maybe, Party};
use crate::import::moment::rfc_3339;

/// Entries of all blocks that are looked at.
const MAX_ENTRIES: usize = 4000;
/// Writers, keywords and updates that are taken.
const MAX_ITEMS: usize = 50;

/// What the blocks say, if one of them is about an article.
pub(super) fn read(blocks: &[String], headline_hint: &str) -> Facts {
    let values: Vec<Value> = blocks.iter().filter_map(|block| parse(block)).collect();
    let entries = entries(&values);
    let by_id: HashMap<&str, &Value> = entries
        .iter()
        // A mere reference has an id too, and nothing else.
        .filter(|entry| entry.as_object().is_some_and(|fields| fields.len() > 1))
        .filter_map(|entry| Some((entry.get("@id")?.as_str()?, *entry)))
        .collect();
    let mut facts = Facts::default();
    let rank = |entry: &&&Value| {
        let headline = text(entry.get("headline")).unwrap_or_default();
        let is_same = !headline.is_empty() && super::facts::is_alike(&headline, headline_hint);
        (is_same, entry.get("articleBody").is_some(), !headline.is_empty())
    };
    // Of equals the first one: what comes later is often another story that is linked to.
    if let Some(article) = entries.iter().rev().filter(|entry| is_article(entry)).max_by_key(rank) {
        take(article, &by_id, &mut facts);
    }
    // Some pages tell the dates of the page only.
    for page in entries.iter().filter(|entry| is_of(entry, &["WebPage", "ItemPage"])).take(4) {
        let mut of_page = Facts::default();
        dates(page, &mut of_page);
        of_page.language = text(page.get("inLanguage"));
        facts.fill(of_page);
    }
    facts
}

fn parse(block: &str) -> Option<Value> {
    let block = block.trim();
    let block = block.strip_prefix("<!--").map_or(block, |rest| rest.trim_end().trim_end_matches("-->"));
    let block = block.trim().trim_start_matches("//").trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    let block = block.trim().trim_end_matches("//").trim_end_matches(';').trim();
    if block.is_empty() {
        return None;
    }
    serde_json::from_str(block).ok().or_else(|| serde_json::from_str(&mended(block)).ok())
}

/// Line ends and other controls within strings, which JSON forbids and systems write all the same, become spaces, and
/// a comma before a closing bracket goes.
fn mended(block: &str) -> Cow<'_, str> {
    let mut mended = String::with_capacity(block.len());
    let mut is_string = false;
    let mut is_escaped = false;
    for scalar in block.chars() {
        match scalar {
            '"' if !is_escaped => is_string = !is_string,
            ']' | '}' if !is_string => {
                let kept = mended.trim_end().strip_suffix(',').map(str::len);
                if let Some(n) = kept {
                    mended.truncate(n);
                }
            }
            _ => {}
        }
        is_escaped = is_string && scalar == '\\' && !is_escaped;
        mended.push(if scalar < ' ' { ' ' } else { scalar });
    }
    Cow::Owned(mended)
}

/// Every object of the blocks that may be about the page, lists and graphs opened.
fn entries(values: &[Value]) -> Vec<&Value> {
    let mut entries = Vec::new();
    let mut queue: std::collections::VecDeque<&Value> = values.iter().collect();
    while let Some(value) = queue.pop_front() {
        if entries.len() + queue.len() > MAX_ENTRIES {
            break;
        }
        match value {
            Value::Array(items) => queue.extend(items.iter().take(MAX_ENTRIES)),
            Value::Object(fields) => {
                entries.push(value);
                for name in ["@graph", "mainEntity", "mainEntityOfPage", "author", "publisher", "creator"] {
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = fields.get(name) {
                        queue.push_back(inner);
                    }
                }
            }
            _ => {}
        }
    }
    entries
}

fn is_of(entry: &Value, kinds: &[&str]) -> bool {
    let is_one = |kind: &str| {
        let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
        kinds.contains(&kind)
    };
    match entry.get("@type") {
        Some(Value::String(kind)) => is_one(kind),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).any(is_one),
        _ => false,
    }
}

fn is_article(entry: &Value) -> bool {
    is_of(
        entry,
        &[
            "Article",
            "NewsArticle",
            "ReportageNewsArticle",
            "AnalysisNewsArticle",
            "OpinionNewsArticle",
            "BackgroundNewsArticle",
            "ReviewNewsArticle",
            "AskPublicNewsArticle",
            "AdvertiserContentArticle",
            "SatiricalArticle",
            "ScholarlyArticle",
            "TechArticle",
            "Report",
            "BlogPosting",
            "LiveBlogPosting",
            "SocialMediaPosting",
        ],
    )
}

fn take(article: &Value, by_id: &HashMap<&str, &Value>, facts: &mut Facts) {
    let field = |name: &str| text(article.get(name));
    facts.headline = field("headline").or_else(|| field("name"));
    facts.alternative_headline = field("alternativeHeadline").or_else(|| field("alternateName"));
    facts.description = field("description").or_else(|| field("abstract"));
    facts.language = article.get("inLanguage").and_then(|language| {
        text(Some(language)).or_else(|| text(language.get("alternateName"))).or_else(|| text(language.get("name")))
    });
    facts.section = match article.get("articleSection") {
        Some(Value::Array(all)) => text(all.first()),
        other => text(other),
    };
    facts.keywords = keywords(article.get("keywords"));
    let author = article.get("author").or_else(|| article.get("creator"));
    facts.authors = author.map_or_else(Vec::new, |author| parties(author, by_id));
    facts.publisher = article
        .get("publisher")
        .or_else(|| article.get("sourceOrganization"))
        .or_else(|| article.get("copyrightHolder"))
        .and_then(|publisher| parties(publisher, by_id).into_iter().next());
    facts.url = raw(article.get("url")).or_else(|| match article.get("mainEntityOfPage") {
        Some(Value::String(url)) => Some(url.clone()),
        Some(page) => raw(page.get("@id")).or_else(|| raw(page.get("url"))),
        None => None,
    });
    dates(article, facts);
    facts.is_free = free(article);
    facts.n_words = article.get("wordCount").and_then(|count| match count {
        Value::Number(count) => count.as_u64(),
        Value::String(count) => count.trim().parse().ok(),
        _ => None,
    });
    facts.body = raw(article.get("articleBody")).or_else(|| raw(article.get("text")));
    facts.is_live = is_of(article, &["LiveBlogPosting"]);
}

fn dates(entry: &Value, facts: &mut Facts) {
    let date = |names: &[&str]| names.iter().find_map(|name| rfc_3339(entry.get(*name)?.as_str()?));
    facts.published = date(&["datePublished", "dateCreated", "uploadDate"]);
    facts.modified = date(&["dateModified"]);
}

/// `isAccessibleForFree`, of the article or of a part of it.
fn free(article: &Value) -> Option<bool> {
    let said = |entry: &Value| match entry.get("isAccessibleForFree") {
        Some(Value::Bool(free)) => Some(*free),
        Some(Value::String(free)) => match free.trim().to_ascii_lowercase().as_str() {
            "true" | "http://schema.org/true" | "https://schema.org/true" => Some(true),
            "false" | "http://schema.org/false" | "https://schema.org/false" => Some(false),
            _ => None,
        },
        _ => None,
    };
    let parts: &[Value] = match article.get("hasPart") {
        Some(Value::Array(parts)) => parts,
        Some(part) => std::slice::from_ref(part),
        None => &[],
    };
    if parts.iter().take(MAX_ITEMS).any(|part| said(part) == Some(false)) { Some(false) } else { said(article) }
}

/// Words of a field, without tags and entities.
fn text(value: Option<&Value>) -> Option<String> {
    let words = match value? {
        Value::String(words) => plain(words),
        Value::Array(all) => plain(all.iter().find_map(Value::as_str)?),
        Value::Object(fields) => plain(fields.get("@value")?.as_str()?),
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

fn raw(value: Option<&Value>) -> Option<String> {
    value?.as_str().map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned)
}

fn keywords(value: Option<&Value>) -> Vec<String> {
    let all: Vec<&str> = match value {
        // Some lists hold one string of them all.
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).flat_map(|words| words.split(',')).collect(),
        Some(Value::String(words)) => words.split([',', ';']).collect(),
        _ => Vec::new(),
    };
    all.into_iter().map(plain).filter(|word| !word.is_empty()).take(MAX_ITEMS).collect()
}

/// Authors or publishers: a name, an entry, a reference to one, or a list of these.
fn parties(value: &Value, by_id: &HashMap<&str, &Value>) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    let all = match value {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    for one in all.iter().take(MAX_ITEMS) {
        let one = match one.get("@id").and_then(Value::as_str) {
            Some(id) if one.get("name").is_none() => by_id.get(id).copied().unwrap_or(one),
            _ => one,
        };
        let (name, url) = match one {
            Value::String(name) => (Some(plain(name)), None),
            Value::Object(fields) => (text(fields.get("name")), raw(fields.get("url"))),
            _ => (None, None),
        };
        let Some(name) = name.filter(|name| !name.is_empty() && !name.contains("://")) else { continue };
        let names = super::facts::names(&name);
        let url = url.filter(|_| names.len() == 1).as_deref().and_then(super::facts::address);
        for name in names {
            if parties.iter().all(|party| party.name != name) {
                let url = url.clone().map_or(Maybe::Absent, Maybe::Known);
                parties.push(Party { name, url, ..Party::default() });
            }
        }
    }
    parties
}

#[cfg(test)]
mod tests {
    use super::read;

    fn facts(block: &str) -> super::Facts {
        read(&[block.to_owned()], "")
    }

    #[test]
    fn an_article_is_found_in_a_graph_with_its_writers_by_reference() {
        let facts = facts(
            r##"{"@context":"https://schema.org","@graph":[
            {"@type":"WebPage","@id":"#p","datePublished":"2031-01-01"},
            {"@type":["Article","Thing"],"headline":"Dam &amp; river","author":{"@id":"#a"},"publisher":{"@id":"#o"},
             "datePublished":"2031-08-13T10:00:00+00:00","isAccessibleForFree":"False","wordCount":"412","keywords":["dam, river","water"]},
            {"@type":"Person","@id":"#a","name":"Ada Lind","url":"https://vell.example/ada"},
            {"@type":"Organization","@id":"#o","name":"Vell Courier"}]}"##,
        );
        assert_eq!(facts.headline.as_deref(), Some("Dam & river"));
        assert_eq!(facts.authors[0].name, "Ada Lind");
        assert_eq!(facts.publisher.map(|p| p.name).as_deref(), Some("Vell Courier"));
        assert_eq!(facts.published.as_deref(), Some("2031-08-13T10:00:00Z"));
        assert_eq!((facts.is_free, facts.n_words), (Some(false), Some(412)));
        assert_eq!(facts.keywords, ["dam", "river", "water"]);
    }

    #[test]
    fn what_systems_break_is_mended_and_what_is_lost_is_passed_over() {
        let broken = "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Two\nlines\",\"author\":[\"By Ada Lind and Tom Reyes\",],}; -->";
        let found = facts(broken);
        assert_eq!(found.headline.as_deref(), Some("Two lines"));
        assert_eq!(found.authors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["Ada Lind", "Tom Reyes"]);
        let both = read(&["{\"@type\":".to_owned(), "[{\"@type\":\"BlogPosting\",\"headline\":\"B\"}]".to_owned()], "");
        assert_eq!(both.headline.as_deref(), Some("B"));
        assert!(facts("{\"@type\":\"Recipe\",\"headline\":\"Soup\"}").headline.is_none());
        assert!(facts(&"[".repeat(100_000)).headline.is_none());
    }

    #[test]
    fn a_part_behind_a_wall_makes_the_whole_not_free() {
        let part = r#"{"@type":"NewsArticle","headline":"A","isAccessibleForFree":true,
            "hasPart":[{"@type":"WebPageElement","isAccessibleForFree":"false","cssSelector":".wall"}]}"#;
        assert_eq!(facts(part).is_free, Some(false));
    }
}
