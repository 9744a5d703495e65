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
    for scalar in words.chars() {
        let is_special = matches!(
            scalar,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '!' | '^'
        );
        // A list, a rule or a heading at a line's beginning; a number's full stop or bracket.
        let begins = is_start && matches!(scalar, '-' | '+' | '=' | ':');
        let ends_number = matches!(scalar, '.' | ')') && !is_start && is_number(&safe);
        if is_special || begins || ends_number {
            safe.push('\\');
        }
        safe.push(scalar);
        is_start = scalar == '\n' || (is_start && scalar == ' ');
    }
    safe
}

/// Whether a line has nothing but digits so far.
fn is_number(safe: &str) -> bool {
    let line = safe.rsplit('\n').next().unwrap_or_default().trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}
