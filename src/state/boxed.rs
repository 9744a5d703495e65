//! Words that are shown to be selected by hand: every line from the first column on, with nothing around it, so that
//! what the terminal's own selection takes is clean.

use std::sync::Arc;

use crate::flow::{Link, address_in, cells, width};

/// Words to select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boxed {
    /// The words.
    pub text: String,
    /// The width that they were wrapped for.
    pub width_col: u16,
    /// Their lines, from the top.
    pub lines: Vec<String>,
    /// The addresses in them; a row is a line.
    pub links: Vec<Link>,
    /// The mouse is the terminal's while they are shown, and ours again afterwards.
    pub lends_mouse: bool,
}

impl Boxed {
    /// Words to select.
    pub fn new(text: impl Into<String>, lends_mouse: bool) -> Self {
        Self { text: text.into(), lends_mouse, ..Self::default() }
    }

    /// Wraps them for a width.
    pub fn settle(&mut self, width_col: u16) {
        if self.width_col == width_col && !self.lines.is_empty() {
            return;
        }
        self.width_col = width_col;
        let mut broken = Broken { measure: width_col.max(8), ..Broken::default() };
        self.text.split('\n').for_each(|line| broken.push(line));
        (self.lines, self.links) = (broken.lines, broken.links);
    }
}

/// Lines that are broken to a measure.
#[derive(Default)]
struct Broken {
    measure: u16,
    lines: Vec<String>,
    links: Vec<Link>,
}

impl Broken {
    /// Breaks a line at blanks; what is longer than a line, an address mostly, begins a line and is broken nowhere but
    /// at its end.
    fn push(&mut self, line: &str) {
        let mut here = String::new();
        let mut col = 0;
        for word in line.split_inclusive(' ') {
            if col > 0 && usize::from(col) + width(word.trim_end()) > usize::from(self.measure) {
                self.lines.push(here.trim_end().to_owned());
                (here, col) = (String::new(), 0);
            }
            let found = address_in(word).unwrap_or_default();
            let address: Arc<str> = word.get(found.clone()).unwrap_or_default().into();
            for cell in cells(word) {
                if col + cell.width_col > self.measure {
                    self.lines.push(std::mem::take(&mut here));
                    col = 0;
                }
                here.push_str(word.get(cell.start_byte..cell.end_byte()).unwrap_or_default());
                if found.contains(&cell.start_byte) {
                    self.lead(col, cell.width_col, &address);
                }
                col += cell.width_col;
            }
        }
        self.lines.push(here.trim_end().to_owned());
    }

    /// Columns of the line that is begun lead to an address.
    fn lead(&mut self, col: u16, width_col: u16, address: &Arc<str>) {
        let row = self.lines.len();
        match self.links.last_mut() {
            Some(link) if link.row == row && link.end_col == col && Arc::ptr_eq(&link.address, address) => {
                link.end_col += width_col;
            }
            _ => {
                let address = Arc::clone(address);
                self.links.push(Link { row, start_col: col, end_col: col + width_col, address });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Boxed;

    #[test]
    fn words_are_broken_at_blanks_and_addresses_at_the_edge_only() {
        let mut boxed = Boxed::new("They said so. https://courier.example/vell/flood-one x\n\nend", false);
        boxed.settle(16);
        assert_eq!(boxed.lines, ["They said so.", "https://courier.", "example/vell/flo", "od-one x", "", "end"]);
    }
    #[test]
    fn an_address_leads_where_it_says_on_all_lines_that_it_takes() {
        let mut boxed = Boxed::new("They said so (https://courier.example/vell).\n\nno.example", false);
        boxed.settle(16);
        let links: Vec<_> = boxed.links.iter().map(|link| (link.row, link.start_col, link.end_col)).collect();
        assert_eq!(boxed.lines[1..3], ["(https://courier", ".example/vell)."]);
        assert_eq!(links, [(1, 1, 16), (2, 0, 13)]);
        assert!(boxed.links.iter().all(|link| &*link.address == "https://courier.example/vell"));
    }
}
