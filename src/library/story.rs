//! A day as a briefing: its articles grouped to stories, each with what it comes to, who is in it and what they said.
//!
//! `cluster` groups, `pick` chooses lines and statements; both are pure. This file reads what they need: what is kept
//! of each article (`sketch`), never a body.

mod cluster;
mod pick;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rusqlite::Connection;

use super::likeness::sketch::terms_from_bytes;
use super::search::hits;
use super::speaker::person;
use super::{Library, LibraryError, moment};
use crate::article::Kind;
use crate::catalogue::{ArticleKey, Day, Person, SpeakerKey, Story, StoryLine};
use cluster::Piece;
use pick::{Line, Saying};

/// Articles of a day that are grouped; the newest ones of a day that has more.
const MOST_ARTICLES: i64 = 1000;

/// Articles of a story whose summaries its lines are taken from.
const MOST_TOLD: usize = 8;

/// People of a story that are named.
const MOST_PEOPLE: usize = 6;

/// An article of the day.
struct Told {
    key: ArticleKey,
    slot: i64,
    n_ids: i64,
    headline: String,
    is_read: bool,
    lines: Vec<String>,
    outlets: BTreeSet<String>,
    n_copies: usize,
}

impl Library {
    /// The stories of a day: those with something unread first, then those that most outlets report, then those that
    /// most articles report, then the newest.
    ///
    /// Articles that say the same as another one count for it and have no place of their own. A day of more than 1,000
    /// articles is told by its newest 1,000.
    pub fn day(&self, day: Date) -> Result<Day, LibraryError> {
        let (stories, mut told) =
            stories(&self.connection, moment::number_of(day), !self.is_owners()).map_err(|error| self.fault(&error))?;
        let keys: Vec<ArticleKey> = stories.iter().flat_map(|story| story.articles.iter().copied()).collect();
        let mut rows: HashMap<ArticleKey, crate::catalogue::Row> =
            self.rows(&keys)?.into_iter().map(|row| (row.id, row)).collect();
        told.stories = stories
            .into_iter()
            .map(|story| Story {
                articles: story.articles.iter().filter_map(|key| rows.remove(key)).collect(),
                summary: story.summary,
                people: story.people,
                quotes: story.quotes,
            })
            .filter(|story| !story.articles.is_empty())
            .collect();
        self.hide_in_day(&mut told);
        Ok(told)
    }

    /// The latest day that has articles.
    pub fn latest_day(&self) -> Result<Option<Date>, LibraryError> {
        let found = self
            .connection
            .prepare_cached("SELECT max(day) FROM article INDEXED BY article_list WHERE removed IS NULL")
            .and_then(|mut query| query.query_row([], |row| row.get::<_, Option<i64>>(0)));
        found.map(|day| day.map(moment::date_of)).map_err(|error| self.fault(&error))
    }
}

/// A story whose articles are still numbers.
struct Draft {
    articles: Vec<ArticleKey>,
    summary: Vec<StoryLine>,
    people: Vec<Person>,
    quotes: Vec<crate::catalogue::Hit>,
}

fn stories(connection: &Connection, day: i64, is_for_visitors: bool) -> rusqlite::Result<(Vec<Draft>, Day)> {
    let (mut told, pieces) = articles(connection, day)?;
    copies(connection, &mut told)?;
    let mut groups = cluster::stories(&pieces);
    groups.sort_by_cached_key(|group| {
        let members = || group.iter().filter_map(|&at| told.get(at));
        let outlets: BTreeSet<&String> = members().flat_map(|article| &article.outlets).collect();
        let is_read = !is_for_visitors && members().all(|article| article.is_read);
        let n_articles: usize = members().map(|article| 1 + article.n_copies).sum();
        let newest = members().map(|article| article.slot).max();
        (is_read, std::cmp::Reverse((outlets.len(), n_articles, newest)))
    });
    let drafts = groups
        .iter()
        .map(|group| draft(connection, &group.iter().filter_map(|&at| told.get(at)).collect::<Vec<_>>()))
        .collect::<Result<_, _>>()?;
    let count = |sql: &str| -> rusqlite::Result<usize> {
        connection.prepare_cached(sql)?.query_row([day], |row| row.get::<_, u32>(0)).map(|n| n as usize)
    };
    let day = Day {
        day: moment::date_of(day).to_string(),
        stories: Vec::new(),
        n_articles: count("SELECT count(*) FROM article INDEXED BY article_list WHERE day = ?1 AND removed IS NULL")?,
        n_unread: count(
            "SELECT count(*) FROM article INDEXED BY article_list WHERE day = ?1 AND is_read = 0 AND removed IS NULL",
        )?,
    };
    Ok((drafts, day))
}

/// The articles of a day, newest first, and what they are grouped by.
fn articles(connection: &Connection, day: i64) -> rusqlite::Result<(Vec<Told>, Vec<Piece>)> {
    let mut query = connection.prepare_cached(
        "SELECT a.id, a.slot, a.n_ids, a.headline, a.is_read, a.outlet, a.n_folded, s.terms, s.summary
         FROM article a INDEXED BY article_list LEFT JOIN sketch s ON s.article = a.id
         WHERE a.day = ?1 AND a.removed IS NULL AND a.fold IS NULL ORDER BY a.slot DESC LIMIT ?2",
    )?;
    let mut rows = query.query([day, MOST_ARTICLES])?;
    let (mut told, mut pieces) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let summary: Option<String> = row.get(8)?;
        let key = ArticleKey(row.get(0)?);
        told.push(Told {
            key,
            slot: row.get(1)?,
            n_ids: row.get(2)?,
            headline: row.get(3)?,
            is_read: row.get(4)?,
            lines: summary.iter().flat_map(|summary| summary.lines()).map(str::to_owned).collect(),
            outlets: row.get::<_, Option<String>>(5)?.into_iter().collect(),
            n_copies: row.get::<_, u32>(6)? as usize,
        });
        let terms = row.get::<_, Option<Vec<u8>>>(7)?.map(|terms| terms_from_bytes(&terms)).unwrap_or_default();
        let mut people: Vec<i64> = connection
            .prepare_cached("SELECT DISTINCT speaker FROM appearance WHERE article = ?1")?
            .query_map([key.0], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        people.sort_unstable();
        pieces.push(Piece { terms, people });
    }
    Ok((told, pieces))
}

/// Outlets that have printed the same as an article of the day.
fn copies(connection: &Connection, told: &mut [Told]) -> rusqlite::Result<()> {
    let mut query = connection.prepare_cached("SELECT outlet FROM article WHERE fold = ?1 AND outlet IS NOT NULL")?;
    for article in told.iter_mut().filter(|article| article.n_copies > 0) {
        let outlets = query.query_map([article.key.0], |row| row.get::<_, String>(0))?;
        article.outlets.extend(outlets.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(())
}

fn draft(connection: &Connection, members: &[&Told]) -> rusqlite::Result<Draft> {
    let candidates: Vec<Line> = members
        .iter()
        .take(MOST_TOLD)
        .enumerate()
        .flat_map(|(article, told)| {
            told.lines.iter().enumerate().map(move |(place, text)| Line { article, place, text: text.clone() })
        })
        .collect();
    let lines = pick::lines(&candidates);
    let sayings = sayings(connection, members)?;
    let mut n_words: BTreeMap<i64, usize> = BTreeMap::new();
    let mut n_sayings: BTreeMap<i64, usize> = BTreeMap::new();
    for saying in &sayings {
        for &speaker in &saying.speakers {
            *n_words.entry(speaker).or_default() += saying.n_words;
            *n_sayings.entry(speaker).or_default() += 1;
        }
    }
    let most = n_words.values().copied().max().unwrap_or(1).max(1) as f64;
    let weight = |speaker: i64| n_words.get(&speaker).copied().unwrap_or(0) as f64 / most;
    let mut about = pick::telling(members.first().map_or("", |told| &told.headline));
    about.extend(lines.iter().flat_map(|line| pick::telling(&line.text)));
    let quotes = hits(connection, &pick::quotes(&sayings, &about, weight))?;
    let mut ranked: Vec<(usize, usize, i64)> =
        n_sayings.iter().map(|(speaker, n)| (*n, n_words.get(speaker).copied().unwrap_or(0), *speaker)).collect();
    ranked.sort_by(|a, b| b.cmp(a));
    let mut people = Vec::new();
    for (n, _, speaker) in ranked.into_iter().take(MOST_PEOPLE) {
        // How often in this story; what they have in the library is on their page.
        people.extend(person(connection, SpeakerKey(speaker))?.map(|person| Person { n_statements: n, ..person }));
    }
    let summary = lines
        .into_iter()
        .filter_map(|line| {
            let article = members.get(line.article)?.key;
            Some(StoryLine { text: line.text, article, line: line.place })
        })
        .collect();
    Ok(Draft { articles: members.iter().map(|told| told.key).collect(), summary, people, quotes })
}

/// The statements of a story's articles.
fn sayings(connection: &Connection, members: &[&Told]) -> rusqlite::Result<Vec<Saying>> {
    let mut sayings: Vec<Saying> = Vec::new();
    let mut query = connection.prepare_cached(
        "SELECT s.id, s.kind, s.content, s.n_words, s.speaker_confidence, said.speaker
         FROM statement s LEFT JOIN said ON said.statement = s.id WHERE s.id BETWEEN ?1 AND ?2 ORDER BY s.id",
    )?;
    for told in members {
        let mut rows = query.query([told.slot + 1, told.slot + told.n_ids])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            let speaker: Option<i64> = row.get(5)?;
            if let Some(last) = sayings.last_mut().filter(|last| last.id == id) {
                last.speakers.extend(speaker);
                continue;
            }
            let kind: u8 = row.get(1)?;
            sayings.push(Saying {
                id,
                kind: Kind::NAMES.get(usize::from(kind)).map_or(Kind::Indirect, |(kind, _)| *kind),
                content: row.get(2)?,
                n_words: row.get::<_, u32>(3)? as usize,
                confidence: row.get(4)?,
                speakers: speaker.into_iter().collect(),
            });
        }
    }
    Ok(sayings)
}
