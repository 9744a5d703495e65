//! The far screen's cursor: where it is, and the cheapest way from there to where something is to be written.

use std::io::Write;

/// The cursor, so far as it is known where it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    row: Option<u16>,
    /// Unknown after a character whose width terminals disagree on, and after the last column.
    col: Option<u16>,
    /// Whether every terminal agrees on the column.
    sure: bool,
    n_cols: u16,
}

impl Cursor {
    pub(super) const fn unknown() -> Self {
        Self { row: None, col: None, sure: false, n_cols: 0 }
    }

    pub(super) const fn home() -> Self {
        Self { row: Some(0), col: Some(0), sure: true, n_cols: 0 }
    }

    pub(super) fn set_size(&mut self, (n_cols, _): (u16, u16)) {
        self.n_cols = n_cols;
    }

    /// Whether what is written next goes to this place, so far as is known.
    pub(super) fn is_at(&self, col: u16, row: u16) -> bool {
        self.row == Some(row) && self.col == Some(col)
    }

    /// Notes that characters of this width were written.
    pub(super) fn advance(&mut self, n_cols: u16) {
        self.col = self.col.map(|col| col + n_cols).filter(|&col| col < self.n_cols);
    }

    /// Notes that terminals may disagree on where the cursor is now: a little, so that a run of text may go on
    /// but no way may be counted from here, or so much that the next character needs a place of its own.
    pub(super) fn doubt(&mut self, much: bool) {
        self.sure = false;
        if much {
            self.col = None;
        }
    }

    /// The bytes of the cheapest way to a place.
    pub(super) fn way(&self, col: u16, row: u16) -> Vec<u8> {
        if self.is_at(col, row) {
            return Vec::new();
        }
        let mut best = absolute(col, row);
        let Some(from_row) = self.row else { return best };
        let mut consider = |way: Vec<u8>| {
            if way.len() < best.len() {
                best = way;
            }
        };
        let known = self.col.filter(|_| self.sure);
        if row == from_row {
            consider(if col == 0 { b"\r".to_vec() } else { steps(col + 1, 'G') });
            match known {
                Some(from) if from < col => consider(steps(col - from, 'C')),
                Some(from) if from - col <= 3 => consider(vec![8; usize::from(from - col)]),
                Some(from) => consider(steps(from - col, 'D')),
                None => {}
            }
        } else if row > from_row && col == 0 {
            // Within the screen a line feed does not scroll.
            let mut way = vec![b'\r'];
            way.resize(1 + usize::from(row - from_row).min(8), b'\n');
            if row - from_row <= 8 {
                consider(way);
            }
        } else if known == Some(col) {
            consider(if row > from_row { steps(row - from_row, 'B') } else { steps(from_row - row, 'A') });
        }
        best
    }

    /// Goes to a place.
    pub(super) fn go(&mut self, col: u16, row: u16, out: &mut Vec<u8>) {
        if !self.is_at(col, row) {
            out.extend(self.way(col, row));
            (self.row, self.col, self.sure) = (Some(row), Some(col), true);
        }
    }
}

fn absolute(col: u16, row: u16) -> Vec<u8> {
    let mut way = b"\x1b[".to_vec();
    // Writing to a vector cannot fail.
    let _ = match (col, row) {
        (0, 0) => write!(way, "H"),
        (0, _) => write!(way, "{}H", row + 1),
        _ => write!(way, "{};{}H", row + 1, col + 1),
    };
    way
}

/// A control sequence with one number, which is left out where it is 1.
fn steps(number: u16, end: char) -> Vec<u8> {
    if number == 1 { format!("\x1b[{end}").into_bytes() } else { format!("\x1b[{number}{end}").into_bytes() }
}
