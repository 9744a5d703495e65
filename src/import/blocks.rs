//! Cuts a text into blocks.

use crate::article::{Block, BlockKind, Text};

/// The blocks of a clean text.
pub fn find(text: &Text) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut byte = 0;
    for line in text.as_str().split_inclusive('\n') {
        let words = line.trim();
        let start = byte + (line.len() - line.trim_start().len());
        if let Some(span) = text.span_of_bytes(start, start + words.len()).filter(|_| !words.is_empty()) {
            blocks.push(Block::new(BlockKind::Paragraph, span));
        }
        byte += line.len();
    }
    blocks
}
