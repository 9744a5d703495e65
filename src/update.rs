//! What an event makes of the state, and what it asks of the outside. The matches only forward.

mod act;
mod card;
mod filter;
mod find;
mod jump;
mod list;
mod motion;
mod mouse;
mod narrow;
mod pane;
mod press;
mod settle;
mod step;
mod toggle;

use crate::key::Input;
use crate::session::{Effect, Event};
use crate::state::State;

/// Takes one event.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    if let Event::Input(Input::Key(key)) = event
        && let Some(keys) = state.keymap.parted(state.place(), key)
    {
        return keys.into_iter().flat_map(|key| update(state, Event::Input(Input::Key(key)))).collect();
    }
    let effects = match event {
        Event::Input(Input::Key(key)) => press::key(state, key),
        Event::Input(Input::Mouse(mouse)) => mouse::mouse(state, mouse),
        Event::Input(Input::Paste(text)) => press::paste(state, &text),
        Event::Resize { cols, rows } => {
            (state.cols, state.rows) = (cols, rows);
            Vec::new()
        }
        Event::Opened(item, outcome) => list::opened(state, item, outcome),
        Event::Resumed => vec![Effect::Redraw],
    };
    settle::settle(state);
    effects
}
