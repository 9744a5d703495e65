//! How fast a frame becomes bytes: the first one, one with nothing new, a changed line, a scrolled page.

use divan::{Bencher, black_box};
use nutgraf::paint::{PaintOptions, Painter};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

fn main() {
    divan::main();
}

const SIZES: [(u16, u16); 2] = [(80, 24), (200, 60)];

/// A page of text that begins at some line of an article.
fn page((cols, rows): (u16, u16), first_line: usize) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
    for row in 0..rows {
        let number = first_line + usize::from(row);
        let text = format!(
            "  {number} “We will count the votes again,” Mara Velk said — and they did, twice, on Day {number}."
        );
        let style =
            if number.is_multiple_of(3) { Style::default().add_modifier(Modifier::BOLD) } else { Style::default() };
        buffer.set_stringn(0, row, text, usize::from(cols), style);
    }
    buffer
}

#[divan::bench(args = SIZES)]
fn first_frame(bencher: Bencher, size: (u16, u16)) {
    let page = page(size, 0);
    bencher.bench_local(|| {
        let mut out = Vec::new();
        Painter::new(PaintOptions::default()).paint(black_box(&page), None, &mut out);
        out
    });
}

#[divan::bench(args = SIZES)]
fn nothing_new(bencher: Bencher, size: (u16, u16)) {
    turns(bencher, &[page(size, 0), page(size, 0)]);
}

#[divan::bench(args = SIZES)]
fn changed_line(bencher: Bencher, size: (u16, u16)) {
    let mut other = page(size, 0);
    other.set_string(3, 5, "another line", Style::default());
    turns(bencher, &[page(size, 0), other]);
}

#[divan::bench(args = SIZES)]
fn scrolled_by_a_line(bencher: Bencher, size: (u16, u16)) {
    turns(bencher, &[page(size, 0), page(size, 1)]);
}

/// Paints two pages in turn.
fn turns(bencher: Bencher, pages: &[Buffer; 2]) {
    let mut painter = Painter::new(PaintOptions::default());
    let mut out = Vec::new();
    let mut turn = 0;
    bencher.bench_local(|| {
        out.clear();
        turn = 1 - turn;
        painter.paint(black_box(&pages[turn]), None, &mut out);
        out.len()
    });
}
