//! Who said what, in the text's own words: content, cue and source of every statement, by plain rules.
//!
//! Works unit by unit (see `unit`), so that a quotation is never cut. Whom a source means is left to `resolve`.
//! The rules follow the clause patterns of English reporting: *X said that …*, *“…,” X said*, *“…,” said X*,
//! *according to X*, *…, adding that …*, and quotations that go on without a new cue.

mod source;

use crate::article::{BlockKind, Kind};

use super::cue::{Cue, Sort};
use super::lexicon::Classes;
use super::page::{Found, Page, Stretch};
use super::quote::{Pairing, Quotation, Use};
use super::token::Shape;
use super::unit::{Unit, outermost, units};

pub use source::{main_subject, naming_ending, namings_in};

/// The pattern by which a statement was found; confidences go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// *“…,” said X* or *“…,” X said*
    QuoteThenCue,
    /// *X said: “…”*
    CueThenQuote,
    /// *X said that …*
    Clause,
    /// *…, X said*
    Postposed,
    /// *according to X*
    AccordingTo,
    /// *…, saying …*
    Participle,
    /// A quotation that goes on from a statement before.
    Carried,
    /// A quotation in a sentence without a cue.
    Implied,
    /// *Name: “…”* and *“…” — Name*
    Label,
    /// *NAME: …* without quotation marks
    Transcript,
    /// A passage set off as quoted.
    Block,
    /// *declined to comment*
    NoComment,
}

/// A statement in the text's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// What was said.
    pub content: Vec<Stretch>,
    /// The words that report it.
    pub cue: Option<Stretch>,
    /// The words that name the speaker.
    pub source: Option<Stretch>,
    /// How the content is reported.
    pub kind: Kind,
    /// Index of the attribution that this one is part of.
    pub nested_in: Option<usize>,
    /// Whom it was said to.
    pub addressee: Option<Stretch>,
    /// The pattern that found it.
    pub way: Way,
    /// Index of its block.
    pub block: usize,
}

/// Finds the statements, by the first token of their content.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Attribution> {
    let outermost = outermost(found);
    let mut finder = Finder { page, found, out: Vec::new(), floor: 0, subject: None };
    let mut at = 0;
    for unit in units(found, &outermost) {
        let from =
            at + found.cues.get(at..).unwrap_or_default().partition_point(|cue| cue.stretch.first < unit.stretch.first);
        at = from
            + found.cues.get(from..).unwrap_or_default().partition_point(|cue| cue.stretch.first < unit.stretch.end);
        if matches!(page.kind_of(unit.block), BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Caption) {
            continue;
        }
        finder.unit(&unit, found.cues.get(from..at).unwrap_or_default());
    }
    let mut out = finder.out;
    // Nested ones name their frame by index: sort by place and lead the indices along.
    let mut order: Vec<usize> = (0..out.len()).collect();
    order.sort_by_key(|&index| {
        out.get(index).map(|a| (a.content.first().map(|c| c.first), a.nested_in.is_some(), index))
    });
    let mut place = vec![0; out.len()];
    for (new, &old) in order.iter().enumerate() {
        if let Some(place) = place.get_mut(old) {
            *place = new;
        }
    }
    for attribution in &mut out {
        attribution.nested_in = attribution.nested_in.and_then(|old| place.get(old).copied());
    }
    let mut sorted: Vec<(usize, Attribution)> = place.into_iter().zip(out).collect();
    sorted.sort_by_key(|(place, _)| *place);
    sorted.into_iter().map(|(_, attribution)| attribution).collect()
}

struct Finder<'a> {
    page: &'a Page<'a>,
    found: &'a Found,
    out: Vec<Attribution>,
    /// First token of the unit that no statement has taken yet.
    floor: usize,
    /// The last subject of a cue in the unit.
    subject: Option<Stretch>,
}

impl<'a> Finder<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.page.word(self.found.token(index))
    }

    fn unit(&mut self, unit: &Unit<'_>, cues: &[Cue]) {
        self.floor = unit.stretch.first;
        self.subject = None;
        let began = self.out.len();
        if self.page.kind_of(unit.block) == BlockKind::Blockquote && unit.quotations.is_empty() {
            self.set_off(unit);
            return;
        }
        if self.page.english {
            if self.transcript(unit) || self.dash_byline(unit) {
                return;
            }
            if unit.is_all_quoted(self.found) {
                self.quoted_unit(unit);
                return;
            }
            for (index, cue) in cues.iter().enumerate() {
                self.cue(unit, cue, cues.get(index + 1..).unwrap_or_default());
            }
        }
        self.left_over(unit, began);
    }

    /// A passage that the page sets off as quoted: one statement a block.
    fn set_off(&mut self, unit: &Unit<'_>) {
        if let Some(last) = self.out.last_mut().filter(|a| a.block == unit.block && a.way == Way::Block) {
            if let Some(part) = last.content.last_mut() {
                part.end = unit.stretch.end;
            }
            return;
        }
        self.push(vec![unit.stretch], None, None, Way::Block, unit);
        if let Some(added) = self.out.last_mut() {
            added.kind = Kind::Direct;
        }
    }

    /// *MARCHETTI: We shall see.* Everything after the label is the speaker's, to the end of the block.
    fn transcript(&mut self, unit: &Unit<'_>) -> bool {
        let found = self.found;
        if let Some(last) = self.out.last_mut().filter(|a| a.block == unit.block && a.way == Way::Transcript) {
            if let Some(part) = last.content.last_mut() {
                part.end = unit.stretch.end;
            }
            return true;
        }
        let first = unit.stretch.first;
        let opens_block = found.before(first).block as usize != unit.block;
        if !opens_block || self.page.kind_of(unit.block) != BlockKind::Paragraph {
            return false;
        }
        let end = (first..first + 6).find(|&index| !found.token(index).is_word()).unwrap_or(first);
        let label = Stretch::new(first, end);
        let shouted = label.iter().all(|index| found.token(index).shape == Shape::Upper);
        let long = found.words(self.page, label).len() >= 3;
        if label.is_empty() || !shouted || !long || !found.token(end).is_mark(':') || end + 2 > unit.stretch.end {
            return false;
        }
        self.push(vec![Stretch::new(end + 1, unit.stretch.end)], None, Some(label), Way::Transcript, unit);
        if let Some(added) = self.out.last_mut() {
            added.kind = Kind::Direct;
        }
        true
    }

    /// *“We shall see.” — Odile Marchetti*
    fn dash_byline(&mut self, unit: &Unit<'_>) -> bool {
        let found = self.found;
        let Some(quotation) = unit.quotations.last() else { return false };
        let dash = quotation.stretch.end;
        if !matches!(found.token(dash).mark(), Some('—' | '–' | '―' | '-'))
            || quotation.stretch.first != unit.stretch.first
        {
            return false;
        }
        let Some(naming) = source::naming_from(found, dash + 1).filter(|n| n.form == crate::article::Form::Name) else {
            return false;
        };
        let rest = Stretch::new(naming.stretch.end, unit.stretch.end);
        let verb = rest.iter().any(|index| found.token(index).is(Classes::AUXILIARY.and(Classes::REPORTS)));
        if rest.len() > 14 || verb {
            return false;
        }
        self.push(vec![quotation.stretch], None, Some(naming.stretch), Way::Label, unit);
        true
    }

    /// A unit that is nothing but quotations goes on from what was said before.
    fn quoted_unit(&mut self, unit: &Unit<'_>) {
        let content: Vec<Stretch> =
            unit.quotations.iter().filter(|q| q.role != Use::Title || q.resumes).map(|q| q.stretch).collect();
        let Some(first) = unit.quotations.first().filter(|_| !content.is_empty()) else { return };
        let last_end = self.out.iter().rev().take(6).filter_map(|a| a.content.last()).map(|c| c.end).max();
        let follows = |a: &Attribution| {
            let last = a.content.last().map_or(0, |part| part.end.saturating_sub(1));
            let block = self.found.token(last).block as usize;
            block == unit.block || a.block == unit.block || first.resumes && block + 1 == unit.block
        };
        if let Some(last) = self.out.iter_mut().rev().find(|a| a.nested_in.is_none()).filter(|a| follows(a)) {
            let quoted = last.content.last().is_some_and(|c| {
                Some(c.end) <= last_end && self.found.token(c.end.saturating_sub(1)).mark().is_some() || first.resumes
            });
            if quoted && last.kind != Kind::NoComment {
                last.content.extend(content);
                return;
            }
        }
        self.push(content, None, None, Way::Carried, unit);
    }

    fn push(
        &mut self,
        content: Vec<Stretch>,
        cue: Option<Stretch>,
        source: Option<Stretch>,
        way: Way,
        unit: &Unit<'_>,
    ) {
        if content.is_empty() {
            return;
        }
        let kind = kind_of(self.found, unit, &content);
        self.out.push(Attribution {
            content,
            cue,
            source,
            kind,
            nested_in: None,
            addressee: None,
            way,
            block: unit.block,
        });
    }

    fn cue(&mut self, unit: &Unit<'_>, cue: &Cue, later: &[Cue]) {
        match cue.sort {
            Sort::AccordingTo => self.according_to(unit, cue),
            Sort::NoComment => {
                let subject = source::left(self.page, self.found, unit, cue, unit.stretch.first);
                let content = Stretch::new(cue.verb + 1, cue.stretch.end);
                let verb = Stretch::new(cue.stretch.first, cue.verb + 1);
                let before = self.out.len();
                self.push(vec![content], Some(verb), subject.or(self.subject), Way::NoComment, unit);
                if let Some(added) = self.out.get_mut(before) {
                    added.kind = Kind::NoComment;
                }
            }
            Sort::Participle => {
                let subject = self.subject.or_else(|| source::main_subject(self.found, unit, cue.stretch.first));
                self.forward(unit, cue, subject, Way::Participle, later);
            }
            Sort::Finite => self.finite(unit, cue, later),
        }
    }

    fn finite(&mut self, unit: &Unit<'_>, cue: &Cue, later: &[Cue]) {
        let found = self.found;
        // Inside what an earlier cue of this unit reports: nested.
        if cue.stretch.first < self.floor {
            self.nested(unit, cue);
            return;
        }
        let before = cue.stretch.first;
        let after_comma = found.before(before).is_mark(',');
        let quote_before = self.quotation_closing(unit, before);
        let verb = found.token(cue.verb);
        let inverts = verb.is(Classes::SAY.and(Classes::ASK).and(Classes::THINK).and(Classes::TELL).and(Classes::SHOW));
        if inverts && (quote_before || after_comma && before > self.floor + 2) {
            let from = cue.stretch.end;
            if let Some(subject) = source::right(self.page, found, unit, from) {
                let plain = quote_before || !self.is_clause_after(unit, subject.end);
                if plain {
                    self.subject = Some(subject);
                    self.postposed(unit, cue, subject, before, subject.end, quote_before, later);
                    return;
                }
            }
        }
        let Some(subject) = source::left(self.page, found, unit, cue, self.floor) else {
            // "…" and said: the subject is the one before.
            let joins = found.before(before).is(Classes::CONJUNCTION);
            if joins && self.subject.is_some() {
                self.forward(unit, cue, self.subject, Way::Clause, later);
            }
            return;
        };
        self.subject = Some(subject);
        let quote_before = self.quotation_closing(unit, subject.first);
        let comma_before = found.before(subject.first).is_mark(',');
        if quote_before || comma_before && subject.first > self.floor + 2 {
            let end = self.after_addressee(unit, cue).1;
            if quote_before && !self.quote_opens(unit, end) || !quote_before && self.ends_soon(unit, end) {
                self.postposed(unit, cue, subject, subject.first, end, quote_before, later);
                return;
            }
        }
        self.forward(unit, cue, Some(subject), Way::Clause, later);
    }

    /// Whether a quotation ends right before a token, a comma between them or not.
    fn quotation_closing(&self, unit: &Unit<'_>, token: usize) -> bool {
        let at = if self.found.before(token).is_mark(',') { token.saturating_sub(1) } else { token };
        unit.quotation_before(at).is_some_and(|q| {
            q.stretch.first >= self.floor && (q.role == Use::Speech || q.stretch.first <= unit.stretch.first + 1)
        })
    }

    fn quote_opens(&self, unit: &Unit<'_>, token: usize) -> bool {
        let mark = self.found.token(token);
        mark.is_mark(':') && unit.quotation_from(token + 1).is_some()
    }

    /// Whether a clause of its own follows: a subject and a verb.
    fn is_clause_after(&self, unit: &Unit<'_>, from: usize) -> bool {
        let token = self.found.token(from);
        from < unit.stretch.end && token.shape == Shape::Lower && token.is(Classes::AUXILIARY.and(Classes::REPORTS))
    }

    /// Whether nothing follows a cue but when and where: *… on Friday.*
    fn ends_soon(&self, unit: &Unit<'_>, from: usize) -> bool {
        let token = self.found.token(from);
        if from >= unit.stretch.end || matches!(token.mark(), Some('.' | '!' | '?' | ';' | '—' | '–' | '―' | '…' | ')'))
        {
            return true;
        }
        if token.is_mark(',') {
            return unit.quotation_from(from + 1).is_none();
        }
        let adverbial = token.is(Classes::DAY.and(Classes::TIME).and(Classes::PREPOSITION).and(Classes::ADVERB))
            || matches!(self.word(from), "when" | "as" | "after" | "last");
        let rest = Stretch::new(from, unit.stretch.end.min(from + 25));
        let speaks_on = rest.iter().any(|index| self.word(index) == "that" || unit.quotation_from(index).is_some());
        adverbial && !speaks_on
    }

    /// *“…,” X said* and *…, said X*, with a second part where the sentence goes on: *“A,” X said, “B.”*
    #[allow(clippy::too_many_arguments, reason = "the parts of one clause pattern")]
    fn postposed(
        &mut self,
        unit: &Unit<'_>,
        cue: &Cue,
        subject: Stretch,
        content_end: usize,
        after: usize,
        quoted: bool,
        later: &[Cue],
    ) {
        let found = self.found;
        let mut end = content_end;
        while end > self.floor && found.before(end).is_mark(',') {
            end -= 1;
        }
        let mut first = self.floor;
        while first < end && self.is_skipped(unit, first) {
            first += 1;
        }
        // Only the quotation, where the words before it belong to another statement's frame.
        if let Some(last) = unit.quotation_before(end)
            && first > unit.stretch.first
            && quoted
            && last.stretch.first >= first
        {
            let frame = (first..last.stretch.first).filter(|&i| found.token(i).is_word()).count();
            let sure = unit.quotations_in(Stretch::new(first, end)).len() > 1;
            if frame > 0
                && !sure
                && self.out.last().is_some_and(|a| a.block == unit.block)
                && first > unit.stretch.first + 12
            {
                first = last.stretch.first;
            }
        }
        if let Some(last) = unit.quotation_before(end).filter(|last| found.before(last.stretch.first).is_mark(':')) {
            first = first.max(last.stretch.first);
        }
        if first >= end {
            return;
        }
        let mut content = vec![Stretch::new(first, end)];
        let mut at = after;
        let comma = found.token(at).is_mark(',');
        if comma || found.token(at).is_mark(':') {
            at += 1;
        }
        // The second part is quoted, or goes on from a first that is not.
        let mut next = None;
        if let Some(quotation) = unit.quotation_from(at).filter(|_| quoted) {
            next = Some(Stretch::new(at, Self::run_of_quotations(unit, quotation)));
        } else if quoted {
            next = self.next_quoted_sentence(unit, after);
        } else if comma && later.first().is_none_or(|cue| cue.stretch.first > at + 3) {
            let stop = self.clause_end(unit, at, later);
            if stop > at + 2 && !self.word(at).starts_with("who") && !found.token(at).is(Classes::CONJUNCTION) {
                next = self.trimmed(unit, at, stop);
            }
        }
        let way = if quoted { Way::QuoteThenCue } else { Way::Postposed };
        self.floor = after;
        if let Some(next) = next {
            content.push(next);
            self.floor = next.end;
        }
        self.push(content, Some(cue.stretch), Some(subject), way, unit);
    }

    /// The end of quotations that follow each other with nothing between.
    fn run_of_quotations(unit: &Unit<'_>, first: &Quotation) -> usize {
        let mut end = first.stretch.end;
        while let Some(next) = unit.quotation_from(end) {
            end = next.stretch.end;
        }
        end
    }

    /// *“A,” said X. “B.”* within one unit: a later quotation that opens a sentence of its own.
    fn next_quoted_sentence(&self, unit: &Unit<'_>, from: usize) -> Option<Stretch> {
        let next = unit.quotations.get(unit.quotations.partition_point(|quotation| quotation.stretch.first < from))?;
        let opens =
            matches!(self.found.before(next.stretch.first).mark(), Some('.' | '!' | '?' | ';' | '—' | '–' | '―' | ':'));
        let plain = (from..next.stretch.first)
            .all(|index| !self.found.token(index).is(Classes::REPORTS.and(Classes::REPORTING)));
        (opens && plain && next.role == Use::Speech).then_some(next.stretch)
    }

    /// Words at the head of a content that belong to the sentence, not to what was said.
    fn is_skipped(&self, unit: &Unit<'_>, index: usize) -> bool {
        let token = self.found.token(index);
        unit.quotation_at(index).is_none()
            && (matches!(token.mark(), Some(',' | ':' | ';' | '.' | '—' | '–' | '―' | '-' | '•' | '*'))
                || index == unit.stretch.first && matches!(self.word(index), "But" | "And" | "Yet"))
    }

    /// The hearer after a verb that takes one, and where the rest begins.
    fn after_addressee(&self, unit: &Unit<'_>, cue: &Cue) -> (Option<Stretch>, usize) {
        let found = self.found;
        let after = cue.stretch.end;
        if !found.token(cue.verb).is(Classes::TELL) {
            if self.word(after) == "to"
                && !found.token(after + 1).is(Classes::REPORT)
                && found.token(cue.verb).is(Classes::SAY)
            {
                let end = self.phrase_end(unit, after + 1);
                if end > after + 1 && (found.token(after + 1).is_capital() || found.token(end - 1).is(Classes::HEAD)) {
                    return (Some(Stretch::new(after + 1, end)), end);
                }
            }
            return (None, after);
        }
        let end = self.phrase_end(unit, after);
        ((end > after).then(|| Stretch::new(after, end)), end)
    }

    /// The end of the noun phrase that begins at a token.
    fn phrase_end(&self, unit: &Unit<'_>, from: usize) -> usize {
        let found = self.found;
        let first = found.token(from);
        if first.is(Classes::PRONOUN) && !first.is(Classes::SUBORDINATOR) {
            return from + 1;
        }
        let mut end = from;
        while end < unit.stretch.end && end - from < 14 && unit.quotation_at(end).is_none() {
            if let Some(naming) =
                source::naming_from(found, end).filter(|naming| naming.form != crate::article::Form::Pronoun)
            {
                end = naming.stretch.end.min(unit.stretch.end);
                continue;
            }
            let token = found.token(end);
            let joins = token.shape == Shape::Clitic || token.is_mark('-') || token.is_mark('&');
            if !(token.is_word() || joins)
                || token.is(Classes::AUXILIARY.and(Classes::SUBORDINATOR).and(Classes::PRONOUN)) && end > from
                || token.is(Classes::DAY)
                || token.is(Classes::PREPOSITION) && !matches!(self.word(end), "of" | "from") && end > from
                || end > from
                    && token.is(Classes::DETERMINER)
                    && !found.before(end).is(Classes::PREPOSITION.and(Classes::CONJUNCTION))
            {
                break;
            }
            end += 1;
        }
        end
    }

    /// *X said that …*: what follows the cue, up to where the next statement begins.
    fn forward(&mut self, unit: &Unit<'_>, cue: &Cue, subject: Option<Stretch>, way: Way, later: &[Cue]) {
        if cue.stretch.first < self.floor {
            return;
        }
        let (addressee, start) = self.after_addressee(unit, cue);
        let Some((start, quoted)) = self.content_start(unit, cue, start) else { return };
        let end = self.clause_end(unit, start, later);
        let Some(content) = self.trimmed(unit, start, end) else { return };
        let verb = self.found.token(cue.verb);
        let held = unit.quotations_in(content);
        let mut parts = vec![content];
        if verb.is(Classes::DESCRIBE) && !verb.is(Classes::URGE) {
            // Only the quoted words are the speaker's.
            let Some(first) = held.iter().find(|q| q.role != Use::Title) else { return };
            parts = vec![first.stretch];
        }
        self.floor = parts.last().map_or(end, |part| part.end).max(cue.stretch.end);
        let way = match way {
            Way::Clause if quoted => Way::CueThenQuote,
            way => way,
        };
        let before = self.out.len();
        self.push(parts, Some(cue.stretch), subject, way, unit);
        if let Some(added) = self.out.get_mut(before) {
            added.addressee = addressee;
        }
    }

    fn trimmed(&self, unit: &Unit<'_>, first: usize, end: usize) -> Option<Stretch> {
        let mut end = end;
        while end > first
            && unit.quotation_at(end - 1).is_none()
            && matches!(self.found.before(end).mark(), Some('.' | ',' | ';' | ':' | '!' | '?' | '—' | '–' | '―' | '…'))
        {
            end -= 1;
        }
        let content = Stretch::new(first, end);
        let words = content.iter().filter(|&index| self.found.token(index).is_word()).take(3).count();
        (words >= 2 || words == 1 && unit.quotation_from(first).is_some()).then_some(content)
    }

    /// Where what was said begins, and whether a quotation begins there.
    fn content_start(&self, unit: &Unit<'_>, cue: &Cue, after: usize) -> Option<(usize, bool)> {
        let found = self.found;
        let verb = found.token(cue.verb);
        let mut index = after;
        while index < unit.stretch.end && index < after + 16 {
            let token = found.token(index);
            if unit.quotation_from(index).is_some() {
                let led_in = index == after || matches!(found.before(index).mark(), Some(',' | ':' | '—' | '–' | '―'));
                if led_in {
                    return Some((index, true));
                }
                break;
            }
            if token.is_mark(':') {
                return Some((index + 1, unit.quotation_from(index + 1).is_some()));
            }
            if self.word(index) == "that" && !found.before(index).is(Classes::PREPOSITION) {
                return Some((index, false));
            }
            let small = token.shape == Shape::Lower;
            if small && token.is(Classes::PRONOUN.and(Classes::AUXILIARY).and(Classes::REPORTS)) || token.is_mark(';') {
                break;
            }
            index += 1;
        }
        let mut start = after;
        while found.token(start).is_mark(',') {
            start += 1;
        }
        if start >= unit.stretch.end {
            return None;
        }
        let opener = found.token(start);
        let bare = opener.is_capital() || opener.is(Classes::DETERMINER.and(Classes::PRONOUN).and(Classes::POSSESSIVE));
        let strong = verb.is(Classes::SAY.and(Classes::TELL));
        let takes = if verb.is(Classes::URGE) {
            true
        } else if verb.is(Classes::DESCRIBE) {
            unit.quotations.last().is_some_and(|q| q.stretch.first >= start)
        } else if verb.is(Classes::THINK) {
            bare && !strong
                && matches!(
                    self.word(cue.verb),
                    "thinks" | "thought" | "believes" | "believed" | "believe" | "think" | "hopes" | "hoped"
                )
        } else if verb.is(Classes::ASK) {
            matches!(self.word(start), "whether" | "if" | "why" | "how" | "what" | "when" | "where" | "who")
        } else if strong {
            !opener.is(Classes::PREPOSITION) || opener.is(Classes::DETERMINER)
        } else {
            false
        };
        takes.then_some((start, false))
    }

    /// Where what was said ends: at the unit's end, or before the next statement of the same sentence.
    fn clause_end(&self, unit: &Unit<'_>, start: usize, later: &[Cue]) -> usize {
        let found = self.found;
        for cue in later.iter().take(12).filter(|cue| cue.stretch.first > start) {
            let mut cut = cue.stretch.first;
            if cue.sort == Sort::Finite || cue.sort == Sort::NoComment {
                match source::left(self.page, found, unit, cue, start) {
                    Some(subject) if subject.first > start => cut = subject.first,
                    Some(_) => continue,
                    None => {
                        while cut > start && source::is_adverb(self.page, found, cut - 1) {
                            cut -= 1;
                        }
                    }
                }
            }
            let before = found.before(cut);
            let joined = before.is(Classes::CONJUNCTION)
                || matches!(self.page.word(before), "while" | "though" | "although" | "whereas");
            let parted = matches!(before.mark(), Some(',' | ';' | '—' | '–' | '―'));
            let closes_quote = unit.quotation_before(cut).is_some();
            let cuts = match cue.sort {
                Sort::Finite | Sort::NoComment => joined || before.is_mark(';'),
                Sort::Participle | Sort::AccordingTo => parted || joined || closes_quote,
            };
            if cuts && cut > start + 1 {
                let mut end = cut - 1;
                if !joined && !parted {
                    end = cut;
                }
                return end.max(start);
            }
        }
        unit.stretch.end
    }

    fn according_to(&mut self, unit: &Unit<'_>, cue: &Cue) {
        let found = self.found;
        let Some(source) = source::right(self.page, found, unit, cue.stretch.end) else { return };
        let before = cue.stretch.first;
        let opens = before <= self.floor + 1;
        let content = if opens {
            let start = if found.token(source.end).is_mark(',') { source.end + 1 } else { source.end };
            self.trimmed(unit, start, unit.stretch.end)
        } else {
            let mut first = self.floor;
            while first < before && self.is_skipped(unit, first) {
                first += 1;
            }
            self.trimmed(unit, first, before)
        };
        let Some(content) = content else { return };
        self.subject = Some(source);
        self.floor = content.end.max(source.end);
        self.push(vec![content], Some(cue.stretch), Some(source), Way::AccordingTo, unit);
    }

    /// A statement inside what an earlier cue of the unit reports: *Roe said Marchetti told him …*
    fn nested(&mut self, unit: &Unit<'_>, cue: &Cue) {
        let found = self.found;
        let verb = found.token(cue.verb);
        if !verb.is(Classes::SAY.and(Classes::TELL)) {
            return;
        }
        let at = Stretch::new(cue.stretch.first, cue.stretch.end);
        let outer = self.frame_of(at);
        let Some(outer) = outer else { return };
        let Some(holder) = self.out.get(outer).and_then(|a| a.content.iter().find(|c| c.covers(at)).copied()) else {
            return;
        };
        let Some(subject) = source::left(self.page, found, unit, cue, holder.first) else { return };
        let (addressee, start) = self.after_addressee(unit, cue);
        let Some((start, _)) = self.content_start(unit, cue, start) else { return };
        let Some(content) =
            self.trimmed(unit, start, holder.end).filter(|content| holder.covers(*content) && holder.len() < 400)
        else {
            return;
        };
        let before = self.out.len();
        self.push(vec![content], Some(cue.stretch), Some(subject), Way::Clause, unit);
        if let Some(added) = self.out.get_mut(before) {
            added.nested_in = Some(outer);
            added.addressee = addressee;
        }
    }

    /// The latest statement that reports the words at a place.
    fn frame_of(&self, at: Stretch) -> Option<usize> {
        let from = self.out.len().saturating_sub(16);
        let near = self.out.get(from..)?;
        let holds = |a: &Attribution| a.nested_in.is_none() && a.content.iter().rev().take(8).any(|c| c.covers(at));
        near.iter().rposition(holds).map(|index| from + index)
    }

    /// Quotations of a unit that no cue has taken.
    fn left_over(&mut self, unit: &Unit<'_>, began: usize) {
        let found = self.found;
        for quotation in unit.quotations {
            let stretch = quotation.stretch;
            let taken =
                self.out.iter().rev().take(12).any(|a| a.content.iter().rev().take(8).any(|c| c.overlaps(stretch)));
            if taken || quotation.role != Use::Speech && !quotation.resumes {
                continue;
            }
            if !self.page.english {
                self.push(vec![stretch], None, None, Way::Implied, unit);
                continue;
            }
            let words = stretch.iter().take(12).filter(|&index| found.token(index).is_word()).count();
            let before = found.before(stretch.first);
            if quotation.resumes && self.out.len() == began {
                self.quoted_unit(&Unit { quotations: std::slice::from_ref(quotation), ..*unit });
                continue;
            }
            if before.is_mark(':') && stretch.first > unit.stretch.first {
                let colon = stretch.first - 1;
                let source = naming_ending(found, colon)
                    .map(|naming| naming.stretch)
                    .or_else(|| source::main_subject(found, unit, colon));
                let label = source.is_some_and(|source| source.first == unit.stretch.first && source.end == colon);
                let way = if label { Way::Label } else { Way::Implied };
                self.push(vec![stretch], None, source, way, unit);
                continue;
            }
            let opens = stretch.first == unit.stretch.first || matches!(before.mark(), Some('.' | '!' | '?'));
            let last = found.token(stretch.end.saturating_sub(2)).mark();
            let sentence = opens && matches!(last, Some('.' | '!' | '?' | ',')) && words >= 3;
            if sentence && self.out.get(began..).is_none_or(<[Attribution]>::is_empty) {
                let same_block = self.out.last().is_some_and(|a| a.block == unit.block);
                if same_block {
                    self.quoted_unit(&Unit { quotations: std::slice::from_ref(quotation), ..*unit });
                    continue;
                }
            }
            if words < 4 && !sentence || quotation.pairing == Pairing::Unclosed {
                continue;
            }
            let source = self.subject.or_else(|| source::main_subject(found, unit, stretch.first));
            self.push(vec![stretch], None, source, Way::Implied, unit);
        }
    }
}

/// Whether all, some or none of the words stand in quotation marks.
fn kind_of(found: &Found, unit: &Unit<'_>, content: &[Stretch]) -> Kind {
    let (mut inside, mut outside) = (false, false);
    for part in content {
        let mut index = part.first;
        while index < part.end {
            if let Some(quotation) = unit.quotation_at(index) {
                inside = true;
                index = quotation.stretch.end.min(part.end).max(index + 1);
            } else {
                outside |= found.token(index).is_word();
                index += 1;
            }
        }
    }
    match (inside, outside) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        _ => Kind::Indirect,
    }
}
