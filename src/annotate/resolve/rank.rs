//! Whom a pronoun or a bare description means: every candidate gets features, a weighted sum of them, and by it its
//! share of the belief (a log-linear model; the shares of all candidates and of nobody come to one).
//!
//! What a candidate is told by goes back to the salience factors of Lappin and Leass (1994): recency, subject place,
//! parallel place, headline, and to who spoke last.

use crate::article::{ActorKind, BlockKind, Form};

use super::super::alias::Figure;
use super::super::lexicon::Classes;
use super::super::mention::{Gender, Naming};
use super::super::page::Stretch;
use super::super::token::Shape;
use super::Resolver;
use super::weights::{self, N_FEATURES, WEIGHTS};

/// What kind of words refer; each has its own weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// *he, she*
    Person,
    /// *it, they* of a body
    Body,
    /// *the mayor*
    Role,
    /// *the agency*
    BodyRole,
}

/// A choice that was made.
pub type Weighed = (Sort, Vec<Candidate>);

/// Words that refer back.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// What kind they are.
    pub sort: Sort,
    /// Their first token.
    pub at: usize,
    /// The gender that they tell.
    pub gender: Gender,
}

/// Somebody whom a reference may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The figure; none for nobody whom the text names.
    pub figure: Option<usize>,
    /// In the order of `weights`.
    pub features: [f64; N_FEATURES],
    /// The mention that it leads back to.
    pub evidence: Stretch,
    /// Its share of the belief, 0–1.
    pub share: f64,
}

/// How far back, in namings, a reference may reach.
const REACH: usize = 60;
/// How far back, in sentences.
const REACH_SENTENCES: usize = 14;
/// Candidates beyond these are not weighed, so that no text makes the choice long.
const MOST_CANDIDATES: usize = 24;

impl<'a> Resolver<'a> {
    /// The candidates for a reference, best first, with nobody among them. `fit` says how well a figure's role or
    /// name fits the words, 0–1, and with what evidence; none where it does not come into question.
    pub(super) fn ranked(
        &self,
        reference: Reference,
        nobody: f64,
        fit: impl Fn(usize, &Figure) -> Option<(f64, Stretch)>,
    ) -> Weighed {
        let mut candidates = self.candidates(reference, fit);
        let only = candidates.len() == 1;
        for candidate in &mut candidates {
            set(&mut candidate.features, weights::ONLY, f64::from(u8::from(only)));
        }
        let mut features = [0.0; N_FEATURES];
        set(&mut features, weights::NOBODY, 1.0);
        set(&mut features, weights::NOBODY_INDEFINITE, nobody);
        candidates.push(Candidate { figure: None, features, evidence: Stretch::default(), share: 0.0 });
        let weights = &WEIGHTS[reference.sort as usize];
        let score =
            |candidate: &Candidate| -> f64 { candidate.features.iter().zip(weights).map(|(f, w)| f * w).sum::<f64>() };
        let highest = candidates.iter().map(score).fold(f64::MIN, f64::max);
        let total: f64 = candidates.iter().map(|candidate| (score(candidate) - highest).exp()).sum();
        for candidate in &mut candidates {
            candidate.share = (score(candidate) - highest).exp() / total;
        }
        candidates.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.figure.cmp(&b.figure)));
        (reference.sort, candidates)
    }

    fn candidates(
        &self,
        reference: Reference,
        fit: impl Fn(usize, &Figure) -> Option<(f64, Stretch)>,
    ) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        let here = self.found.sentence_of(reference.at).unwrap_or(0);
        // Names inside what is said count only where nobody names them elsewhere.
        for inside in [false, true] {
            for (index, naming, distance) in self.before(reference.at, REACH, REACH_SENTENCES) {
                if self.is_said(naming) != inside {
                    continue;
                }
                let Some(number) = self.found.owners.get(index).copied().flatten() else { continue };
                if self.only_modifies(naming, number) {
                    continue;
                }
                if let Some(known) = candidates.iter_mut().find(|candidate| candidate.figure == Some(number)) {
                    self.further(known, naming, distance);
                    continue;
                }
                if candidates.len() == MOST_CANDIDATES {
                    break;
                }
                let Some((fit, evidence)) = self.figure(number).and_then(|figure| fit(number, figure)) else {
                    continue;
                };
                let recent = candidates.is_empty();
                let mut candidate = self.candidate(reference, number, fit, evidence);
                self.nearest(&mut candidate, reference, naming, distance);
                set(&mut candidate.features, weights::MOST_RECENT, f64::from(u8::from(recent)));
                candidates.push(candidate);
            }
        }
        // Whoever spoke, however long ago they were named.
        for (spoken, source, sentence) in self.history.iter().rev().take(12) {
            let distance = here.saturating_sub(*sentence);
            if distance > REACH_SENTENCES * 2
                || candidates.iter().any(|candidate| candidate.figure == Some(*spoken))
                || *source >= reference.at
            {
                continue;
            }
            let Some((fit, evidence)) = self.figure(*spoken).and_then(|figure| fit(*spoken, figure)) else { continue };
            let mut candidate = self.candidate(reference, *spoken, fit, evidence);
            set(&mut candidate.features, weights::DISTANCE, -(1.0 + distance as f64).ln());
            candidates.push(candidate);
        }
        if matches!(reference.sort, Sort::Role | Sort::BodyRole) {
            self.by_role(reference, here, &mut candidates, &fit);
        }
        candidates
    }

    /// Who bears the role, wherever the text names them.
    fn by_role(
        &self,
        reference: Reference,
        here: usize,
        candidates: &mut Vec<Candidate>,
        fit: &impl Fn(usize, &Figure) -> Option<(f64, Stretch)>,
    ) {
        for (number, figure) in self.found.figures.iter().enumerate().take(super::MOST_FIGURES) {
            if candidates.iter().any(|candidate| candidate.figure == Some(number)) {
                continue;
            }
            let Some((fit, evidence)) = fit(number, figure).filter(|(fit, _)| *fit >= 0.5) else { continue };
            let Some(first) = figure.namings.first().and_then(|&n| self.found.namings.get(n)) else { continue };
            let distance = here.abs_diff(self.found.sentence_of(first.stretch.first).unwrap_or(0));
            let mut candidate = self.candidate(reference, number, fit, evidence);
            set(&mut candidate.features, weights::DISTANCE, -(1.0 + distance as f64).ln());
            let later = first.stretch.first > reference.at;
            set(&mut candidate.features, weights::NAMED_LATER, f64::from(u8::from(later)));
            candidates.push(candidate);
        }
    }

    /// What does not depend on where somebody was named last.
    fn candidate(&self, reference: Reference, number: usize, fit: f64, evidence: Stretch) -> Candidate {
        let mut features = [0.0; N_FEATURES];
        let truth = |value: bool| f64::from(u8::from(value));
        let here = self.found.sentence_of(reference.at).unwrap_or(0);
        let block = self.found.token(reference.at).block as usize;
        if let Some(figure) = self.figure(number) {
            let known = figure.gender != Gender::Unknown && figure.gender == reference.gender;
            set(&mut features, weights::GENDER_KNOWN, truth(known));
            let named = |&&n: &&usize| self.found.namings.get(n).is_some_and(|n| n.stretch.first < reference.at);
            let count = figure.namings.iter().take(200).filter(named).count();
            set(&mut features, weights::MENTIONS, (1.0 + count as f64).ln());
            let first = figure.namings.first().and_then(|&n| self.found.namings.get(n));
            let opens = first.is_some_and(|naming| {
                let token = self.found.token(naming.stretch.first);
                self.page.kind_of(token.block as usize) == BlockKind::Heading
                    || self.found.sentence_of(naming.stretch.first).is_some_and(|sentence| sentence < 3)
            });
            set(&mut features, weights::HEADLINE_OR_LEAD, truth(opens));
            set(&mut features, weights::PLACE, truth(figure.kind == ActorKind::Place));
        }
        if let Some(last) = &self.last {
            let spoke = last.figures.contains(&number);
            let distance = here.saturating_sub(last.sentence);
            set(&mut features, weights::SPOKE_LAST, truth(spoke));
            set(&mut features, weights::SPOKE_LAST_NEAR, truth(spoke && distance <= 1));
            set(&mut features, weights::SPOKE_LAST_DISTANCE, if spoke { -(1.0 + distance as f64).ln() } else { 0.0 });
            set(&mut features, weights::SPOKE_LAST_SAME_PARAGRAPH, truth(spoke && last.block == block));
            let chain =
                spoke && last.source.is_some_and(|s| self.word(s.first).eq_ignore_ascii_case(self.word(reference.at)));
            set(&mut features, weights::SPOKE_LAST_BY_THE_SAME_WORD, truth(chain));
        }
        let times = self.history.iter().filter(|(figure, ..)| *figure == number).count();
        set(&mut features, weights::TIMES_SPOKEN, (1.0 + times as f64).ln());
        set(&mut features, weights::FIT, fit);
        set(&mut features, weights::FITS_WELL, truth(fit >= 0.7));
        Candidate { figure: Some(number), features, evidence, share: 0.0 }
    }

    /// What the nearest naming before a reference tells.
    fn nearest(&self, candidate: &mut Candidate, reference: Reference, naming: &Naming, distance: usize) {
        let truth = |value: bool| f64::from(u8::from(value));
        let features = &mut candidate.features;
        if candidate.evidence.is_empty() {
            candidate.evidence = naming.name;
        }
        let subject = self.is_subject(naming);
        let at = naming.stretch.first;
        set(features, weights::DISTANCE, -(1.0 + distance as f64).ln());
        set(features, weights::SAME_SENTENCE, truth(distance == 0));
        set(features, weights::SUBJECT, truth(subject));
        set(features, weights::SUBJECT_SAME_SENTENCE, truth(subject && distance == 0));
        set(features, weights::SUBJECT_SENTENCE_BEFORE, truth(subject && distance == 1));
        let opener = self.found.sentence_of(reference.at).and_then(|s| self.found.sentences.get(s));
        let opens = opener.is_some_and(|s| s.stretch.first + 1 >= reference.at);
        set(features, weights::SUBJECT_BEFORE_AN_OPENER, truth(subject && distance == 1 && opens));
        set(
            features,
            weights::SAME_PARAGRAPH,
            truth(self.found.token(at).block == self.found.token(reference.at).block),
        );
        let before = self.found.before(at);
        set(features, weights::AFTER_A_PREPOSITION, truth(before.is(Classes::PREPOSITION)));
        set(features, weights::POSSESSIVE, truth(self.found.token(naming.stretch.end).shape == Shape::Clitic));
        set(features, weights::QUOTED, truth(self.found.is_quoted(at)));
        // Told Roe, asked Roe, and *Asked if Roe would go, she said*: one spoke to or of them.
        let told = before.is(Classes::TELL.or(Classes::ASK)) && before.shape == Shape::Lower;
        let asked = distance == 0 && opener.is_some_and(|s| self.word(s.stretch.first) == "Asked");
        set(features, weights::TOLD, truth(told || asked));
        let inside = !self.found.is_quoted(at) && self.is_said(naming);
        set(features, weights::IN_THE_LAST_CONTENT, truth(inside));
    }

    /// Whether a naming stands in quotation marks, or in what was said last.
    fn is_said(&self, naming: &Naming) -> bool {
        let at = naming.stretch.first;
        self.found.is_quoted(at) || self.last_content.is_some_and(|content| content.contains(at))
    }

    /// *a Roe rally*: a person's name between an article and a noun does not bring up the person.
    fn only_modifies(&self, naming: &Naming, number: usize) -> bool {
        let next = self.found.token(naming.stretch.end);
        naming.role.is_empty()
            && self.found.before(naming.stretch.first).is(Classes::DETERMINER)
            && next.shape == Shape::Lower
            && self.figure(number).is_some_and(|figure| figure.kind == ActorKind::Person)
    }

    /// What a naming further back adds.
    fn further(&self, candidate: &mut Candidate, naming: &Naming, distance: usize) {
        if distance <= 1 && self.is_subject(naming) {
            set(&mut candidate.features, weights::ALSO_A_SUBJECT, 1.0);
        }
    }

    /// The namings before a token, nearest first, within reach, with how many sentences lie between.
    pub(super) fn before(
        &self,
        at: usize,
        reach: usize,
        sentences: usize,
    ) -> impl Iterator<Item = (usize, &'a Naming, usize)> + '_ {
        let here = self.found.sentence_of(at).unwrap_or(0);
        let end = self.found.namings.partition_point(|naming| naming.stretch.first < at);
        let from = end.saturating_sub(reach);
        self.found.namings.get(from..end).unwrap_or_default().iter().enumerate().rev().filter_map(
            move |(offset, naming)| {
                let sentence = self.found.sentence_of(naming.stretch.first)?;
                let distance = here.saturating_sub(sentence);
                (distance <= sentences && naming.form == Form::Name).then_some((from + offset, naming, distance))
            },
        )
    }

    /// Whether a verb follows a naming, so that it is a subject.
    pub(super) fn is_subject(&self, naming: &Naming) -> bool {
        let mut at = naming.stretch.end;
        if !naming.apposition.is_empty() && naming.apposition.first >= at {
            at = naming.apposition.end + 1;
        }
        // The mayor, Jane Roe, arrived
        if self.found.token(at).is_mark(',') && self.found.before(naming.stretch.first).is_mark(',') {
            at += 1;
        }
        let next = self.found.token(at);
        let opens = self.found.sentence_of(naming.stretch.first).is_some_and(|sentence| {
            self.found.sentences.get(sentence).is_some_and(|s| s.stretch.first + 1 >= naming.stretch.first)
        });
        next.is(Classes::AUXILIARY.or(Classes::REPORTS)) && next.shape != Shape::Clitic
            || next.shape == Shape::Lower && self.page.word(next).ends_with("ed")
            || opens && next.shape != Shape::Clitic
            || self.found.before(naming.stretch.first).is(Classes::SAY)
                && self.found.before(naming.stretch.first.saturating_sub(1)).mark().is_some()
    }
}

fn set(features: &mut [f64; N_FEATURES], feature: usize, value: f64) {
    if let Some(place) = features.get_mut(feature) {
        *place = value;
    }
}
