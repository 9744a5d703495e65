//! The reader's say on who is who: one speaker joined to another, some articles or a form of the name parted from one.
//!
//! What was said holds for what comes later, and for articles that are annotated anew: it is kept as choices, which
//! settling asks first. Every deed keeps what stood before, and can be undone.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::decide::How;
use super::moving::{Row, Shared, appearances, names_of, restore_shared, shared, shift};
use super::{fold, kind_of, refit};
use crate::catalogue::{ArticleKey, Deed, Part, SpeakerKey};
use crate::library::{Library, LibraryError, index, shelf};

/// The kind of these deeds in the table.
pub(in crate::library) const KIND: &str = "people";

/// What stood before one was joined to another, or parted from one.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Before {
    /// Whose appearances went.
    from: i64,
    /// Where they went.
    into: i64,
    /// `from` was joined to `into` as a whole.
    is_merge: bool,
    /// `into` was made for it.
    is_new: bool,
    /// What the two were called and what their role was.
    called: Vec<Called>,
    /// Article, actor, and why it was taken for `from`.
    appearances: Vec<Row>,
    /// Where both appear in one article: what was said by and about each.
    shared: Vec<Shared>,
    /// Choices under the names concerned: name, article, and the speaker if there was one.
    choices: Vec<(String, i64, Option<i64>)>,
    /// Forms that nobody was called by any more: speaker, key, name. They tell who somebody is that comes back.
    #[serde(default)]
    idle_forms: Vec<(i64, String, String)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Called {
    id: i64,
    name: String,
    role: Option<String>,
    role_slot: Option<i64>,
}

impl Library {
    /// Joins one speaker to another, who keeps name and number. Whoever is called so later is the other too.
    ///
    /// Nothing is done where one of them is not there, or both are the same.
    pub fn merge(&mut self, from: SpeakerKey, into: SpeakerKey, now: i64) -> Result<Option<Deed>, LibraryError> {
        self.people_deed(now, |tx| merge(tx, from.0, into.0))
    }

    /// Parts some of a speaker's articles, or a form of the name, from them: for another speaker, or a new one.
    ///
    /// Nothing is done where nothing fits.
    pub fn split(
        &mut self,
        speaker: SpeakerKey,
        part: &Part,
        into: Option<SpeakerKey>,
        now: i64,
    ) -> Result<Option<Deed>, LibraryError> {
        self.people_deed(now, |tx| split(tx, speaker.0, part, into.map(|key| key.0)))
    }

    fn people_deed(
        &mut self,
        now: i64,
        deed: impl FnOnce(&Connection) -> rusqlite::Result<Option<(String, Before)>>,
    ) -> Result<Option<Deed>, LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let Some((what, before)) = deed(&tx).map_err(fault)? else { return Ok(None) };
        let before = serde_json::to_string(&before).unwrap_or_default();
        let deed = shelf::record(&tx, &what, KIND, &before, now).map_err(fault)?;
        tx.commit().map_err(fault)?;
        Ok(Some(deed))
    }
}

/// Undoes a deed, from what it kept.
pub(in crate::library) fn take_back(tx: &Connection, before: &str) -> rusqlite::Result<()> {
    let Ok(before) = serde_json::from_str::<Before>(before) else { return Ok(()) };
    restore_choices(tx, &before.choices)?;
    let mut back = before.appearances.clone();
    if before.is_new {
        // Whoever came to the new speaker since then would have come to the old one.
        let known: BTreeSet<(i64, String)> = back.iter().map(|(article, actor, _)| (*article, actor.clone())).collect();
        let later = appearances(tx, before.into)?.into_iter();
        back.extend(later.filter(|row| !known.contains(&(row.0, row.1.clone()))));
    } else if before.is_merge {
        back.extend(later_forms(tx, &before)?);
    }
    tx.execute("UPDATE speaker SET merged = NULL WHERE id = ?1 AND merged = ?2", [before.from, before.into])?;
    let touched = shift(tx, &back, before.into, before.from)?;
    for shared in &before.shared {
        restore_shared(tx, shared, [before.from, before.into])?;
    }
    for speaker in [before.from, before.into] {
        refit(tx, speaker)?;
    }
    restore_idle_forms(tx, &before)?;
    for called in &before.called {
        tx.execute(
            // Of whoever appears nowhere now, nothing newer can be known.
            "WITH idle AS (SELECT NOT EXISTS (SELECT 1 FROM appearance WHERE speaker = ?1) AS it)
             UPDATE speaker SET name = ?2,
                role = CASE WHEN role_slot IS ?4 OR (SELECT it FROM idle) THEN ?3 ELSE role END,
                role_slot = CASE WHEN (SELECT it FROM idle) THEN ?4 ELSE role_slot END
             WHERE id = ?1",
            params![called.id, called.name, called.role, called.role_slot],
        )?;
    }
    if before.is_new {
        for sql in ["DELETE FROM speaker WHERE id = ?1", "DELETE FROM form WHERE speaker = ?1"] {
            tx.execute(sql, [before.into])?;
        }
    }
    renew(tx, &touched, [before.from, before.into])
}

fn merge(tx: &Connection, from: i64, into: i64) -> rusqlite::Result<Option<(String, Before)>> {
    let (Some(one), Some(other)) = (called(tx, from)?, called(tx, into)?) else { return Ok(None) };
    if from == into {
        return Ok(None);
    }
    let what = format!("joined {} to {}", one.name, other.name);
    let rows = appearances(tx, from)?;
    let shared = shared(tx, &rows, from, into)?;
    let keys = keys_of(tx, from)?;
    let mut choices = Vec::new();
    for key in &keys {
        choices.push(choice(tx, key, 0)?);
    }
    let mut pointing = tx.prepare_cached("SELECT folded, article, speaker FROM choice WHERE speaker = ?1")?;
    for row in pointing.query_map([from], |row| Ok((row.get(0)?, row.get(1)?, Some(row.get(2)?))))? {
        let row = row?;
        if !choices.contains(&row) {
            choices.push(row);
        }
    }
    let before = Before {
        from,
        into,
        is_merge: true,
        is_new: false,
        called: vec![one, other],
        appearances: rows,
        shared,
        choices,
        idle_forms: idle_forms(tx, [from, into])?,
    };
    let touched = shift(tx, &before.appearances, from, into)?;
    mark(tx, &before)?;
    tx.execute("UPDATE choice SET speaker = ?2 WHERE speaker = ?1", [from, into])?;
    for key in &keys {
        if !is_borne_by_another(tx, key, [from, into])? {
            choose(tx, key, 0, into)?;
        }
    }
    tx.execute("UPDATE speaker SET merged = ?2 WHERE id = ?1", [from, into])?;
    refit(tx, from)?;
    refit(tx, into)?;
    renew(tx, &touched, [from, into])?;
    Ok(Some((what, before)))
}

fn split(tx: &Connection, speaker: i64, part: &Part, into: Option<i64>) -> rusqlite::Result<Option<(String, Before)>> {
    let Some(one) = called(tx, speaker)? else { return Ok(None) };
    if into == Some(speaker) {
        return Ok(None);
    }
    let mut rows = Vec::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (row, name) in appearances(tx, speaker)?.into_iter().zip(names_of(tx, speaker)?) {
        let fits = match part {
            Part::Articles(articles) => articles.contains(&ArticleKey(row.0)),
            Part::Form(form) => *form == name,
        };
        if fits {
            rows.push(row);
            *names.entry(name).or_default() += 1;
        }
    }
    let Some(name) = names.iter().max_by_key(|(_, n)| **n).map(|(name, _)| name.clone()) else { return Ok(None) };
    let other = match into {
        Some(into) => called(tx, into)?,
        None => None,
    };
    if into.is_some() && other.is_none() {
        return Ok(None);
    }
    let target = if let Some(into) = into {
        into
    } else {
        tx.execute(
            "INSERT INTO speaker (name, kind) SELECT ?2, kind FROM speaker WHERE id = ?1",
            params![speaker, name],
        )?;
        tx.last_insert_rowid()
    };
    let kind = kind_of(tx.query_row("SELECT kind FROM speaker WHERE id = ?1", [speaker], |row| row.get(0))?);
    let shared = shared(tx, &rows, speaker, target)?;
    let chosen = chosen_by_split(tx, speaker, target, part, kind, &names)?;
    let mut choices = Vec::new();
    for (key, article, _) in &chosen {
        choices.push(choice(tx, key, *article)?);
    }
    let what = match part {
        Part::Articles(_) if rows.len() == 1 => format!("parted 1 article from {}", one.name),
        Part::Articles(_) => format!("parted {} articles from {}", rows.len(), one.name),
        Part::Form(form) => format!("parted {form} from {}", one.name),
    };
    let is_new = into.is_none();
    let called = std::iter::once(one).chain(other).collect();
    let before = Before {
        from: speaker,
        into: target,
        is_merge: false,
        is_new,
        called,
        appearances: rows,
        shared,
        choices,
        idle_forms: idle_forms(tx, [speaker, target])?,
    };
    let touched = shift(tx, &before.appearances, speaker, target)?;
    mark(tx, &before)?;
    for (key, article, speaker) in &chosen {
        choose(tx, key, *article, *speaker)?;
    }
    refit(tx, speaker)?;
    refit(tx, target)?;
    renew(tx, &touched, [speaker, target])?;
    Ok(Some((what, before)))
}

/// The choices that keep a split: name, article (0 for all), speaker.
fn chosen_by_split(
    tx: &Connection,
    speaker: i64,
    target: i64,
    part: &Part,
    kind: Option<crate::article::ActorKind>,
    names: &BTreeMap<String, usize>,
) -> rusqlite::Result<Vec<(String, i64, i64)>> {
    let mut chosen = Vec::new();
    match part {
        Part::Articles(articles) => {
            let mut query = tx.prepare_cached("SELECT name FROM appearance WHERE article = ?1 AND speaker = ?2")?;
            for article in articles {
                for name in query.query_map([article.0, speaker], |row| row.get::<_, String>(0))? {
                    chosen.push((fold(&name?, kind).exact(), article.0, target));
                }
            }
        }
        Part::Form(form) => {
            let parted = fold(form, kind);
            chosen.push((parted.exact(), 0, target));
            // Other spellings under the same key stay where they are.
            let mut query = tx.prepare_cached("SELECT DISTINCT name FROM form WHERE speaker = ?1 AND folded = ?2")?;
            for name in query.query_map(params![speaker, parted.key], |row| row.get::<_, String>(0))? {
                let other = fold(&name?, kind);
                if other.exact() != parted.exact() {
                    chosen.push((other.exact(), 0, speaker));
                }
            }
        }
    }
    debug_assert!(!names.is_empty(), "a split moves something");
    chosen.sort();
    chosen.dedup();
    Ok(chosen)
}

/// What moved is where it is because the reader said so.
fn mark(tx: &Connection, before: &Before) -> rusqlite::Result<()> {
    let mut update = tx.prepare_cached("UPDATE appearance SET how = ?3 WHERE article = ?1 AND actor = ?2")?;
    for (article, actor, _) in &before.appearances {
        update.execute(params![article, actor, How::Reader.number()])?;
    }
    Ok(())
}

/// What came to a merged speaker since then under a name that was the other's alone.
fn later_forms(tx: &Connection, before: &Before) -> rusqlite::Result<Vec<Row>> {
    let known: BTreeSet<(i64, &str)> = before.appearances.iter().map(|row| (row.0, row.1.as_str())).collect();
    let kind = kind_of(tx.query_row("SELECT kind FROM speaker WHERE id = ?1", [before.from], |row| row.get(0))?);
    // Forms of the one joined were kept as choices.
    let chosen: BTreeSet<&str> = before.choices.iter().map(|row| row.0.as_str()).collect();
    let own: BTreeSet<String> =
        before.called.iter().filter(|one| one.id == before.into).map(|one| fold(&one.name, kind).key).collect();
    let mut later = Vec::new();
    for (row, name) in appearances(tx, before.into)?.into_iter().zip(names_of(tx, before.into)?) {
        let key = fold(&name, kind).key;
        let is_chosen = row.2 == How::Reader.number() && chosen.contains(key.as_str()) && !own.contains(&key);
        if is_chosen && !known.contains(&(row.0, row.1.as_str())) {
            later.push(row);
        }
    }
    Ok(later)
}

fn renew(tx: &Connection, articles: &BTreeSet<i64>, people: [i64; 2]) -> rusqlite::Result<()> {
    let mut slots = Vec::with_capacity(articles.len());
    for &article in articles {
        let slot: i64 =
            tx.prepare_cached("SELECT slot FROM article WHERE id = ?1")?.query_row([article], |row| row.get(0))?;
        slots.push((slot, article));
    }
    slots.sort_unstable();
    let people = people.map(SpeakerKey);
    slots.into_iter().try_for_each(|(_, article)| index::renew_for(tx, ArticleKey(article), &people))
}

fn called(tx: &Connection, speaker: i64) -> rusqlite::Result<Option<Called>> {
    tx.prepare_cached("SELECT id, name, role, role_slot FROM speaker WHERE id = ?1 AND merged IS NULL")?
        .query_row([speaker], |row| {
            Ok(Called { id: row.get(0)?, name: row.get(1)?, role: row.get(2)?, role_slot: row.get(3)? })
        })
        .optional()
}

fn keys_of(tx: &Connection, speaker: i64) -> rusqlite::Result<Vec<String>> {
    tx.prepare_cached("SELECT DISTINCT folded FROM form WHERE speaker = ?1 ORDER BY folded")?
        .query_map([speaker], |row| row.get(0))?
        .collect()
}

fn is_borne_by_another(tx: &Connection, key: &str, but: [i64; 2]) -> rusqlite::Result<bool> {
    let [one, other] = but;
    tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM form WHERE folded = ?1 AND speaker NOT IN (?2, ?3) AND n > 0)")?
        .query_row(params![key, one, other], |row| row.get(0))
}

fn choice(tx: &Connection, key: &str, article: i64) -> rusqlite::Result<(String, i64, Option<i64>)> {
    let speaker = tx
        .prepare_cached("SELECT speaker FROM choice WHERE folded = ?1 AND article = ?2")?
        .query_row(params![key, article], |row| row.get(0))
        .optional()?;
    Ok((key.to_owned(), article, speaker))
}

fn choose(tx: &Connection, key: &str, article: i64, speaker: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO choice (folded, article, speaker) VALUES (?1, ?2, ?3)")?
        .execute(params![key, article, speaker])
        .map(drop)
}

fn idle_forms(tx: &Connection, speakers: [i64; 2]) -> rusqlite::Result<Vec<(i64, String, String)>> {
    let mut query = tx.prepare_cached("SELECT speaker, folded, name FROM form WHERE speaker IN (?1, ?2) AND n = 0")?;
    query.query_map(speakers, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
}

/// Puts back the forms that nobody was called by, in the place of those that are left of the deed.
fn restore_idle_forms(tx: &Connection, before: &Before) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM form WHERE speaker IN (?1, ?2) AND n = 0", [before.from, before.into])?;
    let mut insert =
        tx.prepare_cached("INSERT OR IGNORE INTO form (speaker, folded, name, n) VALUES (?1, ?2, ?3, 0)")?;
    for (speaker, folded, name) in &before.idle_forms {
        insert.execute(params![speaker, folded, name])?;
    }
    Ok(())
}

fn restore_choices(tx: &Connection, choices: &[(String, i64, Option<i64>)]) -> rusqlite::Result<()> {
    for (key, article, speaker) in choices {
        match speaker {
            Some(speaker) => choose(tx, key, *article, *speaker)?,
            None => {
                tx.prepare_cached("DELETE FROM choice WHERE folded = ?1 AND article = ?2")?
                    .execute(params![key, article])?;
            }
        }
    }
    Ok(())
}
