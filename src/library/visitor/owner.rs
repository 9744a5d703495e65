//! What visitors take along, and what the library's owner sees of them.

use super::room::{self, forget};
use super::{LibraryError, Visitors, forget_seen, place, said};
use crate::catalogue::{ArticleKey, Mine, MyPlace, MyRemark, Visitor, VisitorRow};
use crate::library::moment;

/// A moment as the answers have it.
fn told(seconds: i64) -> String {
    moment::rfc3339(seconds).unwrap_or_default()
}

impl Visitors {
    /// All that is kept of a visitor.
    pub fn mine(&self, visitor: &Visitor) -> Result<Mine, LibraryError> {
        let Some(id) = self.id(visitor)? else { return Ok(Mine::default()) };
        self.gathered(id).map_err(|error| self.fault(&error))
    }

    fn gathered(&self, id: i64) -> rusqlite::Result<Mine> {
        let connection = &self.connection;
        let (first, last, theme) =
            connection.query_row("SELECT first_seen, last_seen, theme FROM visitor WHERE id = ?1", [id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let places = connection
            .prepare_cached(
                "SELECT article, statement, offset_char, headline, at FROM place WHERE visitor = ?1 ORDER BY at DESC",
            )?
            .query_map([id], |row| {
                let at = place(row)?;
                Ok(MyPlace {
                    article: ArticleKey(row.get(0)?),
                    headline: row.get(3)?,
                    statement: at.statement,
                    offset_char: at.offset_char,
                    at: told(row.get(4)?),
                })
            })?
            .collect::<rusqlite::Result<Vec<MyPlace>>>()?;
        let remarks = connection
            .prepare_cached("SELECT article, headline, json, at FROM remark WHERE visitor = ?1 ORDER BY id DESC")?
            .query_map([id], |row| {
                let json: String = row.get(2)?;
                Ok(said::mine(ArticleKey(row.get(0)?), row.get(1)?, &json, told(row.get(3)?)))
            })?
            .collect::<rusqlite::Result<Vec<MyRemark>>>()?;
        let n_read: u32 =
            connection.query_row("SELECT count(*) FROM opened WHERE visitor = ?1", [id], |row| row.get(0))?;
        Ok(Mine {
            first_seen: Some(told(first)),
            last_seen: Some(told(last)),
            theme,
            places,
            remarks,
            n_read: n_read as usize,
        })
    }

    /// All that is kept of everybody: the fingerprint of their key, where they have one, and what they left.
    pub fn everything(&self) -> Result<Vec<(Option<String>, Mine)>, LibraryError> {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let gathered = || -> rusqlite::Result<Vec<(Option<String>, Mine)>> {
            let mut query = self.connection.prepare_cached("SELECT id, kind, name FROM visitor ORDER BY id")?;
            let all: Vec<(i64, i64, String)> = query.query_map([], read)?.collect::<Result<_, _>>()?;
            all.into_iter().map(|(id, kind, name)| Ok(((kind == 0).then_some(name), self.gathered(id)?))).collect()
        };
        gathered().map_err(|error| self.fault(&error))
    }

    /// Forgets all that is kept of a visitor; whether there was anything.
    pub fn forget(&mut self, visitor: &Visitor) -> Result<bool, LibraryError> {
        let Some(name) = self.name_of(visitor)? else { return Ok(false) };
        let was_there = self.turn_for_good(|connection| {
            let Some(id) = room::id(connection, &name)? else { return Ok(false) };
            forget(connection, id)?;
            forget_seen(connection)?;
            Ok(true)
        })?;
        self.empty_log();
        Ok(was_there)
    }

    /// Forgets everybody; how many that were.
    pub fn forget_all(&mut self) -> Result<usize, LibraryError> {
        let n = self.turn_for_good(|connection| {
            let n: u32 = connection.query_row("SELECT count(*) FROM visitor", [], |row| row.get(0))?;
            connection.execute_batch(
                "DELETE FROM place; DELETE FROM opened; DELETE FROM remark; DELETE FROM seen; DELETE FROM visitor;",
            )?;
            Ok(n as usize)
        })?;
        self.empty_log();
        Ok(n)
    }

    /// The visitors of whom something is kept, the latest first.
    pub fn all(&self) -> Result<Vec<VisitorRow>, LibraryError> {
        let read = |row: &rusqlite::Row<'_>| {
            let kind: i64 = row.get(0)?;
            let name: String = row.get(1)?;
            Ok(VisitorRow {
                key: (kind == 0).then_some(name),
                first_seen: told(row.get(2)?),
                last_seen: told(row.get(3)?),
                n_places: row.get::<_, u32>(4)? as usize,
                n_remarks: row.get::<_, u32>(5)? as usize,
            })
        };
        self.connection
            .prepare_cached(
                "SELECT kind, name, first_seen, last_seen, (SELECT count(*) FROM place WHERE visitor = visitor.id),
                    (SELECT count(*) FROM remark WHERE visitor = visitor.id)
                 FROM visitor ORDER BY last_seen DESC, id",
            )
            .and_then(|mut query| query.query_map([], read)?.collect())
            .map_err(|error| self.fault(&error))
    }

    /// What all of it takes on the disk, in bytes.
    pub fn n_bytes(&self) -> Result<u64, LibraryError> {
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        self.connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map(i64::unsigned_abs)
            .map_err(|error| self.fault(&error))
    }
}
