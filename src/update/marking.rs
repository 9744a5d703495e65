//! What was said, marked anew in the article: begun, moved, taken and left.

use crate::article::StatementId;
use crate::article::review::{Judgement, Remark};
use crate::exchange::Effect;
use crate::state::{Direction, Marking, Pane, State};

use super::jump;

pub(super) fn begin(state: &mut State, id: &StatementId) {
    let Some(reading) = &mut state.reading else { return };
    let article = std::sync::Arc::clone(&reading.article);
    let number = article.statements.items().iter().position(|statement| statement.id == *id);
    let Some(marking) =
        number.and_then(|number| article.statements.items().get(number)).and_then(|it| Marking::new(&article, it))
    else {
        state.say("the words of this statement are not found in the text");
        return;
    };
    reading.focus = Pane::Article;
    jump::set_at(reading, number);
    jump::forget_evidence(reading);
    state.overlay = None;
    state.marking = Some(marking);
    follow(state);
}

/// Moves the edge by words.
pub(super) fn by_words(state: &mut State, direction: Direction, times: usize) {
    if let Some(marking) = &mut state.marking {
        marking.by_words(signed(direction, times));
    }
    follow(state);
}

/// Moves the edge by sentences.
pub(super) fn by_sentences(state: &mut State, direction: Direction, times: usize) {
    if let Some(marking) = &mut state.marking {
        marking.by_sentences(signed(direction, times));
    }
    follow(state);
}

fn signed(direction: Direction, times: usize) -> isize {
    match direction {
        Direction::Forward => times.cast_signed(),
        Direction::Backward => -times.cast_signed(),
    }
}

/// The keys move the other edge.
pub(super) fn turn(state: &mut State) {
    if let Some(marking) = &mut state.marking {
        marking.turn();
    }
    follow(state);
}

/// Keeps the edge in view.
fn follow(state: &mut State) {
    super::settle::settle(state);
    if let (Some(marking), Some(reading)) = (&state.marking, &mut state.reading) {
        let char = marking.char();
        if !reading.is_in_view(char) {
            jump::show_char(reading, char);
        }
    }
}

/// Enter: these words are what was said.
pub(super) fn take(state: &mut State) -> Vec<Effect> {
    let Some(marking) = state.marking.take() else { return Vec::new() };
    let Some(reading) = &state.reading else { return Vec::new() };
    let Some(target) = reading.target else { return Vec::new() };
    if !marking.is_changed() {
        state.say("nothing was marked otherwise");
        return Vec::new();
    }
    let spans = marking.spans(&reading.article);
    vec![Effect::Remark(target, Remark::Statement(marking.statement, Judgement::Content(spans)), None)]
}
