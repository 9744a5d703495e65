//! A menu: its title, and the rows in view with their numbers or ticks.

use ratatui::layout::Rect;

use crate::flow::width;
use crate::state::{Menu, State};
use crate::theme::Role;

use super::ink::Ink;
use super::panes::tail;

/// Widest that labels may be before their details; longer ones push them on.
const LABEL_COLS: usize = 34;

/// Draws it; gives the cursor while letters narrow it.
pub(super) fn menu(ink: &mut Ink, state: &State, area: Rect) -> Option<(u16, u16)> {
    let menu = state.menu.as_ref().filter(|_| !area.is_empty())?;
    ink.clear(area, ink.style(Role::Text));
    let cursor = title(ink, menu, area);
    let is_typed = state.entry.is_some();
    let widest = menu.rows.iter().map(|row| width(&row.label)).filter(|&cols| cols <= LABEL_COLS).max().unwrap_or(0);
    let rows = menu.shown.iter().enumerate().skip(menu.top);
    for ((number, &row), y) in rows.zip(area.top() + 1..area.bottom()) {
        let Some(shown) = menu.rows.get(row) else { continue };
        let (key, text, aside) = (ink.style(Role::KeyName), ink.style(Role::Text), ink.style(Role::Aside));
        let lead = match &menu.ticked {
            Some(ticked) => ink
                .sign(if ticked.contains(&row) { "✓" } else { " " }, if ticked.contains(&row) { "x" } else { " " })
                .to_owned(),
            None if number < 9 && menu.narrow.is_none() => (number + 1).to_string(),
            None => " ".to_owned(),
        };
        // A sign besides the colour, so that the row stands out without any.
        let is_at = number == menu.at;
        ink.put(area.x, y, area.right(), if is_at { ink.sign("›", ">") } else { " " }, key);
        ink.put(area.x + 1, y, area.right(), &lead, key);
        let x = ink.put_cut(area.x + 3, y, area.right(), &shown.label, text);
        let x = x.max(area.x + 3 + widest as u16) + 2;
        if x + 6 < area.right() {
            ink.put_cut(x, y, area.right(), &shown.detail, aside);
        }
        if is_at {
            let style = ink.style(if is_typed { Role::SelectedAside } else { Role::Selected });
            ink.tint(area.x, y, area.right(), style);
        }
    }
    cursor
}

fn title(ink: &mut Ink, menu: &Menu, area: Rect) -> Option<(u16, u16)> {
    let style = ink.style(Role::FocusedPane);
    let dash = ink.sign("─", "-");
    for x in area.left()..area.right() {
        ink.put(x, area.y, area.right(), dash, style);
    }
    let rows = area.height.saturating_sub(1) as usize;
    let n = menu.shown.len();
    let place =
        if n > rows { format!(" {}-{} of {n} ", menu.top + 1, (menu.top + rows).min(n)) } else { String::new() };
    let right = area.right().saturating_sub(width(&place) as u16 + 1);
    ink.put(right, area.y, area.right(), &place, style);
    // What is typed keeps room of its own beside a long title.
    let title_right = if menu.narrow.is_some() { area.x + area.width / 2 } else { right };
    let x = ink.put_cut(area.x + 1, area.y, title_right, &format!(" {} ", menu.title), style);
    let line = menu.narrow.as_ref()?;
    let x = ink.put(x.saturating_sub(1), area.y, right, ": ", style);
    if line.text().is_empty() {
        let hint = ink.style(Role::Dim);
        ink.put_cut(x, area.y, right, "type to narrow ", hint);
        return Some((x, area.y));
    }
    let before = tail(line.before(), right.saturating_sub(x + 1) as usize);
    let after = line.text().get(line.before().len()..).unwrap_or_default();
    let text = ink.style(Role::Text);
    let cursor = ink.put(x, area.y, right, before, text);
    ink.put(cursor, area.y, right, after, text);
    Some((cursor.min(right.saturating_sub(1)), area.y))
}
