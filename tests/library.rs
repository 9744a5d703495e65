//! The library on real database files: adding, recognising, versions, lists, deeds, opening, backing up.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

#[path = "library/add.rs"]
mod add;
#[path = "library/list.rs"]
mod list;
#[path = "library/open.rs"]
mod open;
#[path = "library/remark.rs"]
mod remark;
#[path = "library/shelf.rs"]
mod shelf;
#[path = "library/stage.rs"]
mod stage;
