//! A line that is being typed: what typing changes at once, what Enter makes of it, and how it is left.

use crate::exchange::Effect;
use crate::state::entry::Line;
use crate::state::errand::Errand;
use crate::state::{Purpose, State};

use super::{find, hits, note, shelf, work};

/// Earlier lines remembered.
const MAX_HISTORY: usize = 50;

/// The line has changed.
pub(super) fn typed(state: &mut State) -> Vec<Effect> {
    match purpose(state) {
        Some(Purpose::Find) => {
            find::typed(state);
            Vec::new()
        }
        Some(Purpose::Filter) => {
            let text = text(state);
            shelf::filter(state, text.trim(), true)
        }
        Some(Purpose::Search) => {
            let text = text(state);
            hits::typed(state, text.trim())
        }
        _ => Vec::new(),
    }
}

/// Enter.
pub(super) fn confirm(state: &mut State) -> Vec<Effect> {
    let Some(purpose) = purpose(state) else { return Vec::new() };
    let text = text(state).trim().to_owned();
    match purpose {
        Purpose::Find => {
            find::confirm(state);
            Vec::new()
        }
        Purpose::Filter => shelf::confirm(state, &text),
        Purpose::Tags => {
            let entry = state.entry.take();
            entry.map_or_else(Vec::new, |entry| shelf::tag(state, entry))
        }
        Purpose::Search => hits::confirm(state, &text),
        Purpose::SaveAs => {
            state.entry = None;
            hits::save(state, &text)
        }
        Purpose::Add => {
            state.entry = None;
            work::add(state, &text)
        }
        Purpose::Errand => note::confirm(state, &text),
    }
}

/// Leaves the line as if it had not been typed.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    match purpose(state) {
        Some(Purpose::Find) => {
            find::cancel(state);
            Vec::new()
        }
        Some(Purpose::Filter) => {
            let before = state.entry.take().map(|entry| entry.origin_text).unwrap_or_default();
            let effects = shelf::filter(state, &before, false);
            state.shelf.fault = None;
            effects
        }
        Some(Purpose::Search) => hits::cancel(state),
        _ => {
            state.entry = None;
            Vec::new()
        }
    }
}

/// Goes through earlier lines.
pub(super) fn recall(state: &mut State, older: bool) -> Vec<Effect> {
    let errand = state.entry.as_ref().and_then(|entry| entry.errand.as_ref());
    let history = match purpose(state) {
        Some(Purpose::Find) => &state.history,
        Some(Purpose::Errand) if matches!(errand, Some(Errand::Command(_))) => &state.commands,
        Some(purpose) if purpose.is_query() => &state.searches,
        _ => return Vec::new(),
    };
    let Some(entry) = &mut state.entry else { return Vec::new() };
    let back = if older { (entry.back + 1).min(history.len()) } else { entry.back.saturating_sub(1) };
    if back == entry.back {
        // Below the newest line stands what was found.
        return if older || !entry.purpose.is_query() { Vec::new() } else { confirm(state) };
    }
    if entry.back == 0 {
        entry.draft = entry.line.text().to_owned();
    }
    entry.back = back;
    let text = match back.checked_sub(1) {
        None => entry.draft.clone(),
        Some(n) => history.iter().rev().nth(n).cloned().unwrap_or_default(),
    };
    entry.line = Line::new(text);
    typed(state)
}

/// Remembers a line as the last one.
pub(super) fn remember(history: &mut Vec<String>, line: &str) {
    if line.is_empty() {
        return;
    }
    history.retain(|other| other != line);
    history.push(line.to_owned());
    if history.len() > MAX_HISTORY {
        history.remove(0);
    }
}

pub(super) fn purpose(state: &State) -> Option<Purpose> {
    state.entry.as_ref().map(|entry| entry.purpose)
}

fn text(state: &State) -> String {
    state.entry.as_ref().map(|entry| entry.line.text().to_owned()).unwrap_or_default()
}
