//! Which words are content, cue and source, as a trained model sees them.
//!
//! A linear-chain model over each block's tokens, with the rules' findings among its features. What belongs to what
//! is left to linking.

pub mod chain;
pub mod feature;
pub mod model;

use super::page::{Found, Page};

/// What the model says of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Label {
    /// The tag of the likeliest sequence.
    pub tag: chain::Tag,
    /// How likely it is that the token is of a content, of a cue, of a source; 0 to 1.
    pub odds: [f32; 3],
}

/// Labels every token; none where there is no model or the text is not English.
pub fn run(_page: &Page<'_>, _found: &Found) -> Vec<Label> {
    Vec::new()
}
