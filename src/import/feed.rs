//! Feeds: RSS 0.9 to 2.0, Atom and JSON Feed, well made or not, as plain data in clean strings.
//!
//! A feed is read as far as it goes: a bad date is an unknown one, a missing id is made up from what is there, and
//! what stands before a fault is kept. Fetching the items is left to others.

mod date;
mod discover;
mod json;
mod markup;
mod xml;

use url::Url;

pub use discover::discover;
pub use markup::{paragraphs_of, words_of};

use super::decode;
use crate::article::format::sha256_hex;
use crate::clean;
use encoding_rs::{Encoding, UTF_8};

/// The most items that are read of one feed.
pub const MAX_ITEMS: usize = 5000;

/// The longest name of an item that is kept as it is, in bytes.
const MAX_NAME: usize = 250;

/// Authors of one item.
const MAX_AUTHORS: usize = 20;

/// An item's own text of fewer words is a teaser.
const FULL_WORDS: usize = 150;

/// A feed. Every string is clean; times are seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// The site that it belongs to.
    pub site: Option<Url>,
    /// BCP 47, as far as its shape tells.
    pub language: Option<String>,
    /// In the feed's order.
    pub items: Vec<Item>,
    /// It broke off, or went on beyond what is read.
    pub is_cut: bool,
}

/// An item of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it is known by within its feed: its own id, else its address, else what it says.
    pub name: String,
    /// Its page.
    pub url: Option<Url>,
    /// One line of plain text.
    pub title: Option<String>,
    /// Names.
    pub authors: Vec<String>,
    /// Unknown where it cannot be read.
    pub published: Option<i64>,
    /// Unknown where it cannot be read.
    pub updated: Option<i64>,
    /// HTML, not cleaned: it goes through the door for web pages.
    pub summary: Option<String>,
    /// HTML, not cleaned: it goes through the door for web pages.
    pub content: Option<String>,
    /// The feed has not the whole text, as far as can be told.
    pub is_teaser: bool,
    /// Changes when anything of it does.
    pub stamp: i64,
}

/// Why something is no feed. Each is one clean line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// A web page; it may name its feeds.
    #[error("this is a web page, not a feed")]
    Page,
    /// Something else.
    #[error("this is no feed (RSS, Atom or JSON Feed)")]
    NoFeed,
    /// Nested more deeply than any feed is.
    #[error("this is no feed: its elements are nested more than {} deep", xml::MAX_DEPTH)]
    TooDeep,
}

/// An item as it is found, strings as they are in the file.
#[derive(Debug, Default)]
struct Raw {
    id: Option<String>,
    url: Option<String>,
    base: Option<Url>,
    title: Option<String>,
    authors: Vec<String>,
    published: Option<String>,
    updated: Option<String>,
    summary: Option<String>,
    content: Option<String>,
}

/// Reads a feed. `charset` is what the server said, `base` where the feed was found.
pub fn read(bytes: &[u8], charset: Option<&str>, base: &Url) -> Result<Feed, FeedError> {
    let text = decoded(bytes, charset);
    let head = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n', '\0']);
    match head.as_bytes().first() {
        Some(b'{') => json::read(head, base),
        Some(b'<') => xml::read(head, base),
        _ => Err(FeedError::NoFeed),
    }
}

/// UTF-8 where the bytes are that, whatever they are said to be; else what the server or the file says, else a guess.
fn decoded<'b>(bytes: &'b [u8], charset: Option<&str>) -> std::borrow::Cow<'b, str> {
    let is_utf_16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if !is_utf_16 && std::str::from_utf8(bytes).is_err() {
        let own = xml::declared_encoding(bytes);
        let said = charset.into_iter().chain(own.as_deref()).find_map(|name| Encoding::for_label(name.as_bytes()));
        if let Some(encoding) = said.filter(|encoding| *encoding != UTF_8) {
            return encoding.decode_without_bom_handling(bytes).0;
        }
    }
    decode::decode(bytes).text
}

impl Raw {
    /// The item with clean strings.
    fn finish(self, base: &Url) -> Option<Item> {
        let Self { id, url, base: own_base, title, authors, published, updated, summary, content } = self;
        let base = own_base.as_ref().unwrap_or(base);
        let url = url.as_deref().and_then(|url| link(url, base));
        let title = title.map(|title| markup::line_of(&title)).filter(|title| !title.is_empty());
        let filled = |html: Option<String>| html.filter(|html| !html.trim().is_empty());
        let (summary, content) = (filled(summary), filled(content));
        if url.is_none() && title.is_none() && summary.is_none() && content.is_none() {
            return None;
        }
        let said: String = [&title, &updated, &summary, &content]
            .into_iter()
            .flat_map(|part| [part.as_deref().unwrap_or_default(), "\0"])
            .collect();
        let hash = |text: &str| sha256_hex(text.as_bytes()).chars().take(32).collect::<String>();
        let digest = hash(&said);
        let id = id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
        let name = match id.or_else(|| url.as_ref().map(ToString::to_string)) {
            Some(name) if name.len() <= MAX_NAME && clean::line(&name) == name => name,
            Some(name) => hash(&name),
            None => digest.clone(),
        };
        let stamp = digest.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default();
        let own = content.as_deref().or(summary.as_deref());
        let is_teaser = own.is_none_or(markup::is_teaser);
        Some(Item {
            name,
            title,
            authors: authors_of(authors),
            published: published.as_deref().and_then(date::read),
            updated: updated.as_deref().and_then(date::read),
            summary,
            content,
            is_teaser,
            stamp: stamp.cast_signed(),
            url,
        })
    }
}

/// A feed with clean strings.
fn finish(title: Option<&str>, site: Option<&str>, language: Option<&str>, base: &Url, raws: Vec<Raw>) -> Feed {
    let title = title.map(markup::line_of).filter(|title| !title.is_empty());
    let is_tag = |tag: &&str| {
        (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let language = language.map(str::trim).filter(is_tag).map(str::to_owned);
    let n_found = raws.len();
    let mut items: Vec<Item> = raws.into_iter().take(MAX_ITEMS).filter_map(|raw| raw.finish(base)).collect();
    // Two items of one name are one; the first is the newer one in nearly every feed.
    let mut names = std::collections::BTreeSet::new();
    items.retain(|item| names.insert(item.name.clone()));
    Feed { title, site: site.and_then(|site| link(site, base)), language, items, is_cut: n_found > MAX_ITEMS }
}

/// An address of the web, relative ones joined.
fn link(url: &str, base: &Url) -> Option<Url> {
    let url = base.join(url.trim()).ok()?;
    let is_fit = matches!(url.scheme(), "http" | "https") && url.host_str().is_some() && url.as_str().len() <= 4096;
    is_fit.then_some(url)
}

/// Names of people: without addresses, one each.
fn authors_of(raw: Vec<String>) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for name in raw.into_iter().take(MAX_AUTHORS) {
        let name = markup::line_of(&name);
        // RSS: *ada@vell.example (Ada Brook)*; elsewhere: *Ada Brook <ada@vell.example>*.
        let name = match name.split_once('(') {
            Some((before, inner)) if before.contains('@') => inner.trim_end_matches([')', ' ']).to_owned(),
            _ => name.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" "),
        };
        if !name.is_empty() && name.chars().any(char::is_alphabetic) && !authors.contains(&name) {
            authors.push(name);
        }
    }
    authors
}

#[cfg(test)]
mod tests;
