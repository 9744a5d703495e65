//! `mine`: what a visitor left in a library that is served, for them to take along or to have removed.

use clap::{Args, Command};
use serde_json::json;

use crate::args::{Print, Shape};
use crate::catalogue::{self, MyPlace, MyRemark, Visitor};
use crate::cli::reply::Reply;
use crate::cli::saying::{counted, filled};
use crate::cli::{Exit, Failure, answer};
use crate::host::visitor::Shared;

/// What of it, and how.
#[derive(Debug, Args)]
pub struct Mine {
    /// Remove all that is kept of you
    #[arg(long, conflicts_with_all = ["format", "json"])]
    pub forget: bool,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub print: Print,
}

/// Its declaration.
pub fn command() -> Command {
    Mine::augment_args(Command::new("mine"))
        .about("Print what is kept of you: where you are, what you noted and judged")
}

/// Prints it, or has it removed.
pub fn answer(shared: &Shared, visitor: &Visitor, mine: &Mine, to: &mut Reply) -> Result<Exit, Failure> {
    let failed = |message: String| Failure::new(Exit::Io, message);
    if *visitor == Visitor::Nobody {
        return Err(Failure::new(Exit::Nothing, "nothing is kept of visitors who come without a key or a code"));
    }
    if mine.forget {
        let was_there = shared.forget(visitor).map_err(failed)?;
        return if was_there { to.print("all that was kept of you is removed\n") } else { Err(nothing()) };
    }
    let found = shared.mine(visitor).map_err(failed)?;
    to.be_of_their_own();
    let is_nothing = found.first_seen.is_none() && found.places.is_empty() && found.remarks.is_empty();
    match mine.print.shape() {
        Shape::Text if is_nothing => return Err(nothing()),
        Shape::Text => to.print(&text(&found, to))?,
        Shape::Json => answer::json(to, "nutgraf.mine/1", &found)?,
        Shape::Jsonl => {
            let places = found.places.iter().map(|place| json!({ "place": place }));
            let remarks = found.remarks.iter().map(|remark| json!({ "remark": remark }));
            answer::jsonl(to, places.chain(remarks))?
        }
        Shape::Csv => answer::csv(to, &HEADER, found.remarks.iter().map(cells))?,
    };
    Ok(if is_nothing { Exit::Nothing } else { Exit::Done })
}

fn nothing() -> Failure {
    Failure::new(Exit::Nothing, "nothing is kept of you")
}

/// What was said is a table: a remark a row.
const HEADER: [&str; 10] = ["article", "headline", "about", "id", "words", "judgement", "instead", "note", "why", "at"];

fn cells(remark: &MyRemark) -> Vec<String> {
    let cell = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        remark.article.0.to_string(),
        remark.headline.clone(),
        remark.about.clone(),
        cell(&remark.id),
        cell(&remark.words),
        cell(&remark.judgement),
        remark.instead.join("; "),
        cell(&remark.note),
        cell(&remark.why),
        remark.at.clone(),
    ]
}

/// A line on the visitor, then where they are, then what they said.
fn text(mine: &catalogue::Mine, to: &Reply) -> String {
    let mut facts = Vec::new();
    facts.extend(mine.first_seen.as_ref().map(|at| format!("first here {}", day(at))));
    facts.extend(mine.last_seen.as_ref().map(|at| format!("last here {}", day(at))));
    facts.push(format!("{} opened", counted(mine.n_read, "article")));
    facts.extend(mine.theme.as_ref().map(|theme| format!("theme {theme}")));
    let mut text = filled(&facts.join(to.chart.dot()), "", "  ", to.width_col);
    if !mine.places.is_empty() {
        text.push_str("\nWhere you are\n");
        text.extend(mine.places.iter().map(|place| place_line(place, to)));
    }
    if !mine.remarks.is_empty() {
        text.push_str("\nWhat you said\n");
        text.extend(mine.remarks.iter().map(|remark| remark_block(remark, to)));
    }
    text
}

/// The day of a moment.
fn day(at: &str) -> &str {
    at.split('T').next().unwrap_or(at)
}

fn place_line(place: &MyPlace, to: &Reply) -> String {
    let mut facts = vec![place.headline.clone()];
    facts.extend(place.statement.as_ref().map(|id| format!("statement {id}")));
    facts.push(day(&place.at).to_owned());
    filled(&facts.join(to.chart.dot()), &format!("{:>6}  ", place.article.0), "        ", to.width_col)
}

/// What was said of what, then its words, which may be a paraphrase and have no quotation marks of ours, then the rest.
fn remark_block(remark: &MyRemark, to: &Reply) -> String {
    let about = match &remark.id {
        Some(id) => format!("article {}, {} {id}", remark.article.0, remark.about),
        None => format!("article {}", remark.article.0),
    };
    let said = remark.judgement.clone().unwrap_or_else(|| "note".to_owned());
    let head = [said, about, remark.headline.clone(), day(&remark.at).to_owned()].join(to.chart.dot());
    let mut text = filled(&head, "  ", "    ", to.width_col);
    let instead = Some(remark.instead.join(", ")).filter(|instead| !instead.is_empty());
    for (label, words) in
        [("", &remark.words), ("instead: ", &instead), ("note: ", &remark.note), ("why: ", &remark.why)]
    {
        if let Some(words) = words {
            let words = format!("{label}{}", words.replace('\n', " "));
            text.push_str(&filled(&words, "      ", "      ", to.width_col));
        }
    }
    text
}
