//! What is kept of one visitor: places, what was read, the theme. It waits until the session is idle or ends, and a
//! database that cannot be written is told of once; reading goes on.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::Shared;
use super::code;
use super::shared::locked;
use crate::catalogue::{ArticleKey, Mine, Place, Visitor};
use crate::host::now;
use crate::library::LibraryError;
use crate::library::visitor::{Kept, Leaving, Placed, Visitors, beside};

/// The visitors' database, opened when it is first needed.
#[derive(Debug)]
pub(super) struct Ledger {
    path: PathBuf,
    open: Mutex<Option<Visitors>>,
}

impl Ledger {
    /// The one beside a library.
    pub(super) fn beside(library: &Path) -> Self {
        Self { path: beside(library), open: Mutex::new(None) }
    }

    /// Asks it, or writes to it. Where it is not there it is made.
    pub(super) fn ask<T>(
        &self,
        question: impl FnOnce(&mut Visitors) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let mut open = locked(&self.open);
        if open.as_ref().is_none_or(Visitors::is_replaced) {
            *open = Some(Visitors::open(&self.path)?);
        }
        match open.as_mut() {
            Some(visitors) => question(visitors),
            None => Err(LibraryError::Missing(self.path.clone())),
        }
    }
}

impl Shared {
    /// All that is kept of a visitor, for them to take along. The error is one clean line.
    pub fn mine(&self, visitor: &Visitor) -> Result<Mine, String> {
        self.ledger.ask(|visitors| visitors.mine(visitor)).map_err(|error| told(&error))
    }

    /// Forgets all that is kept of a visitor; whether there was anything. The error is one clean line.
    pub fn forget(&self, visitor: &Visitor) -> Result<bool, String> {
        self.ledger.ask(|visitors| visitors.forget(visitor)).map_err(|error| told(&error))
    }

    /// The visitor who was given a code, however it is written.
    pub fn known_code(&self, typed: &str) -> Option<Visitor> {
        let visitor = Visitor::Code(code::tidied(typed)?);
        let is_known = self.ledger.ask(|visitors| visitors.knows(&visitor)).ok()?;
        is_known.then_some(visitor)
    }

    /// Whether a name is written like a code, whoever has it or nobody.
    pub fn is_code(typed: &str) -> bool {
        code::tidied(typed).is_some()
    }

    /// Somebody new without a key, with a code by which they can come back once they have left something.
    pub fn newcomer(&self) -> Visitor {
        code::new().map_or(Visitor::Nobody, Visitor::Code)
    }

    /// Where a visitor was in a text, or about where in an earlier one.
    pub(super) fn place(&self, visitor: &Visitor, text: &[u8; 32], key: ArticleKey) -> Option<Place> {
        self.ledger.ask(|visitors| visitors.place(visitor, text, key)).ok().flatten()
    }

    /// What is known of a visitor who comes; nothing where they are new.
    pub(super) fn kept(&self, visitor: &Visitor) -> Result<Option<Kept>, LibraryError> {
        self.ledger.ask(|visitors| visitors.kept(visitor))
    }
}

/// What one visitor left and is not written yet.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    leaving: Leaving,
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

    /// Writes what waits; one line where that failed and was not told yet.
    pub(super) fn write(&mut self, shared: &Shared, visitor: &Visitor) -> Option<String> {
        if *visitor == Visitor::Nobody {
            self.leaving = Leaving::default();
        }
        if self.leaving.is_empty() {
            return self.untold.take();
        }
        let leaving = std::mem::take(&mut self.leaving);
        match shared.ledger.ask(|visitors| visitors.leave(visitor, &leaving, now())) {
            Ok(Ok(())) => {}
            Ok(Err(why)) => self.failed(why),
            // Somebody else is writing: the next time.
            Err(LibraryError::Busy(_)) => self.leaving = leaving,
            Err(error) => self.failed(told(&error)),
        }
        self.untold.take()
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
        match shared.ledger.ask(|visitors| visitors.place(visitor, text, key)) {
            Ok(place) => place,
            Err(error) => {
                self.failed(told(&error));
                None
            }
        }
    }
}

/// Why something of a visitor's is not kept or not found, as they are told.
pub(super) fn told(error: &LibraryError) -> String {
    match error {
        LibraryError::Busy(_) => "what you leave cannot be kept at this moment; try again".to_owned(),
        LibraryError::Full(_) => "there is no room to keep what you leave; reading goes on".to_owned(),
        _ => "what you leave is not kept just now; reading goes on".to_owned(),
    }
}
