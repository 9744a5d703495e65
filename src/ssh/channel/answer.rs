//! The answer to a command: made aside, sent as fast as the client takes it.

use russh::server::Msg;
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::task::spawn_blocking;

use super::{Asker, deliver};
use crate::ssh::log::Event;
use crate::ssh::terminal::Terminal;
use crate::ssh::{Answered, Manner};

/// Columns of text where there is no terminal.
const WIDTH_COL: usize = 80;
/// So much is on its way at most.
const PART_BYTES: usize = 32 << 10;
/// What came of a fault: `EX_SOFTWARE`.
const FAULT: u8 = 70;

/// Answers a command and gives the exit status; none where nobody is there any more.
pub(super) async fn run(
    read: &mut ChannelReadHalf,
    write: &ChannelWriteHalf<Msg>,
    asker: &Asker,
    line: String,
    terminal: Option<Terminal>,
) -> Option<u32> {
    let manner = manner(terminal.as_ref());
    let server = asker.server();
    let (commands, visitor) = (server.commands(), asker.visitor.clone());
    let answering = async {
        // Dropped by nobody, so that there is always one to have.
        let _turn = server.turn().await;
        spawn_blocking(move || commands.answer(&visitor, &line, manner)).await
    };
    let answered = tokio::select! {
        answered = answering => answered,
        () = gone(read) => return None,
    };
    let answered = answered.unwrap_or_else(|_| Answered {
        err: "nutgraf: something went wrong here, which is the program's fault\n".to_owned(),
        code: FAULT,
        ..Answered::default()
    });
    asker.tell(Event::Command, |line| line.with("status", answered.code));
    let sending = send(write, asker, &answered, terminal.is_some());
    tokio::select! {
        sent = sending => sent.ok()?,
        () = gone(read) => return None,
    }
    Some(u32::from(answered.code))
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

/// Waits until the client is gone. Whatever else it sends is not for a command.
async fn gone(read: &mut ChannelReadHalf) {
    while !matches!(read.wait().await, None | Some(ChannelMsg::Close)) {}
}

async fn send(
    write: &ChannelWriteHalf<Msg>,
    asker: &Asker,
    answered: &Answered,
    has_terminal: bool,
) -> std::io::Result<()> {
    asker.wire.widen();
    let parts = [(&answered.out, None), (&answered.err, (!has_terminal).then_some(1))];
    for (text, ext) in parts {
        for part in text.as_bytes().chunks(PART_BYTES) {
            let part = if has_terminal { with_returns(part) } else { part.to_vec() };
            deliver(write, &asker.wire, ext, part).await?;
        }
    }
    Ok(())
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
    use super::with_returns;

    #[test]
    fn lines_begin_at_the_left_of_a_terminal() {
        assert_eq!(with_returns("a\nä\n\n".as_bytes()), "a\r\nä\r\n\r\n".as_bytes());
    }
}
