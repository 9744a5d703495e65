//! What else uses a terminal: plain lines, a reader with its article from a pipe, a sync, a server. Signals end each
//! cleanly.

use super::*;
use crate::everywhere::place_in;
#[cfg(feature = "fetch")]
use crate::server::{Answer, Server};

const SIGNALS: [(Signal, i32); 4] = [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)];

/// Once with each signal, side by side.
fn with_each_signal(start: impl Fn() -> Terminal + Sync, look: impl Fn(&Terminal) + Sync) {
    std::thread::scope(|scope| {
        for (signal, code) in SIGNALS {
            let (start, look) = (&start, &look);
            scope.spawn(move || {
                let mut terminal = start();
                terminal.program().signal(signal);
                terminal.ended_clean(code);
                terminal.nobody_is_left();
                look(&terminal);
            });
        }
    });
}

fn keeps_the_place(terminal: &Terminal) {
    assert_eq!(place_in(terminal.folder()), Some("s7".to_owned()));
}

#[test]
fn plain_lines_end_cleanly_with_every_signal_and_keep_the_place() {
    let start = || {
        let mut terminal = Terminal::start("\"$NUTGRAF\" --plain \"$ARTICLE\"");
        terminal.wait_for_text("100 statements");
        terminal.send("7n");
        terminal.wait_for_text("Statement 7 of 100.");
        terminal
    };
    with_each_signal(start, |terminal| {
        keeps_the_place(terminal);
        assert!(!terminal.has_shown("\x1b"));
    });
}

#[test]
fn an_article_from_a_pipe_is_left_cleanly_with_every_signal_and_its_place_kept() {
    let start = || {
        let mut terminal = Terminal::start("cat \"$ARTICLE\" | \"$NUTGRAF\" -");
        terminal.wait_for_article();
        take_mouse(&mut terminal);
        terminal.send("7n");
        terminal.wait_for_text("statement 7/100");
        terminal
    };
    with_each_signal(start, keeps_the_place);
}

#[cfg(feature = "fetch")]
#[test]
fn a_sync_that_shows_its_progress_is_left_off_cleanly_with_every_signal() {
    let server = Server::start();
    server.on("/feed", Answer::feed("<rss version=\"2.0\"><channel><title>Vell</title></channel></rss>"));
    let start = || {
        let line = "\"$NUTGRAF\" --allow-private feed add \"$FEED\" > followed; : > ready; until [ -s go ]; do :; done; \
                    \"$NUTGRAF\" --allow-private sync";
        let mut terminal = Terminal::start_with(line, &[("FEED", &server.url("/feed"))]);
        terminal.wait_until("the feed", |terminal| terminal.note("ready").is_some());
        server.on("/feed", Answer::feed("").held("never")).forget();
        std::fs::write(terminal.folder().join("go"), "1").unwrap();
        terminal.wait_for_text("0/1, 0 articles");
        server.wait_for("/feed", 1);
        server.on("/feed", Answer::feed("<rss version=\"2.0\"><channel><title>Vell</title></channel></rss>"));
        terminal
    };
    // The shell of these tests ignores HUP, and so does what it starts, as under nohup.
    for (signal, code) in SIGNALS.into_iter().filter(|(signal, _)| *signal != Signal::HUP) {
        let mut terminal = start();
        terminal.program().signal(signal);
        terminal.ended_clean(code);
        terminal.nobody_is_left();
    }
}

#[cfg(feature = "ssh")]
#[test]
fn a_server_gives_its_terminal_back_with_every_way_to_end_it() {
    let start = || {
        let line = "\"$NUTGRAF\" add \"$ARTICLE\" > added; \"$NUTGRAF\" serve --anonymous --listen 127.0.0.1:0";
        let mut terminal = Terminal::start(line);
        terminal.wait_for_text("event=listening");
        terminal
    };
    std::thread::scope(|scope| {
        for (signal, code) in [(Signal::TERM, 0), (Signal::INT, 0), (Signal::QUIT, 131)] {
            scope.spawn(move || {
                let mut terminal = start();
                terminal.program().signal(signal);
                terminal.ended_clean(code);
                terminal.nobody_is_left();
            });
        }
        scope.spawn(move || {
            let mut terminal = start();
            terminal.send("\x03");
            terminal.ended_clean(0);
            terminal.nobody_is_left();
        });
    });
}
