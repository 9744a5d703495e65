//! A menu: opened, moved in, narrowed, and what each choice does.

use crate::article::ActorId;
use crate::article::review::{About, Judgement, Remark};
use crate::exchange::Effect;
use crate::layout;
use crate::state::State;
use crate::state::errand::Errand;
use crate::state::menu::{Choice, Menu};

use super::{correct, export, hand, marking, note};

/// Opens a menu in place of another.
pub(super) fn open(state: &mut State, menu: Menu) {
    state.menu = Some(menu);
}

/// Enter, a digit or a click on the selected row.
pub(super) fn choose(state: &mut State) -> Vec<Effect> {
    let Some(menu) = &state.menu else { return Vec::new() };
    let ticked: Vec<Choice> = menu.ticked_rows().map(|row| row.choice.clone()).collect();
    let Some(choice) = menu.selected().map(|row| row.choice.clone()) else {
        state.say("nothing is called so: Backspace takes letters away");
        return Vec::new();
    };
    let is_nobody = matches!(&choice, Choice::Say(_, Remark::Statement(_, Judgement::Speakers(ids))) if ids.is_empty());
    if is_nobody && !ticked.is_empty() {
        state.say("some are ticked, so it was not nobody: Tab takes a tick away");
        return Vec::new();
    }
    let name = menu.typed_name();
    state.menu = None;
    if let (Choice::Type(errand @ Errand::Speaker(..)), Some(name)) = (&choice, name) {
        type_line(state, errand.clone(), &ticked, &name);
        return Vec::new();
    }
    carry_out(state, choice, &ticked)
}

/// The row of a number counted from 1, where the menu has one.
pub(super) fn number(state: &mut State, number: usize) -> Vec<Effect> {
    let Some(menu) = &mut state.menu else { return Vec::new() };
    let Some(at) = number.checked_sub(1).filter(|&at| at < menu.shown.len()) else { return Vec::new() };
    menu.at = at;
    choose(state)
}

fn carry_out(state: &mut State, choice: Choice, ticked: &[Choice]) -> Vec<Effect> {
    match choice {
        Choice::Copy(extract, form) => return vec![Effect::Copy(extract, form)],
        Choice::Show(extract) => return vec![Effect::Show(extract)],
        Choice::Say(target, remark) => return vec![Effect::Remark(target, remark, None)],
        Choice::Type(errand) => type_line(state, errand, ticked, ""),
        Choice::Speakers(target, id) => correct::choose_speakers(state, target, &id),
        Choice::Speaker(target, id, speaker) => {
            let mut speakers = speakers(ticked);
            // What is ticked is meant; where nothing is, what is selected.
            if speakers.is_empty() {
                speakers.push(speaker);
            }
            return vec![Effect::Remark(target, Remark::Statement(id, Judgement::Speakers(speakers)), None)];
        }
        Choice::Actor(target, id) => correct::actor(state, target, &id),
        Choice::Merge(target, id) => correct::choose_same(state, target, &id),
        Choice::Mark(id) => marking::begin(state, &id),
        Choice::Formats(extract) => export::choose_format(state, &extract),
        Choice::Replace(extract, format, path) => {
            return vec![Effect::Export { extract, format, path, replaces: true }];
        }
        Choice::Go(id) => correct::go(state, &id),
        Choice::Leave => {}
    }
    Vec::new()
}

/// Opens a line, with what is likely meant already in it.
fn type_line(state: &mut State, errand: Errand, ticked: &[Choice], name: &str) {
    match errand {
        Errand::Note(target, about) => {
            // The article is open, or was asked for: what was noted is known.
            note::on(state, target, about);
        }
        Errand::Path(extract, format) => {
            let name = export::file_name(state, &extract, format);
            note::type_line(state, Errand::Path(extract, format), &name);
        }
        Errand::Rename(target, id) => {
            let name = hand::article(state, target).and_then(|article| Some(article.actor(&id)?.name.clone()));
            note::type_line(state, Errand::Rename(target, id), &name.unwrap_or_default());
        }
        Errand::Speaker(target, id, _) => {
            note::type_line(state, Errand::Speaker(target, id, speakers(ticked)), name);
        }
        other => note::type_line(state, other, ""),
    }
}

fn speakers(ticked: &[Choice]) -> Vec<ActorId> {
    let actors =
        ticked.iter().filter_map(|choice| if let Choice::Speaker(_, _, actor) = choice { Some(actor) } else { None });
    actors.cloned().collect()
}

/// Takes back what the selected row stands for.
pub(super) fn take_back(state: &mut State) -> Vec<Effect> {
    let Some((target, remark)) = state.menu.as_ref().and_then(|menu| menu.selected()).and_then(|row| row.undo.clone())
    else {
        return Vec::new();
    };
    state.menu = None;
    let remark = match remark {
        Remark::Note(About::Article, _) => Remark::Note(About::Article, String::new()),
        other => other,
    };
    vec![Effect::Remark(target, remark, None)]
}

/// Rows of the menu on the screen.
pub(super) fn height(state: &State) -> isize {
    let lay = layout::layout(layout::screen(state), state);
    (lay.menu.height.saturating_sub(1) as usize).max(1).cast_signed()
}
