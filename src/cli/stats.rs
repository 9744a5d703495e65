//! `nutgraf stats`: who has how much of the say.

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::reply::Reply;
use super::saying::counted;
use super::{Exit, Failure, answer, library};
use crate::args::people::Stats;
use crate::args::{Global, Shape};
use crate::catalogue::{Tally, TallyRow};
use crate::clean;

/// The widest that a name gets, and the columns that figures take.
const NAME_COL: usize = 32;
const FIGURES_COL: usize = 26;

/// Prints the shares.
pub fn run(global: &Global, args: &Stats) -> Result<Exit, Failure> {
    let library = library::open(global)?;
    let to = &mut Reply::at_desk(global);
    let query = args.query.join(" ");
    let found = library.tally(&query, library::now()).map_err(|error| library::failure(&error))?;
    let mut tally = found.map_err(|fault| library::misread(&query, &fault))?;
    let (n_rows, n_speakers) = (tally.rows.len(), tally.rows.iter().filter(|row| row.id.is_some()).count());
    tally.rows.truncate(args.limit);
    let is_nothing = tally.n_statements == 0;
    match args.print.shape() {
        Shape::Text if is_nothing => {
            let what = if query.trim().is_empty() {
                "the library has no statements yet".to_owned()
            } else {
                format!("no statement fits {}", clean::line(&query))
            };
            return Err(Failure::new(Exit::Nothing, what));
        }
        Shape::Text => to.print(&text(&tally, n_rows, n_speakers, to))?,
        Shape::Json => {
            let answer = json!({
                "query": query, "n_statements": tally.n_statements, "n_words": tally.n_words,
                "is_more": tally.is_more, "n_speakers": n_speakers, "rows": tally.rows
            });
            answer::json(to, "nutgraf.stats/1", &answer)?
        }
        Shape::Jsonl => answer::jsonl(to, &tally.rows)?,
        Shape::Csv => {
            answer::csv(to, &["id", "name", "n_statements", "n_words", "share"], tally.rows.iter().map(cells))?
        }
    };
    Ok(if is_nothing { Exit::Nothing } else { Exit::Done })
}

fn cells(row: &TallyRow) -> Vec<String> {
    vec![
        row.id.map(|id| id.0.to_string()).unwrap_or_default(),
        row.name.clone(),
        row.n_statements.to_string(),
        row.n_words.to_string(),
        format!("{:.4}", row.share),
    ]
}

fn text(tally: &Tally, n_rows: usize, n_speakers: usize, to: &Reply) -> String {
    let newest = if tally.is_more { "the newest " } else { "" };
    let mut text = format!(
        "{newest}{}, {} said, by {}\n",
        counted(tally.n_statements, "statement"),
        counted(tally.n_words, "word"),
        counted(n_speakers, "speaker")
    );
    let name_col = tally.rows.iter().map(|row| row.name.width()).max().unwrap_or(0).min(NAME_COL);
    let bar_col = to.width_col.saturating_sub(name_col + FIGURES_COL).clamp(5, 40);
    let most = tally.rows.iter().map(|row| row.share).fold(0.0, f64::max);
    for row in &tally.rows {
        let name = cut(&row.name, name_col);
        let pad = " ".repeat(name_col.saturating_sub(name.width()));
        let bar = to.chart.bar(if most > 0.0 { row.share / most } else { 0.0 }, bar_col);
        let said = counted(row.n_statements, "statement");
        let line = format!("{name}{pad} {:>5.1} %  {said:>15}  {bar}\n", row.share * 100.0);
        text.push_str(&line);
    }
    if tally.rows.len() < n_rows {
        let more = format!("{} of {n_rows} shown; --limit shows more\n", tally.rows.len());
        text.push_str(&more);
    }
    text
}

/// The beginning of a name, as much as fits.
fn cut(name: &str, width_col: usize) -> String {
    let mut cut = String::new();
    for c in name.chars() {
        cut.push(c);
        if cut.width() > width_col {
            cut.pop();
            break;
        }
    }
    cut
}
