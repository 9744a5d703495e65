//! A copy of the library while it is in use: one moment of it, whole or not there.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::params;

use super::{Library, LibraryError, settle_name};

impl Library {
    /// Copies the library to a file that is not there yet. Others read and write meanwhile; what they commit after
    /// the copy began is not in it.
    ///
    /// `go_on` is asked now and then, and stops the copying by answering no: then nothing is left behind, and the
    /// answer is no too.
    pub fn copy_to(
        &mut self,
        to: &Path,
        mut go_on: impl FnMut() -> bool + Send + 'static,
    ) -> Result<bool, LibraryError> {
        /// The database's steps between two questions: well under a millisecond.
        const STEPS: i32 = 1_000;
        let failed = |error: io::Error| LibraryError::of_file(to, &error);
        if to.exists() {
            let what = "there is such a file already; name another, or move it away".to_owned();
            return Err(LibraryError::Io { path: to.to_owned(), what });
        }
        if to.to_str().is_none() {
            let what = "the database takes no name that is not UTF-8; name another".to_owned();
            return Err(LibraryError::Io { path: to.to_owned(), what });
        }
        let part = part_of(to);
        make_part(&part).map_err(failed)?;
        let handler = self.connection.progress_handler(STEPS, Some(move || !go_on()));
        handler.map_err(|error| LibraryError::of(to, &error))?;
        let copied = self.connection.execute("VACUUM INTO ?1", params![part.to_string_lossy()]);
        let _ = self.connection.progress_handler(0, None::<fn() -> bool>);
        if let Err(error) = copied {
            let _ = fs::remove_file(&part);
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) {
                return Ok(false);
            }
            return Err(LibraryError::of(to, &error));
        }
        let settled = fs::File::open(&part).and_then(|file| file.sync_all());
        let placed = settled.and_then(|()| fs::rename(&part, to)).and_then(|()| settle_name(to));
        if placed.is_err() {
            let _ = fs::remove_file(&part);
        }
        placed.map_err(failed)?;
        Ok(true)
    }
}

/// Makes the file that the copy is written to, for nobody's eyes but its owner's. One that stands there was left by a
/// copy that was broken off, or somebody else put a link there for the copy to be written through.
fn make_part(part: &Path) -> io::Result<()> {
    match fs::remove_file(part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(part).map(drop)
}

/// Where the copy grows, beside the place where it is to be.
fn part_of(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    to.with_file_name(name)
}
