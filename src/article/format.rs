//! The file form of an annotated article, version 1: JSON in, JSON out; the schema stands in `assets/`.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Article, Block, BlockKind, Extra, Maybe, Metadata, Text};

/// Why a file is not read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FormatError {
    /// Not JSON at all.
    #[error("not JSON: {reason} (line {line}, column {column})")]
    NotJson {
        /// What the parser says.
        reason: String,
        /// 1-based.
        line: usize,
        /// 1-based.
        column: usize,
    },
    /// JSON, but no annotated article.
    #[error(
        "not an annotated article: {missing}; nutgraf expects an object whose text.value is the article's text as a string"
    )]
    NotAnArticle {
        /// Which field is missing or of the wrong type.
        missing: String,
    },
    /// Of a version that this program does not know.
    #[error("this file says version {found}; this nutgraf reads 1.x (a newer nutgraf may read it)")]
    VersionTooNew {
        /// The file's `schema_version`.
        found: String,
    },
}

/// Reads one annotated article.
pub fn read(json: &str) -> Result<Article, FormatError> {
    let value = serde_json::from_str(json).map_err(|error| FormatError::NotJson {
        reason: error.to_string(),
        line: error.line(),
        column: error.column(),
    })?;
    from_value(value)
}

/// Reads one annotated article from parsed JSON.
#[allow(clippy::needless_pass_by_value, reason = "the loader will move strings out of it")]
pub fn from_value(value: Value) -> Result<Article, FormatError> {
    if let Some(version) = value.get("schema_version").and_then(Value::as_str)
        && !version.starts_with("1.")
    {
        return Err(FormatError::VersionTooNew { found: version.to_owned() });
    }
    let Some(text) = value.pointer("/text/value").and_then(Value::as_str) else {
        return Err(FormatError::NotAnArticle { missing: "text.value is missing".to_owned() });
    };
    let text = Text::new(text);
    Ok(Article {
        id: article_id(None, text.as_str()),
        metadata: Metadata::default(),
        retrieval: Maybe::Absent,
        blocks: blocks_of_lines(&text),
        text,
        sentences: Maybe::Absent,
        actors: Maybe::Absent,
        statements: Maybe::Absent,
        summary: Maybe::Absent,
        notes: Maybe::Absent,
        provenance: Maybe::Absent,
        warnings: Vec::new(),
        extra: Extra::new(),
    })
}

fn blocks_of_lines(text: &Text) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut byte = 0;
    for line in text.as_str().split_inclusive('\n') {
        let words = line.trim();
        let start = byte + (line.len() - line.trim_start().len());
        if let Some(span) = text.span_of_bytes(start, start + words.len()).filter(|_| !words.is_empty()) {
            blocks.push(Block::new(BlockKind::Paragraph, span));
        }
        byte += line.len();
    }
    blocks
}

/// Writes an annotated article on one line, without a newline at its end.
pub fn write(article: &Article) -> String {
    to_value(article).to_string()
}

/// Writes an annotated article, indented.
pub fn write_pretty(article: &Article) -> String {
    format!("{:#}", to_value(article))
}

fn to_value(article: &Article) -> Value {
    let mut file = Map::new();
    file.insert("schema_version".to_owned(), json!("1.0"));
    file.insert("id".to_owned(), json!(article.id));
    file.insert("text".to_owned(), json!({ "value": article.text.as_str() }));
    Value::Object(file)
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
    let seed = format!("{}\n{}", url.unwrap_or_default(), sha256_hex(text.as_bytes()));
    format!("urn:sha256:{}", sha256_hex(seed.as_bytes()))
}
