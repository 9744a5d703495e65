//! The evidence card.

use crate::state::{Overlay, Pane, State, Subject};

use super::jump;

/// Opens the card of the current statement, or of the summary line that was traced.
pub(super) fn open(state: &mut State) {
    let Some(reading) = &mut state.reading else { return };
    let Some(subject) = reading.subject() else {
        let text = if reading.lit.order.is_empty() {
            "no statements are lit, so there is no evidence to show"
        } else {
            "no statement is selected: n goes to the next one"
        };
        state.say(text);
        return;
    };
    reading.focus = Pane::Article;
    if let Subject::Statement(at) = subject
        && let Some(start) = reading.index.start_char(at)
        && !reading.is_in_view(start)
    {
        let from = reading.mark();
        reading.jumps.push(from);
        jump::show_char(reading, start);
    }
    state.overlay = Some(Overlay::Card { top: 0 });
}
