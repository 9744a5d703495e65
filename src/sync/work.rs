//! What one thread does with one piece of work: ask, read, annotate. Nothing is written here.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use url::Url;

use crate::article::Article;
use crate::clean;
use crate::fetch::robots::Rules;
use crate::fetch::{self, Client, Conditions, FetchError};
use crate::import::feed::{self, Feed, FeedError, Item};
use crate::import::{ImportError, Options};
use crate::library::{ItemMark, ItemState};

use super::page;
use super::queue::{Manner, Queue, Taken};
use super::told::{self, Facts};

/// Attempts at a page before it is given up.
const MAX_ATTEMPTS: i64 = 5;

/// The first pause before another attempt at a page, in seconds; each one after is twice as long, up to a day.
const PAUSE: i64 = 1800;

/// Pieces of work; `n` is the feed's place in the run.
#[derive(Debug)]
pub(super) enum Job {
    Feed { n: usize, url: String, conditions: Conditions },
    Item { n: usize, item: Box<Item>, facts: Arc<Facts>, n_failures: i64 },
}

impl Job {
    fn feed(&self) -> usize {
        match self {
            Self::Feed { n, .. } | Self::Item { n, .. } => *n,
        }
    }

    /// The host that is asked; none where nobody is.
    pub(super) fn host(&self) -> String {
        match self {
            Self::Feed { url, .. } => Url::parse(url).ok().and_then(|url| host(&url)),
            Self::Item { item, .. } => page_of(item).and_then(host),
        }
        .unwrap_or_default()
    }
}

/// The page that has what an item only teases; a front page has the news of the day instead.
pub(super) fn page_of(item: &Item) -> Option<&Url> {
    item.url.as_ref().filter(|url| item.is_teaser && !page::is_front_page(url))
}

fn host(url: &Url) -> Option<String> {
    url.host_str().map(|host| host.trim_end_matches('.').to_owned())
}

/// What came of a piece of work.
#[derive(Debug)]
pub(super) enum Done {
    Feed {
        n: usize,
        answer: Answer,
    },
    Item {
        n: usize,
        article: Option<Box<Article>>,
        mark: ItemMark,
        is_whole: bool,
    },
    /// The reader broke it off, or it was lost to a fault of this program.
    Lost {
        n: usize,
        is_fault: bool,
    },
}

/// How a feed answers.
#[derive(Debug)]
pub(super) enum Answer {
    Unchanged,
    Read {
        feed: Box<Feed>,
        etag: Option<String>,
        modified: Option<String>,
        moved: Option<String>,
    },
    /// `is_refusal`: this program would not ask it; the server has done nothing.
    Failed {
        why: String,
        retry_after: Option<u64>,
        is_refusal: bool,
    },
}

/// What all threads share.
#[derive(Debug)]
pub(super) struct Shop {
    pub(super) client: Client,
    pub(super) queue: Queue<Job>,
    pub(super) options: Options,
    pub(super) now: i64,
    robots: Mutex<HashMap<String, Arc<OnceLock<Rules>>>>,
}

impl Shop {
    pub(super) fn new(client: Client, options: Options, now: i64) -> Self {
        Self { client, queue: Queue::new(), options, now, robots: Mutex::default() }
    }

    /// Works until the queue is closed or nobody wants to hear of it.
    pub(super) fn work(&self, to: &SyncSender<Done>) {
        while let Some(Taken { work: job, host, is_left_alone }) = self.queue.take() {
            let n = job.feed();
            let (done, manner) = catch_unwind(AssertUnwindSafe(|| self.carry_out(job, is_left_alone)))
                .unwrap_or((Done::Lost { n, is_fault: true }, Manner::Fine));
            if let Some(host) = host {
                self.queue.give_back(&host, manner);
            }
            if to.send(done).is_err() {
                return;
            }
        }
    }

    fn carry_out(&self, job: Job, is_alone: bool) -> (Done, Manner) {
        match job {
            Job::Feed { n, url, conditions } => self.feed(n, &url, &conditions, is_alone),
            Job::Item { n, item, facts, n_failures } => self.item(n, &item, &facts, n_failures, is_alone),
        }
    }

    fn feed(&self, n: usize, url: &str, conditions: &Conditions, is_alone: bool) -> (Done, Manner) {
        let failed =
            |why: String, retry_after| Done::Feed { n, answer: Answer::Failed { why, retry_after, is_refusal: false } };
        if is_alone {
            return (failed("its server is not to be reached now".to_owned(), None), Manner::Overrun);
        }
        let response = fetch::address(url).and_then(|url| self.client.get(&url, conditions));
        let response = match response {
            Ok(response) => response,
            Err(FetchError::Interrupted) => return (Done::Lost { n, is_fault: false }, Manner::Fine),
            Err(error) => {
                let manner = manner(&error);
                // The line has the feed's name already.
                let why = error.to_string();
                let why = why.strip_prefix(&format!("{url}: ")).map_or_else(|| why.clone(), str::to_owned);
                let is_refusal = matches!(error, FetchError::Private { .. } | FetchError::Address { .. });
                let (why, retry_after) = (clean::line(&why), error.retry_after());
                return (Done::Feed { n, answer: Answer::Failed { why, retry_after, is_refusal } }, manner);
            }
        };
        if response.is_unchanged() {
            return (Done::Feed { n, answer: Answer::Unchanged }, Manner::Fine);
        }
        let read = feed::read(&response.body, response.charset.as_deref(), &response.final_url);
        let done = match read {
            Ok(feed) => {
                let moved = response.moved.map(|url| url.to_string());
                let (etag, modified) = (response.etag, response.modified);
                Done::Feed { n, answer: Answer::Read { feed: Box::new(feed), etag, modified, moved } }
            }
            Err(error @ FeedError::Page) => {
                failed(format!("{error}; `nutgraf feed add` finds the feeds of a page"), None)
            }
            Err(error) => failed(error.to_string(), None),
        };
        (done, Manner::Fine)
    }

    fn item(&self, n: usize, item: &Item, facts: &Facts, n_failures: i64, is_alone: bool) -> (Done, Manner) {
        let mark = |state, n_failures, again| ItemMark {
            name: item.name.clone(),
            url: item.url.as_ref().map(ToString::to_string),
            stamp: item.stamp,
            state,
            n_failures,
            again,
        };
        let own = || told::article(item, facts, &self.options, self.now).map(Box::new);
        let Some(url) = page_of(item) else {
            let article = own();
            let is_whole = !item.is_teaser;
            return (Done::Item { n, article, mark: mark(ItemState::Done, 0, None), is_whole }, Manner::Fine);
        };
        if is_alone {
            let again = Some(self.now + PAUSE);
            let mark = mark(ItemState::ToFetch, n_failures, again);
            return (Done::Item { n, article: own(), mark, is_whole: false }, Manner::Overrun);
        }
        match self.page(url) {
            Ok(mut article) => {
                told::fill(&mut article, item, facts, self.now);
                let is_whole = article.retrieval.known().and_then(|r| r.complete.known()) != Some(&false);
                let words = |article: &Article| article.text.as_str().split_whitespace().count();
                // A page of which little could be taken out says less than its feed does.
                let article = match own() {
                    Some(own) if words(&own) > words(&article) => own,
                    _ => Box::new(article),
                };
                (Done::Item { n, article: Some(article), mark: mark(ItemState::Done, 0, None), is_whole }, Manner::Fine)
            }
            Err(Missed::Fetch(FetchError::Interrupted)) => (Done::Lost { n, is_fault: false }, Manner::Fine),
            Err(missed) => {
                let manner = if let Missed::Fetch(error) = &missed { manner(error) } else { Manner::Fine };
                let n_failures = n_failures + 1;
                let may_pass = matches!(&missed, Missed::Fetch(error) if error.may_pass());
                let mark = if may_pass && n_failures < MAX_ATTEMPTS {
                    let wanted = if let Missed::Fetch(error) = &missed { error.retry_after() } else { None };
                    mark(ItemState::ToFetch, n_failures, Some(self.now + pause(PAUSE, n_failures, wanted)))
                } else {
                    mark(ItemState::GivenUp, n_failures, None)
                };
                (Done::Item { n, article: own(), mark, is_whole: false }, manner)
            }
        }
    }

    /// The article of a page, if the site lets programs fetch it.
    fn page(&self, url: &Url) -> Result<Article, Missed> {
        self.permit(url).map_err(Missed::Fetch)?;
        let response = self.client.get(url, &Conditions::default()).map_err(Missed::Fetch)?;
        if page::is_front_page(&response.final_url) && !page::is_front_page(url) {
            // What many sites do instead of saying that a page is gone.
            let what = "to the site's front page".to_owned();
            return Err(Missed::Fetch(FetchError::Redirect { url: fetch::shown(url), what }));
        }
        if response.final_url != *url {
            // Where the page is, others may say what is to be left alone than where its address is.
            self.permit(&response.final_url).map_err(Missed::Fetch)?;
        }
        let articles = page::articles(&response, &self.options, self.now).map_err(Missed::Import)?;
        articles.into_iter().next().ok_or(Missed::Import(ImportError::Nothing { n_bytes: response.body.len() }))
    }

    /// Whether the site lets programs fetch a page.
    fn permit(&self, url: &Url) -> Result<(), FetchError> {
        let rules = self.robots(url);
        let rules = rules.get_or_init(|| self.ask_robots(url));
        if rules.is_closed() {
            return Err(FetchError::Status { url: fetch::shown(url), status: 503, retry_after: None });
        }
        if rules.allow(url) { Ok(()) } else { Err(FetchError::Robots { url: fetch::shown(url) }) }
    }

    /// Where the rules of a site stand once they are known; whoever comes first asks, and the others wait.
    fn robots(&self, url: &Url) -> Arc<OnceLock<Rules>> {
        let mut robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(robots.entry(url.origin().ascii_serialization()).or_default())
    }

    fn ask_robots(&self, url: &Url) -> Rules {
        let Ok(file) = url.join("/robots.txt") else { return Rules::open() };
        match self.client.get(&file, &Conditions::default()) {
            Ok(response) => Rules::parse(&response.body),
            // RFC 9309, 2.3.1.4: a server that cannot give its rules now may have some.
            Err(FetchError::Status { status: 500.., .. }) => Rules::closed(),
            // A host that cannot be reached will not give its pages either.
            Err(_) => Rules::open(),
        }
    }
}

/// Why there is no article of a page.
enum Missed {
    Fetch(FetchError),
    #[allow(dead_code, reason = "said in tests and when looking into it")]
    Import(ImportError),
}

fn manner(error: &FetchError) -> Manner {
    match error {
        FetchError::Status { status: 429 | 503, .. } => Manner::Overrun,
        FetchError::Network { .. } | FetchError::Timeout { .. } => Manner::Unreachable,
        _ => Manner::Fine,
    }
}

/// How long to wait after so many failures: twice as long each time, as long as the server wants, a day at most.
pub(super) fn pause(first: i64, n_failures: i64, wanted: Option<u64>) -> i64 {
    const DAY: i64 = 86_400;
    let doubled = first.saturating_mul(1 << (n_failures - 1).clamp(0, 16));
    let wanted = wanted.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(DAY));
    doubled.max(wanted).min(DAY)
}
