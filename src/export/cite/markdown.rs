//! A citation in Markdown: a quotation for what is all quoted, a paragraph for what is reported, and a link.

use super::{Imprint, Said};
use crate::article::Kind;

/// The words with their citation. A paraphrase is no block quotation.
pub fn citation(said: &Said, imprint: &Imprint, kind: Kind) -> String {
    let words = escaped(&said.words);
    let credit = format!("{} {}", escaped(&said.credit()), source(imprint));
    match kind {
        Kind::Direct => format!("> {words}\n>\n> — {credit}\n"),
        _ if said.leads => format!("{words}\n\n— {credit}\n"),
        _ => format!("{credit}{}: {words}\n", escaped(&said.reported_as())),
    }
}

/// Outlet, headline as a link, day.
pub fn source(imprint: &Imprint) -> String {
    let headline = imprint.headline.as_deref().map_or_else(|| "without a headline".to_owned(), escaped);
    let headline = match &imprint.url {
        Some(url) => format!("[{headline}](<{url}>)"),
        None => format!("*{headline}*"),
    };
    let day = imprint.day.map_or_else(|| "undated".to_owned(), super::Day::in_words);
    let accessed = imprint.accessed.map(|day| format!(" (accessed {})", day.in_words())).unwrap_or_default();
    format!("{}, {headline}, {day}{accessed}", escaped(&imprint.outlet_words()))
}

/// Words that mean themselves in Markdown and nothing else, wherever on a line they stand.
pub fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len() + 8);
    let mut is_start = true;
    let mut number = Number::None;
    for scalar in words.chars() {
        let is_special = matches!(
            scalar,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '!' | '^'
        );
        // A list, a rule or a heading at a line's beginning; a number's full stop or bracket.
        let begins = is_start && matches!(scalar, '-' | '+' | '=' | ':');
        let ends_number = matches!(scalar, '.' | ')') && !is_start && matches!(number, Number::Digits | Number::Ended);
        if is_special || begins || ends_number {
            safe.push('\\');
        }
        safe.push(scalar);
        number = match (number, scalar) {
            (_, '\n') => Number::None,
            (Number::None | Number::Digits, digit) if digit.is_ascii_digit() => Number::Digits,
            (Number::Digits | Number::Ended, blank) if blank.is_whitespace() => Number::Ended,
            (Number::None, blank) if blank.is_whitespace() => Number::None,
            _ => Number::Other,
        };
        is_start = scalar == '\n' || (is_start && scalar == ' ');
    }
    safe
}

/// What a line is so far.
#[derive(Clone, Copy)]
enum Number {
    /// Blanks.
    None,
    /// Digits.
    Digits,
    /// Digits, and blanks behind them.
    Ended,
    /// No number.
    Other,
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn only_a_number_at_a_lines_beginning_loses_its_stop() {
        assert_eq!(escaped("1. a 2. b\n 30) c\nx 4."), "1\\. a 2. b\n 30\\) c\nx 4.");
        assert_eq!(escaped("1.2.3"), "1\\.2.3");
        assert_eq!(escaped("12 ."), "12 \\.");
        let dots = ".".repeat(1 << 20);
        assert_eq!(escaped(&dots).len(), dots.len(), "in one go, however long");
    }
}
