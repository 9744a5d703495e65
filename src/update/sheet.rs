//! Moving among the rows of the library's answers, and what Enter makes of the selected one.

use crate::article::StatementId;
use crate::catalogue::{ArticleKey, SpeakerKey};
use crate::exchange::{Effect, Target, Who};
use crate::layout::{self, layout};
use crate::state::{Aim, Direction, Loading, Screen, SheetRow, State};

use super::{hits, list};

/// Moves by rows.
pub(super) fn step(state: &mut State, by: isize) {
    if let Some(sheet) = state.sheet_mut() {
        sheet.step(by);
    }
}

/// Moves by a page divided by `part`.
pub(super) fn page(state: &mut State, by: isize, part: usize) {
    let height = layout(layout::screen(state), state).list.height as usize;
    if let Some(sheet) = state.sheet_mut() {
        let rows = sheet.stops_in((height / part.max(1)).max(1));
        sheet.step(by.saturating_mul(rows.cast_signed()));
    }
}

/// Goes to an end of what is there.
pub(super) fn end(state: &mut State, direction: Direction) {
    step(state, if direction == Direction::Forward { isize::MAX } else { isize::MIN });
}

/// Enter.
pub(super) fn activate(state: &mut State) -> Vec<Effect> {
    let Some(row) = state.sheet().and_then(|sheet| sheet.selected()).cloned() else {
        state.say("there is nothing to go to here");
        return Vec::new();
    };
    match row {
        SheetRow::Hit(hit, _) => open(state, hit.article, Aim::Statement(StatementId(hit.statement))),
        SheetRow::Article(row) => open(state, row.id, Aim::Place),
        SheetRow::Line(_, article, line) => open(state, article, Aim::Line(line)),
        // Of namesakes of a search one is chosen for it; elsewhere a person's page is what one wants.
        SheetRow::Person(person) if state.screen == Screen::Hits => hits::narrow(state, person.id),
        SheetRow::Person(person) => vec![Effect::Speaker(Who::Speaker(person.id))],
        SheetRow::Share(row, _) => match row.id {
            Some(key) => vec![Effect::Speaker(Who::Speaker(key))],
            None => nobody(state),
        },
        SheetRow::Search(_, query) => hits::run(state, &query),
        SheetRow::Form(_) => {
            state.say("that is a form of the name, and why it is taken for this person");
            Vec::new()
        }
        SheetRow::Gap | SheetRow::Heading(_) | SheetRow::Words(..) | SheetRow::Note(_) | SheetRow::Weeks(_) => {
            Vec::new()
        }
    }
}

fn open(state: &mut State, article: ArticleKey, aim: Aim) -> Vec<Effect> {
    list::ask(state, Loading { target: Target::Article(article), number: None, aim, is_return: false })
}

/// Whoever the selected row is about.
pub(super) fn speaker(state: &State) -> Option<SpeakerKey> {
    match state.sheet()?.selected()? {
        SheetRow::Hit(hit, _) => hit.speakers.first().map(|(key, _)| *key),
        SheetRow::Person(person) => Some(person.id),
        SheetRow::Share(row, _) => row.id,
        _ => None,
    }
}

pub(super) fn nobody(state: &mut State) -> Vec<Effect> {
    state.say("nobody is named there");
    Vec::new()
}
