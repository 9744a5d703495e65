//! Addresses in words that are shown, so that a terminal can open them.

use std::sync::Arc;

/// Longest address that a terminal is given, in bytes; some take no longer ones.
const MAX_BYTES: usize = 2_000;

/// Cells of one row that lead to an address. Several with the same address are parts of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The row, 0-based.
    pub row: usize,
    /// Its first column.
    pub start_col: u16,
    /// The column after its last.
    pub end_col: u16,
    /// Where it leads: an address of the web, in letters, digits and signs of ASCII alone.
    pub address: Arc<str>,
}

/// Where in a word an address of the web stands, in bytes. Brackets and stops round it are none of it.
pub fn address_in(word: &str) -> Option<std::ops::Range<usize>> {
    let start = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min()?;
    let rest = word.get(start..)?;
    let belongs = |byte: u8| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte);
    let mut len = rest.bytes().position(|byte| !belongs(byte)).unwrap_or(rest.len());
    while let Some(last) = rest.as_bytes().get(..len).and_then(<[u8]>::last) {
        let opened = match last {
            b')' => b'(',
            b']' => b'[',
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' => 0,
            _ => break,
        };
        let count = |wanted: u8| rest.bytes().take(len).filter(|byte| *byte == wanted).count();
        if opened != 0 && count(opened) >= count(*last) {
            break;
        }
        len -= 1;
    }
    let host = rest.get(..len)?.split_once("//")?.1;
    (!host.is_empty() && len <= MAX_BYTES).then_some(start..start + len)
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[track_caller]
    fn finds(word: &str, address: Option<&str>) {
        assert_eq!(address_in(word).and_then(|found| word.get(found)), address, "{word}");
    }

    #[test]
    fn an_address_is_found_without_what_stands_round_it() {
        finds("https://vell.example/a?b=c#:~:text=so,it", Some("https://vell.example/a?b=c#:~:text=so,it"));
        finds("(https://vell.example/a).", Some("https://vell.example/a"));
        finds("https://vell.example/a_(b)", Some("https://vell.example/a_(b)"));
        finds("url={http://vell.example/},", Some("http://vell.example/"));
        finds("[words](https://vell.example/[a])", Some("https://vell.example/[a]"));
    }

    #[test]
    fn nothing_else_is_an_address() {
        for word in
            ["", "https://", "vell.example", "javascript:alert(1)", "file:///etc/passwd", "https://.", "mailto:a@b"]
        {
            finds(word, None);
        }
        finds(&format!("https://vell.example/{}", "a".repeat(3_000)), None);
    }

    #[test]
    fn no_sign_that_steers_a_terminal_is_part_of_an_address() {
        finds("https://vell.example/\u{1b}]8;;x", Some("https://vell.example/"));
        finds("https://vell.example/\u{202e}moc", Some("https://vell.example/"));
    }
}
