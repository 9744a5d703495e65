//! What lies over the whole screen: the help screen, the list of warnings, and words to be selected by hand.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::flow::Link;
use crate::layout::{Layout, help_cols};
use crate::state::help::lines;
use crate::state::{Overlay, Reading, State};
use crate::theme::Role;

use super::ink::Ink;

pub(super) fn overlay(ink: &mut Ink, state: &State, lay: &Layout) {
    match (state.overlay, &state.reading) {
        (Some(Overlay::Help { top }), _) => help(ink, state, lay, top),
        (Some(Overlay::Warnings { top }), Some(reading)) => warnings(ink, reading, lay.help, top),
        (Some(Overlay::Boxed { top }), _) => boxed(ink, state, lay.help, top),
        _ => {}
    }
}

fn help(ink: &mut Ink, state: &State, lay: &Layout, top: usize) {
    let (lines, keys_col) = lines(state, help_cols(lay), ink.unicode());
    let area = lay.help;
    title(ink, area, "signs and keys", top, lines.len());
    let (key_style, text) = (ink.style(Role::KeyName), ink.style(Role::Text));
    for (line, y) in lines.iter().skip(top).zip(area.top() + 1..area.bottom()) {
        ink.put(area.x + 1, y, area.right(), &line.keys, key_style);
        ink.put(area.x + 1 + keys_col + 2, y, area.right(), &line.words, text);
    }
}

fn warnings(ink: &mut Ink, reading: &Reading, area: Rect, top: usize) {
    let flow = &reading.warnings;
    title(ink, area, "warnings: lines", top, flow.lines.len());
    let (number_style, text) = (ink.style(Role::KeyName), ink.style(Role::Text));
    for (line, y) in flow.lines.iter().skip(top).zip(area.top() + 1..area.bottom()) {
        if let Some(number) = line.number {
            ink.put(area.x + 1, y, area.right(), &number.to_string(), number_style);
        }
        ink.put(area.x + 1 + flow.number_cols, y, area.right(), &line.words, text);
    }
}

/// Words to select: nothing stands beside them.
fn boxed(ink: &mut Ink, state: &State, area: Rect, top: usize) {
    title(ink, area, "select by hand: lines", top, state.boxed.lines.len());
    let text = ink.style(Role::Text);
    for (line, y) in state.boxed.lines.iter().skip(top).zip(area.top() + 1..area.bottom()) {
        ink.put(area.x, y, area.right(), line, text);
    }
}

/// The addresses among words to select, where they stand on the screen.
pub(super) fn links(state: &State, lay: &Layout) -> Vec<Link> {
    let (Some(Overlay::Boxed { top }), false) = (state.overlay, lay.too_small) else { return Vec::new() };
    let area = lay.help;
    let rows = top..top + usize::from(area.height.saturating_sub(1));
    let shown = state.boxed.links.iter().filter(|link| rows.contains(&link.row));
    let placed = |link: &Link| Link {
        row: link.row - top + usize::from(area.y) + 1,
        start_col: area.x + link.start_col,
        end_col: area.x + link.end_col,
        address: Arc::clone(&link.address),
    };
    shown.map(placed).collect()
}

fn title(ink: &mut Ink, area: Rect, name: &str, top: usize, n_lines: usize) {
    let style = ink.style(Role::FocusedPane);
    let dash = ink.sign("─", "-");
    for x in area.left()..area.right() {
        ink.put(x, area.y, area.right(), dash, style);
    }
    let last = (top + area.height.saturating_sub(1) as usize).min(n_lines);
    ink.put_cut(area.x + 1, area.y, area.right(), &format!(" {name} {}-{last} of {n_lines} ", top + 1), style);
}
