//! Sources that name nobody themselves: *they*, *it*, *the company*, *the mayor*.

use crate::article::{ActorKind, Resolution, SpeakerKind};

use super::super::alias::{country, role_head};
use super::super::lexicon::{Classes, fingerprint};
use super::super::mention::{Naming, Sort};
use super::super::page::Stretch;
use super::bearer::{self, bearing};
use super::{Last, MOST_FIGURES, Resolver, Speaker, by_country, holder, kind_of};

/// What any company may be called.
const GENERIC: [&str; 14] = [
    "company",
    "firm",
    "group",
    "agency",
    "organisation",
    "organization",
    "charity",
    "club",
    "retailer",
    "airline",
    "carmaker",
    "manufacturer",
    "supermarket",
    "publisher",
];

impl Resolver<'_> {
    /// *they*: the names that the text joins last, else the body named last.
    pub(super) fn plural(&self, at: usize) -> Speaker {
        let candidates: Vec<(usize, &Naming, usize)> = self.before(at).collect();
        let here = self.found.sentence_of(at).unwrap_or(0);
        let near = |last: &&Last| last.figures.len() > 1 && here.saturating_sub(last.sentence) <= 4;
        let last = self.last.as_ref().filter(near);
        let spoke = last.and_then(|last| last.source).map_or(0, |source| source.first);
        let mut start = 0;
        while let Some((index, naming, _)) =
            candidates.get(start).filter(|(_, naming, _)| naming.stretch.first >= spoke)
        {
            let mut figures: Vec<usize> = self.found.owners.get(*index).copied().flatten().into_iter().collect();
            let mut names = vec![naming.name];
            let mut first = naming.stretch.first;
            let mut next = start + 1;
            while let Some((index, naming, _)) = candidates.get(next) {
                let gap = Stretch::new(naming.stretch.end, first);
                let joined = naming.stretch.end < first
                    && gap.len() <= 2
                    && gap.iter().all(|token| matches!(self.word(token), "," | "and"));
                if !joined {
                    break;
                }
                figures.extend(self.found.owners.get(*index).copied().flatten());
                names.push(naming.name);
                first = naming.stretch.first;
                next += 1;
            }
            let persons = figures.iter().all(|&f| self.figure(f).is_some_and(|f| f.kind == ActorKind::Person));
            if figures.len() > 1 && persons && !self.found.is_quoted(first) {
                figures.reverse();
                names.reverse();
                figures.dedup();
                return self.together(figures, names, 0.75);
            }
            start = next;
        }
        if let Some(last) = last {
            return self.together(last.figures.clone(), last.source.into_iter().collect(), 0.8);
        }
        let mut speaker = self.neuter(at);
        speaker.sure = 0.4;
        speaker
    }

    pub(super) fn together(&self, figures: Vec<usize>, evidence: Vec<Stretch>, sure: f64) -> Speaker {
        let kind = figures.first().and_then(|&f| self.figure(f)).map_or(SpeakerKind::Group, |f| kind_of(f.kind));
        Speaker { figures, how: Resolution::Joint, evidence, kind, alternatives: Vec::new(), sure }
    }

    /// *it*: the body named last.
    pub(super) fn neuter(&self, at: usize) -> Speaker {
        let mut scores: Vec<(usize, f64, Stretch)> = Vec::new();
        for (index, naming, distance) in self.before(at) {
            let Some(number) = self.found.owners.get(index).copied().flatten() else { continue };
            if self.figure(number).is_none_or(|figure| figure.kind != ActorKind::Organisation) || distance > 3 {
                continue;
            }
            let score = 10.0 - 2.5 * distance as f64 + if self.is_subject(naming) { 4.0 } else { 0.0 };
            if !scores.iter().any(|(other, ..)| *other == number) {
                scores.push((number, score, naming.name));
            }
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.chosen(&scores, Resolution::Pronoun, SpeakerKind::Organisation)
    }

    /// *the commission*: the body whose name ends so; *the company*: the body named last.
    pub(super) fn body(&self, naming: &Naming) -> Option<Speaker> {
        let head = naming.stretch.end.saturating_sub(1);
        let wanted = fingerprint(self.word(head));
        let generic = GENERIC.contains(&self.word(head));
        let mut scores: Vec<(usize, f64, Stretch)> = Vec::new();
        for (index, other, distance) in self.before(naming.stretch.first) {
            let Some(number) = self.found.owners.get(index).copied().flatten() else { continue };
            let Some(figure) = self.figure(number).filter(|figure| figure.kind == ActorKind::Organisation) else {
                continue;
            };
            let named_so = figure.name.iter().any(|token| fingerprint(self.word(token)) == wanted);
            if (named_so || generic && distance < 4) && !scores.iter().any(|(known, ..)| *known == number) {
                let score = 10.0 - distance as f64
                    + if named_so { 6.0 } else { 0.0 }
                    + if self.is_subject(other) { 2.0 } else { 0.0 };
                scores.push((number, score, other.name));
            }
        }
        if scores.is_empty() && !generic {
            let named_so = self.found.figures.iter().take(MOST_FIGURES).position(|figure| {
                figure.kind == ActorKind::Organisation
                    && fingerprint(self.word(figure.name.end.saturating_sub(1))) == wanted
            })?;
            scores.push((named_so, 6.0, self.figure(named_so)?.name));
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        (!scores.is_empty()).then(|| self.chosen(&scores, Resolution::Role, SpeakerKind::Organisation))
    }

    /// *the US president*, *the mayor*
    pub(super) fn nominal(&self, naming: &Naming, source: Stretch) -> Option<Speaker> {
        if let Some((number, how, evidence)) = by_country(self.page, self.found, naming.stretch) {
            return Some(Speaker {
                figures: vec![number],
                how,
                evidence: evidence.into_iter().collect(),
                kind: SpeakerKind::Person,
                alternatives: Vec::new(),
                sure: if how == Resolution::Office { self.sure_of_office() } else { 0.92 },
            });
        }
        if naming.sort == Sort::Organisation {
            return self.body(naming);
        }
        let land = country(self.page, self.found, naming.stretch);
        let head = role_head(self.page, self.found, naming.role);
        let mut scores: Vec<(usize, f64, Stretch)> = Vec::new();
        for (number, figure) in self.found.figures.iter().enumerate().take(MOST_FIGURES) {
            if figure.kind != ActorKind::Person || !figure.gender.fits(naming.gender) {
                continue;
            }
            let Some((fit, evidence)) = bearing(self.page, self.found, figure, naming.role, land) else { continue };
            let names = || figure.namings.iter().take(200).filter_map(|&n| self.found.namings.get(n));
            // Named before, else in the same breath after: a headline's mayor may be named in the lead.
            let last = names().take_while(|naming| naming.stretch.first < source.first).last();
            let Some(named) = last.or_else(|| names().next()) else { continue };
            let here = self.found.sentence_of(source.first).unwrap_or(0);
            let distance = here.abs_diff(self.found.sentence_of(named.stretch.first).unwrap_or(0));
            if last.is_none() && distance > 3 {
                continue;
            }
            let mut score = fit - (distance as f64).min(12.0) * 0.4;
            if self.found.is_quoted(named.stretch.first) {
                score -= 2.0;
            }
            if self.last.as_ref().is_some_and(|last| last.figures == [number]) {
                score += 3.0;
            }
            scores.push((number, score, evidence));
        }
        // A role like the one named leads back to one person only, or to nobody.
        let sure = |fit: f64| fit >= bearer::ALIKE;
        if !scores.iter().any(|(number, ..)| {
            self.figure(*number)
                .and_then(|figure| bearing(self.page, self.found, figure, naming.role, land))
                .is_some_and(|(fit, _)| sure(fit))
        }) && scores.len() > 1
        {
            return None;
        }
        if scores.is_empty() {
            let number = holder(self.page, self.found, head, None).filter(|_| land.is_none())?;
            scores.push((number, 8.0, Stretch::default()));
            let mut speaker = self.chosen(&scores, Resolution::Office, SpeakerKind::Person);
            speaker.evidence.clear();
            speaker.sure = self.sure_of_office();
            return Some(speaker);
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Some(self.chosen(&scores, Resolution::Role, SpeakerKind::Person))
    }

    /// How sure the table of office-holders is: hardly, where the article's year is unknown.
    fn sure_of_office(&self) -> f64 {
        if self.page.year.is_some() { 0.8 } else { 0.6 }
    }

    /// What kind of speaker a phrase without a name tells of.
    pub(super) fn kind_of_words(&self, source: Stretch, first_end: usize) -> SpeakerKind {
        let mut kind = SpeakerKind::Unknown;
        for index in source.first..first_end {
            let token = self.found.token(index);
            if index > source.first && token.is(Classes::PREPOSITION) {
                break;
            }
            if token.is(Classes::GROUP) {
                kind = SpeakerKind::Group;
            } else if token.is(Classes::ANONYMOUS.or(Classes::ROLE)) {
                kind = SpeakerKind::Anonymous;
            } else if token.is(Classes::DOCUMENT) {
                kind = SpeakerKind::Document;
            } else if token.is(Classes::BODY) {
                kind = SpeakerKind::Organisation;
            }
        }
        kind
    }
}
