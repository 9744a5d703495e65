//! Where a reader is in a text.

/// Where a reader is in a text, whatever the window's size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The current statement, by its id within the article.
    pub statement: Option<String>,
    /// The first scalar in view.
    pub offset_char: usize,
}
