//! What a key costs: key -> update -> draw, on an article of 200 kB with 1,000 statements and on one of usual length.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench; divan's macro makes items without a sentence")]

use std::sync::Arc;

use divan::{Bencher, black_box};
use nutgraf::article::{
    Actor, ActorId, Article, Block, BlockKind, Confidence, Kind, Maybe, Metadata, Statement, SummaryLine, Text,
};
use nutgraf::exchange::{Event, Item};
use nutgraf::flow::Flowed;
use nutgraf::key::{Input, Key};
use nutgraf::session::{Session, Settings};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn main() {
    divan::main();
}

/// Paragraphs of some 200 bytes with one statement each.
fn article(n_statements: usize) -> Arc<Article> {
    let mut value = String::new();
    let mut marks = Vec::new();
    let mut blocks = Vec::new();
    let mut n_chars = 0;
    for number in 0..n_statements {
        let before =
            format!("On day {number} the council met again – in the old hall – to hear what was left to hear. ");
        let said = format!("“We’ll come back to question {number} when the figures are in, and not a day sooner,”");
        let after = " said the chair, who had said as much before, and closed the café.";
        let start = n_chars + before.chars().count();
        let end = start + said.chars().count();
        let done = end + after.chars().count();
        value.push_str(&before);
        value.push_str(&said);
        value.push_str(after);
        value.push('\n');
        marks.push((start, end));
        blocks.push((n_chars, done));
        n_chars = done + 1;
    }
    let text = Text::new(value);
    let actors: Vec<Actor> = (0..40).map(|n| Actor::named(format!("a{n}"), format!("Person Number {n}"))).collect();
    let statements = marks.iter().enumerate().map(|(number, &(start, end))| {
        let kind = Kind::NAMES[number % 4].0;
        let mut statement = Statement::new(format!("s{number}"), kind, vec![text.span(start, end).unwrap().into()]);
        statement.speakers = Maybe::Known(vec![ActorId(format!("a{}", number % 40))]);
        statement.source = Maybe::Known(text.span(end + 6, end + 15).unwrap().into());
        statement.confidence = Maybe::Known(Confidence::both(0.9, 0.8));
        statement
    });
    let statements = statements.collect();
    let summary = marks.iter().take(5).map(|&(start, end)| {
        let span = text.span(start, end).unwrap();
        SummaryLine {
            text: text.slice(span).to_owned(),
            kind: "extractive".to_owned(),
            evidence: vec![span.into()],
            statements: Maybe::Absent,
            actors: Maybe::Absent,
            support: Maybe::Absent,
            extra: nutgraf::article::Extra::new(),
        }
    });
    let summary = summary.collect();
    let blocks = blocks.iter().map(|&(start, end)| Block::new(BlockKind::Paragraph, text.span(start, end).unwrap()));
    let blocks = blocks.collect();
    Arc::new(Article {
        id: String::new(),
        metadata: Metadata::default(),
        retrieval: Maybe::Absent,
        blocks,
        sentences: Maybe::Absent,
        actors: Maybe::Known(actors),
        statements: Maybe::Known(statements),
        summary: Maybe::Known(summary),
        notes: Maybe::Absent,
        provenance: Maybe::Absent,
        warnings: Vec::new(),
        extra: nutgraf::article::Extra::new(),
        text,
    })
}

fn session(n_statements: usize, cols: u16, rows: u16) -> Session {
    let item = Item { title: "long".to_owned(), outlet: None, day: None, sample: false, fault: None };
    let mut session = Session::new(vec![item], Some((0, article(n_statements))), Settings::default());
    session.handle(Event::Resize { cols, rows });
    session
}

fn key(session: &mut Session, buffer: &mut Buffer, char: char) {
    black_box(session.handle(Event::Input(Input::Key(Key::char(char)))));
    black_box(session.draw(buffer));
}

const SIZES: [(usize, u16, u16); 3] = [(30, 80, 24), (1_000, 80, 24), (1_000, 120, 40)];

#[divan::bench(args = SIZES)]
fn a_line_down_and_up(bencher: Bencher, (n, cols, rows): (usize, u16, u16)) {
    let mut session = session(n, cols, rows);
    let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
    let mut down = false;
    bencher.bench_local(|| {
        down = !down;
        key(&mut session, &mut buffer, if down { 'j' } else { 'k' });
    });
}

#[divan::bench(args = SIZES)]
fn next_statement(bencher: Bencher, (n, cols, rows): (usize, u16, u16)) {
    let mut session = session(n, cols, rows);
    let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
    bencher.bench_local(|| key(&mut session, &mut buffer, 'n'));
}

#[divan::bench(args = SIZES)]
fn draw(bencher: Bencher, (n, cols, rows): (usize, u16, u16)) {
    let session = session(n, cols, rows);
    let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
    bencher.bench_local(|| black_box(session.draw(&mut buffer)));
}

#[divan::bench(args = SIZES)]
fn next_kind(bencher: Bencher, (n, cols, rows): (usize, u16, u16)) {
    let mut session = session(n, cols, rows);
    let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
    bencher.bench_local(|| key(&mut session, &mut buffer, 'f'));
}

#[divan::bench]
fn a_letter_of_a_search_in_a_long_article(bencher: Bencher) {
    let mut session = session(1_000, 80, 24);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    key(&mut session, &mut buffer, '/');
    key(&mut session, &mut buffer, 'c');
    let mut typed = false;
    bencher.bench_local(|| {
        typed = !typed;
        let key = if typed { Key::char('a') } else { Key::plain(nutgraf::key::Code::Backspace) };
        black_box(session.handle(Event::Input(Input::Key(key))));
        black_box(session.draw(&mut buffer));
    });
}

#[divan::bench]
fn wrapping_a_long_article(bencher: Bencher) {
    let article = article(1_000);
    bencher.bench_local(|| black_box(Flowed::new(&article, 72)));
}

#[divan::bench]
fn opening_a_long_article(bencher: Bencher) {
    let article = article(1_000);
    bencher.bench_local(|| {
        let item = Item { title: "long".to_owned(), outlet: None, day: None, sample: false, fault: None };
        let mut session = Session::new(vec![item], Some((0, Arc::clone(&article))), Settings::default());
        session.handle(Event::Resize { cols: 80, rows: 24 });
        session
    });
}
