//! What a session and its outside say to each other: what happens to a session, and what it asks for. Whoever runs the
//! session decides what of it is carried out; a served session asks for the same and may be refused.

use std::sync::Arc;

use crate::article::review::Remark;
use crate::article::{Article, StatementId};
use crate::catalogue::{
    ArticleKey, Day, Found, ListPage, ListRequest, Part, Person, Place, QueryFault, SavedSearch, Sort, SpeakerKey,
    SpeakerPage, Tally,
};
use crate::form::{Citation, Format};
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
    /// Why it cannot be opened, where that is known; one clean line.
    pub fault: Option<String>,
}

/// Something that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An entry of the list that the session was started with: a sample or a file.
    Entry(ItemIndex),
    /// An article of the library.
    Article(ArticleKey),
}

/// An article that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The article.
    pub article: Arc<Article>,
    /// Where the reader was in it the last time, if not at its beginning.
    pub place: Option<Place>,
}

impl From<Arc<Article>> for Opened {
    fn from(article: Arc<Article>) -> Self {
        Self { article, place: None }
    }
}

/// A search for statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// In the search language.
    pub text: String,
    /// The order.
    pub sort: Sort,
    /// Hits before the first one wanted.
    pub offset: usize,
    /// The most hits wanted.
    pub limit: usize,
    /// It is still being typed: what is not whole yet is no fault.
    pub typed: bool,
}

/// Whose page is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A speaker of the library.
    Speaker(SpeakerKey),
    /// An actor of an article.
    Actor {
        /// The article, where it is one of the library.
        article: Option<ArticleKey>,
        /// The actor's id within the article.
        actor: String,
        /// The actor's name.
        name: String,
    },
}

/// What the library has for a [`Who`].
#[derive(Clone, Debug, PartialEq)]
pub enum Speakers {
    /// One speaker's page.
    One(Box<SpeakerPage>),
    /// Several of that name.
    Several(Vec<Person>),
}

/// An article after the reader said something of it, or undid it.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised {
    /// What it is to be opened as from now on: an article that was none of the library's is one once something is
    /// kept of it.
    pub target: Target,
    /// The article, with the reader's judgements and notes beside what the machine said.
    pub article: Arc<Article>,
    /// What was done, in one line; empty where there is nothing to say.
    pub words: String,
}

/// What is taken out of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extract {
    /// A statement of an article.
    Statement(Target, StatementId),
    /// An article.
    Article(Target),
    /// Every statement that a search finds, by its query.
    Search(String),
    /// Articles of the library, each with all of its statements.
    Listed(Chosen),
}

/// What became of words that were to be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copied {
    /// They are in a clipboard, of which this is the name.
    Kept(String),
    /// They are in the buffer of a program that the terminal is shared through, of which this is the name, and were
    /// sent on to the terminal; nobody can know what it did with them.
    Passed(String),
    /// They were sent to the terminal; nobody can know what it did with them.
    Sent,
    /// There is no way to the reader's clipboard that can be trusted: show them, to be selected by hand. Why, in one
    /// line.
    Show(String),
}

/// Which articles a change is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// These.
    Articles(Vec<ArticleKey>),
    /// All that a list shows, by its query.
    Listed {
        /// In the search language; empty for everything.
        query: String,
        /// Near-duplicates have rows of their own; where they are folded, nobody saw them and they are left alone.
        unfolded: bool,
    },
}

/// Something done to articles of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Marks them read or unread.
    Read(bool),
    /// Stars them or takes the star away.
    Star(bool),
    /// Gives and takes tags.
    Tag {
        /// Tags to give.
        add: Vec<String>,
        /// Tags to take away.
        take: Vec<String>,
    },
    /// Removes them.
    Remove,
}

/// Who is the same, and who is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Two speakers are one.
    Merge {
        /// Stays.
        keep: SpeakerKey,
        /// Goes into it.
        join: SpeakerKey,
    },
    /// Part of what is taken for one speaker is somebody else's.
    Split(SpeakerKey, Part),
}

/// Which day is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRequest {
    /// Counted from this one, `2025-08-13`; from the newest day of the library where there is none.
    pub from: Option<String>,
    /// Days after it; negative for days before it.
    pub by: i64,
}

/// Long work that goes on beside the reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Fetch all feeds.
    Sync,
    /// Bring in what a page's address or a file's path names, and open it.
    Add(String),
}

/// News of long work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It has begun: what, in one line.
    Begun(String),
    /// How far it is, in one line.
    Going(String),
    /// It is done; what came of it in one line, and an article to open.
    Done(Result<String, String>, Option<ArticleKey>),
}

/// The outcome of what is asked in the search language: an answer, or what is wrong with the query; an error is one
/// clean line.
pub type Answer<T> = Result<Result<T, QueryFault>, String>;

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
    Opened(Target, Result<Opened, String>),
    /// The outcome of [`Effect::List`], with what was asked.
    Listed(ListRequest, Answer<ListPage>),
    /// The outcome of [`Effect::Search`], with what was asked.
    Found(SearchRequest, Answer<Found>),
    /// The outcome of [`Effect::Saved`].
    Saved(Result<Vec<SavedSearch>, String>),
    /// The outcome of [`Effect::Speaker`].
    Speaker(Result<Speakers, String>),
    /// The outcome of [`Effect::Tally`], with its query.
    Tally(String, Answer<Tally>),
    /// The outcome of [`Effect::Day`].
    Day(Result<Day, String>),
    /// The outcome of [`Effect::Change`], [`Effect::Identify`], [`Effect::Save`] and [`Effect::Undo`]: one line that
    /// says what was done.
    Changed(Result<String, String>),
    /// The outcome of [`Effect::Remark`] and [`Effect::Reread`], with what was asked for.
    Revised(Target, Result<Revised, String>),
    /// The outcome of [`Effect::Copy`]: the words as they were copied, and what became of them.
    Copied(Result<(String, Copied), String>),
    /// A file that [`Effect::Export`] was to write is there already, and was left as it is.
    Occupied {
        /// What was to be written.
        extract: Extract,
        /// The form.
        format: Format,
        /// The file.
        path: String,
    },
    /// The outcome of [`Effect::Export`], [`Effect::Pipe`] and [`Effect::Browse`]: one line that says what was done.
    Done(Result<String, String>),
    /// News of [`Effect::Work`].
    Work(Progress),
    /// The library is not as it was: another program has written to it.
    LibraryChanged,
    /// One line for the reader, from the outside; something went wrong.
    Warned(String),
    /// The reader came back from the shell.
    Resumed,
}

/// What the outside should do for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Load an article and answer with [`Event::Opened`].
    Open(Target),
    /// Remember where the reader is in an open article; nothing at its beginning. Not answered.
    Keep(Target, Option<Place>),
    /// Load a part of the library's list and answer with [`Event::Listed`].
    List {
        /// Which part.
        request: ListRequest,
        /// The row that should be in it, wherever it has gone.
        keep: Option<ArticleKey>,
        /// How many rows the list had.
        total: usize,
    },
    /// Search for statements and answer with [`Event::Found`].
    Search(SearchRequest),
    /// List the saved searches and answer with [`Event::Saved`].
    Saved,
    /// Save a search under a name and answer with [`Event::Changed`].
    Save(SavedSearch),
    /// Look somebody up and answer with [`Event::Speaker`].
    Speaker(Who),
    /// Count who had how much of the say and answer with [`Event::Tally`].
    Tally(String),
    /// Tell of a day and answer with [`Event::Day`].
    Day(DayRequest),
    /// Change articles of the library and answer with [`Event::Changed`]; where they are many, that is long work, and
    /// answered with [`Event::Work`], now and later.
    Change(Chosen, Change),
    /// Say who is who and answer with [`Event::Changed`].
    Identify(Identity),
    /// Keep what the reader says of something in an article, with why where that was said, and answer with
    /// [`Event::Revised`].
    Remark(Target, Remark, Option<String>),
    /// Load an open article anew and answer with [`Event::Revised`].
    Reread(Target),
    /// Copy a citation and answer with [`Event::Copied`].
    Copy(Extract, Citation),
    /// Show the words and the citation of a statement, to be selected by hand, and answer with [`Event::Copied`].
    Show(Extract),
    /// Write to a file and answer with [`Event::Done`].
    Export {
        /// What.
        extract: Extract,
        /// The form.
        format: Format,
        /// The file, or for a form of several files the folder.
        path: String,
        /// A file that is there already may be replaced.
        replaces: bool,
    },
    /// Give it to a command of the reader's on its standard input and answer with [`Event::Done`].
    Pipe(Extract, String),
    /// Open an article's source where the reader can see it, at the statement where one is given, and answer with
    /// [`Event::Done`], or with [`Event::Copied`] where no browser can be started.
    Browse(Extract),
    /// Undo what was done last to the library and answer as for [`Effect::Change`].
    Undo,
    /// Begin long work and answer with [`Event::Work`], now and later.
    Work(Work),
    /// Leave long work off.
    StopWork,
    /// Remember the theme that the reader chose, by its name. Not answered.
    Theme(String),
    /// Take mouse events, or leave the mouse to the terminal.
    Mouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Stop and give the terminal to the shell.
    Suspend,
    /// End the session.
    Quit,
}
