//! The rows of the panes beside the article: how many, how high, which is selected.

use std::ops::Range;

use crate::article::Article;
use crate::flow::wrapped;

use super::lit::QuoteRow;
use super::reading::{Pane, Reading};

/// Columns before a summary line's words: its number and a space.
pub const NUMBER_COLS: u16 = 3;
/// From this width an actor needs one row, below it two.
const ONE_ROW_COLS: u16 = 72;

/// The selected row of a pane and the first one on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Selected.
    pub at: usize,
    /// First on the screen.
    pub top: usize,
}

/// The summary's lines, wrapped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryFlow {
    /// The pane's width that they were wrapped for.
    pub width_col: u16,
    /// For each summary line, its screen lines as byte ranges of its text.
    pub lines: Vec<Vec<Range<usize>>>,
}

impl SummaryFlow {
    /// Wraps an article's summary for a pane.
    pub fn new(article: &Article, width_col: u16) -> Self {
        let measure = width_col.saturating_sub(NUMBER_COLS).max(1);
        let lines = article.summary.items().iter().map(|line| wrapped(&line.text, measure)).collect();
        Self { width_col, lines }
    }
}

/// How many rows a pane has.
pub fn n_rows(reading: &Reading, pane: Pane) -> usize {
    match pane {
        Pane::Article => 0,
        Pane::Summary => reading.article.summary.items().len(),
        Pane::Actors => reading.cast.len(),
        Pane::Quotes => reading.lit.quotes.len(),
    }
}

/// How many screen lines a row takes in a pane of a width.
pub fn row_height(reading: &Reading, pane: Pane, row: usize, width_col: u16) -> usize {
    match pane {
        Pane::Article => 1,
        Pane::Summary => reading.summary.lines.get(row).map_or(1, |lines| lines.len().max(1)),
        Pane::Actors => actor_height(width_col),
        Pane::Quotes => match reading.lit.quotes.get(row) {
            Some(QuoteRow::Statement(_)) if !reading.lit.by_speaker => 2,
            _ => 1,
        },
    }
}

/// How many screen lines an actor takes.
pub fn actor_height(width_col: u16) -> usize {
    if width_col >= ONE_ROW_COLS { 1 } else { 2 }
}

/// How many screen lines a pane's rows take together, counted up to a limit.
pub fn height(reading: &Reading, pane: Pane, width_col: u16, limit: usize) -> usize {
    let mut sum = 0;
    for row in 0..n_rows(reading, pane) {
        sum += row_height(reading, pane, row, width_col);
        if sum >= limit {
            return limit;
        }
    }
    sum
}

/// Keeps a cursor among the rows and its row on the screen.
pub fn keep_in_view(reading: &Reading, pane: Pane, cursor: Cursor, width_col: u16, height: usize) -> Cursor {
    let last = n_rows(reading, pane).saturating_sub(1);
    let at = cursor.at.min(last);
    // The lowest top at which the selected row is still whole on the screen.
    let mut lowest = at;
    let mut used = row_height(reading, pane, at, width_col);
    while lowest > 0 {
        used += row_height(reading, pane, lowest - 1, width_col);
        if used > height {
            break;
        }
        lowest -= 1;
    }
    // And no empty space below the last row while rows above are hidden.
    let mut fullest = last;
    let mut used = row_height(reading, pane, last, width_col);
    while fullest > 0 {
        used += row_height(reading, pane, fullest - 1, width_col);
        if used > height {
            break;
        }
        fullest -= 1;
    }
    Cursor { at, top: cursor.top.clamp(lowest, at).min(fullest.max(lowest)) }
}

/// The row that stands at a screen line of a pane, 0-based from its first line.
pub fn row_at(reading: &Reading, pane: Pane, width_col: u16, line: usize) -> Option<usize> {
    let mut below = 0;
    for row in reading.cursor(pane).top..n_rows(reading, pane) {
        below += row_height(reading, pane, row, width_col);
        if line < below {
            return Some(row);
        }
    }
    None
}

/// The row of the quotes pane that shows a statement.
pub fn row_of_statement(reading: &Reading, statement: usize) -> Option<usize> {
    if !reading.lit.by_speaker
        && let Some(rank) = reading.lit.rank(statement)
    {
        return Some(rank);
    }
    reading.lit.quotes.iter().position(|row| *row == QuoteRow::Statement(statement))
}
