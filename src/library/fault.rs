//! What can go wrong with the library, told apart by what a reader can do about it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rustix::io::Errno;

use crate::clean;

/// The system has not more to say than this: a disk that is full shows itself in many places as one that fails.
const FAILING: &str = "the disk fails, or is full; see to it and try again. What was kept before is kept";

/// A file's name as a message may show it: one line, with nothing in it that a terminal would obey.
fn shown(path: &Path) -> String {
    clean::line(&path.to_string_lossy())
}

/// Why the library could not be read or written. Each says what, where and what to do, in one line.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// There is none.
    #[error("{}: there is no library yet; `nutgraf add` makes one", shown(.0))]
    Missing(PathBuf),
    /// A newer version of the program has written it.
    #[error("{}: written by a newer nutgraf (version {found} of the library, this one reads up to {known}); nothing was changed", shown(.path))]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest that this program reads.
        known: i64,
    },
    /// A file, but not one of ours.
    #[error("{}: not a library of nutgraf; nothing was changed", shown(.0))]
    Foreign(PathBuf),
    /// Somebody else is writing, and went on for longer than one waits.
    #[error("{}: another program is writing to the library; try again", shown(.0))]
    Busy(PathBuf),
    /// It asked for more than was allowed for an answer.
    #[error("{}: this takes longer than an answer may; narrow it", shown(.0))]
    TooLong(PathBuf),
    /// The file does not hold together.
    #[error("{}: the library is damaged, or the disk fails ({what}); try again. If that does not help, a copy that `nutgraf backup` made earlier can take its place", shown(.path))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the database says.
        what: String,
    },
    /// No room on the disk.
    #[error("{}: the disk is full; make room and try again. What was kept before is kept", shown(.0))]
    Full(PathBuf),
    /// It may not be written.
    #[error("{}: the library cannot be written; check its permissions and those of its folder", shown(.0))]
    ReadOnly(PathBuf),
    /// It may not be opened.
    #[error("{}: the library cannot be opened; check the permissions of the file and of its folder, and that the disk has room", shown(.0))]
    Closed(PathBuf),
    /// The disk fails, or the system says no.
    #[error("{}: {what}", shown(.path))]
    Io {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// What was done last has nothing any more that it could be taken back from.
    #[error(
        "not undone: {what}; what that was about is not there any more, and nothing was changed. Undo again for what was done before it"
    )]
    NothingToUndo {
        /// What was done, one line.
        what: String,
    },
    /// An article in it cannot be read back.
    #[error("{}: article {article} cannot be read back ({what})", shown(.path))]
    Body {
        /// The file.
        path: PathBuf,
        /// The article's number.
        article: i64,
        /// Why.
        what: String,
    },
}

impl LibraryError {
    /// What an error of the database means.
    pub(super) fn of(path: &std::path::Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let what = clean::line(&error.to_string());
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            Some(ErrorCode::OperationInterrupted) => Self::TooLong(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, what },
            Some(ErrorCode::NotADatabase) => Self::Foreign(path),
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::CannotOpen) => Self::Closed(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            Some(ErrorCode::SystemIoFailure) => Self::Io { path, what: FAILING.to_owned() },
            // Somebody was cut off who wrote, and whoever asks now may not put that in order.
            Some(ErrorCode::FileLockingProtocolFailed) => {
                let what =
                    "the files beside it (-wal, -shm) cannot be written; try again, or let its owner open it once";
                Self::Io { path, what: what.to_owned() }
            }
            Some(ErrorCode::OutOfMemory) => {
                Self::Io { path, what: "there is not enough memory; close other programs and try again".to_owned() }
            }
            _ => Self::Io { path, what: format!("{what}; what was kept before is kept") },
        }
    }

    /// What an error of a file means that stands beside the database, or of its folder.
    pub(super) fn of_file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full(path),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists | ErrorKind::NotFound => {
                Self::Io { path, what: "a part of the path is no folder, or is not there; name another".to_owned() }
            }
            _ if Errno::from_io_error(error) == Some(Errno::LOOP) => {
                Self::Io { path, what: "the links on the way to it lead in a circle; name another".to_owned() }
            }
            _ => Self::Io { path, what: FAILING.to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::LibraryError;

    #[test]
    fn a_name_that_a_terminal_would_obey_stays_one_harmless_line() {
        let error = LibraryError::Foreign(PathBuf::from("a\u{1b}]0;x\u{7}\nb\u{202e}.db"));
        assert_eq!(error.to_string(), "a b.db: not a library of nutgraf; nothing was changed");
    }
}
