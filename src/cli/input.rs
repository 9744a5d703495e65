//! Files and standard input: found, read within the limit, and named in messages.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{Exit, Failure, output};
use crate::clean;
use crate::host::file::{self, FileError};
use crate::import::{self, From, ImportError};

/// Where an article comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file, device or pipe by path.
    Path(PathBuf),
    /// A page by its address.
    Address(String),
}

/// The inputs that arguments name; standard input for none.
pub fn inputs(files: &[OsString]) -> Result<Vec<Input>, Failure> {
    if files.iter().filter(|file| *file == "-").count() > 1 {
        return Err(Failure::new(Exit::Usage, "standard input can be read only once; give - once"));
    }
    let inputs =
        files.iter().flat_map(|file| annotated_folder(file).unwrap_or_else(|| vec![input(file)])).collect::<Vec<_>>();
    let inputs = if inputs.is_empty() { vec![Input::Stdin] } else { inputs };
    if inputs.contains(&Input::Stdin) && io::stdin().is_terminal() {
        return Err(Failure::new(
            Exit::Usage,
            "nothing comes in on standard input; name a file, or pipe an article in",
        ));
    }
    Ok(inputs)
}

/// The annotation files of a folder of brat's, by name; nothing where it is no folder, or none is in it.
fn annotated_folder(folder: &OsStr) -> Option<Vec<Input>> {
    let is_ann = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "ann");
    let mut paths: Vec<PathBuf> =
        Path::new(folder).read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path())).filter(is_ann).collect();
    paths.sort();
    (!paths.is_empty()).then(|| paths.into_iter().map(Input::Path).collect())
}

fn input(file: &OsStr) -> Input {
    if file == "-" {
        return Input::Stdin;
    }
    let start = file.as_encoded_bytes().get(..8).unwrap_or(file.as_encoded_bytes()).to_ascii_lowercase();
    if start.starts_with(b"http://") || start.starts_with(b"https://") {
        return Input::Address(file.to_string_lossy().into_owned());
    }
    Input::Path(PathBuf::from(file))
}

impl Input {
    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::Path(path) => shown(path.as_os_str()),
            Self::Address(address) => clean::line(address),
        }
    }

    /// What the output calls it: the argument.
    pub fn id(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::Path(path) => path.to_string_lossy().into_owned(),
            Self::Address(address) => address.clone(),
        }
    }

    /// How to import it, with the text that stands beside it, if it is one of brat's files.
    pub fn options(&self, from: From, max_bytes: usize) -> import::Options {
        let name = match self {
            Self::Stdin | Self::Address(_) => None,
            Self::Path(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        };
        let beside = match self {
            Self::Path(path) => file::beside(path, from, max_bytes),
            Self::Stdin | Self::Address(_) => None,
        };
        import::Options { from, max_bytes, name, beside, ..import::Options::default() }
    }

    /// Its size in bytes, where that can be known before it is read; else none.
    pub fn n_bytes(&self) -> usize {
        let size = match self {
            Self::Stdin | Self::Address(_) => None,
            Self::Path(path) => path.metadata().ok().filter(std::fs::Metadata::is_file),
        };
        size.map_or(0, |metadata| usize::try_from(metadata.len()).unwrap_or(usize::MAX))
    }

    /// Opens it for reading.
    pub fn open(&self) -> Result<Box<dyn Read + Send>, Failure> {
        match self {
            Self::Stdin => Ok(Box::new(io::stdin())),
            Self::Path(path) => Ok(Box::new(file::open(path).map_err(|error| self.unread(&error))?)),
            Self::Address(_) => Err(self.no_file()),
        }
    }

    /// Reads all of it, but hardly more than the limit lets in: what is larger is refused, here or by import.
    pub fn read(&self, max_bytes: usize) -> Result<Vec<u8>, Failure> {
        let bytes = match self {
            Self::Stdin => {
                tell_of_waiting();
                file::read_stream(io::stdin(), 0, max_bytes)
            }
            Self::Path(path) => file::open(path).and_then(|file| file::read(file, max_bytes)),
            Self::Address(_) => return Err(self.no_file()),
        };
        bytes.map_err(|error| self.unread(&error))
    }

    /// Where bytes are wanted, and not the article that a page is.
    fn no_file(&self) -> Failure {
        let what = "a page is read by `nutgraf show`, `nutgraf add`, or as `nutgraf URL`; save it as a file for this";
        Failure::new(Exit::Usage, format!("{}: {what}", self.name()))
    }

    fn unread(&self, error: &FileError) -> Failure {
        match error {
            FileError::Io(error) => self.failure(error),
            FileError::NotRegular => Failure::new(Exit::NoInput, format!("{}: {error}", self.name())),
            FileError::TooLarge(error) => self.refused(error),
        }
    }

    /// What it means that opening or reading failed.
    pub fn failure(&self, error: &io::Error) -> Failure {
        let is_not_there = matches!(
            error.kind(),
            io::ErrorKind::NotFound
                | io::ErrorKind::PermissionDenied
                | io::ErrorKind::IsADirectory
                | io::ErrorKind::NotADirectory
        );
        let exit = if is_not_there { Exit::NoInput } else { Exit::Io };
        Failure::new(exit, format!("{}: {}", self.name(), file::said(error)))
    }

    /// What it means that import refused it.
    pub fn refused(&self, error: &ImportError) -> Failure {
        Failure::new(Exit::Damaged, format!("{}: {}", self.name(), clean::line(&error.to_string())))
    }
}

/// Tells whoever sits before a terminal what is waited for, once nothing came for a while.
fn tell_of_waiting() {
    const A_WHILE: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };
    if io::stderr().is_terminal() {
        let stdin = io::stdin();
        // An end counts as something to read; a signal in between only leaves the line out.
        if let Ok(0) = poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&A_WHILE)) {
            output::complain("reading standard input…");
        }
    }
}

/// Whether a path can be opened at all, and is no directory.
pub fn check(path: &Path) -> Result<(), Failure> {
    let input = || Input::Path(path.to_owned());
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => Err(input().failure(&io::ErrorKind::IsADirectory.into())),
        Ok(_) => Ok(()),
        Err(error) => Err(input().failure(&error)),
    }
}

/// A name as a message may show it.
pub fn shown(name: &OsStr) -> String {
    clean::line(&name.to_string_lossy())
}
