//! Standard output and standard error.

use std::io::{self, IsTerminal, Write};

use super::{Exit, Failure};

/// The width where no terminal says another, and the widest that text is printed in.
const WIDTH: usize = 80;
const WIDEST: usize = 100;

/// Prints a whole text.
pub fn print(text: &str) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Failure::of_output(&error)).map(|()| Exit::Done)
}

/// Says what went wrong; nothing for an empty message. Where standard error is closed there is nobody to tell.
pub fn complain(message: &str) {
    if !message.is_empty() {
        let _ = writeln!(io::stderr().lock(), "nutgraf: {message}");
    }
}

/// Shows how far something long has come, in one line of standard error that the next one takes the place of; only on
/// a terminal. An empty one clears it.
pub fn progress(message: &str) {
    let mut err = io::stderr().lock();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K{message}").and_then(|()| err.flush());
    }
}

/// How wide text on standard output is to be, in columns.
pub fn width_col() -> usize {
    let out = io::stdout();
    let columns = out.is_terminal().then(|| rustix::termios::tcgetwinsize(&out).ok()).flatten();
    columns
        .map(|size| usize::from(size.ws_col))
        .filter(|&columns| columns > 0)
        .map_or(WIDTH, |columns| columns.min(WIDEST))
}
