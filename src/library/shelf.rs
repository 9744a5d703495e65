//! What a reader does to articles: read, star, tag, remove; all of it can be undone.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::outline::Outline;
use super::{Library, LibraryError, add, body, people};
use crate::catalogue::{ArticleKey, Deed};

/// So many deeds can be undone, one after the other.
const MOST_DEEDS: i64 = 100;

/// What is done to articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Read, or not.
    Read(bool),
    /// Starred, or not.
    Starred(bool),
    /// Given a tag.
    Tag(String),
    /// A tag taken away.
    Untag(String),
    /// Taken out of the library; a feed does not bring them back.
    Remove,
}

/// What stood before a deed: the articles that it changed.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    change: String,
    tag: Option<String>,
    articles: Vec<i64>,
}

impl Change {
    fn verb(&self) -> &'static str {
        match self {
            Self::Read(true) => "read",
            Self::Read(false) => "unread",
            Self::Starred(true) => "star",
            Self::Starred(false) => "unstar",
            Self::Tag(_) => "tag",
            Self::Untag(_) => "untag",
            Self::Remove => "remove",
        }
    }

    fn tag(&self) -> Option<&str> {
        match self {
            Self::Tag(tag) | Self::Untag(tag) => Some(tag),
            _ => None,
        }
    }

    fn said(&self, n: usize) -> String {
        let articles = if n == 1 { "1 article".to_owned() } else { format!("{n} articles") };
        match self {
            Self::Read(true) => format!("marked {articles} read"),
            Self::Read(false) => format!("marked {articles} unread"),
            Self::Starred(true) => format!("starred {articles}"),
            Self::Starred(false) => format!("took the star from {articles}"),
            Self::Tag(tag) => format!("tagged {articles} {tag}"),
            Self::Untag(tag) => format!("took the tag {tag} from {articles}"),
            Self::Remove => format!("removed {articles}"),
        }
    }

    /// Does it to one article; whether that changed anything.
    fn carry_out(&self, connection: &Connection, key: ArticleKey, now: i64) -> rusqlite::Result<bool> {
        let n_rows = match self {
            Self::Read(on) => connection
                .prepare_cached("UPDATE article SET is_read = ?2 WHERE id = ?1 AND is_read <> ?2 AND removed IS NULL")?
                .execute(params![key.0, on])?,
            Self::Starred(on) => connection
                .prepare_cached(
                    "UPDATE article SET is_starred = ?2 WHERE id = ?1 AND is_starred <> ?2 AND removed IS NULL",
                )?
                .execute(params![key.0, on])?,
            Self::Tag(tag) => connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO tag (name, article)
                     SELECT ?2, id FROM article WHERE id = ?1 AND removed IS NULL",
                )?
                .execute(params![key.0, tag])?,
            Self::Untag(tag) => connection
                .prepare_cached("DELETE FROM tag WHERE name = ?2 AND article = ?1")?
                .execute(params![key.0, tag])?,
            Self::Remove => {
                let is_there = connection
                    .prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND removed IS NULL")?
                    .exists(params![key.0])?;
                if is_there {
                    add::withdraw(connection, key)?;
                    connection
                        .prepare_cached("UPDATE article SET removed = ?2 WHERE id = ?1")?
                        .execute(params![key.0, now])?;
                }
                usize::from(is_there)
            }
        };
        Ok(n_rows > 0)
    }
}

impl Library {
    /// Does something to articles, in one transaction. What was already so is left alone; the deed says how many
    /// changed, and there is none when nothing did.
    pub fn change(&mut self, keys: &[ArticleKey], change: &Change, now: i64) -> Result<Option<Deed>, LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let deed = (|| {
            let mut articles = Vec::new();
            for &key in keys {
                if change.carry_out(&transaction, key, now)? {
                    articles.push(key.0);
                }
            }
            if articles.is_empty() {
                return Ok(None);
            }
            let what = change.said(articles.len());
            let before = Before { change: change.verb().to_owned(), tag: change.tag().map(str::to_owned), articles };
            let before = serde_json::to_string(&before).unwrap_or_default();
            record(&transaction, &what, "shelf", &before, now).map(Some)
        })()
        .map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Ok(deed)
    }

    /// Marks an article read because it was opened, which nobody has to undo.
    pub fn opened(&mut self, key: ArticleKey) -> Result<(), LibraryError> {
        let done = self
            .connection
            .prepare_cached("UPDATE article SET is_read = 1 WHERE id = ?1 AND is_read = 0")
            .and_then(|mut update| update.execute(params![key.0]));
        done.map(|_| ()).map_err(|error| self.fault(&error))
    }

    /// The deed that would be undone next.
    pub fn last_deed(&self) -> Result<Option<Deed>, LibraryError> {
        let found = self.connection.prepare_cached("SELECT id, what FROM deed ORDER BY id DESC LIMIT 1").and_then(
            |mut query| query.query_row([], |row| Ok(Deed { id: row.get(0)?, what: row.get(1)? })).optional(),
        );
        found.map_err(|error| self.fault(&error))
    }

    /// Undoes the last deed that was not undone yet, and says which; nothing when there is none.
    pub fn undo(&mut self, now: i64) -> Result<Option<Deed>, LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let last: Option<(i64, String, String, String)> = transaction
            .prepare_cached("SELECT id, what, kind, before FROM deed ORDER BY id DESC LIMIT 1")
            .and_then(|mut query| {
                query.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).optional()
            })
            .map_err(fault)?;
        let Some((id, what, kind, before)) = last else { return Ok(None) };
        match kind.as_str() {
            "shelf" => {
                if let Ok(before) = serde_json::from_str::<Before>(&before) {
                    take_back(&transaction, &before, now, &path)?;
                }
            }
            people::deed::KIND => people::deed::take_back(&transaction, &before).map_err(fault)?,
            _ => return Ok(None),
        }
        transaction.execute("DELETE FROM deed WHERE id = ?1", params![id]).map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Ok(Some(Deed { id, what }))
    }
}

/// Keeps what was done, so that it can be undone. The oldest deeds beyond [`MOST_DEEDS`] are forgotten.
pub(super) fn record(
    connection: &Connection,
    what: &str,
    kind: &str,
    before: &str,
    now: i64,
) -> rusqlite::Result<Deed> {
    connection
        .prepare_cached("INSERT INTO deed (at, what, kind, before) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![now, what, kind, before])?;
    let id = connection.last_insert_rowid();
    connection.prepare_cached("DELETE FROM deed WHERE id <= ?1")?.execute(params![id - MOST_DEEDS])?;
    Ok(Deed { id, what: what.to_owned() })
}

fn take_back(connection: &Connection, before: &Before, now: i64, path: &std::path::Path) -> Result<(), LibraryError> {
    let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
    let tag = before.tag.clone().unwrap_or_default();
    let opposite = match before.change.as_str() {
        "read" => Change::Read(false),
        "unread" => Change::Read(true),
        "star" => Change::Starred(false),
        "unstar" => Change::Starred(true),
        "tag" => Change::Untag(tag),
        "untag" => Change::Tag(tag),
        _ => {
            for &id in &before.articles {
                bring_back(connection, ArticleKey(id), now, path)?;
            }
            return Ok(());
        }
    };
    for &id in &before.articles {
        opposite.carry_out(connection, ArticleKey(id), now).map_err(fault)?;
    }
    Ok(())
}

/// Makes an article that was removed searchable again, from its body.
fn bring_back(connection: &Connection, key: ArticleKey, now: i64, path: &std::path::Path) -> Result<(), LibraryError> {
    let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
    let row: Option<(i64, i64)> = connection
        .prepare_cached("SELECT version, added FROM article WHERE id = ?1 AND removed IS NOT NULL")
        .and_then(|mut query| query.query_row(params![key.0], |row| Ok((row.get(0)?, row.get(1)?))).optional())
        .map_err(fault)?;
    let Some((version, added)) = row else { return Ok(()) };
    let body: Vec<u8> = connection
        .prepare_cached("SELECT json FROM body WHERE article = ?1 AND version = ?2")
        .and_then(|mut query| query.query_row(params![key.0, version], |row| row.get(0)))
        .map_err(fault)?;
    let article = body::unfold(path, key, &body)?;
    let outline = Outline::new(&article, added, &jiff::tz::TimeZone::system());
    add::replace(connection, key, &article, &outline, version, now).map_err(fault)
}
