//! An article's address with a text fragment that leads to a statement's words, as the WICG's draft *URL Fragment Text
//! Directives* has it: `#:~:text=[prefix-,]start[,end][,-suffix]`.

use std::fmt::Write;

use super::Desk;
use super::quoted::one_line;
use crate::article::{Span, Statement, gate::is_mark};

/// Words that are written out whole; of longer ones the beginning and the end.
const MAX_WHOLE: usize = 8;
/// Words at a beginning and at an end, and of context: at least and at most.
const WORDS: std::ops::RangeInclusive<usize> = 4..=12;
const CONTEXT: std::ops::RangeInclusive<usize> = 2..=8;
/// Parts of an interrupted statement that are led to.
const MAX_PARTS: usize = 4;

/// The address that leads to the words; nothing where they are not found in the text.
pub fn to(desk: &Desk, statement: &Statement, url: &str) -> Option<String> {
    let page = Page::new(desk);
    let parts: Vec<String> = statement.spans().filter_map(|span| page.directive(span)).take(MAX_PARTS).collect();
    if parts.is_empty() {
        return None;
    }
    // Another directive in the address gives way; a fragment of its own stays.
    let url = url.split(":~:").next().unwrap_or(url);
    let hash = if url.contains('#') { "" } else { "#" };
    Some(format!("{url}{hash}:~:{}", parts.join("&")))
}

/// The text as a browser searches it: by words, whatever the case and whatever blanks stand between.
struct Page<'a> {
    desk: &'a Desk<'a>,
    folded: String,
}

impl<'a> Page<'a> {
    fn new(desk: &'a Desk<'a>) -> Self {
        Self { folded: folded(desk.article.text.as_str()), desk }
    }

    fn directive(&self, span: Span) -> Option<String> {
        let text = &self.desk.article.text;
        let slice = text.slice(span);
        let n_lead = slice.chars().take_while(|scalar| is_edge(*scalar)).count();
        let n_tail = slice.chars().rev().take_while(|scalar| is_edge(*scalar)).count();
        let span = text.span(span.start() + n_lead, span.end().checked_sub(n_tail)?).filter(|span| !span.is_empty())?;
        let slice = text.slice(span);
        // Within one block, a browser finds words as one piece.
        let lines: Vec<String> =
            slice.lines().map(one_line).filter(|line| line.contains(char::is_alphanumeric)).collect();
        let (first, last) = (words_of(lines.first()?), words_of(lines.last()?));
        let (start, end) = if lines.len() == 1 && first.len() <= MAX_WHOLE {
            (first.join(" "), None)
        } else {
            let half = if lines.len() == 1 { first.len() / 2 } else { usize::MAX };
            let start = self.beginning(&first, half);
            let end = ending(&last, half, slice, &start);
            (start, Some(end))
        };
        let (before, after) = if self.n_times(&start) == 1 { (None, None) } else { self.context(span, &start) };
        let mut directive = String::new();
        if let Some(before) = before {
            directive.push_str(&percent(&before));
            directive.push_str("-,");
        }
        directive.push_str(&percent(&start));
        if let Some(end) = &end {
            directive.push(',');
            directive.push_str(&percent(end));
        }
        if let Some(after) = after {
            directive.push_str(",-");
            directive.push_str(&percent(&after));
        }
        Some(format!("text={directive}"))
    }

    /// As few first words as stand there only once.
    fn beginning(&self, words: &[&str], most: usize) -> String {
        let upto = |n: usize| words.get(..n.min(words.len()).min(most)).unwrap_or(words).join(" ");
        WORDS.map(upto).find(|start| self.n_times(start) == 1).unwrap_or_else(|| upto(*WORDS.end()))
    }

    /// As few words before, or after, as make the place the only one. They stand right beside it, blanks apart.
    fn context(&self, span: Span, start: &str) -> (Option<String>, Option<String>) {
        let text = &self.desk.article.text;
        let blocks = &self.desk.article.blocks;
        let at = blocks.partition_point(|block| block.span.end() <= span.start());
        let block = blocks.get(at).map_or_else(|| text.whole(), |block| block.span);
        let slice = |from: usize, to: usize| text.span(from, to).map(|span| text.slice(span)).unwrap_or_default();
        let before = slice(block.start().min(span.start()), span.start());
        let after = slice(span.end(), block.end().max(span.end()));
        let blank = if before.ends_with(char::is_whitespace) { " " } else { "" };
        let (before, after) = (one_line(before), one_line(after));
        let (before, after): (Vec<&str>, Vec<&str>) = (words_of(&before), words_of(&after));
        let last = |n: usize| before.get(before.len().saturating_sub(n)..).unwrap_or_default().join(" ");
        let first = |n: usize| after.get(..n.min(after.len())).unwrap_or_default().join(" ");
        let lead = CONTEXT.map(last).find(|lead| self.n_times(&format!("{lead}{blank}{start}")) == 1);
        let is_only = lead.is_some();
        let lead = lead.unwrap_or_else(|| last(*CONTEXT.end()));
        let tail = if is_only { String::new() } else { first(*CONTEXT.start() + 2) };
        (Some(lead).filter(|lead| !lead.is_empty()), Some(tail).filter(|tail| !tail.is_empty()))
    }

    fn n_times(&self, words: &str) -> usize {
        let needle = folded(words);
        if needle.is_empty() { 0 } else { self.folded.matches(&needle).count() }
    }
}

/// As few last words as do not stand earlier in the statement, after its beginning.
fn ending(words: &[&str], half: usize, slice: &str, start: &str) -> String {
    let most = if half == usize::MAX { words.len() } else { words.len() - half };
    let from = |n: usize| words.get(words.len() - n.min(words.len()).min(most.max(1))..).unwrap_or(words).join(" ");
    let folded_slice = folded(slice);
    let after_start = folded_slice.find(&folded(start)).map_or(0, |at| at + folded(start).len());
    let rest = folded_slice.get(after_start..).unwrap_or(&folded_slice);
    let is_last = |end: &String| {
        let needle = folded(end);
        rest.find(&needle).is_some_and(|at| rest.rfind(&needle) == Some(at))
    };
    WORDS.map(from).find(is_last).unwrap_or_else(|| from(*WORDS.end()))
}

/// What stands at the edges of words and may be set otherwise on the page.
fn is_edge(scalar: char) -> bool {
    is_mark(scalar) || scalar.is_whitespace() || matches!(scalar, ',' | '.' | ';' | ':' | '—' | '–')
}

fn words_of(line: &str) -> Vec<&str> {
    line.split(' ').filter(|word| !word.is_empty()).collect()
}

fn folded(words: &str) -> String {
    one_line(words).to_lowercase()
}

/// All but letters and digits of ASCII, full stop and underscore in percent signs: hyphen, comma and ampersand are the
/// directive's own.
fn percent(words: &str) -> String {
    let mut safe = String::with_capacity(words.len() + 16);
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') {
            safe.push(char::from(byte));
        } else {
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    safe
}
