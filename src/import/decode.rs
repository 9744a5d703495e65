//! Bytes to text: UTF-8, UTF-16 by its mark, or the single-byte encoding that the bytes look like. Doubts become
//! warnings; nothing is refused here.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::article::{Warning, WarningCode};

/// A text that was bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decoded<'bytes> {
    /// Not cleaned yet; the bytes themselves where they are UTF-8.
    pub(super) text: Cow<'bytes, str>,
    /// How the bytes were not what one hopes for.
    pub(super) warnings: Vec<Warning>,
}

/// Of every hundred bytes above 0x7F, so many must be in well-formed UTF-8 for the text to be damaged UTF-8 rather
/// than another encoding. In a Latin-1 text next to none are: it takes two accents in a row.
const UTF_8_PERCENT: usize = 50;

/// Decodes bytes of any kind.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes)
        && (encoding == UTF_16LE || encoding == UTF_16BE)
    {
        return utf_16(encoding, bytes.get(mark_bytes..).unwrap_or_default());
    }
    let mark_bytes = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let body = bytes.get(mark_bytes..).unwrap_or_default();
    match std::str::from_utf8(body) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), warnings: Vec::new() },
        Err(error) if mark_bytes > 0 || is_damaged_utf_8(body) => {
            let text = String::from_utf8_lossy(body);
            let first_byte = mark_bytes + error.valid_up_to();
            let what = format!(
                "the text is not whole UTF-8: what cannot be read is shown as \u{FFFD} (first at byte {first_byte})"
            );
            Decoded { text, warnings: vec![Warning::new(WarningCode::InvalidEncoding, what)] }
        }
        Err(_) => guessed(body),
    }
}

/// As [`decode`], for a page that says its encoding, or whose server does. Nothing when it says none, or when the bytes
/// know better: what is whole UTF-8, or has a mark, is that.
pub(super) fn declared<'bytes>(bytes: &'bytes [u8], by_server: Option<&str>) -> Option<Decoded<'bytes>> {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let by_server = by_server.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = by_server.or_else(|| by_page(bytes))?;
    let (text, is_damaged) = encoding.decode_without_bom_handling(bytes);
    let mut warnings = Vec::new();
    if is_damaged {
        let what = format!("some bytes mean nothing in {} and are shown as \u{FFFD}", encoding.name());
        warnings.push(Warning::new(WarningCode::InvalidEncoding, what));
    }
    Some(Decoded { text, warnings })
}

/// The encoding in a page's `<meta charset>` or `http-equiv`; such as could not have been read so far is none.
fn by_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes).to_ascii_lowercase();
    let after = memchr::memmem::find_iter(&head, b"charset").find_map(|at| {
        let rest = head.get(at + "charset".len()..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        Some(rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest))
    })?;
    let n = after
        .iter()
        .take(40)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
        .count();
    let encoding = Encoding::for_label(after.get(..n)?)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn utf_16<'bytes>(encoding: &'static Encoding, body: &'bytes [u8]) -> Decoded<'bytes> {
    let (text, is_damaged) = encoding.decode_without_bom_handling(body);
    let name = if encoding == UTF_16LE { "little" } else { "big" };
    let warnings = if is_damaged {
        let what = format!("the text is not whole UTF-16 ({name}-endian): what cannot be read is shown as \u{FFFD}");
        vec![Warning::new(WarningCode::InvalidEncoding, what)]
    } else {
        Vec::new()
    };
    Decoded { text, warnings }
}

fn guessed(body: &[u8]) -> Decoded<'_> {
    let encoding = if is_western_typography(body) {
        WINDOWS_1252
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(body, true);
        let guess = detector.guess(None, Utf8Detection::Deny);
        if guess == UTF_8 { WINDOWS_1252 } else { guess }
    };
    let (text, is_damaged) = encoding.decode_without_bom_handling(body);
    let name = encoding.name();
    let mut warnings =
        vec![Warning::new(WarningCode::EncodingGuessed, format!("the text is not UTF-8; it was read as {name}"))];
    if is_damaged {
        let what = format!("some bytes mean nothing in {name} and are shown as \u{FFFD}");
        warnings.push(Warning::new(WarningCode::InvalidEncoding, what));
    }
    Decoded { text, warnings }
}

/// Whether the only bytes above 0x7F are the punctuation and currency signs that Windows-1252 has where other
/// encodings have letters or nothing: English copy with curly quotation marks, which says too little to a detector.
fn is_western_typography(body: &[u8]) -> bool {
    body.iter().filter(|byte| !byte.is_ascii()).all(|byte| {
        matches!(
            byte,
            0x80 | 0x82 | 0x84 | 0x85 | 0x8B | 0x91..=0x97 | 0x99 | 0x9B | 0xA0 | 0xA3 | 0xA9 | 0xAB | 0xAE | 0xB0 | 0xB7 | 0xBB..=0xBE
        )
    })
}

fn is_damaged_utf_8(body: &[u8]) -> bool {
    let n_high = body.iter().filter(|byte| !byte.is_ascii()).count();
    let n_sound: usize =
        body.utf8_chunks().map(|chunk| chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count()).sum();
    n_sound * 100 >= n_high * UTF_8_PERCENT && n_sound > 0
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[track_caller]
    fn reads(bytes: &[u8], want: &str, codes: &[&str]) {
        let decoded = decode(bytes);
        assert_eq!(decoded.text, want);
        assert_eq!(decoded.warnings.iter().map(|w| w.code.as_str()).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn marks_of_utf_8_and_utf_16_are_obeyed_and_not_kept() {
        reads(b"\xEF\xBB\xBFcaf\xC3\xA9", "café", &[]);
        reads(b"\xFF\xFEc\0a\0f\0\xE9\0", "café", &[]);
        reads(b"\xFE\xFF\0c\0a\0f\0\xE9", "café", &[]);
        reads(b"\xFF\xFEc\0a\0\x3D\xD8", "ca\u{FFFD}", &["invalid-encoding"]);
    }

    #[test]
    fn curly_marks_of_windows_come_out_right() {
        let bytes = b"\x93I won\x92t,\x94 she said \x96 twice. \x91No\x92 \x97 \x80100\x85";
        reads(bytes, "“I won’t,” she said – twice. ‘No’ — €100…", &["encoding-guessed"]);
    }

    #[test]
    fn latin_1_is_recognised_by_its_letters() {
        let french = "Le président a été très clair à la fin de la journée : « Je ne céderai pas, même après l'été. »";
        let bytes: Vec<u8> = french.chars().map(|scalar| u8::try_from(scalar as u32).unwrap()).collect();
        reads(&bytes, french, &["encoding-guessed"]);
    }

    #[test]
    fn damaged_utf_8_stays_utf_8_and_says_where() {
        let bytes = ["“One” – two".as_bytes(), b"\xC3( \xE2\x80\x9Cthree"].concat();
        let decoded = decode(&bytes);
        assert_eq!(decoded.text, "“One” – two\u{FFFD}( “three");
        assert!(decoded.warnings[0].message.contains("byte 17"), "{}", decoded.warnings[0].message);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_become_some_text(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            let decoded = decode(&bytes);
            proptest::prop_assert!(!decoded.text.is_empty() || bytes.len() < 4);
        }
    }
}
