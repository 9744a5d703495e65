//! Long work beside the reading: feeds that are fetched, an article that is brought in, many
//! articles that are changed.

use crate::exchange::{Effect, Progress, Target, Work};
use crate::state::shelf::Marks;
use crate::state::{Aim, Entry, Listing, Loading, Purpose, State};

use super::{list, revised};

/// Fetches the feeds; the same key leaves off what is going on.
pub(super) fn sync(state: &mut State) -> Vec<Effect> {
    if state.work.is_some() {
        state.say("leaving off: what has come is kept");
        return vec![Effect::StopWork];
    }
    begin(state, Work::Sync, "fetching the feeds")
}

/// Opens the line for an address or a file.
pub(super) fn type_source(state: &mut State) {
    state.entry = Some(Entry::new(Purpose::Add, ""));
}

/// Brings in what was typed.
pub(super) fn add(state: &mut State, source: &str) -> Vec<Effect> {
    if source.is_empty() {
        return Vec::new();
    }
    if state.work.is_some() {
        state.say("something else is being fetched; wait for it, or leave it off");
        return Vec::new();
    }
    begin(state, Work::Add(source.to_owned()), &format!("bringing in {source}"))
}

fn begin(state: &mut State, work: Work, words: &str) -> Vec<Effect> {
    state.work = Some(words.to_owned());
    vec![Effect::Work(work)]
}

pub(super) fn news(state: &mut State, news: Progress) -> Vec<Effect> {
    match news {
        Progress::Begun(words) => {
            // The list follows when it is done.
            state.changing = None;
            state.shelf.marks = Marks::default();
            state.work = Some(words);
            Vec::new()
        }
        Progress::Going(words) => {
            // What was left off already does not go on.
            if let Some(work) = &mut state.work {
                *work = words;
            }
            Vec::new()
        }
        Progress::Done(outcome, article) => {
            state.work = None;
            state.shelf.is_stale = true;
            if outcome.is_ok() && state.items.iter().all(|item| item.sample) {
                // There is something of one's own to read now.
                state.listing = Listing::Library;
            }
            match outcome {
                Ok(words) => state.say(words),
                Err(why) => state.fail(why),
            }
            let Some(key) = article else {
                // What came may be a new text of the open article.
                return revised::reread(state).or_else(|| revised::refresh(state)).into_iter().collect();
            };
            let target = Target::Article(key);
            list::ask(state, Loading { target, number: None, aim: Aim::Place, is_return: false })
        }
    }
}
