//! Statements found by a search.

use std::ops::Range;

use serde::{Serialize, Serializer};

use super::{ArticleKey, Person, SpeakerKey, StatementKey};
use crate::article::{Kind, ReviewStatus, naming};

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// Most relevant first, among the newest 2,000 hits.
    Relevance,
}

/// One statement found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Its number.
    pub id: StatementKey,
    /// The article's number.
    pub article: ArticleKey,
    /// The statement's id within the article.
    pub statement: String,
    /// Day of publication, else of arrival: `2025-08-13`.
    pub day: String,
    /// When it was published, RFC 3339; nothing where the article does not say.
    pub published: Option<String>,
    /// Outlet, where known.
    pub outlet: Option<String>,
    /// The article's headline.
    pub headline: String,
    /// Where the article was published.
    pub url: Option<String>,
    /// How the words are reported. Only `Direct` may stand in quotation marks of ours; the content has the article's own.
    #[serde(serialize_with = "kind_name")]
    pub kind: Kind,
    /// The words, as the article has them, quotation marks included; interrupted ones joined by ` […] `.
    pub content: String,
    /// Who said it: name in the article, with the number in the library. Empty where nobody is named.
    #[serde(serialize_with = "named")]
    pub speakers: Vec<(SpeakerKey, String)>,
    /// The words that report it: *told reporters*, *denied*.
    pub cue: Option<String>,
    /// The words that name the speaker there: *the prime minister*.
    pub source: Option<String>,
    /// The role that the article gives the speaker.
    pub role: Option<String>,
    /// Probability that these words were said so, 0–1.
    pub content_confidence: Option<f64>,
    /// Probability that they were said by these speakers, 0–1.
    pub speaker_confidence: Option<f64>,
    /// Scalars of `content` that the query asked for.
    pub lit: Vec<Range<usize>>,
    /// Where its content begins in the article, in scalars.
    pub start_char: Option<usize>,
    /// What the reader made of it.
    #[serde(serialize_with = "review_name")]
    pub review: Option<ReviewStatus>,
    /// What the reader noted about it, a line for each note.
    pub note: Option<String>,
    /// Its tags, with those of its speakers and its article that notes give.
    pub tags: Vec<String>,
}

impl Hit {
    /// Whether the present text does not have its words: it is kept for what the reader said of it.
    pub fn is_lost(&self) -> bool {
        self.start_char.is_none()
    }

    /// The day of publication; the day of arrival says that it is that.
    pub fn dated(&self) -> String {
        if self.published.is_some() { self.day.clone() } else { format!("added {}", self.day) }
    }

    /// Who said it, as the article names them; else its words for them.
    pub fn who(&self) -> String {
        let names: Vec<&str> = self.speakers.iter().map(|(_, name)| name.as_str()).collect();
        match (names.is_empty(), &self.source) {
            (false, _) => names.join(", "),
            (true, Some(source)) => source.clone(),
            (true, None) => "nobody named".to_owned(),
        }
    }

    /// Who said it, and the reporting words that have to be read with a paraphrase: *Odile Marchetti, denied*.
    pub fn who_and_how(&self) -> String {
        let mut words = self.who();
        if let Some(cue) = self.reported_as() {
            words.push_str(", ");
            words.push_str(cue);
        }
        words
    }

    /// The reporting words that have to be read with a paraphrase, since it may be denied as well as said. Nothing for
    /// direct statements, and where the words say no more than that it was said.
    pub fn reported_as(&self) -> Option<&str> {
        naming::reported_as(self.kind, self.cue.as_deref()?)
    }
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
fn review_name<S: Serializer>(review: &Option<ReviewStatus>, serializer: S) -> Result<S::Ok, S::Error> {
    let name = |status| ReviewStatus::NAMES.iter().find(|(known, _)| *known == status).map(|(_, name)| *name);
    review.and_then(name).serialize(serializer)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over so")]
fn kind_name<S: Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
    let name = Kind::NAMES.iter().find(|(known, _)| known == kind).map_or("", |(_, name)| name);
    serializer.serialize_str(name)
}

/// Speakers as objects: `{"id": 45, "name": "Odile Marchetti"}`.
fn named<S: Serializer>(speakers: &[(SpeakerKey, String)], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Named<'a> {
        id: SpeakerKey,
        name: &'a str,
    }
    serializer.collect_seq(speakers.iter().map(|(id, name)| Named { id: *id, name }))
}

/// More than one person whom a `speaker:` or `about:` of the query may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Namesakes {
    /// What was asked for.
    pub asked: String,
    /// How many they are.
    pub n: usize,
    /// The most quoted of them.
    pub people: Vec<Person>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    /// The statements.
    pub hits: Vec<Hit>,
    /// There are more.
    pub is_more: bool,
    /// Relevance was weighed among the newest so many hits only.
    pub ranked: Option<usize>,
    /// Clauses that fit more than one person.
    pub namesakes: Vec<Namesakes>,
    /// Without a hit: the clause without which there would be some, as it was written.
    pub blame: Option<String>,
}

/// A query that has a name, by which others can ask for it: `@harbour`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// The name.
    pub name: String,
    /// In the search language.
    pub query: String,
}

/// Why a query does not parse, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct QueryFault {
    /// One line: what is wrong, and what to write instead.
    pub message: String,
    /// The words that it is about, in scalars of the query.
    pub at: Range<usize>,
}
