//! Plain text to a document: cleaned, wrapped lines joined, cut into blocks.

use crate::article::{Maybe, Text};
use crate::document::Document;

use super::decode::Decoded;
use super::{ImportError, blocks, controls_warning, lines};
use crate::clean;

/// Reads a text for display; the document's text is the cleaned one.
pub(super) fn read(decoded: &Decoded<'_>, n_bytes: usize) -> Result<Document, ImportError> {
    let cleaned = clean::text(&decoded.text);
    let kept = cleaned.text.trim();
    let pieces = lines::pieces(kept);
    if pieces.is_empty() {
        return Err(ImportError::Nothing { n_bytes });
    }
    let (joined, pieces) = lines::join(kept, &pieces, true);
    let mut warnings = decoded.warnings.clone();
    warnings.extend(controls_warning(cleaned.n_removed));
    let text = Text::new(joined);
    let (blocks, metadata) = blocks::find(&text, &pieces);
    Ok(Document { text, blocks, metadata, retrieval: Maybe::Absent, warnings })
}

/// Takes a text as it is but for its forbidden scalars; every offset is the given text's.
pub(super) fn document_in_place(given: &str) -> Document {
    let (cleaned, n_removed) = clean::counted_in_place(given);
    let (joined, pieces) = lines::join(&cleaned, &lines::pieces(&cleaned), false);
    let text = Text::new(joined);
    let (blocks, metadata) = blocks::find(&text, &pieces);
    let warnings = controls_warning(n_removed).into_iter().collect();
    Document { text, blocks, metadata, retrieval: Maybe::Absent, warnings }
}
