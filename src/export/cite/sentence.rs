//! The sentence around a place of a text that comes without sentences, as far as its full stops tell. Where they do
//! not tell for certain there is none: nothing of a neighbouring sentence is ever taken for part of it.

use super::clause::MAX_AROUND_CHARS;
use crate::article::gate::is_mark;
use crate::article::{Span, Text};

/// Titles that stand before a name; their full stop ends nothing. What can be a street's name or a word of its own is
/// not among them.
const TITLES: [&str; 10] = ["mr", "mrs", "ms", "prof", "sen", "rep", "gov", "sgt", "capt", "rev"];
/// Short forms that a sentence may end with or not.
const SHORT: [&str; 12] = ["vs", "etc", "approx", "cf", "al", "ca", "est", "dept", "resp", "usw", "nr", "no"];
/// A word with a capital and no more letters than this may be a short form: *Gov.*, *Keel.*
const MAX_SHORT_CHARS: usize = 5;

/// What a scalar is to the sentence that it stands in.
enum Stop {
    /// It goes on.
    None,
    /// It ends; the next one begins there.
    Before(usize),
    /// Nobody can tell.
    Doubt,
}

/// The sentence around a stretch of a block; nothing where its ends are in doubt or further off than is ever cited.
pub(super) fn around(text: &Text, block: Span, hull: Span) -> Option<Span> {
    let from = block.start().max(hull.start().saturating_sub(MAX_AROUND_CHARS + 1));
    let to = block.end().min(hull.end() + MAX_AROUND_CHARS + 1);
    let scalars: Vec<char> = text.slice(text.span(from, to)?).chars().collect();
    let (first, last) = (hull.start() - from, hull.end() - from);
    let mut start = (from == block.start()).then_some(0);
    for at in (0..first).rev() {
        match stop(&scalars, at) {
            Stop::None => {}
            Stop::Before(next) if next > first => return None,
            Stop::Before(next) => {
                start = Some(next);
                break;
            }
            Stop::Doubt => return None,
        }
    }
    // The stretch may end with the sentence's own full stop, and marks behind it.
    let is_edge = |scalar: &char| scalar.is_whitespace() || is_closer(*scalar) || is_end(*scalar);
    let n_edge = scalars.get(first..last)?.iter().rev().take_while(|scalar| is_edge(scalar)).count();
    let core = last - n_edge;
    if (first..core).any(|at| !matches!(stop(&scalars, at), Stop::None)) {
        return None;
    }
    let mut end = (to == block.end()).then_some(scalars.len());
    for at in core..scalars.len() {
        match stop(&scalars, at) {
            Stop::None => {}
            Stop::Before(next) => {
                end = Some(next.max(last));
                break;
            }
            Stop::Doubt => return None,
        }
    }
    text.span(from + start?, from + end?)
}

fn stop(scalars: &[char], at: usize) -> Stop {
    let scalar = |at: usize| scalars.get(at).copied();
    let Some(here) = scalar(at) else { return Stop::None };
    if here == '\n' {
        return Stop::Before(at + 1);
    }
    // Of several the last one tells.
    if !is_end(here) || scalar(at + 1).is_some_and(is_end) {
        return Stop::None;
    }
    let is_digit = |at: Option<usize>| at.and_then(scalar).is_some_and(|scalar| scalar.is_ascii_digit());
    if here == '.' && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) {
        return Stop::None;
    }
    let count = |from: usize, is_passed: fn(char) -> bool| {
        scalars.get(from..).unwrap_or_default().iter().take_while(|scalar| is_passed(**scalar)).count()
    };
    let behind = at + 1 + count(at + 1, is_closer);
    let next = behind + count(behind, char::is_whitespace);
    let Some(begins) = scalar(next) else { return Stop::Before(next) };
    if matches!(here, '。' | '！' | '？') {
        return Stop::Before(next);
    }
    if here == '…' || next == behind || begins.is_lowercase() {
        return Stop::Doubt;
    }
    if here == '.' { full_stop(scalars, at, next) } else { Stop::Before(next) }
}

/// Whether a full stop with blanks behind it ends more than a word.
fn full_stop(scalars: &[char], at: usize, next: usize) -> Stop {
    let before = scalars.get(..at).unwrap_or_default().iter().rev().skip_while(|scalar| is_closer(**scalar));
    let word: String = before.take_while(|scalar| scalar.is_alphanumeric() || **scalar == '.').collect();
    let word: String = word.chars().rev().collect();
    let lower = word.to_lowercase();
    let n_chars = word.chars().count();
    if TITLES.contains(&lower.as_str()) && scalars.get(next).is_some_and(|scalar| scalar.is_uppercase()) {
        return Stop::None;
    }
    let is_short = n_chars <= MAX_SHORT_CHARS && word.starts_with(char::is_uppercase);
    let is_ordinal = n_chars <= 2 && word.chars().all(|scalar| scalar.is_ascii_digit());
    if word.contains('.') || is_short || n_chars == 1 || is_ordinal || SHORT.contains(&lower.as_str()) {
        return Stop::Doubt;
    }
    Stop::Before(next)
}

fn is_end(scalar: char) -> bool {
    matches!(scalar, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn is_closer(scalar: char) -> bool {
    is_mark(scalar) || matches!(scalar, ')' | ']' | '）' | '】')
}

#[cfg(test)]
mod tests {
    use super::around;
    use crate::article::Text;

    #[track_caller]
    fn check(text: &str, words: &str, wanted: Option<&str>) {
        let text = Text::new(text);
        let at = text.as_str().find(words).unwrap();
        let hull = text.span_of_bytes(at, at + words.len()).unwrap();
        assert_eq!(around(&text, text.whole(), hull).map(|span| text.slice(span).trim()), wanted);
    }

    #[test]
    fn a_sentence_is_taken_alone() {
        let text = "We had 3.5 metres of water. The mayor said it would rain. Nobody asked us at all.";
        for words in ["The mayor said it would rain", "said it would rain.", "The mayor said it would rain. "] {
            check(text, words, Some("The mayor said it would rain."));
        }
        check("It was late! “Who?” Mr. Keel said it was.", "Mr. Keel said it was", Some("Mr. Keel said it was."));
        check("They came\nKeel said no", "Keel said no", Some("Keel said no"));
    }

    #[test]
    fn where_it_is_in_doubt_where_a_sentence_ends_there_is_none() {
        for text in [
            "It is not so, said Bruno Keel. The mayor said it would rain.",
            "It rained.The mayor said it would rain.",
            "It is not true that Adm. The mayor said it would rain.",
            "It stands in no. 4 of p. 3 that The mayor said it would rain.",
            "The mayor said it would rain in Vell. Nobody asked us.",
            "So it was … The mayor said it would rain.",
            "Was it? he asked, and The mayor said it would rain.",
        ] {
            check(text, "The mayor said it would rain", None);
        }
        check("The mayor said so. It would rain.", "The mayor said so. It would rain", None);
        let long = "so it is and ".repeat(40);
        check(&format!("{long} The mayor said it would rain."), "The mayor said it would rain", None);
        check(&format!("The mayor said it would rain {long}."), "The mayor said it would rain", None);
    }
}
