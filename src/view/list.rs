//! The list of articles.

use crate::flow::width_within;
use crate::layout::Layout;
use crate::state::State;
use crate::theme::Role;

use super::ink::Ink;

pub(super) fn list(ink: &mut Ink, state: &State, lay: &Layout) {
    let note = lay.list_note;
    let samples = state.items.iter().filter(|item| item.sample).count();
    let words = if state.items.is_empty() {
        "no articles: nutgraf FILE reads one"
    } else if samples == state.items.len() {
        "Made-up articles to try the reader on; nutgraf FILE reads your own"
    } else {
        "Articles"
    };
    let style = ink.style(Role::Aside);
    ink.put_cut(note.x + 1, note.y, note.right(), words, style);
    let dot = ink.dot();
    for (row, item) in state.items.iter().enumerate().skip(state.list_top).take(lay.list.height as usize) {
        let y = lay.list.y + (row - state.list_top) as u16;
        let area = lay.list;
        let mut right = area.right().saturating_sub(1);
        if item.sample {
            let style = ink.style(Role::Label);
            right = right.saturating_sub(6);
            ink.put(right, y, area.right(), "sample", style);
            right = right.saturating_sub(2);
        }
        let aside: Vec<&str> = [item.outlet.as_deref(), item.day.as_deref()].into_iter().flatten().collect();
        let aside = aside.join(dot);
        let cols = width_within(&aside, area.width as usize) as u16;
        if cols > 0 && cols <= area.width / 2 {
            let style = ink.style(Role::Aside);
            right = right.saturating_sub(cols);
            ink.put(right, y, right + cols, &aside, style);
            right = right.saturating_sub(2);
        }
        let style = ink.style(if item.fault.is_some() { Role::Aside } else { Role::Text });
        let after = ink.put_cut(area.x + 1, y, right, &item.title, style);
        if let Some(fault) = &item.fault {
            let style = ink.style(Role::Error);
            ink.put_cut(after.saturating_add(2), y, right, fault, style);
        }
        if row == state.list_at {
            let style = ink.style(Role::Selected);
            ink.tint(area.x, y, area.right(), style);
        }
    }
}
