//! Leads every statement's source back to the persons and bodies that the text names.
//!
//! Names go by `alias`; descriptions by the roles that the text states and by the table of office-holders; pronouns
//! by gender, number, distance, subject position and who spoke last.

mod bearer;
mod description;

use crate::article::{ActorKind, Form, Resolution, SpeakerKind};

use super::alias::{Figure, country, role_head};
use super::attribution::{Attribution, Way, namings_in};
use super::lexicon::{Classes, fingerprint, lexicon};
use super::mention::{Gender, Naming};
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
            return self.by_own_pronoun(self.named(number, naming), attribution);
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
            sure: if rivals.is_empty() { 0.97 } else { 0.6 },
            alternatives: rivals,
        }
    }

    /// *Strand said she would*: of two of one surname, the one whom the pronoun fits.
    fn by_own_pronoun(&self, speaker: Speaker, attribution: &Attribution) -> Speaker {
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
    fn joint(&self, source: Stretch, names: &[&Naming]) -> Option<Speaker> {
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
        next.is(Classes::AUXILIARY.or(Classes::REPORTS)) && next.shape != Shape::Clitic
            || next.shape == Shape::Lower && self.page.word(next).ends_with("ed")
            || opens && next.shape != Shape::Clitic
            || self.found.before(naming.stretch.first).is(Classes::SAY)
                && self.found.before(naming.stretch.first.saturating_sub(1)).mark().is_some()
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
