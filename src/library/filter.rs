//! Articles that fit a query, for lists and for whatever is done to several at once.
//!
//! An article fits when one of its statements does, or its headline with all who speak below it; what is excluded must
//! stand nowhere in it. So `speaker:keel -tag:done` means what it says of articles too.

use rusqlite::Connection;

use super::index::Table;
use super::query::{Ask, Field, Node};
use super::search::{Asked, Desk, Owner, Plan, Stream, owner};
use super::{Library, LibraryError};
use crate::catalogue::ArticleKey;

impl Library {
    /// Articles that fit a query, newest first: so many, after leaving out so many, and whether there are more.
    /// Near-duplicates that are folded into another article are left out unless `with_folded`.
    pub(super) fn articles(
        &self,
        asked: &Asked,
        with_folded: bool,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<ArticleKey>, bool), LibraryError> {
        self.fitting(asked, with_folded, offset, limit).map_err(|error| self.fault(&error))
    }

    fn fitting(
        &self,
        asked: &Asked,
        with_folded: bool,
        offset: usize,
        limit: usize,
    ) -> rusqlite::Result<(Vec<ArticleKey>, bool)> {
        let connection = &self.connection;
        let mut wanted = Vec::new();
        let mut excluded = Vec::new();
        for part in asked.parts() {
            match part {
                Node::Not { of, .. } => excluded.extend(sources(connection, asked, &[of.as_ref()])?),
                part => wanted.push(part),
            }
        }
        let mut wanted = sources(connection, asked, &wanted)?;
        let mut found = Vec::new();
        let mut n_passed = 0;
        let mut at = Some(i64::MAX);
        while let Some(id) = at {
            let mut newest = None;
            for stream in &mut wanted {
                newest = newest.max(next(connection, stream, id)?);
            }
            let Some(hit) = newest else { break };
            let Some(Owner { ids, article, is_folded }) = owner(connection, hit)? else { break };
            at = ids.start().checked_sub(1);
            if is_folded && !with_folded {
                continue;
            }
            let mut is_excluded = false;
            for stream in &mut excluded {
                is_excluded |= next(connection, stream, *ids.end())?.is_some_and(|found| ids.contains(&found));
            }
            if is_excluded {
                continue;
            }
            if n_passed < offset {
                n_passed += 1;
            } else if found.len() == limit {
                return Ok((found, true));
            } else {
                found.push(ArticleKey(article));
            }
        }
        Ok((found, false))
    }
}

/// Where articles are found: by their headlines, and by their statements if those know more.
fn sources(connection: &Connection, asked: &Asked, parts: &[&Node]) -> rusqlite::Result<Vec<Stream>> {
    let asks_statements = parts.iter().flat_map(|part| part.clauses()).any(|(ask, _)| is_of_statements(ask));
    let tables = if asks_statements { &[Table::Heads, Table::Words][..] } else { &[Table::Heads] };
    let plan = |table: &Table| {
        let desk = Desk { connection, table: *table, zone: &asked.zone };
        Ok(Plan::new(desk, parts.iter().copied())?.into_stream())
    };
    tables.iter().map(plan).collect()
}

/// Whether a statement can answer what a headline's row cannot. The row has the outlet, the language and the article's
/// states, and the names of all who speak below it.
fn is_of_statements(ask: &Ask) -> bool {
    use super::query::State;
    !matches!(
        ask,
        Ask::In(Field::Outlet | Field::Speaker | Field::About | Field::Role, _)
            | Ask::Person(..)
            | Ask::Lang(_)
            | Ask::From(_)
            | Ask::To(_)
            | Ask::Tag(_)
            | Ask::Article(_)
            | Ask::Is(State::Unread | State::Read | State::Starred | State::Updated | State::Incomplete)
    )
}

/// The next id at or below this one that fits.
fn next(connection: &Connection, stream: &mut Stream, id: i64) -> rusqlite::Result<Option<i64>> {
    let mut at = Some(id);
    while let Some(id) = at {
        at = stream.seek(connection, id)?;
        if at == Some(id) {
            break;
        }
    }
    Ok(at)
}
