//! Sentences brought together where a quotation runs over their ends: the frame in which who said what is looked for.

use super::page::{Found, Stretch};
use super::quote::{Pairing, Quotation};

/// A run of sentences of one block that no quotation leaves, with the quotations in it.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    /// Its tokens.
    pub stretch: Stretch,
    /// Index of its block.
    pub block: usize,
    /// The outermost quotations in it, mended ones included, lone marks not.
    pub quotations: &'a [Quotation],
}

/// The outermost quotations that hold words.
pub fn outermost(found: &Found) -> Vec<Quotation> {
    let held = |quotation: &&Quotation| quotation.depth == 0 && quotation.pairing != Pairing::Unopened;
    found.quotations.iter().filter(held).copied().collect()
}

/// The units of a text, in order.
pub fn units<'a>(found: &Found, outermost: &'a [Quotation]) -> Vec<Unit<'a>> {
    let mut units = Vec::with_capacity(found.sentences.len());
    let mut at = 0;
    let mut sentences = found.sentences.iter().peekable();
    while let Some(sentence) = sentences.next() {
        let first = at;
        let mut stretch = sentence.stretch;
        loop {
            while outermost.get(at).is_some_and(|quotation| quotation.stretch.first < stretch.end) {
                at += 1;
            }
            let reaches = at.checked_sub(1).and_then(|last| outermost.get(last)).map_or(0, |last| last.stretch.end);
            match sentences.peek() {
                Some(next) if next.block == sentence.block && reaches > stretch.end => {
                    stretch.end = next.stretch.end;
                    sentences.next();
                }
                _ => break,
            }
        }
        let quotations = outermost.get(first..at).unwrap_or_default();
        units.push(Unit { stretch, block: sentence.block, quotations });
    }
    units
}

impl<'a> Unit<'a> {
    /// The quotation that a token stands in.
    pub fn quotation_at(&self, token: usize) -> Option<&'a Quotation> {
        let after = self.quotations.partition_point(|quotation| quotation.stretch.first <= token);
        self.quotations.get(after.checked_sub(1)?).filter(|quotation| quotation.stretch.contains(token))
    }

    /// The quotation that ends right before a token.
    pub fn quotation_before(&self, token: usize) -> Option<&'a Quotation> {
        self.quotation_at(token.checked_sub(1)?).filter(|quotation| quotation.stretch.end == token)
    }

    /// The quotation that begins at a token.
    pub fn quotation_from(&self, token: usize) -> Option<&'a Quotation> {
        self.quotation_at(token).filter(|quotation| quotation.stretch.first == token)
    }

    /// The quotations that lie in a stretch.
    pub fn quotations_in(&self, stretch: Stretch) -> &'a [Quotation] {
        let first = self.quotations.partition_point(|quotation| quotation.stretch.first < stretch.first);
        let end = self.quotations.partition_point(|quotation| quotation.stretch.end <= stretch.end);
        self.quotations.get(first..end.max(first)).unwrap_or_default()
    }

    /// Whether no word stands outside quotation marks.
    pub fn is_all_quoted(&self, found: &Found) -> bool {
        let mut at = self.stretch.first;
        while at < self.stretch.end {
            if let Some(quotation) = self.quotation_at(at) {
                at = quotation.stretch.end;
            } else if found.token(at).is_word() {
                return false;
            } else {
                at += 1;
            }
        }
        !self.quotations.is_empty()
    }
}
