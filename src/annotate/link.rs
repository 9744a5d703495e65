//! Linking: which contents are one statement, and which cue and source it has, each a ranked choice with weights
//! that were trained.
//!
//! Takes the words' labels and the rules' proposals; what labels cannot give, statements inside statements, declined
//! comments, transcripts and passages set off as quoted, stays as the rules have it. Whom a source means is left to
//! `resolve`.

pub mod choice;
pub mod edge;
pub mod join;
pub mod keep;
pub mod model;
pub mod scene;
mod settle;
mod unsaid;
pub mod weigh;

use crate::article::Kind;

use super::attribution::{Attribution, Way, namings_in};
use super::cue::Sort;
use super::lexicon::Classes;
use super::mention::{Naming, stamp_end};
use super::page::{Found, Page, Stretch};
use choice::Draft;
use edge::{Piece, Side};
use keep::shared_words;
use model::BUILT_IN;
use scene::{Role, Scene};
use settle::{Settled, content_start, quotation_start, source_without_day, stands, without_source};
use weigh::{Row, Weigh, chance, shares};

/// Links a text's statements, by the first token of their content.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Attribution> {
    if found.labels.len() != found.tokens.len() || found.labels.is_empty() {
        return found.proposals.clone();
    }
    Linker::new(page, found, &BUILT_IN).run()
}

/// A linker at work on a text.
pub struct Linker<'a, W: Weigh> {
    /// What it chooses from.
    pub scene: Scene<'a>,
    /// Statements that are less likely than this are dropped: found by the labels, proposed by the rules alone.
    pub least: [f32; 2],
    weights: &'a W,
    row: Row,
    numbers: Vec<usize>,
    scores: Vec<f32>,
}

/// An indirect statement of nobody has to be this likely.
const SOURCELESS: f32 = 0.7;

/// What serves best on the training articles.
const LEAST: [f32; 2] = [0.34, 0.3];
/// Enough where *according to* names the source.
const LEAST_NAMED: f32 = 0.03;

impl<'a, W: Weigh> Linker<'a, W> {
    /// Starts on a text that is labelled.
    pub fn new(page: &'a Page<'a>, found: &'a Found, weights: &'a W) -> Self {
        let scene = Scene::gather(page, found);
        Self { scene, least: LEAST, weights, row: Row::default(), numbers: Vec::new(), scores: Vec::new() }
    }

    /// All of it.
    pub fn run(mut self) -> Vec<Attribution> {
        let singles = self.singles();
        let mut drafts: Vec<(Draft, f32)> = Vec::new();
        let mut n_parts = 0;
        for parts in self.joined(&singles) {
            let mut draft = Draft::new(&self.scene, parts);
            let before = drafts.last().map(|(draft, _)| draft);
            // A part that stays alone chose its cue already, unless the statement before has another one now.
            let alone = singles.get(n_parts).filter(|single| single.parts == draft.parts);
            let past = n_parts.checked_sub(1).and_then(|at| singles.get(at));
            n_parts += draft.parts.len();
            match alone.filter(|_| past.map(|one| one.cue) == before.map(|one| one.cue)) {
                Some(alone) => (draft.cue, draft.cue_sure) = (alone.cue, alone.cue_sure),
                None => self.choose_cue(&mut draft, before),
            }
            self.choose_source(&mut draft, before);
            let sure = self.sure(&draft, true);
            self.widen(&mut draft);
            drafts.push((draft, sure));
        }
        drafts.retain(|(draft, sure)| *sure >= self.least[0] && !self.names_alone(draft));
        let settled = Settled::of(self.scene.found);
        for (draft, _) in &mut drafts {
            self.fit(draft);
            settled.spare(self.scene.found, draft);
        }
        drafts.retain(|(draft, _)| {
            !draft.parts.is_empty() && !settled.only_names(&draft.parts) && !self.names_alone(draft)
        });
        let mut out: Vec<Attribution> = drafts.iter().map(|(draft, sure)| self.statement(draft, *sure)).collect();
        // Without a source hardly anything tells that anybody said it, unless it is likely for itself.
        let told = |one: &Attribution| {
            one.kind != Kind::Indirect || one.source.is_some() || one.cue.is_some() && one.sure.0 >= SOURCELESS
        };
        out.retain(|one| {
            told(one) && !settled.is_declined(one) && !unsaid::is_unsaid(self.scene.page, self.scene.found, one)
        });
        for one in &mut out {
            if let Some(rule) = settled.declined(self.scene.found, &one.content) {
                *one = Attribution { source: rule.source.or(one.source), ..rule.clone() };
            }
        }
        let added = self.unlabelled(&out);
        out.extend(added);
        self.nested(out)
    }

    /// Every part as a statement by itself, with its cue.
    pub fn singles(&mut self) -> Vec<Draft> {
        let parts = self.scene.parts.clone();
        let mut singles: Vec<Draft> = Vec::with_capacity(parts.len());
        for part in parts {
            let mut draft = Draft::new(&self.scene, vec![part]);
            self.choose_cue(&mut draft, singles.last());
            singles.push(draft);
        }
        singles
    }

    /// The parts of each statement.
    pub fn joined(&mut self, singles: &[Draft]) -> Vec<Vec<Stretch>> {
        let mut statements: Vec<Vec<Stretch>> = Vec::new();
        let mut last: Option<&Draft> = None;
        for (at, single) in singles.iter().enumerate() {
            let joins = last.is_some_and(|last| {
                join::resumes(&self.scene, last, single)
                    || join::row(&self.scene, last, single, singles.get(at + 1), &mut self.row)
                        && self.weights.score(&self.row) > 0.0
            });
            match statements.last_mut().filter(|_| joins) {
                Some(parts) => parts.extend(&single.parts),
                None => statements.push(single.parts.clone()),
            }
            last = Some(single);
        }
        statements
    }

    /// Chooses cue and source.
    pub fn choose(&mut self, draft: &mut Draft, before: Option<&Draft>) {
        self.choose_cue(draft, before);
        self.choose_source(draft, before);
    }

    fn choose_cue(&mut self, draft: &mut Draft, before: Option<&Draft>) {
        let (weights, scores) = (self.weights, &mut self.scores);
        scores.clear();
        let add = |row: &Row| scores.push(weights.score(row));
        choice::cue_rows(&self.scene, draft, before, &mut self.numbers, &mut self.row, add);
        shares(&mut self.scores);
        let (at, sure) = best(&self.scores);
        draft.cue = self.numbers.get(at).copied();
        draft.cue_sure = sure;
    }

    fn choose_source(&mut self, draft: &mut Draft, before: Option<&Draft>) {
        let (weights, scores) = (self.weights, &mut self.scores);
        scores.clear();
        let add = |row: &Row| scores.push(weights.score(row));
        choice::source_rows(&self.scene, draft, before, &mut self.numbers, &mut self.row, add);
        shares(&mut self.scores);
        let (at, sure) = best(&self.scores);
        draft.source = self.numbers.get(at).copied();
        draft.source_sure = sure;
        draft.rivals.clear();
        for (other, &share) in self.scores.iter().enumerate() {
            if let Some(&number) = self.numbers.get(other).filter(|_| other != at && share >= 0.02) {
                draft.rivals.push((number, share));
            }
        }
        draft.rivals.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        draft.rivals.truncate(3);
    }

    /// How likely it is that a statement is one.
    pub fn sure(&mut self, draft: &Draft, labelled: bool) -> f32 {
        keep::row(&self.scene, draft, labelled, &mut self.row);
        chance(self.weights.score(&self.row))
    }

    /// *Roe said Lind told her, “We shall see”*: a content that the rules have inside another is all of that other
    /// where the other's speaker was chosen.
    fn widen(&self, draft: &mut Draft) {
        let proposals = &self.scene.found.proposals;
        let frame = draft.rule.filter(|&at| proposals.get(at).is_some_and(|rule| rule.nested_in.is_none()));
        let Some((number, frame)) = frame.and_then(|at| Some((at, proposals.get(at)?))) else { return };
        let words = |parts: &[Stretch]| parts.iter().map(|part| part.len()).sum::<usize>();
        let source = draft.source.and_then(|at| self.scene.sources.get(at));
        let shared = |rule: &Attribution| shared_words(&rule.content, &draft.parts);
        let inner = proposals.iter().skip(number + 1).take(4).filter(|rule| rule.nested_in == Some(number));
        let is_inner = |rule: &Attribution| {
            let both = shared(rule);
            both * 10 >= words(&rule.content) * 9 && both * 10 >= words(&draft.parts) * 9
        };
        let agrees = source.zip(frame.source).is_some_and(|(own, given)| own.stretch.overlaps(given));
        if agrees && inner.into_iter().any(is_inner) {
            draft.parts.clone_from(&frame.content);
        }
    }

    /// *praised the town*, *said so*: a name or a single word that is not quoted says nothing.
    fn names_alone(&self, draft: &Draft) -> bool {
        let found = self.scene.found;
        let [part] = draft.parts[..] else { return false };
        let Some(first) = part.iter().take(2).find(|&index| found.token(index).is_word()) else { return false };
        let first = if found.token(first).is(Classes::DETERMINER) { first + 1 } else { first };
        let last = found.before(part.end).mark().map_or(part.end, |_| part.end - 1);
        let named = |naming: &Naming| naming.stretch.first <= first && last <= naming.stretch.end;
        self.scene.quote(part.first) == 0
            && part.len() <= 8
            && (self.scene.words(part) < 2
                || namings_in(found, Stretch::new(part.first.saturating_sub(1), part.end)).iter().any(named))
    }

    /// Moves the edges of parts and source to where they are likeliest.
    pub fn fit(&mut self, draft: &mut Draft) {
        for at in 0..draft.parts.len() {
            let piece = edge::content(&self.scene, draft, at);
            let mut fitted = self.fitted(draft, &piece);
            fitted.first = self.without_frame(draft, fitted);
            let free = |(other, part): (usize, &Stretch)| other == at || !part.overlaps(fitted);
            if draft.parts.iter().enumerate().skip(at.saturating_sub(1)).take(3).all(free)
                && let Some(part) = draft.parts.get_mut(at)
            {
                *part = fitted;
            }
        }
        if let Some(piece) = edge::source(&self.scene, draft) {
            let fitted = self.fitted(draft, &piece);
            let cue = draft.cue.and_then(|at| self.scene.cues.get(at)).map(|cue| cue.stretch);
            let source = source_without_day(self.scene.page, self.scene.found, fitted, cue);
            draft.named = Some(source);
            let parts = draft.parts.iter();
            draft.parts = parts
                .flat_map(|part| without_source(self.scene.found, *part, source, |token| self.scene.quote(token)))
                .collect();
        }
    }

    /// Where a content begins without the words of its frame.
    fn without_frame(&self, draft: &Draft, part: Stretch) -> usize {
        let (page, found) = (self.scene.page, self.scene.found);
        let stamp = stamp_end(page, found, part.first);
        if stamp > part.first && stamp < part.end {
            return stamp;
        }
        let rule = draft.rule.and_then(|at| found.proposals.get(at));
        // According to the operator, Roe Lines, it sails: the name belongs to the source.
        let own =
            rule.filter(|rule| rule.way == Way::AccordingTo && rule.source.is_some_and(|s| s.contains(part.first)));
        if let Some(ruled) = own.and_then(|rule| rule.content.first()).filter(|ruled| part.contains(ruled.first)) {
            return ruled.first;
        }
        let cue = draft.cue.and_then(|at| self.scene.cues.get(at));
        let source = draft.source.and_then(|at| self.scene.sources.get(at)).map(|source| source.stretch);
        // Roe had said in a report that it sails: source and cue are no part of what was said.
        if let (Some(cue), Some(source)) = (cue.map(|cue| cue.stretch), source)
            && part.covers(cue)
            && source.first <= part.first + 1
            && source.end > part.first
            && source.end <= cue.first
            && cue.end + 2 < part.end
            && self.scene.quote(cue.first) == 0
        {
            let rest = Stretch::new(cue.end, part.end);
            return content_start(page, found, cue, rest, rule);
        }
        cue.map_or(part.first, |cue| {
            let first = quotation_start(found, cue.stretch, part, |token| self.scene.quote(token));
            if first > part.first { first } else { content_start(page, found, cue.stretch, part, rule) }
        })
    }

    fn fitted(&mut self, draft: &Draft, piece: &Piece) -> Stretch {
        let [first, last] = [Side::First, Side::Last].map(|side| {
            edge::places(&self.scene, piece, side, &mut self.numbers);
            let mut best = (0, f32::MIN);
            for &place in &self.numbers {
                edge::row(&self.scene, draft, piece, side, place, &mut self.row);
                let score = self.weights.score(&self.row);
                if score > best.1 {
                    best = (place, score);
                }
            }
            best.0
        });
        // Said on Monday that …: what was said begins with *that*, where the rules see it begin.
        let that =
            piece.ruled.map(|ruled| ruled.first).filter(|&at| piece.role == Role::Content && first < at && at <= last);
        let found = self.scene.found;
        let timed = |at: usize| found.token(at).is(Classes::TIME.or(Classes::DAY).or(Classes::MONTH));
        let opens =
            |&at: &usize| at - first <= 6 && (first..at).any(timed) && self.scene.page.word(found.token(at)) == "that";
        let first = that.filter(opens).unwrap_or(first);
        if first > last { piece.stretch } else { edge::with_words(&self.scene, piece.stretch, first, last) }
    }

    /// What the rules propose where the labels have nothing.
    pub fn alone(&mut self, rule: usize) -> Draft {
        let proposal = self.scene.found.proposals.get(rule);
        let mut draft = Draft::new(&self.scene, proposal.map(|one| one.content.clone()).unwrap_or_default());
        draft.rule = Some(rule);
        self.choose(&mut draft, None);
        draft
    }

    fn unlabelled(&mut self, stated: &[Attribution]) -> Vec<Attribution> {
        let mut added = Vec::new();
        let mut taken = vec![None; self.scene.found.tokens.len()];
        for (one, part) in stated.iter().flat_map(|one| one.content.iter().map(move |part| (one, part))) {
            if let Some(taken) = taken.get_mut(part.first..part.end) {
                taken.fill(Some(one.kind));
            }
        }
        for (number, rule) in self.scene.found.proposals.iter().enumerate() {
            if rule.nested_in.is_some() || settle::meets(rule, &taken) {
                continue;
            }
            if stands(rule.way) {
                added.push(rule.clone());
                continue;
            }
            let draft = self.alone(number);
            let sure = self.sure(&draft, false);
            let least = if rule.way == Way::AccordingTo { LEAST_NAMED } else { self.least[1] };
            if sure >= least {
                let own = self.statement(&draft, sure);
                added.push(Attribution { content: rule.content.clone(), kind: rule.kind, ..own });
            }
        }
        added
    }

    /// A draft as a statement.
    fn statement(&self, draft: &Draft, sure: f32) -> Attribution {
        let scene = &self.scene;
        let rule = draft.rule.and_then(|at| scene.found.proposals.get(at));
        let cue = draft.cue.and_then(|at| scene.cues.get(at)).map(|cue| cue.stretch);
        let source = draft
            .source
            .and_then(|at| scene.sources.get(at))
            .map(|source| edge::without_marks(scene, draft.named.unwrap_or(source.stretch)))
            .map(|source| self.past_preposition(source, cue));
        let content =
            self.merged(&draft.parts).into_iter().map(|part| edge::with_marks(scene, part)).collect::<Vec<_>>();
        let kind = self.kind(&content);
        let stretch = |number: usize| scene.sources.get(number).map(|one| one.stretch);
        Attribution {
            kind,
            cue,
            source,
            nested_in: None,
            addressee: rule.and_then(|rule| rule.addressee),
            way: self.way(draft, rule, cue, kind),
            block: scene.found.token(draft.whole().first).block as usize,
            sure: (sure, draft.source_sure),
            rivals: draft.rivals.iter().filter_map(|&(number, share)| Some((stretch(number)?, share))).collect(),
            content,
        }
    }

    /// *seen by the Courier, a director, Jane Roe, wrote*: what a preposition governs speaks for nobody.
    fn past_preposition(&self, source: Stretch, cue: Option<Stretch>) -> Stretch {
        let found = self.scene.found;
        let Some(before) = source.first.checked_sub(1) else { return source };
        let governs = found.token(before).is(Classes::PREPOSITION) && cue.is_some_and(|cue| cue.first >= source.end);
        let comma = source.iter().find(|&index| found.token(index).is_mark(','));
        match comma.filter(|comma| governs && comma + 1 < source.end) {
            Some(comma) => Stretch::new(comma + 1, source.end),
            None => source,
        }
    }

    /// Parts that only marks part are one.
    fn merged(&self, parts: &[Stretch]) -> Vec<Stretch> {
        let mut content: Vec<Stretch> = Vec::new();
        for &part in parts {
            let joins = content.last().is_some_and(|last| {
                let gap = self.scene.gap(*last, part);
                gap.words == 0 && gap.blocks == 0
            });
            match content.last_mut().filter(|_| joins) {
                Some(last) => last.end = part.end,
                None => content.push(part),
            }
        }
        content
    }

    fn kind(&self, content: &[Stretch]) -> Kind {
        let (mut inside, mut outside) = (false, false);
        for index in content.iter().flat_map(|part| part.iter()) {
            if self.scene.quote(index) > 0 {
                inside = true;
            } else {
                outside |= self.scene.found.token(index).is_word();
            }
        }
        match (inside, outside) {
            (true, false) => Kind::Direct,
            (true, true) => Kind::Mixed,
            _ => Kind::Indirect,
        }
    }

    /// The pattern that a statement follows: the rules' own where they have one that agrees.
    fn way(&self, draft: &Draft, rule: Option<&Attribution>, cue: Option<Stretch>, kind: Kind) -> Way {
        let found = self.scene.found;
        if let Some(rule) = rule.filter(|rule| rule.cue.is_some() == cue.is_some()) {
            return rule.way;
        }
        let Some(cue) = cue else {
            return if draft.source.is_none() && kind == Kind::Direct { Way::Carried } else { Way::Implied };
        };
        let at = found.cues.partition_point(|one| one.stretch.end <= cue.first);
        let sort = found.cues.get(at).filter(|one| one.stretch.overlaps(cue)).map(|one| one.sort);
        let quoted = self.scene.quote(draft.whole().first) > 0;
        match sort {
            Some(Sort::AccordingTo) => Way::AccordingTo,
            Some(Sort::Participle) => Way::Participle,
            _ if cue.first < draft.whole().first => {
                if quoted {
                    Way::CueThenQuote
                } else {
                    Way::Clause
                }
            }
            _ if quoted => Way::QuoteThenCue,
            _ => Way::Postposed,
        }
    }

    /// Adds the rules' statements that stand inside others, and sorts.
    fn nested(&self, mut out: Vec<Attribution>) -> Vec<Attribution> {
        let place = |one: &Attribution| one.content.first().map_or(0, |part| part.first);
        out.sort_by_key(place);
        let mut all: Vec<(usize, Option<usize>, Attribution)> =
            out.into_iter().enumerate().map(|(at, one)| (at, None, one)).collect();
        let mut holder = vec![0_u32; self.scene.found.tokens.len()];
        for (at, _, one) in &all {
            for part in &one.content {
                if let Some(list) = holder.get_mut(part.first..part.end) {
                    list.fill(*at as u32 + 1);
                }
            }
        }
        for rule in self.scene.found.proposals.iter().filter(|rule| rule.nested_in.is_some()) {
            let first = place(rule);
            let Some(outer) = holder.get(first).and_then(|&at| (at as usize).checked_sub(1)) else { continue };
            let Some((_, _, frame)) = all.get(outer) else { continue };
            let words = |parts: &[Stretch]| parts.iter().map(|part| part.len()).sum::<usize>();
            let inner = words(&rule.content);
            let shared = shared_words(&rule.content, &frame.content);
            // What is nested is a part of its frame.
            if shared < inner || inner * 10 > words(&frame.content) * 9 {
                continue;
            }
            all.push((all.len(), Some(outer), rule.clone()));
        }
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|&at| all.get(at).map(|(number, outer, one)| (place(one), outer.is_some(), *number)));
        let mut new_place = vec![0; all.len()];
        for (new, &old) in order.iter().enumerate() {
            if let Some(slot) = new_place.get_mut(old) {
                *slot = new;
            }
        }
        let mut sorted: Vec<(usize, Attribution)> = all
            .into_iter()
            .map(|(number, outer, mut one)| {
                one.nested_in = outer.and_then(|outer| new_place.get(outer).copied());
                (new_place.get(number).copied().unwrap_or(0), one)
            })
            .collect();
        sorted.sort_by_key(|(place, _)| *place);
        sorted.into_iter().map(|(_, one)| one).collect()
    }
}

/// The place of the best of shares, and its share.
fn best(shares: &[f32]) -> (usize, f32) {
    let mut best = (0, f32::MIN);
    for (at, &share) in shares.iter().enumerate() {
        if share > best.1 {
            best = (at, share);
        }
    }
    best
}
