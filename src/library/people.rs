//! People across articles: every actor who speaks, is spoken about, or is a person or body with a name *appears* as a
//! speaker of the library.
//!
//! `name` folds names to keys, `role` compares roles, `decide` decides; this file reads what a decision needs, by
//! primary keys, and writes what came of it. Why an actor was taken for a speaker is kept with the appearance.
//! Counters of statements are kept by the database itself (triggers), so that they hold whoever writes.

mod decide;
pub(super) mod deed;
mod moving;
pub(super) mod name;
mod role;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::article::{Actor, ActorId, ActorKind, Article};
use crate::catalogue::{ArticleKey, SpeakerKey};
use decide::{Asked, Bearer, Candidate, How, Verdict};
use name::Name;

/// The words for why an appearance is taken for its speaker.
pub(super) fn how_words(how: i64) -> &'static str {
    How::words(how)
}

/// Speakers of one name, or of one surname, that are looked at.
const MAX_CANDIDATES: i64 = 32;

/// Days within which a surname alone may mean somebody met under the full name.
const MAX_DAYS: i64 = 3;

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

/// One article being settled.
struct Desk<'a> {
    tx: &'a Connection,
    article: ArticleKey,
    slot: i64,
    day: i64,
    has_choices: bool,
}

impl Desk<'_> {
    fn settle(&self, actor: &Actor, name: &Name, taken: &BTreeSet<i64>) -> rusqlite::Result<i64> {
        let kind = actor.kind.known().copied();
        let role = actor.role();
        let asked = Asked { written: &actor.name, name, kind, role: role.as_deref() };
        let candidates = self.candidates(&name.key)?;
        let verdict = match self.chosen(name)? {
            Some(speaker) => Verdict::Is(speaker, How::Reader),
            None => self.decide(&asked, &candidates, taken)?,
        };
        let (speaker, how) = match verdict {
            Verdict::Is(speaker, how) => (speaker, how),
            Verdict::New(how) => (self.open(&actor.name, kind)?, how),
        };
        let known = candidates.iter().find(|candidate| candidate.speaker == speaker && candidate.form == actor.name);
        self.count_form(speaker, &actor.name, name, known.is_none_or(|form| form.n == 0))?;
        if let Some(known) = known {
            self.call(speaker, known, &candidates)?;
        }
        let aliases = self.tie(speaker, actor, name)?;
        self.tx
            .prepare_cached(
                "INSERT OR REPLACE INTO appearance (article, actor, speaker, name, role, how, aliases)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![self.article.0, actor.id.0, speaker, actor.name, role, how.number(), aliases])?;
        if let Some(role) = &role {
            self.tx
                .prepare_cached(
                    "UPDATE speaker SET role = ?2, role_slot = ?3 WHERE id = ?1 AND ?3 > coalesce(role_slot, 0)",
                )?
                .execute(params![speaker, role, self.slot])?;
        }
        Ok(speaker)
    }

    fn decide(&self, asked: &Asked<'_>, candidates: &[Candidate], taken: &BTreeSet<i64>) -> rusqlite::Result<Verdict> {
        let is_body = matches!(asked.kind, Some(ActorKind::Organisation | ActorKind::Place | ActorKind::Group));
        if asked.name.is_bare() && !is_body {
            let bearers = self.bearers(asked.name, asked.kind, taken)?;
            return Ok(decide::by_surname(asked, &bearers, candidates));
        }
        decide::by_name(asked, candidates, |speaker| self.always_clashes(speaker, asked.role.unwrap_or_default()))
    }

    /// Speakers under a key, the most frequent form first.
    fn candidates(&self, key: &str) -> rusqlite::Result<Vec<Candidate>> {
        self.tx
            .prepare_cached(
                "SELECT f.speaker, f.name, f.n, s.name, s.kind, s.role FROM form f JOIN speaker s ON s.id = f.speaker
                 WHERE f.folded = ?1 AND s.merged IS NULL LIMIT ?2",
            )?
            .query_map(params![key, MAX_CANDIDATES], |row| {
                Ok(Candidate {
                    speaker: row.get(0)?,
                    form: row.get(1)?,
                    n: row.get(2)?,
                    called: row.get(3)?,
                    kind: kind_of(row.get(4)?),
                    role: row.get(5)?,
                })
            })?
            .collect()
    }

    /// What the reader has said about a name: in this article, or everywhere.
    fn chosen(&self, name: &Name) -> rusqlite::Result<Option<i64>> {
        if !self.has_choices {
            return Ok(None);
        }
        self.tx
            .prepare_cached(
                "SELECT speaker FROM choice WHERE folded IN (?1, ?2) AND article IN (0, ?3)
                 ORDER BY article DESC, folded = ?1 DESC LIMIT 1",
            )?
            .query_row(params![name.exact(), name.key, self.article.0], |row| row.get(0))
            .optional()
    }

    /// Who bears a word as a surname. Whoever is in the article under the full name is known to be somebody else.
    fn bearers(&self, name: &Name, kind: Option<ActorKind>, taken: &BTreeSet<i64>) -> rusqlite::Result<Vec<Bearer>> {
        let rows: Vec<(i64, Option<i64>, Option<String>)> = self
            .tx
            .prepare_cached(
                "SELECT s.id, s.kind, s.role FROM form_word w JOIN speaker s ON s.id = w.speaker
                 WHERE w.word = ?1 AND w.is_last = 1 LIMIT ?2",
            )?
            .query_map(params![name.surname(), MAX_CANDIDATES], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        let fitting: Vec<_> = rows
            .into_iter()
            .filter(|(_, known, _)| {
                kind_of(*known) == Some(ActorKind::Person) && decide::kinds_fit(kind, kind_of(*known))
            })
            .collect();
        let is_only = fitting.len() == 1;
        let mut bearers = Vec::new();
        for (speaker, _, role) in fitting {
            let in_company = is_only && !taken.is_empty() && self.is_in_company(speaker, taken)?;
            bearers.push(Bearer { speaker, role, in_company });
        }
        if bearers.iter().any(|bearer| taken.contains(&bearer.speaker)) {
            bearers.clear();
        }
        Ok(bearers)
    }

    /// Whether somebody was met within days in an article with one of those who are in this one.
    fn is_in_company(&self, speaker: i64, taken: &BTreeSet<i64>) -> rusqlite::Result<bool> {
        let near: Vec<i64> = self
            .tx
            .prepare_cached(
                "SELECT a.article FROM (SELECT article FROM appearance WHERE speaker = ?1 ORDER BY article DESC LIMIT ?2) a
                 JOIN article t ON t.id = a.article WHERE t.day BETWEEN ?3 AND ?4",
            )?
            .query_map([speaker, MAX_LOOKED_AT, self.day - MAX_DAYS, self.day + MAX_DAYS], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for article in near {
            let mut query = self.tx.prepare_cached("SELECT speaker FROM appearance WHERE article = ?1")?;
            let mut rows = query.query([article])?;
            while let Some(row) = rows.next()? {
                if taken.contains(&row.get(0)?) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether every role that is known of somebody clashes with one.
    fn always_clashes(&self, speaker: i64, role: &str) -> rusqlite::Result<bool> {
        let roles: Vec<String> = self
            .tx
            .prepare_cached(
                "SELECT role FROM (SELECT role FROM appearance WHERE speaker = ?1 ORDER BY article DESC LIMIT ?2)
                 WHERE role IS NOT NULL",
            )?
            .query_map([speaker, MAX_LOOKED_AT], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(roles.iter().all(|known| role::clash(role, known)))
    }

    fn open(&self, name: &str, kind: Option<ActorKind>) -> rusqlite::Result<i64> {
        self.tx
            .prepare_cached("INSERT INTO speaker (name, kind) VALUES (?1, ?2)")?
            .execute(params![name, number_of(kind)])?;
        Ok(self.tx.last_insert_rowid())
    }

    fn count_form(&self, speaker: i64, written: &str, name: &Name, is_new: bool) -> rusqlite::Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO form (folded, speaker, name, n) VALUES (?1, ?2, ?3, 1)
                 ON CONFLICT (folded, speaker, name) DO UPDATE SET n = n + 1",
            )?
            .execute(params![name.key, speaker, written])?;
        if is_new { put_words(self.tx, speaker, name) } else { Ok(()) }
    }

    /// A speaker is called by the form that articles use most among those of the key.
    fn call(&self, speaker: i64, form: &Candidate, candidates: &[Candidate]) -> rusqlite::Result<()> {
        let current = candidates.iter().find(|other| other.speaker == speaker && other.form == other.called);
        if current.is_some_and(|current| current.form != form.form && form.n + 1 > current.n) {
            self.tx
                .prepare_cached("UPDATE speaker SET name = ?2 WHERE id = ?1")?
                .execute(params![speaker, form.form])?;
        }
        Ok(())
    }

    /// Notes the other forms that the article uses for an actor and that could stand for it elsewhere: initials of a
    /// body, another full name of a person that ends alike. Gives those that were noted, a line each.
    fn tie(&self, speaker: i64, actor: &Actor, own: &Name) -> rusqlite::Result<Option<String>> {
        let kind = actor.kind.known().copied();
        let mut tied: Vec<&str> = Vec::new();
        let mut keys = vec![own.key.clone()];
        for alias in actor.aliases.items() {
            let name = fold(alias, kind);
            let stands = match kind {
                Some(ActorKind::Organisation) => name::is_initials_of(alias, &actor.name),
                Some(ActorKind::Person) => !name.is_bare() && name.surname() == own.surname(),
                _ => false,
            };
            if !stands || keys.contains(&name.key) || alias.contains('\n') {
                continue;
            }
            if self.chosen(&name)?.is_some_and(|chosen| chosen != speaker) {
                continue;
            }
            self.count_form(speaker, alias, &name, true)?;
            keys.push(name.key);
            tied.push(alias);
        }
        Ok((!tied.is_empty()).then(|| tied.join("\n")))
    }
}

#[cfg(test)]
mod tests;
