//! The words around a cue that belong to its own clause: what stands after it, between source and cue, and at the
//! head of the sentence.

use crate::article::Kind;

use super::super::super::attribution::Attribution;
use super::super::super::lexicon::Classes;
use super::super::super::page::{Found, Page, Stretch};
use super::super::super::token::{Shape, Token};

/// How far from the cue the frame may reach, in tokens.
const REACH: usize = 30;

/// So many statements before and after are looked at for words that belong to them.
const NEIGHBOURS: usize = 6;

/// What opens the words that lead to an answer.
const ASKED: [&str; 8] = ["asked", "speaking", "contacted", "reached", "appearing", "writing", "addressing", "pressed"];

/// What opens a clause of its own.
const CLAUSES: [&str; 12] =
    ["after", "when", "while", "as", "since", "before", "until", "if", "although", "though", "because", "despite"];

/// What a cue's verb may be.
const VERBS: Classes = Classes::REPORTS.or(Classes::REPORT).or(Classes::REPORTED).or(Classes::REPORTING);

/// A statement's own words.
pub struct Frame<'a> {
    pub page: &'a Page<'a>,
    pub found: &'a Found,
    pub attribution: &'a Attribution,
    /// The cue's words.
    pub cue: Stretch,
    /// What follows the cue, or the subject that stands after it.
    pub after: Stretch,
    /// What stands between the subject and the cue.
    pub between: Stretch,
    /// What opens the sentence, up to the subject.
    pub lead: Stretch,
}

impl<'a> Frame<'a> {
    /// None where no cue is known.
    pub fn of(page: &'a Page<'a>, found: &'a Found, attribution: &'a Attribution) -> Option<Self> {
        let cue = verb_of(page, found, attribution.cue?);
        // What a paragraph further on tells is another statement's.
        let last = attribution.content.last().map_or(cue.first, |part| part.end.saturating_sub(1));
        if found.token(last).block < found.token(cue.first).block {
            return None;
        }
        let sentence = found.sentences.get(found.sentence_of(cue.first)?)?.stretch;
        let near = neighbours(found, attribution);
        let is_content = |index: usize| {
            let holds = |one: &Attribution| one.content.iter().rev().take(8).any(|part| part.contains(index));
            // A statement that this one stands in holds its frame too.
            holds(attribution)
                || near.iter().any(|one| !one.content.iter().any(|part| part.contains(cue.first)) && holds(one))
        };
        let source = attribution.source.filter(|source| !source.overlaps(cue));
        let inverted = source.filter(|source| source.first >= cue.end && source.first < cue.end + 4);
        // *declined to comment on Friday*: the words that tell so are the content as well.
        let declined = attribution.content.iter().map(|part| part.end).filter(|_| attribution.kind == Kind::NoComment);
        let from = inverted.map_or(cue.end, |source| source.end).max(declined.max().unwrap_or(0));
        let limit = sentence.end.min(from + REACH);
        let stops = |index: usize| is_content(index) || ends_clause(page, found, index);
        let end = (from..limit).find(|&index| stops(index)).unwrap_or(limit.max(from));
        let before = source.filter(|source| source.end <= cue.first && source.first >= sentence.first);
        let between = before.map_or(Stretch::new(cue.first, cue.first), |source| {
            // Roe, in a statement on Wednesday, said: what follows the source's last comma may be the verb's.
            let near = source.first.max(source.end.saturating_sub(REACH));
            let comma = (near..source.end).rev().find(|&index| found.token(index).is_mark(','));
            let tail = comma.filter(|&comma| found.token(comma + 1).is(Classes::PREPOSITION));
            let start = tail.map_or(source.end, |comma| comma + 1);
            let mut back = (start..cue.first).rev().take(REACH);
            let stop = back.find(|&index| stops(index)).map(|stop| stop + 1);
            let first = stop.unwrap_or_else(|| start.max(cue.first.saturating_sub(REACH)));
            Stretch::new(first, cue.first)
        });
        // *X has done it, adding that …*: what stands between belongs to another verb.
        let adds = found.token(cue.first).is(Classes::REPORTING);
        // *Roe, who was arrested on Monday, said*: the day is that of the clause.
        let behind = before.map_or(cue.first, |source| source.end);
        let who = behind + usize::from(found.token(behind).is_mark(','));
        let relative = who < cue.first && matches!(page.word(found.token(who)), "who" | "which" | "whose" | "where");
        let between = if adds || relative { Stretch::new(cue.first, cue.first) } else { between };
        let mut frame = Self { page, found, attribution, cue, after: Stretch::new(from, end), between, lead: between };
        let head = before.map_or(cue.first, |source| source.first);
        let first = (sentence.first..head).take(REACH).find(|&index| !is_lead_mark(found.token(index)));
        frame.lead = first.map_or(Stretch::new(head, head), |first| {
            let limit = head.min(first + REACH);
            let end = (first..limit).find(|&index| stops(index)).unwrap_or(limit);
            let asked = frame.is(first, &ASKED) || frame.is(first + 1, &ASKED);
            // After the talks on Saturday failed, he said: the day is that of the talks.
            let other = end < limit && found.token(end).is_word() && !is_content(end) && !asked;
            if other || frame.is(first, &CLAUSES) { Stretch::new(first, first) } else { Stretch::new(first, end) }
        });
        Some(frame)
    }

    /// Where the frame's words stand, those nearest to the cue first.
    pub fn zones(&self) -> [Stretch; 3] {
        [self.after, self.between, self.lead]
    }

    pub fn token(&self, index: usize) -> &'a Token {
        self.found.token(index)
    }

    pub fn word(&self, index: usize) -> &'a str {
        self.page.word(self.found.token(index))
    }

    /// Whether a word is one of these, in small letters or with a capital.
    pub fn is(&self, index: usize, words: &[&str]) -> bool {
        let word = self.word(index);
        words.iter().any(|one| one.eq_ignore_ascii_case(word))
    }
}

/// *said in a statement on Friday*: a cue without the words behind its verb that tell where and when.
fn verb_of(page: &Page<'_>, found: &Found, cue: Stretch) -> Stretch {
    let tells = |index: &usize| {
        let token = found.token(*index);
        let led = token.is(Classes::PREPOSITION) && token.shape == Shape::Lower && index + 1 < cue.end;
        let days = ["day", "days", "week", "weeks", "month", "months", "year", "years", "hours"];
        let counted = index + 1 < cue.end && days.contains(&page.word(found.token(index + 1)));
        led || counted || token.is(Classes::DAY) || matches!(page.word(token), "last" | "this" | "yesterday" | "today")
    };
    let first = (cue.first..cue.end).find(|&index| found.token(index).is(VERBS));
    let end = first.and_then(|first| (first + 1..cue.end).find(tells)).unwrap_or(cue.end);
    Stretch::new(cue.first, end)
}

fn is_lead_mark(token: &Token) -> bool {
    token.mark().is_some_and(|mark| !matches!(mark, '“' | '"' | '‘' | '\'' | '«' | '„' | '″' | '‶'))
}

/// Where another clause begins, whose days and places are not the statement's.
fn ends_clause(page: &Page<'_>, found: &Found, index: usize) -> bool {
    let token = found.token(index);
    if let Some(mark) = token.mark() {
        return matches!(mark, '.' | ';' | ':' | '!' | '?' | '—' | '–' | '(' | '“' | '"' | '«' | '„' | '″' | '‘');
    }
    let word = page.word(token);
    if matches!(word, "who" | "which" | "whose" | "where" | "when" | "that" | "whether" | "if" | "because" | "while") {
        return true;
    }
    let after_comma = found.before(index).is_mark(',');
    after_comma && (token.is(Classes::REPORTING) || matches!(word, "but" | "and" | "though" | "as"))
        || token.is(Classes::AUXILIARY) && !token.is(Classes::MONTH) && page.word(token) != "'s" && word != "’s"
        || token.is(Classes::REPORTS) && (found.before(index).is(Classes::PRONOUN) || found.before(index).is_capital())
}

/// The statements that stand nearest to this one.
fn neighbours<'a>(found: &'a Found, attribution: &Attribution) -> &'a [Attribution] {
    let place = attribution.content.first().map_or(0, |part| part.first);
    let at = found.attributions.partition_point(|other| other.content.first().is_some_and(|part| part.first < place));
    let end = (at + NEIGHBOURS).min(found.attributions.len());
    found.attributions.get(at.saturating_sub(NEIGHBOURS)..end).unwrap_or_default()
}
