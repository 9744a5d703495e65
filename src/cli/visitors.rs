//! `nutgraf visitors`: what visitors of the library left while it was served, for its owner.

use serde_json::json;

use super::reply::Reply;
use super::saying::counted;
use super::{Exit, Failure, answer, library};
use crate::args::visitors::Visitors as Asked;
use crate::args::{Global, Print, Shape};
use crate::catalogue::{Visitor, VisitorRow};
use crate::host::now;
use crate::library::visitor::{Visitors, beside};

/// Lists it, writes it or forgets it.
pub fn run(global: &Global, asked: &Asked) -> Result<Exit, Failure> {
    let to = &mut Reply::at_desk(global);
    let path = beside(&library::path(global)?);
    let mut kept = Visitors::open_existing(&path).map_err(|error| library::failure(&error))?;
    if let Some(kept) = &mut kept {
        // Also where no server runs that would do it; where it cannot be done, it is done the next time.
        let _ = kept.expire(now());
    }
    match (asked, kept) {
        (Asked::List { print }, kept) => list(kept.as_ref(), *print, to),
        (Asked::Export { key: None } | Asked::Forget { key: None, .. }, None) => to.print(""),
        (Asked::Export { key: Some(key) } | Asked::Forget { key: Some(key), .. }, None) => Err(unknown(key)),
        (Asked::Export { key }, Some(kept)) => export(&kept, key.as_deref(), to),
        (Asked::Forget { key: Some(key), .. }, Some(mut kept)) => {
            let was_there = kept.forget(&Visitor::Key(key.clone())).map_err(|error| library::failure(&error))?;
            if was_there { to.print("forgotten\n") } else { Err(unknown(key)) }
        }
        (Asked::Forget { key: None, .. }, Some(mut kept)) => {
            let n = kept.forget_all().map_err(|error| library::failure(&error))?;
            to.print(&format!("{} forgotten\n", counted(n, "visitor")))
        }
    }
}

fn unknown(key: &str) -> Failure {
    let key = crate::clean::line(key);
    Failure::new(Exit::Nothing, format!("nothing is kept of {key}; `nutgraf visitors list` has who there is"))
}

fn list(kept: Option<&Visitors>, print: Print, to: &mut Reply) -> Result<Exit, Failure> {
    let failed = |error| library::failure(&error);
    let rows = kept.map_or_else(|| Ok(Vec::new()), Visitors::all).map_err(failed)?;
    let n_bytes = kept.map_or(Ok(0), Visitors::n_bytes).map_err(failed)?;
    match print.shape() {
        Shape::Text if rows.is_empty() => to.print("nothing is kept of any visitor\n"),
        Shape::Text => {
            let lines: Vec<String> = rows.iter().map(line).collect();
            let size = n_bytes.div_ceil(1024);
            to.print(&format!("{}\n{}, {size} KiB\n", lines.join("\n"), counted(rows.len(), "visitor")))
        }
        Shape::Json => answer::json(to, "nutgraf.visitors/1", &json!({ "n_bytes": n_bytes, "visitors": rows })),
        Shape::Jsonl => answer::jsonl(to, &rows),
        Shape::Csv => {
            let header = ["key", "first_seen", "last_seen", "n_places", "n_remarks"];
            answer::csv(to, &header, rows.iter().map(cells))
        }
    }
}

fn line(row: &VisitorRow) -> String {
    let who = row.key.as_ref().map_or_else(|| "without a key".to_owned(), |key| crate::clean::line(key));
    let left = format!("{}, {}", counted(row.n_places, "place"), counted(row.n_remarks, "remark"));
    format!("{who}  last here {}  {left}", row.last_seen)
}

fn cells(row: &VisitorRow) -> Vec<String> {
    vec![
        row.key.clone().unwrap_or_default(),
        row.first_seen.clone(),
        row.last_seen.clone(),
        row.n_places.to_string(),
        row.n_remarks.to_string(),
    ]
}

/// One visitor a line. Those without a key have no name here.
fn export(kept: &Visitors, key: Option<&str>, to: &mut Reply) -> Result<Exit, Failure> {
    let failed = |error| library::failure(&error);
    if let Some(key) = key {
        let visitor = Visitor::Key(key.to_owned());
        if !kept.knows(&visitor).map_err(failed)? {
            return Err(unknown(key));
        }
        let mine = kept.mine(&visitor).map_err(failed)?;
        return answer::jsonl(to, [json!({ "key": key, "left": mine })]);
    }
    for (key, mine) in kept.everything().map_err(failed)? {
        answer::jsonl(to, [json!({ "key": key, "left": mine })])?;
    }
    Ok(Exit::Done)
}
