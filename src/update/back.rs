//! From screen to screen, and back again the same way.

use crate::exchange::{Effect, Target, Who};
use crate::state::{Aim, Loading, Screen, State, Stop};

use super::list;

/// Further back one does not come.
const MAX_STOPS: usize = 50;

/// The screen that one is on, as one to come back to.
fn here(state: &State) -> Option<Stop> {
    Some(match state.screen {
        Screen::List => Stop::List,
        Screen::Article => Stop::Article(state.reading.as_ref()?.target?),
        Screen::Hits => Stop::Hits,
        Screen::Speaker => Stop::Speaker(state.speaker.page.as_ref()?.person.id),
        Screen::Shares => Stop::Shares,
        Screen::Day => Stop::Day,
    })
}

/// Goes to a screen; the one that one leaves is where one comes back to.
pub(super) fn go(state: &mut State, screen: Screen) {
    push(state);
    arrive(state, screen);
}

/// Goes to a screen that one comes back to.
pub(super) fn arrive(state: &mut State, screen: Screen) {
    list::remember(state);
    state.screen = screen;
    (state.overlay, state.count, state.edge) = (None, None, None);
}

/// Remembers the screen as one to come back to.
pub(super) fn push(state: &mut State) {
    let Some(stop) = here(state) else { return };
    if state.back.last() != Some(&stop) {
        state.back.push(stop);
    }
    if state.back.len() > MAX_STOPS {
        state.back.remove(0);
    }
}

/// Goes back to the screen before; nothing where there is none.
pub(super) fn pop(state: &mut State) -> Option<Vec<Effect>> {
    let stop = state.back.pop()?;
    list::remember(state);
    state.overlay = None;
    state.entry = None;
    let screen = match stop {
        Stop::List => Screen::List,
        Stop::Hits => Screen::Hits,
        Stop::Shares => Screen::Shares,
        Stop::Day => Screen::Day,
        Stop::Article(target) => {
            if state.reading.as_ref().and_then(|reading| reading.target) != Some(target) {
                return Some(reopen(state, target));
            }
            Screen::Article
        }
        Stop::Speaker(key) => {
            if state.speaker.page.as_ref().map(|page| page.person.id) != Some(key) {
                state.speaker.is_left = true;
                return Some(vec![Effect::Speaker(Who::Speaker(key))]);
            }
            Screen::Speaker
        }
    };
    state.screen = screen;
    Some(Vec::new())
}

fn reopen(state: &mut State, target: Target) -> Vec<Effect> {
    list::ask(state, Loading { target, number: None, aim: Aim::Place, is_return: true })
}
