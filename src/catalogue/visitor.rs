//! Who visits a library that is served, and what they left there.

use std::fmt;

use serde::Serialize;

use super::ArticleKey;

/// A visitor, as far as anything is kept of them.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Visitor {
    /// Whoever holds a key: its fingerprint, `SHA256:…`.
    Key(String),
    /// Somebody without a key, by the short code that their place is kept under.
    Code(String),
    /// Somebody of whom nothing is kept.
    Nobody,
}

/// A code is all that it takes to come back as that visitor: it is shown to them, and stands in no log.
impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(fingerprint) => write!(f, "Key({fingerprint:?})"),
            Self::Code(_) => f.write_str("Code"),
            Self::Nobody => f.write_str("Nobody"),
        }
    }
}

/// All that is kept of a visitor, as they may take it along.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mine {
    /// When they first came, RFC 3339; nothing where nothing is kept of them.
    pub first_seen: Option<String>,
    /// When they were last here.
    pub last_seen: Option<String>,
    /// The theme that they chose.
    pub theme: Option<String>,
    /// Where they are in articles, the latest first.
    pub places: Vec<MyPlace>,
    /// What they said of articles, the latest first.
    pub remarks: Vec<MyRemark>,
    /// Articles that they opened.
    pub n_read: usize,
}

/// Where a visitor is in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MyPlace {
    /// The article's number.
    pub article: ArticleKey,
    /// Its headline as it was then.
    pub headline: String,
    /// The current statement, by its id within the article.
    pub statement: Option<String>,
    /// The first scalar in view.
    pub offset_char: usize,
    /// When, RFC 3339.
    pub at: String,
}

/// What a visitor said of something in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MyRemark {
    /// The article's number.
    pub article: ArticleKey,
    /// Its headline as it was then.
    pub headline: String,
    /// What it is about: `article`, `statement` or `actor`.
    pub about: String,
    /// The statement or actor, by its id within the article.
    pub id: Option<String>,
    /// The statement's words as the article has them, or the actor's name, as they were then.
    pub words: Option<String>,
    /// How the article reports the statement: `direct`, `mixed`, `indirect` or `no_comment`. Only the words of a direct
    /// one were said so.
    pub kind: Option<String>,
    /// What was doubtful about the statement then, a word or two each.
    pub doubts: Vec<String>,
    /// A judgement: `confirm`, `dispute`, `speakers`, `content`, `not-a-statement`, `rename`, `merge`, `split`, `remove`
    /// or `withdraw`. Nothing for a note.
    pub judgement: Option<String>,
    /// What it is instead: names, or the words that were said.
    pub instead: Vec<String>,
    /// A note, with its tags; an empty one took the note away.
    pub note: Option<String>,
    /// Why it was judged so.
    pub why: Option<String>,
    /// When, RFC 3339.
    pub at: String,
}

/// A visitor as the library's owner sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VisitorRow {
    /// The fingerprint of their key; nothing for somebody who came without one.
    pub key: Option<String>,
    /// When they first came, RFC 3339.
    pub first_seen: String,
    /// When they were last here.
    pub last_seen: String,
    /// Places kept.
    pub n_places: usize,
    /// Remarks kept.
    pub n_remarks: usize,
}
