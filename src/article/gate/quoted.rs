//! Finds what stands between quotation marks, in every style that English and continental papers use.
//!
//! Marks pair within one block. A quotation left open runs to the end of its block when the next block opens with a
//! mark again (the printers' rule for speech over several paragraphs), when it began its block, or when the text
//! breaks off there. Only the outermost pair counts: what stands inside is quoted either way.

mod closing;

use crate::article::{Block, BlockKind, Span, Text};

use closing::{Closers, closing};

/// Whether a scalar is a quotation mark of some style, or an apostrophe that may serve as one.
pub fn is_mark(scalar: char) -> bool {
    matches!(
        scalar,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
    )
}

/// A mark as a reader sees it: doubled apostrophes and backticks are one mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `“`, closed by `”`, in haste by `"`.
    Curly,
    /// `„`, closed by `“` or `”`.
    Low,
    /// `”` at a beginning, closed by `”`: Finnish and Swedish.
    Closing,
    /// `"`.
    Straight,
    /// ` `` ` or `''`.
    Doubled,
    /// `«`, closed by `»`; `‹` by `›`.
    Guillemet(char),
    /// `‘` or `‚`, closed by `’` or `‘`.
    Single(char),
    /// `'`.
    StraightSingle,
    /// `「` and `『`.
    Corner(char),
}

/// The stretches of a text that stand in quotation marks, marks included, in order and not overlapping.
pub fn quoted_regions(text: &Text, blocks: &[Block]) -> Vec<Span> {
    let mut regions = Vec::new();
    let mut is_open_before = None;
    // What stands below the last paragraph, notices and share lines, does not go on with it.
    let last = blocks.iter().rposition(|block| block.kind != BlockKind::Boilerplate);
    for (index, block) in blocks.iter().enumerate() {
        let next = blocks.get(index + 1).map(|next| text.slice(next.span));
        let is_last = last.is_none_or(|last| index >= last);
        is_open_before = scan_block(text, block.span, is_open_before, next, is_last, &mut regions);
    }
    regions
}

/// Whether a paragraph begins with an opening mark.
fn opens(paragraph: &str) -> bool {
    let mut scalars = paragraph.trim_start().chars();
    scalars.next().is_some_and(|first| is_mark(first) && !matches!(first, '’' | '\''))
        || paragraph.trim_start().starts_with("''")
}

/// Whether a paragraph begins with a single mark of this style.
fn opens_singly(paragraph: &str, style: Style) -> bool {
    let scalars: Vec<char> = paragraph.trim_start().chars().take(12).collect();
    opening(&scalars, 0).is_some_and(|(other, _)| other == style)
}

/// Marks the quoted stretches of one block; returns the style that it leaves open for the next one.
fn scan_block(
    text: &Text,
    block: Span,
    open_before: Option<Style>,
    next: Option<&str>,
    is_last: bool,
    regions: &mut Vec<Span>,
) -> Option<Style> {
    let scalars: Vec<char> = text.slice(block).chars().collect();
    let mut push = |from: usize, to: usize| {
        regions.extend(text.span(block.start() + from, block.start() + to));
    };
    let mut closers = Closers::new(&scalars);
    let first_word = scalars.iter().position(|c| c.is_alphanumeric());
    let mut at = 0;
    let mut is_first_mark = true;
    while at < scalars.len() {
        let Some((style, width)) = opening(&scalars, at) else {
            // Speech from the block before that is closed here without having been opened again.
            if let Some(style) = open_before.filter(|_| is_first_mark)
                && let Some(width) = closing(&scalars, at, style)
                && !matches!(style, Style::StraightSingle | Style::Single(_))
            {
                push(0, at + width);
                is_first_mark = false;
            }
            at += 1;
            continue;
        };
        if let Some(end) = closers.end(at, width, style) {
            push(at, end);
            is_first_mark = false;
            at = end;
            continue;
        }
        // Left open.
        let begins_block = first_word.is_none_or(|first| at <= first);
        let is_apostrophe = matches!(style, Style::StraightSingle | Style::Single(_));
        let goes_on = if is_apostrophe {
            next.is_some_and(|next| opens_singly(next, style))
        } else {
            begins_block || is_last || next.is_some_and(opens)
        };
        if goes_on {
            push(at, scalars.len());
            return Some(style);
        }
        if !is_apostrophe && style != Style::Closing {
            // A mark without a partner in the middle of a paragraph: its sentence is what it can have meant.
            let end = sentence_end(&scalars, at + width);
            push(at, end);
            at = end;
            is_first_mark = false;
        } else {
            at += width;
        }
    }
    None
}

/// The style of the mark that opens at a place, and its width in scalars.
fn opening(scalars: &[char], at: usize) -> Option<(Style, usize)> {
    // Nearly all scalars are no mark: their neighbours are not looked at.
    let scalar = *scalars.get(at).filter(|&&scalar| !scalar.is_ascii_alphanumeric() && scalar != ' ')?;
    let before = at.checked_sub(1).and_then(|index| scalars.get(index)).copied();
    let after = scalars.get(at + 1).copied();
    let begins = before.is_none_or(|c| c.is_whitespace() || is_opener_friend(c));
    let leads = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    match scalar {
        '“' => Some((Style::Curly, 1)),
        '„' | '‟' => Some((Style::Low, 1)),
        '”' if begins && leads(after) => Some((Style::Closing, 1)),
        '"' | '＂' if begins || after.is_some_and(char::is_alphanumeric) => Some((Style::Straight, 1)),
        '`' if after == Some('`') => Some((Style::Doubled, 2)),
        '\'' if after == Some('\'') && begins && leads(scalars.get(at + 2).copied()) => Some((Style::Doubled, 2)),
        '«' | '‹' if begins || leads(after) => Some((Style::Guillemet(scalar), 1)),
        '»' | '›' if begins && leads(after) => Some((Style::Guillemet(scalar), 1)),
        '「' | '『' => Some((Style::Corner(scalar), 1)),
        '‘' | '‚' | '‛' if begins && may_lead_speech(scalars, at + 1) => Some((Style::Single(scalar), 1)),
        '\'' if begins && may_lead_speech(scalars, at + 1) => Some((Style::StraightSingle, 1)),
        _ => None,
    }
}

/// What may stand right before an opening mark.
fn is_opener_friend(scalar: char) -> bool {
    matches!(scalar, '(' | '[' | '{' | '—' | '–' | '-' | '/' | ':' | '…' | '¿' | '¡') || is_mark(scalar)
}

/// Not *’90s*, *’em*, *’tis*: an apostrophe in a place where a mark could be.
fn may_lead_speech(scalars: &[char], at: usize) -> bool {
    let rest = scalars.get(at..).unwrap_or_default();
    let word: String = rest.iter().take_while(|c| c.is_alphanumeric()).take(8).flat_map(|c| c.to_lowercase()).collect();
    match rest.first() {
        Some(c) if c.is_ascii_digit() => {
            let after = rest.iter().find(|c| !c.is_ascii_digit());
            after.is_some_and(|c| c.is_whitespace() || c.is_ascii_punctuation())
        }
        Some(c) => {
            !c.is_whitespace() && !matches!(word.as_str(), "em" | "tis" | "twas" | "til" | "cause" | "n" | "round")
        }
        None => false,
    }
}

/// One past the first sentence's last scalar.
fn sentence_end(scalars: &[char], from: usize) -> usize {
    (from..scalars.len())
        .find(|&at| {
            matches!(scalars.get(at), Some('.' | '!' | '?' | '…'))
                && scalars.get(at + 1).is_none_or(|c| c.is_whitespace())
        })
        .map_or(scalars.len(), |at| at + 1)
}
