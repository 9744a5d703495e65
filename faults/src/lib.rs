//! A layer under a program's file calls: it stands between the program and the C library, counts the calls that
//! concern one folder, and lets the one that a test names go wrong. The program is the real one, and `SQLite` in it too.
//!
//! The dynamic linker puts it there (`LD_PRELOAD`), so that it is Linux's alone, and sees nothing of a program that asks
//! the kernel past the C library. What it is to do it is told by the environment:
//!
//! | variable | what it says |
//! |---|---|
//! | `FAULTS_UNDER` | the folder; whatever is not in it is left alone |
//! | `FAULTS_KINDS` | which calls count, of [`plan::KINDS`], with commas between them; all of them without it |
//! | `FAULTS_AT` | the number of the call that goes wrong, from 1; none without it |
//! | `FAULTS_HOW` | the error it gives (`ENOSPC` …), or `short`, `torn`, `kill`: see [`plan::How`] |
//! | `FAULTS_WHEN` | a file: calls count only while it is there |
//! | `FAULTS_ON` | `1`: every later call of these kinds goes wrong too |
//! | `FAULTS_TELL` | a file outside the folder that every call is told to, a line each |
//! | `FAULTS_KEEP` | `1`: what was written is told as well, so that a test can say what a power cut would have left |
//!
//! It belongs to the tests: `tests/failures.rs` runs the program over it.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod calls;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod names;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub mod plan;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod tell;
