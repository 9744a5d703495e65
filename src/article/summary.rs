//! Summary lines, each with its evidence.

use super::{ActorId, Anchor, Extra, Maybe, StatementId};

/// How well the evidence carries a summary line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Support {
    /// The line is the evidence, word for word.
    Verbatim,
    /// The evidence says part of it.
    Partial,
    /// Nothing in the article backs it.
    Unverified,
}

impl Support {
    /// Every degree with its name in the file format.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::Verbatim, "verbatim"), (Self::Partial, "partial"), (Self::Unverified, "unverified")];
}

/// One line of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryLine {
    /// The line, with resolved names in square brackets where it opens with a pronoun.
    pub text: String,
    /// The file's `kind`; `extractive` for our own.
    pub kind: String,
    /// Where the article says it; empty only for a line that counts as unverified.
    pub evidence: Vec<Anchor>,
    /// Statements that the line reports.
    pub statements: Maybe<Vec<StatementId>>,
    /// Actors that the line names.
    pub actors: Maybe<Vec<ActorId>>,
    /// How well the evidence carries it.
    pub support: Maybe<Support>,
    /// Unknown fields of the file.
    pub extra: Extra,
}
