//! Copying through tmux and GNU screen, as they are when nobody has configured them, and as some have.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::tools::has;
use super::{Terminal, folder};

/// The beginning of the first statement's citation, as a terminal is asked to keep it.
const SENT: &str = ";4oCcVGhlIGRhbSBjYW1lIHRvbyBsYXRl";
const WORDS: &str = "“The dam came too late” — Odile Marchetti";

/// A tmux of its own in a terminal of its own, with the reader in it.
struct Tmux {
    terminal: Terminal,
    socket: String,
}

impl Tmux {
    #[track_caller]
    fn start(name: &str, options: &str, programs: &[(&str, &str)]) -> Option<Self> {
        if !has("tmux", "-V") {
            return None;
        }
        let folder = folder(programs);
        std::fs::write(folder.path().join("tmux.conf"), options).unwrap();
        let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
        let socket = format!("nutgraf-{name}-{}", std::process::id());
        // The server is a real tmux, whatever the reader finds by that name.
        let line =
            format!("tmux -L {socket} -f tmux.conf new-session \"PATH='{path}' '$NUTGRAF' flood.json; read answer\"");
        let mut terminal = Terminal::start_in(folder, &line, &[]);
        terminal.wait("the article", |screen| screen.contents().contains("The dam came"));
        Some(Self { terminal, socket })
    }

    fn buffer(&self) -> String {
        let mut command = Command::new("tmux");
        let output = command.env_remove("TMUX").args(["-L", &self.socket, "show-buffer"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn sends(&mut self) {
        self.terminal.wait_until("the words at the outer terminal", |terminal| {
            terminal.has_shown("\x1b]52;") && terminal.has_shown(SENT)
        });
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let mut command = Command::new("tmux");
        let _ = command.env_remove("TMUX").args(["-L", &self.socket, "kill-server"]).output();
    }
}

#[test]
fn tmux_as_it_comes_keeps_the_words_and_passes_them_on_and_nobody_claims_more() {
    for (name, options) in [("plain", ""), ("on", "set -g set-clipboard on\n"), ("off", "set -g set-clipboard off\n")] {
        let Some(mut tmux) = Tmux::start(name, options, &[]) else { return };
        tmux.terminal.send("ny");
        tmux.terminal.wait_for_text("in tmux's buffer, and sent to the terminal");
        tmux.sends();
        assert!(tmux.buffer().starts_with(WORDS), "{}", tmux.buffer());
        assert!(!tmux.terminal.screen().contents().contains("copied"));
    }
}

#[test]
fn a_tmux_that_cannot_pass_a_buffer_on_gets_a_sequence_to_pass() {
    let options = "set -g allow-passthrough on\n";
    let Some(mut tmux) = Tmux::start("through", options, &[("tmux", "exit 1")]) else { return };
    tmux.terminal.send("ny");
    tmux.terminal.wait_for_text("sent to the terminal");
    tmux.sends();
}

#[test]
fn gnu_screen_passes_the_words_on() {
    if !has("screen", "-v") {
        return;
    }
    let folder = folder(&[]);
    let sockets = folder.path().join("screens");
    std::fs::create_dir(&sockets).unwrap();
    std::fs::set_permissions(&sockets, std::fs::Permissions::from_mode(0o700)).unwrap();
    let directory = sockets.to_str().unwrap().to_owned();
    let line = "screen -U -c /dev/null sh -c '\"$NUTGRAF\" flood.json'";
    let mut terminal = Terminal::start_in(folder, line, &[("SCREENDIR", &directory)]);
    terminal.wait("the article", |screen| screen.contents().contains("The dam came"));
    terminal.send("ny");
    terminal.wait_for_text("sent to the terminal");
    terminal.wait_until("the words at the outer terminal", |terminal| {
        terminal.has_shown("\x1b]52;") && terminal.has_shown(SENT)
    });
    assert!(!terminal.screen().contents().contains("copied"));
    terminal.send("q");
    terminal.wait("the end", |screen| screen.contents().contains("ENDED"));
}
