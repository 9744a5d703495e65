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
