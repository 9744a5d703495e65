//! What an export is made of.

use crate::article::{Article, StatementId};

/// An article on its way out, as it stands after the reader's judgements.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The article.
    pub article: &'a Article,
    /// The statements that were asked for; all where there is none. Forms of whole articles have all of the text, and
    /// these statements in it.
    pub chosen: Option<&'a [StatementId]>,
    /// Its number in the library.
    pub key: Option<i64>,
}

/// What all articles of one export have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The day of the export, like `2026-11-22`: when an address was last seen, unless the article says when it was
    /// fetched.
    pub today: Option<String>,
}
