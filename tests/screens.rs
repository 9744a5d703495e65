//! The reader as a person sees it: walked by keys, checked as glyphs and roles.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a panic here is a failed test")]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/draft.rs"]
mod draft;
#[path = "support/shelves.rs"]
mod shelves;

#[path = "screens/answers.rs"]
mod answers;
#[path = "screens/edges.rs"]
mod edges;
#[path = "screens/journeys.rs"]
mod journeys;
#[path = "screens/layouts.rs"]
mod layouts;
#[path = "screens/library.rs"]
mod library;
#[path = "screens/pictures.rs"]
mod pictures;
#[path = "screens/properties.rs"]
mod properties;
#[path = "screens/remarks.rs"]
mod remarks;
#[path = "screens/samples.rs"]
mod samples;
#[path = "screens/scripts.rs"]
mod scripts;
#[path = "screens/searches.rs"]
mod searches;
