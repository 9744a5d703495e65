//! Noun phrases as they stand in a frame, by their marks and small words.

use super::super::super::lexicon::Classes;
use super::super::super::token::Shape;
use super::frame::Frame;

/// No phrase is longer, in tokens.
const LONGEST: usize = 12;

/// Where the noun phrase ends that begins at a token: *the agriculture ministry* before *for aid*. The token itself
/// when none begins there.
pub fn end_of(frame: &Frame<'_>, first: usize, limit: usize) -> usize {
    let opener = frame.token(first);
    let limit = limit.min(first + LONGEST);
    if first >= limit {
        return first;
    }
    if is_pronoun(frame, first) {
        return first + 1;
    }
    let opens = opener.is_capital()
        || opener.shape == Shape::Number
        || opener.is(Classes::DETERMINER.or(Classes::POSSESSIVE))
        || opener.shape == Shape::Lower && !is_small(frame, first);
    if !opens || opener.is(Classes::DAY) {
        return first;
    }
    let mut end = first + 1;
    while end < limit {
        let token = frame.token(end);
        let joins = matches!(token.shape, Shape::Clitic | Shape::Mark('-' | '&' | '/'));
        let goes_on = joins
            || frame.is(end, &["of"])
            || frame.is(end, &["and"]) && goes_on_after_and(frame, end, limit)
            || token.is_capital() && frame.token(end - 1).shape == Shape::Clitic
            || token.is_word() && !is_small(frame, end) && !is_time(frame, end) && !is_participle(frame, end)
            || token.is(Classes::DETERMINER.or(Classes::POSSESSIVE)) && frame.is(end - 1, &["of", "and"]);
        if !goes_on {
            break;
        }
        end += 1;
    }
    while end > first + 1 && (frame.is(end - 1, &["of", "and"]) || frame.token(end - 1).shape == Shape::Clitic) {
        end -= 1;
    }
    if end == first + 1 && opener.is(Classes::DETERMINER.or(Classes::POSSESSIVE)) { first } else { end }
}

/// *him*, and *her* where no noun of hers follows.
fn is_pronoun(frame: &Frame<'_>, index: usize) -> bool {
    let token = frame.token(index);
    if !token.is(Classes::PRONOUN.or(Classes::OWN_VOICE)) && !frame.is(index, &["them", "him", "her", "us", "me"]) {
        return false;
    }
    let next = frame.token(index + 1);
    !token.is(Classes::POSSESSIVE) || !next.is_word() || is_small(frame, index + 1)
}

fn goes_on_after_and(frame: &Frame<'_>, and: usize, limit: usize) -> bool {
    let next = frame.token(and + 1);
    let names = Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::HEAD);
    and + 1 < limit && (next.is_capital() || next.is(names))
}

/// Words that no noun phrase holds after its first.
fn is_small(frame: &Frame<'_>, index: usize) -> bool {
    let token = frame.token(index);
    let classes = Classes::PREPOSITION
        .or(Classes::SUBORDINATOR)
        .or(Classes::CONJUNCTION)
        .or(Classes::AUXILIARY)
        .or(Classes::PRONOUN)
        .or(Classes::DETERMINER)
        .or(Classes::POSSESSIVE)
        .or(Classes::ADVERB);
    let title = token.is_capital() && !token.is(Classes::DETERMINER);
    token.is(classes) && !title
        || frame.is(index, &["to", "how", "what", "why", "not", "via", "when", "where", "outside", "inside", "over"])
        || token.shape == Shape::Lower && token.is(Classes::REPORTING)
}

/// *a statement | provided by his firm*: a verb's form behind its noun, but not *a town hall meeting*.
fn is_participle(frame: &Frame<'_>, index: usize) -> bool {
    const NOUNS: [&str; 12] = [
        "meeting",
        "hearing",
        "briefing",
        "gathering",
        "building",
        "ruling",
        "filing",
        "opening",
        "wedding",
        "evening",
        "morning",
        "posting",
    ];
    let (before, token, word) = (frame.found.before(index), frame.token(index), frame.word(index));
    let adverb = frame.word(index.saturating_sub(1)).ends_with("ly");
    let opens = before.is(Classes::DETERMINER.or(Classes::POSSESSIVE)) || before.shape == Shape::Clitic || adverb;
    let ends = word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"));
    token.shape == Shape::Lower && ends && !opens && before.mark().is_none() && !NOUNS.contains(&word)
}

fn is_time(frame: &Frame<'_>, index: usize) -> bool {
    let token = frame.token(index);
    let next = frame.token(index + 1);
    token.is(Classes::DAY)
        || token.is(Classes::MONTH) && token.is_capital() && next.shape == Shape::Number
        || frame.is(index, &["yesterday", "today", "tonight", "tomorrow", "earlier", "later", "late", "early", "ago"])
        || frame.is(index, &["last", "this", "next"]) && next.is(Classes::TIME.or(Classes::MONTH).or(Classes::DAY))
        || frame.is(index, &["last", "this", "next"])
            && frame.is(index + 1, &["weekend", "month", "year", "summer", "autumn", "winter", "spring"])
}
