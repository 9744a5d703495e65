//! What a row of cells shows: each cell's text made harmless, its width, and how far terminals agree on it.

use std::borrow::Cow;

use ratatui::buffer::{Cell, CellWidth};
use unicode_width::UnicodeWidthChar;

use crate::flow::is_forbidden;

use super::pen::Pen;

/// What one column shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glyph<'row> {
    /// Empty for the columns that a wide character takes after its first.
    pub text: Cow<'row, str>,
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
    pub(super) fn is_blank(&self) -> bool {
        self.text == " "
    }

    /// Nothing but the terminal's own background.
    pub(super) fn is_empty_cell(&self) -> bool {
        self.is_blank() && self.pen == Pen::DEFAULT
    }
}

/// What a row shows, column by column.
pub(super) fn of_row(cells: &[Cell]) -> Vec<Glyph<'_>> {
    let mut glyphs: Vec<Glyph<'_>> = Vec::with_capacity(cells.len());
    while let Some(cell) = cells.get(glyphs.len()) {
        let n_free = (cells.len() - glyphs.len()) as u16;
        let (text, n_cols, agreement) = fitted(harmless(cell.symbol()), n_free);
        let pen = Pen::of(cell, text == " ");
        glyphs.push(Glyph { text, n_cols, pen, agreement });
        for _ in 1..n_cols {
            // It is as much a part of the character as the first column.
            glyphs.push(Glyph { text: Cow::Borrowed(""), n_cols: 0, pen, agreement });
        }
    }
    glyphs
}

/// The text, or a space for what a terminal would obey or draw into the cell before it.
fn harmless(symbol: &str) -> Cow<'_, str> {
    if let [b' '..=b'~'] = symbol.as_bytes() {
        return Cow::Borrowed(symbol);
    }
    let starts = symbol.chars().next().is_some_and(|first| columns(first) > 0);
    if starts && !symbol.contains(is_forbidden) { Cow::Borrowed(symbol) } else { Cow::Borrowed(" ") }
}

/// The text, or as much of it as surely fits into the columns that are left, with its width.
fn fitted(text: Cow<'_, str>, n_free: u16) -> (Cow<'_, str>, u16, Agreement) {
    let agreement = agreement(&text);
    let n_cols = if agreement == Agreement::Full && text.len() == 1 { 1 } else { text.cell_width().max(1) };
    if n_cols > n_free {
        return (Cow::Borrowed(" "), 1, Agreement::Full);
    }
    // What a terminal might draw beyond the last column would go to the next row, or scroll the screen.
    match agreement {
        Agreement::Little { n_cols: most } if most > n_free => {
            let Some(first) = text.chars().next().filter(|&first| columns(first) <= n_cols) else {
                return (Cow::Borrowed(" "), 1, Agreement::Full);
            };
            let mut alone = first.to_string();
            (columns(first)..n_cols).for_each(|_| alone.push(' '));
            let agreement = self::agreement(&first.to_string());
            (Cow::Owned(alone), n_cols, agreement)
        }
        _ => (text, n_cols, agreement),
    }
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
