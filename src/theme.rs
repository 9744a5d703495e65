//! Themes: what each part of the screen looks like. No colour is named outside this room.

use ratatui::style::Style;

/// A part of the screen that has a look of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
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

/// A theme as one session draws it: its styles with the colours that its terminal shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The theme's name.
    pub name: String,
    /// Signs beyond ASCII may be drawn.
    pub unicode: bool,
}

impl Look {
    /// The style of a part of the screen.
    pub fn style(&self, _role: Role) -> Style {
        Style::default()
    }

    /// The style of a speaker's name; `index` counts the article's speakers by first statement.
    pub fn speaker(&self, _index: usize) -> Style {
        Style::default()
    }
}
