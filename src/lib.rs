//! nutgraf reads the news in a terminal and shows who said what.
//!
//! The rooms of the house, in the order of an article's way through them; ARCHITECTURE.md says what each
//! may not know, and `tests/rooms.rs` holds it.

pub mod article;
pub mod document;
pub mod import;
pub mod samples;

pub mod export;

pub mod annotate;

pub mod action;
pub mod config;
pub mod key;
pub mod keymap;
pub mod session;
pub mod theme;

pub mod decode;
