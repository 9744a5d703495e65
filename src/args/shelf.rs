//! The commands that keep articles: add, list, remove, tag, mark, undo, reannotate, backup.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::catalogue::ListOrder;

use super::{Print, named};

/// `nutgraf add`.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// Articles; - is standard input
    #[arg(value_name = "FILE|URL", required = true, value_hint = clap::ValueHint::FilePath)]
    pub inputs: Vec<OsString>,

    /// A tag that they get; may be given more than once
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,

    /// Print what became of each as JSON
    #[arg(long)]
    pub json: bool,
}

/// `nutgraf list`.
#[derive(Debug, clap::Args)]
pub struct List {
    /// Only articles that fit, in the language of `search`
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// How the list is grouped
    #[arg(long, value_name = "GROUP", value_parser = named(&ORDERS), default_value = "day")]
    pub by: ListOrder,

    /// Articles that say what another one says, as lines of their own
    #[arg(long)]
    pub unfold: bool,

    /// The most articles
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub limit: usize,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub print: Print,
}

/// How a list can be grouped, with names.
pub const ORDERS: [(ListOrder, &str); 3] =
    [(ListOrder::Day, "day"), (ListOrder::Outlet, "outlet"), (ListOrder::Tag, "tag")];

/// Which articles a command is about.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// Numbers of articles, or a query
    #[arg(value_name = "ID|QUERY", required = true)]
    pub which: Vec<String>,
}

/// `nutgraf tag`.
#[derive(Debug, clap::Args)]
pub struct Tag {
    /// The tag
    #[arg(value_name = "TAG")]
    pub tag: String,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub which: Which,

    /// Take the tag away
    #[arg(long)]
    pub remove: bool,
}

/// What `nutgraf mark` makes of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkAs {
    /// Read.
    Read,
    /// Not read.
    Unread,
    /// Starred.
    Starred,
    /// Not starred.
    Unstarred,
}

/// Each with its name.
pub const MARKS: [(MarkAs, &str); 4] = [
    (MarkAs::Read, "read"),
    (MarkAs::Unread, "unread"),
    (MarkAs::Starred, "starred"),
    (MarkAs::Unstarred, "unstarred"),
];

/// `nutgraf mark`.
#[derive(Debug, clap::Args)]
pub struct Mark {
    /// As what
    #[arg(value_name = "MARK", value_parser = named(&MARKS))]
    pub mark: MarkAs,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub which: Which,
}

/// `nutgraf reannotate`.
#[derive(Debug, clap::Args)]
pub struct Reannotate {
    /// Numbers of articles, or a query; without, all that an earlier version annotated
    #[arg(value_name = "ID|QUERY")]
    pub which: Vec<String>,
}

/// `nutgraf backup`.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The copy; a file that is not there yet
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    pub path: PathBuf,
}
