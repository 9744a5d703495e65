//! Ids that fit a query, newest first, from several sources at once, none of which is read through.
//!
//! A source answers one question: [`Stream::seek`], what is the next that may fit, at this id or below it? Sources that
//! must all hold lead one another on: whichever knows that nothing fits until far below takes the others there. So a
//! word in every second statement costs little beside a tag on three articles, and the other way round.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, params};

use super::super::index::Table;

/// Ids that are fetched at once: at first, and at most.
const FIRST: i64 = if cfg!(test) { 2 } else { 256 };
const MOST: i64 = if cfg!(test) { 4 } else { 4096 };

/// Articles of a tag that are looked up beforehand; a tag on more is asked article by article.
const FEW_TAGGED: i64 = if cfg!(test) { 2 } else { 2000 };

/// A source of ids.
pub(in crate::library) enum Stream {
    /// What the full-text index finds.
    Index(Index),
    /// Ids of articles in a state.
    State(State),
    /// Ids of some articles, as ranges, newest first.
    Ranges(Vec<RangeInclusive<i64>>),
    /// Ids of articles with a tag that many have.
    Tagged(Tagged),
    /// What all of these have.
    All(Vec<Stream>),
    /// What one of these has.
    Any(Vec<Stream>),
    /// What this has not.
    Not(Box<Stream>),
}

impl Stream {
    /// The id itself where it fits; else one below it, above which nothing fits; nothing where nothing fits any more.
    ///
    /// Ids are asked for from the greatest down.
    pub(in crate::library) fn seek(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<Option<i64>> {
        match self {
            Self::Index(index) => index.seek(connection, id),
            Self::State(state) => state.seek(connection, id),
            Self::Ranges(ranges) => {
                let at = ranges.partition_point(|range| *range.start() > id);
                Ok(ranges.get(at).map(|range| id.min(*range.end())))
            }
            Self::Tagged(tagged) => tagged.seek(connection, id),
            Self::All(streams) => {
                for stream in streams {
                    // Whoever asks goes on from there; led on further here, one source could outrun what encloses it.
                    let found = stream.seek(connection, id)?;
                    if found != Some(id) {
                        return Ok(found);
                    }
                }
                Ok(Some(id))
            }
            Self::Any(streams) => {
                let mut best = None;
                for stream in streams {
                    let found = stream.seek(connection, id)?;
                    if found == Some(id) {
                        return Ok(found);
                    }
                    best = best.max(found);
                }
                Ok(best)
            }
            Self::Not(stream) => match stream.seek(connection, id)? {
                Some(found) if found == id => Ok(id.checked_sub(1)),
                _ => Ok(Some(id)),
            },
        }
    }

    /// Whether every id that fits is one that the index has; other sources know ranges only.
    pub(super) fn is_of_index(&self) -> bool {
        match self {
            Self::Index(_) => true,
            Self::All(streams) => streams.iter().any(Self::is_of_index),
            Self::Any(streams) => streams.iter().all(Self::is_of_index),
            Self::State(_) | Self::Ranges(_) | Self::Tagged(_) | Self::Not(_) => false,
        }
    }

    /// The ids that fit, newest first, from below an id on: so many, after leaving out so many.
    pub(in crate::library) fn take(
        &mut self,
        connection: &Connection,
        from: i64,
        n_left_out: usize,
        n_wanted: usize,
    ) -> rusqlite::Result<Vec<i64>> {
        let mut found = Vec::new();
        let mut n_passed = 0;
        let mut at = Some(from);
        while let Some(id) = at.filter(|_| found.len() < n_wanted) {
            at = self.seek(connection, id)?;
            if at == Some(id) {
                if n_passed < n_left_out {
                    n_passed += 1;
                } else {
                    found.push(id);
                }
                at = id.checked_sub(1);
            }
        }
        Ok(found)
    }
}

/// What an expression of the full-text index finds within a range of ids.
pub(in crate::library) struct Index {
    table: Table,
    expression: String,
    ids: RangeInclusive<i64>,
    /// Ids fetched already, newest first, all at or below the last that was asked for.
    fetched: VecDeque<i64>,
    /// The lowest id that was looked at; what lies below was not yet.
    floor: Option<i64>,
    is_done: bool,
    /// Ids that were fetched at once last, and how many of them anybody was told.
    n_fetched: i64,
    n_told: i64,
    last_told: Option<i64>,
}

impl Index {
    pub(in crate::library) fn new(table: Table, expression: String, ids: RangeInclusive<i64>) -> Self {
        Self {
            table,
            expression,
            ids,
            fetched: VecDeque::new(),
            floor: None,
            is_done: false,
            n_fetched: 0,
            n_told: 0,
            last_told: None,
        }
    }

    fn seek(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<Option<i64>> {
        while self.fetched.front().is_some_and(|&first| first > id) {
            self.fetched.pop_front();
        }
        if self.fetched.is_empty() && !self.is_done {
            self.fetch(connection, id)?;
        }
        let found = self.fetched.front().copied();
        if found != self.last_told {
            self.last_told = found;
            self.n_told += 1;
        }
        Ok(found)
    }

    fn fetch(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<()> {
        // Asking again costs as much as going over a thousand ids (FTS5 walks to the place page by page): only where
        // hardly any was of use, fewer are fetched at once.
        self.n_fetched = match self.n_fetched {
            0 => FIRST,
            n if self.n_told * 128 >= n => (n * 4).min(MOST),
            n => (n / 4).max(FIRST),
        };
        self.n_told = 0;
        let top = self.floor.map_or(id, |floor| id.min(floor.saturating_sub(1))).min(*self.ids.end());
        let found = page(connection, self.table, &self.expression, *self.ids.start()..=top, 0, self.n_fetched)?;
        self.is_done = (found.len() as i64) < self.n_fetched;
        self.floor = found.last().copied().or(self.floor);
        self.fetched = found.into();
        Ok(())
    }
}

/// The newest ids that an expression finds within a range.
pub(super) fn page(
    connection: &Connection,
    table: Table,
    expression: &str,
    ids: RangeInclusive<i64>,
    n_left_out: i64,
    n_wanted: i64,
) -> rusqlite::Result<Vec<i64>> {
    let sql = match table {
        Table::Words => WORDS,
        Table::Heads => HEADS,
    };
    let values = params![expression, ids.start(), ids.end(), n_wanted, n_left_out];
    connection.prepare_cached(sql)?.query_map(values, |row| row.get(0))?.collect()
}

pub(super) const WORDS: &str = "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3
    ORDER BY rowid DESC LIMIT ?4 OFFSET ?5";
pub(super) const HEADS: &str = "SELECT rowid FROM heads WHERE heads MATCH ?1 AND rowid BETWEEN ?2 AND ?3
    ORDER BY rowid DESC LIMIT ?4 OFFSET ?5";

/// The articles in a state that has an index of its own.
pub(in crate::library) struct State {
    sql: &'static str,
    /// The article found last: its ids.
    last: Option<RangeInclusive<i64>>,
}

pub(super) const UNREAD: &str = "SELECT slot, n_ids FROM article INDEXED BY article_unread
    WHERE is_read = 0 AND removed IS NULL AND slot <= ?1 ORDER BY slot DESC LIMIT 1";
pub(super) const READ: &str = "SELECT slot, n_ids FROM article INDEXED BY article_read
    WHERE is_read = 1 AND removed IS NULL AND slot <= ?1 ORDER BY slot DESC LIMIT 1";
pub(super) const STARRED: &str = "SELECT slot, n_ids FROM article INDEXED BY article_starred
    WHERE is_starred = 1 AND removed IS NULL AND slot <= ?1 ORDER BY slot DESC LIMIT 1";
pub(super) const UPDATED: &str = "SELECT slot, n_ids FROM article INDEXED BY article_updated
    WHERE version > 1 AND removed IS NULL AND slot <= ?1 ORDER BY slot DESC LIMIT 1";
/// The article that an id belongs to.
pub(super) const OWNER: &str = "SELECT slot, n_ids, id, fold FROM article WHERE slot <= ?1 ORDER BY slot DESC LIMIT 1";

impl State {
    pub(in crate::library) fn new(sql: &'static str) -> Self {
        Self { sql, last: None }
    }

    fn seek(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<Option<i64>> {
        if let Some(last) = &self.last
            && last.contains(&id)
        {
            return Ok(Some(id));
        }
        let range = |row: &rusqlite::Row| {
            let (slot, n_ids): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok(slot..=slot + n_ids)
        };
        self.last = connection.prepare_cached(self.sql)?.query_row([id], range).optional()?;
        Ok(self.last.as_ref().map(|range| id.min(*range.end())))
    }
}

/// A tag on many articles.
pub(in crate::library) struct Tagged {
    name: String,
    last: Option<(RangeInclusive<i64>, bool)>,
}

/// Whether an article has a tag.
pub(super) const HAS_TAG: &str = "SELECT 1 FROM tag WHERE name = ?1 AND article = ?2";
/// How many articles have a tag, up to a number.
pub(super) const N_TAGGED: &str = "SELECT count(*) FROM (SELECT 1 FROM tag WHERE name = ?1 LIMIT ?2)";
/// The ids of all articles with a tag.
pub(super) const ALL_TAGGED: &str = "SELECT slot, n_ids FROM tag CROSS JOIN article ON article.id = tag.article
    WHERE tag.name = ?1 ORDER BY slot DESC";

/// So few articles are asked for by name in the index's own expression. In tests, numbers are small enough for their
/// library to meet every way of asking.
const FEW: i64 = if cfg!(test) { 1 } else { 100 };

/// The first articles with a tag.
pub(super) const FIRST_TAGGED: &str = "SELECT article FROM tag WHERE name = ?1 LIMIT ?2";
/// The first articles with a star.
pub(super) const FIRST_STARRED: &str = "SELECT id FROM article INDEXED BY article_starred
    WHERE is_starred = 1 AND removed IS NULL AND ?1 IS NULL LIMIT ?2";

/// The articles with a tag, or with a star, if they are few.
pub(super) fn few(connection: &Connection, tag: Option<&str>) -> rusqlite::Result<Option<Vec<i64>>> {
    let sql = if tag.is_some() { FIRST_TAGGED } else { FIRST_STARRED };
    let found: Vec<i64> = connection
        .prepare_cached(sql)?
        .query_map(params![tag, FEW + 1], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok((!found.is_empty() && found.len() as i64 <= FEW).then_some(found))
}

/// Whether any article has a tag.
pub(super) fn is_tag(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM tag WHERE name = ?1 LIMIT 1")?.exists([name])
}

/// Whether any statement has tags of its own.
pub(super) fn has_own_tags(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM remark WHERE tags <> '' LIMIT 1")?.exists([])
}

/// The articles with a tag, the cheaper way for how many they are.
pub(super) fn tagged(connection: &Connection, name: &str) -> rusqlite::Result<Stream> {
    let n_tagged: i64 =
        connection.prepare_cached(N_TAGGED)?.query_row(params![name, FEW_TAGGED + 1], |row| row.get(0))?;
    if n_tagged > FEW_TAGGED {
        return Ok(Stream::Tagged(Tagged { name: name.to_owned(), last: None }));
    }
    let range = |row: &rusqlite::Row| {
        let (slot, n_ids): (i64, i64) = (row.get(0)?, row.get(1)?);
        Ok(slot..=slot + n_ids)
    };
    let ranges = connection.prepare_cached(ALL_TAGGED)?.query_map([name], range)?.collect::<Result<_, _>>()?;
    Ok(Stream::Ranges(ranges))
}

impl Tagged {
    fn seek(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<Option<i64>> {
        if self.last.as_ref().is_none_or(|(range, _)| !range.contains(&id)) {
            let Some(owner) = owner(connection, id)? else { return Ok(None) };
            let is_tagged = connection.prepare_cached(HAS_TAG)?.exists(params![self.name, owner.article])?;
            self.last = Some((owner.ids, is_tagged));
        }
        let Some((range, is_tagged)) = &self.last else { return Ok(None) };
        let below = if *is_tagged { Some(*range.end()) } else { range.start().checked_sub(1) };
        Ok(below.map(|below| id.min(below)))
    }
}

/// An article, by the ids that it has taken.
pub(in crate::library) struct Owner {
    /// Its slot and its statements' ids.
    pub ids: RangeInclusive<i64>,
    /// Its number.
    pub article: i64,
    /// It is folded into another.
    pub is_folded: bool,
}

/// The article that an id belongs to, else the one before it.
pub(in crate::library) fn owner(connection: &Connection, id: i64) -> rusqlite::Result<Option<Owner>> {
    let read = |row: &rusqlite::Row| {
        let (slot, n_ids): (i64, i64) = (row.get(0)?, row.get(1)?);
        Ok(Owner { ids: slot..=slot + n_ids, article: row.get(2)?, is_folded: row.get::<_, Option<i64>>(3)?.is_some() })
    };
    connection.prepare_cached(OWNER)?.query_row([id], read).optional()
}
