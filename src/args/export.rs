//! The command that takes articles and statements out.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::form::Format;

use super::named;

/// `nutgraf export`.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// Numbers of the library's articles, files, addresses, - for standard input; anything else is a query
    #[arg(value_name = "ID|FILE|URL|QUERY", required_unless_present = "all", value_hint = clap::ValueHint::FilePath)]
    pub what: Vec<OsString>,

    /// Export the whole library
    #[arg(long, conflicts_with = "what")]
    pub all: bool,

    /// As what; docs/exports.md says what each form has and has not
    #[arg(long, value_name = "FORM", value_parser = named(&Format::NAMES))]
    pub format: Format,

    /// Write to this file instead of standard output (-); brat writes to this folder
    #[arg(long, short, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub output: Option<PathBuf>,

    /// Replace files that are there already
    #[arg(long, requires = "output")]
    pub force: bool,
}
