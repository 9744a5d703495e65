//! Files and streams read whole: within the limit, with one wording for what can go wrong. What import makes of the
//! bytes is left to others.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;
use rustix::io::Errno;

use crate::import::{ANNOTATED_FACTOR, From, ImportError};

/// Why a file could not be read. The messages go after its name and a colon.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not there, may not be read, or reading failed.
    #[error("{}", said(.0))]
    Io(#[from] io::Error),
    /// A pipe or a device, for which nobody can say when it has anything to read.
    #[error("is no regular file; pipe it in instead, and name it -")]
    NotRegular,
    /// Larger than the limit lets in.
    #[error(transparent)]
    TooLarge(ImportError),
}

/// Opens a file, a pipe or a device; a directory is refused. A pipe is waited for until somebody writes to it.
pub fn open(path: &Path) -> Result<File, FileError> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    Ok(file)
}

/// Opens a regular file and nothing else, so that neither opening it nor reading it waits for anybody.
pub fn open_regular(path: &Path) -> Result<File, FileError> {
    // What the path names is looked at once it is open: before that it could be exchanged for a pipe.
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        Err(io::Error::from(io::ErrorKind::IsADirectory).into())
    } else if metadata.is_file() {
        Ok(file)
    } else {
        Err(FileError::NotRegular)
    }
}

/// Reads a file to its end, unless its size says that no more than a glance at it is needed.
pub fn read(file: File, max_bytes: usize) -> Result<Vec<u8>, FileError> {
    let metadata = file.metadata()?;
    let n_bytes = if metadata.is_file() { usize::try_from(metadata.len()).unwrap_or(usize::MAX) } else { 0 };
    if n_bytes > most(max_bytes) {
        return Err(FileError::TooLarge(ImportError::TooLarge { n_bytes, max_bytes }));
    }
    // One byte more, so that the end is found without growing.
    read_stream(file, n_bytes + 1, max_bytes)
}

/// Reads to the end, but hardly more than the limit lets in: import refuses what is larger.
pub fn read_stream(from: impl Read, n_bytes_expected: usize, max_bytes: usize) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::with_capacity(n_bytes_expected);
    from.take((most(max_bytes) as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text that a file of brat's annotations is about: what its name says, with `.txt` in the place of `.ann`. Nothing
/// where the file is none of these, or there is no such text.
pub fn beside(path: &Path, from: From, max_bytes: usize) -> Option<Vec<u8>> {
    let is_ann = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ann"));
    if !is_ann || !matches!(from, From::Auto | From::Brat) {
        return None;
    }
    read(open_regular(&path.with_extension("txt")).ok()?, max_bytes).ok()
}

/// An annotated file holds more than its text.
fn most(max_bytes: usize) -> usize {
    max_bytes.saturating_mul(ANNOTATED_FACTOR)
}

/// What it means that opening or reading failed, and what to do.
pub fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file; check the name and the folder".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read; check its permissions".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory; name the files in it".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is no directory; check the name".to_owned(),
        _ => match Errno::from_io_error(error) {
            Some(Errno::IO) => "cannot be read, the disk fails; see to it and try again".to_owned(),
            Some(Errno::LOOP) => "the links on the way to it lead in a circle; check the name".to_owned(),
            _ => format!("cannot be read ({error})"),
        },
    }
}
