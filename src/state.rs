//! All that a session knows, as plain data: `update` changes it, `layout` and `view` read it.

pub mod boxed;
pub mod card;
pub mod entry;
pub mod errand;
pub mod finding;
pub mod fold;
pub mod help;
pub mod hits;
pub mod index;
pub mod judged;
pub mod jumps;
pub mod lit;
pub mod marking;
pub mod menu;
pub mod pages;
pub mod panes;
pub mod reading;
pub mod segments;
pub mod sheet;
pub mod shelf;
pub mod warnings;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::action::{Action, Place};
use crate::article::review::About;
use crate::article::{Article, StatementId};
use crate::catalogue::SpeakerKey;
use crate::exchange::{Change, Chosen, Item, ItemIndex, Target};
use crate::keymap::Keymap;

pub use boxed::Boxed;
pub use entry::{Entry, Purpose};
pub use finding::Finding;
pub use hits::Hits;
pub use marking::Marking;
pub use menu::Menu;
pub use pages::{DayScreen, SharesScreen, SpeakerScreen};
pub use reading::{Mark, Pane, Reading, Subject};
pub use sheet::{Sheet, SheetRow};
pub use shelf::Shelf;

/// What fills the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The list of articles.
    List,
    /// An open article.
    Article,
    /// The search in the library.
    Hits,
    /// A speaker's page.
    Speaker,
    /// Who had how much of the say.
    Shares,
    /// A day as a briefing.
    Day,
}

/// A screen to go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The list.
    List,
    /// An article.
    Article(Target),
    /// The search.
    Hits,
    /// A speaker's page.
    Speaker(SpeakerKey),
    /// Shares.
    Shares,
    /// The day.
    Day,
}

/// Which list fills the screen of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// What the session was started with: samples or files.
    Entries,
    /// The library.
    Library,
}

/// Where to go in an article that is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Where the reader was the last time.
    Place,
    /// To a statement.
    Statement(StatementId),
    /// To the sentence behind a line of the summary, 0-based.
    Line(usize),
}

/// An article that is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loading {
    /// Which.
    pub target: Target,
    /// Its number in the list, where it is opened from there.
    pub number: Option<usize>,
    /// Where to go in it.
    pub aim: Aim,
    /// One comes back to it, and goes no further away from where one began.
    pub is_return: bool,
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
    /// Words to be selected by hand, scrolled by so many lines.
    Boxed {
        /// First line shown.
        top: usize,
    },
}

/// What is to be done once an article that is not open has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Say what is wrong with a statement.
    Correct(StatementId),
    /// Write a note.
    Note(About),
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
#[allow(clippy::struct_excessive_bools, reason = "each is something else that is so or is not")]
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
    /// Which list that is.
    pub listing: Listing,
    /// The selected one of the entries that the session was started with.
    pub list_at: usize,
    /// The first of them on the screen.
    pub list_top: usize,
    /// The library's list.
    pub shelf: Shelf,
    /// Screens to go back to, the last one last.
    pub back: Vec<Stop>,
    /// The search in the library.
    pub hits: Hits,
    /// A speaker's page.
    pub speaker: SpeakerScreen,
    /// Who had how much of the say.
    pub shares: SharesScreen,
    /// A day.
    pub day: DayScreen,
    /// Long work that goes on beside the reading, and how far it is.
    pub work: Option<String>,
    /// The open article.
    pub reading: Option<Reading>,
    /// The article that is being opened.
    pub loading: Option<Loading>,
    /// The number in the list of what did not open, while an article is on the screen: the next one is counted from
    /// it.
    pub passed: Option<usize>,
    /// Where the reader was in articles opened before.
    pub places: BTreeMap<Target, Mark>,
    /// The place that was last given away to be kept: first scalar in view, and the current statement.
    pub kept: Option<(Target, usize, Option<usize>)>,
    /// The change to articles of the library that is being made.
    pub changing: Option<(Chosen, Change)>,
    /// What lies over the article.
    pub overlay: Option<Overlay>,
    /// Words to be selected by hand, while they are shown.
    pub boxed: Boxed,
    /// Things to do, one of which is being chosen.
    pub menu: Option<Menu>,
    /// What was said is being marked anew.
    pub marking: Option<Marking>,
    /// An article that was asked for to say something of it, and what.
    pub wish: Option<(Target, Wish)>,
    /// The article that was asked for last, as it is kept.
    pub consulted: Option<(Target, Arc<Article>)>,
    /// The article that is open while something is undone, which may have been said of it.
    pub undoing: Option<Target>,
    /// What is being typed.
    pub entry: Option<Entry>,
    /// What was looked for in articles, the last one last.
    pub history: Vec<String>,
    /// What was searched for in the library, the last one last.
    pub searches: Vec<String>,
    /// Commands that something was given to, the last one last.
    pub commands: Vec<String>,
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
    /// What the reader signs with.
    pub name: Option<String>,
    /// The mouse is ours.
    pub mouse: bool,
    /// The widest that the article's lines may be, in columns.
    pub measure_col: u16,
    /// For listeners: one line of the article is in view, a sentence, and one pane at a time.
    pub linear: bool,
    /// The library is somebody else's: what only its owner does is not offered.
    pub visiting: bool,
    /// The end at which a step was refused just now: the same step again wraps.
    pub edge: Option<Direction>,
}

impl State {
    /// Where a key that is pressed now is pressed.
    pub fn place(&self) -> Place {
        if let Some(Overlay::Help { .. } | Overlay::Warnings { .. } | Overlay::Boxed { .. }) = self.overlay {
            return Place::Help;
        }
        if self.entry.is_some() {
            return Place::Find;
        }
        match &self.menu {
            Some(menu) if menu.narrow.is_some() => return Place::Narrow,
            Some(_) => return Place::Menu,
            None => {}
        }
        if self.marking.is_some() && self.screen == Screen::Article {
            return Place::Marking;
        }
        if let Some(Overlay::Card { .. }) = self.overlay {
            return Place::Card;
        }
        match (self.screen, &self.reading) {
            (Screen::Hits, _) => Place::Hits,
            (Screen::Speaker, _) => Place::Speaker,
            (Screen::Shares, _) => Place::Shares,
            (Screen::Day, _) => Place::Day,
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

    /// The answers of the library that fill the screen.
    pub fn sheet(&self) -> Option<&Sheet> {
        match self.screen {
            Screen::Hits => Some(&self.hits.sheet),
            Screen::Speaker => Some(&self.speaker.sheet),
            Screen::Shares => Some(&self.shares.sheet),
            Screen::Day => Some(&self.day.sheet),
            Screen::List | Screen::Article => None,
        }
    }

    /// The same, to move in them.
    pub fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        match self.screen {
            Screen::Hits => Some(&mut self.hits.sheet),
            Screen::Speaker => Some(&mut self.speaker.sheet),
            Screen::Shares => Some(&mut self.shares.sheet),
            Screen::Day => Some(&mut self.day.sheet),
            Screen::List | Screen::Article => None,
        }
    }

    /// Whether an action is for this reader.
    pub fn offers(&self, action: Action) -> bool {
        !(self.visiting && action.is_owners())
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
        self.listing == Listing::Library || self.items.len() > 1 || self.items.iter().any(|item| item.sample)
    }

    /// The entry that the session was started with and that a target names.
    pub fn item(&self, target: Target) -> Option<&Item> {
        match target {
            Target::Entry(item) => self.items.get(item),
            Target::Article(_) => None,
        }
    }

    /// How many rows the list has.
    pub fn n_listed(&self) -> usize {
        match self.listing {
            Listing::Entries => self.items.len(),
            Listing::Library => self.shelf.total(),
        }
    }

    /// The number of the list's selected row.
    pub fn selected(&self) -> usize {
        match self.listing {
            Listing::Entries => self.list_at,
            Listing::Library => self.shelf.at,
        }
    }

    /// Selects a row of the list; settling keeps it within bounds.
    pub fn select(&mut self, number: usize) {
        match self.listing {
            Listing::Entries => self.list_at = number,
            Listing::Library => self.shelf.at = number.min(self.shelf.total().saturating_sub(1)),
        }
    }

    /// What a row of the list stands for, where it is loaded.
    pub fn target(&self, number: usize) -> Option<Target> {
        match self.listing {
            Listing::Entries => self.items.get(number).map(|_| Target::Entry(number)),
            Listing::Library => self.shelf.row(number).map(|row| Target::Article(row.id)),
        }
    }

    /// The number in the list of what can be opened, where it is loaded.
    pub fn number_of(&self, target: Target) -> Option<usize> {
        match (self.listing, target) {
            (Listing::Entries, Target::Entry(item)) => Some(item as ItemIndex),
            (Listing::Library, Target::Article(key)) => self.shelf.number_of(key),
            _ => None,
        }
    }
}
