//! What can go wrong with the library, told apart by what a reader can do about it.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the library could not be read or written. Each says what, where and what to do, in one line.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// There is none.
    #[error("{}: there is no library yet; `nutgraf add` makes one", .0.display())]
    Missing(PathBuf),
    /// A newer version of the program has written it.
    #[error("{}: written by a newer nutgraf (version {found} of the library, this one reads up to {known}); nothing was changed", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest that this program reads.
        known: i64,
    },
    /// A file, but not one of ours.
    #[error("{}: not a library of nutgraf; nothing was changed", .0.display())]
    Foreign(PathBuf),
    /// Somebody else is writing, and went on for longer than one waits.
    #[error("{}: another program is writing to the library; try again", .0.display())]
    Busy(PathBuf),
    /// It asked for more than was allowed for an answer.
    #[error("{}: this takes longer than an answer may; narrow it", .0.display())]
    TooLong(PathBuf),
    /// The file does not hold together.
    #[error("{}: the library is damaged ({what}); a copy that `nutgraf backup` made earlier can take its place", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the database says.
        what: String,
    },
    /// No room on the disk.
    #[error("{}: the disk is full; what was committed before is kept, nothing after it", .0.display())]
    Full(PathBuf),
    /// It may not be written.
    #[error("{}: the library cannot be written; check its permissions and those of its folder", .0.display())]
    ReadOnly(PathBuf),
    /// It may not be opened.
    #[error("{}: the library cannot be opened; check the permissions of the file and of its folder", .0.display())]
    Closed(PathBuf),
    /// The disk fails, or the system says no.
    #[error("{}: {what}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
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
    #[error("{}: article {article} cannot be read back ({what})", .path.display())]
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
        let what = crate::clean::line(&error.to_string());
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            Some(ErrorCode::OperationInterrupted) => Self::TooLong(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, what },
            Some(ErrorCode::NotADatabase) => Self::Foreign(path),
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::CannotOpen) => Self::Closed(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            _ => Self::Io { path, what },
        }
    }
}
