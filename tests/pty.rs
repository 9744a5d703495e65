//! The built binary in a real terminal: how it begins, waits and ends, and that the terminal is given back.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

use std::time::Duration;

use rustix::process::Signal;
use vt100::MouseProtocolMode;

#[path = "pty/endings.rs"]
mod endings;
#[path = "pty/everywhere.rs"]
mod everywhere;
#[path = "pty/keys.rs"]
mod keys;
#[path = "pty/limits.rs"]
mod limits;
#[path = "pty/moments.rs"]
mod moments;
#[path = "pty/others.rs"]
mod others;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[cfg(feature = "fetch")]
#[path = "support/server.rs"]
mod server;
#[path = "pty/sizes.rs"]
mod sizes;
#[path = "pty/start.rs"]
mod start;
#[path = "pty/stops.rs"]
mod stops;
#[path = "support/tools.rs"]
mod tools;

use pty::{FIRST_WORDS, LAST_WORDS, Terminal};

#[track_caller]
fn take_mouse(terminal: &mut Terminal) {
    if terminal.screen().mouse_protocol_mode() == MouseProtocolMode::None {
        terminal.send("M");
    }
    terminal.wait("the mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::PressRelease);
    assert_eq!(terminal.screen().mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Sgr);
}

/// Without status line and keys, which tell of the last thing that happened.
fn article_of(screen: &vt100::Screen) -> String {
    let contents = screen.contents();
    // A space that was written and one that was never are the same to the eye.
    let lines: Vec<&str> = contents.lines().map(str::trim_end).collect();
    lines[..lines.len().saturating_sub(2)].join("\n")
}
