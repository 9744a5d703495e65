//! The file form of an annotated article, version 1: JSON in, JSON out.
//!
//! `assets/annotated-article.schema.json` describes it, and the tests hold every file written here against that
//! schema. Reading refuses only what is no annotated article at all; everything else that the format does not allow
//! is a warning. Cleaning foreign text of controls is the business of import, which hands it on to here.

mod field;
mod load;
mod save;
mod wire;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Article;
use field::Field;
pub use field::Named;
use wire::WireArticle;

/// The version that is written. Every 1.x is read.
pub const SCHEMA_VERSION: &str = "1.0";

/// What offsets count.
pub const UNIT: &str = "unicode-scalar";

/// The JSON Schema (2020-12) of the format.
pub const SCHEMA: &str = include_str!("../../assets/annotated-article.schema.json");

/// Why a file is not read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FormatError {
    /// Not JSON at all.
    #[error("not JSON: {reason} at line {line}, column {column}")]
    NotJson {
        /// What the parser says, without the place.
        reason: String,
        /// 1-based.
        line: usize,
        /// 1-based, in bytes.
        column: usize,
    },
    /// JSON, but no annotated article.
    #[error(
        "not an annotated article: {missing}; nutgraf expects an object whose text.value is the article's text, \
         {{\"text\": {{\"value\": \"…\"}}, …}}"
    )]
    NotAnArticle {
        /// Which field is missing or of the wrong type.
        missing: String,
    },
    /// Of a version that this program does not know.
    #[error("this file says version {found}; this nutgraf reads 1.x, so take a nutgraf that knows version {found}")]
    VersionTooNew {
        /// The file's `schema_version`.
        found: String,
    },
}

impl FormatError {
    fn not_an_article(missing: impl Into<String>) -> Self {
        Self::NotAnArticle { missing: missing.into() }
    }
}

/// The parser's fault with its place taken out of the sentence.
impl From<serde_json::Error> for FormatError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let reason = error.to_string();
        let reason = reason.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&reason).to_owned();
        Self::NotJson { reason, line, column }
    }
}

/// Reads one annotated article; a byte order mark before it is passed over.
pub fn read(json: &str) -> Result<Article, FormatError> {
    let json = json.strip_prefix('\u{FEFF}').unwrap_or(json);
    load::article(serde_json::from_str::<Field<WireArticle>>(json)?)
}

/// Reads one annotated article from parsed JSON.
pub fn from_value(value: Value) -> Result<Article, FormatError> {
    load::article(Field::<WireArticle>::deserialize(value)?)
}

/// Writes an annotated article on one line, without a newline at its end.
pub fn write(article: &Article) -> String {
    save::to_value(article).to_string()
}

/// Writes an annotated article, indented.
pub fn write_pretty(article: &Article) -> String {
    format!("{:#}", save::to_value(article))
}

/// An annotated article as JSON, for those who write several into one file.
pub fn to_value(article: &Article) -> Value {
    save::to_value(article)
}

/// A judgement or a note by itself, as it stands in a file.
pub(super) mod piece {
    pub(in crate::article) use super::load::piece::{actor_review, note, review};
    pub(in crate::article) use super::save::{
        actor_review as actor_review_value, note as note_value, review as review_value,
    };
}

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| DIGITS.get(usize::from(digit)).map(|&digit| char::from(digit)))
        .collect()
}

/// The id of an article: `urn:sha256:` and the digest of its address (nothing when unknown), a newline and the
/// digest of its text.
pub fn article_id(url: Option<&str>, text: &str) -> String {
    article_id_of(url, &sha256_hex(text.as_bytes()))
}

/// The id of an article whose text has this digest.
pub fn article_id_of(url: Option<&str>, text_sha256: &str) -> String {
    let seed = format!("{}\n{text_sha256}", url.unwrap_or_default());
    format!("urn:sha256:{}", sha256_hex(seed.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{article_id, sha256_hex};

    #[test]
    fn digests_are_the_published_ones() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn an_id_is_the_same_for_the_same_address_and_text_only() {
        let id = article_id(Some("https://example.org/a"), "text");
        assert_eq!(id, article_id(Some("https://example.org/a"), "text"));
        assert_eq!(id.len(), "urn:sha256:".len() + 64);
        assert_ne!(id, article_id(None, "text"));
        assert_ne!(id, article_id(Some("https://example.org/a"), "text "));
    }
}
