//! `nutgraf add`: articles into the library. Several are annotated at the same time; each batch is one transaction.

use std::borrow::Cow;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::input;
use super::reply::Reply;
use super::{Exit, Failure, answer, library, output, show, threads};
use crate::args::{Global, shelf};
use crate::article::Article;
use crate::library::{Added, Arrival, Library, Prepared};

/// Articles that are annotated together and committed together.
const BATCH: usize = 64;

/// Batches that wait to be written, at most: reading does not run ahead of the disk.
const WAITING: usize = 2;

/// What was read of a batch: articles, or why not.
type Batch = Vec<Result<Vec<Prepared<'static>>, Failure>>;

/// Adds what the arguments name. What cannot be read is named, and the others are added.
pub fn run(global: &Global, args: &shelf::Add) -> Result<Exit, Failure> {
    let tags = tags(&args.tags)?;
    let inputs = input::inputs(&args.inputs)?;
    let mut writer = Writer {
        library: library::make(global)?,
        as_json: args.json,
        outcomes: Vec::new(),
        exit: Exit::Done,
        is_unheard: false,
        n_done: 0,
        n_inputs: inputs.len(),
    };
    // One batch is written while the next one is read and annotated.
    let (sender, receiver) = sync_channel::<Batch>(WAITING);
    std::thread::scope(|scope| {
        let read = move || {
            for batch in inputs.chunks(BATCH) {
                let now = library::now();
                let prepared = |article| {
                    let arrival = Arrival { tags: tags.clone(), ..Arrival::asked(article) };
                    Prepared::new(Cow::Owned(arrival), now)
                };
                let read = |input| show::articles(input, global).map(|found| found.into_iter().map(prepared).collect());
                let read = batch.par_iter().map(read).collect();
                if sender.send(read).is_err() {
                    // Writing has failed, and says why.
                    break;
                }
            }
        };
        let reading = std::thread::Builder::new().spawn_scoped(scope, move || threads::on_all(read));
        let reading = reading.map_err(|_| threads::none())?;
        let written = receiver.iter().try_for_each(|batch| writer.write(batch));
        drop(receiver);
        // Whatever was left out for want of a thread or by a fault is not said to be added.
        let read = reading.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
        written.and(read)
    })?;
    output::progress("");
    if writer.as_json {
        answer::json(&mut Reply::at_desk(global), "nutgraf.add/1", &json!({ "articles": writer.outcomes }))?;
    }
    Ok(writer.exit)
}

/// The library's end of the work.
struct Writer {
    library: Library,
    as_json: bool,
    outcomes: Vec<Value>,
    exit: Exit,
    /// Nobody reads what is printed any more.
    is_unheard: bool,
    n_done: usize,
    n_inputs: usize,
}

impl Writer {
    fn write(&mut self, batch: Batch) -> Result<(), Failure> {
        self.n_done += batch.len();
        let mut arrivals = Vec::new();
        for read in batch {
            match read {
                Ok(articles) => arrivals.extend(articles),
                Err(failure) if matches!(failure.exit, Exit::Signal(_)) => return Err(failure),
                Err(failure) => {
                    output::complain(&failure.message);
                    self.exit = if self.exit == Exit::Done { failure.exit } else { self.exit };
                }
            }
        }
        for arrivals in arrivals.chunks(BATCH) {
            let added =
                self.library.add_prepared(arrivals, library::now()).map_err(|error| library::failure(&error))?;
            let lines: String = arrivals
                .iter()
                .zip(added)
                .map(|(arrival, added)| self.line(&arrival.arrival().article, added))
                .collect();
            for (key, n) in self.library.left_out() {
                let what = if *n == 1 { "1 judgement or note" } else { &format!("{n} judgements or notes") };
                output::complain(&format!(
                    "article {}: {what} of the file not taken: yours say otherwise, and stay",
                    key.0
                ));
            }
            if !lines.is_empty() {
                output::progress("");
                self.print(&lines)?;
            }
        }
        if self.n_inputs > BATCH && self.n_done < self.n_inputs {
            output::progress(&format!("adding {}/{}", self.n_done, self.n_inputs));
        }
        Ok(())
    }

    /// Prints; whoever has read enough of it does not stop the adding.
    fn print(&mut self, lines: &str) -> Result<(), Failure> {
        if self.is_unheard {
            return Ok(());
        }
        match output::print(lines) {
            Err(failure) if failure.exit == Exit::Done => self.is_unheard = true,
            outcome => drop(outcome?),
        }
        Ok(())
    }

    /// What became of an article, in one line; for JSON it is kept until the end.
    fn line(&mut self, article: &Article, added: Added) -> String {
        let (outcome, key, version) = match added {
            Added::New(key) => ("added", key, None),
            Added::Updated(key, version) => ("updated", key, Some(version)),
            Added::Known(key) => ("known", key, None),
            Added::Removed(key) => ("removed before", key, None),
        };
        let headline = article.headline().unwrap_or_default();
        if self.as_json {
            self.outcomes.push(json!({ "id": key, "outcome": outcome, "version": version, "headline": headline }));
            return String::new();
        }
        let version = version.map_or_else(String::new, |version| format!(" (version {version})"));
        let headline = crate::clean::line(headline);
        format!("{outcome:<7}  {:>5}  {headline}{version}\n", key.0)
    }
}

/// Tags without space around them; a tag is one line, and not empty.
pub fn tags(given: &[String]) -> Result<Vec<String>, Failure> {
    let clean = |tag: &String| {
        let tag = crate::clean::line(tag);
        let tag = tag.trim().to_owned();
        if tag.is_empty() { Err(Failure::new(Exit::Usage, "a tag needs a name")) } else { Ok(tag) }
    };
    given.iter().map(clean).collect()
}
