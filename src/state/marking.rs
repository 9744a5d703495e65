//! What was said, marked anew: two edges that move by words and sentences.

use unicode_segmentation::UnicodeSegmentation;

use crate::article::{Article, Span, Statement, StatementId};

/// So many scalars before and after the statement can be reached.
const REACH_CHARS: usize = 6_000;

/// Which edge the keys move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The first word.
    Start,
    /// The last word.
    End,
}

/// The edges of what was said, while they are moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marking {
    /// Whose words.
    pub statement: StatementId,
    /// Which edge the keys move.
    pub edge: Edge,
    /// Words within reach, as scalar ranges, marks beside a word taken with it.
    words: Vec<(usize, usize)>,
    /// Numbers of the words with which sentences begin.
    sentences: Vec<usize>,
    /// The parts as they were.
    parts: Vec<(usize, usize)>,
    /// The first word that is marked.
    first: usize,
    /// The last one.
    last: usize,
}

impl Marking {
    /// Begins with the words of a statement as they are; nothing where they have no place in the text.
    pub fn new(article: &Article, statement: &Statement) -> Option<Self> {
        let mut parts: Vec<(usize, usize)> = statement.spans().map(|span| (span.start(), span.end())).collect();
        parts.sort_unstable();
        let (start, end) = (parts.first()?.0, parts.iter().map(|part| part.1).max()?);
        let from = start.saturating_sub(REACH_CHARS);
        let to = (end + REACH_CHARS).min(article.text.n_chars());
        let words = words(article, from, to);
        let sentences = article
            .sentences
            .items()
            .iter()
            .map(|sentence| sentence.span.start())
            .chain(article.blocks.iter().map(|block| block.span.start()))
            .filter(|at| (from..to).contains(at))
            .map(|at| words.partition_point(|word| word.1 <= at))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .filter(|&word| word < words.len())
            .collect();
        let first = words.partition_point(|word| word.1 <= start);
        let last = words.partition_point(|word| word.0 < end).checked_sub(1)?;
        (first <= last && last < words.len()).then(|| Self {
            statement: statement.id.clone(),
            edge: Edge::Start,
            words,
            sentences,
            parts,
            first,
            last,
        })
    }

    /// The other edge has the keys.
    pub fn turn(&mut self) {
        self.edge = match self.edge {
            Edge::Start => Edge::End,
            Edge::End => Edge::Start,
        };
    }

    /// Moves the edge by words; it does not pass the other one.
    pub fn by_words(&mut self, by: isize) {
        self.put(self.at().saturating_add_signed(by));
    }

    /// Moves the edge by sentences: the start to where one begins, the end to where one ends.
    pub fn by_sentences(&mut self, by: isize) {
        // An end stands before the beginning of the next sentence.
        let shift = usize::from(self.edge == Edge::End);
        let mut stops: Vec<usize> = self.sentences.iter().filter_map(|word| word.checked_sub(shift)).collect();
        stops.push(if shift == 1 { self.words.len().saturating_sub(1) } else { 0 });
        stops.sort_unstable();
        for _ in 0..by.unsigned_abs() {
            let here = self.at();
            let next =
                if by > 0 { stops.iter().find(|&&stop| stop > here) } else { stops.iter().rfind(|&&stop| stop < here) };
            let Some(&next) = next else { break };
            self.put(next);
            if self.at() == here {
                break;
            }
        }
    }

    fn at(&self) -> usize {
        match self.edge {
            Edge::Start => self.first,
            Edge::End => self.last,
        }
    }

    fn put(&mut self, word: usize) {
        match self.edge {
            Edge::Start => self.first = word.min(self.last),
            Edge::End => self.last = word.clamp(self.first, self.words.len().saturating_sub(1)),
        }
    }

    /// A scalar of the word at the edge that has the keys.
    pub fn char(&self) -> usize {
        self.words
            .get(self.at())
            .map_or(0, |word| if self.edge == Edge::Start { word.0 } else { word.1.saturating_sub(1) })
    }

    /// How many words are marked.
    pub fn n_words(&self) -> usize {
        self.parts()
            .iter()
            .map(|part| self.words.iter().filter(|word| word.0 < part.1 && part.0 < word.1).count())
            .sum()
    }

    /// What is marked, in parts as it was before: what an interruption left out stays out, unless an edge stands in
    /// it.
    pub fn parts(&self) -> Vec<(usize, usize)> {
        let (Some(first), Some(last)) = (self.words.get(self.first), self.words.get(self.last)) else {
            return Vec::new();
        };
        let (was_start, was_end) =
            (self.parts.first().map_or(first.0, |part| part.0), self.parts.last().map_or(last.1, |part| part.1));
        // An edge that was not moved keeps its very place.
        let start = if (first.0..first.1).contains(&was_start) { was_start } else { first.0 };
        let end = if last.0 < was_end && was_end <= last.1 { was_end } else { last.1 };
        let mut parts: Vec<(usize, usize)> =
            self.parts.iter().filter(|part| part.1 > start && part.0 < end).copied().collect();
        match parts.first_mut() {
            Some(part) => part.0 = start,
            None => return vec![(start, end)],
        }
        if let Some(part) = parts.last_mut() {
            part.1 = end;
        }
        parts
    }

    /// The same as spans of the text.
    pub fn spans(&self, article: &Article) -> Vec<Span> {
        self.parts().into_iter().filter_map(|(start, end)| article.text.span(start, end)).collect()
    }

    /// Whether anything is marked otherwise than before.
    pub fn is_changed(&self) -> bool {
        self.parts() != self.parts
    }
}

/// The words of a stretch of the text, in scalars; what stands beside a word without a blank belongs to it.
fn words(article: &Article, from: usize, to: usize) -> Vec<(usize, usize)> {
    let Some(span) = article.text.span(from, to) else { return Vec::new() };
    let mut words = Vec::new();
    let mut at = from;
    for piece in article.text.slice(span).split_word_bounds() {
        let n = piece.chars().count();
        if !piece.chars().all(|char| char.is_whitespace() || matches!(char, '—' | '–')) {
            match words.last_mut() {
                Some((_, end)) if *end == at => *end = at + n,
                _ => words.push((at, at + n)),
            }
        }
        at += n;
    }
    words
}
