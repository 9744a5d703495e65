//! What an export is made of.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::article::{Article, Statement, StatementId, review};

/// An article on its way out, as it stands after the reader's judgements.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The article.
    pub article: &'a Article,
    /// The article as it is kept, where that is at hand: what the machine said, and the judgements beside it.
    pub kept: Option<&'a Article>,
    /// The statements that were asked for; all where there is none. Forms of whole articles have all of the text, and
    /// these statements in it; annotated JSON has the article as it is kept.
    pub chosen: Option<&'a [StatementId]>,
    /// Its number in the library.
    pub key: Option<i64>,
    /// Its tags in the library.
    pub tags: &'a [String],
}

impl<'a> Item<'a> {
    /// An article with all of its statements, of no library.
    pub fn new(article: &'a Article) -> Self {
        Self { article, kept: None, chosen: None, key: None, tags: &[] }
    }

    /// Which statements were asked for, to be looked up.
    pub fn asked(&self) -> Asked<'a> {
        Asked(self.chosen.map(|chosen| chosen.iter().collect()))
    }

    /// The statements that were asked for, in the article's order.
    pub fn statements(&self) -> impl Iterator<Item = &'a Statement> + use<'a> {
        let asked = self.asked();
        self.article.statements.items().iter().filter(move |statement| asked.has(&statement.id))
    }
}

/// Which statements were asked for.
#[derive(Clone, Debug)]
pub struct Asked<'a>(Option<HashSet<&'a StatementId>>);

impl Asked<'_> {
    /// Whether a statement was.
    pub fn has(&self, id: &StatementId) -> bool {
        self.0.as_ref().is_none_or(|chosen| chosen.contains(id))
    }
}

/// The article as it stands once the reader's judgements are honoured: the one place through which every form but
/// annotated JSON gets it.
pub fn standing(article: &Article) -> Cow<'_, Article> {
    review::standing(article)
}

/// What all articles of one export have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The day of the export, like `2026-11-22`: when an address was last seen, unless the article says when it was
    /// fetched.
    pub today: Option<String>,
}
