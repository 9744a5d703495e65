//! A statement with its source in words: what is copied, and what every form that cites reads.
//!
//! Words stand in quotation marks only where the article quotes them, and with its own marks. What is doubtful is
//! said.

use super::sheet::one;
use super::{Item, Settings};
use crate::article::{Article, StatementId};
use crate::form::{Citation, Format};

/// Why there is no citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CiteError {
    /// The statement is not in the article, or the reader has said that it is none.
    #[error("this is no statement of the article any more")]
    NoStatement,
    /// There is no address to lead to.
    #[error("the article has no web address; copy it in another form")]
    NoAddress,
}

/// A statement in a form to be cited.
pub fn citation(article: &Article, id: &StatementId, form: Citation, settings: &Settings) -> Result<String, CiteError> {
    let article = &*super::standing(article);
    let statement = article.statement(id).ok_or(CiteError::NoStatement)?;
    let chosen = [id.clone()];
    let item = Item { chosen: Some(&chosen), ..Item::new(article) };
    match form {
        Citation::WebAnnotation => Ok(super::web_annotation::alone(article, statement)),
        Citation::Plain | Citation::Markdown | Citation::Bibtex | Citation::Csl | Citation::Json | Citation::Url => {
            Ok(one(Format::Json, &item, settings))
        }
    }
}
