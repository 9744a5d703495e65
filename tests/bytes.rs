//! What a key costs on the line to a far screen: the painter's bytes for scrolling and jumping through articles.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; what is measured is told"
)]

use std::num::NonZeroU16;
use std::sync::Arc;

use nutgraf::article::Article;
use nutgraf::briefing::from_imported;
use nutgraf::exchange::{Event, Item};
use nutgraf::import::{self, Options};
use nutgraf::key::{Input, Key};
use nutgraf::paint::{PaintOptions, Painter};
use nutgraf::samples::SAMPLES;
use nutgraf::session::{Session, Settings};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn size(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

/// The rows of a screen, without blanks at their ends.
fn rows(screen: &vt100::Screen) -> Vec<String> {
    screen.rows(0, u16::MAX).map(|row| row.trim_end().to_owned()).collect()
}

/// A reader, and the far screen that it is painted on.
struct Far {
    session: Session,
    canvas: Buffer,
    painter: Painter,
    screen: vt100::Parser,
}

impl Far {
    fn reading(article: Arc<Article>, cols: u16, rows: u16) -> Self {
        let item = Item { title: "an article".to_owned(), outlet: None, day: None, sample: false, fault: None };
        let mut session = Session::new(vec![item], Some((0, article)), Settings::default());
        session.handle(Event::Resize { cols, rows });
        let mut far = Self {
            session,
            canvas: Buffer::empty(Rect::new(0, 0, cols, rows)),
            painter: Painter::new(PaintOptions::default()),
            screen: vt100::Parser::new(size(rows), size(cols), 0),
        };
        far.show();
        far
    }

    fn show(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.canvas.reset();
        let cursor = self.session.draw(&mut self.canvas);
        self.painter.paint(&self.canvas, cursor, &mut bytes);
        self.screen.process(&bytes);
        bytes
    }

    /// What a screen shows that was painted with nothing known of it.
    fn afresh(&self) -> Vec<String> {
        let area = self.canvas.area;
        let mut screen = vt100::Parser::new(size(area.height), size(area.width), 0);
        let mut bytes = Vec::new();
        Painter::new(PaintOptions::default()).paint(&self.canvas, None, &mut bytes);
        screen.process(&bytes);
        rows(screen.screen())
    }

    /// Presses a key so many times and tells the bytes of each that changed something.
    fn press(&mut self, key: char, times: usize) -> Vec<usize> {
        let mut bytes = Vec::new();
        for _ in 0..times {
            self.session.handle(Event::Input(Input::Key(Key::char(key))));
            bytes.push(self.show().len());
            assert_eq!(rows(self.screen.screen()), self.afresh(), "after {key:?}");
        }
        bytes.retain(|&n| n > 0);
        bytes.sort_unstable();
        bytes
    }
}

/// A sample, three times over, so that there is something to scroll.
fn long(text: &str) -> Arc<Article> {
    let text = [text; 3].join("\n");
    let imported = import::read(text.as_bytes(), &Options::default()).unwrap();
    Arc::new(from_imported(imported).remove(0))
}

/// One pane at 80×24, on each of the samples that are plain text.
fn readers() -> impl Iterator<Item = (&'static str, Far)> {
    let texts = SAMPLES.iter().filter(|sample| sample.from == import::From::Text);
    texts.map(|sample| (sample.name, Far::reading(long(sample.text), 80, 24)))
}

/// What so many in a hundred cost at most.
fn percentile(sorted: &[usize], percent: usize) -> usize {
    sorted[(sorted.len() - 1) * percent / 100]
}

/// Holds the median of what a key costs against a budget, and tells what was measured.
#[track_caller]
fn hold(name: &str, key: char, far: &mut Far, times: usize, most_median: usize, most_p95: usize) {
    let bytes = far.press(key, times);
    let (median, p95) = (percentile(&bytes, 50), percentile(&bytes, 95));
    eprintln!(
        "{name}, {key:?}: {} keys, median {median} bytes, p95 {p95}, most {}",
        bytes.len(),
        bytes[bytes.len() - 1]
    );
    assert!(bytes.len() >= 10, "{name}, {key:?}: only {} keys did something", bytes.len());
    assert!(median <= most_median, "{name}, {key:?}: a key costs {median} bytes in the median");
    assert!(p95 <= most_p95, "{name}, {key:?}: one key in twenty costs {p95} bytes");
}

#[test]
fn a_line_costs_hardly_more_than_its_words() {
    for (name, mut far) in readers() {
        hold(name, 'j', &mut far, 40, 150, 250);
        hold(name, 'k', &mut far, 40, 150, 250);
    }
}

#[test]
fn a_page_costs_no_more_than_what_is_new_of_it() {
    for (name, mut far) in readers() {
        hold(name, 'd', &mut far, 20, 1_000, 1_300);
        hold(name, 'u', &mut far, 20, 1_000, 1_300);
        hold(name, ' ', &mut far, 20, 1_800, 2_000);
    }
}

#[test]
fn a_jump_to_the_next_statement_costs_two_kilobytes_at_most() {
    for (name, mut far) in readers() {
        hold(name, 'n', &mut far, 40, 1_200, 2_400);
        hold(name, 'N', &mut far, 40, 1_200, 2_400);
    }
}

#[test]
fn two_hundred_keys_at_once_cost_what_one_screen_costs() {
    for (name, mut far) in readers() {
        for _ in 0..200 {
            far.session.handle(Event::Input(Input::Key(Key::char('j'))));
        }
        let n_bytes = far.show().len();
        eprintln!("{name}, 200 keys at once: {n_bytes} bytes");
        assert!(n_bytes <= 2_500, "{name}: {n_bytes} bytes");
    }
}
