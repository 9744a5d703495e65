//! A screen of the library's answers: rows of several kinds under one another, one of them selected. Searches, a
//! speaker's page, shares and the day are all made of it.

use crate::catalogue::{ArticleKey, Count, Hit, Joined, Person, Row, TallyRow};
use crate::exchange::SearchRequest;
use crate::flow::wrapped;

/// Columns of the label before words.
pub const SHEET_LABEL_COLS: u16 = 11;
/// Columns before a hit's words and a summary line.
pub const SHEET_INDENT_COLS: u16 = 4;
/// Lines of a hit: who and where, and two of words.
pub const HIT_LINES: u16 = 3;
/// Hits of one answer.
pub const PAGE_HITS: usize = 50;
/// Hits kept at once; those furthest from the selection go first.
const MOST_HITS: usize = 150;
/// So many hits before the end of those that are there, more are asked for.
const NEAR_HITS: usize = 10;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetRow {
    /// Nothing.
    Gap,
    /// A heading.
    Heading(String),
    /// Words under a label, wrapped.
    Words(&'static str, String),
    /// A doubt, or what there is to know about the answer.
    Note(String),
    /// How often, week by week.
    Weeks(Vec<Count>),
    /// A person: Enter goes to them.
    Person(Person),
    /// A statement: Enter opens its article there. The flag says that it is new.
    Hit(Box<Hit>, bool),
    /// An article: Enter opens it.
    Article(Box<Row>),
    /// A line of a summary: Enter opens its article at the sentence behind it.
    Line(String, ArticleKey, usize),
    /// Somebody's share, and the largest share of all.
    Share(TallyRow, f64),
    /// A search to choose: its name, where it is saved, and its words.
    Search(Option<String>, String),
    /// A form of a name, and why it is taken for the person.
    Form(Joined),
}

impl SheetRow {
    /// Whether one can stand on it.
    pub fn is_stop(&self) -> bool {
        !matches!(self, Self::Gap | Self::Heading(_) | Self::Words(..) | Self::Note(_) | Self::Weeks(_))
    }

    fn height(&self, width_col: u16) -> u16 {
        let lines = |text: &str, indent: u16| wrapped(text, width_col.saturating_sub(indent + 1).max(8)).len().max(1);
        match self {
            Self::Words(_, words) => lines(words, SHEET_LABEL_COLS + 1) as u16,
            Self::Note(words) => lines(words, 1) as u16,
            Self::Line(words, ..) => lines(words, SHEET_INDENT_COLS) as u16,
            Self::Hit(..) => HIT_LINES,
            _ => 1,
        }
    }
}

/// Where more hits come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// What was asked; the offset is that of the first hit that is there.
    pub request: SearchRequest,
    /// There are more after the last one.
    pub is_more: bool,
    /// What was asked for and has not come yet.
    pub asked: Option<SearchRequest>,
}

/// Rows under one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The rows.
    pub rows: Vec<SheetRow>,
    /// The selected row.
    pub at: usize,
    /// The first row on the screen.
    pub top: usize,
    /// Lines of each row at a width.
    pub heights: Vec<u16>,
    /// That width.
    pub width_col: u16,
    /// The rows from here on are hits that come in parts.
    pub first_hit: usize,
    /// Where those come from.
    pub stream: Option<Stream>,
}

impl Sheet {
    /// A screen of rows; the first on which one can stand is selected.
    pub fn new(rows: Vec<SheetRow>) -> Self {
        let at = rows.iter().position(SheetRow::is_stop).unwrap_or(0);
        let first_hit = rows.len();
        Self { rows, at, first_hit, ..Self::default() }
    }

    /// The same with hits that come in parts after the rows.
    pub fn streaming(mut rows: Vec<SheetRow>, hits: Vec<SheetRow>, stream: Stream) -> Self {
        let first_hit = rows.len();
        rows.extend(hits);
        Self { first_hit, stream: Some(stream), ..Self::new(rows) }
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&SheetRow> {
        self.rows.get(self.at).filter(|row| row.is_stop())
    }

    /// Goes on by so many rows on which one can stand.
    pub fn step(&mut self, by: isize) {
        let stops: Vec<usize> = self.rows.iter().enumerate().filter(|(_, row)| row.is_stop()).map(|(n, _)| n).collect();
        let here = stops.partition_point(|&row| row < self.at);
        let to = here.saturating_add_signed(by).min(stops.len().saturating_sub(1));
        match stops.get(to) {
            Some(&row) => self.at = row,
            // With nothing to stand on the rows themselves go by.
            None => self.top = self.top.saturating_add_signed(by).min(self.rows.len().saturating_sub(1)),
        }
        if to == 0 {
            // What stands above the first one is seen with it.
            self.top = 0;
        }
    }

    /// How many rows on which one can stand make so many lines, at least one.
    pub fn stops_in(&self, n_lines: usize) -> usize {
        let from = self.rows.get(self.at).map_or(1, |row| row.height(self.width_col)) as usize;
        (n_lines / from.max(1)).max(1)
    }

    /// Works the heights out for a width, and keeps the selected row on a screen of a height.
    pub fn settle(&mut self, width_col: u16, height: usize) {
        if self.width_col != width_col || self.heights.len() != self.rows.len() {
            self.width_col = width_col;
            self.heights = self.rows.iter().map(|row| row.height(width_col)).collect();
        }
        let last = self.rows.len().saturating_sub(1);
        (self.at, self.top) = (self.at.min(last), self.top.min(last));
        if self.rows.get(self.at).is_some_and(SheetRow::is_stop) {
            self.top = self.top.clamp(self.lowest_top(self.at, height), self.at);
        }
        self.top = self.top.min(self.lowest_top(last, height));
    }

    fn lowest_top(&self, last: usize, height: usize) -> usize {
        let mut used = 0;
        let mut top = last;
        for row in (0..=last).rev() {
            used += self.heights.get(row).copied().unwrap_or(1) as usize;
            if used > height {
                break;
            }
            top = row;
        }
        top
    }

    /// The row that stands at a line of the screen.
    pub fn row_at(&self, line: usize) -> Option<usize> {
        let mut below = 0;
        for (row, height) in self.heights.iter().enumerate().skip(self.top) {
            below += *height as usize;
            if line < below {
                return Some(row);
            }
        }
        None
    }

    /// Asks for the hits before or after those that are there when the selection comes near to them.
    pub fn wants(&mut self) -> Option<SearchRequest> {
        let n_hits = self.rows.len().saturating_sub(self.first_hit);
        let from_end = self.rows.len().saturating_sub(self.at);
        let from_start = self.at.saturating_sub(self.first_hit);
        let stream = self.stream.as_mut().filter(|stream| stream.asked.is_none())?;
        let offset = if stream.is_more && from_end <= NEAR_HITS {
            stream.request.offset + n_hits
        } else if stream.request.offset > 0 && from_start < NEAR_HITS {
            stream.request.offset.saturating_sub(PAGE_HITS)
        } else {
            return None;
        };
        let limit = if offset < stream.request.offset { stream.request.offset - offset } else { PAGE_HITS };
        let request = SearchRequest { offset, limit, ..stream.request.clone() };
        stream.asked = Some(request.clone());
        Some(request)
    }

    /// Takes more hits; false where they were not asked for.
    pub fn take(&mut self, request: &SearchRequest, hits: Vec<SheetRow>, is_more: bool) -> bool {
        let Some(stream) = self.stream.as_mut().filter(|stream| stream.asked.as_ref() == Some(request)) else {
            return false;
        };
        stream.asked = None;
        let n_new = hits.len();
        if request.offset < stream.request.offset {
            stream.request.offset = request.offset;
            self.rows.splice(self.first_hit..self.first_hit, hits);
            (self.at, self.top) =
                (self.at + n_new, if self.top >= self.first_hit { self.top + n_new } else { self.top });
            if self.rows.len() - self.first_hit > MOST_HITS {
                self.rows.truncate(self.first_hit + MOST_HITS);
                stream.is_more = true;
            }
        } else {
            stream.is_more = is_more && n_new > 0;
            self.rows.extend(hits);
            let n_over = (self.rows.len() - self.first_hit).saturating_sub(MOST_HITS);
            if n_over > 0 && self.top >= self.first_hit + n_over {
                stream.request.offset += n_over;
                self.rows.drain(self.first_hit..self.first_hit + n_over);
                (self.at, self.top) = (self.at - n_over, self.top - n_over);
            }
        }
        self.heights.clear();
        true
    }

    /// No more hits can be had than are there.
    pub fn give_up(&mut self) {
        self.stream = None;
    }
}
