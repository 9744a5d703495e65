//! Markdown to a document.

use crate::document::Document;

use super::decode::Decoded;
use super::{ImportError, front, plain};

pub(super) fn read(decoded: &Decoded, n_bytes: usize) -> Result<Document, ImportError> {
    let Some((matter, body)) = front::split(&decoded.text) else { return plain::read(decoded, n_bytes) };
    let body = Decoded { text: body.to_owned(), warnings: decoded.warnings.clone() };
    let mut document = plain::read(&body, n_bytes)?;
    front::read(matter, &mut document.metadata);
    Ok(document)
}
