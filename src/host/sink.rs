//! Files that are there whole or not at all: written beside their place, and moved there at the end. One that is there
//! already is left alone unless it may be replaced.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::io::Errno;

use crate::library::settle_name;

/// How many files this process has begun: no two that are being written share a name.
static N_BEGUN: AtomicU64 = AtomicU64::new(0);
/// So many names that are taken are passed over.
const TRIES: usize = 100;

/// Why a file was not written. The messages go after its name and a colon.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// It is there already.
    #[error("is there already; name another one, or say that it may be replaced")]
    Exists,
    /// The folder is not there.
    #[error("its folder is not there, or takes no files; make one first, or name another")]
    NoFolder,
    /// It is a folder.
    #[error("is a folder; name a file in it")]
    IsFolder,
    /// It is no folder, and files for each article need one.
    #[error("is no folder; this form writes files for each article, so name a folder")]
    NotFolder,
    /// Writing failed.
    #[error("{}", unwritten(.0))]
    Io(#[from] io::Error),
}

/// A file being written.
#[derive(Debug)]
pub struct Sink {
    out: BufWriter<File>,
    /// Where it is written until it is whole; nothing for a device or a pipe, which is written as it is.
    part: Option<PathBuf>,
    to: PathBuf,
    replaces: bool,
}

impl Sink {
    /// Begins a file.
    pub fn create(to: &Path, replaces: bool) -> Result<Self, SinkError> {
        let there = fs::symlink_metadata(to).ok();
        let is_there = there.is_some();
        // Where a link leads is what is replaced, not the link.
        let to = fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
        match fs::metadata(&to) {
            Ok(found) if found.is_dir() => return Err(SinkError::IsFolder),
            Ok(found) if !found.is_file() => {
                let file = File::options().write(true).open(&to)?;
                return Ok(Self { out: BufWriter::new(file), part: None, to, replaces });
            }
            _ if is_there && !replaces => return Err(SinkError::Exists),
            _ => {}
        }
        let name = to.file_name().ok_or(SinkError::IsFolder)?;
        let found = fs::metadata(&to).ok();
        // Whoever may read what is replaced may read what comes in its place, and nobody else, at no moment.
        let (part, file) = begin(&to, name, if found.is_some() { 0o600 } else { 0o666 })?;
        if let Some(found) = found {
            let _ = file.set_permissions(found.permissions());
        }
        Ok(Self { out: BufWriter::new(file), part: Some(part), to, replaces })
    }

    /// Puts the whole file in its place.
    pub fn finish(mut self) -> Result<(), SinkError> {
        self.out.flush()?;
        let Some(part) = self.part.take() else { return Ok(()) };
        let put = self.out.get_ref().sync_all().map_err(SinkError::from).and_then(|()| self.place(&part));
        if put.is_err() {
            let _ = fs::remove_file(&part);
        }
        put
    }

    fn place(&self, part: &Path) -> Result<(), SinkError> {
        if self.replaces {
            fs::rename(part, &self.to)?;
            return Ok(settle_name(&self.to)?);
        }
        // A name of its own is given only where there is none yet, even if that came up meanwhile.
        match fs::hard_link(part, &self.to) {
            Ok(()) => {
                // It is there; that its first name may stay beside it is no reason to say that it is not.
                let _ = fs::remove_file(part);
                Ok(settle_name(&self.to)?)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(SinkError::Exists),
            // Some file systems know no second names.
            Err(_) if self.to.exists() => Err(SinkError::Exists),
            Err(_) => {
                fs::rename(part, &self.to)?;
                Ok(settle_name(&self.to)?)
            }
        }
    }
}

/// What it means that writing failed, and what to do.
fn unwritten(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "cannot be written, the disk is full; make room and try again".to_owned()
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "may not be written; check the permissions of the file and of its folder, or name another".to_owned()
        }
        io::ErrorKind::NotADirectory => "a part of the path is no folder; name another".to_owned(),
        _ if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => {
            "cannot be written, the disk fails; see to it, or name a place on another".to_owned()
        }
        _ if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => {
            "the links on the way to it lead in a circle; name another".to_owned()
        }
        _ => format!("cannot be written ({error}); name another"),
    }
}

/// A new file beside the place. One that is there is never opened, and a link that is there never followed: somebody
/// else may have put it there.
fn begin(to: &Path, name: &OsStr, mode: u32) -> Result<(PathBuf, File), SinkError> {
    let mut n_tried = 0;
    loop {
        let mut part_name = OsString::from(".");
        part_name.push(name);
        part_name.push(format!(".{}-{}.part", std::process::id(), N_BEGUN.fetch_add(1, Ordering::Relaxed)));
        let part = to.with_file_name(part_name);
        match File::options().write(true).create_new(true).mode(mode).open(&part) {
            Ok(file) => return Ok((part, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && n_tried < TRIES => n_tried += 1,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(SinkError::NoFolder),
            Err(error) => return Err(SinkError::Io(error)),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            let _ = fs::remove_file(part);
        }
    }
}

/// The folder for a form of several files; it is made where it is not there.
pub fn folder(path: &Path) -> Result<(), SinkError> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(SinkError::NotFolder),
        Err(_) => fs::create_dir(path).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound { SinkError::NoFolder } else { SinkError::Io(error) }
        }),
    }
}

/// Writes a file of a folder. One that is there already and says the same is left as it is.
pub fn write(path: &Path, text: &str, replaces: bool) -> Result<(), SinkError> {
    let says_the_same = |found: &fs::Metadata| found.is_file() && found.len() == text.len() as u64;
    if fs::metadata(path).is_ok_and(|found| says_the_same(&found)) && fs::read(path)? == text.as_bytes() {
        return Ok(());
    }
    let mut sink = Sink::create(path, replaces)?;
    sink.write_all(text.as_bytes())?;
    sink.finish()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::{Sink, SinkError, write};

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut sink = Sink::create(&path, false).unwrap();
        sink.write_all(b"half").unwrap();
        sink.flush().unwrap();
        assert!(!path.exists());
        drop(sink);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "what was left off leaves nothing");
        write(&path, "whole", false).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_where_that_was_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "mine").unwrap();
        assert!(matches!(write(&path, "other", false), Err(SinkError::Exists)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        write(&path, "other", true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "other");
        // It may come up while another one is being written.
        let late = folder.path().join("late.csv");
        let sink = Sink::create(&late, false).unwrap();
        fs::write(&late, "first").unwrap();
        assert!(matches!(sink.finish(), Err(SinkError::Exists)));
        assert_eq!(fs::read_to_string(&late).unwrap(), "first");
    }

    #[test]
    fn two_files_for_one_place_do_not_run_into_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut one = Sink::create(&path, true).unwrap();
        let mut other = Sink::create(&path, true).unwrap();
        one.write_all(b"the first, which is longer").unwrap();
        other.write_all(b"the second").unwrap();
        one.finish().unwrap();
        other.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "the second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_replaces_a_private_file_is_at_no_moment_more_open_than_that() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (part, file) = super::begin(&path, path.file_name().unwrap(), 0o600).unwrap();
        assert_eq!(mode(&part), 0o600, "before anything is said about it");
        drop(file);
        for wanted in [0o600, 0o640] {
            fs::write(&path, "mine").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).unwrap();
            write(&path, "other", true).unwrap();
            assert_eq!(mode(&path), wanted);
        }
    }

    #[test]
    fn no_link_that_somebody_else_put_there_is_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mine) = (folder.path().join("out.csv"), folder.path().join("mine"));
        fs::write(&mine, "mine").unwrap();
        // Other tests of this process count on too: more names are taken than they can pass.
        let next = super::N_BEGUN.load(std::sync::atomic::Ordering::Relaxed);
        for n in next..next + 50 {
            let part = folder.path().join(format!(".out.csv.{}-{n}.part", std::process::id()));
            std::os::unix::fs::symlink(&mine, part).unwrap();
        }
        write(&path, "whole", false).unwrap();
        assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
    }

    #[test]
    fn what_cannot_be_written_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(write(&folder.path().join("no/out"), "", false), Err(SinkError::NoFolder)));
        assert!(matches!(write(folder.path(), "", true), Err(SinkError::IsFolder)));
    }
}
