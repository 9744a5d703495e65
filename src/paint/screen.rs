//! What a far screen shows, packed: the rows' text, and where in it the pen changes. An empty end of a row takes
//! nothing, so that all of a screen is a twentieth of what its cells are.

use ratatui::buffer::{Buffer, Cell};

use super::glyph::{Symbol, blank_from};
use super::pen::Pen;

/// Stands before and after a symbol of several scalars; no text that is shown holds a control character.
pub(super) const BOUND: char = '\u{1}';

/// A screen's rows, all of the same width.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    n_cols: u16,
    text: String,
    runs: Vec<Run>,
    ends: Vec<End>,
}

/// Where a pen ends: the column after its last. A blank on which it does not show is drawn with what it leaves there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub end_col: u16,
    pub pen: Pen,
}

/// Where a row ends in all the text and in all the runs.
#[derive(Clone, Copy, Debug, Default)]
struct End {
    text: u32,
    runs: u32,
}

/// One row. Rows that look alike are equal, and the other way round but for what a terminal cannot show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row<'screen> {
    pub text: &'screen str,
    pub runs: &'screen [Run],
}

impl Screen {
    /// A screen that is empty.
    pub(super) fn empty(n_cols: u16, n_rows: u16) -> Self {
        Self { n_cols, text: String::new(), runs: Vec::new(), ends: vec![End::default(); usize::from(n_rows)] }
    }

    /// The screen that cells make, which takes about as much room as `like`.
    pub(super) fn of(buffer: &Buffer, like: &Self) -> Self {
        let (n_cols, n_rows) = (buffer.area.width, buffer.area.height);
        let mut screen = Self {
            n_cols,
            text: String::with_capacity(like.text.len() + like.text.len() / 8),
            runs: Vec::with_capacity(like.runs.len() + like.runs.len() / 8),
            ends: Vec::with_capacity(usize::from(n_rows)),
        };
        for cells in buffer.content.chunks(usize::from(n_cols)) {
            screen.push(cells);
        }
        screen
    }

    pub(super) fn size(&self) -> (u16, u16) {
        (self.n_cols, self.ends.len() as u16)
    }

    pub(super) fn row(&self, row: u16) -> Row<'_> {
        let row = usize::from(row);
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(row).copied().unwrap_or(start);
        Row {
            text: self.text.get(start.text as usize..end.text as usize).unwrap_or_default(),
            runs: self.runs.get(start.runs as usize..end.runs as usize).unwrap_or_default(),
        }
    }

    /// What it takes beside itself, for tests that hold it small.
    #[cfg(test)]
    pub(super) fn n_bytes(&self) -> usize {
        self.text.capacity() + self.runs.capacity() * size_of::<Run>() + self.ends.capacity() * size_of::<End>()
    }

    fn push(&mut self, cells: &[Cell]) {
        let cells = cells.get(..blank_from(cells)).unwrap_or_default();
        let first_run = self.runs.len();
        let mut begun_by: Option<(&Cell, bool)> = None;
        let mut col = 0;
        while let Some(cell) = cells.get(col) {
            let symbol = Symbol::of(cell, self.n_cols.saturating_sub(col as u16));
            let end_col = (col + usize::from(symbol.n_cols)) as u16;
            let is_blank = symbol.is_blank();
            // Most cells are styled as the one before, and then there is nothing to work out.
            let is_same =
                |&(first, was_blank): &(&Cell, bool)| (is_blank || !was_blank) && is_styled_alike(first, cell);
            let last = self.runs.get_mut(first_run..).unwrap_or_default().last_mut();
            match last {
                Some(run) if begun_by.as_ref().is_some_and(is_same) => run.end_col = end_col,
                Some(run) if run.pen.on(is_blank) == Pen::of(cell, is_blank) => run.end_col = end_col,
                _ => {
                    self.runs.push(Run { end_col, pen: Pen::of(cell, is_blank) });
                    begun_by = Some((cell, is_blank));
                }
            }
            match symbol.text.as_bytes() {
                [byte] => self.text.push(char::from(*byte)),
                _ if symbol.text.chars().nth(1).is_none() => self.text.push_str(symbol.text),
                _ => {
                    self.text.push(BOUND);
                    self.text.push_str(symbol.text);
                    self.text.push(BOUND);
                }
            }
            col = usize::from(end_col);
        }
        self.ends.push(End { text: self.text.len() as u32, runs: self.runs.len() as u32 });
    }
}

fn is_styled_alike(one: &Cell, other: &Cell) -> bool {
    one.fg == other.fg
        && one.bg == other.bg
        && one.modifier == other.modifier
        && one.underline_color == other.underline_color
}

impl Row<'_> {
    /// A row of empty cells.
    pub(super) const EMPTY: Row<'static> = Row { text: "", runs: &[] };

    /// The column after the last that is not empty.
    pub(super) fn end_col(&self) -> u16 {
        self.runs.last().map_or(0, |run| run.end_col)
    }

    /// Whether every byte is a column.
    pub(super) fn is_ascii(&self) -> bool {
        usize::from(self.end_col()) == self.text.len()
    }

    /// The column up to which both are written with the same pens.
    pub(super) fn styled_alike_until(&self, other: &Self) -> u16 {
        let mut col = 0;
        for (one, other) in self.runs.iter().zip(other.runs) {
            if one.pen != other.pen {
                break;
            }
            col = one.end_col.min(other.end_col);
            if one.end_col != other.end_col {
                break;
            }
        }
        col
    }

    /// The column from which on both are written with the same pens, where both end in the same column.
    pub(super) fn styled_alike_from(&self, other: &Self) -> u16 {
        let mut col = self.end_col();
        let start = |runs: &[Run], at: usize| {
            runs.len().checked_sub(at + 2).and_then(|at| runs.get(at)).map_or(0, |run| run.end_col)
        };
        for (at, (one, another)) in self.runs.iter().rev().zip(other.runs.iter().rev()).enumerate() {
            if one.pen != another.pen {
                break;
            }
            let (one, another) = (start(self.runs, at), start(other.runs, at));
            col = one.max(another);
            if one != another {
                break;
            }
        }
        col
    }
}
