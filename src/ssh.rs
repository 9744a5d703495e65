//! The SSH server: listens, lets visitors in, and runs one session a channel. What a visitor may have is the host's
//! affair; what may be asked without a terminal is handed in, since only the command line knows commands.

mod channel;
mod channels;
mod connection;
pub mod key;
pub mod limit;
mod line;
pub mod log;
mod login;
mod pass;
mod protocol;
mod server;
mod terminal;
pub mod visit;

use std::sync::Arc;

#[cfg(fuzzing)]
pub use server::Loopback;
pub use server::{Offer, Reload, ServeError, Terms, run};
pub use terminal::Terminal;

use crate::catalogue::Visitor;

/// A command that was asked for without a terminal, answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// The exit status.
    pub code: u8,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Columns of text.
    pub width_col: usize,
    /// Signs beyond ASCII may be written.
    pub unicode: bool,
    /// Words may be set off: the channel has a terminal, and its visitor wants colour.
    pub is_bold: bool,
}

/// The commands that visitors have.
pub trait Commands: Send + Sync {
    /// Answers a command line as the client sent it, one string. Never panics on what is in it.
    fn answer(&self, visitor: &Visitor, line: &str, manner: Manner) -> Answered;
}

/// The same, shared by all sessions.
pub type SharedCommands = Arc<dyn Commands>;
