//! Words that are marked as speech without a cue: quotations that go on, transcripts, bylines, block quotations.

use crate::article::{BlockKind, Kind};

use super::super::lexicon::Classes;
use super::super::page::Stretch;
use super::super::quote::{Pairing, Use};
use super::super::token::Shape;
use super::super::unit::Unit;
use super::{Attribution, Finder, Way, naming_ending, source};

/// A signature is not longer than this, in tokens.
const SIGNATURE: usize = 16;

impl Finder<'_> {
    /// A unit that is nothing but quotations goes on from what was said before.
    pub(super) fn quoted_unit(&mut self, unit: &Unit<'_>) {
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

    /// A passage that the page sets off as quoted: one statement a block.
    pub(super) fn set_off(&mut self, unit: &Unit<'_>) {
        let signed = self.signature(unit);
        let end = signed.map_or(unit.stretch.end, |(end, _)| end);
        let source = signed.map(|(_, source)| source);
        if let Some(last) = self.out.last_mut().filter(|a| a.block == unit.block && a.way == Way::Block) {
            if let Some(part) = last.content.last_mut().filter(|_| last.source.is_none()) {
                part.end = end.max(part.end);
                last.source = source;
            }
            return;
        }
        self.push(vec![Stretch::new(unit.stretch.first, end)], None, source, Way::Block, unit);
        if let Some(added) = self.out.last_mut() {
            added.kind = Kind::Direct;
        }
    }

    /// *> — Visitors’ book, 12 May*: where a set-off passage ends before the words that say whose it is, and those.
    fn signature(&self, unit: &Unit<'_>) -> Option<(usize, Stretch)> {
        let found = self.found;
        let block_ends = found.token(unit.stretch.end).block as usize != unit.block;
        let from = unit.stretch.end.saturating_sub(SIGNATURE).max(unit.stretch.first);
        let dash = (from..unit.stretch.end)
            .rev()
            .find(|&index| matches!(found.token(index).mark(), Some('—' | '–' | '―')))
            .filter(|&dash| block_ends && dash + 1 < unit.stretch.end)?;
        // It stands on a line of its own, or where the passage has ended.
        let mut end = dash;
        while end > unit.stretch.first && matches!(found.token(end - 1).mark(), Some('>' | '|')) {
            end -= 1;
        }
        let gap = self.page.bytes(found.before(end).end_byte as usize, found.token(dash).start_byte as usize);
        let apart = gap.contains('\n') || matches!(found.before(end).mark(), Some('.' | '!' | '?' | '”' | '"' | '’'));
        let verb = (dash + 1..unit.stretch.end).any(|at| {
            let token = found.token(at);
            token.is(Classes::AUXILIARY.or(Classes::REPORTS)) && !(token.is(Classes::MONTH) && token.is_capital())
        });
        (apart && !verb).then(|| (end, Stretch::new(dash + 1, unit.stretch.end)))
    }

    /// *MARCHETTI: We shall see.* Everything after the label is the speaker's, to the end of the block.
    pub(super) fn transcript(&mut self, unit: &Unit<'_>) -> bool {
        let found = self.found;
        if let Some(last) = self.out.last_mut().filter(|a| {
            a.block == unit.block && matches!(a.way, Way::Transcript | Way::Interview) && a.nested_in.is_none()
        }) {
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
        // A transcript that is quoted as a whole may open every paragraph with a mark.
        let from = first + usize::from(super::super::cue::is_quote(found.token(first)));
        let end = (from..from + 6).find(|&index| !found.token(index).is_word()).unwrap_or(from);
        let label = Stretch::new(from, end);
        let shouted = label.iter().all(|index| found.token(index).shape == Shape::Upper);
        let long = found.words(self.page, label).len() >= 3;
        let interview = self.is_interview_label(label);
        let labelled = shouted && long || interview;
        if label.is_empty() || !labelled || !found.token(end).is_mark(':') || end + 2 > unit.stretch.end {
            return false;
        }
        let way = if interview { Way::Interview } else { Way::Transcript };
        self.push(vec![Stretch::new(end + 1, unit.stretch.end)], None, Some(label), way, unit);
        if let Some(added) = self.out.last_mut() {
            added.kind = Kind::Direct;
        }
        true
    }

    /// *“We shall see.” — Odile Marchetti*
    pub(super) fn dash_byline(&mut self, unit: &Unit<'_>) -> bool {
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
        let verb = rest.iter().any(|index| found.token(index).is(Classes::AUXILIARY.or(Classes::REPORTS)));
        if rest.len() > 14 || verb {
            return false;
        }
        self.push(vec![quotation.stretch], None, Some(naming.stretch), Way::Label, unit);
        true
    }

    /// Quotations of a unit that no cue has taken.
    pub(super) fn left_over(&mut self, unit: &Unit<'_>, began: usize) {
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
