//! When and where something was said, where the sentence that reports it says so in the plainest way.

use super::super::attribution::Attribution;
use super::super::lexicon::Classes;
use super::super::page::{Found, Page, Stretch};
use super::super::token::Shape;

/// How far around the cue to look, in tokens.
const REACH: usize = 30;

/// Occasions and channels that people speak at or through.
const OCCASIONS: [&str; 22] = [
    "conference",
    "interview",
    "statement",
    "rally",
    "speech",
    "briefing",
    "hearing",
    "debate",
    "post",
    "email",
    "tweet",
    "letter",
    "podcast",
    "broadcast",
    "blog",
    "channel",
    "forum",
    "address",
    "memo",
    "video",
    "breakfast",
    "dinner",
];

/// The sentence around the cue, its content left out.
fn frame(found: &Found, attribution: &Attribution) -> Option<(Stretch, usize)> {
    let cue = attribution.cue?;
    let sentence = found.sentences.get(found.sentence_of(cue.first)?)?.stretch;
    let first = sentence.first.max(cue.first.saturating_sub(REACH));
    Some((Stretch::new(first, sentence.end.min(cue.end + REACH)), cue.first))
}

fn is_content(attribution: &Attribution, token: usize) -> bool {
    attribution.content.iter().any(|part| part.contains(token))
}

/// *on Wednesday*
pub fn said_on(found: &Found, attribution: &Attribution) -> Option<Stretch> {
    let (frame, cue) = frame(found, attribution)?;
    let day = frame
        .iter()
        .filter(|&index| found.token(index).is(Classes::DAY) && !is_content(attribution, index))
        .filter(|&index| found.token(index + 1).shape != Shape::Clitic)
        .min_by_key(|&index| index.abs_diff(cue))?;
    let on = found.before(day).is(Classes::PREPOSITION) && day > frame.first;
    Some(Stretch::new(if on { day - 1 } else { day }, day + 1))
}

/// *a press conference in Berlin*
pub fn venue(page: &Page<'_>, found: &Found, attribution: &Attribution) -> Option<Stretch> {
    let (frame, _) = frame(found, attribution)?;
    let word = |index: usize| page.word(found.token(index));
    for preposition in frame.iter() {
        if !matches!(word(preposition), "at" | "in" | "during" | "on" | "At" | "In" | "During" | "On")
            || is_content(attribution, preposition)
        {
            continue;
        }
        let first = preposition + 1;
        let occasion = (first..(first + 6).min(frame.end))
            .take_while(|&index| {
                let token = found.token(index);
                (token.is_word() || token.shape == Shape::Clitic)
                    && !is_content(attribution, index)
                    && (index == first || !token.is(Classes::PREPOSITION))
            })
            .find(|&index| OCCASIONS.contains(&word(index)));
        let Some(occasion) = occasion else { continue };
        let mut end = occasion + 1;
        if matches!(word(end), "in" | "at") && found.token(end + 1).is_capital() && !is_content(attribution, end + 1) {
            end += 2;
            while end < frame.end && found.token(end).is_capital() && !is_content(attribution, end) {
                end += 1;
            }
        }
        return Some(Stretch::new(first, end));
    }
    None
}
