//! The big match: every action goes to the file that carries it out.

use crate::action::{Action, Place};
use crate::exchange::{Change, Effect};
use crate::state::{Direction, Listing, Overlay, Pane, Screen, State};

use super::{
    back, card, copy, correct, export, filter, find, hits, jump, list, marking, menu, motion, note, pages, pane,
    prompt, sheet, shelf, step, toggle, work,
};

pub(super) fn act(state: &mut State, action: Action, count: Option<usize>) -> Vec<Effect> {
    use Direction::{Backward, Forward};
    let edge = state.edge.take();
    let times = count.unwrap_or(1).max(1);
    let by = times.cast_signed();
    if let Some(effects) = in_menu(state, action, by) {
        return effects;
    }
    if state.sheet().is_some()
        && let Some(effects) = in_answers(state, action, by)
    {
        return effects;
    }
    let is_for_list = state.listing == Listing::Library && matches!(action, Action::Find | Action::GroupQuotes);
    if state.shown().is_none() && needs_article(action) && !is_for_list {
        state.say("no article is open: Enter opens the selected one");
        return Vec::new();
    }
    match action {
        Action::NextStatement => step::next(state, Forward, times, edge),
        Action::PreviousStatement => step::next(state, Backward, times, edge),
        Action::NextBySpeaker => step::same_speaker(state, Forward, times, edge),
        Action::PreviousBySpeaker => step::same_speaker(state, Backward, times, edge),
        Action::Activate => return activate(state),
        Action::FilterKind => filter::next_kind(state),
        Action::Find if state.shown().is_none() && state.listing == Listing::Library => shelf::type_filter(state),
        Action::Find => find::open(state),
        Action::LineDown => motion::lines(state, by),
        Action::LineUp => motion::lines(state, -by),
        Action::HalfPageDown => motion::pages(state, by, 2),
        Action::HalfPageUp => motion::pages(state, -by, 2),
        Action::PageDown => motion::pages(state, by, 1),
        Action::PageUp => motion::pages(state, -by, 1),
        Action::Top => motion::end(state, Backward),
        Action::Bottom => motion::end(state, Forward),
        Action::SummaryPane => pane::focus(state, Pane::Summary),
        Action::ActorsPane => pane::focus(state, Pane::Actors),
        Action::QuotesPane => pane::focus(state, Pane::Quotes),
        Action::GroupQuotes if state.shown().is_none() => return shelf::reorder(state),
        Action::GroupQuotes => pane::group(state),
        Action::NextPane => pane::next(state, Forward),
        Action::PreviousPane => pane::next(state, Backward),
        Action::Back
            if state.reading.as_ref().is_some_and(|reading| reading.jumps.is_empty()) && !state.back.is_empty() =>
        {
            return back::pop(state).unwrap_or_default();
        }
        Action::Back => jump::back(state, times),
        Action::Forward => jump::forward(state, times),
        Action::List => return list::go(state),
        Action::Unfold => return shelf::unfold(state),
        Action::MarkRow => return shelf::mark(state, times),
        Action::MarkAll => return shelf::mark_all(state),
        Action::Read => return shelf::toggle_read(state),
        Action::Star => return shelf::toggle_star(state),
        Action::Tags => shelf::type_tags(state),
        Action::Remove => return shelf::change(state, Change::Remove),
        Action::Undo => return shelf::undo(state),
        Action::Search => return hits::open(state),
        Action::Speaker => return pages::speaker(state),
        Action::Shares => return pages::shares(state),
        Action::Today => return pages::today(state),
        Action::EarlierDay => return pages::other_day(state, -(times as i64)),
        Action::LaterDay => return pages::other_day(state, times as i64),
        Action::SaveSearch => hits::type_name(state),
        Action::Merge => return pages::merge(state),
        Action::Split => return pages::split(state),
        Action::Sync => return work::sync(state),
        Action::Add => work::type_source(state),
        Action::Copy => return copy::copy(state),
        Action::CopyAs => copy::choose(state),
        Action::Correct => return correct::correct(state),
        Action::Note => return note::write(state),
        Action::Remarks => correct::list(state),
        Action::Export => export::choose(state),
        Action::Pipe => export::pipe(state),
        Action::Browse => return export::browse(state),
        Action::EdgeOn => marking::by_words(state, Forward, times),
        Action::EdgeBack => marking::by_words(state, Backward, times),
        Action::NextArticle => return list::next(state, Forward, times),
        Action::PreviousArticle => return list::next(state, Backward, times),
        Action::Zen => toggle::zen(state),
        Action::Theme => return toggle::theme(state),
        Action::Mouse => return toggle::mouse(state),
        Action::Help => toggle::help(state),
        Action::Warnings => toggle::warnings(state),
        Action::Cancel => return filter::cancel(state),
        Action::Leave => return list::leave(state),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

/// What some keys do while something is chosen in a menu or marked in the text.
fn in_menu(state: &mut State, action: Action, by: isize) -> Option<Vec<Effect>> {
    match (state.place(), action) {
        (Place::Menu | Place::Narrow, _) => {
            let height = menu::height(state);
            let menu = state.menu.as_mut()?;
            match action {
                Action::LineDown => menu.step(by),
                Action::LineUp => menu.step(-by),
                Action::HalfPageDown | Action::PageDown => menu.step(by.saturating_mul(height)),
                Action::HalfPageUp | Action::PageUp => menu.step(by.saturating_mul(-height)),
                Action::Top => menu.step(isize::MIN),
                Action::Bottom => menu.step(isize::MAX),
                Action::NextPane => menu.tick(),
                Action::Activate => return Some(menu::choose(state)),
                Action::Remove => return Some(menu::take_back(state)),
                Action::Leave => state.menu = None,
                _ => return None,
            }
        }
        (Place::Marking, Action::NextPane | Action::PreviousPane) => marking::turn(state),
        (Place::Marking, Action::LineDown) => marking::by_sentences(state, Direction::Forward, by.unsigned_abs()),
        (Place::Marking, Action::LineUp) => marking::by_sentences(state, Direction::Backward, by.unsigned_abs()),
        (Place::Marking, Action::Activate) => return Some(marking::take(state)),
        (Place::Marking, Action::Leave) => state.marking = None,
        _ => return None,
    }
    Some(Vec::new())
}

/// What some keys do on a screen of the library's answers; nothing for those that do the same there as elsewhere.
fn in_answers(state: &mut State, action: Action, by: isize) -> Option<Vec<Effect>> {
    match action {
        Action::NextStatement => sheet::step(state, by),
        Action::PreviousStatement => sheet::step(state, -by),
        Action::Top => sheet::end(state, Direction::Backward),
        Action::Bottom => sheet::end(state, Direction::Forward),
        Action::Back => return Some(back::pop(state).unwrap_or_default()),
        Action::Find if state.screen == Screen::Hits => return Some(hits::open(state)),
        Action::GroupQuotes if state.screen == Screen::Hits => return Some(hits::resort(state)),
        Action::GroupQuotes if state.screen == Screen::Speaker => pages::turn(state),
        _ => return None,
    }
    Some(Vec::new())
}

/// Enter, or a second click, in the place that has the keys.
pub(super) fn activate(state: &mut State) -> Vec<Effect> {
    match state.place() {
        Place::List => return list::open(state, state.selected()),
        Place::Find => return prompt::confirm(state),
        Place::Hits | Place::Speaker | Place::Shares | Place::Day => return sheet::activate(state),
        Place::Summary => {
            let row = state.reading.as_ref().map_or(0, |reading| reading.summary_cursor.at);
            jump::trace(state, row);
        }
        Place::Actors => filter::actor(state),
        Place::Quotes => jump::quote(state),
        Place::Card => state.overlay = None,
        Place::Menu | Place::Narrow => return menu::choose(state),
        Place::Marking => return marking::take(state),
        Place::Help => {}
        Place::Article | Place::Anywhere => card::open(state),
    }
    Vec::new()
}

fn needs_article(action: Action) -> bool {
    matches!(
        action,
        Action::NextStatement
            | Action::PreviousStatement
            | Action::NextBySpeaker
            | Action::PreviousBySpeaker
            | Action::FilterKind
            | Action::Find
            | Action::SummaryPane
            | Action::ActorsPane
            | Action::QuotesPane
            | Action::GroupQuotes
            | Action::NextPane
            | Action::PreviousPane
            | Action::Back
            | Action::Forward
            | Action::Zen
            | Action::Warnings
    )
}

/// Closes what lies over the article.
pub(super) fn close_card(state: &mut State) {
    if let Some(Overlay::Card { .. }) = state.overlay {
        state.overlay = None;
    }
}
