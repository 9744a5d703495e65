//! Where an answer goes and how it is written there: to this program's own streams, or to a visitor of a library that
//! is served. What is answered is the commands' business; they ask nobody else about widths, signs and who listens.

use std::io::{self, IsTerminal};

use super::chart::Chart;
use super::{Exit, Failure, library, output};
use crate::args::Global;
use crate::config::When;
use crate::host::visitor::told;
use crate::library::LibraryError;

/// The longest answer that is held for a visitor: some hundred long articles.
#[cfg(feature = "ssh")]
const MOST_BYTES: usize = 8 << 20;
/// The most that is said of what went wrong.
#[cfg(feature = "ssh")]
const MOST_REMARKS_BYTES: usize = 64 << 10;
/// The narrowest and the widest text that a visitor's terminal can ask for, and what a line without one gets.
#[cfg(feature = "ssh")]
const WIDTHS: std::ops::RangeInclusive<usize> = 20..=100;

/// The most statements, articles or stories that a visitor is given at once.
pub const MOST_ROWS: usize = 1_000;

/// One answer's way out.
#[derive(Debug)]
pub struct Reply {
    /// How wide text is, in columns.
    pub width_col: usize,
    /// The signs that can be written.
    pub chart: Chart,
    /// What was asked for may be set off in what was found.
    pub is_bold: bool,
    to: To,
}

/// Whom it goes to.
#[derive(Debug)]
enum To {
    /// Whoever runs this program, the library's owner.
    Streams,
    /// A visitor, who is sent it when it is whole.
    #[cfg(feature = "ssh")]
    Visitor {
        out: String,
        remarks: String,
        /// What is answered is what the visitor left, and theirs to see.
        is_their_own: bool,
    },
}

impl Reply {
    /// To this program's own standard output and standard error.
    pub fn at_desk(global: &Global) -> Self {
        Self {
            width_col: output::width_col(),
            chart: Chart::of_locale(),
            is_bold: io::stdout().is_terminal() && global.color != Some(When::Never),
            to: To::Streams,
        }
    }

    /// To a visitor.
    #[cfg(feature = "ssh")]
    pub fn to_visitor(manner: crate::ssh::Manner) -> Self {
        Self {
            width_col: manner.width_col.clamp(*WIDTHS.start(), *WIDTHS.end()),
            chart: Chart { unicode: manner.unicode },
            is_bold: manner.is_bold,
            to: To::Visitor { out: String::new(), remarks: String::new(), is_their_own: false },
        }
    }

    /// Whether it goes to the library's owner, who sees what is theirs: notes, tags, stars, what was read.
    pub fn is_to_owner(&self) -> bool {
        matches!(self.to, To::Streams)
    }

    /// What is answered from now on is what the visitor left.
    #[cfg(feature = "ssh")]
    pub fn be_of_their_own(&mut self) {
        if let To::Visitor { is_their_own, .. } = &mut self.to {
            *is_their_own = true;
        }
    }

    /// Whether fields that only an owner has an answer for are left out.
    pub fn leaves_out_owners(&self) -> bool {
        match self.to {
            To::Streams => false,
            #[cfg(feature = "ssh")]
            To::Visitor { is_their_own, .. } => !is_their_own,
        }
    }

    /// Writes a whole text, without what a terminal must not get.
    pub fn print(&mut self, text: &str) -> Result<Exit, Failure> {
        match &mut self.to {
            To::Streams => output::print(text),
            #[cfg(feature = "ssh")]
            To::Visitor { out, .. } => {
                let text = output::harmless(text, self.is_bold);
                if out.len().saturating_add(text.len()) > MOST_BYTES {
                    // Half an answer would be taken for a whole one.
                    *out = String::new();
                    let most = MOST_BYTES >> 20;
                    let message =
                        format!("the answer is longer than {most} MB, and no longer one is given; ask for less");
                    return Err(Failure::new(Exit::Io, message));
                }
                out.push_str(&text);
                Ok(Exit::Done)
            }
        }
    }

    /// Says what went wrong, or has to be known beside the answer; nothing for an empty message.
    pub fn complain(&mut self, message: &str) {
        match &mut self.to {
            To::Streams => output::complain(message),
            #[cfg(feature = "ssh")]
            To::Visitor { remarks, .. } => {
                if !message.is_empty() && remarks.len().saturating_add(message.len()) <= MOST_REMARKS_BYTES {
                    remarks.extend(["nutgraf: ", &output::harmless(message, false), "\n"]);
                }
            }
        }
    }

    /// A command as whoever reads the answer types it, in backquotes.
    pub fn command(&self, words: &str) -> String {
        if self.is_to_owner() { format!("`nutgraf {words}`") } else { format!("`ssh HOST {words}`") }
    }

    /// What it means that the library gave no answer. A visitor is not told where it is.
    pub fn unanswered(&self, error: &LibraryError) -> Failure {
        let failure = library::failure(error);
        if self.is_to_owner() { failure } else { Failure { message: told(error), ..failure } }
    }

    /// What the line adds that says how many of all are shown.
    pub fn more(&self, limit: usize) -> &'static str {
        let is_most = !self.is_to_owner() && limit >= MOST_ROWS;
        if is_most { "; narrow what is asked to see the others" } else { "; --limit shows more" }
    }

    /// What is said of a library that has nothing.
    pub fn empty(&self) -> String {
        if self.is_to_owner() {
            "the library is empty; `nutgraf add FILE` adds an article".to_owned()
        } else {
            "the library is empty".to_owned()
        }
    }

    /// All that is to be sent to a visitor, with the end that the command came to.
    #[cfg(feature = "ssh")]
    pub fn ended(mut self, outcome: Result<Exit, Failure>) -> crate::ssh::Answered {
        let exit = outcome.unwrap_or_else(|failure| {
            self.complain(&failure.message);
            failure.exit
        });
        let (out, err) = match self.to {
            To::Streams => (String::new(), String::new()),
            To::Visitor { out, remarks, .. } => (out, remarks),
        };
        crate::ssh::Answered { out, err, code: exit.code() }
    }
}
