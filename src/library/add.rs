//! Adding: recognising what is there already, keeping versions, and writing all that is searched later.
//!
//! One call is one transaction: either every article of it is there afterwards, or none.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::feed::{self, ItemMark};
use super::outline::{self, Outline};
use super::{Library, LibraryError, address, body, index, likeness, people, remark, slot};
use crate::article::carry::{self, carry_counted};
use crate::article::review;
use crate::article::{ActorId, Article};
use crate::catalogue::{ArticleKey, SpeakerKey};

/// An annotated article on its way in.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The article, annotated.
    pub article: Article,
    /// The feed that it came by; none when the reader asked for it, which also brings back one that was removed.
    pub feed: Option<i64>,
    /// The item of that feed which brought it, and what becomes of the item.
    pub item: Option<ItemMark>,
    /// Tags that it gets.
    pub tags: Vec<String>,
}

impl Arrival {
    /// An article that the reader asked for.
    pub fn asked(article: Article) -> Self {
        Self { article, feed: None, item: None, tags: Vec::new() }
    }
}

/// What became of an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there before.
    New(ArticleKey),
    /// It was, with another text; that one is kept too. The number of the version that it is now.
    Updated(ArticleKey, i64),
    /// It was.
    Known(ArticleKey),
    /// It was there and the reader removed it; a feed does not bring it back.
    Removed(ArticleKey),
}

/// An arrival with all that can be worked out about it without the library, on any thread and before others have to
/// wait for the library.
#[derive(Clone, Debug)]
pub struct Prepared<'a> {
    arrival: Cow<'a, Arrival>,
    outline: Outline,
    body: Vec<u8>,
}

impl<'a> Prepared<'a> {
    /// Works it out. `now` is in seconds since 1970.
    pub fn new(mut arrival: Cow<'a, Arrival>, now: i64) -> Self {
        // A note that is nothing but tags is how an article's tags travel.
        if remark::has_tags(&arrival.article) {
            let arrival = arrival.to_mut();
            let tags = remark::take_tags(&mut arrival.article);
            arrival.tags.extend(tags);
        }
        let mut outline = Outline::new(&arrival.article, now, &TimeZone::system());
        let link = arrival.item.as_ref().and_then(|item| item.url.as_deref()).and_then(address::key);
        outline.addresses.extend(link.filter(|link| !outline.addresses.contains(link)));
        let body = body::of(&arrival.article);
        Self { arrival, outline, body }
    }

    /// What arrives.
    pub fn arrival(&self) -> &Arrival {
        &self.arrival
    }
}

/// What stands in the library of an article that arrives.
struct Standing {
    key: ArticleKey,
    version: i64,
    text_sha256: [u8; 32],
    n_words: i64,
    complete: Option<bool>,
    is_removed: bool,
}

impl Library {
    /// Adds articles, in one transaction. `now` is in seconds since 1970.
    pub fn add(&mut self, arrivals: &[Arrival], now: i64) -> Result<Vec<Added>, LibraryError> {
        let prepared: Vec<Prepared> =
            arrivals.iter().map(|arrival| Prepared::new(Cow::Borrowed(arrival), now)).collect();
        self.add_prepared(&prepared, now)
    }

    /// The same, for whoever has several threads to prepare them on.
    pub fn add_prepared(&mut self, prepared: &[Prepared<'_>], now: i64) -> Result<Vec<Added>, LibraryError> {
        // The full-text index writes out what it holds whenever an id is below the one before.
        let mut order: Vec<usize> = (0..prepared.len()).collect();
        order.sort_by_key(|&n| prepared.get(n).map(|prepared| prepared.outline.instant));
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let mut outcomes = BTreeMap::new();
        let mut left_out = Vec::new();
        for n in order {
            if let Some(prepared) = prepared.get(n) {
                let (added, n_left_out) = add_one(&transaction, prepared, now, &path)?;
                if let (Added::Known(key) | Added::Updated(key, _) | Added::New(key), 1..) = (added, n_left_out) {
                    left_out.push((key, n_left_out));
                }
                outcomes.insert(n, added);
            }
        }
        transaction.commit().map_err(fault)?;
        self.left_out = left_out;
        Ok(outcomes.into_values().collect())
    }

    /// Of the articles added last, those with judgements or notes that say otherwise than the reader's own, and how
    /// many: they were left out.
    pub fn left_out(&self) -> &[(ArticleKey, usize)] {
        &self.left_out
    }

    /// The article that was met under an address.
    pub fn knows_address(&self, url: &str) -> Result<Option<ArticleKey>, LibraryError> {
        address::key(url).map_or(Ok(None), |key| by_address(&self.connection, &key)).map_err(|error| self.fault(&error))
    }
}

fn add_one(
    connection: &Connection,
    prepared: &Prepared<'_>,
    now: i64,
    path: &std::path::Path,
) -> Result<(Added, usize), LibraryError> {
    let Prepared { arrival, outline, .. } = prepared;
    let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
    let mut n_left_out = 0;
    let added = match standing(connection, arrival, outline).map_err(fault)? {
        None => insert(connection, prepared, now).map(Added::New).map_err(fault)?,
        Some(found) => {
            let (added, n) = meet(connection, arrival, outline, &found, now, path)?;
            n_left_out = n;
            added
        }
    };
    let (Added::New(key) | Added::Updated(key, _) | Added::Known(key) | Added::Removed(key)) = added;
    (|| {
        for address in &outline.addresses {
            connection
                .prepare_cached("INSERT OR IGNORE INTO address (url, article) VALUES (?1, ?2)")?
                .execute(params![address, key.0])?;
        }
        // A feed gives its tags once: one that the reader took away stays away.
        let is_tagged = arrival.feed.is_none() || feed::brought_by(connection, arrival)? != Some(key);
        for tag in arrival.tags.iter().filter(|_| is_tagged) {
            connection
                .prepare_cached("INSERT OR IGNORE INTO tag (name, article) VALUES (?1, ?2)")?
                .execute(params![tag, key.0])?;
        }
        if let (Some(feed), Some(item)) = (arrival.feed, &arrival.item) {
            feed::mark(connection, feed, item, Some(key))?;
        }
        Ok(())
    })()
    .map_err(fault)?;
    Ok((added, n_left_out))
}

/// The article that arrives, if it is there: its item brought it, or it is under one of its addresses, or it has the
/// same text.
fn standing(connection: &Connection, arrival: &Arrival, outline: &Outline) -> rusqlite::Result<Option<Standing>> {
    let mut key = feed::brought_by(connection, arrival)?;
    for address in &outline.addresses {
        if key.is_none() {
            key = by_address(connection, address)?;
            if let Some(found) = key
                && feed::is_of_another_item(connection, arrival, found)?
            {
                key = None;
            }
        }
    }
    if key.is_none() {
        key = connection
            .prepare_cached("SELECT id FROM article WHERE text_sha256 = ?1 ORDER BY id LIMIT 1")?
            .query_row(params![outline.text_sha256], |row| row.get(0).map(ArticleKey))
            .optional()?;
    }
    let Some(key) = key else { return Ok(None) };
    connection
        .prepare_cached("SELECT version, text_sha256, n_words, complete, removed FROM article WHERE id = ?1")?
        .query_row(params![key.0], |row| {
            Ok(Standing {
                key,
                version: row.get(0)?,
                text_sha256: row.get(1)?,
                n_words: row.get(2)?,
                complete: row.get(3)?,
                is_removed: row.get::<_, Option<i64>>(4)?.is_some(),
            })
        })
        .optional()
}

fn by_address(connection: &Connection, address: &str) -> rusqlite::Result<Option<ArticleKey>> {
    connection
        .prepare_cached("SELECT article FROM address WHERE url = ?1")?
        .query_row(params![address], |row| row.get(0).map(ArticleKey))
        .optional()
}

/// An article that is there already arrives again. With how much that others said of it was left out, since the reader
/// says otherwise.
fn meet(
    connection: &Connection,
    arrival: &Arrival,
    outline: &Outline,
    found: &Standing,
    now: i64,
    path: &std::path::Path,
) -> Result<(Added, usize), LibraryError> {
    let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
    let key = found.key;
    if found.is_removed {
        if arrival.feed.is_some() {
            return Ok((Added::Removed(key), 0));
        }
        let old = stored(connection, key, found.version, path)?;
        let is_same = found.text_sha256 == outline.text_sha256;
        let version = if is_same { found.version } else { found.version + 1 };
        let carried = carry_counted(&old, arrival.article.clone());
        replace(connection, key, &carried.article, outline, version, now).map_err(fault)?;
        return Ok((Added::New(key), carried.n_left_out));
    }
    if found.text_sha256 == outline.text_sha256 || is_lesser(outline, found) {
        return Ok((Added::Known(key), take_in(connection, arrival, found, now, path)?));
    }
    if !feed::may_renew(connection, arrival, key).map_err(fault)? {
        return Ok((Added::Known(key), 0));
    }
    let old = stored(connection, key, found.version, path)?;
    withdraw(connection, key).map_err(fault)?;
    let version = found.version + 1;
    let carried = carry_counted(&old, arrival.article.clone());
    replace(connection, key, &carried.article, outline, version, now).map_err(fault)?;
    Ok((Added::Updated(key, version), carried.n_left_out))
}

/// Keeps what readers said of an arrival beside what they said of the article that is there; how much was left out.
fn take_in(
    connection: &Connection,
    arrival: &Arrival,
    found: &Standing,
    now: i64,
    path: &std::path::Path,
) -> Result<usize, LibraryError> {
    if arrival.feed.is_some() || !carry::has_remarks(&arrival.article) {
        return Ok(0);
    }
    let own = stored(connection, found.key, found.version, path)?;
    let both = carry::take_in(&own, &arrival.article);
    if both.article != own {
        remark::rewrite(connection, found.key, found.version, &both.article, now)
            .map_err(|error| LibraryError::of(path, &error))?;
    }
    Ok(both.n_left_out)
}

/// Whether an arrival is only a part of what is there: a teaser does not take a whole article's place.
fn is_lesser(outline: &Outline, found: &Standing) -> bool {
    outline.complete == Some(false) && (found.complete != Some(false) || outline.n_words < found.n_words)
}

fn stored(
    connection: &Connection,
    key: ArticleKey,
    version: i64,
    path: &std::path::Path,
) -> Result<Article, LibraryError> {
    let body: Vec<u8> = connection
        .prepare_cached("SELECT json FROM body WHERE article = ?1 AND version = ?2")
        .and_then(|mut query| query.query_row(params![key.0, version], |row| row.get(0)))
        .map_err(|error| LibraryError::of(path, &error))?;
    body::unfold(path, key, &body)
}

fn insert(connection: &Connection, prepared: &Prepared<'_>, now: i64) -> rusqlite::Result<ArticleKey> {
    let Prepared { arrival, outline, body } = prepared;
    let n_ids = outline.n_ids();
    let slot = slot::free(connection, outline.instant, n_ids)?;
    connection
        .prepare_cached(
            "INSERT INTO article (slot, day, urn, text_sha256, url, headline, outlet, author, lang, published, added,
                n_words, n_statements, n_ids, complete, model, feed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .execute(params![
            slot,
            outline.day,
            arrival.article.id,
            outline.text_sha256,
            outline.url,
            outline.headline,
            outline.outlet,
            outline.author,
            outline.lang,
            outline.published,
            now,
            outline.n_words,
            outline.n_statements,
            n_ids,
            outline.complete,
            outline.model,
            arrival.feed
        ])?;
    let key = ArticleKey(connection.last_insert_rowid());
    body::put(connection, key, 1, now, body)?;
    write_statements(connection, key, slot, &arrival.article)?;
    Ok(key)
}

/// Puts another text or annotation in the place of an article whose statements were withdrawn.
pub(super) fn replace(
    connection: &Connection,
    key: ArticleKey,
    article: &Article,
    outline: &Outline,
    version: i64,
    now: i64,
) -> rusqlite::Result<()> {
    let n_statements = review::standing(article).statements.items().len();
    // Those that are none, as a reader says, may be some again.
    let n_ids = article.statements.items().len().min(slot::MOST_STATEMENTS) as i64;
    let (slot, taken, day, published): (i64, i64, i64, Option<i64>) = connection
        .prepare_cached("SELECT slot, n_ids, day, published FROM article WHERE id = ?1")?
        .query_row(params![key.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    // A text without a date stays where the article stands; so does one of the same date, where it fits.
    let is_dated = outline.published.is_some() && outline.published != published;
    let (instant, day) = if is_dated { (outline.instant, outline.day) } else { (slot::seconds_of(slot), day) };
    let (slot, n_ids) = if !is_dated && n_ids <= taken {
        (slot, taken)
    } else {
        // Out of its own way first.
        connection
            .prepare_cached("UPDATE article SET slot = -9223372036854775807 + id, n_ids = 0 WHERE id = ?1")?
            .execute(params![key.0])?;
        (slot::free(connection, instant, n_ids)?, n_ids)
    };
    connection
        .prepare_cached(
            "UPDATE article SET slot = ?2, day = ?3, urn = ?4, text_sha256 = ?5, url = coalesce(?6, url),
                headline = ?7, outlet = coalesce(?8, outlet), author = coalesce(?9, author), lang = ?10,
                published = coalesce(?11, published), n_words = ?12, n_statements = ?13, n_ids = ?14, complete = ?15,
                model = ?16, version = ?17, removed = NULL
             WHERE id = ?1",
        )?
        .execute(params![
            key.0,
            slot,
            day,
            article.id,
            outline.text_sha256,
            outline.url,
            outline.headline,
            outline.outlet,
            outline.author,
            outline.lang,
            outline.published,
            outline.n_words,
            n_statements as i64,
            n_ids,
            outline.complete,
            outline.model,
            version
        ])?;
    body::put(connection, key, version, now, &body::of(article))?;
    write_statements(connection, key, slot, article)
}

/// Writes all that is searched of an article, the row itself and its body excepted.
fn write_statements(connection: &Connection, key: ArticleKey, slot: i64, article: &Article) -> rusqlite::Result<()> {
    let stands = review::standing(article);
    write_rows(connection, key, slot, &stands)?;
    mark(connection, key, article)?;
    likeness::sketch(connection, key, &stands, slot)
}

/// Writes the statements of an article anew of which something was said. Its row and its likeness stay.
pub(super) fn rewrite_statements(connection: &Connection, key: ArticleKey, article: &Article) -> rusqlite::Result<()> {
    let (slot, n_ids): (i64, i64) = connection
        .prepare_cached("SELECT slot, n_ids FROM article WHERE id = ?1")?
        .query_row(params![key.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    index::withdraw(connection, key)?;
    people::withdraw(connection, key)?;
    connection
        .prepare_cached("DELETE FROM statement WHERE id BETWEEN ?1 AND ?2")?
        .execute(params![slot + 1, slot + n_ids])?;
    let stands = review::standing(article);
    // An article of an earlier version has taken no more ids than it had statements then.
    let n_statements = stands.statements.items().len().min(slot::MOST_STATEMENTS) as i64;
    let slot = if n_statements <= n_ids {
        slot
    } else {
        connection
            .prepare_cached("UPDATE article SET slot = -9223372036854775807 + id, n_ids = 0 WHERE id = ?1")?
            .execute(params![key.0])?;
        slot::free(connection, slot::seconds_of(slot), n_statements)?
    };
    connection
        .prepare_cached("UPDATE article SET slot = ?2, n_ids = ?3, n_statements = ?4 WHERE id = ?1")?
        .execute(params![key.0, slot, n_ids.max(n_statements), n_statements])?;
    write_rows(connection, key, slot, &stands)?;
    mark(connection, key, article)
}

/// Notes whether something was said of an article.
fn mark(connection: &Connection, key: ArticleKey, article: &Article) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE article SET is_remarked = ?2 WHERE id = ?1")?
        .execute(params![key.0, carry::has_remarks(article)])
        .map(drop)
}

/// Writes the statements of an article as it stands, and all that is found by them.
fn write_rows(connection: &Connection, key: ArticleKey, slot: i64, article: &Article) -> rusqlite::Result<()> {
    let speakers = people::settle(connection, key, article)?;
    for (n, entry) in outline::entries(article).enumerate() {
        let id = slot + 1 + n as i64;
        let said_by = keys(&speakers, &entry.speakers);
        let about = keys(&speakers, &entry.about);
        connection
            .prepare_cached(
                "INSERT INTO statement (id, article, name, kind, speaker_kind, content, speaker, source, role,
                    start_char, n_words, content_confidence, speaker_confidence, review, cue)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                id,
                key.0,
                entry.name,
                entry.kind,
                entry.speaker_kind,
                entry.content,
                entry.speaker,
                entry.source,
                entry.role,
                entry.start_char,
                entry.n_words,
                entry.content_confidence,
                entry.speaker_confidence,
                entry.review,
                entry.cue
            ])?;
        for (who, sql) in [
            (&said_by, "INSERT OR IGNORE INTO said (speaker, statement) VALUES (?1, ?2)"),
            (&about, "INSERT OR IGNORE INTO about (speaker, statement) VALUES (?1, ?2)"),
        ] {
            for speaker in who {
                connection.prepare_cached(sql)?.execute(params![speaker.0, id])?;
            }
        }
    }
    remark::write(connection, key, slot, article)?;
    index::renew(connection, key)
}

fn keys(speakers: &BTreeMap<ActorId, SpeakerKey>, actors: &[ActorId]) -> Vec<SpeakerKey> {
    let mut keys: Vec<SpeakerKey> = actors.iter().filter_map(|actor| speakers.get(actor).copied()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Takes back all that is searched of an article. Its row, its addresses and its bodies stay.
pub(super) fn withdraw(connection: &Connection, key: ArticleKey) -> rusqlite::Result<()> {
    let (slot, n_ids): (i64, i64) = connection
        .prepare_cached("SELECT slot, n_ids FROM article WHERE id = ?1")?
        .query_row(params![key.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    index::withdraw(connection, key)?;
    likeness::withdraw(connection, key)?;
    people::withdraw(connection, key)?;
    connection.prepare_cached("DELETE FROM remark WHERE article = ?1")?.execute(params![key.0])?;
    connection
        .prepare_cached("DELETE FROM statement WHERE id BETWEEN ?1 AND ?2")?
        .execute(params![slot + 1, slot + n_ids])?;
    Ok(())
}
