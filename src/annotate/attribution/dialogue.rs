//! Speech whose form in the block tells who speaks: *Q: …* and *A: …*, and dashes for quotation marks.

use crate::article::Kind;

use super::super::cue::{Cue, Sort};
use super::super::lexicon::Classes;
use super::super::page::Stretch;
use super::super::unit::Unit;
use super::{Finder, Way, source};

/// So many cues of a block are tried for the one that tells who speaks.
const MOST_CUES: usize = 8;

impl Finder<'_> {
    /// *Q: Are you well?* and *A: I am.*: the letters stand for outlet and guest.
    pub(super) fn is_interview_label(&self, label: Stretch) -> bool {
        let asks = |at: usize| matches!(self.word(at), "Q" | "Question");
        let answers = |at: usize| matches!(self.word(at), "A" | "Answer");
        let opened = || self.out.last().is_some_and(|last| last.way == Way::Interview);
        label.len() == 1 && (asks(label.first) || answers(label.first) && opened())
    }

    /// *— We shall see, says X. — Or not.*: a block that opens with a dash and tells who speaks. Everything between
    /// dashes that is not the telling is speech.
    pub(super) fn dialogue(&mut self, unit: &Unit<'_>) -> bool {
        let found = self.found;
        if self.out.last().is_some_and(|last| last.way == Way::Dialogue && last.block == unit.block) {
            return true;
        }
        let first = unit.stretch.first;
        let is_dash = |index: usize| matches!(found.token(index).mark(), Some('—' | '–' | '―'));
        if !is_dash(first) || found.before(first).block as usize == unit.block {
            return false;
        }
        let block = found.token(first).block;
        let end = first + found.tokens.get(first..).unwrap_or_default().partition_point(|token| token.block == block);
        let whole = Unit { stretch: Stretch::new(first, end), ..*unit };
        let from = found.cues.partition_point(|cue| cue.stretch.first < first);
        let near = found.cues.get(from..).unwrap_or_default().iter().take(MOST_CUES);
        let Some((cue, subject)) = near
            .take_while(|cue| cue.stretch.first < end)
            .filter(|cue| cue.sort == Sort::Finite)
            .find_map(|cue| Some((cue, self.teller(&whole, cue)?)))
        else {
            return false;
        };
        let clause = Stretch::new(subject.first.min(cue.stretch.first), subject.end.max(cue.stretch.end));
        let mut head = clause.first;
        while head > first && is_dash(head - 1) {
            head -= 1;
        }
        let mut content = vec![Stretch::new(first, head)];
        let next = (clause.end..end).find(|&index| is_dash(index));
        content.extend(next.filter(|next| next + 1 < end).map(|next| Stretch::new(next, end)));
        let (cue, before) = (cue.stretch, self.out.len());
        self.push(content, Some(cue), Some(subject), Way::Dialogue, &whole);
        if let Some(added) = self.out.get_mut(before) {
            added.kind = Kind::Direct;
        }
        self.out.len() > before
    }

    /// The subject of a cue that closes speech: *…, says X*, *…? he asks*.
    fn teller(&self, unit: &Unit<'_>, cue: &Cue) -> Option<Stretch> {
        let found = self.found;
        let closes = |index: usize| {
            index > unit.stretch.first + 1
                && matches!(found.before(index).mark(), Some(',' | '?' | '!' | '…' | '.' | '—' | '–' | '―'))
        };
        if closes(cue.stretch.first) {
            return source::right(self.page, found, unit, cue.stretch.end);
        }
        let from = cue.stretch.first.saturating_sub(MOST_CUES).max(unit.stretch.first);
        let floor = (from..cue.stretch.first).rev().find(|&index| closes(index))?;
        let subject = source::left(self.page, found, unit, cue, floor)?;
        (subject.first == floor && !found.token(floor).is(Classes::CONJUNCTION)).then_some(subject)
    }
}
