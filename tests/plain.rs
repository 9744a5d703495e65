//! The reader for those who listen: what is said after each key, and the built binary saying it in a terminal.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a panic here is a failed test; a skipped test says so"
)]

#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/desk.rs"]
mod desk;
#[path = "support/draft.rs"]
mod draft;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/shelves.rs"]
mod shelves;

#[path = "plain/heard.rs"]
mod heard;
#[path = "plain/terminal.rs"]
mod terminal;
