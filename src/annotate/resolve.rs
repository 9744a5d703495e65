//! Leads every statement's source back to the persons and bodies that the text names.
//!
//! Names go by `alias`; descriptions by the roles that the text states and by the table of office-holders; pronouns
//! by gender, number, distance, subject position and who spoke last.

use crate::article::{ActorKind, Form, Resolution, SpeakerKind};

use super::alias::{Claim, Figure, country, role_head};
use super::attribution::{Attribution, Way, namings_in};
use super::lexicon::{Classes, fingerprint, lexicon};
use super::mention::{Gender, Naming, Sort};
use super::page::{Found, Page, Stretch};
use super::token::Shape;

/// Who a source is.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Indices of figures; several for a joint statement, none when nobody named is meant.
    pub figures: Vec<usize>,
    /// How they were found.
    pub how: Resolution,
    /// The mention that it leads back to.
    pub evidence: Vec<Stretch>,
    /// What kind of speaker it is.
    pub kind: SpeakerKind,
    /// Other candidates with their share of the belief, best first.
    pub alternatives: Vec<(usize, f64)>,
    /// How sure the choice is, 0–1, uncalibrated.
    pub sure: f64,
}

impl Speaker {
    fn none(kind: SpeakerKind) -> Self {
        Self {
            figures: Vec::new(),
            how: Resolution::None,
            evidence: Vec::new(),
            kind,
            alternatives: Vec::new(),
            sure: 0.5,
        }
    }
}

/// How far back, in namings, a pronoun may reach.
const REACH: usize = 40;
/// Roles are looked for among so many figures at most, so that no text makes the search long.
const MOST_FIGURES: usize = 300;
/// How far back, in sentences.
const REACH_SENTENCES: usize = 7;

/// Resolves every attribution's source, in their order.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Speaker> {
    let mut resolver = Resolver { page, found, last: None };
    let mut speakers: Vec<Speaker> = Vec::with_capacity(found.attributions.len());
    for attribution in &found.attributions {
        let speaker = resolver.speaker(attribution, speakers.last());
        if attribution.nested_in.is_none() && !speaker.figures.is_empty() {
            let at = attribution.source.or(attribution.content.first().copied()).unwrap_or_default();
            resolver.last = Some(Last {
                figures: speaker.figures.clone(),
                sentence: found.sentence_of(at.first).unwrap_or(0),
                block: attribution.block,
                source: attribution.source,
            });
        }
        speakers.push(speaker);
    }
    speakers
}

/// The bearer of an office that a description names with its country: by the roles that the text states, else by
/// the table of office-holders, among those whom the text names.
pub fn by_country(page: &Page<'_>, found: &Found, role: Stretch) -> Option<(usize, Resolution, Option<Stretch>)> {
    let land = country(page, found, role)?;
    let head = role_head(page, found, role);
    let stated = found.figures.iter().enumerate().take(MOST_FIGURES).find_map(|(number, figure)| {
        let claim = figure.claims.iter().find(|claim| claim.head == head && claim.country == Some(land))?;
        Some((number, Resolution::Role, Some(claim.evidence)))
    });
    stated.or_else(|| holder(page, found, head, Some(land)).map(|number| (number, Resolution::Office, None)))
}

/// The figure that the table has in an office, in the article's year if it is known.
fn holder(page: &Page<'_>, found: &Found, head: u64, land: Option<&str>) -> Option<usize> {
    lexicon().holders().iter().rev().find_map(|holder| {
        let words: Vec<&str> = holder.office.split(' ').collect();
        let office = match words[..] {
            [mark, last] => fingerprint(last) ^ fingerprint(mark).rotate_left(7),
            [only] => fingerprint(only),
            _ => return None,
        };
        let in_time = page.year.is_none_or(|year| (holder.from..=holder.until).contains(&year));
        if office != head || land.is_some_and(|land| land != holder.country) || !in_time {
            return None;
        }
        let surname = holder.name.rsplit(' ').next()?;
        let first = holder.name.split(' ').next()?;
        found.figures.iter().take(MOST_FIGURES).position(|figure| {
            figure.kind == ActorKind::Person
                && page.word(found.token(figure.name.end.saturating_sub(1))) == surname
                && (figure.name.len() == 1
                    || lexicon().same_first_name(page.word(found.token(figure.name.first)), first))
        })
    })
}

struct Last {
    figures: Vec<usize>,
    sentence: usize,
    block: usize,
    source: Option<Stretch>,
}

struct Resolver<'a> {
    page: &'a Page<'a>,
    found: &'a Found,
    last: Option<Last>,
}

impl<'a> Resolver<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.page.word(self.found.token(index))
    }

    fn figure(&self, number: usize) -> Option<&'a Figure> {
        self.found.figures.get(number)
    }

    fn speaker(&self, attribution: &Attribution, before: Option<&Speaker>) -> Speaker {
        let Some(source) = attribution.source else { return self.carried(attribution, before) };
        let namings = namings_in(self.found, source);
        let outer = |naming: &&Naming| {
            let holds = |other: &Naming| other.stretch != naming.stretch && other.stretch.covers(naming.stretch);
            naming.form == Form::Name && source.covers(naming.name) && !namings.iter().any(holds)
        };
        let names: Vec<&Naming> = namings.iter().take(24).filter(outer).collect();
        let pronoun = self.found.token(source.first).is(Classes::PRONOUN);
        if source.len() == 1 && pronoun {
            return self.pronoun(source);
        }
        if let Some(joint) = self.joint(source, &names) {
            return joint;
        }
        let first_end = self.first_part(source);
        let heads = names
            .iter()
            .filter(|naming| naming.stretch.first < first_end && self.heads(source, naming))
            .filter_map(|naming| Some((self.found.owner_of(naming)?, *naming)));
        let is_person = |number: usize| self.figure(number).is_some_and(|figure| figure.kind == ActorKind::Person);
        let head = heads.clone().find(|(number, _)| is_person(*number)).or_else(|| heads.clone().next());
        if let Some((number, naming)) = head {
            return self.named(number, naming);
        }
        // The name in apposition: the board's chair, Jane Roe
        let nominal = namings.iter().find(|n| n.form == Form::Nominal && n.stretch.first <= source.first + 1);
        if nominal.is_some()
            && let Some(naming) = names.iter().find(|n| self.found.before(n.stretch.first).is_mark(','))
            && let Some(number) = self.found.owner_of(naming)
        {
            return self.named(number, naming);
        }
        if let Some(naming) = nominal.filter(|_| names.iter().all(|n| n.stretch.end <= source.end)) {
            let definite = !matches!(self.word(naming.stretch.first), "a" | "an" | "A" | "An" | "one" | "One");
            if definite && let Some(speaker) = self.nominal(naming, source) {
                return speaker;
            }
        }
        Speaker::none(self.kind_of_words(source, first_end))
    }

    /// The source up to its first comma.
    fn first_part(&self, source: Stretch) -> usize {
        source.iter().find(|&index| self.found.token(index).is_mark(',')).unwrap_or(source.end)
    }

    /// Whether a name is what the phrase is about: no *of X*, no *X's*.
    fn heads(&self, source: Stretch, naming: &Naming) -> bool {
        if self.found.token(naming.stretch.end).shape == Shape::Clitic && naming.stretch.end < source.end {
            return false;
        }
        if naming.stretch.first == source.first {
            // The Vell Water spokesman: the head comes after the name.
            let next = self.found.token(naming.stretch.end);
            return !(naming.stretch.end < source.end
                && next.shape == Shape::Lower
                && (next.is(Classes::HEAD) || self.found.token(naming.stretch.end + 1).is(Classes::HEAD))
                && naming.stretch.end + 2 >= source.end);
        }
        let plain = (source.first..naming.stretch.first).all(|index| {
            let token = self.found.token(index);
            !token.is(Classes::PREPOSITION) && token.shape != Shape::Clitic && token.mark().is_none()
        });
        let followed = naming.stretch.end < source.end
            && self.found.token(naming.stretch.end).is(Classes::HEAD)
            && self.found.token(naming.stretch.end).shape == Shape::Lower;
        plain && !followed
    }

    fn named(&self, number: usize, naming: &Naming) -> Speaker {
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
            sure: if rivals.is_empty() { 0.97 } else { 0.75 },
            alternatives: rivals,
        }
    }

    /// *Roe, Marchetti and Vell*: all of the source is names.
    fn joint(&self, source: Stretch, names: &[&Naming]) -> Option<Speaker> {
        if names.len() < 2 || !source.iter().any(|index| self.word(index) == "and") {
            return None;
        }
        let only_names = source.iter().all(|index| {
            names.iter().any(|naming| naming.stretch.contains(index))
                || matches!(self.word(index), "and" | "," | "both" | "Both")
                || self.found.token(index).is(Classes::ROLE.and(Classes::DETERMINER))
        });
        let mut figures: Vec<usize> = names.iter().filter_map(|naming| self.found.owner_of(naming)).collect();
        figures.dedup();
        (only_names && figures.len() > 1).then(|| Speaker {
            kind: figures.first().and_then(|&f| self.figure(f)).map_or(SpeakerKind::Group, |f| kind_of(f.kind)),
            figures,
            how: Resolution::Joint,
            evidence: names.iter().map(|naming| naming.name).collect(),
            alternatives: Vec::new(),
            sure: 0.9,
        })
    }

    /// No source: the words go on from the statement before.
    fn carried(&self, attribution: &Attribution, before: Option<&Speaker>) -> Speaker {
        let near = self.last.as_ref().filter(|last| attribution.block <= last.block + 3);
        let goes_on = matches!(attribution.way, Way::Carried | Way::Implied | Way::Block);
        let Some(last) = near.filter(|_| goes_on) else { return Speaker::none(SpeakerKind::Unknown) };
        if before.is_some_and(|speaker| speaker.figures != last.figures) {
            return Speaker::none(SpeakerKind::Unknown);
        }
        Speaker {
            kind: last.figures.first().and_then(|&f| self.figure(f)).map_or(SpeakerKind::Unknown, |f| kind_of(f.kind)),
            figures: last.figures.clone(),
            how: Resolution::Continuation,
            evidence: last.source.into_iter().collect(),
            alternatives: Vec::new(),
            sure: if attribution.way == Way::Carried { 0.8 } else { 0.5 },
        }
    }

    fn pronoun(&self, source: Stretch) -> Speaker {
        let word = self.word(source.first).to_lowercase();
        match word.as_str() {
            "he" | "him" => self.singular(source.first, Gender::Male),
            "she" | "her" => self.singular(source.first, Gender::Female),
            "they" => self.plural(source.first),
            "it" => self.neuter(source.first),
            _ => Speaker::none(SpeakerKind::Unknown),
        }
    }

    /// The namings before a token, nearest first, within reach, with how many sentences lie between.
    fn before(&self, at: usize) -> impl Iterator<Item = (usize, &'a Naming, usize)> + '_ {
        let here = self.found.sentence_of(at).unwrap_or(0);
        let end = self.found.namings.partition_point(|naming| naming.stretch.first < at);
        let from = end.saturating_sub(REACH);
        self.found.namings.get(from..end).unwrap_or_default().iter().enumerate().rev().filter_map(
            move |(offset, naming)| {
                let sentence = self.found.sentence_of(naming.stretch.first)?;
                let distance = here.saturating_sub(sentence);
                (distance <= REACH_SENTENCES).then_some((from + offset, naming, distance))
            },
        )
    }

    fn singular(&self, at: usize, gender: Gender) -> Speaker {
        let here = self.found.sentence_of(at).unwrap_or(0);
        let mut scores: Vec<(usize, f64, Stretch)> = Vec::new();
        for (index, naming, distance) in self.before(at) {
            let Some(number) = self.found.owners.get(index).copied().flatten() else { continue };
            let Some(figure) = self.figure(number).filter(|figure| figure.kind == ActorKind::Person) else { continue };
            if !figure.gender.fits(gender) {
                continue;
            }
            let mut score = 12.0 - 2.5 * distance as f64;
            if figure.gender == gender {
                score += 5.0;
            }
            if self.is_subject(naming) {
                score += 4.0;
            }
            let before = self.found.before(naming.stretch.first);
            if before.is(Classes::PREPOSITION) || self.found.token(naming.stretch.end).shape == Shape::Clitic {
                score -= 2.0;
            }
            if self.found.is_quoted(naming.stretch.first) {
                score -= 5.0;
            }
            match scores.iter_mut().find(|(other, ..)| *other == number) {
                Some(entry) => entry.1 = entry.1.max(score) + 0.3,
                None => scores.push((number, score, naming.name)),
            }
        }
        if let Some(last) = self.last.as_ref().filter(|last| here.saturating_sub(last.sentence) <= REACH_SENTENCES)
            && let [only] = last.figures[..]
        {
            let fits = self.figure(only).is_some_and(|f| f.kind == ActorKind::Person && f.gender.fits(gender));
            let near = here.saturating_sub(last.sentence) as f64;
            let bonus = 9.0 - 1.5 * near;
            if fits {
                if let Some(entry) = scores.iter_mut().find(|(other, ..)| *other == only) {
                    entry.1 += bonus;
                } else {
                    let name = self.figure(only).map(|figure| figure.name).unwrap_or_default();
                    scores.push((only, bonus + 4.0, last.source.unwrap_or(name)));
                }
            }
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.chosen(&scores, Resolution::Pronoun, SpeakerKind::Person)
    }

    fn chosen(&self, scores: &[(usize, f64, Stretch)], how: Resolution, kind: SpeakerKind) -> Speaker {
        let Some((number, best, evidence)) = scores.first().copied() else {
            return Speaker::none(SpeakerKind::Unknown);
        };
        let margin = scores.get(1).map_or(12.0, |(_, second, _)| best - second);
        let sure = (0.55 + margin / 25.0).clamp(0.5, 0.92);
        let alternatives = scores
            .iter()
            .skip(1)
            .take(2)
            .map(|(other, score, _)| (*other, ((1.0 - sure) * (score / best.max(1.0))).clamp(0.01, 0.5)))
            .collect();
        let kind = self.figure(number).map_or(kind, |figure| kind_of(figure.kind));
        Speaker { figures: vec![number], how, evidence: vec![evidence], kind, alternatives, sure }
    }

    /// Whether a verb follows a naming, so that it is a subject.
    fn is_subject(&self, naming: &Naming) -> bool {
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
        next.is(Classes::AUXILIARY.and(Classes::REPORTS)) && next.shape != Shape::Clitic
            || next.shape == Shape::Lower && self.page.word(next).ends_with("ed")
            || opens && next.shape != Shape::Clitic
            || self.found.before(naming.stretch.first).is(Classes::SAY)
                && self.found.before(naming.stretch.first.saturating_sub(1)).mark().is_some()
    }

    /// *they*: the names that the text joins last, else the body named last.
    fn plural(&self, at: usize) -> Speaker {
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

    fn together(&self, figures: Vec<usize>, evidence: Vec<Stretch>, sure: f64) -> Speaker {
        let kind = figures.first().and_then(|&f| self.figure(f)).map_or(SpeakerKind::Group, |f| kind_of(f.kind));
        Speaker { figures, how: Resolution::Joint, evidence, kind, alternatives: Vec::new(), sure }
    }

    /// *it*: the body named last.
    fn neuter(&self, at: usize) -> Speaker {
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
    fn body(&self, naming: &Naming) -> Option<Speaker> {
        let head = naming.stretch.end.saturating_sub(1);
        let wanted = fingerprint(self.word(head));
        let generic = ["company", "firm", "group", "agency", "organisation", "organization", "charity", "club"]
            .contains(&self.word(head));
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
    fn nominal(&self, naming: &Naming, source: Stretch) -> Option<Speaker> {
        if let Some((number, how, evidence)) = by_country(self.page, self.found, naming.role) {
            return Some(Speaker {
                figures: vec![number],
                how,
                evidence: evidence.into_iter().collect(),
                kind: SpeakerKind::Person,
                alternatives: Vec::new(),
                sure: 0.92,
            });
        }
        if naming.sort == Sort::Organisation {
            return self.body(naming);
        }
        let land = country(self.page, self.found, naming.role);
        let head = role_head(self.page, self.found, naming.role);
        let mut scores: Vec<(usize, f64, Stretch)> = Vec::new();
        for (number, figure) in self.found.figures.iter().enumerate().take(MOST_FIGURES) {
            let fits = |claim: &&Claim| claim.head == head && (land.is_none() || claim.country.is_none());
            let Some(claim) = figure.claims.iter().find(fits) else { continue };
            let named = figure
                .namings
                .iter()
                .take(200)
                .filter_map(|&n| self.found.namings.get(n))
                .take_while(|naming| naming.stretch.first < source.first)
                .last();
            let Some(named) = named else { continue };
            let here = self.found.sentence_of(source.first).unwrap_or(0);
            let distance = here.saturating_sub(self.found.sentence_of(named.stretch.first).unwrap_or(0));
            let mut score = 10.0 - (distance as f64).min(12.0) * 0.5;
            if self.found.is_quoted(named.stretch.first) {
                score -= 2.0;
            }
            if self.last.as_ref().is_some_and(|last| last.figures == [number]) {
                score += 4.0;
            }
            scores.push((number, score, claim.evidence));
        }
        if scores.is_empty() {
            let number = holder(self.page, self.found, head, None).filter(|_| land.is_none())?;
            scores.push((number, 8.0, Stretch::default()));
            let mut speaker = self.chosen(&scores, Resolution::Office, SpeakerKind::Person);
            speaker.evidence.clear();
            speaker.sure = 0.7;
            return Some(speaker);
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Some(self.chosen(&scores, Resolution::Role, SpeakerKind::Person))
    }

    /// What kind of speaker a phrase without a name tells of.
    fn kind_of_words(&self, source: Stretch, first_end: usize) -> SpeakerKind {
        let mut kind = SpeakerKind::Unknown;
        for index in source.first..first_end {
            let token = self.found.token(index);
            if index > source.first && token.is(Classes::PREPOSITION) {
                break;
            }
            if token.is(Classes::GROUP) {
                kind = SpeakerKind::Group;
            } else if token.is(Classes::ANONYMOUS.and(Classes::ROLE)) {
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

fn kind_of(kind: ActorKind) -> SpeakerKind {
    match kind {
        ActorKind::Person => SpeakerKind::Person,
        ActorKind::Organisation | ActorKind::Place => SpeakerKind::Organisation,
        ActorKind::Group => SpeakerKind::Group,
        ActorKind::Other => SpeakerKind::Unknown,
    }
}
