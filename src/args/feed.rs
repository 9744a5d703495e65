//! The commands about feeds: feed add, list, remove, import, export; sync.

use std::path::PathBuf;

use super::Print;

/// `nutgraf feed`.
#[derive(Debug, clap::Subcommand)]
pub enum Feed {
    /// Follow feeds; a web page is searched for the feed that it names
    Add {
        /// Addresses of feeds, or of sites
        #[arg(value_name = "URL", required = true)]
        urls: Vec<String>,

        /// A tag that the feed's articles get; may be given more than once
        #[arg(long = "tag", value_name = "TAG")]
        tags: Vec<String>,
    },
    /// List the feeds that are followed
    List {
        #[command(flatten)]
        #[allow(missing_docs, reason = "its fields say what it is")]
        print: Print,
    },
    /// Follow feeds no longer; their articles stay
    Remove {
        /// Numbers, addresses or titles of feeds
        #[arg(value_name = "FEED", required = true)]
        feeds: Vec<String>,
    },
    /// Follow the feeds of a list that another reader has written (OPML); folders become tags
    Import {
        /// The list; - is standard input
        #[arg(value_name = "OPML", value_hint = clap::ValueHint::FilePath)]
        path: PathBuf,
    },
    /// Write the feeds as a list for other readers (OPML)
    Export {
        /// Where to [default: standard output]
        #[arg(value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
        path: Option<PathBuf>,
    },
}

/// `nutgraf sync`.
#[derive(Debug, clap::Args)]
pub struct Sync {
    /// Only these: numbers, addresses or titles of feeds; they are asked also while they are left alone after failures
    #[arg(value_name = "FEED")]
    pub feeds: Vec<String>,

    /// How many servers to ask at the same time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64), default_value_t = 16)]
    pub jobs: u16,

    /// Print what came of each feed as JSON
    #[arg(long)]
    pub json: bool,
}
