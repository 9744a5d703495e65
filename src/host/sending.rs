//! Words for the clipboard of the terminal that shows the session: what may be sent to which, and what can be said of it
//! afterwards. Nobody can know what a terminal does with them.

use crate::exchange::Copied;
pub use crate::theme::terminal::Through;

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
