//! A library served over SSH, visited with OpenSSH's own client: what visitors get, what they do not, and that nobody
//! costs the others anything, however they leave.
//!
//! `NUTGRAF_STALL_S=60 cargo test --test ssh` stops a client for a whole minute where a second is the default.
#![cfg(all(feature = "ssh", target_os = "linux"))]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::string_slice,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

#[path = "support/newsroom.rs"]
mod newsroom;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[path = "support/served.rs"]
mod served;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/tools.rs"]
mod tools;

#[path = "ssh/asking.rs"]
mod asking;
#[path = "ssh/doors.rs"]
mod doors;
#[path = "ssh/endings.rs"]
mod endings;
#[path = "ssh/far.rs"]
mod far;
#[path = "ssh/floods.rs"]
mod floods;
#[path = "ssh/kept.rs"]
mod kept;
#[path = "ssh/limits.rs"]
mod limits;
#[path = "ssh/owner.rs"]
mod owner;
#[path = "ssh/reading.rs"]
mod reading;
