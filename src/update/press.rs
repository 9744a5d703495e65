//! A key is pressed: an action, a digit of a count, or a letter of what is being typed.

use crate::action::{Action, Place};
use crate::exchange::Effect;
use crate::key::{Code, Key};
use crate::state::entry::Line;
use crate::state::{Overlay, State};

use super::{act, jump, menu, narrow, prompt};

/// Larger counts are not meant.
const MAX_COUNT: usize = 9_999;

pub(super) fn key(state: &mut State, key: Key) -> Vec<Effect> {
    state.notice = None;
    let place = state.place();
    if let Some(action) = state.keymap.resolve(place, key) {
        if is_idle(place, action) {
            not_now(state, place);
            return Vec::new();
        }
        let count = state.count.take();
        if !state.offers(action) {
            state.say("that is for the library's owner, at their own machine");
            return Vec::new();
        }
        return act::act(state, action, count);
    }
    match place {
        Place::Find => return typed(state, key),
        Place::Actors => narrowed(state, key),
        Place::Narrow => chosen(state, key),
        Place::Menu => return numbered(state, key),
        _ => digit(state, place, key),
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    match state.place() {
        Place::Find => {
            if let Some(entry) = &mut state.entry {
                entry.line.insert(text);
            }
            return prompt::typed(state);
        }
        Place::Actors => {
            if let Some(reading) = &mut state.reading {
                reading.narrow.insert(text);
                narrow::narrow(reading);
            }
        }
        Place::Narrow => {
            if let Some(menu) = &mut state.menu {
                if let Some(line) = &mut menu.narrow {
                    line.insert(text);
                }
                menu.renarrow();
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Whether an action does nothing in a place where something else is at hand.
fn is_idle(place: Place, action: Action) -> bool {
    let always = matches!(
        action,
        Action::Quit | Action::Suspend | Action::Redraw | Action::Help | Action::Cancel | Action::Theme | Action::Mouse
    );
    let moves = action.moves();
    match place {
        Place::Find => !(always || action == Action::Activate),
        Place::Help => !(always || moves || matches!(action, Action::Leave | Action::Warnings)),
        Place::Menu => !(always || moves || matches!(action, Action::Activate | Action::Leave | Action::Remove)),
        Place::Narrow => !(always || moves || matches!(action, Action::Activate | Action::NextPane)),
        Place::Marking => !(always || is_for_edges(action)),
        _ => false,
    }
}

/// Says what has to be left before a key does anything.
fn not_now(state: &mut State, place: Place) {
    let what = match place {
        Place::Help => "close this first",
        Place::Menu | Place::Narrow => "choose something first, or leave it",
        Place::Marking => "take the words first, or leave them",
        _ => return,
    };
    let key = super::key_name(state, Action::Cancel);
    state.say(format!("{what}: {key}"));
}

/// Says why a key does nothing here: what it is for elsewhere.
fn not_here(state: &mut State, key: Key) {
    let help = super::key_name(state, Action::Help);
    let words = match state.keymap.elsewhere(key).and_then(|action| Some((action, where_to(action)?))) {
        Some((action, place)) => format!("{key} is for {place} ({}); {help} shows the keys", action.declaration().id),
        // For those who listen that is said in words of their own.
        None if state.linear => return,
        None => format!("{key} does nothing here; {help} shows the keys"),
    };
    state.say(words);
}

/// Where an action that does not work everywhere does.
fn where_to(action: Action) -> Option<&'static str> {
    Some(match action.declaration().places.first()? {
        Place::List => "the library's list",
        Place::Hits => "the search",
        Place::Speaker => "a speaker's page",
        Place::Day => "the day's page",
        Place::Marking => "marking words anew",
        _ => return None,
    })
}

fn is_for_edges(action: Action) -> bool {
    matches!(
        action,
        Action::EdgeOn
            | Action::EdgeBack
            | Action::LineDown
            | Action::LineUp
            | Action::NextPane
            | Action::PreviousPane
            | Action::Activate
            | Action::Leave
    )
}

/// A digit takes the row of that number.
fn numbered(state: &mut State, key: Key) -> Vec<Effect> {
    let number = key.typed().and_then(|char| char.to_digit(10)).unwrap_or(0);
    menu::number(state, number as usize)
}

/// A letter narrows the menu.
fn chosen(state: &mut State, key: Key) {
    let Some(menu) = &mut state.menu else { return };
    if menu.narrow.as_mut().is_some_and(|line| edit(line, key)) {
        menu.renarrow();
    }
}

fn digit(state: &mut State, place: Place, key: Key) {
    let Some(digit) = key.typed().and_then(|char| char.to_digit(10)).map(|digit| digit as usize) else {
        state.count = None;
        not_here(state, key);
        return;
    };
    if place == Place::Summary {
        jump::trace(state, if digit == 0 { 9 } else { digit - 1 });
        return;
    }
    // A count does not begin with 0.
    if state.count.is_some() || digit != 0 {
        state.count = Some((state.count.unwrap_or(0) * 10 + digit).min(MAX_COUNT));
    }
}

fn typed(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(entry) = &mut state.entry else { return Vec::new() };
    match key.code {
        Code::Up | Code::Down if !key.ctrl && !key.alt => prompt::recall(state, key.code == Code::Up),
        Code::Backspace if entry.line.text().is_empty() => prompt::close(state),
        _ if edit(&mut entry.line, key) => {
            entry.back = 0;
            prompt::typed(state)
        }
        _ => Vec::new(),
    }
}

fn narrowed(state: &mut State, key: Key) {
    let Some(reading) = &mut state.reading else { return };
    if edit(&mut reading.narrow, key) {
        narrow::narrow(reading);
    }
    if let Some(Overlay::Card { .. }) = state.overlay {
        state.overlay = None;
    }
}

/// Edits a line; false when the text stayed as it was.
fn edit(line: &mut Line, key: Key) -> bool {
    let before = line.text().len();
    match key.code {
        _ if key.typed().is_some() => {
            let mut text = [0; 4];
            line.insert(key.typed().unwrap_or(' ').encode_utf8(&mut text));
        }
        Code::Backspace if key.ctrl || key.alt => line.delete_word(),
        Code::Backspace => {
            line.backspace();
        }
        Code::Delete => line.delete(),
        Code::Left | Code::Right => line.step(key.code == Code::Right),
        Code::Home | Code::End => line.to_end(key.code == Code::End),
        Code::Char('u') if key.ctrl => line.delete_to_start(),
        Code::Char('w') if key.ctrl => line.delete_word(),
        Code::Char('h') if key.ctrl => {
            line.backspace();
        }
        _ => {}
    }
    line.text().len() != before
}
