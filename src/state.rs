//! All that a session knows, as plain data: `update` changes it, `layout` and `view` read it.

pub mod card;
pub mod entry;
pub mod finding;
pub mod fold;
pub mod help;
pub mod index;
pub mod jumps;
pub mod lit;
pub mod panes;
pub mod reading;
pub mod segments;
pub mod warnings;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::action::Place;
use crate::keymap::Keymap;
use crate::session::{Item, ItemIndex};

pub use entry::Entry;
pub use finding::Finding;
pub use reading::{Mark, Pane, Reading, Subject};

/// What fills the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The list of articles.
    List,
    /// An open article.
    Article,
}

/// What lies over the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The evidence card of the current statement or summary line, scrolled by so many lines.
    Card {
        /// First line shown.
        top: usize,
    },
    /// What the keys do, scrolled by so many lines.
    Help {
        /// First line shown.
        top: usize,
    },
    /// The article's warnings, scrolled by so many lines.
    Warnings {
        /// First line shown.
        top: usize,
    },
}

/// One line for the reader, gone with the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// Something went wrong.
    pub error: bool,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the beginning.
    Backward,
}

/// All that a session knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Columns of the screen.
    pub cols: u16,
    /// Rows of the screen.
    pub rows: u16,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// What can be opened.
    pub items: Vec<Item>,
    /// What fills the screen.
    pub screen: Screen,
    /// The list's selected entry.
    pub list_at: usize,
    /// The list's first entry on the screen.
    pub list_top: usize,
    /// The open article.
    pub reading: Option<Reading>,
    /// The entry that is being opened.
    pub loading: Option<ItemIndex>,
    /// The entry that did not open, while an article is on the screen: the next one is counted from it.
    pub passed: Option<ItemIndex>,
    /// Where the reader was in articles opened before.
    pub places: BTreeMap<ItemIndex, Mark>,
    /// What lies over the article.
    pub overlay: Option<Overlay>,
    /// What is being typed to find.
    pub entry: Option<Entry>,
    /// Earlier searches, the last one last.
    pub history: Vec<String>,
    /// A line for the reader.
    pub notice: Option<Notice>,
    /// The count typed so far.
    pub count: Option<usize>,
    /// Which theme.
    pub theme: usize,
    /// The themes' names.
    pub themes: Vec<String>,
    /// The article alone.
    pub zen: bool,
    /// The mouse is ours.
    pub mouse: bool,
    /// The widest that the article's lines may be, in columns.
    pub measure_col: u16,
    /// The end at which a step was refused just now: the same step again wraps.
    pub edge: Option<Direction>,
}

impl State {
    /// Where a key that is pressed now is pressed.
    pub fn place(&self) -> Place {
        if let Some(Overlay::Help { .. } | Overlay::Warnings { .. }) = self.overlay {
            return Place::Help;
        }
        if self.entry.is_some() {
            return Place::Find;
        }
        if let Some(Overlay::Card { .. }) = self.overlay {
            return Place::Card;
        }
        match (self.screen, &self.reading) {
            (Screen::List, _) | (_, None) => Place::List,
            (Screen::Article, Some(reading)) => match reading.focus {
                Pane::Article => Place::Article,
                Pane::Summary => Place::Summary,
                Pane::Actors => Place::Actors,
                Pane::Quotes => Place::Quotes,
            },
        }
    }

    /// The open article, while it is on the screen.
    pub fn shown(&self) -> Option<&Reading> {
        self.reading.as_ref().filter(|_| self.screen == Screen::Article)
    }

    /// Says something in one line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), error: false });
    }

    /// Says in one line what went wrong.
    pub fn fail(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), error: true });
    }

    /// Whether there is a list to go back to.
    pub fn has_list(&self) -> bool {
        self.items.len() > 1 || self.items.iter().any(|item| item.sample)
    }
}
