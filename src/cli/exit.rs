//! Exit statuses, declared once, and failures that end a command with one.

use std::io;

/// How a command ended. The numbers from 65 on are those of `sysexits.h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All went well; a closed pipe counts as that.
    Done,
    /// Arguments or configuration that do not parse.
    Usage,
    /// Input that is no article or is damaged.
    Damaged,
    /// Input that is not there.
    NoInput,
    /// Reading or writing failed.
    Io,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM.
    Terminated,
    /// Another signal, by its number.
    Signal(u8),
}

/// The statuses that a user can meet, with what they mean.
pub const EXITS: [(Exit, &str); 7] = [
    (Exit::Done, "done; also when whoever read the output has read enough"),
    (Exit::Usage, "arguments or configuration that do not parse"),
    (Exit::Damaged, "input that is no article or is damaged"),
    (Exit::NoInput, "input that is not there"),
    (Exit::Io, "reading or writing failed"),
    (Exit::Interrupted, "interrupted (Ctrl-C)"),
    (Exit::Terminated, "terminated (SIGTERM)"),
];

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Usage => 2,
            Self::Damaged => 65,
            Self::NoInput => 66,
            Self::Io => 74,
            Self::Interrupted => 130,
            Self::Terminated => 143,
            Self::Signal(number) => 128u8.saturating_add(number),
        }
    }
}

/// Why a command ended early. The message is one line, cleaned: where, what, what to do; empty when there is nothing
/// to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit status.
    pub exit: Exit,
    /// What to say on standard error.
    pub message: String,
}

impl Failure {
    /// A failure with something to say.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }

    /// What it means that writing the output failed: a closed pipe is success.
    pub fn of_output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(Exit::Done, "");
        }
        Self::new(Exit::Io, format!("standard output: cannot be written ({error}); nothing after this was"))
    }
}
