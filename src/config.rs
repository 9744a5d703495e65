//! The user's configuration.

pub mod fault;
