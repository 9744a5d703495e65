//! What a reader can do, declared once: footer, help, README, configuration and key resolution read this table.

use crate::key::{Code, Key};

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

const ANYWHERE: &[Place] = &[Place::Anywhere];
/// Places with a view or a selection that moves line by line.
const MOVING: &[Place] = &[
    Place::Article,
    Place::Summary,
    Place::Actors,
    Place::Quotes,
    Place::List,
    Place::Hits,
    Place::Speaker,
    Place::Shares,
    Place::Day,
    Place::Card,
    Place::Help,
];

const fn row(
    action: Action,
    id: &'static str,
    keys: &'static [Key],
    places: &'static [Place],
    footer: &'static str,
    help: &'static str,
) -> Declaration {
    Declaration { action, id, keys, places, footer, help }
}

/// Every action, in the order of the help screen.
pub const ACTIONS: &[Declaration] = &[
    row(
        Action::NextStatement,
        "next-statement",
        &[Key::char('n')],
        ANYWHERE,
        "next",
        "Go to the next statement, or the next match while finding; a count before it multiplies",
    ),
    row(
        Action::PreviousStatement,
        "previous-statement",
        &[Key::char('N')],
        ANYWHERE,
        "",
        "Go to the previous statement or match",
    ),
    row(
        Action::NextBySpeaker,
        "next-by-speaker",
        &[Key::char('a')],
        ANYWHERE,
        "same speaker",
        "Go to the next statement by the same speaker",
    ),
    row(
        Action::PreviousBySpeaker,
        "previous-by-speaker",
        &[Key::char('A')],
        ANYWHERE,
        "",
        "Go to the previous statement by the same speaker",
    ),
    row(
        Action::Activate,
        "activate",
        &[Key::plain(Code::Enter)],
        ANYWHERE,
        "evidence",
        "Open the evidence card; on a summary line or a quote: go to it; on an actor: light only that actor's statements; in the list: read",
    ),
    row(
        Action::FilterKind,
        "filter-kind",
        &[Key::char('f')],
        ANYWHERE,
        "kind",
        "Show all statements, only direct, mixed, indirect or declined ones, in turn",
    ),
    row(
        Action::Find,
        "find",
        &[Key::char('/')],
        ANYWHERE,
        "find",
        "Find words in the article; small letters find capitals too; in the library's list: show what fits a query",
    ),
    row(Action::LineDown, "line-down", &[Key::char('j'), Key::plain(Code::Down)], MOVING, "", "Go down a line"),
    row(Action::LineUp, "line-up", &[Key::char('k'), Key::plain(Code::Up)], MOVING, "", "Go up a line"),
    row(Action::HalfPageDown, "half-page-down", &[Key::char('d'), Key::ctrl('d')], MOVING, "", "Go down half a page"),
    row(Action::HalfPageUp, "half-page-up", &[Key::char('u'), Key::ctrl('u')], MOVING, "", "Go up half a page"),
    row(
        Action::PageDown,
        "page-down",
        &[Key::char(' '), Key::plain(Code::PageDown), Key::ctrl('f')],
        MOVING,
        "",
        "Go down a page",
    ),
    row(
        Action::PageUp,
        "page-up",
        &[Key::char('b'), Key::plain(Code::PageUp), Key::ctrl('b')],
        MOVING,
        "",
        "Go up a page",
    ),
    row(Action::Top, "top", &[Key::char('g'), Key::plain(Code::Home)], MOVING, "", "Go to the beginning"),
    row(Action::Bottom, "bottom", &[Key::char('G'), Key::plain(Code::End)], MOVING, "", "Go to the end"),
    row(
        Action::SummaryPane,
        "summary-pane",
        &[Key::char('s')],
        ANYWHERE,
        "summary",
        "Go to the summary; then a digit goes to the sentence behind that line",
    ),
    row(
        Action::ActorsPane,
        "actors-pane",
        &[Key::char('p')],
        ANYWHERE,
        "actors",
        "Go to the actors; then letters narrow the list",
    ),
    row(Action::QuotesPane, "quotes-pane", &[Key::char('c')], ANYWHERE, "quotes", "Go to the quotes"),
    row(
        Action::GroupQuotes,
        "group-quotes",
        &[Key::char('w')],
        ANYWHERE,
        "",
        "List the quotes in the article's order or by speaker, the library by day, outlet or tag, what was found by time or relevance, a speaker's statements or those about them, in turn",
    ),
    row(Action::NextPane, "next-pane", &[Key::plain(Code::Tab)], ANYWHERE, "pane", "Go to the next pane"),
    row(Action::PreviousPane, "previous-pane", &[Key::plain(Code::BackTab)], ANYWHERE, "", "Go to the previous pane"),
    row(Action::Back, "back", &[Key::ctrl('o'), Key::char('[')], ANYWHERE, "", "Go back to where the last jump began"),
    row(Action::Forward, "forward", &[Key::char(']')], ANYWHERE, "", "Go forward again"),
    row(
        Action::List,
        "list",
        &[Key::char('L')],
        ANYWHERE,
        "",
        "Go to the list of articles; from files to the library and back",
    ),
    row(
        Action::Search,
        "search",
        &[Key::char('S')],
        ANYWHERE,
        "search",
        "Search the library for statements while you type; an empty line offers saved and earlier searches",
    ),
    row(Action::SaveSearch, "save-search", &[Key::char('B')], &[Place::Hits], "", "Save the search under a name"),
    row(
        Action::Speaker,
        "speaker",
        &[Key::char('v'), Key::plain(Code::F(2))],
        ANYWHERE,
        "",
        "Go to the speaker's page: of the current statement, the selected actor, hit or share",
    ),
    row(
        Action::Merge,
        "merge",
        &[Key::char('=')],
        &[Place::Speaker],
        "",
        "Say that the selected person is the one whose page it is; undo takes it back",
    ),
    row(
        Action::Split,
        "split",
        &[Key::char('-')],
        &[Place::Speaker],
        "",
        "Say that the selected form of the name, or the selected statement's article, means somebody else",
    ),
    row(
        Action::Shares,
        "shares",
        &[Key::char('%')],
        ANYWHERE,
        "",
        "Show who had how much of the say: in the article, the search, the day or what is listed",
    ),
    row(Action::Today, "today", &[Key::char('D')], ANYWHERE, "", "Go to the newest day's stories"),
    row(
        Action::EarlierDay,
        "earlier-day",
        &[Key::char('h'), Key::plain(Code::Left)],
        &[Place::Day],
        "",
        "Go to the day before",
    ),
    row(
        Action::LaterDay,
        "later-day",
        &[Key::char('l'), Key::plain(Code::Right)],
        &[Place::Day],
        "",
        "Go to the day after",
    ),
    row(
        Action::Add,
        "add",
        &[Key::char('i')],
        ANYWHERE,
        "",
        "Bring an article in by a page's address or a file's path",
    ),
    row(
        Action::Sync,
        "sync",
        &[Key::char('F')],
        ANYWHERE,
        "",
        "Fetch the feeds while you read on; once more leaves it off",
    ),
    row(Action::Read, "read", &[Key::char('r')], ANYWHERE, "", "Mark the article of the library read, or unread again"),
    row(Action::Star, "star", &[Key::char('*')], ANYWHERE, "", "Star the article, or take the star away"),
    row(
        Action::Tags,
        "tags",
        &[Key::char('T')],
        ANYWHERE,
        "",
        "Tag the article: the line has all its tags; for marked ones, -name takes a tag away",
    ),
    row(
        Action::Remove,
        "remove",
        &[Key::char('R'), Key::plain(Code::Delete)],
        &[Place::List],
        "",
        "Remove the article from the library",
    ),
    row(Action::Undo, "undo", &[Key::char('U')], ANYWHERE, "", "Undo what was done last to the library's articles"),
    row(
        Action::MarkRow,
        "mark-row",
        &[Key::char('X')],
        &[Place::List],
        "",
        "Mark the article and go on; read, star, tags and remove then are for all marked ones",
    ),
    row(Action::MarkAll, "mark-all", &[Key::char('V')], &[Place::List], "", "Mark everything listed, or nothing"),
    row(
        Action::Unfold,
        "unfold",
        &[Key::char('+')],
        &[Place::List],
        "",
        "Give articles that say the same rows of their own, or fold them into one",
    ),
    row(Action::NextArticle, "next-article", &[Key::char('J')], ANYWHERE, "", "Open the next article of the list"),
    row(
        Action::PreviousArticle,
        "previous-article",
        &[Key::char('K')],
        ANYWHERE,
        "",
        "Open the previous article of the list",
    ),
    row(Action::Zen, "zen", &[Key::char('z')], ANYWHERE, "", "Show the article alone, or with its panes"),
    row(Action::Theme, "theme", &[Key::char('t')], ANYWHERE, "", "Take the next theme"),
    row(
        Action::Mouse,
        "mouse",
        &[Key::char('M')],
        ANYWHERE,
        "",
        "Let the mouse scroll and select here, or leave it to the terminal",
    ),
    row(
        Action::Cancel,
        "cancel",
        &[Key::plain(Code::Esc)],
        ANYWHERE,
        "",
        "Close what is open, clear the filter, or go back",
    ),
    row(
        Action::Warnings,
        "warnings",
        &[Key::char('W')],
        ANYWHERE,
        "",
        "Show what is in doubt about the article: the warnings that the status line counts",
    ),
    row(Action::Help, "help", &[Key::char('?'), Key::plain(Code::F(1))], ANYWHERE, "keys", "Show what the keys do"),
    row(Action::Redraw, "redraw", &[Key::ctrl('l')], ANYWHERE, "", "Draw the screen anew"),
    row(Action::Suspend, "suspend", &[Key::ctrl('z')], ANYWHERE, "", "Stop and go back to the shell; fg comes back"),
    row(Action::Leave, "leave", &[Key::char('q')], ANYWHERE, "quit", "Go back to the list, or quit from there"),
    row(Action::Quit, "quit", &[Key::ctrl('c')], ANYWHERE, "", "Quit at once"),
];

impl Action {
    /// Its row.
    pub fn declaration(self) -> &'static Declaration {
        // Every action has a row; a test holds that. The first row stands in where it cannot be reached.
        ACTIONS.iter().find(|row| row.action == self).unwrap_or(&ACTIONS[0])
    }
}
