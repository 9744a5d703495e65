//! One article being settled: what its actors' names lead to, read by primary keys, and what came of it, written.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::decide::{self, Asked, Bearer, Candidate, How, Verdict};
use super::name::{self, Name};
use super::{MAX_LOOKED_AT, fold, kind_of, number_of, put_words, role};
use crate::article::{Actor, ActorKind};
use crate::catalogue::ArticleKey;

/// Speakers of one name, or of one surname, that are looked at.
const MAX_CANDIDATES: i64 = 32;

/// Days within which a surname alone may mean somebody met under the full name.
const MAX_DAYS: i64 = 3;

/// One article being settled.
pub(super) struct Desk<'a> {
    pub(super) tx: &'a Connection,
    pub(super) article: ArticleKey,
    pub(super) slot: i64,
    pub(super) day: i64,
    /// The reader has said something about anybody.
    pub(super) has_choices: bool,
}

impl Desk<'_> {
    /// Finds or makes the speaker for an actor and writes that they appear. `taken` are those of the article so far.
    pub(super) fn settle(&self, actor: &Actor, name: &Name, taken: &BTreeSet<i64>) -> rusqlite::Result<i64> {
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
        self.tell_kind(speaker, kind, &candidates)?;
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
                 WHERE f.folded = ?1 AND s.merged IS NULL ORDER BY f.n DESC LIMIT ?2",
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
                "SELECT near.article
                 FROM (SELECT article FROM appearance WHERE speaker = ?1 ORDER BY article DESC LIMIT ?2) near
                 JOIN article ON article.id = near.article WHERE article.day BETWEEN ?3 AND ?4",
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

    /// What a speaker is may become known later than that there is one.
    fn tell_kind(&self, speaker: i64, kind: Option<ActorKind>, candidates: &[Candidate]) -> rusqlite::Result<()> {
        let is_vague = |kind: Option<ActorKind>| matches!(kind, None | Some(ActorKind::Other));
        let known = candidates.iter().find(|candidate| candidate.speaker == speaker);
        if known.is_some_and(|known| is_vague(known.kind)) && !is_vague(kind) {
            self.tx
                .prepare_cached("UPDATE speaker SET kind = ?2 WHERE id = ?1")?
                .execute(params![speaker, number_of(kind)])?;
        }
        Ok(())
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
