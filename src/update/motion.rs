//! Moving by lines and pages, in the place that has the keys.

use crate::action::Place;
use crate::layout::{self, layout};
use crate::state::{Direction, Overlay, Pane, Reading, State, panes};

use super::{jump, sheet};

pub(super) fn lines(state: &mut State, by: isize) {
    match state.place() {
        Place::Summary => rows(state, Pane::Summary, by),
        Place::Actors => rows(state, Pane::Actors, by),
        Place::Quotes => rows(state, Pane::Quotes, by),
        Place::List => state.select(moved(state.selected(), by)),
        Place::Hits | Place::Speaker | Place::Shares | Place::Day => sheet::step(state, by),
        Place::Card | Place::Help => scroll_overlay(state, by),
        Place::Article | Place::Find | Place::Menu | Place::Narrow | Place::Marking | Place::Anywhere => {
            scroll_article(state, by);
        }
    }
}

/// Moves by a page divided by `part`.
pub(super) fn pages(state: &mut State, by: isize, part: usize) {
    let place = state.place();
    let lay = layout(layout::screen(state), state);
    let height = match place {
        Place::Hits | Place::Speaker | Place::Shares | Place::Day => {
            sheet::page(state, by, part);
            return;
        }
        Place::List => lay.list.height,
        Place::Help => lay.help.height.saturating_sub(1),
        Place::Card => lay.card.height.saturating_sub(1),
        Place::Article | Place::Find | Place::Anywhere if state.linear => {
            paragraphs(state, by);
            return;
        }
        Place::Article | Place::Find | Place::Menu | Place::Narrow | Place::Marking | Place::Anywhere => {
            lay.text.height
        }
        Place::Summary | Place::Actors | Place::Quotes => {
            let focus = state.reading.as_ref().map_or(Pane::Article, |reading| reading.focus);
            let width_rows = lay.sides.iter().find(|side| side.pane == focus);
            // Rows of two lines: half as many make a page.
            width_rows.map_or(1, |side| side.body.height.div_ceil(2))
        }
    } as usize;
    // A page leaves two lines of the last one in sight.
    let page = if part == 1 && height > 4 { height - 2 } else { height / part.max(1) };
    lines(state, by.saturating_mul(page.max(1).cast_signed()));
}

pub(super) fn end(state: &mut State, direction: Direction) {
    let far = match direction {
        Direction::Forward => isize::MAX,
        Direction::Backward => isize::MIN,
    };
    if state.place() == Place::Article
        && let Some(reading) = &mut state.reading
    {
        let from = reading.mark();
        reading.jumps.push(from);
    }
    lines(state, far);
}

pub(super) fn scroll_article(state: &mut State, by: isize) {
    if let Some(reading) = &mut state.reading {
        let top = moved(reading.top, by);
        jump::scroll_to(reading, top);
        if state.linear {
            meet(reading, top.min(reading.top));
        }
        // Even where the view cannot move further: the reader has turned to something else than the last step.
        reading.trail.clear();
    }
}

/// To the last sentence of a paragraph before or after: a listener has heard the paragraph then.
fn paragraphs(state: &mut State, by: isize) {
    let Some(reading) = &mut state.reading else { return };
    let lines = reading.flow.lines();
    let last = lines.len().saturating_sub(1);
    let ends =
        |line: usize| line >= last || lines.get(line).map(|it| it.block) != lines.get(line + 1).map(|it| it.block);
    let from = reading.top;
    let mut to = from;
    for _ in 0..by.unsigned_abs() {
        let next =
            if by > 0 { (to + 1..=last).find(|&line| ends(line)) } else { (0..to).rev().find(|&line| ends(line)) };
        let Some(next) = next else { break };
        to = next;
    }
    jump::scroll_to(reading, to);
    // Going back one hears the whole of the paragraph that one comes to.
    let block = reading.flow.lines().get(to).map(|line| line.block);
    let first = reading.flow.lines().partition_point(|line| Some(line.block) < block);
    meet(reading, if to > from { from + 1 } else { first });
    reading.trail.clear();
}

/// Whoever reads on by ear is at the last statement that begins in what was read, from a line to the one in view.
fn meet(reading: &mut Reading, from: usize) {
    let lines = reading.flow.lines();
    let (Some(first), Some(last)) = (lines.get(from), lines.get(reading.top)) else { return };
    let starts = &reading.lit.starts;
    let rank = starts.partition_point(|&start| start < last.end_char).checked_sub(1);
    let met = rank.filter(|&rank| starts.get(rank).is_some_and(|&start| start >= first.start_char));
    if let Some(&statement) = met.and_then(|rank| reading.lit.order.get(rank)) {
        jump::forget_evidence(reading);
        jump::set_at(reading, Some(statement));
    }
}

pub(super) fn scroll_overlay(state: &mut State, by: isize) {
    // Settling keeps it within its lines.
    match &mut state.overlay {
        Some(Overlay::Card { top } | Overlay::Help { top } | Overlay::Warnings { top } | Overlay::Boxed { top }) => {
            *top = moved(*top, by);
        }
        None => {}
    }
}

/// Scrolls a pane without the keys: the selection stays on the screen.
pub(super) fn scroll_pane(reading: &mut Reading, pane: Pane, by: isize, width_col: u16, height: usize) {
    let mut cursor = reading.cursor(pane);
    let last = panes::n_rows(reading, pane).saturating_sub(1);
    cursor.top = moved(cursor.top, by).min(last);
    let mut used = 0;
    let mut visible = cursor.top;
    for row in cursor.top..=last {
        used += panes::row_height(reading, pane, row, width_col);
        if used > height {
            break;
        }
        visible = row;
    }
    cursor.at = cursor.at.clamp(cursor.top, visible.max(cursor.top));
    if let Some(slot) = reading.cursor_mut(pane) {
        *slot = cursor;
    }
}

fn rows(state: &mut State, pane: Pane, by: isize) {
    let Some(reading) = &mut state.reading else { return };
    let last = panes::n_rows(reading, pane).saturating_sub(1);
    if let Some(cursor) = reading.cursor_mut(pane) {
        cursor.at = moved(cursor.at, by).min(last);
    }
}

fn moved(from: usize, by: isize) -> usize {
    from.saturating_add_signed(by)
}
