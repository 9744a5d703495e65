//! Sources that are pronouns: *she*, *they*, *it*, *who*, and *I* and *we* inside what somebody says.

use crate::article::{ActorKind, Form, Resolution, SpeakerKind};

use super::super::attribution::{Attribution, namings_in};
use super::super::lexicon::Classes;
use super::super::mention::{Gender, Naming};
use super::super::page::Stretch;
use super::rank::{Reference, Sort, Weighed};
use super::{Last, Resolver, Speaker, kind_of};

/// So many tokens before *who* are looked at for whom it means.
const MOST_BETWEEN: usize = 30;
/// So many namings in what is said are looked at.
const MOST_SAID: usize = 12;

impl Resolver<'_> {
    pub(super) fn pronoun(&self, at: usize, attribution: &Attribution, earlier: &[Speaker]) -> Option<Speaker> {
        let word = self.word(at).to_lowercase();
        match word.as_str() {
            "he" | "him" | "his" | "himself" => self.singular(at, Gender::Male, &attribution.content),
            "she" | "her" | "hers" | "herself" => self.singular(at, Gender::Female, &attribution.content),
            "they" | "them" | "their" | "both" => self.plural(at),
            "it" | "its" => self.neuter(at, 0.0),
            "who" | "which" | "that" | "whom" => self.relative(at),
            "i" | "we" | "me" | "us" | "my" | "our" => self.own_voice(at, attribution, earlier),
            _ => None,
        }
    }

    /// *he*, *she*. Whom what is said afterwards names, does not say it: *He said Roe was honest* is not Roe. In a quotation people do name themselves.
    pub(super) fn singular(&self, at: usize, gender: Gender, content: &[Stretch]) -> Option<Speaker> {
        let reference = Reference { sort: Sort::Person, at, gender };
        let said = content.iter().filter(|part| part.first > at).take(2);
        let named: Vec<usize> = said
            .flat_map(|part| namings_in(self.found, *part))
            .take(MOST_SAID)
            .filter(|naming| naming.form == Form::Name && !self.found.is_quoted(naming.stretch.first))
            .filter_map(|naming| self.found.owner_of(naming))
            .collect();
        let candidates = self.ranked(reference, 0.0, |number, figure| {
            let fits = figure.kind == ActorKind::Person && figure.gender.fits(gender) && !named.contains(&number);
            fits.then_some((0.0, Stretch::default()))
        });
        chosen(self, candidates, Resolution::Pronoun)
    }

    /// *it*: a body or a country.
    pub(super) fn neuter(&self, at: usize, nobody: f64) -> Option<Speaker> {
        let reference = Reference { sort: Sort::Body, at, gender: Gender::Unknown };
        let candidates = self.ranked(reference, nobody, |_, figure| {
            matches!(figure.kind, ActorKind::Organisation | ActorKind::Place).then_some((0.0, Stretch::default()))
        });
        chosen(self, candidates, Resolution::Pronoun)
    }

    /// *Roe, the mayor of Vell, who said*: the name or description right before it.
    fn relative(&self, at: usize) -> Option<Speaker> {
        let person = self.word(at).starts_with(['w', 'W']) && !self.word(at).eq_ignore_ascii_case("which");
        let namings = self.found.namings.get(..self.found.namings.partition_point(|n| n.stretch.first < at))?;
        let sentence = self.found.sentence_of(at)?;
        for naming in namings.iter().rev().take(8) {
            if self.found.sentence_of(naming.stretch.first) != Some(sentence) || naming.stretch.end + MOST_BETWEEN < at
            {
                break;
            }
            if naming.form == Form::Pronoun {
                continue;
            }
            let reach = if naming.apposition.end + 2 >= at {
                naming.apposition.end.max(naming.stretch.end)
            } else {
                naming.stretch.end
            };
            let gap = Stretch::new(reach, at);
            let plain = gap.iter().all(|index| {
                let token = self.found.token(index);
                token.mark().is_some_and(|mark| matches!(mark, ',' | '(' | ')' | '-' | '—' | '–')) || token.is_capital()
            });
            if naming.form == Form::Nominal {
                let fits = person == (naming.sort != super::super::mention::Sort::Organisation);
                if plain && fits {
                    return self.nominal(naming, naming.stretch, 0.0);
                }
                continue;
            }
            let Some(number) = self.found.owner_of(naming) else { continue };
            let kind = self.figure(number)?.kind;
            let of_place = gap.len() <= 12
                && gap.iter().all(|index| {
                    !self.found.token(index).is(Classes::AUXILIARY.or(Classes::REPORTS).or(Classes::GROUP))
                });
            let fits = if person { kind == ActorKind::Person } else { kind != ActorKind::Person };
            if fits && (plain || person && of_place && !self.is_plural_before(at)) {
                let mut speaker = self.named(number, naming);
                speaker.how = Resolution::Pronoun;
                speaker.evidence = vec![naming.name];
                return Some(speaker);
            }
            if plain {
                return None;
            }
        }
        None
    }

    /// *officials who*
    fn is_plural_before(&self, at: usize) -> bool {
        let before = self.found.before(at);
        before.is(Classes::GROUP.or(Classes::ANONYMOUS).or(Classes::BODY))
            || before.shape == super::super::token::Shape::Lower && self.page.word(before).ends_with('s')
    }

    /// *I* and *we* inside a quotation are whoever speaks there.
    fn own_voice(&self, at: usize, attribution: &Attribution, earlier: &[Speaker]) -> Option<Speaker> {
        let outer = attribution.nested_in.or_else(|| {
            let near = self.found.attributions.get(..earlier.len())?;
            let holds = |one: &Attribution| one.content.iter().any(|part| part.contains(at));
            near.iter().rev().take(8).position(holds).map(|back| earlier.len() - 1 - back)
        });
        let figures = match outer {
            Some(outer) => earlier.get(outer)?.figures.clone(),
            None if self.found.is_quoted(at) => self.last.as_ref()?.figures.clone(),
            None => return None,
        };
        let first = *figures.first()?;
        let evidence = self.figure(first).map(|figure| figure.name).into_iter().collect();
        let kind = self.figure(first).map_or(SpeakerKind::Person, |figure| kind_of(figure.kind));
        Some(Speaker {
            figures,
            how: Resolution::Pronoun,
            evidence,
            kind,
            alternatives: Vec::new(),
            sure: 0.7,
            weighed: None,
        })
    }

    /// *they*: the names that the text joins last, else the body named last.
    pub(super) fn plural(&self, at: usize) -> Option<Speaker> {
        let candidates: Vec<(usize, &Naming, usize)> = self.before(at, 40, 7).collect();
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
                return Some(self.together(figures, names, 0.75));
            }
            start = next;
        }
        if let Some(last) = last {
            return Some(self.together(last.figures.clone(), last.source.into_iter().collect(), 0.8));
        }
        self.neuter(at, 1.0)
    }

    pub(super) fn together(&self, figures: Vec<usize>, evidence: Vec<Stretch>, sure: f64) -> Speaker {
        let kind = figures.first().and_then(|&f| self.figure(f)).map_or(SpeakerKind::Group, |f| kind_of(f.kind));
        Speaker { figures, how: Resolution::Joint, evidence, kind, alternatives: Vec::new(), sure, weighed: None }
    }
}

/// The best candidate, or nobody; the next two as alternatives.
pub(super) fn chosen(resolver: &Resolver<'_>, weighed: Weighed, how: Resolution) -> Option<Speaker> {
    let (_, candidates) = &weighed;
    let best = candidates.first()?;
    let sure = best.share;
    let Some(number) = best.figure else {
        return Some(Speaker { sure, weighed: Some(weighed), ..Speaker::none(SpeakerKind::Unknown) });
    };
    let alternatives = candidates
        .iter()
        .skip(1)
        .filter_map(|candidate| Some((candidate.figure?, candidate.share)))
        .filter(|(_, share)| *share >= 0.01)
        .take(2)
        .collect();
    let evidence = if best.evidence.is_empty() {
        resolver.figure(number).map(|figure| figure.name).into_iter().collect()
    } else {
        vec![best.evidence]
    };
    let kind = resolver.figure(number).map_or(SpeakerKind::Unknown, |figure| kind_of(figure.kind));
    Some(Speaker { figures: vec![number], how, evidence, kind, alternatives, sure, weighed: Some(weighed) })
}
