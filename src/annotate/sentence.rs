//! Sentences: where each ends, with the closing marks that belong to it. Never across blocks.

use super::lexicon::Classes;
use super::page::{Found, Page, Stretch};
use super::token::{Shape, Token};

/// A sentence as a stretch of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its tokens.
    pub stretch: Stretch,
    /// Index of its block.
    pub block: usize,
}

/// Cuts every block into sentences, in order; every token stands in one.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Period> {
    let tokens = &found.tokens;
    let mut sentences = Vec::with_capacity(tokens.len() / 20 + 1);
    let mut first = 0;
    let mut index = 0;
    while index < tokens.len() {
        let block = found.token(index).block;
        let mut end = index + 1;
        let mut ends = found.token(end).block != block;
        if !ends {
            if is_end_mark(found.token(index)) {
                while goes_on(found, end, block) {
                    end += 1;
                }
                ends = found.token(end).block != block || ends_here(page, found, first, index, end);
            } else if ends_with_stop(page, found.token(index)) {
                while is_closer(found, end) {
                    end += 1;
                }
                ends = found.token(end).block != block || abbreviation_ends(page, found, index, end);
            }
        }
        if ends {
            sentences.push(Period { stretch: Stretch::new(first, end), block: block as usize });
            first = end;
        }
        index = end;
    }
    sentences
}

/// Whether a token belongs to the marks that end a sentence of this block. The next block may begin with such marks.
fn goes_on(found: &Found, index: usize, block: u32) -> bool {
    let token = found.token(index);
    token.block == block && (is_end_mark(token) || is_closer(found, index))
}

fn is_end_mark(token: &Token) -> bool {
    matches!(token.shape, Shape::Mark('.' | '!' | '?' | '…' | '。' | '！' | '？'))
}

fn ends_with_stop(page: &Page<'_>, token: &Token) -> bool {
    token.is_word() && page.word(token).ends_with('.')
}

/// A closing mark touches what it closes.
fn is_closer(found: &Found, index: usize) -> bool {
    let (before, token) = (found.before(index), found.token(index));
    token.block == before.block
        && token.start_byte == before.end_byte
        && matches!(token.shape, Shape::Mark('"' | '”' | '“' | '’' | '\'' | '″' | ')' | ']' | '»' | '«'))
}

/// Whether a sentence ends after the marks at `mark..end`.
fn ends_here(page: &Page<'_>, found: &Found, first: usize, mark: usize, end: usize) -> bool {
    let next = found.token(end);
    if next.shape == Shape::Lower || matches!(next.shape, Shape::Mark(',' | ';' | ':' | '-' | '–' | '—')) {
        return false;
    }
    // "1." before the words of a list is no sentence.
    if mark == first + 1 && found.token(first).shape == Shape::Number {
        return false;
    }
    // A full stop inside a word that the tokens did not join: "www.x" or "p.12".
    if end == mark + 1 && next.start_byte == found.token(mark).end_byte && next.is_word() {
        return found.token(mark).is_mark('?') || next.is_capital();
    }
    !(end > mark + 1 && !found.token(mark).is_mark('.') && name_and_verb(page, found, end))
}

/// `"Will you?" Roe asked.` goes on after the closing mark.
fn name_and_verb(page: &Page<'_>, found: &Found, from: usize) -> bool {
    (from + 1..from + 4).any(|index| {
        let token = found.token(index);
        token.is(Classes::REPORTS)
            && (from..index).all(|index| found.token(index).is_word())
            && !page.word(token).is_empty()
    })
}

/// An abbreviation ends a sentence only where the next begins with a word that cannot go on from it.
fn abbreviation_ends(page: &Page<'_>, found: &Found, index: usize, end: usize) -> bool {
    let (token, next) = (found.token(index), found.token(end));
    if end > index + 1 && next.is_capital() {
        return true;
    }
    if !next.is_capital() {
        return next.mark().is_some_and(|mark| matches!(mark, '“' | '‘')) && !token.is(Classes::TITLE);
    }
    let is_initial = page.word(token).chars().count() == 2;
    !token.is(Classes::TITLE) && !is_initial && next.is(Classes::COMMON) && next.shape == Shape::Title
}
