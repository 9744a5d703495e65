//! Themes: what each part of the screen looks like. No colour is named outside this room.
//!
//! A theme is a TOML text, the bundled ones like the user's own, and all go through one parser (`file`). It is
//! parsed when a [`Look`] is made of it, so that themes which are never shown cost nothing.

pub mod colour;
pub mod file;
mod look;
pub mod terminal;

use std::borrow::Cow;

pub use look::Look;

use crate::config::fault::Fault;

/// A part of the screen that has a look of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text, and the ground of the whole screen: every other style is laid upon this one.
    Text,
    /// Boilerplate, what a filter leaves out, side remarks.
    Dim,
    /// Headline and crossheads.
    Heading,
    /// The lines under the headline.
    Standfirst,
    /// Byline, captions.
    Aside,
    /// Words of a direct statement.
    Direct,
    /// Words of a mixed statement.
    Mixed,
    /// Words of an indirect statement.
    Indirect,
    /// Words that report a refusal to comment.
    NoComment,
    /// Added to the current statement's look.
    Current,
    /// A sentence that a summary line led to.
    Evidence,
    /// A word found.
    Match,
    /// The word found at which one is.
    CurrentMatch,
    /// The gutter's signs.
    Gutter,
    /// A pane's title and rule.
    Pane,
    /// The same of the pane that has the keys.
    FocusedPane,
    /// The selected row of a list that has the keys.
    Selected,
    /// The selected row of a list that has not.
    SelectedAside,
    /// The status line.
    Status,
    /// A key's name in footer and help.
    KeyName,
    /// A notice.
    Notice,
    /// An error.
    Error,
    /// The word *sure*.
    Sure,
    /// The word *likely*.
    Likely,
    /// The word *check*.
    Check,
    /// A bar's filled part.
    Bar,
    /// The word *sample*, and other labels.
    Label,
}

impl Role {
    /// Every role with its name in a theme file, in the order of the roles.
    pub const NAMES: [(Self, &'static str); 27] = [
        (Self::Text, "text"),
        (Self::Dim, "dim"),
        (Self::Heading, "heading"),
        (Self::Standfirst, "standfirst"),
        (Self::Aside, "aside"),
        (Self::Direct, "direct"),
        (Self::Mixed, "mixed"),
        (Self::Indirect, "indirect"),
        (Self::NoComment, "no-comment"),
        (Self::Current, "current"),
        (Self::Evidence, "evidence"),
        (Self::Match, "match"),
        (Self::CurrentMatch, "current-match"),
        (Self::Gutter, "gutter"),
        (Self::Pane, "pane"),
        (Self::FocusedPane, "focused-pane"),
        (Self::Selected, "selected"),
        (Self::SelectedAside, "selected-aside"),
        (Self::Status, "status"),
        (Self::KeyName, "key-name"),
        (Self::Notice, "notice"),
        (Self::Error, "error"),
        (Self::Sure, "sure"),
        (Self::Likely, "likely"),
        (Self::Check, "check"),
        (Self::Bar, "bar"),
        (Self::Label, "label"),
    ];
}

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: bold, reverse, underline only.
    Mono,
    /// The sixteen named ones.
    Ansi16,
    /// 256.
    Ansi256,
    /// All.
    True,
}

/// The bundled themes by name, in the order in which they take turns; the first is the one that holds where none is
/// chosen.
pub fn bundled() -> &'static [(&'static str, &'static str)] {
    &[
        ("dark", include_str!("../assets/themes/dark.toml")),
        ("light", include_str!("../assets/themes/light.toml")),
        ("high-contrast", include_str!("../assets/themes/high-contrast.toml")),
        ("mono", include_str!("../assets/themes/mono.toml")),
    ]
}

/// A theme by name, not parsed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What `--theme` and the configuration call it.
    pub name: String,
    /// Its file; borrowed when it is a bundled one, which stands on no other.
    text: Cow<'static, str>,
}

impl Theme {
    /// The bundled themes.
    pub fn all_bundled() -> Vec<Self> {
        bundled().iter().map(|(name, text)| Self { name: (*name).to_owned(), text: Cow::Borrowed(text) }).collect()
    }

    /// A user's own theme.
    pub fn own(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: Cow::Owned(text.into()) }
    }

    /// What is wrong with its file; a [`Look`] of it goes without the lines named here.
    pub fn faults(&self) -> Vec<Fault> {
        self.parse().1
    }

    fn parse(&self) -> (file::Styles, Vec<Fault>) {
        match &self.text {
            Cow::Borrowed(text) => file::parse_bundled(text),
            Cow::Owned(text) => file::parse(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;
    use crate::config::Config;

    #[test]
    fn the_first_bundled_theme_is_the_one_of_an_empty_configuration() {
        assert_eq!(Theme::all_bundled()[0].name, Config::default().theme);
    }
}
