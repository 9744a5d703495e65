//! The one door for foreign text: bytes of any kind become a cleaned document, or an annotated article.
//!
//! Files are read and limits are chosen outside; finding out who said what is left to `annotate`.

mod blocks;
mod boilerplate;
mod brat;
mod credits;
mod decode;
pub mod feed;
mod front;
mod gqg;
mod html;
mod json;
mod kite;
mod language;
mod lines;
mod mail;
mod markdown;
mod moment;
pub mod opml;
mod origin;
mod plain;
mod sniff;
mod web_annotation;

use serde_json::Value;

pub use lines::is_item;
pub use origin::Origin;

use crate::article::format::{FormatError, sha256_hex};
use crate::article::{Article, Warning, WarningCode};
use crate::clean;
use crate::document::Document;

/// The most text an article may have unless another limit is set: 10 MiB.
pub const MAX_BYTES: usize = 10 << 20;

/// An annotated file may be this many times as large as the text in it may be.
pub const ANNOTATED_FACTOR: usize = 8;

/// What a source is said to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum From {
    /// To be found out from the bytes and the name.
    #[default]
    Auto,
    /// Plain text.
    Text,
    /// Markdown (`CommonMark`), with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// A mail message, or a mailbox of them.
    Mail,
    /// One annotated article, or an array of them.
    Json,
    /// Annotated articles, one a line.
    Jsonl,
    /// Clusters of articles, as Kagi Kite publishes them.
    Kite,
    /// Lines of GDELT's Global Quotation Graph.
    Gqg,
    /// W3C Web Annotations with the text that they are about.
    WebAnnotation,
    /// brat's standoff: an `.ann` file with its `.txt` beside it.
    Brat,
}

/// How to read a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What it is.
    pub from: From,
    /// The most bytes of text that an article may have; [`MAX_BYTES`] unless set.
    pub max_bytes: usize,
    /// The file's name, for recognising it; never opened.
    pub name: Option<String>,
    /// Where it was fetched from, if it was.
    pub origin: Origin,
    /// The text that it is about, where that stands in a file of its own.
    pub beside: Option<Vec<u8>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { from: From::Auto, max_bytes: MAX_BYTES, name: None, origin: Origin::default(), beside: None }
    }
}

/// What came through the door.
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it is taken apart at once")]
#[derive(Clone, Debug, PartialEq)]
pub enum Imported {
    /// A text to annotate.
    Document(Document),
    /// Several of them.
    Documents(Vec<Document>),
    /// An article that came with its annotations.
    Article(Article),
    /// Several such articles.
    Articles(Vec<Article>),
}

/// Why a source is no article. Every one of them is exit code 65 (`EX_DATAERR`).
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ImportError {
    /// Nothing to read, or only white space and controls.
    #[error("no article text found ({n_bytes} byte{} read)", if *.n_bytes == 1 { "" } else { "s" })]
    Nothing {
        /// Size of the source.
        n_bytes: usize,
    },
    /// No text at all.
    #[error("not a text: {what}; nutgraf reads plain text, Markdown, web pages, mail and annotated JSON")]
    Binary {
        /// What it looks like.
        what: String,
    },
    /// Over the limit; nothing of it was read.
    #[error("too large: {n_bytes} bytes, and the limit is {max_bytes}; a larger --max-size lets it in")]
    TooLarge {
        /// Size of the source or, in an annotated file, of its text.
        n_bytes: usize,
        /// The limit.
        max_bytes: usize,
    },
    /// JSON, but no annotated article.
    #[error("{}{}", .line.map_or_else(String::new, |line| format!("line {line}: ")), clean::line(&.reason.to_string()))]
    NotAnArticle {
        /// What the loader says.
        reason: FormatError,
        /// The line of JSON Lines, 1-based.
        line: Option<usize>,
    },
    /// A web page or a mail without an article in it.
    #[error("no article: {why}")]
    NoArticle {
        /// Why, and what to do.
        why: &'static str,
    },
    /// A kind of file that this version does not read.
    #[error(
        "this is {what}, and this version reads plain text, Markdown, web pages, mail and annotated JSON; {remedy}"
    )]
    Unsupported {
        /// The kind of file, with its article.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
}

/// Reads a source: decoded, cleaned once, cut into blocks, what is known of its publication beside it.
pub fn read(bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
    let size = |n_bytes: usize, max_bytes: usize| {
        if n_bytes > max_bytes { Err(ImportError::TooLarge { n_bytes, max_bytes }) } else { Ok(()) }
    };
    // A fault in the size comes before a fault in the kind: no more than a glance is spent on what is too large.
    size(
        bytes.len(),
        options.max_bytes.saturating_mul(if may_be_json(bytes, options) { ANNOTATED_FACTOR } else { 1 }),
    )?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Nothing { n_bytes: bytes.len() });
    }
    sniff::refuse_binary(bytes)?;
    let decoded = decode::decode(bytes);
    let kind = sniff::kind(&decoded.text, options);
    let is_larger_than_its_text = matches!(
        kind,
        sniff::Kind::Json
            | sniff::Kind::Jsonl
            | sniff::Kind::Kite
            | sniff::Kind::Gqg
            | sniff::Kind::WebAnnotation
            | sniff::Kind::Brat
    );
    if !is_larger_than_its_text {
        size(bytes.len(), options.max_bytes)?;
    }
    match kind {
        sniff::Kind::Text => plain::read(&decoded, bytes.len()).map(Imported::Document),
        sniff::Kind::Markdown => markdown::read(&decoded, bytes.len()).map(Imported::Document),
        sniff::Kind::Mail => mail::read(bytes, &origin(bytes, options)),
        sniff::Kind::Kite => read_clusters(&decoded, options.max_bytes),
        sniff::Kind::Gqg => gqg::read(&decoded, bytes.len()).map(documents),
        sniff::Kind::WebAnnotation => web_annotation::read(&decoded, options.max_bytes),
        sniff::Kind::Brat => brat::read(&decoded, options.beside.as_deref(), options.max_bytes).map(Imported::Article),
        sniff::Kind::Html => read_page(bytes, decoded, options).map(Imported::Document),
        sniff::Kind::Json => json::read_json(&decoded, options.max_bytes),
        sniff::Kind::Jsonl => json::read_lines(&decoded, options.max_bytes),
        sniff::Kind::Unsupported { what, remedy } => Err(ImportError::Unsupported { what, remedy }),
    }
}

/// A page says its encoding itself, and its server may.
fn read_page(bytes: &[u8], decoded: decode::Decoded<'_>, options: &Options) -> Result<Document, ImportError> {
    let decoded = decode::declared(bytes, options.origin.charset.as_deref()).unwrap_or(decoded);
    html::read(&decoded, bytes.len(), &origin(bytes, options), &html::Told::default())
}

fn origin(bytes: &[u8], options: &Options) -> Origin {
    Origin { body_sha256: Some(sha256_hex(bytes)), ..options.origin.clone() }
}

fn read_clusters(decoded: &decode::Decoded<'_>, max_bytes: usize) -> Result<Imported, ImportError> {
    let value = serde_json::from_str(decoded.text.trim_start_matches('\u{FEFF}'))
        .map_err(|error| ImportError::NotAnArticle { reason: FormatError::from(error), line: None })?;
    kite::read(&value, max_bytes).map(Imported::Articles)
}

/// One is opened at once, several are listed.
fn documents(mut documents: Vec<Document>) -> Imported {
    match documents.pop() {
        Some(only) if documents.is_empty() => Imported::Document(only),
        last => {
            documents.extend(last);
            Imported::Documents(documents)
        }
    }
}

/// An annotated article from JSON that is parsed already, cleaned like one from a file. Its text may have
/// `max_bytes` bytes.
pub fn article(value: Value, max_bytes: usize) -> Result<Article, ImportError> {
    json::from_foreign(value, &[], None, max_bytes)
}

/// The English name of a language by its tag: *en-GB* is *english*.
pub fn language_name(tag: &str) -> Option<&'static str> {
    language::name_of(tag)
}

/// A document whose offsets are the given text's: nothing is taken out, a forbidden scalar becomes U+FFFD.
pub fn document_in_place(text: &str) -> Document {
    plain::document_in_place(text)
}

fn may_be_json(bytes: &[u8], options: &Options) -> bool {
    match options.from {
        From::Json | From::Jsonl | From::Kite | From::Gqg | From::WebAnnotation | From::Brat => true,
        From::Auto if options.beside.is_some() => true,
        From::Auto => bytes
            .iter()
            .find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xEF | 0xBB | 0xBF))
            .is_some_and(|byte| matches!(byte, b'{' | b'[')),
        _ => false,
    }
}

/// The warning that something was taken out, if anything was.
fn controls_warning(n_removed: usize) -> Option<Warning> {
    (n_removed > 0).then(|| {
        let what = if n_removed == 1 {
            "1 control character, escape sequence or direction override was taken out".to_owned()
        } else {
            format!("{n_removed} control characters, escape sequences or direction overrides were taken out")
        };
        Warning::new(WarningCode::ControlsRemoved, what)
    })
}
