//! What every stage sees: the text with its blocks, and what earlier stages found in it.
//!
//! Stages look words up here and nowhere else, so that no offset is ever out of its text. What the words mean
//! is left to the stages.

use crate::article::{Block, BlockKind, Span, Text};

use super::alias::Figure;
use super::attribution::Attribution;
use super::cue::Cue;
use super::label::Label;
use super::mention::Naming;
use super::quote::Quotation;
use super::resolve::Speaker;
use super::sentence::Period;
use super::token::Token;

/// A half-open range of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// Index of the first token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
}

impl Stretch {
    /// From `first` to `end`, which is raised to `first` where it lies before it.
    pub fn new(first: usize, end: usize) -> Self {
        Self { first, end: end.max(first) }
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        self.end - self.first
    }

    /// Whether no token lies in it.
    pub fn is_empty(self) -> bool {
        self.first == self.end
    }

    /// Whether a token lies in it.
    pub fn contains(self, token: usize) -> bool {
        (self.first..self.end).contains(&token)
    }

    /// Whether all of another stretch lies in it.
    pub fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.end <= self.end
    }

    /// Whether the two share a token.
    pub fn overlaps(self, other: Self) -> bool {
        self.first < other.end && other.first < self.end
    }

    /// Its tokens' indices.
    pub fn iter(self) -> std::ops::Range<usize> {
        self.first..self.end
    }
}

/// A block with its place in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// What the block is.
    pub kind: BlockKind,
    /// First byte.
    pub start_byte: usize,
    /// One past the last byte.
    pub end_byte: usize,
    /// First scalar.
    pub start_char: usize,
}

/// The text under annotation.
#[derive(Debug)]
pub struct Page<'a> {
    text: &'a Text,
    areas: Vec<Area>,
    /// Whether the text is taken for English; otherwise only quotation marks are looked for.
    pub english: bool,
    /// The year of publication, if it is known.
    pub year: Option<u16>,
}

impl<'a> Page<'a> {
    /// The text with its blocks. Blocks that end beyond 4 GiB are left out: tokens count bytes in 32 bits.
    pub fn new(text: &'a Text, blocks: &[Block], english: bool, year: Option<u16>) -> Self {
        let areas = blocks
            .iter()
            .map(|block| {
                let bytes = text.bytes_of(block.span);
                Area { kind: block.kind, start_byte: bytes.start, end_byte: bytes.end, start_char: block.span.start() }
            })
            .take_while(|area| u32::try_from(area.end_byte).is_ok())
            .collect();
        Self { text, areas, english, year }
    }

    /// The blocks, in order.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// What block a token stands in.
    pub fn kind_of(&self, block: usize) -> BlockKind {
        self.areas.get(block).map_or(BlockKind::Boilerplate, |area| area.kind)
    }

    /// The words of a byte range; empty when it does not fit the text.
    pub fn bytes(&self, start_byte: usize, end_byte: usize) -> &'a str {
        self.text.as_str().get(start_byte..end_byte).unwrap_or_default()
    }

    /// One token as it is written.
    pub fn word(&self, token: &Token) -> &'a str {
        self.bytes(token.start_byte as usize, token.end_byte as usize)
    }

    /// Whether the scalar before a byte is white space, or there is none.
    pub fn space_before(&self, byte: usize) -> bool {
        self.text.as_str().get(..byte).and_then(|head| head.chars().next_back()).is_none_or(char::is_whitespace)
    }

    /// Whether the scalar at a byte is white space, or there is none.
    pub fn space_at(&self, byte: usize) -> bool {
        self.text.as_str().get(byte..).and_then(|tail| tail.chars().next()).is_none_or(char::is_whitespace)
    }
}

/// What the stages have found so far, in the order of the fields; each stage reads the fields before its own.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// Words and marks.
    pub tokens: Vec<Token>,
    /// Sentences.
    pub sentences: Vec<Period>,
    /// Quoted passages.
    pub quotations: Vec<Quotation>,
    /// Words that report speech.
    pub cues: Vec<Cue>,
    /// Names, descriptions and pronouns.
    pub namings: Vec<Naming>,
    /// Persons, organisations and places, each with its names.
    pub figures: Vec<Figure>,
    /// The index of the figure that each naming belongs to.
    pub owners: Vec<Option<usize>>,
    /// Who said what, as the rules see it.
    pub proposals: Vec<Attribution>,
    /// Which words are content, cue and source, as the model sees it.
    pub labels: Vec<Label>,
    /// Who said what, in the text's words.
    pub attributions: Vec<Attribution>,
    /// Who the sources are, one entry an attribution.
    pub speakers: Vec<Speaker>,
}

impl Found {
    /// A token, or [`Token::NONE`] beyond the text: no stage asks for a token that could make it fail.
    pub fn token(&self, index: usize) -> &Token {
        self.tokens.get(index).unwrap_or(&Token::NONE)
    }

    /// The token before another, within the text.
    pub fn before(&self, index: usize) -> &Token {
        index.checked_sub(1).map_or(&Token::NONE, |index| self.token(index))
    }

    /// A stretch as it is written.
    pub fn words<'a>(&self, page: &Page<'a>, stretch: Stretch) -> &'a str {
        if stretch.is_empty() {
            return "";
        }
        let last = self.token(stretch.end - 1);
        page.bytes(self.token(stretch.first).start_byte as usize, last.end_byte as usize)
    }

    /// The span of a stretch in scalars; none when the stretch is empty.
    pub fn span(&self, text: &Text, stretch: Stretch) -> Option<Span> {
        if stretch.is_empty() {
            return None;
        }
        let (first, last) = (self.tokens.get(stretch.first)?, self.tokens.get(stretch.end - 1)?);
        text.span(first.start_char as usize, last.end_char as usize)
    }

    /// The figure that a naming belongs to.
    pub fn owner_of(&self, naming: &Naming) -> Option<usize> {
        let place = |naming: &Naming| (naming.stretch.first, naming.stretch.end);
        let at = self.namings.partition_point(|other| place(other) < place(naming));
        self.owners.get(at).copied().flatten()
    }

    /// The innermost-but-few quotation that a token stands in: nesting is shallow, so that a few looks suffice.
    pub fn is_quoted(&self, token: usize) -> bool {
        let after = self.quotations.partition_point(|quotation| quotation.stretch.first <= token);
        let near = self.quotations.get(after.saturating_sub(4)..after).unwrap_or_default();
        near.iter().any(|quotation| quotation.stretch.contains(token))
    }

    /// Index of the sentence that a token stands in.
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|sentence| sentence.stretch.first <= token);
        let index = after.checked_sub(1)?;
        self.sentences.get(index).filter(|sentence| sentence.stretch.contains(token)).map(|_| index)
    }
}
