//! Positions in an article's text: spans, and anchors that may have lost their place.

use super::{Extra, Text};

/// A half-open range of Unicode scalar values of one text. Only a [`Text`] makes one, so it fits its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    pub(super) fn unchecked(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// First scalar of the span, 0-based.
    pub fn start(self) -> usize {
        self.start
    }

    /// One past the last scalar.
    pub fn end(self) -> usize {
        self.end
    }

    /// Length in scalars.
    pub fn n_chars(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing lies in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether a scalar lies in it.
    pub fn contains(self, char: usize) -> bool {
        (self.start..self.end).contains(&char)
    }

    /// Whether all of another span lies in it.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a scalar.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// From the earlier start to the later end.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// What both have, if they overlap.
    pub fn intersect(self, other: Self) -> Option<Self> {
        self.overlaps(other).then(|| Self { start: self.start.max(other.start), end: self.end.min(other.end) })
    }
}

/// A W3C Web Annotation `TextQuoteSelector`: what stood at a place, and what stood around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words themselves.
    pub exact: String,
    /// At most 32 scalars before them.
    pub prefix: String,
    /// At most 32 scalars after them.
    pub suffix: String,
}

/// Scalars of context that a written span carries on each side.
pub const CONTEXT_CHARS: usize = 32;

/// Where a span of a file stands in the text at hand.
#[derive(Clone, Debug, PartialEq)]
pub enum Anchor {
    /// Found.
    At {
        /// The place in the text.
        span: Span,
        /// Unknown fields of the file's span.
        extra: Extra,
    },
    /// Not found, or found more than once: shown as unanchored, kept as it was written.
    Lost {
        /// What the file says stood there.
        quote: Quote,
        /// Where the file says it stood, in scalars.
        claimed: Option<(usize, usize)>,
        /// Unknown fields of the file's span.
        extra: Extra,
    },
}

impl Anchor {
    /// The place, if it is known.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::At { span, .. } => Some(*span),
            Self::Lost { .. } => None,
        }
    }

    /// What goes by the order of the text: where it begins, or would begin.
    pub fn position(&self) -> usize {
        match self {
            Self::At { span, .. } => span.start(),
            Self::Lost { claimed, .. } => claimed.map_or(usize::MAX, |(start, _)| start),
        }
    }

    /// The words: from the text when anchored, else as the file has them.
    pub fn words<'a>(&'a self, text: &'a Text) -> &'a str {
        match self {
            Self::At { span, .. } => text.slice(*span),
            Self::Lost { quote, .. } => &quote.exact,
        }
    }
}

impl From<Span> for Anchor {
    fn from(span: Span) -> Self {
        Self::At { span, extra: Extra::new() }
    }
}

impl Text {
    /// What stands at a span, with its context, as a file carries it.
    pub fn quote(&self, span: Span) -> Quote {
        let before = Span::unchecked(span.start.saturating_sub(CONTEXT_CHARS), span.start);
        let after = Span::unchecked(span.end, (span.end + CONTEXT_CHARS).min(self.n_chars()));
        Quote {
            exact: self.slice(span).to_owned(),
            prefix: self.slice(before).to_owned(),
            suffix: self.slice(after).to_owned(),
        }
    }
}
