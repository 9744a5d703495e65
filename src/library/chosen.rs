//! The statements that fit a query, article by article, for whoever takes them out: only their numbers are held, and
//! everything else is read when an article's turn has come.

use rusqlite::{OptionalExtension, Row};

use super::{Library, LibraryError};
use crate::article::StatementId;
use crate::catalogue::{ArticleKey, QueryFault};

/// Statements that fit a query, those of one article side by side, newest first.
#[derive(Debug)]
pub struct ChosenStatements {
    /// Greatest first.
    ids: std::vec::IntoIter<i64>,
    /// Read from the library, of the next article.
    ahead: Option<(ArticleKey, StatementId)>,
}

impl ChosenStatements {
    /// How many statements are still to come.
    pub fn n_left(&self) -> usize {
        self.ids.len() + usize::from(self.ahead.is_some())
    }
}

impl Library {
    /// The statements that fit a query, all of them. The inner error is the query's.
    pub fn choose(&self, query: &str, now: i64) -> Result<Result<ChosenStatements, QueryFault>, LibraryError> {
        match self.parsed(query, now)? {
            Ok(asked) => {
                let ids = self.statement_ids(&asked, usize::MAX)?.into_iter();
                Ok(Ok(ChosenStatements { ids, ahead: None }))
            }
            Err(fault) => Ok(Err(fault)),
        }
    }

    /// The next article, and which of its statements fit; nothing at the end. What went while this was going on is
    /// left out.
    pub fn next_chosen(
        &self,
        chosen: &mut ChosenStatements,
    ) -> Result<Option<(ArticleKey, Vec<StatementId>)>, LibraryError> {
        self.gather(chosen).map_err(|error| self.fault(&error))
    }

    fn gather(&self, chosen: &mut ChosenStatements) -> rusqlite::Result<Option<(ArticleKey, Vec<StatementId>)>> {
        let mut query = self.connection.prepare_cached("SELECT article, name FROM statement WHERE id = ?1")?;
        let mut found: Option<(ArticleKey, Vec<StatementId>)> = None;
        if let Some((article, name)) = chosen.ahead.take() {
            found = Some((article, vec![name]));
        }
        for id in chosen.ids.by_ref() {
            let read = |row: &Row| Ok((ArticleKey(row.get(0)?), StatementId(row.get(1)?)));
            let Some((article, name)) = query.query_row([id], read).optional()? else { continue };
            match &mut found {
                None => found = Some((article, vec![name])),
                Some((current, names)) if *current == article => names.push(name),
                Some(_) => {
                    chosen.ahead = Some((article, name));
                    break;
                }
            }
        }
        Ok(found)
    }
}
