//! A document: what import gives and annotation takes.

use crate::article::{Block, Maybe, Metadata, Retrieval, Text, Warning};

/// A cleaned text with its blocks, and what is known about its publication.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Clean: no control character but newline, no direction override.
    pub text: Text,
    /// Ordered, not overlapping, without the white space between them.
    pub blocks: Vec<Block>,
    /// As far as the bytes tell.
    pub metadata: Metadata,
    /// How the text was come by.
    pub retrieval: Maybe<Retrieval>,
    /// What import doubts.
    pub warnings: Vec<Warning>,
}
