//! `nutgraf diff`: which statements an article gained, lost or changed.

use std::ffi::OsStr;
use std::fmt::Write;

use serde::Serialize;

use super::input::{self, inputs};
use super::reply::Reply;
use super::{Exit, Failure, answer, library, output, saying, show};
use crate::args::review::Diff;
use crate::args::{Global, Shape};
use crate::article::difference::{Difference, Side, differences};
use crate::article::{Article, Kind};
use crate::catalogue::ArticleKey;
use crate::clean;

/// Compares two articles. No difference is nothing found.
pub fn run(global: &Global, args: &Diff) -> Result<Exit, Failure> {
    let (old, new) = match &args.new {
        Some(new) => (article(global, &args.old)?, article(global, new)?),
        None => last_two(global, &args.old)?,
    };
    let found = differences(&old, &new);
    let rows: Vec<Row> = found.iter().map(Row::new).collect();
    let to = &mut Reply::at_desk(global);
    match args.print.shape() {
        Shape::Json => drop(answer::json(to, "nutgraf.diff/1", &serde_json::json!({ "differences": rows }))?),
        Shape::Jsonl => drop(answer::jsonl(to, &rows)?),
        Shape::Csv => drop(answer::csv(to, &HEADER, rows.iter().map(Row::cells))?),
        Shape::Text if rows.is_empty() => {
            return Err(Failure::new(Exit::Nothing, "both have the same statements"));
        }
        Shape::Text => drop(output::print(&text(&found))?),
    }
    Ok(if rows.is_empty() { Exit::Nothing } else { Exit::Done })
}

/// The article that an argument names: a version of one in the library, or whatever else can be shown.
fn article(global: &Global, word: &OsStr) -> Result<Article, Failure> {
    if let Some((key, Some(version))) = numbered(word) {
        return of_version(global, key, version);
    }
    let input = inputs(&[word.to_owned()])?.remove(0);
    let mut articles = show::articles(&input, global)?;
    if articles.len() != 1 {
        let message = format!("{}: there are several articles in it; compare them one by one", input::shown(word));
        return Err(Failure::new(Exit::Usage, message));
    }
    Ok(articles.remove(0))
}

/// The last two versions of an article of the library.
fn last_two(global: &Global, word: &OsStr) -> Result<(Article, Article), Failure> {
    let Some((key, None)) = numbered(word) else {
        return Err(Failure::new(
            Exit::Usage,
            "name two articles, or one number of the library for its last two versions",
        ));
    };
    let row = library::open(global)?.row(key).map_err(|error| library::failure(&error))?;
    let row =
        row.ok_or_else(|| Failure::new(Exit::NoInput, format!("there is no article {} in the library", key.0)))?;
    if row.version < 2 {
        let message = format!("article {} has one version only; nothing was updated", key.0);
        return Err(Failure::new(Exit::Nothing, message));
    }
    let last = i64::try_from(row.version).unwrap_or(i64::MAX);
    Ok((of_version(global, key, last - 1)?, of_version(global, key, last)?))
}

fn of_version(global: &Global, key: ArticleKey, version: i64) -> Result<Article, Failure> {
    let found = library::open(global)?.article_version(key, version).map_err(|error| library::failure(&error))?;
    found.ok_or_else(|| {
        Failure::new(Exit::NoInput, format!("there is no version {version} of an article {} in the library", key.0))
    })
}

/// `17` and `17@2`, where no file is called so.
fn numbered(word: &OsStr) -> Option<(ArticleKey, Option<i64>)> {
    let text = word.to_str().filter(|_| !std::path::Path::new(word).exists())?;
    let number = |text: &str| text.parse::<i64>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    match text.split_once('@') {
        Some((key, version)) => Some((ArticleKey(number(key)?), Some(number(version)?))),
        None => Some((ArticleKey(number(text)?), None)),
    }
}

const HEADER: [&str; 10] = [
    "change",
    "changed",
    "old_id",
    "old_kind",
    "old_speaker",
    "old_words",
    "new_id",
    "new_kind",
    "new_speaker",
    "new_words",
];

#[derive(Serialize)]
struct Row {
    change: &'static str,
    changed: Vec<&'static str>,
    old: Option<Shown>,
    new: Option<Shown>,
}

#[derive(Serialize)]
struct Shown {
    id: String,
    kind: &'static str,
    speaker: String,
    words: String,
}

impl Row {
    fn new(difference: &Difference) -> Self {
        let shown = |side: &Side| Shown {
            id: clean::line(&side.id.0),
            kind: Kind::NAMES.iter().find(|(known, _)| *known == side.kind).map_or("", |(_, name)| name),
            speaker: clean::line(&side.speaker),
            words: clean::text(&side.words).text,
        };
        Self {
            change: difference.what(),
            changed: difference.changed(),
            old: difference.old.as_ref().map(shown),
            new: difference.new.as_ref().map(shown),
        }
    }

    fn cells(&self) -> Vec<String> {
        let side = |side: &Option<Shown>| match side {
            Some(side) => vec![side.id.clone(), side.kind.to_owned(), side.speaker.clone(), side.words.clone()],
            None => vec![String::new(); 4],
        };
        [vec![self.change.to_owned(), self.changed.join("; ")], side(&self.old), side(&self.new)].concat()
    }
}

/// A block a statement: what became of it and who says it, then the words, of both where they differ.
fn text(found: &[Difference]) -> String {
    let width_col = output::width_col();
    let mut text = String::new();
    for difference in found {
        let side = |sign: &str, side: &Side| {
            let head = format!("{}, {}: ", clean::line(&side.speaker), side.kind.word());
            saying::filled(&(head + &clean::text(&side.words).text), &format!("  {sign} "), "    ", width_col)
        };
        let changed = difference.changed();
        let of = if changed.is_empty() { String::new() } else { format!(": {}", changed.join(", ")) };
        let _ = writeln!(text, "{}{of}", difference.what());
        text.extend(difference.old.as_ref().map(|old| side("-", old)));
        text.extend(difference.new.as_ref().map(|new| side("+", new)));
        text.push('\n');
    }
    text
}
