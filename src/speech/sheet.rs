//! The library's answers by ear: what was asked and came of it, and the selected row with what stands above it.

use crate::catalogue::{Count, Hit};
use crate::state::{Screen, Sheet, SheetRow, State};

use super::article::{doubt, introduction, kind};
use super::rows::article_row;
use super::words::{counted, percent, sentence, sentences};

/// What the screen is about.
pub(super) fn title(state: &State) -> String {
    match state.screen {
        Screen::Hits => found(state),
        Screen::Speaker => match &state.speaker.page {
            Some(page) => {
                let role = page.person.role.clone().unwrap_or_default();
                let new = if page.n_new > 0 { format!("{} new", page.n_new) } else { String::new() };
                sentences([page.person.name.as_str(), &role, &counted(page.n_by, "statement"), &new])
            }
            None => "Who is meant?".to_owned(),
        },
        Screen::Shares => sentence(&format!("shares of the say: {}", state.shares.title)),
        Screen::Day => {
            let (n, n_unread) = state.day.counts;
            format!("The day {}: {}, {n_unread} unread.", state.day.day, counted(n, "article"))
        }
        Screen::List | Screen::Article => String::new(),
    }
}

fn found(state: &State) -> String {
    let order = state.hits.order();
    match state.hits.n_found {
        None => "Search in the library for who said what.".to_owned(),
        Some((0, _)) => format!("Nothing found for {}.", state.hits.text),
        Some((n, is_more)) => {
            let more = if is_more { "more than " } else { "" };
            sentence(&format!("{more}{} for {}, {order}", counted(n, "statement"), state.hits.text))
        }
    }
}

/// The selected row, and those between the row before and it on which one cannot stand.
pub(super) fn selected(sheet: &Sheet, before: Option<usize>) -> Vec<String> {
    // Going up one has heard what stands above.
    let from = match before {
        Some(before) if before < sheet.at => before + 1,
        Some(_) => sheet.at,
        None => 0,
    };
    let aside = sheet.rows.iter().take(sheet.at).skip(from).filter(|row| !row.is_stop());
    let mut lines: Vec<String> = aside.flat_map(row).collect();
    match sheet.selected() {
        Some(it) => {
            let mut words = row(it);
            if let Some(first) = words.first_mut() {
                first.push(' ');
                first.push_str(&sentence(&place(sheet)));
            }
            lines.extend(words);
        }
        None => lines.extend(sheet.rows.iter().skip(from.max(sheet.at)).flat_map(row)),
    }
    lines
}

fn place(sheet: &Sheet) -> String {
    if let (Some(stream), Some(SheetRow::Hit(..))) = (&sheet.stream, sheet.selected()) {
        return format!("number {}", stream.request.offset + sheet.at.saturating_sub(sheet.first_hit) + 1);
    }
    let stops = |end: usize| sheet.rows.iter().take(end).filter(|row| row.is_stop()).count();
    format!("{} of {}", stops(sheet.at + 1), stops(sheet.rows.len()))
}

fn row(row: &SheetRow) -> Vec<String> {
    match row {
        SheetRow::Gap => Vec::new(),
        SheetRow::Heading(words) | SheetRow::Note(words) => vec![sentence(words)],
        SheetRow::Words(label, words) => vec![sentence(&format!("{label}: {words}"))],
        SheetRow::Weeks(weeks) => vec![self::weeks(weeks)],
        SheetRow::Person(person) => {
            let role = person.role.clone().unwrap_or_default();
            vec![sentences([person.name.as_str(), &role, &counted(person.n_statements, "statement")])]
        }
        SheetRow::Hit(hit, is_new) => self::hit(hit, *is_new),
        SheetRow::Article(row) => vec![article_row(row)],
        SheetRow::Line(words, ..) => vec![sentence(&format!("from the summary: {words}"))],
        SheetRow::Share(share, _) => {
            let part = format!("{} of the words", percent(share.share));
            let counts = format!("{}, {}", counted(share.n_statements, "statement"), counted(share.n_words, "word"));
            vec![sentences([share.name.as_str(), &part, &counts])]
        }
        SheetRow::Search(Some(name), query) => vec![sentence(&format!("saved search {name}: {query}"))],
        SheetRow::Search(None, query) => vec![sentence(&format!("earlier search: {query}"))],
        SheetRow::Form(form) => vec![sentences([form.name.as_str(), &form.how, &counted(form.n, "article")])],
    }
}

/// Who said it, how, where and when; then the words.
fn hit(hit: &Hit, is_new: bool) -> Vec<String> {
    let confidence = [hit.content_confidence, hit.speaker_confidence].into_iter().flatten().reduce(f64::min);
    let role = hit.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let cue = hit.reported_as().map(|cue| format!("reported with the word {cue}")).unwrap_or_default();
    let head = sentences([
        if is_new { "new" } else { "" },
        format!("{}{role}", hit.who()).as_str(),
        kind(hit.kind),
        &cue,
        confidence.map_or("", doubt),
        hit.outlet.as_deref().unwrap_or(""),
        &hit.dated(),
    ]);
    let article = format!("Article: {}", sentence(&hit.headline));
    vec![head, format!("{}{}", introduction(hit.kind), hit.content), article]
}

fn weeks(weeks: &[Count]) -> String {
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { return String::new() };
    let n: usize = weeks.iter().map(|week| week.n).sum();
    let most = weeks.iter().max_by_key(|week| week.n).unwrap_or(last);
    format!(
        "{} in the weeks from {} to {}, most of them, {}, in that of {}.",
        sentence(&counted(n, "statement")).trim_end_matches('.'),
        first.name,
        last.name,
        most.n,
        most.name
    )
}
