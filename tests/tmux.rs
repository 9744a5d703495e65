//! The built binary in tmux, as many people run it: it opens, moves, follows the window and leaves the pane's
//! screen as it was.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use tempfile::TempDir;

#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/tools.rs"]
mod tools;

const DEADLINE: Duration = Duration::from_secs(30);
const HEADLINE: &str = "Vell council votes for a second bridge";

/// A tmux server of its own with one pane of 80×24 and a shell in it.
struct Tmux {
    folder: TempDir,
    socket: String,
}

impl Tmux {
    /// Nothing where there is no tmux; a failure where the tools are required.
    fn start(name: &str) -> Option<Self> {
        if !tools::has("tmux", "-V") {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let tmux = Self { socket: format!("nutgraf-{name}-{}", std::process::id()), folder };
        let home = tmux.folder.path().to_str().unwrap();
        let paragraph = |number| format!("Paragraph {number} tells how the vote went on.\n\n");
        let paragraphs = (1..=60).map(paragraph).collect::<Vec<_>>().concat();
        let article = format!("{HEADLINE}\n\n{paragraphs}The ferry stays.\n");
        std::fs::write(tmux.folder.path().join("bridge.txt"), article).unwrap();
        let shell = format!(
            "cd '{home}' && PATH='{}':\"$PATH\" HOME='{home}' XDG_CONFIG_HOME='{home}' PS1='$ ' exec sh",
            std::path::Path::new(env!("CARGO_BIN_EXE_nutgraf")).parent().unwrap().display()
        );
        tmux.run(&["-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", &shell]);
        tmux.wait("the prompt", |screen| screen.contains('$'));
        Some(tmux)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        // Not the one that the tests may be run in.
        command.env_remove("TMUX").env("LC_ALL", "C.UTF-8").args(["-L", &self.socket]).args(arguments);
        command.output().unwrap()
    }

    fn keys(&self, keys: &[&str]) {
        self.run(&[&["send-keys"], keys].concat());
    }

    fn screen(&self) -> String {
        String::from_utf8(self.run(&["capture-pane", "-p"]).stdout).unwrap()
    }

    #[track_caller]
    fn wait(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + DEADLINE;
        loop {
            let screen = self.screen();
            if is_so(&screen) {
                return screen;
            }
            assert!(Instant::now() < end, "{what} did not come; the screen:\n{screen}");
        }
    }

    fn is_in_alternate_screen(&self) -> bool {
        self.run(&["display-message", "-p", "#{alternate_on}"]).stdout.starts_with(b"1")
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

#[test]
fn it_opens_walks_and_leaves_the_shells_screen_as_it_was() {
    let Some(tmux) = Tmux::start("walk") else { return };
    tmux.keys(&["echo before the reader", "Enter"]);
    let before = tmux.wait("the echo", |screen| screen.matches("before the reader").count() == 2);
    tmux.keys(&["nutgraf bridge.txt", "Enter"]);
    tmux.wait("the article", |screen| screen.contains(HEADLINE) && screen.contains("Paragraph 1 tells"));
    assert!(tmux.is_in_alternate_screen());
    tmux.keys(&["G"]);
    tmux.wait("the end", |screen| screen.contains("The ferry stays."));
    tmux.keys(&["g"]);
    tmux.wait("the beginning", |screen| screen.contains("Paragraph 1 tells"));
    tmux.keys(&["NPage"]);
    tmux.wait("the next page", |screen| !screen.contains("Paragraph 1 tells"));
    tmux.keys(&["q"]);
    let after = tmux.wait("the prompt", |screen| screen.contains("before the reader") && screen.ends_with_prompt());
    assert!(!tmux.is_in_alternate_screen());
    let expected = format!("{}nutgraf bridge.txt\n$\n", before.trim_end_matches('\n').trim_end().to_owned() + " ");
    assert_eq!(
        after.trim_end().lines().map(str::trim_end).collect::<Vec<_>>(),
        expected.trim_end().lines().map(str::trim_end).collect::<Vec<_>>()
    );
}

#[test]
fn it_follows_the_window_and_leaves_no_rows_behind() {
    let Some(tmux) = Tmux::start("resize") else { return };
    tmux.keys(&["nutgraf bridge.txt", "Enter"]);
    tmux.wait("the article", |screen| screen.contains("Paragraph 1 tells"));
    for (cols, rows) in [("120", "40"), ("40", "12"), ("100", "30")] {
        tmux.run(&["resize-window", "-x", cols, "-y", rows]);
        // The last row is used, whatever the size.
        tmux.wait("the new size", |screen| {
            let lines: Vec<&str> = screen.lines().collect();
            lines.len() == rows.parse::<usize>().unwrap()
                && screen.contains("Paragraph 1 tells")
                && lines.last().is_some_and(|line| !line.trim().is_empty())
        });
    }
    tmux.keys(&["q"]);
    let after = tmux.wait("the prompt", Screen::ends_with_prompt);
    assert!(!after.contains("Paragraph"), "rows are left behind:\n{after}");
}

trait Screen {
    fn ends_with_prompt(&self) -> bool;
}

impl Screen for str {
    fn ends_with_prompt(&self) -> bool {
        self.trim_end().ends_with('$')
    }
}
