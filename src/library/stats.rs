//! Shares of voice: who has how much of the say in a search, a day, an article, or everything.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::{Library, LibraryError};
use crate::catalogue::{QueryFault, SpeakerKey, Tally, TallyRow};

/// The newest statements that are counted.
const MOST: usize = 20_000;

/// What statements are called that nobody is named for.
const NOBODY: &str = "nobody named";

impl Library {
    /// Who has how much of the say in the statements that a query finds, by the number of their words: `article:17`,
    /// `from:2025-08-13 to:2025-08-13`, `sanctions`; nothing for everything. The inner error is the query's.
    ///
    /// The newest 20,000 statements are counted. The words of a statement of several speakers are shared out evenly
    /// among them. An article that is folded into another one counts only where no other article is counted: printing
    /// the same again gives nobody more of the say.
    pub fn tally(&self, query: &str, now: i64) -> Result<Result<Tally, QueryFault>, LibraryError> {
        let ids = if query.trim().is_empty() {
            newest(&self.connection).map_err(|error| self.fault(&error))?
        } else {
            match self.parsed(query, now)? {
                Ok(asked) => self.statement_ids(&asked, MOST + 1)?,
                Err(fault) => return Ok(Err(fault)),
            }
        };
        tally(&self.connection, &ids).map(Ok).map_err(|error| self.fault(&error))
    }
}

fn newest(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare_cached("SELECT id FROM statement ORDER BY id DESC LIMIT ?1")?
        .query_map([MOST as i64 + 1], |row| row.get(0))?
        .collect()
}

/// One speaker's count; words as parts, since several may share a statement.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    n_statements: usize,
    n_words: f64,
}

fn tally(connection: &Connection, ids: &[i64]) -> rusqlite::Result<Tally> {
    let mut shares: BTreeMap<Option<i64>, Share> = BTreeMap::new();
    let mut tally = Tally { is_more: ids.len() > MOST, ..Tally::default() };
    let mut statement = connection.prepare_cached("SELECT article, n_words FROM statement WHERE id = ?1")?;
    let mut said = connection.prepare_cached("SELECT speaker FROM said WHERE statement = ?1")?;
    let mut fold = connection.prepare_cached("SELECT fold FROM article WHERE id = ?1")?;
    let mut counted = Vec::with_capacity(ids.len().min(MOST));
    let mut heads: HashMap<i64, i64> = HashMap::new();
    for &id in ids.iter().take(MOST) {
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else { continue };
        let (article, n_words): (i64, u32) = (row.get(0)?, row.get(1)?);
        if let Entry::Vacant(place) = heads.entry(article) {
            let head: Option<i64> = fold.query_row([article], |row| row.get(0))?;
            place.insert(head.unwrap_or(article));
        }
        counted.push((id, article, n_words));
    }
    // Of a group that says the same, the head counts; where it is not among them, the first that was found.
    let mut told: HashMap<i64, i64> = HashMap::new();
    for (article, head) in &heads {
        let own = told.entry(*head).or_insert(*article);
        *own = if heads.contains_key(head) { *head } else { (*own).min(*article) };
    }
    for (id, article, n_words) in counted {
        if heads.get(&article).and_then(|head| told.get(head)).is_some_and(|told| *told != article) {
            continue;
        }
        let speakers: Vec<i64> = said.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        tally.n_statements += 1;
        tally.n_words += n_words as usize;
        let part = f64::from(n_words) / speakers.len().max(1) as f64;
        let whose: Vec<Option<i64>> =
            if speakers.is_empty() { vec![None] } else { speakers.into_iter().map(Some).collect() };
        for speaker in whose {
            let share = shares.entry(speaker).or_default();
            share.n_statements += 1;
            share.n_words += part;
        }
    }
    let mut name = connection.prepare_cached("SELECT name FROM speaker WHERE id = ?1")?;
    for (speaker, share) in shares {
        let name = match speaker {
            Some(speaker) => name.query_row([speaker], |row| row.get(0))?,
            None => NOBODY.to_owned(),
        };
        tally.rows.push(TallyRow {
            id: speaker.map(SpeakerKey),
            name,
            n_statements: share.n_statements,
            n_words: share.n_words.round() as usize,
            share: if tally.n_words == 0 { 0.0 } else { share.n_words / tally.n_words as f64 },
        });
    }
    tally.rows.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.id.cmp(&b.id)));
    Ok(tally)
}
