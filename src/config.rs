//! The user's configuration.

pub mod fault;
pub mod source;
