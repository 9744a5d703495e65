//! Words for the clipboard of the terminal that shows the session: what may be sent to which, and what can be said of it
//! afterwards. Nobody can know what a terminal does with them.

use crate::session::Copied;

/// Terminals are known that drop a longer sequence as a whole, in bytes of base64.
const MAX_SENT_BYTES: usize = 74_994;

/// Words on their way to the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// The words.
    pub text: String,
    /// What stands between.
    pub through: Through,
}

/// What stands between this program and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    /// Nothing that is known of.
    Nothing,
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
    /// A terminal that calls itself so may be either.
    ScreenOrTmux,
    /// tmux, of which only the name is known: it takes the words itself, or passes them on, as its settings say.
    NamedTmux,
}

/// What stands between, as the terminal's name alone tells; nothing for terminals without a clipboard, some of which
/// would print what they are sent.
pub(super) fn through(term: &str) -> Option<Through> {
    let knows_nothing =
        term.is_empty() || ["linux", "dumb", "vt", "cons", "ansi", "hurd"].iter().any(|name| term.starts_with(name));
    if knows_nothing {
        None
    } else if term.starts_with("screen") {
        Some(Through::ScreenOrTmux)
    } else if term.starts_with("tmux") {
        Some(Through::NamedTmux)
    } else {
        Some(Through::Nothing)
    }
}

/// Sends words to the terminal, unless they are more than it would take.
pub(super) fn to_terminal(text: &str, through: Through) -> (Copied, Option<Sending>) {
    if text.len().div_ceil(3) * 4 > MAX_SENT_BYTES {
        return (Copied::Show("this is more than terminals take".to_owned()), None);
    }
    (Copied::Sent, Some(Sending { text: text.to_owned(), through }))
}

/// There is no way to the reader's clipboard.
pub(super) fn out_of_reach() -> (Copied, Option<Sending>) {
    (Copied::Show("this terminal has no clipboard that can be reached".to_owned()), None)
}
