//! When something was said, in the text's words: *on Wednesday*, *late on 3 May*, *last week*, *two days earlier*.

use super::super::super::lexicon::Classes;
use super::super::super::page::Stretch;
use super::super::super::token::Shape;
use super::frame::Frame;

/// Parts of a day, and what the nearest past is called.
const PARTS: [&str; 7] = ["morning", "afternoon", "evening", "night", "lunchtime", "midday", "noon"];

const PERIODS: [&str; 12] =
    ["night", "week", "month", "year", "weekend", "summer", "autumn", "fall", "winter", "spring", "season", "term"];

const NUMERALS: [&str; 14] =
    ["a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "some"];

/// The day that stands nearest to the cue.
pub fn find(frame: &Frame<'_>) -> Option<Stretch> {
    let source = frame.attribution.source.unwrap_or_default();
    let dated = frame.token(source.first).is(Classes::DOCUMENT)
        || source.iter().take(12).any(|index| frame.token(index).is(Classes::DOCUMENT));
    let issued = source.iter().take(30).find(|&index| {
        dated && frame.is(index, &["published", "released", "issued", "dated", "taken", "unveiled", "launched"])
    });
    let zones = frame.zones();
    let near = zones.iter().find_map(|zone| first_in(frame, *zone));
    near.or_else(|| issued.and_then(|issued| first_in(frame, Stretch::new(issued, source.end))))
}

fn first_in(frame: &Frame<'_>, zone: Stretch) -> Option<Stretch> {
    zone.iter().find_map(|index| when(frame, zone, index))
}

/// The time whose first telling word is at a place.
fn when(frame: &Frame<'_>, zone: Stretch, index: usize) -> Option<Stretch> {
    let token = frame.token(index);
    let end = if token.is(Classes::DAY) && token.is_capital() && frame.word(index).ends_with("day") {
        day_end(frame, zone, index + 1)
    } else if token.shape == Shape::Number || token.is(Classes::MONTH) && token.is_capital() {
        date_end(frame, zone, index)?
    } else if frame.is(index, &["yesterday", "today", "tonight", "tomorrow"]) {
        // *Today* with a capital inside a sentence is a newspaper or a programme.
        if token.is_capital() && index > zone.first || frame.is(index, &["tomorrow"]) {
            return None;
        }
        part_end(frame, zone, index + 1)
    } else if frame.is(index, &["last", "this"]) {
        let named = frame.token(index + 1);
        // ABC's This Week
        if token.is_capital() && index > zone.first {
            return None;
        }
        let part = frame.is(index, &["this"]) && frame.is(index + 1, &PARTS);
        if !(part || frame.is(index + 1, &PERIODS) || named.is(Classes::MONTH) && named.is_capital()) {
            return None;
        }
        index + 2
    } else if frame.is(index, &["earlier", "later"]) && frame.is(index + 1, &["in"]) && frame.is(index + 2, &["the"]) {
        if !frame.is(index + 3, &["day", "week", "month", "year"]) {
            return None;
        }
        index + 4
    } else if frame.is(index, &["the", "that"]) && frame.is(index + 1, &["same", "next", "following"]) {
        if !frame.is(index + 2, &["day", "night", "evening", "morning", "week"]) {
            return None;
        }
        index + 3
    } else if frame.is(index, &["weekend"]) && frame.is(index.saturating_sub(1), &["the"]) {
        index + 1
    } else {
        ago_end(frame, index)?
    };
    // Monday's hearing, the Monday meeting
    if frame.token(end).shape == Shape::Clitic || end > zone.end {
        return None;
    }
    let first = opening(frame, zone, index)?;
    Some(Stretch::new(first, end))
}

/// *Tuesday night*, *Monday, 3 May*
fn day_end(frame: &Frame<'_>, zone: Stretch, from: usize) -> usize {
    let end = part_end(frame, zone, from);
    let comma = usize::from(frame.token(end).is_mark(','));
    let next = frame.token(end + comma);
    let month = next.is(Classes::MONTH) && next.is_capital() && frame.token(end + comma + 1).shape == Shape::Number;
    let number = next.shape == Shape::Number && frame.token(end + comma + 1).is(Classes::MONTH);
    if (month || number) && end + comma + 2 <= zone.end { end + comma + 2 } else { end }
}

fn part_end(frame: &Frame<'_>, zone: Stretch, from: usize) -> usize {
    if from < zone.end && frame.is(from, &PARTS) { from + 1 } else { from }
}

/// *3 May*, *May 3*, *in May 2019*, with the year where one follows.
fn date_end(frame: &Frame<'_>, zone: Stretch, index: usize) -> Option<usize> {
    let is_month = |at: usize| frame.token(at).is(Classes::MONTH) && frame.token(at).is_capital();
    let is_number = |at: usize| at < zone.end && frame.token(at).shape == Shape::Number;
    let is_year = |at: usize| is_number(at) && frame.word(at).len() == 4;
    let mut end = if is_month(index) {
        let dotted = index + 1 + usize::from(frame.token(index + 1).is_mark('.'));
        let led = index > 0 && frame.is(index - 1, &["in", "early", "late", "since", "mid", "last", "this"]);
        match (is_number(dotted), led) {
            (true, _) => dotted + 1,
            (false, true) => index + 1,
            _ => return None,
        }
    } else if is_month(index + 1) && frame.word(index).len() <= 4 {
        index + 2
    } else if is_year(index) && index > 0 && frame.is(index - 1, &["in"]) {
        index + 1
    } else {
        return None;
    };
    let comma = usize::from(frame.token(end).is_mark(','));
    if is_year(end + comma) {
        end += comma + 1;
    }
    Some(end)
}

/// *two days earlier*, *a week ago*
fn ago_end(frame: &Frame<'_>, index: usize) -> Option<usize> {
    let counted = frame.is(index, &NUMERALS) || frame.token(index).shape == Shape::Number;
    let unit = frame.is(
        index + 1,
        &["day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minutes"],
    );
    (counted && unit && frame.is(index + 2, &["ago", "earlier", "later"])).then_some(index + 3)
}

/// Where the words begin that lead to a day; none where they tell another time: *since Monday*, *by Monday*.
fn opening(frame: &Frame<'_>, zone: Stretch, index: usize) -> Option<usize> {
    let mut first = index;
    while first > zone.first
        && frame.is(first - 1, &["on", "in", "at", "the", "late", "early", "earlier", "later", "last", "this", "just"])
    {
        first -= 1;
    }
    let other = ["since", "by", "until", "till", "before", "from", "for", "of", "after", "next", "to", "a", "every"];
    (first == zone.first || !frame.is(first - 1, &other)).then_some(first)
}
