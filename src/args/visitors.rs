//! The commands about those who visit the library while it is served: visitors list, export, forget.

use super::Print;

/// `nutgraf visitors`.
#[derive(Debug, clap::Subcommand)]
pub enum Visitors {
    /// List who left something: by key, or without one; when they were here, and how much it is
    List {
        #[command(flatten)]
        #[allow(missing_docs, reason = "its fields say what it is")]
        print: Print,
    },
    /// Write what somebody left, or everybody: places, judgements and notes, one JSON object a line
    Export {
        /// The fingerprint of their key, as the list has it; everybody where there is none
        #[arg(value_name = "FINGERPRINT")]
        key: Option<String>,
    },
    /// Forget what somebody left, for good
    Forget {
        /// The fingerprint of their key, as the list has it
        #[arg(value_name = "FINGERPRINT", required_unless_present = "all")]
        key: Option<String>,

        /// Everybody, those without a key too
        #[arg(long, conflicts_with = "key")]
        all: bool,
    },
}
