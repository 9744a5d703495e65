//! Foreign words in HTML: they mean themselves, wherever they stand.

use crate::clean;
use crate::export::cite::one_line;

/// Words on one line, for an element's text or an attribute's value in quotation marks.
pub(super) fn words(foreign: &str) -> String {
    escaped(&one_line(foreign))
}

/// A stretch of the article's text; line ends stay.
pub(super) fn stretch(foreign: &str) -> String {
    escaped(&clean::in_place(foreign))
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 16);
    for scalar in text.chars() {
        match scalar {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A language as an attribute, where it looks like one.
pub(super) fn lang(tag: Option<&str>) -> String {
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_tag = |tag: &&str| {
        let mut parts = tag.split('-');
        parts
            .next()
            .is_some_and(|first| matches!(first.len(), 2 | 3) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
            && parts.all(is_part)
    };
    tag.filter(is_tag).map(|tag| format!(" lang=\"{tag}\"")).unwrap_or_default()
}
