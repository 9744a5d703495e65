//! Speech marked by its place on the line: a transcript's `NAME:`, a dash and a name.

use crate::article::{Span, Text};

/// Scalars that a label or a name after a dash may have.
const NAME_CHARS: usize = 80;
/// Words that it may have.
const NAME_WORDS: usize = 10;

/// Every part stands after `NAME:` at the beginning of its line, or goes on in the lines after such a one.
pub(super) fn is_labelled(text: &Text, parts: &[Span], names: &[&str]) -> bool {
    let mut end_before = None;
    for &part in parts {
        let before = line_before(text, part.start());
        let goes_on = || {
            before.trim().is_empty()
                && end_before
                    .and_then(|end| text.span(end, part.start()))
                    .is_some_and(|gap| text.slice(gap).trim().is_empty())
        };
        if !is_label(before, names) && !goes_on() {
            return false;
        }
        end_before = Some(part.end());
    }
    !parts.is_empty() && parts.iter().all(|part| one_turn(text.slice(*part), names))
}

/// No line of a part is labelled with another speaker's name.
fn one_turn(part: &str, names: &[&str]) -> bool {
    part.lines().skip(1).all(|line| {
        line.split_once(':').is_none_or(|(label, _)| !is_label(&format!("{label}:"), &[]) || shares_word(label, names))
    })
}

/// `NAME:` of a speaker whom the statement names, in capitals as transcripts set it, or `Q:` and `A:`.
fn is_label(before: &str, names: &[&str]) -> bool {
    let Some(label) = before.trim().strip_suffix(':') else { return false };
    let label = label.trim_matches(|c: char| matches!(c, '*' | '_' | '[' | ']') || c.is_whitespace());
    let has_letters = label.chars().any(char::is_alphabetic);
    let is_upper = has_letters && !label.chars().any(char::is_lowercase);
    is_name(label) && (is_upper || shares_word(label, names))
}

/// A short run of words that begins with a capital and has no sentence in it.
fn is_name(label: &str) -> bool {
    label.chars().nth(NAME_CHARS).is_none()
        && label.split_whitespace().count() <= NAME_WORDS
        && label.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
        && !label.split_whitespace().any(ends_sentence)
        && !label.contains(['!', '?', ';', '“', '”', '"'])
}

/// A full stop that is not that of *Mr.*, *Prof.* or *J.*
fn ends_sentence(word: &str) -> bool {
    word.ends_with('.') && (word.starts_with(char::is_lowercase) || word.chars().nth(5).is_some())
}

/// Every part stands on a line of its own between a dash and a name: dash first and the name after the words, or
/// the words first and dash and name after them.
pub(super) fn is_dashed(text: &Text, parts: &[Span], source: Option<Span>, names: &[&str]) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let opens_with_dash = {
        let before = line_before(text, first.start()).trim();
        let inside = text.slice(*first).trim_start();
        (is_dash_only(before) || (before.is_empty() && inside.starts_with(is_dash)))
            && source.is_some_and(|source| source.start() >= first.end() && is_same_line(text, *first, source))
    };
    let is_one_line = |part: &Span| !text.slice(*part).trim().contains('\n');
    if opens_with_dash && parts.iter().all(is_one_line) && is_same_line(text, *first, *last) {
        return true;
    }
    // "Words." — Name, on the line of the words or the next.
    let rest =
        text.span(last.end(), text.n_chars().min(last.end() + 2 * NAME_CHARS)).map_or("", |span| text.slice(span));
    let Some(after) = rest.trim_start().strip_prefix(is_dash) else { return false };
    let line = after.lines().next().unwrap_or_default();
    let name = line.split([',', '(']).next().unwrap_or_default().trim();
    parts.len() == 1
        && line_before(text, first.start()).trim().is_empty()
        && line.chars().count() <= NAME_CHARS
        && is_name(name)
        && !name.is_empty()
        && (if names.is_empty() { name.split_whitespace().all(starts_upper) } else { shares_word(name, names) })
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_dash(scalar: char) -> bool {
    matches!(scalar, '-' | '–' | '—' | '―' | '‒' | '−')
}

fn is_dash_only(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_dash)
}

fn is_same_line(text: &Text, a: Span, b: Span) -> bool {
    !text.slice(a.join(b)).contains('\n')
}

/// What stands before a place on its line; empty when that is longer than a label can be.
fn line_before(text: &Text, char: usize) -> &str {
    let start = char.saturating_sub(NAME_CHARS + 4);
    let Some(window) = text.span(start, char).map(|span| text.slice(span)) else { return "no place" };
    match window.rsplit_once('\n') {
        Some((_, line)) => line,
        None if start == 0 => window,
        None => "no line begins near",
    }
}

/// Whether two texts have a word of three letters or more in common, or are the same.
fn shares_word(label: &str, names: &[&str]) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let label = words(label);
    names.iter().any(|name| {
        let name = words(name);
        label == name || label.iter().any(|word| word.chars().nth(2).is_some() && word != "the" && name.contains(word))
    })
}
