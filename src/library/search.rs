//! Searching statements: a query to the newest, or the most relevant, statements that fit.
//!
//! `plan` makes sources of ids of a query, `express` the part that the full-text index answers, `stream` leads several
//! sources through one another; `rank` weighs, `lit` marks words, `hits` reads what is shown, `namesakes` and `blame`
//! say what a reader should know besides. Nothing here reads an article's body.

mod blame;
mod express;
mod forms;
mod hits;
mod lit;
mod namesakes;
mod plan;
#[cfg(test)]
mod plans;
mod rank;
mod stream;
#[cfg(test)]
mod tests;

use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::index::Table;
use super::query::{self, Node, Query};
use super::{Library, LibraryError, moment, saved};
use crate::catalogue::{Found, Hit, QueryFault, Sort};
pub(super) use plan::{Desk, Plan};
pub(super) use stream::{Owner, Stream, owner};

/// Statements as a search shows them, in the order given; what is not there is left out.
pub(super) fn hits(connection: &Connection, ids: &[i64]) -> rusqlite::Result<Vec<Hit>> {
    hits::read(connection, ids, &[])
}

/// A query that was understood, saved searches put in their places.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) query: Query,
    /// Where the reader's days begin and end.
    pub(super) zone: TimeZone,
    /// It is still being written.
    is_typed: bool,
}

impl Asked {
    /// The parts that must all hold.
    pub(super) fn parts(&self) -> &[Node] {
        self.query.root.as_ref().map(Node::parts).unwrap_or_default()
    }
}

impl Library {
    /// Statements that fit a query: so many, after leaving out so many. The inner error is the query's. `now`, in
    /// seconds since 1970, is what `today` and `7d` count from.
    pub fn search(
        &self,
        query: &str,
        sort: Sort,
        offset: usize,
        limit: usize,
        now: i64,
    ) -> Result<Result<Found, QueryFault>, LibraryError> {
        match self.parsed(query, now)? {
            Ok(asked) => Ok(Ok(self.found(query, &asked, sort, offset, limit)?)),
            Err(fault) => Ok(Err(fault)),
        }
    }

    /// The same while the query is still being written: its last word stands for every word that begins so, and what
    /// is not closed or not yet said is no fault. Namesakes are not looked for.
    pub fn search_typed(&self, query: &str, limit: usize, now: i64) -> Result<Result<Found, QueryFault>, LibraryError> {
        match self.understood(query, now, true)? {
            Ok(asked) => Ok(Ok(self.found(query, &asked, Sort::Newest, 0, limit)?)),
            Err(fault) => Ok(Err(fault)),
        }
    }

    /// Reads a query. The inner error is the query's.
    pub(super) fn parsed(&self, query: &str, now: i64) -> Result<Result<Asked, QueryFault>, LibraryError> {
        let understood = self.understood(query, now, false);
        // Marks alone say nothing; taken for everything, they would be a slip with great effect.
        if let Ok(Ok(asked)) = &understood
            && asked.parts().is_empty()
            && !query.trim().is_empty()
        {
            let message = "there is no word in this query".to_owned();
            return Ok(Err(QueryFault { message, at: 0..query.chars().count() }));
        }
        understood
    }

    /// The same, also while it is still being written.
    pub(super) fn understood(
        &self,
        text: &str,
        now: i64,
        is_typed: bool,
    ) -> Result<Result<Asked, QueryFault>, LibraryError> {
        let today = Some(moment::today(now));
        let parsed = if is_typed { query::parse_typed(text, today) } else { query::parse(text, today) };
        let query = match parsed {
            Ok(query) => query,
            Err(fault) => return Ok(Err(fault)),
        };
        if !self.is_owners()
            && let Some(fault) = query::private(&query)
        {
            return Ok(Err(fault));
        }
        let expanded = saved::expanded(&self.connection, query, today).map_err(|error| self.fault(&error))?;
        Ok(expanded.map(|query| Asked { query, zone: TimeZone::system(), is_typed }))
    }

    fn found(&self, text: &str, asked: &Asked, sort: Sort, offset: usize, limit: usize) -> Result<Found, LibraryError> {
        let mut found = self.answer(text, asked, sort, offset, limit).map_err(|error| self.fault(&error))?;
        self.hide_in_hits(&mut found.hits);
        Ok(found)
    }

    fn answer(&self, text: &str, asked: &Asked, sort: Sort, offset: usize, limit: usize) -> rusqlite::Result<Found> {
        let connection = &self.connection;
        let desk = Desk { connection, table: Table::Words, zone: &asked.zone };
        let needles = lit::needles(asked.query.root.as_ref());
        let plan = Plan::new(desk, asked.parts())?;
        let mut found = Found::default();
        let ids = if sort == Sort::Relevance && !needles.is_empty() {
            let mut newest = plan.ids(connection, 0, rank::MOST + 1)?;
            if newest.len() > rank::MOST {
                newest.truncate(rank::MOST);
                found.ranked = Some(rank::MOST);
            }
            let mut ranked = rank::ranked(connection, &newest, &needles)?;
            found.is_more = ranked.len() > offset.saturating_add(limit);
            ranked.drain(..offset.min(ranked.len()));
            ranked.truncate(limit);
            ranked
        } else {
            let mut newest = plan.ids(connection, offset, limit.saturating_add(1))?;
            found.is_more = newest.len() > limit;
            newest.truncate(limit);
            newest
        };
        found.hits = hits::read(connection, &ids, &needles)?;
        if !asked.is_typed {
            found.namesakes = namesakes::of(connection, asked.query.root.as_ref())?;
        }
        if found.hits.is_empty() && offset == 0 && limit > 0 {
            found.blame = blame::of(desk, text, asked.parts())?;
        }
        Ok(found)
    }

    /// The newest statements that fit a query, at most so many: their ids.
    pub(super) fn statement_ids(&self, asked: &Asked, limit: usize) -> Result<Vec<i64>, LibraryError> {
        let desk = Desk { connection: &self.connection, table: Table::Words, zone: &asked.zone };
        let ids = Plan::new(desk, asked.parts()).and_then(|plan| plan.ids(&self.connection, 0, limit));
        ids.map_err(|error| self.fault(&error))
    }
}
