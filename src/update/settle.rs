//! After every event: lines are made for a new width, and every position is brought back within its bounds.

use std::sync::Arc;

use crate::flow::Flowed;
use crate::layout::{self, layout};
use crate::state::card::CardFlow;
use crate::state::panes::{SummaryFlow, keep_in_view};
use crate::state::warnings::WarningFlow;
use crate::state::{Listing, Overlay, Pane, Reading, State, help};

use super::jump;

/// Widths whose lines are kept beside those of the present one: with a pane beside the article, without one, alone.
const MOST_FLOWS: usize = 2;

pub(super) fn settle(state: &mut State) {
    let screen = layout::screen(state);
    let mut lay = layout(screen, state);
    if lay.too_small {
        return;
    }
    state.list_at = state.list_at.min(state.items.len().saturating_sub(1));
    let list_rows = (lay.list.height as usize).max(1);
    if lay.list.height > 0 && state.listing == Listing::Library {
        state.shelf.keep_in_view(list_rows);
    } else if lay.list.height > 0 {
        let lowest = (state.list_at + 1).saturating_sub(list_rows);
        state.list_top = state.list_top.clamp(lowest, state.list_at);
    }
    if let Some(sheet) = state.sheet_mut() {
        sheet.settle(lay.list.width, list_rows);
    }
    if let Some(reading) = &mut state.reading
        && let Some(width) = lay.sides.iter().find(|side| side.pane == Pane::Summary).map(|side| side.body.width)
        && reading.summary.width_col != width
    {
        reading.summary = Arc::new(SummaryFlow::new(&reading.article, width));
        // The summary's height moves the panes under it.
        lay = layout(screen, state);
    }
    if let (Some(Overlay::Card { .. }), Some(reading)) = (state.overlay, &mut state.reading)
        && !reading.card.is_for(reading, layout::card_cols(&lay))
    {
        reading.card = Arc::new(CardFlow::new(reading, layout::card_cols(&lay)));
        // The card is as high as its lines are many.
        lay = layout(screen, state);
    }
    if let Some(reading) = &mut state.reading {
        if lay.text.width > 0 {
            article(reading, lay.text.width, lay.text.height as usize, state.linear);
        }
        for side in &lay.sides {
            let kept =
                keep_in_view(reading, side.pane, reading.cursor(side.pane), side.body.width, side.body.height as usize);
            if let Some(cursor) = reading.cursor_mut(side.pane) {
                *cursor = kept;
            }
        }
    }
    overlay(state, &lay);
}

fn article(reading: &mut Reading, width: u16, height: usize, linear: bool) {
    let other_width = reading.flow.measure_col() != width;
    if other_width {
        let make = if linear { Flowed::by_sentence } else { Flowed::new };
        let known = reading.flows.iter().position(|flow| flow.measure_col() == width);
        let flow = known.map_or_else(|| Arc::new(make(&reading.article, width)), |at| reading.flows.remove(at));
        let before = std::mem::replace(&mut reading.flow, flow);
        if !before.lines().is_empty() {
            reading.flows.push(before);
            let n_over = reading.flows.len().saturating_sub(MOST_FLOWS);
            reading.flows.drain(..n_over);
        }
        reading.trail.clear();
    }
    let start = reading.at.and_then(|at| reading.index.start_char(at));
    if other_width || reading.height != height {
        reading.height = height;
        reading.top = jump::top_of(reading, reading.anchor);
        if let Some(start) = start
            && reading.at_in_view
            && !reading.is_in_view(start)
        {
            // The anchor stays: the old window brings the old view back.
            let anchor = reading.anchor;
            jump::show_char(reading, start);
            reading.anchor = anchor;
        }
    }
    reading.top = reading.top.min(reading.max_top());
    reading.at_in_view = start.is_some_and(|start| reading.is_in_view(start));
}

fn overlay(state: &mut State, lay: &layout::Layout) {
    if let (Some(Overlay::Warnings { .. }), Some(reading)) = (state.overlay, &mut state.reading)
        && reading.warnings.width_col != layout::help_cols(lay)
    {
        reading.warnings = Arc::new(WarningFlow::new(reading, layout::help_cols(lay)));
    }
    if let Some(Overlay::Boxed { .. }) = state.overlay {
        state.boxed.settle(lay.help.width);
    }
    if let Some(menu) = &mut state.menu {
        menu.keep_in_view(lay.menu.height.saturating_sub(1) as usize);
    }
    let n_lines = match (state.overlay, &state.reading) {
        (Some(Overlay::Help { .. }), _) if state.linear => help::spoken(state).len(),
        (Some(Overlay::Help { .. }), _) => help::lines(state, layout::help_cols(lay), true).0.len(),
        (Some(Overlay::Warnings { .. }), Some(reading)) => reading.warnings.lines.len(),
        (Some(Overlay::Boxed { .. }), _) => state.boxed.lines.len(),
        (Some(Overlay::Card { .. }), Some(reading)) => reading.card.lines.len(),
        _ => return,
    };
    match &mut state.overlay {
        Some(Overlay::Help { top } | Overlay::Warnings { top } | Overlay::Boxed { top }) => {
            *top = (*top).min(n_lines.saturating_sub((lay.help.height as usize).saturating_sub(1)));
        }
        Some(Overlay::Card { top }) => {
            *top = (*top).min(n_lines.saturating_sub((lay.card.height as usize).saturating_sub(1)));
        }
        None => {}
    }
}
