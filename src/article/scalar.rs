//! What a scalar is to a screen, in the one table that import, flow and paint read: what a terminal obeys, what
//! nobody sees, what breaks a line. What becomes of it is theirs to say.

/// What a scalar is to a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A letter, a mark, a sign, a blank: to be shown as it is.
    Shown,
    /// Ends a line.
    LineEnd,
    /// A tab.
    Tab,
    /// Steers: a control, a mark, embedding, override or isolate of direction, a deprecated format character, an
    /// interlinear annotation, a tag; or is no character at all.
    Control,
    /// Nobody sees it, and no terminal obeys it: a soft hyphen, a joiner of nothing, a byte order mark.
    Invisible,
}

/// What a scalar is. Source: the Unicode Character Database, properties `General_Category` (Cc, Cf),
/// `Bidi_Control`, `Deprecated` and `Noncharacter_Code_Point`.
pub fn nature(scalar: char) -> Nature {
    match scalar {
        '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Nature::LineEnd,
        '\t' => Nature::Tab,
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{FFFE}'
        | '\u{FFFF}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E007F}' => Nature::Control,
        '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2065}' | '\u{FEFF}' => Nature::Invisible,
        _ => Nature::Shown,
    }
}

/// Whether a scalar must never reach a terminal as part of a text: a terminal would obey it.
pub fn is_forbidden(scalar: char) -> bool {
    matches!(nature(scalar), Nature::LineEnd | Nature::Tab | Nature::Control)
}

#[cfg(test)]
mod tests {
    use super::{is_forbidden, nature};

    #[test]
    fn every_control_and_change_of_direction_is_forbidden() {
        let steers = |c: char| {
            c.is_control()
                || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        for c in ('\0'..=char::MAX).filter(|&c| steers(c)) {
            assert!(is_forbidden(c), "{c:?} is {:?}", nature(c));
        }
        for c in "a é漢\u{200D}\u{200C}\u{FE0F}\u{301}🚒\u{A0}\u{FFFD}".chars() {
            assert!(!is_forbidden(c), "{c:?}");
        }
    }
}
