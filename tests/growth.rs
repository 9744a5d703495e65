//! Work grows with the input, not with its square: what a hostile or merely large file can hold is read, shown and
//! searched in time. Sizes are such that anything quadratic would take hours; the patience is no measurement.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::spawn;
use std::time::Duration;

use nutgraf::article::format::read;
use nutgraf::article::gate::quoted_regions;
use nutgraf::article::{Block, BlockKind, Text};
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
