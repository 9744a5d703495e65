//! Whom something was said to: *told reporters*, *asked the ministry*, *wrote to Roe*, *in a letter to both sides*.

use super::super::super::lexicon::Classes;
use super::super::super::page::Stretch;
use super::frame::Frame;
use super::phrase;

/// What can be sent or turned *to* somebody.
const SENT: [&str; 16] = [
    "letter",
    "letters",
    "email",
    "e-mail",
    "emails",
    "message",
    "memo",
    "note",
    "text",
    "remarks",
    "speech",
    "address",
    "speaking",
    "statement",
    "telegram",
    "appeal",
];

/// Verbs of saying that take *to somebody*.
const TURNED: [&str; 22] = [
    "said",
    "says",
    "say",
    "wrote",
    "writes",
    "complained",
    "explained",
    "spoke",
    "speaking",
    "admitted",
    "confessed",
    "suggested",
    "confirmed",
    "stressed",
    "announced",
    "whispered",
    "replied",
    "boasted",
    "remarked",
    "talked",
    "described",
    "conceded",
];

/// What an audience gives back.
const CHEERS: [&str; 8] = ["cheer", "cheers", "applause", "laughter", "laughs", "boos", "gasps", "jeers"];

/// The hearer that the frame names.
pub fn find(frame: &Frame<'_>) -> Option<Stretch> {
    let verb = frame.cue.iter().find(|&index| {
        let token = frame.token(index);
        token.is(Classes::TELL.or(Classes::ASK).or(Classes::URGE))
            || frame.is(index, &["assured", "warned", "thanked", "promised", "promises"])
    });
    object(frame, verb).or_else(|| frame.zones().into_iter().find_map(|zone| turned_to(frame, zone)))
}

/// *told reporters*: what follows the verb, before the content begins.
fn object(frame: &Frame<'_>, verb: Option<usize>) -> Option<Stretch> {
    let verb = verb?;
    if let Some(heard) = passive(frame, verb) {
        return Some(heard);
    }
    let first = verb + 1;
    let inverted = frame.attribution.source.is_some_and(|source| source.first >= first && source.first < first + 4);
    if inverted {
        return None;
    }
    let starts = frame.attribution.content.iter().map(|part| part.first);
    let content = starts.filter(|&start| start >= first).min().unwrap_or(usize::MAX);
    let urges = frame.token(verb).is(Classes::URGE.or(Classes::ASK)) || frame.is(verb, &["told", "advised", "warned"]);
    // Urged the government to act: the hearer may open what is urged.
    let opened = frame.attribution.content.iter().find(|part| part.first == first);
    let limit = if let Some(opened) = opened.filter(|_| urges) {
        opened.end.min(first + 10)
    } else {
        content.min(frame.after.end.max(frame.cue.end))
    };
    let end = phrase::end_of(frame, first, limit);
    if end == first || is_own_voice_of_nobody(frame, first) {
        return None;
    }
    if content == first && !frame.is(end, &["to"]) {
        return None;
    }
    // Urged a strong stand: what was urged, where no *to* follows.
    let bare_urge = frame.token(verb).is(Classes::URGE) && !frame.token(verb).is(Classes::ASK.or(Classes::TELL));
    let hears = frame.is(end, &["to", "not", "that"]) || frame.attribution.content.iter().any(|part| part.first == end);
    if bare_urge && !hears || frame.is(verb, &["questioned", "questioning", "questions", "wondered", "wonders"]) {
        return None;
    }
    let demanded = frame.is(verb, &["demanded", "demands", "offered", "threatened", "called", "agreed", "refused"]);
    (!demanded).then(|| Stretch::new(first, end))
}

/// *he himself*, *that*: no hearers.
fn is_own_voice_of_nobody(frame: &Frame<'_>, first: usize) -> bool {
    frame.is(first, &["that", "this", "it", "himself", "herself", "themselves", "itself", "nothing", "something"])
}

/// *the inquiry was told*: who stands before the verb heard it.
fn passive(frame: &Frame<'_>, verb: usize) -> Option<Stretch> {
    let was = |index: usize| frame.is(index, &["was", "were", "been"]);
    let told = frame.is(verb, &["told", "informed", "assured", "warned", "advised", "reminded"]);
    let at = (verb.saturating_sub(2)..verb).find(|&index| was(index)).filter(|_| told)?;
    if frame.attribution.source.is_some_and(|source| source.end <= at) {
        return None;
    }
    let first = (at.saturating_sub(5)..at).find(|&first| phrase::end_of(frame, first, at) == at)?;
    Some(Stretch::new(first, at))
}

/// *wrote to Roe*, *in a letter to Roe*
fn turned_to(frame: &Frame<'_>, zone: Stretch) -> Option<Stretch> {
    let cue_end = frame.cue.end;
    zone.iter().find_map(|index| {
        if !frame.is(index, &["to"]) || index + 1 >= zone.end {
            return None;
        }
        let sent = frame.is(index.saturating_sub(1), &SENT);
        let turned = zone == frame.after && index <= cue_end + usize::from(zone.first == cue_end);
        let verb = frame.cue.iter().any(|at| frame.is(at, &TURNED));
        if !(sent || turned && verb && index == zone.first) {
            return None;
        }
        let end = phrase::end_of(frame, index + 1, zone.end);
        // Wrote to say, appealed to go: a verb follows, not a hearer.
        let opener = frame.token(index + 1);
        let noun = opener.is_capital()
            || opener.is(Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::PRONOUN).or(Classes::HEAD))
            || frame.word(index + 1).ends_with('s');
        let cheers = (index + 1..end).any(|at| frame.is(at, &CHEERS));
        (end > index + 1 && noun && !cheers).then(|| Stretch::new(index + 1, end))
    })
}
