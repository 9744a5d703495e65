//! Names for articles and what is in them that are good in any file (IRIs).

use std::fmt::Write as _;

use url::Url;

use super::cite::without_credentials;
use crate::article::format::article_id;
use crate::article::{ActorId, Article, StatementId};

/// What stands between an article's name and a statement's or an actor's.
const STATEMENT: &str = "#statement-";
const ACTOR: &str = "#actor-";

/// The article as a text with its annotations: its id where that is an IRI, else the one that it would be given.
pub(super) fn article(article: &Article) -> String {
    let id = article.id.as_str();
    let is_plain = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if id.strip_prefix("urn:sha256:").is_some_and(is_plain) {
        return id.to_owned();
    }
    article_id(article.metadata.url.known().map(String::as_str), article.text.as_str())
}

/// The page that the article was published as: what others annotate. Its own name where its address is not known.
pub(super) fn page(article: &Article) -> String {
    address(article).unwrap_or_else(|| self::article(article))
}

/// The article's address, if it is one of the web.
pub(super) fn address(article: &Article) -> Option<String> {
    let url = Url::parse(article.metadata.url.known()?).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| String::from(without_credentials(url)))
}

/// A statement of the article that an IRI names.
pub(super) fn statement(article: &str, id: &StatementId) -> String {
    format!("{article}{STATEMENT}{}", encoded(&id.0))
}

/// An actor of the article that an IRI names.
pub(super) fn actor(article: &str, id: &ActorId) -> String {
    format!("{article}{ACTOR}{}", encoded(&id.0))
}

/// Percent-encoded but for RFC 3986's unreserved characters.
pub(super) fn encoded(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}
