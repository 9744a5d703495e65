//! `nutgraf [FILE]…`: the reader on a terminal, briefings as plain text anywhere else.

use std::ffi::OsString;

use super::{Exit, Failure, show};
use crate::args::Global;

pub fn run(global: &Global, files: &[OsString]) -> Result<Exit, Failure> {
    show::run(global, files)
}
