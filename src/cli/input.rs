//! Files and standard input: found, read within the limit, and named in messages.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::{Exit, Failure};
use crate::import::{self, From, ImportError, clean};

/// Where an article comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file, device or pipe by path.
    Path(PathBuf),
}

/// The inputs that arguments name; standard input for none.
pub fn inputs(files: &[OsString]) -> Result<Vec<Input>, Failure> {
    if files.iter().filter(|file| *file == "-").count() > 1 {
        return Err(Failure::new(Exit::Usage, "standard input can be read only once; give - once"));
    }
    let inputs = files.iter().map(|file| input(file)).collect::<Result<Vec<_>, _>>()?;
    let inputs = if inputs.is_empty() { vec![Input::Stdin] } else { inputs };
    if inputs.contains(&Input::Stdin) && io::stdin().is_terminal() {
        return Err(Failure::new(
            Exit::Usage,
            "nothing comes in on standard input; name a file, or pipe an article in",
        ));
    }
    Ok(inputs)
}

fn input(file: &OsStr) -> Result<Input, Failure> {
    if file == "-" {
        return Ok(Input::Stdin);
    }
    let start = file.as_encoded_bytes().get(..8).unwrap_or(file.as_encoded_bytes()).to_ascii_lowercase();
    if start.starts_with(b"http://") || start.starts_with(b"https://") {
        return Err(Failure::new(
            Exit::Usage,
            format!(
                "{}: this version does not fetch pages; save the article's text as a file and open that",
                shown(file)
            ),
        ));
    }
    Ok(Input::Path(PathBuf::from(file)))
}

impl Input {
    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::Path(path) => shown(path.as_os_str()),
        }
    }

    /// What the output calls it: the argument.
    pub fn id(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::Path(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// How to import it.
    pub fn options(&self, from: From, max_bytes: usize) -> import::Options {
        let name = match self {
            Self::Stdin => None,
            Self::Path(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        };
        import::Options { from, max_bytes, name }
    }

    /// Opens it for reading.
    pub fn open(&self) -> Result<Box<dyn Read + Send>, Failure> {
        let Self::Path(path) = self else { return Ok(Box::new(io::stdin())) };
        check(path)?;
        let file = File::open(path).map_err(|error| self.failure(&error))?;
        Ok(Box::new(file))
    }

    /// Reads all of it, but hardly more than the limit lets in: what is larger is refused, here or by import.
    pub fn read(&self, max_bytes: usize) -> Result<Vec<u8>, Failure> {
        let most = max_bytes.saturating_mul(import::ANNOTATED_FACTOR);
        let mut bytes = Vec::new();
        if let Self::Path(path) = self
            && let Ok(metadata) = path.metadata()
            && metadata.is_file()
        {
            let n_bytes = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
            if n_bytes > most {
                return Err(self.refused(&ImportError::TooLarge { n_bytes, max_bytes }));
            }
            // One byte more, so that the end is found without growing.
            bytes.reserve(n_bytes + 1);
        }
        let read = self.open()?.take(most as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| self.failure(&error))?;
        Ok(bytes)
    }

    /// What it means that reading failed.
    pub fn failure(&self, error: &io::Error) -> Failure {
        let name = self.name();
        match error.kind() {
            io::ErrorKind::NotFound => {
                Failure::new(Exit::NoInput, format!("{name}: no such file; check the name and the folder"))
            }
            io::ErrorKind::PermissionDenied => {
                Failure::new(Exit::NoInput, format!("{name}: may not be read; check its permissions"))
            }
            io::ErrorKind::IsADirectory => {
                Failure::new(Exit::NoInput, format!("{name}: is a directory; name the files in it"))
            }
            io::ErrorKind::NotADirectory => {
                Failure::new(Exit::NoInput, format!("{name}: a part of the path is no directory; check the name"))
            }
            _ => Failure::new(Exit::Io, format!("{name}: cannot be read ({error})")),
        }
    }

    /// What it means that import refused it.
    pub fn refused(&self, error: &ImportError) -> Failure {
        Failure::new(Exit::Damaged, format!("{}: {}", self.name(), clean::line(&error.to_string())))
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
