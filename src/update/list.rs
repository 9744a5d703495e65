//! Lists of articles: opening one, the next one, going back, leaving.

use std::sync::Arc;

use crate::article::Article;
use crate::catalogue::ArticleKey;
use crate::catalogue::Place;
use crate::exchange::{Effect, Opened, Target};
use crate::state::{Aim, Direction, Listing, Loading, Overlay, Reading, Screen, State};

use super::{back, copy, jump, settle, shelf};

/// A window hardly shows more of a text.
const MAX_VIEW_CHARS: usize = 2_500;

/// Asks for a row of the list.
pub(super) fn open(state: &mut State, number: usize) -> Vec<Effect> {
    let Some(target) = state.target(number) else {
        state.say("there is nothing to open");
        return Vec::new();
    };
    ask(state, Loading { target, number: Some(number), aim: Aim::Place, is_return: false })
}

/// Asks for an article.
pub(super) fn ask(state: &mut State, loading: Loading) -> Vec<Effect> {
    let title = match loading.target {
        Target::Entry(item) => state.items.get(item).map(|item| item.title.clone()),
        Target::Article(_) => loading.number.and_then(|number| state.shelf.row(number)).map(|row| row.headline.clone()),
    };
    let target = loading.target;
    state.loading = Some(loading);
    state.say(format!("opening {}", title.as_deref().unwrap_or("the article")));
    vec![Effect::Open(target)]
}

pub(super) fn opened(state: &mut State, target: Target, outcome: Result<Opened, String>) -> Vec<Effect> {
    if state.loading.as_ref().map(|loading| loading.target) != Some(target) {
        // The reader wanted something else in the meantime.
        return Vec::new();
    }
    let Some(loading) = state.loading.take() else { return Vec::new() };
    state.passed = None;
    state.notice = None;
    match outcome {
        Ok(opened) => {
            remember(state);
            match state.screen {
                // The next article takes the place of the one before it.
                Screen::Article => {}
                _ if loading.is_return => {}
                _ => back::push(state),
            }
            begin(state, &loading, opened);
            if let Some(number) = loading.number {
                state.select(number);
            }
            if let Target::Article(key) = target {
                shelf::mark_read(state, key);
            }
        }
        Err(why) => {
            // An article that does not open is passed, not a wall.
            let n = state.n_listed();
            match loading.number {
                Some(number) if n > 1 => {
                    state.select(number);
                    state.passed = state.shown().is_some().then_some(number);
                    state.fail(format!("article {}/{n}: {why}", number + 1));
                }
                _ => state.fail(why),
            }
        }
    }
    Vec::new()
}

fn begin(state: &mut State, loading: &Loading, opened: Opened) {
    let mut reading = Reading::new(Some(loading.target), opened.article);
    let earlier = state.places.get(&loading.target);
    if let Some(mark) = earlier {
        reading.anchor = mark.anchor;
        // Another article may have come under the same entry.
        let at = mark.at.filter(|&at| reading.index.start_char(at).is_some());
        jump::set_at(&mut reading, at);
    }
    let resumes = earlier.is_none() && loading.aim == Aim::Place;
    state.reading = Some(reading);
    state.screen = Screen::Article;
    (state.overlay, state.entry, state.count, state.edge) = (None, None, None, None);
    (state.menu, state.marking) = (None, None);
    if let Some(place) = opened.place.filter(|_| resumes) {
        resume(state, &place);
    }
    state.kept = state.reading.as_ref().map(|reading| (loading.target, reading.anchor.char, reading.at));
    match &loading.aim {
        Aim::Place => {}
        Aim::Statement(id) => {
            // Only settling gives the article its lines.
            settle::settle(state);
            if let Some(reading) = &mut state.reading {
                let number = reading.article.statements.items().iter().position(|statement| statement.id == *id);
                jump::set_at(reading, number);
                if let Some(start) = number.and_then(|number| reading.index.start_char(number)) {
                    jump::show_char(reading, start);
                }
            }
        }
        Aim::Line(line) => {
            settle::settle(state);
            jump::trace(state, *line);
        }
    }
}

/// Goes to where the reader was the last time, and says so.
pub(super) fn resume(state: &mut State, place: &Place) {
    let Some(reading) = &mut state.reading else { return };
    let (at, char) = found(reading, place);
    reading.anchor = crate::state::reading::Anchor { char, gap: false };
    jump::set_at(reading, at);
    // A statement that can have been in view is to be in view again, whatever the window.
    let start = at.and_then(|at| reading.index.start_char(at)).and_then(|start| start.checked_sub(reading.anchor.char));
    reading.at_in_view = start.is_some_and(|n_chars| n_chars < MAX_VIEW_CHARS);
    state.kept = reading.target.map(|target| (target, reading.anchor.char, at));
    let whereabouts = whereabouts(reading, at, char);
    let key =
        state.keymap.keys(crate::action::Action::Top).first().map(|key| format!(" ({key} goes to the beginning)"));
    state.say(format!("resumed {whereabouts}{}", key.unwrap_or_default()));
}

/// The statement and the first scalar in view of a place, as far as the article has them.
fn found(reading: &Reading, place: &Place) -> (Option<usize>, usize) {
    let wanted = place.statement.as_deref();
    let at = reading.article.statements.items().iter().position(|other| Some(other.id.0.as_str()) == wanted);
    let at = at.filter(|&at| reading.index.start_char(at).is_some());
    (at, place.offset_char.min(reading.article.text.n_chars()))
}

/// Where that is, in words.
fn whereabouts(reading: &Reading, at: Option<usize>, char: usize) -> String {
    match at.and_then(|at| reading.lit.rank(at)) {
        Some(rank) => format!("at statement {}/{}", rank + 1, reading.lit.order.len()),
        None => format!("at {}%", char * 100 / reading.article.text.n_chars().max(1)),
    }
}

/// Selects a row of the library's list, and says where in its article the reader goes on.
pub(super) fn offer(state: &mut State, key: ArticleKey, article: Arc<Article>, place: &Place) -> String {
    if let Some(number) = state.shelf.number_of(key) {
        state.shelf.at = number;
    }
    let headline = state.shelf.selected().map(|row| row.headline.clone()).unwrap_or_default();
    let reading = Reading::new(Some(Target::Article(key)), article);
    let (at, char) = found(&reading, place);
    // At the beginning of the line, and a key's name at that.
    let open = match super::key_name(state, crate::action::Action::Activate) {
        name if name == "enter" => "Enter".to_owned(),
        name => name,
    };
    format!("{open} resumes {} of “{headline}”", whereabouts(&reading, at, char))
}

/// Where the reader is, if it is to be kept and has not been yet.
pub(super) fn keep(state: &mut State) -> Option<Effect> {
    let reading = state.reading.as_ref()?;
    let target = reading.target?;
    let here = (target, reading.anchor.char, reading.at);
    if state.kept == Some(here) {
        return None;
    }
    let is_first = state.kept.is_none_or(|(other, ..)| other != target);
    state.kept = Some(here);
    let statement = reading.at.and_then(|at| reading.article.statements.items().get(at));
    let place =
        Place { statement: statement.map(|statement| statement.id.0.clone()), offset_char: reading.anchor.char };
    let place = (place != Place::default()).then_some(place);
    // What was opened just now and not moved in is where it was.
    (!(is_first && place.is_none())).then_some(Effect::Keep(target, place))
}

/// Goes to the list; from the list to the other one.
pub(super) fn go(state: &mut State) -> Vec<Effect> {
    let is_there = state.screen == Screen::List;
    let has_library = state.shelf.total() > 0 || !state.shelf.request.query.is_empty();
    match state.listing {
        Listing::Entries if has_library && (is_there || state.items.len() < 2) => state.listing = Listing::Library,
        Listing::Library if is_there && !state.items.is_empty() => state.listing = Listing::Entries,
        _ if state.items.is_empty() && state.listing == Listing::Entries => {
            state.say("there is no list: one article was opened");
            return Vec::new();
        }
        _ => {}
    }
    remember(state);
    let open = state.reading.as_ref().and_then(|reading| reading.target);
    let number = state.passed.take().or(open.and_then(|target| state.number_of(target)));
    if let Some(number) = number.filter(|_| !is_there) {
        state.select(number);
    }
    (state.overlay, state.entry) = (None, None);
    state.back.clear();
    state.screen = Screen::List;
    Vec::new()
}

/// Asks for the article after or before the open one.
pub(super) fn next(state: &mut State, direction: Direction, times: usize) -> Vec<Effect> {
    let open_one = state.shown().and_then(|reading| reading.target).and_then(|target| state.number_of(target));
    let loading = state.loading.as_ref().and_then(|loading| loading.number);
    let from = loading.or(state.passed).or(open_one).unwrap_or(state.selected());
    let to = match direction {
        Direction::Forward => from.saturating_add(times).min(state.n_listed().saturating_sub(1)),
        Direction::Backward => from.saturating_sub(times),
    };
    if to == from {
        let end = if direction == Direction::Forward { "last" } else { "first" };
        state.say(format!("this is the {end} article"));
        return Vec::new();
    }
    if state.target(to).is_none() {
        // Further away than is loaded: the list goes there, and shows what there is.
        state.select(to);
        return go(state);
    }
    open(state, to)
}

/// Back to the list, or out.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    match state.overlay.take() {
        Some(Overlay::Boxed { .. }) => return copy::closed(state),
        Some(_) => return Vec::new(),
        None => {}
    }
    if state.screen != Screen::List
        && let Some(effects) = back::pop(state)
    {
        return effects;
    }
    if state.screen != Screen::List && state.has_list() {
        return go(state);
    }
    vec![Effect::Quit]
}

/// Remembers where the reader is in the open article.
pub(super) fn remember(state: &mut State) {
    if let Some(reading) = &state.reading
        && let Some(target) = reading.target
    {
        state.places.insert(target, reading.mark());
    }
}
