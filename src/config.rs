//! The user's configuration: what can be set, how it is read, and the example that is printed from the same table.
//!
//! Where the file lies is the command line's business; which themes exist it checks too.

mod example;
pub mod fault;
mod parse;
pub mod serve;
mod setting;
pub mod source;

pub use example::example;
pub use fault::Fault as ConfigError;
pub use setting::{SETTINGS, Setting, Signs, When};

use crate::keymap::Keymap;
use serve::Serve;

/// The narrowest and the widest measure that can be set, in columns.
pub const MEASURE: std::ops::RangeInclusive<u16> = 40..=200;

/// What a user can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The theme's name; it may name none that exists.
    pub theme: String,
    /// The article's widest line, in columns; within [`MEASURE`].
    pub measure: u16,
    /// Whether the reader takes the mouse from the start.
    pub mouse: bool,
    /// Which signs the gutter and the panes are drawn with.
    pub signs: Signs,
    /// When colour is used.
    pub color: When,
    /// Who signs judgements and notes; nobody where it is empty.
    pub name: String,
    /// The reader speaks in plain lines, for screen readers.
    pub plain: bool,
    /// How `nutgraf serve` serves.
    pub serve: Serve,
    /// Which key does what.
    pub keymap: Keymap,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: "dark".to_owned(),
            measure: 72,
            mouse: true,
            signs: Signs::Auto,
            color: When::Auto,
            name: String::new(),
            plain: false,
            serve: Serve::default(),
            keymap: Keymap::default(),
        }
    }
}

impl Config {
    /// Reads a configuration. A line that is wrong is left out and named; the rest holds.
    pub fn parse(text: &str) -> (Self, Vec<ConfigError>) {
        parse::parse(text)
    }
}
