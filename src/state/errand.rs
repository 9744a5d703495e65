//! What a line is typed for when it is about one thing: a statement, an actor, an article, a file, a command.

use crate::article::review::{About, Judgement};
use crate::article::{ActorId, StatementId};
use crate::exchange::{Extract, Target};
use crate::form::Format;

/// What a typed line is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Why a statement is judged so; it may stay empty.
    Why(Target, StatementId, Judgement),
    /// Why an actor is in doubt; it may stay empty.
    WhyActor(Target, ActorId),
    /// Who said it, with those who were chosen already.
    Speaker(Target, StatementId, Vec<ActorId>),
    /// What an actor is called.
    Rename(Target, ActorId),
    /// The form of a name that means somebody else.
    Split(Target, ActorId),
    /// A note.
    Note(Target, About),
    /// The file or folder to write to.
    Path(Extract, Format),
    /// The command to give it to.
    Command(Extract),
}

impl Errand {
    /// What stands before the line.
    pub fn prompt(&self) -> &'static str {
        match self {
            Self::Why(_, _, Judgement::Dispute) | Self::WhyActor(..) => "in doubt, because (or nothing): ",
            Self::Why(..) => "because (or nothing): ",
            Self::Speaker(..) => "said by: ",
            Self::Rename(..) => "is called: ",
            Self::Split(..) => "means somebody else: ",
            Self::Note(_, About::Article) => "note on the article: ",
            Self::Note(_, About::Actor(_)) => "note on the actor: ",
            Self::Note(_, About::Statement(_)) => "note: ",
            Self::Path(..) => "write to: ",
            Self::Command(Extract::Statement(..)) => "statement | ",
            Self::Command(Extract::Article(_)) => "article | ",
            Self::Command(Extract::Search(_)) => "statements | ",
            Self::Command(Extract::Listed(_)) => "articles | ",
        }
    }
}
