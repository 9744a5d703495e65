//! The library's list as far as it is loaded: a window of rows around the selected one, and how the rows stand on the
//! screen under the headings of their groups.

use std::collections::BTreeSet;

use crate::catalogue::{ArticleKey, ListPage, ListRequest, QueryFault, Row};

/// Rows of a window at least; a screen three times as high takes more.
const WINDOW_ROWS: usize = 240;

/// A line of the list on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShelfLine {
    /// The heading of the group that a row begins or goes on with.
    Heading(usize),
    /// A row, by its number in the whole list.
    Row(usize),
}

/// Articles marked for what is done next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// These.
    pub keys: BTreeSet<ArticleKey>,
    /// Everything that the list shows.
    pub all: bool,
}

impl Marks {
    /// Whether none is marked.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && !self.all
    }

    /// Whether an article is marked.
    pub fn has(&self, key: ArticleKey) -> bool {
        self.all || self.keys.contains(&key)
    }
}

/// The library's list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    /// What is shown; offset and limit are the window's.
    pub request: ListRequest,
    /// The window.
    pub page: ListPage,
    /// The selected row, counted in the whole list.
    pub at: usize,
    /// The first row on the screen, counted so.
    pub top: usize,
    /// Marked rows.
    pub marks: Marks,
    /// A part was asked for and has not come yet.
    pub is_waiting: bool,
    /// The library has changed since the window was loaded.
    pub is_stale: bool,
    /// What is wrong with the filter that is being typed.
    pub fault: Option<QueryFault>,
}

impl Shelf {
    /// A list whose first window is there.
    pub fn new(request: ListRequest, page: ListPage) -> Self {
        Self { request, page, ..Self::default() }
    }

    /// How many rows there are to go to.
    pub fn total(&self) -> usize {
        self.page.total.max(self.page.offset + self.page.rows.len())
    }

    /// A row by its number in the whole list, where it is loaded.
    pub fn row(&self, number: usize) -> Option<&Row> {
        self.page.rows.get(number.checked_sub(self.page.offset)?)
    }

    /// The same, to change it.
    pub fn row_mut(&mut self, number: usize) -> Option<&mut Row> {
        self.page.rows.get_mut(number.checked_sub(self.page.offset)?)
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Row> {
        self.row(self.at)
    }

    /// The number of the row of an article, the one nearest to the selected row: by tags it may stand in several.
    pub fn number_of(&self, key: ArticleKey) -> Option<usize> {
        let rows = self.page.rows.iter().enumerate().filter(|(_, row)| row.id == key);
        rows.map(|(n, _)| self.page.offset + n).min_by_key(|&number| number.abs_diff(self.at))
    }

    /// How many rows are asked for at once on a screen of a height.
    pub fn window_rows(height: usize) -> usize {
        WINDOW_ROWS.max(height * 3)
    }

    /// Whether all that a screen of a height can show around the selected row is loaded.
    pub fn covers(&self, height: usize) -> bool {
        let last = self.total().saturating_sub(1);
        let (from, to) = (self.at.saturating_sub(height), (self.at + height).min(last));
        self.total() == 0 || (self.row(from).is_some() && self.row(to).is_some())
    }

    /// The window to ask for so that the selected row stands in its middle.
    pub fn window(&self, height: usize) -> ListRequest {
        let limit = Self::window_rows(height);
        ListRequest { offset: self.at.saturating_sub(limit / 2), limit, ..self.request.clone() }
    }

    /// What a screen of a height shows: the first line is always a heading, so that one sees where one is.
    pub fn lines(&self, height: usize) -> Vec<ShelfLine> {
        let mut lines = Vec::with_capacity(height);
        let mut number = self.top;
        while lines.len() < height && self.row(number).is_some() {
            if number == self.top || self.begins_group(number) {
                lines.push(ShelfLine::Heading(number));
            }
            if lines.len() < height {
                lines.push(ShelfLine::Row(number));
            }
            number += 1;
        }
        // A heading without a row under it says nothing.
        if let Some(ShelfLine::Heading(_)) = lines.last() {
            lines.pop();
        }
        lines
    }

    /// Whether a row's group is another than that of the row above it.
    pub fn begins_group(&self, number: usize) -> bool {
        let above = number.checked_sub(1).and_then(|above| self.row(above)).map(|row| &row.group);
        above != self.row(number).map(|row| &row.group)
    }

    /// Brings selection and first row within the list and its screen.
    pub fn keep_in_view(&mut self, height: usize) {
        let last = self.total().saturating_sub(1);
        self.at = self.at.min(last);
        let lowest = self.lowest_top(self.at, height);
        let fullest = self.lowest_top(last, height);
        self.top = self.top.clamp(lowest, self.at).min(fullest.max(lowest));
    }

    /// The first row of the screen whose last row is the one given.
    fn lowest_top(&self, last: usize, height: usize) -> usize {
        let mut top = last;
        // The row and the heading above it.
        let mut used = 2;
        while top > 0 {
            used += 1 + usize::from(self.begins_group(top));
            if used > height {
                break;
            }
            top -= 1;
        }
        top
    }

    /// Takes a part of the list; the selected article stays selected on the same line, wherever its row has gone.
    pub fn take(&mut self, request: ListRequest, page: ListPage) {
        let is_other = request.query != self.request.query || request.order != self.request.order;
        if is_other {
            (self.at, self.top) = (request.offset, request.offset);
        }
        let selected = self.selected().filter(|_| !is_other).map(|row| row.id);
        let before = self.at;
        (self.request, self.page) = (request, page);
        (self.is_waiting, self.is_stale) = (false, false);
        self.fault = None;
        if let Some(number) = selected.and_then(|key| self.number_of(key)) {
            self.at = number;
            self.top = (self.top + number).saturating_sub(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Shelf, ShelfLine};
    use crate::catalogue::{ArticleKey, ListPage, ListRequest, Row};

    fn page(offset: usize, rows: &[(i64, &str)], total: usize) -> ListPage {
        let row = |(id, group): &(i64, &str)| Row { id: ArticleKey(*id), group: (*group).to_owned(), ..Row::default() };
        ListPage { rows: rows.iter().map(row).collect(), offset, total, ..ListPage::default() }
    }

    #[test]
    fn the_first_line_is_a_heading_and_each_group_has_one() {
        let rows = [(9, "Mon"), (8, "Mon"), (7, "Sun"), (6, "Sun")];
        let mut shelf = Shelf::new(ListRequest::default(), page(0, &rows, 4));
        let (heading, line) = (ShelfLine::Heading, ShelfLine::Row);
        assert_eq!(shelf.lines(9), [heading(0), line(0), line(1), heading(2), line(2), line(3)]);
        assert_eq!(shelf.lines(4), [heading(0), line(0), line(1)]);
        shelf.at = 3;
        shelf.keep_in_view(4);
        assert_eq!(shelf.lines(4), [heading(2), line(2), line(3)]);
        shelf.at = 0;
        shelf.keep_in_view(9);
        assert_eq!(shelf.top, 0);
    }

    #[test]
    fn the_selected_article_stays_on_its_line_when_rows_come_above_it() {
        let mut shelf = Shelf::new(ListRequest::default(), page(0, &[(9, "Mon"), (8, "Mon"), (7, "Mon")], 3));
        (shelf.at, shelf.top) = (2, 1);
        shelf.take(ListRequest::default(), page(0, &[(11, "Tue"), (10, "Tue"), (9, "Mon"), (8, "Mon"), (7, "Mon")], 5));
        assert_eq!((shelf.at, shelf.top), (4, 3));
        assert_eq!(shelf.selected().map(|row| row.id), Some(ArticleKey(7)));
    }
}
