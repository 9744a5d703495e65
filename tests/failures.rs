//! The real program over a layer that fails its file calls, one after the other: nothing is lost that was said to be
//! kept, nothing stands there by half, and what went wrong is said in one line.

#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::print_stderr, reason = "how many points were taken is wanted")]

#[path = "failures/commands.rs"]
mod commands;
#[path = "failures/layer.rs"]
mod layer;
#[path = "failures/place.rs"]
mod place;
#[path = "failures/power.rs"]
mod power;
#[path = "failures/sweep.rs"]
mod sweep;
