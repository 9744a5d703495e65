//! The local terminal: takes it, runs a session on it, and gives it back however the session ends.
//!
//! Nothing is asked of the terminal, so that none that stays silent can hold anything up. While nothing happens
//! nothing wakes. `tty` opens and waits, `modes` takes and gives back, `signals` catches, `panic` sees to faults,
//! `desk` is the loop.

mod desk;
mod modes;
mod panic;
mod signals;
mod tty;

use std::io;

use crate::host::Host;
use crate::session::Session;

/// How a session on the local terminal ended, without a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By its user.
    Quit,
    /// By a signal of this number.
    Signal(i32),
    /// The terminal went away.
    Gone,
}

/// Why no session could be run on the local terminal.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// Neither the standard streams nor the process have one.
    #[error("there is no terminal to read keys from")]
    NoTerminal(#[source] io::Error),
    /// It could not be taken.
    #[error("the terminal cannot be used: {0}")]
    Unusable(#[source] io::Error),
}

/// Runs a session on the terminal until it ends. Keys are read from standard input where that is a terminal, else
/// from the terminal that controls the process, so that standard input may have been a pipe.
///
/// The terminal is as it was when this returns, and when it panics. What the reader does not wait for is still to be
/// written then; after a panic it is.
///
/// Signals are answered here from the moment on in which `caught` is called; until then they end the process.
pub fn run(session: Session, host: &mut Host, caught: impl FnOnce()) -> Result<Ending, TermError> {
    let tty = tty::Tty::open()?;
    // Before the terminal is taken, so that no signal can end the process without its being given back.
    let signals = signals::Signals::catch().map_err(TermError::Unusable)?;
    caught();
    let hook = panic::Hook::set();
    let keeping = Keeping(host);
    let ending = desk::Desk::new(session, keeping.0, tty, signals).run();
    drop(hook);
    drop(keeping);
    ending
}

/// Writes what the reader does not wait for, when all else has failed.
struct Keeping<'host>(&'host mut Host);

impl Drop for Keeping<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.write_at_last();
        }
    }
}
