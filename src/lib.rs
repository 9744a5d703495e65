//! nutgraf reads the news in a terminal and shows who said what.
//!
//! The rooms of the house, in the order of an article's way through them; ARCHITECTURE.md says what each
//! may not know, and `tests/rooms.rs` holds it.

pub mod article;
pub mod document;
pub mod import;
pub mod samples;

pub mod export;

pub mod catalogue;
pub mod library;

#[cfg(feature = "fetch")]
pub mod fetch;
#[cfg(feature = "fetch")]
pub mod sync;

pub mod annotate;
pub mod briefing;

pub mod action;
pub mod config;
pub mod key;
pub mod keymap;
pub mod theme;

pub mod flow;
pub mod form;
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
