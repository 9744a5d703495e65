//! Words that are shown to be selected by hand: every line from the first column on, with nothing around it, so that
//! what the terminal's own selection takes is clean.

use crate::flow::wrapped;

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
            let ranges = wrapped(line, width_col.max(8));
            if ranges.is_empty() {
                self.lines.push(String::new());
            }
            self.lines.extend(ranges.into_iter().map(|range| line.get(range).unwrap_or_default().to_owned()));
        }
    }
}
