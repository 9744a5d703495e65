//! Menus and the marking of words by ear.

use crate::state::marking::Edge;
use crate::state::{Marking, Menu, Reading};

use super::words::{counted, sentence, sentences};

/// What is chosen among, and how much there is.
pub(super) fn menu(menu: &Menu) -> String {
    let way = if menu.narrow.is_some() { "letters narrow the list" } else { "a digit takes one" };
    let several = if menu.ticked.is_some() { "several can be ticked" } else { "" };
    sentences([menu.title.as_str(), &counted(menu.shown.len(), "row"), way, several])
}

/// The selected row.
pub(super) fn row(menu: &Menu) -> String {
    let Some(row) = menu.selected() else { return "Nothing fits.".to_owned() };
    let is_ticked = menu.shown.get(menu.at).is_some_and(|at| menu.ticked.as_ref().is_some_and(|it| it.contains(at)));
    let ticked = if is_ticked { "ticked" } else { "" };
    sentences([row.label.as_str(), &row.detail, ticked, &format!("{} of {}", menu.at + 1, menu.shown.len())])
}

/// What is typed to narrow it, and the selected row.
pub(super) fn typed(menu: &Menu) -> String {
    let typed = menu.narrow.as_ref().map_or("", |line| line.text());
    sentences([typed, &row(menu)])
}

/// How many rows are ticked, where some can be.
pub(super) fn ticked(menu: &Menu) -> Option<String> {
    let n = menu.ticked.as_ref()?.len();
    Some(sentence(&format!("{n} ticked")))
}

/// Which words are marked, and which edge moves.
pub(super) fn marked(reading: &Reading, marking: &Marking) -> Vec<String> {
    let edge = match marking.edge {
        Edge::Start => "the first word moves",
        Edge::End => "the last word moves",
    };
    let words: Vec<&str> =
        marking.spans(&reading.article).iter().map(|span| reading.article.text.slice(*span)).collect();
    vec![
        sentence(&format!("{} marked, {edge}", counted(marking.n_words(), "word"))),
        format!("Marked in the text: {}", words.join(" […] ")),
    ]
}
