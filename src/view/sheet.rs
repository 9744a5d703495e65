//! The library's answers: what was found, a speaker's page, shares, the day.

mod hit;

use ratatui::layout::Rect;

use crate::article::text::head;
use crate::catalogue::{Count, Person, Row, TallyRow};
use crate::flow::{width, wrapped};
use crate::layout::Layout;
use crate::state::sheet::{SHEET_INDENT_COLS, SHEET_LABEL_COLS};
use crate::state::{Screen, Sheet, SheetRow, State};
use crate::theme::Role;

use super::ink::Ink;
use super::query;

/// As much of a long text as one row can need.
const MAX_ROW_BYTES: usize = 4_000;
/// Columns of a share's bar at most.
const BAR_COLS: u16 = 24;
const SEARCH: &str = "search: ";

/// Draws the screen; gives the cursor while a search is typed.
pub(super) fn sheet(ink: &mut Ink, state: &State, sheet: &Sheet, lay: &Layout) -> Option<(u16, u16)> {
    let cursor = title(ink, state, lay.list_note);
    let area = lay.list;
    // While a search is typed, what Enter leads to is marked less.
    let selected = if state.entry.is_some() { Role::SelectedAside } else { Role::Selected };
    let mut y = area.y;
    for (number, (row, height)) in sheet.rows.iter().zip(&sheet.heights).enumerate().skip(sheet.top) {
        if y >= area.bottom() {
            break;
        }
        let height = (*height).min(area.bottom() - y);
        let row_area = Rect { y, height, ..area };
        draw(ink, row, row_area);
        if number == sheet.at && row.is_stop() {
            let style = ink.style(selected);
            // Of a hit the words keep their own look, so that what was asked for stays lit.
            let bottom = if let SheetRow::Hit(..) = row { row_area.y + 1 } else { row_area.bottom() };
            for y in row_area.top()..bottom {
                ink.tint(area.x, y, area.right(), style);
            }
        }
        y += height;
    }
    cursor
}

fn title(ink: &mut Ink, state: &State, area: Rect) -> Option<(u16, u16)> {
    let under = Rect { y: area.y + 1, height: 1, ..area };
    let (heading, aside) = (ink.style(Role::Heading), ink.style(Role::Aside));
    let dot = ink.dot();
    let words = |ink: &mut Ink, title: &str, below: &str| {
        ink.put_cut(area.x + 1, area.y, area.right(), title, heading);
        if area.height > 1 {
            ink.put_cut(under.x + 1, under.y, under.right(), below, aside);
        }
    };
    match state.screen {
        Screen::Hits => {
            let typed = state.entry.as_ref().map_or(state.hits.text.as_str(), |entry| entry.line.text());
            let cursor = query::line(ink, state, SEARCH, &state.hits.text, area);
            if area.height > 1 {
                match &state.hits.fault {
                    Some(fault) => query::fault(ink, SEARCH, typed, fault, under),
                    None => {
                        ink.put_cut(under.x + 1, under.y, under.right(), &found(state), aside);
                    }
                }
            }
            return cursor;
        }
        Screen::Speaker => match &state.speaker.page {
            Some(page) => {
                let role = page.person.role.as_deref().map(|role| format!("{dot}{role}")).unwrap_or_default();
                let s = if page.n_by == 1 { "" } else { "s" };
                let new = if page.n_new > 0 { format!("{dot}{} new", page.n_new) } else { String::new() };
                let below = format!("{} statement{s}{new}", page.n_by);
                words(ink, &format!("{}{role}", page.person.name), &below);
            }
            None => words(ink, "Who is meant?", ""),
        },
        Screen::Shares => words(ink, &format!("Shares of the say: {}", state.shares.title), ""),
        Screen::Day => {
            let (n, n_unread) = state.day.counts;
            words(
                ink,
                &format!("The day {}", state.day.day),
                &format!("{n} article{}{dot}{n_unread} unread", if n == 1 { "" } else { "s" }),
            );
        }
        Screen::List | Screen::Article => {}
    }
    None
}

/// What the search came to.
fn found(state: &State) -> String {
    let order = state.hits.order();
    match state.hits.n_found {
        None => "who said what in the library".to_owned(),
        Some((0, _)) => String::new(),
        Some((n, is_more)) => format!(
            "{}{n} statement{}, {order}",
            if is_more { "more than " } else { "" },
            if n == 1 { "" } else { "s" }
        ),
    }
}

fn draw(ink: &mut Ink, row: &SheetRow, area: Rect) {
    let (text, aside) = (ink.style(Role::Text), ink.style(Role::Aside));
    match row {
        SheetRow::Gap => {}
        SheetRow::Heading(words) => {
            let style = ink.style(Role::Pane);
            let dash = ink.sign("─", "-");
            for x in area.left()..area.right() {
                ink.put(x, area.y, area.right(), dash, style);
            }
            ink.put_cut(area.x + 1, area.y, area.right(), &format!(" {} ", ink.own(words)), style);
        }
        SheetRow::Words(label, words) => {
            ink.put(area.x + 1, area.y, area.x + SHEET_LABEL_COLS, label, aside);
            lines(ink, words, SHEET_LABEL_COLS + 1, area, Role::Text);
        }
        SheetRow::Note(words) => lines(ink, &ink.own(words), 1, area, Role::Aside),
        SheetRow::Line(words, ..) => {
            let (sign, style) = (ink.sign("•", "*"), ink.style(Role::Gutter));
            ink.put(area.x + 2, area.y, area.right(), sign, style);
            lines(ink, words, SHEET_INDENT_COLS, area, Role::Text);
        }
        SheetRow::Weeks(weeks) => sparkline(ink, weeks, area),
        SheetRow::Person(person) => self::person(ink, person, area),
        SheetRow::Hit(hit, is_new) => hit::hit(ink, hit, *is_new, area),
        SheetRow::Article(row) => article(ink, row, area),
        SheetRow::Share(row, most) => share(ink, row, *most, area),
        SheetRow::Form(form) => {
            let articles = format!("{} article{}", form.n, if form.n == 1 { "" } else { "s" });
            let right = area.right().saturating_sub(width(&articles) as u16 + 1);
            ink.put(right, area.y, area.right(), &articles, aside);
            let x = ink.put_cut(area.x + 2, area.y, right.saturating_sub(1), &form.name, text);
            if x + 8 < right {
                ink.put_cut(x + 2, area.y, right.saturating_sub(1), &form.how, aside);
            }
        }
        SheetRow::Search(name, query) => {
            let x = match name {
                Some(name) => ink.put_cut(area.x + 2, area.y, area.right(), name, text) + 2,
                None => area.x + 2,
            };
            let style = if name.is_some() { aside } else { text };
            ink.put_cut(x, area.y, area.right(), query, style);
        }
    }
}

/// Words wrapped from a column on.
fn lines(ink: &mut Ink, words: &str, indent: u16, area: Rect, role: Role) {
    let style = ink.style(role);
    let words = head(words, MAX_ROW_BYTES);
    let measure = area.width.saturating_sub(indent + 1).max(8);
    for (range, y) in wrapped(words, measure).into_iter().zip(area.top()..area.bottom()) {
        ink.put(area.x + indent, y, area.right(), words.get(range).unwrap_or_default(), style);
    }
}

fn person(ink: &mut Ink, person: &Person, area: Rect) {
    let (style, aside) = (ink.style(Role::Heading), ink.style(Role::Aside));
    let dot = ink.dot();
    let counts = format!("{} statement{}", person.n_statements, if person.n_statements == 1 { "" } else { "s" });
    let right = area.right().saturating_sub(width(&counts) as u16 + 1);
    ink.put(right, area.y, area.right(), &counts, aside);
    let x = ink.put_cut(area.x + 2, area.y, right.saturating_sub(1), &person.name, style);
    if let Some(role) = &person.role
        && x + 6 < right
    {
        let x = ink.put(x, area.y, right, dot, aside);
        ink.put_cut(x, area.y, right.saturating_sub(1), role, aside);
    }
}

fn article(ink: &mut Ink, row: &Row, area: Rect) {
    let aside = ink.style(Role::Aside);
    if !row.is_read {
        let (sign, style) = (ink.sign("•", "N"), ink.style(Role::Gutter));
        ink.put(area.x, area.y, area.right(), sign, style);
    }
    let mut right = area.right().saturating_sub(1);
    if let Some(outlet) = &row.outlet {
        let cols = width(head(outlet, 200)) as u16;
        if cols < area.width / 2 {
            right = right.saturating_sub(cols);
            ink.put(right, area.y, right + cols, outlet, aside);
            right = right.saturating_sub(2);
        }
    }
    let style = ink.style(if row.is_read { Role::Text } else { Role::Heading });
    ink.put_cut(area.x + 2, area.y, right, &row.headline, style);
}

/// A name, a bar and what it stands for; any share above none has a column at least.
fn share(ink: &mut Ink, row: &TallyRow, most: f64, area: Rect) {
    let (name_style, aside) = (ink.style(Role::Text), ink.style(Role::Aside));
    let (bar, rest) = (ink.style(Role::Bar), ink.style(Role::Dim));
    let s = |n: usize| if n == 1 { "" } else { "s" };
    let (n, n_words) = (row.n_statements, row.n_words);
    let figures = if area.width >= 72 {
        format!("{:>3.0}%  {n} statement{}, {n_words} word{}", row.share * 100.0, s(n), s(n_words))
    } else {
        format!("{:>3.0}%", row.share * 100.0)
    };
    let bar_cols = BAR_COLS.min(area.width / 4);
    let figures_cols = if area.width >= 72 { 36 } else { 5 };
    let figures_x = area.right().saturating_sub(figures_cols);
    let bar_x = figures_x.saturating_sub(bar_cols + 1);
    ink.put_cut(area.x + 1, area.y, bar_x.saturating_sub(1), &row.name, name_style);
    let part = if most > 0.0 { row.share / most } else { 0.0 };
    let full = ((part * f64::from(bar_cols)).ceil() as u16).min(bar_cols);
    for col in 0..bar_cols {
        let (sign, style) = if col < full { (ink.sign("━", "#"), bar) } else { (ink.sign("·", "."), rest) };
        ink.put(bar_x + col, area.y, area.right(), sign, style);
    }
    ink.put_cut(figures_x, area.y, area.right(), &figures, aside);
}

/// How often, week by week; the newest weeks where there are more than columns.
fn sparkline(ink: &mut Ink, weeks: &[Count], area: Rect) {
    const STEPS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    const ASCII: [&str; 8] = [".", ".", ":", ":", "=", "=", "#", "#"];
    let (bar, aside, dim) = (ink.style(Role::Bar), ink.style(Role::Aside), ink.style(Role::Dim));
    ink.put(area.x + 1, area.y, area.x + SHEET_LABEL_COLS, "weeks", aside);
    let x = area.x + SHEET_LABEL_COLS + 1;
    let ends = |weeks: &[Count]| match (weeks.first(), weeks.last()) {
        (Some(first), Some(last)) => (first.name.clone(), last.name.clone()),
        _ => (String::new(), String::new()),
    };
    // Between the first week and the last, which say what the line spans.
    let room = (area.right().saturating_sub(x + 24)) as usize;
    let shown = weeks.get(weeks.len().saturating_sub(room)..).unwrap_or_default();
    let (first, last) = ends(shown);
    let most = shown.iter().map(|week| week.n).max().unwrap_or(0).max(1);
    let mut x = ink.put(x, area.y, area.right(), &format!("{first} "), aside);
    for week in shown {
        let step = (week.n * STEPS.len()).div_ceil(most).saturating_sub(1);
        let (sign, style) = match week.n {
            0 => (ink.sign("·", " "), dim),
            _ => (ink.sign(STEPS.get(step).unwrap_or(&"█"), ASCII.get(step).unwrap_or(&"#")), bar),
        };
        x = ink.put(x, area.y, area.right(), sign, style);
    }
    ink.put(x, area.y, area.right(), &format!(" {last}"), aside);
}
