//! The library's list: its articles under the headings of their groups.

use ratatui::layout::Rect;

use crate::catalogue::{ListOrder, Row};
use crate::flow::{width, width_within};
use crate::layout::Layout;
use crate::state::shelf::ShelfLine;
use crate::state::{Purpose, State};
use crate::theme::Role;

use super::ink::Ink;
use super::query;

/// Columns before a headline: marked, unread, starred, each a sign, and a space.
const SIGN_COLS: u16 = 5;

pub(super) fn shelf(ink: &mut Ink, state: &State, lay: &Layout) -> Option<(u16, u16)> {
    let cursor = note(ink, state, lay.list_note);
    let area = lay.list;
    let shelf = &state.shelf;
    if shelf.total() == 0 {
        let words = if shelf.request.query.is_empty() {
            "no articles: nutgraf add brings some in"
        } else {
            "no article fits; Esc shows all"
        };
        let style = ink.style(Role::Dim);
        ink.put_cut(area.x + 1, area.y, area.right(), words, style);
        return cursor;
    }
    for (line, y) in shelf.lines(area.height as usize).into_iter().zip(area.top()..area.bottom()) {
        let line_area = Rect { y, height: 1, ..area };
        match line {
            ShelfLine::Heading(number) => {
                if let Some(row) = shelf.row(number) {
                    heading(ink, state, row, line_area);
                }
            }
            ShelfLine::Row(number) => {
                if let Some(row) = shelf.row(number) {
                    article(ink, state, row, line_area);
                }
                if number == shelf.at {
                    let style = ink.style(Role::Selected);
                    ink.tint(area.x, y, area.right(), style);
                }
            }
        }
    }
    cursor
}

/// What is listed, or the filter while it is typed.
fn note(ink: &mut Ink, state: &State, area: Rect) -> Option<(u16, u16)> {
    let shelf = &state.shelf;
    let entry = state.entry.as_ref().filter(|entry| entry.purpose == Purpose::Filter);
    let under = Rect { y: area.y + 1, height: 1, ..area };
    if let Some(entry) = entry {
        let cursor = query::line(ink, state, FILTER, "", area);
        if area.height > 1 {
            if let Some(fault) = &shelf.fault {
                query::fault(ink, FILTER, entry.line.text(), fault, under);
            } else {
                let style = ink.style(Role::Aside);
                ink.put_cut(area.x + 1, under.y, area.right(), &count(shelf.total(), shelf.page.is_more), style);
            }
        }
        return cursor;
    }
    let style = ink.style(Role::Aside);
    if shelf.request.query.is_empty() {
        let dot = ink.dot();
        let unread = format!("{} unread", shelf.page.n_unread);
        let words = format!("Library{dot}{}{dot}{unread}", count(shelf.total(), shelf.page.is_more));
        ink.put_cut(area.x + 1, area.y, area.right(), &words, style);
    } else {
        let words = count(shelf.total(), shelf.page.is_more);
        let right = area.right().saturating_sub(width(&words) as u16 + 2);
        query::line(ink, state, FILTER, &shelf.request.query, Rect { width: right.saturating_sub(area.x), ..area });
        ink.put(right + 1, area.y, area.right(), &words, style);
    }
    None
}

const FILTER: &str = "show: ";

fn count(n: usize, is_more: bool) -> String {
    let more = if is_more { "more than " } else { "" };
    format!("{more}{n} article{}", if n == 1 { "" } else { "s" })
}

fn heading(ink: &mut Ink, state: &State, row: &Row, area: Rect) {
    let style = ink.style(Role::Pane);
    let dash = ink.sign("─", "-");
    for x in area.left()..area.right() {
        ink.put(x, area.y, area.right(), dash, style);
    }
    let name = match (state.shelf.request.order, row.group.as_str()) {
        (ListOrder::Outlet, "") => "no outlet",
        (ListOrder::Tag, "") => "no tag",
        (_, name) => name,
    };
    ink.put_cut(area.x + 1, area.y, area.right(), &format!(" {name} "), style);
}

fn article(ink: &mut Ink, state: &State, row: &Row, area: Rect) {
    let gutter = ink.style(Role::Gutter);
    let x = area.x + 1;
    if state.shelf.marks.has(row.id) {
        let (sign, style) = (ink.sign("✓", "x"), ink.style(Role::KeyName));
        ink.put(x, area.y, area.right(), sign, style);
    }
    if !row.is_read {
        let sign = ink.sign("•", "N");
        ink.put(x + 1, area.y, area.right(), sign, gutter);
    }
    if row.is_starred {
        let (sign, style) = (ink.sign("★", "*"), ink.style(Role::KeyName));
        ink.put(x + 2, area.y, area.right(), sign, style);
    }
    let mut right = area.right().saturating_sub(1);
    let aside = ink.style(Role::Aside);
    // At the right, as far as half the line goes: the count first, the tags last to come.
    let mut room = area.width / 2;
    let outlet = row.outlet.as_deref().filter(|_| state.shelf.request.order != ListOrder::Outlet);
    let tags = row.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let folded = if row.n_folded > 0 { format!("+{}", row.n_folded) } else { String::new() };
    let incomplete = if row.complete == Some(false) { "incomplete" } else { "" };
    let parts = [
        (format!("{:>3}", row.n_statements), Role::Aside),
        (folded, Role::KeyName),
        (incomplete.to_owned(), Role::Check),
        (outlet.unwrap_or_default().to_owned(), Role::Aside),
        (tags, Role::Label),
    ];
    for (words, role) in parts.into_iter().filter(|(words, _)| !words.is_empty()) {
        let cols = width_within(&words, area.width as usize) as u16;
        if cols + 2 > room {
            continue;
        }
        room -= cols + 2;
        right = right.saturating_sub(cols);
        let style = if role == Role::Aside { aside } else { ink.style(role) };
        ink.put(right, area.y, right + cols, &words, style);
        right = right.saturating_sub(2);
    }
    // Weight says it too, where there is no colour.
    let style = ink.style(if row.is_read { Role::Text } else { Role::Heading });
    ink.put_cut(area.x + SIGN_COLS, area.y, right, &row.headline, style);
}
