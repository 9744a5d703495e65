//! The library as visitors have it: what its owner noted, tagged, starred, saved and read is in no answer and cannot be
//! asked for, an answer has to come within a time, and it is noticed when another file takes the library's place.
//!
//! What the owner judged stays, since that is what the library says; why it was judged so is a note.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{OptionalExtension, params};

use super::{Library, LibraryError, moment};
use crate::article::{Article, Maybe};
use crate::catalogue::{ArticleKey, Day, Hit, ListPage, Row, SpeakerPage};

/// How long a visitor's question waits for a program that has the library to itself.
const PATIENCE: Duration = Duration::from_millis(250);
/// Between two looks at the clock, in steps of the database: some hundredths of a millisecond.
const STEPS: i32 = 500;

/// Which file was opened, so that another one in its place is noticed.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// The device and number of the file that was opened.
    file: Option<(u64, u64)>,
}

impl Visit {
    pub(super) fn of(path: &Path) -> Self {
        Self { file: std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino())) }
    }

    /// Whether the file that was opened still stands under its name.
    pub(super) fn is_of(&self, path: &Path) -> bool {
        self.file == Self::of(path).file
    }
}

impl Library {
    /// Opens a library to answer visitors. It can be read only, whatever is asked of it.
    pub fn open_for_visitors(path: &Path) -> Result<Self, LibraryError> {
        let visit = Visit::of(path);
        let mut library = Self::open_within(path, PATIENCE)?;
        // Several stand open side by side, and the system keeps the file's pages as well.
        let settled = library.connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -2048;");
        settled.map_err(|error| library.fault(&error))?;
        library.visit = Some(visit);
        Ok(library)
    }

    /// Whether the file that was opened is not the one that stands under its name any more.
    pub fn is_replaced(&self) -> bool {
        self.visit.as_ref().is_some_and(|visit| !visit.is_of(&self.path))
    }

    /// Asks something that has to be answered within a time: else the answer is [`LibraryError::TooLong`].
    pub fn within<T>(
        &mut self,
        time: Duration,
        question: impl FnOnce(&Self) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let until = Instant::now() + time;
        let fault = |error: rusqlite::Error, path: &Path| LibraryError::of(path, &error);
        let watched = self.connection.progress_handler(STEPS, Some(move || Instant::now() >= until));
        watched.map_err(|error| fault(error, &self.path))?;
        let answer = question(self);
        let left = self.connection.progress_handler(0, None::<fn() -> bool>);
        left.map_err(|error| fault(error, &self.path))?;
        answer
    }

    /// Where an article stands in a visitor's whole list, 0-based, and whether only in one where nothing is folded;
    /// nothing where it is not there.
    pub fn number_in_list(&self, key: ArticleKey) -> Result<Option<(usize, bool)>, LibraryError> {
        const BEFORE: &str = "SELECT count(*) FROM article INDEXED BY article_list
            WHERE removed IS NULL AND (?3 OR fold IS NULL) AND (day > ?1 OR (day = ?1 AND slot > ?2))";
        let found = (|| {
            let stands = "SELECT day, slot, fold IS NOT NULL FROM article WHERE id = ?1 AND removed IS NULL";
            let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            let found: Option<(i64, i64, bool)> =
                self.connection.prepare_cached(stands)?.query_row([key.0], read).optional()?;
            let Some((day, slot, is_folded)) = found else { return Ok(None) };
            let values = params![day, slot, is_folded];
            let n: u32 = self.connection.prepare_cached(BEFORE)?.query_row(values, |row| row.get(0))?;
            Ok(Some((n as usize, is_folded)))
        })();
        found.map_err(|error| self.fault(&error))
    }

    /// How many of some articles stand in the whole list, where what is folded has no row of its own.
    pub fn n_listed_of(&self, keys: &BTreeSet<ArticleKey>) -> Result<usize, LibraryError> {
        self.n_of(keys, None, "?2 IS NULL AND fold IS NULL")
    }

    /// How many of some articles are of a day, as `2025-08-13`.
    pub fn n_of_day(&self, day: &str, keys: &BTreeSet<ArticleKey>) -> Result<usize, LibraryError> {
        let Ok(day) = day.parse() else { return Ok(0) };
        self.n_of(keys, Some(moment::number_of(day)), "day = ?2")
    }

    fn n_of(&self, keys: &BTreeSet<ArticleKey>, day: Option<i64>, which: &str) -> Result<usize, LibraryError> {
        if keys.is_empty() {
            return Ok(0);
        }
        let keys = keys.iter().map(|key| key.0).collect::<serde_json::Value>().to_string();
        let sql = format!(
            "SELECT count(*) FROM json_each(?1) k JOIN article ON article.id = k.value
             WHERE removed IS NULL AND {which}"
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut query| query.query_row(params![keys, day], |row| row.get::<_, u32>(0)))
            .map(|n| n as usize)
            .map_err(|error| self.fault(&error))
    }

    pub(super) fn hide_in_hits(&self, hits: &mut [Hit]) {
        if self.visit.is_some() {
            for hit in hits {
                hit.note = None;
                hit.tags.clear();
            }
        }
    }

    pub(super) fn hide_in_rows(&self, rows: &mut [Row]) {
        if self.visit.is_some() {
            for row in rows {
                (row.is_read, row.is_starred) = (false, false);
                row.tags.clear();
            }
        }
    }

    pub(super) fn hide_in_list(&self, page: &mut ListPage) {
        if self.visit.is_some() {
            self.hide_in_rows(&mut page.rows);
        }
    }

    pub(super) fn hide_in_page(&self, page: &mut SpeakerPage) {
        if self.visit.is_some() {
            (page.seen, page.n_new) = (None, 0);
            self.hide_in_hits(&mut page.by);
            self.hide_in_hits(&mut page.about);
        }
    }

    /// The day's rows were hidden when they were read.
    pub(super) fn hide_in_day(&self, day: &mut Day) {
        if self.visit.is_some() {
            // Of the visitor's own marks the library knows nothing.
            day.n_unread = day.n_articles;
            for story in &mut day.stories {
                self.hide_in_hits(&mut story.quotes);
            }
        }
    }

    pub(super) fn hide_in_article(&self, mut article: Article) -> Article {
        if self.visit.is_none() {
            return article;
        }
        article.notes = Maybe::Absent;
        if let Maybe::Known(statements) = &mut article.statements {
            for statement in statements {
                if let Maybe::Known(review) = &mut statement.review {
                    review.note = Maybe::Absent;
                }
            }
        }
        if let Maybe::Known(actors) = &mut article.actors {
            for actor in actors {
                if let Maybe::Known(review) = &mut actor.review {
                    review.note = Maybe::Absent;
                }
            }
        }
        article
    }

    /// Whether this is the owner asking.
    pub(super) fn is_owners(&self) -> bool {
        self.visit.is_none()
    }
}
