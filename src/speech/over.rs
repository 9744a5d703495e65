//! What lies over the article by ear, and lines that are typed.

use crate::action::{Action, Place};
use crate::state::card::{CardFlow, CardLine, Tone, title};
use crate::state::errand::Errand;
use crate::state::help::{self, named};
use crate::state::{Entry, Overlay, Purpose, State};

use super::words::{capital, counted, sentence};

/// All of what lies over the article, when it is opened.
pub(super) fn all(state: &State) -> Vec<String> {
    match (state.overlay, &state.reading) {
        (Some(Overlay::Help { .. }), _) => {
            let rows = help::spoken(state);
            let mut lines = vec![sentence(&format!("what the keys do, {}", counted(rows.len(), "line")))];
            lines.extend(rows);
            lines.push(closing(state));
            lines
        }
        (Some(Overlay::Card { .. }), Some(reading)) => {
            let mut lines = vec![sentence(&title(reading).replace('/', " of "))];
            lines.extend(card(&reading.card));
            lines.push(closing(state));
            lines
        }
        (Some(Overlay::Warnings { .. }), Some(reading)) => {
            let mut lines = vec![sentence(&counted(reading.article.warnings.len(), "warning"))];
            lines.extend(reading.warnings.lines.iter().map(|line| line.words.clone()));
            lines.push(closing(state));
            lines
        }
        (Some(Overlay::Boxed { .. }), _) => {
            let mut lines = vec!["To be selected by hand:".to_owned()];
            lines.extend(state.boxed.text.lines().map(str::to_owned));
            lines.push(closing(state));
            lines
        }
        _ => Vec::new(),
    }
}

/// The line that one has come to by scrolling.
pub(super) fn line(state: &State) -> Option<String> {
    match (state.overlay?, &state.reading) {
        (Overlay::Help { top }, _) => help::spoken(state).into_iter().nth(top),
        (Overlay::Card { top }, Some(reading)) => card(&reading.card).into_iter().nth(top),
        (Overlay::Boxed { top }, _) => state.boxed.lines.get(top).cloned(),
        (Overlay::Warnings { top }, Some(reading)) => reading.warnings.lines.get(top).map(|line| line.words.clone()),
        _ => None,
    }
}

/// A label for each entry of the card; what goes on under it is a line of its own.
fn card(card: &CardFlow) -> Vec<String> {
    let words = |line: &CardLine| match line.label {
        "" if matches!(line.tone, Tone::Words(_)) => format!("And further: {}", line.words),
        "" => capital(&line.words),
        label => format!("{}: {}", sentence(label).trim_end_matches('.'), line.words),
    };
    card.lines.iter().map(words).collect()
}

fn closing(state: &State) -> String {
    let place = state.place();
    let key = |action| {
        let works = |key: &&crate::key::Key| state.keymap.resolve(place, **key) == Some(action);
        state.keymap.keys(action).iter().find(works).map(named)
    };
    match (key(Action::LineDown), key(Action::LineUp), key(Action::Cancel)) {
        (Some(down), Some(up), Some(close)) => {
            format!("End. {down} and {up} go through it line by line, {close} closes it.")
        }
        _ => "End.".to_owned(),
    }
}

/// What is asked for by a line that is typed.
pub(super) fn prompt(entry: &Entry) -> String {
    let words = match entry.purpose {
        Purpose::Find => "Find in the article",
        Purpose::Filter => "Show articles that fit",
        Purpose::Search => "Search",
        Purpose::Tags => "Tags",
        Purpose::SaveAs => "Save the search as",
        Purpose::Add => "Add, an address or a file",
        Purpose::Errand => {
            let prompt = entry.errand.as_ref().map_or("", Errand::prompt).trim_end();
            // The sign between what is given and the command is no word.
            let prompt = prompt.strip_suffix('|').map(|what| format!("{}, to the command:", what.trim_end()));
            return sentence(prompt.as_deref().unwrap_or(entry.errand.as_ref().map_or("", Errand::prompt)));
        }
    };
    format!("{words}: ")
}

/// What is wrong with the query that is typed.
pub(super) fn fault(state: &State) -> Option<String> {
    let entry = state.entry.as_ref()?;
    let fault = match entry.purpose {
        Purpose::Search => state.hits.fault.as_ref(),
        Purpose::Filter => state.shelf.fault.as_ref(),
        _ => None,
    };
    fault.map(|fault| sentence(&fault.message))
}

/// What is said where a key changed nothing that could be heard.
pub(super) fn nothing(action: Option<Action>, place: Place, state: &State) -> String {
    if action.is_some_and(Action::moves) {
        return "Nothing further that way.".to_owned();
    }
    let help = state.keymap.keys(Action::Help).first().map(named);
    match (action, help) {
        (None, Some(help)) if place != Place::Find => format!("This key does nothing here; {help} reads the keys."),
        _ => "Nothing changed.".to_owned(),
    }
}
