//! The command that searches.

use crate::catalogue::Sort;

use super::{Print, named};

/// `nutgraf search`.
#[derive(Debug, clap::Args)]
pub struct Search {
    /// What is asked: words, "a phrase", FIELD:VALUE, -x, OR, parentheses; note:WORD finds
    /// what you noted, @NAME asks a kept search
    #[arg(value_name = "QUERY", required_unless_present_any = ["saved", "forget"])]
    pub query: Vec<String>,

    /// The order of what is found; relevance weighs the newest 2,000
    #[arg(long, value_name = "ORDER", value_parser = named(&SORTS), default_value = "newest")]
    pub sort: Sort,

    /// The most statements
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub print: Print,

    /// Keep the query under a name; @NAME asks it from then on
    #[arg(long, value_name = "NAME", conflicts_with_all = ["saved", "forget"])]
    pub save: Option<String>,

    /// List the searches that are kept
    #[arg(long, conflicts_with_all = ["query", "forget"])]
    pub saved: bool,

    /// Forget a search that is kept
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    pub forget: Option<String>,
}

/// How hits can be ordered, with names.
pub const SORTS: [(Sort, &str); 2] = [(Sort::Newest, "newest"), (Sort::Relevance, "relevance")];
