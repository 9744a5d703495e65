//! A visit on its channel. The task waits for bytes, for the clocks, for the line and for its turn: keys are taken and
//! the screen is painted a slice at a time, so that whoever sends much waits for others as they wait for them.

use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use russh::server::Msg;
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::sync::AcquireError;
use tokio::task::{block_in_place, yield_now};
use tokio::time::{Instant, sleep, sleep_until};

use super::Asker;
use super::clocks::{Clocks, Due, Waits};
use super::delivery::Delivery;
use super::input::Input;
use crate::host::visitor::Guest;
use crate::ssh::log::Event;
use crate::ssh::server::{Turn, stopped};
use crate::ssh::terminal::Terminal;
use crate::ssh::visit::{Ending, Visit};

/// Keys are taken for so long, before it is somebody else's turn.
const SLICE: Duration = Duration::from_millis(5);
/// So many messages are read together at most.
const MAX_MESSAGES: usize = 16;
/// Another program that writes holds the last keeping up; it is tried so often again, so far apart.
const N_TRIES: usize = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(200);

/// Runs a visit and gives the exit status; none where nobody is there any more.
pub(super) async fn run(
    read: &mut ChannelReadHalf,
    write: &ChannelWriteHalf<Msg>,
    asker: &Asker,
    terminal: Terminal,
) -> Option<u32> {
    let server = asker.server();
    let began = Instant::now();
    asker.tell(Event::SessionBegan, |line| line.with("terminal", terminal.name()));
    let begun = {
        let _turn = server.turns().visit(asker.share()).await;
        block_in_place(|| {
            let guest = Guest::new(server.shared(), asker.visitor.clone()).named(&asker.user);
            Visit::begin(guest, &terminal, server.settings())
        })
    };
    let visit = match begun {
        Ok(visit) => visit,
        Err(ending) => {
            asker.tell(Event::SessionEnded, |line| line.with("reason", ending.name()));
            return Some(ending.status());
        }
    };
    let mut going = Going {
        asker,
        visit,
        terminal,
        input: Input::default(),
        clocks: Clocks::new(&server.limits(), began),
        delivery: Delivery::new(write, &asker.wire),
        over: None,
    };
    #[cfg(debug_assertions)]
    if std::env::var("NUTGRAF_PANIC").is_ok_and(|name| name == asker.user) {
        going.visit.provoke();
    }
    going.go_on(read).await;
    let Going { mut visit, delivery, .. } = going;
    let ending = visit.ended().cloned().unwrap_or(Ending::Gone);
    // Before the last words, since a server that stops may have no time after them.
    {
        let _turn = server.turns().keeping().await;
        if let Some(why) = block_in_place(|| visit.keep()) {
            asker.tell(Event::KeepingFailed, |line| line.with("why", why));
        }
    }
    if ending != Ending::Gone {
        delivery.finish(visit.farewell()).await;
    }
    for _ in 0..N_TRIES {
        if !visit.is_waiting() {
            break;
        }
        sleep(BETWEEN_TRIES).await;
        let _turn = server.turns().keeping().await;
        let _ = block_in_place(|| visit.keep());
    }
    asker.tell(Event::SessionEnded, |line| {
        line.with("reason", ending.name()).with("lasted", format_args!("{}s", began.elapsed().as_secs()))
    });
    (ending != Ending::Gone).then(|| ending.status())
}

/// A place among those who wait for a turn.
type Place<'a> = Pin<Box<dyn Future<Output = Result<Turn<'a>, AcquireError>> + Send + 'a>>;

/// A visit that goes on.
struct Going<'a> {
    asker: &'a Asker,
    visit: Visit,
    terminal: Terminal,
    input: Input,
    clocks: Clocks,
    delivery: Delivery<'a>,
    /// How it ends once what came before was taken.
    over: Option<Ending>,
}

impl Going<'_> {
    /// Goes on until the visit has ended.
    async fn go_on(&mut self, read: &mut ChannelReadHalf) {
        let turns = self.asker.server().turns();
        let mut stop = self.asker.server().stopping();
        // Kept while other things happen, or whoever presses keys would always stand at the end again.
        let mut place: Option<Place<'_>> = None;
        loop {
            if place.is_none() && self.has_work() {
                match turns.visit_now(self.asker.share()) {
                    Some(_turn) => self.work(),
                    None => place = Some(Box::pin(turns.visit(self.asker.share()))),
                }
            }
            self.come_to_an_end();
            if self.visit.ended().is_some() {
                return;
            }
            let now = Instant::now();
            let is_all_taken = !self.has_backlog();
            self.clocks
                .look(Waits { escape: is_all_taken && self.visit.is_pending(), keep: self.visit.is_waiting() }, now);
            tokio::select! {
                // A flood of keys holds up neither an end nor a clock.
                biased;
                () = stopped(&mut stop) => self.visit.end(Ending::Stopped),
                () = sleep_until(self.clocks.next()) => self.strike(),
                taken = self.delivery.taken(), if self.delivery.is_busy() => {
                    if taken.is_err() {
                        self.visit.end(Ending::Gone);
                    }
                }
                _turn = async { match &mut place { Some(place) => place.await, None => pending().await } },
                    if place.is_some() => {
                    place = None;
                    self.work();
                }
                message = read.wait(), if self.reads() => {
                    self.take(message);
                    for _ in 0..MAX_MESSAGES {
                        if !self.reads() {
                            break;
                        }
                        let Some(message) = at_once(read).await else { break };
                        self.take(message);
                    }
                }
                () = yield_now(), if place.is_none() && self.has_work() => {}
            }
        }
    }

    /// Whether more is to be read. Where lines are appended there always is, since what was said must be taken before
    /// the next key is, and nothing is taken by a client that is not read from.
    fn reads(&self) -> bool {
        self.over != Some(Ending::Gone) && (self.visit.is_lasting() || !self.input.is_full())
    }

    /// Takes a message.
    fn take(&mut self, message: Option<ChannelMsg>) {
        match message {
            None | Some(ChannelMsg::Close) => self.over = Some(Ending::Gone),
            Some(ChannelMsg::Data { data }) => {
                self.clocks.stir(Instant::now());
                if self.visit.is_lasting() {
                    self.input.take_what_fits(&data);
                } else {
                    self.input.take(&data);
                }
            }
            Some(ChannelMsg::WindowChange { col_width, row_height, .. }) => {
                self.terminal.resize(col_width, row_height);
                self.clocks.size();
            }
            // Nobody can type any more, or whoever runs the client wants an end.
            Some(ChannelMsg::Eof | ChannelMsg::Signal { .. }) => self.over = Some(Ending::Quit),
            Some(_) => {}
        }
    }

    /// Keys that were not taken yet.
    fn has_backlog(&self) -> bool {
        self.visit.has_heard() || !self.input.is_empty()
    }

    /// Whether keys may be taken now: where lines are appended, once the line has taken what was said for those before.
    fn may_take(&self) -> bool {
        !(self.visit.is_lasting() && self.delivery.is_busy())
    }

    fn has_work(&self) -> bool {
        (self.has_backlog() && self.may_take()) || (self.visit.is_stale() && !self.delivery.is_busy())
    }

    /// Ends a visit that is over once it has no more to do. Many keys of somebody who is gone are not taken.
    fn come_to_an_end(&mut self) {
        let Some(over) = &self.over else { return };
        let is_dropped = *over == Ending::Gone && (self.input.is_long() || !self.may_take());
        if is_dropped || !self.has_backlog() {
            self.visit.end(over.clone());
        }
    }

    /// Does what is due.
    fn strike(&mut self) {
        let now = Instant::now();
        match self.clocks.due(now) {
            Some(Due::Lifetime) => self.visit.end(Ending::Lifetime),
            Some(Due::Idle) => self.visit.end(Ending::Idle),
            Some(Due::Escape) => self.visit.flush_escape(),
            Some(Due::Size) => {
                self.visit.resize(self.terminal.size());
                self.clocks.sized(now);
            }
            Some(Due::Keep) => {
                self.clocks.tried(now);
                let Some(_turn) = self.asker.server().turns().keeping_now() else { return };
                if let Some(why) = block_in_place(|| self.visit.write()) {
                    self.asker.tell(Event::KeepingFailed, |line| line.with("why", why));
                }
            }
            None => {}
        }
    }

    /// Works for a slice. What may take long is done in a way that holds nobody else on this thread up; what is quick is
    /// quicker without.
    fn work(&mut self) {
        if self.input.is_long() || self.terminal.is_large() {
            block_in_place(|| self.work_here());
        } else {
            self.work_here();
        }
        // Behind so much that was not read nobody hears that the client is gone.
        if self.has_backlog() && self.asker.wire.is_hung_up() {
            self.over = Some(Ending::Gone);
        }
    }

    fn work_here(&mut self) {
        let server = self.asker.server();
        self.visit.at(server.since_began().as_secs());
        if self.may_take() {
            self.take_keys();
        }
        if !self.visit.is_stale() || self.delivery.is_busy() || self.visit.ended().is_some() {
            return;
        }
        // Keys that came together are painted together.
        if self.visit.is_lasting() || !self.has_backlog() || self.clocks.glimpse(Instant::now()) {
            let mut out = Vec::new();
            server.lend(|canvas| self.visit.paint(canvas, &mut out));
            if !out.is_empty() {
                self.delivery.send(out);
            }
        }
    }

    fn take_keys(&mut self) {
        let until = Instant::now() + SLICE;
        let mut has_heard = false;
        while self.visit.ended().is_none() {
            if !self.visit.take_next() {
                // Lines are said a part at a time.
                if has_heard && self.visit.is_lasting() {
                    break;
                }
                let Some(part) = self.input.part() else { break };
                self.visit.hear(&part);
                has_heard = true;
            }
            if Instant::now() >= until {
                break;
            }
        }
        self.visit.settle();
    }
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
