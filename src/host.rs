//! Carries out what a session asks of the outside, under a policy: opens the entries of its list and the library's
//! articles, asks the library, and changes it.

mod answer;
mod archive;
mod ask;
mod browser;
mod bulk;
mod citing;
mod clipboard;
pub mod extract;
pub mod file;
mod outgoing;
mod program;
mod remark;
mod sending;
pub mod sink;
pub mod takeout;
pub mod visitor;
mod web;
mod work;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::article::Article;
use crate::briefing;
use crate::catalogue::Place;
use crate::clean;
use crate::exchange::{Item, ItemIndex, Opened, Target};
use crate::import::Options;
use crate::library::text_sha256;
use crate::samples::SAMPLES;

pub use archive::Archive;
pub use clipboard::is_far;
pub use remark::moment;
pub use sending::{Sending, Through};
pub use web::Web;
use work::Worker;

/// Now, in seconds since 1970; below 0 where the clock is set before that.
pub fn now() -> i64 {
    seconds(SystemTime::now())
}

fn seconds(at: SystemTime) -> i64 {
    let whole = |span: Duration| i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
    match at.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => whole(since),
        Err(before) => -whole(before.duration()),
    }
}

/// What an entry of the list stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A bundled sample, by its place in [`SAMPLES`].
    Sample(usize),
    /// An article that is read already.
    Ready(Arc<Article>),
    /// A file that is read when it is opened.
    Path(PathBuf),
    /// A file that cannot be opened.
    Broken {
        /// Its name, cleaned.
        name: String,
        /// Why, in one clean line.
        why: String,
    },
}

/// The outside of a session on the local terminal.
#[derive(Debug)]
pub struct Host {
    sources: Vec<Source>,
    options: Options,
    archive: Option<Archive>,
    /// What was opened last, and its text's hash: places are kept for that.
    opened: Option<(Target, [u8; 32])>,
    worker: Worker,
    web: Web,
    remarks: remark::Remarks,
    /// What is to be sent to the terminal.
    sending: Option<Sending>,
    /// Nothing but words may be written to the terminal.
    sends_nothing: bool,
}

impl Host {
    /// A host that opens these entries, and reads files as `options` say; their name is each file's own.
    pub fn new(sources: Vec<Source>, options: Options) -> Self {
        Self {
            sources,
            options,
            archive: None,
            opened: None,
            worker: Worker::default(),
            web: Web::default(),
            remarks: remark::Remarks::default(),
            sending: None,
            sends_nothing: false,
        }
    }

    /// The same with a library.
    #[must_use]
    pub fn with_library(self, archive: Option<Archive>) -> Self {
        Self { archive, ..self }
    }

    /// The same with other rules for what may be fetched.
    #[must_use]
    pub fn with_web(self, web: Web) -> Self {
        Self { web, ..self }
    }

    /// The bundled samples, for when there is nothing else to read.
    pub fn samples(options: Options) -> Self {
        Self::new((0..SAMPLES.len()).map(Source::Sample).collect(), options)
    }

    /// The list as a session shows it; no file is opened for it.
    pub fn items(&self) -> Vec<Item> {
        self.sources.iter().map(Source::item).collect()
    }

    /// Opens an article, and says where the reader was in it.
    ///
    /// The error is one clean line for the screen: what could not be opened, and why.
    pub fn open(&mut self, target: Target) -> Result<Opened, String> {
        let article = self.whole(target)?;
        self.handed(target, &article);
        // Whoever says something of an article in a list, or takes it out, has not read it.
        if let (Target::Article(key), Some(archive)) = (self.present(target), &mut self.archive) {
            archive.keep_read(key);
        }
        let place = self.place(target, &article);
        Ok(Opened { article, place })
    }

    /// Where the reader was in an article that is open; from now on places in it are kept. Nobody was ever in a
    /// sample.
    pub fn place(&mut self, target: Target, article: &Article) -> Option<Place> {
        let is_sample = match target {
            Target::Entry(item) => matches!(self.sources.get(item), Some(Source::Sample(_))),
            Target::Article(_) => false,
        };
        let archive = self.archive.as_ref().filter(|_| !is_sample)?;
        let text = text_sha256(article.text.as_str());
        self.opened = Some((target, text));
        archive.place(&text)
    }

    /// Opens an entry of the list. What was opened stays open, so that going back to it is quick.
    fn entry(&mut self, item: ItemIndex) -> Result<Arc<Article>, String> {
        let Some(source) = self.sources.get_mut(item) else {
            return Err("there is no such entry in the list".to_owned());
        };
        let article = match source {
            Source::Ready(article) => Arc::clone(article),
            Source::Broken { name, why } => return Err(format!("{name}: {why}")),
            // A sample keeps its label.
            Source::Sample(place) => return sample(*place).map(Arc::new),
            Source::Path(path) => {
                let article = Arc::new(read(path, &self.options)?);
                // The list's order and entries are the session's already.
                *source = Source::Ready(Arc::clone(&article));
                article
            }
        };
        Ok(self.said_before(item, &article).unwrap_or(article))
    }
}

impl Source {
    fn item(&self) -> Item {
        match self {
            Self::Sample(place) => {
                let sample = SAMPLES.get(*place);
                Item {
                    title: sample.map_or_else(String::new, |sample| sample.title.to_owned()),
                    outlet: sample.map(|sample| sample.outlet.to_owned()),
                    day: sample.map(|sample| sample.day.to_owned()),
                    sample: true,
                    fault: None,
                }
            }
            Self::Ready(article) => article_item(article),
            Self::Path(path) => Item { title: name(path), outlet: None, day: None, sample: false, fault: None },
            Self::Broken { name, why } => {
                Item { title: name.clone(), outlet: None, day: None, sample: false, fault: Some(why.clone()) }
            }
        }
    }
}

fn article_item(article: &Article) -> Item {
    let metadata = &article.metadata;
    let first_line = || article.text.as_str().lines().find(|line| !line.trim().is_empty());
    let title = metadata.headline.known().map(String::as_str).or_else(first_line).unwrap_or_default();
    let day = metadata.date_published.known().and_then(|date| date.get(.."2025-08-13".len()));
    Item {
        title: clean::line(title),
        outlet: metadata.publisher.known().map(|outlet| clean::line(&outlet.name)),
        day: day.map(clean::line),
        sample: false,
        fault: None,
    }
}

fn name(path: &Path) -> String {
    clean::line(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

fn sample(place: usize) -> Result<Article, String> {
    let sample = SAMPLES.get(place).ok_or_else(|| "there is no such sample".to_owned())?;
    sample.read().map(briefing::from_imported).ok().and_then(first).ok_or_else(|| "the sample is damaged".to_owned())
}

fn first(articles: Vec<Article>) -> Option<Article> {
    articles.into_iter().next()
}

fn read(path: &Path, options: &Options) -> Result<Article, String> {
    let told = |why: &dyn std::fmt::Display| clean::line(&format!("{}: {why}", name(path)));
    // Whoever reads holds the terminal, and a pipe that nobody writes to would hold both.
    let bytes =
        file::open_regular(path).and_then(|file| file::read(file, options.max_bytes)).map_err(|error| told(&error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let beside = file::beside(path, options.from, options.max_bytes);
    let options = Options { name, beside, ..options.clone() };
    let articles = briefing::from_bytes(&bytes, &options).map_err(|error| told(&error))?;
    first(articles).ok_or_else(|| told(&"no article in it"))
}

#[cfg(test)]
mod tests;
