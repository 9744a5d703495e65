//! Searching the library: what is typed is asked at once, what is found is walked, a search is kept under a name.

use crate::catalogue::{Found, SavedSearch, Sort, SpeakerKey};
use crate::exchange::{Answer, Effect, SearchRequest};
use crate::state::{Entry, Purpose, Screen, Sheet, SheetRow, State};

use super::{back, prompt};

/// Opens the search with its line.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    if state.screen != Screen::Hits {
        back::go(state, Screen::Hits);
    }
    state.overlay = None;
    let text = state.hits.text.clone();
    state.entry = Some(Entry::new(Purpose::Search, &text));
    if text.is_empty() {
        state.hits.offer(&state.searches);
    }
    vec![Effect::Saved]
}

/// Asks for what is typed so far.
pub(super) fn typed(state: &mut State, text: &str) -> Vec<Effect> {
    if text.is_empty() {
        state.hits.asked = None;
        state.hits.offer(&state.searches);
        return Vec::new();
    }
    ask(state, text, true)
}

fn ask(state: &mut State, text: &str, typed: bool) -> Vec<Effect> {
    let request = state.hits.request(text, typed);
    state.hits.asked = Some(request.clone());
    vec![Effect::Search(request)]
}

/// Enter on the line: asks for what is meant now, and leaves the line once that is understood.
pub(super) fn confirm(state: &mut State, text: &str) -> Vec<Effect> {
    if text.is_empty() {
        state.entry = None;
        return Vec::new();
    }
    ask(state, text, false)
}

/// Runs a search that was chosen.
pub(super) fn run(state: &mut State, text: &str) -> Vec<Effect> {
    state.entry = None;
    ask(state, text, false)
}

/// Leaves the line; what was searched for before is there again, or the screen before.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    let before = state.entry.take().map(|entry| entry.origin_text).unwrap_or_default();
    state.hits.fault = None;
    if before.is_empty() {
        state.hits.asked = None;
        state.hits.offer(&state.searches);
        return back::pop(state).unwrap_or_default();
    }
    if state.hits.text == before { Vec::new() } else { ask(state, &before, false) }
}

/// Narrows the search to one of several people of the same name.
pub(super) fn narrow(state: &mut State, key: SpeakerKey) -> Vec<Effect> {
    let rows = &state.hits.sheet.rows;
    let at = state.hits.sheet.at;
    // The heading above the people says which words of the query were meant.
    let asked = rows.iter().take(at).rev().find_map(|row| match row {
        SheetRow::Heading(words) => words.split('“').nth(1)?.split('”').next().map(str::to_owned),
        _ => None,
    });
    let text = narrowed(&state.hits.text, asked.as_deref().unwrap_or_default(), key);
    run(state, &text)
}

/// The query with a speaker's number in place of a name.
fn narrowed(text: &str, name: &str, key: SpeakerKey) -> String {
    for field in ["speaker:", "about:"] {
        for quoted in [format!("{field}\"{name}\""), format!("{field}“{name}”"), format!("{field}{name}")] {
            let found = text.to_lowercase().find(&quoted.to_lowercase());
            // Folding may move bytes about; then the number is added instead.
            if let Some(at) = found
                && let (Some(before), Some(after)) = (text.get(..at), text.get(at + quoted.len()..))
            {
                return format!("{before}{field}#{}{after}", key.0);
            }
        }
    }
    format!("{text} speaker:#{}", key.0)
}

pub(super) fn found(state: &mut State, request: SearchRequest, outcome: Answer<Found>) -> Vec<Effect> {
    if state.hits.asked.as_ref() == Some(&request) {
        state.hits.asked = None;
        return answered(state, request, outcome);
    }
    let is_asked = |sheet: &Sheet| sheet.stream.as_ref().is_some_and(|stream| stream.asked.as_ref() == Some(&request));
    let found = match outcome {
        Ok(Ok(found)) => found,
        other => {
            for sheet in [&mut state.hits.sheet, &mut state.speaker.sheet] {
                if is_asked(sheet) {
                    sheet.give_up();
                }
            }
            if let Err(why) = other {
                state.fail(why);
            }
            return Vec::new();
        }
    };
    if is_asked(&state.hits.sheet) {
        let n_known = request.offset + found.hits.len();
        let rows = found.hits.into_iter().map(|hit| SheetRow::Hit(Box::new(hit), false)).collect();
        state.hits.sheet.take(&request, rows, found.is_more);
        if state.hits.n_found.is_some_and(|(n, _)| n < n_known) {
            state.hits.n_found = Some((n_known, found.is_more));
        }
    } else if is_asked(&state.speaker.sheet) {
        let rows = found.hits.into_iter().map(|hit| state.speaker.hit(hit)).collect();
        state.speaker.sheet.take(&request, rows, found.is_more);
    }
    Vec::new()
}

fn answered(state: &mut State, request: SearchRequest, outcome: Answer<Found>) -> Vec<Effect> {
    let is_confirmed = !request.typed;
    match outcome {
        Ok(Ok(found)) => {
            // What was seen while typing was there by the beginning of its last word.
            let had_some = state.hits.text == request.text && state.hits.n_found.is_some_and(|(n, _)| n > 0);
            if is_confirmed && found.hits.is_empty() && had_some && request.text.ends_with(char::is_alphanumeric) {
                state.entry = None;
                return ask(state, &format!("{}*", request.text), false);
            }
            if is_confirmed {
                prompt::remember(&mut state.searches, &request.text);
                if prompt::purpose(state) == Some(Purpose::Search) {
                    state.entry = None;
                }
            }
            state.hits.show(request, found);
        }
        Ok(Err(fault)) => {
            if is_confirmed && prompt::purpose(state) != Some(Purpose::Search) {
                // The line comes back, to be mended.
                state.entry = Some(Entry::new(Purpose::Search, &request.text));
            }
            state.hits.fault = Some(fault);
        }
        Err(why) => state.fail(why),
    }
    Vec::new()
}

/// Newest or most relevant first, in turn.
pub(super) fn resort(state: &mut State) -> Vec<Effect> {
    let (sort, words) = match state.hits.sort {
        Sort::Newest => (Sort::Relevance, "the most relevant first"),
        Sort::Relevance => (Sort::Newest, "the newest first"),
    };
    state.hits.sort = sort;
    state.say(words);
    let text = state.hits.text.clone();
    if text.is_empty() { Vec::new() } else { ask(state, &text, false) }
}

/// Opens the line for a name to save the search under.
pub(super) fn type_name(state: &mut State) {
    if state.hits.text.is_empty() {
        state.say("there is no search to save yet");
        return;
    }
    state.entry = Some(Entry::new(Purpose::SaveAs, ""));
}

/// Saves the search under a name.
pub(super) fn save(state: &mut State, name: &str) -> Vec<Effect> {
    if name.is_empty() {
        return Vec::new();
    }
    let query = state.hits.text.clone();
    vec![Effect::Save(SavedSearch { name: name.to_owned(), query })]
}

/// The saved searches came.
pub(super) fn saved(state: &mut State, outcome: Result<Vec<SavedSearch>, String>) {
    if let Ok(saved) = outcome {
        state.hits.saved = saved;
        if state.hits.text.is_empty() && state.hits.n_found.is_none() {
            state.hits.offer(&state.searches);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::narrowed;
    use crate::catalogue::SpeakerKey;

    #[test]
    fn a_name_in_the_query_gives_way_to_the_number_of_the_person() {
        let key = SpeakerKey(7);
        assert_eq!(narrowed("speaker:brook harbour", "brook", key), "speaker:#7 harbour");
        assert_eq!(narrowed("-x speaker:\"Ada Brook\"", "ada brook", key), "-x speaker:#7");
        assert_eq!(narrowed("ABOUT:Brook", "brook", key), "about:#7");
        assert_eq!(narrowed("harbour", "brook", key), "harbour speaker:#7");
    }
}
