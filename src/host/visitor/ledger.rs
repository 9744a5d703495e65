//! The way to the visitors' database: whoever reads has a connection of their own and waits for nobody who writes; one
//! at a time writes, and while another program does, nobody stands in line for it.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::shared::locked;
use crate::host::now;
use crate::library::LibraryError;
use crate::library::visitor::{Secret, Visitors, beside};

/// How long nobody tries to write again after another program was found writing.
const REST: Duration = Duration::from_secs(2);
/// So long after the server began it is waited for the database to be made, and looked so often.
const BEGINNING: Duration = Duration::from_secs(3);
const BETWEEN_OPENINGS: Duration = Duration::from_millis(25);
/// Those who are forgotten in time are looked for so often, in seconds.
const BETWEEN_TIDYINGS: i64 = 24 * 60 * 60;

/// How long whoever writes waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Patience {
    /// It can be written later: somebody reads on meanwhile.
    Later,
    /// A visitor has pressed a key for it.
    Key,
    /// The visit is over: it is tried even if others have just found that it cannot be.
    Last,
}

impl Patience {
    /// For others of this server.
    fn for_turn(self) -> Duration {
        Duration::from_millis(if self == Self::Key { 250 } else { 20 })
    }

    /// For another program, while nobody else here can write.
    fn for_others(self) -> Duration {
        if self == Self::Key { Duration::from_millis(100) } else { Duration::ZERO }
    }
}

/// The visitors' database, opened when it is first needed.
#[derive(Debug)]
pub(super) struct Ledger {
    path: PathBuf,
    since: Instant,
    secret: OnceLock<Secret>,
    reading: Mutex<Option<Visitors>>,
    writing: Mutex<Writing>,
    free: Condvar,
}

#[derive(Debug, Default)]
struct Writing {
    is_taken: bool,
    open: Option<Visitors>,
    rest: Rest,
    tidied: Option<i64>,
}

/// Until when another program is taken to write, and how patiently that was found out.
#[derive(Debug, Default)]
struct Rest(Option<(Instant, Patience)>);

impl Rest {
    fn holds(&self, patience: Patience, now: Instant) -> bool {
        patience < Patience::Last && self.0.is_some_and(|(until, found)| now < until && patience <= found)
    }

    fn note<T>(&mut self, outcome: &Result<T, LibraryError>, patience: Patience, now: Instant) {
        let is_busy = matches!(outcome, Err(LibraryError::Busy(_)));
        // Who did not wait has not found out much.
        let found = if patience == Patience::Key { Patience::Key } else { Patience::Later };
        self.0 = is_busy.then_some((now + REST, found));
    }
}

/// The turn of whoever writes; given back however that ends.
struct Turn<'a> {
    ledger: &'a Ledger,
    open: Option<Visitors>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut writing = locked(&self.ledger.writing);
        (writing.is_taken, writing.open) = (false, self.open.take());
        drop(writing);
        self.ledger.free.notify_one();
    }
}

impl Ledger {
    /// The one beside a library.
    pub(super) fn beside(library: &Path) -> Self {
        Self {
            path: beside(library),
            since: Instant::now(),
            secret: OnceLock::new(),
            reading: Mutex::default(),
            writing: Mutex::default(),
            free: Condvar::new(),
        }
    }

    /// What codes are made with.
    pub(super) fn secret(&self) -> Result<&Secret, LibraryError> {
        if let Some(secret) = self.secret.get() {
            return Ok(secret);
        }
        let secret = Secret::beside(&self.path)?;
        Ok(self.secret.get_or_init(|| secret))
    }

    /// Asks it. Whoever writes meanwhile, here or elsewhere, is not waited for.
    pub(super) fn read<T>(
        &self,
        question: impl FnOnce(&Visitors) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let mut open = locked(&self.reading);
        // At first it may be that it is just being made, which on a slow disk takes its time.
        while open.is_none() && self.since.elapsed() < BEGINNING {
            match current(&mut open, &self.path) {
                Err(LibraryError::Busy(_)) => sleep(BETWEEN_OPENINGS),
                Err(error) => return Err(error),
                Ok(_) => break,
            }
        }
        question(current(&mut open, &self.path)?)
    }

    /// Writes to it, in turn.
    pub(super) fn write<T>(
        &self,
        patience: Patience,
        deed: impl FnOnce(&mut Visitors) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let waited =
            self.free.wait_timeout_while(locked(&self.writing), patience.for_turn(), |writing| writing.is_taken);
        let (mut writing, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if writing.is_taken || writing.rest.holds(patience, Instant::now()) {
            return Err(LibraryError::Busy(self.path.clone()));
        }
        writing.is_taken = true;
        let mut turn = Turn { ledger: self, open: writing.open.take() };
        drop(writing);
        let done = current(&mut turn.open, &self.path).and_then(|visitors| {
            visitors.be_patient(patience.for_others())?;
            self.tidy_in_time(visitors);
            deed(visitors)
        });
        locked(&self.writing).rest.note(&done, patience, Instant::now());
        done
    }

    /// Forgets those who did not come back in time, once a day.
    fn tidy_in_time(&self, visitors: &mut Visitors) {
        let now = now();
        let is_due = |tidied: i64| now.saturating_sub(tidied) >= BETWEEN_TIDYINGS;
        let tidied = locked(&self.writing).tidied;
        // Where it fails it is due with whatever is written next.
        if tidied.is_none_or(is_due) && visitors.expire(now).is_ok() {
            locked(&self.writing).tidied = Some(now);
        }
    }
}

/// A connection to the file that stands there now. Where there is none it is made.
fn current<'a>(open: &'a mut Option<Visitors>, path: &Path) -> Result<&'a mut Visitors, LibraryError> {
    if open.as_ref().is_none_or(Visitors::is_replaced) {
        *open = Some(Visitors::open_within(path, Duration::ZERO)?);
    }
    open.as_mut().ok_or_else(|| LibraryError::Missing(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Ledger, Patience, REST, Rest};
    use crate::catalogue::Visitor;
    use crate::library::LibraryError;

    fn busy() -> Result<(), LibraryError> {
        Err(LibraryError::Busy("visitors.db".into()))
    }

    #[test]
    fn while_somebody_writes_others_read_and_nobody_stands_in_line() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::beside(&folder.path().join("library.db"));
        let key = Visitor::Key("SHA256:ferry".to_owned());
        let answered = ledger.write(Patience::Later, |_| {
            assert!(!ledger.read(|visitors| visitors.knows(&key)).unwrap());
            let other = ledger.write(Patience::Later, |_| Ok(()));
            assert!(matches!(other, Err(LibraryError::Busy(_))), "{other:?}");
            Ok(7)
        });
        assert_eq!(answered.unwrap(), 7);
        assert_eq!(ledger.write(Patience::Later, |_| Ok(8)).unwrap(), 8, "the turn is given back");
    }

    #[test]
    fn a_fault_gives_the_turn_back() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::beside(&folder.path().join("library.db"));
        let fault = std::panic::AssertUnwindSafe(|| ledger.write(Patience::Later, |_| -> Result<(), _> { panic!("") }));
        assert!(std::panic::catch_unwind(fault).is_err());
        assert_eq!(ledger.write(Patience::Later, |_| Ok(8)).unwrap(), 8);
    }

    #[test]
    fn after_another_program_was_found_writing_it_is_not_tried_for_a_while_but_at_the_end_of_a_visit() {
        let now = Instant::now();
        let mut rest = Rest::default();
        assert!(!rest.holds(Patience::Later, now));
        rest.note(&busy(), Patience::Later, now);
        assert!(rest.holds(Patience::Later, now));
        assert!(!rest.holds(Patience::Key, now), "who waits may find out that it was short");
        assert!(!rest.holds(Patience::Last, now));
        rest.note(&busy(), Patience::Key, now);
        assert!(rest.holds(Patience::Key, now) && rest.holds(Patience::Later, now));
        assert!(!rest.holds(Patience::Last, now) && !rest.holds(Patience::Key, now + REST));
        rest.note(&busy(), Patience::Last, now + Duration::from_millis(1));
        assert!(rest.holds(Patience::Later, now));
        rest.note(&Ok(()), Patience::Last, now);
        assert!(!rest.holds(Patience::Later, now));
    }
}
