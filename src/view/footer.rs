//! The footer: what is being typed, else a notice, else what the keys do here.

use ratatui::layout::Rect;

use crate::action::{ACTIONS, Action, Place};
use crate::flow::{fits, width, wrapped};
use crate::key::Key;
use crate::state::errand::Errand;
use crate::state::panes::n_rows;
use crate::state::{Entry, Listing, Pane, Purpose, State};
use crate::theme::Role;

use super::ink::Ink;
use super::panes::tail;

/// Actions that the footer offers where not all of the table's do something, with what they are called there.
const OFFERED: &[(Place, &[(Action, &str)])] = &[
    (
        Place::List,
        &[(Action::Activate, "read"), (Action::LineDown, "down"), (Action::Help, "keys"), (Action::Leave, "quit")],
    ),
    (
        Place::Summary,
        &[
            (Action::Activate, "go to sentence"),
            (Action::NextPane, "pane"),
            (Action::Cancel, "article"),
            (Action::Help, "keys"),
        ],
    ),
    (
        Place::Actors,
        &[
            (Action::Activate, "only theirs"),
            (Action::Correct, "correct"),
            (Action::Note, "note"),
            (Action::NextPane, "pane"),
            (Action::Cancel, "article"),
            (Action::Help, "keys"),
        ],
    ),
    (
        Place::Quotes,
        &[
            (Action::Activate, "go to it"),
            (Action::GroupQuotes, "group"),
            (Action::Copy, "copy"),
            (Action::Correct, "correct"),
            (Action::NextPane, "pane"),
            (Action::Cancel, "article"),
            (Action::Help, "keys"),
        ],
    ),
    (
        Place::Card,
        &[
            (Action::Cancel, "close"),
            (Action::LineDown, "scroll"),
            (Action::NextStatement, "next"),
            (Action::Copy, "copy"),
            (Action::Correct, "correct"),
            (Action::Back, "back"),
            (Action::Help, "keys"),
        ],
    ),
    (
        Place::Hits,
        &[
            (Action::Activate, "open there"),
            (Action::Search, "search"),
            (Action::Speaker, "speaker"),
            (Action::GroupQuotes, "order"),
            (Action::Copy, "copy"),
            (Action::Export, "export"),
            (Action::SaveSearch, "save"),
            (Action::Shares, "shares"),
            (Action::Help, "keys"),
            (Action::Leave, "back"),
        ],
    ),
    (
        Place::Speaker,
        &[
            (Action::Activate, "open there"),
            (Action::GroupQuotes, "by or about"),
            (Action::Merge, "the same person"),
            (Action::Split, "another person"),
            (Action::Undo, "undo"),
            (Action::Help, "keys"),
            (Action::Leave, "back"),
        ],
    ),
    (
        Place::Shares,
        &[(Action::Activate, "speaker"), (Action::LineDown, "down"), (Action::Help, "keys"), (Action::Leave, "back")],
    ),
    (
        Place::Day,
        &[
            (Action::Activate, "open there"),
            (Action::EarlierDay, "day before"),
            (Action::LaterDay, "day after"),
            (Action::Shares, "shares"),
            (Action::Help, "keys"),
            (Action::Leave, "back"),
        ],
    ),
    (
        Place::Menu,
        &[
            (Action::Activate, "take"),
            (Action::LineDown, "down"),
            (Action::LineUp, "up"),
            (Action::Cancel, "leave"),
            (Action::Help, "keys"),
        ],
    ),
    (
        Place::Narrow,
        &[
            (Action::Activate, "take"),
            (Action::NextPane, "several"),
            (Action::LineDown, "down"),
            (Action::Cancel, "leave"),
            (Action::Help, "keys"),
        ],
    ),
    (
        Place::Marking,
        &[
            (Action::Activate, "take"),
            (Action::EdgeBack, "word back"),
            (Action::EdgeOn, "on"),
            (Action::LineDown, "sentence"),
            (Action::NextPane, "other edge"),
            (Action::Cancel, "leave"),
            (Action::Help, "keys"),
        ],
    ),
    (Place::Help, &[(Action::Cancel, "close"), (Action::LineDown, "down"), (Action::LineUp, "up")]),
];

/// The same in the library's list.
const SHELF: &[(Action, &str)] = &[
    (Action::Activate, "read"),
    (Action::Find, "filter"),
    (Action::Read, "read or not"),
    (Action::Star, "star"),
    (Action::Tags, "tags"),
    (Action::GroupQuotes, "order"),
    (Action::Undo, "undo"),
    (Action::Help, "keys"),
    (Action::Leave, "quit"),
];

/// The same while a query is typed.
const TYPING: &[(Action, &str)] = &[(Action::Activate, "show"), (Action::Cancel, "leave it"), (Action::Help, "keys")];

/// Columns between two words of the footer.
const GAP_COLS: u16 = 2;

/// Draws it; gives the cursor while something is typed.
pub(super) fn footer(ink: &mut Ink, state: &State, area: Rect) -> Option<(u16, u16)> {
    if state.place() == Place::Find
        && let Some(entry) = state.entry.as_ref().filter(|entry| !entry.purpose.is_query())
    {
        return Some(typing(ink, state, entry, area));
    }
    let mut right = area.right().saturating_sub(1);
    if let Some(count) = state.count {
        let count = count.to_string();
        let style = ink.style(Role::KeyName);
        right = right.saturating_sub(count.len() as u16);
        ink.put(right, area.y, area.right(), &count, style);
        right = right.saturating_sub(1);
    }
    if let Some(notice) = &state.notice {
        let style = ink.style(if notice.error { Role::Error } else { Role::Notice });
        notice_lines(ink, &ink.own(&notice.text), Rect { width: right.saturating_sub(area.x), ..area }, style);
        return None;
    }
    let room = right.saturating_sub(area.x + 1) as usize;
    let mut x = area.x + 1;
    for (key, words) in fitting(state, room) {
        let (key_style, style) = (ink.style(Role::KeyName), ink.style(Role::Dim));
        x = ink.put(x, area.y, right, &key, key_style);
        x = ink.put(x + 1, area.y, right, words, style) + GAP_COLS;
    }
    None
}

/// A notice that is too long for the footer takes the status line's row too: what to do about it stands at its end.
fn notice_lines(ink: &mut Ink, text: &str, area: Rect, style: ratatui::style::Style) {
    let room = area.width.saturating_sub(1);
    let first = if fits(text, room as usize) { None } else { wrapped(text, room).into_iter().next() };
    let rest = first.as_ref().map_or(text, |line| text.get(line.end..).unwrap_or_default().trim_start());
    if let Some(line) = first
        && area.y > 0
    {
        let above = Rect { y: area.y - 1, height: 1, ..area };
        ink.clear(above, ink.style(Role::Text));
        ink.put(above.x + 1, above.y, area.right(), text.get(line).unwrap_or_default(), style);
    }
    ink.put_cut(area.x + 1, area.y, area.right(), rest, style);
}

/// Keys and words as many as fit, in the table's order; the keys to help and out go before all others.
fn fitting(state: &State, room: usize) -> Vec<(String, &'static str)> {
    let offers: Vec<_> = offered(state)
        .into_iter()
        // A visitor has changed nothing in the library that could be undone.
        .filter(|(action, _)| state.offers(*action) && !(state.visiting && *action == Action::Undo))
        .filter_map(|(action, words)| {
            // Where text is typed a key that types a character does nothing else, so another one is named.
            let works = |key: &&Key| state.keymap.resolve(state.place(), **key) == Some(action);
            Some((action, state.keymap.keys(action).iter().find(works)?.to_string(), words))
        })
        .collect();
    let first = |action: Action| matches!(action, Action::Help | Action::Leave | Action::Cancel);
    let mut kept = vec![false; offers.len()];
    let mut used = 0;
    for wanted in [true, false] {
        for ((action, key, words), kept) in offers.iter().zip(&mut kept) {
            let cols = width(key) + 1 + width(words) + if used > 0 { GAP_COLS as usize } else { 0 };
            if first(*action) == wanted && used + cols <= room {
                used += cols;
                *kept = true;
            }
        }
    }
    let kept = offers.into_iter().zip(kept).filter(|(_, kept)| *kept);
    kept.map(|((_, key, words), _)| (key, words)).collect()
}

fn offered(state: &State) -> Vec<(Action, &'static str)> {
    let place = state.place();
    if place == Place::List && state.listing == Listing::Library {
        return SHELF.to_vec();
    }
    if place == Place::Find {
        return TYPING.to_vec();
    }
    if let Some((_, actions)) = OFFERED.iter().find(|(other, _)| *other == place) {
        let selects = selects(state, place);
        return actions.iter().filter(|(action, _)| selects || *action != Action::Activate).copied().collect();
    }
    let leave = if state.has_list() { "list" } else { Action::Leave.declaration().footer };
    let table = ACTIONS.iter().filter(|row| !row.footer.is_empty());
    let table = table.map(|row| (row.action, if row.action == Action::Leave { leave } else { row.footer }));
    // The way out of a search or a filter goes first, while there is one.
    let way_out = state.shown().and_then(|reading| match &reading.finding {
        Some(_) => Some("end search"),
        None if !reading.lit.filter.is_open() => Some("show all"),
        None => None,
    });
    way_out.map(|words| (Action::Cancel, words)).into_iter().chain(table).collect()
}

/// Whether there is something for Enter to take in a place.
fn selects(state: &State, place: Place) -> bool {
    let rows = |pane| state.reading.as_ref().map_or(0, |reading| n_rows(reading, pane));
    match place {
        Place::List => state.n_listed() > 0,
        Place::Summary => rows(Pane::Summary) > 0,
        Place::Actors => rows(Pane::Actors) > 0,
        Place::Quotes => rows(Pane::Quotes) > 0,
        Place::Hits | Place::Speaker | Place::Shares | Place::Day => {
            state.sheet().is_some_and(|sheet| sheet.selected().is_some())
        }
        Place::Menu | Place::Narrow => state.menu.as_ref().is_some_and(|menu| menu.selected().is_some()),
        Place::Article | Place::Find | Place::Card | Place::Help | Place::Marking | Place::Anywhere => true,
    }
}

fn typing(ink: &mut Ink, state: &State, entry: &Entry, area: Rect) -> (u16, u16) {
    let (text, before) = (entry.line.text(), entry.line.before());
    let finds = entry.purpose == Purpose::Find;
    let finding = state.reading.as_ref().and_then(|reading| reading.finding.as_ref()).filter(|_| finds);
    let prompt = match entry.purpose {
        Purpose::Find | Purpose::Filter | Purpose::Search => "/",
        Purpose::Tags => "tags: ",
        Purpose::SaveAs => "save the search as: ",
        Purpose::Add => "add, an address or a file: ",
        Purpose::Errand => entry.errand.as_ref().map_or("", Errand::prompt),
    };
    let counter = match finding {
        Some(finding) if finding.hits.is_empty() => "no match".to_owned(),
        Some(finding) => finding.counter(),
        None => String::new(),
    };
    let (key, style) = (ink.style(Role::KeyName), ink.style(Role::Text));
    let cols = counter.len() as u16;
    let right = area.right().saturating_sub(cols + 2);
    let no_match = finding.is_some_and(|finding| finding.hits.is_empty());
    let counter_style = ink.style(if no_match { Role::Error } else { Role::Notice });
    ink.put(right + 1, area.y, area.right(), &counter, counter_style);
    let x = ink.put(area.x, area.y, right, prompt, key);
    let room = right.saturating_sub(x + 1) as usize;
    // The part around the cursor stays in sight.
    let left = tail(before, room);
    let after = text.get(before.len()..).unwrap_or_default();
    let cursor = ink.put(x, area.y, right, left, style);
    ink.put(cursor, area.y, right, after, style);
    (cursor.min(area.right().saturating_sub(1)), area.y)
}
