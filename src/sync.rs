//! Feeds to the library: what to ask, side by side, and what came of it.
//!
//! Threads ask, read and annotate; the caller's thread alone writes, in short transactions, so that readers and other
//! writers get their turn. A feed's own marks (`ETag`) are kept only once all of its items are in: whenever a run ends,
//! by a key or by a power cut, the next one goes on where it was.

mod ledger;
pub mod page;
mod queue;
mod told;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use crate::catalogue::FeedOutcome;
use crate::fetch::{Client, Conditions, Want};
use crate::import::{MAX_BYTES, Options};
use crate::library::{Added, Arrival, ItemMark, Library, LibraryError, Subscription};

use ledger::{Ledger, Plan};
use work::{Done, Job, Shop};

/// Articles that are committed together at most.
const BATCH: usize = 64;

/// Text that waits to be committed at most, in bytes, so that large articles are not piled up.
const BATCH_BYTES: usize = 4 << 20;

/// Pieces of work that wait to be taken in.
const WAITING: usize = 8;

/// How long an article waits for others before it is committed.
const BATCH_TIME: Duration = Duration::from_millis(300);

/// The stack of a thread that reads pages: what they nest is limited, and each level is dear.
const STACK_BYTES: usize = 16 << 20;

/// How soon the reader's wish to stop is heard.
const TICK: Duration = Duration::from_millis(50);

/// How often one waits for another program that writes to the library before the run is given up.
const ATTEMPTS: usize = 12;

/// How to go about it.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// Threads that ask.
    pub jobs: usize,
    /// Now, in seconds since 1970.
    pub now: i64,
    /// The most bytes of text that an article may have.
    pub max_bytes: usize,
    /// Feeds that failed are asked although their time has not come.
    pub is_urgent: bool,
    /// Set when the reader wants no more of it; what is ready is still committed.
    pub cancel: Arc<AtomicBool>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { jobs: 16, now: 0, max_bytes: MAX_BYTES, is_urgent: false, cancel: Arc::default() }
    }
}

/// How far it has come.
#[derive(Debug)]
pub enum Progress<'a> {
    /// So much work is done of what is known so far; feeds and items count as one each.
    Step {
        /// Done, committed.
        n_done: usize,
        /// Known so far.
        n_total: usize,
        /// Articles that are new or updated.
        n_articles: usize,
    },
    /// A feed is done.
    Feed(&'a FeedOutcome),
    /// Another program is writing to the library, and is waited for.
    Waiting,
}

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Each feed's, in the order in which they were done.
    pub outcomes: Vec<FeedOutcome>,
    /// The reader broke it off.
    pub is_interrupted: bool,
}

/// Asks feeds and brings their articles into the library. Says how it goes as it goes.
pub fn run(
    library: &mut Library,
    client: &Client,
    feeds: Vec<Subscription>,
    wishes: &Wishes,
    tell: &mut dyn FnMut(Progress),
) -> Result<Report, LibraryError> {
    let options = Options { max_bytes: wishes.max_bytes, ..Options::default() };
    let shop = Arc::new(Shop::new(client.clone(), options, wishes.now));
    let _closing = Closing(Arc::clone(&shop));
    let (to, done) = sync_channel(WAITING);
    let mut desk = Desk {
        library,
        shop: Arc::clone(&shop),
        ledgers: Vec::new(),
        ready: Vec::new(),
        marks: Vec::new(),
        oldest: None,
        n_bytes: 0,
        n_open: 0,
        n_total: 0,
        n_done: 0,
        n_articles: 0,
        report: Report::default(),
        wishes,
    };
    desk.begin(feeds);
    // They are not waited for: whoever hangs on a server must not hang on to this run.
    for _ in 0..wishes.jobs.clamp(1, desk.n_open.max(1) * 4) {
        let (shop, to) = (Arc::clone(&shop), to.clone());
        // Where the system gives no more threads, those that there are do the work.
        let _ = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || shop.work(&to));
    }
    drop(to);
    match desk.go(&done, tell) {
        // Whoever breaks it off does not wait for others; what is not in is the next run's.
        Err(LibraryError::Busy(_)) if wishes.cancel.load(Ordering::Relaxed) => desk.leave(tell),
        outcome => outcome?,
    }
    Ok(desk.report)
}

/// Closes the queue however the run ends: whoever waits for work would wait for good.
struct Closing(Arc<Shop>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.queue.close();
    }
}

/// The writing side of a run.
struct Desk<'a> {
    library: &'a mut Library,
    shop: Arc<Shop>,
    ledgers: Vec<Ledger>,
    /// Articles that wait for their transaction, with their feed's place and whether they are whole.
    ready: Vec<(usize, Arrival, bool)>,
    /// Items without an article that wait for it.
    marks: Vec<(usize, ItemMark)>,
    oldest: Option<Instant>,
    /// Text of the articles that wait.
    n_bytes: usize,
    /// Pieces of work that are not back yet.
    n_open: usize,
    n_total: usize,
    n_done: usize,
    n_articles: usize,
    report: Report,
    wishes: &'a Wishes,
}

impl Desk<'_> {
    fn begin(&mut self, feeds: Vec<Subscription>) {
        for feed in feeds {
            let n = self.ledgers.len();
            let ledger = Ledger::new(feed, self.wishes.now, self.wishes.is_urgent);
            if !ledger.is_waiting() {
                let feed = &ledger.feed;
                let conditions =
                    Conditions { want: Want::Feed, etag: feed.etag.clone(), modified: feed.modified.clone() };
                let job = Job::Feed { n, url: feed.row.url.clone(), conditions };
                self.push(vec![job]);
            }
            self.ledgers.push(ledger);
        }
    }

    /// Takes in what is done, and commits it, until nothing is open or the reader wants no more.
    fn go(&mut self, done: &Receiver<Done>, tell: &mut dyn FnMut(Progress)) -> Result<(), LibraryError> {
        self.settle(true, tell)?;
        loop {
            if self.wishes.cancel.load(Ordering::Relaxed) {
                // What is done already is not lost.
                while let Ok(found) = done.try_recv() {
                    self.take(found)?;
                }
                return self.interrupt(tell);
            }
            if self.n_open == 0 {
                return self.commit(tell);
            }
            match done.recv_timeout(TICK) {
                Ok(found) => self.take(found)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.commit(tell),
            }
            self.commit_if_due(tell)?;
        }
    }

    fn push(&mut self, jobs: Vec<Job>) {
        self.n_open += jobs.len();
        self.n_total += jobs.len();
        for job in jobs {
            self.shop.queue.push(&job.host(), [job]);
        }
    }

    /// Takes in what came of a piece of work.
    fn take(&mut self, done: Done) -> Result<(), LibraryError> {
        self.n_open = self.n_open.saturating_sub(1);
        match done {
            Done::Feed { n, answer } => {
                self.n_done += 1;
                let Some(ledger) = self.ledgers.get_mut(n) else { return Ok(()) };
                let plan = ledger.plan(answer, n, self.library, self.wishes.now)?;
                let Plan { jobs, marks } = plan;
                self.marks.extend(marks.into_iter().map(|mark| (n, mark)));
                self.push(jobs);
            }
            Done::Item { n, article, mark, is_whole } => {
                let Some(ledger) = self.ledgers.get_mut(n) else { return Ok(()) };
                if let Some(article) = article {
                    self.n_bytes += article.text.as_str().len();
                    let (feed, tags) = (Some(ledger.feed.row.id), ledger.feed.row.tags.clone());
                    let arrival = Arrival { article: *article, feed, item: Some(mark), tags };
                    self.ready.push((n, arrival, is_whole));
                } else {
                    self.marks.push((n, mark));
                    ledger.lose();
                    self.n_done += 1;
                }
                self.oldest.get_or_insert_with(Instant::now);
            }
            Done::Lost { n, is_fault } => {
                self.n_done += 1;
                if let Some(ledger) = self.ledgers.get_mut(n) {
                    ledger.drop_one(is_fault);
                }
            }
        }
        Ok(())
    }

    fn commit_if_due(&mut self, tell: &mut dyn FnMut(Progress)) -> Result<(), LibraryError> {
        let is_full = self.ready.len() >= BATCH || self.n_bytes >= BATCH_BYTES;
        let is_due = is_full || self.oldest.is_some_and(|oldest| oldest.elapsed() >= BATCH_TIME);
        if is_due || self.n_open == 0 { self.commit(tell) } else { self.settle(false, tell) }
    }

    /// Commits what is ready, and then the feeds that have nothing open any more.
    fn commit(&mut self, tell: &mut dyn FnMut(Progress)) -> Result<(), LibraryError> {
        (self.oldest, self.n_bytes) = (None, 0);
        let ready = std::mem::take(&mut self.ready);
        let (feeds, arrivals): (Vec<_>, Vec<_>) =
            ready.into_iter().map(|(n, arrival, is_whole)| ((n, is_whole), arrival)).unzip();
        if !arrivals.is_empty() {
            let outcomes = self.add(&arrivals, tell)?;
            for ((n, is_whole), added) in feeds.into_iter().zip(outcomes) {
                self.n_done += 1;
                self.n_articles += usize::from(matches!(added, Some(Added::New(_) | Added::Updated(..))));
                if let Some(ledger) = self.ledgers.get_mut(n) {
                    ledger.enter(added, is_whole);
                }
            }
        }
        self.settle(true, tell)
    }

    /// Adds articles in one transaction; where one that stands in the library cannot be read, each in its own, so that
    /// the others are in.
    fn add(
        &mut self,
        arrivals: &[Arrival],
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Vec<Option<Added>>, LibraryError> {
        let now = self.wishes.now;
        match self.insist(tell, |library| library.add(arrivals, now)) {
            Ok(added) => Ok(added.into_iter().map(Some).collect()),
            Err(LibraryError::Body { .. }) => {
                let mut all = Vec::new();
                for arrival in arrivals {
                    match self.insist(tell, |library| library.add(std::slice::from_ref(arrival), now)) {
                        Ok(added) => all.push(added.into_iter().next()),
                        Err(LibraryError::Body { .. }) => all.push(None),
                        Err(error) => return Err(error),
                    }
                }
                Ok(all)
            }
            Err(error) => Err(error),
        }
    }

    /// Writes. What was fetched is not thrown away because another program writes for longer than one waits.
    fn insist<T>(
        &mut self,
        tell: &mut dyn FnMut(Progress),
        mut write: impl FnMut(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        for _ in 1..ATTEMPTS {
            match write(self.library) {
                Err(LibraryError::Busy(_)) if !self.wishes.cancel.load(Ordering::Relaxed) => tell(Progress::Waiting),
                outcome => return outcome,
            }
        }
        write(self.library)
    }

    /// Writes down and tells which feeds are done. What is known of single items is written along, or when it is due.
    fn settle(&mut self, is_due: bool, tell: &mut dyn FnMut(Progress)) -> Result<(), LibraryError> {
        let finished: Vec<usize> =
            self.ledgers.iter().enumerate().filter(|(_, ledger)| ledger.is_finished()).map(|(n, _)| n).collect();
        if !finished.is_empty() || (is_due && !self.marks.is_empty()) {
            let ids: Vec<i64> = self.ledgers.iter().map(|ledger| ledger.feed.row.id).collect();
            let marks: Vec<(i64, ItemMark)> = std::mem::take(&mut self.marks)
                .into_iter()
                .filter_map(|(n, mark)| Some((*ids.get(n)?, mark)))
                .collect();
            let of = |n: &usize| self.ledgers.get(*n).and_then(|ledger| ledger.record(self.wishes.now));
            let records: Vec<_> = finished.iter().filter_map(of).collect();
            if !(records.is_empty() && marks.is_empty()) {
                self.insist(tell, |library| library.record(&records, &marks))?;
            }
        }
        for n in finished {
            if let Some(ledger) = self.ledgers.get_mut(n) {
                let outcome = ledger.tell();
                tell(Progress::Feed(&outcome));
                self.report.outcomes.push(outcome);
            }
        }
        tell(Progress::Step { n_done: self.n_done, n_total: self.n_total, n_articles: self.n_articles });
        Ok(())
    }

    /// Commits what is ready, and leaves the rest.
    fn interrupt(&mut self, tell: &mut dyn FnMut(Progress)) -> Result<(), LibraryError> {
        self.shop.queue.close();
        self.commit(tell)?;
        self.leave(tell);
        Ok(())
    }

    /// Tells which feeds were not finished.
    fn leave(&mut self, tell: &mut dyn FnMut(Progress)) {
        for ledger in &mut self.ledgers {
            if let Some(outcome) = ledger.interrupt() {
                tell(Progress::Feed(&outcome));
                self.report.outcomes.push(outcome);
            }
        }
        self.report.is_interrupted = true;
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::time::{Duration, Instant};

    use super::{Wishes, run};
    use crate::fetch::{Client, Policy};
    use crate::library::Library;

    #[test]
    fn threads_end_with_a_run_that_fails() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("library.db");
        let mut library = Library::open_to_write(&path).unwrap();
        // Nobody answers there.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        library.follow(&format!("http://127.0.0.1:{port}/feed"), None, None, &[], 1).unwrap();
        let feeds = library.feeds().unwrap();
        rusqlite::Connection::open(&path).unwrap().execute_batch("ALTER TABLE feed RENAME TO lost").unwrap();
        // The client of every thread holds one.
        let held = Arc::new(AtomicBool::new(false));
        let client = Client::new(Policy { allow_private: true, ..Policy::default() }, Arc::clone(&held));
        assert!(run(&mut library, &client, feeds, &Wishes::default(), &mut |_| {}).is_err());
        drop(client);
        let end = Instant::now() + Duration::from_secs(60);
        while Arc::strong_count(&held) > 1 {
            assert!(Instant::now() < end, "somebody still waits for work");
            std::thread::yield_now();
        }
    }
}
