//! What is still to be done, by host: whoever is free takes work of a host that may be asked now, so that a slow host
//! holds nobody up but its own.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::fetch::hosts::{Hosts, Turn};

/// Failures to reach a host after which the rest of its work is left for another time.
const MAX_FAILURES: usize = 3;

/// Work by host, in the order of the hosts' turns. Work without a host is never held up.
#[derive(Debug)]
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<T> {
    work: HashMap<String, VecDeque<T>>,
    /// Hosts with work, the one whose turn is next first.
    order: VecDeque<String>,
    hosts: Hosts,
    failures: HashMap<String, usize>,
    is_closed: bool,
}

/// Work that was taken.
#[derive(Debug)]
pub(super) struct Taken<T> {
    pub(super) work: T,
    /// The host whose place is to be given back, if one was taken.
    pub(super) host: Option<String>,
    /// The host is left alone for the rest of this run.
    pub(super) is_left_alone: bool,
}

/// How a host has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// It has answered, well or badly.
    Fine,
    /// It could not be reached, or took too long.
    Unreachable,
    /// It wants to be left alone.
    Overrun,
}

impl<T> Queue<T> {
    pub(super) fn new() -> Self {
        let state = State {
            work: HashMap::new(),
            order: VecDeque::new(),
            hosts: Hosts::default(),
            failures: HashMap::new(),
            is_closed: false,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, host: &str, work: impl IntoIterator<Item = T>) {
        let mut state = self.lock();
        let line = state.work.entry(host.to_owned()).or_default();
        let was_empty = line.is_empty();
        line.extend(work);
        if was_empty && !line.is_empty() {
            state.order.push_back(host.to_owned());
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Nobody takes anything any more.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// Takes work; waits until there is some. Nothing once the queue is closed.
    pub(super) fn take(&self) -> Option<Taken<T>> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            match state.next(Instant::now()) {
                Ok(found) => return Some(found),
                Err(Some(at)) => {
                    let pause = at.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
                    state = self.changed.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner).0;
                }
                Err(None) => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// Gives a host's place back.
    pub(super) fn give_back(&self, host: &str, manner: Manner) {
        let mut state = self.lock();
        state.hosts.give_back(host, Instant::now(), None);
        let failures = state.failures.entry(host.to_owned()).or_default();
        match manner {
            // What was still under way when the host had enough says nothing new.
            _ if *failures >= MAX_FAILURES => {}
            Manner::Fine => *failures = 0,
            Manner::Unreachable => *failures += 1,
            Manner::Overrun => *failures = MAX_FAILURES,
        }
        drop(state);
        self.changed.notify_all();
    }
}

impl<T> State<T> {
    /// The next work that may be done; else when there may be some, if that is a matter of time.
    fn next(&mut self, now: Instant) -> Result<Taken<T>, Option<Instant>> {
        let mut soonest = None::<Instant>;
        let mut found = None;
        for (n, host) in self.order.iter().enumerate() {
            let is_free = host.is_empty() || self.is_left_alone(host);
            match if is_free { Turn::Now } else { self.hosts.turn(host, now) } {
                Turn::Now => {
                    found = Some(n);
                    break;
                }
                Turn::At(at) => soonest = Some(soonest.map_or(at, |known| known.min(at))),
                Turn::Later => {}
            }
        }
        let host = found.and_then(|n| self.order.remove(n)).ok_or(soonest)?;
        let line = self.work.get_mut(&host).ok_or(soonest)?;
        let work = line.pop_front().ok_or(soonest)?;
        if line.is_empty() {
            self.work.remove(&host);
        } else {
            self.order.push_back(host.clone());
        }
        let is_left_alone = self.is_left_alone(&host);
        let host = Some(host).filter(|host| !host.is_empty() && !is_left_alone);
        if let Some(host) = &host {
            self.hosts.take(host, now);
        }
        Ok(Taken { work, host, is_left_alone })
    }

    fn is_left_alone(&self, host: &str) -> bool {
        self.failures.get(host).is_some_and(|n| *n >= MAX_FAILURES)
    }
}

#[cfg(test)]
mod tests {
    use super::{Manner, Queue};
    use crate::fetch::hosts::AT_ONCE;

    #[test]
    fn a_host_that_is_being_asked_holds_up_nobody_else() {
        let queue = Queue::new();
        queue.push("slow.example", 0..10);
        queue.push("", [100]);
        queue.push("quick.example", [200, 201]);
        let taken: Vec<i32> = (0..3).map(|_| queue.take().unwrap().work).collect();
        assert_eq!(taken, [0, 100, 200]);
        // Of the slow one, no more than may be asked at once; the quick one answers and is asked again.
        queue.give_back("quick.example", Manner::Fine);
        let mut taken: Vec<i32> = (0..AT_ONCE).map(|_| queue.take().unwrap().work).collect();
        taken.sort_unstable();
        assert_eq!(taken, [1, 201]);
        queue.close();
        assert!(queue.take().is_none());
    }

    #[test]
    fn a_host_that_cannot_be_reached_again_and_again_is_left_alone() {
        let queue: Queue<usize> = Queue::new();
        queue.push("vell.example", 0..100);
        for manner in [Manner::Unreachable, Manner::Unreachable, Manner::Fine, Manner::Unreachable, Manner::Unreachable]
        {
            let taken = queue.take().unwrap();
            assert!(!taken.is_left_alone);
            queue.give_back(&taken.host.unwrap(), manner);
        }
        let last = queue.take().unwrap();
        queue.give_back(&last.host.unwrap(), Manner::Unreachable);
        for _ in 6..100 {
            let taken = queue.take().unwrap();
            assert!(taken.is_left_alone && taken.host.is_none());
        }
    }

    #[test]
    fn a_host_that_wants_its_peace_is_left_alone_at_once() {
        let queue: Queue<usize> = Queue::new();
        queue.push("quay.example", 0..4);
        for _ in 0..AT_ONCE {
            queue.take().unwrap();
        }
        queue.give_back("quay.example", Manner::Overrun);
        assert!(queue.take().unwrap().is_left_alone);
        queue.give_back("quay.example", Manner::Fine);
        assert!(queue.take().unwrap().is_left_alone, "also after another answer that was under way");
    }
}
