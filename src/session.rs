//! A running reader: events in, effects and cells out. Knows no terminal, no file and no clock.

use std::sync::Arc;

use crate::article::Article;
use crate::key::Input;

/// Which entry of the list, 0-based.
pub type ItemIndex = usize;

/// An article that can be opened, as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Headline or file name, cleaned.
    pub title: String,
    /// Outlet, where known.
    pub outlet: Option<String>,
    /// Day of publication as `2025-08-13`, where known.
    pub day: Option<String>,
    /// One of the bundled samples.
    pub sample: bool,
}

/// What happens to a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key, the mouse, a paste.
    Input(Input),
    /// The screen's size, already clamped to 1–1000.
    Resize {
        /// Columns.
        cols: u16,
        /// Rows.
        rows: u16,
    },
    /// The outcome of [`Effect::Open`]: the article, or one line that says what went wrong.
    Opened(ItemIndex, Result<Arc<Article>, String>),
    /// The reader came back from the shell.
    Resumed,
}

/// What the outside should do for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Load an entry of the list and answer with [`Event::Opened`].
    Open(ItemIndex),
    /// Take mouse events, or leave the mouse to the terminal.
    Mouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Stop and give the terminal to the shell.
    Suspend,
    /// End the session.
    Quit,
}
