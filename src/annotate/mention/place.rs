//! Places: datelines that open an article, and the names that the lists know.

use super::super::lexicon::{Classes, lexicon};
use super::super::page::{Found, Page};
use super::super::token::Shape;

/// One past a dateline that opens a block, *HALBERD BAY (Wire) —*; the block's own first token where there is none.
pub fn dateline_end(found: &Found, first: usize) -> usize {
    let token = found.token(first);
    let shouted = token.shape == Shape::Upper && token.end_char - token.start_char > 1;
    let known = token.is(Classes::PLACE.or(Classes::PLACE_START));
    if !(shouted || known) || found.before(first).block == token.block {
        return first;
    }
    for index in first + 1..first + if shouted { 14 } else { 6 } {
        let token = found.token(index);
        match token.shape {
            Shape::Mark('—' | '–' | '―') => return index + 1,
            Shape::Mark('-' | '.') if !shouted => return first,
            Shape::Mark('-') if index > first + 1 || found.before(index).end_byte < token.start_byte => {
                return index + 1;
            }
            // *FLINT, Mich., Oct. 4*
            Shape::Mark(',' | '.' | '(' | ')' | '/') | Shape::Upper | Shape::Title | Shape::Mixed | Shape::Number => {}
            _ => return first,
        }
    }
    first
}

/// Where the place that begins with a token ends, if the lists know one.
pub fn place_end(page: &Page<'_>, found: &Found, first: usize) -> Option<usize> {
    let token = found.token(first);
    if !token.is_capital() {
        return None;
    }
    let mut best = token.is(Classes::PLACE).then_some(first + 1);
    if token.is(Classes::PLACE_START) {
        for rest in lexicon().places_from(page.word(token)) {
            let matches =
                rest.iter().enumerate().all(|(offset, part)| page.word(found.token(first + 1 + offset)) == *part);
            if matches {
                best = best.max(Some(first + 1 + rest.len()));
            }
        }
    }
    best
}
