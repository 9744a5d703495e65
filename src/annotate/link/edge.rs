//! Where a content or a source begins and ends: of the words near the labels' edge at which it could, the likeliest.
//!
//! Labels decide word by word; here the whole is in view, with what the rules make of it and which cue was chosen.

use super::super::lexicon::Classes;
use super::super::page::Stretch;
use super::choice::Draft;
use super::scene::{Role, Scene, rule_way};
use super::weigh::{Row, Task, likely, size};

/// An edge is looked for so many tokens away from the labels'.
const REACH: usize = 16;
/// And among so many places.
const MOST: usize = 10;

/// Which edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first word.
    First,
    /// The last word.
    Last,
}

/// A stretch whose edge is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The labels' stretch.
    pub stretch: Stretch,
    /// The rules' stretch on the same words.
    pub ruled: Option<Stretch>,
    /// Content or source.
    pub role: Role,
    /// What it may not leave.
    pub bounds: Stretch,
}

/// A part of a statement's content as a piece.
pub fn content(scene: &Scene<'_>, draft: &Draft, at: usize) -> Piece {
    let stretch = draft.parts.get(at).copied().unwrap_or_default();
    let rule = draft.rule.and_then(|number| scene.found.proposals.get(number));
    let ruled = rule.and_then(|rule| {
        rule.content
            .get(rule.content.partition_point(|part| part.end <= stretch.first))
            .copied()
            .filter(|part| part.overlaps(stretch))
    });
    piece(scene, draft, stretch, ruled, Role::Content)
}

/// A statement's source as a piece.
pub fn source(scene: &Scene<'_>, draft: &Draft) -> Option<Piece> {
    let stretch = draft.source.and_then(|at| scene.sources.get(at))?.stretch;
    let rule = draft.rule.and_then(|number| scene.found.proposals.get(number));
    let ruled = rule.and_then(|rule| rule.source).filter(|own| own.overlaps(stretch));
    Some(piece(scene, draft, stretch, ruled, Role::Source))
}

/// Bounds a piece by its sentence, and by the words that other roles have.
fn piece(scene: &Scene<'_>, draft: &Draft, stretch: Stretch, ruled: Option<Stretch>, role: Role) -> Piece {
    let found = scene.found;
    let whole = |token: usize| found.sentences.get(scene.sentence(token)).map(|one| one.stretch).unwrap_or_default();
    let (left, right) = (whole(stretch.first), whole(stretch.end.saturating_sub(1)));
    let cue = draft.cue.and_then(|at| scene.cues.get(at)).map(|cue| cue.stretch);
    let taken = |index: usize| {
        let labels = found.labels.get(index).map(|label| label.odds).unwrap_or_default();
        cue.is_some_and(|cue| cue.contains(index))
            || (0..3).any(|other| other != role as usize && labels.get(other).is_some_and(|&odds| odds > 0.8))
    };
    let mut first = stretch.first;
    while first > left.first && stretch.first - first < REACH && !taken(first - 1) {
        first -= 1;
    }
    let mut end = stretch.end;
    while end < right.end && end - stretch.end < REACH && !taken(end) {
        end += 1;
    }
    Piece { stretch, ruled, role, bounds: Stretch::new(first, end) }
}

/// The labels' own edge: its first or last word.
pub fn own(scene: &Scene<'_>, stretch: Stretch, side: Side) -> usize {
    let word = |index: &usize| scene.found.token(*index).is_word();
    match side {
        Side::First => stretch.iter().find(word).unwrap_or(stretch.first),
        Side::Last => stretch.iter().rev().find(word).unwrap_or(stretch.end.saturating_sub(1)),
    }
}

/// The words at which a piece may begin or end, its own edge first.
pub fn places(scene: &Scene<'_>, piece: &Piece, side: Side, out: &mut Vec<usize>) {
    out.clear();
    let found = scene.found;
    let own_edge = own(scene, piece.stretch, side);
    out.push(own_edge);
    if let Some(ruled) = piece.ruled {
        let edge = own(scene, ruled, side);
        if !out.contains(&edge) {
            out.push(edge);
        }
    }
    let (from, end) = match side {
        Side::First => (piece.bounds.first, piece.stretch.end.min(own_edge + REACH)),
        Side::Last => (piece.stretch.first.max(own_edge.saturating_sub(REACH)), piece.bounds.end),
    };
    let breaks = Classes::CONJUNCTION.or(Classes::SUBORDINATOR).or(Classes::PREPOSITION).or(Classes::DETERMINER);
    let odds = |index: usize| {
        found.labels.get(index).and_then(|label| label.odds.get(piece.role as usize)).copied().unwrap_or(0.0)
    };
    let mut near: Vec<(usize, usize)> = Vec::new();
    for index in from..end {
        let token = found.token(index);
        if !token.is_word() {
            continue;
        }
        let (neighbour, falls) = match side {
            Side::First => (found.before(index), index.checked_sub(1).map_or(0.0, odds) + 0.2 < odds(index)),
            Side::Last => (found.token(index + 1), odds(index + 1) + 0.2 < odds(index)),
        };
        let at_break = match side {
            Side::First => token.is(breaks) || neighbour.mark().is_some(),
            Side::Last => neighbour.is(breaks) || neighbour.mark().is_some() || neighbour.block != token.block,
        };
        if (falls || at_break) && !out.contains(&index) {
            near.push((index.abs_diff(own_edge), index));
        }
    }
    near.sort_unstable();
    out.extend(near.into_iter().map(|(_, index)| index).take(MOST - out.len()));
}

/// The features of a place.
pub fn row(scene: &Scene<'_>, draft: &Draft, piece: &Piece, side: Side, place: usize, row: &mut Row) {
    let found = scene.found;
    row.begin(Task::Edge, piece.role as u64 * 2 + side as u64);
    let own_edge = own(scene, piece.stretch, side);
    let rule = draft.rule.and_then(|number| found.proposals.get(number));
    let way = rule_way(rule);
    let ruled = piece.ruled.map(|ruled| own(scene, ruled, side));
    let whose = u64::from(place == own_edge)
        + 2 * match ruled {
            None => 0,
            Some(edge) if edge == place => 1,
            Some(edge) if edge == own_edge => 2,
            Some(_) => 3,
        };
    let moved = if place < own_edge { Stretch::new(place, own_edge) } else { Stretch::new(own_edge, place) };
    // Words that the move brings in or leaves out.
    let changed = match side {
        Side::First => moved,
        Side::Last => Stretch::new(moved.first + 1, moved.end + 1),
    };
    let outward = u64::from((place < own_edge) == (side == Side::First));
    let odds = |index: usize| {
        let own = found.labels.get(index).and_then(|label| label.odds.get(piece.role as usize));
        likely(own.copied().unwrap_or(0.0))
    };
    let (outside, inside, beyond) = match side {
        Side::First => (place.saturating_sub(1), place, place.saturating_sub(2)),
        Side::Last => (place + 1, place, place + 2),
    };
    let code = |index: usize| scene.code(index);
    let mean = if place == own_edge { 10 } else { likely(scene.odds(changed, piece.role)) };
    let words = if place == own_edge { 0 } else { size(scene.words(changed)) };
    let quote = u64::from(scene.quote(place) > 0) + 2 * u64::from(scene.quote(outside) > 0);
    let cue = draft.cue.and_then(|at| scene.cues.get(at)).map_or(0, |cue| {
        1 + u64::from(cue.stretch.first == outside || cue.stretch.end == outside + 1)
            + 2 * u64::from(cue.stretch.first > place)
    });
    let move_code = words * 2 + outward;
    let sentence = u64::from(scene.sentence(place) != scene.sentence(outside));
    row.add(&[whose]);
    row.add(&[whose, way]);
    row.add(&[move_code]);
    row.add(&[move_code, mean]);
    row.add(&[whose, mean]);
    row.add(&[odds(outside), odds(inside)]);
    row.add(&[odds(outside), odds(inside), whose]);
    row.add(&[code(outside)]);
    row.add(&[code(inside)]);
    row.add(&[code(outside), code(inside)]);
    row.add(&[code(outside), code(beyond)]);
    row.add(&[code(outside), outward, u64::from(place == own_edge)]);
    row.add(&[code(inside), outward, u64::from(place == own_edge)]);
    row.add(&[quote, move_code.min(4)]);
    row.add(&[quote, whose]);
    row.add(&[cue, whose]);
    row.add(&[cue, code(outside)]);
    row.add(&[sentence, whose, quote]);
    row.add(&[scene.word_hash(outside), u64::from(place == own_edge)]);
    row.add(&[code(own_edge), move_code]);
    row.add(&[scene.naming_code(Stretch::new(place, place + 1)), outward, words.min(3)]);
    row.add(&[within_naming(scene, place, outside), u64::from(place == own_edge), outward]);
}

/// Whether the edge cuts a naming in two.
fn within_naming(scene: &Scene<'_>, place: usize, outside: usize) -> u64 {
    let found = scene.found;
    let after = found.namings.partition_point(|naming| naming.stretch.first <= place.max(outside));
    let near = found.namings.get(after.saturating_sub(3)..after).unwrap_or_default();
    let cut = near.iter().any(|naming| naming.stretch.contains(place) && naming.stretch.contains(outside));
    1 + u64::from(cut)
}

/// A stretch with other first and last words; marks go with the words that they stand by.
pub fn with_words(scene: &Scene<'_>, stretch: Stretch, first: usize, last: usize) -> Stretch {
    let (old_first, old_last) = (own(scene, stretch, Side::First), own(scene, stretch, Side::Last));
    let found = scene.found;
    let mut new = stretch;
    if first != old_first {
        new.first = first;
        // An opening mark goes with the quotation that it opens.
        if first > 0
            && scene.quote(first - 1) > 0
            && scene.quote(first - 1) == scene.quote(first)
            && found.before(first).mark().is_some()
        {
            new.first = first - 1;
        }
    }
    if last != old_last {
        new.end = last + 1;
        while scene.quote(new.end) > 0
            && scene.quote(new.end) == scene.quote(last)
            && found.token(new.end).mark().is_some()
        {
            new.end += 1;
        }
    }
    if new.first < new.end { new } else { stretch }
}

/// A content with the marks of the quotations whose first or last words it holds.
pub fn with_marks(scene: &Scene<'_>, stretch: Stretch) -> Stretch {
    let found = scene.found;
    let quotation = |token: usize| (scene.quote(token) as usize).checked_sub(1).and_then(|at| found.quotations.get(at));
    let only_marks = |mut between: std::ops::Range<usize>| between.all(|index| found.token(index).mark().is_some());
    let mut wider = stretch;
    let last = own(scene, stretch, Side::Last);
    if let Some(one) =
        quotation(last).map(|one| one.stretch).filter(|one| one.end > wider.end && one.end - wider.end <= 6)
        && only_marks(wider.end..one.end)
    {
        wider.end = one.end;
    }
    let first = own(scene, stretch, Side::First);
    if let Some(one) =
        quotation(first).map(|one| one.stretch).filter(|one| one.first < wider.first && wider.first - one.first <= 3)
        && only_marks(one.first..wider.first)
    {
        wider.first = one.first;
    }
    wider
}

/// A source without the marks at its ends.
pub fn without_marks(scene: &Scene<'_>, stretch: Stretch) -> Stretch {
    let loose = |index: usize| matches!(scene.found.token(index).mark(), Some(',' | ';' | ':' | '—' | '–'));
    let mut bare = stretch;
    while bare.first + 1 < bare.end && loose(bare.end - 1) {
        bare.end -= 1;
    }
    while bare.first + 1 < bare.end && loose(bare.first) {
        bare.first += 1;
    }
    bare
}
