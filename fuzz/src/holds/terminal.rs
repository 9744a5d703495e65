//! Bytes for a terminal: read by a strict grammar of what our own encoder may write, and clean words in between.

use super::words::steers;

/// What is written in a row of digits, semicolons and colons.
fn parameters(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':')).count()
}

const PRIVATE: [&str; 6] = ["25", "1000", "1006", "1049", "2004", "2026"];

/// Holds bytes for a screen to the grammar.
#[track_caller]
pub fn is_a_screen(bytes: &[u8]) {
    if let Err((at, why)) = read(bytes) {
        let around = &bytes[at.saturating_sub(40)..(at + 40).min(bytes.len())];
        panic!("a screen has {why} at byte {at}: {:?}", around.escape_ascii().to_string());
    }
}

/// Holds lines for a listener, or any text that goes to a terminal as lines, to having no sequence at all.
#[track_caller]
pub fn are_lines(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("lines are UTF-8");
    super::words::are_clean("a spoken line", &text.replace("\r\n", "\n"), &['\n']);
}

type Fault = (usize, &'static str);

fn read(bytes: &[u8]) -> Result<(), Fault> {
    let mut at = 0;
    while at < bytes.len() {
        at = match &bytes[at..] {
            [0x1b, ..] => sequence(bytes, at)?,
            [b'\r' | b'\n' | 8, ..] => at + 1,
            rest => {
                let n = rest.iter().position(|byte| matches!(byte, 0x1b | b'\r' | b'\n' | 8)).unwrap_or(rest.len());
                let words = std::str::from_utf8(&rest[..n]).map_err(|fault| (at + fault.valid_up_to(), "no UTF-8"))?;
                match words.char_indices().find(|(_, scalar)| steers(*scalar)) {
                    Some((within, _)) => return Err((at + within, "a scalar that steers")),
                    None => at + n,
                }
            }
        };
    }
    Ok(())
}

/// One escape sequence; where it ends.
fn sequence(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let rest = &bytes[at..];
    match rest.get(1) {
        Some(b'[') if rest.get(2) == Some(&b'?') => {
            let n = parameters(&rest[3..]);
            let number = std::str::from_utf8(&rest[3..3 + n]).unwrap_or_default();
            let is_known = PRIVATE.contains(&number) && matches!(rest.get(3 + n), Some(b'h' | b'l'));
            if is_known { Ok(at + 4 + n) } else { Err((at, "a private mode")) }
        }
        Some(b'[') => {
            let n = parameters(&rest[2..]);
            let own = &rest[2..2 + n];
            let is_known = match rest.get(2 + n) {
                Some(b'm') => true,
                Some(b'H') => own.split(|byte| *byte == b';').count() <= 2 && !own.contains(&b':'),
                Some(b'A' | b'B' | b'C' | b'D' | b'G' | b'L' | b'M') => own.iter().all(u8::is_ascii_digit),
                Some(b'J') => own == b"2",
                Some(b'K' | b'r') => own.is_empty(),
                _ => false,
            };
            if is_known { Ok(at + 3 + n) } else { Err((at, "a control sequence")) }
        }
        Some(b']') if rest.starts_with(b"\x1b]8;") => link(rest).map(|n| at + n).ok_or((at, "a link")),
        Some(b']') => copied(rest).map(|n| at + n).ok_or((at, "a command to the system")),
        Some(b'P') => passed_on(rest).map(|n| at + n).ok_or((at, "a device control string")),
        _ => Err((at, "an escape")),
    }
}

/// `OSC 8 ; [id=…] ; address ST`, letters, digits and signs of ASCII alone.
fn link(rest: &[u8]) -> Option<usize> {
    let end = rest.windows(2).position(|two| two == b"\x1b\\")?;
    let own = rest.get(4..end)?;
    let semicolon = own.iter().position(|byte| *byte == b';')?;
    let (name, address) = (&own[..semicolon], &own[semicolon + 1..]);
    let is_name = name.is_empty() || name.strip_prefix(b"id=").is_some_and(|id| id.iter().all(u8::is_ascii_hexdigit));
    (is_name && address.iter().all(u8::is_ascii_graphic)).then_some(end + 2)
}

/// `OSC 52 ; c ; base64 BEL`, whose words are clean too.
fn copied(rest: &[u8]) -> Option<usize> {
    let own = rest.strip_prefix(b"\x1b]52;c;")?;
    let end = own.iter().position(|byte| *byte == 7)?;
    let words = String::from_utf8(from_base64(&own[..end])?).ok()?;
    words.chars().all(|scalar| scalar == '\n' || !steers(scalar)).then_some(rest.len() - own.len() + end + 1)
}

/// The same within what tmux or GNU screen passes on: `DCS … ST`.
fn passed_on(rest: &[u8]) -> Option<usize> {
    if let Some(own) = rest.strip_prefix(b"\x1bPtmux;\x1b") {
        let inner = copied(own)?;
        return own[inner..].starts_with(b"\x1b\\").then_some(rest.len() - own.len() + inner + 2);
    }
    // GNU screen gets it in parts.
    let (mut whole, mut at) = (Vec::new(), 0);
    while rest.get(at..)?.starts_with(b"\x1bP") {
        let own = &rest[at + 2..];
        let end = own.windows(2).position(|two| two == b"\x1b\\")?;
        whole.extend_from_slice(&own[..end]);
        at += 2 + end + 2;
        if whole.last() == Some(&7) {
            break;
        }
    }
    (copied(&whole)? == whole.len()).then_some(at)
}

fn from_base64(digits: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for four in digits.chunks(4) {
        let n_ends = four.iter().rev().take_while(|digit| **digit == b'=').count();
        let mut bits = 0_u32;
        for digit in four {
            let value = match digit {
                b'A'..=b'Z' => digit - b'A',
                b'a'..=b'z' => digit - b'a' + 26,
                b'0'..=b'9' => digit - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' => 0,
                _ => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        if four.len() != 4 || n_ends > 2 {
            return None;
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[1..4 - n_ends]);
    }
    Some(bytes)
}
