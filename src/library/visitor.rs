//! What visitors of a served library leave: where they are, what they read and said, their theme. A database of its own
//! beside the library, which it never touches; written by the server, and by its owner where visitors are forgotten.
//!
//! There is an end to what one visitor may leave, and to what all may.

mod owner;
mod room;
mod said;
mod secret;
mod store;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Body, LibraryError};
use crate::article::review::Signed;
use crate::catalogue::{ArticleKey, Place, Visitor};

use room::{met, no_room, no_room_for_remarks, takes_remarks};
pub use said::{Said, Saying};
pub use secret::Secret;
pub use store::{Visitors, beside};

/// Places that are kept of one visitor; the oldest give way.
pub const MOST_PLACES: i64 = 500;
/// Articles that are kept as read; the oldest give way.
const MOST_READ: i64 = 2_000;
/// What one visitor with a key may say of articles.
pub const MOST_REMARKS: i64 = 1_000;
/// What one without a key may, of whom there may be many in one.
pub const MOST_REMARKS_KEYLESS: i64 = 100;
/// Scalars of what is said at once.
pub const MOST_CHARS: usize = 4_000;

/// Where a visitor is in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The article.
    pub article: ArticleKey,
    /// Its headline, for the visitor to know it by.
    pub headline: String,
    /// Where; nothing at its beginning.
    pub place: Option<Place>,
}

/// What a visitor left since this was last written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Places, by the text's hash, in the order in which they were left.
    pub places: Vec<([u8; 32], Placed)>,
    /// Articles that were opened.
    pub read: Vec<ArticleKey>,
    /// The theme that was chosen.
    pub theme: Option<String>,
}

impl Leaving {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.read.is_empty() && self.theme.is_none()
    }
}

/// What is known of a visitor who comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Their theme.
    pub theme: Option<String>,
    /// Where they were last, not counting beginnings.
    pub latest: Option<(ArticleKey, Place)>,
    /// What they read.
    pub read: Vec<ArticleKey>,
}

/// Why something is not kept although the database is well: one line.
pub type Refused = String;

impl Visitors {
    /// What is kept of a visitor; nothing where they are new.
    pub fn kept(&self, visitor: &Visitor) -> Result<Option<Kept>, LibraryError> {
        let Some(id) = self.id(visitor)? else { return Ok(None) };
        let kept = (|| {
            let theme = self.connection.query_row("SELECT theme FROM visitor WHERE id = ?1", [id], |row| row.get(0))?;
            let latest =
                "SELECT article, statement, offset_char FROM place WHERE visitor = ?1 ORDER BY at DESC LIMIT 1";
            let latest = self.connection.query_row(latest, [id], |row| Ok((ArticleKey(row.get(0)?), place(row)?)));
            let read = "SELECT article FROM opened WHERE visitor = ?1";
            let mut read = self.connection.prepare_cached(read)?;
            let read = read.query_map([id], |row| row.get(0).map(ArticleKey))?.collect::<Result<_, _>>()?;
            Ok(Kept { theme, latest: latest.optional()?, read })
        })();
        kept.map(Some).map_err(|error| self.fault(&error))
    }

    /// Where a visitor was in a text; in an earlier text of the same article only about where.
    pub fn place(
        &self,
        visitor: &Visitor,
        text: &[u8; 32],
        article: ArticleKey,
    ) -> Result<Option<Place>, LibraryError> {
        let Some(id) = self.id(visitor)? else { return Ok(None) };
        let found = (|| {
            let same = "SELECT article, statement, offset_char FROM place WHERE visitor = ?1 AND text_sha256 = ?2";
            let same = self.connection.prepare_cached(same)?.query_row(params![id, text], place).optional()?;
            if same.is_some() {
                return Ok(same);
            }
            let earlier = "SELECT article, NULL, offset_char FROM place WHERE visitor = ?1 AND article = ?2
                ORDER BY at DESC LIMIT 1";
            self.connection.prepare_cached(earlier)?.query_row(params![id, article.0], place).optional()
        })();
        found.map_err(|error| self.fault(&error))
    }

    /// Keeps what a visitor left, with what there is to tell them of it. The inner error says why nothing is kept.
    pub fn leave(
        &mut self,
        visitor: &Visitor,
        leaving: &Leaving,
        now: i64,
    ) -> Result<Result<Option<String>, Refused>, LibraryError> {
        let Some(name) = self.name_of(visitor)? else { return Ok(Err(no_room())) };
        let most = self.most;
        self.turn(|connection| {
            let Some(id) = met(connection, &name, now, most)? else { return Ok(Err(no_room())) };
            if let Some(theme) = &leaving.theme {
                connection.execute("UPDATE visitor SET theme = ?2 WHERE id = ?1", params![id, theme])?;
            }
            // No two at the same time: one of them is the latest.
            let latest = "SELECT ifnull(max(at), 0) FROM place WHERE visitor = ?1";
            let latest: i64 = connection.prepare_cached(latest)?.query_row([id], |row| row.get(0))?;
            for (n, (text, Placed { article, headline, place })) in (1..).zip(&leaving.places) {
                let Some(place) = place else {
                    let sql = "DELETE FROM place WHERE visitor = ?1 AND text_sha256 = ?2";
                    connection.prepare_cached(sql)?.execute(params![id, text])?;
                    continue;
                };
                // Of an earlier text nobody needs to know, now that there is a later one.
                let sql = "DELETE FROM place WHERE visitor = ?1 AND article = ?2";
                connection.prepare_cached(sql)?.execute(params![id, article.0])?;
                let sql =
                    "INSERT OR REPLACE INTO place (visitor, text_sha256, article, headline, statement, offset_char, at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                let offset = i64::try_from(place.offset_char).unwrap_or(i64::MAX);
                let values = params![id, text, article.0, headline, place.statement, offset, now.max(latest + n)];
                connection.prepare_cached(sql)?.execute(values)?;
            }
            let sql = "INSERT OR REPLACE INTO opened (visitor, article, at) VALUES (?1, ?2, ?3)";
            for article in &leaving.read {
                connection.prepare_cached(sql)?.execute(params![id, article.0, now])?;
            }
            let sql = "DELETE FROM opened WHERE visitor = ?1 AND article IN
                (SELECT article FROM opened WHERE visitor = ?1 ORDER BY at DESC LIMIT -1 OFFSET ?2)";
            connection.prepare_cached(sql)?.execute([id, MOST_READ])?;
            let sql = "DELETE FROM place WHERE visitor = ?1 AND text_sha256 IN
                (SELECT text_sha256 FROM place WHERE visitor = ?1 ORDER BY at DESC LIMIT -1 OFFSET ?2)";
            let n_gone = connection.prepare_cached(sql)?.execute([id, MOST_PLACES])?;
            let gave_way = || format!("your places in {MOST_PLACES} articles are kept; the oldest one gave way");
            Ok(Ok((n_gone > 0).then(gave_way)))
        })
    }

    /// Keeps what a visitor said of an article as it was in a version.
    pub fn say(
        &mut self,
        visitor: &Visitor,
        saying: &Saying<'_>,
        signed: &Signed,
        now: i64,
    ) -> Result<Result<(), Refused>, LibraryError> {
        let json = saying.to_json(signed);
        if json.chars().count() > MOST_CHARS * 2 || said::n_chars(saying.remark, signed) > MOST_CHARS {
            return Ok(Err(format!("that is too long to be kept: {MOST_CHARS} characters at most")));
        }
        let Some(name) = self.name_of(visitor)? else { return Ok(Err(no_room())) };
        let most = self.most;
        let most_remarks = if name.has_key() { MOST_REMARKS } else { MOST_REMARKS_KEYLESS };
        self.turn_for_good(|connection| {
            // Nobody is met for what is refused.
            let known = room::id(connection, &name)?;
            let n: i64 = connection
                .prepare_cached("SELECT count(*) FROM remark WHERE visitor = ?1")?
                .query_row([known], |row| row.get(0))?;
            if n >= most_remarks {
                let why = format!("{most_remarks} remarks of yours are kept, and no more; take one back to make room");
                return Ok(Err(why));
            }
            if !takes_remarks(connection, &name, known, most)? {
                return Ok(Err(no_room_for_remarks()));
            }
            let Some(id) = met(connection, &name, now, most)? else { return Ok(Err(no_room())) };
            let sql = "INSERT INTO remark (visitor, article, seen, headline, json, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let values = params![id, saying.article.0, saying.version, saying.headline, json, now];
            connection.prepare_cached(sql)?.execute(values)?;
            let sql = "INSERT OR IGNORE INTO seen (version, body) VALUES (?1, ?2)";
            connection.prepare_cached(sql)?.execute(params![saying.version, saying.body.bytes()])?;
            Ok(Ok(()))
        })
    }

    /// What a visitor said of an article, in order.
    pub fn said(&self, visitor: &Visitor, article: ArticleKey) -> Result<Vec<Said>, LibraryError> {
        let Some(id) = self.id(visitor)? else { return Ok(Vec::new()) };
        let read = |row: &rusqlite::Row<'_>| Ok(Said { version: row.get(0)?, json: row.get(1)? });
        self.connection
            .prepare_cached("SELECT seen, json FROM remark WHERE visitor = ?1 AND article = ?2 ORDER BY id")
            .and_then(|mut query| query.query_map([id, article.0], read)?.collect())
            .map_err(|error| self.fault(&error))
    }

    /// An article as it was when something was said of it.
    pub fn seen(&self, version: &[u8; 32]) -> Result<Option<Body>, LibraryError> {
        self.connection
            .prepare_cached("SELECT body FROM seen WHERE version = ?1")
            .and_then(|mut query| query.query_row([version], |row| row.get::<_, Vec<u8>>(0)).optional())
            .map(|body| body.map(Body::from))
            .map_err(|error| self.fault(&error))
    }

    /// Takes back what a visitor said last; of which article, with its headline. Nothing where they said nothing.
    pub fn take_back(&mut self, visitor: &Visitor) -> Result<Option<(ArticleKey, String)>, LibraryError> {
        let Some(id) = self.id(visitor)? else { return Ok(None) };
        self.turn_for_good(|connection| {
            let sql = "DELETE FROM remark WHERE id = (SELECT max(id) FROM remark WHERE visitor = ?1)
                RETURNING article, headline";
            let read = |row: &rusqlite::Row<'_>| Ok((ArticleKey(row.get(0)?), row.get(1)?));
            let last = connection.prepare_cached(sql)?.query_row([id], read).optional()?;
            forget_seen(connection)?;
            Ok(last)
        })
    }

    /// Whether something is kept of a visitor.
    pub fn knows(&self, visitor: &Visitor) -> Result<bool, LibraryError> {
        Ok(self.id(visitor)?.is_some())
    }

    fn id(&self, visitor: &Visitor) -> Result<Option<i64>, LibraryError> {
        let Some(name) = self.name_of(visitor)? else { return Ok(None) };
        room::id(&self.connection, &name).map_err(|error| self.fault(&error))
    }
}

/// Articles as they were go once nobody says anything of them any more.
fn forget_seen(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM seen WHERE NOT EXISTS (SELECT 1 FROM remark WHERE remark.seen = seen.version)")?
        .execute([])?;
    Ok(())
}

/// A place from article, statement and offset.
fn place(row: &rusqlite::Row<'_>) -> rusqlite::Result<Place> {
    let offset: i64 = row.get(2)?;
    Ok(Place { statement: row.get(1)?, offset_char: usize::try_from(offset).unwrap_or(0) })
}
