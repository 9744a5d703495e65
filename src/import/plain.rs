//! Plain text to a document.

use crate::article::{Maybe, Metadata, Text};
use crate::document::Document;

use super::decode::Decoded;
use super::{ImportError, blocks, clean, controls_warning};

pub(super) fn read(decoded: &Decoded, n_bytes: usize) -> Result<Document, ImportError> {
    let cleaned = clean::text(&decoded.text);
    if cleaned.text.trim().is_empty() {
        return Err(ImportError::Nothing { n_bytes });
    }
    let text = Text::new(cleaned.text);
    let mut warnings = decoded.warnings.clone();
    warnings.extend(controls_warning(cleaned.n_removed));
    Ok(Document {
        blocks: blocks::find(&text),
        text,
        metadata: Metadata::default(),
        retrieval: Maybe::Absent,
        warnings,
    })
}

pub(super) fn document_in_place(given: &str) -> Document {
    let (cleaned, n_removed) = clean::counted_in_place(given);
    let text = Text::new(cleaned);
    Document {
        blocks: blocks::find(&text),
        text,
        metadata: Metadata::default(),
        retrieval: Maybe::Absent,
        warnings: controls_warning(n_removed).into_iter().collect(),
    }
}
