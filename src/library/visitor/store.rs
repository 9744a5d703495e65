//! Opening: where the visitors' database is, its settings, its version; and who is forgotten in time.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::super::visit::Visit;
use super::{CODE_DAYS, LibraryError, forget_seen};

/// How long one waits for another program that writes: somebody's key waits for it.
const PATIENCE: Duration = Duration::from_millis(250);
/// What marks a database as ours (`application_id`): "nutv".
const APPLICATION_ID: i64 = 0x6e75_7476;
/// The steps, each from one version to the next.
const STEPS: [&str; 1] = [include_str!("1.sql")];
/// The version that this program reads and writes.
const VERSION: i64 = STEPS.len() as i64;
/// All that visitors leave together takes no more than 256 MiB, in pages of 4 KiB.
const MOST_PAGES: i64 = 65_536;

/// The visitors' database: one open connection to it.
#[derive(Debug)]
pub struct Visitors {
    pub(super) connection: Connection,
    path: PathBuf,
    file: Visit,
}

/// Where the visitors' database of a library is.
pub fn beside(library: &Path) -> PathBuf {
    let stem = library.file_stem().unwrap_or_default();
    if stem == "library" {
        return library.with_file_name("visitors.db");
    }
    let mut name = stem.to_owned();
    name.push("-visitors.db");
    library.with_file_name(name)
}

impl Visitors {
    /// Opens the database to read and write it, and makes it where it is missing: for nobody's eyes but its owner's.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        if !path.exists() {
            let made = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
            made.map_err(|_| LibraryError::Closed(path.to_owned()))?;
        }
        let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        let mut visitors = Self { connection, path: path.to_owned(), file: Visit::of(path) };
        visitors.settle().map_err(fault)?;
        visitors.bring_up_to_date()?;
        Ok(visitors)
    }

    /// Opens it where it is there.
    pub fn open_existing(path: &Path) -> Result<Option<Self>, LibraryError> {
        if path.exists() { Self::open(path).map(Some) } else { Ok(None) }
    }

    /// Whether the file that was opened is not the one that stands under its name any more.
    pub fn is_replaced(&self) -> bool {
        !self.file.is_of(&self.path)
    }

    fn settle(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(PATIENCE)?;
        self.connection.set_prepared_statement_cache_capacity(32);
        self.connection.execute_batch(&format!(
            "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -1024; PRAGMA secure_delete = ON;
             PRAGMA max_page_count = {MOST_PAGES};"
        ))
    }

    fn bring_up_to_date(&mut self) -> Result<(), LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let pragma = |connection: &Connection, name: &str| -> rusqlite::Result<i64> {
            connection.pragma_query_value(None, name, |row| row.get(0))
        };
        let version = pragma(&self.connection, "user_version").map_err(fault)?;
        let id = pragma(&self.connection, "application_id").map_err(fault)?;
        let n_pages = pragma(&self.connection, "page_count").map_err(fault)?;
        if n_pages > 0 && id != APPLICATION_ID {
            return Err(LibraryError::Foreign(self.path.clone()));
        }
        if version > VERSION {
            return Err(LibraryError::Newer { path: self.path.clone(), found: version, known: VERSION });
        }
        if version == VERSION {
            return Ok(());
        }
        self.connection.pragma_update(None, "journal_mode", "WAL").map_err(fault)?;
        self.turn(|connection| {
            // Another process may have been quicker while this one waited.
            let now = pragma(connection, "user_version")?;
            for step in STEPS.iter().skip(usize::try_from(now).unwrap_or(0)) {
                connection.execute_batch(step)?;
            }
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            connection.pragma_update(None, "user_version", VERSION)
        })
    }

    /// One short turn of writing.
    pub(super) fn turn<T>(&mut self, deed: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let turn = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let done = deed(&turn).map_err(fault)?;
        turn.commit().map_err(fault)?;
        Ok(done)
    }

    /// What an error of the database means here.
    pub(super) fn fault(&self, error: &rusqlite::Error) -> LibraryError {
        LibraryError::of(&self.path, error)
    }
}

/// Forgets those without a key who did not come back.
pub(super) fn expire(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    let before = now - CODE_DAYS * 24 * 60 * 60;
    let gone: Vec<i64> = connection
        .prepare_cached("SELECT id FROM visitor WHERE kind = 1 AND last_seen < ?1 LIMIT 1000")?
        .query_map([before], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in &gone {
        forget(connection, *id)?;
    }
    if gone.is_empty() { Ok(()) } else { forget_seen(connection) }
}

/// Forgets one visitor.
pub(super) fn forget(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    for sql in [
        "DELETE FROM place WHERE visitor = ?1",
        "DELETE FROM opened WHERE visitor = ?1",
        "DELETE FROM remark WHERE visitor = ?1",
        "DELETE FROM visitor WHERE id = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}
