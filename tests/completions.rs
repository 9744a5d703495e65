//! The completions in the shells that they are for: the script loads, and Tab completes commands, values and files.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

use std::process::Command;
use std::time::Duration;

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
use tools::found;

/// Completes in a shell that is started so and loads the script so.
#[track_caller]
fn completes(shell: &str, start: &str, load: &str) {
    if !found(Command::new(shell).args(["-c", "true"]).output().is_ok(), shell) {
        return;
    }
    let line = format!("mkdir bin; ln -s \"$NUTGRAF\" bin/nutgraf; PATH=\"$PWD/bin:$PATH\" PS1='$ ' {start}");
    let mut terminal = Terminal::start(&line);
    // What is typed is not what is waited for.
    terminal.send(format!("{load} && echo load''ed\r"));
    terminal.wait_for_text("loaded");
    terminal.send("clear\r");
    terminal.wait("an empty screen", |screen| !screen.contents().contains("loaded"));
    assert!(!terminal.screen().contents().contains("rror"), "{}", terminal.screen().contents());
    terminal.send("nutgraf sea\t");
    terminal.wait_for_text("nutgraf search ");
    terminal.send("--format ");
    terminal.wait_for_text("search --format");
    // Some shells list at the first Tab, some at the second.
    terminal.wait_until("the forms", |terminal| {
        let shown = terminal.screen().contents();
        if ["csv", "json", "jsonl", "text"].iter().all(|form| shown.contains(form)) {
            return true;
        }
        if terminal.is_silent_for(Duration::from_millis(300)) {
            terminal.send("\t");
        }
        false
    });
    terminal.send("\x15");
    for command in ["show ", ""] {
        terminal.send(format!("nutgraf {command}bri\t"));
        terminal.wait_for_text(&format!("nutgraf {command}bridge.txt"));
        terminal.send("\x15");
    }
    terminal.send("exit\r");
    terminal.wait_for_text("ENDED");
}

#[test]
fn bash_completes_commands_values_and_files() {
    completes("bash", "bash --norc --noprofile -i", "source <(nutgraf completions bash)");
}

#[test]
fn zsh_completes_commands_values_and_files() {
    completes("zsh", "zsh -f -i", "autoload -U compinit && compinit -u -D && source <(nutgraf completions zsh)");
}

#[test]
fn fish_completes_commands_values_and_files() {
    completes("fish", "fish --no-config -i", "nutgraf completions fish | source");
}
