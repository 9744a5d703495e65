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
            let mut end = first + 1;
            let matches = rest.split(' ').all(|part| {
                end += 1;
                page.word(found.token(end - 1)) == part
            });
            if matches {
                best = best.max(Some(end));
            }
        }
    }
    best
}

/// The end of the time at which an entry of a running report begins: *14.52*, *2:40pm*.
pub fn stamp_end(page: &Page<'_>, found: &Found, first: usize) -> usize {
    let token = found.token(first);
    if token.shape != Shape::Number || found.before(first).block == token.block {
        return first;
    }
    let digits = |word: &str| word.len() <= 2 && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = page.word(token).splitn(2, ['.', ':']);
    let (hour, minute) = (parts.next().unwrap_or_default(), parts.next());
    let mut end = first + 1;
    let minute = match minute {
        Some(minute) => minute,
        None if matches!(found.token(first + 1).mark(), Some(':' | '.')) => {
            end = first + 3;
            page.word(found.token(first + 2))
        }
        None => return first,
    };
    let half = minute.trim_end_matches(['a', 'p', 'm']);
    if !digits(hour) || !digits(half) || half.len() != 2 {
        return first;
    }
    while matches!(
        page.word(found.token(end)),
        "am" | "pm" | "a.m." | "p.m." | "AM" | "PM" | "GMT" | "BST" | "ET" | "CET"
    ) || matches!(found.token(end).mark(), Some('-' | '–' | '—' | ':' | '|'))
    {
        end += 1;
    }
    end
}
