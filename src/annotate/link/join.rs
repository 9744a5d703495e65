//! Whether two parts of content that follow one another are of one statement.

use super::super::quote::Pairing;
use super::choice::Draft;
use super::scene::{Role, Scene, rule_way};
use super::weigh::{Row, Task, likely, size};

/// Two parts may be of one statement where no more than this lies between, in words.
pub const FARTHEST: usize = 60;

/// Whether the second opens anew the quotation that the first left open at its paragraph's end.
pub fn resumes(scene: &Scene<'_>, a: &Draft, b: &Draft) -> bool {
    let (Some(first), Some(second)) = (a.parts.last(), b.parts.first()) else { return false };
    let quotation =
        |token: usize| (scene.quote(token) as usize).checked_sub(1).and_then(|at| scene.found.quotations.get(at));
    let goes_on = quotation(first.end.saturating_sub(1)).is_some_and(|one| one.pairing == Pairing::GoesOn);
    goes_on && quotation(second.first).is_some_and(|one| one.resumes) && scene.gap(*first, *second).blocks == 1
}

/// The features of two parts, each with the cue that it would have by itself.
pub fn row(scene: &Scene<'_>, a: &Draft, b: &Draft, after: Option<&Draft>, row: &mut Row) -> bool {
    row.begin(Task::Join, 1);
    let found = scene.found;
    let (Some(&first), Some(&second)) = (a.parts.last(), b.parts.first()) else { return false };
    let gap = scene.gap(first, second);
    if gap.blocks > 1 || gap.words > FARTHEST {
        return false;
    }
    let [_, cues, sources] = scene.within(gap.stretch).map(|n| n.min(2) as u64);
    let rules = match (a.rule, b.rule) {
        (None, None) => 0,
        (Some(a), Some(b)) if a == b => 1,
        (Some(_), Some(_)) => 2,
        (Some(_), None) => 3,
        (None, Some(_)) => 4,
    };
    let way = |draft: &Draft| rule_way(draft.rule.and_then(|at| found.proposals.get(at)));
    let (quoted, quoted_next) = (scene.quoted(first), scene.quoted(second));
    let one_quote = u64::from(
        scene.quote(first.end.saturating_sub(1)) > 0
            && scene.quote(first.end.saturating_sub(1)) == scene.quote(second.first),
    );
    let borders = gap.sentences.min(2) as u64 + 3 * gap.blocks as u64;
    let opens = if gap.stretch.is_empty() { 0 } else { scene.code(gap.stretch.first) };
    let closes = if gap.stretch.is_empty() { 0 } else { scene.code_before(gap.stretch.end) };
    let same = match (a.cue, b.cue) {
        (None, None) => 0,
        (Some(a), Some(b)) if a == b => 1,
        (Some(_), Some(_)) => 2,
        (Some(_), None) => 3,
        (None, Some(_)) => 4,
    };
    let sure = likely(a.cue_sure.min(b.cue_sure));
    // Whether the cue of the second stands behind it, and that of the first before it.
    let place = |draft: &Draft| {
        draft.cue.and_then(|at| scene.cues.get(at)).map_or(0, |cue| {
            let gap = scene.gap(cue.stretch, draft.whole());
            1 + u64::from(gap.forward) + 2 * gap.sentences.min(1) as u64
        })
    };
    let last = scene.code_before(first.end);
    let opener = scene.code(second.first);
    let next = after.and_then(|after| after.parts.first()).map_or(0, |&after| {
        let gap = scene.gap(second, after);
        1 + gap.sentences.min(2) as u64 + 3 * gap.blocks.min(1) as u64
    });
    row.add(&[0]);
    row.add(&[size(gap.words), borders]);
    row.add(&[borders, cues, sources]);
    row.add(&[borders, rules]);
    row.add(&[rules, way(a), way(b)]);
    row.add(&[quoted, quoted_next, borders]);
    row.add(&[one_quote, borders, size(gap.words)]);
    row.add(&[opens, closes]);
    row.add(&[opens, borders]);
    row.add(&[closes, borders]);
    row.add(&[same, sure]);
    row.add(&[same, borders]);
    row.add(&[same, rules]);
    row.add(&[place(a), place(b), borders, u64::from(same == 1)]);
    row.add(&[place(a), place(b), u64::from(quoted > 0), u64::from(quoted_next > 0)]);
    row.add(&[last, borders]);
    row.add(&[opener, borders]);
    row.add(&[last, opener, u64::from(gap.stretch.is_empty())]);
    row.add(&[size(scene.words(first)), borders]);
    row.add(&[size(scene.words(second)), borders]);
    row.add(&[next, borders]);
    row.add(&[cues, sources, size(gap.words), borders]);
    row.add(&[likely(scene.odds(gap.stretch, Role::Content)), size(gap.words)]);
    true
}
