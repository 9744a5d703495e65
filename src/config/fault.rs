//! Faults in what a user wrote: the line, and what is wrong there.

use std::fmt;

/// One thing wrong with a configuration or theme file. What it is about is left out; the rest holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, 1-based.
    pub line: usize,
    /// What is wrong and, where it can be told, what to write instead.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}
