//! What visitors of a library get and leave, on real database files: reading, the owner's privacy, what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

#[path = "visitor/forgetting.rs"]
mod forgetting;
#[path = "visitor/house.rs"]
mod house;
#[path = "visitor/keeping.rs"]
mod keeping;
#[path = "visitor/owner.rs"]
mod owner;
#[path = "visitor/privacy.rs"]
mod privacy;
#[path = "visitor/reading.rs"]
mod reading;
