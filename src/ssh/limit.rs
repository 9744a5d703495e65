//! Who may come in, and how much each may take: connections that are not logged in yet, connections and sessions of one
//! source and of all, channels of one connection, codes given to one source, and sources that are shut out for a while.
//!
//! Pure: the server tells what happens, when, and gives chance. Instants are counted from the start of the server.

mod newcomers;
mod penalty;
mod source;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use newcomers::Newcomers;
pub use penalty::Offence;
use penalty::Penalties;
pub use source::Source;

use crate::config::serve::{Limits, Startups};

/// Why a connection or a session is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its source is shut out, still so long.
    ShutOut(Duration),
    /// Too many connections wait for their login.
    Startups,
    /// Its source has as many connections or sessions as one may have.
    Source,
    /// The server has as many connections or sessions as it may have.
    Full,
    /// The connection has as many channels as it may have.
    Channels,
    /// The connection is over, or nobody has logged in on it.
    Nobody,
}

impl Refusal {
    /// Its name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::ShutOut(_) => "shut-out",
            Self::Startups => "startups",
            Self::Source => "source",
            Self::Full => "full",
            Self::Channels => "channels",
            Self::Nobody => "nobody",
        }
    }

    /// What a visitor is told, one line.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::ShutOut(_) => "Too many failed attempts came from your address; try again in some minutes.",
            Self::Startups => "Too many people are connecting at the moment; try again.",
            Self::Source => "Too many sessions are open from your address; close one and try again.",
            Self::Full => "All places are taken; try again later.",
            Self::Channels => "This connection has as many sessions as it may have; close one, or connect anew.",
            Self::Nobody => "This connection is closed.",
        }
    }
}

/// A connection that was let in. It counts until it is given to [`Gate::closed`].
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

/// What is there at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections that are not logged in yet.
    pub waiting: usize,
    /// Connections that are.
    pub connections: usize,
    /// Sessions on them.
    pub sessions: usize,
    /// Sources that have a connection, sources that have a penalty, and sources that were given codes of late.
    pub sources: usize,
}

/// Holds the limits.
#[derive(Debug)]
pub struct Gate {
    limits: Limits,
    connections: BTreeMap<u64, Connection>,
    shares: BTreeMap<Source, Share>,
    penalties: Penalties,
    newcomers: Newcomers,
    n_waiting: usize,
    n_sessions: usize,
    last: u64,
}

#[derive(Clone, Copy, Debug)]
struct Connection {
    source: Source,
    is_exempt: bool,
    is_logged_in: bool,
    n_sessions: usize,
}

/// What one source has; forgotten when it has no connection.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    n_connections: usize,
    n_sessions: usize,
}

impl Gate {
    /// A gate that nobody has come through.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            connections: BTreeMap::new(),
            shares: BTreeMap::new(),
            penalties: Penalties::default(),
            newcomers: Newcomers::default(),
            n_waiting: 0,
            n_sessions: 0,
            last: 0,
        }
    }

    /// Holds other limits from now on. Who is in stays in.
    pub fn change(&mut self, limits: Limits) {
        if limits.penalty.is_zero() {
            self.penalties = Penalties::default();
        }
        self.limits = limits;
    }

    /// A connection comes. `chance` is any number drawn at random: when many wait for their login, it decides. A source
    /// that has more connections than it may is given a penalty for it.
    pub fn connect(&mut self, now: Duration, address: IpAddr, chance: u32) -> Result<Ticket, Refusal> {
        self.penalties.forget(now);
        self.newcomers.forget(now);
        let source = Source::from(address);
        let is_exempt = self.is_exempt(address);
        if !is_exempt {
            if let Some(left) = self.penalties.of(now, source) {
                return Err(Refusal::ShutOut(left));
            }
            let share = self.shares.get(&source).copied().unwrap_or_default();
            if share.n_connections >= self.limits.max_sessions_per_source {
                self.failed(now, address, Offence::Flood);
                return Err(Refusal::Source);
            }
        }
        if is_dropped(self.limits.startups, self.n_waiting, chance) {
            return Err(Refusal::Startups);
        }
        // Whether a place is left is asked once they are logged in: before, hardly any client shows why it is sent away.
        self.last += 1;
        self.connections.insert(self.last, Connection { source, is_exempt, is_logged_in: false, n_sessions: 0 });
        self.shares.entry(source).or_default().n_connections += 1;
        self.n_waiting += 1;
        Ok(Ticket(self.last))
    }

    /// Somebody has logged in on a connection.
    pub fn logged_in(&mut self, ticket: &Ticket) -> Result<(), Refusal> {
        let is_full = self.n_logged_in() >= self.limits.max_sessions;
        let connection = self.connections.get_mut(&ticket.0).ok_or(Refusal::Nobody)?;
        if connection.is_logged_in {
            return Ok(());
        }
        if is_full {
            return Err(Refusal::Full);
        }
        connection.is_logged_in = true;
        self.n_waiting = self.n_waiting.saturating_sub(1);
        Ok(())
    }

    /// A source did what visitors do not do. Gives for how long it is shut out, if it was not before.
    pub fn failed(&mut self, now: Duration, address: IpAddr, offence: Offence) -> Option<Duration> {
        if self.is_exempt(address) {
            return None;
        }
        let Limits { penalty, max_penalty, .. } = self.limits;
        self.penalties.add(now, Source::from(address), offence, penalty, max_penalty)
    }

    /// Somebody without a key is new. Whether they may be given a code, under which something is kept.
    pub fn newcomer(&mut self, now: Duration, address: IpAddr) -> bool {
        self.is_exempt(address) || self.newcomers.add(now, Source::from(address), self.limits.max_codes_per_source)
    }

    /// A channel for a session is opened on a connection. It counts until [`Gate::session_ended`] or
    /// [`Gate::closed`].
    pub fn session_began(&mut self, ticket: &Ticket) -> Result<(), Refusal> {
        let connection =
            self.connections.get_mut(&ticket.0).filter(|connection| connection.is_logged_in).ok_or(Refusal::Nobody)?;
        let share = self.shares.entry(connection.source).or_default();
        if connection.n_sessions >= self.limits.max_channels {
            return Err(Refusal::Channels);
        }
        if !connection.is_exempt && share.n_sessions >= self.limits.max_sessions_per_source {
            return Err(Refusal::Source);
        }
        if self.n_sessions >= self.limits.max_sessions {
            return Err(Refusal::Full);
        }
        connection.n_sessions += 1;
        share.n_sessions += 1;
        self.n_sessions += 1;
        Ok(())
    }

    /// A session is over.
    pub fn session_ended(&mut self, ticket: &Ticket) {
        let Some(connection) = self.connections.get_mut(&ticket.0).filter(|connection| connection.n_sessions > 0)
        else {
            return;
        };
        connection.n_sessions -= 1;
        self.n_sessions = self.n_sessions.saturating_sub(1);
        if let Some(share) = self.shares.get_mut(&connection.source) {
            share.n_sessions = share.n_sessions.saturating_sub(1);
        }
    }

    /// A connection is closed, with what was open on it.
    pub fn closed(&mut self, ticket: &Ticket) {
        let Some(connection) = self.connections.remove(&ticket.0) else { return };
        if !connection.is_logged_in {
            self.n_waiting = self.n_waiting.saturating_sub(1);
        }
        self.n_sessions = self.n_sessions.saturating_sub(connection.n_sessions);
        let Some(share) = self.shares.get_mut(&connection.source) else { return };
        share.n_connections = share.n_connections.saturating_sub(1);
        share.n_sessions = share.n_sessions.saturating_sub(connection.n_sessions);
        if share.n_connections == 0 {
            self.shares.remove(&connection.source);
        }
    }

    /// What is there at the moment.
    pub fn counts(&self) -> Counts {
        Counts {
            waiting: self.n_waiting,
            connections: self.n_logged_in(),
            sessions: self.n_sessions,
            sources: self.shares.len() + self.penalties.len() + self.newcomers.len(),
        }
    }

    fn n_logged_in(&self) -> usize {
        self.connections.len().saturating_sub(self.n_waiting)
    }

    fn is_exempt(&self, address: IpAddr) -> bool {
        self.limits.exempt.iter().any(|network| network.has(address))
    }
}

/// Whether one more connection is dropped while so many wait for their login: none up to `start`, all from `full`,
/// between them by chance, `rate` percent at first and evenly more.
fn is_dropped(startups: Startups, n_waiting: usize, chance: u32) -> bool {
    let Startups { start, rate, full } = startups;
    let n_waiting = u64::try_from(n_waiting).unwrap_or(u64::MAX);
    let (start, full, rate) = (u64::from(start), u64::from(full), u64::from(rate.min(100)));
    if n_waiting >= full {
        return true;
    }
    if n_waiting < start {
        return false;
    }
    // start <= n_waiting < full, so that the divisor is not nought.
    let percent = rate + (100 - rate) * (n_waiting - start) / (full - start);
    u64::from(chance % 100) < percent
}
