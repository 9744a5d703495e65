//! What a reader makes of an annotated article: judgements of statements and actors, and notes.
//!
//! A judgement never overwrites what the machine said: it is kept in `review` beside it, and [`standing`] gives the
//! article as it stands once every judgement is honoured. Whoever shows, searches or exports takes that one; whoever
//! keeps or compares takes the article itself. [`apply`] keeps a remark in an article and gives what takes it back.

mod apply;
mod led;
mod note;
mod refusal;
mod said;
mod standing;
mod undo;

pub use apply::apply;
pub use led::led;
pub use note::{note_text, own_note, parse_note};
pub use refusal::Refusal;
pub use said::{Said, said};
pub use standing::{is_judged, standing};
pub use undo::Undo;

use super::scalar::{Nature, nature};
use super::{ActorId, NoteTarget, Span, StatementId};

/// What a reader says of something in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Of a statement.
    Statement(StatementId, Judgement),
    /// Of an actor.
    Actor(ActorId, Identity),
    /// A note about something, in place of the note that the reader had there; an empty one takes it away. Words that
    /// begin with `#` are its tags.
    Note(About, String),
}

/// A judgement of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Right as it stands.
    Confirm,
    /// In doubt.
    Dispute,
    /// Somebody else said it: these actors. An id that names no actor of the article is a name that the reader typed.
    Speakers(Vec<ActorId>),
    /// These words are what was said, and no others.
    Content(Vec<Span>),
    /// Nobody is reported to have said this.
    NotAStatement,
    /// The reader takes the judgement back.
    Withdraw,
}

/// A judgement of an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Right as it stands.
    Confirm,
    /// In doubt.
    Dispute,
    /// Is called otherwise.
    Rename(String),
    /// Is the same as another actor of the article.
    Merge(ActorId),
    /// A form of the name means somebody else, who is called so: what is mentioned and said under it is theirs.
    Split(String),
    /// Is none.
    Remove,
    /// The reader takes the judgement back.
    Withdraw,
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The whole article.
    Article,
    /// A statement.
    Statement(StatementId),
    /// An actor.
    Actor(ActorId),
}

impl About {
    /// As a note has it; nothing for the whole article.
    pub fn target(&self) -> Option<NoteTarget> {
        match self {
            Self::Article => None,
            Self::Statement(id) => Some(NoteTarget::Statement(id.clone())),
            Self::Actor(id) => Some(NoteTarget::Actor(id.clone())),
        }
    }
}

/// Who says something, when and why: what a remark is signed with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    /// Who; nothing where the reader has given no name.
    pub by: Option<String>,
    /// When, RFC 3339.
    pub at: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// Typed words as they may be kept on one line: without what a terminal would obey, blanks made one.
fn tidy(typed: &str) -> String {
    let shown = typed.chars().filter_map(|c| match nature(c) {
        Nature::Shown => Some(c),
        Nature::LineEnd | Nature::Tab => Some(' '),
        Nature::Control | Nature::Invisible => None,
    });
    shown.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
