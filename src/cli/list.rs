//! `nutgraf list`: the library's articles, grouped, or those that fit a query.

use std::fmt::Write;

use serde::Serialize;

use super::reply::Reply;
use super::{Exit, Failure, answer, library};
use crate::args::shelf::List;
use crate::args::{Global, Shape};
use crate::catalogue::{ListOrder, ListPage, ListRequest, Row};
use crate::clean;
use crate::library::Library;

/// The answer as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    #[serde(flatten)]
    page: &'a ListPage,
}

/// The columns of the table.
const HEADER: &[&str] = &[
    "id",
    "day",
    "published",
    "outlet",
    "headline",
    "url",
    "lang",
    "n_statements",
    "n_words",
    "n_folded",
    "version",
    "complete",
    "is_read",
    "is_starred",
    "tags",
];

fn record(row: &Row) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        row.id.0.to_string(),
        row.day.clone(),
        text(&row.published),
        text(&row.outlet),
        row.headline.clone(),
        text(&row.url),
        text(&row.lang),
        row.n_statements.to_string(),
        row.n_words.to_string(),
        row.n_folded.to_string(),
        row.version.to_string(),
        row.complete.map_or_else(String::new, |complete| complete.to_string()),
        row.is_read.to_string(),
        row.is_starred.to_string(),
        row.tags.join(" "),
    ]
}

/// Prints the list.
pub fn run(global: &Global, args: &List) -> Result<Exit, Failure> {
    answer(&library::open(global)?, args, &mut Reply::at_desk(global))
}

/// Answers with the list of a library.
pub fn answer(library: &Library, args: &List, to: &mut Reply) -> Result<Exit, Failure> {
    let request = ListRequest {
        query: args.query.join(" "),
        order: args.by,
        offset: 0,
        limit: args.limit,
        unfolded: args.unfold,
        ..ListRequest::default()
    };
    let found = library.list(&request, library::now()).map_err(|error| to.unanswered(&error))?;
    let page = found.map_err(|fault| library::misread(&request.query, &fault))?;
    if page.rows.is_empty() && args.print.shape() == Shape::Text {
        let what = if request.query.trim().is_empty() {
            to.empty()
        } else {
            format!("no article fits {}", clean::line(&request.query))
        };
        return Err(Failure::new(Exit::Nothing, what));
    }
    match args.print.shape() {
        Shape::Text => drop(print(&request, &page, to)?),
        Shape::Json => drop(answer::json(to, "nutgraf.list/1", &Answer { query: request.query.trim(), page: &page })?),
        Shape::Jsonl => drop(answer::jsonl(to, &page.rows)?),
        Shape::Csv => drop(answer::csv(to, HEADER, page.rows.iter().map(record))?),
    }
    Ok(if page.rows.is_empty() { Exit::Nothing } else { Exit::Done })
}

/// Prints a part of the list as text: a heading a group, a line an article: number, marks, headline, outlet, how many
/// statements.
pub fn print(request: &ListRequest, page: &ListPage, to: &mut Reply) -> Result<Exit, Failure> {
    let mut lines = String::new();
    let mut group = None;
    for row in &page.rows {
        if group != Some(&row.group) {
            let heading = match (request.order, row.group.as_str()) {
                (ListOrder::Outlet, "") => "no outlet",
                (ListOrder::Tag, "") => "no tag",
                (_, group) => group,
            };
            let gap = if group.is_some() { "\n" } else { "" };
            let _ = writeln!(lines, "{gap}{heading}");
            group = Some(&row.group);
        }
        lines.push_str(&line(row, to));
    }
    if page.is_more || page.offset + page.rows.len() < page.total {
        let of = if page.is_more { String::new() } else { format!(" of {}", page.total) };
        let _ = writeln!(lines, "\n{}{of} shown{}", page.rows.len(), to.more(request.limit));
    }
    to.print(&lines)
}

fn line(row: &Row, to: &Reply) -> String {
    let unread = if row.is_read || !to.is_to_owner() { ' ' } else { '*' };
    let star = if row.is_starred { '+' } else { ' ' };
    let mut aside = vec![];
    if row.published.is_none() {
        aside.push(format!("undated, added {}", row.day));
    }
    aside.extend(row.outlet.clone());
    aside.push(match row.n_statements {
        1 => "1 statement".to_owned(),
        n => format!("{n} statements"),
    });
    if row.n_folded > 0 {
        aside.push(format!("{} more say{} the same", row.n_folded, if row.n_folded == 1 { "s" } else { "" }));
    }
    if row.complete == Some(false) {
        aside.push("incomplete".to_owned());
    }
    if row.version > 1 {
        aside.push(format!("version {}", row.version));
    }
    aside.extend(row.tags.iter().map(|tag| format!("#{tag}")));
    let aside = aside.join(", ");
    let start = format!("{unread}{star}{:>6}  ", row.id.0);
    let indent = " ".repeat(start.len());
    let mut lines = String::new();
    for (n, part) in
        textwrap::wrap(&format!("{} ({aside})", row.headline), to.width_col.saturating_sub(start.len()).max(20))
            .iter()
            .enumerate()
    {
        lines.push_str(if n == 0 { &start } else { &indent });
        lines.push_str(part.trim_end());
        lines.push('\n');
    }
    lines
}
