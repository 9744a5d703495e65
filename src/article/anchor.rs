//! Finds where a file's span stands in the text at hand: at its offsets, else by its words and their surroundings.

use std::borrow::Cow;

use memchr::memmem;

use super::{Anchor, Extra, Quote, Span, Text, span::CONTEXT_CHARS};

/// Bytes that all searches of one file may look at together: some seconds' work at the very worst, and enough for
/// thousands of displaced spans in an ordinary article.
const SEARCH_BYTES: usize = 1 << 30;
/// What a hit costs besides the bytes passed over: its surroundings are compared.
const HIT_BYTES: usize = 128;
/// Scalars that all spans without words of their own may cover together; each is written with its words.
const COVERED_CHARS: usize = 1 << 25;

/// What a file says about a place.
#[derive(Clone, Debug, Default)]
pub struct Claim<'a> {
    /// First scalar.
    pub start: Option<usize>,
    /// One past the last scalar.
    pub end: Option<usize>,
    /// The words there; empty when the file has none.
    pub exact: Cow<'a, str>,
    /// The words before.
    pub prefix: Cow<'a, str>,
    /// The words after.
    pub suffix: Cow<'a, str>,
}

/// Where a claim turned out to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where it says.
    AsClaimed(Span),
    /// Its words stand in one place, and it gave no offsets.
    Found(Span),
    /// Its words stand in one place, but not where it says.
    Moved(Span),
    /// Its offsets lie outside the text and it has no words.
    Outside,
    /// Its words do not stand in the text.
    Missing,
    /// Its words and surroundings fit several places.
    Ambiguous,
    /// It says neither where nor what.
    Nothing,
    /// Too much was searched already.
    GivenUp,
}

/// Anchors the spans of one file in one text, with a bound on all the work.
#[derive(Debug)]
pub struct Anchorer<'t> {
    text: &'t Text,
    search_bytes: usize,
    covered_chars: usize,
}

impl<'t> Anchorer<'t> {
    /// For one file and its text.
    pub fn new(text: &'t Text) -> Self {
        Self { text, search_bytes: SEARCH_BYTES, covered_chars: COVERED_CHARS }
    }

    /// The text that is searched.
    pub fn text(&self) -> &'t Text {
        self.text
    }

    /// The place of a claim.
    pub fn place(&mut self, claim: &Claim) -> Place {
        let claimed = match (claim.start, claim.end) {
            (Some(start), Some(end)) => Some((start, end)),
            _ => None,
        };
        let at = claimed.and_then(|(start, end)| self.text.span(start, end));
        if claim.exact.is_empty() {
            return match (claimed, at) {
                (None, _) => Place::Nothing,
                (Some(_), None) => Place::Outside,
                (Some(_), Some(span)) if span.n_chars() > self.covered_chars => Place::GivenUp,
                (Some(_), Some(span)) => {
                    self.covered_chars -= span.n_chars();
                    Place::AsClaimed(span)
                }
            };
        }
        match at {
            Some(span) if self.text.slice(span) == claim.exact => Place::AsClaimed(span),
            _ => match self.search(claim) {
                Place::Found(span) if claimed.is_some() => Place::Moved(span),
                place => place,
            },
        }
    }

    /// The anchor for a claim, and how it was come by.
    pub fn anchor(&mut self, claim: Claim, extra: Extra) -> (Anchor, Place) {
        let place = self.place(&claim);
        let anchor = match place {
            Place::AsClaimed(span) | Place::Found(span) | Place::Moved(span) => Anchor::At { span, extra },
            Place::Outside | Place::Missing | Place::Ambiguous | Place::Nothing | Place::GivenUp => Anchor::Lost {
                quote: Quote {
                    prefix: last_chars(&claim.prefix).to_owned(),
                    suffix: first_chars(&claim.suffix).to_owned(),
                    exact: claim.exact.into_owned(),
                },
                claimed: claim.start.zip(claim.end),
                extra,
            },
        };
        (anchor, place)
    }

    /// Re-anchors an anchor of another text in this one.
    #[must_use]
    pub fn carry(&mut self, anchor: &Anchor, from: &Text) -> Anchor {
        let (quote, claimed, extra) = match anchor {
            Anchor::At { span, extra } => (from.quote(*span), Some((span.start(), span.end())), extra),
            Anchor::Lost { quote, claimed, extra } => (quote.clone(), *claimed, extra),
        };
        let claim = Claim {
            start: claimed.map(|(start, _)| start),
            end: claimed.map(|(_, end)| end),
            exact: quote.exact.into(),
            prefix: quote.prefix.into(),
            suffix: quote.suffix.into(),
        };
        self.anchor(claim, extra.clone()).0
    }

    /// The one place of the claim's words: the only one, else the only one with its surroundings.
    fn search(&mut self, claim: &Claim) -> Place {
        let text = self.text.as_str().as_bytes();
        let finder = memmem::Finder::new(claim.exact.as_bytes());
        let (prefix, suffix) = (last_chars(&claim.prefix).as_bytes(), first_chars(&claim.suffix).as_bytes());
        let sides = usize::from(!prefix.is_empty()) + usize::from(!suffix.is_empty());
        // Hits by how many sides of the context agree: how many, and the first of them.
        let mut hits = [(0_usize, 0_usize); 3];
        let mut from = 0;
        while let Some(rest) = text.get(from..) {
            // A search costs what it passes over; what is left of the text is charged before it is looked at.
            if rest.len().saturating_add(HIT_BYTES) > self.search_bytes {
                return Place::GivenUp;
            }
            let Some(offset) = finder.find(rest) else {
                self.search_bytes -= rest.len();
                break;
            };
            self.search_bytes -= offset + HIT_BYTES;
            let start = from + offset;
            let end = start + claim.exact.len();
            let before = !prefix.is_empty() && text.get(..start).is_some_and(|left| left.ends_with(prefix));
            let after = !suffix.is_empty() && text.get(end..).is_some_and(|right| right.starts_with(suffix));
            if let Some((n, first)) = hits.get_mut(usize::from(before) + usize::from(after)) {
                *n += 1;
                if *n == 1 {
                    *first = start;
                }
                // Two hits with all the context that there is: no third can make it one.
                if *n == 2 && usize::from(before) + usize::from(after) == sides {
                    return Place::Ambiguous;
                }
            }
            from = start + 1;
        }
        let [none, one, both] = hits;
        let start = match (none.0, one.0, both.0) {
            (_, _, 1) => both.1,
            (_, 1, 0) => one.1,
            (1, 0, 0) => none.1,
            (0, 0, 0) => return Place::Missing,
            _ => return Place::Ambiguous,
        };
        self.text.span_of_bytes(start, start + claim.exact.len()).map_or(Place::Missing, Place::Found)
    }
}

fn first_chars(text: &str) -> &str {
    text.char_indices().nth(CONTEXT_CHARS).and_then(|(byte, _)| text.get(..byte)).unwrap_or(text)
}

fn last_chars(text: &str) -> &str {
    text.char_indices().nth_back(CONTEXT_CHARS - 1).and_then(|(byte, _)| text.get(byte..)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{Anchorer, Claim, Place};
    use crate::article::Text;

    #[track_caller]
    fn check(text: &str, claimed: Option<(usize, usize)>, quote: [&str; 3], want: &str) {
        let text = Text::new(text);
        let [prefix, exact, suffix] = quote.map(Into::into);
        let claim = Claim { start: claimed.map(|c| c.0), end: claimed.map(|c| c.1), exact, prefix, suffix };
        let got = match Anchorer::new(&text).place(&claim) {
            Place::AsClaimed(span) => format!("as claimed {}..{}", span.start(), span.end()),
            Place::Found(span) => format!("found {}..{}", span.start(), span.end()),
            Place::Moved(span) => format!("moved {}..{}", span.start(), span.end()),
            other => format!("{other:?}").to_lowercase(),
        };
        assert_eq!(got, want);
    }

    #[test]
    fn offsets_that_fit_the_words_are_used() {
        check("née née", Some((4, 7)), ["", "née", ""], "as claimed 4..7");
        check("née née", Some((4, 7)), ["", "", ""], "as claimed 4..7");
    }

    #[test]
    fn displaced_words_are_found_when_they_stand_once() {
        check("ö the ferry sank", Some((0, 5)), ["", "ferry", ""], "moved 6..11");
        check("the ferry sank", None, ["", "ferry", ""], "found 4..9");
    }

    #[test]
    fn surroundings_choose_among_several_places() {
        check("he said yes, she said no", Some((90, 94)), ["she ", "said", " no"], "moved 17..21");
        check("he said yes, she said no", None, ["she ", "said", " maybe"], "found 17..21");
        check("he said yes, he said yes", None, ["he ", "said", " yes"], "ambiguous");
        check("he said yes, she said no", None, ["", "said", ""], "ambiguous");
    }

    #[test]
    fn what_cannot_be_found_is_said_to_be_so() {
        check("short", Some((3, 99)), ["", "", ""], "outside");
        check("short", Some((3, 1)), ["", "", ""], "outside");
        check("short", Some((usize::MAX, usize::MAX)), ["", "long", ""], "missing");
        check("short", None, ["", "", "x"], "nothing");
    }

    #[test]
    fn a_hostile_number_of_searches_ends_soon() {
        let text = Text::new("ab".repeat(5_000));
        let mut anchorer = Anchorer { search_bytes: 100_000, ..Anchorer::new(&text) };
        let claim = Claim { exact: "abba".into(), prefix: "x".into(), ..Claim::default() };
        let places: Vec<Place> = (0..100).map(|_| anchorer.place(&claim)).collect();
        assert_eq!(places.iter().filter(|place| **place == Place::Missing).count(), 9, "of 10,000 bytes each");
        assert_eq!(places.last(), Some(&Place::GivenUp));
        let mut anchorer = Anchorer { search_bytes: 100_000, ..Anchorer::new(&text) };
        let everywhere = Claim { exact: "a".into(), prefix: "x".into(), ..Claim::default() };
        assert_eq!(anchorer.place(&everywhere), Place::GivenUp, "every hit costs");
    }

    #[test]
    fn spans_without_words_may_not_cover_the_text_without_end() {
        let text = Text::new("a".repeat(1_000));
        let mut anchorer = Anchorer { covered_chars: 3_500, ..Anchorer::new(&text) };
        let claim = Claim { start: Some(0), end: Some(1_000), ..Claim::default() };
        let n = (0..10).filter(|_| anchorer.place(&claim) != Place::GivenUp).count();
        assert_eq!(n, 3);
    }
}
