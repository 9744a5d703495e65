//! Who visits a library that is served.

/// A visitor, as far as anything is kept of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Visitor {
    /// Whoever holds a key: its fingerprint, `SHA256:…`.
    Key(String),
    /// Somebody without a key, by the short code that their place is kept under.
    Code(String),
    /// Somebody of whom nothing is kept.
    Nobody,
}
