//! Takes out of a text what a terminal might obey or a reader cannot see: escape sequences, controls, direction
//! overrides, invisible scalars. What the text means is left alone.
//!
//! The sequences are those of ECMA-48 (5th edition), in their 7-bit and 8-bit forms.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::article::scalar::{Nature, nature};
pub(crate) use crate::article::text::head;

/// A cleaned text, and how much was taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// Holds no scalar below U+0020 but newline, no C1 control, no direction override.
    pub text: String,
    /// Sequences, controls and overrides taken out; harmless invisible scalars and line ends are not counted.
    pub n_removed: usize,
}

/// A control string (OSC, DCS, APC, PM, SOS) that ends neither within so many bytes nor with its line is taken as no
/// string: its introducer goes, the text after it stays.
const MAX_STRING_BYTES: usize = 4096;

/// Parameters and intermediates of one control sequence; real ones have a few dozen at most.
const MAX_SEQUENCE_BYTES: usize = 256;

/// The longest line that [`line()`] gives, in graphemes.
const MAX_LINE: usize = 300;

/// Whether nothing would be taken out of the text or changed in it.
pub fn is_clean(text: &str) -> bool {
    is_clean_but(text, |byte| byte == b'\n')
}

/// As [`is_clean`], with other line ends and tabs let pass: those that a byte is said to be.
///
/// Most text is ASCII, and this stands in the way of the first paint: the looking up of natures is left to the rest.
pub(crate) fn is_clean_but(text: &str, is_let_pass: impl Fn(u8) -> bool) -> bool {
    let is_plain = |byte: u8| (0x20..0x7F).contains(&byte) | is_let_pass(byte);
    let mut rest = text;
    while let Some(at) = position_not(rest.as_bytes(), is_plain) {
        let mut scalars = rest.get(at..).unwrap_or_default().chars();
        if !scalars.next().is_some_and(is_clean_scalar) {
            return false;
        }
        rest = scalars.as_str();
    }
    true
}

/// The first byte that is not so. Many are asked about at once, which a processor does in a few steps.
fn position_not(bytes: &[u8], is_so: impl Fn(u8) -> bool) -> Option<usize> {
    const MANY: usize = 64;
    let (chunks, _) = bytes.as_chunks::<MANY>();
    let n = chunks.iter().take_while(|chunk| chunk.iter().fold(true, |all, &byte| all & is_so(byte))).count() * MANY;
    bytes.get(n..)?.iter().position(|&byte| !is_so(byte)).map(|at| n + at)
}

pub(crate) fn is_clean_scalar(scalar: char) -> bool {
    scalar == '\n' || nature(scalar) == Nature::Shown
}

/// Cleans a text for display: whole escape sequences go, line ends become newlines, tabs become spaces.
///
/// Cleaning a clean text changes nothing; the time it takes is linear in the text's length.
pub fn text(foreign: &str) -> Cleaned {
    if is_clean(foreign) {
        return Cleaned { text: foreign.to_owned(), n_removed: 0 };
    }
    let mut cleaned = Cleaned { text: String::with_capacity(foreign.len()), n_removed: 0 };
    let mut rest = foreign;
    while let Some(scalar) = rest.chars().next() {
        let after = rest.get(scalar.len_utf8()..).unwrap_or_default();
        let sequence_bytes = sequence(scalar, after);
        rest = after.get(sequence_bytes..).unwrap_or_default();
        match nature(scalar) {
            Nature::Shown => cleaned.text.push(scalar),
            Nature::LineEnd => {
                cleaned.text.push('\n');
                if scalar == '\r' {
                    rest = rest.strip_prefix('\n').unwrap_or(rest);
                }
            }
            Nature::Tab => cleaned.text.push(' '),
            Nature::Control => cleaned.n_removed += 1,
            Nature::Invisible => {}
        }
    }
    cleaned
}

/// Cleans a text without changing its length in scalars: a forbidden one becomes U+FFFD, a tab or the carriage
/// return of a line end becomes a space, any other line end a newline.
///
/// What becomes of a scalar does not depend on its neighbours, so a span's words and its text stay alike.
pub fn in_place(text: &str) -> String {
    counted_in_place(text).0
}

/// As [`in_place`], with the number of scalars that were told as taken out.
pub(crate) fn counted_in_place(text: &str) -> (String, usize) {
    if is_clean(text) {
        return (text.to_owned(), 0);
    }
    let mut n_removed = 0;
    let cleaned = text
        .chars()
        .map(|scalar| match nature(scalar) {
            _ if scalar == '\r' => ' ',
            Nature::Shown => scalar,
            Nature::LineEnd => '\n',
            Nature::Tab => ' ',
            Nature::Control => {
                n_removed += 1;
                char::REPLACEMENT_CHARACTER
            }
            Nature::Invisible => char::REPLACEMENT_CHARACTER,
        })
        .collect();
    (cleaned, n_removed)
}

/// One clean line, for a title, a file's name or an error: white space runs become one space, and what is longer
/// than 300 graphemes is cut, with an ellipsis.
pub fn line(foreign: &str) -> String {
    // A grapheme can hold any number of marks; what is far too long is cut before it is looked at.
    let foreign = head(foreign, MAX_LINE * 64);
    let clean = if is_clean(foreign) { Cow::Borrowed(foreign) } else { Cow::Owned(text(foreign).text) };
    let mut words = String::with_capacity(clean.len());
    for word in clean.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    if let Some((end_byte, _)) = words.grapheme_indices(true).nth(MAX_LINE) {
        words.truncate(end_byte);
        words.push('…');
    }
    words
}

/// How many bytes of what follows belong to the escape sequence that a scalar opens; none if it opens none.
fn sequence(opener: char, after: &str) -> usize {
    match opener {
        '\u{1B}' => match after.as_bytes().first() {
            Some(b'[') => 1 + control_sequence(after.get(1..).unwrap_or_default()),
            Some(b']' | b'P' | b'X' | b'^' | b'_') => 1 + control_string(after.get(1..).unwrap_or_default()),
            _ => escape(after),
        },
        '\u{9B}' => control_sequence(after),
        '\u{90}' | '\u{98}' | '\u{9D}' | '\u{9E}' | '\u{9F}' => control_string(after),
        _ => 0,
    }
}

/// The rest of `ESC I… F`; nothing when it is not whole.
fn escape(after: &str) -> usize {
    let bytes = after.as_bytes();
    let n = bytes.iter().take(4).take_while(|byte| matches!(byte, 0x20..=0x2F)).count();
    bytes.get(n).filter(|byte| matches!(byte, 0x30..=0x7E)).map_or(0, |_| n + 1)
}

/// The rest of `CSI P… I… F`; only the parameters when it is not whole.
fn control_sequence(after: &str) -> usize {
    let bytes = after.as_bytes();
    let n_parameters = bytes.iter().take(MAX_SEQUENCE_BYTES).take_while(|byte| matches!(byte, 0x30..=0x3F)).count();
    let rest = bytes.get(n_parameters..).unwrap_or_default();
    let n_intermediates = rest.iter().take(4).take_while(|byte| matches!(byte, 0x20..=0x2F)).count();
    match rest.get(n_intermediates) {
        Some(0x40..=0x7E) => n_parameters + n_intermediates + 1,
        _ => n_parameters,
    }
}

/// The rest of a control string with its terminator; without one, up to the end of its line or the next opener. Nothing
/// when none of these is in reach.
///
/// The next opener ends it, so that no stretch of text is searched twice.
fn control_string(after: &str) -> usize {
    for (byte, scalar) in after.char_indices() {
        if byte > MAX_STRING_BYTES {
            return 0;
        }
        match scalar {
            '\u{7}' | '\u{18}' | '\u{1A}' => return byte + 1,
            '\u{9C}' => return byte + 2,
            '\u{1B}' => return if after.as_bytes().get(byte + 1) == Some(&b'\\') { byte + 2 } else { byte },
            // A paragraph is not swallowed by a bell some lines on.
            '\u{80}'..='\u{9F}' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => return byte,
            _ => {}
        }
    }
    after.len()
}

#[cfg(test)]
mod tests {
    use super::{in_place, is_clean, line, text};
    use proptest::prelude::*;

    #[track_caller]
    fn cleans_to(foreign: &str, want: &str) {
        assert_eq!(text(foreign).text, want, "{foreign:?}");
    }

    #[test]
    fn whole_sequences_go_in_both_forms() {
        cleans_to("\u{1B}[1;31mRed\u{1B}[0m news", "Red news");
        cleans_to("\u{9B}2JGone", "Gone");
        cleans_to("\u{1B}]0;pwned\u{7}Title", "Title");
        cleans_to("\u{1B}]8;;https://a.example/\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link");
        cleans_to("\u{9D}52;c;aGk=\u{9C}Clip", "Clip");
        cleans_to("\u{1B}Pq#0\u{1B}\\Picture \u{1B}_Ga\u{1B}\\\u{1B}^x\u{1B}\\\u{1B}Xx\u{1B}\\end", "Picture end");
        cleans_to("\u{1B}(Bcharset \u{1B}7save", "charset save");
    }

    #[test]
    fn a_string_without_an_end_swallows_its_line_and_a_long_one_nothing() {
        cleans_to("\u{1B}]0;title\nThe story goes on.\u{7}", "\nThe story goes on.");
        cleans_to("Pier \u{1B}]0;abc\r\nopens\u{9D}0;abc", "Pier \nopens");
        cleans_to("\u{1B}]0;abc\u{1B}[1mPier\u{1B}[m opens", "Pier opens");
        cleans_to("\u{1B}[31\nNext line", "\nNext line");
        let long = format!("\u{1B}P{}\u{1B}\\", "word ".repeat(2000));
        assert!(text(&long).text.len() >= 10_000);
        cleans_to("ends on \u{1B}", "ends on ");
    }

    #[test]
    fn line_ends_are_newlines_and_tabs_are_spaces() {
        cleans_to("a\r\nb\rc\u{85}d\u{2028}e\u{2029}f\u{C}g\th", "a\nb\nc\nd\ne\nf\ng h");
    }

    #[test]
    fn what_cannot_be_seen_goes_and_what_writing_needs_stays() {
        cleans_to("\u{FEFF}co\u{AD}op\u{200B} \u{202E}drow\u{202C} \u{E0041}", "coop drow ");
        cleans_to(
            "\u{1F469}\u{200D}\u{1F680} می\u{200C}خواهم e\u{301}",
            "\u{1F469}\u{200D}\u{1F680} می\u{200C}خواهم e\u{301}",
        );
        assert_eq!(text("co\u{AD}op").n_removed, 0);
        assert_eq!(text("\u{1B}[1mA\u{1B}[m \u{202E}b").n_removed, 3);
    }

    #[test]
    fn a_line_is_one_line_of_bounded_length() {
        assert_eq!(line(" A\ttitle\r\nin \u{1B}[1mtwo  lines\u{7} "), "A title in two lines");
        assert_eq!(line(&"x".repeat(100_000)).chars().count(), 301);
        assert_eq!(line(&"e\u{301}".repeat(400)), format!("{}…", "e\u{301}".repeat(300)));
    }

    #[test]
    fn two_million_openers_are_done_with_at_once() {
        for opener in ["\u{1B}", "\u{1B}]", "\u{1B}[", "\u{9D}", "\u{9B}1", "\u{1B}P1"] {
            let foreign = opener.repeat(2_000_000 / opener.len());
            assert!(is_clean(&text(&foreign).text), "{opener:?}");
        }
    }

    fn hostile() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop_oneof![
                any::<char>().prop_map(String::from),
                "[\\u{0}-\\u{20}\\u{7F}-\\u{9F}\\[\\]\\\\P_^X0-9;m ]{1,6}",
                "[\\u{200B}-\\u{200F}\\u{2028}-\\u{202E}\\u{2060}-\\u{206F}\\u{FEFF}]{1,3}",
                Just("\u{1B}]0;".to_owned()),
                Just("\u{1B}[".to_owned()),
                Just("\r\n".to_owned()),
            ],
            0..60,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn nothing_a_terminal_obeys_is_left(foreign in hostile()) {
            let cleaned = text(&foreign).text;
            prop_assert!(is_clean(&cleaned));
            let is_obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{202A}'..='\u{202E}').contains(&c);
            prop_assert!(!cleaned.contains(is_obeyed));
            prop_assert_eq!(&text(&cleaned).text, &cleaned, "cleaning twice is cleaning once");
        }

        #[test]
        fn cleaning_in_place_keeps_every_offset(foreign in hostile()) {
            let cleaned = in_place(&foreign);
            prop_assert!(is_clean(&cleaned));
            prop_assert_eq!(cleaned.chars().count(), foreign.chars().count());
            prop_assert_eq!(&in_place(&cleaned), &cleaned);
            for (was, is) in foreign.chars().zip(cleaned.chars()) {
                prop_assert!(was == is || !is_clean(&was.to_string()));
            }
        }

        #[test]
        fn a_line_holds_no_line_end(foreign in hostile()) {
            let one = line(&foreign);
            prop_assert!(is_clean(&one) && !one.contains('\n') && one == one.trim());
            prop_assert_eq!(&line(&one), &one);
        }
    }
}
