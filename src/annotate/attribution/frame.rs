//! What stands around a content in its sentence: inverted subjects, leading marks, contents that say nothing.

use crate::article::Form;

use super::super::cue::Cue;
use super::super::lexicon::Classes;
use super::super::mention::Sort;
use super::super::page::Stretch;
use super::super::token::Shape;
use super::super::unit::Unit;
use super::{Finder, Way, source};

impl Finder<'_> {
    /// *The mayor of Vell, Odile Marchetti, asked*: what stands before the comma describes the subject.
    pub(super) fn is_description(&self, comma: usize) -> bool {
        let Some(naming) = source::naming_from(self.found, self.floor).filter(|n| n.form == Form::Nominal) else {
            return false;
        };
        let end = naming.stretch.end;
        let owner = source::naming_from(self.found, end + 1).filter(|_| self.page.word(self.found.token(end)) == "of");
        end == comma || owner.is_some_and(|owner| owner.stretch.end == comma)
    }

    /// *…Tomas Breck, who, she said, had “held the line”*: what was said is the clause that goes on behind.
    pub(super) fn inserted(&mut self, unit: &Unit<'_>, cue: &Cue, subject: Stretch, later: &[Cue]) -> bool {
        let found = self.found;
        let pronoun = found.before(subject.first.saturating_sub(1));
        let start = cue.stretch.end + 1;
        if !matches!(self.page.word(pronoun), "who" | "which" | "that") || !found.token(start - 1).is_mark(',') {
            return false;
        }
        let end = self.clause_end(unit, start, later);
        let Some(content) = self.trimmed(unit, start, end) else { return false };
        self.floor = content.end;
        self.push(vec![content], Some(cue.stretch), Some(subject), Way::Postposed, unit);
        true
    }

    /// *…the village moves on said Odile Marchetti.*: a name after the verb that ends the sentence, no comma before.
    pub(super) fn inverts_bare(&self, unit: &Unit<'_>, cue: &Cue) -> bool {
        let found = self.found;
        if !matches!(self.word(cue.verb), "said" | "says") || cue.stretch.first < self.floor + 4 {
            return false;
        }
        let before = found.before(cue.stretch.first);
        let named = source::naming_from(found, cue.stretch.end)
            .is_some_and(|naming| naming.form == Form::Name && naming.sort == Sort::Person);
        let noun = Classes::HEAD.or(Classes::PRONOUN).or(Classes::SUBORDINATOR).or(Classes::CONJUNCTION);
        named
            && before.shape == Shape::Lower
            && !before.is(noun)
            && source::right(self.page, found, unit, cue.stretch.end)
                .is_some_and(|subject| subject.end + 1 >= unit.stretch.end)
    }

    /// *Odile Marchetti, the chair of the board, told the town …*: the subject stands before the commas.
    pub(super) fn has_subject_at_floor(&self, unit: &Unit<'_>, cue: &Cue) -> bool {
        source::left(self.page, self.found, unit, cue, self.floor).is_some_and(|subject| {
            let named = source::naming_from(self.found, subject.first)
                .is_some_and(|naming| naming.form == Form::Name && naming.sort == Sort::Person);
            subject.first <= self.floor + 1 && named
        })
    }

    /// A content without the marks that part it from the words before.
    pub(super) fn without_lead(&self, unit: &Unit<'_>, part: Stretch) -> Stretch {
        let mut first = part.first;
        while first < part.end
            && unit.quotation_at(first).is_none()
            && matches!(self.found.token(first).mark(), Some(',' | ';' | ':'))
        {
            first += 1;
        }
        Stretch::new(first, part.end)
    }

    /// *argued it again*: a pronoun and small words are no statement.
    pub(super) fn says_nothing(&self, unit: &Unit<'_>, content: &[Stretch]) -> bool {
        let small = Classes::PRONOUN
            .or(Classes::ADVERB)
            .or(Classes::DETERMINER)
            .or(Classes::PREPOSITION)
            .or(Classes::POSSESSIVE)
            .or(Classes::DAY)
            .or(Classes::TIME);
        content.iter().map(|part| part.len()).sum::<usize>() <= 8
            && content.iter().flat_map(|part| part.iter()).all(|index| {
                let token = self.found.token(index);
                unit.quotation_at(index).is_none() && (!token.is_word() || token.is(small))
            })
    }
}
