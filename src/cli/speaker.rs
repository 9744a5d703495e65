//! `nutgraf speaker`: all that the library has of one person; joining and parting people.

use serde_json::json;

use super::chart::Chart;
use super::reply::Reply;
use super::saying::{self, counted, filled};
use super::{Exit, Failure, answer, library, output};
use crate::args::people::Speaker;
use crate::args::{Global, Shape};
use crate::catalogue::{ArticleKey, Count, Hit, Part, Person, SpeakerKey, SpeakerPage};
use crate::clean;
use crate::library::{Library, LibraryError};

/// Columns that names of outlets get beside their bars, and the bars.
const NAME_COL: usize = 28;
const BAR_COL: usize = 24;

/// People and forms that are named in a line.
const FEW: usize = 8;

/// Prints a person's page, or the people whose name fits; joins or parts people where that was asked for.
pub fn run(global: &Global, args: &Speaker) -> Result<Exit, Failure> {
    let name = args.name.join(" ");
    if args.join.is_some() || !args.split.is_empty() {
        return change(global, args, &name);
    }
    let library = library::open(global)?;
    let latest = library.latest_arrival().map_err(|error| library::failure(&error))?;
    let Shown::One(person) = answer(&library, args, &mut Reply::at_desk(global))? else { return Ok(Exit::Done) };
    if args.seen {
        let mut library = library::open_to_write(global)?;
        library.mark_seen(person, latest).map_err(|error| library::failure(&error))?;
    }
    Ok(Exit::Done)
}

/// What was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A person's page.
    One(SpeakerKey),
    /// Several people whose name fits.
    Several,
}

/// Answers with a person's page, or with the people whose name fits.
pub fn answer(library: &Library, args: &Speaker, to: &mut Reply) -> Result<Shown, Failure> {
    let name = args.name.join(" ");
    let people = matching(library, &name).map_err(|error| to.unanswered(&error))?;
    match people.as_slice() {
        [] => Err(nobody(&name)),
        [person] => page(library, person.id, args, to).map(|_| Shown::One(person.id)),
        several => listed(&name, several, args, to).map(|_| Shown::Several),
    }
}

/// The people that a name or a number means; the one who is called exactly so, where there is one.
fn matching(library: &Library, name: &str) -> Result<Vec<Person>, LibraryError> {
    let number = name.trim().trim_start_matches('#').parse::<i64>().ok();
    let asked = number.map_or_else(|| name.to_owned(), |number| format!("#{number}"));
    let people = library.people(&asked)?;
    let is_so_called = |person: &&Person| person.name.to_lowercase() == name.trim().to_lowercase();
    if let [only] = people.iter().filter(is_so_called).collect::<Vec<_>>().as_slice()
        && name.trim().contains(' ')
    {
        return Ok(vec![(*only).clone()]);
    }
    Ok(people)
}

fn nobody(name: &str) -> Failure {
    Failure::new(Exit::Nothing, format!("nobody in the library is called {}", clean::line(name)))
}

/// The one person that a name means, for what cannot be done to several.
fn one(library: &Library, name: &str) -> Result<Person, Failure> {
    let people = matching(library, name).map_err(|error| library::failure(&error))?;
    match people.as_slice() {
        [] => Err(nobody(name)),
        [person] => Ok(person.clone()),
        several => {
            let few: Vec<String> =
                several.iter().take(FEW).map(|person| format!("{} {}", person.id.0, person.name)).collect();
            let more = if several.len() > FEW { ", …" } else { "" };
            let message = format!(
                "{} people fit {}; say which by the number: {}{more}",
                several.len(),
                clean::line(name),
                few.join(", ")
            );
            Err(Failure::new(Exit::Usage, message))
        }
    }
}

fn change(global: &Global, args: &Speaker, name: &str) -> Result<Exit, Failure> {
    let mut library = library::open_to_write(global)?;
    let who = one(&library, name)?;
    let now = library::now();
    let deed = if let Some(other) = &args.join {
        let other = one(&library, other)?;
        if other.id == who.id {
            let message = format!("{} is one speaker already; nothing was changed", who.name);
            return Err(Failure::new(Exit::Nothing, message));
        }
        library.merge(who.id, other.id, now)
    } else {
        let to = args.to.as_ref().map(|to| one(&library, to)).transpose()?;
        library.split(who.id, &part(&args.split)?, to.map(|person| person.id), now)
    };
    if let Some(deed) = deed.map_err(|error| library::failure(&error))? {
        return output::print(&format!("{}; `nutgraf undo` undoes it\n", deed.what));
    }
    let what = match part(&args.split)? {
        Part::Articles(_) => format!("{} is in none of these articles", who.name),
        Part::Form(form) => format!("no article calls {} {}", who.name, clean::line(&form)),
    };
    Err(Failure::new(Exit::Nothing, format!("{what}; nothing was changed")))
}

/// What is parted: numbers are articles, anything else is a form of the name.
fn part(words: &[String]) -> Result<Part, Failure> {
    let numbers: Option<Vec<ArticleKey>> = words.iter().map(|word| word.parse().ok().map(ArticleKey)).collect();
    match (numbers, words) {
        (Some(articles), _) => Ok(Part::Articles(articles)),
        (None, [form]) => Ok(Part::Form(form.clone())),
        (None, _) => Err(Failure::new(Exit::Usage, "--split takes numbers of articles, or one form of the name")),
    }
}

fn listed(name: &str, people: &[Person], args: &Speaker, to: &mut Reply) -> Result<Exit, Failure> {
    match args.print.shape() {
        Shape::Json => answer::json(to, "nutgraf.people/1", &json!({ "asked": name, "people": people })),
        Shape::Jsonl => answer::jsonl(to, people),
        Shape::Csv => {
            let row = |person: &Person| {
                let role = person.role.clone().unwrap_or_default();
                vec![person.id.0.to_string(), person.name.clone(), role, person.n_statements.to_string()]
            };
            answer::csv(to, &["id", "name", "role", "n_statements"], people.iter().map(row))
        }
        Shape::Text => {
            let mut text = format!("{} people fit {}:\n", people.len(), clean::line(name));
            for person in people {
                text.push_str(&filled(&described(person), &format!("{:>6}  ", person.id.0), "        ", to.width_col));
            }
            text.extend([&to.command("speaker NUMBER"), " shows one of them\n"]);
            to.print(&text)
        }
    }
}

fn described(person: &Person) -> String {
    let role = person.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    format!("{}{role} ({})", person.name, counted(person.n_statements, "statement"))
}

fn page(library: &Library, key: SpeakerKey, args: &Speaker, to: &mut Reply) -> Result<Exit, Failure> {
    let fault = |error| to.unanswered(&error);
    let found = library.speaker_page(key).map_err(fault)?;
    let Some(mut page) = found else { return Err(nobody(&format!("#{}", key.0))) };
    page.by = library.said_by(key, 0, args.limit).map_err(fault)?;
    page.about = library.said_about(key, 0, args.limit).map_err(fault)?;
    match args.print.shape() {
        Shape::Json => answer::json(to, "nutgraf.speaker/1", &page),
        Shape::Jsonl => answer::jsonl(to, &page.by),
        Shape::Csv => answer::csv(to, &saying::HEADER, page.by.iter().map(saying::cells)),
        Shape::Text => to.print(&text(&page, args.limit, to)),
    }
}

/// The page as text.
fn text(page: &SpeakerPage, limit: usize, to: &Reply) -> String {
    let (chart, width_col) = (to.chart, to.width_col);
    let mut text = String::new();
    let role = page.person.role.as_ref().map(|role| format!("{}{role}", chart.dot())).unwrap_or_default();
    text.push_str(&filled(
        &format!("{}{role}{}{}", page.person.name, chart.dot(), page.person.id.0),
        "",
        "  ",
        width_col,
    ));
    let remark = |label: &str, words: &[String]| {
        if words.is_empty() {
            return String::new();
        }
        let more = if words.len() > FEW { ", …" } else { "" };
        let few = words.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
        filled(&format!("{few}{more}"), &format!("{label:<10}"), "          ", width_col)
    };
    text.push_str(&remark("called", &page.forms));
    text.push_str(&remark("roles", &page.roles));
    let doubts: Vec<String> = page
        .joined
        .iter()
        .filter(|joined| joined.is_inferred)
        .map(|joined| format!("{} ({}: {})", joined.name, counted(joined.n, "article"), joined.how))
        .collect();
    text.push_str(&remark("inferred", &doubts));
    let namesakes: Vec<String> =
        page.namesakes.iter().map(|person| format!("{} ({})", person.name, person.id.0)).collect();
    text.push_str(&remark("not", &namesakes));
    let mut sums = vec![format!("{} by them", counted(page.n_by, "statement")), format!("{} about them", page.n_about)];
    if page.n_new > 0 {
        sums.push(format!("{} new since you last looked", page.n_new));
    }
    let sums = sums.join(chart.dot());
    text.extend(["\n", &sums, "\n"]);
    text.push_str(&weeks(&page.weeks, chart, width_col));
    text.push_str(&outlets(&page.outlets, chart));
    let topics: Vec<String> = page.topics.iter().map(|topic| format!("{} {}", topic.name, topic.n)).collect();
    if !topics.is_empty() {
        text.push_str(&filled(&topics.join(chart.dot()), "topics    ", "          ", width_col));
    }
    for (heading, hits, total) in [("Statements", &page.by, page.n_by), ("About them", &page.about, page.n_about)] {
        if !hits.is_empty() {
            text.extend(["\n", heading, "\n"]);
            for hit in hits {
                text.push_str(&statement(hit, heading == "About them", chart, width_col));
            }
            if hits.len() < total {
                let more = format!("  {} of {total} shown{}\n", hits.len(), to.more(limit));
                text.push_str(&more);
            }
        }
    }
    text
}

fn weeks(weeks: &[Count], chart: Chart, width_col: usize) -> String {
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { return String::new() };
    let numbers: Vec<usize> = weeks.iter().map(|week| week.n).collect();
    let most = numbers.iter().copied().max().unwrap_or(0);
    let line = chart.line(&numbers, width_col.saturating_sub(10).min(72));
    if weeks.len() == 1 {
        return format!("weeks     all in the week of {}\n", first.name);
    }
    let span = format!("{} to {}, at most {most} a week", first.name, last.name);
    format!("weeks     {line}\n          {span}\n")
}

fn outlets(outlets: &[Count], chart: Chart) -> String {
    let most = outlets.first().map_or(1, |outlet| outlet.n).max(1) as f64;
    let mut text = String::new();
    for (n, outlet) in outlets.iter().take(FEW).enumerate() {
        let label = if n == 0 { "outlets" } else { "" };
        let name: String = outlet.name.chars().take(NAME_COL).collect();
        let bar = chart.bar(outlet.n as f64 / most, BAR_COL);
        let line = format!("{label:<10}{name:<NAME_COL$}  {bar} {}\n", outlet.n);
        text.push_str(&line);
    }
    text
}

fn statement(hit: &Hit, is_about: bool, chart: Chart, width_col: usize) -> String {
    let mut remarks = vec![hit.dated()];
    if is_about {
        remarks.push(hit.who_and_how());
    } else {
        remarks.extend(hit.reported_as().map(str::to_owned));
    }
    remarks.extend(hit.outlet.clone());
    remarks.push(format!("article {}", hit.article.0));
    remarks.push(hit.kind.word().to_owned());
    remarks.extend(saying::certainty(hit).map(str::to_owned));
    remarks.extend(hit.review.map(|status| saying::judged(status).to_owned()));
    let head = filled(&remarks.join(chart.dot()), &format!("  {} ", saying::sign(hit, chart)), "    ", width_col);
    head + &saying::words(hit, "      ", width_col) + &saying::noted(hit, "      ", width_col)
}
