//! Long work beside the reading, on a thread of its own: feeds that are fetched, an article that is brought in,
//! many articles that are changed. Whoever waits for keys waits for its news with them, through a pipe; nothing asks for news by the clock.

use std::io::{Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Duration;

use super::bulk::Bulk;
use super::{Host, file, now};
use crate::article::Article;
use crate::briefing;
use crate::catalogue::ArticleKey;
use crate::clean;
use crate::exchange::{Event, Progress, Work};
use crate::import::{self, Options};
use crate::library::{Added, Arrival, Library};

/// How long work that is left off at the end of a session has for committing what it has.
const PATIENCE: Duration = Duration::from_secs(2);

/// Between two steps of a long change.
const BREATH: Duration = Duration::from_millis(5);
/// Articles that are added in one transaction.
const BATCH: usize = 64;

/// What is told of work that was left off before anything came of it.
const LEFT_OFF: &str = "left off; nothing was added";

/// The thread for long work, while there is any.
#[derive(Debug, Default)]
pub(super) struct Worker {
    going: Option<Going>,
}

#[derive(Debug)]
struct Going {
    news: Receiver<Progress>,
    /// Readable when there is news.
    wake: UnixStream,
    cancel: Arc<AtomicBool>,
}

/// The thread's end of it.
struct Teller {
    news: Sender<Progress>,
    wake: UnixStream,
}

impl Teller {
    fn tell(&mut self, progress: Progress) {
        // Where nobody listens any more there is nobody to tell.
        if self.news.send(progress).is_ok() {
            let _ = self.wake.write(&[0]);
        }
    }
}

/// What came of it: a line, and an article to open.
pub(super) type Outcome = (Result<String, String>, Option<ArticleKey>);

impl Worker {
    /// Runs work on a thread; its last word is what it came to.
    fn start(
        &mut self,
        work: impl FnOnce(&mut dyn FnMut(String), Arc<AtomicBool>) -> Outcome + Send + 'static,
    ) -> bool {
        let Ok((wake, far)) = UnixStream::pair() else { return false };
        if wake.set_nonblocking(true).and(far.set_nonblocking(true)).is_err() {
            return false;
        }
        let (send, news) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let its_cancel = Arc::clone(&cancel);
        let mut teller = Teller { news: send, wake: far };
        let thread = std::thread::Builder::new().name("work".to_owned()).spawn(move || {
            let (outcome, article) = work(&mut |words| teller.tell(Progress::Going(words)), its_cancel);
            teller.tell(Progress::Done(outcome, article));
        });
        self.going = thread.is_ok().then_some(Going { news, wake, cancel });
        self.going.is_some()
    }

    /// Leaves it off; it says itself when it has.
    pub(super) fn stop(&self) {
        if let Some(going) = &self.going {
            going.cancel.store(true, Ordering::Relaxed);
        }
    }

    fn news(&mut self) -> Vec<Progress> {
        let Some(going) = &mut self.going else { return Vec::new() };
        let mut bytes = [0; 256];
        while matches!(going.wake.read(&mut bytes), Ok(n) if n == bytes.len()) {}
        let mut news = Vec::new();
        loop {
            let progress = match going.news.try_recv() {
                Ok(progress) => progress,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    // A thread that is gone without a last word has come to grief.
                    if !matches!(news.last(), Some(Progress::Done(..))) {
                        news.push(Progress::Done(Err("that failed, which it should not; try again".to_owned()), None));
                    }
                    break;
                }
            };
            // Of lines that came together the last one tells how far it is.
            if let (Some(Progress::Going(last)), Progress::Going(words)) = (news.last_mut(), &progress) {
                last.clone_from(words);
            } else {
                news.push(progress);
            }
        }
        if matches!(news.last(), Some(Progress::Done(..))) {
            self.going = None;
        }
        news
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
        let Some(going) = self.going.take() else { return };
        let end = std::time::Instant::now() + PATIENCE;
        while let Ok(progress) = going.news.recv_timeout(end.saturating_duration_since(std::time::Instant::now())) {
            if let Progress::Done(..) = progress {
                return;
            }
        }
    }
}

impl Host {
    /// What to wait for besides keys: readable when there is news of long work.
    pub fn wakes(&self) -> Option<BorrowedFd<'_>> {
        self.worker.going.as_ref().map(|going| going.wake.as_fd())
    }

    /// News of long work.
    pub fn news(&mut self) -> Vec<Event> {
        self.worker.news().into_iter().map(Event::Work).collect()
    }

    /// Whether long work is going on.
    pub(super) fn is_working(&self) -> bool {
        self.worker.going.is_some()
    }

    /// Begins work that says itself what comes of it; what came of it is news.
    pub(super) fn start_work(
        &mut self,
        work: impl FnOnce(&mut dyn FnMut(String), Arc<AtomicBool>) -> Outcome + Send + 'static,
    ) -> bool {
        self.worker.start(work)
    }

    /// Begins to change many articles; what came of it is news.
    pub(super) fn begin_bulk(&mut self, bulk: Bulk) -> Event {
        let Some(path) = self.archive.as_ref().map(|archive| archive.path().to_owned()) else {
            return Event::Changed(Err("there is no library here".to_owned()));
        };
        if self.worker.going.is_some() {
            return Event::Changed(Err("something else is going on; wait for it, or leave it off".to_owned()));
        }
        let words = bulk.words().to_owned();
        let begun = self.worker.start(move |tell, cancel| {
            let done = Library::open_to_write(&path).map_err(|error| error.to_string()).and_then(|mut library| {
                bulk.carry_out(&mut library, &mut |words| {
                    tell(words);
                    // Whoever waits to write has a moment to be served in.
                    std::thread::sleep(BREATH);
                    !cancel.load(Ordering::Relaxed)
                })
            });
            (done, None)
        });
        if begun {
            Event::Work(Progress::Begun(words))
        } else {
            Event::Changed(Err("no thread could be had for it; try again".to_owned()))
        }
    }

    /// Begins long work; what came of it is news. Where it cannot be begun, that is told at once.
    pub(super) fn begin(&mut self, work: Work) -> Option<Event> {
        let library = self.archive.as_ref().map(|archive| archive.path().to_owned());
        let options = self.options.clone();
        let web = self.web.clone();
        let begun = self.worker.start(move |tell, cancel| {
            let Some(library) = library else { return (Err("there is no library here".to_owned()), None) };
            match work {
                Work::Sync => (web.sync(&library, &options, tell, cancel), None),
                Work::Add(source) => match web.add(&library, &source, &options, tell, &cancel) {
                    Ok((words, key)) => (Ok(words), Some(key)),
                    Err(why) => (Err(why), None),
                },
            }
        });
        let why = "no thread could be had for it; try again".to_owned();
        (!begun).then_some(Event::Work(Progress::Done(Err(why), None)))
    }
}

/// What may be fetched.
#[derive(Clone, Debug, Default)]
pub struct Web {
    /// Addresses of this machine and of private networks too.
    pub allow_private: bool,
}

impl Web {
    /// Brings in what a page's address or a file's path names. What came in before it is left off stays.
    fn add(
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
        let max_bytes = options.max_bytes.saturating_mul(import::ANNOTATED_FACTOR);
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
    fn sync(
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
    fn sync(&self, _: &Path, _: &Options, _: &mut dyn FnMut(String), _: Arc<AtomicBool>) -> Result<String, String> {
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
    use super::{Host, Web};
    use crate::exchange::{Event, Progress, Work};
    use crate::host::Archive;
    use crate::import::Options;

    #[test]
    fn a_file_is_brought_in_by_its_path_and_the_news_wake_whoever_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ferry.txt");
        std::fs::write(&path, "Ferry is late\n\n“It was late again,” said Ada Brook, who waited.\n").unwrap();
        let (archive, _) = Archive::new(folder.path().join("library.db"));
        let mut host = Host::new(Vec::new(), Options::default()).with_library(Some(archive));
        assert!(host.wakes().is_none());
        for words in ["added", "it was in the library already"] {
            host.begin(Work::Add(path.to_string_lossy().into_owned()));
            let wake = host.wakes().unwrap().try_clone_to_owned().unwrap();
            rustix::event::poll(&mut [rustix::event::PollFd::new(&wake, rustix::event::PollFlags::IN)], None).unwrap();
            let news = host.news();
            let Some(Event::Work(Progress::Done(Ok(said), Some(_)))) = news.last() else { panic!("{news:?}") };
            assert_eq!(said, words);
            assert!(host.wakes().is_none());
        }
        assert!(host.first_page().is_none(), "it was made since the host began");
        host.carry_out(crate::exchange::Effect::Saved);
        assert_eq!(host.first_page().unwrap().1.total, 1);
    }

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

    /// The news of long work up to its last word.
    fn all_news(host: &mut Host) -> Vec<Progress> {
        let mut all = Vec::new();
        while let Some(wake) = host.wakes() {
            let wake = wake.try_clone_to_owned().unwrap();
            rustix::event::poll(&mut [rustix::event::PollFd::new(&wake, rustix::event::PollFlags::IN)], None).unwrap();
            all.extend(host.news().into_iter().filter_map(|event| match event {
                Event::Work(news) => Some(news),
                _ => None,
            }));
        }
        all
    }

    #[test]
    fn many_articles_are_changed_beside_the_reading_and_what_is_left_off_stays_done() {
        use crate::exchange::{Change, Chosen, Effect};
        let folder = tempfile::tempdir().unwrap();
        let (archive, _) = Archive::new(folder.path().join("library.db"));
        let mut host = Host::new(Vec::new(), Options::default()).with_library(Some(archive));
        let line = |n| format!("{{\"text\":{{\"value\":\"Ferry {n} is late\"}}}}\n");
        let many = (0..600).map(line).collect::<String>();
        let articles = crate::briefing::from_bytes(many.as_bytes(), &Options::default()).unwrap();
        let arrivals: Vec<_> = articles.into_iter().map(crate::library::Arrival::asked).collect();
        host.archive.as_mut().unwrap().to_write().unwrap().add(&arrivals, 1).unwrap();
        let star = |on| Effect::Change(Chosen::Listed { query: String::new(), unfolded: true }, Change::Star(on));
        let begun = host.carry_out(star(true));
        assert!(matches!(&begun, Some(Event::Work(Progress::Begun(words))) if words == "marking"), "{begun:?}");
        let second = host.carry_out(star(false));
        assert!(matches!(&second, Some(Event::Changed(Err(why))) if why.contains("going on")), "{second:?}");
        let news = all_news(&mut host);
        assert_eq!(news.last(), Some(&Progress::Done(Ok("starred 600 articles".to_owned()), None)), "{news:?}");

        assert!(matches!(host.carry_out(Effect::Undo), Some(Event::Work(Progress::Begun(_)))));
        host.carry_out(Effect::StopWork);
        let news = all_news(&mut host);
        let Some(Progress::Done(Ok(said), None)) = news.last() else { panic!("{news:?}") };
        let left = host.library().unwrap().n_to_undo().unwrap();
        // It may have come to its end before it was stopped.
        assert_eq!(said.contains("left off there"), left > 0, "{said}: {left}");
        assert!(left == 0 || said.starts_with(&format!("undone: starred {} articles", 600 - left)), "{said}: {left}");
    }

    #[test]
    fn a_thread_that_comes_to_grief_is_told_of_and_waited_for_no_longer() {
        let mut host = Host::new(Vec::new(), Options::default());
        host.worker.start(|_, _| panic!("on purpose"));
        let wake = host.wakes().unwrap().try_clone_to_owned().unwrap();
        rustix::event::poll(&mut [rustix::event::PollFd::new(&wake, rustix::event::PollFlags::IN)], None).unwrap();
        let mut news = Vec::new();
        while news.is_empty() {
            news = host.news();
        }
        assert!(matches!(news.as_slice(), [Event::Work(Progress::Done(Err(_), None))]), "{news:?}");
        assert!(host.wakes().is_none());
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
