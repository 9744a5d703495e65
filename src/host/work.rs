//! Long work beside the reading, on a thread of its own: what `web` brings in, many articles that are changed. Whoever
//! waits for keys waits for its news with them, through a pipe; nothing asks for news by the clock.

use std::io::{Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Duration;

use super::Host;
use super::bulk::Bulk;
use crate::catalogue::ArticleKey;
use crate::exchange::{Event, Progress, Work};
use crate::library::Library;

/// How long work that is left off at the end of a session has for committing what it has.
const PATIENCE: Duration = Duration::from_secs(2);

/// Between two steps of a long change.
const BREATH: Duration = Duration::from_millis(5);

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

#[cfg(test)]
mod tests {
    use super::Host;
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
}
