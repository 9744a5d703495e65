//! The list of articles.

use serde::Serialize;

use super::ArticleKey;

/// How a list is ordered and grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ListOrder {
    /// By day, newest first; within a day the unread first.
    #[default]
    Day,
    /// By outlet, newest first.
    Outlet,
    /// By tag, newest first; an article with two tags stands under both, one without any at the end.
    Tag,
}

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRequest {
    /// In the search language; empty for everything.
    pub query: String,
    /// The query is still being typed: its last word stands for every word that begins so, and what is not whole yet is
    /// no fault.
    pub typed: bool,
    /// The order.
    pub order: ListOrder,
    /// Rows before the first one wanted.
    pub offset: usize,
    /// The most rows wanted.
    pub limit: usize,
    /// Near-duplicates as rows of their own, instead of folded into the first of them.
    pub unfolded: bool,
}

/// One article as a list shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its number.
    pub id: ArticleKey,
    /// Headline, else the first words.
    pub headline: String,
    /// Outlet, where known.
    pub outlet: Option<String>,
    /// Its language, BCP 47, where known.
    pub lang: Option<String>,
    /// Day of publication, else of arrival: `2025-08-13`.
    pub day: String,
    /// RFC 3339, where known.
    pub published: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Statements in it.
    pub n_statements: usize,
    /// Words of its text.
    pub n_words: usize,
    /// Articles that say the same and are folded into this row.
    pub n_folded: usize,
    /// Texts that it has had; above 1 it was updated.
    pub version: usize,
    /// Whether the whole text is there; nothing where it cannot be told.
    pub complete: Option<bool>,
    /// It was read.
    pub is_read: bool,
    /// It is starred.
    pub is_starred: bool,
    /// Its tags, in order.
    pub tags: Vec<String>,
    /// The heading that it stands under: the day, the outlet or the tag.
    pub group: String,
}

/// A part of a list, and how much there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListPage {
    /// The rows.
    pub rows: Vec<Row>,
    /// Rows before the first of them.
    pub offset: usize,
    /// Rows in the whole list; where `is_more`, at least so many.
    pub total: usize,
    /// The list goes on beyond `total`: counting was left off.
    pub is_more: bool,
    /// Unread articles in the library, those that are folded into another one not counted.
    pub n_unread: usize,
}

/// Something done to articles that can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// Its number.
    pub id: i64,
    /// One line: *marked 12 articles read*.
    pub what: String,
}
