//! A connection's place among all of them, and its channels' seats: counted from when it is let in until nothing of it
//! is left, however it ends.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::limit::{Offence, Refusal, Ticket};
use super::log::{Event, Line, Tally};
use super::server::{Server, Share};
use crate::catalogue::Visitor;

/// A connection that was let in.
#[derive(Debug)]
pub(super) struct Pass {
    server: Arc<Server>,
    ticket: Ticket,
    address: IpAddr,
    share: Arc<Share>,
    offence: Mutex<Option<Offence>>,
    tally: Mutex<Tally>,
    n_seats: AtomicUsize,
    changed: Notify,
}

/// A channel of it.
#[derive(Debug)]
pub(super) struct Seat(Arc<Pass>);

impl Pass {
    pub(super) fn new(server: Arc<Server>, ticket: Ticket, address: IpAddr) -> Arc<Self> {
        let share = server.turns().share(address.into());
        Arc::new(Self {
            server,
            ticket,
            address,
            share,
            offence: Mutex::default(),
            tally: Mutex::default(),
            n_seats: AtomicUsize::new(0),
            changed: Notify::new(),
        })
    }

    pub(super) fn server(&self) -> &Arc<Server> {
        &self.server
    }

    pub(super) fn address(&self) -> IpAddr {
        self.address
    }

    /// What it may have of the server's turns, with all others that come from where it comes from.
    pub(super) fn share(&self) -> &Share {
        &self.share
    }

    /// Somebody has logged in on it.
    pub(super) fn logged_in(&self) -> Result<(), Refusal> {
        self.server.gate().logged_in(&self.ticket)
    }

    /// A channel is opened on it.
    pub(super) fn seat(self: &Arc<Self>) -> Result<Seat, Refusal> {
        self.server.gate().session_began(&self.ticket)?;
        self.n_seats.fetch_add(1, Ordering::AcqRel);
        self.changed.notify_waiters();
        Ok(Seat(Arc::clone(self)))
    }

    /// Its client did what visitors do not do. It counts once the connection is over, the first of several.
    pub(super) fn offend(&self, offence: Offence) {
        self.offence.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(offence);
    }

    /// The offence counts now.
    pub(super) fn settle(&self) {
        let Some(offence) = self.offence.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let at = self.server.since_began();
        let shut_out = self.server.gate().failed(at, self.address, offence);
        self.server.tell(&self.line(Event::LoginFailed).with("offence", offence.name()));
        if let Some(so_long) = shut_out {
            let line = self.line(Event::ShutOut).with("offence", offence.name());
            self.server.tell(&line.with("for", format_args!("{}s", so_long.as_secs())));
        }
    }

    /// Something that a client may do without end: told the first time, by the name of its kind, and counted.
    pub(super) fn tell_first(&self, event: Event, name: &'static str, kind: &'static str, visitor: Option<&Visitor>) {
        if !self.tally.lock().unwrap_or_else(PoisonError::into_inner).add(event, kind) {
            return;
        }
        let line = self.line(event).with(name, kind);
        self.server.tell(&match visitor {
            Some(visitor) => line.visitor(visitor),
            None => line,
        });
    }

    /// A line with the numbers of what was told once.
    pub(super) fn tallied(&self, line: Line) -> Line {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).written(line)
    }

    /// An event of this connection.
    pub(super) fn line(&self, event: Event) -> Line {
        Line::new(event).address(self.address)
    }

    /// Waits until it has channels, or none.
    pub(super) async fn until_seated(&self, is_seated: bool) {
        loop {
            let changed = self.changed.notified();
            if (self.n_seats.load(Ordering::Acquire) > 0) == is_seated {
                return;
            }
            changed.await;
        }
    }
}

impl Seat {
    /// Whether the connection has no other.
    pub(super) fn is_last(&self) -> bool {
        self.0.n_seats.load(Ordering::Acquire) == 1
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.server.gate().closed(&self.ticket);
        self.server.left();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.server.gate().session_ended(&self.0.ticket);
        self.0.n_seats.fetch_sub(1, Ordering::AcqRel);
        self.0.changed.notify_waiters();
    }
}
