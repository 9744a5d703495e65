//! What is kept of one visitor: places, what was read, the theme. It waits until the session is idle or ends; what cannot
//! be written then waits on, is told of once, and reading goes on.

use std::time::{Duration, Instant};

use super::Shared;
use super::code;
use super::ledger::Patience;
use crate::catalogue::{ArticleKey, Mine, Place, Visitor};
use crate::host::now;
use crate::library::LibraryError;
use crate::library::visitor::{Kept, Leaving, MOST_PLACES, Placed, Refused};

/// Where it could not be written, it is tried again after so long.
const AGAIN: Duration = Duration::from_secs(30);

impl Shared {
    /// All that is kept of a visitor, for them to take along. The error is one clean line.
    pub fn mine(&self, visitor: &Visitor) -> Result<Mine, String> {
        self.ledger.read(|visitors| visitors.mine(visitor)).map_err(|error| not_kept(&error))
    }

    /// Forgets all that is kept of a visitor; whether there was anything. The error is one clean line.
    pub fn forget(&self, visitor: &Visitor) -> Result<bool, String> {
        self.ledger.write(Patience::Key, |visitors| visitors.forget(visitor)).map_err(|error| not_kept(&error))
    }

    /// The visitor who was given a code, however it is written, whether or not anything is kept of them; nothing for what
    /// this server gave nobody. The error, one clean line, says that it cannot be told.
    pub fn known_code(&self, typed: &str) -> Result<Option<Visitor>, String> {
        let Some(code) = code::tidied(typed) else { return Ok(None) };
        let secret = self.ledger.secret().map_err(|error| not_kept(&error))?;
        Ok(code::is_given(&code, secret).then_some(Visitor::Code(code)))
    }

    /// Whether a name is written like a code, whoever has it or nobody.
    pub fn is_code(typed: &str) -> bool {
        code::tidied(typed).is_some()
    }

    /// Somebody new without a key, with a code by which they can come back.
    pub fn newcomer(&self) -> Visitor {
        let Ok(secret) = self.ledger.secret() else { return Visitor::Nobody };
        let is_free = |visitor: &Visitor| !self.ledger.read(|visitors| visitors.knows(visitor)).unwrap_or(false);
        // However seldom it is: what one has under a code is nobody else's.
        let mut drawn = std::iter::repeat_with(|| code::new(secret).map_or(Visitor::Nobody, Visitor::Code)).take(3);
        drawn.find(is_free).unwrap_or(Visitor::Nobody)
    }

    /// Notes that a visitor is here, if anything is kept of them: whoever comes back is not forgotten.
    pub fn greet(&self, visitor: &Visitor) {
        let now = now();
        let is_back =
            *visitor != Visitor::Nobody && self.ledger.read(|visitors| visitors.is_back(visitor, now)).unwrap_or(false);
        if is_back {
            // Another day will do.
            let _ = self.ledger.write(Patience::Later, |visitors| visitors.touch(visitor, now));
        }
    }

    /// Forgets, once a day however often it is asked, those who did not come back in time.
    pub fn tidy(&self) {
        // Where it cannot be done, it is done the next time.
        let _ = self.ledger.write(Patience::Later, |_| Ok(()));
    }

    /// Where a visitor was in a text, or about where in an earlier one.
    pub(super) fn place(&self, visitor: &Visitor, text: &[u8; 32], key: ArticleKey) -> Option<Place> {
        self.ledger.read(|visitors| visitors.place(visitor, text, key)).ok().flatten()
    }

    /// What is known of a visitor who comes; nothing where they are new.
    pub(super) fn kept(&self, visitor: &Visitor) -> Result<Option<Kept>, LibraryError> {
        self.greet(visitor);
        self.ledger.read(|visitors| visitors.kept(visitor))
    }
}

/// What one visitor left and is not written yet.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    leaving: Leaving,
    /// Something stands in the database: whoever comes back finds it.
    is_kept: bool,
    /// Until then it is not tried, after it failed.
    not_before: Option<Instant>,
    /// That something cannot be kept was told.
    has_told: bool,
    /// What there is to tell when there is time.
    untold: Option<String>,
}

impl Keeping {
    /// Remembers where the visitor is in a text.
    pub(super) fn place(&mut self, text: [u8; 32], placed: Placed) {
        self.leaving.places.retain(|(other, _)| *other != text);
        self.leaving.places.push((text, placed));
        // Of more than are kept the oldest are not written either.
        let n = self.leaving.places.len();
        self.leaving.places.drain(..n.saturating_sub(usize::try_from(MOST_PLACES).unwrap_or(n)));
    }

    /// Remembers that an article was opened.
    pub(super) fn read(&mut self, key: ArticleKey) {
        if !self.leaving.read.contains(&key) {
            self.leaving.read.push(key);
        }
    }

    /// Remembers the theme.
    pub(super) fn theme(&mut self, name: String) {
        self.leaving.theme = Some(name);
    }

    /// Where the visitor is in a text, as far as that is not written yet.
    pub(super) fn unwritten(&self, text: &[u8; 32]) -> Option<&Placed> {
        self.leaving.places.iter().find(|(other, _)| other == text).map(|(_, placed)| placed)
    }

    /// Notes that something is not kept, to be told when there is time, and once.
    pub(super) fn failed(&mut self, why: String) {
        if !std::mem::replace(&mut self.has_told, true) {
            self.untold = Some(why);
        }
    }

    /// Whether something waits.
    pub(super) fn is_waiting(&self) -> bool {
        self.untold.is_some() || !self.leaving.is_empty()
    }

    /// Notes that something stands in the database.
    pub(super) fn is_there(&mut self) {
        self.is_kept = true;
    }

    /// Whether all that was left is there for whoever comes back.
    pub(super) fn is_kept(&self) -> bool {
        self.is_kept && self.leaving.is_empty()
    }

    /// Writes what waits; one line where that failed and was not told yet.
    pub(super) fn write(&mut self, shared: &Shared, visitor: &Visitor, patience: Patience) -> Option<String> {
        if *visitor == Visitor::Nobody {
            self.leaving = Leaving::default();
        }
        let is_early = patience < Patience::Last && self.not_before.is_some_and(|then| Instant::now() < then);
        if self.leaving.is_empty() || is_early {
            return self.untold.take();
        }
        let written = shared.ledger.write(patience, |visitors| visitors.leave(visitor, &self.leaving, now()));
        self.done(written, Instant::now());
        self.untold.take()
    }

    /// Notes what came of writing. What is not written goes on waiting.
    fn done(&mut self, written: Result<Result<Option<String>, Refused>, LibraryError>, now: Instant) {
        let why = match written {
            Ok(Ok(told)) => {
                self.leaving = Leaving::default();
                self.is_kept = true;
                // What fails after it went well is to be told again.
                self.has_told &= self.not_before.take().is_none();
                self.untold = self.untold.take().or(told);
                return;
            }
            // Somebody else is writing: the next time.
            Err(LibraryError::Busy(_)) => return,
            Ok(Err(why)) => why,
            Err(error) => not_kept(&error),
        };
        self.not_before = Some(now + AGAIN);
        self.failed(why);
    }

    /// Where a visitor was in a text the last time.
    pub(super) fn found(
        &mut self,
        shared: &Shared,
        visitor: &Visitor,
        text: &[u8; 32],
        key: ArticleKey,
    ) -> Option<Place> {
        if let Some(placed) = self.unwritten(text) {
            return placed.place.clone();
        }
        match shared.ledger.read(|visitors| visitors.place(visitor, text, key)) {
            Ok(place) => place,
            Err(error) => {
                self.failed(not_kept(&error));
                None
            }
        }
    }
}

/// Why something of a visitor's is not kept or not found, as they are told.
pub(super) fn not_kept(error: &LibraryError) -> String {
    match error {
        LibraryError::Busy(_) => "what you leave cannot be kept at this moment; try again".to_owned(),
        LibraryError::Full(_) => "there is no room to keep what you leave; reading goes on".to_owned(),
        _ => "what you leave is not kept just now; reading goes on".to_owned(),
    }
}
