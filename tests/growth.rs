//! What is done with a hostile article takes time in proportion to its size, not to its square.
//!
//! Four times as much of a thing may take six times as long, and a while more for what else the machine does: that
//! is far from what any square comes to at these sizes.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use nutgraf::article::{Article, format};
use nutgraf::export;
use serde_json::json;

#[track_caller]
fn grows_in_proportion<T>(what: &str, n: usize, make: impl Fn(usize) -> T, run: impl Fn(&T)) {
    let time = |n: usize| {
        let made = make(n);
        let start = Instant::now();
        run(&made);
        start.elapsed()
    };
    let (once, four_times) = (time(n), time(4 * n));
    assert!(four_times < once * 6 + Duration::from_secs(2), "{what}: {once:?} for {n}, {four_times:?} for {}", 4 * n);
}

fn show(article: &Article) {
    black_box(export::briefing(black_box(article), 72));
}

fn attributions(article: &Article) {
    black_box(export::attributions_line(&json!(1), black_box(article)));
}

fn one_line(words: &str) -> Article {
    format::from_value(json!({ "text": { "value": words } })).unwrap()
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
    let actors: Vec<_> = (0..n).map(|number| json!({ "id": format!("p{number}"), "name": "A B" })).collect();
    format::from_value(
        json!({ "text": { "value": text, "blocks": blocks }, "actors": actors, "statements": statements }),
    )
    .unwrap()
}

#[test]
fn showing_one_long_line() {
    grows_in_proportion("words", 400_000, |n| one_line(&"word ".repeat(n / 5)), show);
    grows_in_proportion("no space", 400_000, |n| one_line(&"x".repeat(n)), show);
    grows_in_proportion("no ASCII", 400_000, |n| one_line(&"łódź ".repeat(n / 5)), show);
}

#[test]
fn showing_one_long_statement() {
    let said = |words: &str| {
        let statement = json!({ "kind": "indirect", "content": [{ "start": 0, "end": words.chars().count() }] });
        format::from_value(json!({ "text": { "value": words }, "statements": [statement] })).unwrap()
    };
    grows_in_proportion("words", 200_000, |n| said(&"word ".repeat(n / 5)), show);
    grows_in_proportion("no space", 200_000, |n| said(&"x".repeat(n)), show);
}

#[test]
fn exporting_many_statements_by_many_actors() {
    grows_in_proportion("show", 12_000, crowd, show);
    grows_in_proportion("attributions", 12_000, crowd, attributions);
}
