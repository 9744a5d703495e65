//! The status line: where one is, and among what `n` moves.

use ratatui::layout::Rect;
use ratatui::style::Style;

use unicode_segmentation::UnicodeSegmentation;

use crate::action::Action;
use crate::article::review::About;
use crate::article::text::head;
use crate::catalogue::Row;
use crate::flow::{width, width_within};
use crate::state::index::{speaker_with_role, speaker_words};
use crate::state::judged;
use crate::state::lit::QuoteRow;
use crate::state::marking::{Edge, Marking};
use crate::state::{Listing, Pane, Reading, Screen, Sheet, SheetRow, State};
use crate::theme::Role;

use super::article::{certainty, certainty_role, judgement_role};
use super::ink::Ink;

/// Columns of a headline where there is little room.
const SHORT_COLS: usize = 36;

/// A part of the line; of those that do not fit, the least important goes first.
struct Part {
    words: String,
    /// What stands for it when there is no room.
    short: String,
    /// 0 is the most important.
    rank: u8,
    role: Option<Role>,
    at_right: bool,
    /// It never goes: it is cut instead, after all others went that can.
    stays: bool,
}

impl Part {
    fn new(rank: u8, words: impl Into<String>) -> Self {
        let words = words.into();
        Self { short: String::new(), words, rank, role: None, at_right: false, stays: false }
    }

    fn right(rank: u8, words: impl Into<String>) -> Self {
        Self { at_right: true, ..Self::new(rank, words) }
    }
}

pub(super) fn status(ink: &mut Ink, state: &State, area: Rect) {
    let style = ink.style(Role::Status);
    ink.tint(area.x, area.y, area.right(), style);
    let mut parts = match state.shown() {
        Some(reading) => reading_parts(state, reading),
        None => match state.sheet() {
            Some(sheet) => sheet_parts(state, sheet),
            None => list_parts(state),
        },
    };
    if let Some(work) = &state.work {
        // What goes on is seen wherever one is.
        parts.push(Part { role: Some(Role::KeyName), ..Part::right(1, work.clone()) });
    }
    let dot = ink.dot();
    let room = area.width.saturating_sub(2) as usize;
    while total(&parts, dot, room) > room {
        // First the least important part that can be shorter or go, the first part never.
        let Some(last) = parts.iter().enumerate().max_by_key(|(_, part)| part.rank).map(|(n, _)| n) else { break };
        let Some(part) = parts.get_mut(last) else { break };
        if !part.short.is_empty() && part.short != part.words {
            part.words = std::mem::take(&mut part.short);
            part.rank = part.rank.min(1);
        } else if part.rank > 1 && part.stays {
            part.rank = 1;
        } else if part.rank > 1 {
            parts.remove(last);
        } else {
            break;
        }
    }
    let excess = total(&parts, dot, room).saturating_sub(room);
    if let Some(part) = parts.iter_mut().find(|part| part.stays && excess > 0) {
        part.words = cut(&part.words, excess, ink.unicode());
    }
    draw(ink, &parts, dot, area, style);
}

/// Words with so many columns less, which they end in saying.
fn cut(words: &str, excess_cols: usize, unicode: bool) -> String {
    let more = if unicode { "…" } else { "..." };
    let room = width(words).saturating_sub(excess_cols + width(more));
    // Each sign is measured once: a name may be nothing but marks without a width.
    let mut n_cols = 0;
    let fits = words.grapheme_indices(true).take_while(|(_, symbol)| {
        n_cols += width(symbol);
        n_cols <= room
    });
    let end = fits.last().map_or(0, |(at, symbol)| at + symbol.len());
    format!("{}{more}", words.get(..end).unwrap_or_default().trim_end())
}

/// Columns of all parts; of what is wider than the room only so much is measured.
fn total(parts: &[Part], dot: &str, room: usize) -> usize {
    let words: usize = parts.iter().map(|part| width_within(&part.words, room)).sum();
    words + parts.len().saturating_sub(1) * width(dot).max(2)
}

fn draw(ink: &mut Ink, parts: &[Part], dot: &str, area: Rect, style: Style) {
    let right: Vec<&str> = parts.iter().filter(|part| part.at_right).map(|part| part.words.as_str()).collect();
    let right = right.join(dot);
    let cols = width_within(&right, area.width as usize).min(area.width as usize) as u16;
    let right_x = area.right().saturating_sub(cols + 1);
    // What stands at the left is cut before it, unless hardly anything would be left.
    let limit =
        if cols > 0 && right_x > area.x + area.width / 3 { right_x - 1 } else { area.right().saturating_sub(1) };
    let mut x = area.x + 1;
    for (n, part) in parts.iter().filter(|part| !part.at_right).enumerate() {
        if n > 0 {
            x = ink.put(x, area.y, limit, dot, style);
        }
        let style = part.role.map_or(style, |role| style.patch(ink.style(role)));
        x = ink.put_cut(x, area.y, limit, &part.words, style);
    }
    ink.put(right_x.max(x + 1), area.y, area.right(), &right, style);
}

fn list_parts(state: &State) -> Vec<Part> {
    if state.listing == Listing::Library {
        return shelf_parts(state);
    }
    if state.items.is_empty() {
        return vec![Part::new(0, "no articles")];
    }
    vec![Part::new(0, format!("article {}/{}", state.list_at + 1, state.items.len()))]
}

/// The selected row of the library's list: what there was no room for beside its headline.
fn shelf_parts(state: &State) -> Vec<Part> {
    let shelf = &state.shelf;
    if shelf.total() == 0 {
        return vec![Part::new(0, "no articles")];
    }
    let more = if shelf.page.is_more { "+" } else { "" };
    let mut parts = vec![Part::new(0, format!("article {}/{}{more}", shelf.at + 1, shelf.total()))];
    if let Some(row) = shelf.selected() {
        row_parts(row, &mut parts);
    }
    let n_marked = if shelf.marks.all { shelf.total() } else { shelf.marks.keys.len() };
    if n_marked > 0 {
        parts.push(Part { role: Some(Role::KeyName), ..Part::right(1, format!("{n_marked} marked")) });
    }
    parts
}

/// The selected row of the library's answers.
fn sheet_parts(state: &State, sheet: &Sheet) -> Vec<Part> {
    let stops_to = |end: usize| sheet.rows.iter().take(end).filter(|row| row.is_stop()).count();
    match sheet.selected() {
        Some(SheetRow::Hit(hit, _)) if sheet.stream.is_some() => {
            let before = sheet.stream.as_ref().map_or(0, |stream| stream.request.offset);
            let number = before + sheet.at.saturating_sub(sheet.first_hit) + 1;
            let mut parts = vec![Part::new(0, format!("statement {number}"))];
            parts.push(Part::new(4, hit.kind.word()));
            if let Some(status) = hit.review {
                parts.push(Part { role: Some(judgement_role(status)), ..Part::new(2, judged::word(status)) });
            }
            if let Some(note) = &hit.note {
                let words = format!("note: {}", head(&note.replace('\n', " "), 400));
                parts.push(Part { short: "noted".to_owned(), ..Part::new(8, words) });
            }
            parts.push(named(&hit.headline));
            parts.extend(hit.outlet.clone().map(|outlet| Part::new(5, outlet)));
            parts.push(Part::new(3, hit.dated()));
            parts
        }
        Some(SheetRow::Hit(hit, _)) => {
            vec![Part::new(0, hit.kind.word()), named(&hit.headline), Part::new(3, hit.dated())]
        }
        Some(SheetRow::Article(row)) => {
            let mut parts = vec![Part::new(0, "article")];
            row_parts(row, &mut parts);
            parts
        }
        Some(_) => vec![Part::new(0, format!("{}/{}", stops_to(sheet.at + 1), stops_to(sheet.rows.len())))],
        None if state.screen == Screen::Hits => vec![Part::new(0, "search")],
        None => vec![Part::new(0, "nothing to go to")],
    }
}

/// A headline, or its first words where there is no room for all of it.
fn named(headline: &str) -> Part {
    let mut short = String::new();
    for word in headline.split(' ') {
        if width(&short) + width(word) > SHORT_COLS {
            short.push_str(" ...");
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    Part { short, ..Part::new(9, headline) }
}

fn row_parts(row: &Row, parts: &mut Vec<Part>) {
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    parts.push(Part::new(2, if row.is_read { "read" } else { "unread" }));
    parts.push(Part {
        short: format!("{} st.", row.n_statements),
        ..Part::new(5, format!("{} statement{}", row.n_statements, plural(row.n_statements)))
    });
    if row.complete == Some(false) {
        parts.push(Part { role: Some(Role::Check), ..Part::new(3, "incomplete") });
    }
    if row.n_folded > 0 {
        parts.push(Part::new(
            4,
            format!("{} more say{} the same", row.n_folded, if row.n_folded == 1 { "s" } else { "" }),
        ));
    }
    if row.version > 1 {
        parts.push(Part::new(6, format!("updated, text {}", row.version)));
    }
    parts.push(Part::new(8, format!("{} word{}", row.n_words, if row.n_words == 1 { "" } else { "s" })));
    parts.extend(row.outlet.as_ref().map(|outlet| Part::new(7, outlet.clone())));
    if !row.tags.is_empty() {
        parts.push(Part::new(6, format!("#{}", row.tags.join(" #"))));
    }
    parts.push(Part::new(9, row.day.clone()));
}

/// What is marked while words are marked anew, and which edge moves.
fn marking_parts(marking: &Marking) -> Vec<Part> {
    let edge = match marking.edge {
        Edge::Start => "moving the start",
        Edge::End => "moving the end",
    };
    let n = marking.n_words();
    let s = if n == 1 { "" } else { "s" };
    let words = if marking.is_changed() { "Enter takes it" } else { "as it was" };
    vec![Part::new(0, edge), Part::new(1, format!("{n} word{s} marked")), Part::new(2, words)]
}

/// What is noted about what is at hand.
fn note_at_hand(reading: &Reading) -> String {
    let about = match reading.focus {
        Pane::Actors => {
            let row = reading.cast.get(reading.actors_cursor.at).and_then(|&row| reading.index.cast.get(row));
            row.and_then(|row| reading.article.actors.items().get(row.actor)).map(|it| About::Actor(it.id.clone()))
        }
        Pane::Quotes => match reading.lit.quotes.get(reading.quotes_cursor.at) {
            Some(QuoteRow::Statement(number)) => statement_at(reading, *number),
            _ => None,
        },
        Pane::Article | Pane::Summary => match reading.at {
            Some(number) => statement_at(reading, number),
            None => Some(About::Article),
        },
    };
    about.map(|about| judged::notes(&reading.article, &about).join("; ")).unwrap_or_default()
}

fn statement_at(reading: &Reading, number: usize) -> Option<About> {
    reading.article.statements.items().get(number).map(|statement| About::Statement(statement.id.clone()))
}

fn reading_parts(state: &State, reading: &Reading) -> Vec<Part> {
    if let Some(marking) = &state.marking {
        return marking_parts(marking);
    }
    let mut parts = Vec::new();
    let lit = &reading.lit;
    let key = state.keymap.keys(Action::NextStatement).first().map_or_else(String::new, ToString::to_string);
    let searching = reading.finding.as_ref();
    if let Some(finding) = searching {
        parts.push(Part {
            short: format!("match {}", finding.counter()),
            ..Part::new(0, format!("match {}: {}", finding.counter(), finding.query))
        });
    }
    let n = lit.order.len();
    // The quotes pane has them; in the text nothing is lit for them.
    let n_lost = lit.n_quotes.saturating_sub(n);
    let lost = format!("{n_lost} not in the text");
    let current = reading.at.and_then(|at| Some((at, reading.article.statements.items().get(at)?)));
    match current {
        Some((at, statement)) if searching.is_none() => {
            parts.push(match lit.rank(at) {
                Some(rank) => Part::new(0, format!("statement {}/{n}", rank + 1)),
                None => Part::new(0, "statement not in the text"),
            });
            parts.push(Part::new(4, statement.kind.word()));
            parts.push(Part {
                short: speaker_words(&reading.article, &reading.index, at),
                stays: true,
                ..Part::new(6, speaker_with_role(&reading.article, &reading.index, at))
            });
            if let Some(status) = judged::of_statement(statement) {
                let role = Some(judgement_role(status));
                parts.push(Part { role, ..Part::new(2, judged::word(status)) });
            }
            if let Some(certainty) = certainty(statement) {
                parts.push(Part { role: Some(certainty_role(certainty)), ..Part::new(3, certainty.as_str()) });
            }
            if n_lost > 0 && lit.rank(at).is_some() {
                parts.push(Part { role: Some(Role::Check), ..Part::new(5, lost) });
            }
        }
        _ if searching.is_some() => {}
        _ if reading.article.statements.items().is_empty() => parts.push(Part::new(0, "no statements found")),
        _ => {
            let s = if n == 1 { "" } else { "s" };
            let lost = if n_lost > 0 { format!(", {lost}") } else { String::new() };
            parts.push(Part::new(0, format!("{n} statement{s}{lost}")));
        }
    }
    let mut only = Vec::new();
    if let Some(kind) = lit.filter.kind {
        only.push(kind.word().to_owned());
    }
    if let Some(actor) = lit.filter.actor.and_then(|actor| reading.article.actors.items().get(actor)) {
        only.push(actor.name.clone());
    }
    if !only.is_empty() {
        // Without it one would take what is lit for all there is, so it stays as a word at least.
        let words = format!("only {}", only.join(", "));
        parts.push(Part { short: "filtered".to_owned(), ..Part::right(2, words) });
    }
    let noted = if reading.article.notes.items().is_empty() { String::new() } else { note_at_hand(reading) };
    if !noted.is_empty() {
        let short = "noted".to_owned();
        parts.push(Part { short, role: Some(Role::Label), ..Part::new(8, format!("note: {}", head(&noted, 400))) });
    }
    let n_warnings = reading.article.warnings.len();
    if n_warnings > 0 {
        let s = if n_warnings == 1 { "" } else { "s" };
        let words = format!("{n_warnings} warning{s}");
        parts.push(Part::right(
            8,
            match state.keymap.keys(Action::Warnings).first() {
                Some(key) => format!("{key}: {words}"),
                None => words,
            },
        ));
    }
    if !key.is_empty() && n + searching.map_or(0, |finding| finding.hits.len()) > 0 {
        let what = if searching.is_some() { "matches" } else { "statements" };
        parts.push(Part::right(7, format!("{key}: {what}")));
    }
    parts.push(Part::right(5, position(reading)));
    parts
}

/// How much of the article lies above the foot of the view.
fn position(reading: &Reading) -> String {
    let n = reading.flow.lines().len();
    if n <= reading.height {
        return "all".to_owned();
    }
    match reading.top {
        0 => "top".to_owned(),
        top if top >= reading.max_top() => "end".to_owned(),
        top => format!("{}%", (top + reading.height) * 100 / n.max(1)),
    }
}
