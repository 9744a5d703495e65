//! What sources did that visitors do not do, and for how long they are shut out for it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::Source;

/// Sources that penalties are kept of. Beyond, the one whose penalty is over first is forgotten.
pub(super) const MAX_SOURCES: usize = 65_536;

/// From so many times the penalty of a failed login on a source is shut out: somebody who mistypes once or twice is not.
const SHUT_OUT_FROM: u32 = 3;

/// Costs are in parts of the penalty of a failed login.
const FIFTHS: u32 = 5;

/// What a source did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offence {
    /// Tried to log in, and may not.
    Login,
    /// Named a code that nobody has.
    Code,
    /// Connected and went without a login. People do, and programs that ask for the server's key; it costs the server
    /// little, and so little is charged.
    NoLogin,
    /// Connected, and did not log in in time. Whoever compares a fingerprint for the first time may be slow, so that
    /// once does not shut out.
    Grace,
    /// Connected more often than one source may.
    Flood,
    /// Sent what broke its session or the protocol.
    Broken,
}

impl Offence {
    /// Each with its name, and how many fifths of the penalty of a failed login it costs.
    pub const NAMES: [(Self, &'static str, u32); 6] = [
        (Self::Login, "login", 5),
        (Self::Code, "code", 5),
        (Self::NoLogin, "no-login", 1),
        (Self::Grace, "grace", 10),
        (Self::Flood, "flood", 10),
        (Self::Broken, "broken", 10),
    ];

    /// Its name in the log.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (Self, &'static str, u32) {
        Self::NAMES.into_iter().find(|row| row.0 == self).unwrap_or(Self::NAMES[0])
    }
}

/// The penalties of all sources. Instants are counted from the start of the server.
#[derive(Debug, Default)]
pub(super) struct Penalties {
    by_source: BTreeMap<Source, Penalty>,
    /// The same by when they are over.
    by_end: BTreeSet<(Duration, Source)>,
}

#[derive(Clone, Copy, Debug)]
struct Penalty {
    end: Duration,
    is_shut_out: bool,
}

impl Penalties {
    /// How long a source is still shut out.
    pub(super) fn of(&self, now: Duration, source: Source) -> Option<Duration> {
        let penalty = self.by_source.get(&source).filter(|penalty| penalty.is_shut_out)?;
        penalty.end.checked_sub(now).filter(|left| !left.is_zero())
    }

    /// Adds what an offence costs. Gives for how long the source is shut out, if it was not before.
    pub(super) fn add(
        &mut self,
        now: Duration,
        source: Source,
        offence: Offence,
        unit: Duration,
        most: Duration,
    ) -> Option<Duration> {
        self.forget(now);
        if unit.is_zero() || most.is_zero() {
            return None;
        }
        let before = self.remove(source);
        if before.is_none() && self.by_source.len() >= MAX_SOURCES {
            let first = self.by_end.first().copied();
            first.map(|(_, source)| self.remove(source));
        }
        let was_shut_out = before.is_some_and(|penalty| penalty.is_shut_out);
        let begin = before.map_or(now, |penalty| penalty.end);
        let cost = unit.saturating_mul(offence.row().2) / FIFTHS;
        let end = begin.saturating_add(cost).min(now.saturating_add(most));
        let left = end.saturating_sub(now);
        let threshold = unit.saturating_mul(SHUT_OUT_FROM).min(most);
        let is_shut_out = was_shut_out || left >= threshold;
        self.by_source.insert(source, Penalty { end, is_shut_out });
        self.by_end.insert((end, source));
        (is_shut_out && !was_shut_out).then_some(left)
    }

    /// Forgets what is over.
    pub(super) fn forget(&mut self, now: Duration) {
        while let Some(&(end, source)) = self.by_end.first()
            && end <= now
        {
            self.remove(source);
        }
    }

    /// Sources that something is kept of.
    pub(super) fn len(&self) -> usize {
        self.by_source.len()
    }

    fn remove(&mut self, source: Source) -> Option<Penalty> {
        let penalty = self.by_source.remove(&source)?;
        self.by_end.remove(&(penalty.end, source));
        Some(penalty)
    }
}
