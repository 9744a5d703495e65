//! The annotated article: plain data, valid by construction, the one thing that annotation and reader share.
//!
//! `format` reads and writes its file form, which `assets/annotated-article.schema.json` describes.
//! This room imports no other.

pub mod actor;
pub mod anchor;
pub mod block;
pub mod carry;
pub mod difference;
pub mod format;
pub mod gate;
mod implied;
pub mod metadata;
pub mod naming;
pub mod review;
pub mod scalar;
pub mod span;
pub mod statement;
pub mod summary;
pub mod text;
pub mod warning;

pub use actor::{Actor, ActorId, ActorKind, ActorReview, Form, Mention, Role};
pub use block::{Block, BlockKind, Sentence};
pub use metadata::{Agent, AgentKind, Metadata, Note, NoteTarget, Party, Provenance, Retrieval};
pub use span::{Anchor, Quote, Span};
pub use statement::{
    Alternative, Certainty, Confidence, Kind, Marking, Resolution, Review, ReviewStatus, SpeakerKind, Statement,
    StatementId,
};
pub use summary::{SummaryLine, Support};
pub use text::Text;
pub use warning::{Warning, WarningCode};

/// Fields of a file that this version does not know, kept so that they survive a round trip.
pub type Extra = serde_json::Map<String, serde_json::Value>;

/// What a field of the format can be: the three ways of having no value differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Maybe<T> {
    /// The field was not computed; it is not written.
    #[default]
    Absent,
    /// The field was computed and its value is not known; it is written as `null`.
    Unknown,
    /// The value.
    Known(T),
}

impl<T> Maybe<T> {
    /// The value, if there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown => None,
        }
    }

    /// `Known` for a value, `Unknown` for none: the outcome of a computation that was carried out.
    pub fn computed(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }

    /// Whether the field was never computed.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T> Maybe<Vec<T>> {
    /// The items; none when the list is absent or unknown.
    pub fn items(&self) -> &[T] {
        self.known().map_or(&[], Vec::as_slice)
    }
}

/// An annotated article.
///
/// Every [`Span`] in it lies inside `text`, and every [`ActorId`] and [`StatementId`] names an entry of
/// `actors` and `statements`; the loader and the annotator see to that.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// `urn:sha256:` and 64 hexadecimal digits.
    pub id: String,
    /// Who published what, when (schema.org `NewsArticle`).
    pub metadata: Metadata,
    /// How the text was come by.
    pub retrieval: Maybe<Retrieval>,
    /// The text that every offset counts in.
    pub text: Text,
    /// Ordered, not overlapping. A file without blocks gets one paragraph a line on loading.
    pub blocks: Vec<Block>,
    /// Ordered, not overlapping; each inside one block.
    pub sentences: Maybe<Vec<Sentence>>,
    /// Who is named in it, by first mention.
    pub actors: Maybe<Vec<Actor>>,
    /// Who said what, in the order of the content's first span.
    pub statements: Maybe<Vec<Statement>>,
    /// The summary, line by line.
    pub summary: Maybe<Vec<SummaryLine>>,
    /// The reader's own notes.
    pub notes: Maybe<Vec<Note>>,
    /// Who or what made the annotations.
    pub provenance: Maybe<Vec<Provenance>>,
    /// Doubts of import, annotation and loading.
    pub warnings: Vec<Warning>,
    /// Unknown fields of the file's top level.
    pub extra: Extra,
}

impl Article {
    /// The actor that an id names.
    pub fn actor(&self, id: &ActorId) -> Option<&Actor> {
        self.actors.items().iter().find(|actor| actor.id == *id)
    }

    /// The statement that an id names.
    pub fn statement(&self, id: &StatementId) -> Option<&Statement> {
        self.statements.items().iter().find(|statement| statement.id == *id)
    }

    /// The headline: the metadata's, else the text's first heading block.
    pub fn headline(&self) -> Option<&str> {
        self.metadata.headline.known().map(String::as_str).or_else(|| {
            self.blocks.iter().find(|block| block.kind == BlockKind::Heading).map(|block| self.text.slice(block.span))
        })
    }
}
