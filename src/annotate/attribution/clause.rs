//! Where what was said begins and ends in the clause that a cue reports.

use super::super::cue::{Cue, Sort};
use super::super::lexicon::Classes;
use super::super::page::Stretch;
use super::super::token::Shape;
use super::super::unit::Unit;
use super::{Finder, source};

impl Finder<'_> {
    /// Where what was said begins, and whether a quotation begins there.
    pub(super) fn content_start(&self, unit: &Unit<'_>, cue: &Cue, after: usize) -> Option<(usize, bool)> {
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
            if small && token.is(Classes::PRONOUN.or(Classes::AUXILIARY).or(Classes::REPORTS)) || token.is_mark(';') {
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
        let bare = opener.is_capital() || opener.is(Classes::DETERMINER.or(Classes::PRONOUN).or(Classes::POSSESSIVE));
        let strong = verb.is(Classes::SAY.or(Classes::TELL));
        let takes = if verb.is(Classes::URGE) {
            // She agreed with him: whom with, not what. She called the museum: nothing but a call.
            let called = matches!(self.word(cue.verb), "call" | "calls" | "called");
            let calls = matches!(self.word(start), "for" | "on" | "upon")
                || unit.quotations.last().is_some_and(|q| q.stretch.first >= start);
            self.word(start) != "with" && (!called || calls)
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
            // Explained the plan to him: a noun phrase says nothing.
            let explained = matches!(self.word(cue.verb), "explain" | "explains" | "explained");
            let quoted = unit.quotations.last().is_some_and(|q| q.stretch.first >= start);
            let clause = quoted || (start..unit.stretch.end.min(start + 16)).any(|at| self.is_verb_like(at));
            (!opener.is(Classes::PREPOSITION) || opener.is(Classes::DETERMINER)) && (!explained || clause)
        } else {
            false
        };
        takes.then_some((start, false))
    }

    /// An auxiliary, a past form, or the word that opens a question within a sentence.
    fn is_verb_like(&self, index: usize) -> bool {
        let token = self.found.token(index);
        token.shape == Shape::Clitic
            || token.shape == Shape::Lower
                && (token.is(Classes::AUXILIARY.or(Classes::REPORTS).or(Classes::SUBORDINATOR))
                    || self.word(index).ends_with("ed"))
    }

    /// Where what was said ends: at the unit's end, or before the next statement of the same sentence.
    pub(super) fn clause_end(&self, unit: &Unit<'_>, start: usize, later: &[Cue]) -> usize {
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
            let (cut, cuts, joined) = match self.conjoined(cue, start, cut) {
                Some(link) if !cuts => (link + 1, true, true),
                _ => (cut, cuts, joined),
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

    /// *…, and at a meeting in Vell he said*: the *and* that opens the clause whose subject stands at `subject`.
    fn conjoined(&self, cue: &Cue, start: usize, subject: usize) -> Option<usize> {
        let found = self.found;
        if cue.sort != Sort::Finite || subject == cue.stretch.first {
            return None;
        }
        let link = (subject.saturating_sub(12).max(start)..subject).rev().find(|&index| {
            let token = found.token(index);
            token.is(Classes::CONJUNCTION) && found.before(index).is_mark(',')
        })?;
        let led = found.token(link + 1).is(Classes::PREPOSITION);
        let plain = (link + 1..subject).all(|index| {
            let token = found.token(index);
            token.shape == Shape::Clitic || token.is_word() && !token.is(Classes::AUXILIARY.or(Classes::REPORTS))
        });
        (led && plain && link > start + 1).then_some(link)
    }

    pub(super) fn trimmed(&self, unit: &Unit<'_>, first: usize, end: usize) -> Option<Stretch> {
        // Every cue of a unit may ask for the unit's end: its marks are walked once.
        let known = if end == unit.stretch.end { self.last_end } else { end };
        let content = Stretch::new(first, self.without_end(unit, first, known.max(first)));
        let words = content.iter().filter(|&index| self.found.token(index).is_word()).take(3).count();
        (words >= 2 || words == 1 && unit.quotation_from(first).is_some()).then_some(content)
    }

    /// The end of words from `first` on without the marks that close them.
    pub(super) fn without_end(&self, unit: &Unit<'_>, first: usize, end: usize) -> usize {
        let mut end = end;
        while end > first
            && unit.quotation_at(end - 1).is_none()
            && matches!(self.found.before(end).mark(), Some('.' | ',' | ';' | ':' | '!' | '?' | '—' | '–' | '―' | '…'))
        {
            end -= 1;
        }
        end
    }

    /// The hearer after a verb that takes one, and where the rest begins.
    pub(super) fn after_addressee(&self, unit: &Unit<'_>, cue: &Cue) -> (Option<Stretch>, usize) {
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
        // Warned the bridge might sink: the bridge does, and hears nothing.
        let clause = found.token(end).shape == Shape::Lower && found.token(end).is(Classes::AUXILIARY);
        let pronoun = found.token(after).is(Classes::PRONOUN);
        if clause && !pronoun && end < unit.stretch.end && !matches!(self.word(cue.verb), "told" | "tells" | "tell") {
            return (None, after);
        }
        ((end > after).then(|| Stretch::new(after, end)), end)
    }

    /// The end of the noun phrase that begins at a token.
    pub(super) fn phrase_end(&self, unit: &Unit<'_>, from: usize) -> usize {
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
                || token.is(Classes::AUXILIARY.or(Classes::SUBORDINATOR).or(Classes::PRONOUN)) && end > from
                || token.is(Classes::DAY)
                || token.is(Classes::PREPOSITION) && !matches!(self.word(end), "of" | "from") && end > from
                || end > from
                    && token.is(Classes::DETERMINER)
                    && !found.before(end).is(Classes::PREPOSITION.or(Classes::CONJUNCTION))
            {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whether nothing follows a cue but when and where: *… on Friday.*
    pub(super) fn ends_soon(&self, unit: &Unit<'_>, from: usize) -> bool {
        let token = self.found.token(from);
        if from >= unit.stretch.end || matches!(token.mark(), Some('.' | '!' | '?' | ';' | '—' | '–' | '―' | '…' | ')'))
        {
            return true;
        }
        if token.is_mark(',') {
            return unit.quotation_from(from + 1).is_none();
        }
        let adverbial = token.is(Classes::DAY.or(Classes::TIME).or(Classes::PREPOSITION).or(Classes::ADVERB))
            || matches!(self.word(from), "when" | "as" | "after" | "last");
        let rest = Stretch::new(from, unit.stretch.end.min(from + 25));
        let speaks_on = rest.iter().any(|index| self.word(index) == "that" || unit.quotation_from(index).is_some());
        adverbial && !speaks_on
    }

    /// Whether a clause of its own follows: a subject and a verb.
    pub(super) fn is_clause_after(&self, unit: &Unit<'_>, from: usize) -> bool {
        let token = self.found.token(from);
        from < unit.stretch.end && token.shape == Shape::Lower && token.is(Classes::AUXILIARY.or(Classes::REPORTS))
    }
}
