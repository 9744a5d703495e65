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
    /// Keeps what a reader says of an article as it is now. Nothing changes where it is refused.
    pub fn remark(
        &mut self,
        key: ArticleKey,
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

    /// Articles of which something was said, oldest number first.
    pub fn remarked(&self) -> Result<Vec<ArticleKey>, LibraryError> {
        let found = self
            .connection
            .prepare_cached("SELECT id FROM article WHERE removed IS NULL AND is_remarked = 1 ORDER BY id")
            .and_then(|mut query| query.query_map([], |row| row.get(0).map(ArticleKey))?.collect());
        found.map_err(|error| self.fault(&error))
    }
}

/// Takes a remark back, from what stood before it.
pub(super) fn take_back(tx: &Connection, before: &str, now: i64, path: &Path) -> Result<(), LibraryError> {
    let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
    let Ok(before) = serde_json::from_str::<Before>(before) else { return Ok(()) };
    let key = ArticleKey(before.article);
    for tag in &before.tags {
        tx.prepare_cached("DELETE FROM tag WHERE name = ?1 AND article = ?2")
            .and_then(|mut delete| delete.execute(params![tag, key.0]))
            .map_err(fault)?;
    }
    // What was removed in the meantime, or annotated away, has nothing to be put back into.
    let (Some(undo), Some((version, mut article))) = (before.undo, current(tx, key, path)?) else { return Ok(()) };
    if undo.carry_out(&mut article).is_ok() {
        rewrite(tx, key, version, &article, now).map_err(fault)?;
    }
    Ok(())
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
            tags.extend(note.tags.items().iter().map(|tag| crate::import::clean::line(tag)));
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
    fn add(&mut self, note: &Note) {
        if !words(note).is_empty() {
            self.notes.push(crate::import::clean::text(words(note)).text.clone());
        }
        self.tags.extend(note.tags.items().iter().map(|tag| crate::import::clean::line(tag)));
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
    let mut tags: Vec<String> = of_article.tags.clone();
    for (n, statement) in article.statements.items().iter().take(super::slot::MOST_STATEMENTS).enumerate() {
        let own = of_statements.get(&statement.id).cloned().unwrap_or_default();
        let mut found = own.clone();
        let who = statement.standing_speakers().iter().chain(statement.about.items());
        for held in who.filter_map(|id| of_actors.get(id)).chain([&of_article]) {
            found.notes.extend(held.notes.iter().cloned());
            found.tags.extend(held.tags.iter().cloned());
        }
        // Why something is in doubt is a note as well, but shown with the judgement.
        found.notes.extend(reason(statement).map(|why| crate::import::clean::text(&why).text.clone()));
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
