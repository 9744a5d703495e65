//! What sessions share: a few connections to the library and the articles that somebody has open, both read-only; and
//! the way to the visitors' own database.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::ledger::Ledger;
use crate::article::Article;
use crate::catalogue::ArticleKey;
use crate::library::{Library, LibraryError};

/// Connections that wait for the next question; where more is asked at once, more are opened for so long.
const N_IDLE: usize = 4;
/// A question is broken off after so long: somebody else wants an answer too.
const PATIENCE: Duration = Duration::from_secs(2);

/// An article as it is kept, by what it is known by.
pub(super) type Version = [u8; 32];

/// What sessions share.
#[derive(Debug)]
pub struct Shared {
    path: PathBuf,
    connections: Mutex<Connections>,
    articles: Mutex<Articles>,
    /// What visitors leave: the one thing that is written.
    pub(super) ledger: Ledger,
}

/// Connections to the library as it is now.
#[derive(Debug)]
struct Connections {
    /// Sees whether something was written; none while the library cannot be opened.
    watch: Option<Library>,
    stamp: i64,
    /// How often the library was found not to be as it was.
    news: u64,
    idle: Vec<Library>,
}

/// Articles that somebody has open: those who read the same one share it.
#[derive(Debug, Default)]
struct Articles {
    open: BTreeMap<ArticleKey, (Version, Weak<Article>)>,
    /// So many are looked through for those that nobody has open any more.
    look_at: usize,
}

impl Shared {
    /// Serves a library, which has to be there; one of an earlier version is brought up to date.
    pub fn open(library: &Path) -> Result<Arc<Self>, LibraryError> {
        drop(Library::open(library)?);
        let watch = Library::open_for_visitors(library)?;
        let stamp = watch.stamp()?;
        let connections = Connections { watch: Some(watch), stamp, news: 0, idle: Vec::new() };
        Ok(Arc::new(Self {
            path: library.to_owned(),
            connections: Mutex::new(connections),
            articles: Mutex::default(),
            ledger: Ledger::beside(library),
        }))
    }

    /// Asks the library, as visitors have it. What takes too long is broken off.
    pub fn ask<T>(&self, question: impl FnOnce(&Library) -> Result<T, LibraryError>) -> Result<T, LibraryError> {
        let (idle, news) = {
            let mut connections = self.current();
            (connections.idle.pop(), connections.news)
        };
        let mut library = idle.map_or_else(|| Library::open_for_visitors(&self.path), Ok)?;
        let answer = library.within(PATIENCE, question);
        let mut connections = locked(&self.connections);
        // Of a file that is not there any more, or is of another version by now, nobody wants to know.
        if connections.news == news && connections.idle.len() < N_IDLE {
            connections.idle.push(library);
        }
        answer
    }

    /// A number that is another one once somebody has written to the library, or another file has taken its place.
    pub fn news(&self) -> u64 {
        self.current().news
    }

    /// An article of the library, with what its version is known by; nothing where it is not there.
    pub(super) fn article(&self, key: ArticleKey) -> Result<Option<(Version, Arc<Article>)>, LibraryError> {
        self.ask(|library| {
            let Some(body) = library.body(key)? else { return Ok(None) };
            let version = body.sha256();
            if let Some(open) = locked(&self.articles).get(key, version) {
                return Ok(Some((version, open)));
            }
            let article = Arc::new(library.unfolded(key, &body)?);
            Ok(Some((version, locked(&self.articles).put(key, version, article))))
        })
    }

    /// The connections, after a look at whether they still show the library as it is.
    fn current(&self) -> MutexGuard<'_, Connections> {
        let mut connections = locked(&self.connections);
        connections.look(&self.path);
        connections
    }
}

impl Connections {
    fn look(&mut self, path: &Path) {
        let stamp = self.watch.as_ref().filter(|watch| !watch.is_replaced()).and_then(|watch| watch.stamp().ok());
        if stamp == Some(self.stamp) {
            return;
        }
        let was_there = self.watch.is_some();
        self.idle.clear();
        if stamp.is_none() {
            self.watch = Library::open_for_visitors(path).ok();
        }
        self.stamp = stamp.or_else(|| self.watch.as_ref().and_then(|watch| watch.stamp().ok())).unwrap_or(0);
        if was_there || self.watch.is_some() {
            self.news += 1;
        }
    }
}

impl Articles {
    fn get(&self, key: ArticleKey, version: Version) -> Option<Arc<Article>> {
        self.open.get(&key).filter(|(open, _)| *open == version).and_then(|(_, article)| article.upgrade())
    }

    /// The article that all share from now on: one that somebody else was quicker with, else this.
    fn put(&mut self, key: ArticleKey, version: Version, article: Arc<Article>) -> Arc<Article> {
        if let Some(open) = self.get(key, version) {
            return open;
        }
        if self.open.len() >= self.look_at {
            self.open.retain(|_, (_, article)| article.strong_count() > 0);
            self.look_at = self.open.len() * 2 + 16;
        }
        self.open.insert(key, (version, Arc::downgrade(&article)));
        article
    }
}

/// What a panic in another session left is whole: nothing is half done under these locks.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why the library does not answer, as a visitor is told: nothing of the server's files is in it.
pub fn told(error: &LibraryError) -> String {
    match error {
        LibraryError::Missing(_) => "the library is not there just now; try again in a moment".to_owned(),
        LibraryError::Busy(_) => "the library is being changed just now; try again in a moment".to_owned(),
        LibraryError::TooLong(_) => "that asks for too much at once (over 2 seconds); narrow it".to_owned(),
        LibraryError::Newer { .. } => {
            "the library is newer than this server; its owner has to start it anew".to_owned()
        }
        LibraryError::Body { article, .. } => {
            format!("article {article} is damaged in the library; its owner has to look after it")
        }
        LibraryError::Foreign(_)
        | LibraryError::Damaged { .. }
        | LibraryError::Full(_)
        | LibraryError::ReadOnly(_)
        | LibraryError::Closed(_)
        | LibraryError::Io { .. }
        | LibraryError::NothingToUndo { .. } => {
            "the library cannot be read just now; its owner has to look after it".to_owned()
        }
    }
}
