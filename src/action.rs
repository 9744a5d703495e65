//! What a reader can do, declared once: footer, help, README, configuration and key resolution read this table.

mod table;

use crate::key::Key;

pub use table::ACTIONS;

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Everywhere that no other place takes the key first, text entry excepted.
    Anywhere,
    /// In the article.
    Article,
    /// In the summary pane.
    Summary,
    /// In the actors pane, where letters narrow the list.
    Actors,
    /// In the quotes pane.
    Quotes,
    /// In the list of articles.
    List,
    /// In the search of the library, among what was found.
    Hits,
    /// On a speaker's page.
    Speaker,
    /// Where it is shown who had how much of the say.
    Shares,
    /// On the day's page.
    Day,
    /// While the evidence card is open.
    Card,
    /// While the help screen or the list of warnings is open.
    Help,
    /// While typing what to find.
    Find,
    /// While something is chosen among a few things.
    Menu,
    /// The same among many, where letters narrow the list.
    Narrow,
    /// While what was said is marked anew in the article.
    Marking,
}

/// Something that a key does. Ids are public and never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is described by its row in ACTIONS")]
pub enum Action {
    LineDown,
    LineUp,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
    NextStatement,
    PreviousStatement,
    NextBySpeaker,
    PreviousBySpeaker,
    Activate,
    NextPane,
    PreviousPane,
    SummaryPane,
    ActorsPane,
    QuotesPane,
    GroupQuotes,
    FilterKind,
    Find,
    Back,
    Forward,
    List,
    Unfold,
    MarkRow,
    MarkAll,
    Read,
    Star,
    Tags,
    Remove,
    Undo,
    Search,
    SaveSearch,
    Speaker,
    Merge,
    Split,
    Shares,
    Today,
    EarlierDay,
    LaterDay,
    Sync,
    Add,
    Copy,
    CopyAs,
    Correct,
    Note,
    Remarks,
    Export,
    Pipe,
    Browse,
    EdgeOn,
    EdgeBack,
    NextArticle,
    PreviousArticle,
    Theme,
    Zen,
    Mouse,
    Warnings,
    Help,
    Redraw,
    Cancel,
    Leave,
    Suspend,
    Quit,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The action.
    pub action: Action,
    /// Its public id in kebab-case, for the configuration.
    pub id: &'static str,
    /// Default keys, the one that footer and help show first.
    pub keys: &'static [Key],
    /// Where it works.
    pub places: &'static [Place],
    /// One or two words for the footer; empty where it is not shown there.
    pub footer: &'static str,
    /// A sentence for the help screen, without full stop.
    pub help: &'static str,
}

impl Action {
    /// Whether only the library's owner does it: it changes the library for all who read it, or needs files, programs
    /// or the network of the machine that it lies on.
    pub fn is_owners(self) -> bool {
        matches!(
            self,
            Self::MarkRow
                | Self::MarkAll
                | Self::Read
                | Self::Star
                | Self::Tags
                | Self::Remove
                | Self::SaveSearch
                | Self::Merge
                | Self::Split
                | Self::Sync
                | Self::Add
                | Self::Export
                | Self::Pipe
        )
    }

    /// Whether it moves a view or a selection line by line or page by page.
    pub fn moves(self) -> bool {
        matches!(
            self,
            Self::LineDown
                | Self::LineUp
                | Self::HalfPageDown
                | Self::HalfPageUp
                | Self::PageDown
                | Self::PageUp
                | Self::Top
                | Self::Bottom
        )
    }

    /// Its row.
    pub fn declaration(self) -> &'static Declaration {
        // Every action has a row; a test holds that. The first row stands in where it cannot be reached.
        ACTIONS.iter().find(|row| row.action == self).unwrap_or(&ACTIONS[0])
    }
}
