//! The words that name a cue's speaker: its subject on the left or, inverted, on the right.

use crate::article::Form;

use super::super::cue::{Cue, is_quote};
use super::super::lexicon::Classes;
use super::super::mention::{Naming, Sort};
use super::super::page::{Found, Page, Stretch};
use super::super::token::{Shape, Token};
use super::super::unit::Unit;

/// No source is looked for further away, in tokens.
const REACH: usize = 40;

/// The naming that ends right before a token.
pub fn naming_ending(found: &Found, end: usize) -> Option<&Naming> {
    let after = found.namings.partition_point(|naming| naming.stretch.first < end);
    let from = after.saturating_sub(3);
    found.namings.get(from..after)?.iter().rev().find(|naming| naming.stretch.end == end)
}

/// The naming that begins at a token.
pub fn naming_from(found: &Found, first: usize) -> Option<&Naming> {
    let at = found.namings.partition_point(|naming| naming.stretch.first < first);
    found.namings.get(at).filter(|naming| naming.stretch.first == first)
}

/// The namings that lie in a stretch.
pub fn namings_in(found: &Found, stretch: Stretch) -> &[Naming] {
    let first = found.namings.partition_point(|naming| naming.stretch.first < stretch.first);
    let end = found.namings.partition_point(|naming| naming.stretch.first < stretch.end);
    found.namings.get(first..end.max(first)).unwrap_or_default()
}

/// The subject before a cue, not reaching before `floor`.
pub fn left(page: &Page<'_>, found: &Found, unit: &Unit<'_>, cue: &Cue, floor: usize) -> Option<Stretch> {
    let mut end = cue.stretch.first;
    while end > floor && is_adverb(page, found, end - 1) {
        end -= 1;
    }
    let last = end.checked_sub(1).filter(|&last| last >= floor)?;
    if unit.quotation_at(last).is_some() {
        return None;
    }
    let token = found.token(last);
    if token.is(Classes::PRONOUN) && !token.is(Classes::SUBORDINATOR) {
        return Some(Stretch::new(last, end));
    }
    if token.is(Classes::SUBORDINATOR) && matches!(page.word(token), "who" | "which" | "that") {
        return relative(found, unit, last, floor);
    }
    if token.is_mark(',') || token.is_mark(')') || matches!(token.mark(), Some('—' | '–' | '―')) {
        return apposed(found, unit, last, floor);
    }
    let subject = chunk(page, found, unit, end, floor)?;
    Some(with_partner(page, found, subject, floor))
}

/// *Jane Roe, and her Vellian counterpart Per Lind, said*: both said it.
fn with_partner(page: &Page<'_>, found: &Found, subject: Stretch, floor: usize) -> Stretch {
    let from = subject.first.saturating_sub(4).max(floor);
    let own = |index: usize| found.token(index).is(Classes::POSSESSIVE) && page.word(found.before(index)) == "and";
    let Some(link) = (from..=subject.first).rev().find(|&index| own(index)).map(|own| own - 1) else { return subject };
    let plain = (link + 2..subject.first).all(|index| {
        let token = found.token(index);
        token.is(Classes::ROLE.or(Classes::DEMONYM)) || page.word(token) == "counterpart"
    });
    let comma = usize::from(found.before(link).is_mark(','));
    let partner = naming_ending(found, link - comma).filter(|naming| {
        naming.form == Form::Name && naming.sort == Sort::Person && opens_clause(found, naming, floor)
    });
    match partner.filter(|naming| plain && naming.stretch.first >= floor) {
        Some(naming) => Stretch::new(naming.stretch.first, subject.end),
        None => subject,
    }
}

/// *a group of nations that have said*: what the clause with *who* or *that* belongs to.
fn relative(found: &Found, unit: &Unit<'_>, pronoun: usize, floor: usize) -> Option<Stretch> {
    let end = if found.before(pronoun).is_mark(',') { pronoun - 1 } else { pronoun };
    let mut first = end;
    while first > floor && end - first < 14 && unit.quotation_at(first - 1).is_none() {
        let token = found.token(first - 1);
        if !(token.is_word() || token.shape == Shape::Clitic) || token.is(Classes::AUXILIARY) {
            break;
        }
        first -= 1;
    }
    let chunk = Stretch::new(first, end);
    if chunk.is_empty() {
        return None;
    }
    if found.token(first).is(Classes::DETERMINER) {
        return Some(chunk);
    }
    naming_ending(found, end).map(|naming| naming.stretch)
}

/// *Jane Roe, the chair of the board, said*: the name stands before an earlier comma.
fn apposed(found: &Found, unit: &Unit<'_>, comma: usize, floor: usize) -> Option<Stretch> {
    // The board's chair, Jane Roe, said
    if let Some(naming) = naming_ending(found, comma).filter(|naming| naming.form == Form::Name) {
        let before = naming.stretch.first.checked_sub(2).filter(|&before| before >= floor);
        let led_in = found.before(naming.stretch.first).is_mark(',')
            && before.is_some_and(|before| found.token(before).is(Classes::ROLE));
        if led_in {
            let described = before.and_then(|before| naming_ending(found, before + 1));
            let described = described.filter(|other| other.form == Form::Nominal && other.stretch.first >= floor);
            return Some(described.map_or(naming.stretch, |other| Stretch::new(other.stretch.first, comma)));
        }
        // The minister of harbours, José Müller, said
        let parted = found.before(naming.stretch.first).is_mark(',');
        let office = before.filter(|_| parted).and_then(|before| office_ending(found, before, floor));
        if let Some(first) = office.filter(|_| naming.sort == Sort::Person) {
            return Some(Stretch::new(first, comma));
        }
    }
    let mut at = comma;
    let mut commas = 0;
    while at > floor && comma - at < REACH {
        at -= 1;
        if unit.quotation_at(at).is_some() {
            return None;
        }
        let token = found.token(at);
        if !matches!(token.mark(), Some(',' | '(' | '—' | '–' | '―')) {
            continue;
        }
        commas += 1;
        if let Some(naming) = naming_ending(found, at).filter(|naming| opens_clause(found, naming, floor)) {
            return Some(Stretch::new(naming.stretch.first, comma));
        }
        if commas == 4 {
            break;
        }
    }
    // A spokesman for the board, speaking on Friday, said
    let first = (floor..comma).find(|&index| found.token(index).is_word())?;
    let end = (first..comma).find(|&index| found.token(index).mark().is_some())?;
    let head = Stretch::new(first, end);
    let heads = head.iter().any(|index| found.token(index).is(Classes::HEAD));
    (heads && head.len() <= 10 && !found.token(first).is(Classes::PREPOSITION)).then_some(head)
}

/// Where *the minister of harbours* begins that ends with the token `last`.
fn office_ending(found: &Found, last: usize, floor: usize) -> Option<usize> {
    let near = (last.saturating_sub(7).max(floor)..=last).rev();
    let first = near.take_while(|&index| found.token(index).is_word()).last()?;
    let opens = first == floor || found.before(first).mark().is_some();
    let preposition = (first..last).find(|&index| found.token(index).is(Classes::PREPOSITION))?;
    let headed = preposition > first + 1 && found.before(preposition).is(Classes::ROLE);
    (opens && headed && found.token(first).is(Classes::DETERMINER)).then_some(first)
}

/// Whether a name stands where a subject can: first, or after a mark or a joining word.
fn opens_clause(found: &Found, naming: &Naming, floor: usize) -> bool {
    if naming.stretch.first <= floor {
        return true;
    }
    let before = found.before(naming.stretch.first);
    before.mark().is_some_and(|mark| mark != '-')
        || before.is(Classes::CONJUNCTION.or(Classes::SUBORDINATOR).or(Classes::ADVERB).or(Classes::DETERMINER))
        || before.is(Classes::HEAD)
}

/// The noun phrase that ends at `end`.
fn chunk(page: &Page<'_>, found: &Found, unit: &Unit<'_>, end: usize, floor: usize) -> Option<Stretch> {
    let mut first = end;
    while first > floor && end - first < 24 {
        let token = found.token(first - 1);
        let mark_ok = matches!(token.shape, Shape::Clitic | Shape::Mark('-' | '&' | '/' | '$' | '£' | '%'));
        if !(token.is_word() || mark_ok) || unit.quotation_at(first - 1).is_some() {
            break;
        }
        if ends_chunk(page, found, first - 1, end) {
            break;
        }
        first -= 1;
    }
    while first < end
        && found.token(first).is(Classes::ADVERB.or(Classes::CONJUNCTION))
        && !found.token(first).is(Classes::DETERMINER)
    {
        first += 1;
    }
    if first >= end {
        return None;
    }
    if let Some(naming) = naming_ending(found, end) {
        return Some(around_name(page, found, naming, first));
    }
    let mut chunk = Stretch::new(first, end);
    if found.token(first).is(Classes::PREPOSITION) {
        let start =
            (first..end).rev().find(|&index| found.token(index).is(Classes::DETERMINER.or(Classes::POSSESSIVE)))?;
        chunk = Stretch::new(start, end);
    }
    let last = found.token(end - 1);
    let plain = last.is(Classes::PREPOSITION.or(Classes::DETERMINER).or(Classes::TIME).or(Classes::DAY));
    (!plain && chunk.len() <= 18).then_some(chunk)
}

fn ends_chunk(page: &Page<'_>, found: &Found, index: usize, end: usize) -> bool {
    let token = found.token(index);
    if token.shape != Shape::Lower {
        return token.is(Classes::CONJUNCTION) && token.shape == Shape::Title;
    }
    if token.is(Classes::SUBORDINATOR.or(Classes::AUXILIARY)) && !token.is(Classes::PREPOSITION.or(Classes::DETERMINER))
    {
        return true;
    }
    if token.is(Classes::REPORTS.or(Classes::REPORTING)) && !token.is(Classes::HEAD) {
        return true;
    }
    if token.is(Classes::CONJUNCTION) {
        let joins = page.word(token) == "and" && {
            let (before, after) = (found.before(index), found.token(index + 1));
            let noun = |token: &Token| token.is_capital() || token.is(Classes::HEAD);
            noun(before) && (noun(after) || after.is(Classes::DETERMINER)) && index + 1 < end
        };
        return !joins;
    }
    false
}

/// A name's phrase: *a spokesman for Vell Water*, *Roe and Marchetti*, or the name alone.
fn around_name(page: &Page<'_>, found: &Found, naming: &Naming, chunk_first: usize) -> Stretch {
    let mut first = naming.stretch.first;
    let end = naming.stretch.end;
    if first <= chunk_first {
        return Stretch::new(first, end);
    }
    let before = found.before(first);
    let the = usize::from(before.is(Classes::DETERMINER));
    if first - the <= chunk_first {
        return Stretch::new(chunk_first, end);
    }
    let link = found.before(first - the);
    if link.is(Classes::PREPOSITION) || before.shape == Shape::Clitic {
        // Odile Marchetti of the University of Vell said
        let link_at = first - the;
        if let Some(owner) = naming_ending(found, link_at.saturating_sub(1))
            .filter(|owner| {
                link.is(Classes::PREPOSITION) && owner.form == Form::Name && owner.stretch.first >= chunk_first
            })
            .filter(|owner| owner.sort == Sort::Person && !found.before(owner.stretch.first).is(Classes::PREPOSITION))
        {
            return Stretch::new(owner.stretch.first, end);
        }
        let head = (chunk_first..first).find(|&index| found.token(index).is(Classes::HEAD));
        if let Some(head) = head {
            let start = (chunk_first..=head).rev().find(|&index| found.token(index).is(Classes::PREPOSITION));
            return Stretch::new(start.map_or(chunk_first, |start| start + 1), end);
        }
        // Anglers in the village of Vell said: the village said nothing.
        let opener = found.token(chunk_first);
        let small = Classes::PREPOSITION.or(Classes::CONJUNCTION).or(Classes::SUBORDINATOR).or(Classes::ADVERB);
        let plain = (chunk_first..first).all(|index| {
            let token = found.token(index);
            token.shape == Shape::Lower && !token.is(Classes::AUXILIARY.or(Classes::REPORTS).or(Classes::PRONOUN))
                || index == chunk_first
        });
        if link.is(Classes::PREPOSITION) && page.word(opener).ends_with('s') && !opener.is(small) && plain {
            return Stretch::new(chunk_first, end);
        }
    }
    if page.word(before) == "and" {
        if let Some(other) = naming_ending(found, first - 1) {
            first = other.stretch.first;
            // Three or more, with commas: each of them a name.
            while first > 1 && found.before(first).is_mark(',') {
                let Some(other) = naming_ending(found, first - 1).filter(|other| {
                    other.form == Form::Name && !found.before(other.stretch.first).is(Classes::PREPOSITION)
                }) else {
                    break;
                };
                first = other.stretch.first;
            }
        }
        return Stretch::new(first, end);
    }
    if found.before(first).is(Classes::DETERMINER.or(Classes::POSSESSIVE)) {
        first -= 1;
    }
    Stretch::new(first, end)
}

/// The subject after a cue: *said Jane Roe, the chair of the board*.
pub fn right(page: &Page<'_>, found: &Found, unit: &Unit<'_>, from: usize) -> Option<Stretch> {
    let opener = found.token(from);
    let noun = opener.is_capital() && !opener.is(Classes::DAY.or(Classes::MONTH))
        || opener.is(Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::HEAD)) && page.word(opener) != "that"
        || opener.is(Classes::PRONOUN) && !opener.is(Classes::SUBORDINATOR) && page.word(opener) != "it";
    let small_head = opener.shape == Shape::Lower && (from + 1..from + 4).any(|i| found.token(i).is(Classes::HEAD));
    if from >= unit.stretch.end || unit.quotation_at(from).is_some() || !(noun || small_head) {
        return None;
    }
    if opener.is(Classes::PRONOUN) {
        return Some(Stretch::new(from, from + 1));
    }
    let mut end = from;
    while end < unit.stretch.end && end - from < REACH {
        if let Some(naming) = naming_from(found, end) {
            end = naming.stretch.end.min(unit.stretch.end);
            continue;
        }
        let token = found.token(end);
        let before = found.before(end);
        let mark_ok = matches!(token.shape, Shape::Clitic | Shape::Mark('-' | '&' | '/' | '$' | '£' | '%'));
        if !(token.is_word() || mark_ok) || unit.quotation_at(end).is_some() || is_quote(token) && !mark_ok {
            break;
        }
        if end > from
            && token.shape == Shape::Lower
            && (token.is(Classes::AUXILIARY
                .or(Classes::SUBORDINATOR)
                .or(Classes::REPORTING)
                .or(Classes::REPORTS)
                .or(Classes::ADVERB))
                || token.is(Classes::CONJUNCTION) && page.word(token) != "and"
                || token.is(Classes::PREPOSITION) && page.word(token) != "of" && !before.is(Classes::HEAD))
            && !token.is(Classes::HEAD)
        {
            break;
        }
        if token.is(Classes::DAY) && end > from {
            break;
        }
        end += 1;
    }
    while end > from && found.token(end - 1).is(Classes::PREPOSITION.or(Classes::CONJUNCTION).or(Classes::TIME)) {
        end -= 1;
    }
    if end == from {
        return None;
    }
    Some(Stretch::new(from, with_apposition(page, found, unit, end)))
}

/// The end of the source with what follows it between commas: *, who chairs the board*.
fn with_apposition(page: &Page<'_>, found: &Found, unit: &Unit<'_>, end: usize) -> usize {
    if !found.token(end).is_mark(',') || unit.quotation_at(end).is_some() {
        return end;
    }
    let first = end + 1;
    let opener = found.token(first);
    // The auditor general, Tomas Oake, …
    if let Some(naming) = naming_from(found, first)
        && found.before(end).shape == Shape::Lower
        && naming.form == Form::Name
        && (found.before(end).is(Classes::ROLE) && naming.sort == Sort::Person
            || naming.sort != Sort::Person && found.token(naming.stretch.end).is_mark(','))
        && matches!(found.token(naming.stretch.end).mark(), Some(',' | '.'))
        && naming.stretch.end <= unit.stretch.end
    {
        return naming.stretch.end;
    }
    let apposes = opener.is(Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::ROLE).or(Classes::DEMONYM))
        || page.word(opener) == "who"
        || opener.shape == Shape::Number
        || (first..first + 5)
            .any(|index| found.token(index).is(Classes::ROLE) && found.token(index).shape == Shape::Lower);
    if !apposes || unit.quotation_at(first).is_some() {
        return end;
    }
    let mut at = first;
    while at < unit.stretch.end && at - first < REACH {
        let token = found.token(at);
        if unit.quotation_at(at).is_some() {
            return end;
        }
        let more = token.is_mark(',') && found.token(first).shape == Shape::Number && at == first + 1;
        if !more && matches!(token.mark(), Some(',' | '.' | ';' | ':' | '—' | '–' | '―')) {
            return at;
        }
        at += 1;
    }
    if at >= unit.stretch.end { at } else { end }
}

/// Whether a word between subject and verb says how: *also*, *bluntly*.
pub fn is_adverb(page: &Page<'_>, found: &Found, index: usize) -> bool {
    let token = found.token(index);
    token.shape == Shape::Lower
        && (token.is(Classes::ADVERB) && !token.is(Classes::PRONOUN)
            || page.word(token).ends_with("ly") && !token.is(Classes::HEAD))
}

/// Who a unit without its own subject before a cue speaks of: its first name, description or pronoun that can be a
/// subject.
pub fn main_subject(found: &Found, unit: &Unit<'_>, before: usize) -> Option<Stretch> {
    namings_in(found, Stretch::new(unit.stretch.first, before))
        .iter()
        .take(64)
        .filter(|naming| unit.quotation_at(naming.stretch.first).is_none())
        .find(|naming| {
            let before = found.before(naming.stretch.first);
            let inside = naming.stretch.first > unit.stretch.first;
            !(inside && (before.is(Classes::PREPOSITION) || before.shape == Shape::Clitic))
                && found.token(naming.stretch.end).shape != Shape::Clitic
        })
        .map(|naming| naming.stretch)
}
