//! The clocks of a session: when the next of them strikes, and which have. Pure: times come in.

use std::time::Duration;

use tokio::time::Instant;

use crate::config::serve::Limits;

/// How long a lone Escape waits for a sequence to follow it. From afar that may come in two packets, but hardly later.
const ESCAPE_WAIT: Duration = Duration::from_millis(50);
/// What a visitor leaves is kept once no key has come for so long,
const KEEPING: Duration = Duration::from_secs(1);
/// and at the latest so long after it was left. What could not be kept is tried again after [`KEEPING`].
const KEEPING_AT_LATEST: Duration = Duration::from_secs(30);
/// A terminal that is drawn larger has many sizes in between; one so often is taken.
const BETWEEN_SIZES: Duration = Duration::from_millis(50);
/// While more keys wait than can be taken together, a screen so often shows where they have led.
const BETWEEN_GLIMPSES: Duration = Duration::from_millis(50);

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// The session has lasted as long as it may.
    Lifetime,
    /// Nothing came for so long as the server waits.
    Idle,
    /// Nothing followed an Escape.
    Escape,
    /// The latest size is to be taken.
    Size,
    /// What the visitor left is to be kept.
    Keep,
}

/// What a visit waits with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waits {
    /// A lone Escape.
    pub escape: bool,
    /// Something that is to be kept.
    pub keep: bool,
}

/// The clocks of one session.
#[derive(Debug)]
pub(super) struct Clocks {
    idle: Duration,
    over_at: Instant,
    /// When the client last did something.
    stirred: Instant,
    waits: Waits,
    /// Since when something is to be kept.
    left: Option<Instant>,
    /// When keeping was last tried in vain.
    tried: Option<Instant>,
    has_size: bool,
    sized: Option<Instant>,
    glimpsed: Option<Instant>,
}

impl Clocks {
    /// The clocks of a session that begins.
    pub(super) fn new(limits: &Limits, now: Instant) -> Self {
        Self {
            idle: limits.idle,
            over_at: now + limits.lifetime,
            stirred: now,
            waits: Waits::default(),
            left: None,
            tried: None,
            has_size: false,
            sized: None,
            glimpsed: None,
        }
    }

    /// The client did something.
    pub(super) fn stir(&mut self, now: Instant) {
        self.stirred = now;
    }

    /// What the visit waits with now.
    pub(super) fn look(&mut self, waits: Waits, now: Instant) {
        self.waits = waits;
        self.left = if waits.keep { self.left.or(Some(now)) } else { None };
        if !waits.keep {
            self.tried = None;
        }
    }

    /// Keeping was tried: it is not tried again at once, whatever came of it.
    pub(super) fn tried(&mut self, now: Instant) {
        self.tried = Some(now);
    }

    /// The terminal has another size.
    pub(super) fn size(&mut self) {
        self.has_size = true;
    }

    /// The size was taken.
    pub(super) fn sized(&mut self, now: Instant) {
        self.has_size = false;
        self.sized = Some(now);
    }

    /// Whether a screen is to be shown though more keys wait; one that is not is shown later.
    pub(super) fn glimpse(&mut self, now: Instant) -> bool {
        let is_due = self.glimpsed.is_none_or(|glimpsed| now >= glimpsed + BETWEEN_GLIMPSES);
        if is_due {
            self.glimpsed = Some(now);
        }
        is_due
    }

    /// When the next clock strikes.
    pub(super) fn next(&self) -> Instant {
        self.all().map(|(_, at)| at).min().unwrap_or(self.over_at)
    }

    /// What is due; of several what matters most.
    pub(super) fn due(&self, now: Instant) -> Option<Due> {
        self.all().find(|(_, at)| *at <= now).map(|(due, _)| due)
    }

    fn all(&self) -> impl Iterator<Item = (Due, Instant)> {
        let escape = self.waits.escape.then(|| self.stirred + ESCAPE_WAIT);
        // The first is taken at once.
        let size = self.has_size.then(|| self.sized.map_or(self.stirred, |sized| sized + BETWEEN_SIZES));
        let keep = self.left.map(|left| {
            let at = (self.stirred + KEEPING).min(left + KEEPING_AT_LATEST);
            self.tried.map_or(at, |tried| at.max(tried + KEEPING))
        });
        let all = [
            (Due::Lifetime, Some(self.over_at)),
            (Due::Idle, Some(self.stirred + self.idle)),
            (Due::Escape, escape),
            (Due::Size, size),
            (Due::Keep, keep),
        ];
        all.into_iter().filter_map(|(due, at)| Some((due, at?)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Clocks, Due, Waits};
    use crate::config::serve::Limits;

    const KEPT: Waits = Waits { escape: false, keep: true };

    fn limits() -> Limits {
        Limits { idle: Duration::from_secs(60), lifetime: Duration::from_secs(600), ..Limits::default() }
    }

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn who_does_nothing_is_idle_and_nobody_stays_for_ever() {
        let began = Instant::now();
        let mut clocks = Clocks::new(&limits(), began);
        assert_eq!((clocks.due(began), clocks.next()), (None, began + ms(60_000)));
        for n in 1..10 {
            clocks.stir(began + ms(n * 59_000));
            assert_eq!(clocks.due(began + ms(n * 59_000 + 58_000)), None);
        }
        assert_eq!(clocks.due(began + ms(10 * 59_000 + 1_000)), Some(Due::Idle));
        clocks.stir(began + ms(599_999));
        assert_eq!(clocks.next(), began + ms(600_000));
        assert_eq!(clocks.due(began + ms(700_000)), Some(Due::Lifetime), "what matters most");
    }

    #[test]
    fn a_lone_escape_waits_for_what_may_follow_however_often_one_looks() {
        let began = Instant::now();
        let mut clocks = Clocks::new(&limits(), began);
        let waits = Waits { escape: true, keep: false };
        for n in 0..50 {
            clocks.look(waits, began + ms(n));
            assert_eq!(clocks.due(began + ms(n)), None);
        }
        assert_eq!((clocks.due(began + ms(50)), clocks.next()), (Some(Due::Escape), began + ms(50)));
        clocks.look(Waits::default(), began + ms(50));
        assert_eq!(clocks.due(began + ms(50)), None);
    }

    #[test]
    fn what_is_left_is_kept_after_a_second_of_rest() {
        let began = Instant::now();
        let mut clocks = Clocks::new(&limits(), began);
        clocks.stir(began + ms(500));
        clocks.look(KEPT, began + ms(501));
        assert_eq!((clocks.due(began + ms(1_499)), clocks.due(began + ms(1_500))), (None, Some(Due::Keep)));
        clocks.look(Waits::default(), began + ms(1_501));
        assert_eq!(clocks.due(began + ms(5_000)), None);
    }

    #[test]
    fn who_never_rests_has_what_they_left_kept_all_the_same() {
        let began = Instant::now();
        let mut clocks = Clocks::new(&limits(), began);
        let mut kept_at = Vec::new();
        for n in 0..400 {
            let now = began + ms(n * 250);
            clocks.stir(now);
            clocks.look(KEPT, now);
            if clocks.due(now) == Some(Due::Keep) {
                kept_at.push(n * 250);
                clocks.tried(now);
                clocks.look(Waits::default(), now);
            }
        }
        assert_eq!(kept_at, [30_000, 60_250, 90_500]);
    }

    #[test]
    fn what_cannot_be_kept_is_not_tried_at_every_key() {
        let began = Instant::now();
        let mut clocks = Clocks::new(&limits(), began);
        clocks.look(KEPT, began);
        let mut n_tries = 0;
        for n in 0..400 {
            let now = began + ms(n * 100);
            clocks.stir(now);
            clocks.look(KEPT, now);
            if clocks.due(now) == Some(Due::Keep) {
                n_tries += 1;
                clocks.tried(now);
            }
        }
        assert_eq!(n_tries, 10, "once a second from the thirtieth on");
    }

    #[test]
    fn the_first_size_is_taken_at_once_and_of_a_flood_one_each_50_ms() {
        let began = Instant::now();
        let mut clocks = Clocks::new(&limits(), began);
        let mut n_taken = 0;
        for n in 0..200 {
            let now = began + ms(n);
            clocks.size();
            if clocks.due(now) == Some(Due::Size) {
                n_taken += 1;
                clocks.sized(now);
            }
        }
        assert_eq!(n_taken, 4);
        clocks.size();
        assert_eq!(clocks.next(), began + ms(200), "the last of them is not forgotten");
    }

    #[test]
    fn a_flood_of_keys_shows_a_screen_now_and_then() {
        let began = Instant::now();
        let mut clocks = Clocks::new(&limits(), began);
        assert_eq!((0..200).filter(|n| clocks.glimpse(began + ms(*n))).count(), 4);
    }
}
