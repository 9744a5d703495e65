//! A buffer of cells to few bytes for a terminal: compares it with what the far screen shows and writes the
//! difference; the desk and SSH share it. Leaves sending the bytes, and the modes around them, to its callers.
//!
//! `glyph` says what a cell shows, `pen` writes styles, `travel` moves the cursor, `row` finds what to write in a
//! row. The screen's model is the last buffer, row by row, so that a painter that scrolls has only to move its
//! rows before it compares.

mod clipboard;
mod glyph;
mod pen;
mod row;
mod travel;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub use clipboard::{Passage, clipboard, clipboard_bytes};
use pen::Pen;
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
    screen: Option<Buffer>,
    pen: Pen,
    cursor: Cursor,
    /// Whether the terminal shows the cursor; nothing where that is not known.
    cursor_shown: Option<bool>,
    frame: Vec<u8>,
}

impl Painter {
    /// A painter for a screen of which nothing is known.
    pub fn new(options: PaintOptions) -> Self {
        Self {
            options,
            screen: None,
            pen: Pen::DEFAULT,
            cursor: Cursor::unknown(),
            cursor_shown: None,
            frame: Vec::new(),
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
        let size = (buffer.area.width, buffer.area.height);
        if size.0 == 0 || size.1 == 0 {
            return;
        }
        let mut frame = std::mem::take(&mut self.frame);
        frame.clear();
        let mut screen = match self.screen.take() {
            Some(screen) if (screen.area.width, screen.area.height) == size => screen,
            _ => self.clear(buffer, &mut frame),
        };
        self.cursor.set_size(size);
        let n_cols = usize::from(size.0);
        let rows = screen.content.chunks_mut(n_cols).zip(buffer.content.chunks(n_cols));
        for (row, (shown, wanted)) in (0..).zip(rows) {
            if shown != wanted {
                row::paint(row, shown, wanted, &mut self.pen, &mut self.cursor, &mut frame);
                shown.clone_from_slice(wanted);
            }
        }
        self.screen = Some(screen);
        self.place_cursor(cursor, size, &mut frame);

        let marked = self.options.synchronize && frame.len() >= SYNCHRONIZE_FROM_BYTES;
        if marked {
            out.extend(b"\x1b[?2026h");
        }
        out.extend(&frame);
        if marked {
            out.extend(b"\x1b[?2026l");
        }
        // A huge frame's memory is not kept.
        if frame.capacity() <= 1 << 20 {
            self.frame = frame;
        }
    }

    /// Clears the screen and gives its model.
    fn clear(&mut self, buffer: &Buffer, frame: &mut Vec<u8>) -> Buffer {
        frame.extend(b"\x1b[m\x1b[H\x1b[2J");
        self.pen = Pen::DEFAULT;
        self.cursor = Cursor::home();
        self.cursor_shown = None;
        Buffer::empty(buffer.area)
    }

    fn place_cursor(&mut self, cursor: Option<(u16, u16)>, size: (u16, u16), frame: &mut Vec<u8>) {
        let cursor = cursor.filter(|&(col, row)| col < size.0 && row < size.1);
        if let Some((col, row)) = cursor {
            self.cursor.go(col, row, frame);
        }
        if self.cursor_shown != Some(cursor.is_some()) {
            frame.extend(if cursor.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.cursor_shown = Some(cursor.is_some());
        }
    }
}

#[cfg(test)]
mod tests;
