//! The answer to a command: made aside, sent as fast as the client takes it, for as long as a session may last.

use russh::server::Msg;
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep_until};

use super::Asker;
use super::clocks::Clocks;
use super::delivery::deliver;
use crate::ssh::log::Event;
use crate::ssh::server::stopped;
use crate::ssh::terminal::Terminal;
use crate::ssh::visit::Ending;
use crate::ssh::{Answered, Manner};

/// Columns of text where there is no terminal.
const WIDTH_COL: usize = 80;
/// So much is on its way at most.
const PART_BYTES: usize = 32 << 10;
/// Memory is given back once so much was parted.
const SHRINK_BYTES: usize = 1 << 20;
/// What came of a fault: `EX_SOFTWARE`.
const FAULT: u8 = 70;
const FAULT_SAID: &str = "something went wrong here, which is the program's fault";
/// What came of too many that take nothing: `EX_TEMPFAIL`.
const NO_ROOM: u8 = 75;
const NO_ROOM_SAID: &str = "too much is on its way to others just now; try again in a moment, or ask for less";

/// Answers a command and gives the exit status; none where nobody is there any more.
pub(super) async fn run(
    read: &mut ChannelReadHalf,
    write: &ChannelWriteHalf<Msg>,
    asker: &Asker,
    line: String,
    terminal: Option<Terminal>,
) -> Option<u32> {
    let manner = manner(terminal.as_ref());
    let has_terminal = terminal.is_some();
    let server = asker.server();
    let mut clocks = Clocks::new(&server.limits(), Instant::now());
    let mut stop = server.stopping();
    let turn = tokio::select! {
        turn = server.turns().command(asker.share()) => turn,
        ending = over(read, &clocks, &mut stop) => return status(&ending),
    };
    let (commands, visitor) = (server.commands(), asker.visitor.clone());
    let mut answering = spawn_blocking(move || {
        // Until the answer is there, though nobody may wait for it any more.
        let _turn = turn;
        Parts::of(commands.answer(&visitor, &line, manner), has_terminal)
    });
    let answered = tokio::select! {
        answered = &mut answering => answered,
        ending = over(read, &clocks, &mut stop) => {
            // Its seat is taken until then too.
            tokio::select! {
                _ = answering => {}
                () = stopped(&mut stop) => {}
            }
            return status(&ending);
        }
    };
    let mut parts = answered.unwrap_or_else(|_| Parts::of(said(FAULT_SAID, FAULT), has_terminal));
    let mut room = server.turns().unsent(asker.share(), parts.n_bytes >> 10);
    if room.is_none() {
        parts = Parts::of(said(NO_ROOM_SAID, NO_ROOM), has_terminal);
    }
    asker.tell(Event::Command, |line| line.with("status", parts.code));
    asker.wire.widen();
    while let Some((ext, part)) = parts.next() {
        let n_kb = part.len() >> 10;
        tokio::select! {
            sent = deliver(write, &asker.wire, ext, part) => sent.ok()?,
            ending = over(read, &clocks, &mut stop) => return status(&ending),
        }
        clocks.stir(Instant::now());
        if let Some(room) = &mut room {
            room.give_back(n_kb);
        }
    }
    Some(u32::from(parts.code))
}

fn said(words: &str, code: u8) -> Answered {
    Answered { err: format!("nutgraf: {words}\n"), code, ..Answered::default() }
}

/// Waits until nobody wants the answer any more: its client is gone or has taken nothing for long, or the server stops.
/// Whatever else the client sends is not for a command.
async fn over(read: &mut ChannelReadHalf, clocks: &Clocks, stop: &mut watch::Receiver<bool>) -> Ending {
    tokio::select! {
        () = gone(read) => Ending::Gone,
        () = sleep_until(clocks.next()) => Ending::Idle,
        () = stopped(stop) => Ending::Stopped,
    }
}

async fn gone(read: &mut ChannelReadHalf) {
    while !matches!(read.wait().await, None | Some(ChannelMsg::Close)) {}
}

/// The status that says that not all was sent.
fn status(ending: &Ending) -> Option<u32> {
    (*ending != Ending::Gone).then(|| ending.status())
}

fn manner(terminal: Option<&Terminal>) -> Manner {
    match terminal {
        None => Manner { width_col: WIDTH_COL, unicode: true, is_bold: false },
        Some(terminal) => Manner {
            width_col: usize::from(terminal.size().0),
            unicode: terminal.has_unicode(),
            is_bold: terminal.moves_cursor() && terminal.has_colour(),
        },
    }
}

/// An answer in parts, each of which is let go once it was sent.
struct Parts {
    code: u8,
    n_bytes: usize,
    has_terminal: bool,
    /// The last is sent first.
    left: Vec<(Option<u32>, Vec<u8>)>,
}

impl Parts {
    fn of(answered: Answered, has_terminal: bool) -> Self {
        let n_bytes = answered.out.len() + answered.err.len();
        let mut left = Vec::new();
        for (text, ext) in [(answered.err, (!has_terminal).then_some(1)), (answered.out, None)] {
            let mut bytes = text.into_bytes();
            // From the end, so that nothing is moved and what is parted goes.
            while bytes.len() > PART_BYTES {
                let at = (bytes.len() - 1) / PART_BYTES * PART_BYTES;
                left.push((ext, bytes.split_off(at)));
                if at.is_multiple_of(SHRINK_BYTES) {
                    bytes.shrink_to_fit();
                }
            }
            if !bytes.is_empty() {
                bytes.shrink_to_fit();
                left.push((ext, bytes));
            }
        }
        Self { code: answered.code, n_bytes, has_terminal, left }
    }

    fn next(&mut self) -> Option<(Option<u32>, Vec<u8>)> {
        let (ext, part) = self.left.pop()?;
        Some((ext, if self.has_terminal { with_returns(&part) } else { part }))
    }
}

/// A terminal without a kernel in between wants both.
fn with_returns(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() + text.len() / 32);
    for &byte in text {
        if byte == b'\n' {
            bytes.push(b'\r');
        }
        bytes.push(byte);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{PART_BYTES, Parts, with_returns};
    use crate::ssh::Answered;

    #[test]
    fn an_answer_is_sent_in_order_and_whole() {
        for n_bytes in [0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 70 * PART_BYTES + 7] {
            let out: String = (0..n_bytes).map(|n| char::from(b'a' + (n / 1000 % 26) as u8)).collect();
            let mut parts = Parts::of(Answered { out: out.clone(), err: "so\n".to_owned(), code: 3 }, false);
            assert_eq!((parts.n_bytes, parts.code), (n_bytes + 3, 3));
            let mut sent = [Vec::new(), Vec::new()];
            while let Some((ext, part)) = parts.next() {
                assert!(part.len() <= PART_BYTES && (ext.is_none() || sent[0].len() == n_bytes));
                sent[usize::from(ext.is_some())].extend(part);
            }
            assert_eq!(sent, [out.into_bytes(), b"so\n".to_vec()]);
        }
    }

    #[test]
    fn lines_begin_at_the_left_of_a_terminal() {
        assert_eq!(with_returns("a\nä\n\n".as_bytes()), "a\r\nä\r\n\r\n".as_bytes());
    }
}
