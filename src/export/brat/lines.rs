//! The lines of an annotation file: each kind with its own running number.

use std::fmt::Write as _;

use serde_json::Value;

use crate::article::{Span, Text};
use crate::clean;
use crate::export::escaped;

/// The lines written so far.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    n_entities: usize,
    n_relations: usize,
    n_attributes: usize,
    n_notes: usize,
}

/// A span without the line ends in it, nor blanks at its ends: brat's fragments have neither.
pub(super) fn fragments(text: &Text, span: Span) -> Vec<Span> {
    let mut fragments = Vec::new();
    let mut start = span.start();
    // What is written is clean, and may have line ends where the text has other scalars.
    for line in clean::in_place(text.slice(span)).split('\n') {
        let n_chars = line.chars().count();
        let n_before = line.chars().take_while(|c| c.is_whitespace()).count();
        if n_before < n_chars {
            let n_after = line.chars().rev().take_while(|c| c.is_whitespace()).count();
            fragments.extend(text.span(start + n_before, start + n_chars - n_after));
        }
        start += n_chars + 1;
    }
    fragments
}

/// Spans of which those that overlap are one: brat's fragments never do.
pub(super) fn disjoint(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.collect();
    sorted.sort();
    let mut disjoint: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match disjoint.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.join(span),
            _ => disjoint.push(span),
        }
    }
    disjoint
}

impl Lines {
    /// Marked words; nothing where there are none.
    pub(super) fn entity(&mut self, kind: &str, fragments: &[Span], text: &Text) -> Option<usize> {
        if fragments.is_empty() {
            return None;
        }
        self.n_entities += 1;
        let number = self.n_entities;
        let places: Vec<String> = fragments.iter().map(|span| format!("{} {}", span.start(), span.end())).collect();
        let words: Vec<String> = fragments.iter().map(|span| clean::in_place(text.slice(*span))).collect();
        // Writing into a string cannot fail.
        let _ = writeln!(self.text, "T{number}\t{kind} {}\t{}", places.join(";"), words.join(" "));
        Some(number)
    }

    pub(super) fn has_entities(&self) -> bool {
        self.n_entities > 0
    }

    pub(super) fn relation(&mut self, kind: &str, from: usize, to: usize) {
        self.n_relations += 1;
        let _ = writeln!(self.text, "R{}\t{kind} Arg1:T{from} Arg2:T{to}", self.n_relations);
    }

    pub(super) fn attribute(&mut self, kind: &str, of: usize, value: &str) {
        self.n_attributes += 1;
        let _ = writeln!(self.text, "A{}\t{kind} T{of} {value}", self.n_attributes);
    }

    /// Mentions of the same.
    pub(super) fn same(&mut self, entities: &[usize]) {
        if entities.len() > 1 {
            let names: Vec<String> = entities.iter().map(|entity| format!("T{entity}")).collect();
            let _ = writeln!(self.text, "*\tEquiv {}", names.join(" "));
        }
    }

    /// A note for people; gives it as it stands there.
    pub(super) fn note(&mut self, of: usize, words: &str) -> String {
        self.n_notes += 1;
        let words = clean::in_place(words).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(self.text, "#{}\tAnnotatorNotes T{of}\t{words}", self.n_notes);
        words
    }

    /// What comes back: JSON, as it is.
    pub(super) fn data(&mut self, of: usize, data: &Value) {
        self.n_notes += 1;
        let _ = writeln!(self.text, "#{}\tNutgraf T{of}\t{}", self.n_notes, escaped(data.to_string()));
    }

    /// The lines so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}
