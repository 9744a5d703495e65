//! Which cue and which source a statement has: what speaks for each candidate, and for none.

use super::super::lexicon::Classes;
use super::super::page::Stretch;
use super::scene::{Candidate, Gap, Role, Scene, rule_way};
use super::weigh::{Row, Task, likely, size};

/// Candidates looked at on either side of a content.
const REACH: usize = 7;
/// And between its parts.
const BETWEEN: usize = 12;
/// Candidates further than this from every part are not looked at, in words.
const FARTHEST: usize = 120;

/// What is known of a statement when a choice is made for it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its parts.
    pub parts: Vec<Stretch>,
    /// The number of the rules' statement on the same words.
    pub rule: Option<usize>,
    /// Its cue, by number, and how likely.
    pub cue: Option<usize>,
    /// How likely that cue is, or that there is none.
    pub cue_sure: f32,
    /// Its source, by number.
    pub source: Option<usize>,
    /// How likely that source is, or that there is none.
    pub source_sure: f32,
    /// The source with its edges fitted.
    pub named: Option<Stretch>,
    /// The next-best sources.
    pub rivals: Vec<(usize, f32)>,
}

impl Draft {
    /// A statement of these parts.
    pub fn new(scene: &Scene<'_>, parts: Vec<Stretch>) -> Self {
        let rule = scene.rule_number(&parts);
        Self { parts, rule, ..Self::default() }
    }

    /// From its first word to its last.
    pub fn whole(&self) -> Stretch {
        let first = self.parts.first().map_or(0, |part| part.first);
        Stretch::new(first, self.parts.last().map_or(first, |part| part.end))
    }

    /// The part nearest to a stretch.
    fn nearest(&self, to: Stretch) -> Stretch {
        let after = self.parts.partition_point(|part| part.end <= to.first);
        let before = after.checked_sub(1).and_then(|at| self.parts.get(at)).copied();
        match (before, self.parts.get(after).copied()) {
            (Some(before), Some(after)) => {
                if to.first.saturating_sub(before.end) <= after.first.saturating_sub(to.end) { before } else { after }
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Stretch::default(),
        }
    }
}

/// The numbers of the candidates that a statement chooses among.
pub fn near(scene: &Scene<'_>, draft: &Draft, list: &[Candidate], out: &mut Vec<usize>) {
    out.clear();
    let whole = draft.whole();
    let first = list.partition_point(|one| one.stretch.first < whole.first);
    let end = list.partition_point(|one| one.stretch.first < whole.end);
    let fits = |at: usize| {
        list.get(at).is_some_and(|one| {
            let gap = scene.gap(one.stretch, draft.nearest(one.stretch));
            gap.blocks <= 1 && gap.words <= FARTHEST
        })
    };
    out.extend((first.saturating_sub(REACH)..first).filter(|&at| fits(at)));
    out.extend((first..end).take(BETWEEN));
    out.extend((end..(end + REACH).min(list.len())).filter(|&at| fits(at)));
}

/// The codes of the words on both sides of a stretch.
fn beside(scene: &Scene<'_>, stretch: Stretch) -> (u64, u64) {
    let found = scene.found;
    let block = found.token(stretch.first).block;
    let left = if found.before(stretch.first).block == block { scene.code_before(stretch.first) } else { 0 };
    let right = if found.token(stretch.end).block == block { scene.code(stretch.end) } else { 0 };
    (left, right)
}

/// How a candidate stands to the one that the rules gave, if they have the statement at all.
fn ruled(has_rule: bool, given: Option<Stretch>, candidate: Stretch) -> u64 {
    match given {
        _ if !has_rule => 0,
        None => 1,
        Some(own) if own == candidate => 2,
        Some(own) if own.overlaps(candidate) => 3,
        Some(_) => 4,
    }
}

fn quotedness(scene: &Scene<'_>, draft: &Draft) -> u64 {
    let first = draft.parts.first().copied().unwrap_or_default();
    scene.quoted(first)
}

/// What is between a candidate and the content: other contents, cues and sources.
fn between(scene: &Scene<'_>, gap: &Gap) -> [u64; 3] {
    scene.within(gap.stretch).map(|n| n.min(3) as u64)
}

fn marks(scene: &Scene<'_>, gap: &Gap) -> (u64, u64) {
    if gap.stretch.is_empty() {
        return (0, 0);
    }
    (scene.code(gap.stretch.first), scene.code_before(gap.stretch.end))
}

/// The statement before, with what was chosen for it.
pub type Before<'a> = Option<&'a Draft>;

/// The features of a cue.
pub fn cue_row(scene: &Scene<'_>, draft: &Draft, number: usize, rank: usize, before: Before<'_>, row: &mut Row) {
    row.begin(Task::Cue, 1);
    let Some(cue) = scene.cues.get(number) else { return };
    let rule = draft.rule.and_then(|at| scene.found.proposals.get(at));
    let part = draft.nearest(cue.stretch);
    let gap = scene.gap(cue.stretch, part);
    let given = ruled(rule.is_some(), rule.and_then(|rule| rule.cue), cue.stretch);
    let way = rule_way(rule);
    let verb = scene.verb(cue.stretch);
    let quoted = scene.quoted(part);
    let inside = u64::from(cue.stretch.first > draft.whole().first && cue.stretch.end < draft.whole().end);
    let [contents, cues, sources] = between(scene, &gap);
    let (opens, closes) = marks(scene, &gap);
    let (left, right) = beside(scene, cue.stretch);
    let odds = likely(cue.odds);
    let same = before.map_or(0, |one| 1 + u64::from(one.cue == Some(number)));
    row.add(&[cue.origin]);
    row.add(&[gap.code()]);
    row.add(&[gap.code(), inside]);
    row.add(&[gap.coarse(), contents.min(1), cues.min(1), sources.min(1)]);
    row.add(&[given, way]);
    row.add(&[given, gap.coarse()]);
    row.add(&[odds, cue.origin]);
    row.add(&[odds, given]);
    row.add(&[verb, u64::from(gap.forward)]);
    row.add(&[verb, gap.coarse()]);
    row.add(&[quoted, gap.coarse()]);
    row.add(&[opens, u64::from(gap.forward), gap.sentences.min(2) as u64]);
    row.add(&[closes, u64::from(gap.forward), gap.sentences.min(2) as u64]);
    row.add(&[opens, closes, gap.coarse()]);
    row.add(&[left, u64::from(gap.forward)]);
    row.add(&[right, u64::from(gap.forward)]);
    row.add(&[contents, gap.sentences.min(3) as u64, u64::from(gap.forward)]);
    row.add(&[cues, sources, u64::from(gap.forward)]);
    row.add(&[rank as u64, u64::from(gap.forward), gap.sentences.min(2) as u64]);
    row.add(&[same, u64::from(gap.forward), contents.min(1)]);
    row.add(&[same, given]);
    row.add(&[u64::from(scene.quote(cue.stretch.first) > 0), u64::from(quoted > 0), odds]);
    row.add(&[size(gap.words), size(scene.words(part)), u64::from(gap.forward), gap.sentences.min(1) as u64]);
}

/// What speaks for no cue.
pub fn no_cue_row(scene: &Scene<'_>, draft: &Draft, candidates: &[usize], row: &mut Row) {
    row.begin(Task::Cue, 2);
    let rule = draft.rule.and_then(|at| scene.found.proposals.get(at));
    let has = rule.map_or(0, |rule| 1 + u64::from(rule.cue.is_some()));
    let best = candidates.iter().filter_map(|&at| scene.cues.get(at)).map(|one| one.odds).fold(0.0, f32::max);
    row.add(&[0]);
    row.add(&[has, rule_way(rule)]);
    row.add(&[quotedness(scene, draft)]);
    row.add(&[likely(best)]);
    row.add(&[candidates.len().min(4) as u64]);
    row.add(&[kind(scene, draft)]);
}

fn kind(scene: &Scene<'_>, draft: &Draft) -> u64 {
    scene.page.kind_of(scene.found.token(draft.whole().first).block as usize) as u64
}

/// How a source stands to the cue: side, borders and distance; a number of its own where there is no cue.
fn to_cue(scene: &Scene<'_>, draft: &Draft, source: Stretch) -> (Gap, u64, u64) {
    match draft.cue.and_then(|at| scene.cues.get(at)) {
        Some(cue) => {
            let gap = scene.gap(source, cue.stretch);
            let (code, coarse) = (gap.code() + 1, gap.coarse() + 1);
            (gap, code, coarse)
        }
        None => (Gap::default(), 0, 0),
    }
}

/// The features of a source.
pub fn source_row(scene: &Scene<'_>, draft: &Draft, number: usize, rank: usize, before: Before<'_>, row: &mut Row) {
    row.begin(Task::Source, 1);
    let Some(source) = scene.sources.get(number) else { return };
    let found = scene.found;
    let rule = draft.rule.and_then(|at| found.proposals.get(at));
    let part = draft.nearest(source.stretch);
    let gap = scene.gap(source.stretch, part);
    let (cue_gap, cue_code, cue_coarse) = to_cue(scene, draft, source.stretch);
    let cue = draft.cue.and_then(|at| scene.cues.get(at)).map(|cue| cue.stretch);
    let given = ruled(rule.is_some(), rule.and_then(|rule| rule.source), source.stretch);
    let way = rule_way(rule);
    let verb = cue.map_or(0, |cue| scene.verb(cue));
    let naming = scene.naming_code(source.stretch);
    let whole = draft.whole();
    let inside = u64::from(source.stretch.first > whole.first && source.stretch.end < whole.end);
    let [contents, cues, sources] = between(scene, &gap);
    let [cue_contents, cue_cues, cue_sources] = between(scene, &cue_gap);
    let (opens, closes) = marks(scene, &gap);
    let (cue_opens, cue_closes) = marks(scene, &cue_gap);
    let (left, right) = beside(scene, source.stretch);
    let odds = likely(source.odds);
    let quoted = u64::from(scene.quote(source.stretch.first) > 0);
    let part_quoted = u64::from(scene.quote(part.first) > 0);
    let same = before.map_or(0, |one| {
        1 + u64::from(one.source == Some(number)) + 2 * u64::from(one.cue.is_some() && one.cue == draft.cue)
    });
    let side = u64::from(gap.forward);
    // Whether the cue stands between content and source, beside both.
    let order = cue.map_or(0, |cue| {
        let key = |stretch: Stretch| stretch.first;
        1 + u64::from(key(cue) < key(part))
            + 2 * u64::from(key(source.stretch) < key(cue))
            + 4 * u64::from(key(source.stretch) < key(part))
    });
    row.add(&[source.origin]);
    row.add(&[gap.code(), u64::from(cue.is_some())]);
    row.add(&[cue_code]);
    row.add(&[cue_code, order]);
    row.add(&[cue_coarse, gap.coarse()]);
    row.add(&[cue_coarse, naming]);
    row.add(&[given, way]);
    row.add(&[given, cue_coarse]);
    row.add(&[given, naming]);
    row.add(&[odds, source.origin]);
    row.add(&[odds, given]);
    row.add(&[odds, cue_coarse]);
    row.add(&[naming, order]);
    row.add(&[left, order]);
    row.add(&[right, order]);
    row.add(&[left, cue_coarse]);
    row.add(&[right, cue_coarse]);
    row.add(&[verb, order]);
    row.add(&[quoted, part_quoted, odds]);
    row.add(&[contents, cues, sources, side]);
    row.add(&[cue_contents, cue_cues, cue_sources, order]);
    row.add(&[rank as u64, order, gap.sentences.min(2) as u64]);
    row.add(&[same, order]);
    row.add(&[same, given]);
    row.add(&[opens, closes, side, gap.sentences.min(2) as u64]);
    row.add(&[cue_opens, cue_closes, order]);
    row.add(&[inside, order, gap.sentences.min(2) as u64, cue_gap.sentences.min(2) as u64]);
    row.add(&[size(source.stretch.len()), order]);
    row.add(&[gap.blocks as u64, gap.sentences.min(3) as u64, cue_gap.sentences.min(3) as u64, side]);
}

/// What speaks for no source.
pub fn no_source_row(scene: &Scene<'_>, draft: &Draft, candidates: &[usize], before: Before<'_>, row: &mut Row) {
    row.begin(Task::Source, 2);
    let found = scene.found;
    let rule = draft.rule.and_then(|at| found.proposals.get(at));
    let has = rule.map_or(0, |rule| 1 + u64::from(rule.source.is_some()));
    let cue = draft.cue.and_then(|at| scene.cues.get(at)).map(|cue| cue.stretch);
    let verb = cue.map_or(0, |cue| scene.verb(cue));
    let best = candidates.iter().filter_map(|&at| scene.sources.get(at)).map(|one| one.odds).fold(0.0, f32::max);
    let here = candidates
        .iter()
        .filter_map(|&at| scene.sources.get(at))
        .filter(|one| cue.is_some_and(|cue| scene.gap(one.stretch, cue).sentences == 0));
    let best_here = here.map(|one| one.odds).fold(0.0, f32::max);
    let passive = cue.is_some_and(|cue| {
        cue.iter().any(|at| found.token(at).is(Classes::AUXILIARY))
            && found.token(cue.end.saturating_sub(1)).is(Classes::REPORTED)
    });
    let first = cue.map_or(0, |cue| scene.code(cue.first));
    let past = before.map_or(0, |one| 1 + u64::from(one.source.is_some()));
    row.add(&[u64::from(cue.is_some())]);
    row.add(&[has, rule_way(rule)]);
    row.add(&[quotedness(scene, draft), u64::from(cue.is_some())]);
    row.add(&[likely(best), u64::from(cue.is_some())]);
    row.add(&[likely(best_here), u64::from(cue.is_some())]);
    row.add(&[likely(best_here), has]);
    row.add(&[candidates.len().min(4) as u64]);
    row.add(&[kind(scene, draft)]);
    row.add(&[verb]);
    row.add(&[first, u64::from(passive)]);
    row.add(&[past, quotedness(scene, draft)]);
    row.add(&[likely(scene.odds(draft.parts.first().copied().unwrap_or_default(), Role::Content))]);
}

/// How many candidates stand nearer on the same side.
fn rank(draft: &Draft, list: &[Candidate], number: usize) -> usize {
    let whole = draft.whole();
    let first = list.partition_point(|one| one.stretch.first < whole.first);
    let end = list.partition_point(|one| one.stretch.first < whole.end);
    if number < first { first - 1 - number } else { number.saturating_sub(end) }
}

/// Gives the rows of all cues that a statement may have, that of none last.
pub fn cue_rows(
    scene: &Scene<'_>,
    draft: &Draft,
    before: Before<'_>,
    numbers: &mut Vec<usize>,
    row: &mut Row,
    mut each: impl FnMut(&Row),
) {
    near(scene, draft, &scene.cues, numbers);
    for &number in numbers.iter() {
        cue_row(scene, draft, number, rank(draft, &scene.cues, number), before, row);
        each(row);
    }
    no_cue_row(scene, draft, numbers, row);
    each(row);
}

/// Gives the rows of all sources that a statement may have, that of none last.
pub fn source_rows(
    scene: &Scene<'_>,
    draft: &Draft,
    before: Before<'_>,
    numbers: &mut Vec<usize>,
    row: &mut Row,
    mut each: impl FnMut(&Row),
) {
    near(scene, draft, &scene.sources, numbers);
    for &number in numbers.iter() {
        source_row(scene, draft, number, rank(draft, &scene.sources, number), before, row);
        each(row);
    }
    no_source_row(scene, draft, numbers, before, row);
    each(row);
}
