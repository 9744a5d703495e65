//! The text of an article, with fast conversion between scalar and byte offsets.

use super::{Extra, Span};

/// One byte offset is kept for every so many scalars; conversion walks at most that far.
const STRIDE: usize = 64;

/// An immutable text. Offsets into it are Unicode scalar values ("chars"), as the format counts them;
/// bytes are derived, for slicing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    value: String,
    n_chars: usize,
    /// Byte offset of every `STRIDE`th scalar; empty for ASCII, where both counts are one.
    steps: Vec<usize>,
    /// Unknown fields of the file's `text` object.
    extra: Extra,
}

impl Text {
    /// Takes the text as it is; cleaning is import's business.
    pub fn new(value: impl Into<String>) -> Self {
        let value = value.into();
        if value.is_ascii() {
            return Self { n_chars: value.len(), steps: Vec::new(), value, extra: Extra::new() };
        }
        let mut steps = Vec::with_capacity(value.len() / STRIDE + 1);
        let mut n_chars = 0;
        for (byte, _) in value.char_indices() {
            if n_chars % STRIDE == 0 {
                steps.push(byte);
            }
            n_chars += 1;
        }
        Self { value, n_chars, steps, extra: Extra::new() }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The unknown fields that stood beside the text in its file.
    pub fn extra(&self) -> &Extra {
        &self.extra
    }

    /// The same text with unknown fields of its file.
    #[must_use]
    pub fn with_extra(self, extra: Extra) -> Self {
        Self { extra, ..self }
    }

    /// Length in Unicode scalar values.
    pub fn n_chars(&self) -> usize {
        self.n_chars
    }

    /// A span, if `start_char <= end_char` and both lie in the text.
    pub fn span(&self, start_char: usize, end_char: usize) -> Option<Span> {
        (start_char <= end_char && end_char <= self.n_chars).then(|| Span::unchecked(start_char, end_char))
    }

    /// The span of a byte range, if both ends lie on scalar boundaries of the text.
    pub fn span_of_bytes(&self, start_byte: usize, end_byte: usize) -> Option<Span> {
        if start_byte > end_byte || !self.value.is_char_boundary(start_byte) || !self.value.is_char_boundary(end_byte) {
            return None;
        }
        Some(Span::unchecked(self.char_of(start_byte), self.char_of(end_byte)))
    }

    /// The scalar offset of a byte offset; rounds down inside a scalar, clamps at the end.
    pub fn char_of(&self, byte: usize) -> usize {
        let byte = byte.min(self.value.len());
        if self.steps.is_empty() {
            return byte;
        }
        let step = self.steps.partition_point(|&start| start <= byte).saturating_sub(1);
        let from = self.steps.get(step).copied().unwrap_or(0);
        let tail = self.value.as_bytes().get(from..byte).unwrap_or_default();
        // Scalars that begin in `from..byte`; a byte inside a scalar counts that scalar, so take it off again.
        let begun = tail.iter().filter(|&&b| b & 0xC0 != 0x80).count();
        let inside = !self.value.is_char_boundary(byte);
        step * STRIDE + begun - usize::from(inside)
    }

    /// The byte offset of a scalar offset; clamps at the end.
    pub fn byte_of(&self, char: usize) -> usize {
        if char >= self.n_chars {
            return self.value.len();
        }
        if self.steps.is_empty() {
            return char;
        }
        let from = self.steps.get(char / STRIDE).copied().unwrap_or(0);
        let tail = self.value.get(from..).unwrap_or_default();
        from + tail.char_indices().nth(char % STRIDE).map_or(tail.len(), |(byte, _)| byte)
    }

    /// The bytes of a span.
    pub fn bytes_of(&self, span: Span) -> std::ops::Range<usize> {
        self.byte_of(span.start())..self.byte_of(span.end())
    }

    /// The words of a span; empty when the span belongs to another, longer text.
    pub fn slice(&self, span: Span) -> &str {
        self.value.get(self.bytes_of(span)).unwrap_or_default()
    }

    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        Span::unchecked(0, self.n_chars)
    }
}

/// The first bytes of a text, at most so many, up to a whole scalar.
pub fn head(text: &str, n_bytes: usize) -> &str {
    let end_byte = (0..=n_bytes.min(text.len())).rev().find(|&byte| text.is_char_boundary(byte)).unwrap_or(0);
    text.get(..end_byte).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Text, head};

    #[test]
    fn a_head_ends_at_a_whole_scalar() {
        let cut: Vec<&str> = (0..=7).map(|n_bytes| head("é漢!", n_bytes)).collect();
        assert_eq!(cut, ["", "", "é", "é", "é", "é漢", "é漢!", "é漢!"]);
    }

    #[test]
    fn offsets_convert_both_ways_in_any_text() {
        for sample in ["", "plain", "“é” 漢字 🙂 e\u{301}", &"aé漢🙂".repeat(100)] {
            let text = Text::new(sample);
            let mut n = 0;
            for (byte, _) in sample.char_indices() {
                assert_eq!(text.byte_of(n), byte, "{sample:?} char {n}");
                assert_eq!(text.char_of(byte), n, "{sample:?} byte {byte}");
                n += 1;
            }
            assert_eq!((text.n_chars(), text.byte_of(n), text.char_of(sample.len())), (n, sample.len(), n));
        }
    }

    #[test]
    fn a_byte_inside_a_scalar_rounds_down() {
        let text = Text::new("a漢b");
        assert_eq!((text.char_of(2), text.char_of(3), text.char_of(4)), (1, 1, 2));
    }

    #[test]
    fn spans_outside_the_text_cannot_be_made() {
        let text = Text::new("né");
        assert!(text.span(0, 2).is_some());
        assert!(text.span(0, 3).is_none());
        assert!(text.span(2, 1).is_none());
        assert!(text.span_of_bytes(0, 2).is_none(), "inside é");
    }
}
