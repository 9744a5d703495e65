//! Standard output and standard error.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use super::{Exit, Failure};
use crate::flow;

/// The width where no terminal says another, and the widest that text is printed in.
const WIDTH: usize = 80;
const WIDEST: usize = 100;

/// What this program writes itself to set words off.
const OWN_SEQUENCES: [&str; 2] = ["\x1b[1m", "\x1b[22m"];

/// Prints a whole text. Whatever it was made of, no control character comes out that is not meant: a library may come
/// from anywhere.
pub fn print(text: &str) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(harmless(text).as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Failure::of_output(&error)).map(|()| Exit::Done)
}

/// The text without what a terminal may not get: line ends, tabs and our own sequences stay.
fn harmless(text: &str) -> Cow<'_, str> {
    let is_meant = |char: char| matches!(char, '\n' | '\t' | '\r') || !flow::is_forbidden(char);
    if text.chars().all(is_meant) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let own = OWN_SEQUENCES.iter().find(|own| rest.starts_with(**own));
        let n_bytes = own.map_or(char.len_utf8(), |own| own.len());
        let (taken, left) = rest.split_at_checked(n_bytes).unwrap_or((rest, ""));
        if own.is_some() || is_meant(char) {
            kept.push_str(taken);
        }
        rest = left;
    }
    Cow::Owned(kept)
}

/// Says what went wrong; nothing for an empty message. Where standard error is closed there is nobody to tell.
pub fn complain(message: &str) {
    if !message.is_empty() {
        let _ = writeln!(io::stderr().lock(), "nutgraf: {}", harmless(message));
    }
}

/// Shows how far something long has come, in one line of standard error that the next one takes the place of; only on
/// a terminal. An empty one clears it.
pub fn progress(message: &str) {
    let mut err = io::stderr().lock();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K{}", harmless(message)).and_then(|()| err.flush());
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

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn only_our_own_sequences_come_out() {
        assert_eq!(harmless("a \x1b[1mpier\x1b[22m\n\t|"), "a \x1b[1mpier\x1b[22m\n\t|");
        assert_eq!(harmless("a\x1b]0;pwn\x07b\u{9b}31m\u{202e}c\x1b[31md\0"), "a]0;pwnb31mc[31md");
        assert!(matches!(harmless("plain\r\n"), std::borrow::Cow::Borrowed(_)));
    }
}
