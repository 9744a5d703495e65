//! Faults in what a user wrote: the line, what is wrong, and the name that was probably meant.

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

/// The line of a byte, 1-based.
pub fn line_of(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().get(..byte.min(text.len())).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() + 1
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn lines_count_from_one() {
        assert_eq!([0, 1, 2, 3, 99].map(|byte| line_of("a\nb\n", byte)), [1, 1, 2, 2, 3]);
    }
}
