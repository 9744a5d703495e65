//! Text and blocks -> wrapped lines with exact offsets. Pure; done once for each width, never while drawing.

pub mod cells;
mod link;
mod wrap;

pub use cells::{Cell, Shown, cells, fits, width, width_within};
pub use link::{Link, address_in};
pub use wrap::wrap;

pub use crate::article::scalar::is_forbidden;
use crate::article::{Article, BlockKind, Text};

/// Columns that a list item or a block quotation is set in.
const INDENT_COLS: u16 = 2;
/// Below this measure nothing is set in any more.
const MIN_INDENTED_COLS: u16 = 12;

/// What stands before a line's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Nothing.
    None,
    /// The sign of a list item, on its first line.
    Bullet,
    /// The bar of a block quotation.
    Bar,
}

/// One line on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// First scalar.
    pub start_char: usize,
    /// One past the last scalar; equal to the start on an empty line.
    pub end_char: usize,
    /// The same in bytes.
    pub start_byte: usize,
    /// The same in bytes.
    pub end_byte: usize,
    /// What its block is.
    pub kind: BlockKind,
    /// The block's number, 0-based; the gap between two blocks counts as the former.
    pub block: usize,
    /// Columns it is set in.
    pub indent_col: u16,
    /// What stands there.
    pub lead: Lead,
    /// The space between two blocks.
    pub gap: bool,
}

/// An article's text broken into lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flowed {
    measure_col: u16,
    lines: Vec<Line>,
}

impl Flowed {
    /// Breaks an article into lines of at most `measure_col` columns. Text between blocks is set as paragraphs.
    pub fn new(article: &Article, measure_col: u16) -> Self {
        let mut flowed = Self { measure_col, lines: Vec::new() };
        let text = &article.text;
        let mut done = 0;
        let mut before = None;
        for (number, block) in article.blocks.iter().enumerate() {
            let bytes = text.bytes_of(block.span);
            flowed.add_between(text, done, bytes.start, number, &mut before);
            let start = bytes.start.max(done);
            if start < bytes.end {
                flowed.add(text, start, bytes.end, block.kind, number, &mut before);
            }
            done = done.max(bytes.end);
        }
        flowed.add_between(text, done, text.as_str().len(), article.blocks.len(), &mut before);
        flowed
    }

    /// Breaks an article into its sentences, a line each and no gaps between them, for those who listen to it. What is
    /// longer than `measure_col` columns goes on in the next line; text without sentences goes by its blocks.
    pub fn by_sentence(article: &Article, measure_col: u16) -> Self {
        let mut flowed = Self { measure_col, lines: Vec::new() };
        let text = &article.text;
        let mut starts: Vec<usize> =
            article.sentences.items().iter().map(|sentence| text.bytes_of(sentence.span).start).collect();
        starts.sort_unstable();
        let mut done = 0;
        for (number, block) in article.blocks.iter().enumerate() {
            let bytes = text.bytes_of(block.span);
            flowed.add_sentences(text, (done, bytes.start), &[], BlockKind::Paragraph, number);
            flowed.add_sentences(text, (bytes.start.max(done), bytes.end), &starts, block.kind, number);
            done = done.max(bytes.end);
        }
        flowed.add_sentences(text, (done, text.as_str().len()), &[], BlockKind::Paragraph, article.blocks.len());
        flowed
    }

    /// A stretch of text, cut where sentences begin.
    fn add_sentences(
        &mut self,
        text: &Text,
        (from, to): (usize, usize),
        starts: &[usize],
        kind: BlockKind,
        block: usize,
    ) {
        let first = starts.partition_point(|&start| start <= from);
        let cuts = starts.get(first..).unwrap_or_default().iter().copied().take_while(|&start| start < to);
        let mut at = from;
        for end in cuts.chain([to]) {
            let piece = text.as_str().get(at..end).unwrap_or_default();
            let words = piece.trim();
            if !words.is_empty() {
                let start = at + (piece.len() - piece.trim_start().len());
                // With nothing before it there is no gap.
                self.add(text, start, start + words.len(), kind, block, &mut None);
            }
            at = end;
        }
    }

    /// The measure that the lines were made for.
    pub fn measure_col(&self) -> u16 {
        self.measure_col
    }

    /// The lines, from the top.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The number of the line on which a scalar stands; the last one for a scalar after the text.
    pub fn line_of_char(&self, char: usize) -> usize {
        let mut line = self.lines.partition_point(|line| line.start_char <= char).saturating_sub(1);
        while line > 0 && self.lines.get(line).is_some_and(|line| line.gap) {
            line -= 1;
        }
        line
    }

    /// Whatever no block covers: white space is passed over, words are set as a paragraph each line.
    fn add_between(&mut self, text: &Text, from: usize, to: usize, block: usize, before: &mut Option<BlockKind>) {
        let mut at = from;
        for line in text.as_str().get(from..to).unwrap_or_default().split_inclusive('\n') {
            let words = line.trim();
            if !words.is_empty() {
                let start = at + (line.len() - line.trim_start().len());
                self.add(text, start, start + words.len(), BlockKind::Paragraph, block, before);
            }
            at += line.len();
        }
    }

    fn add(
        &mut self,
        text: &Text,
        from: usize,
        to: usize,
        kind: BlockKind,
        block: usize,
        before: &mut Option<BlockKind>,
    ) {
        let words = text.as_str().get(from..to).unwrap_or_default();
        if before.is_some_and(|before| before != BlockKind::ListItem || kind != BlockKind::ListItem) {
            let at = self.lines.last().map_or((0, 0), |line| (line.end_char, line.end_byte));
            self.lines.push(Line {
                start_char: at.0,
                end_char: at.0,
                start_byte: at.1,
                end_byte: at.1,
                kind,
                block,
                indent_col: 0,
                lead: Lead::None,
                gap: true,
            });
        }
        *before = Some(kind);
        let marked = has_own_mark(words);
        let lead = match kind {
            BlockKind::ListItem if !marked => Lead::Bullet,
            BlockKind::Blockquote => Lead::Bar,
            _ => Lead::None,
        };
        let indented = matches!(kind, BlockKind::ListItem | BlockKind::Blockquote);
        let indent_col = if indented && self.measure_col >= MIN_INDENTED_COLS { INDENT_COLS } else { 0 };
        let lead = if indent_col == 0 { Lead::None } else { lead };
        let first = self.lines.len();
        wrap(words, self.measure_col.saturating_sub(indent_col), |start, end| {
            let (start_byte, end_byte) = (from + start, from + end);
            let is_first = self.lines.len() == first;
            self.lines.push(Line {
                start_char: text.char_of(start_byte),
                end_char: text.char_of(end_byte),
                start_byte,
                end_byte,
                kind,
                block,
                // A marked item's own mark hangs in the indentation.
                indent_col: if kind == BlockKind::ListItem && marked && is_first { 0 } else { indent_col },
                lead: if lead == Lead::Bullet && !is_first { Lead::None } else { lead },
                gap: false,
            });
        });
    }
}

/// Whether a list item's text begins with its own mark: a bullet, or a number with a stop.
fn has_own_mark(words: &str) -> bool {
    words.starts_with(['•', '-', '*', '–', '·', '◦', '‣'])
        || words.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')'])
}

/// The lines of a short text, such as a summary line or a help sentence, as byte ranges.
pub fn wrapped(text: &str, measure_col: u16) -> Vec<std::ops::Range<usize>> {
    let mut lines = Vec::new();
    wrap(text, measure_col, |start, end| lines.push(start..end));
    lines
}
