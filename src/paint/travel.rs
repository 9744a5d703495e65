//! The far screen's cursor: where it is, and the cheapest way from there to where something is to be written.

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
    pub(super) fn way(&self, col: u16, row: u16) -> Way {
        if self.is_at(col, row) {
            return Way::NONE;
        }
        let mut best = absolute(col, row);
        let Some(from_row) = self.row else { return best };
        let mut consider = |way: Way| {
            if way.len() < best.len() {
                best = way;
            }
        };
        let known = self.col.filter(|_| self.sure);
        if row == from_row {
            consider(if col == 0 { Way::NONE.then(b"\r") } else { steps(col + 1, b'G') });
            match known {
                Some(from) if from < col => consider(steps(col - from, b'C')),
                Some(from) if from - col <= 3 => consider((col..from).fold(Way::NONE, |way, _| way.then(&[8]))),
                Some(from) => consider(steps(from - col, b'D')),
                None => {}
            }
        } else if row > from_row && col == 0 {
            // Within the screen a line feed does not scroll.
            if row - from_row <= 8 {
                consider((from_row..row).fold(Way::NONE.then(b"\r"), |way, _| way.then(b"\n")));
            }
        } else if known == Some(col) {
            consider(if row > from_row { steps(row - from_row, b'B') } else { steps(from_row - row, b'A') });
        }
        best
    }

    /// Goes to a place.
    pub(super) fn go(&mut self, col: u16, row: u16, out: &mut Vec<u8>) {
        if !self.is_at(col, row) {
            out.extend(self.way(col, row).bytes());
            (self.row, self.col, self.sure) = (Some(row), Some(col), true);
        }
    }
}

/// The bytes of a way. It is asked for between most words of a screen and mostly not taken, so it is made without
/// asking for memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    bytes: [u8; Self::MOST],
    n: usize,
}

impl Way {
    /// The longest, `ESC [ 65536 ; 65536 H`, takes 14.
    pub(super) const MOST: usize = 16;
    const NONE: Self = Self { bytes: [0; Self::MOST], n: 0 };

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.n).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.n
    }

    fn then(mut self, bytes: &[u8]) -> Self {
        if let Some(room) = self.bytes.get_mut(self.n..self.n + bytes.len()) {
            room.copy_from_slice(bytes);
            self.n += bytes.len();
        }
        self
    }

    fn then_number(self, number: u32) -> Self {
        let way = if number < 10 { self } else { self.then_number(number / 10) };
        way.then(&[b'0' + (number % 10) as u8])
    }
}

fn absolute(col: u16, row: u16) -> Way {
    let way = Way::NONE.then(b"\x1b[");
    let (col_number, row_number) = (u32::from(col) + 1, u32::from(row) + 1);
    let way = match (col, row) {
        (0, 0) => way,
        (0, _) => way.then_number(row_number),
        _ => way.then_number(row_number).then(b";").then_number(col_number),
    };
    way.then(b"H")
}

/// A control sequence with one number, which is left out where it is 1.
fn steps(number: u16, end: u8) -> Way {
    let way = Way::NONE.then(b"\x1b[");
    let way = if number == 1 { way } else { way.then_number(number.into()) };
    way.then(&[end])
}
