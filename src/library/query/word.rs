//! What counts as one word, and which words are the same: letters and digits, without case and accents.
//!
//! The full-text index cuts and folds by the same rules (FTS5's `unicode61`, accents removed); this is their copy for
//! whoever needs to know where a word stands. Scripts without spaces are cut into single signs on both sides.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, in order, one after the other in one buffer: texts are cut by the thousand.
#[derive(Clone, Debug, Default)]
pub struct Words {
    folded: String,
    /// Each word's place in the text, in scalars, and in the buffer, in bytes.
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Words {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.cut(text);
        words
    }

    /// Takes the words of another text instead.
    pub fn cut(&mut self, text: &str) {
        self.folded.clear();
        self.places.clear();
        if text.is_ascii() {
            self.cut_ascii(text);
            return;
        }
        let mut open: Option<(usize, usize)> = None;
        let mut n_chars = 0;
        for (at, char) in text.chars().enumerate() {
            n_chars = at + 1;
            let is_alone = is_written_without_spaces(char);
            let is_within = !is_alone && is_of_a_word(char, open.is_some());
            if !is_within {
                self.close(&mut open, at);
            }
            if is_within || is_alone {
                open.get_or_insert((at, self.folded.len()));
                fold_into(&mut self.folded, char);
            }
            if is_alone {
                self.close(&mut open, at + 1);
            }
        }
        self.close(&mut open, n_chars);
    }

    fn close(&mut self, open: &mut Option<(usize, usize)>, end: usize) {
        if let Some((start, from)) = open.take() {
            self.places.push((start..end, from..self.folded.len()));
        }
    }

    fn cut_ascii(&mut self, text: &str) {
        self.folded.push_str(text);
        self.folded.make_ascii_lowercase();
        let mut start = None;
        for (at, byte) in text.bytes().enumerate() {
            match (byte.is_ascii_alphanumeric(), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    self.places.push((from..at, from..at));
                    start = None;
                }
                _ => {}
            }
        }
        self.places.extend(start.map(|from| (from..text.len(), from..text.len())));
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// One of them, without case and accents.
    pub fn get(&self, number: usize) -> Option<&str> {
        self.places.get(number).and_then(|(_, bytes)| self.folded.get(bytes.clone()))
    }

    /// Where one of them stands in the text, in scalars.
    pub fn at(&self, number: usize) -> Option<Range<usize>> {
        self.places.get(number).map(|(at, _)| at.clone())
    }

    /// All of them, without case and accents.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.places.iter().filter_map(|(_, bytes)| self.folded.get(bytes.clone()))
    }
}

/// Whether there is anything to look for.
pub fn has_word(text: &str) -> bool {
    text.chars().any(|char| is_written_without_spaces(char) || is_of_a_word(char, false))
}

/// A text without case and accents.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        fold_into(&mut folded, char);
    }
    folded
}

/// The text with spaces around every sign that is a word of its own, as the index is given it.
pub fn spread(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_written_without_spaces) {
        return Cow::Borrowed(text);
    }
    let mut spread = String::with_capacity(text.len() * 2);
    for char in text.chars() {
        if is_written_without_spaces(char) {
            spread.extend([' ', char, ' ']);
        } else {
            spread.push(char);
        }
    }
    Cow::Owned(spread)
}

fn fold_into(folded: &mut String, char: char) {
    if char.is_ascii() {
        folded.push(char.to_ascii_lowercase());
        return;
    }
    let without_accents = char.nfd().filter(|&part| !is_combining_mark(part));
    folded.extend(without_accents.flat_map(char::to_lowercase).filter(|&part| !is_combining_mark(part)));
}

fn is_of_a_word(char: char, is_within: bool) -> bool {
    char.is_alphanumeric() && !is_combining_mark(char) || is_within && is_combining_mark(char)
}

/// Chinese characters and Japanese syllables.
fn is_written_without_spaces(char: char) -> bool {
    matches!(char,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::{Words, has_word, spread};

    #[track_caller]
    fn cut(text: &str, words: &[(usize, usize, &str)]) {
        let found = Words::of(text);
        assert_eq!(found.len(), words.len(), "{text:?}");
        let found: Vec<_> = found.iter().enumerate().map(|(n, word)| (found.at(n).unwrap(), word)).collect();
        let found: Vec<_> = found.iter().map(|(at, word)| (at.start, at.end, *word)).collect();
        assert_eq!(found, words, "{text:?}");
        assert_eq!(has_word(text), !words.is_empty(), "{text:?}");
    }

    #[test]
    fn words_are_cut_at_what_is_no_letter_and_lose_case_and_accents() {
        cut("Ada’s “Café”, 10:30", &[(0, 3, "ada"), (4, 5, "s"), (7, 11, "cafe"), (14, 16, "10"), (17, 19, "30")]);
        cut("Mu\u{308}ller MÜLLER", &[(0, 7, "muller"), (8, 14, "muller")]);
        cut("— !!! 🙂", &[]);
        cut("It's 5:30, OK", &[(0, 2, "it"), (3, 4, "s"), (5, 6, "5"), (7, 9, "30"), (11, 13, "ok")]);
        cut("Ελλάδα", &[(0, 6, "ελλαδα")]);
    }

    #[test]
    fn signs_without_spaces_are_words_of_their_own() {
        cut("制裁 EU制裁", &[(0, 1, "制"), (1, 2, "裁"), (3, 5, "eu"), (5, 6, "制"), (6, 7, "裁")]);
        assert_eq!(spread("EU制裁"), "EU 制  裁 ");
        assert_eq!(spread("no signs"), "no signs");
    }
}
