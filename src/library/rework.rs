//! Annotating again what is in the library, after a newer model: what is out of date, and putting it back.
//!
//! Ids and reviews are the article room's to carry over; annotating is not done here. A run that was broken off goes
//! on where it stopped, since what is up to date is not asked for again.

use std::borrow::Cow;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::outline::Outline;
use super::{Library, LibraryError, add, body};
use crate::article::{Article, carry};
use crate::catalogue::ArticleKey;

/// An article that is being annotated again.
#[derive(Clone, Debug)]
pub struct Rework {
    /// Its number.
    pub key: ArticleKey,
    /// The version of the text that was taken.
    pub version: i64,
    /// The article: as it stood, later as it is to stand.
    pub article: Article,
}

impl Library {
    /// Articles after `after` that nutgraf annotated otherwise than `annotator` would (name, version and weights'
    /// digest), in the order of their numbers. Articles annotated by others, or by who knows whom, are left to them.
    pub fn outdated(&self, annotator: &str, after: ArticleKey, limit: usize) -> Result<Vec<ArticleKey>, LibraryError> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT id FROM article WHERE id > ?1 AND removed IS NULL AND model <> ?2
                 AND model LIKE 'nutgraf %' ORDER BY id LIMIT ?3",
            )
            .and_then(|mut query| {
                query
                    .query_map(params![after.0, annotator, limit as i64], |row| row.get(0).map(ArticleKey))?
                    .collect::<Result<Vec<_>, _>>()
            });
        found.map_err(|error| self.fault(&error))
    }

    /// How many they are.
    pub fn n_outdated(&self, annotator: &str) -> Result<usize, LibraryError> {
        let found = self.connection.query_row(
            "SELECT count(*) FROM article WHERE removed IS NULL AND model <> ?1
             AND model LIKE 'nutgraf %'",
            params![annotator],
            |row| row.get::<_, i64>(0),
        );
        found.map(|n| usize::try_from(n).unwrap_or(0)).map_err(|error| self.fault(&error))
    }

    /// Whether nutgraf annotated it, so that it may be annotated again.
    pub fn is_ours(&self, key: ArticleKey) -> Result<bool, LibraryError> {
        let found = self
            .connection
            .prepare_cached("SELECT model LIKE 'nutgraf %' FROM article WHERE id = ?1")
            .and_then(|mut query| query.query_row(params![key.0], |row| row.get(0)).optional());
        found.map(|is_ours| is_ours.unwrap_or(false)).map_err(|error| self.fault(&error))
    }

    /// An article with its version, to be annotated again; nothing when it is not there.
    pub fn take_out(&self, key: ArticleKey) -> Result<Option<Rework>, LibraryError> {
        let version = self
            .connection
            .prepare_cached("SELECT version FROM article WHERE id = ?1 AND removed IS NULL")
            .and_then(|mut query| query.query_row(params![key.0], |row| row.get::<_, i64>(0)).optional())
            .map_err(|error| self.fault(&error))?;
        let Some(version) = version else { return Ok(None) };
        let article = self.article_version(key, version)?;
        Ok(article.map(|article| Rework { key, version, article }))
    }

    /// Puts articles back with their new annotations, in one transaction; how many. One whose text was updated or
    /// that was removed in the meantime is left as it is now.
    pub fn put_back(&mut self, reworked: &[Rework], now: i64) -> Result<usize, LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let zone = jiff::tz::TimeZone::system();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let done = (|| {
            let mut n_done = 0;
            for rework in reworked {
                let standing: Option<(i64, i64)> = transaction
                    .prepare_cached("SELECT version, added FROM article WHERE id = ?1 AND removed IS NULL")?
                    .query_row(params![rework.key.0], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let Some((_, added)) = standing.filter(|(version, _)| *version == rework.version) else { continue };
                let article = with_what_was_said_since(&transaction, rework, &path)?;
                let outline = Outline::new(&article, added, &zone);
                add::withdraw(&transaction, rework.key)?;
                add::replace(&transaction, rework.key, &article, &outline, rework.version, now)?;
                n_done += 1;
            }
            Ok(n_done)
        })()
        .map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Ok(done)
    }
}

/// The new annotation with what the reader says of the article by now: it may be more, or less, than when it was taken
/// out.
fn with_what_was_said_since<'a>(
    transaction: &Connection,
    rework: &'a Rework,
    path: &Path,
) -> rusqlite::Result<Cow<'a, Article>> {
    let body: Vec<u8> = transaction
        .prepare_cached("SELECT json FROM body WHERE article = ?1 AND version = ?2")?
        .query_row(params![rework.key.0, rework.version], |row| row.get(0))?;
    // A body that cannot be read has nothing to add.
    let Ok(now) = body::unfold(path, rework.key, &body) else { return Ok(Cow::Borrowed(&rework.article)) };
    if !carry::has_remarks(&now) && !carry::has_remarks(&rework.article) {
        return Ok(Cow::Borrowed(&rework.article));
    }
    let mut bare = rework.article.clone();
    carry::forget_remarks(&mut bare);
    Ok(Cow::Owned(carry::carry_over(&now, bare)))
}
