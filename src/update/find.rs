//! Finding words in the article: incremental while typing.

use crate::state::entry::Line;
use crate::state::{Entry, Finding, Pane, Purpose, State};

use super::{act, jump, prompt, step};

pub(super) fn open(state: &mut State) {
    act::close_card(state);
    let Some(reading) = &mut state.reading else { return };
    reading.focus = Pane::Article;
    state.entry = Some(Entry { origin: reading.mark(), ..Entry::new(Purpose::Find, "") });
}

/// Looks for what is typed so far and shows the first match from where the search began.
pub(super) fn typed(state: &mut State) {
    let (Some(entry), Some(reading)) = (&state.entry, &mut state.reading) else { return };
    let before = reading.finding.take();
    jump::restore(reading, entry.origin.clone());
    if entry.line.text().is_empty() {
        return;
    }
    let mut finding = Finding::new(&reading.article.text, entry.line.text(), before.as_ref());
    if !finding.hits.is_empty() {
        let from = finding.first_from(reading.top_char());
        finding.at = Some(if from < finding.hits.len() { from } else { 0 });
    }
    let start = finding.at.and_then(|at| finding.hits.get(at)).map(|hit| hit.0);
    reading.finding = Some(finding);
    if let Some(start) = start
        && !reading.is_in_view(start)
    {
        jump::show_char(reading, start);
    }
}

pub(super) fn confirm(state: &mut State) {
    let Some(entry) = state.entry.take() else { return };
    let mut query = entry.line.text().to_owned();
    if query.is_empty() {
        // An empty line looks for the last thing again.
        let Some(last) = state.history.last().cloned() else { return };
        query = last;
        state.entry = Some(Entry { line: Line::new(query.clone()), ..entry.clone() });
        typed(state);
        state.entry = None;
    }
    prompt::remember(&mut state.history, &query);
    let Some(reading) = &mut state.reading else { return };
    if let Some(hit) = reading.finding.as_ref().and_then(|finding| finding.at) {
        reading.jumps.push(entry.origin);
        let (top, anchor) = (reading.top, reading.anchor);
        jump::forget_evidence(reading);
        step::select_hit(reading, hit);
        // What was seen while typing stays where it is.
        (reading.top, reading.anchor) = (top, anchor);
    } else {
        reading.finding = None;
        jump::restore(reading, entry.origin);
        state.say(format!("no match for {query}"));
    }
}

/// Leaves the line without finding anything.
pub(super) fn cancel(state: &mut State) {
    let Some(entry) = state.entry.take() else { return };
    if let Some(reading) = &mut state.reading {
        reading.finding = None;
        jump::restore(reading, entry.origin);
    }
}
