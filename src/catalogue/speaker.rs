//! People across articles.

use serde::Serialize;

use super::{ArticleKey, Hit, SpeakerKey};

/// A person or body, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Their number.
    pub id: SpeakerKey,
    /// The fullest form of the name.
    pub name: String,
    /// The latest role that an article gives.
    pub role: Option<String>,
    /// Statements by them.
    pub n_statements: usize,
}

/// What is parted from a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The appearances in some articles.
    Articles(Vec<ArticleKey>),
    /// The appearances under a form of the name, as articles have it.
    Form(String),
}

/// How often, of one thing: a week, an outlet, a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Which: `2025-08-11` for a week, `Vell Courier`, `harbour`.
    pub name: String,
    /// How often.
    pub n: usize,
}

/// A form of a name that is taken for somebody, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Joined {
    /// The form, as articles have it.
    pub name: String,
    /// Why: *surname and role*, *one of several of that name, in doubt*.
    pub how: String,
    /// It is inferred, and may be wrong; `nutgraf speaker --split` parts what does not belong.
    pub is_inferred: bool,
    /// In how many articles, of those looked at.
    pub n: usize,
}

/// All that the library has of one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeakerPage {
    /// Who.
    pub person: Person,
    /// Every form of the name, the most frequent first.
    pub forms: Vec<String>,
    /// Why those forms are taken for this person, the most frequent first.
    pub joined: Vec<Joined>,
    /// Every role that articles give, the latest first.
    pub roles: Vec<String>,
    /// Others who may be the same, or bear the same surname.
    pub namesakes: Vec<Person>,
    /// Statements by week, oldest first, weeks without any included, named by their Monday; ten years at most.
    pub weeks: Vec<Count>,
    /// Statements by outlet, most first, among the newest `n_weighed`.
    pub outlets: Vec<Count>,
    /// Words that their statements have more of than others', most telling first, with the number of statements that
    /// have them among the newest `n_weighed`.
    pub topics: Vec<Count>,
    /// The newest statements that outlets and topics are counted over.
    pub n_weighed: usize,
    /// Newest statements by them.
    pub by: Vec<Hit>,
    /// Newest statements of others about them.
    pub about: Vec<Hit>,
    /// Statements by them in all.
    pub n_by: usize,
    /// Statements about them in all.
    pub n_about: usize,
    /// The article that was the last to come into the library when the page was last read; what came after it is new,
    /// however old it is.
    pub seen: Option<ArticleKey>,
    /// Statements by them in articles that came since then.
    pub n_new: usize,
}
