//! What a reader does to articles: read, star, tag, remove; all of it can be undone.
//!
//! However many the articles are, nobody else waits long to write: a deed is done in steps, each a transaction of its
//! own that notes in the deed what it did. A deed that was broken off says how far it came, and is undone so far.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::outline::Outline;
use super::{Library, LibraryError, add, body, people, remark};
use crate::catalogue::{ArticleKey, Deed};

/// So many deeds can be undone, one after the other.
const MOST_DEEDS: i64 = 100;

/// Articles of one step.
const STEP: usize = 256;

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

/// What stood before a deed, for each change that it makes: the articles that it changed.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    change: String,
    tag: Option<String>,
    articles: Vec<i64>,
}

impl Before {
    fn of(change: &Change) -> Self {
        Self { change: change.verb().to_owned(), tag: change.tag().map(str::to_owned), articles: Vec::new() }
    }

    fn change(&self) -> Option<Change> {
        let tag = || self.tag.clone().unwrap_or_default();
        Some(match self.change.as_str() {
            "read" => Change::Read(true),
            "unread" => Change::Read(false),
            "star" => Change::Starred(true),
            "unstar" => Change::Starred(false),
            "tag" => Change::Tag(tag()),
            "untag" => Change::Untag(tag()),
            "remove" => Change::Remove,
            _ => return None,
        })
    }

    /// What a deed keeps; of one change alone it was kept without the brackets once.
    fn read(kept: &str) -> serde_json::Result<Vec<Self>> {
        serde_json::from_str(kept).or_else(|_| serde_json::from_str(kept).map(|one| vec![one]))
    }

    /// What was done in all, in one line.
    fn said(all: &[Self]) -> String {
        let done = all.iter().filter(|before| !before.articles.is_empty());
        let said: Vec<String> = done.filter_map(|before| Some(before.change()?.said(before.articles.len()))).collect();
        said.join("; ")
    }
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
    /// Does something to articles. What was already so is left alone; the deed says how many changed, and there is none
    /// when nothing did.
    pub fn change(&mut self, keys: &[ArticleKey], change: &Change, now: i64) -> Result<Option<Deed>, LibraryError> {
        self.change_in_steps(keys, std::slice::from_ref(change), now, &mut |_| true)
    }

    /// Does several things to articles, as one deed. After each step `goes_on` is told how many articles are done, and
    /// says whether the rest is wanted too.
    pub fn change_in_steps(
        &mut self,
        keys: &[ArticleKey],
        changes: &[Change],
        now: i64,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Option<Deed>, LibraryError> {
        let mut deed: Option<Deed> = None;
        let mut n_done = 0;
        for keys in keys.chunks(STEP) {
            deed = self.step(keys, changes, deed, now)?;
            n_done += keys.len();
            if !goes_on(n_done) {
                break;
            }
        }
        Ok(deed)
    }

    /// One step of a deed, which is noted in it.
    fn step(
        &mut self,
        keys: &[ArticleKey],
        changes: &[Change],
        deed: Option<Deed>,
        now: i64,
    ) -> Result<Option<Deed>, LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let deed = (|| {
            let mut done: Vec<Before> = changes.iter().map(Before::of).collect();
            for (change, done) in changes.iter().zip(&mut done) {
                for &key in keys {
                    if change.carry_out(&transaction, key, now)? {
                        done.articles.push(key.0);
                    }
                }
            }
            if done.iter().all(|done| done.articles.is_empty()) {
                return Ok(deed);
            }
            // Another program may have undone what was done before this step: then this is a deed of its own.
            let kept = match &deed {
                Some(deed) => kept(&transaction, deed.id)?.map(|kept| (deed.id, kept)),
                None => None,
            };
            let earlier = kept.and_then(|(id, kept)| Some((id, Before::read(&kept).ok()?)));
            let Some((id, earlier)) = earlier.filter(|(_, earlier)| earlier.len() == done.len()) else {
                return record(&transaction, &Before::said(&done), "shelf", &written(&done), now).map(Some);
            };
            for (done, earlier) in done.iter_mut().zip(earlier) {
                done.articles.splice(..0, earlier.articles);
            }
            keep(&transaction, id, &done).map(Some)
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
        if !self.is_owners() {
            return Ok(None);
        }
        let found = self.connection.prepare_cached("SELECT id, what FROM deed ORDER BY id DESC LIMIT 1").and_then(
            |mut query| query.query_row([], |row| Ok(Deed { id: row.get(0)?, what: row.get(1)? })).optional(),
        );
        found.map_err(|error| self.fault(&error))
    }

    /// How many articles the deed changed that would be undone next.
    pub fn n_to_undo(&self) -> Result<usize, LibraryError> {
        if !self.is_owners() {
            return Ok(0);
        }
        let last = last(&self.connection).map_err(|error| self.fault(&error))?;
        let before = last.filter(|last| last.kind == "shelf").and_then(|last| Before::read(&last.before).ok());
        Ok(before.map_or(0, |before| before.iter().map(|before| before.articles.len()).sum()))
    }

    /// Undoes the last deed that was not undone yet, and says which; nothing when there is none.
    pub fn undo(&mut self, now: i64) -> Result<Option<Deed>, LibraryError> {
        self.undo_in_steps(now, &mut |_| true)
    }

    /// The same. After each step `goes_on` is told how many articles are as they were, and says whether the rest is
    /// wanted too: else the deed stays, for the rest, and what comes back says what was undone.
    pub fn undo_in_steps(
        &mut self,
        now: i64,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Option<Deed>, LibraryError> {
        let mut undone: Vec<Before> = Vec::new();
        let mut n_undone = 0;
        let mut deed: Option<Deed> = None;
        loop {
            let path = self.path.clone();
            let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
            let Some(last) = last(&transaction).map_err(fault)? else { break };
            let Last { id, what, kind, before } = last;
            // What came after the first step is another deed, and what is gone was undone by another program.
            if deed.as_ref().is_some_and(|deed| deed.id != id) {
                break;
            }
            let mut rest = Vec::new();
            match kind.as_str() {
                "shelf" => {
                    rest = Before::read(&before).unwrap_or_default();
                    n_undone += take_back(&transaction, &mut rest, &mut undone, now, &path)?;
                }
                remark::KIND => {
                    if !remark::take_back(&transaction, &before, now, &path)? {
                        // The deed goes all the same: it would stand in the way of those before it for ever.
                        transaction.execute("DELETE FROM deed WHERE id = ?1", params![id]).map_err(fault)?;
                        transaction.commit().map_err(fault)?;
                        return Err(LibraryError::NothingToUndo { what });
                    }
                }
                people::deed::KIND => people::deed::take_back(&transaction, &before).map_err(fault)?,
                _ => break,
            }
            let is_undone = rest.iter().all(|before| before.articles.is_empty());
            let begun = Deed { id, what };
            if is_undone {
                transaction.execute("DELETE FROM deed WHERE id = ?1", params![id]).map_err(fault)?;
            } else {
                keep(&transaction, id, &rest).map_err(fault)?;
            }
            transaction.commit().map_err(fault)?;
            deed.get_or_insert(begun);
            if is_undone || !goes_on(n_undone) {
                break;
            }
        }
        let said = Before::said(&undone);
        Ok(deed.map(|deed| if said.is_empty() { deed } else { Deed { what: said, ..deed } }))
    }
}

/// The deed that would be undone next.
struct Last {
    id: i64,
    what: String,
    kind: String,
    before: String,
}

fn last(connection: &Connection) -> rusqlite::Result<Option<Last>> {
    connection
        .prepare_cached("SELECT id, what, kind, before FROM deed ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| Ok(Last { id: row.get(0)?, what: row.get(1)?, kind: row.get(2)?, before: row.get(3)? }))
        .optional()
}

/// What a deed keeps; nothing where it is gone.
fn kept(connection: &Connection, deed: i64) -> rusqlite::Result<Option<String>> {
    let mut query = connection.prepare_cached("SELECT before FROM deed WHERE id = ?1")?;
    query.query_row([deed], |row| row.get(0)).optional()
}

/// Notes in a deed what it has done by now, or what of it is left to undo.
fn keep(connection: &Connection, id: i64, done: &[Before]) -> rusqlite::Result<Deed> {
    let what = Before::said(done);
    connection.prepare_cached("UPDATE deed SET what = ?2, before = ?3 WHERE id = ?1")?.execute(params![
        id,
        what,
        written(done)
    ])?;
    Ok(Deed { id, what })
}

fn written(done: &[Before]) -> String {
    serde_json::to_string(done).unwrap_or_default()
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

/// Takes one step back, from the end of what was done: it goes from `rest` to `undone`. How many articles that was.
fn take_back(
    connection: &Connection,
    rest: &mut [Before],
    undone: &mut Vec<Before>,
    now: i64,
    path: &std::path::Path,
) -> Result<usize, LibraryError> {
    let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
    if undone.is_empty() {
        undone.extend(rest.iter().map(|before| Before {
            change: before.change.clone(),
            tag: before.tag.clone(),
            articles: Vec::new(),
        }));
    }
    let mut n_undone = 0;
    for (before, undone) in rest.iter_mut().zip(undone).rev() {
        let opposite = match before.change() {
            Some(Change::Read(read)) => Some(Change::Read(!read)),
            Some(Change::Starred(starred)) => Some(Change::Starred(!starred)),
            Some(Change::Tag(tag)) => Some(Change::Untag(tag)),
            Some(Change::Untag(tag)) => Some(Change::Tag(tag)),
            Some(Change::Remove) | None => None,
        };
        let from = before.articles.len().saturating_sub(STEP - n_undone);
        let articles = before.articles.split_off(from);
        for &id in &articles {
            match &opposite {
                Some(opposite) => {
                    opposite.carry_out(connection, ArticleKey(id), now).map_err(fault)?;
                }
                None => bring_back(connection, ArticleKey(id), now, path)?,
            }
        }
        n_undone += articles.len();
        undone.articles.extend(articles);
    }
    Ok(n_undone)
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
