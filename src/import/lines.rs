//! Lines to pieces: whether a paragraph is a line, or lines that were wrapped by hand and are parted by blank ones.

use std::ops::Range;

use crate::article::BlockKind;

/// A stretch of the text that will be a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// In bytes, without the white space around it.
    pub(super) bytes: Range<usize>,
    /// How many lines of the source it takes.
    pub(super) n_lines: usize,
    /// What it is known to be, where marks say so.
    pub(super) given: Option<BlockKind>,
}

/// Copy is wrapped by hand at a width in this range, in scalars; shorter lines are verse or lists.
pub(super) const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

#[allow(clippy::struct_excessive_bools, reason = "four independent facts about a line")]
struct Line {
    bytes: Range<usize>,
    n_chars: usize,
    n_indent: usize,
    first_word_chars: usize,
    is_quoted: bool,
    is_item: bool,
    is_final: bool,
    opens_lower: bool,
}

/// Cuts a clean text into pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let groups = groups(text);
    let width = wrap_width(&groups);
    let mut pieces = Vec::new();
    for group in &groups {
        let mut rest = group.as_slice();
        while let Some(first) = rest.first() {
            let n = match width {
                Some(width) => 1 + rest.windows(2).take_while(|pair| is_wrapped(pair, first, width)).count(),
                None if first.is_quoted => rest.iter().take_while(|line| line.is_quoted).count(),
                None => 1,
            };
            let (piece, after) = rest.split_at(n.min(rest.len()));
            let end = piece.last().map_or(first.bytes.end, |last| last.bytes.end);
            pieces.push(Piece {
                bytes: first.bytes.start..end,
                n_lines: piece.len(),
                given: first.is_quoted.then_some(BlockKind::Blockquote),
            });
            rest = after;
        }
    }
    for piece in &mut pieces {
        if piece.given == Some(BlockKind::Blockquote) {
            let words = text.get(piece.bytes.clone()).unwrap_or_default();
            piece.bytes.start += words.len() - words.trim_start_matches(is_quote_lead).len();
        }
    }
    pieces.retain(|piece| !piece.bytes.is_empty());
    pieces
}

/// The line ends within pieces become spaces; so do the marks of quotation at the head of a wrapped line. With
/// `may_shorten` the indents of wrapped lines go, without it every offset stays.
pub(super) fn join(text: &str, pieces: &[Piece], may_shorten: bool) -> (String, Vec<Piece>) {
    if pieces.iter().all(|piece| piece.n_lines == 1) {
        return (text.to_owned(), pieces.to_vec());
    }
    let mut joined = String::with_capacity(text.len());
    let mut moved = Vec::with_capacity(pieces.len());
    let mut done_byte = 0;
    for piece in pieces {
        joined.push_str(text.get(done_byte..piece.bytes.start).unwrap_or_default());
        let start = joined.len();
        let is_quoted = piece.given == Some(BlockKind::Blockquote);
        for (n, line) in text.get(piece.bytes.clone()).unwrap_or_default().split('\n').enumerate() {
            let words = if n == 0 {
                line
            } else {
                let is_lead = |scalar: char| scalar == ' ' || (is_quoted && scalar == '>');
                let words = line.trim_start_matches(is_lead);
                let n_lead = if may_shorten { 0 } else { line.len() - words.len() };
                joined.extend(std::iter::repeat_n(' ', 1 + n_lead));
                words
            };
            joined.push_str(if may_shorten { words.trim_end() } else { words });
        }
        moved.push(Piece { bytes: start..joined.len(), ..piece.clone() });
        done_byte = piece.bytes.end;
    }
    joined.push_str(text.get(done_byte..).unwrap_or_default());
    (joined, moved)
}

/// Whether a line opens a list entry: a bullet or a number, and a space.
pub fn is_item(line: &str) -> bool {
    let mut scalars = line.chars();
    if matches!(scalars.next(), Some('-' | '*' | '•' | '·' | '◦' | '▪' | '‣' | '●' | '■')) {
        return matches!(scalars.next(), Some(' ' | '\u{A0}'));
    }
    let digits = line.trim_start_matches('(');
    let n = digits.bytes().take_while(u8::is_ascii_digit).count();
    let rest = digits.get(n..).unwrap_or_default();
    (1..=2).contains(&n) && [". ", ") "].iter().any(|mark| rest.starts_with(mark))
}

/// Whether a text ends as a sentence does, closing marks aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ']);
    bare.ends_with(['.', '!', '?', '…'])
}

/// The marks of a quoted line, and the space after them.
fn is_quote_lead(scalar: char) -> bool {
    scalar == '>' || scalar.is_whitespace()
}

fn groups(text: &str) -> Vec<Vec<Line>> {
    let mut groups = vec![Vec::new()];
    let mut byte = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let n_indent = line.len() - line.trim_start().len();
        if words.trim_start_matches(is_quote_lead).is_empty() {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            let start = byte + n_indent;
            group.push(Line {
                bytes: start..start + words.len(),
                n_chars: n_indent + words.chars().count(),
                n_indent,
                first_word_chars: words.split(' ').next().map_or(0, |word| word.chars().count()),
                is_quoted: words.starts_with("> "),
                is_item: is_item(words),
                is_final: ends_sentence(words),
                opens_lower: words.chars().next().is_some_and(char::is_lowercase),
            });
        }
        byte += line.len();
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The width that the lines were wrapped at, if they were: most line ends stand inside sentences, and the next word
/// would not have fitted.
fn wrap_width(groups: &[Vec<Line>]) -> Option<usize> {
    let pairs =
        || groups.iter().flat_map(|group| group.windows(2)).filter_map(|pair| Some((pair.first()?, pair.get(1)?)));
    let width = pairs().map(|(line, next)| line.n_chars.max(next.n_chars)).max()?;
    if !WRAP_WIDTHS.contains(&width) {
        return None;
    }
    let n_pairs = pairs().count();
    let open: Vec<_> = pairs().filter(|(line, next)| !line.is_final && !next.is_item).collect();
    let n_full = open.iter().filter(|(line, next)| is_full(line, next, width)).count();
    let n_lower = open.iter().filter(|(_, next)| next.opens_lower).count();
    let is_wrapped = open.len() * 2 >= n_pairs && n_full * 10 >= open.len() * 7 && n_lower * 3 >= open.len();
    (is_wrapped && n_lower > 0).then_some(width)
}

/// Whether the next line's first word had no room; writers of filled text leave up to a fifth of the line free.
fn is_full(line: &Line, next: &Line, width: usize) -> bool {
    (line.n_chars + 1 + next.first_word_chars) * 5 > width * 4
}

fn is_wrapped(pair: &[Line], first: &Line, width: usize) -> bool {
    let [line, next] = pair else { return false };
    if next.is_item || line.is_quoted != next.is_quoted {
        return false;
    }
    let is_indented = next.n_indent >= line.n_indent + 2 && !first.is_item;
    !is_indented && (is_full(line, next, width) || (next.opens_lower && !line.is_final))
}

#[cfg(test)]
mod tests {
    use super::{join, pieces};

    #[track_caller]
    fn cuts(text: &str, want: &[&str]) {
        let (joined, moved) = join(text, &pieces(text), true);
        assert_eq!(moved.iter().map(|piece| joined.get(piece.bytes.clone()).unwrap()).collect::<Vec<_>>(), want);
        let (kept, at) = join(text, &pieces(text), false);
        assert_eq!(kept.chars().count(), text.chars().count(), "joining in place keeps every offset");
        assert!(at.iter().all(|piece| !kept.get(piece.bytes.clone()).unwrap().contains('\n')));
    }

    #[test]
    fn a_line_is_a_paragraph_where_lines_are_long_or_stand_alone() {
        let long = "The council met for the third time this month on Tuesday to hear what the engineers had found under the old bridge, and voted to close it.";
        cuts(&format!("{long}\n{long}\n\n{long}"), &[long, long, long]);
        cuts(
            "One short line.\nAnother short line.\n\nA third.",
            &["One short line.", "Another short line.", "A third."],
        );
    }

    #[test]
    fn hand_wrapped_lines_are_joined() {
        let text = "The council met for the third time this month on Tuesday to hear\nwhat the engineers had found under the old bridge, and voted to\nclose it.\n\n“We had no choice,” said the mayor, who has held the office since\nthe spring.\n";
        cuts(
            text,
            &[
                "The council met for the third time this month on Tuesday to hear what the engineers had found under the old bridge, and voted to close it.",
                "“We had no choice,” said the mayor, who has held the office since the spring.",
            ],
        );
    }

    #[test]
    fn a_short_last_line_or_an_indent_ends_a_wrapped_paragraph() {
        let text = "  The council met for the third time this month on Tuesday to hear\nwhat the engineers had found under the old bridge, and voted to\nclose it.\n  The mayor spoke last, and longest, of everybody who had come to\nthe hall.\n";
        cuts(
            text,
            &[
                "The council met for the third time this month on Tuesday to hear what the engineers had found under the old bridge, and voted to close it.",
                "The mayor spoke last, and longest, of everybody who had come to the hall.",
            ],
        );
    }

    #[test]
    fn list_entries_and_quoted_lines_keep_to_themselves() {
        let text = "The council asked for three things from the engineers, who are to\nanswer within the week:\n- a plan of the bridge as it was built, and of every repair that\n  was made since;\n- a price.\n\n> We shall answer when we have looked at every stone, and not a day\n> before.\n";
        cuts(
            text,
            &[
                "The council asked for three things from the engineers, who are to answer within the week:",
                "- a plan of the bridge as it was built, and of every repair that was made since;",
                "- a price.",
                "We shall answer when we have looked at every stone, and not a day before.",
            ],
        );
    }
}
