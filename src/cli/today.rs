//! `nutgraf today`: a day of the library as a briefing.

use jiff::Zoned;
use jiff::civil::Date;
use serde_json::json;

use super::chart::Chart;
use super::reply::Reply;
use super::saying::{self, counted, filled};
use super::{Exit, Failure, answer, library};
use crate::args::people::Today;
use crate::args::{Global, Shape};
use crate::catalogue::{Day, Hit, Story};
use crate::library::Library;

/// Outlets and articles of a story that are named.
const FEW: usize = 6;

/// Prints the day. Where it has nothing, says which day has.
pub fn run(global: &Global, args: &Today) -> Result<Exit, Failure> {
    answer(&library::open(global)?, args, &mut Reply::at_desk(global))
}

/// Answers with the day of a library.
pub fn answer(library: &Library, args: &Today, to: &mut Reply) -> Result<Exit, Failure> {
    let date = args.day.unwrap_or_else(|| Zoned::now().date());
    let mut day = library.day(date).map_err(|error| to.unanswered(&error))?;
    let latest = if day.n_articles == 0 { library.latest_day().map_err(|error| to.unanswered(&error))? } else { None };
    let n_stories = day.stories.len();
    day.stories.truncate(args.limit);
    match args.print.shape() {
        Shape::Text if day.n_articles == 0 => return Err(nothing(date, latest, to)),
        Shape::Text => to.print(&text(&day, n_stories, args.limit, to))?,
        Shape::Json => {
            let answer = json!({
                "day": day.day, "n_articles": day.n_articles, "n_unread": day.n_unread, "n_stories": n_stories,
                "latest_day": latest.map(|date| date.to_string()), "stories": day.stories
            });
            answer::json(to, "nutgraf.today/1", &answer)?
        }
        Shape::Jsonl => answer::jsonl(to, &day.stories)?,
        Shape::Csv => answer::csv(to, &HEADER, rows(&day))?,
    };
    Ok(if day.n_articles == 0 { Exit::Nothing } else { Exit::Done })
}

fn nothing(date: Date, latest: Option<Date>, to: &Reply) -> Failure {
    let what = match latest {
        Some(latest) => {
            let other = to.command(&format!("today --day {latest}"));
            format!("no articles of {date}; the latest are of {latest}: {other}")
        }
        None => to.empty(),
    };
    Failure::new(Exit::Nothing, what)
}

/// An article a row, with the number of its story.
const HEADER: [&str; 8] = ["story", "article", "headline", "outlet", "published", "url", "n_statements", "is_read"];

fn rows(day: &Day) -> impl Iterator<Item = Vec<String>> + '_ {
    day.stories.iter().enumerate().flat_map(|(n, story)| {
        story.articles.iter().map(move |row| {
            vec![
                (n + 1).to_string(),
                row.id.0.to_string(),
                row.headline.clone(),
                row.outlet.clone().unwrap_or_default(),
                row.published.clone().unwrap_or_default(),
                row.url.clone().unwrap_or_default(),
                row.n_statements.to_string(),
                row.is_read.to_string(),
            ]
        })
    })
}

fn text(day: &Day, n_stories: usize, limit: usize, to: &Reply) -> String {
    let mut sums = vec![
        day.day.clone(),
        if n_stories == 1 { "1 story".to_owned() } else { format!("{n_stories} stories") },
        counted(day.n_articles, "article"),
    ];
    if to.is_to_owner() {
        sums.push(format!("{} unread", day.n_unread));
    }
    let mut text = format!("{}\n", sums.join(to.chart.dot()));
    for (n, story) in day.stories.iter().enumerate() {
        text.push('\n');
        text.push_str(&told(story, n + 1, to));
    }
    if day.stories.len() < n_stories {
        let more = format!("\n{} of {n_stories} stories shown{}\n", day.stories.len(), to.more(limit));
        text.push_str(&more);
    }
    text
}

fn told(story: &Story, number: usize, to: &Reply) -> String {
    let (chart, width_col) = (to.chart, to.width_col);
    let Some(first) = story.articles.first() else { return String::new() };
    let indent = "    ";
    let mut text = filled(&first.headline, &format!("{number:>2}. "), indent, width_col);
    text.push_str(&filled(&sources(story, to), indent, indent, width_col));
    for line in &story.summary {
        text.push_str(&filled(
            &format!("{} [{}]", line.text, line.article.0),
            &format!("{indent}- "),
            "      ",
            width_col,
        ));
    }
    if !story.people.is_empty() {
        let people: Vec<String> = story
            .people
            .iter()
            .map(|person| match &person.role {
                Some(role) => format!("{} ({role}) {}", person.name, person.n_statements),
                None => format!("{} {}", person.name, person.n_statements),
            })
            .collect();
        text.push_str(&filled(&people.join(chart.dot()), indent, indent, width_col));
    }
    for hit in &story.quotes {
        text.push_str(&quoted(hit, chart, width_col));
    }
    text
}

/// Where a story is told: the articles with their numbers, the outlets, and whether any is unread.
fn sources(story: &Story, to: &Reply) -> String {
    let more = |n: usize| if n > FEW { ", …" } else { "" };
    let ids: Vec<String> = story.articles.iter().take(FEW).map(|row| row.id.0.to_string()).collect();
    let noun = if story.articles.len() == 1 { "article" } else { "articles" };
    let mut outlets: Vec<&str> = Vec::new();
    for outlet in story.articles.iter().filter_map(|row| row.outlet.as_deref()) {
        if !outlets.contains(&outlet) {
            outlets.push(outlet);
        }
    }
    let mut remarks = vec![format!("{noun} {}{}", ids.join(", "), more(story.articles.len()))];
    let n_copies: usize = story.articles.iter().map(|row| row.n_folded).sum();
    if n_copies > 0 {
        remarks.push(format!("{n_copies} more say{} the same", if n_copies == 1 { "s" } else { "" }));
    }
    if !outlets.is_empty() {
        let few = outlets.iter().take(FEW).copied().collect::<Vec<_>>().join(", ");
        remarks.push(format!("{few}{}", more(outlets.len())));
    }
    if to.is_to_owner() {
        remarks.push(reading(story));
    }
    remarks.join(to.chart.dot())
}

/// How much of a story was read.
fn reading(story: &Story) -> String {
    match story.articles.iter().filter(|row| !row.is_read).count() {
        0 => "read".to_owned(),
        n if n == story.articles.len() => "unread".to_owned(),
        n => format!("{n} unread"),
    }
}

fn quoted(hit: &Hit, chart: Chart, width_col: usize) -> String {
    let mut remarks = vec![hit.who_and_how(), hit.kind.word().to_owned(), format!("article {}", hit.article.0)];
    remarks.extend(saying::certainty(hit).map(str::to_owned));
    remarks.extend(hit.review.map(|status| saying::judged(status).to_owned()));
    let head = filled(&remarks.join(chart.dot()), &format!("    {} ", saying::sign(hit, chart)), "      ", width_col);
    head + &saying::words(hit, "        ", width_col)
}
