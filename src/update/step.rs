//! To the next and previous statement, match, and statement by the same speaker.

use crate::state::index::speaker_words;
use crate::state::reading::Step;
use crate::state::segments::first_after;
use crate::state::{Direction, Overlay, Reading, State};

use super::jump;

/// More steps are not traced back.
const MAX_TRAIL: usize = 1_000;

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pick {
    To(usize),
    /// There is nothing further that way.
    End,
}

/// Picks among `len` places: `current` is the one that one is at, `below` the first at or below the top of the view.
fn pick(len: usize, current: Option<usize>, below: usize, direction: Direction, times: usize, wraps: bool) -> Pick {
    let further = times.saturating_sub(1);
    match direction {
        Direction::Forward => match current.map_or(below, |at| at + 1) {
            start if start < len => Pick::To(start.saturating_add(further).min(len - 1)),
            _ if wraps => Pick::To(further.min(len - 1)),
            _ => Pick::End,
        },
        Direction::Backward => match current.unwrap_or(below).checked_sub(1) {
            Some(start) => Pick::To(start.min(len - 1).saturating_sub(further)),
            None if wraps => Pick::To((len - 1).saturating_sub(further)),
            None => Pick::End,
        },
    }
}

pub(super) fn next(state: &mut State, direction: Direction, times: usize, edge: Option<Direction>) {
    let wraps = edge == Some(direction);
    let Some(reading) = &mut state.reading else { return };
    let finding = reading.finding.is_some();
    let len = reading.finding.as_ref().map_or(reading.lit.order.len(), |finding| finding.hits.len());
    if len == 0 {
        let text = nothing(reading);
        state.say(text);
        return;
    }
    let is_plain = times == 1;
    if is_plain && !wraps && undo(reading, direction) {
        return;
    }
    let top = reading.top_char();
    let (current, below) = if let Some(finding) = &reading.finding {
        let at = finding.at.filter(|&at| finding.hits.get(at).is_some_and(|hit| reading.is_in_view(hit.0)));
        (at, finding.first_from(top))
    } else {
        let at = reading.at.filter(|&at| reading.index.start_char(at).is_some_and(|char| reading.is_in_view(char)));
        (at.and_then(|at| reading.lit.rank(at)), reading.lit.starts.partition_point(|&start| start < top))
    };
    match pick(len, current, below, direction, times, wraps) {
        Pick::End => {
            let what = if finding { "match" } else { "statement" };
            let text = match (direction, current) {
                (Direction::Forward, Some(_)) => format!("the last {what}; once more goes to the first one"),
                (Direction::Forward, None) => format!("no {what} below here; once more goes to the first one"),
                (Direction::Backward, Some(_)) => format!("the first {what}; once more goes to the last one"),
                (Direction::Backward, None) => format!("no {what} above here; once more goes to the last one"),
            };
            state.edge = Some(direction);
            state.say(text);
        }
        Pick::To(to) => {
            let begun = begin(reading, direction, is_plain);
            jump::forget_evidence(reading);
            let mut is_bare = false;
            if finding {
                select_hit(reading, to);
                let hit = reading.finding.as_ref().and_then(|finding| finding.hits.get(to)).map(|hit| hit.0);
                is_bare = hit.is_some_and(|hit| statement_at(reading, hit).is_none());
            } else if let Some(&statement) = reading.lit.order.get(to) {
                go(reading, statement);
            }
            finish(reading, begun);
            if is_bare && let Some(Overlay::Card { .. }) = state.overlay {
                // The card would go on about a statement that the match is not in.
                state.overlay = None;
                state.say("no statement here");
            }
            if wraps {
                let what = if direction == Direction::Forward { "first" } else { "last" };
                state.say(format!("from the {what} one again"));
            }
        }
    }
}

pub(super) fn same_speaker(state: &mut State, direction: Direction, times: usize, edge: Option<Direction>) {
    let Some(reading) = &mut state.reading else { return };
    let Some(at) = reading.at else {
        // Nobody is the same speaker yet: the next statement says who.
        let finding = reading.finding.take();
        next(state, direction, times, edge);
        if let Some(reading) = &mut state.reading {
            reading.finding = finding;
        }
        return;
    };
    let who = reading.index.speakers.get(at).cloned().unwrap_or_default();
    let name = speaker_words(&reading.article, &reading.index, at);
    if who.is_empty() {
        state.say(format!("no actor is named for this statement: {name}"));
        return;
    }
    let theirs: Vec<usize> = reading
        .lit
        .order
        .iter()
        .copied()
        .filter(|&number| {
            reading.index.speakers.get(number).is_some_and(|others| others.iter().any(|o| who.contains(o)))
        })
        .collect();
    // From out of sight one does not step on: then what is in view is where one is, as for the next statement.
    let seen = reading.index.start_char(at).filter(|&start| reading.is_in_view(start));
    let current = theirs.iter().position(|&number| number == at && seen.is_some());
    let here = seen.unwrap_or_else(|| reading.top_char());
    let below = theirs.iter().position(|&n| reading.index.start_char(n) >= Some(here)).unwrap_or(theirs.len());
    if theirs.is_empty() {
        state.say(format!("{name}: no statement is lit"));
        return;
    }
    match pick(theirs.len(), current, below, direction, times, edge == Some(direction)) {
        Pick::End => {
            state.edge = Some(direction);
            let (end, other) = match direction {
                Direction::Forward => ("last", "first"),
                Direction::Backward => ("first", "last"),
            };
            let n = theirs.len();
            state.say(format!("{name}: the {end} of {n}; once more goes to the {other} one"));
        }
        Pick::To(to) => {
            let Some(&statement) = theirs.get(to) else { return };
            let begun = begin(reading, direction, false);
            jump::forget_evidence(reading);
            go(reading, statement);
            jump::leave_match(reading);
            finish(reading, begun);
            state.say(format!("{name}: {} of {}", to + 1, theirs.len()));
        }
    }
}

/// Goes to a match; the statement that it stands in becomes the current one.
pub(super) fn select_hit(reading: &mut Reading, hit: usize) {
    let Some(finding) = &mut reading.finding else { return };
    let Some(&(start, _)) = finding.hits.get(hit) else { return };
    finding.at = Some(hit);
    if let Some(statement) = statement_at(reading, start) {
        jump::set_at(reading, Some(statement));
    }
    jump::show_char(reading, start);
}

/// The lit statement in whose words a scalar stands.
pub(super) fn statement_at(reading: &Reading, char: usize) -> Option<usize> {
    let segment = reading.lit.words.get(first_after(&reading.lit.words, char))?;
    (segment.start_char <= char).then_some(segment.owner)
}

fn go(reading: &mut Reading, statement: usize) {
    jump::set_at(reading, Some(statement));
    if let Some(start) = reading.index.start_char(statement) {
        jump::show_char(reading, start);
    }
}

fn here(reading: &Reading) -> (usize, Option<usize>, Option<usize>) {
    (reading.top, reading.at, reading.finding.as_ref().and_then(|finding| finding.at))
}

/// Takes the last step back if it was a plain one the other way and nothing happened since; so `n` then `N` returns
/// to the row. After a count or a step by speaker the way back leads to the neighbour instead.
fn undo(reading: &mut Reading, direction: Direction) -> bool {
    let here = here(reading);
    let is_undone = |step: &mut Step| step.is_plain && step.direction != direction && step.to == here;
    let Some(step) = reading.trail.pop_if(is_undone) else { return false };
    jump::restore(reading, step.from);
    if let Some(finding) = &mut reading.finding {
        finding.at = step.from_hit;
    }
    true
}

fn begin(reading: &mut Reading, direction: Direction, is_plain: bool) -> Step {
    let here = here(reading);
    // The first of a run of steps is a jump: one comes back to where the run began.
    if reading.trail.last().is_none_or(|step| step.to != here) {
        reading.trail.clear();
        let from = reading.mark();
        reading.jumps.push(from);
    }
    Step { from: reading.mark(), from_hit: here.2, to: here, direction, is_plain }
}

fn finish(reading: &mut Reading, mut step: Step) {
    step.to = here(reading);
    if reading.trail.len() >= MAX_TRAIL {
        reading.trail.remove(0);
    }
    reading.trail.push(step);
}

fn nothing(reading: &Reading) -> String {
    if reading.finding.is_some() {
        "nothing is found".to_owned()
    } else if reading.lit.filter.is_open() {
        "no statements were found in this article".to_owned()
    } else {
        "the filter leaves no statement lit; Esc clears it".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction::*, Pick, pick};

    #[test]
    fn a_step_stays_within_the_places_and_wraps_only_when_told() {
        assert_eq!(pick(3, None, 1, Forward, 1, false), Pick::To(1));
        assert_eq!(pick(3, None, 3, Forward, 1, false), Pick::End);
        assert_eq!(pick(3, Some(0), 0, Forward, 5, false), Pick::To(2));
        assert_eq!(pick(3, Some(2), 0, Forward, 1, false), Pick::End);
        assert_eq!(pick(3, Some(2), 0, Forward, 1, true), Pick::To(0));
        assert_eq!(pick(3, Some(0), 0, Backward, 1, false), Pick::End);
        assert_eq!(pick(3, Some(0), 0, Backward, 1, true), Pick::To(2));
        assert_eq!(pick(3, None, 2, Backward, 1, false), Pick::To(1));
    }
}
