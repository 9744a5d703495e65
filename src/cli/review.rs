//! `nutgraf review`, `nutgraf note`: what a reader says of the library's articles, listed, written and said.

mod say;

use serde::Serialize;
use serde_json::json;

pub use say::{note, say};

use super::reply::Reply;
use super::{Exit, Failure, answer, library, output, saying};
use crate::args::review::{Gold, Review};
use crate::args::{Global, Print, Shape};
use crate::article::review::{Said, said};
use crate::article::{Article, ReviewStatus, format};
use crate::catalogue::ArticleKey;
use crate::clean;
use crate::export::{escaped, gold_line};
use crate::library::Library;

/// Does what the arguments say.
pub fn run(global: &Global, args: &Review) -> Result<Exit, Failure> {
    match args {
        Review::List { query, print } => list(global, query, *print),
        Review::Export { query, format } => export(global, query, *format),
        other => say(global, other),
    }
}

/// Articles of which something was said, as far as they fit.
fn judged(library: &Library, query: &[String]) -> Result<Vec<ArticleKey>, Failure> {
    let failed = |error: crate::library::LibraryError| library::failure(&error);
    let mut keys = library.remarked().map_err(failed)?;
    let query = query.join(" ");
    if !query.trim().is_empty() {
        let fitting = library.select(&query, library::now()).map_err(failed)?;
        let fitting = fitting.map_err(|fault| library::misread(&query, &fault))?;
        let fitting: std::collections::HashSet<i64> = fitting.iter().map(|key| key.0).collect();
        keys.retain(|key| fitting.contains(&key.0));
    }
    Ok(keys)
}

fn list(global: &Global, query: &[String], print: Print) -> Result<Exit, Failure> {
    let library = library::open(global)?;
    let mut rows = Vec::new();
    for key in judged(&library, query)? {
        let article = library.article(key).map_err(|error| library::failure(&error))?;
        let Some(article) = article else { continue };
        let headline = clean::line(article.headline().unwrap_or_default());
        rows.extend(said(&article).iter().map(|said| Row::new(key, &headline, said)));
    }
    let to = &mut Reply::at_desk(global);
    match print.shape() {
        Shape::Json => drop(answer::json(to, "nutgraf.reviews/1", &json!({ "reviews": rows }))?),
        Shape::Jsonl => drop(answer::jsonl(to, &rows)?),
        Shape::Csv => drop(answer::csv(to, &HEADER, rows.iter().map(Row::cells))?),
        Shape::Text if rows.is_empty() => return Err(nothing(query)),
        Shape::Text => drop(output::print(&rows.iter().map(Row::block).collect::<String>())?),
    }
    Ok(if rows.is_empty() { Exit::Nothing } else { Exit::Done })
}

fn nothing(query: &[String]) -> Failure {
    let query = query.join(" ");
    let what = if query.trim().is_empty() {
        "nothing was judged or noted yet".to_owned()
    } else {
        format!("nothing was judged or noted of articles that fit {}", clean::line(&query))
    };
    Failure::new(Exit::Nothing, what)
}

fn export(global: &Global, query: &[String], form: Gold) -> Result<Exit, Failure> {
    let library = library::open(global)?;
    let mut n_written = 0;
    for key in judged(&library, query)? {
        let article = library.article_for_export(key).map_err(|error| library::failure(&error))?;
        let Some(article) = article else { continue };
        match form {
            Gold::Jsonl => output::print(&escaped(format::write(&article) + "\n"))?,
            Gold::Attributions if is_gold(&article) => output::print(&(gold_line(&article) + "\n"))?,
            Gold::Attributions => continue,
        };
        n_written += 1;
    }
    if n_written == 0 { Err(nothing(query)) } else { Ok(Exit::Done) }
}

/// Whether a reader settled anything in it that can be scored or learned from.
fn is_gold(article: &Article) -> bool {
    let is_settled = |status: ReviewStatus| status != ReviewStatus::Disputed;
    article.statements.items().iter().filter_map(|one| one.review.known()).any(|review| is_settled(review.status))
        || article.actors.items().iter().filter_map(|one| one.review.known()).any(|review| is_settled(review.status))
}

const HEADER: [&str; 12] =
    ["article", "headline", "about", "id", "status", "words", "machine", "reader", "note", "tags", "by", "at"];

/// One thing that was said, clean.
#[derive(Serialize)]
struct Row {
    article: i64,
    headline: String,
    about: &'static str,
    id: Option<String>,
    status: Option<&'static str>,
    words: String,
    machine: Option<String>,
    reader: Option<String>,
    note: Option<String>,
    tags: Vec<String>,
    by: Option<String>,
    at: Option<String>,
}

impl Row {
    fn new(key: ArticleKey, headline: &str, said: &Said) -> Self {
        let words = |text: &Option<String>| text.as_ref().map(|text| clean::text(text).text);
        Self {
            article: key.0,
            headline: headline.to_owned(),
            about: said.about,
            id: words(&said.id),
            status: said.status.map(saying::judged),
            words: clean::text(&said.words).text,
            machine: words(&said.machine),
            reader: words(&said.reader),
            note: words(&said.note),
            tags: said.tags.iter().map(|tag| clean::line(tag)).collect(),
            by: words(&said.by),
            at: words(&said.at),
        }
    }

    fn cells(&self) -> Vec<String> {
        let cell = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            self.article.to_string(),
            self.headline.clone(),
            self.about.to_owned(),
            cell(&self.id),
            self.status.unwrap_or_default().to_owned(),
            self.words.clone(),
            cell(&self.machine),
            cell(&self.reader),
            cell(&self.note),
            self.tags.join("; "),
            cell(&self.by),
            cell(&self.at),
        ]
    }

    /// What about and by whom in the first line, then the words, then what the machine and the reader say.
    fn block(&self) -> String {
        let width_col = output::width_col();
        let mut head = vec![self.status.unwrap_or("noted").to_owned()];
        let place = match &self.id {
            Some(id) => format!("article {}, {} {id}", self.article, self.about),
            None => format!("article {}", self.article),
        };
        head.push(place);
        head.extend(self.by.clone());
        head.extend(self.at.clone());
        let mut text = saying::filled(&head.join(" · "), "", "  ", width_col);
        text.push_str(&saying::filled(&self.words, "    ", "    ", width_col));
        let tags = self.tags.iter().map(|tag| format!("#{tag}"));
        let note: Vec<String> = self.note.iter().cloned().chain(tags).collect();
        for (label, words) in [
            ("machine: ", self.machine.clone()),
            ("reader: ", self.reader.clone()),
            ("note: ", Some(note.join(" ")).filter(|note| !note.is_empty())),
        ] {
            if let Some(words) = words {
                text.push_str(&saying::filled(
                    &format!("{label}{}", words.replace('\n', " ")),
                    "  ",
                    "    ",
                    width_col,
                ));
            }
        }
        text.push('\n');
        text
    }
}
