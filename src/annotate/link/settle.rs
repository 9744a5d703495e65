//! What the rules settle by themselves: copy whose form tells who speaks, declined comments, and words of a sentence's
//! frame that no content begins with.

use crate::article::Kind;

use super::super::attribution::{Attribution, Way};
use super::super::lexicon::Classes;
use super::super::mention::stamp_end;
use super::super::page::{Found, Page, Stretch};
use super::super::token::Shape;
use super::choice::Draft;

/// A frame's words behind a cue are not more than this, in tokens.
const FRAME: usize = 12;
/// What is left of a content before a declined comment is no statement below so many tokens.
const LEFT: usize = 4;

/// What a question that is reported opens with.
const ASKS: [&str; 9] = ["whether", "if", "how", "why", "what", "when", "where", "who", "which"];

/// Whether a statement of the rules stands whatever the labels say of its words.
pub fn stands(way: Way) -> bool {
    let labelled = matches!(way, Way::Transcript | Way::Label | Way::Interview | Way::Dialogue);
    labelled || matches!(way, Way::NoComment | Way::Block)
}

/// What the rules have settled, token by token.
pub struct Settled {
    /// The number, and one, of the rules' statement that stands on a token.
    owner: Vec<u32>,
    /// Whether a token names a source to the rules.
    names: Vec<bool>,
    /// Whether with a token somebody declines to comment.
    declines: Vec<bool>,
}

impl Settled {
    /// Of a text.
    pub fn of(found: &Found) -> Self {
        let mut owner = vec![0; found.tokens.len()];
        let mut names = vec![false; found.tokens.len()];
        let mut declines = vec![false; found.tokens.len()];
        for (number, rule) in found.proposals.iter().enumerate() {
            if let Some(names) = rule.source.and_then(|source| names.get_mut(source.first..source.end)) {
                names.fill(true);
            }
            if rule.way == Way::NoComment
                && let Some(declines) = rule.cue.and_then(|cue| declines.get_mut(cue.first..cue.end))
            {
                declines.fill(true);
            }
            if rule.nested_in.is_some() || !stands(rule.way) {
                continue;
            }
            for part in &rule.content {
                if let Some(owner) = owner.get_mut(part.first..part.end) {
                    owner.fill(number as u32 + 1);
                }
            }
        }
        Self { owner, names, declines }
    }

    fn rule<'a>(&self, found: &'a Found, token: usize) -> Option<&'a Attribution> {
        found.proposals.get((*self.owner.get(token)? as usize).checked_sub(1)?)
    }

    /// Takes out of a statement what the form of the copy gives to another: all of it, where nothing is left.
    pub fn spare(&self, found: &Found, draft: &mut Draft) {
        let owned = |part: &Stretch| {
            let held = |index: &usize| self.rule(found, *index).is_some_and(|rule| rule.way != Way::NoComment);
            part.iter().any(|index| held(&index))
        };
        draft.parts.retain(|part| !owned(part));
        for part in &mut draft.parts {
            let end = self.end(found, *part);
            // *asked about the letter, did not answer*: what is left says nothing.
            let cut = end < part.end && end < part.first + LEFT;
            part.end = if cut { part.first } else { end };
        }
        draft.parts.retain(|part| !part.is_empty());
    }

    /// *would not say whether the mayor “lied”*: whether what would be a statement is what somebody declined to speak of.
    /// Those words are whoever's that asked.
    pub fn is_declined(&self, one: &Attribution) -> bool {
        let declines = |cue: Stretch| cue.iter().any(|index| self.declines.get(index) == Some(&true));
        matches!(one.kind, Kind::Indirect | Kind::Mixed) && one.cue.is_some_and(declines)
    }

    /// *Tram line to open, says mayor*: whether a content is nothing but the source of another.
    pub fn only_names(&self, content: &[Stretch]) -> bool {
        content.iter().all(|part| self.names.get(part.first..part.end).is_some_and(|names| !names.contains(&false)))
    }

    /// *… the pier was safe, and declined to comment on the cost*: the end before a declined comment that the sentence
    /// goes on with.
    fn end(&self, found: &Found, part: Stretch) -> usize {
        let mut known = 0;
        for index in part.iter() {
            let owner = self.owner.get(index).copied().unwrap_or(0);
            if owner == 0 || owner == known {
                continue;
            }
            known = owner;
            let Some(rule) = self.rule(found, index).filter(|rule| rule.way == Way::NoComment) else { continue };
            let first = rule.source.map_or(index, |source| source.first);
            let first = if (part.first + 1..index).contains(&first) { first } else { index };
            if index <= part.first + 1 {
                continue;
            }
            let joins = |at: &usize| found.token(*at).is(Classes::CONJUNCTION) && found.before(*at).is_mark(',');
            if let Some(and) = (first.saturating_sub(FRAME).max(part.first + 1)..first).rev().find(joins) {
                return and - 1;
            }
            let before = found.before(first);
            if before.is(Classes::CONJUNCTION) || first == index && before.is_mark(',') {
                return first - 1;
            }
        }
        part.end
    }

    /// The rules' own, where a statement is that somebody declined to comment.
    pub fn declined<'a>(&self, found: &'a Found, content: &[Stretch]) -> Option<&'a Attribution> {
        let declined = |index: usize| self.rule(found, index).filter(|rule| rule.way == Way::NoComment);
        let held = content.iter().flat_map(|part| part.iter()).filter(|&index| declined(index).is_some()).count();
        let all = content.iter().map(|part| part.len()).sum::<usize>();
        let first = content.iter().flat_map(|part| part.iter()).find_map(declined);
        first.filter(|_| held * 2 > all)
    }
}

/// Whether the rules' statement meets one that is found already: a declined comment only another such.
pub fn meets(rule: &Attribution, taken: &[Option<Kind>]) -> bool {
    let met = |one: &Option<Kind>| match one {
        Some(kind) => rule.way != Way::NoComment || *kind == Kind::NoComment,
        None => false,
    };
    rule.content.iter().any(|part| taken.get(part.first..part.end).is_some_and(|held| held.iter().any(met)))
}

/// Where a content begins that follows its cue at once: behind whom it was said to, and the day on which.
pub fn content_start(page: &Page<'_>, found: &Found, cue: Stretch, part: Stretch, rule: Option<&Attribution>) -> usize {
    let is = |index: usize, words: &[&str]| words.contains(&page.word(found.token(index)));
    let opens = |index: usize| {
        let token = found.token(index);
        let classes = Classes::DETERMINER.or(Classes::PRONOUN).or(Classes::POSSESSIVE);
        index < part.end && (token.is(classes) || token.is_capital() || is(index, &["that"]))
    };
    let mut first = part.first;
    if first < cue.end || found.token(first).mark().is_some() || first > cue.end {
        return first;
    }
    let heard = rule.filter(|rule| rule.cue.is_some_and(|own| own.overlaps(cue))).and_then(|rule| rule.addressee);
    let heard = heard.filter(|heard| heard.first <= first && first < heard.end && !is(first, &["that"]));
    let object = is(first, &["him", "them", "me", "us"]).then_some(first + 1);
    if let Some(end) = heard.map(|heard| heard.end).or(object).filter(|&end| opens(end) || is(end, &ASKS)) {
        first = end;
    }
    let day = |index: usize| found.token(index).is(Classes::DAY) || is(index, &["yesterday", "today", "earlier"]);
    let led = first + usize::from(is(first, &["on", "late", "early"]));
    if day(led) && opens(led + 1) {
        first = led + 1;
    } else if is(first, &["last", "this"])
        && found.token(first + 1).is(Classes::TIME.or(Classes::MONTH))
        && opens(first + 2)
    {
        first += 2;
    }
    // Said in a report in May that the pier was safe.
    let opener = found.token(first);
    let frames = opener.is(Classes::PREPOSITION) || is(first + 2, &["later", "earlier", "ago"]);
    if frames && opener.shape == Shape::Lower && !is(first, &["that", "to", "for", "of", "with", "by"]) {
        let frame = first + 1..(first + FRAME).min(part.end);
        let speaks = Classes::AUXILIARY.or(Classes::REPORTS).or(Classes::CONJUNCTION);
        let that = frame.clone().find(|&index| is(index, &["that"]) && opens(index + 1));
        let plain =
            |that: &usize| (first + 1..*that).all(|at| found.token(at).is_word() && !found.token(at).is(speaks));
        if let Some(that) = that.filter(plain) {
            first = that;
        }
    }
    first
}

/// *is of two minds – “It has seen worse,” he told the paper*: the words before a dash or colon are not those of the
/// quotation that the cue follows.
pub fn quotation_start(found: &Found, cue: Stretch, part: Stretch, quote: impl Fn(usize) -> u32) -> usize {
    let own = part.end.checked_sub(1).map_or(0, &quote);
    if own == 0 || cue.first < part.end || cue.first > part.end + LEFT || quote(part.first) > 0 {
        return part.first;
    }
    let mut first = part.end;
    while first > part.first && quote(first - 1) == own {
        first -= 1;
    }
    let led = matches!(found.before(first).mark(), Some('—' | '–' | '―' | ':'));
    if led { first } else { part.first }
}

/// A source before the day or place that follows it, and behind a time: *said Ann Roe in May 2019*, *13.15 Ann Roe*.
pub fn source_without_day(page: &Page<'_>, found: &Found, source: Stretch, cue: Option<Stretch>) -> Stretch {
    let dated = |index: &usize| {
        let next = found.token(index + 1);
        let day = next.is(Classes::DAY) || next.is(Classes::MONTH) && next.is_capital();
        matches!(page.word(found.token(*index)), "in" | "on") && day && index + 1 < source.end
    };
    let from = source.first + 1..source.end.min(source.first + FRAME);
    let end = from.rev().find(dated).filter(|&end| end + 4 >= source.end).unwrap_or(source.end);
    // *said Ann Roe, who leads the board, at a rally*
    let follows = cue.is_some_and(|cue| cue.end <= source.first);
    let where_said = |index: &usize| {
        found.token(*index).is_mark(',') && matches!(page.word(found.token(index + 1)), "at" | "in" | "on" | "during")
    };
    let end = (source.first + 1..end).find(|index| follows && where_said(index)).unwrap_or(end);
    let stamp = stamp_end(page, found, source.first);
    Stretch::new(if stamp < end { stamp } else { source.first }, end)
}

/// A part without its own source: *said Ann Roe, 71, “and she has sailed”* begins at the quotation, and *“We sail,”
/// sighs Roe. “Or not.”* is two.
pub fn without_source(found: &Found, part: Stretch, source: Stretch, quote: impl Fn(usize) -> u32) -> Vec<Stretch> {
    let whole = vec![part];
    if !part.covers(source) || source.iter().any(|index| quote(index) > 0) {
        return whole;
    }
    let behind = (source.end..part.end.min(source.end + LEFT)).find(|&index| quote(index) > 0);
    let before = (part.first.max(source.first.saturating_sub(LEFT))..source.first).rev().find(|&at| quote(at) > 0);
    let marks = |mut between: std::ops::Range<usize>| between.all(|at| !found.token(at).is_word());
    match (before, behind) {
        (Some(before), Some(behind)) => vec![Stretch::new(part.first, before + 1), Stretch::new(behind, part.end)],
        (None, Some(behind)) if marks(part.first..source.first) && found.token(source.first).is_capital() => {
            vec![Stretch::new(behind, part.end)]
        }
        _ => whole,
    }
}
