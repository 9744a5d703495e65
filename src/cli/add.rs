//! `nutgraf add`: articles into the library. Several are annotated at the same time; each batch is one transaction.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::input;
use super::{Exit, Failure, library, output, show};
use crate::args::{Global, shelf};
use crate::article::Article;
use crate::library::{Added, Arrival};

/// Articles that are annotated together and committed together.
const BATCH: usize = 64;

/// Adds what the arguments name. What cannot be read is named, and the others are added.
pub fn run(global: &Global, args: &shelf::Add) -> Result<Exit, Failure> {
    let tags = tags(&args.tags)?;
    let inputs = input::inputs(&args.inputs)?;
    let mut to = library::make(global)?;
    let mut exit = Exit::Done;
    let mut outcomes = Vec::new();
    let mut n_done = 0;
    for batch in inputs.chunks(BATCH) {
        let read: Vec<Result<Vec<Article>, Failure>> =
            batch.par_iter().map(|input| show::articles(input, global)).collect();
        let mut arrivals = Vec::new();
        for articles in read {
            match articles {
                Ok(articles) => arrivals.extend(
                    articles.into_iter().map(|article| Arrival { tags: tags.clone(), ..Arrival::asked(article) }),
                ),
                Err(failure) => {
                    output::complain(&failure.message);
                    exit = if exit == Exit::Done { failure.exit } else { exit };
                }
            }
        }
        for arrivals in arrivals.chunks(BATCH) {
            let added = to.add(arrivals, library::now()).map_err(|error| library::failure(&error))?;
            for (arrival, added) in arrivals.iter().zip(added) {
                say(args.json, &mut outcomes, &arrival.article, added)?;
            }
        }
        n_done += batch.len();
        if inputs.len() > BATCH && n_done < inputs.len() {
            output::progress(&format!("adding {n_done}/{}", inputs.len()));
        }
    }
    output::progress("");
    if args.json {
        let answer = json!({ "schema": "nutgraf.add/1", "articles": outcomes });
        output::print(&format!("{answer:#}\n"))?;
    }
    Ok(exit)
}

/// Tags without space around them; a tag is one line, and not empty.
pub fn tags(given: &[String]) -> Result<Vec<String>, Failure> {
    let clean = |tag: &String| {
        let tag = crate::import::clean::line(tag);
        let tag = tag.trim().to_owned();
        if tag.is_empty() { Err(Failure::new(Exit::Usage, "a tag needs a name")) } else { Ok(tag) }
    };
    given.iter().map(clean).collect()
}

fn say(as_json: bool, outcomes: &mut Vec<Value>, article: &Article, added: Added) -> Result<(), Failure> {
    let (outcome, key, version) = match added {
        Added::New(key) => ("added", key, None),
        Added::Updated(key, version) => ("updated", key, Some(version)),
        Added::Known(key) => ("known", key, None),
        Added::Removed(key) => ("removed before", key, None),
    };
    let headline = article.headline().unwrap_or_default();
    if as_json {
        outcomes.push(json!({ "id": key, "outcome": outcome, "version": version, "headline": headline }));
        return Ok(());
    }
    let version = version.map_or_else(String::new, |version| format!(" (version {version})"));
    let headline = crate::import::clean::line(headline);
    output::progress("");
    output::print(&format!("{outcome:<7}  {:>5}  {headline}{version}\n", key.0)).map(|_| ())
}
