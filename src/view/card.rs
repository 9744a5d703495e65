//! The evidence card.

use crate::layout::Layout;
use crate::state::card::{LABEL_COLS, Tone, title};
use crate::state::{Overlay, Reading, State};
use crate::theme::Role;

use super::article::{certainty_role, kind_role};
use super::ink::Ink;

pub(super) fn card(ink: &mut Ink, state: &State, reading: &Reading, lay: &Layout) {
    let (Some(Overlay::Card { top }), area) = (state.overlay, lay.card) else { return };
    if area.is_empty() {
        return;
    }
    let style = ink.style(Role::FocusedPane);
    let dash = ink.sign("─", "-");
    for x in area.left()..area.right() {
        ink.put(x, area.y, area.right(), dash, style);
    }
    ink.put_cut(area.x + 1, area.y, area.right(), &format!(" {} ", title(reading)), style);
    let lines = &reading.card.lines;
    let rows = area.height.saturating_sub(1) as usize;
    if lines.len() > rows {
        let place = format!(" {}-{} of {} ", top + 1, (top + rows).min(lines.len()), lines.len());
        let cols = place.len() as u16;
        if cols + 30 < area.width {
            ink.put(area.right() - cols - 1, area.y, area.right(), &place, style);
        }
    }
    for (row, line) in lines.iter().skip(top).take(rows).enumerate() {
        let y = area.y + 1 + row as u16;
        let label = ink.style(Role::Aside);
        ink.put(area.x + 1, y, area.x + LABEL_COLS, line.label, label);
        let plain = ink.style(Role::Text);
        let style = match line.tone {
            Tone::Plain => plain,
            Tone::Words(kind) => plain.patch(ink.style(kind_role(kind))),
            Tone::Speaker(colour) => colour.map_or(plain, |colour| plain.patch(ink.look().speaker(colour))),
            Tone::Certainty(certainty) => plain.patch(ink.style(certainty_role(certainty))),
            Tone::Doubt => plain.patch(ink.style(Role::Check)),
        };
        ink.put(area.x + 1 + LABEL_COLS, y, area.right(), &line.words, style);
    }
}
