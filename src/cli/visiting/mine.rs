//! `mine`: what a visitor left in a library that is served, for them to take along or to have removed.

use clap::{Args, Command};
use serde_json::json;

use crate::args::{Print, Shape};
use crate::article::Kind;
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
const HEADER: [&str; 12] =
    ["article", "headline", "about", "id", "words", "kind", "doubts", "judgement", "instead", "note", "why", "at"];

fn cells(remark: &MyRemark) -> Vec<String> {
    let cell = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        remark.article.0.to_string(),
        remark.headline.clone(),
        remark.about.clone(),
        cell(&remark.id),
        cell(&remark.words),
        cell(&remark.kind),
        remark.doubts.join("; "),
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

/// What was said of what, how the article reports that and what is doubtful; then its words, which may be a paraphrase and
/// have no quotation marks of ours; then the rest.
fn remark_block(remark: &MyRemark, to: &Reply) -> String {
    let about = match &remark.id {
        Some(id) => format!("article {}, {} {id}", remark.article.0, remark.about),
        None => format!("article {}", remark.article.0),
    };
    let said = remark.judgement.clone().unwrap_or_else(|| "note".to_owned());
    let kind = Kind::NAMES.iter().find(|(_, name)| remark.kind.as_deref() == Some(name));
    let mut head = vec![said, about];
    head.extend(kind.map(|(kind, _)| kind.word().to_owned()));
    head.extend(remark.doubts.iter().cloned());
    head.extend([remark.headline.clone(), day(&remark.at).to_owned()]);
    let head = head.join(to.chart.dot());
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

#[cfg(test)]
mod tests {
    use super::{HEADER, cells, text};
    use crate::catalogue::{ArticleKey, Mine, MyPlace, MyRemark};
    use crate::cli::reply::Reply;
    use crate::ssh::Manner;

    fn left() -> Mine {
        let remark = |judgement: Option<&str>, note: Option<&str>| MyRemark {
            article: ArticleKey(17),
            headline: "Pier to close".to_owned(),
            about: "statement".to_owned(),
            id: Some("s3".to_owned()),
            words: Some("that the quay had no roof".to_owned()),
            kind: Some("indirect".to_owned()),
            doubts: vec!["speaker uncertain".to_owned()],
            judgement: judgement.map(str::to_owned),
            note: note.map(str::to_owned),
            at: "2026-11-23T10:00:00Z".to_owned(),
            ..MyRemark::default()
        };
        Mine {
            first_seen: Some("2026-11-01T08:00:00Z".to_owned()),
            theme: Some("dusk".to_owned()),
            places: vec![MyPlace {
                article: ArticleKey(17),
                headline: "Pier to close".to_owned(),
                statement: Some("s7".to_owned()),
                at: "2026-11-22T10:00:00Z".to_owned(),
                ..MyPlace::default()
            }],
            remarks: vec![remark(Some("dispute"), None), remark(None, Some("ask the harbour\n#check"))],
            n_read: 1,
            ..Mine::default()
        }
    }

    #[test]
    fn what_a_visitor_left_is_told_with_its_place_and_without_quotation_marks() {
        let to = Reply::to_visitor(Manner { width_col: 80, unicode: true, is_bold: false });
        assert_eq!(
            text(&left(), &to),
            "first here 2026-11-01 · 1 article opened · theme dusk\n\nWhere you are\n    17  Pier to close · statement s7 · \
             2026-11-22\n\nWhat you said\n  dispute · article 17, statement s3 · indirect · speaker uncertain · Pier to\n    \
             close · 2026-11-23\n      that the quay had no roof\n  note · article 17, statement s3 · indirect · speaker \
             uncertain · Pier to\n    close · 2026-11-23\n      that the quay had no roof\n      note: ask the harbour \
             #check\n"
        );
    }

    #[test]
    fn a_remark_has_a_cell_for_every_column() {
        assert!(left().remarks.iter().all(|remark| cells(remark).len() == HEADER.len()));
    }

    #[test]
    fn a_visitors_own_note_is_theirs_to_see() {
        let mut to = Reply::to_visitor(Manner { width_col: 80, unicode: true, is_bold: false });
        to.be_of_their_own();
        crate::cli::answer::json(&mut to, "nutgraf.mine/1", &left()).unwrap();
        let answered = to.ended(Ok(crate::cli::Exit::Done));
        assert!(answered.out.contains("ask the harbour"), "{}", answered.out);
    }

    #[test]
    fn an_answer_too_long_to_hold_is_no_half_answer() {
        let mut to = Reply::to_visitor(Manner { width_col: 80, unicode: true, is_bold: false });
        let line = "x".repeat(1 << 20);
        let outcome = (0..64).try_for_each(|_| to.print(&line).map(|_| ()));
        let answered = to.ended(outcome.map(|()| crate::cli::Exit::Done));
        assert_eq!((answered.code, answered.out.as_str()), (74, ""));
        assert!(answered.err.contains("ask for less"), "{}", answered.err);
    }
}
