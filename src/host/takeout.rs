//! Articles of the library on their way out: read one by one, written as they come, so that a library of any size
//! takes little memory.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::now;
use super::sink::{self, Sink, SinkError};
use crate::article::StatementId;
use crate::catalogue::{ArticleKey, QueryFault};
use crate::clean;
use crate::exchange::Chosen;
use crate::export::{self, Item, Make, Settings, Sheet};
use crate::form::Format;
use crate::library::{ChosenStatements, Library, LibraryError};

/// An article, and which of its statements; all where there is none.
type Next = (ArticleKey, Option<Vec<StatementId>>);

/// Which articles go out, and which of their statements.
#[derive(Debug)]
pub enum Selection {
    /// These, with all of their statements.
    Articles(std::vec::IntoIter<ArticleKey>),
    /// Statements that fit a query, in their articles.
    Statements(ChosenStatements),
}

impl Selection {
    /// What a query asks for; everything where it is empty. The inner error is the query's.
    pub fn of_query(library: &Library, query: &str) -> Result<Result<Self, QueryFault>, LibraryError> {
        if query.trim().is_empty() {
            let all = library.select(query, now())?;
            return Ok(all.map(|keys| Self::Articles(keys.into_iter())));
        }
        Ok(library.choose(query, now())?.map(Self::Statements))
    }

    /// Articles of the library, whole. The error is one clean line.
    pub fn of_chosen(library: &Library, chosen: &Chosen) -> Result<Self, String> {
        let keys = match chosen {
            Chosen::Articles(keys) => keys.clone(),
            Chosen::Listed { query, unfolded } => super::bulk::listed(library, query, *unfolded, usize::MAX)?,
        };
        Ok(Self::Articles(keys.into_iter()))
    }

    /// How much is still to come: articles, or statements.
    pub fn n_left(&self) -> usize {
        match self {
            Self::Articles(keys) => keys.len(),
            Self::Statements(chosen) => chosen.n_left(),
        }
    }

    fn next(&mut self, library: &Library) -> Result<Option<Next>, LibraryError> {
        match self {
            Self::Articles(keys) => Ok(keys.next().map(|key| (key, None))),
            Self::Statements(chosen) => {
                Ok(library.next_chosen(chosen)?.map(|(key, statements)| (key, Some(statements))))
            }
        }
    }
}

/// What an export gives: part of its one text, or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The next part of the text.
    Text(String),
    /// A file of its own: name and text.
    File(String, String),
}

/// Why an export did not come to its end.
#[derive(Debug)]
pub enum TakeoutError<E> {
    /// The library failed.
    Library(LibraryError),
    /// What came out could not be put where it belongs.
    Out(E),
    /// It was left off.
    LeftOff,
}

/// Writes a selection of the library, as one article or as any number of them. `put` takes what comes out; `goes_on` is told how much is left and says whether
/// that is wanted. How many articles went out.
pub fn take_out<E>(
    library: &Library,
    selection: &mut Selection,
    (format, several): (Format, bool),
    settings: &Settings,
    put: &mut dyn FnMut(Piece) -> Result<(), E>,
    goes_on: &mut dyn FnMut(usize) -> bool,
) -> Result<usize, TakeoutError<E>> {
    let mut sheet = Sheet::new(format, several, settings.clone());
    let mut n_articles = 0;
    while let Some((key, statements)) = selection.next(library).map_err(TakeoutError::Library)? {
        if !goes_on(selection.n_left()) {
            return Err(TakeoutError::LeftOff);
        }
        // The article as it is kept takes its tags with it; other forms have a place for them.
        let found = match format {
            Format::Json | Format::Jsonl => library.article_for_export(key),
            _ => library.article(key),
        };
        let Some(article) = found.map_err(TakeoutError::Library)? else { continue };
        let tags = library.row(key).map_err(TakeoutError::Library)?.map(|row| row.tags).unwrap_or_default();
        let item = Item { chosen: statements.as_deref(), key: Some(key.0), tags: &tags, ..Item::new(&article) };
        put_item(&mut sheet, format, &item, settings, put).map_err(TakeoutError::Out)?;
        n_articles += 1;
    }
    if matches!(export::form(format).make, Make::Sheet { .. }) {
        put(Piece::Text(sheet.end())).map_err(TakeoutError::Out)?;
    }
    Ok(n_articles)
}

/// Writes one article of an export.
pub fn put_item<E>(
    sheet: &mut Sheet,
    format: Format,
    item: &Item,
    settings: &Settings,
    put: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    match export::form(format).make {
        Make::Sheet { .. } => put(Piece::Text(sheet.item(item))),
        Make::Files(_) => export::files(format, item, settings).into_iter().try_for_each(|(name, text)| {
            // Names are made of what files say of themselves: they name a file of this folder and no other.
            put(Piece::File(name.replace(['/', '\\', '\0'], "_").trim_start_matches('.').to_owned(), text))
        }),
    }
}

/// Where an export goes on the disk: a file that is there once it is whole, or a folder.
#[derive(Debug)]
pub enum Destination {
    /// One file.
    File(Sink),
    /// Files in a folder, and whether those that are there may be replaced.
    Folder(PathBuf, bool),
}

impl Destination {
    /// Begins to write, as the form asks for a file or a folder.
    pub fn new(format: Format, path: &Path, replaces: bool) -> Result<Self, SinkError> {
        Ok(match export::form(format).make {
            Make::Sheet { .. } => Self::File(Sink::create(path, replaces)?),
            Make::Files(_) => {
                sink::folder(path)?;
                Self::Folder(path.to_owned(), replaces)
            }
        })
    }

    /// Writes a piece. The error has the name of the file, where it is one of a folder.
    pub fn put(&mut self, piece: Piece) -> Result<(), (Option<String>, SinkError)> {
        match (self, piece) {
            (Self::File(sink), Piece::Text(text) | Piece::File(_, text)) => {
                sink.write_all(text.as_bytes()).map_err(|error| (None, error.into()))
            }
            (Self::Folder(folder, replaces), Piece::File(name, text)) => {
                sink::write(&folder.join(&name), &text, *replaces).map_err(|error| (Some(clean::line(&name)), error))
            }
            (Self::Folder(..), Piece::Text(_)) => Ok(()),
        }
    }

    /// Puts it in its place.
    pub fn finish(self) -> Result<(), SinkError> {
        match self {
            Self::File(sink) => sink.finish(),
            Self::Folder(..) => Ok(()),
        }
    }
}
