//! Courtesy: how many questions a host is asked at once, and how soon after one another.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Questions to one host at the same time.
pub const AT_ONCE: usize = 2;

/// Between two questions to one host.
pub const PAUSE: Duration = Duration::from_millis(50);

/// Which hosts are being asked. Whoever asks one takes a place and gives it back.
#[derive(Debug, Default)]
pub struct Hosts {
    hosts: HashMap<String, Host>,
}

#[derive(Debug, Default)]
struct Host {
    n_open: usize,
    /// Not to be asked before.
    next: Option<Instant>,
}

/// Whether a host may be asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may.
    Now,
    /// Not before then.
    At(Instant),
    /// When a place is given back.
    Later,
}

impl Hosts {
    /// Whether a host may be asked.
    pub fn turn(&self, host: &str, now: Instant) -> Turn {
        match self.hosts.get(host) {
            Some(host) if host.n_open >= AT_ONCE => Turn::Later,
            Some(Host { next: Some(next), .. }) if *next > now => Turn::At(*next),
            _ => Turn::Now,
        }
    }

    /// Takes a place.
    pub fn take(&mut self, host: &str, now: Instant) {
        let host = self.hosts.entry(host.to_owned()).or_default();
        host.n_open += 1;
        host.next = Some(now + PAUSE);
    }

    /// Gives a place back; the host wants to be left alone for a while.
    pub fn give_back(&mut self, host: &str, now: Instant, pause: Option<Duration>) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.n_open = host.n_open.saturating_sub(1);
            let next = now + pause.unwrap_or(PAUSE);
            host.next = Some(host.next.map_or(next, |known| known.max(next)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{AT_ONCE, Hosts, PAUSE, Turn};

    #[test]
    fn a_host_has_few_questions_at_once_with_a_pause_between_them_and_others_do_not_wait() {
        let mut hosts = Hosts::default();
        let mut now = Instant::now();
        for _ in 0..AT_ONCE {
            assert_eq!(hosts.turn("vell.example", now), Turn::Now);
            hosts.take("vell.example", now);
            now += PAUSE;
        }
        assert_eq!(hosts.turn("vell.example", now), Turn::Later);
        assert_eq!(hosts.turn("quay.example", now), Turn::Now);
        hosts.give_back("vell.example", now, None);
        assert_eq!(hosts.turn("vell.example", now), Turn::At(now + PAUSE));
        hosts.give_back("vell.example", now, Some(Duration::from_secs(60)));
        assert_eq!(hosts.turn("vell.example", now + PAUSE), Turn::At(now + Duration::from_secs(60)));
    }
}
