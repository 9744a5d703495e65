//! Text into cells: the last cleaning, so that nothing that steers a terminal reaches a cell, whatever comes.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::flow::{Cell, Shown, cells, fits};
use crate::theme::{Look, Role};

/// A buffer to draw into, with a look.
pub(super) struct Ink<'a> {
    buffer: &'a mut Buffer,
    look: &'a Look,
}

impl<'a> Ink<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, look: &'a Look) -> Self {
        Self { buffer, look }
    }

    pub(super) fn look(&self) -> &'a Look {
        self.look
    }

    pub(super) fn style(&self, role: Role) -> Style {
        self.look.style(role)
    }

    pub(super) fn unicode(&self) -> bool {
        self.look.unicode
    }

    /// A sign, or what stands for it in ASCII.
    pub(super) fn sign(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.look.unicode { unicode } else { ascii }
    }

    /// Words of the program's own, with signs of ASCII where the terminal has no others.
    pub(super) fn own<'words>(&self, words: &'words str) -> Cow<'words, str> {
        if self.look.unicode || words.is_ascii() {
            return Cow::Borrowed(words);
        }
        Cow::Owned(words.replace(['“', '”'], "\"").replace('…', "..."))
    }

    /// Parts words on a line.
    pub(super) fn dot(&self) -> &'static str {
        self.sign(" · ", " - ")
    }

    /// Makes every cell of an area a blank of a style.
    pub(super) fn clear(&mut self, area: Rect, style: Style) {
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Adds a style to every cell of a row.
    pub(super) fn tint(&mut self, x: u16, y: u16, right: u16, style: Style) {
        for x in x..right {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.set_style(style);
            }
        }
    }

    /// Draws one grapheme before a column and gives the next column; one that does not fit is left out.
    pub(super) fn cell(&mut self, x: u16, y: u16, right: u16, cell: &Cell, style: Style) -> u16 {
        let end = x.saturating_add(cell.width_col);
        if end > right {
            return x;
        }
        match cell.shown {
            Shown::Nothing => {}
            Shown::Blank => {
                for x in x..end {
                    self.symbol(x, y, " ", style);
                }
            }
            Shown::Replaced => self.symbol(x, y, self.sign("\u{fffd}", "?"), style),
            Shown::Text(symbol) => {
                self.symbol(x, y, symbol, style);
                // The rest of a wide one is covered by it.
                for x in x + 1..end {
                    self.symbol(x, y, " ", style);
                }
            }
        }
        end
    }

    /// Draws a text before a column and gives the column after it.
    pub(super) fn put(&mut self, x: u16, y: u16, right: u16, text: &str, style: Style) -> u16 {
        let mut at = x;
        for cell in cells(text) {
            if at.saturating_add(cell.width_col) > right {
                break;
            }
            at = self.cell(at, y, right, &cell, style);
        }
        at
    }

    /// The same; a text that does not fit ends in a sign that says so.
    pub(super) fn put_cut(&mut self, x: u16, y: u16, right: u16, text: &str, style: Style) -> u16 {
        let room = right.saturating_sub(x) as usize;
        if fits(text, room) {
            return self.put(x, y, right, text, style);
        }
        let end = self.sign("…", "~");
        let at = self.put(x, y, right.saturating_sub(1), text, style);
        self.put(at, y, right, end, style)
    }

    fn symbol(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol).set_style(style);
        }
    }
}
