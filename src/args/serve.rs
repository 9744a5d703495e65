//! `nutgraf serve`.

use std::ffi::OsString;

use clap::ValueHint;

/// Serve the library.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// An address and port to listen on, again for more [default: 127.0.0.1:2222]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Vec<String>,

    /// The server's own key, which is made where there is none
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub host_key: Option<OsString>,

    /// Let in those whose keys this file lists, in the form of OpenSSH's file of that name
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub authorized_keys: Option<OsString>,

    /// Let in anybody, with any key or none
    #[arg(long)]
    pub anonymous: bool,
}
