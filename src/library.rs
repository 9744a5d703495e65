//! The store on disk: every article that was added, its statements, and the people in them.
//!
//! One `SQLite` database with a write-ahead log: any number of readers, in other processes too, and one writer at a
//! time; nobody who reads ever waits. All SQL of the house stands in this room, each concern in a file that gives
//! [`Library`] the methods for it. Answers are the plain data of [`crate::catalogue`]; what is asked in the search
//! language is parsed by `query`, which is pure. The clock is the caller's: times come in as seconds since 1970.

mod fault;
mod place;
mod schema;
mod store;

pub use fault::LibraryError;
pub use place::text_sha256;
pub use store::{Library, default_path};
