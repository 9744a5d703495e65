//! What a reader says of an article of the library: kept in its body and in the tables in one transaction, as a deed
//! that can be undone.
//!
//! What it means is the business of `article::review`. A note about the whole article that is nothing but tags is
//! the article's tags, which stand in a table of their own; on the way out they are such a note again.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::{Library, LibraryError, add, body, likeness, shelf};
use crate::article::review::{self, About, Identity, Judgement, Refusal, Remark, Signed, Undo};
use crate::article::{ActorId, Article, Maybe, Note, NoteTarget, Statement, StatementId};
use crate::catalogue::{ArticleKey, Deed};

/// The kind of these deeds in the table.
pub(super) const KIND: &str = "remark";

/// Between two notes about one thing.
const BETWEEN: &str = "\n";

/// What one statement is found by of the notes about its article and its people: so much at the most, in scalars, and
/// so much at the least where there are very many statements.
const MOST_FOUND_CHARS: usize = 4_000;
const LEAST_FOUND_CHARS: usize = 200;

/// The same of all statements of an article together, as long as each has its least.
const MOST_SHARED_CHARS: usize = 8_000_000;

/// What stood before something was said.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    article: i64,
    undo: Option<Undo>,
    /// Tags that the article got.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

/// What came of a remark.
#[derive(Clone, Debug)]
pub struct Remarked {
    /// The deed, to be undone.
    pub deed: Deed,
    /// The article, with what was said.
    pub article: Article,
}

impl Library {
    /// Keeps what a reader says of an article. Where the reader `seen` it as another than it is now, what is said
    /// is led to where it stands. Nothing changes where it is refused.
    pub fn remark(
        &mut self,
        key: ArticleKey,
        seen: Option<&Article>,
        remark: &Remark,
        signed: &Signed,
        now: i64,
    ) -> Result<Result<Remarked, Refusal>, LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let Some((version, mut article)) = current(&tx, key, &path)? else {
            return Ok(Err(Refusal::NoArticle(key.0)));
        };
        let led = seen.map_or_else(|| Some(remark.clone()), |seen| review::led(remark, seen, &article));
        let Some(remark) = &led else { return Ok(Err(Refusal::Changed)) };
        let mut tags = Vec::new();
        let undo = match tags_only(remark) {
            Some(only) => {
                tags = only;
                let own = review::own_note(&article, &About::Article, signed.by.as_deref()).is_some();
                let nothing = Remark::Note(About::Article, String::new());
                if own { review::apply(&mut article, &nothing, signed).map(Some) } else { Ok(None) }
            }
            None => review::apply(&mut article, remark, signed).map(Some),
        };
        let undo = match undo {
            Ok(undo) => undo,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let deed = (|| {
            let mut given = Vec::new();
            for tag in &tags {
                let sql = "INSERT OR IGNORE INTO tag (name, article) VALUES (?1, ?2)";
                if tx.prepare_cached(sql)?.execute(params![tag, key.0])? > 0 {
                    given.push(tag.clone());
                }
            }
            if undo.is_some() {
                rewrite(&tx, key, version, &article, now)?;
            }
            let before = Before { article: key.0, undo, tags: given };
            let before = serde_json::to_string(&before).unwrap_or_default();
            shelf::record(&tx, &said(remark, key), KIND, &before, now)
        })()
        .map_err(fault)?;
        tx.commit().map_err(fault)?;
        Ok(Ok(Remarked { deed, article }))
    }

    /// An article with the tags that it has in the library, as it goes out of it.
    pub fn article_for_export(&self, key: ArticleKey) -> Result<Option<Article>, LibraryError> {
        let Some(mut article) = self.article(key)? else { return Ok(None) };
        if !self.is_owners() {
            return Ok(Some(article));
        }
        let tags = self
            .connection
            .prepare_cached("SELECT name FROM tag WHERE article = ?1 ORDER BY name")
            .and_then(|mut query| query.query_map([key.0], |row| row.get(0))?.collect::<Result<Vec<String>, _>>())
            .map_err(|error| self.fault(&error))?;
        if !tags.is_empty() {
            let note = Note {
                target: Maybe::Absent,
                body: Maybe::Absent,
                tags: Maybe::Known(tags),
                by: Maybe::Absent,
                at: Maybe::Absent,
                extra: crate::article::Extra::new(),
            };
            match &mut article.notes {
                Maybe::Known(notes) => notes.push(note),
                none => *none = Maybe::Known(vec![note]),
            }
        }
        Ok(Some(article))
    }

    /// The article of a text, where something was said of it.
    pub fn remarked_text(&self, text: &[u8; 32]) -> Result<Option<ArticleKey>, LibraryError> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT id FROM article WHERE text_sha256 = ?1 AND removed IS NULL AND is_remarked = 1 ORDER BY id LIMIT 1",
            )
            .and_then(|mut query| query.query_row([text], |row| row.get(0).map(ArticleKey)).optional());
        found.map_err(|error| self.fault(&error))
    }

    /// Articles of which something was said, oldest number first.
    pub fn remarked(&self) -> Result<Vec<ArticleKey>, LibraryError> {
        let found = self
            .connection
            .prepare_cached("SELECT id FROM article WHERE removed IS NULL AND is_remarked = 1 ORDER BY id")
            .and_then(|mut query| query.query_map([], |row| row.get(0).map(ArticleKey))?.collect());
        found.map_err(|error| self.fault(&error))
    }
}

/// Finds again what readers said of the articles of an earlier version's library, which had it in the bodies alone,
/// and writes what is searched of these. Every body is looked into, few are read.
pub(super) fn find_again(tx: &Connection, path: &Path) -> Result<(), LibraryError> {
    let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
    let keys: Vec<ArticleKey> = tx
        .prepare("SELECT id FROM article WHERE removed IS NULL ORDER BY slot")
        .and_then(|mut query| query.query_map([], |row| row.get(0).map(ArticleKey))?.collect())
        .map_err(fault)?;
    for key in keys {
        let body: Option<Vec<u8>> = tx
            .prepare_cached(
                "SELECT json FROM body WHERE article = ?1 AND version = (SELECT version FROM article WHERE id = ?1)",
            )
            .and_then(|mut query| query.query_row([key.0], |row| row.get(0)).optional())
            .map_err(fault)?;
        // A body that cannot be read is no reason to have no library.
        let Some(mut article) = body
            .filter(|body| body::may_have_remarks(body))
            .and_then(|body| body::unfold(path, key, &body).ok().filter(crate::article::carry::has_remarks))
        else {
            continue;
        };
        (|| {
            for tag in take_tags(&mut article) {
                tx.prepare_cached("INSERT OR IGNORE INTO tag (name, article) VALUES (?1, ?2)")?
                    .execute(params![tag, key.0])?;
            }
            let version = tx.query_row("SELECT version FROM article WHERE id = ?1", [key.0], |row| row.get(0))?;
            rewrite(tx, key, version, &article, 0)
        })()
        .map_err(fault)?;
    }
    Ok(())
}

/// Takes a remark back, from what stood before it.
///
/// Whether it could be: what was removed in the meantime, or annotated away, has nothing to be put back into.
pub(super) fn take_back(tx: &Connection, before: &str, now: i64, path: &Path) -> Result<bool, LibraryError> {
    let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
    let Ok(before) = serde_json::from_str::<Before>(before) else { return Ok(false) };
    let key = ArticleKey(before.article);
    for tag in &before.tags {
        tx.prepare_cached("DELETE FROM tag WHERE name = ?1 AND article = ?2")
            .and_then(|mut delete| delete.execute(params![tag, key.0]))
            .map_err(fault)?;
    }
    let Some(undo) = before.undo else { return Ok(true) };
    let Some((version, mut article)) = current(tx, key, path)? else { return Ok(false) };
    if undo.carry_out(&mut article).is_err() {
        return Ok(false);
    }
    rewrite(tx, key, version, &article, now).map_err(fault)?;
    Ok(true)
}

/// The article as it is now, with its version.
fn current(tx: &Connection, key: ArticleKey, path: &Path) -> Result<Option<(i64, Article)>, LibraryError> {
    let row: Option<(i64, Vec<u8>)> = tx
        .prepare_cached(
            "SELECT article.version, body.json FROM article
             JOIN body ON body.article = article.id AND body.version = article.version
             WHERE article.id = ?1 AND article.removed IS NULL",
        )
        .and_then(|mut query| query.query_row([key.0], |row| Ok((row.get(0)?, row.get(1)?))).optional())
        .map_err(|error| LibraryError::of(path, &error))?;
    row.map(|(version, json)| Ok((version, body::unfold(path, key, &json)?))).transpose()
}

/// Writes an article anew that says the same text: its body, and all that is searched of it but its likeness.
pub(super) fn rewrite(
    tx: &Connection,
    key: ArticleKey,
    version: i64,
    article: &Article,
    now: i64,
) -> rusqlite::Result<()> {
    body::put(tx, key, version, now, &body::of(article))?;
    add::rewrite_statements(tx, key, article)?;
    likeness::renew_summary(tx, key, &review::standing(article))
}

/// The tags of a remark that only gives the article tags.
fn tags_only(remark: &Remark) -> Option<Vec<String>> {
    let Remark::Note(About::Article, text) = remark else { return None };
    let (body, tags) = review::parse_note(text);
    (body.is_empty() && !tags.is_empty()).then_some(tags)
}

/// Takes from an article the notes that are nothing but its tags.
pub(super) fn take_tags(article: &mut Article) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let Maybe::Known(notes) = &mut article.notes else { return tags };
    notes.retain(|note| {
        let is_tags = is_of_article(note) && words(note).is_empty() && !note.tags.items().is_empty();
        if is_tags {
            tags.extend(note.tags.items().iter().map(|tag| crate::clean::line(tag)));
        }
        !is_tags
    });
    if notes.is_empty() {
        article.notes = Maybe::Absent;
    }
    tags.retain(|tag| !tag.trim().is_empty());
    tags
}

/// Whether an article has notes that are nothing but its tags.
pub(super) fn has_tags(article: &Article) -> bool {
    let mut notes = article.notes.items().iter();
    notes.any(|note| is_of_article(note) && words(note).is_empty() && !note.tags.items().is_empty())
}

fn is_of_article(note: &Note) -> bool {
    note.target.known().is_none()
}

fn words(note: &Note) -> &str {
    note.body.known().map_or("", |body| body.trim())
}

/// Notes of one thing, gathered.
#[derive(Clone, Debug, Default)]
struct Gathered {
    notes: Vec<String>,
    tags: Vec<String>,
}

impl Gathered {
    /// Adds what was noted about something else, as far as there is room.
    fn take(&mut self, other: &Self, room: &mut usize) {
        for note in &other.notes {
            let cut: String = note.chars().take(*room).collect();
            *room -= cut.chars().count();
            self.notes.extend(Some(cut).filter(|cut| !cut.is_empty()));
        }
        for tag in &other.tags {
            // Part of a tag is another tag.
            let n_chars = tag.chars().count();
            if n_chars > *room {
                return;
            }
            *room -= n_chars;
            self.tags.push(tag.clone());
        }
    }

    fn add(&mut self, note: &Note) {
        if !words(note).is_empty() {
            self.notes.push(crate::clean::text(words(note)).text.clone());
        }
        self.tags.extend(note.tags.items().iter().map(|tag| crate::clean::line(tag)));
    }
}

/// Writes what was said of an article that stands, under its statements' ids and its slot.
pub(super) fn write(tx: &Connection, key: ArticleKey, slot: i64, article: &Article) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM remark WHERE article = ?1")?.execute([key.0])?;
    let mut of_article = Gathered::default();
    let mut of_statements: BTreeMap<&StatementId, Gathered> = BTreeMap::new();
    let mut of_actors: BTreeMap<&ActorId, Gathered> = BTreeMap::new();
    for note in article.notes.items() {
        match &note.target {
            Maybe::Known(NoteTarget::Statement(id)) => of_statements.entry(id).or_default().add(note),
            Maybe::Known(NoteTarget::Actor(id)) => of_actors.entry(id).or_default().add(note),
            // A note about a place is about the article that it is in.
            _ => of_article.add(note),
        }
    }
    let reason = |statement: &Statement| statement.review.known().and_then(|review| review.note.known().cloned());
    if article.notes.items().is_empty() && article.statements.items().iter().all(|one| reason(one).is_none()) {
        return Ok(());
    }
    // Every statement is found by what was noted about its article and its people: a copy each, so it has an end.
    let n_statements = article.statements.items().len().max(1);
    let most_shared = (MOST_SHARED_CHARS / n_statements).clamp(LEAST_FOUND_CHARS, MOST_FOUND_CHARS);
    let mut tags: Vec<String> = of_article.tags.clone();
    for (n, statement) in article.statements.items().iter().take(super::slot::MOST_STATEMENTS).enumerate() {
        let own = of_statements.get(&statement.id).cloned().unwrap_or_default();
        let mut found = own.clone();
        let who = statement.standing_speakers().iter().chain(statement.about.items());
        let mut room = most_shared;
        for held in who.filter_map(|id| of_actors.get(id)).chain([&of_article]) {
            if room == 0 {
                break;
            }
            found.take(held, &mut room);
        }
        // Why something is in doubt is a note as well, but shown with the judgement.
        found.notes.extend(reason(statement).map(|why| crate::clean::text(&why).text.clone()));
        tags.extend(own.tags.iter().cloned());
        put(tx, slot + 1 + n as i64, key, &own.notes, &found.notes, found.tags)?;
    }
    tags.extend(of_actors.values().flat_map(|of| of.tags.iter().cloned()));
    put(tx, slot, key, &of_article.notes, &of_article.notes, tags)
}

fn put(
    tx: &Connection,
    id: i64,
    article: ArticleKey,
    own: &[String],
    found: &[String],
    mut tags: Vec<String>,
) -> rusqlite::Result<()> {
    tags.retain(|tag| !tag.is_empty());
    tags.sort();
    tags.dedup();
    if found.is_empty() && tags.is_empty() {
        return Ok(());
    }
    tx.prepare_cached("INSERT OR REPLACE INTO remark (id, article, note, found, tags) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id, article.0, own.join(BETWEEN), found.join(BETWEEN), tags.join("\n")])
        .map(drop)
}

/// What was done, in one line.
fn said(remark: &Remark, key: ArticleKey) -> String {
    let what = match remark {
        Remark::Statement(_, judgement) => match judgement {
            Judgement::Confirm => "confirmed a statement",
            Judgement::Dispute => "disputed a statement",
            Judgement::Speakers(_) => "said who made a statement",
            Judgement::Content(_) => "marked the words of a statement anew",
            Judgement::NotAStatement => "took out what is no statement",
            Judgement::Withdraw => "took back what was said of a statement",
        },
        Remark::Actor(_, identity) => match identity {
            Identity::Confirm => "confirmed somebody",
            Identity::Dispute => "disputed somebody",
            Identity::Rename(_) => "gave somebody another name",
            Identity::Merge(_) => "joined two people",
            Identity::Split(_) => "parted two people",
            Identity::Remove => "took out what is nobody",
            Identity::Withdraw => "took back what was said of somebody",
        },
        Remark::Note(_, text) if text.trim().is_empty() => "took a note away",
        Remark::Note(..) => "noted something",
    };
    format!("{what} in article {}", key.0)
}
