//! Overlapping ranges -> ordered stretches that each belong to the innermost range, for quick drawing.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::article::Span;

/// A stretch of the text and what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// First scalar.
    pub start_char: usize,
    /// One past the last scalar.
    pub end_char: usize,
    /// The number of the innermost range there.
    pub owner: usize,
}

/// Ordered stretches that do not overlap; where ranges do, the one that begins last owns the stretch, then the
/// shortest. Takes time in proportion to `n log n`, however the ranges are nested.
pub fn segments(ranges: impl IntoIterator<Item = (Span, usize)>) -> Vec<Segment> {
    let ranges: Vec<_> = ranges.into_iter().filter(|(span, _)| !span.is_empty()).collect();
    let mut edges: Vec<(usize, bool, usize)> = Vec::with_capacity(ranges.len() * 2);
    for (number, (span, _)) in ranges.iter().enumerate() {
        edges.push((span.start(), true, number));
        edges.push((span.end(), false, number));
    }
    // Ends before beginnings at the same place.
    edges.sort_unstable();
    let mut open = BTreeSet::new();
    let mut out: Vec<Segment> = Vec::new();
    let mut from = 0;
    for (at, begins, number) in edges {
        let Some((span, owner)) = ranges.get(number) else { continue };
        let innermost: Option<&(usize, Reverse<usize>, usize, usize)> = open.last();
        if let Some(&(_, _, _, top)) = innermost
            && from < at
        {
            match out.last_mut() {
                Some(last) if last.end_char == from && last.owner == top => last.end_char = at,
                _ => out.push(Segment { start_char: from, end_char: at, owner: top }),
            }
        }
        from = at;
        let key = (span.start(), Reverse(span.end()), number, *owner);
        if begins {
            open.insert(key);
        } else {
            open.remove(&key);
        }
    }
    out
}

/// The first stretch that ends after a scalar.
pub fn first_after(segments: &[Segment], char: usize) -> usize {
    segments.partition_point(|segment| segment.end_char <= char)
}

#[cfg(test)]
mod tests {
    use super::segments;
    use crate::article::Text;

    #[test]
    fn the_innermost_range_owns_a_stretch() {
        let text = Text::new("0123456789");
        let span = |start, end| text.span(start, end).unwrap();
        let found = segments([(span(0, 10), 7), (span(2, 5), 8), (span(4, 6), 9), (span(3, 3), 1)]);
        let picture: Vec<_> = found.iter().map(|s| (s.start_char, s.end_char, s.owner)).collect();
        assert_eq!(picture, [(0, 2, 7), (2, 4, 8), (4, 6, 9), (6, 10, 7)]);
    }
}
