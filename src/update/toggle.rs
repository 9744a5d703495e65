//! What is switched: theme, zen, mouse, help, warnings.

use crate::exchange::Effect;
use crate::state::{Overlay, Pane, State};

/// What is said where a listener switches something about the screen.
const NOTHING_TO_SEE: &str = "this changes the screen only, and in plain lines there is none";

pub(super) fn theme(state: &mut State) -> Vec<Effect> {
    if state.linear {
        state.say(NOTHING_TO_SEE);
        return Vec::new();
    }
    let n = state.themes.len().max(1);
    state.theme = (state.theme + 1) % n;
    let name = state.themes.get(state.theme).cloned().unwrap_or_default();
    state.say(format!("theme {name}"));
    vec![Effect::Theme(name)]
}

pub(super) fn zen(state: &mut State) {
    if state.linear {
        state.say(NOTHING_TO_SEE);
        return;
    }
    state.zen = !state.zen;
    if let Some(reading) = &mut state.reading {
        reading.focus = Pane::Article;
    }
    state.say(if state.zen { "the article alone" } else { "the article with its panes" });
}

pub(super) fn mouse(state: &mut State) -> Vec<Effect> {
    if state.linear {
        state.say(NOTHING_TO_SEE);
        return Vec::new();
    }
    state.mouse = !state.mouse;
    state.say(if state.mouse { "the mouse scrolls and selects here" } else { "the mouse is the terminal's again" });
    vec![Effect::Mouse(state.mouse)]
}

pub(super) fn help(state: &mut State) {
    state.overlay = match state.overlay {
        Some(Overlay::Help { .. }) => None,
        _ => Some(Overlay::Help { top: 0 }),
    };
}

pub(super) fn warnings(state: &mut State) {
    if let Some(Overlay::Warnings { .. }) = state.overlay {
        state.overlay = None;
    } else if state.reading.as_ref().is_some_and(|reading| reading.article.warnings.is_empty()) {
        state.say("there are no warnings about this article");
    } else {
        state.overlay = Some(Overlay::Warnings { top: 0 });
    }
}
