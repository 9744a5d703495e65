//! A day's stories, and who had how much of the say.

use serde::Serialize;

use super::{ArticleKey, Hit, Person, Row, SpeakerKey};

/// A day as a briefing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Day {
    /// `2025-08-13`.
    pub day: String,
    /// The stories: those with something unread first, then the most reported.
    pub stories: Vec<Story>,
    /// Articles of the day.
    pub n_articles: usize,
    /// Those of them that are unread.
    pub n_unread: usize,
}

/// Articles that tell of one thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Story {
    /// The articles, the one that the headline is taken from first.
    pub articles: Vec<Row>,
    /// What it comes to; each line from one of the articles, word for word.
    pub summary: Vec<StoryLine>,
    /// The people in it, the most quoted first, with their statements in it.
    pub people: Vec<Person>,
    /// The most telling statements.
    pub quotes: Vec<Hit>,
}

/// One line of a story's summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryLine {
    /// The line.
    pub text: String,
    /// The article that it is from.
    pub article: ArticleKey,
    /// Which line of that article's summary, 0-based.
    pub line: usize,
}

/// Who had how much of the say: in an article, a day, a search.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// The speakers, the one with the most words first.
    pub rows: Vec<TallyRow>,
    /// Statements counted.
    pub n_statements: usize,
    /// Words of statements counted.
    pub n_words: usize,
    /// Counting was left off after so many of the newest statements.
    pub is_more: bool,
}

/// One speaker's share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TallyRow {
    /// Their number; nothing for statements that nobody is named for.
    pub id: Option<SpeakerKey>,
    /// The name, or *nobody named*.
    pub name: String,
    /// Statements.
    pub n_statements: usize,
    /// Words of them.
    pub n_words: usize,
    /// Part of all counted words, 0–1.
    pub share: f64,
}
