//! Leads every statement's source back to the persons and bodies that the text names.
//!
//! Names go by `alias`; descriptions by the roles that the text states and by the table of office-holders; pronouns
//! by gender, number, distance, subject position and who spoke last.

mod ahead;
mod bearer;
mod description;
mod named;
mod phrase;
mod pronoun;
mod rank;
mod weights;

use crate::article::{ActorKind, Form, Resolution, SpeakerKind};

use super::alias::{Figure, country, role_head};
use super::attribution::{Attribution, Way, namings_in};
use super::lexicon::lexicon;
use super::mention::Naming;
use super::page::{Found, Page, Stretch};

use phrase::{Head, Phrase};
pub use rank::{Candidate, Sort, Weighed};

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
    /// How sure the choice is, 0–1.
    pub sure: f64,
    /// All that were weighed against each other, where a pronoun or a description was led back.
    pub weighed: Option<Weighed>,
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
            weighed: None,
        }
    }
}

/// Roles are looked for among so many figures at most, so that no text makes the search long.
const MOST_FIGURES: usize = 300;
/// And among so many of each one's names.
const MOST_NAMINGS: usize = 50;

/// Resolves every attribution's source, in their order.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Speaker> {
    let mut resolver = Resolver { page, found, last: None, last_content: None, history: Vec::new() };
    let mut speakers: Vec<Speaker> = Vec::with_capacity(found.attributions.len());
    for attribution in &found.attributions {
        let speaker = resolver.speaker(attribution, &speakers);
        if attribution.nested_in.is_none() && !speaker.figures.is_empty() {
            let at = attribution.source.or(attribution.content.first().copied()).unwrap_or_default();
            resolver.last = Some(Last {
                figures: speaker.figures.clone(),
                sentence: found.sentence_of(at.first).unwrap_or(0),
                block: attribution.block,
                source: attribution.source,
            });
            resolver.last_content = attribution.content.first().copied();
            let sentence = found.sentence_of(at.first).unwrap_or(0);
            resolver.history.extend(speaker.figures.first().map(|&figure| (figure, at.first, sentence)));
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

/// The figure that the table has in an office, in the article's year if it is known. Where the text names holders of
/// it from several countries, it is none of them; of several of one country, it is the last in office.
fn holder(page: &Page<'_>, found: &Found, head: u64, land: Option<&str>) -> Option<usize> {
    let mut best: Option<(u16, usize, &str)> = None;
    for (number, figure) in found.figures.iter().enumerate().take(MOST_FIGURES) {
        if figure.kind != ActorKind::Person {
            continue;
        }
        let surname = page.word(found.token(figure.name.end.saturating_sub(1)));
        for holder in lexicon().holders(surname) {
            let in_time = page.year.is_none_or(|year| (holder.from..=holder.until).contains(&year));
            let first = holder.name.split(' ').next().unwrap_or_default();
            let named =
                figure.name.len() == 1 || lexicon().same_first_name(page.word(found.token(figure.name.first)), first);
            if holder.head != head || land.is_some_and(|land| land != holder.country) || !in_time || !named {
                continue;
            }
            if best.is_some_and(|(_, known, country)| known != number && country != holder.country) {
                return None;
            }
            if best.is_none_or(|(from, ..)| holder.from >= from) {
                best = Some((holder.from, number, holder.country));
            }
        }
    }
    best.map(|(_, number, _)| number)
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
    /// What was said last.
    last_content: Option<Stretch>,
    /// Who has spoken so far: figure, first token of the source, sentence.
    history: Vec<(usize, usize, usize)>,
}

impl<'a> Resolver<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.page.word(self.found.token(index))
    }

    fn figure(&self, number: usize) -> Option<&'a Figure> {
        self.found.figures.get(number)
    }

    fn speaker(&self, attribution: &Attribution, earlier: &[Speaker]) -> Speaker {
        let Some(source) = attribution.source else { return self.carried(attribution, earlier.last()) };
        if attribution.way == Way::Interview {
            return self.interviewed(source, earlier);
        }
        let phrase = Phrase::of(self.page, self.found, source);
        let names: Vec<&Naming> = self.names_in(phrase.source);
        if let Some(joint) = self.joint(phrase.source, &names) {
            return joint;
        }
        let speaker = match phrase.head {
            Head::Name(naming) => {
                self.found.owner_of(naming).map(|number| self.in_focus(self.named(number, naming), naming))
            }
            Head::Pronoun(at) => self.pronoun(at, attribution, earlier),
            Head::Noun(_) => self.noun(&phrase),
            Head::Nothing => None,
        };
        match speaker {
            Some(speaker) if !speaker.figures.is_empty() => self.by_own_pronoun(speaker, attribution),
            Some(speaker) => Speaker { kind: self.kind_of_words(phrase.source, phrase.end), ..speaker },
            None => Speaker::none(self.kind_of_words(phrase.source, phrase.end)),
        }
    }

    /// *A:* is the guest of an interview: whom the words before its first question name most. Who asks is not told.
    fn interviewed(&self, source: Stretch, earlier: &[Speaker]) -> Speaker {
        if self.word(source.first).starts_with('Q') {
            return Speaker::none(SpeakerKind::Unknown);
        }
        let interviews = self.found.attributions.iter().take(earlier.len() + 1).find(|one| one.way == Way::Interview);
        let opening = interviews.and_then(|one| one.source).map_or(source.first, |label| label.first);
        let named = |figure: &Figure| {
            let firsts =
                figure.namings.iter().filter_map(|&at| self.found.namings.get(at)).map(|one| one.stretch.first);
            firsts.take(MOST_NAMINGS).take_while(|&first| first < opening).count()
        };
        let people = self.found.figures.iter().enumerate().take(MOST_FIGURES);
        let people = people.filter(|(_, figure)| figure.kind == ActorKind::Person);
        let guest = people.map(|(number, figure)| (named(figure), std::cmp::Reverse(number))).max();
        let Some((_, std::cmp::Reverse(guest))) = guest.filter(|(count, _)| *count > 0) else {
            return Speaker::none(SpeakerKind::Person);
        };
        Speaker {
            figures: vec![guest],
            how: Resolution::Role,
            evidence: self.figure(guest).map(|figure| figure.name).into_iter().collect(),
            kind: SpeakerKind::Person,
            sure: 0.7,
            ..Speaker::none(SpeakerKind::Person)
        }
    }

    /// The names of a source that stand in no other.
    fn names_in(&self, source: Stretch) -> Vec<&'a Naming> {
        let namings = namings_in(self.found, source);
        let outer = |naming: &&Naming| {
            let holds = |other: &Naming| other.stretch != naming.stretch && other.stretch.covers(naming.stretch);
            naming.form == Form::Name && source.covers(naming.name) && !namings.iter().any(holds)
        };
        namings.iter().take(24).filter(outer).collect()
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
            weighed: None,
        }
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
