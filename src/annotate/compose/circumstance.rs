//! To whom, where and when something was said, and about whom: what the words around a statement tell.
//!
//! Reads the statement's own frame only (see `frame`), never its content, and works on a statement however it was
//! found: cue, source and content are all that is asked of it. What the frame does not say stays unsaid.

mod about;
mod addressee;
mod day;
mod frame;
mod phrase;
mod venue;

pub use about::about;

use super::super::attribution::Attribution;
use super::super::page::{Found, Page, Stretch};
use frame::Frame;

/// What a statement's frame tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// *reporters*
    pub addressee: Option<Stretch>,
    /// *a press conference in Berlin*
    pub venue: Option<Stretch>,
    /// *on Wednesday*
    pub said_on: Option<Stretch>,
}

/// Reads a statement's frame.
pub fn of(page: &Page<'_>, found: &Found, attribution: &Attribution) -> Circumstances {
    let Some(frame) = Frame::of(page, found, attribution) else { return Circumstances::default() };
    let addressee = addressee::find(&frame);
    let venue = venue::find(&frame);
    // Whoever told a rally spoke at it; no words are both.
    let addressee = addressee.filter(|heard| venue.is_none_or(|venue| !venue.overlaps(*heard)));
    Circumstances { addressee, venue, said_on: day::find(&frame) }
}
