//! Words that are shown to be selected by hand: every line from the first column on, with nothing around it, so that
//! what the terminal's own selection takes is clean.

use crate::flow::{cells, width};

/// Words to select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boxed {
    /// The words.
    pub text: String,
    /// The width that they were wrapped for.
    pub width_col: u16,
    /// Their lines, from the top.
    pub lines: Vec<String>,
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
        self.lines.clear();
        for line in self.text.split('\n') {
            broken(line, usize::from(width_col.max(8)), &mut self.lines);
        }
    }
}

/// Breaks a line at blanks; what is longer than a line, an address mostly, begins a line and is broken nowhere but at
/// its end.
fn broken(line: &str, measure: usize, lines: &mut Vec<String>) {
    let mut here = String::new();
    let mut cols = 0;
    for word in line.split_inclusive(' ') {
        if cols > 0 && cols + width(word.trim_end()) > measure {
            lines.push(here.trim_end().to_owned());
            (here, cols) = (String::new(), 0);
        }
        for cell in cells(word) {
            if cols + usize::from(cell.width_col) > measure {
                lines.push(std::mem::take(&mut here));
                cols = 0;
            }
            here.push_str(word.get(cell.start_byte..cell.end_byte()).unwrap_or_default());
            cols += usize::from(cell.width_col);
        }
    }
    lines.push(here.trim_end().to_owned());
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
}
