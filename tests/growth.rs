//! Work grows with the input, not with its square: what a hostile or merely large file can hold is read, shown and
//! searched in time. Sizes are such that anything quadratic would take hours; the patience is no measurement.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use std::fmt::Write;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::spawn;
use std::time::Duration;

use nutgraf::article::format::read;
use nutgraf::article::gate::quoted_regions;
use nutgraf::article::{Article, Block, BlockKind, Maybe, Text};
use nutgraf::export;
use nutgraf::key::{Input, Key};
use nutgraf::session::{Event, Item, Session, Settings};
use serde_json::{Value, json};

/// Slow machines that do other work at the same time are given so long.
const PATIENCE: Duration = Duration::from_secs(120);

#[track_caller]
fn in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, wait) = channel();
    spawn(move || drop(done.send(work())));
    match wait.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => panic!("{what}: still at it after {PATIENCE:?}"),
        Err(RecvTimeoutError::Disconnected) => panic!("{what}: panicked"),
    }
}

#[test]
fn quotation_marks_that_nothing_closes_are_looked_at_once() {
    for opener in ["“a ", "\"a ", "„a ", "«a ", "‘a ", "'a ", "``a ", "「a ", "““a” ", "‘- ", "“a \"b «c ‘d 'e „f "]
    {
        let text = Text::new(format!("Plain. {}\nz", opener.repeat(1_000_000 / opener.chars().count())));
        let (last, kind) = (text.n_chars() - 1, BlockKind::Paragraph);
        // A block after it, so that what is left open is not taken for speech that the text breaks off.
        let spans = [text.span(0, last - 1).unwrap(), text.span(last, last + 1).unwrap()];
        in_time(opener, move || quoted_regions(&text, &spans.map(|span| Block::new(kind, span))).len());
    }
}

fn statements(of: impl Fn(usize) -> Value) -> String {
    let statements: Vec<Value> = (0..60_000).map(of).collect();
    json!({ "text": { "value": "She said no." }, "statements": statements }).to_string()
}

#[test]
fn ids_that_repeat_are_each_made_new_at_once() {
    let words = json!([{ "start": 9, "end": 11 }]);
    let one_id = statements(|_| json!({ "id": "s", "kind": "indirect", "content": words }));
    let no_id = statements(|_| json!({ "kind": "indirect", "content": words }));
    for file in [one_id, no_id] {
        let article = in_time("ids", move || read(&file).unwrap());
        let ids: std::collections::HashSet<_> = article.statements.items().iter().map(|s| &s.id.0).collect();
        assert_eq!(ids.len(), 60_000);
    }
}

/// Opens an article and presses keys.
fn pressed(article: Article, keys: &[&str]) -> Session {
    let item = Item { title: "x".to_owned(), outlet: None, day: None, sample: false, fault: None };
    let mut session = Session::new(vec![item], Some((0, Arc::new(article))), Settings::default());
    session.handle(Event::Resize { cols: 120, rows: 40 });
    let mut screen = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 120, 40));
    for key in keys {
        session.handle(Event::Input(Input::Key(key.parse::<Key>().unwrap())));
        session.draw(&mut screen);
    }
    session
}

#[test]
fn the_card_looks_every_actor_up_at_once() {
    const N: usize = 100_000;
    let actors: Vec<Value> = (0..N).map(|n| json!({ "id": format!("a{n}"), "name": format!("Actor {n}") })).collect();
    let others: Vec<Value> = (0..N).rev().map(|n| json!({ "speaker": format!("a{n}"), "confidence": 0.1 })).collect();
    let file = json!({
        "text": { "value": "She said no." },
        "actors": actors,
        "statements": [{ "content": [{ "start": 9, "end": 11 }], "alternatives": others }],
    });
    let session = in_time("card", move || {
        pressed(nutgraf::article::format::from_value(file).unwrap(), &["n", "enter", "j", "j", "k"])
    });
    let card = &session.state().reading.as_ref().unwrap().card;
    assert!(card.lines.iter().filter(|line| line.words.starts_with("Actor ")).count() == N);
}

#[test]
fn a_headline_of_many_megabytes_costs_a_key_no_more_than_its_room() {
    let mut article = read(&json!({ "text": { "value": "She said no.\nHe said yes." } }).to_string()).unwrap();
    article.metadata.headline = Maybe::Known("漢 a".repeat(10_000_000));
    let keys: Vec<&str> = ["j", "k"].into_iter().cycle().take(300).collect();
    in_time("headline", move || pressed(article, &keys));
}

fn one_line(words: &str, statements: &Value) -> Article {
    nutgraf::article::format::from_value(json!({ "text": { "value": words }, "statements": statements })).unwrap()
}

#[test]
fn one_long_line_is_shown_in_time() {
    for words in ["word ".repeat(800_000), "x".repeat(4_000_000), "łódź ".repeat(800_000)] {
        let said = json!([{ "kind": "indirect", "content": [{ "start": 0, "end": words.chars().count() }] }]);
        for statements in [json!([]), said] {
            let article = one_line(&words, &statements);
            in_time("one line", move || export::briefing(&article, 72).len());
        }
    }
}

/// So many statements, each by an actor of its own, each in a block of its own, every other block boilerplate.
fn crowd(n: usize) -> Article {
    let (mut text, mut blocks, mut statements) = (String::new(), Vec::new(), Vec::new());
    for number in 0..n {
        let start = text.len();
        writeln!(text, "Actor {number} said {number}").unwrap();
        let kind = if number % 2 == 0 { "paragraph" } else { "boilerplate" };
        blocks.push(json!({ "kind": kind, "start": start, "end": text.len() - 1 }));
        statements.push(json!({ "id": format!("s{number}"), "kind": "indirect", "speakers": [format!("p{number}")],
            "content": [{ "start": start, "end": text.len() - 1 }] }));
    }
    let actors: Vec<Value> = (0..n).map(|number| json!({ "id": format!("p{number}"), "name": "A B" })).collect();
    let file = json!({ "text": { "value": text, "blocks": blocks }, "actors": actors, "statements": statements });
    nutgraf::article::format::from_value(file).unwrap()
}

#[test]
fn many_statements_by_many_actors_are_exported_in_time() {
    let article = Arc::new(crowd(60_000));
    let same = Arc::clone(&article);
    in_time("show", move || export::briefing(&article, 72).len());
    in_time("attributions", move || export::attributions_line(&json!(1), &same).len());
}
