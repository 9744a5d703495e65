//! `nutgraf sync`: asks the feeds, and brings their articles into the library.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use serde_json::json;

use super::interrupt::Interrupt;
use super::reply::Reply;
use super::{Exit, Failure, answer, feed, library, output, page};
use crate::args::Global;
use crate::args::feed::Sync;
use crate::catalogue::{FeedOutcome, FeedResult};
use crate::sync::{self, Progress, Wishes};

/// How wide the bar of progress is, in columns.
const BAR_COL: usize = 24;

/// The widest name in a line of outcome, in characters.
const NAME: usize = 40;

/// Asks the feeds that are named, else all.
pub fn run(global: &Global, args: &Sync) -> Result<Exit, Failure> {
    let mut library = library::open_to_write(global)?;
    let feeds = feed::named(&library, &args.feeds)?;
    if feeds.is_empty() {
        return Err(feed::none());
    }
    let interrupt = Interrupt::note();
    let client = page::client(global, Arc::clone(&interrupt.flag));
    let wishes = Wishes {
        jobs: usize::from(args.jobs),
        now: library::now(),
        max_bytes: global.max_size,
        is_urgent: !args.feeds.is_empty(),
        cancel: Arc::clone(&interrupt.flag),
    };
    let width = feeds.iter().map(|feed| feed.row.name().chars().count()).max().unwrap_or_default().min(NAME);
    let has_bar = io::stderr().is_terminal();
    let mut unsaid = None;
    let report = sync::run(&mut library, &client, feeds, &wishes, &mut |progress| match progress {
        Progress::Feed(outcome) if !args.json => {
            output::progress("");
            if let Err(failure) = output::print(&line(outcome, width)) {
                // Whoever read the lines has gone; the articles are wanted all the same.
                unsaid.get_or_insert(failure);
            }
        }
        Progress::Step { n_done, n_total, n_articles } if has_bar => {
            output::progress(&bar(n_done, n_total, n_articles));
        }
        Progress::Waiting => output::progress("waiting for another program that is writing to the library"),
        _ => {}
    });
    output::progress("");
    let report = report.map_err(|error| library::failure(&error))?;
    if args.json {
        answer::json(
            &mut Reply::at_desk(global),
            "nutgraf.sync/1",
            &json!({ "interrupted": report.is_interrupted, "feeds": report.outcomes }),
        )?;
    }
    if report.is_interrupted {
        return Ok(interrupt.exit());
    }
    if let Some(failure) = unsaid {
        return Err(failure);
    }
    let is_failed = |outcome: &FeedOutcome| outcome.result == FeedResult::Failed;
    Ok(if report.outcomes.iter().all(is_failed) { Exit::Unavailable } else { Exit::Done })
}

fn line(outcome: &FeedOutcome, width: usize) -> String {
    let name: String = outcome.name.chars().take(NAME).collect();
    format!("{name:<width$}  {}\n", outcome.words())
}

fn bar(n_done: usize, n_total: usize, n_articles: usize) -> String {
    let n_full = (n_done * BAR_COL).checked_div(n_total).unwrap_or_default().min(BAR_COL);
    let (full, empty) = ("#".repeat(n_full), ".".repeat(BAR_COL - n_full));
    format!("[{full}{empty}] {n_done}/{n_total}, {n_articles} articles")
}
