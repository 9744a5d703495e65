//! Whether what was found is a statement at all: for what the labels give and for what the rules alone propose.

use super::super::page::Stretch;
use super::choice::Draft;
use super::edge::{self, Side};
use super::scene::{Role, Scene, rule_way};
use super::weigh::{Row, Task, likely, size};

/// The features of a statement whose cue and source are chosen.
pub fn row(scene: &Scene<'_>, draft: &Draft, labelled: bool, row: &mut Row) {
    row.begin(Task::Keep, u64::from(labelled));
    let found = scene.found;
    let rule = draft.rule.and_then(|at| found.proposals.get(at));
    let mean = draft.parts.iter().map(|part| scene.odds(*part, Role::Content)).fold(1.0, f32::min);
    let words: usize = draft.parts.iter().map(|part| scene.words(*part)).sum();
    let first = draft.parts.first().copied().unwrap_or_default();
    let last = draft.parts.last().copied().unwrap_or_default();
    let edge = |token: usize| scene.odds(Stretch::new(token, token + 1), Role::Content);
    let way = rule_way(rule);
    let shared = rule.map_or(0, |rule| {
        let both = shared_words(&rule.content, &draft.parts);
        let all: usize = rule.content.iter().chain(&draft.parts).map(|part| part.len()).sum::<usize>() - both;
        1 + (both * 6 / all.max(1)) as u64
    });
    let cue = draft.cue.and_then(|at| scene.cues.get(at));
    let source = draft.source.and_then(|at| scene.sources.get(at));
    let has = u64::from(cue.is_some()) + 2 * u64::from(source.is_some());
    let quoted = scene.quoted(first);
    let kind = scene.page.kind_of(found.token(first.first).block as usize) as u64;
    row.add(&[0]);
    row.add(&[likely(mean)]);
    row.add(&[likely(mean), has]);
    row.add(&[likely(mean), way]);
    row.add(&[likely(mean), u64::from(quoted > 0), size(words)]);
    row.add(&[way, has]);
    row.add(&[shared, way]);
    row.add(&[shared, likely(mean)]);
    row.add(&[size(words), u64::from(quoted > 0)]);
    row.add(&[has, quoted]);
    row.add(&[likely(draft.cue_sure), u64::from(cue.is_some())]);
    row.add(&[likely(draft.source_sure), u64::from(source.is_some())]);
    row.add(&[cue.map_or(0, |cue| likely(cue.odds) + 1), likely(mean)]);
    row.add(&[source.map_or(0, |source| likely(source.odds) + 1), likely(mean)]);
    row.add(&[cue.map_or(0, |cue| scene.verb(cue.stretch))]);
    row.add(&[cue.map_or(0, |cue| scene.verb(cue.stretch)), likely(mean)]);
    row.add(&[kind, has]);
    row.add(&[likely(edge(first.first)), likely(edge(last.end.saturating_sub(1)))]);
    row.add(&[scene.code(first.first), u64::from(labelled)]);
    row.add(&[scene.code_before(first.first)]);
    row.add(&[scene.code(last.end)]);
    row.add(&[draft.parts.len().min(3) as u64, has]);
    let verb = cue.map_or(0, |cue| scene.verb(cue.stretch));
    let opener = edge::own(scene, first, Side::First);
    row.add(&[verb, scene.code(opener), u64::from(quoted > 0)]);
    row.add(&[verb, has, u64::from(quoted > 0)]);
    row.add(&[verb, size(words)]);
    row.add(&[cue.map_or(0, |cue| scene.word_hash(cue.stretch.first)), has]);
    row.add(&[scene.word_hash(opener), u64::from(quoted > 0)]);
    row.add(&[source.map_or(0, |source| scene.naming_code(source.stretch)), likely(mean)]);
    row.add(&[source.map_or(0, |source| scene.naming_code(source.stretch)), verb]);
    row.add(&[cue.map_or(0, |cue| scene.gap(cue.stretch, first).code()), u64::from(quoted > 0)]);
    row.add(&[likely(mean), likely(draft.parts.iter().map(|part| scene.least_odds(*part)).fold(1.0, f32::min))]);
}

/// Tokens that two stretches share.
pub fn overlap(a: Stretch, b: Stretch) -> usize {
    a.end.min(b.end).saturating_sub(a.first.max(b.first))
}

/// Tokens that two lists share, the second in order.
pub fn shared_words(a: &[Stretch], b: &[Stretch]) -> usize {
    let meeting = |one: &Stretch| {
        let from = b.partition_point(|other| other.end <= one.first);
        let one = *one;
        b.iter().skip(from).take_while(move |other| other.first < one.end).map(move |other| overlap(one, *other))
    };
    a.iter().flat_map(meeting).sum()
}
