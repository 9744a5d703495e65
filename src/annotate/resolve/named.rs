//! Sources that hold names, one or several.

use crate::article::{ActorKind, Resolution, SpeakerKind};

use super::super::attribution::Attribution;
use super::super::lexicon::Classes;
use super::super::mention::{Gender, Naming};
use super::super::page::Stretch;
use super::{Resolver, Speaker, kind_of};

/// Who spoke more sentences ago than this is no longer in focus.
const MOST_SINCE: usize = 6;

impl Resolver<'_> {
    pub(super) fn named(&self, number: usize, naming: &Naming) -> Speaker {
        let Some(figure) = self.figure(number) else { return Speaker::none(SpeakerKind::Unknown) };
        let full = self.found.words(self.page, figure.name);
        let own = self.found.words(self.page, naming.name);
        let rivals: Vec<(usize, f64)> = self
            .found
            .figures
            .iter()
            .enumerate()
            .take(60)
            .filter(|(other, f)| {
                *other != number
                    && naming.name.len() == 1
                    && f.kind == ActorKind::Person
                    && f.name.len() > 1
                    && f.gender.fits(naming.gender)
                    && self.word(f.name.end.saturating_sub(1)) == own
            })
            .map(|(other, _)| (other, 0.2))
            .collect();
        let evidence = figure.namings.iter().find_map(|&n| {
            let other = self.found.namings.get(n)?;
            (other.name == figure.name).then_some(other.name)
        });
        Speaker {
            figures: vec![number],
            how: if own == full { Resolution::Name } else { Resolution::Alias },
            evidence: vec![if own == full { naming.name } else { evidence.unwrap_or(naming.name) }],
            kind: kind_of(figure.kind),
            sure: if rivals.is_empty() { 0.97 } else { 0.6 },
            alternatives: rivals,
            weighed: None,
        }
    }

    /// Bare *Roe* after what Tomas Roe said is still Tomas, though somebody mentioned Jane Roe in between.
    pub(super) fn in_focus(&self, speaker: Speaker, naming: &Naming) -> Speaker {
        let mut speaker = speaker;
        let bare = naming.name.len() == 1 && naming.role.is_empty() && !naming.titled;
        let Some(last) = self.last.as_ref().filter(|_| bare && !speaker.alternatives.is_empty()) else {
            return speaker;
        };
        let (&[chosen], &[spoke]) = (&speaker.figures[..], &last.figures[..]) else { return speaker };
        let here = self.found.sentence_of(naming.stretch.first).unwrap_or(0);
        let Some(at) = speaker.alternatives.iter().position(|(other, _)| *other == spoke) else { return speaker };
        let since = last.source.map_or(0, |source| source.first);
        let acts = self.before(naming.stretch.first, 24, MOST_SINCE).any(|(index, other, _)| {
            other.stretch.first > since
                && other.name.len() > 1
                && self.found.owners.get(index).copied().flatten() == Some(chosen)
                && !self.found.is_quoted(other.stretch.first)
                && self.is_subject(other)
        });
        if here.saturating_sub(last.sentence) > MOST_SINCE || acts {
            return speaker;
        }
        if let Some((entry, first)) = speaker.alternatives.get_mut(at).zip(speaker.figures.first_mut()) {
            std::mem::swap(&mut entry.0, first);
            speaker.evidence = self.figure(*first).map(|figure| figure.name).into_iter().collect();
        }
        speaker
    }

    /// *Strand said she would*: of two of one surname, the one whom the pronoun fits.
    pub(super) fn by_own_pronoun(&self, speaker: Speaker, attribution: &Attribution) -> Speaker {
        let mut speaker = speaker;
        let ([chosen], false) = (&speaker.figures[..], speaker.alternatives.is_empty()) else { return speaker };
        let gender_of = |number: usize| self.figure(number).map_or(Gender::Unknown, |figure| figure.gender);
        let content = attribution.content.first().copied().unwrap_or_default();
        let pronoun = content.iter().take(12).find_map(|index| match self.word(index) {
            "he" | "his" | "him" => Some(Gender::Male),
            "she" | "her" => Some(Gender::Female),
            _ => None,
        });
        let Some(wanted) = pronoun.filter(|wanted| !gender_of(*chosen).fits(*wanted)) else { return speaker };
        let Some(at) = speaker.alternatives.iter().position(|(other, _)| gender_of(*other) == wanted) else {
            return speaker;
        };
        if let Some((entry, chosen)) = speaker.alternatives.get_mut(at).zip(speaker.figures.first_mut()) {
            std::mem::swap(&mut entry.0, chosen);
            speaker.evidence = self.figure(*chosen).map(|figure| figure.name).into_iter().collect();
        }
        speaker
    }

    /// *Roe, Marchetti and Vell*: all of the source is names.
    pub(super) fn joint(&self, source: Stretch, names: &[&Naming]) -> Option<Speaker> {
        if names.len() < 2 || !source.iter().any(|index| self.word(index) == "and") {
            return None;
        }
        let only_names = source.iter().all(|index| {
            names.iter().any(|naming| naming.stretch.contains(index))
                || matches!(self.word(index), "and" | "," | "both" | "Both" | "counterpart")
                || self
                    .found
                    .token(index)
                    .is(Classes::ROLE.or(Classes::DETERMINER).or(Classes::POSSESSIVE).or(Classes::DEMONYM))
        });
        // The mayor of Vell, Jane Roe, and Tomas Breck: Vell does not speak.
        let beside = |naming: &&&Naming| {
            let before = self.found.before(naming.stretch.first);
            naming.stretch.first == source.first || !before.is(Classes::PREPOSITION)
        };
        let mut figures: Vec<usize> =
            names.iter().filter(beside).filter_map(|naming| self.found.owner_of(naming)).collect();
        let is_place = |figure: &usize| self.figure(*figure).is_some_and(|f| f.kind == ActorKind::Place);
        let is_person = |figure: &usize| self.figure(*figure).is_some_and(|f| f.kind == ActorKind::Person);
        if figures.iter().any(is_person) {
            figures.retain(|figure| !is_place(figure));
        }
        figures.dedup();
        (only_names && figures.len() > 1).then(|| Speaker {
            kind: figures.first().and_then(|&f| self.figure(f)).map_or(SpeakerKind::Group, |f| kind_of(f.kind)),
            figures,
            how: Resolution::Joint,
            evidence: names.iter().map(|naming| naming.name).collect(),
            alternatives: Vec::new(),
            sure: 0.9,
            weighed: None,
        })
    }
}
