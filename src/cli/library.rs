//! The library as commands use it: where it is, which articles are meant, what its errors mean to a shell.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Exit, Failure};
use crate::args::Global;
use crate::catalogue::{ArticleKey, QueryFault};
pub use crate::host::now;
use crate::library::{Library, LibraryError, default_path};

/// Where the library is.
pub fn path(global: &Global) -> Result<PathBuf, Failure> {
    let named = global.library.as_ref().filter(|path| !path.is_empty()).map(PathBuf::from);
    named.or_else(default_path).ok_or_else(|| {
        Failure::new(Exit::NoInput, "there is no home folder to keep a library in; name one with --library PATH")
    })
}

/// Opens the library to read it.
pub fn open(global: &Global) -> Result<Library, Failure> {
    Library::open(&path(global)?).map_err(|error| failure(&error))
}

/// Opens the library to write it; it has to be there.
pub fn open_to_write(global: &Global) -> Result<Library, Failure> {
    let path = path(global)?;
    if !path.exists() {
        return Err(failure(&LibraryError::Missing(path)));
    }
    writable(&path)
}

/// Opens the library to write it, and makes it when there is none.
pub fn make(global: &Global) -> Result<Library, Failure> {
    writable(&path(global)?)
}

/// How long one waits for another writer can be said in milliseconds, for scripts that have better things to do.
fn writable(path: &Path) -> Result<Library, Failure> {
    let patience = std::env::var("NUTGRAF_PATIENCE").ok().and_then(|text| text.parse().ok()).map(Duration::from_millis);
    let library = Library::open_to_write(path).map_err(|error| failure(&error))?;
    if let Some(patience) = patience {
        library.be_patient(patience).map_err(|error| failure(&error))?;
    }
    Ok(library)
}

/// What an error of the library means to a shell.
pub fn failure(error: &LibraryError) -> Failure {
    let exit = match error {
        LibraryError::NothingToUndo { .. } => Exit::Nothing,
        LibraryError::Missing(_) => Exit::NoInput,
        LibraryError::Newer { .. }
        | LibraryError::Foreign(_)
        | LibraryError::Damaged { .. }
        | LibraryError::Body { .. } => Exit::Damaged,
        LibraryError::Busy(_) | LibraryError::TooLong(_) => Exit::Busy,
        LibraryError::Full(_) | LibraryError::ReadOnly(_) | LibraryError::Closed(_) | LibraryError::Io { .. } => {
            Exit::Io
        }
    };
    Failure::new(exit, error.to_string())
}

/// What is wrong with a query, with the place under it:
///
/// ```text
/// there is no field `speeker`; did you mean `speaker`?
///   speeker:brook
///   ^^^^^^^
/// ```
pub fn misread(query: &str, fault: &QueryFault) -> Failure {
    let query = crate::clean::in_place(&query.replace(['\n', '\t'], " "));
    let before: String = query.chars().take(fault.at.start).collect();
    let about: String = query.chars().skip(fault.at.start).take(fault.at.len()).collect();
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let marks = "^".repeat(width(&about).max(1));
    let message = format!("{}\n  {query}\n  {}{marks}", fault.message, " ".repeat(width(&before)));
    Failure::new(Exit::Usage, message)
}

/// The articles that arguments name: by number, or all that fit a query.
pub fn selected(library: &Library, which: &[String]) -> Result<Vec<ArticleKey>, Failure> {
    let numbers: Option<Vec<i64>> = which.iter().map(|word| word.parse().ok()).collect();
    if let Some(numbers) = numbers {
        let keys: Vec<ArticleKey> = numbers.into_iter().map(ArticleKey).collect();
        for &key in &keys {
            if library.row(key).map_err(|error| failure(&error))?.is_none() {
                return Err(Failure::new(Exit::Nothing, format!("there is no article {} in the library", key.0)));
            }
        }
        return Ok(keys);
    }
    let query = which.join(" ");
    if query.trim().is_empty() {
        let what = "name articles by their numbers, or give a query; nothing names none of them";
        return Err(Failure::new(Exit::Usage, what));
    }
    let found = library.select(&query, now()).map_err(|error| failure(&error))?;
    let keys = found.map_err(|fault| misread(&query, &fault))?;
    if keys.is_empty() {
        return Err(Failure::new(Exit::Nothing, format!("no article fits {query}")));
    }
    Ok(keys)
}
