//! What is known about an article besides its text: publication, retrieval, notes, provenance.

use super::{ActorId, Anchor, Extra, Maybe, StatementId};

/// An author or a publisher.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Party {
    /// The name.
    pub name: String,
    /// Where to find them.
    pub url: Maybe<String>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

/// The file's `article`: schema.org `NewsArticle`, whose names it uses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// `url`.
    pub url: Maybe<String>,
    /// `headline`.
    pub headline: Maybe<String>,
    /// `alternativeHeadline`.
    pub alternative_headline: Maybe<String>,
    /// `description`.
    pub description: Maybe<String>,
    /// `author`.
    pub author: Maybe<Vec<Party>>,
    /// `publisher`: the outlet.
    pub publisher: Maybe<Party>,
    /// `datePublished`, RFC 3339.
    pub date_published: Maybe<String>,
    /// `dateModified`, RFC 3339.
    pub date_modified: Maybe<String>,
    /// `inLanguage`, BCP 47.
    pub in_language: Maybe<String>,
    /// `articleSection`.
    pub article_section: Maybe<String>,
    /// `keywords`.
    pub keywords: Maybe<Vec<String>>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

/// How the text was come by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retrieval {
    /// RFC 3339.
    pub retrieved_at: Maybe<String>,
    /// After redirects.
    pub final_url: Maybe<String>,
    /// 100–599.
    pub http_status: Maybe<u16>,
    /// As the server or the recogniser says.
    pub media_type: Maybe<String>,
    /// Of the bytes as they came, hexadecimal.
    pub body_sha256: Maybe<String>,
    /// What took the text out of the bytes.
    pub extractor: Maybe<String>,
    /// Whether all of the article is there.
    pub complete: Maybe<bool>,
    /// Why it is not.
    pub truncation_reason: Maybe<String>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq)]
pub enum NoteTarget {
    /// A place in the text.
    Place(Anchor),
    /// A statement.
    Statement(StatementId),
    /// An actor.
    Actor(ActorId),
    /// An id that names nothing in the file; kept as written.
    Other(String),
}

/// The reader's own remark.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it is about; the whole article when absent.
    pub target: Maybe<NoteTarget>,
    /// The remark.
    pub body: Maybe<String>,
    /// Tags.
    pub tags: Maybe<Vec<String>>,
    /// Who wrote it.
    pub by: Maybe<String>,
    /// When, RFC 3339.
    pub at: Maybe<String>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

/// Who or what an agent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgentKind {
    /// A program.
    Software,
    /// A reader.
    Human,
    /// The outlet.
    Publisher,
}

impl AgentKind {
    /// Every kind with its name in the file format.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::Software, "software"), (Self::Human, "human"), (Self::Publisher, "publisher")];
}

/// Who or what made annotations.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// `type` in the file.
    pub kind: AgentKind,
    /// The name.
    pub name: String,
    /// Of the program.
    pub version: Maybe<String>,
    /// Of the weights.
    pub model: Maybe<String>,
    /// Of the weights, hexadecimal.
    pub model_sha256: Maybe<String>,
    /// Unknown fields of the file.
    pub extra: Extra,
}

/// One act of annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Named by statements.
    pub id: String,
    /// Who or what did it.
    pub agent: Maybe<Agent>,
    /// RFC 3339; unknown where no clock was asked.
    pub created_at: Maybe<String>,
    /// Of the text that was annotated, hexadecimal.
    pub input_text_sha256: Maybe<String>,
    /// Unknown fields of the file.
    pub extra: Extra,
}
