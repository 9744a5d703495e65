//! What is brought into the library for a session: feeds that are fetched, a page by its address, a file by its path.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{file, now};
use crate::article::Article;
use crate::briefing;
use crate::catalogue::ArticleKey;
use crate::clean;
use crate::import::Options;
use crate::library::{Added, Arrival, Library};

/// Articles that are added in one transaction.
const BATCH: usize = 64;
/// What is told of work that was left off before anything came of it.
const LEFT_OFF: &str = "left off; nothing was added";

/// What may be fetched.
#[derive(Clone, Debug, Default)]
pub struct Web {
    /// Addresses of this machine and of private networks too.
    pub allow_private: bool,
}

impl Web {
    /// Brings in what a page's address or a file's path names. What came in before it is left off stays.
    pub(super) fn add(
        &self,
        library: &Path,
        source: &str,
        options: &Options,
        tell: &mut dyn FnMut(String),
        cancel: &Arc<AtomicBool>,
    ) -> Result<(String, ArticleKey), String> {
        let is_address = ["http://", "https://"]
            .iter()
            .any(|scheme| source.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        let articles = if is_address {
            self.page(source, options, Arc::clone(cancel))?
        } else {
            from_file(source, options, cancel)?
        };
        let n_all = articles.len();
        let mut library = Library::open_to_write(library).map_err(|error| error.to_string())?;
        let mut arrivals = articles.into_iter().map(Arrival::asked);
        let mut added: Vec<Added> = Vec::new();
        while !cancel.load(Ordering::Relaxed) {
            let batch: Vec<Arrival> = arrivals.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            added.extend(library.add(&batch, now()).map_err(|error| error.to_string())?);
            if n_all > BATCH {
                tell(format!("adding {}/{n_all}", added.len()));
            }
        }
        if added.is_empty() && n_all > 0 {
            return Err(LEFT_OFF.to_owned());
        }
        let left_off = if added.len() < n_all { format!(" of {n_all}; left off there") } else { String::new() };
        let first = added.first().ok_or("there is no article in it")?;
        let (words, key) = match first {
            Added::New(key) => ("added", *key),
            Added::Updated(key, _) => ("updated", *key),
            Added::Known(key) => ("it was in the library already", *key),
            Added::Removed(_) => return Err("it was removed from the library before: U takes that back".to_owned()),
        };
        let more = if added.len() > 1 { format!(", {} articles", added.len()) } else { String::new() };
        Ok((format!("{words}{more}{left_off}"), key))
    }

    #[cfg(feature = "fetch")]
    fn client(&self, options: &Options, cancel: Arc<AtomicBool>) -> crate::fetch::Client {
        let usual = crate::fetch::Policy::default();
        // A page holds its text in a great deal of markup.
        let max_bytes = options.max_bytes.saturating_mul(crate::import::ANNOTATED_FACTOR);
        let max_bytes = max_bytes.min(usual.max_bytes.max(options.max_bytes));
        crate::fetch::Client::new(
            crate::fetch::Policy { allow_private: self.allow_private, max_bytes, ..usual },
            cancel,
        )
    }

    #[cfg(feature = "fetch")]
    fn page(&self, source: &str, options: &Options, cancel: Arc<AtomicBool>) -> Result<Vec<Article>, String> {
        use crate::fetch::{Conditions, address};
        let url = address(source).map_err(|error| error.to_string())?;
        let response = self.client(options, cancel).get(&url, &Conditions::default());
        let response = response.map_err(|error| error.to_string())?;
        crate::sync::page::articles(&response, options, now()).map_err(|error| error.to_string())
    }

    #[cfg(feature = "fetch")]
    pub(super) fn sync(
        &self,
        library: &Path,
        options: &Options,
        tell: &mut dyn FnMut(String),
        cancel: Arc<AtomicBool>,
    ) -> Result<String, String> {
        use crate::sync::{self, Wishes};
        let none = || "no feed is followed yet: nutgraf feed add follows one".to_owned();
        if !library.exists() {
            return Err(none());
        }
        let mut library = Library::open_to_write(library).map_err(|error| error.to_string())?;
        let feeds = library.feeds().map_err(|error| error.to_string())?;
        if feeds.is_empty() {
            return Err(none());
        }
        let client = self.client(options, Arc::clone(&cancel));
        let wishes = Wishes { now: now(), max_bytes: options.max_bytes, cancel, is_urgent: true, ..Wishes::default() };
        let mut n_new = 0;
        let report = sync::run(&mut library, &client, feeds, &wishes, &mut |progress| {
            if let sync::Progress::Step { n_done, n_total, n_articles } = progress {
                n_new = n_articles;
                tell(format!("fetching {n_done}/{n_total}, {n_articles} new"));
            }
        });
        let report = report.map_err(|error| error.to_string())?;
        let is_failed =
            |outcome: &&crate::catalogue::FeedOutcome| matches!(outcome.result, crate::catalogue::FeedResult::Failed);
        let failed: Vec<&crate::catalogue::FeedOutcome> = report.outcomes.iter().filter(is_failed).collect();
        let s = if n_new == 1 { "" } else { "s" };
        let left_off = if report.is_interrupted { "; left off, the next time goes on from there" } else { "" };
        let failed = match failed.as_slice() {
            [] => String::new(),
            [one] => format!("; {} failed: {}", one.name, one.why.as_deref().unwrap_or_default()),
            [first, ..] => {
                let why = first.why.as_deref().unwrap_or_default();
                format!("; {} feeds failed, {}: {why}", failed.len(), first.name)
            }
        };
        Ok(clean::line(&format!("{n_new} new article{s}{left_off}{failed}")))
    }

    #[cfg(not(feature = "fetch"))]
    #[allow(clippy::unused_self, reason = "as where there is something to ask")]
    fn page(&self, _: &str, _: &Options, _: Arc<AtomicBool>) -> Result<Vec<Article>, String> {
        Err("this build fetches nothing".to_owned())
    }

    #[cfg(not(feature = "fetch"))]
    #[allow(clippy::unused_self, reason = "as where there is something to ask")]
    pub(super) fn sync(
        &self,
        _: &Path,
        _: &Options,
        _: &mut dyn FnMut(String),
        _: Arc<AtomicBool>,
    ) -> Result<String, String> {
        Err("this build fetches nothing".to_owned())
    }
}

fn from_file(source: &str, options: &Options, cancel: &AtomicBool) -> Result<Vec<Article>, String> {
    let home = || std::env::var_os("HOME").map(PathBuf::from);
    let path = match source.strip_prefix("~/") {
        Some(rest) => home().map_or_else(|| PathBuf::from(source), |home| home.join(rest)),
        None => PathBuf::from(source),
    };
    let told = |why: &dyn std::fmt::Display| clean::line(&format!("{}: {why}", path.display()));
    let opened = file::open_regular(&path).and_then(|file| file::read(file, options.max_bytes));
    let bytes = opened.map_err(|error| told(&error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    if cancel.load(Ordering::Relaxed) {
        return Err(LEFT_OFF.to_owned());
    }
    briefing::from_bytes(&bytes, &Options { name, ..options.clone() }).map_err(|error| told(&error))
}

#[cfg(test)]
mod tests {
    use super::Web;
    use crate::import::Options;

    #[test]
    fn a_file_of_many_articles_is_brought_in_by_parts_and_left_off_between_them() {
        use std::sync::atomic::Ordering;
        let folder = tempfile::tempdir().unwrap();
        let (path, library) = (folder.path().join("many.jsonl"), folder.path().join("library.db"));
        let line = |n| format!("{{\"text\":{{\"value\":\"Ferry {n} is late\"}}}}\n");
        std::fs::write(&path, (0..150).map(line).collect::<String>()).unwrap();
        let (source, options) = (path.to_string_lossy().into_owned(), Options::default());
        let cancel = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        let mut told = Vec::new();
        let why = Web::default().add(&library, &source, &options, &mut |_| {}, &cancel).unwrap_err();
        assert!(why.contains("left off") && !library.exists(), "{why}");
        for (stops, said) in [
            (true, "added, 64 articles of 150; left off there"),
            (false, "it was in the library already, 150 articles"),
        ] {
            cancel.store(false, Ordering::Relaxed);
            let mut tell = |words| {
                told.push(words);
                cancel.store(stops, Ordering::Relaxed);
            };
            let (words, _) = Web::default().add(&library, &source, &options, &mut tell, &cancel).unwrap();
            assert_eq!(words, said);
        }
        assert_eq!(told, ["adding 64/150", "adding 64/150", "adding 128/150", "adding 150/150"]);
    }

    #[test]
    fn what_cannot_be_brought_in_is_told_in_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.db");
        let options = Options::default();
        for source in ["nowhere.txt", "http://127.0.0.1:1/x", "https://", "http://vell.invalid/"] {
            let why =
                Web::default().add(&library, source, &options, &mut |_| {}, &std::sync::Arc::default()).unwrap_err();
            assert!(!why.is_empty() && !why.contains('\n'), "{why:?}");
        }
        assert!(!library.exists());
    }
}
