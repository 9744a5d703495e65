//! Where the words stand that a query asked for.

use std::ops::Range;

use super::super::query::word::Words;
use super::super::query::{Ask, Field, Node, Terms};

/// Words in a row that are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needle {
    words: Vec<String>,
    /// The last one stands for every word that begins so.
    is_prefix: bool,
    /// It may stand in the speaker's name as well.
    pub is_anywhere: bool,
}

impl Needle {
    fn new(terms: &Terms, is_anywhere: bool) -> Option<Self> {
        let words: Vec<String> = Words::of(&terms.text).iter().map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self { words, is_prefix: terms.is_prefix, is_anywhere })
    }

    /// Where it stands among the words of a text, none overlapping: the number of its first word there.
    pub(super) fn places<'t>(&'t self, text: &'t Words) -> impl Iterator<Item = usize> + 't {
        let mut next = 0;
        std::iter::from_fn(move || {
            while next + self.words.len() <= text.len() {
                let at = next;
                next += 1;
                if self.fits(text, at) {
                    next = at + self.words.len();
                    return Some(at);
                }
            }
            None
        })
    }

    fn fits(&self, text: &Words, at: usize) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().enumerate().all(|(n, word)| {
            let found = text.get(at + n).unwrap_or_default();
            if n == last && self.is_prefix { found.starts_with(word.as_str()) } else { found == word }
        })
    }

    /// The scalars of a text in which it stands from a word on.
    fn lit(&self, text: &Words, first: usize) -> Option<Range<usize>> {
        Some(text.at(first)?.start..text.at(first + self.words.len() - 1)?.end)
    }
}

/// What a query wants to be said, the excluded left out.
pub(super) fn needles(root: Option<&Node>) -> Vec<Needle> {
    let clauses = root.map(Node::clauses).unwrap_or_default();
    let wanted = clauses.into_iter().filter(|(_, is_excluded)| !is_excluded);
    wanted
        .filter_map(|(ask, _)| match ask {
            Ask::Word(terms) => Needle::new(terms, true),
            Ask::In(Field::Text, terms) => Needle::new(terms, false),
            _ => None,
        })
        .collect()
}

/// The scalars of a text that any of the needles asked for, in order, none overlapping or touching.
pub(super) fn lit(text: &str, needles: &[Needle]) -> Vec<Range<usize>> {
    if needles.is_empty() {
        return Vec::new();
    }
    let words = Words::of(text);
    let lit = |needle: &Needle| -> Vec<Range<usize>> {
        needle.places(&words).filter_map(|first| needle.lit(&words, first)).collect()
    };
    let mut places: Vec<Range<usize>> = needles.iter().flat_map(lit).collect();
    places.sort_by_key(|place| (place.start, place.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::super::super::query::parse;
    use super::{lit, needles};

    #[track_caller]
    fn lights(query: &str, text: &str, words: &[&str]) {
        let query = parse(query, None).unwrap();
        let found = lit(text, &needles(query.root.as_ref()));
        let found: Vec<String> =
            found.iter().map(|range| text.chars().skip(range.start).take(range.len()).collect()).collect();
        assert_eq!(found, words, "{text:?}");
    }

    #[test]
    fn what_was_asked_for_is_lit_in_any_case_and_with_any_accents() {
        lights("cafe", "The CAFÉ, the Cafe\u{301} and the cafés", &["CAFÉ", "Cafe\u{301}"]);
        lights("café*", "cafe cafés", &["cafe", "cafés"]);
        lights("\"harbour wall\"", "harbour; wall, harbour, the wall", &["harbour; wall"]);
        lights("\"harbour wal\"*", "harbour walls", &["harbour walls"]);
        lights("state-of-the-art", "State of the Art", &["State of the Art"]);
        lights("制裁", "对制裁", &["制裁"]);
    }

    #[test]
    fn what_is_excluded_or_asked_of_somebody_is_not_lit() {
        lights(
            "pier -dam -(weir -lock) speaker:keel text:quay",
            "pier dam weir lock keel quay",
            &["pier", "lock", "quay"],
        );
    }

    #[test]
    fn overlapping_places_are_lit_once() {
        lights("\"a b\" OR \"b c\"", "a b c", &["a b c"]);
        lights("\"a a\"", "a a a", &["a a"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lit_places_lie_within_the_text(text in "\\PC{0,60}", word in "[a-cé漢]{1,2}\\*?") {
            let Ok(query) = parse(&word, None) else { return Ok(()) };
            let n_chars = text.chars().count();
            let mut end = None;
            for place in lit(&text, &needles(query.root.as_ref())) {
                assert!(place.start < place.end && place.end <= n_chars);
                assert!(end.is_none_or(|end| end < place.start));
                end = Some(place.end);
            }
        }
    }
}
