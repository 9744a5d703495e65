//! The list of articles: opening one, the next one, going back, leaving.

use std::sync::Arc;

use crate::article::Article;
use crate::session::{Effect, ItemIndex};
use crate::state::{Direction, Reading, Screen, State};

use super::jump;

/// Asks for an entry of the list.
pub(super) fn open(state: &mut State, item: ItemIndex) -> Vec<Effect> {
    let Some(entry) = state.items.get(item) else {
        state.say("there is nothing to open");
        return Vec::new();
    };
    let text = format!("opening {}", entry.title);
    state.loading = Some(item);
    state.say(text);
    vec![Effect::Open(item)]
}

pub(super) fn opened(state: &mut State, item: ItemIndex, outcome: Result<Arc<Article>, String>) -> Vec<Effect> {
    if state.loading != Some(item) {
        // The reader wanted something else in the meantime.
        return Vec::new();
    }
    state.loading = None;
    state.passed = None;
    state.notice = None;
    match outcome {
        Ok(article) => {
            remember(state);
            let mut reading = Reading::new(Some(item), article);
            if let Some(mark) = state.places.get(&item) {
                reading.anchor = mark.anchor;
                // Another article may have come under the same entry.
                let at = mark.at.filter(|&at| reading.index.start_char(at).is_some());
                jump::set_at(&mut reading, at);
            }
            state.reading = Some(reading);
            state.screen = Screen::Article;
            state.list_at = item;
            (state.overlay, state.entry, state.count, state.edge) = (None, None, None, None);
        }
        Err(why) => {
            // An article that does not open is passed, not a wall.
            state.list_at = item;
            state.passed = state.shown().is_some().then_some(item);
            state.fail(match state.items.len() {
                0 | 1 => why,
                n => format!("article {}/{n}: {why}", item + 1),
            });
        }
    }
    Vec::new()
}

/// Goes to the list.
pub(super) fn go(state: &mut State) {
    if state.items.is_empty() {
        state.say("there is no list: one article was opened");
        return;
    }
    remember(state);
    let open_item = state.reading.as_ref().and_then(|reading| reading.item);
    state.list_at = state.passed.take().or(open_item).unwrap_or(state.list_at);
    state.overlay = None;
    state.screen = Screen::List;
}

/// Asks for the article after or before the open one.
pub(super) fn next(state: &mut State, direction: Direction, times: usize) -> Vec<Effect> {
    let open_item = state.shown().and_then(|reading| reading.item);
    let from = state.loading.or(state.passed).or(open_item).unwrap_or(state.list_at);
    let to = match direction {
        Direction::Forward => from.saturating_add(times).min(state.items.len().saturating_sub(1)),
        Direction::Backward => from.saturating_sub(times),
    };
    if to == from {
        let end = if direction == Direction::Forward { "last" } else { "first" };
        state.say(format!("this is the {end} article"));
        return Vec::new();
    }
    open(state, to)
}

/// Back to the list, or out.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    if state.overlay.take().is_some() {
        return Vec::new();
    }
    if state.shown().is_some() && state.has_list() {
        go(state);
        return Vec::new();
    }
    vec![Effect::Quit]
}

fn remember(state: &mut State) {
    if let Some(reading) = &state.reading
        && let Some(item) = reading.item
    {
        state.places.insert(item, reading.mark());
    }
}
