//! On a terminal, what takes long shows how far it has come.

use crate::newsroom::page;
use crate::pty::Terminal;
use crate::server::{Answer, Server};
use crate::{courier, following};

#[test]
fn a_sync_shows_a_bar_while_it_lasts() {
    let server = courier(3);
    server.on("/news/2", Answer::page(page("Story 2", 2)).held("last"));
    let room = following(&server);
    let path = room.path();
    let environment = [("NUTGRAF_LIBRARY", path.to_str().unwrap())];
    let mut terminal = Terminal::start_with("\"$NUTGRAF\" sync --allow-private", &environment);
    terminal.wait_for_text("3/4, 2 articles");
    server.open("last");
    terminal.wait_for_text("ENDED 0");
    let shown = terminal.screen().contents();
    assert!(shown.contains("Vell Courier  3 new, 0 known") && !shown.contains("3/4"), "{shown}");
}

#[test]
fn a_sync_outlasts_another_program_that_writes_for_long() {
    let server = courier(3);
    let room = following(&server);
    let path = room.path();
    for is_given_up in [true, false] {
        let mut other = rusqlite::Connection::open(&path).unwrap();
        let transaction = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
        // Long enough for this test to let go before the last attempt, and to see that it is waited once more.
        let environment = [("NUTGRAF_LIBRARY", path.to_str().unwrap()), ("NUTGRAF_PATIENCE", "1000")];
        let mut terminal = Terminal::start_with("\"$NUTGRAF\" sync --allow-private", &environment);
        terminal.wait_for_text("waiting for another program");
        if is_given_up {
            terminal.send("\u{3}");
            terminal.wait_for_text("ENDED 130");
            assert!(room.headlines().is_empty());
        }
        transaction.rollback().unwrap();
        if !is_given_up {
            terminal.wait_for_text("ENDED 0");
            assert!(!terminal.screen().contents().contains("waiting for another"));
        }
    }
    assert_eq!(room.headlines().len(), 3);
}

#[test]
fn a_page_is_waited_for_in_plain_sight_and_then_read() {
    let server = Server::start();
    server.on("/news", Answer::page(page("Pier to open", 1)).held("page"));
    let line = format!("\"$NUTGRAF\" --allow-private {}", server.url("/news"));
    let mut terminal = Terminal::start(&line);
    terminal.wait_for_text("fetching http://127.0.0.1");
    server.open("page");
    terminal.wait("the page", |screen| screen.alternate_screen() && screen.contents().contains("Pier to open"));
    terminal.send("q");
    terminal.wait_until("the end", |terminal| {
        terminal.send("q");
        terminal.screen().contents().contains("ENDED 0")
    });
}
