//! Exit statuses, declared once, and failures that end a command with one.

use std::io;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

use crate::term::Ending;

/// How a command ended. The numbers from 65 on are those of `sysexits.h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All went well; a closed pipe counts as that.
    Done,
    /// Nothing was found.
    Nothing,
    /// Arguments, a query or configuration that do not parse.
    Usage,
    /// Input that is no article or is damaged.
    Damaged,
    /// Input that is not there.
    NoInput,
    /// The network or a server is not available.
    Unavailable,
    /// Reading or writing failed.
    Io,
    /// Somebody else is writing to the library.
    Busy,
    /// A signal, by its number.
    Signal(i32),
}

/// The statuses that a user can meet, with what they mean.
pub const EXITS: [(Exit, &str); 12] = [
    (Exit::Done, "done; also when whoever read the output has read enough"),
    (Exit::Nothing, "nothing found"),
    (Exit::Usage, "arguments, a query or configuration that do not parse"),
    (Exit::Damaged, "input that is no article or is damaged"),
    (Exit::NoInput, "input that is not there"),
    (Exit::Unavailable, "the network or a server is not available"),
    (Exit::Io, "reading or writing failed"),
    (Exit::Busy, "the library is being written by another program; try again"),
    (Exit::Signal(SIGHUP), "the terminal went away (SIGHUP)"),
    (Exit::Signal(SIGINT), "interrupted (SIGINT, as by Ctrl-C outside the reader)"),
    (Exit::Signal(SIGQUIT), "quit from outside (SIGQUIT)"),
    (Exit::Signal(SIGTERM), "terminated (SIGTERM)"),
];

impl From<Ending> for Exit {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Quit => Self::Done,
            Ending::Signal(number) => Self::Signal(number),
            Ending::Gone => Self::Signal(SIGHUP),
        }
    }
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing => 1,
            Self::Usage => 2,
            Self::Damaged => 65,
            Self::NoInput => 66,
            Self::Unavailable => 69,
            Self::Io => 74,
            Self::Busy => 75,
            // As shells show it.
            Self::Signal(number) => u8::try_from(number.saturating_add(128)).unwrap_or(u8::MAX),
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

#[cfg(test)]
mod tests {
    use super::{EXITS, Exit};
    use crate::term::Ending;

    #[test]
    fn every_ending_of_the_reader_has_a_documented_status_that_shells_expect() {
        let endings = [Ending::Quit, Ending::Signal(2), Ending::Signal(3), Ending::Signal(15), Ending::Gone];
        let codes = endings.map(|ending| Exit::from(ending).code());
        assert_eq!(codes, [0, 130, 131, 143, 129]);
        for code in codes {
            assert!(EXITS.iter().any(|(exit, _)| exit.code() == code), "{code} is not in the table");
        }
    }

    #[test]
    fn no_two_statuses_have_one_number() {
        let codes: std::collections::BTreeSet<u8> = EXITS.iter().map(|(exit, _)| exit.code()).collect();
        assert_eq!(codes.len(), EXITS.len());
    }
}
