//! What goes on in one channel: a visit, or the answer to a command. The task waits for bytes, for the clock and for the
//! line; it paints only once the line has sent what was painted before, so that on a slow line frames are left out and
//! never stored.

mod answer;

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use russh::server::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::sync::mpsc;
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::line::Wire;
use super::log::{Event, Line};
use super::pass::{Pass, Seat};
use super::server::{Server, stopped};
use super::terminal::Terminal;
use super::visit::{Ending, Visit};
use crate::catalogue::Visitor;
use crate::host::visitor::Guest;

/// How long a lone Escape waits for a sequence to follow it. From afar that may come in two packets, but hardly later.
const ESCAPE_WAIT: Duration = Duration::from_millis(50);
/// What a visitor leaves is kept once no key has come for so long.
const KEEPING: Duration = Duration::from_secs(1);
/// So much input is taken together at most before the screen is painted.
const MAX_MESSAGES: usize = 16;
/// Where lines are appended, keys wait until the line has taken what was said for those before; more are dropped.
const MAX_HELD_BYTES: usize = 4096;
/// So many of them are answered together.
const AT_ONCE_BYTES: usize = 64;
/// Another program that writes holds the last keeping up; it is tried so often again, so far apart.
const N_TRIES: usize = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(200);
/// How long a client may take the last bytes.
const FAREWELL: Duration = Duration::from_secs(2);

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
    pub user: String,
}

impl Asker {
    fn server(&self) -> &Arc<Server> {
        self.pass.server()
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

/// Sends bytes, and waits until the line has taken them.
async fn deliver(write: &ChannelWriteHalf<Msg>, wire: &Wire, ext: Option<u32>, bytes: Vec<u8>) -> io::Result<()> {
    // What is written is longer than what is sent.
    let until = wire.n_written() + bytes.len() as u64;
    let sent = match ext {
        None => write.data_bytes(bytes).await,
        Some(ext) => write.extended_data_bytes(ext, bytes).await,
    };
    sent.map_err(io::Error::other)?;
    wire.taken(until).await
}

/// Runs a channel to its end. Whoever replies to requests says what is to be done by `wishes`, one for each request for
/// a shell or a command until one is met.
pub(super) async fn run(channel: Channel<Msg>, mut wishes: mpsc::Receiver<Wish>, asker: Asker, seat: Option<Seat>) {
    // Kept until all of the channel is over.
    let _seat = seat;
    let (mut read, write) = channel.split();
    let mut guard = Guard(&asker.wire, true);
    let patience = asker.server().limits().login_grace;
    let Ok(Some(wish)) = timeout(patience, wish(&mut read, &mut wishes)).await else {
        guard.1 = timeout(FAREWELL, write.close()).await.is_err();
        return;
    };
    let status = match wish {
        Wish::Visit(terminal) => visit(&mut read, &write, &asker, terminal).await,
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
    guard.1 = timeout(FAREWELL, close).await.is_err();
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

type Delivery<'a> = Pin<Box<dyn Future<Output = io::Result<()>> + Send + 'a>>;

/// Runs a visit and gives the exit status; none where nobody is there any more.
async fn visit(
    read: &mut ChannelReadHalf,
    write: &ChannelWriteHalf<Msg>,
    asker: &Asker,
    terminal: Terminal,
) -> Option<u32> {
    let server = asker.server();
    let limits = server.limits();
    let (began, mut last_key) = (Instant::now(), Instant::now());
    let mut stop = server.stopping();
    asker.tell(Event::SessionBegan, |line| line.with("terminal", terminal.name()));
    let begun = block_in_place(|| {
        let guest = Guest::new(server.shared(), asker.visitor.clone());
        Visit::begin(guest, &terminal, server.settings())
    });
    let mut visit = match begun {
        Ok(visit) => visit,
        Err(ending) => {
            asker.tell(Event::SessionEnded, |line| line.with("reason", ending.name()));
            return Some(ending.status());
        }
    };
    #[cfg(debug_assertions)]
    if std::env::var("NUTGRAF_PANIC").is_ok_and(|name| name == asker.user) {
        visit.provoke();
    }
    let mut delivery: Option<Delivery<'_>> = None;
    let mut held: VecDeque<u8> = VecDeque::new();
    let mut terminal = terminal;
    loop {
        while delivery.is_none() && visit.ended().is_none() {
            if !held.is_empty() {
                let keys: Vec<u8> = held.drain(..held.len().min(AT_ONCE_BYTES)).collect();
                visit.input(&keys);
                visit.settle();
            }
            if visit.is_stale() {
                visit.at(server.since_began().as_secs());
                let mut out = Vec::new();
                server.lend(|canvas| visit.paint(canvas, &mut out));
                if !out.is_empty() {
                    delivery = Some(Box::pin(deliver(write, &asker.wire, None, out)));
                }
            }
            if held.is_empty() {
                break;
            }
        }
        if visit.ended().is_some() {
            break;
        }
        let idle_at = last_key + limits.idle;
        let over_at = began + limits.lifetime;
        let soon = if visit.is_pending() && held.is_empty() {
            Some(ESCAPE_WAIT)
        } else {
            visit.is_waiting().then_some(KEEPING)
        };
        let wake_at = idle_at.min(over_at).min(soon.map_or(over_at, |soon| Instant::now() + soon));
        tokio::select! {
            message = read.wait() => {
                let mut message = message;
                for n in 0.. {
                    match message {
                        None | Some(ChannelMsg::Close) => visit.end(Ending::Gone),
                        Some(ChannelMsg::Data { data }) => {
                            last_key = Instant::now();
                            if visit.is_lasting() {
                                let room = MAX_HELD_BYTES - held.len();
                                held.extend(data.iter().take(room));
                            } else {
                                visit.at(server.since_began().as_secs());
                                aside_if(data.len() > AT_ONCE_BYTES, || visit.input(&data));
                            }
                        }
                        Some(ChannelMsg::WindowChange { col_width, row_height, .. }) => {
                            visit.resize(terminal.resize(col_width, row_height));
                        }
                        // Nobody can type any more, or whoever runs the client wants an end.
                        Some(ChannelMsg::Eof | ChannelMsg::Signal { .. }) => visit.end(Ending::Quit),
                        Some(_) => {}
                    }
                    if n == MAX_MESSAGES || visit.ended().is_some() {
                        break;
                    }
                    let Some(next) = at_once(read).await else { break };
                    message = next;
                }
                visit.settle();
            }
            delivered = async { match &mut delivery { Some(delivery) => delivery.await, None => Ok(()) } },
                if delivery.is_some() => {
                delivery = None;
                if delivered.is_err() {
                    visit.end(Ending::Gone);
                }
            }
            () = sleep_until(wake_at) => {
                let now = Instant::now();
                if now >= over_at {
                    visit.end(Ending::Lifetime);
                } else if now >= idle_at {
                    visit.end(Ending::Idle);
                } else if visit.is_pending() && held.is_empty() {
                    visit.flush_escape();
                } else if let Some(why) = block_in_place(|| visit.write()) {
                    asker.tell(Event::KeepingFailed, |line| line.with("why", why));
                }
            }
            () = stopped(&mut stop) => visit.end(Ending::Stopped),
        }
    }
    let ending = visit.ended().cloned().unwrap_or(Ending::Gone);
    // Before the last words, since a server that stops may have no time after them.
    if let Some(why) = block_in_place(|| visit.keep()) {
        asker.tell(Event::KeepingFailed, |line| line.with("why", why));
    }
    if ending != Ending::Gone {
        let farewell = visit.farewell();
        let parting = async {
            if let Some(delivery) = delivery {
                delivery.await?;
            }
            deliver(write, &asker.wire, None, farewell).await
        };
        // Who takes nothing is not waited for.
        if !matches!(timeout(FAREWELL, parting).await, Ok(Ok(()))) {
            asker.wire.cut();
        }
    }
    for _ in 0..N_TRIES {
        if !visit.is_waiting() {
            break;
        }
        sleep(BETWEEN_TRIES).await;
        let _ = block_in_place(|| visit.keep());
    }
    asker.tell(Event::SessionEnded, |line| {
        line.with("reason", ending.name()).with("lasted", format_args!("{}s", began.elapsed().as_secs()))
    });
    (ending != Ending::Gone).then(|| ending.status())
}

/// Does what may take long in a way that holds nobody else up; what is quick is quicker without.
fn aside_if(is_long: bool, what: impl FnOnce()) {
    if is_long { block_in_place(what) } else { what() }
}

/// The next message, if it is there already.
async fn at_once(read: &mut ChannelReadHalf) -> Option<Option<ChannelMsg>> {
    let mut next = pin!(read.wait());
    poll_fn(|cx| {
        Poll::Ready(match next.as_mut().poll(cx) {
            Poll::Ready(message) => Some(message),
            Poll::Pending => None,
        })
    })
    .await
}
