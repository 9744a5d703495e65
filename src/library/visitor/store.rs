//! Opening: where the visitors' database is, its settings, its version.

use std::cell::OnceCell;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::super::visit::Visit;
use super::LibraryError;
use super::room::Most;
use super::secret::Secret;

/// How long the owner waits for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long anybody waits for another one who is just making it.
const MAKING: Duration = Duration::from_millis(250);
/// What marks a database as ours (`application_id`): "nutv".
const APPLICATION_ID: i64 = 0x6e75_7476;
/// The steps, each from one version to the next.
const STEPS: [&str; 1] = [include_str!("1.sql")];
/// The version that this program reads and writes.
const VERSION: i64 = STEPS.len() as i64;
/// All that visitors leave together takes no more than 256 MiB, in pages of 4 KiB.
pub(super) const MOST_PAGES: i64 = 65_536;

/// The visitors' database: one open connection to it.
#[derive(Debug)]
pub struct Visitors {
    pub(super) connection: Connection,
    path: PathBuf,
    file: Visit,
    secret: OnceCell<Secret>,
    pub(super) most: Most,
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
        Self::open_within(path, PATIENCE)
    }

    /// The same, waiting no longer than this for a program that writes, now and later.
    pub fn open_within(path: &Path, patience: Duration) -> Result<Self, LibraryError> {
        if !path.exists() {
            let made = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
            made.map_err(|_| LibraryError::Closed(path.to_owned()))?;
        }
        let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        let is_made = std::fs::metadata(path).is_ok_and(|file| file.len() > 0);
        connection.busy_timeout(if is_made { patience } else { patience.max(MAKING) }).map_err(fault)?;
        let (secret, most) = (OnceCell::new(), Most::default());
        let mut visitors = Self { connection, path: path.to_owned(), file: Visit::of(path), secret, most };
        visitors.settle().map_err(fault)?;
        visitors.bring_up_to_date()?;
        visitors.be_patient(patience)?;
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

    /// From now on waits so long for another program that writes.
    pub fn be_patient(&self, patience: Duration) -> Result<(), LibraryError> {
        self.connection.busy_timeout(patience).map_err(|error| self.fault(&error))
    }

    /// What codes are sealed with.
    pub(super) fn secret(&self) -> Result<&Secret, LibraryError> {
        if let Some(secret) = self.secret.get() {
            return Ok(secret);
        }
        let secret = Secret::beside(&self.path)?;
        Ok(self.secret.get_or_init(|| secret))
    }

    /// What was forgotten does not stand in the log of changes either. While somebody reads what was there before, it
    /// stays until it is next emptied.
    pub(super) fn empty_log(&self) {
        let emptied = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        // It is forgotten all the same.
        drop(emptied);
    }

    fn settle(&self) -> rusqlite::Result<()> {
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
        self.be_patient(MAKING)?;
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

    /// The same for what a visitor is told is kept or gone: it is on the disk when that is said, also if the power is
    /// cut. Where they are in a text is not worth that wait.
    pub(super) fn turn_for_good<T>(
        &mut self,
        deed: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LibraryError> {
        let path = self.path.clone();
        let settle = |connection: &Connection, level: &str| {
            let settled = connection.pragma_update(None, "synchronous", level);
            settled.map_err(|error| LibraryError::of(&path, &error))
        };
        settle(&self.connection, "FULL")?;
        let done = self.turn(deed);
        settle(&self.connection, "NORMAL")?;
        done
    }

    /// What an error of the database means here.
    pub(super) fn fault(&self, error: &rusqlite::Error) -> LibraryError {
        LibraryError::of(&self.path, error)
    }
}
