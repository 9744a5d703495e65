//! The search language: what a reader writes, as a tree of what is asked.
//!
//! ```text
//! pier speaker:"ada brook" -kind:indirect (outlet:courier OR outlet:post) from:2025-08 tag:harbour rebuil*
//! ```
//!
//! Clauses beside one another must all hold. `OR` joins its two neighbours only: `pier dam OR weir` asks for *pier*
//! and one of the other two. `-` or `NOT` before a clause or a group excludes it; parentheses group. A word asks for
//! itself in the words said and in the speaker's name; `text:` in the words alone. A phrase in quotation marks, of
//! whatever form, asks for its words in a row; a star at the end of a word for every word that begins so. Case and
//! accents do not matter. Nothing is looked up here: which statements fit is the business of `search`.

mod ask;
mod date;
mod lex;
mod parse;
mod print;
mod private;
#[cfg(test)]
mod tests;
pub mod word;

use std::ops::Range;

use jiff::civil::Date;

pub use ask::{Ask, FIELDS, Field, State, Terms};
pub use private::private;

use crate::catalogue::QueryFault;

/// The longest query, in scalars.
pub const MAX_CHARS: usize = 4_000;
/// The most clauses, a saved search's own included.
pub const MAX_CLAUSES: usize = 100;
/// How deep parentheses and exclusions may stand in one another.
pub const MAX_DEPTH: usize = 20;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Nothing for the empty query, which everything fits.
    pub root: Option<Node>,
}

/// A part of a query. What is said of places is in scalars of the query as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// One thing asked.
    Clause {
        /// Where it is written.
        at: Range<usize>,
        /// What it asks.
        ask: Ask,
    },
    /// What must not hold.
    Not {
        /// Where it is written, with its sign.
        at: Range<usize>,
        /// What is excluded.
        of: Box<Node>,
    },
    /// Two or more that must all hold.
    All {
        /// Where they are written.
        at: Range<usize>,
        /// The parts.
        of: Vec<Node>,
    },
    /// Two or more of which one must hold.
    Any {
        /// Where they are written.
        at: Range<usize>,
        /// The parts.
        of: Vec<Node>,
    },
}

impl Node {
    /// Where it is written.
    pub fn at(&self) -> Range<usize> {
        match self {
            Self::Clause { at, .. } | Self::Not { at, .. } | Self::All { at, .. } | Self::Any { at, .. } => at.clone(),
        }
    }

    /// The parts that must all hold, itself where it is no such group.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All { of, .. } => of,
            _ => std::slice::from_ref(self),
        }
    }

    /// Every clause in it, with whether it is excluded.
    pub fn clauses(&self) -> Vec<(&Ask, bool)> {
        let mut found = Vec::new();
        self.gather(false, &mut found);
        found
    }

    fn gather<'a>(&'a self, is_excluded: bool, found: &mut Vec<(&'a Ask, bool)>) {
        match self {
            Self::Clause { ask, .. } => found.push((ask, is_excluded)),
            Self::Not { of, .. } => of.gather(!is_excluded, found),
            Self::All { of, .. } | Self::Any { of, .. } => {
                for node in of {
                    node.gather(is_excluded, found);
                }
            }
        }
    }
}

/// Reads a query. `today` is what `today`, `yesterday` and `7d` count from; where nobody says it, they are refused.
pub fn parse(text: &str, today: Option<Date>) -> Result<Query, QueryFault> {
    parse::run(text, today, false)
}

/// Reads a query that is still being written: its last word stands for every word that begins so, and what is not
/// closed or not yet said is no fault.
pub fn parse_typed(text: &str, today: Option<Date>) -> Result<Query, QueryFault> {
    parse::run(text, today, true)
}
