//! The store on disk: every article that was added, its statements, and the people in them.
//!
//! One `SQLite` database with a write-ahead log: any number of readers, in other processes too, and one writer at a
//! time; nobody who reads ever waits. All SQL of the house stands in this room, each concern in a file that gives
//! [`Library`] the methods for it. Answers are the plain data of [`crate::catalogue`]; what is asked in the search
//! language is parsed by `query`, which is pure. The clock is the caller's: times come in as seconds since 1970.

mod add;
mod address;
mod appearance;
mod backup;
mod body;
mod chosen;
mod disk;
mod fault;
mod feed;
mod filter;
mod index;
mod likeness;
mod list;
mod moment;
mod outline;
mod people;
mod place;
#[cfg(test)]
mod plans;
pub mod query;
mod remark;
mod rework;
mod saved;
mod schema;
mod search;
mod shelf;
mod slot;
mod speaker;
mod stats;
mod stop;
mod store;
mod story;
mod visit;
pub mod visitor;

pub use add::{Added, Arrival, Prepared};
pub use body::Body;
pub use chosen::ChosenStatements;
pub use disk::settle_name;
pub use fault::LibraryError;
pub use feed::{FeedRecord, ItemMark, ItemState, KnownItem, Subscription};
pub use place::text_sha256;
pub use remark::Remarked;
pub use rework::Rework;
pub use shelf::Change;
pub use store::{Library, default_path};
