//! The help screen.

use crate::layout::{Layout, help_cols};
use crate::state::help::lines;
use crate::state::{Overlay, State};
use crate::theme::Role;

use super::ink::Ink;

pub(super) fn help(ink: &mut Ink, state: &State, lay: &Layout) {
    let (Some(Overlay::Help { top }), area) = (state.overlay, lay.help) else { return };
    let style = ink.style(Role::FocusedPane);
    let dash = ink.sign("─", "-");
    for x in area.left()..area.right() {
        ink.put(x, area.y, area.right(), dash, style);
    }
    let (lines, keys_col) = lines(state, help_cols(lay));
    let rows = area.height.saturating_sub(1) as usize;
    let title = format!(" keys {}-{} of {} ", top + 1, (top + rows).min(lines.len()), lines.len());
    ink.put_cut(area.x + 1, area.y, area.right(), &title, style);
    let (key_style, text) = (ink.style(Role::KeyName), ink.style(Role::Text));
    for (row, line) in lines.iter().skip(top).take(rows).enumerate() {
        let y = area.y + 1 + row as u16;
        ink.put(area.x + 1, y, area.right(), &line.keys, key_style);
        ink.put(area.x + 1 + keys_col + 2, y, area.right(), &line.words, text);
    }
}
