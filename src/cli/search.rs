//! `nutgraf search`: statements that fit a query, and the searches that are kept.

use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

use serde_json::{Value, json};

use super::chart::Chart;
use super::reply::Reply;
use super::{Exit, Failure, answer, library, output, saying};
use crate::args::find::Search;
use crate::args::{Global, Shape};
use crate::article::naming;
use crate::catalogue::{Found, Hit, Namesakes};
use crate::clean;
use crate::library::Library;

const INDENT: &str = "    ";

/// Searches, or keeps, lists or forgets a search.
pub fn run(global: &Global, args: &Search) -> Result<Exit, Failure> {
    let query = args.query.join(" ");
    if let Some(name) = &args.save {
        return save(global, name, &query);
    }
    if let Some(name) = &args.forget {
        return forget(global, name);
    }
    if args.saved {
        return saved(global, args.print.shape(), &mut Reply::at_desk(global));
    }
    if query.trim().is_empty() {
        return Err(nothing_asked());
    }
    answer(&library::open(global)?, args, &mut Reply::at_desk(global))
}

fn nothing_asked() -> Failure {
    Failure::new(Exit::Usage, "say what to search for: words, or a field like `speaker:marchetti`")
}

/// Answers what is asked of a library.
pub fn answer(library: &Library, args: &Search, to: &mut Reply) -> Result<Exit, Failure> {
    let query = args.query.join(" ");
    if query.trim().is_empty() {
        return Err(nothing_asked());
    }
    let found = library.search(&query, args.sort, 0, args.limit, library::now());
    let found = found.map_err(|error| to.unanswered(&error))?;
    let found = found.map_err(|fault| library::misread(&query, &fault))?;
    print(args, &query, &found, to)?;
    if found.hits.is_empty() && args.limit > 0 {
        let message = if args.print.shape() == Shape::Text { nothing(&query, &found) } else { String::new() };
        return Err(Failure::new(Exit::Nothing, message));
    }
    Ok(Exit::Done)
}

fn print(args: &Search, query: &str, found: &Found, to: &mut Reply) -> Result<Exit, Failure> {
    match args.print.shape() {
        Shape::Json => {
            let mut object = json!({ "query": query, "sort": args.sort });
            if let (Value::Object(object), Ok(Value::Object(found))) = (&mut object, serde_json::to_value(found)) {
                object.extend(found);
            }
            answer::json(to, "nutgraf.search/1", &object)
        }
        Shape::Jsonl => answer::jsonl(to, &found.hits),
        Shape::Csv => answer::csv(to, &saying::HEADER, found.hits.iter().map(saying::cells)),
        Shape::Text => {
            for namesakes in &found.namesakes {
                to.complain(&several(namesakes));
            }
            let (chart, width_col) = (to.chart, to.width_col);
            let mut text = String::new();
            let mut told = HashSet::new();
            for hit in &found.hits {
                // Tags without a note are mostly the whole article's: they are told with its first statement.
                let is_told = hit.note.is_none() && !told.insert((hit.article.0, hit.tags.clone()));
                text.push_str(&block(hit, !is_told, chart, width_col, to.is_bold));
            }
            if let Some(n) = found.ranked {
                let _ = writeln!(text, "relevance was weighed among the newest {n} hits");
            }
            if found.is_more && !found.hits.is_empty() {
                let _ = writeln!(text, "the first {} shown{}", found.hits.len(), to.more(args.limit));
            }
            to.print(&text)
        }
    }
}

/// `2 people match "keel": Bruno Keel (41), Tove Keel (3)`.
fn several(namesakes: &Namesakes) -> String {
    let people = namesakes.people.iter().map(|person| format!("{} ({})", person.name, person.n_statements));
    let more = if namesakes.people.len() < namesakes.n { ", …" } else { "" };
    let people: Vec<String> = people.collect();
    format!("{} people match \"{}\": {}{more}", namesakes.n, clean::line(&namesakes.asked), people.join(", "))
}

fn nothing(query: &str, found: &Found) -> String {
    let query = clean::line(query);
    match &found.blame {
        Some(clause) => format!("nothing fits {query}; without {} something would", clean::line(clause)),
        None => format!("nothing fits {query}"),
    }
}

/// A hit: what, when, where and who in the first line, then the words, then where it is kept.
fn block(hit: &Hit, with_note: bool, chart: Chart, width_col: usize, is_bold: bool) -> String {
    let mut head = vec![hit.dated()];
    head.extend(hit.outlet.clone());
    head.push(if hit.is_lost() { naming::LOST } else { hit.kind.word() }.to_owned());
    let role = hit.role.as_ref().map(|role| format!(" ({role})")).unwrap_or_default();
    let cue = hit.reported_as().map(|cue| format!(", {cue}")).unwrap_or_default();
    head.push(hit.who() + &role + &cue);
    head.extend(saying::certainty(hit).filter(|word| *word == "check").map(str::to_owned));
    head.extend(hit.review.map(|status| saying::judged(status).to_owned()));
    let head = head.join(chart.dot());
    let mut text = saying::filled(&head, &format!("{} ", saying::sign(hit, chart)), "  ", width_col);
    text.push_str(&words(hit, width_col, is_bold));
    if with_note {
        text.push_str(&saying::noted(hit, INDENT, width_col));
    }
    let place = format!("article {}, {}: {}", hit.article.0, hit.statement, hit.headline);
    text.push_str(&saying::filled(&place, INDENT, INDENT, width_col));
    text.push('\n');
    text
}

/// The words, with what was asked for in bold on a terminal. Quotation marks are the article's own: a paraphrase has
/// none.
fn words(hit: &Hit, width_col: usize, is_bold: bool) -> String {
    let mut text = String::new();
    let mut at = 0;
    for line in textwrap::wrap(&hit.content, width_col.saturating_sub(INDENT.len()).max(20)) {
        // Where the line begins in the content: wrapping only takes white space away between lines.
        let rest: String = hit.content.chars().skip(at).collect();
        at += rest.chars().count() - rest.trim_start().chars().count();
        let n_chars = line.chars().count();
        text.push_str(INDENT);
        text.push_str(&lit(&line, at, if is_bold { &hit.lit } else { &[] }));
        text.push('\n');
        at += n_chars;
    }
    text
}

/// A line that begins at a scalar, with the parts of it in bold that are among the places.
fn lit(line: &str, start: usize, places: &[Range<usize>]) -> String {
    let mut text = String::new();
    let mut is_lit = false;
    for (n, char) in line.chars().enumerate() {
        let wants = places.iter().any(|place| place.contains(&(start + n)));
        if wants != is_lit {
            text.push_str(if wants { "\x1b[1m" } else { "\x1b[22m" });
            is_lit = wants;
        }
        text.push(char);
    }
    if is_lit {
        text.push_str("\x1b[22m");
    }
    text
}

fn save(global: &Global, name: &str, query: &str) -> Result<Exit, Failure> {
    let mut library = library::make(global)?;
    let kept = library.save_search(name, query, library::now()).map_err(|error| library::failure(&error))?;
    kept.map_err(|fault| library::misread(query, &fault))?;
    let name = clean::line(name.trim_start_matches('@'));
    output::print(&format!("kept; `nutgraf search @{name}` asks it\n"))
}

fn forget(global: &Global, name: &str) -> Result<Exit, Failure> {
    let mut library = library::open_to_write(global)?;
    let was_there = library.forget_search(name).map_err(|error| library::failure(&error))?;
    let name = clean::line(name.trim_start_matches('@'));
    if !was_there {
        return Err(Failure::new(Exit::Nothing, format!("no search is kept as @{name}")));
    }
    output::print(&format!("forgot @{name}\n"))
}

fn saved(global: &Global, shape: Shape, to: &mut Reply) -> Result<Exit, Failure> {
    let library = library::open(global)?;
    let searches = library.saved_searches().map_err(|error| library::failure(&error))?;
    match shape {
        Shape::Json => answer::json(to, "nutgraf.searches/1", &json!({ "searches": searches })),
        Shape::Jsonl => answer::jsonl(to, &searches),
        Shape::Csv => answer::csv(
            to,
            &["name", "query"],
            searches.iter().map(|saved| vec![saved.name.clone(), saved.query.clone()]),
        ),
        Shape::Text if searches.is_empty() => {
            Err(Failure::new(Exit::Nothing, "no search is kept; `nutgraf search --save NAME QUERY` keeps one"))
        }
        Shape::Text => {
            let lines = searches.iter().map(|saved| format!("@{}  {}\n", saved.name, clean::line(&saved.query)));
            to.print(&lines.collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{block, lit};
    use crate::article::Kind;
    use crate::catalogue::{ArticleKey, Hit, SpeakerKey, StatementKey};
    use crate::cli::chart::Chart;

    fn hit() -> Hit {
        Hit {
            id: StatementKey(1),
            article: ArticleKey(17),
            statement: "s3".to_owned(),
            day: "2025-08-13".to_owned(),
            published: Some("2025-08-13T12:00:00Z".to_owned()),
            outlet: Some("Vell Courier".to_owned()),
            headline: "Pier".to_owned(),
            url: None,
            kind: Kind::Indirect,
            content: "the pier is older than the harbour wall".to_owned(),
            speakers: vec![(SpeakerKey(1), "Ada Brook".to_owned())],
            source: None,
            role: Some("mayor".to_owned()),
            content_confidence: None,
            speaker_confidence: Some(0.95),
            lit: vec![4..8, 27..39],
            start_char: Some(0),
            review: None,
            note: None,
            tags: Vec::new(),
            cue: None,
        }
    }

    #[test]
    fn what_is_lost_or_undated_says_so() {
        let lost = Hit { start_char: None, published: None, ..hit() };
        let block = block(&lost, true, Chart { unicode: true }, 400, false);
        assert!(block.contains("added 2025-08-13 "), "{block}");
        assert!(block.contains("the present text does not have these words"), "{block}");
        assert!(!block.contains("indirect"), "{block}");
    }

    #[test]
    fn a_hit_says_when_where_how_and_who_and_quotes_no_paraphrase() {
        let text = block(&hit(), true, Chart { unicode: true }, 80, false);
        assert_eq!(
            text,
            "~ 2025-08-13 · Vell Courier · indirect · Ada Brook (mayor)\n    the pier is older than the harbour wall\n    \
             article 17, s3: Pier\n\n"
        );
        assert!(!text.contains(['"', '“', '”']));
    }

    #[test]
    fn what_was_asked_for_is_bold_over_the_end_of_a_line() {
        let text = block(&hit(), true, Chart { unicode: true }, 38, true);
        let lines: Vec<&str> = text.lines().skip(2).take(2).collect();
        assert_eq!(
            lines,
            ["    the \x1b[1mpier\x1b[22m is older than the \x1b[1mharbour\x1b[22m", "    \x1b[1mwall\x1b[22m"]
        );
        assert_eq!(lit("abc", 5, &[0..6, 7..9]), "\x1b[1ma\x1b[22mb\x1b[1mc\x1b[22m");
    }
}
