//! Words hold nothing that steers: no control, no change of direction, no line break that nobody meant.

/// Whether a terminal, or whoever reads, would be led astray by it. This is the demand, in words of its own: the
/// program's own table is looked at by nobody here.
pub fn steers(scalar: char) -> bool {
    matches!(
        scalar,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{61C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// Nothing in a text steers but what its form is made of.
#[track_caller]
pub fn are_clean(what: &str, text: &str, of_form: &[char]) {
    let found = text.char_indices().find(|(_, scalar)| steers(*scalar) && !of_form.contains(scalar));
    if let Some((at, scalar)) = found {
        let around: String = text.chars().skip(text[..at].chars().count().saturating_sub(40)).take(80).collect();
        panic!("{what} has {scalar:?}: {around:?}");
    }
}

/// One line, clean.
#[track_caller]
pub fn is_a_clean_line(what: &str, text: &str) {
    are_clean(what, text, &[]);
}
