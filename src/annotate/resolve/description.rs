//! Sources that describe and name nobody: *the company*, *the mayor*, *her lawyer*.

use crate::article::{ActorKind, Resolution, SpeakerKind};

use super::super::alias::{Figure, country, role_head};
use super::super::attribution::naming_ending;
use super::super::lexicon::Classes;
use super::super::mention::{Gender, Naming, Sort};
use super::super::page::Stretch;
use super::bearer::bearing;
use super::phrase::{Head, Owner, Phrase};
use super::pronoun::chosen;
use super::rank::{self, Reference};
use super::{MOST_FIGURES, Resolver, Speaker, by_country, holder};

/// What any company or institution may be called.
const GENERIC: [&str; 22] = [
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
    "watchdog",
    "bank",
    "newspaper",
    "paper",
    "website",
    "site",
    "network",
    "bureau",
];

/// What somebody says or writes: *her account* is hers.
const WORDS: [&str; 16] = [
    "account",
    "words",
    "remarks",
    "comments",
    "comment",
    "statement",
    "speech",
    "testimony",
    "tweet",
    "tweets",
    "report",
    "claim",
    "view",
    "opinion",
    "letter",
    "answer",
];

/// What anybody who stands for office, or anybody at all, may be called.
const ANYBODY: [&str; 9] =
    ["candidate", "nominee", "politician", "man", "woman", "businessman", "businesswoman", "hopeful", "contender"];

/// What a text calls somebody for a change whom it has named: *the tycoon*.
const EPITHETS: [&str; 34] = [
    "tycoon",
    "mogul",
    "billionaire",
    "millionaire",
    "magnate",
    "entrepreneur",
    "financier",
    "philanthropist",
    "maker",
    "veteran",
    "star",
    "singer",
    "actor",
    "actress",
    "rapper",
    "author",
    "novelist",
    "playwright",
    "filmmaker",
    "hacker",
    "developer",
    "investor",
    "striker",
    "midfielder",
    "defender",
    "goalkeeper",
    "champion",
    "frontrunner",
    "front-runner",
    "incumbent",
    "pioneer",
    "guru",
    "laureate",
    "teenager",
];

impl Resolver<'_> {
    /// A source headed by a common noun.
    pub(super) fn noun(&self, phrase: &Phrase<'_>) -> Option<Speaker> {
        let Head::Noun(head) = phrase.head else { return None };
        let token = self.found.token(head);
        let plural = token.is(Classes::GROUP);
        // A name that opens a sentence or stands in a headline, where a capital says nothing: *Baker said*.
        if let Some(speaker) = self.surname(phrase, head) {
            return Some(speaker);
        }
        // Jane Roe Hammers Vell Water Boss: in a headline the verb has a capital too.
        if let Some(naming) = self.headed_by(phrase, head) {
            return self.found.owner_of(naming).map(|number| self.named(number, naming));
        }
        // The name in apposition: the board's chair, Jane Roe
        let one = self.word(phrase.source.first).eq_ignore_ascii_case("one");
        if (!plural || one) && !token.is(Classes::DOCUMENT) {
            let beside = phrase
                .beside(self.found)
                .or_else(|| phrase.closing(self.found))
                .or_else(|| phrase.neighbour(self.page, self.found));
            if let Some((number, naming)) = beside.and_then(|naming| Some((self.found.owner_of(naming)?, naming)))
                && self.figure(number).is_some_and(|figure| figure.kind == ActorKind::Person)
            {
                return Some(self.named(number, naming));
            }
        }
        let owner = phrase.owner(self.found);
        if let Some(owner) = owner.filter(|_| WORDS.contains(&self.word(head))) {
            return match owner {
                Owner::Name(naming) => self.found.owner_of(naming).map(|number| self.named(number, naming)),
                Owner::Pronoun(at) => match self.word(at).to_lowercase().as_str() {
                    "his" => self.singular(at, Gender::Male, &[]),
                    "her" => self.singular(at, Gender::Female, &[]),
                    "its" => self.neuter(at, 0.0),
                    _ => None,
                },
            };
        }
        if plural || token.is(Classes::DOCUMENT) && !token.is(Classes::ROLE.or(Classes::BODY)) {
            return None;
        }
        let opener = self.word(phrase.source.first);
        let indefinite =
            ["a", "an", "one", "another", "some", "any", "every"].iter().any(|w| w.eq_ignore_ascii_case(opener));
        let definite = ["the", "this", "that"].iter().any(|w| w.eq_ignore_ascii_case(opener));
        let nobody = if indefinite {
            1.0
        } else if definite {
            0.0
        } else {
            0.5
        };
        if let Some(naming) = naming_ending(self.found, head + 1).filter(|n| n.form == crate::article::Form::Nominal) {
            return self.nominal_or_ahead(naming, phrase.source, nobody);
        }
        if !token.is(Classes::ROLE.or(Classes::BODY).or(Classes::ANONYMOUS))
            && !ANYBODY.contains(&self.word(head))
            && !EPITHETS.contains(&self.word(head))
        {
            return None;
        }
        let first = if definite || indefinite { phrase.source.first + 1 } else { phrase.source.first };
        let mut naming = Naming::described(Stretch::new(phrase.source.first, head + 1), Stretch::new(first, head + 1));
        if token.is(Classes::BODY) && !token.is(Classes::ROLE) {
            naming.sort = Sort::Organisation;
        }
        naming.gender = match (token.is(Classes::MALE), token.is(Classes::FEMALE)) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        };
        self.nominal_or_ahead(&naming, phrase.source, nobody)
    }

    /// A description, led back or, in an article's lead, ahead.
    fn nominal_or_ahead(&self, naming: &Naming, source: Stretch, nobody: f64) -> Option<Speaker> {
        let back = self.nominal(naming, source, nobody).filter(|speaker| !speaker.figures.is_empty());
        back.or_else(|| self.ahead(naming, nobody))
    }

    /// The full name of a person that opens a source all of whose words are capitalised.
    fn headed_by(&self, phrase: &Phrase<'_>, head: usize) -> Option<&Naming> {
        let first = phrase.source.first;
        let opens = |naming: &&&Naming| naming.stretch.first == first && naming.name.len() > 1;
        let naming = self.names_in(phrase.source).into_iter().find(|naming| opens(&naming))?;
        let shouted = (naming.stretch.end..=head).all(|index| self.found.token(index).is_capital());
        let owner = self.found.owner_of(naming).and_then(|number| self.figure(number))?;
        (shouted && head > naming.stretch.end && owner.kind == ActorKind::Person).then_some(naming)
    }

    /// A capitalised word, alone or after a title, that is the surname of somebody whom the text names in full.
    fn surname(&self, phrase: &Phrase<'_>, head: usize) -> Option<Speaker> {
        let title = phrase.source.first + 1 == head && self.found.token(phrase.source.first).is(Classes::TITLE);
        if !self.found.token(head).is_capital() || !(phrase.source.first == head || title) {
            return None;
        }
        let wanted = self.word(head);
        let bears = |figure: &&Figure| {
            figure.kind == ActorKind::Person
                && figure.name.len() > 1
                && self.word(figure.name.end.saturating_sub(1)) == wanted
        };
        let mut bearers = self.found.figures.iter().take(MOST_FIGURES).enumerate().filter(|(_, figure)| bears(figure));
        let (number, figure) = bearers.next()?;
        if bearers.next().is_some() {
            return None;
        }
        Some(Speaker {
            figures: vec![number],
            how: Resolution::Alias,
            evidence: vec![figure.name],
            kind: SpeakerKind::Person,
            alternatives: Vec::new(),
            sure: 0.85,
            weighed: None,
        })
    }

    /// *the commission*: a body whose name has the word, or that is spoken of.
    fn body(&self, naming: &Naming, nobody: f64) -> Option<Speaker> {
        let head = naming.stretch.end.saturating_sub(1);
        let wanted = self.found.token(head).word;
        let generic = GENERIC.contains(&self.word(head));
        let reference = Reference { sort: rank::Sort::BodyRole, at: naming.stretch.first, gender: Gender::Unknown };
        // Senate committee, Roe campaign: the words before the head are the name's too.
        let proper = (naming.stretch.first..head)
            .rev()
            .find(|&index| self.found.token(index).is_capital() && !self.found.token(index).is(Classes::DETERMINER));
        let candidates = self.ranked(reference, nobody, |_, figure| {
            if figure.kind != ActorKind::Organisation {
                return None;
            }
            let has = |word: u64| figure.name.iter().any(|token| self.found.token(token).word == word);
            if proper.is_some_and(|index| !has(self.found.token(index).word)) {
                return None;
            }
            let last = self.found.token(figure.name.end.saturating_sub(1)).word == wanted;
            let fit = if last {
                1.0
            } else if has(wanted) {
                0.8
            } else if generic {
                if nobody < 0.1 { 0.65 } else { 0.3 }
            } else {
                return None;
            };
            Some((fit, Stretch::default()))
        });
        chosen(self, candidates, Resolution::Role)
    }

    /// *the US president*, *the mayor*
    pub(super) fn nominal(&self, naming: &Naming, source: Stretch, nobody: f64) -> Option<Speaker> {
        // *A mayor* is one not named yet.
        if nobody >= 1.0 {
            return None;
        }
        if let Some((number, how, evidence)) = by_country(self.page, self.found, naming.stretch) {
            return Some(Speaker {
                figures: vec![number],
                how,
                evidence: evidence.into_iter().collect(),
                kind: SpeakerKind::Person,
                alternatives: Vec::new(),
                sure: if how == Resolution::Office { self.sure_of_office() } else { 0.92 },
                weighed: None,
            });
        }
        if naming.sort == Sort::Organisation {
            return self.body(naming, nobody);
        }
        let definite = nobody < 0.1;
        let land = country(self.page, self.found, naming.stretch);
        let head = role_head(self.page, self.found, naming.role);
        let epithet = definite && land.is_none() && self.is_epithet(naming.role);
        let anybody = ANYBODY.contains(&self.word(naming.stretch.end.saturating_sub(1)).to_lowercase().as_str());
        let fit = |_: usize, figure: &Figure| {
            if figure.kind != ActorKind::Person || !figure.gender.fits(naming.gender) {
                return None;
            }
            match bearing(self.page, self.found, figure, naming.role, land) {
                Some((fit, evidence)) => Some(((fit / 12.0).min(1.0), evidence)),
                None if epithet => Some((0.55, Stretch::default())),
                None => anybody.then_some((0.2, Stretch::default())),
            }
        };
        let reference = Reference { sort: rank::Sort::Role, at: source.first, gender: naming.gender };
        let candidates = self.ranked(reference, nobody, fit);
        let unknown = definite && land.is_none() && candidates.1.first().is_none_or(|best| best.figure.is_none());
        let in_office = if unknown { holder(self.page, self.found, head, None) } else { None };
        let Some(number) = in_office else { return chosen(self, candidates, Resolution::Role) };
        Some(Speaker {
            figures: vec![number],
            how: Resolution::Office,
            evidence: Vec::new(),
            kind: SpeakerKind::Person,
            alternatives: Vec::new(),
            sure: self.sure_of_office(),
            weighed: None,
        })
    }

    /// *the gambling tycoon*, all in small letters.
    fn is_epithet(&self, role: Stretch) -> bool {
        EPITHETS.contains(&self.word(role.end.saturating_sub(1)))
            && role.iter().all(|index| !self.found.token(index).is_capital())
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
