//! Rows that stand elsewhere than before: which of them the terminal had better move by itself, and how it is told.
//!
//! Lines are deleted at one end of what moves and inserted at the other (DL and IL, ECMA-48 8.3.32 and 8.3.67), with
//! no scrolling margins: a frame that is cut off leaves none behind, the cursor stays where it was put, and lines
//! that go away are not kept by a terminal that keeps what scrolls off the top, as GNU screen does even for a region.
//! A row is moved as the terminal shows it, so that characters of doubtful width are no more in doubt than before.

use std::hash::{DefaultHasher, Hasher};
use std::io::Write;

use super::row::Hand;
use super::screen::{Row, Screen};

/// With fewer changed rows there is nothing to gain.
const FEWEST_ROWS: usize = 3;
/// Moving rows takes about as many bytes.
const SHIFT_BYTES: i32 = 16;
/// Going to a change and writing it takes about as many bytes beside its text.
const CHANGE_BYTES: i32 = 6;

/// Rows that move by some rows within a region; those at the other end of it become empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    first_row: u16,
    last_row: u16,
    n_rows: u16,
    up: bool,
}

/// What a screen shows after a shift, or without one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'screen> {
    pub screen: &'screen Screen,
    pub shift: Option<Shift>,
}

impl<'screen> Shown<'screen> {
    pub(super) fn row(&self, row: u16) -> Row<'screen> {
        match self.shift {
            Some(shift) => shift.source(row).map_or(Row::EMPTY, |row| self.screen.row(row)),
            None => self.screen.row(row),
        }
    }
}

impl Shift {
    /// Where a row stood before, or nothing for one that becomes empty.
    fn source(self, row: u16) -> Option<u16> {
        if !(self.first_row..=self.last_row).contains(&row) {
            return Some(row);
        }
        let source = if self.up { row.checked_add(self.n_rows) } else { row.checked_sub(self.n_rows) };
        source.filter(|source| (self.first_row..=self.last_row).contains(source))
    }

    /// Has a terminal of so many rows move them.
    pub(super) fn write(self, hand: &mut Hand, n_rows: u16, out: &mut Vec<u8>) {
        // Some terminals fill what becomes free with the background that is written with.
        hand.clean(out);
        let foot = self.last_row + 1 - self.n_rows;
        let reaches_end = self.last_row + 1 >= n_rows;
        let mut lines = |row: u16, end: u8| {
            hand.cursor.go(0, row, out);
            out.extend(b"\x1b[");
            if self.n_rows > 1 {
                // Writing to a vector cannot fail.
                let _ = write!(out, "{}", self.n_rows);
            }
            out.push(end);
        };
        // What stands below moves too, and back; at the end of the screen there is nothing.
        if self.up {
            lines(self.first_row, b'M');
            if !reaches_end {
                lines(foot, b'L');
            }
        } else {
            if !reaches_end {
                lines(foot, b'M');
            }
            lines(self.first_row, b'L');
        }
    }
}

/// The shift that promises to save most, if one does.
pub(super) fn find(shown: &Screen, wanted: &Screen) -> Option<Shift> {
    let (n_cols, n_rows) = wanted.size();
    let changed: Vec<u16> = (0..n_rows).filter(|&row| shown.row(row) != wanted.row(row)).collect();
    if changed.len() < FEWEST_ROWS {
        return None;
    }
    let (by, up) = likeliest(shown, wanted, &changed, n_cols)?;
    let costs = Costs { shown, wanted, by, up, n_rows };
    costs.best()
}

/// By how many rows most of what is wanted stands elsewhere, and whether it moves up.
fn likeliest(shown: &Screen, wanted: &Screen, changed: &[u16], n_cols: u16) -> Option<(u16, bool)> {
    let (_, n_rows) = wanted.size();
    let before: Vec<Option<u64>> = (0..n_rows).map(|row| beginning(shown.row(row), n_cols)).collect();
    let mut votes = vec![0_u16; 2 * usize::from(n_rows)];
    for &row in changed {
        let Some(wanted) = beginning(wanted.row(row), n_cols) else { continue };
        for (at, _) in before.iter().enumerate().filter(|(_, before)| **before == Some(wanted)) {
            if let Some(votes) = votes.get_mut(at + usize::from(n_rows) - usize::from(row)) {
                *votes = votes.saturating_add(1);
            }
        }
    }
    let still = usize::from(n_rows);
    let found = votes.iter().enumerate().filter(|&(at, &votes)| at != still && votes > 0);
    let (at, _) = found.max_by_key(|&(at, &votes)| (votes, std::cmp::Reverse(at.abs_diff(still))))?;
    Some((at.abs_diff(still) as u16, at > still))
}

/// What tells a row from others though its style and what stands at its end may change; nothing for an empty one.
fn beginning(row: Row<'_>, n_cols: u16) -> Option<u64> {
    let text = row.text.as_bytes();
    let half = text.get(..usize::from(n_cols / 2)).unwrap_or(text);
    if half.iter().all(|&byte| byte == b' ') {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(half);
    Some(hasher.finish())
}

/// What moving by so many rows saves, and where.
struct Costs<'screen> {
    shown: &'screen Screen,
    wanted: &'screen Screen,
    by: u16,
    up: bool,
    n_rows: u16,
}

impl Costs<'_> {
    /// The region that saves most.
    ///
    /// Rows are numbered in the direction of the movement: the first is at the end that rows move to.
    fn best(&self) -> Option<Shift> {
        let kept = self.n_rows.checked_sub(self.by)?;
        // What the rows up to one save that stay or become empty instead of being painted as they are.
        let mut freed = vec![0];
        for row in 0..self.n_rows {
            let row = self.place(row);
            let saved = self.plainly(row) - cost(Row::EMPTY, self.wanted.row(row));
            freed.push(freed.last().copied().unwrap_or(0) + saved);
        }
        let freed_to = |row: u16| freed.get(usize::from(row)).copied().unwrap_or(0);
        // A line that is deleted at the top of the screen is kept by some terminals.
        let first = u16::from(self.up);
        let (mut start, mut saved) = (first, 0);
        let mut best = (SHIFT_BYTES, None);
        for row in first..kept {
            if saved <= 0 {
                (start, saved) = (row, 0);
            }
            let (here, source) = (self.place(row), self.place(row + self.by));
            saved += self.plainly(here) - cost(self.shown.row(source), self.wanted.row(here));
            let end = row + self.by;
            let all = saved + freed_to(end + 1) - freed_to(row + 1);
            if all > best.0 {
                best = (all, Some((start, end)));
            }
        }
        let (start, end) = best.1?;
        let (first_row, last_row) = if self.up { (start, end) } else { (self.place(end), self.place(start)) };
        Some(Shift { first_row, last_row, n_rows: self.by, up: self.up })
    }

    fn place(&self, row: u16) -> u16 {
        if self.up { row } else { self.n_rows - 1 - row }
    }

    fn plainly(&self, row: u16) -> i32 {
        cost(self.shown.row(row), self.wanted.row(row))
    }
}

/// About how many bytes make one row of another.
fn cost(shown: Row<'_>, wanted: Row<'_>) -> i32 {
    if shown == wanted {
        return 0;
    }
    let (from, to) = (shown.text.as_bytes(), wanted.text.as_bytes());
    let n_changed = if shown.is_ascii() && wanted.is_ascii() {
        from.iter().zip(to).filter(|(from, to)| from != to).count() + to.len().saturating_sub(from.len())
    } else {
        let n_before = from.iter().zip(to).take_while(|(from, to)| from == to).count();
        let rest = (from.get(n_before..).unwrap_or_default(), to.get(n_before..).unwrap_or_default());
        let n_after = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(from, to)| from == to).count();
        rest.1.len() - n_after
    };
    CHANGE_BYTES + n_changed as i32 + n_restyled(shown, wanted) as i32
}

/// In how many columns the pen differs.
fn n_restyled(shown: Row<'_>, wanted: Row<'_>) -> usize {
    let (mut from, mut to) = (shown.runs.iter().peekable(), wanted.runs.iter().peekable());
    let (mut col, mut n_cols) = (0, 0);
    while let (Some(a), Some(b)) = (from.peek(), to.peek()) {
        let end = a.end_col.min(b.end_col);
        if a.pen != b.pen {
            n_cols += usize::from(end.saturating_sub(col));
        }
        col = end;
        if a.end_col == end {
            from.next();
        }
        if to.peek().is_some_and(|b| b.end_col == end) {
            to.next();
        }
    }
    n_cols
}
