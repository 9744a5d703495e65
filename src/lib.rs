//! nutgraf reads the news in a terminal and shows who said what: every statement of an article, who made it, where
//! that stands, and how sure the program is.
//!
//! This is the program as a book: each room of the house is a chapter, and each leans on earlier chapters only
//! (`tests/rooms.rs` holds that, and what ARCHITECTURE.md says of the rooms' walls). Whoever wants to change something
//! reads the chapter that it is in; whoever wants to know the whole begins here.
//!
//! # An article
//! [`article`] is what all is about: a text, the statements in it, who made them, and the evidence for each, valid by
//! construction; [`article::format`] writes and reads it as JSON, [`article::review`] holds what a reader says of it.
//! Whatever else is known of an article's words (what of them a terminal may be given) stands in [`clean`].
//!
//! # From bytes to an annotated article
//! [`import`] is the one door for foreign text and gives a [`document`]; [`annotate`] finds in it who said what;
//! [`briefing`] does one after the other. [`samples`] are articles of our own to begin with. In code:
//!
//! ```
//! use nutgraf::article::Kind;
//! use nutgraf::briefing;
//! use nutgraf::import::Options;
//!
//! let text = "Pier to open\n\n“We will open it in May,” said Ada Brook, the mayor of Vell.";
//! let articles = briefing::from_bytes(text.as_bytes(), &Options::default())?;
//! let statement = &articles[0].statements.items()[0];
//! assert_eq!(statement.kind, Kind::Direct);
//! # Ok::<(), nutgraf::import::ImportError>(())
//! ```
//!
//! # What is kept, and where it comes from
//! [`catalogue`] has the words in which a library answers: rows, hits, a speaker's page, a day. [`library`] is the store
//! itself; where a query has a name that is none, [`spelling`] guesses what was meant. [`fetch`] brings pages and feeds
//! over HTTP, and [`sync`] feeds into the library.
//!
//! # What leaves the house
//! [`form`] declares the forms in which articles, statements and citations leave; [`export`] makes them, and [`flow`]
//! breaks words into lines, there and on the screen.
//!
//! # A reader
//! What can be pressed, set and shown is declared: [`key`], [`action`], [`keymap`], [`config`], [`theme`]. [`exchange`] has
//! the words in which a session and its outside speak: events in, effects out. [`state`] is all that a session knows,
//! [`layout`] where it stands on a screen, [`update`] what an event changes, [`view`] how it is drawn; [`session`] puts
//! the four together, and [`speech`] says the same in plain lines.
//!
//! # A terminal, near or far
//! [`decode`] makes input of a terminal's bytes and [`paint`] bytes of cells; [`face`] is what a session looks like from
//! there. [`host`] carries out what a session asks for, under a policy. [`term`] runs a session at the desk, [`ssh`] many
//! of them for visitors.
//!
//! # The command line
//! [`args`] declares it, [`cli`] carries it out and gives the shell its exit status.

pub mod article;
pub mod clean;
pub mod document;
pub mod import;
pub mod samples;

pub mod annotate;
pub mod briefing;

pub mod catalogue;
pub mod library;
pub mod spelling;

#[cfg(feature = "fetch")]
pub mod fetch;
#[cfg(feature = "fetch")]
pub mod sync;

pub mod export;
pub mod flow;
pub mod form;

pub mod action;
pub mod config;
pub mod key;
pub mod keymap;
pub mod theme;

pub mod exchange;
pub mod layout;
pub mod session;
pub mod speech;
pub mod state;
pub mod update;
pub mod view;

pub mod decode;
pub mod face;
pub mod host;
pub mod paint;
#[cfg(feature = "ssh")]
pub mod ssh;
pub mod term;

pub mod args;
pub mod cli;
