//! A line in the search language at the top of the screen, and under it what is wrong with it, or what it came to.

use ratatui::layout::Rect;

use crate::catalogue::QueryFault;
use crate::flow::width;
use crate::state::State;
use crate::theme::Role;

use super::ink::Ink;
use super::panes::tail;

/// Draws the line while it is typed, else the query that holds; gives the cursor.
pub(super) fn line(ink: &mut Ink, state: &State, prompt: &str, query: &str, area: Rect) -> Option<(u16, u16)> {
    let entry = state.entry.as_ref().filter(|entry| entry.purpose.is_query());
    let (key, style) = (ink.style(Role::KeyName), ink.style(Role::Text));
    let x = ink.put_cut(area.x + 1, area.y, area.right(), prompt, key);
    let Some(entry) = entry else {
        ink.put_cut(x, area.y, area.right(), query, style);
        return None;
    };
    let room = area.right().saturating_sub(x + 1) as usize;
    // The part around the cursor stays in sight.
    let before = tail(entry.line.before(), room);
    let after = entry.line.text().get(entry.line.before().len()..).unwrap_or_default();
    let cursor = ink.put(x, area.y, area.right(), before, style);
    ink.put(cursor, area.y, area.right(), after, style);
    Some((cursor.min(area.right().saturating_sub(1)), area.y))
}

/// Draws what is wrong under the words that it is about: `^^^^ no field is called speeker`.
pub(super) fn fault(ink: &mut Ink, prompt: &str, query: &str, fault: &QueryFault, area: Rect) {
    let start: String = query.chars().take(fault.at.start).collect();
    let words: String = query.chars().skip(fault.at.start).take(fault.at.len()).collect();
    let style = ink.style(Role::Error);
    let (from, cols) = (width(prompt) + width(&start), width(&words).max(1));
    let signs = "^".repeat(cols.min(area.width as usize));
    let message = width(&fault.message);
    let room = (area.width as usize).saturating_sub(1);
    // The message stands after the signs, before them where there is more room, else over them.
    if from + cols + 1 + message <= room {
        let x = ink.put(area.x + 1 + from as u16, area.y, area.right(), &signs, style);
        ink.put_cut(x + 1, area.y, area.right(), &fault.message, style);
    } else if message < from {
        ink.put(area.x + 1 + from as u16, area.y, area.right(), &signs, style);
        ink.put(area.x + from as u16 - message as u16, area.y, area.right(), &fault.message, style);
    } else {
        ink.put_cut(area.x + 1, area.y, area.right(), &fault.message, style);
    }
}
