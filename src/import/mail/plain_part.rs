//! A mail's plain text: flowed lines joined, quoted lines and the signature set apart.

use crate::article::{BlockKind, Maybe, Text};
use crate::clean;
use crate::document::Document;
use crate::import::lines::{self, Piece};
use crate::import::{blocks, controls_warning};

/// A signature is no longer than this, in lines.
const MAX_SIGNATURE_LINES: usize = 15;

/// Text as RFC 3676 has it: a line that ends in a space goes on in the next one.
pub(super) fn unflowed(text: &str, deletes_spaces: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut depth_before = 0;
    let mut goes_on = false;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let words = line.get(depth..).unwrap_or_default();
        let words = words.strip_prefix(' ').unwrap_or(words);
        if !(goes_on && depth == depth_before) {
            if !joined.is_empty() {
                joined.push('\n');
            }
            joined.extend(std::iter::repeat_n('>', depth));
            if depth > 0 {
                joined.push(' ');
            }
        }
        // The line before a signature ends in a space and goes on nowhere.
        goes_on = words.ends_with(' ') && words != "-- ";
        depth_before = depth;
        joined.push_str(if goes_on && deletes_spaces { words.trim_end_matches(' ') } else { words });
    }
    joined
}

/// The message's words; nothing when there are none.
pub(super) fn read(text: &str, subject: Option<&str>) -> Option<Document> {
    let (own, signature) = without_signature(text);
    let cleaned = clean::text(own);
    let kept = cleaned.text.trim();
    let (joined, mut pieces) = lines::join(kept, &lines::pieces(kept), true);
    let mut is_header = false;
    for piece in &mut pieces {
        let words = joined.get(piece.bytes.clone()).unwrap_or_default();
        let is_quoted = piece.given == Some(BlockKind::Blockquote);
        is_header = opens_forwarded(words) || (is_header && is_field(words));
        if is_quoted || is_header || opens_reply(words) || is_only_address(words) {
            piece.given = Some(BlockKind::Boilerplate);
        }
    }
    let signature = clean::text(signature);
    if pieces.is_empty() {
        return None;
    }
    let mut text = String::with_capacity(joined.len() + 200);
    let mut all: Vec<Piece> = Vec::with_capacity(pieces.len() + 2);
    let mut add = |words: &str, n_lines: usize, given: Option<BlockKind>| {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(words);
        all.push(Piece { bytes: start..text.len(), n_lines, given });
    };
    if let Some(subject) = subject {
        add(subject, 1, Some(BlockKind::Heading));
    }
    for piece in &pieces {
        add(joined.get(piece.bytes.clone()).unwrap_or_default(), piece.n_lines, piece.given);
    }
    for line in signature.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        add(line, 1, Some(BlockKind::Boilerplate));
    }
    let text = Text::new(text);
    let (blocks, metadata) = blocks::find(&text, &all);
    let warnings = controls_warning(cleaned.n_removed + signature.n_removed).into_iter().collect();
    Some(Document { text, blocks, metadata, retrieval: Maybe::Absent, warnings })
}

/// The text before a line that is `-- `, and the few lines after it.
fn without_signature(text: &str) -> (&str, &str) {
    let Some(at) = ["\n-- \n", "\n-- \r\n", "\n--\n", "\n--\r\n"].iter().filter_map(|mark| text.rfind(mark)).max()
    else {
        return (text, "");
    };
    let (own, signature) = text.split_at_checked(at).unwrap_or((text, ""));
    let signature = signature.trim_start_matches(['\n', '\r', '-', ' ']);
    if signature.lines().filter(|line| !line.trim().is_empty()).count() > MAX_SIGNATURE_LINES {
        return (text, "");
    }
    (own, signature)
}

/// *On 4 March 2031, Ada Lind wrote:*
fn opens_reply(words: &str) -> bool {
    let is_short = words.len() < 300;
    is_short
        && ((words.starts_with("On ") && words.ends_with("wrote:"))
            || (words.starts_with("Am ") && words.ends_with("schrieb:"))
            || (words.starts_with("Le ") && words.ends_with("écrit :")))
}

/// The line over a message that is passed on.
fn opens_forwarded(words: &str) -> bool {
    let bare = words.trim_matches(['-', '_', ' ']);
    let is_ruled = words.starts_with("---") || words.starts_with("___");
    is_ruled
        && (bare.is_empty()
            || ["forwarded message", "original message", "weitergeleitete nachricht"]
                .iter()
                .any(|line| bare.get(..line.len()).is_some_and(|head| head.eq_ignore_ascii_case(line))))
        || words == "Begin forwarded message:"
}

/// A field of a message that is passed on.
fn is_field(words: &str) -> bool {
    let name = words.split(':').next().unwrap_or_default().trim_matches('*');
    words.contains(':')
        && ["from", "to", "cc", "date", "sent", "subject", "reply-to", "von", "an", "datum", "betreff", "gesendet"]
            .iter()
            .any(|field| name.eq_ignore_ascii_case(field))
}

/// An address of the web on a line of its own.
fn is_only_address(words: &str) -> bool {
    let bare = words.trim_matches(['<', '>', '(', ')', '[', ']', ' ']);
    (bare.starts_with("http://") || bare.starts_with("https://")) && !bare.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::{read, unflowed};
    use crate::article::BlockKind::{self, Boilerplate, Heading, Paragraph};

    #[test]
    fn flowed_lines_go_on() {
        assert_eq!(unflowed("One \ntwo\n three\n> a \n> b\n-- \nAda", false), "One two\nthree\n> a b\n-- \nAda");
        assert_eq!(unflowed("Eins \nzwei", true), "Einszwei");
    }

    #[test]
    fn what_is_quoted_and_who_signs_is_not_the_mail_s_own() {
        let text = "The dam is closed, and nobody knows for how long, the council said on Monday.\n\nOn 4 March 2031, Ada Lind wrote:\n> Is the dam closed?\n\nTom\n\n-- \nTom Reyes\nThe Quay\n";
        let document = read(text, Some("The dam")).unwrap();
        let found: Vec<(BlockKind, &str)> =
            document.blocks.iter().map(|block| (block.kind, document.text.slice(block.span))).collect();
        assert_eq!(
            found,
            [
                (Heading, "The dam"),
                (Paragraph, "The dam is closed, and nobody knows for how long, the council said on Monday."),
                (Boilerplate, "On 4 March 2031, Ada Lind wrote:"),
                (Boilerplate, "Is the dam closed?"),
                (Paragraph, "Tom"),
                (Boilerplate, "Tom Reyes"),
                (Boilerplate, "The Quay"),
            ]
        );
    }
}
