//! One text as the cells that a terminal gives it: graphemes, their widths, and what is drawn for them.
//!
//! The wrapping and the drawing both read this, so what was measured is what is drawn.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::article::scalar::is_forbidden;

/// Columns between tab stops.
const TAB_COLS: u16 = 4;
/// A grapheme with more bytes than this is cut when drawn: piled-up marks do not fill the line to a terminal.
const MAX_SYMBOL_BYTES: usize = 48;

/// What a grapheme looks like on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<'a> {
    /// Itself.
    Text(&'a str),
    /// Blanks: a space, a tab, a line end inside a block.
    Blank,
    /// The replacement character, for what must not reach a terminal.
    Replaced,
    /// Nothing: it has no width of its own.
    Nothing,
}

/// One grapheme of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Where it begins, in bytes of the text.
    pub start_byte: usize,
    /// Its length in bytes.
    pub n_bytes: usize,
    /// Its length in Unicode scalars.
    pub n_chars: usize,
    /// Columns that it takes.
    pub width_col: u16,
    /// What is drawn.
    pub shown: Shown<'a>,
}

impl Cell<'_> {
    /// Where the next grapheme begins.
    pub fn end_byte(&self) -> usize {
        self.start_byte + self.n_bytes
    }
}

/// Walks over a text from a byte offset that lies on a grapheme's start.
#[derive(Clone, Debug)]
pub struct Cells<'a> {
    text: &'a str,
    at: usize,
    col: u16,
    after_line_end: bool,
}

/// The cells of a text, as the first of a line.
pub fn cells(text: &str) -> Cells<'_> {
    Cells { text, at: 0, col: 0, after_line_end: false }
}

/// Columns that a text takes when it begins a line.
pub fn width(text: &str) -> usize {
    #[cfg(test)]
    effort::add(1);
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.len();
    }
    cells(text).map(|cell| cell.width_col as usize).sum()
}

/// Columns that a text takes when it begins a line, counted only until they are more than a limit.
pub fn width_within(text: &str, limit_col: usize) -> usize {
    let mut n_cols = 0;
    for cell in cells(text) {
        n_cols += cell.width_col as usize;
        if n_cols > limit_col {
            break;
        }
    }
    n_cols
}

/// Whether a text takes no more than so many columns; looks no further than these.
pub fn fits(text: &str, n_cols: usize) -> bool {
    width_within(text, n_cols) <= n_cols
}

impl Cells<'_> {
    /// Says at which column of the line the next grapheme stands: tabs depend on it.
    pub fn set_col(&mut self, col: u16) {
        self.col = col;
    }

    /// How many letters and digits of ASCII come next, each a grapheme of one column; of more than `most`, `most`.
    pub fn n_plain_ahead(&self, most: usize) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let n = rest.iter().take(most).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        // What follows the last may be a mark on it.
        if rest.get(n).is_none_or(u8::is_ascii) { n } else { n.saturating_sub(1) }
    }

    /// Passes over so many of them.
    pub fn pass(&mut self, n: usize) {
        #[cfg(test)]
        effort::add(n);
        self.at += n;
        self.col = self.col.saturating_add(n as u16);
        self.after_line_end = false;
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        #[cfg(test)]
        effort::add(1);
        let bytes = self.text.as_bytes();
        let first = *bytes.get(self.at)?;
        let second = bytes.get(self.at + 1).copied().unwrap_or(b' ');
        // An ASCII scalar before another is a grapheme of its own, but for CR LF.
        let cell = if first.is_ascii() && second.is_ascii() && first != b'\r' {
            let symbol = self.text.get(self.at..=self.at)?;
            let (width_col, shown) = match first {
                b' '..=b'~' => (1, if first == b' ' { Shown::Blank } else { Shown::Text(symbol) }),
                b'\t' => (TAB_COLS - self.col % TAB_COLS, Shown::Blank),
                b'\n' => (1, Shown::Blank),
                _ => (1, Shown::Replaced),
            };
            Cell { start_byte: self.at, n_bytes: 1, n_chars: 1, width_col, shown }
        } else {
            let symbol = self.text.get(self.at..)?.graphemes(true).next()?;
            let (width_col, shown) = look_of(symbol, self.col);
            Cell { start_byte: self.at, n_bytes: symbol.len(), n_chars: symbol.chars().count(), width_col, shown }
        };
        let mut cell = cell;
        // The blanks that indent a continuation line of the source are no part of the running text.
        // A blank that carries a mark is more than that: it can begin a line, and has its column there.
        let is_indent = self.after_line_end && first == b' ' && cell.n_bytes == 1;
        if is_indent {
            (cell.width_col, cell.shown) = (0, Shown::Nothing);
        }
        self.after_line_end = matches!(first, b'\n' | b'\r') || is_indent;
        self.at += cell.n_bytes;
        self.col = self.col.saturating_add(cell.width_col);
        Some(cell)
    }
}

fn look_of(symbol: &str, col: u16) -> (u16, Shown<'_>) {
    match symbol {
        "\t" => return (TAB_COLS - col % TAB_COLS, Shown::Blank),
        " " | "\n" | "\r\n" | "\r" | "\u{a0}" | "\u{202f}" => return (1, Shown::Blank),
        _ => {}
    }
    if symbol.chars().any(is_forbidden) {
        return (1, Shown::Replaced);
    }
    let width_col = UnicodeWidthStr::width(symbol).min(u16::MAX as usize) as u16;
    if width_col == 0 {
        return (0, Shown::Nothing);
    }
    if symbol.len() > MAX_SYMBOL_BYTES {
        let cut = symbol.char_indices().map(|(at, _)| at).take_while(|&at| at <= MAX_SYMBOL_BYTES).last().unwrap_or(0);
        let short = symbol.get(..cut).unwrap_or_default();
        if UnicodeWidthStr::width(short) == width_col as usize {
            return (width_col, Shown::Text(short));
        }
        return (1, Shown::Replaced);
    }
    (width_col, Shown::Text(symbol))
}

/// How much was measured, so that tests can hold it to what is seen.
#[cfg(test)]
pub mod effort {
    use std::cell::Cell;

    thread_local! {
        static N_CELLS: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn add(n: usize) {
        N_CELLS.set(N_CELLS.get() + n);
    }

    /// How many graphemes are measured on this thread while something is done.
    pub fn of(work: impl FnOnce()) -> usize {
        let before = N_CELLS.get();
        work();
        N_CELLS.get() - before
    }
}

#[cfg(test)]
mod tests {
    use super::{Shown, cells, fits, width, width_within};

    #[test]
    fn measuring_stops_at_the_room() {
        assert!(fits("漢字", 4) && !fits("漢字", 3) && fits("", 0));
        assert_eq!((width_within("漢字漢字漢字", 3), width_within("a\tb", 80)), (4, 5));
    }

    #[test]
    fn widths_are_those_of_a_terminal() {
        for (text, cols) in [
            ("plain", 5),
            ("漢字", 4),
            ("e\u{301}", 1),
            ("👩‍👩‍👧", 2),
            ("❤\u{fe0f}", 2),
            ("🇩🇪", 2),
            ("שלום", 4),
            ("a\tb", 5),
            ("\tb", 5),
            ("a\nb", 3),
            ("a\n  b", 3),
            ("a\n \u{fe0f}b", 4),
        ] {
            assert_eq!(width(text), cols, "{text:?}");
        }
    }

    #[test]
    fn nothing_that_steers_a_terminal_is_shown() {
        let hostile = "a\u{1b}[2J\u{9b}1m\u{202e}b\u{7f}\u{0}\u{301}";
        for cell in cells(hostile) {
            if let Shown::Text(symbol) = cell.shown {
                assert!(!symbol.chars().any(super::is_forbidden), "{symbol:?}");
            }
        }
    }
}
