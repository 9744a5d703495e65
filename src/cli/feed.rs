//! `nutgraf feed`: which feeds are followed.

use std::io::Write;
use std::path::Path;

use serde_json::json;
use url::Url;

use super::input::Input;
use super::reply::Reply;
use super::{Exit, Failure, add, answer, library, output, page};
use crate::args::feed::Feed;
use crate::args::{Global, Print, Shape};
use crate::catalogue::FeedRow;
use crate::clean;
use crate::fetch::{Conditions, Want};
use crate::host::sink::Sink;
use crate::import::feed::{self, FeedError};
use crate::import::opml::{self, Entry};
use crate::library::{Library, Subscription};

/// Carries out what is asked about feeds.
pub fn run(global: &Global, command: Feed) -> Result<Exit, Failure> {
    match command {
        Feed::Add { urls, tags } => follow(global, &urls, &add::tags(&tags)?),
        Feed::List { print } => list(global, print),
        Feed::Remove { feeds } => remove(global, &feeds),
        Feed::Import { path } => import(global, &path),
        Feed::Export { path } => export(global, path.as_deref()),
    }
}

/// Follows feeds; each is fetched once, to see that it is one and what it is called.
fn follow(global: &Global, urls: &[String], tags: &[String]) -> Result<Exit, Failure> {
    let (mut exit, mut unsaid) = (Exit::Done, None);
    for url in urls {
        match look(global, url) {
            Ok(Found { url, feed, others }) => {
                let mut library = library::make(global)?;
                let site = feed.site.as_ref().map(Url::as_str);
                let (id, is_new) = library
                    .follow(url.as_str(), feed.title.as_deref(), site, tags, library::now())
                    .map_err(|error| library::failure(&error))?;
                let what = if is_new { "followed" } else { "known" };
                let name = feed.title.as_deref().unwrap_or_default();
                let others = others.iter().map(|other| format!("{:<8}       {other}\n", "there is"));
                let lines = format!("{what:<8}  {id:>3}  {name}  {url}\n") + &others.collect::<String>();
                if let Err(failure) = output::print(&lines) {
                    // Whoever read the lines has gone; the feeds are wanted all the same.
                    unsaid.get_or_insert(failure);
                }
            }
            Err(failure) => {
                let is_signal = matches!(failure.exit, Exit::Signal(_));
                if is_signal {
                    return Err(failure);
                }
                output::complain(&failure.message);
                exit = if exit == Exit::Done { failure.exit } else { exit };
            }
        }
    }
    match unsaid {
        Some(failure) if exit == Exit::Done => Err(failure),
        _ => Ok(exit),
    }
}

/// A feed that was found, and others that the page names.
struct Found {
    url: Url,
    feed: feed::Feed,
    others: Vec<Url>,
}

fn look(global: &Global, address: &str) -> Result<Found, Failure> {
    // A host alone is what people type.
    let is_bare = !address.contains("://") && address.contains('.') && !address.starts_with('/');
    let address = if is_bare { format!("https://{address}") } else { address.to_owned() };
    let conditions = || Conditions { want: Want::Feed, ..Conditions::default() };
    let response = page::get(&address, global, conditions())?;
    let found = response.final_url.clone();
    let place = response.moved.clone().unwrap_or_else(|| Url::parse(&address).unwrap_or_else(|_| found.clone()));
    let read = |response: &crate::fetch::Response| {
        feed::read(&response.body, response.charset.as_deref(), &response.final_url)
    };
    let no_feed = |url: &Url, error: &FeedError| Failure::new(Exit::Damaged, clean::line(&format!("{url}: {error}")));
    match read(&response) {
        Ok(feed) => Ok(Found { url: place, feed, others: Vec::new() }),
        Err(FeedError::Page) => {
            let mut named = feed::discover(&response.body, &found).into_iter();
            let Some(first) = named.next() else {
                let message =
                    format!("{}: a web page that names no feed; give the feed's own address", clean::line(&address));
                return Err(Failure::new(Exit::Nothing, message));
            };
            let response = page::get(first.as_str(), global, conditions())?;
            let feed = read(&response).map_err(|error| no_feed(&first, &error))?;
            Ok(Found { url: response.moved.clone().unwrap_or(first), feed, others: named.collect() })
        }
        Err(error) => Err(no_feed(&place, &error)),
    }
}

fn list(global: &Global, print: Print) -> Result<Exit, Failure> {
    let feeds = library::open(global)?.feeds().map_err(|error| library::failure(&error))?;
    let rows: Vec<FeedRow> = feeds.into_iter().map(|feed| feed.row).collect();
    let to = &mut Reply::at_desk(global);
    match print.shape() {
        Shape::Json => drop(answer::json(to, "nutgraf.feeds/1", &json!({ "feeds": rows }))?),
        Shape::Jsonl => drop(answer::jsonl(to, &rows)?),
        Shape::Csv => {
            let header = ["id", "url", "title", "site", "tags", "checked", "outcome", "n_failures", "n_articles"];
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            answer::csv(
                to,
                &header,
                rows.iter().map(|row| {
                    vec![
                        row.id.to_string(),
                        row.url.clone(),
                        text(&row.title),
                        text(&row.site),
                        row.tags.join(" "),
                        text(&row.checked),
                        text(&row.outcome),
                        row.n_failures.to_string(),
                        row.n_articles.to_string(),
                    ]
                }),
            )?;
        }
        Shape::Text if rows.is_empty() => return Err(none()),
        Shape::Text => {
            for row in &rows {
                let tags = row.tags.iter().fold(String::new(), |tags, tag| tags + " #" + tag);
                let outcome = row.outcome.as_deref().unwrap_or("not asked yet; `nutgraf sync` asks");
                let when = row.checked.as_deref().and_then(|at| at.get(..10)).unwrap_or_default();
                let title = row.title.as_deref().unwrap_or("(no title yet)");
                let lines = format!(
                    "{:>4}  {title}{tags}\n      {}\n      {when}{}{outcome}\n",
                    row.id,
                    row.url,
                    if when.is_empty() { "" } else { "  " }
                );
                output::print(&lines)?;
            }
        }
    }
    Ok(if rows.is_empty() { Exit::Nothing } else { Exit::Done })
}

/// Nobody is followed yet.
pub fn none() -> Failure {
    Failure::new(Exit::Nothing, "no feeds are followed; `nutgraf feed add URL` follows one")
}

/// The feeds that words name: by number, address or title.
pub fn named(library: &Library, words: &[String]) -> Result<Vec<Subscription>, Failure> {
    let feeds = library.feeds().map_err(|error| library::failure(&error))?;
    if words.is_empty() {
        return Ok(feeds);
    }
    let mut found: Vec<Subscription> = Vec::new();
    for word in words {
        let is_meant = |feed: &&Subscription| {
            feed.row.id.to_string() == *word
                || feed.row.url == *word
                || feed.row.title.as_ref().is_some_and(|title| title.to_lowercase() == word.to_lowercase())
        };
        let mut meant = feeds.iter().filter(is_meant).peekable();
        if meant.peek().is_none() {
            let word = clean::line(word);
            let message = format!("{word}: no such feed is followed; `nutgraf feed list` has their numbers");
            return Err(Failure::new(Exit::Nothing, message));
        }
        for feed in meant {
            if !found.iter().any(|known| known.row.id == feed.row.id) {
                found.push(feed.clone());
            }
        }
    }
    Ok(found)
}

fn remove(global: &Global, words: &[String]) -> Result<Exit, Failure> {
    let mut library = library::open_to_write(global)?;
    let mut lines = Vec::new();
    for feed in named(&library, words)? {
        library.unfollow(feed.row.id).map_err(|error| library::failure(&error))?;
        lines.push(format!("follows no longer: {} ({} articles stay)\n", feed.row.name(), feed.row.n_articles));
    }
    output::print(&lines.concat())
}

fn import(global: &Global, path: &Path) -> Result<Exit, Failure> {
    let input = if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path.to_owned()) };
    let bytes = input.read(global.max_size)?;
    let list = opml::read(&bytes)
        .ok_or_else(|| Failure::new(Exit::Damaged, format!("{}: no list of feeds (OPML)", input.name())))?;
    let mut library = library::make(global)?;
    let mut n_new = 0;
    for entry in &list.entries {
        let site = entry.site.as_ref().map(Url::as_str);
        let (_, is_new) = library
            .follow(entry.url.as_str(), entry.title.as_deref(), site, &entry.tags, library::now())
            .map_err(|error| library::failure(&error))?;
        n_new += usize::from(is_new);
    }
    let unfit = match list.n_unfit {
        0 => String::new(),
        n => format!(", {n} passed over (no address of the web)"),
    };
    output::print(&format!("{n_new} followed, {} known{unfit}\n", list.entries.len() - n_new))
}

fn export(global: &Global, path: Option<&Path>) -> Result<Exit, Failure> {
    let feeds = library::open(global)?.feeds().map_err(|error| library::failure(&error))?;
    let entry = |feed: Subscription| {
        let site = feed.row.site.and_then(|site| Url::parse(&site).ok());
        Some(Entry { url: Url::parse(&feed.row.url).ok()?, title: feed.row.title, site, tags: feed.row.tags })
    };
    let entries: Vec<Entry> = feeds.into_iter().filter_map(entry).collect();
    let text = opml::write(&entries);
    let Some(path) = path else { return output::print(&text) };
    let shown = super::input::shown(path.as_os_str());
    let written = Sink::create(path, true).and_then(|mut sink| {
        sink.write_all(text.as_bytes())?;
        sink.finish()
    });
    written.map_err(|error| Failure::new(Exit::Io, format!("{shown}: {error}")))?;
    output::print(&format!("{} feeds written to {shown}\n", entries.len()))
}
