//! What a key costs, counted and not timed: in an article of 200 kB with 1,000 statements it is what a screen takes.

use std::fmt::Write;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde_json::{Value, json};

use crate::article::{Article, format};
use crate::exchange::{Event, Item};
use crate::flow::cells::effort;
use crate::key::{Code, Input, Key};
use crate::session::{Session, Settings};
use crate::state::Reading;

const N_STATEMENTS: usize = 1_000;

fn article() -> Arc<Article> {
    let mut text = String::new();
    let mut n_chars = 0;
    let mut statements = Vec::new();
    for number in 0..N_STATEMENTS {
        let before =
            format!("On day {number} the council of Vell met again – in the old hall – to hear what was left. ");
        let said = format!("“We’ll come back to question {number} when the figures are in, and not a day sooner,”");
        let after = format!(" said Person Number {}, who had said as much before.", number % 40);
        let start = n_chars + before.chars().count();
        let end = start + said.chars().count();
        write!(text, "{before}{said}{after}\n\n").unwrap();
        n_chars = end + after.chars().count() + 2;
        statements
            .push(json!({ "id": format!("s{number}"), "kind": "direct", "content": [{ "start": start, "end": end }],
            "speakers": [format!("a{}", number % 40)] }));
    }
    assert!(text.len() >= 190_000);
    let actors: Vec<Value> = (0..40)
        .map(|n| json!({ "id": format!("a{n}"), "name": format!("Person Number {n}"), "kind": "person" }))
        .collect();
    let file = json!({ "text": { "value": text }, "actors": actors, "statements": statements, "summary": [] });
    Arc::new(format::from_value(file).unwrap())
}

fn session(cols: u16, rows: u16) -> Session {
    let item = Item { title: "long".to_owned(), outlet: None, day: None, sample: false, fault: None };
    let mut session = Session::new(vec![item], Some((0, article())), Settings::default());
    session.handle(Event::Resize { cols, rows });
    session
}

fn reading(session: &Session) -> &Reading {
    session.state().reading.as_ref().unwrap()
}

/// Graphemes that are measured until the screen after an event is drawn.
fn measured(session: &mut Session, event: Event) -> usize {
    let (cols, rows) = (session.state().cols, session.state().rows);
    let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
    effort::of(|| {
        let _ = session.handle(event);
        let _ = session.draw(&mut buffer);
    })
}

#[test]
fn a_key_breaks_no_line_anew_and_measures_no_more_than_some_screens() {
    for (cols, rows) in [(80, 24), (120, 40)] {
        let mut session = session(cols, rows);
        let flow = Arc::clone(&reading(&session).flow);
        let most = 3 * usize::from(cols) * usize::from(rows);
        // The widths that the panes leave are met once.
        for key in ['s', 'p', 'c', 'z', 'z'] {
            let _ = measured(&mut session, Event::Input(Input::Key(Key::char(key))));
            let _ = measured(&mut session, Event::Input(Input::Key(Key::plain(Code::Esc))));
        }
        assert!(Arc::ptr_eq(&flow, &reading(&session).flow), "the lines of before at {cols}×{rows}");
        for key in "jjkdu bnNaAfnnffffGnNggsjpjcjj".chars() {
            let n = measured(&mut session, Event::Input(Input::Key(Key::char(key))));
            assert!(n <= most, "{key:?} measures {n} graphemes at {cols}×{rows}");
        }
        let _ = measured(&mut session, Event::Input(Input::Key(Key::plain(Code::Esc))));
        for key in "/question 99".chars() {
            let n = measured(&mut session, Event::Input(Input::Key(Key::char(key))));
            assert!(n <= most, "{key:?} measures {n} graphemes at {cols}×{rows}");
        }
        for code in [Code::Enter, Code::Down, Code::Tab, Code::Esc] {
            let n = measured(&mut session, Event::Input(Input::Key(Key::plain(code))));
            assert!(n <= most, "{code:?} measures {n} graphemes at {cols}×{rows}");
        }
    }
}

#[test]
fn an_article_is_broken_into_lines_once_a_width() {
    let mut session = session(80, 24);
    let flow = Arc::clone(&reading(&session).flow);
    let n_chars = reading(&session).article.text.as_str().chars().count();
    // Another height is no other width; on a terminal that is wider than the article may be, nor is another width.
    for (cols, rows) in [(80, 30), (90, 30), (80, 24)] {
        assert!(measured(&mut session, Event::Resize { cols, rows }) < n_chars, "{cols}×{rows}");
        assert!(Arc::ptr_eq(&flow, &reading(&session).flow), "{cols}×{rows}");
    }
    // Two graphemes a scalar at most: it is gone over once.
    let n = measured(&mut session, Event::Resize { cols: 60, rows: 24 });
    assert!(!Arc::ptr_eq(&flow, &reading(&session).flow) && (n_chars..2 * n_chars).contains(&n), "{n} of {n_chars}");
}
