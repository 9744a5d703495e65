//! Which pane has the keys.

use std::sync::Arc;

use crate::state::lit::Lit;
use crate::state::{Direction, Pane, State};

use super::{act, jump};

/// Gives a pane the keys; the same key again gives them back to the article.
pub(super) fn focus(state: &mut State, pane: Pane) {
    act::close_card(state);
    if let Some(reading) = &mut state.reading {
        reading.focus = if reading.focus == pane { Pane::Article } else { pane };
    }
}

pub(super) fn next(state: &mut State, direction: Direction) {
    act::close_card(state);
    let Some(reading) = &mut state.reading else { return };
    let at = Pane::ALL.iter().position(|pane| *pane == reading.focus).unwrap_or(0);
    let by = match direction {
        Direction::Forward => 1,
        Direction::Backward => Pane::ALL.len() - 1,
    };
    reading.focus = Pane::ALL.get((at + by) % Pane::ALL.len()).copied().unwrap_or(Pane::Article);
}

/// Groups the quotes by speaker, or lists them in the text's order.
pub(super) fn group(state: &mut State) {
    let Some(reading) = &mut state.reading else { return };
    let by_speaker = !reading.lit.by_speaker;
    reading.lit = Arc::new(Lit::new(&reading.article, &reading.index, reading.lit.filter, by_speaker));
    reading.quotes_cursor.at = 0;
    let at = reading.at;
    jump::set_at(reading, at);
    state.say(if by_speaker { "quotes by speaker" } else { "quotes in the article's order" });
}
