//! What a session takes out of the program: citations, text for commands, exports to files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Host;
use super::citing::{self, refuse_above, refuse_long};
use super::takeout::{Destination, Piece, Selection, TakeoutError, put_item, take_out};
use crate::clean;
use crate::exchange::{Event, Extract, Progress, Target};
use crate::export::{Item, Settings, Sheet};
use crate::form::{Citation, Format};
use crate::library::Library;

/// Statements that are exported while a key waits for it; more are long work.
const MOST_AT_ONCE: usize = 2000;
/// The same for whole articles.
const MOST_ARTICLES_AT_ONCE: usize = 200;

impl Host {
    /// A citation of a statement, of an article, or of every statement that a search finds. The error is one clean
    /// line.
    pub fn citation(&mut self, extract: &Extract, form: Citation) -> Result<String, String> {
        match extract {
            Extract::Statement(target, _) | Extract::Article(target) => {
                citing::of_one(&*self.whole(*target)?, extract, form)
            }
            Extract::Search(query) => {
                citing::of_all(self.library()?, query, form).map_err(|error| error.to_string())?
            }
            Extract::Listed(_) => Err(citing::of_several()),
        }
    }

    /// What a command of the reader's gets: a statement with its citation, an article's own words for a program that
    /// counts or compares them, or a search's statements with their citations.
    pub(super) fn text_for_pipe(&mut self, extract: &Extract) -> Result<String, String> {
        match extract {
            Extract::Statement(..) => self.citation(extract, Citation::Plain).map(|line| line + "\n"),
            Extract::Article(target) => Ok(self.whole(*target)?.text.as_str().to_owned()),
            Extract::Search(query) => {
                let library = self.library()?;
                let selection = selected(library, query)?;
                refuse_above(selection.n_left(), MOST_AT_ONCE, "statements", "give to a command")?;
                all_as_text(library, selection)
            }
            Extract::Listed(chosen) => {
                let library = self.library()?;
                let selection = Selection::of_chosen(library, chosen)?;
                refuse_above(selection.n_left(), MOST_ARTICLES_AT_ONCE, "articles", "give to a command")?;
                all_as_text(library, selection)
            }
        }
    }

    /// Writes an extract to a file, or to files in a folder. A large search goes on beside the reading.
    pub fn export(&mut self, extract: &Extract, format: Format, path: &str, replaces: bool) -> Event {
        match self.begin_export(extract, format, path, replaces) {
            Ok(event) => event,
            Err(why) => Event::Done(Err(why)),
        }
    }

    fn begin_export(&mut self, extract: &Extract, format: Format, path: &str, replaces: bool) -> Result<Event, String> {
        let shown = clean::line(path);
        let at = at_home(path);
        if at.as_os_str().is_empty() {
            return Err("say where to write it: a file's name".to_owned());
        }
        let (target, chosen) = match extract {
            Extract::Statement(target, id) => (*target, Some(vec![id.clone()])),
            Extract::Article(target) => (*target, None),
            Extract::Search(query) => {
                let selection = selected(self.library()?, query)?;
                return self.export_selection(selection, format, &at, shown, replaces);
            }
            Extract::Listed(chosen) => {
                let selection = Selection::of_chosen(self.library()?, chosen)?;
                return self.export_selection(selection, format, &at, shown, replaces);
            }
        };
        // The article as it is kept takes its tags with it; other forms have a place for them.
        let target = self.present(target);
        let article = match (target, format) {
            (Target::Article(key), Format::Json | Format::Jsonl) if self.said_here(target).is_none() => {
                let found = self.library()?.article_for_export(key).map_err(|error| error.to_string())?;
                found.map(Arc::new).ok_or_else(|| super::ask::gone(key))?
            }
            _ => self.whole(target)?,
        };
        let tags = match target {
            Target::Article(key) => self.library()?.row(key).ok().flatten().map(|row| row.tags).unwrap_or_default(),
            Target::Entry(_) => Vec::new(),
        };
        let key = match target {
            Target::Article(key) => Some(key.0),
            Target::Entry(_) => None,
        };
        let item = Item { chosen: chosen.as_deref(), key, tags: &tags, ..Item::new(&article) };
        let failed = |why: &dyn std::fmt::Display| format!("{shown}: {why}");
        let mut destination = Destination::new(format, &at, replaces).map_err(|error| failed(&error))?;
        let settings = settings();
        let mut sheet = Sheet::new(format, false, settings.clone());
        let mut put = |piece| destination.put(piece);
        let written = put_item(&mut sheet, format, &item, &settings, &mut put);
        let written = written.and_then(|()| destination.put(Piece::Text(sheet.end())));
        written.map_err(|(name, error)| in_folder(&shown, name, &error))?;
        destination.finish().map_err(|error| failed(&error))?;
        Ok(Event::Done(Ok(format!("written to {shown}"))))
    }

    fn export_selection(
        &mut self,
        mut selection: Selection,
        format: Format,
        path: &Path,
        shown: String,
        replaces: bool,
    ) -> Result<Event, String> {
        if selection.n_left() == 0 {
            return Err("nothing was found, so nothing is written".to_owned());
        }
        let most = if let Selection::Articles(_) = selection { MOST_ARTICLES_AT_ONCE } else { MOST_AT_ONCE };
        let is_long = selection.n_left() > most;
        let destination = Destination::new(format, path, replaces).map_err(|error| format!("{shown}: {error}"))?;
        if !is_long {
            let done = write_out(self.library()?, &mut selection, format, destination, &shown, &mut |_| true);
            return Ok(Event::Done(done));
        }
        let library = self.archive.as_ref().map(|archive| archive.path().to_owned()).unwrap_or_default();
        if self.is_working() {
            return Err("something else is going on; wait for it, or leave it off".to_owned());
        }
        let begun = self.start_work(move |tell, cancel| {
            let n_all = selection.n_left();
            let done = Library::open(&library).map_err(|error| error.to_string()).and_then(|library| {
                write_out(&library, &mut selection, format, destination, &shown, &mut |n_left| {
                    tell(format!("writing {}/{n_all}", n_all - n_left));
                    !cancel.load(Ordering::Relaxed)
                })
            });
            (done, None)
        });
        if begun {
            Ok(Event::Work(Progress::Begun("writing".to_owned())))
        } else {
            Err("no thread could be had for it; try again".to_owned())
        }
    }
}

fn selected(library: &Library, query: &str) -> Result<Selection, String> {
    Selection::of_query(library, query).map_err(|error| error.to_string())?.map_err(|fault| fault.message)
}

/// Statements with their citations, as plain text.
fn all_as_text(library: &Library, mut selection: Selection) -> Result<String, String> {
    let mut text = String::new();
    let mut put = |piece: Piece| -> Result<(), String> {
        if let Piece::Text(part) = piece {
            text.push_str(&part);
        }
        refuse_long(text.len())
    };
    take_out(library, &mut selection, (Format::Text, true), &settings(), &mut put, &mut |_| true).map_err(told)?;
    Ok(text)
}

fn write_out(
    library: &Library,
    selection: &mut Selection,
    format: Format,
    mut destination: Destination,
    shown: &str,
    goes_on: &mut dyn FnMut(usize) -> bool,
) -> Result<String, String> {
    let mut put = |piece| destination.put(piece).map_err(|(name, error)| in_folder(shown, name, &error));
    let n = take_out(library, selection, (format, true), &settings(), &mut put, goes_on).map_err(told)?;
    destination.finish().map_err(|error| format!("{shown}: {error}"))?;
    let articles = if n == 1 { "1 article".to_owned() } else { format!("{n} articles") };
    Ok(format!("{articles} written to {shown}"))
}

fn told(error: TakeoutError<String>) -> String {
    match error {
        TakeoutError::Library(error) => error.to_string(),
        TakeoutError::Out(why) => why,
        TakeoutError::LeftOff => "left off; nothing was written".to_owned(),
    }
}

fn in_folder(shown: &str, name: Option<String>, error: &super::sink::SinkError) -> String {
    match name {
        Some(name) => format!("{shown}/{name}: {error}"),
        None => format!("{shown}: {error}"),
    }
}

/// Whether a file is there already under a name as it is typed.
pub(super) fn is_occupied(path: &str) -> bool {
    std::fs::metadata(at_home(path)).is_ok_and(|found| found.is_file())
}

/// A path as it is typed: `~/` is the reader's home.
fn at_home(path: &str) -> PathBuf {
    let path = path.trim();
    let home = || std::env::var_os("HOME").filter(|home| !home.is_empty());
    match (path.strip_prefix("~/"), home()) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(path),
    }
}

/// What holds for an export that is made now.
pub fn settings() -> Settings {
    citing::settings()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::at_home;
    use crate::article::StatementId;
    use crate::exchange::{Event, Extract, Target};
    use crate::form::{Citation, Format};
    use crate::host::Host;
    use crate::import::Options;

    fn first() -> Extract {
        Extract::Statement(Target::Entry(0), StatementId("s1".to_owned()))
    }

    #[test]
    fn a_statement_of_a_sample_is_cited_in_every_form_that_it_has() {
        let mut host = Host::samples(Options::default());
        for (form, name) in Citation::NAMES {
            let cited = host.citation(&first(), form);
            match form {
                Citation::Url => assert!(cited.is_err_and(|why| why.contains("no web address"))),
                _ => assert!(!cited.unwrap().is_empty(), "{name}"),
            }
        }
        let line = host.text_for_pipe(&first()).unwrap();
        assert!(line.ends_with('\n') && line.lines().count() == 1, "{line}");
        let text = host.whole(Target::Entry(0)).unwrap().text.as_str().trim_end().to_owned();
        assert_eq!(host.piped(&Extract::Article(Target::Entry(0))).unwrap().trim_end(), text);
        let gone = Extract::Statement(Target::Entry(0), StatementId("gone".to_owned()));
        assert!(host.citation(&gone, Citation::Plain).is_err());
    }

    #[test]
    fn an_export_is_written_once_and_replaces_nothing_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        let name = path.to_str().unwrap();
        let mut host = Host::samples(Options::default());
        let article = Extract::Article(Target::Entry(0));
        let done = host.export(&article, Format::Html, name, false);
        assert!(matches!(&done, Event::Done(Ok(said)) if said.contains("page.html")), "{done:?}");
        assert!(fs::read_to_string(&path).unwrap().starts_with("<!doctype html>"));
        let again = host.export(&article, Format::Text, name, false);
        assert!(matches!(&again, Event::Done(Err(why)) if why.contains("is there already")), "{again:?}");
        assert!(fs::read_to_string(&path).unwrap().starts_with("<!doctype html>"));
        assert!(matches!(host.export(&first(), Format::Text, name, true), Event::Done(Ok(_))));
        assert!(fs::read_to_string(&path).unwrap().contains("\n1. "));
        assert!(matches!(host.export(&first(), Format::Text, " ", true), Event::Done(Err(_))));
        let search = Extract::Search("brook".to_owned());
        assert!(matches!(host.export(&search, Format::Text, name, true), Event::Done(Err(_))), "there is no library");
    }

    #[test]
    fn a_path_is_taken_as_it_is_typed() {
        assert_eq!(at_home(" a b.csv "), std::path::Path::new("a b.csv"));
        assert!(!at_home("~/said.csv").starts_with("~"));
    }
}
