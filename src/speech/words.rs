//! Sentences for the ear: how words are put together, and what of foreign words may be heard.

use crate::article::scalar::{Nature, nature};

/// A sentence of its own: a capital at the beginning, an end mark at the end.
pub(super) fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() {
        return String::new();
    }
    let mut sentence = capital(words);
    let end = words.trim_end_matches(['”', '’', '"', '\'', '»', ')', ']']);
    if !end.ends_with(['.', '!', '?', ':', '…', ';']) {
        sentence.push('.');
    }
    sentence
}

/// The same words with a capital at the beginning.
pub(super) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Sentences beside one another; empty ones are left out.
pub(super) fn sentences<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts = parts.into_iter().map(sentence).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// `1 statement`, `3 statements`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// A share in words, never none where there is some.
pub(super) fn percent(part: f64) -> String {
    match (part * 100.0).round() {
        n if n < 1.0 && part > 0.0 => "less than 1 percent".to_owned(),
        n => format!("{n:.0} percent"),
    }
}

/// Words as they may reach a terminal: on one line, with nothing in them that a terminal obeys.
pub(super) fn harmless(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for char in words.chars() {
        match nature(char) {
            Nature::Shown if char.is_whitespace() => line.push(' '),
            Nature::Shown => line.push(char),
            Nature::LineEnd | Nature::Tab => line.push(' '),
            Nature::Control => line.push(char::REPLACEMENT_CHARACTER),
            Nature::Invisible => {}
        }
    }
    line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{counted, harmless, percent, sentence, sentences};

    #[test]
    fn a_sentence_has_a_capital_and_an_end() {
        assert_eq!(sentence("no match"), "No match.");
        assert_eq!(sentence("“Stay,” she said"), "“Stay,” she said.");
        assert_eq!(sentence("“Will it hold?”"), "“Will it hold?”");
        assert_eq!(sentence("  "), "");
        assert_eq!(sentences(["direct", "", "sure"]), "Direct. Sure.");
    }

    #[test]
    fn numbers_are_in_words_that_can_be_heard() {
        assert_eq!((counted(1, "actor"), counted(0, "actor")), ("1 actor".to_owned(), "0 actors".to_owned()));
        assert_eq!((percent(0.0), percent(0.004)), ("0 percent".to_owned(), "less than 1 percent".to_owned()));
        assert_eq!(percent(0.376), "38 percent");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_let_through() {
        assert_eq!(harmless("a\u{1b}[2J\r\n\tb\u{202e}c \u{ad}d"), "a\u{fffd}[2J b\u{fffd}c d");
    }
}
