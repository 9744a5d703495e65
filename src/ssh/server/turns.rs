//! Turns: how much is done at the same time of what takes long, so that whoever asks for much waits for others as they
//! wait for them, and a thread is always left for the server itself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use crate::ssh::limit::Source;

/// Threads that step in where others are kept busy: more than there are turns, since logins need some too.
pub(super) const MAX_ASIDE: usize = 32;
/// Visits that take keys or paint at the same time: as many as there are cores, within these bounds.
const N_VISITS: (usize, usize) = (4, 12);
/// Commands that are answered at the same time.
const N_COMMANDS: usize = 2;
/// Visits that write down what was left in them at the same time; only one of them writes, another may be looking.
const N_KEEPING: usize = 2;
/// Long answers that were made and not taken yet, all together.
const UNSENT_KB: usize = 64 << 10;
/// One source has at most so many parts of it all: one of two.
const PARTS: usize = 2;

/// The turns of a server.
#[derive(Debug)]
pub(in crate::ssh) struct Turns {
    visits: Semaphore,
    n_visits: usize,
    commands: Arc<Semaphore>,
    keeping: Semaphore,
    unsent_kb: Arc<Semaphore>,
    /// Of the sources that have a connection.
    shares: Mutex<BTreeMap<Source, Weak<Share>>>,
}

/// What one source may have of the turns, so that it cannot take them all: a question may keep a turn for seconds.
#[derive(Debug)]
pub(in crate::ssh) struct Share {
    visits: Semaphore,
    commands: Arc<Semaphore>,
    unsent_kb: Arc<Semaphore>,
}

/// A turn of a visit: its source's, then one of all.
pub(in crate::ssh) type Turn<'a> = (SemaphorePermit<'a>, SemaphorePermit<'a>);

/// Room for an answer, its source's and that of all.
#[derive(Debug)]
pub(in crate::ssh) struct Room(OwnedSemaphorePermit, OwnedSemaphorePermit);

impl Default for Turns {
    fn default() -> Self {
        let n_visits = std::thread::available_parallelism().map_or(N_VISITS.0, usize::from);
        let n_visits = n_visits.clamp(N_VISITS.0, N_VISITS.1);
        Self {
            visits: Semaphore::new(n_visits),
            n_visits,
            commands: Arc::new(Semaphore::new(N_COMMANDS)),
            keeping: Semaphore::new(N_KEEPING),
            unsent_kb: Arc::new(Semaphore::new(UNSENT_KB)),
            shares: Mutex::default(),
        }
    }
}

impl Turns {
    /// The share of a source, the same for all of its connections.
    pub(in crate::ssh) fn share(&self, source: Source) -> Arc<Share> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get(&source).and_then(Weak::upgrade) {
            return share;
        }
        // There are never more than there are connections.
        shares.retain(|_, share| share.strong_count() > 0);
        let share = Arc::new(Share {
            visits: Semaphore::new(self.n_visits / PARTS),
            commands: Arc::new(Semaphore::new(N_COMMANDS / PARTS)),
            unsent_kb: Arc::new(Semaphore::new(UNSENT_KB / PARTS)),
        });
        shares.insert(source, Arc::downgrade(&share));
        share
    }

    /// A turn of a visit, if one is free and nobody waits for it.
    pub(in crate::ssh) fn visit_now<'a>(&'a self, share: &'a Share) -> Option<Turn<'a>> {
        Some((share.visits.try_acquire().ok()?, self.visits.try_acquire().ok()?))
    }

    /// Waits for a turn of a visit, behind those who wait already.
    pub(in crate::ssh) async fn visit<'a>(&'a self, share: &'a Share) -> Result<Turn<'a>, AcquireError> {
        Ok((share.visits.acquire().await?, self.visits.acquire().await?))
    }

    /// Waits for a turn to answer a command. It is owned, since the answer goes on whoever has left meanwhile.
    pub(in crate::ssh) async fn command(
        &self,
        share: &Share,
    ) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), AcquireError> {
        let own = Arc::clone(&share.commands).acquire_owned().await?;
        Ok((own, Arc::clone(&self.commands).acquire_owned().await?))
    }

    /// A turn to write down what was left, if one is free.
    pub(in crate::ssh) fn keeping_now(&self) -> Option<SemaphorePermit<'_>> {
        self.keeping.try_acquire().ok()
    }

    /// Waits for a turn to write down what was left.
    pub(in crate::ssh) async fn keeping(&self) -> Result<SemaphorePermit<'_>, AcquireError> {
        self.keeping.acquire().await
    }

    /// Room for an answer that is sent as fast as its client takes it; nothing where others take all of it.
    pub(in crate::ssh) fn unsent(&self, share: &Share, n_kb: usize) -> Option<Room> {
        let n_kb = u32::try_from(n_kb).ok()?;
        let own = Arc::clone(&share.unsent_kb).try_acquire_many_owned(n_kb).ok()?;
        Some(Room(own, Arc::clone(&self.unsent_kb).try_acquire_many_owned(n_kb).ok()?))
    }

    /// How much room there is for such answers, for tests that take none of it.
    #[cfg(test)]
    pub(in crate::ssh) fn unsent_kb(&self) -> usize {
        self.unsent_kb.available_permits()
    }
}

impl Room {
    /// Gives a part of it back.
    pub(in crate::ssh) fn give_back(&mut self, n_kb: usize) {
        for room in [&mut self.0, &mut self.1] {
            drop(room.split(n_kb.min(room.num_permits())));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    use super::{MAX_ASIDE, N_COMMANDS, N_KEEPING, N_VISITS, PARTS, Share, Turns, UNSENT_KB};

    fn share(turns: &Turns, host: u8) -> Arc<Share> {
        turns.share(IpAddr::from(Ipv4Addr::new(192, 0, 2, host)).into())
    }

    #[test]
    fn there_are_threads_left_when_all_turns_are_taken() {
        assert!(N_VISITS.1 + N_COMMANDS + N_KEEPING < MAX_ASIDE);
        let turns = Turns::default();
        let shares: Vec<_> = (0..9).map(|host| share(&turns, host)).collect();
        let taken: Vec<_> = shares.iter().flat_map(|share| std::iter::from_fn(|| turns.visit_now(share))).collect();
        assert!((N_VISITS.0..=N_VISITS.1).contains(&taken.len()));
        drop(taken);
        assert!(turns.visit_now(&shares[0]).is_some());
    }

    #[tokio::test]
    async fn one_source_never_takes_all_turns() {
        let turns = Turns::default();
        let (greedy, other) = (share(&turns, 1), share(&turns, 2));
        let taken: Vec<_> = std::iter::from_fn(|| turns.visit_now(&greedy)).collect();
        assert_eq!(taken.len(), turns.n_visits / PARTS);
        assert!(turns.visit_now(&share(&turns, 1)).is_none(), "from another connection neither");
        assert!(turns.visit_now(&other).is_some());
        let first = turns.command(&greedy).await.unwrap();
        assert_eq!(greedy.commands.available_permits(), 0);
        let second = turns.command(&other).await.unwrap();
        drop((first, second));
        assert_eq!(greedy.commands.available_permits(), N_COMMANDS / PARTS);
    }

    #[test]
    fn shares_of_sources_that_are_gone_are_forgotten() {
        let turns = Turns::default();
        for host in 0..200 {
            drop(share(&turns, host));
        }
        assert!(turns.shares.lock().unwrap().len() <= 1);
    }

    #[test]
    fn answers_that_nobody_takes_have_only_so_much_room() {
        let turns = Turns::default();
        let (one, other, third) = (share(&turns, 1), share(&turns, 2), share(&turns, 3));
        assert!(turns.unsent(&one, UNSENT_KB / PARTS + 1).is_none());
        let mut first = turns.unsent(&one, UNSENT_KB / PARTS).unwrap();
        assert!(turns.unsent(&one, 1).is_none());
        let _second = turns.unsent(&other, UNSENT_KB / PARTS).unwrap();
        assert!(turns.unsent(&third, 1).is_none());
        first.give_back(8);
        assert!(turns.unsent(&third, 9).is_none() && turns.unsent(&third, 8).is_some());
        assert!(turns.unsent(&one, 9).is_none() && turns.unsent(&one, 8).is_some());
    }
}
