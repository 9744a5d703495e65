//! The commands about what a reader says of articles, and about how two annotations differ.

use std::ffi::OsString;

use super::{Print, named};

/// `nutgraf review …`.
#[derive(Debug, clap::Subcommand)]
pub enum Review {
    /// List judgements and notes: what the machine says, what you say, who said it and when
    List {
        /// Of articles that fit; of all without one
        #[arg(value_name = "QUERY")]
        query: Vec<String>,

        #[command(flatten)]
        #[allow(missing_docs, reason = "its fields say what it is")]
        print: Print,
    },
    /// Write the articles that were judged, to train and score with, or to hand on
    Export {
        /// Articles that fit; all without one
        #[arg(value_name = "QUERY")]
        query: Vec<String>,

        /// attributions: who said what as it stands, one line an article; jsonl: annotated articles with judgements and
        /// notes, one a line
        #[arg(long, value_name = "FORM", value_parser = named(&Gold::NAMES), default_value = "attributions")]
        format: Gold,
    },
    /// Say that a statement is right
    Confirm(Said),
    /// Say that a statement is in doubt
    Dispute(Said),
    /// Say who made a statement, or which words it is
    Correct {
        #[command(flatten)]
        #[allow(missing_docs, reason = "its fields say what it is")]
        said: Said,

        /// Who said it: the name or the id of somebody in the article, or any name; several times for several
        #[arg(long, value_name = "NAME")]
        speaker: Vec<String>,

        /// What was said, as it stands in the article; several times for an interrupted statement
        #[arg(long, value_name = "WORDS")]
        words: Vec<String>,
    },
    /// Say that something is no statement
    Reject(Said),
    /// Take back what was said of a statement
    Withdraw(Said),
}

/// A statement, and why something is said of it.
#[derive(Debug, clap::Args)]
pub struct Said {
    /// The number of the article in the library, and the statement's id in it, like 17:s3
    #[arg(value_name = "ARTICLE:STATEMENT")]
    pub statement: String,

    /// Why
    #[arg(long, value_name = "WORDS")]
    pub why: Option<String>,
}

/// `nutgraf note`.
#[derive(Debug, clap::Args)]
pub struct Note {
    /// What about: an article of the library, 17; a statement of it, 17:s3; somebody in it, 17@a2
    #[arg(value_name = "ARTICLE[:STATEMENT|@ACTOR]")]
    pub about: String,

    /// The note, in place of the one before it; words that begin with # are its tags. Without it, what is noted there
    /// is shown
    #[arg(value_name = "TEXT")]
    pub text: Vec<String>,

    /// Take the note away
    #[arg(long, conflicts_with = "text")]
    pub remove: bool,
}

/// `nutgraf diff`.
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// A file, a number of the library, or a version of it like 17@1; a number alone compares its last two versions
    #[arg(value_name = "OLD")]
    pub old: OsString,

    /// What to compare it with, of the same kinds
    #[arg(value_name = "NEW")]
    pub new: Option<OsString>,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub print: Print,
}

/// What judged articles are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gold {
    /// The neutral lines for scoring.
    Attributions,
    /// Annotated articles.
    Jsonl,
}

impl Gold {
    /// Each with its name.
    pub const NAMES: [(Self, &'static str); 2] = [(Self::Attributions, "attributions"), (Self::Jsonl, "jsonl")];
}
