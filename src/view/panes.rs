//! The panes beside the article: summary, actors, quotes.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::article::text::head;
use crate::article::{Actor, naming};
use crate::flow::width;
use crate::layout::Side;
use crate::state::index::{Cast, speaker_words};
use crate::state::judged::{self, NOTED};
use crate::state::lit::QuoteRow;
use crate::state::panes::{NUMBER_COLS, n_rows, row_height};
use crate::state::{Pane, Reading};
use crate::theme::Role;

use super::article::{doubt, judgement, kind_role, kind_sign};
use super::ink::Ink;

/// Columns of a bar.
const BAR_COLS: u16 = 8;
/// As much of a long text as one row can need.
const MAX_ROW_BYTES: usize = 1_000;

/// Draws a pane; gives the cursor while the actors are narrowed.
pub(super) fn pane(ink: &mut Ink, reading: &Reading, side: &Side) -> Option<(u16, u16)> {
    let focused = reading.focus == side.pane;
    let cursor = title(ink, reading, side, focused);
    let body = side.body;
    let n = n_rows(reading, side.pane);
    if n == 0 {
        let style = ink.style(Role::Dim);
        if body.height > 0 {
            ink.put_cut(body.x + 1, body.y, body.right(), empty(reading, side.pane), style);
        }
        return cursor;
    }
    let selected = reading.cursor(side.pane);
    let mut y = body.y;
    for row in selected.top..n {
        if y >= body.bottom() {
            break;
        }
        let height = row_height(reading, side.pane, row, body.width).min((body.bottom() - y) as usize) as u16;
        let area = Rect { y, height, ..body };
        match side.pane {
            Pane::Summary => summary_row(ink, reading, row, area),
            Pane::Actors => actor_row(ink, reading, row, area),
            Pane::Quotes => quote_row(ink, reading, row, area),
            Pane::Article => {}
        }
        if is_marked(reading, side.pane, row, selected.at, focused) {
            let style = ink.style(if focused { Role::Selected } else { Role::SelectedAside });
            for y in area.top()..area.bottom() {
                ink.tint(area.x, y, area.right(), style);
            }
        }
        y += height;
    }
    cursor
}

/// Whether a row stands out: the selected one where the keys are; elsewhere what the article is at.
fn is_marked(reading: &Reading, pane: Pane, row: usize, at: usize, focused: bool) -> bool {
    if focused {
        return row == at;
    }
    match pane {
        Pane::Summary => reading.traced == Some(row),
        Pane::Actors => {
            let shown = reading.cast.get(row).and_then(|&row| reading.index.cast.get(row)).map(|row| row.actor);
            shown.is_some() && shown == reading.lit.filter.actor
        }
        Pane::Quotes => {
            let shown = reading.lit.quotes.get(row);
            reading.at.is_some_and(|at| shown == Some(&QuoteRow::Statement(at)))
        }
        Pane::Article => false,
    }
}

fn title(ink: &mut Ink, reading: &Reading, side: &Side, focused: bool) -> Option<(u16, u16)> {
    let area = side.title;
    if area.is_empty() {
        return None;
    }
    let style = ink.style(if focused { Role::FocusedPane } else { Role::Pane });
    let dash = ink.sign("─", "-");
    for x in area.left()..area.right() {
        ink.put(x, area.y, area.right(), dash, style);
    }
    let narrow = reading.narrow.text();
    let typing = side.pane == Pane::Actors && (focused || !narrow.is_empty());
    let name = match side.pane {
        Pane::Article => "",
        Pane::Summary if focused => "summary: a digit jumps",
        Pane::Summary => "summary",
        Pane::Actors => "actors",
        Pane::Quotes => "quotes",
    };
    let dot = ink.dot();
    let shown = n_rows(reading, side.pane);
    let end = match side.pane {
        Pane::Article => String::new(),
        Pane::Summary => format!(" {shown} "),
        Pane::Actors if !narrow.is_empty() => format!(" {shown} of {} ", reading.index.cast.len()),
        Pane::Actors => format!(" {} ", reading.index.cast.len()),
        Pane::Quotes => {
            let n = reading.lit.n_quotes;
            if reading.lit.by_speaker { format!(" by speaker{dot}{n} ") } else { format!(" {n} ") }
        }
    };
    let end_cols = width(&end) as u16;
    if end_cols + 12 < area.width {
        ink.put(area.right() - end_cols - 1, area.y, area.right(), &end, style);
    }
    let right = area.right().saturating_sub(end_cols + 2).max(area.x + 10).min(area.right());
    let x = ink.put_cut(area.x + 1, area.y, right, &format!(" {name} "), style);
    if !typing {
        return None;
    }
    let before = reading.narrow.before();
    let text_style = ink.style(Role::Text);
    let room = right.saturating_sub(x + 1) as usize;
    // The end of what is typed stays in sight.
    let shown = tail(narrow, room);
    let x = x.saturating_sub(1);
    let x = ink.put(x, area.y, right, ": ", style);
    if narrow.is_empty() && focused {
        let hint = ink.style(Role::Dim);
        ink.put_cut(x, area.y, right, "type to narrow ", hint);
    }
    ink.put(x, area.y, right, shown, text_style);
    let col = x + (width(before).min(width(shown)) as u16);
    focused.then_some((col.min(right.saturating_sub(1)), area.y))
}

/// The end of a text that fits into so many columns.
pub(super) fn tail(text: &str, cols: usize) -> &str {
    let mut from = 0;
    let mut rest = text;
    while width(rest) > cols {
        let Some(cell) = crate::flow::cells(rest).next() else { break };
        from += cell.n_bytes;
        rest = text.get(from..).unwrap_or_default();
    }
    rest
}

fn empty(reading: &Reading, pane: Pane) -> &'static str {
    match pane {
        Pane::Article => "",
        Pane::Summary => "no summary",
        Pane::Actors if reading.index.cast.is_empty() => "no actors found",
        Pane::Actors => "no actor has that name or role",
        Pane::Quotes if reading.lit.filter.is_open() => "no statements found",
        Pane::Quotes => "the filter leaves no statement",
    }
}

fn summary_row(ink: &mut Ink, reading: &Reading, row: usize, area: Rect) {
    let Some(line) = reading.article.summary.items().get(row) else { return };
    let (number_style, style) = (ink.style(Role::KeyName), ink.style(Role::Text));
    ink.put(area.x, area.y, area.right(), &format!("{:>2}", row + 1), number_style);
    let ranges = reading.summary.lines.get(row).map_or(&[][..], Vec::as_slice);
    for (n, range) in ranges.iter().take(area.height as usize).enumerate() {
        let words = line.text.get(range.clone()).unwrap_or_default();
        ink.put(area.x + NUMBER_COLS, area.y + n as u16, area.right(), words, style);
    }
}

fn name_style(ink: &Ink, reading: &Reading, actor: usize) -> Style {
    let colour = reading.index.colours.get(actor).copied().flatten();
    let style = ink.style(Role::Text);
    colour.map_or(style, |colour| style.patch(ink.look().speaker(colour)))
}

fn actor_row(ink: &mut Ink, reading: &Reading, row: usize, area: Rect) {
    let Some(cast) = reading.cast.get(row).and_then(|&row| reading.index.cast.get(row)) else { return };
    let Some(actor) = reading.article.actors.items().get(cast.actor) else { return };
    let (style, aside) = (name_style(ink, reading, cast.actor), ink.style(Role::Aside));
    let dot = ink.dot();
    if let Some(status) = judged::of_actor(actor) {
        judgement(ink, status, area.x, area.y);
    }
    let mut x = ink.put_cut(area.x + 1, area.y, area.right(), &actor.name, style);
    if reading.index.is_noted_actor(actor) {
        let (sign, style) = (ink.sign(NOTED.0, NOTED.1), ink.style(Role::Label));
        x = ink.put(x, area.y, area.right(), sign, style);
    }
    let x = match Actor::role(actor) {
        Some(role) if area.right().saturating_sub(x) > 6 => {
            let x = ink.put(x, area.y, area.right(), dot, aside);
            ink.put_cut(x, area.y, area.right(), &role, aside)
        }
        _ => x,
    };
    let two_rows = row_height(reading, Pane::Actors, row, area.width) > 1;
    if two_rows && area.height < 2 {
        return;
    }
    let (x, y) = if two_rows { (area.x + 1, area.y + 1) } else { (x + 2, area.y) };
    bar(ink, reading, cast, x, y, area.right());
    let x = x + BAR_COLS + 1;
    let room = area.right().saturating_sub(x) as usize;
    ink.put_cut(x, y, area.right(), &counts(cast, dot, room), aside);
}

/// `10 statements · 14 mentions`, as short as it must be.
fn counts(cast: &Cast, dot: &str, room: usize) -> String {
    let (said, named) = (cast.n_statements, cast.n_mentions);
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let long = format!("{said} statement{}{dot}{named} mention{}", plural(said), plural(named));
    if width(&long) <= room {
        return long;
    }
    let middle = format!("{said} statem.{dot}{named} ment.");
    if width(&middle) <= room { middle } else { format!("{said}/{named}") }
}

/// The share of the quoted words; anything above none has at least one column.
fn bar(ink: &mut Ink, reading: &Reading, cast: &Cast, x: u16, y: u16, right: u16) {
    let all = reading.index.n_quoted_words;
    let full = if all == 0 { 0 } else { (cast.n_quoted_words * BAR_COLS as usize).div_ceil(all) as u16 };
    let (bar, rest) = (ink.style(Role::Bar), ink.style(Role::Dim));
    for col in 0..BAR_COLS {
        let (sign, style) = if col < full { (ink.sign("━", "#"), bar) } else { (ink.sign("·", "."), rest) };
        ink.put(x + col, y, right, sign, style);
    }
}

fn quote_row(ink: &mut Ink, reading: &Reading, row: usize, area: Rect) {
    let dim = ink.style(Role::Dim);
    let number = match reading.lit.quotes.get(row) {
        Some(QuoteRow::Statement(number)) => *number,
        Some(QuoteRow::Speaker(Some(actor))) => {
            let style = name_style(ink, reading, *actor);
            let name = reading.article.actors.items().get(*actor).map_or("", |actor| actor.name.as_str());
            ink.put_cut(area.x + 1, area.y, area.right(), name, style);
            return;
        }
        Some(QuoteRow::Speaker(None)) => {
            ink.put_cut(area.x + 1, area.y, area.right(), "nobody named as an actor", dim);
            return;
        }
        None => return,
    };
    let Some(statement) = reading.article.statements.items().get(number) else { return };
    let indent = if reading.lit.by_speaker { 2 } else { 1 };
    let sign_style = ink.style(Role::Gutter);
    let sign = kind_sign(ink, statement.kind);
    let x = ink.put(area.x + indent, area.y, area.right(), sign, sign_style);
    let check = ink.style(Role::Check);
    let _ = doubt(ink, statement, x, area.y);
    let mut x = x + 1;
    if reading.index.is_noted(statement) {
        let (sign, style) = (ink.sign(NOTED.0, NOTED.1), ink.style(Role::Label));
        x = ink.put(x, area.y, area.right(), sign, style);
    }
    let (x, y) = if reading.lit.by_speaker {
        (x, area.y)
    } else {
        let mut speaker = speaker_words(&reading.article, &reading.index, number);
        if let Some(cue) = naming::reporting_words(&reading.article, statement) {
            speaker = format!("{speaker}, {}", head(cue, MAX_ROW_BYTES));
        }
        let style =
            reading.index.colour(number).map_or(dim, |colour| ink.style(Role::Text).patch(ink.look().speaker(colour)));
        ink.put_cut(x, area.y, area.right(), &speaker, style);
        (area.x + 3, area.y + 1)
    };
    if y >= area.bottom() {
        return;
    }
    let style = ink.style(kind_role(statement.kind));
    let lost = statement.spans().next().is_none();
    let text = &reading.article.text;
    // The words as the text has them: a paraphrase gets no quotation marks here either.
    let cue = naming::reporting_words(&reading.article, statement).filter(|_| reading.lit.by_speaker);
    let x = match cue {
        Some(cue) => ink.put(x, y, area.right(), &format!("{}: ", head(cue, MAX_ROW_BYTES)), dim),
        None => x,
    };
    let mut x = if lost { ink.put(x, y, area.right(), "(not in the text) ", check) } else { x };
    for (n, part) in statement.content.iter().enumerate() {
        if n > 0 {
            let gap = ink.sign(" … ", " .. ");
            x = ink.put(x, y, area.right(), gap, dim);
        }
        if x + 1 >= area.right() {
            break;
        }
        x = ink.put_cut(x, y, area.right(), head(part.words(text), MAX_ROW_BYTES), style);
    }
}
