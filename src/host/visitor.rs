//! The outside of a session that is served to somebody else: it answers what is asked of the library, and has no file,
//! no program and no network to give. What sessions share is read-only.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Sending, now};
use crate::catalogue::{ListRequest, Mine, Visitor};
use crate::library::{Library, LibraryError};
use crate::session::{Effect, Event, Opened, Session, Settings, Target};

/// Rows of the first window.
const FIRST_ROWS: usize = 240;
/// Connections to the library that wait for the next question.
const N_CONNECTIONS: usize = 4;

/// What sessions share.
#[derive(Debug)]
pub struct Shared {
    library: PathBuf,
    idle: Mutex<Vec<Library>>,
}

impl Shared {
    /// Serves a library, which has to be there.
    pub fn open(library: &Path) -> Result<Arc<Self>, LibraryError> {
        let first = Library::open(library)?;
        Ok(Arc::new(Self { library: library.to_owned(), idle: Mutex::new(vec![first]) }))
    }

    /// Asks the library.
    pub fn ask<T>(&self, question: impl FnOnce(&Library) -> Result<T, LibraryError>) -> Result<T, LibraryError> {
        let taken = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let library = taken.map_or_else(|| Library::open(&self.library), Ok)?;
        let answer = question(&library);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < N_CONNECTIONS {
            idle.push(library);
        }
        answer
    }

    /// All that is kept of a visitor, for them to take along. The error is one clean line.
    pub fn mine(&self, visitor: &Visitor) -> Result<Mine, String> {
        let _ = visitor;
        Ok(Mine::default())
    }

    /// Forgets all that is kept of a visitor; whether there was anything. The error is one clean line.
    pub fn forget(&self, visitor: &Visitor) -> Result<bool, String> {
        let _ = visitor;
        Ok(false)
    }

    /// The visitor who was given a code, however it is written.
    pub fn known_code(&self, code: &str) -> Option<Visitor> {
        let _ = code;
        None
    }

    /// Somebody new without a key, with a code by which they can come back.
    pub fn newcomer(&self) -> Visitor {
        Visitor::Nobody
    }
}

/// Why the library does not answer, as a visitor is told: nothing of the server's files is in it.
pub fn told(error: &LibraryError) -> String {
    error.to_string()
}

/// The outside of one visitor's session.
#[derive(Debug)]
pub struct Guest {
    shared: Arc<Shared>,
    visitor: Visitor,
    sending: Option<Sending>,
}

impl Guest {
    /// A guest of what is shared.
    pub fn new(shared: Arc<Shared>, visitor: Visitor) -> Self {
        Self { shared, visitor, sending: None }
    }

    /// Who it is.
    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// The same on a terminal of this name (`TERM`): what can be sent to it depends on that.
    #[must_use]
    pub fn on_terminal(self, term: &str) -> Self {
        let _ = term;
        self
    }

    /// The visitor's session as it begins: the list, with what was kept of them.
    pub fn session(&mut self, settings: Settings) -> Session {
        let request = ListRequest { limit: FIRST_ROWS, ..ListRequest::default() };
        let page = self.shared.ask(|library| library.list(&request, now()));
        let session = Session::new(Vec::new(), None, settings);
        match page {
            Ok(Ok(page)) => session.with_library(request, page),
            _ => session,
        }
    }

    /// Carries out what a visitor may have, and gives what came of it.
    pub fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Open(Target::Article(key)) => {
                let article = self.shared.ask(|library| library.article(key));
                let opened = match article {
                    Ok(Some(article)) => Ok(Opened::from(Arc::new(article))),
                    Ok(None) => Err(format!("article {} is not in the library any more", key.0)),
                    Err(error) => Err(error.to_string()),
                };
                Some(Event::Opened(Target::Article(key), opened))
            }
            _ => None,
        }
    }

    /// Whether the library is not as it was the last time this was asked.
    pub fn has_news(&mut self) -> bool {
        false
    }

    /// Whether something waits to be kept.
    pub fn is_waiting(&self) -> bool {
        false
    }

    /// Keeps what waits; one line where that failed and was not told yet.
    pub fn write(&mut self) -> Option<String> {
        None
    }

    /// Words that are to be sent to the visitor's terminal.
    pub fn to_send(&mut self) -> Option<Sending> {
        self.sending.take()
    }
}
