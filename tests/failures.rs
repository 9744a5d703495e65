//! The real program over a layer that fails its file calls, one after the other: nothing is lost that was said to be
//! kept, nothing stands there by half, and what went wrong is said in one line.

#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a failed unwrap is a failed test")]
#![allow(clippy::print_stderr, reason = "how many points were taken is wanted")]

#[path = "failures/commands.rs"]
mod commands;
#[path = "failures/doors.rs"]
mod doors;
#[cfg(feature = "fetch")]
#[path = "failures/feeds.rs"]
mod feeds;
#[path = "failures/layer.rs"]
mod layer;
#[cfg(feature = "fetch")]
#[path = "support/newsroom.rs"]
mod newsroom;
#[path = "failures/place.rs"]
mod place;
#[path = "failures/power.rs"]
mod power;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[path = "failures/reader.rs"]
mod reader;
#[cfg(feature = "ssh")]
#[path = "support/served.rs"]
mod served;
#[cfg(feature = "fetch")]
#[path = "support/server.rs"]
mod server;
#[cfg(feature = "ssh")]
#[path = "failures/serving.rs"]
mod serving;
#[path = "failures/sweep.rs"]
mod sweep;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/tools.rs"]
mod tools;
