//! The database's shape, version by version, and the way from one to the next.

/// What marks a database as ours (`application_id`): "nutg".
pub(super) const APPLICATION_ID: i64 = 0x6e75_7467;

/// The steps, each from one version to the next; the first makes an empty database a library.
pub(super) const STEPS: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The version that this program reads and writes.
pub(super) const VERSION: i64 = STEPS.len() as i64;
