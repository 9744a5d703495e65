//! `nutgraf [FILE]…`: the reader on a terminal; anywhere else briefings as plain text.
//!
//! Whatever can be wrong with the files is found out before the terminal is taken, so that it is said in plain lines.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Arc;

use super::input::{self, Input, inputs};
use super::reply::Reply;
use super::settings::{self, Settings};
use super::{Exit, Failure, library, list, output, show};
use crate::args::{self, Global};
use crate::article::Article;
use crate::exchange::{ItemIndex, Target};
use crate::host::{Archive, Host, Source, Web, is_far};
use crate::import::{From, Options};
use crate::samples::SAMPLES;
use crate::session::Session;
use crate::spelling::suggestion;
use crate::term::{self, TermError};
use crate::{session, theme};

/// Opens files in the reader, or the list of bundled samples.
pub fn run(global: &Global, files: &[OsString]) -> Result<Exit, Failure> {
    if let Some(failure) = files.first().and_then(|first| mistyped(first)) {
        return Err(failure);
    }
    if !has_terminal() {
        return without_terminal(global, files);
    }
    let mut settings = settings::load(global)?;
    if !settings.config.plain && !settings::moves_cursor() {
        settings.config.plain = true;
        output::complain(
            "this terminal cannot move a cursor (TERM=dumb), so the reader speaks in plain lines, as with --plain",
        );
    }
    let (host, mut opening) =
        if files.is_empty() { (Host::samples(options(global)), None) } else { host(global, files)? };
    let host = host.with_web(Web { allow_private: global.allow_private });
    let host = host.signing(&settings.config.name);
    let mut host = host.with_library(archive(global, !files.is_empty())?);
    let page = host.first_page();
    let mut place = None;
    if let Some((item, article)) = &mut opening
        && let Ok(opened) = host.open(Target::Entry(*item))
    {
        (*article, place) = (opened.article, opened.place);
    }
    // The samples are for those who have nothing else to read.
    let items = if opening.is_none() && files.is_empty() && page.is_some() { Vec::new() } else { host.items() };
    // These lines stand above the reader, and are there again when it is left.
    settings.complain();
    let mut session = Session::new(items, opening, of_session(settings)).resumed(place.as_ref());
    if let Some((request, page)) = page {
        session = session.with_library(request, page);
    }
    let outcome = term::run(session, &mut host, super::interrupt::leave);
    if let Some(why) = host.write_at_last() {
        output::complain(&why);
    }
    if files.is_empty() {
        leave_unread();
    }
    match outcome {
        Ok(ending) => Ok(Exit::from(ending)),
        Err(TermError::NoTerminal(_)) => without_terminal(global, files),
        Err(error @ TermError::Unusable(_)) => Err(Failure::new(Exit::Io, error.to_string())),
    }
}

/// The library that the reader uses. Where one is there and cannot be read, files are read without it; with nothing
/// else to read there is only that to say.
fn archive(global: &Global, has_files: bool) -> Result<Option<Archive>, Failure> {
    let Ok(path) = library::path(global) else { return Ok(None) };
    match Archive::new(path) {
        (archive, None) => Ok(Some(archive)),
        (_, Some(fault)) if has_files => {
            output::complain(&fault.to_string());
            Ok(None)
        }
        (_, Some(fault)) => Err(library::failure(&fault)),
    }
}

/// What to say when the first word is no file but near a command's name.
fn mistyped(word: &OsStr) -> Option<Failure> {
    let name = word.to_str().filter(|_| !Path::new(word).exists())?;
    let command = args::command();
    let hint = suggestion(name, command.get_subcommands().map(clap::Command::get_name));
    // The command that is meant stands in it with the program's name, as it is typed.
    let hint = hint.strip_prefix("; did you mean `")?;
    let why = input::Input::Path(word.into()).failure(&std::io::ErrorKind::NotFound.into()).message;
    Some(Failure::new(Exit::NoInput, format!("{why}; did you mean `nutgraf {hint}")))
}

/// Whether somebody can read on standard output and press keys.
fn has_terminal() -> bool {
    io::stdout().is_terminal() && (io::stdin().is_terminal() || File::open("/dev/tty").is_ok())
}

/// Says that something was piped in for nothing.
fn leave_unread() {
    let stdin = io::stdin();
    if !stdin.is_terminal() && rustix::io::ioctl_fionread(&stdin).is_ok_and(|n_bytes| n_bytes > 0) {
        output::complain("what was piped in was not read; `nutgraf -` reads it");
    }
}

fn without_terminal(global: &Global, files: &[OsString]) -> Result<Exit, Failure> {
    if !files.is_empty() {
        return show::run(global, files);
    }
    leave_unread();
    // As in the reader: the library, where there is one with anything in it.
    if let Some((request, page)) = archive(global, false)?.and_then(|archive| archive.first_page(library::now())) {
        return list::print(&request, &page, &mut Reply::at_desk(global));
    }
    let lines = SAMPLES.iter().map(|sample| format!("sample  {}  {} ({})\n", sample.day, sample.title, sample.outlet));
    output::print(&lines.collect::<Vec<_>>().concat())
}

fn of_session(settings: Settings) -> session::Settings {
    let var = |name: &str| std::env::var(name).ok();
    let Settings { config, themes, theme_index, faults } = settings;
    session::Settings {
        depth: theme::terminal::depth(var, config.color),
        unicode: theme::terminal::unicode(var, config.signs),
        italics: theme::terminal::italics(var),
        keymap: config.keymap,
        themes,
        theme_index,
        measure: config.measure,
        name: Some(config.name.trim().to_owned()).filter(|name| !name.is_empty()),
        // A far terminal's own selection is how words are taken from it.
        mouse: config.mouse && !config.plain && !is_far(var),
        linear: config.plain,
        visiting: false,
        notice: notice(&faults),
    }
}

/// The first fault of the configuration; all of them stand on standard error.
fn notice(faults: &[String]) -> Option<String> {
    let first = faults.first()?;
    Some(if faults.len() == 1 { first.clone() } else { format!("{first} (and {} more)", faults.len() - 1) })
}

/// An entry of the list that is open from the start.
type Opening = (ItemIndex, Arc<Article>);

/// What the arguments open: the list, and the article that is open from the start.
///
/// The first input is read and annotated at once, the others when they are opened; but they must be there. A single
/// article is opened, and so is the first of several files; a file of several articles shows the list. So does a file
/// that cannot be opened: it is marked, and the others can be read. Only where none can there is nothing to show.
fn host(global: &Global, files: &[OsString]) -> Result<(Host, Option<Opening>), Failure> {
    let mut sources = Vec::new();
    let mut opening = None;
    let mut failures = Vec::new();
    for (n, input) in inputs(files)?.iter().enumerate() {
        match sources_of(input, n == 0, global) {
            Ok(found) => {
                if let (0, [Source::Ready(article)]) = (n, found.as_slice()) {
                    opening = Some((0, Arc::clone(article)));
                }
                sources.extend(found);
            }
            Err(failure) if matches!(failure.exit, Exit::Signal(_)) => return Err(failure),
            Err(failure) => {
                let name = input.name();
                let why = failure.message.strip_prefix(&format!("{name}: ")).unwrap_or(&failure.message).to_owned();
                sources.push(Source::Broken { name, why });
                failures.push(failure);
            }
        }
    }
    for failure in &failures {
        output::complain(&failure.message);
    }
    if let Some(first) = failures.first() {
        if failures.len() == sources.len() {
            // All of it is said.
            return Err(Failure::new(first.exit, ""));
        }
        opening = None;
    }
    Ok((Host::new(sources, options(global)), opening))
}

/// How what is opened or brought in later is read.
fn options(global: &Global) -> Options {
    Options { from: global.from, max_bytes: global.max_size, ..Options::default() }
}

fn sources_of(input: &Input, is_first: bool, global: &Global) -> Result<Vec<Source>, Failure> {
    match input {
        Input::Path(path) if !is_first && !may_hold_several(path, global.from) => {
            input::check(path)?;
            Ok(vec![Source::Path(path.clone())])
        }
        _ => Ok(show::articles(input, global)?.into_iter().map(|article| Source::Ready(Arc::new(article))).collect()),
    }
}

/// Whether a file may hold more than one article, each an entry of the list.
fn may_hold_several(path: &Path, from: From) -> bool {
    let extension = path.extension().map(OsStr::to_ascii_lowercase);
    matches!(from, From::Json | From::Jsonl | From::Kite | From::Gqg | From::WebAnnotation | From::Mail)
        || from == From::Auto
            && extension
                .is_some_and(|ext| ["json", "jsonl", "jsonld", "ndjson", "mbox"].iter().any(|known| ext == *known))
}
