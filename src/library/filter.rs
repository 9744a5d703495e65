//! Which articles fit a query. Queries are refused until the search language is here.

use super::{Library, LibraryError};
use crate::catalogue::{ArticleKey, QueryFault};

/// A query that was understood.
#[derive(Debug)]
pub(super) enum Query {}

impl Library {
    pub(super) fn parsed(&self, query: &str, _now: i64) -> Result<Result<Query, QueryFault>, LibraryError> {
        let message = "this version cannot filter lists yet".to_owned();
        Ok(Err(QueryFault { message, at: 0..query.chars().count() }))
    }

    pub(super) fn articles(
        &self,
        query: &Query,
        _offset: usize,
        _limit: usize,
    ) -> Result<(Vec<ArticleKey>, bool), LibraryError> {
        match *query {}
    }
}
