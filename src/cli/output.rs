//! Standard output and standard error.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Exit, Failure};
use crate::clean;
use crate::flow;

/// The width where no terminal says another, and the widest that text is printed in.
const WIDTH: usize = 80;
const WIDEST: usize = 100;

/// How far something long has come is said no more often than this in plain lines.
const PLAIN_PROGRESS: Duration = Duration::from_secs(5);

static PLAIN: AtomicBool = AtomicBool::new(false);
static LAST_PROGRESS: Mutex<Option<Instant>> = Mutex::new(None);

/// What this program writes itself to set words off.
const OWN_SEQUENCES: [&str; 2] = ["\x1b[1m", "\x1b[22m"];

/// Prints a whole text. Whatever it was made of, no control character comes out that is not meant: a library may come
/// from anywhere.
pub fn print(text: &str) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(harmless(text, !is_plain()).as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Failure::of_output(&error)).map(|()| Exit::Done)
}

/// The text without what a terminal may not get: line ends (`\r\n` too) and tabs stay, our own sequences where they are wanted.
pub(super) fn harmless(text: &str, keeps_own: bool) -> Cow<'_, str> {
    let is_meant = |char: char| matches!(char, '\n' | '\t') || !flow::is_forbidden(char);
    if text.chars().all(is_meant) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let own = OWN_SEQUENCES.iter().find(|own| rest.starts_with(**own));
        let n_bytes = own.map_or(char.len_utf8(), |own| own.len());
        let (taken, left) = rest.split_at_checked(n_bytes).unwrap_or((rest, ""));
        // At a line's end it belongs to the form; anywhere else what follows would stand over what came before.
        let ends_line = char == '\r' && left.starts_with('\n');
        if own.map_or(ends_line || is_meant(char), |_| keeps_own) {
            kept.push_str(taken);
        }
        rest = left;
    }
    Cow::Owned(kept)
}

/// Says what went wrong; nothing for an empty message. Where standard error is closed there is nobody to tell.
pub fn complain(message: &str) {
    if !message.is_empty() {
        let _ = writeln!(io::stderr().lock(), "nutgraf: {}", harmless(message, false));
    }
}

/// Shows how far something long has come, in one line of standard error that the next one takes the place of; only on
/// a terminal. An empty one clears it. In plain lines each is a line of its own, and there are few of them.
pub fn progress(message: &str) {
    let mut err = io::stderr().lock();
    if !err.is_terminal() {
        return;
    }
    let message = clean::line(message);
    if !is_plain() {
        let _ = write!(err, "\r\x1b[K{message}").and_then(|()| err.flush());
        return;
    }
    let mut last = LAST_PROGRESS.lock().unwrap_or_else(PoisonError::into_inner);
    if !message.is_empty() && last.is_none_or(|last| last.elapsed() >= PLAIN_PROGRESS) {
        *last = Some(Instant::now());
        let _ = writeln!(err, "{message}");
    }
}

/// From now on nothing is written but lines: no bold, and nothing that takes another line's place.
pub fn be_plain() {
    PLAIN.store(true, Ordering::Relaxed);
}

fn is_plain() -> bool {
    PLAIN.load(Ordering::Relaxed)
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
        assert_eq!(harmless("a \x1b[1mpier\x1b[22m\n\t|", true), "a \x1b[1mpier\x1b[22m\n\t|");
        assert_eq!(harmless("a\x1b]0;pwn\x07b\u{9b}31m\u{202e}c\x1b[31md\0", true), "a]0;pwnb31mc[31md");
        assert_eq!(harmless("a \x1b[1mpier\x1b[22m\n\t|", false), "a pier\n\t|", "nor these in plain lines");
        assert_eq!(harmless("plain\r\nover\rdrawn\r", true), "plain\r\noverdrawn");
        assert!(matches!(harmless("plain\n", true), std::borrow::Cow::Borrowed(_)));
    }
}
