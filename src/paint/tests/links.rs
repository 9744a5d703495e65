//! What leads to an address leads there in the terminal, and nothing else does.

use std::collections::BTreeMap;

use super::*;
use crate::flow::Link;

/// A terminal that knows links: which cells were written in which.
struct Linked {
    parser: vt100::Parser,
    painter: Painter,
    led: BTreeMap<(u16, u16), String>,
    open: Option<String>,
}

impl Linked {
    fn new(cols: u16, rows: u16) -> Self {
        let parser = vt100::Parser::new(size(rows), size(cols), 0);
        Self { parser, painter: Painter::new(PaintOptions::default()), led: BTreeMap::new(), open: None }
    }

    fn show(&mut self, lines: &[&str], links: &[Link]) -> String {
        let mut bytes = Vec::new();
        let (rows, cols) = self.parser.screen().size();
        let mut whole = Buffer::empty(Rect::new(0, 0, cols.into(), rows.into()));
        for (row, line) in (0..).zip(lines) {
            whole.set_string(0, row, line, Style::default());
        }
        self.painter.paint_linked(&whole, links.to_vec(), None, &mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("\u{1b}]8;") {
            self.write(before);
            let (link, after) = after.split_once("\u{1b}\\").unwrap();
            let (_, address) = link.split_once(';').unwrap();
            self.open = (!address.is_empty()).then(|| address.to_owned());
            rest = after;
        }
        self.write(rest);
        assert_eq!(self.open, None, "a frame leaves the terminal in a link");
        text
    }

    /// Writes byte by byte, so that each cell that is written is known by where the cursor was.
    fn write(&mut self, text: &str) {
        for scalar in text.chars() {
            let (row, col) = self.parser.screen().cursor_position();
            self.parser.process(scalar.to_string().as_bytes());
            let (row_after, col_after) = self.parser.screen().cursor_position();
            let is_written = !scalar.is_control() && row == row_after && col_after > col;
            if is_written && let Some(address) = &self.open {
                self.led.insert((row, col), address.clone());
            } else if is_written {
                self.led.remove(&(row, col));
            }
        }
    }

    fn led(&self) -> Vec<(u16, u16)> {
        self.led.keys().copied().collect()
    }
}

fn link(row: usize, cols: std::ops::Range<u16>, address: &str) -> Link {
    Link { row, start_col: cols.start, end_col: cols.end, address: address.into() }
}

#[test]
fn the_cells_of_a_link_lead_to_its_address_and_no_others_do() {
    let mut far = Linked::new(12, 3);
    far.show(
        &["at a.example", "b and so on"],
        &[link(0, 3..12, "https://a.example"), link(1, 0..1, "https://a.example")],
    );
    let mut cells: Vec<(u16, u16)> = (3..12).map(|col| (0, col)).collect();
    cells.push((1, 0));
    assert_eq!(far.led(), cells);
    assert!(far.led.values().all(|address| address == "https://a.example"));
}

#[test]
fn a_link_that_comes_or_goes_is_written_though_the_words_stay() {
    let mut far = Linked::new(12, 2);
    far.show(&["see it here"], &[]);
    far.show(&["see it here"], &[link(0, 4..6, "https://a.example")]);
    assert_eq!(far.led(), [(0, 4), (0, 5)]);
    far.show(&["see it here"], &[link(0, 4..6, "https://b.example")]);
    assert!(far.led.values().all(|address| address == "https://b.example"));
    far.show(&["see it here"], &[]);
    assert_eq!(far.led(), []);
    assert_eq!(far.show(&["see it here"], &[]), "");
}

#[test]
fn rows_that_lead_somewhere_are_not_moved() {
    let mut far = Linked::new(20, 6);
    let lines = ["the first of them", "https://a.example", "the third of them", "the fourth", "the fifth", "the sixth"];
    far.show(&lines, &[link(1, 0..17, "https://a.example")]);
    let text = far.show(&lines[1..], &[link(0, 0..17, "https://a.example")]);
    assert!(!text.contains("\u{1b}[M") && !text.contains("\u{1b}[1M"), "{text:?}");
    let row: String = far.parser.screen().contents().lines().next().unwrap().to_owned();
    assert_eq!(row, lines[1]);
    assert_eq!(far.led().first(), Some(&(0, 0)));
}

#[test]
fn what_is_no_address_is_left_out() {
    let mut far = Linked::new(12, 1);
    let text =
        far.show(&["words"], &[link(0, 0..5, "https://a.example/\u{1b}]0;x"), link(0, 0..5, "https://ä.example")]);
    assert!(!text.contains("]8;") && !text.contains("]0;"), "{text:?}");
}

#[test]
fn a_terminal_that_may_be_in_a_link_is_taken_out_of_it() {
    let mut far = Linked::new(12, 1);
    far.show(&["words"], &[link(0, 0..5, "https://a.example")]);
    far.painter.forget();
    assert!(far.show(&["words"], &[]).starts_with("\u{1b}]8;;\u{1b}\\"));
    far.painter.forget();
    assert!(!far.show(&["words"], &[]).contains("]8;"));
}
