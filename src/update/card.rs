//! The evidence card.

use crate::state::{Overlay, Pane, State, Subject};

use super::{jump, step};

/// Opens the card of the current statement, or of the summary line that was traced.
pub(super) fn open(state: &mut State) {
    let Some(reading) = &mut state.reading else { return };
    // While finding, the match is what one is at.
    if let Some(hit) = reading.finding.as_ref().and_then(|finding| Some(finding.hits.get(finding.at?)?.0))
        && reading.is_in_view(hit)
    {
        let Some(statement) = step::statement_at(reading, hit) else {
            state.say("no statement here");
            return;
        };
        jump::set_at(reading, Some(statement));
    }
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
