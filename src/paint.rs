//! A buffer of cells to few bytes for a terminal: compares it with what the far screen shows and writes the
//! difference; the desk and SSH share it. Leaves sending the bytes, and the modes around them, to its callers.
//!
//! `glyph` says what a cell shows, `pen` writes styles, `link` what leads to addresses, `travel` moves the cursor, `row` finds what to write in a
//! row, `scroll` finds rows that the terminal can move by itself. `screen` is the model of what the far screen shows,
//! packed: a painter keeps some kilobytes, and the cells that it is given are needed only while it paints, so that
//! many painters can be given the same.

mod clipboard;
mod glyph;
mod link;
mod pen;
mod row;
mod screen;
mod scroll;
mod travel;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::flow::Link;

pub use clipboard::{clipboard, clipboard_bytes};
use link::Links;
use pen::Pen;
use row::Hand;
use screen::Screen;
use scroll::Shown;
use travel::Cursor;

/// Frames of more bytes than this are marked as one, so that a terminal shows them at once; the marks cost 16.
const SYNCHRONIZE_FROM_BYTES: usize = 768;

/// The cells that a session draws into and a painter paints.
pub type Canvas = Buffer;

/// Empty cells for a screen of this size.
pub fn canvas(cols: u16, rows: u16) -> Canvas {
    Buffer::empty(Rect::new(0, 0, cols, rows))
}

/// How a painter writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaintOptions {
    /// Mark large frames as one (DEC mode 2026). Terminals that do not know the mode ignore it.
    pub synchronize: bool,
}

impl Default for PaintOptions {
    fn default() -> Self {
        Self { synchronize: true }
    }
}

/// Paints one far screen, and remembers what it shows.
#[derive(Debug)]
pub struct Painter {
    options: PaintOptions,
    /// Nothing where it is not known what the screen shows.
    screen: Option<Screen>,
    /// What on it leads to an address.
    links: Links,
    /// Whether it may be in a link still, where a frame was cut off.
    linked: bool,
    hand: Hand,
    /// Whether the terminal shows the cursor; nothing where that is not known.
    cursor_shown: Option<bool>,
}

impl Painter {
    /// A painter for a screen of which nothing is known.
    pub fn new(options: PaintOptions) -> Self {
        Self {
            options,
            screen: None,
            links: Links::default(),
            linked: false,
            hand: Hand { pen: Pen::DEFAULT, cursor: Cursor::unknown() },
            cursor_shown: None,
        }
    }

    /// Forgets what the screen shows, so that the next frame clears it and paints all. To be called whenever
    /// the terminal was resized, though it be to the size that it had: what it showed is cut off then.
    pub fn forget(&mut self) {
        self.screen = None;
    }

    /// Adds to `out` the bytes that make the screen show `buffer`, and the cursor at column and row `cursor`,
    /// 0-based, or no cursor. Adds nothing when the screen shows that already.
    ///
    /// The buffer begins at the origin and is as large as the screen. Control characters in its cells are left
    /// out, so that every byte below 0x20 is the painter's own.
    pub fn paint(&mut self, buffer: &Buffer, cursor: Option<(u16, u16)>, out: &mut Vec<u8>) {
        self.paint_linked(buffer, Vec::new(), cursor, out);
    }

    /// The same, with cells that lead to addresses. An address that has more than letters, digits and signs of ASCII
    /// is left out.
    pub fn paint_linked(&mut self, buffer: &Buffer, links: Vec<Link>, cursor: Option<(u16, u16)>, out: &mut Vec<u8>) {
        let size = (buffer.area.width, buffer.area.height);
        if size.0 == 0 || size.1 == 0 {
            return;
        }
        let start = out.len();
        let shown = match self.screen.take() {
            Some(screen) if screen.size() == size => screen,
            _ => self.clear(size, out),
        };
        let wanted = Screen::of(buffer, &shown);
        let links = Links::new(links);
        self.linked |= !links.is_empty();
        let led = std::mem::replace(&mut self.links, links);
        self.hand.cursor.set_size(size);
        let cursor = cursor.filter(|&(col, row)| col < size.0 && row < size.1);
        self.draw(&shown, &wanted, &led, cursor, out);
        self.screen = Some(wanted);
        if self.cursor_shown != Some(cursor.is_some()) {
            out.extend(if cursor.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.cursor_shown = Some(cursor.is_some());
        }
        if self.options.synchronize && out.len() - start >= SYNCHRONIZE_FROM_BYTES {
            out.splice(start..start, *b"\x1b[?2026h");
            out.extend(b"\x1b[?2026l");
        }
    }

    /// Clears the screen and gives its model.
    fn clear(&mut self, size: (u16, u16), out: &mut Vec<u8>) -> Screen {
        // The margins that another program may have left too, since lines are not moved beyond them.
        if std::mem::take(&mut self.linked) {
            out.extend(link::END);
        }
        self.links = Links::default();
        out.extend(b"\x1b[m\x1b[r\x1b[H\x1b[2J");
        self.hand = Hand { pen: Pen::DEFAULT, cursor: Cursor::home() };
        self.cursor_shown = None;
        Screen::empty(size.0, size.1)
    }

    /// Writes what makes one screen of another, with rows moved by the terminal where that takes fewer bytes.
    fn draw(&mut self, shown: &Screen, wanted: &Screen, led: &Links, cursor: Option<(u16, u16)>, out: &mut Vec<u8>) {
        let links = (led, &self.links);
        let plain = Shown { screen: shown, shift: None };
        // Rows that lead to addresses are not moved: what terminals do with their links is not written down.
        let still = !led.is_empty() || !self.links.is_empty();
        let shift = if still { None } else { scroll::find(shown, wanted) };
        let Some(shift) = shift else {
            difference(&plain, wanted, links, cursor, &mut self.hand, out, usize::MAX);
            return;
        };
        let start = out.len();
        let mut moving = self.hand;
        shift.write(&mut moving, shown.size().1, out);
        let moved = Shown { screen: shown, shift: Some(shift) };
        difference(&moved, wanted, links, cursor, &mut moving, out, usize::MAX);
        let mut bytes = Vec::new();
        if difference(&plain, wanted, links, cursor, &mut self.hand, &mut bytes, out.len() - start) {
            out.truncate(start);
            out.extend(bytes);
        } else {
            self.hand = moving;
        }
    }
}

/// Writes the rows that differ and goes to where the cursor is wanted. Stops as soon as that is no less than so many
/// bytes, and says whether it came to the end.
fn difference(
    shown: &Shown<'_>,
    wanted: &Screen,
    links: (&Links, &Links),
    cursor: Option<(u16, u16)>,
    hand: &mut Hand,
    out: &mut Vec<u8>,
    limit_bytes: usize,
) -> bool {
    let start = out.len();
    let (n_cols, n_rows) = wanted.size();
    for row in 0..n_rows {
        let rows = (shown.row(row), wanted.row(row));
        let links = (links.0.of_row(row), links.1.of_row(row));
        if rows.0 != rows.1 || links.0 != links.1 {
            row::paint(row, n_cols, rows, &links, hand, out);
            if out.len() - start >= limit_bytes {
                return false;
            }
        }
    }
    if let Some((col, row)) = cursor {
        hand.cursor.go(col, row, out);
    }
    out.len() - start < limit_bytes
}

#[cfg(test)]
mod tests;
