//! Turns: how much is done at the same time of what takes long, so that whoever asks for much waits for others as they
//! wait for them, and a thread is always left for the server itself.

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use std::sync::Arc;

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

/// The turns of a server.
#[derive(Debug)]
pub(in crate::ssh) struct Turns {
    visits: Semaphore,
    commands: Arc<Semaphore>,
    keeping: Semaphore,
    unsent_kb: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        let n_visits = std::thread::available_parallelism().map_or(N_VISITS.0, usize::from);
        Self {
            visits: Semaphore::new(n_visits.clamp(N_VISITS.0, N_VISITS.1)),
            commands: Arc::new(Semaphore::new(N_COMMANDS)),
            keeping: Semaphore::new(N_KEEPING),
            unsent_kb: Arc::new(Semaphore::new(UNSENT_KB)),
        }
    }
}

impl Turns {
    /// A turn of a visit, if one is free and nobody waits for it.
    pub(in crate::ssh) fn visit_now(&self) -> Option<SemaphorePermit<'_>> {
        self.visits.try_acquire().ok()
    }

    /// Waits for a turn of a visit, behind those who wait already.
    pub(in crate::ssh) async fn visit(&self) -> Result<SemaphorePermit<'_>, AcquireError> {
        self.visits.acquire().await
    }

    /// Waits for a turn to answer a command. It is owned, since the answer goes on whoever has left meanwhile.
    pub(in crate::ssh) async fn command(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        Arc::clone(&self.commands).acquire_owned().await
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
    pub(in crate::ssh) fn unsent(&self, n_kb: usize) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.unsent_kb).try_acquire_many_owned(u32::try_from(n_kb).ok()?).ok()
    }

    /// How much room there is for such answers, for tests that take none of it.
    #[cfg(test)]
    pub(in crate::ssh) fn unsent_kb(&self) -> usize {
        self.unsent_kb.available_permits()
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_ASIDE, N_COMMANDS, N_KEEPING, N_VISITS, Turns, UNSENT_KB};

    #[test]
    fn there_are_threads_left_when_all_turns_are_taken() {
        assert!(N_VISITS.1 + N_COMMANDS + N_KEEPING < MAX_ASIDE);
        let turns = Turns::default();
        let taken: Vec<_> = std::iter::from_fn(|| turns.visit_now()).collect();
        assert!((N_VISITS.0..=N_VISITS.1).contains(&taken.len()));
        drop(taken);
        assert!(turns.visit_now().is_some());
    }

    #[test]
    fn answers_that_nobody_takes_have_only_so_much_room() {
        let turns = Turns::default();
        let mut first = turns.unsent(UNSENT_KB).unwrap();
        assert!(turns.unsent(1).is_none());
        drop(first.split(8));
        assert!(turns.unsent(9).is_none() && turns.unsent(8).is_some());
    }
}
