//! What counts as one word, and which words are the same: letters and digits, without case and accents.
//!
//! The full-text index cuts and folds by the same rules (FTS5's `unicode61`, accents removed); this is their copy for
//! whoever needs to know where a word stands. Scripts without spaces are cut into single signs on both sides.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in scalars.
    pub at: Range<usize>,
    /// The word without case and accents.
    pub folded: String,
}

/// The words of a text, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut open: Option<Token> = None;
    for (at, char) in text.chars().enumerate() {
        let is_alone = is_written_without_spaces(char);
        if is_alone || !is_of_a_word(char, open.is_some()) {
            found.extend(open.take());
        }
        if is_alone {
            found.push(Token { at: at..at + 1, folded: char.to_string() });
        } else if is_of_a_word(char, open.is_some()) {
            let token = open.get_or_insert_with(|| Token { at: at..at, folded: String::new() });
            token.at.end = at + 1;
            fold_into(&mut token.folded, char);
        }
    }
    found.extend(open);
    found
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
    use super::{has_word, spread, tokens};

    #[track_caller]
    fn cut(text: &str, words: &[(usize, usize, &str)]) {
        let found = tokens(text);
        let found: Vec<_> = found.iter().map(|token| (token.at.start, token.at.end, token.folded.as_str())).collect();
        assert_eq!(found, words, "{text:?}");
        assert_eq!(has_word(text), !words.is_empty(), "{text:?}");
    }

    #[test]
    fn words_are_cut_at_what_is_no_letter_and_lose_case_and_accents() {
        cut("Ada’s “Café”, 10:30", &[(0, 3, "ada"), (4, 5, "s"), (7, 11, "cafe"), (14, 16, "10"), (17, 19, "30")]);
        cut("Mu\u{308}ller MÜLLER", &[(0, 7, "muller"), (8, 14, "muller")]);
        cut("— !!! 🙂", &[]);
        cut("Ελλάδα", &[(0, 6, "ελλαδα")]);
    }

    #[test]
    fn signs_without_spaces_are_words_of_their_own() {
        cut("制裁 EU制裁", &[(0, 1, "制"), (1, 2, "裁"), (3, 5, "eu"), (5, 6, "制"), (6, 7, "裁")]);
        assert_eq!(spread("EU制裁"), "EU 制  裁 ");
        assert_eq!(spread("no signs"), "no signs");
    }
}
