//! Statements inside quoted speech: *“… and the man who sells tea says he has sold nothing”*.

use crate::article::Kind;

use super::super::cue::{Cue, Sort};
use super::super::lexicon::Classes;
use super::super::page::Stretch;
use super::super::token::Shape;
use super::super::unit::Unit;
use super::{Finder, Way, source};

/// Longer parts of a content are not looked into, in tokens.
const LONGEST: usize = 400;
/// So many parts of a content are looked into.
const MOST_PARTS: usize = 20;

impl Finder<'_> {
    /// Adds what the speakers of quotations say that others said.
    pub(super) fn within_quotations(&mut self) {
        for number in 0..self.out.len() {
            let Some(outer) = self.out.get(number).filter(|outer| outer.kind == Kind::Direct) else { continue };
            let block = outer.block;
            let parts: Vec<Stretch> =
                outer.content.iter().take(MOST_PARTS).copied().filter(|part| part.len() < LONGEST).collect();
            for part in parts {
                self.within(number, Unit { stretch: part, block, quotations: &[] });
            }
        }
    }

    fn within(&mut self, outer: usize, unit: Unit<'_>) {
        let found = self.found;
        let mut floor = unit.stretch.first;
        let mut index = floor;
        while index < unit.stretch.end {
            let token = found.token(index);
            if matches!(token.mark(), Some('.' | '!' | '?' | ';' | '…')) {
                floor = index + 1;
            }
            let says = token.shape == Shape::Lower
                && token.is(Classes::REPORTS)
                && token.is(Classes::SAY.or(Classes::TELL))
                && !found.before(index).is(Classes::DETERMINER.or(Classes::AUXILIARY))
                && found.before(index).shape != Shape::Clitic;
            if says && let Some(end) = self.said_within(outer, &unit, floor, index) {
                floor = end;
                index = end;
            }
            index += 1;
        }
    }

    /// The end of what a verb inside a quotation reports, where it reports something.
    fn said_within(&mut self, outer: usize, unit: &Unit<'_>, floor: usize, verb: usize) -> Option<usize> {
        let found = self.found;
        let cue = Cue { stretch: Stretch::new(verb, verb + 1), verb, sort: Sort::Finite };
        let subject = source::left(self.page, found, unit, &cue, floor)?;
        let own = Classes::OWN_VOICE.or(Classes::SUBORDINATOR);
        if found.token(subject.first).is(own) && subject.len() == 1 || self.word(subject.first) == "it" {
            return None;
        }
        let (addressee, after) = self.after_addressee(unit, &cue);
        let (start, _) = self.content_start(unit, &cue, after)?;
        let opener = found.token(start);
        let opens = Classes::DETERMINER.or(Classes::PRONOUN).or(Classes::POSSESSIVE).or(Classes::SUBORDINATOR);
        if !(opener.is(opens) || opener.is_capital() || opener.mark().is_some()) {
            return None;
        }
        let ends = |index: &usize| {
            matches!(found.token(*index).mark(), Some('.' | '!' | '?' | ';' | '…' | '”' | '"' | '»' | '’' | '\''))
        };
        let end = (start..unit.stretch.end).find(ends).unwrap_or(unit.stretch.end);
        let content = Stretch::new(start, self.without_end(unit, start, end));
        let words = content.iter().filter(|&index| found.token(index).is_word()).take(3).count();
        if words < 3 {
            return None;
        }
        let before = self.out.len();
        self.push(vec![content], Some(cue.stretch), Some(subject), Way::Clause, unit);
        let added = self.out.get_mut(before)?;
        added.nested_in = Some(outer);
        added.addressee = addressee;
        Some(end)
    }
}
