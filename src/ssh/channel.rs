//! What goes on in one channel: a visit, or the answer to a command. `clocks` and `input` are pure; `delivery` sends.

mod answer;
mod clocks;
mod delivery;
mod input;
mod visiting;

use std::sync::Arc;
use std::time::Duration;

use russh::server::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::line::Wire;
use super::log::{Event, Line};
use super::pass::{Pass, Seat};
use super::server::{Server, Share};
use super::terminal::Terminal;
use crate::catalogue::Visitor;
use delivery::{FAREWELL, patiently};

/// What a channel was asked for.
#[derive(Debug)]
pub(super) enum Wish {
    /// To visit.
    Visit(Terminal),
    /// A command, and the terminal where it has one.
    Command(String, Option<Terminal>),
    /// Something that is not given, with a sentence for standard error, the exit status, and whether the channel has a
    /// terminal.
    Refused(&'static str, u32, bool),
}

/// Who asks.
#[derive(Debug)]
pub(super) struct Asker {
    pub pass: Arc<Pass>,
    pub wire: Arc<Wire>,
    pub visitor: Visitor,
    /// The name that was given.
    pub user: String,
}

impl Asker {
    fn server(&self) -> &Arc<Server> {
        self.pass.server()
    }

    /// What the visitor may have of the server's turns.
    fn share(&self) -> &Share {
        self.pass.share()
    }

    fn tell(&self, event: Event, more: impl FnOnce(Line) -> Line) {
        self.server().tell(&more(self.pass.line(event).visitor(&self.visitor)));
    }
}

/// Cuts the line of a channel whose task ends by a fault: nobody would ever close it.
struct Guard<'a>(&'a Wire, bool);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if self.1 {
            self.0.cut();
        }
    }
}

/// A channel with a seat: as long as one is there its client may sleep for as long as a session may be idle.
struct Stay<'a>(Seat, &'a Wire);

impl<'a> Stay<'a> {
    fn new(seat: Seat, wire: &'a Wire, idle: Duration) -> Self {
        wire.wait_for(idle);
        Self(seat, wire)
    }
}

impl Drop for Stay<'_> {
    fn drop(&mut self) {
        if self.0.is_last() {
            self.1.wait_for_nobody();
        }
    }
}

/// Runs a channel to its end. Whoever replies to requests says what is to be done by `wishes`, one for each request for
/// a shell or a command until one is met.
pub(super) async fn run(channel: Channel<Msg>, mut wishes: mpsc::Receiver<Wish>, asker: Asker, seat: Option<Seat>) {
    let limits = asker.server().limits();
    // Kept until all of the channel is over.
    let _stay = seat.map(|seat| Stay::new(seat, &asker.wire, limits.idle));
    let (mut read, write) = channel.split();
    let mut guard = Guard(&asker.wire, true);
    let Ok(Some(wish)) = timeout(limits.login_grace, wish(&mut read, &mut wishes)).await else {
        guard.1 = patiently(&asker.wire, write.close()).await.is_none();
        return;
    };
    let status = match wish {
        Wish::Visit(terminal) => visiting::run(&mut read, &write, &asker, terminal).await,
        Wish::Command(line, terminal) => answer::run(&mut read, &write, &asker, line, terminal).await,
        Wish::Refused(sentence, status, has_terminal) => {
            let end = if has_terminal { "\r\n" } else { "\n" };
            let _ = timeout(FAREWELL, write.extended_data_bytes(1, format!("{sentence}{end}").into_bytes())).await;
            Some(status)
        }
    };
    // Without a status nobody is there to hear it.
    let Some(status) = status else {
        guard.1 = false;
        return;
    };
    let close = async {
        write.exit_status(status).await?;
        write.eof().await?;
        write.close().await
    };
    guard.1 = patiently(&asker.wire, close).await.is_none();
}

async fn wish(read: &mut ChannelReadHalf, wishes: &mut mpsc::Receiver<Wish>) -> Option<Wish> {
    loop {
        match read.wait().await? {
            ChannelMsg::RequestShell { .. } | ChannelMsg::Exec { .. } => return wishes.recv().await,
            ChannelMsg::Close => return None,
            _ => {}
        }
    }
}
