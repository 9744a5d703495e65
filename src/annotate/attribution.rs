//! Who said what, in the text's own words: content, cue and source of every statement, by plain rules.
//!
//! Works unit by unit (see `unit`), so that a quotation is never cut. Whom a source means is left to `resolve`.
//! The rules follow the clause patterns of English reporting: *X said that …*, *“…,” X said*, *“…,” said X*,
//! *according to X*, *…, adding that …*, and quotations that go on without a new cue.

mod clause;
mod dialogue;
mod frame;
mod source;
mod uncued;
mod way;
mod within;

use crate::article::{BlockKind, Kind};

use super::cue::{Cue, Sort};
use super::lexicon::Classes;
use super::mention::{dateline_end, stamp_end};
use super::page::{Found, Page, Stretch};
use super::quote::{Quotation, Use};
use super::unit::{Unit, outermost, units};

pub use source::{main_subject, naming_ending, namings_in};
pub use way::Way;

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
    /// How likely the content is one as found, and the source the right one; 0 to 1; the pattern's own where only rules
    /// spoke.
    pub sure: (f32, f32),
    /// The next-best sources with their probabilities, best first.
    pub rivals: Vec<(Stretch, f32)>,
}

/// Finds the statements, by the first token of their content.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Attribution> {
    let outermost = outermost(found);
    let mut finder = Finder { page, found, out: Vec::new(), floor: 0, subject: None, last_end: 0 };
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
    if page.english {
        finder.within_quotations();
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

/// A description in quotation marks is looked for behind so many titles at most, so that no text makes the search long.
const MOST_TITLES: usize = 16;

struct Finder<'a> {
    page: &'a Page<'a>,
    found: &'a Found,
    out: Vec<Attribution>,
    /// First token of the unit that no statement has taken yet.
    floor: usize,
    /// The last subject of a cue in the unit.
    subject: Option<Stretch>,
    /// Where the unit ends without its closing marks.
    last_end: usize,
}

impl<'a> Finder<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.page.word(self.found.token(index))
    }

    fn unit(&mut self, unit: &Unit<'_>, cues: &[Cue]) {
        let stamp = stamp_end(self.page, self.found, unit.stretch.first);
        self.floor = dateline_end(self.found, unit.stretch.first).max(stamp);
        self.subject = None;
        self.last_end = self.without_end(unit, unit.stretch.first, unit.stretch.end);
        let began = self.out.len();
        if self.page.kind_of(unit.block) == BlockKind::Blockquote && unit.quotations.is_empty() {
            self.set_off(unit);
            return;
        }
        if self.page.english {
            if self.transcript(unit) || self.dialogue(unit) || self.dash_byline(unit) {
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

    fn push(
        &mut self,
        content: Vec<Stretch>,
        cue: Option<Stretch>,
        source: Option<Stretch>,
        way: Way,
        unit: &Unit<'_>,
    ) {
        let content: Vec<Stretch> = content.into_iter().map(|part| self.without_lead(unit, part)).collect();
        if content.iter().all(|part| part.is_empty()) || self.says_nothing(unit, &content) {
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
            sure: way.belief(),
            rivals: Vec::new(),
        });
    }

    fn cue(&mut self, unit: &Unit<'_>, cue: &Cue, later: &[Cue]) {
        match cue.sort {
            Sort::AccordingTo => self.according_to(unit, cue),
            Sort::NoComment => {
                let subject = source::left(self.page, self.found, unit, cue, unit.stretch.first);
                let content = cue.stretch;
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
        let inverts = verb.is(Classes::SAY.or(Classes::ASK).or(Classes::THINK).or(Classes::TELL).or(Classes::SHOW));
        let bare = !quote_before && !after_comma && self.inverts_bare(unit, cue);
        let parted = after_comma && before > self.floor + 2 && !self.has_subject_at_floor(unit, cue);
        // “…,” the mayor, Jane Roe, told Vell Radio: what follows *told* hears it.
        let inverts = inverts && !matches!(self.word(cue.verb), "told" | "tells" | "tell");
        if inverts && (quote_before || parted || bare) {
            let from = cue.stretch.end;
            if let Some(subject) = source::right(self.page, found, unit, from) {
                let plain = quote_before || bare || !self.is_clause_after(unit, subject.end);
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
        if comma_before && self.inserted(unit, cue, subject, later) {
            return;
        }
        let describes = !quote_before && self.is_description(subject.first.saturating_sub(1));
        if quote_before || comma_before && !describes && subject.first > self.floor + 2 {
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
            .all(|index| !self.found.token(index).is(Classes::REPORTS.or(Classes::REPORTING)));
        (opens && plain && next.role == Use::Speech).then_some(next.stretch)
    }

    /// Words at the head of a content that belong to the sentence, not to what was said.
    fn is_skipped(&self, unit: &Unit<'_>, index: usize) -> bool {
        let token = self.found.token(index);
        unit.quotation_at(index).is_none()
            && (matches!(token.mark(), Some(',' | ':' | ';' | '.' | '—' | '–' | '―' | '-' | '•' | '*'))
                || index == unit.stretch.first && matches!(self.word(index), "But" | "And" | "Yet"))
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
            let Some(first) = held.iter().take(MOST_TITLES).find(|q| q.role != Use::Title) else { return };
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

    fn according_to(&mut self, unit: &Unit<'_>, cue: &Cue) {
        let found = self.found;
        let Some(source) = source::right(self.page, found, unit, cue.stretch.end) else { return };
        let before = cue.stretch.first;
        let opens = before <= self.floor + 1;
        // According to the mayor, the ferry sails: what follows the comma is no apposition where nothing else does.
        let ends = source.end + 1 >= unit.stretch.end;
        let comma = source.iter().find(|&index| opens && ends && found.token(index).is_mark(','));
        let source = Stretch::new(source.first, comma.unwrap_or(source.end));
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
        if !verb.is(Classes::SAY.or(Classes::TELL)) {
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
