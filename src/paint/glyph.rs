//! What a row of cells shows: each cell's text made harmless, its width, and how far terminals agree on it.

use std::ops::Range;

use ratatui::buffer::{Cell, CellWidth};
use unicode_width::UnicodeWidthChar;

use crate::flow::is_forbidden;

use super::pen::Pen;
use super::screen::{BOUND, Row};

/// What one column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph<'row> {
    /// Empty for the columns that a wide character takes after its first.
    pub text: &'row str,
    /// Columns; 0 for those that belong to the character before.
    pub n_cols: u16,
    pub pen: Pen,
    pub agreement: Agreement,
}

/// How far terminals agree on a text's width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// All do.
    Full,
    /// Those do not that are set up to draw East Asian ambiguous characters wide.
    Most,
    /// Depends on the Unicode version and on how far the terminal knows combined characters; it may take up to
    /// this many columns.
    Little { n_cols: u16 },
}

impl Glyph<'_> {
    /// An empty cell.
    pub(super) const EMPTY: Self = Self { text: " ", n_cols: 1, pen: Pen::DEFAULT, agreement: Agreement::Full };

    pub(super) fn is_blank(&self) -> bool {
        self.text == " "
    }

    /// Whether one terminal gives it more columns than another.
    pub(super) fn is_elastic(&self) -> bool {
        matches!(self.agreement, Agreement::Little { n_cols } if n_cols > 1)
    }

    /// Whether terminals agree so little on it that it may be drawn over others.
    pub(super) fn is_loose(&self) -> bool {
        matches!(self.agreement, Agreement::Little { .. })
    }

    /// Whether it takes one column on every terminal that there is.
    pub(super) fn is_one_column(&self) -> bool {
        self.n_cols == 1 && !self.is_loose()
    }

    /// Nothing but the terminal's own background.
    pub(super) fn is_empty_cell(&self) -> bool {
        self.is_blank() && self.pen == Pen::DEFAULT
    }
}

/// What a cell would have a terminal show, before its neighbours are looked at.
pub(super) struct Symbol<'cell> {
    /// One character, harmless.
    pub text: &'cell str,
    pub n_cols: u16,
}

impl<'cell> Symbol<'cell> {
    /// What a cell shows where so many columns are left.
    pub(super) fn of(cell: &'cell Cell, n_free: u16) -> Self {
        let symbol = cell.symbol();
        if is_plain(symbol) {
            return Self { text: symbol, n_cols: 1 };
        }
        if narrow(symbol).is_some() && n_free > 0 {
            return Self { text: symbol, n_cols: 1 };
        }
        let text = harmless(symbol);
        let fitted = fitted(text, n_free);
        Self { text: if fitted.text == " " { " " } else { text }, n_cols: fitted.n_cols + fitted.n_blank }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text == " "
    }
}

/// From which column on a row's cells are empty.
pub(super) fn blank_from(cells: &[Cell]) -> usize {
    let is_empty = |cell: &Cell| cell.symbol() == " " && Pen::of(cell, true) == Pen::DEFAULT;
    cells.iter().rposition(|cell| !is_empty(cell)).map_or(0, |last| last + 1)
}

/// What a row of so many columns shows in some of them. A range that is not all of the row has nothing but plain letters
/// before it and behind it.
pub(super) fn of_row<'row>(row: Row<'row>, n_cols: u16, range: &Range<u16>, n_bytes_behind: usize) -> Vec<Glyph<'row>> {
    let n_wanted = usize::from(range.end.saturating_sub(range.start));
    let mut glyphs: Vec<Glyph<'row>> = Vec::with_capacity(n_wanted);
    let mut runs = row.runs.iter();
    let (mut end_col, mut ink, mut blank) = (0, Pen::DEFAULT, Pen::DEFAULT);
    let end_byte = row.text.len().saturating_sub(n_bytes_behind);
    let mut rest = row.text.get(usize::from(range.start)..end_byte).unwrap_or_default();
    loop {
        let col = range.start + glyphs.len() as u16;
        while end_col <= col {
            // After the last run nothing is written with any pen.
            let run = runs.next();
            end_col = run.map_or(u16::MAX, |run| run.end_col);
            ink = run.map_or(Pen::DEFAULT, |run| run.pen);
            blank = ink.on(true);
        }
        // Most of a row is a plain letter a column: a character of several scalars stands between bounds.
        if let (Some(b' '..=b'~'), Some((text, after)), true) =
            (rest.as_bytes().first(), rest.split_at_checked(1), col < n_cols)
        {
            rest = after;
            let pen = if text == " " { blank } else { ink };
            glyphs.push(Glyph { text, n_cols: 1, pen, agreement: Agreement::Full });
            continue;
        }
        let Some((symbol, after)) = first_symbol(rest) else { break };
        rest = after;
        let fitted = fitted(symbol, n_cols.saturating_sub(col));
        let pen = if fitted.text == " " { blank } else { ink };
        glyphs.push(Glyph { text: fitted.text, n_cols: fitted.n_cols, pen, agreement: fitted.agreement });
        for _ in 1..fitted.n_cols {
            // It is as much a part of the character as the first column.
            glyphs.push(Glyph { text: "", n_cols: 0, pen, agreement: fitted.agreement });
        }
        for _ in 0..fitted.n_blank {
            glyphs.push(Glyph { text: " ", n_cols: 1, pen: blank, agreement: Agreement::Full });
        }
    }
    glyphs.resize(n_wanted, Glyph::EMPTY);
    glyphs
}

/// The first character of a packed row, and what follows it.
fn first_symbol(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if first == BOUND {
        return text.get(1..)?.split_once(BOUND);
    }
    text.split_at_checked(first.len_utf8())
}

fn is_plain(symbol: &str) -> bool {
    matches!(symbol.as_bytes(), [b' '..=b'~'])
}

/// This as one harmless character of the kinds that make up most of a screen, one column wide on most terminals; nothing
/// if it is none.
fn narrow(symbol: &str) -> Option<char> {
    let mut chars = symbol.chars();
    // Latin, dashes and quotation marks, what frames are drawn with; no soft hyphen, no mark that is drawn over another
    // character.
    let is_one = |c: &char| matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{257f}');
    chars.next().filter(is_one).filter(|_| chars.next().is_none())
}

/// The text, or a space for what a terminal would obey or draw into the cell before it.
fn harmless(symbol: &str) -> &str {
    let starts = symbol.chars().next().is_some_and(|first| columns(first) > 0);
    if starts && !symbol.contains(is_forbidden) { symbol } else { " " }
}

/// A text in the columns that are left.
struct Fitted<'text> {
    /// It, or as much of it as surely fits.
    text: &'text str,
    n_cols: u16,
    /// Columns of it that are left empty then.
    n_blank: u16,
    agreement: Agreement,
}

impl Fitted<'static> {
    const BLANK: Self = Self { text: " ", n_cols: 1, n_blank: 0, agreement: Agreement::Full };
}

fn fitted(text: &str, n_free: u16) -> Fitted<'_> {
    if is_plain(text) && n_free > 0 {
        return Fitted { text, n_cols: 1, n_blank: 0, agreement: Agreement::Full };
    }
    if let Some(c) = narrow(text).filter(|_| n_free > 0) {
        let agreement = if c.width_cjk() == Some(1) { Agreement::Full } else { Agreement::Most };
        return Fitted { text, n_cols: 1, n_blank: 0, agreement };
    }
    let agreement = agreement(text);
    let n_cols = text.cell_width().max(1);
    if n_cols > n_free {
        return Fitted::BLANK;
    }
    // What a terminal might draw beyond the last column would go to the next row, or scroll the screen.
    if matches!(agreement, Agreement::Little { n_cols: most } if most > n_free) {
        let first = text.chars().next().filter(|&first| (1..=n_cols).contains(&columns(first)));
        let Some((alone, first)) = first.and_then(|first| Some((text.get(..first.len_utf8())?, first))) else {
            return Fitted::BLANK;
        };
        let n_blank = n_cols - columns(first);
        return Fitted { text: alone, n_cols: columns(first), n_blank, agreement: self::agreement(alone) };
    }
    Fitted { text, n_cols, n_blank: 0, agreement }
}

fn agreement(text: &str) -> Agreement {
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    if chars.next().is_some() {
        let n_variants = text.chars().filter(|&char| char == '\u{fe0f}').count() as u16;
        let n_cols = text.chars().map(columns).sum::<u16>().max(text.cell_width()) + n_variants;
        return Agreement::Little { n_cols };
    }
    match first {
        ' '..='~' => Agreement::Full,
        // A soft hyphen is drawn by some, the halfwidth sound marks are combined by some.
        '\u{ad}' | '\u{ff9e}' | '\u{ff9f}' => Agreement::Little { n_cols: 1 },
        _ => match (columns(first), first.width_cjk()) {
            (1, Some(1)) => Agreement::Full,
            (1, _) => Agreement::Most,
            (2, _) if is_east_asian(first) => Agreement::Full,
            (n_cols, _) => Agreement::Little { n_cols: n_cols.max(1) },
        },
    }
}

/// Blocks whose wide characters have been two columns in every terminal for decades.
fn is_east_asian(char: char) -> bool {
    matches!(char, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{2fffd}')
}

fn columns(char: char) -> u16 {
    char.width().unwrap_or(0) as u16
}

#[cfg(test)]
mod tests {
    use super::{agreement, columns, fitted, harmless, narrow};

    #[test]
    fn what_is_taken_for_narrow_is_so() {
        for char in ('\0'..=char::MAX).filter(|char| narrow(&char.to_string()).is_some()) {
            let text = char.to_string();
            assert_eq!((columns(char), harmless(&text)), (1, text.as_str()), "{char:?}");
            let fitted = fitted(&text, 1);
            assert_eq!((fitted.text, fitted.agreement), (text.as_str(), agreement(&text)));
        }
    }
}
