//! A TOML text that a user wrote, read so that one broken line does not take the others with it.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::fault::Fault;
use crate::spelling::shown;

/// A text and what was found wrong with it so far.
#[derive(Debug)]
pub struct Source<'t> {
    text: &'t str,
    /// Where each line ends, so that a place's line is found without reading all that stands before.
    ends: Vec<usize>,
    faults: Vec<Fault>,
    /// Lines that are no TOML; what the parser made of them is not to be used.
    broken: BTreeSet<usize>,
}

impl<'t> Source<'t> {
    /// Parses a text; of several syntax errors on a line the first is kept.
    pub fn parse(text: &'t str) -> (Self, DeTable<'t>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        let mut source = Self { text, ends, faults: Vec::new(), broken: BTreeSet::new() };
        for error in errors {
            let start = error.span().map_or(0, |span| span.start);
            if source.broken.insert(source.line(start)) {
                source.fault(start, shown(error.message()));
            }
        }
        (source, table.into_inner())
    }

    /// Notes what is wrong at a byte of the text.
    pub fn fault(&mut self, byte: usize, message: impl Into<String>) {
        self.fault_on_line(self.line(byte), message);
    }

    /// Notes what is wrong on a line.
    pub fn fault_on_line(&mut self, line: usize, message: impl Into<String>) {
        self.faults.push(Fault { line, message: message.into() });
    }

    /// The line of a byte, 1-based.
    pub fn line(&self, byte: usize) -> usize {
        self.ends.partition_point(|end| *end < byte.min(self.text.len())) + 1
    }

    /// Whether the line of a byte is no TOML, and named as such already.
    pub fn is_broken(&self, byte: usize) -> bool {
        self.broken.contains(&self.line(byte))
    }

    /// What was found, by line.
    pub fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| fault.line);
        self.faults
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn lines_count_from_one() {
        let (source, _) = Source::parse("a=1\nb=2\n");
        assert_eq!([0, 3, 4, 7, 8, 99].map(|byte| source.line(byte)), [1, 1, 2, 2, 3, 3]);
    }
}
