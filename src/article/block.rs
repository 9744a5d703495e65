//! Blocks and sentences: what the text is made of.

use super::{Extra, Span};

/// What a block is on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A headline or a crosshead.
    Heading,
    /// The introductory lines under a headline.
    Standfirst,
    /// Running text.
    Paragraph,
    /// A passage set off as quoted.
    Blockquote,
    /// An entry of a list.
    ListItem,
    /// Words that belong to a picture or a clip.
    Caption,
    /// Who wrote it.
    Byline,
    /// Not the article's own words: share lines, promotions, navigation. Never summarised or quoted.
    Boilerplate,
}

impl BlockKind {
    /// Every kind with its name in the file format.
    pub const NAMES: [(Self, &'static str); 8] = [
        (Self::Heading, "heading"),
        (Self::Standfirst, "standfirst"),
        (Self::Paragraph, "paragraph"),
        (Self::Blockquote, "blockquote"),
        (Self::ListItem, "list_item"),
        (Self::Caption, "caption"),
        (Self::Byline, "byline"),
        (Self::Boilerplate, "boilerplate"),
    ];

    /// Whether its words are the article's own running text, to be searched for statements and summarised.
    pub fn is_prose(self) -> bool {
        matches!(self, Self::Paragraph | Self::Blockquote | Self::ListItem | Self::Standfirst)
    }
}

/// A block of the text, without the line ends around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
    /// Unknown fields of the file.
    pub extra: Extra,
}

impl Block {
    /// A block with nothing unknown about it.
    pub fn new(kind: BlockKind, span: Span) -> Self {
        Self { kind, span, extra: Extra::new() }
    }
}

/// A sentence of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Where it stands, end mark and closing quotation mark included, white space around it not.
    pub span: Span,
    /// Index into the article's blocks.
    pub block: usize,
    /// Unknown fields of the file.
    pub extra: Extra,
}
