//! `nutgraf export`: articles and statements in the forms of other programs, from the library or from files.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::input::{self, Input};
use super::interrupt::Interrupt;
use super::{Exit, Failure, library, output, show};
use crate::args::Global;
use crate::args::export::Export;
use crate::catalogue::ArticleKey;
use crate::clean;
use crate::export::{self, Item, Make, Sheet};
use crate::host::extract::settings;
use crate::host::sink::SinkError;
use crate::host::takeout::{Destination, Piece, Selection, TakeoutError, put_item, take_out};

/// What takes longer tells how far it is.
const SOON: Duration = Duration::from_millis(500);

/// Where the articles come from.
enum Asked {
    /// Inputs of any kind, one after the other.
    Inputs(Vec<Input>),
    /// Articles of the library.
    Articles(Vec<ArticleKey>),
    /// Statements of the library; everything where it is empty.
    Query(String),
}

/// Exports what the arguments name.
pub fn run(global: &Global, args: &Export) -> Result<Exit, Failure> {
    let makes_files = matches!(export::form(args.format).make, Make::Files(_));
    if makes_files && place(args).is_none() {
        let message = "this form writes files for each article; name a folder for them with --output FOLDER";
        return Err(Failure::new(Exit::Usage, message));
    }
    let interrupt = Interrupt::note();
    match asked(&args.what)? {
        Asked::Inputs(inputs) => from_inputs(global, args, &inputs, &interrupt),
        Asked::Articles(keys) => from_library(global, args, &keys, None, &interrupt),
        Asked::Query(query) => from_library(global, args, &[], Some(&query), &interrupt),
    }
}

/// Numbers are the library's, what is there is a file, addresses are pages; everything else is a query.
fn asked(what: &[OsString]) -> Result<Asked, Failure> {
    let number = |word: &OsString| word.to_str().and_then(|word| word.parse().ok()).map(ArticleKey);
    if let Some(keys) = what.iter().map(number).collect::<Option<Vec<_>>>().filter(|keys| !keys.is_empty()) {
        return Ok(Asked::Articles(keys));
    }
    let is_input = |word: &OsStr| is_address(word) || word == "-" || (!word.is_empty() && Path::new(word).exists());
    if what.iter().any(|word| is_input(word)) {
        if let Some(other) = what.iter().find(|word| !is_input(word)) {
            let other = input::shown(other);
            let message = format!("{other} is no file, and a query cannot be mixed with files; export them one by one");
            return Err(Failure::new(Exit::NoInput, message));
        }
        return Ok(Asked::Inputs(input::inputs(what)?));
    }
    if let Some(missing) = what.iter().find(|word| looks_like_file(word)) {
        return Err(Failure::new(
            Exit::NoInput,
            format!("{}: no such file; check the name and the folder", input::shown(missing)),
        ));
    }
    let words: Option<Vec<&str>> = what.iter().map(|word| word.to_str()).collect();
    let words = words.ok_or_else(|| Failure::new(Exit::Usage, "the query is no text (UTF-8)"))?;
    let query = words.join(" ");
    // An empty variable of a script is not everything.
    if !what.is_empty() && query.trim().is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            "say what to export: numbers, files or a query; --all exports everything",
        ));
    }
    Ok(Asked::Query(query))
}

/// Whether nobody would take it for words of a query.
fn looks_like_file(word: &OsStr) -> bool {
    const ENDINGS: [&str; 9] = ["txt", "md", "html", "htm", "json", "jsonl", "eml", "xml", "ann"];
    let ending = Path::new(word).extension().and_then(OsStr::to_str);
    let starts = word.as_encoded_bytes();
    ending.is_some_and(|ending| ENDINGS.contains(&ending)) || starts.starts_with(b"/") || starts.starts_with(b"./")
}

fn is_address(word: &OsStr) -> bool {
    let start = word.to_string_lossy().to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

fn from_inputs(global: &Global, args: &Export, inputs: &[Input], interrupt: &Interrupt) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    let settings = settings();
    let mut out = Out::new(args)?;
    let mut sheet: Option<Sheet> = None;
    let mut n_articles = 0;
    for input in inputs {
        if interrupt.has_come() {
            return Err(interrupt.failure());
        }
        let articles = match show::articles(input, global) {
            Ok(articles) => articles,
            Err(failure) if matches!(failure.exit, Exit::Signal(_)) => return Err(failure),
            Err(failure) => {
                output::complain(&failure.message);
                exit = if exit == Exit::Done { failure.exit } else { exit };
                continue;
            }
        };
        let several = inputs.len() > 1 || articles.len() > 1;
        let sheet = sheet.get_or_insert_with(|| Sheet::new(args.format, several, settings.clone()));
        for article in &articles {
            put_item(sheet, args.format, &Item::new(article), &settings, &mut |piece| out.put(piece))?;
            n_articles += 1;
        }
    }
    let Some(sheet) = sheet else { return Err(Failure::new(exit, "")) };
    out.put(Piece::Text(sheet.end()))?;
    out.finish(n_articles)?;
    Ok(exit)
}

fn from_library(
    global: &Global,
    args: &Export,
    keys: &[ArticleKey],
    query: Option<&str>,
    interrupt: &Interrupt,
) -> Result<Exit, Failure> {
    let library = library::open(global)?;
    for &key in keys {
        if library.row(key).map_err(|error| library::failure(&error))?.is_none() {
            return Err(Failure::new(Exit::Nothing, format!("there is no article {} in the library", key.0)));
        }
    }
    let mut selection = match query {
        None => Selection::Articles(Vec::from(keys).into_iter()),
        Some(query) => Selection::of_query(&library, query)
            .map_err(|error| library::failure(&error))?
            .map_err(|fault| library::misread(query, &fault))?,
    };
    let n_all = selection.n_left();
    if n_all == 0 {
        let message = match query.map(str::trim) {
            None | Some("") => "the library is empty".to_owned(),
            Some(query) => format!("nothing fits {}", clean::line(query)),
        };
        return Err(Failure::new(Exit::Nothing, message));
    }
    let mut out = Out::new(args)?;
    let mut told = Instant::now();
    let mut is_told = false;
    let mut goes_on = |n_left: usize| {
        if told.elapsed() >= SOON {
            output::progress(&format!("exporting {}/{n_all}", n_all - n_left));
            (told, is_told) = (Instant::now(), true);
        }
        !interrupt.has_come()
    };
    let several = query.is_some() || keys.len() > 1;
    let done = take_out(
        &library,
        &mut selection,
        (args.format, several),
        &settings(),
        &mut |piece| out.put(piece),
        &mut goes_on,
    );
    if is_told {
        output::progress("");
    }
    let n_articles = done.map_err(|error| match error {
        TakeoutError::Library(error) => library::failure(&error),
        TakeoutError::Out(failure) => failure,
        TakeoutError::LeftOff => interrupt.failure(),
    })?;
    out.finish(n_articles)?;
    Ok(Exit::Done)
}

/// The file or folder that was named; `-` is standard output.
fn place(args: &Export) -> Option<&Path> {
    args.output.as_deref().filter(|path| path.as_os_str() != "-")
}

/// Where the export goes.
enum Out {
    Standard,
    Disk(Destination, PathBuf),
}

impl Out {
    fn new(args: &Export) -> Result<Self, Failure> {
        let Some(path) = place(args) else { return Ok(Self::Standard) };
        let destination =
            Destination::new(args.format, path, args.force).map_err(|error| failure(path, None, &error))?;
        Ok(Self::Disk(destination, path.to_owned()))
    }

    fn put(&mut self, piece: Piece) -> Result<(), Failure> {
        match (self, piece) {
            (Self::Standard, Piece::Text(text) | Piece::File(_, text)) => output::print(&text).map(drop),
            (Self::Disk(destination, path), piece) => {
                destination.put(piece).map_err(|(name, error)| failure(path, name.as_deref(), &error))
            }
        }
    }

    fn finish(self, n_articles: usize) -> Result<(), Failure> {
        let Self::Disk(destination, path) = self else { return Ok(()) };
        destination.finish().map_err(|error| failure(&path, None, &error))?;
        let articles = if n_articles == 1 { "1 article".to_owned() } else { format!("{n_articles} articles") };
        output::print(&format!("exported {articles} to {}\n", input::shown(path.as_os_str()))).map(drop)
    }
}

fn failure(path: &Path, name: Option<&str>, error: &SinkError) -> Failure {
    let shown = input::shown(path.as_os_str());
    let shown = name.map_or_else(|| shown.clone(), |name| format!("{shown}/{name}"));
    let (exit, what) = match error {
        SinkError::Exists => (Exit::Usage, "is there already; --force replaces it".to_owned()),
        SinkError::IsFolder | SinkError::NotFolder | SinkError::NoFolder => (Exit::Usage, error.to_string()),
        SinkError::Io(_) => (Exit::Io, error.to_string()),
    };
    Failure::new(exit, format!("{shown}: {what}"))
}
