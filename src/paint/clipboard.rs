//! Words for the clipboard of the terminal that shows them: OSC 52, and how it gets through what stands between.
//! Whether any terminal takes it nobody can know; sending the bytes is left to its callers.

use crate::flow::is_forbidden;
use crate::theme::terminal::Through;

/// GNU screen drops strings that are longer than this, its own marks included.
const SCREEN_BYTES: usize = 768;
/// Begins and ends what GNU screen passes on.
const SCREEN_MARKS: (&[u8], &[u8]) = (b"\x1bP", b"\x1b\\");
/// The same for tmux, which wants every escape in it twice.
const TMUX_MARKS: (&[u8], &[u8]) = (b"\x1bPtmux;", b"\x1b\\");
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes that ask a terminal to keep a text in its clipboard. What steers a terminal, newlines apart, is
/// left out of it.
pub fn clipboard(text: &str, through: Through) -> Vec<u8> {
    let plain = sequence(text);
    match through {
        Through::Nothing => plain,
        Through::Tmux => wrapped(&plain),
        Through::Screen => in_parts(&plain),
        Through::ScreenOrTmux => [plain.clone(), in_parts(&plain)].concat(),
        Through::NamedTmux => [plain.clone(), wrapped(&plain)].concat(),
    }
}

fn wrapped(plain: &[u8]) -> Vec<u8> {
    let doubled = plain.iter().flat_map(|byte| std::iter::repeat_n(*byte, if *byte == 0x1b { 2 } else { 1 }));
    TMUX_MARKS.0.iter().copied().chain(doubled).chain(TMUX_MARKS.1.iter().copied()).collect()
}

/// How many bytes a text takes in the clipboard's sequence, the marks around them left out.
pub fn clipboard_bytes(text: &str) -> usize {
    text.len().div_ceil(3) * 4
}

fn sequence(text: &str) -> Vec<u8> {
    let text: String = text.chars().filter(|char| *char == '\n' || !is_forbidden(*char)).collect();
    let mut bytes = b"\x1b]52;c;".to_vec();
    base64(text.as_bytes(), &mut bytes);
    // The bell, since the other end of such a string has an escape in it, which would end what it is wrapped in.
    bytes.push(7);
    bytes
}

fn in_parts(plain: &[u8]) -> Vec<u8> {
    let (begin, end) = SCREEN_MARKS;
    let room = SCREEN_BYTES - begin.len() - end.len();
    plain.chunks(room).flat_map(|part| [begin, part, end].concat()).collect()
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    for three in bytes.chunks(3) {
        let byte = |n: usize| u32::from(three.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * n)) as usize & 63).copied().unwrap_or(b'A');
            out.push(if n <= three.len() { digit } else { b'=' });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SCREEN_BYTES, Through, base64, clipboard, clipboard_bytes};

    fn encoded(bytes: &[u8]) -> String {
        let mut out = Vec::new();
        base64(bytes, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn base64_is_as_the_standard_has_it() {
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (plain, wanted) in vectors {
            assert_eq!(encoded(plain.as_bytes()), wanted);
            assert_eq!(clipboard_bytes(plain), wanted.len());
        }
        assert_eq!(encoded(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn nothing_in_the_words_can_end_or_begin_a_sequence() {
        let hostile = "a\u{1b}]52;c;eA==\u{7}b\u{9c}c\r\nd\u{202e}\u{2066}";
        assert_eq!(
            clipboard(hostile, Through::Nothing),
            format!("\x1b]52;c;{}\x07", encoded("a]52;c;eA==bc\nd".as_bytes())).as_bytes()
        );
    }

    #[test]
    fn tmux_gets_every_escape_twice() {
        assert_eq!(clipboard("foo", Through::Tmux), b"\x1bPtmux;\x1b\x1b]52;c;Zm9v\x07\x1b\\");
    }

    #[test]
    fn a_tmux_known_by_name_gets_what_either_setting_takes() {
        let both = [clipboard("foo", Through::Nothing), clipboard("foo", Through::Tmux)].concat();
        assert_eq!(clipboard("foo", Through::NamedTmux), both);
    }

    #[test]
    fn screen_gets_parts_that_it_does_not_drop() {
        let text = "x".repeat(5_000);
        let bytes = clipboard(&text, Through::Screen);
        let all = String::from_utf8(bytes).unwrap();
        let parts: Vec<&str> = all.split_inclusive("\x1b\\").collect();
        assert!(parts.len() > 1 && parts.iter().all(|part| part.len() <= SCREEN_BYTES));
        let inner: String =
            parts.iter().map(|part| part.strip_prefix("\x1bP").unwrap().strip_suffix("\x1b\\").unwrap()).collect();
        assert_eq!(inner.as_bytes(), clipboard(&text, Through::Nothing));
    }
}
