//! What the library answers with, as plain data: rows of a list, statements found, a speaker's page, the day.
//!
//! The reader, the command line and served sessions show the same answers. No room but `article` is known here, and
//! nothing is read or written. Texts are clean, as import has left them. Serialised, these are the documented JSON.

pub mod day;
pub mod feed;
pub mod hit;
pub mod list;
pub mod place;
pub mod speaker;
pub mod visitor;

pub use day::{Day, Story, StoryLine, Tally, TallyRow};
pub use feed::{FeedOutcome, FeedResult, FeedRow};
pub use hit::{Found, Hit, Namesakes, QueryFault, SavedSearch, Sort};
pub use list::{Deed, ListOrder, ListPage, ListRequest, Row};
pub use place::Place;
pub use speaker::{Count, Joined, Part, Person, SpeakerPage};
pub use visitor::{Mine, MyPlace, MyRemark, Visitor, VisitorRow};

use serde::Serialize;

/// An article's number in the library: what `nutgraf show 17` takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ArticleKey(pub i64);

/// A statement's number in the library. Numbers grow with the time of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct StatementKey(pub i64);

/// A person's or body's number in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SpeakerKey(pub i64);
