//! Rows that the terminal moves by itself, with the built binary in real terminals: by itself, in tmux and in GNU
//! screen every key shows what the session shows, and what has been read stays out of what is kept to scroll back to.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::Arc;

use nutgraf::briefing::from_imported;
use nutgraf::exchange::{Event, Item};
use nutgraf::import::{self, Options};
use nutgraf::key::{Input, Key};
use nutgraf::session::{Session, Settings};

#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/tools.rs"]
mod tools;

use pty::Terminal;
use tools::has;

/// Lines, half pages, pages, statements and ends, there and back.
const KEYS: &str = "jjjjjjkkkjjdduu  bnnnnnnNNNGkkkg";

/// What the reader shows, from a session of our own.
struct Expected(Session);

impl Expected {
    fn reading() -> Self {
        let imported = import::read(pty::article().as_bytes(), &Options::default()).unwrap();
        let article = Arc::new(from_imported(imported).remove(0));
        let title = pty::article().lines().next().unwrap_or_default().to_owned();
        let item = Item { title, outlet: None, day: None, sample: false, fault: None };
        let mut session = Session::new(vec![item], Some((0, article)), Settings::default());
        session.handle(Event::Resize { cols: 80, rows: 24 });
        Self(session)
    }

    /// Presses a key here and there, and waits until the terminal shows what it should.
    #[track_caller]
    fn press(&mut self, terminal: &mut Terminal, key: char) {
        self.0.handle(Event::Input(Input::Key(Key::char(key))));
        terminal.send(key.to_string());
        let wanted = self.0.drawn();
        terminal.wait(&format!("after {key:?}:\n{}\n", wanted.join("\n")), |screen| {
            screen.rows(0, 80).map(|row| row.trim().to_owned()).eq(wanted.iter().cloned())
        });
    }
}

#[test]
fn every_key_shows_what_the_session_shows_and_a_line_costs_little() {
    let mut terminal = Terminal::reading();
    let mut expected = Expected::reading();
    KEYS.chars().for_each(|key| expected.press(&mut terminal, key));
    let before = terminal.n_bytes();
    (0..20).for_each(|_| expected.press(&mut terminal, 'j'));
    let n_bytes = (terminal.n_bytes() - before) / 20;
    assert!(n_bytes <= 150, "a line costs {n_bytes} bytes");
}

#[test]
fn in_tmux_every_key_shows_what_the_session_shows() {
    if !has("tmux", "-V") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tmux.conf"), "set -g status off\n").unwrap();
    let socket = format!("nutgraf-moved-{}", std::process::id());
    let line = format!("tmux -u -L {socket} -f tmux.conf new-session \"'$NUTGRAF' '$ARTICLE'\"");
    let mut terminal = Terminal::start_in(folder, &line, &[]);
    terminal.wait_for_text(pty::FIRST_WORDS);
    let mut expected = Expected::reading();
    KEYS.chars().for_each(|key| expected.press(&mut terminal, key));
    terminal.send("q");
    terminal.wait_for_text("ENDED");
}

#[test]
fn in_gnu_screen_every_key_shows_what_the_session_shows_and_nothing_is_kept_of_it() {
    if !has("screen", "-v") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let sockets = folder.path().join("screens");
    std::fs::create_dir(&sockets).unwrap();
    std::fs::set_permissions(&sockets, std::fs::Permissions::from_mode(0o700)).unwrap();
    let directory = sockets.to_str().unwrap().to_owned();
    let name = format!("moved-{}", std::process::id());
    let line = format!("screen -U -c /dev/null -h 1000 -S {name} \"$NUTGRAF\" \"$ARTICLE\"");
    let mut terminal = Terminal::start_in(folder, &line, &[("SCREENDIR", &directory)]);
    terminal.wait_for_text(pty::FIRST_WORDS);
    let mut expected = Expected::reading();
    for key in KEYS.chars().chain("jjjjjjdjj".chars()) {
        expected.press(&mut terminal, key);
    }
    let path = terminal.folder().join("kept");
    let mut command = Command::new("screen");
    command.env("SCREENDIR", &directory).args(["-S", &name, "-X", "hardcopy", "-h"]).arg(&path);
    assert!(command.status().unwrap().success());
    let drawn = expected.0.drawn();
    // It writes signs beyond ASCII in its own way.
    let status = drawn[22].split(" · ").next().unwrap();
    let mut kept = String::new();
    terminal.wait_until("what GNU screen keeps", |_| {
        kept = std::fs::read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        kept.contains(status)
    });
    assert!(!kept.contains(pty::FIRST_WORDS), "what has been read is kept:\n{kept}");
    terminal.send("q");
    terminal.wait_for_text("ENDED");
}
