//! What the rules settle by themselves: copy whose form tells who speaks, declined comments, and words of a sentence's
//! frame that no content begins with.

use crate::article::Kind;

use super::super::attribution::{Attribution, Way};
use super::super::lexicon::Classes;
use super::super::page::{Found, Page, Stretch};
use super::super::token::Shape;
use super::choice::Draft;

/// A frame's words behind a cue are not more than this, in tokens.
const FRAME: usize = 12;

/// Whether a statement of the rules stands whatever the labels say of its words.
pub fn stands(way: Way) -> bool {
    matches!(way, Way::NoComment | Way::Transcript | Way::Block | Way::Interview | Way::Dialogue)
}

/// What the rules have settled, token by token.
pub struct Settled {
    /// The number, and one, of the rules' statement that stands on a token.
    owner: Vec<u32>,
}

impl Settled {
    /// Of a text.
    pub fn of(found: &Found) -> Self {
        let mut owner = vec![0; found.tokens.len()];
        for (number, rule) in found.proposals.iter().enumerate() {
            if rule.nested_in.is_some() || !stands(rule.way) {
                continue;
            }
            for part in &rule.content {
                if let Some(owner) = owner.get_mut(part.first..part.end) {
                    owner.fill(number as u32 + 1);
                }
            }
        }
        Self { owner }
    }

    fn rule<'a>(&self, found: &'a Found, token: usize) -> Option<&'a Attribution> {
        found.proposals.get((*self.owner.get(token)? as usize).checked_sub(1)?)
    }

    /// Takes out of a statement what the form of the copy gives to another: all of it, where nothing is left.
    pub fn spare(&self, found: &Found, draft: &mut Draft) {
        let owned = |part: &Stretch| {
            let held = |index: &usize| self.rule(found, *index).is_some_and(|rule| rule.way != Way::NoComment);
            part.iter().filter(held).count() * 2 > part.len()
        };
        draft.parts.retain(|part| !owned(part));
        for part in &mut draft.parts {
            part.end = self.end(found, *part);
        }
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
            let first = rule.source.filter(|source| source.first < index).map_or(index, |source| source.first);
            if first <= part.first + 2 || !found.before(first).is(Classes::CONJUNCTION) {
                continue;
            }
            return if found.before(first - 1).is_mark(',') { first - 2 } else { first - 1 };
        }
        part.end
    }

    /// Whether a statement is that somebody declined to comment.
    pub fn declines(&self, found: &Found, content: &[Stretch]) -> bool {
        let declined = |index: &usize| self.rule(found, *index).is_some_and(|rule| rule.way == Way::NoComment);
        let held = content.iter().flat_map(|part| part.iter()).filter(declined).count();
        held * 2 > content.iter().map(|part| part.len()).sum::<usize>()
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
    if let Some(heard) = heard.filter(|heard| heard.first <= first && first < heard.end && heard.end + 1 < part.end) {
        first = heard.end;
    } else if is(first, &["him", "them", "me", "us"]) && first + 2 < part.end {
        first += 1;
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
    if frames && opener.shape == Shape::Lower && !is(first, &["that"]) {
        let frame = first + 1..(first + FRAME).min(part.end);
        let speaks = Classes::AUXILIARY.or(Classes::REPORTS).or(Classes::CONJUNCTION);
        let that = frame.clone().find(|&index| is(index, &["that"]));
        let plain =
            |that: &usize| (first + 1..*that).all(|at| found.token(at).is_word() && !found.token(at).is(speaks));
        if let Some(that) = that.filter(plain) {
            first = that;
        }
    }
    first
}

/// A source before the day that follows it: *said Ann Roe in May 2019*.
pub fn source_without_day(page: &Page<'_>, found: &Found, source: Stretch) -> Stretch {
    let dated = |index: &usize| {
        let next = found.token(index + 1);
        let day = next.is(Classes::DAY) || next.is(Classes::MONTH) && next.is_capital();
        matches!(page.word(found.token(*index)), "in" | "on") && day && index + 1 < source.end
    };
    let from = source.first + 1..source.end.min(source.first + FRAME);
    let end = from.rev().find(dated).filter(|&end| end + 4 >= source.end).unwrap_or(source.end);
    Stretch::new(source.first, end)
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
