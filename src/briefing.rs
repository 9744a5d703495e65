//! From bytes to articles that can be read: import, then annotation of what came without.

use crate::annotate::annotate;
use crate::article::Article;
use crate::import::{self, ImportError, Imported, Options};

/// Reads a source and annotates it, unless it is annotated already. At least one article, several from an array or
/// from JSON Lines.
pub fn from_bytes(bytes: &[u8], options: &Options) -> Result<Vec<Article>, ImportError> {
    let articles = from_imported(import::read(bytes, options)?);
    if articles.is_empty() { Err(ImportError::Nothing { n_bytes: bytes.len() }) } else { Ok(articles) }
}

/// Annotates what was imported, unless it is annotated already.
pub fn from_imported(imported: Imported) -> Vec<Article> {
    match imported {
        Imported::Document(document) => vec![annotate(&document)],
        Imported::Article(article) => vec![article],
        Imported::Articles(articles) => articles,
    }
}
