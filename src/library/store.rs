//! Opening: where the database is, its settings, its version.

use std::fs::OpenOptions;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use etcetera::BaseStrategy;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::fault::LibraryError;
use super::remark;
use super::schema::{APPLICATION_ID, STEPS, VERSION};
use super::visit::Visit;
use crate::catalogue::ArticleKey;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long is waited before asking again for what cannot be waited for.
const TURN: Duration = Duration::from_millis(20);

/// The library: one open connection to the database.
#[derive(Debug)]
pub struct Library {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    /// Of the articles added last, those with judgements that were left out, and how many.
    pub(super) left_out: Vec<(ArticleKey, usize)>,
    /// It is open for visitors.
    pub(super) visit: Option<Visit>,
}

/// Where the library is unless one is named: `library.db` in the folder `nutgraf` of the user's data (XDG).
///
/// Nothing when there is no home to look in.
pub fn default_path() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|base| base.data_dir().join("nutgraf").join("library.db"))
}

/// One of the files that the database keeps beside its own.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

/// Whether no program has the library open to write it now: such a one keeps two files beside it. Empty ones are what a
/// full disk leaves of them.
fn is_left_alone(path: &Path) -> bool {
    ["-wal", "-shm"].iter().all(|end| beside(path, end).metadata().map_or(true, |found| found.len() == 0))
}

/// Makes a folder that nobody else looks into: what somebody reads is theirs. One that is there stays as it is.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes an empty file that nobody else reads: what the database makes itself, all may read. One that is there stays as
/// it is; where none can be made, the database says why.
fn make_file(path: &Path) {
    if !path.exists() {
        drop(OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path));
    }
}

impl Library {
    /// Opens a library to read it. Nothing is written, also not when it is missing.
    ///
    /// An older version's library is brought up to date first, which writes.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        Self::open_within(path, PATIENCE)
    }

    /// The same, waiting for other programs only so long, now and later.
    pub(super) fn open_within(path: &Path, patience: Duration) -> Result<Self, LibraryError> {
        if !path.exists() {
            return Err(LibraryError::Missing(path.to_owned()));
        }
        let (library, version) = match Self::open_readable(path, patience) {
            // Where the log cannot be made, and nobody has one open who writes, nobody has to be watched for.
            // Also where the disk is full: to read takes no room.
            Err(
                LibraryError::Closed(_) | LibraryError::ReadOnly(_) | LibraryError::Full(_) | LibraryError::Io { .. },
            ) if is_left_alone(path) => Self::open_unchanging(path, patience)?,
            Err(LibraryError::ReadOnly(path)) => return Err(LibraryError::Closed(path)),
            outcome => outcome?,
        };
        if version == VERSION { Ok(library) } else { Self::open_to_write_within(path, patience) }
    }

    /// The library and its version: asking for that is the first that shows whether the file can be read.
    fn open_readable(path: &Path, patience: Duration) -> Result<(Self, i64), LibraryError> {
        let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        let library = Self { connection, path: path.to_owned(), left_out: Vec::new(), visit: None };
        library.settle(patience)?;
        let version = library.version()?;
        Ok((library, version))
    }

    fn open_unchanging(path: &Path, patience: Duration) -> Result<(Self, i64), LibraryError> {
        let whole = path.canonicalize().map_err(|_| LibraryError::Closed(path.to_owned()))?;
        let mut uri = url::Url::from_file_path(whole).map_err(|()| LibraryError::Closed(path.to_owned()))?;
        uri.set_query(Some("immutable=1"));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection =
            Connection::open_with_flags(uri.as_str(), flags).map_err(|error| LibraryError::of(path, &error))?;
        let library = Self { connection, path: path.to_owned(), left_out: Vec::new(), visit: None };
        library.settle(patience)?;
        let version = library.version()?;
        Ok((library, version))
    }

    /// Opens a library to read and write it, and makes it when it is missing.
    pub fn open_to_write(path: &Path) -> Result<Self, LibraryError> {
        Self::open_to_write_within(path, PATIENCE)
    }

    /// The same, waiting for other writers only so long, now and later.
    pub fn open_to_write_within(path: &Path, patience: Duration) -> Result<Self, LibraryError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            make_folder(folder).map_err(|error| LibraryError::of_file(path, &error))?;
        }
        make_file(path);
        let fault = |error: rusqlite::Error| LibraryError::of(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        let mut library = Self { connection, path: path.to_owned(), left_out: Vec::new(), visit: None };
        library.settle(patience)?;
        let until = Instant::now() + patience;
        loop {
            match library.bring_up_to_date() {
                // Taking up the log waits for nobody by itself: several programs may be the first at the same time.
                Err(LibraryError::Busy(_)) if Instant::now() < until => std::thread::sleep(TURN),
                outcome => return outcome.map(|()| library),
            }
        }
    }

    fn bring_up_to_date(&mut self) -> Result<(), LibraryError> {
        let version = self.version()?;
        if version < VERSION { self.migrate(version) } else { Ok(()) }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits so long for another writer, instead of ten seconds.
    pub fn be_patient(&self, patience: Duration) -> Result<(), LibraryError> {
        self.connection.busy_timeout(patience).map_err(|error| self.fault(&error))
    }

    /// What an error of the database means here.
    pub(super) fn fault(&self, error: &rusqlite::Error) -> LibraryError {
        LibraryError::of(&self.path, error)
    }

    /// A number that is another one after another connection has written; the own writing does not change it.
    pub fn stamp(&self) -> Result<i64, LibraryError> {
        let stamp = self.connection.pragma_query_value(None, "data_version", |row| row.get(0));
        stamp.map_err(|error| self.fault(&error))
    }

    fn settle(&self, patience: Duration) -> Result<(), LibraryError> {
        let fault = |error: rusqlite::Error| self.fault(&error);
        self.connection.busy_timeout(patience).map_err(fault)?;
        // A commit survives the process being killed at any moment, and the power being cut: what is said to be kept is
        // on the disk. 8 MiB of pages are held at most.
        self.connection
            .execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -8192; PRAGMA foreign_keys = ON;")
            .map_err(fault)?;
        self.connection.set_prepared_statement_cache_capacity(64);
        Ok(())
    }

    /// The version of the file, 0 for an empty one; an error for a file that is not ours, or newer.
    fn version(&self) -> Result<i64, LibraryError> {
        // One moment of the file: another program may be making it.
        let _moment = self.connection.unchecked_transaction().map_err(|error| self.fault(&error))?;
        let pragma = |name: &str| -> Result<i64, LibraryError> {
            self.connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|error| self.fault(&error))
        };
        let (id, version, n_pages) = (pragma("application_id")?, pragma("user_version")?, pragma("page_count")?);
        let is_empty = n_pages == 0 || (id == 0 && version == 0 && self.is_without_tables()?);
        if is_empty {
            return Ok(0);
        }
        if id != APPLICATION_ID {
            return Err(LibraryError::Foreign(self.path.clone()));
        }
        if version > VERSION {
            return Err(LibraryError::Newer { path: self.path.clone(), found: version, known: VERSION });
        }
        Ok(version)
    }

    fn is_without_tables(&self) -> Result<bool, LibraryError> {
        let count = self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
        count.map(|count| count == 0).map_err(|error| self.fault(&error))
    }

    /// Takes the file from an earlier version to this one, in one transaction, with a copy of it beside it.
    fn migrate(&mut self, from: i64) -> Result<(), LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        if from > 0 {
            let copy = self.backup_path(from);
            if !copy.exists() {
                self.copy_to(&copy, || true)?;
            }
        }
        // Outside a transaction, and kept in the file.
        self.connection.pragma_update(None, "journal_mode", "WAL").map_err(fault)?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        // Another process may have been quicker while this one waited.
        let now: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(fault)?;
        for step in STEPS.iter().skip(usize::try_from(now).unwrap_or(0)) {
            transaction.execute_batch(step).map_err(fault)?;
        }
        if now == 1 {
            // What readers said stands in the bodies alone.
            remark::find_again(&transaction, &path)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(fault)?;
        transaction.pragma_update(None, "user_version", VERSION).map_err(fault)?;
        transaction.commit().map_err(fault)
    }

    fn backup_path(&self, version: i64) -> PathBuf {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".before-version-{}", version + 1));
        self.path.with_file_name(name)
    }
}
