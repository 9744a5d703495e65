//! What has come of one feed so far, and what is still open.

use std::sync::Arc;

use crate::catalogue::{FeedOutcome, FeedResult};
use crate::import::feed::{Feed, Item};
use crate::library::{Added, FeedRecord, ItemMark, ItemState, KnownItem, Library, LibraryError, Subscription};
use url::Url;

use super::told::Facts;
use super::work::{Answer, Job, page_of, pause};

/// The first pause after a failure, in seconds; each one after is twice as long, up to a day.
const PAUSE: i64 = 900;

/// No pause is longer, in seconds; one that is was set by a clock that was wrong.
const DAYS: i64 = 2 * 86_400;

/// New items that are fetched of one feed in one run; the others are the next run's.
const MOST_AT_ONCE: usize = 1000;

/// A feed in a run.
#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) feed: Subscription,
    stage: Stage,
    n_open: usize,
    is_told: bool,
    /// All of its items are in, or marked to be fetched later.
    is_whole: bool,
    outcome: FeedOutcome,
    title: Option<String>,
    site: Option<String>,
    moved: Option<String>,
    marks: (Option<String>, Option<String>),
    retry_after: Option<u64>,
    /// This program would not ask it.
    is_refused: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Waiting,
    Asked,
    Answered,
}

/// What a feed's answer asks for.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) jobs: Vec<Job>,
    pub(super) marks: Vec<ItemMark>,
}

impl Ledger {
    pub(super) fn new(feed: Subscription, now: i64, is_urgent: bool) -> Self {
        // A clock that was set back must not silence a feed for years.
        let until = feed.again.filter(|again| !is_urgent && (now + 1..=now + DAYS).contains(again));
        let why = until.map(|_| match feed.row.n_failures {
            1 => "left alone for a while, it failed just now".to_owned(),
            n => format!("left alone for a while after {n} failures; name it to ask it now"),
        });
        let outcome = FeedOutcome {
            id: feed.row.id,
            name: feed.row.name().to_owned(),
            url: feed.row.url.clone(),
            result: if until.is_some() { FeedResult::Waiting } else { FeedResult::Read },
            why,
            n_new: 0,
            n_updated: 0,
            n_known: 0,
            n_incomplete: 0,
        };
        Self {
            stage: if until.is_some() { Stage::Waiting } else { Stage::Asked },
            n_open: 0,
            is_told: false,
            is_whole: true,
            outcome,
            title: None,
            site: None,
            moved: None,
            marks: (None, None),
            retry_after: None,
            is_refused: false,
            feed,
        }
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.stage == Stage::Waiting
    }

    /// Nothing is open, and it was not told yet.
    pub(super) fn is_finished(&self) -> bool {
        !self.is_told && self.n_open == 0 && self.stage != Stage::Asked
    }

    /// Takes the feed's answer in; what is to be done about it.
    pub(super) fn plan(&mut self, answer: Answer, n: usize, library: &Library, now: i64) -> Result<Plan, LibraryError> {
        self.stage = Stage::Answered;
        let mut plan = Plan::default();
        match answer {
            Answer::Failed { why, retry_after, is_refusal } => {
                self.is_refused = is_refusal;
                self.outcome.result = FeedResult::Failed;
                self.outcome.why = Some(why);
                self.retry_after = retry_after;
                return Ok(plan);
            }
            Answer::Unchanged => self.outcome.result = FeedResult::Unchanged,
            Answer::Read { feed, etag, modified, moved } => {
                self.marks = (etag, modified);
                self.moved = moved;
                self.read(*feed, n, library, now, &mut plan)?;
            }
        }
        self.retry(n, library, now, &mut plan)?;
        self.n_open = plan.jobs.len();
        Ok(plan)
    }

    fn read(&mut self, feed: Feed, n: usize, library: &Library, now: i64, plan: &mut Plan) -> Result<(), LibraryError> {
        let Feed { title, site, language, items, is_cut } = feed;
        if is_cut {
            self.outcome.why = Some("the feed breaks off".to_owned());
        }
        self.outcome.name = title.clone().unwrap_or_else(|| self.outcome.name.clone());
        self.title.clone_from(&title);
        self.site = site.map(|site| site.to_string());
        let facts = Arc::new(Facts { title, language });
        let known = library.known_items(self.feed.row.id, items.iter().map(|item| item.name.as_str()))?;
        for item in items {
            let known = known.get(&item.name);
            if known.is_some_and(|known| is_done_with(known, &item, now)) {
                self.outcome.n_known += 1;
                continue;
            }
            if known.is_none()
                && let Some(url) = &item.url
                && library.came_otherwise(self.feed.row.id, url.as_str(), page_of(&item).is_some())?
            {
                // It came by another way.
                self.outcome.n_known += 1;
                plan.marks.push(mark_done(&item));
                continue;
            }
            if plan.jobs.len() >= MOST_AT_ONCE {
                self.is_whole = false;
                continue;
            }
            let n_failures =
                known.filter(|known| known.mark.stamp == item.stamp).map_or(0, |known| known.mark.n_failures);
            plan.jobs.push(Job::Item { n, item: Box::new(item), facts: Arc::clone(&facts), n_failures });
        }
        Ok(())
    }

    /// Pages that were missed in earlier runs, also of items that the feed does not have any more.
    fn retry(&mut self, n: usize, library: &Library, now: i64, plan: &mut Plan) -> Result<(), LibraryError> {
        let facts =
            Arc::new(Facts { title: self.title.clone().or_else(|| self.feed.row.title.clone()), language: None });
        for KnownItem { mark, .. } in library.open_items(self.feed.row.id, now)? {
            let is_planned =
                plan.jobs.iter().any(|job| matches!(job, Job::Item { item, .. } if item.name == mark.name));
            let Some(url) = mark.url.as_deref().and_then(|url| Url::parse(url).ok()).filter(|_| !is_planned) else {
                continue;
            };
            let item = Item { name: mark.name, url: Some(url), is_teaser: true, stamp: mark.stamp, ..Item::default() };
            plan.jobs.push(Job::Item {
                n,
                item: Box::new(item),
                facts: Arc::clone(&facts),
                n_failures: mark.n_failures,
            });
        }
        Ok(())
    }

    /// An item of it is in.
    pub(super) fn enter(&mut self, added: Option<Added>, is_whole: bool) {
        self.n_open = self.n_open.saturating_sub(1);
        match added {
            Some(Added::New(_)) => self.outcome.n_new += 1,
            Some(Added::Updated(..)) => self.outcome.n_updated += 1,
            Some(Added::Known(_) | Added::Removed(_)) => self.outcome.n_known += 1,
            None => {
                self.is_whole = false;
                self.outcome.why = Some("an article in the library cannot be read back".to_owned());
            }
        }
        if !is_whole && matches!(added, Some(Added::New(_) | Added::Updated(..))) {
            self.outcome.n_incomplete += 1;
        }
    }

    /// Nothing could be had of an item.
    pub(super) fn lose(&mut self) {
        self.n_open = self.n_open.saturating_sub(1);
        self.outcome.n_incomplete += 1;
    }

    /// A piece of its work did not come back.
    pub(super) fn drop_one(&mut self, is_fault: bool) {
        self.n_open = self.n_open.saturating_sub(1);
        self.is_whole = false;
        if is_fault {
            self.outcome.why =
                Some("an item made the program fail; that is a fault of it, please report it".to_owned());
            if self.stage == Stage::Asked {
                self.stage = Stage::Answered;
                self.outcome.result = FeedResult::Failed;
            }
        }
    }

    /// What the library keeps of it; nothing for a feed that was not asked.
    pub(super) fn record(&self, now: i64) -> Option<FeedRecord> {
        if self.stage != Stage::Answered {
            return None;
        }
        // What was not asked has not failed: another policy may ask it at once.
        let is_failed = self.outcome.result == FeedResult::Failed && !self.is_refused;
        let n_failures = if is_failed { self.feed.row.n_failures + 1 } else { 0 };
        let has_marks = self.outcome.result == FeedResult::Read && self.is_whole;
        Some(FeedRecord {
            id: self.feed.row.id,
            checked: now,
            title: self.title.clone(),
            site: self.site.clone(),
            url: self.moved.clone(),
            marks: has_marks.then(|| self.marks.clone()),
            again: is_failed.then(|| now + pause(PAUSE, n_failures, self.retry_after)),
            n_failures,
            outcome: self.outcome.words(),
        })
    }

    /// The outcome; it is told once.
    pub(super) fn tell(&mut self) -> FeedOutcome {
        self.is_told = true;
        self.outcome.clone()
    }

    /// The outcome of a feed that was not finished.
    pub(super) fn interrupt(&mut self) -> Option<FeedOutcome> {
        if self.is_told {
            return None;
        }
        self.outcome.result = FeedResult::Interrupted;
        Some(self.tell())
    }
}

/// Whether nothing is to be done about an item that is known.
fn is_done_with(known: &KnownItem, item: &Item, now: i64) -> bool {
    let is_same = known.mark.stamp == item.stamp;
    let is_later = known.mark.again.is_some_and(|again| (now + 1..=now + DAYS).contains(&again));
    match known.mark.state {
        ItemState::Done | ItemState::GivenUp => is_same,
        ItemState::ToFetch => is_same && is_later,
    }
}

fn mark_done(item: &Item) -> ItemMark {
    ItemMark {
        name: item.name.clone(),
        url: item.url.as_ref().map(ToString::to_string),
        stamp: item.stamp,
        state: ItemState::Done,
        n_failures: 0,
        again: None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, DAYS, Ledger, MOST_AT_ONCE};
    use crate::catalogue::FeedResult;
    use crate::import::feed::{Feed, Item};
    use crate::library::{ItemMark, ItemState, Library};

    const NOW: i64 = 1_748_908_800;

    fn library() -> (tempfile::TempDir, Library) {
        let folder = tempfile::TempDir::new().unwrap();
        let mut library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
        library.follow("https://vell.example/feed", Some("Vell Courier"), None, &[], NOW).unwrap();
        (folder, library)
    }

    fn ledger(library: &Library) -> Ledger {
        Ledger::new(library.feeds().unwrap().remove(0), NOW, false)
    }

    fn answer(n: usize) -> Answer {
        let item = |n: usize| Item { name: n.to_string(), is_teaser: true, stamp: 1, ..Item::default() };
        let feed = Feed { items: (0..n).map(item).collect(), ..Feed::default() };
        Answer::Read { feed: Box::new(feed), etag: Some("\"1\"".to_owned()), modified: None, moved: None }
    }

    fn mark(name: usize, state: ItemState, stamp: i64, again: Option<i64>) -> ItemMark {
        ItemMark { name: name.to_string(), url: None, stamp, state, n_failures: 1, again }
    }

    #[test]
    fn a_feed_is_asked_in_full_again_until_all_of_its_items_are_in() {
        let (_folder, library) = library();
        for (n, is_kept) in [(MOST_AT_ONCE, true), (MOST_AT_ONCE + 1, false)] {
            let mut ledger = ledger(&library);
            let plan = ledger.plan(answer(n), 0, &library, NOW).unwrap();
            assert_eq!(plan.jobs.len(), MOST_AT_ONCE);
            assert_eq!(ledger.record(NOW).unwrap().marks.is_some(), is_kept);
        }
    }

    #[test]
    fn an_item_is_taken_up_again_when_it_has_changed_or_its_time_has_come() {
        let (_folder, mut library) = library();
        let marks = [
            mark(0, ItemState::Done, 1, None),
            mark(1, ItemState::Done, 2, None),
            mark(2, ItemState::GivenUp, 1, None),
            mark(3, ItemState::ToFetch, 1, Some(NOW + 60)),
            mark(4, ItemState::ToFetch, 1, Some(NOW)),
            mark(5, ItemState::ToFetch, 1, Some(NOW + DAYS + 1)),
        ];
        library.record(&[], &marks.map(|mark| (1, mark))).unwrap();
        let mut ledger = ledger(&library);
        let plan = ledger.plan(answer(7), 0, &library, NOW).unwrap();
        assert_eq!(plan.jobs.len(), 4, "changed, due, set by a wrong clock, and new");
        assert_eq!(ledger.outcome.n_known, 3);
    }

    #[test]
    fn what_this_program_would_not_ask_is_asked_again_at_once() {
        let (_folder, library) = library();
        let mut ledger = Ledger::new(library.feeds().unwrap().remove(0), NOW, true);
        let refused = Answer::Failed { why: "no".to_owned(), retry_after: None, is_refusal: true };
        ledger.plan(refused, 0, &library, NOW).unwrap();
        let record = ledger.record(NOW).unwrap();
        assert_eq!((record.again, record.n_failures), (None, 0));
        assert_eq!(ledger.tell().result, FeedResult::Failed, "and is told of all the same");
    }

    #[test]
    fn a_feed_that_fails_is_left_alone_for_longer_each_time() {
        let (_folder, mut library) = library();
        let mut pauses = Vec::new();
        for retry_after in [None, None, None, Some(40_000), Some(u64::MAX)] {
            let feed = library.feeds().unwrap().remove(0);
            let mut ledger = Ledger::new(feed, NOW, true);
            ledger
                .plan(Answer::Failed { why: "no".to_owned(), retry_after, is_refusal: false }, 0, &library, NOW)
                .unwrap();
            let record = ledger.record(NOW).unwrap();
            pauses.push(record.again.unwrap() - NOW);
            library.record(&[record], &[]).unwrap();
        }
        assert_eq!(pauses, [900, 1800, 3600, 40_000, 86_400]);
        assert!(ledger(&library).is_waiting());
        let mut back = Ledger::new(library.feeds().unwrap().remove(0), NOW - 10 * DAYS, false);
        assert!(!back.is_waiting(), "a clock that was set back silences nobody");
        assert_eq!(back.tell().result, FeedResult::Read);
    }
}
