//! People across articles: every actor who speaks, is spoken about, or is a person or body with a name *appears* as a
//! speaker of the library.
//!
//! `name` folds names to keys, `role` compares roles, `decide` decides, `desk` reads what a decision needs and writes
//! what came of it; `deed` is the reader's say. Why an actor was taken for a speaker is kept with the appearance.
//! Counters of statements are kept by the database itself (triggers), so that they hold whoever writes.

mod decide;
pub(super) mod deed;
mod desk;
mod moving;
pub(super) mod name;
mod role;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::article::{Actor, ActorId, ActorKind, Article};
use crate::catalogue::{ArticleKey, SpeakerKey};
use decide::How;
use desk::Desk;
use name::Name;

/// Why an appearance is taken for its speaker, in words, and whether that is inferred.
pub(super) fn how_words(how: i64) -> (&'static str, bool) {
    (How::words(how), How::is_inferred(how))
}

/// Appearances of somebody that are looked at for company, and for roles.
const MAX_LOOKED_AT: i64 = 12;

/// Finds or makes the speakers for the actors of an article and writes that they appear in it.
///
/// The article's row must be there. What stood there of the same article is taken back first.
pub(super) fn settle(
    tx: &Connection,
    article: ArticleKey,
    annotated: &Article,
) -> rusqlite::Result<BTreeMap<ActorId, SpeakerKey>> {
    withdraw(tx, article)?;
    let (slot, day): (i64, i64) = tx
        .prepare_cached("SELECT slot, day FROM article WHERE id = ?1")?
        .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut actors: Vec<(&Actor, Name)> = appearing(annotated);
    // Full names first: who is called by a surname alone may be among them, or known not to be.
    actors.sort_by_key(|(_, name)| name.is_bare());
    let desk = Desk { tx, article, slot, day, has_choices: has_choices(tx)? };
    let mut speakers = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (actor, name) in &actors {
        if speakers.contains_key(&actor.id) {
            continue;
        }
        let speaker = desk.settle(actor, name, &taken)?;
        taken.insert(speaker);
        speakers.insert(actor.id.clone(), SpeakerKey(speaker));
    }
    Ok(speakers)
}

/// Takes back that actors appear in an article, and what is said by and about them in it.
///
/// Whoever appears nowhere else stays, out of the way of every search, so that the number means the same person when
/// the article comes back.
pub(super) fn withdraw(tx: &Connection, article: ArticleKey) -> rusqlite::Result<()> {
    let rows: Vec<(i64, String, Option<String>)> = tx
        .prepare_cached("SELECT speaker, name, aliases FROM appearance WHERE article = ?1")?
        .query_map([article.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Ok(());
    }
    let (slot, n_ids): (i64, i64) = tx
        .prepare_cached("SELECT slot, n_ids FROM article WHERE id = ?1")?
        .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    tx.prepare_cached("DELETE FROM appearance WHERE article = ?1")?.execute([article.0])?;
    let speakers: BTreeSet<i64> = rows.iter().map(|(speaker, _, _)| *speaker).collect();
    for &speaker in &speakers {
        for sql in [
            "DELETE FROM said WHERE speaker = ?1 AND statement BETWEEN ?2 AND ?3",
            "DELETE FROM about WHERE speaker = ?1 AND statement BETWEEN ?2 AND ?3",
        ] {
            tx.prepare_cached(sql)?.execute([speaker, slot, slot + n_ids])?;
        }
    }
    for (speaker, name, aliases) in &rows {
        for form in std::iter::once(name.as_str()).chain(aliases.iter().flat_map(|aliases| aliases.split('\n'))) {
            tx.prepare_cached("UPDATE form SET n = max(n - 1, 0) WHERE speaker = ?1 AND name = ?2")?
                .execute(params![speaker, form])?;
        }
    }
    for &speaker in &speakers {
        tidy(tx, speaker, slot)?;
    }
    Ok(())
}

/// After appearances went: forms that nobody uses, words of them, and the latest role.
fn tidy(tx: &Connection, speaker: i64, slot: i64) -> rusqlite::Result<()> {
    let appears: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM appearance WHERE speaker = ?1)")?
        .query_row([speaker], |row| row.get(0))?;
    if !appears {
        tx.prepare_cached("DELETE FROM form_word WHERE speaker = ?1")?.execute([speaker])?;
        return Ok(());
    }
    if tx.prepare_cached("DELETE FROM form WHERE speaker = ?1 AND n = 0")?.execute([speaker])? > 0 {
        rewrite_words(tx, speaker)?;
        tx.prepare_cached(
            "UPDATE speaker SET name = coalesce((SELECT name FROM form WHERE speaker = ?1 AND n > 0
                ORDER BY instr(name, ' ') > 0 DESC, n DESC, name LIMIT 1), name)
             WHERE id = ?1 AND name NOT IN (SELECT name FROM form WHERE speaker = ?1)",
        )?
        .execute([speaker])?;
    }
    tx.prepare_cached(
        "UPDATE speaker SET (role, role_slot) = (SELECT role, slot FROM (
                SELECT a.role AS role, t.slot AS slot FROM appearance a JOIN article t ON t.id = a.article
                WHERE a.speaker = ?1 AND a.role IS NOT NULL ORDER BY a.article DESC LIMIT ?3)
            ORDER BY slot DESC LIMIT 1)
         WHERE id = ?1 AND role_slot = ?2",
    )?
    .execute([speaker, slot, MAX_LOOKED_AT])?;
    Ok(())
}

/// Makes forms, words and role of a speaker anew from the appearances.
fn refit(tx: &Connection, speaker: i64) -> rusqlite::Result<()> {
    let kind = kind_of(tx.query_row("SELECT kind FROM speaker WHERE id = ?1", [speaker], |row| row.get(0))?);
    let rows: Vec<(String, Option<String>)> = tx
        .prepare_cached("SELECT name, aliases FROM appearance WHERE speaker = ?1")?
        .query_map([speaker], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    if rows.is_empty() {
        tx.execute("UPDATE form SET n = 0 WHERE speaker = ?1", [speaker])?;
        tx.execute("DELETE FROM form_word WHERE speaker = ?1", [speaker])?;
        return Ok(());
    }
    let mut forms: BTreeMap<&str, i64> = BTreeMap::new();
    for (name, aliases) in &rows {
        for form in std::iter::once(name.as_str()).chain(aliases.iter().flat_map(|aliases| aliases.split('\n'))) {
            *forms.entry(form).or_default() += 1;
        }
    }
    tx.execute("DELETE FROM form WHERE speaker = ?1", [speaker])?;
    for (form, n) in forms {
        tx.prepare_cached("INSERT INTO form (folded, speaker, name, n) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            fold(form, kind).key,
            speaker,
            form,
            n
        ])?;
    }
    rewrite_words(tx, speaker)?;
    tx.execute(
        "UPDATE speaker SET (role, role_slot) = (SELECT a.role, t.slot FROM appearance a JOIN article t ON t.id = a.article
            WHERE a.speaker = ?1 AND a.role IS NOT NULL ORDER BY t.slot DESC LIMIT 1)
         WHERE id = ?1",
        [speaker],
    )?;
    Ok(())
}

/// Makes the words of a speaker anew from the forms that are left.
fn rewrite_words(tx: &Connection, speaker: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM form_word WHERE speaker = ?1")?.execute([speaker])?;
    let kind = tx
        .prepare_cached("SELECT kind FROM speaker WHERE id = ?1")?
        .query_row([speaker], |row| row.get::<_, Option<i64>>(0))?;
    let forms: Vec<String> = tx
        .prepare_cached("SELECT name FROM form WHERE speaker = ?1")?
        .query_map([speaker], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for form in forms {
        put_words(tx, speaker, &fold(&form, kind_of(kind)))?;
    }
    Ok(())
}

fn put_words(tx: &Connection, speaker: i64, name: &Name) -> rusqlite::Result<()> {
    let last = if name.is_bare() { "" } else { name.surname() };
    for word in name.lookup_words() {
        tx.prepare_cached(
            "INSERT INTO form_word (word, speaker, is_last) VALUES (?1, ?2, ?3)
             ON CONFLICT (word, speaker) DO UPDATE SET is_last = 1 WHERE excluded.is_last > is_last",
        )?
        .execute(params![word, speaker, word == last])?;
    }
    Ok(())
}

/// The actors that appear as speakers, with their names folded: who speaks, is spoken about, or is a person or body.
fn appearing(annotated: &Article) -> Vec<(&Actor, Name)> {
    let mut concerned: BTreeSet<&ActorId> = BTreeSet::new();
    for statement in annotated.statements.items() {
        concerned.extend(statement.standing_speakers());
        concerned.extend(statement.about.items());
    }
    annotated
        .actors
        .items()
        .iter()
        .filter(|actor| {
            matches!(actor.kind.known(), Some(ActorKind::Person | ActorKind::Organisation))
                || concerned.contains(&actor.id)
        })
        .map(|actor| (actor, fold(&actor.name, actor.kind.known().copied())))
        .filter(|(_, name)| !name.key.is_empty())
        .collect()
}

/// A name folded as what its bearer is; one whose kind is not known is folded as a person's.
fn fold(name: &str, kind: Option<ActorKind>) -> Name {
    match kind {
        Some(ActorKind::Organisation | ActorKind::Place | ActorKind::Group) => Name::of_body(name),
        Some(ActorKind::Person | ActorKind::Other) | None => Name::of_person(name),
    }
}

fn kind_of(number: Option<i64>) -> Option<ActorKind> {
    let at = usize::try_from(number?).ok()?;
    ActorKind::NAMES.get(at).map(|(kind, _)| *kind)
}

fn number_of(kind: Option<ActorKind>) -> Option<i64> {
    let at = ActorKind::NAMES.iter().position(|(known, _)| Some(*known) == kind)?;
    Some(at as i64)
}

fn has_choices(tx: &Connection) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM choice)")?.query_row([], |row| row.get(0))
}

#[cfg(test)]
mod tests;
