//! A TOML text that a user wrote, read so that one broken line does not take the others with it.

use toml::de::DeTable;

use super::fault::{Fault, line_of};
use crate::spelling::shown;

/// A text and what was found wrong with it so far.
#[derive(Debug)]
pub struct Source<'t> {
    text: &'t str,
    faults: Vec<Fault>,
    /// Lines that are no TOML; what the parser made of them is not to be used.
    broken: Vec<usize>,
}

impl<'t> Source<'t> {
    /// Parses a text; of several syntax errors on a line the first is kept.
    pub fn parse(text: &'t str) -> (Self, DeTable<'t>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut source = Self { text, faults: Vec::new(), broken: Vec::new() };
        for error in errors {
            let start = error.span().map_or(0, |span| span.start);
            if !source.is_broken(start) {
                source.broken.push(line_of(text, start));
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
        line_of(self.text, byte)
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
