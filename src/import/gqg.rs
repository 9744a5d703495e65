//! Lines of GDELT's Global Quotation Graph: of an article its address, its title, and quotations with a few words
//! before and after each. They become an article of passages, one a block, which is told to be no more than that.

use serde::Deserialize;
use serde_json::Value;

use super::decode::Decoded;
use super::html::{address, plain};
use super::moment::rfc_3339;
use super::{ImportError, blocks, controls_warning, language};
use crate::article::format::FormatError;
use crate::article::{BlockKind, Maybe, Metadata, Retrieval, Text, Warning, WarningCode};
use crate::clean;
use crate::document::Document;
use crate::import::lines::Piece;

/// Quotations of one article.
const MAX_QUOTES: usize = 2000;

const WHY: &str = "there are only quotations with a few words around them";

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    date: Value,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    quotes: Vec<Passage>,
}

#[derive(Deserialize)]
struct Passage {
    #[serde(default)]
    pre: Option<String>,
    quote: String,
    #[serde(default)]
    post: Option<String>,
}

/// Whether a line is one of these.
pub(super) fn is_gqg(line: &str) -> bool {
    line.contains("\"quotes\"")
        && line.contains("\"quote\"")
        && serde_json::from_str::<Value>(line).is_ok_and(|value| {
            let has_quotes = value
                .get("quotes")
                .and_then(Value::as_array)
                .is_some_and(|quotes| quotes.iter().all(|one| one.get("quote").is_some_and(Value::is_string)));
            has_quotes && value.get("text").is_none()
        })
}

/// Reads all lines: an article a line. A bad line fails the whole, with its number.
pub(super) fn read(decoded: &Decoded<'_>, n_bytes: usize) -> Result<Vec<Document>, ImportError> {
    let mut documents = Vec::new();
    for (n, line) in decoded.text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(line.trim())
            .map_err(|error| ImportError::NotAnArticle { reason: FormatError::from(error), line: Some(n + 1) })?;
        documents.extend(document(&line, &decoded.warnings));
    }
    if documents.is_empty() { Err(ImportError::Nothing { n_bytes }) } else { Ok(documents) }
}

/// The passages of a line; nothing when it has no quotation.
fn document(line: &Line, warnings: &[Warning]) -> Option<Document> {
    let mut text = String::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut n_removed = 0;
    let mut add = |words: &str, given: Option<BlockKind>| {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(words);
        pieces.push(Piece { bytes: start..text.len(), n_lines: 1, given });
    };
    let title = line.title.as_deref().map(|title| clean::line(&plain(title))).filter(|title| !title.is_empty());
    if let Some(title) = &title {
        add(title, Some(BlockKind::Heading));
    }
    // The graph repeats a quotation where the page does.
    let mut seen = std::collections::HashSet::new();
    let mut has_quote = false;
    for passage in line.quotes.iter().take(MAX_QUOTES) {
        let mut part = |words: Option<&str>| {
            let cleaned = clean::text(words.unwrap_or_default());
            n_removed += cleaned.n_removed;
            plain(&cleaned.text)
        };
        let (pre, quote, post) =
            (part(passage.pre.as_deref()), part(Some(&passage.quote)), part(passage.post.as_deref()));
        let quote = quote.trim_matches(['"', '“', '”', ' ']);
        if quote.is_empty() || !seen.insert(quote.to_owned()) {
            continue;
        }
        let before = pre.trim_end_matches(['"', '“', ' ']);
        let after = post.trim_start_matches(['"', '”', ' ']);
        let mut words = String::with_capacity(before.len() + quote.len() + after.len() + 8);
        for piece in [before, &format!("“{quote}”"), after] {
            let joins = piece.starts_with([',', '.', ';', ':', '!', '?', ')', '’']);
            if !words.is_empty() && !piece.is_empty() && !joins {
                words.push(' ');
            }
            words.push_str(piece);
        }
        add(words.trim(), Some(BlockKind::Paragraph));
        has_quote = true;
    }
    if !has_quote {
        return None;
    }
    let text = Text::new(text);
    let (blocks, found) = blocks::find(&text, &pieces);
    let date = match &line.date {
        Value::String(date) => rfc_3339(date),
        Value::Number(date) => rfc_3339(&date.to_string()),
        _ => None,
    };
    let metadata = Metadata {
        url: Maybe::computed(line.url.as_deref().and_then(address)),
        headline: Maybe::computed(title),
        date_published: Maybe::computed(date),
        in_language: Maybe::computed(
            line.lang.as_deref().and_then(language::named).map(str::to_owned).or(found.in_language.known().cloned()),
        ),
        ..Metadata::default()
    };
    let retrieval = Retrieval {
        extractor: Maybe::Known("nutgraf: GDELT GQG line".to_owned()),
        complete: Maybe::Known(false),
        truncation_reason: Maybe::Known(WHY.to_owned()),
        ..Retrieval::default()
    };
    let mut warnings = warnings.to_vec();
    warnings.extend(controls_warning(n_removed));
    warnings.push(Warning::new(WarningCode::TextTruncated, format!("this is not all of the article: {WHY}")));
    Some(Document { text, blocks, metadata, retrieval: Maybe::Known(retrieval), warnings })
}
