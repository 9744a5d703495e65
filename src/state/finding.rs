//! A search in the article: what is looked for, where it stands, at which match one is.

use std::sync::Arc;

use crate::article::Text;

use super::fold::{Folded, Folding};

/// A search in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is looked for, as typed.
    pub query: String,
    /// Where it stands: scalar ranges, in order, not overlapping.
    pub hits: Vec<(usize, usize)>,
    /// At which of them one is.
    pub at: Option<usize>,
    /// The folded text, kept for the next letter typed.
    folded: Arc<Folded>,
}

impl Finding {
    /// Looks for a query; `before` is an earlier search in the same text, whose folding may serve again.
    pub fn new(text: &Text, query: &str, before: Option<&Self>) -> Self {
        let folding = Folding::of_query(query);
        let folded = match before {
            Some(before) if before.folded.folding() == folding => Arc::clone(&before.folded),
            _ => Arc::new(Folded::new(text.as_str(), folding)),
        };
        let mut hits = folded.find(query);
        extend_over_marks(text, &mut hits);
        Self { query: query.to_owned(), hits, at: None, folded }
    }

    /// The first match that begins at or after a scalar.
    pub fn first_from(&self, char: usize) -> usize {
        self.hits.partition_point(|&(start, _)| start < char)
    }

    /// `4/14`, or how many there are.
    pub fn counter(&self) -> String {
        match self.at {
            Some(at) => format!("{}/{}", at + 1, self.hits.len()),
            None => format!("{}", self.hits.len()),
        }
    }
}

/// A match takes the combining marks after its last letter along, as far as the next match.
fn extend_over_marks(text: &Text, hits: &mut [(usize, usize)]) {
    if text.as_str().is_ascii() {
        return;
    }
    let mut starts = hits.iter().skip(1).map(|hit| hit.0).collect::<Vec<_>>().into_iter();
    for hit in hits {
        let rest = text.as_str().get(text.byte_of(hit.1)..).unwrap_or_default();
        let room = starts.next().unwrap_or(usize::MAX).saturating_sub(hit.1);
        let marks = rest.chars().take(room).take_while(|char| unicode_normalization::char::is_combining_mark(*char));
        hit.1 += marks.count();
    }
}

#[cfg(test)]
mod tests {
    use super::Finding;
    use crate::article::Text;

    #[test]
    fn a_match_takes_its_marks_along_and_leaves_the_next_match_its_own() {
        let text = Text::new("a\u{301}\u{301}b");
        assert_eq!(Finding::new(&text, "a", None).hits, [(0, 3)]);
        assert_eq!(Finding::new(&text, "\u{301}", None).hits, [(1, 2), (2, 3)]);
        assert_eq!(Finding::new(&text, "a\u{301}", None).hits, [(0, 3)]);
    }
}
