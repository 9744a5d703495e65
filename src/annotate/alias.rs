//! Brings the names of one person, organisation or place together, with the roles that the text states.
//!
//! Pronouns and descriptions are left to `resolve`: they need to know who spoke last.

mod body;
mod person;

use std::collections::HashMap;

use crate::article::{ActorKind, Form};

use super::lexicon::{Classes, fingerprint, lexicon};
use super::mention::{Gender, Naming, Sort};
use super::page::{Found, Page, Stretch};
use super::token::Shape;

/// A role that the text gives somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// *German Chancellor*, *chair*
    pub title: Stretch,
    /// *Vell Water Board*, where it stands apart from the title.
    pub affiliation: Option<Stretch>,
    /// The words that say so, name included.
    pub evidence: Stretch,
    /// The title's last word, as a fingerprint.
    pub head: u64,
    /// The country it is an office of, if the words say.
    pub country: Option<&'static str>,
}

/// Somebody or something that the text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is.
    pub kind: ActorKind,
    /// Its fullest name.
    pub name: Stretch,
    /// Gender, as far as known.
    pub gender: Gender,
    /// Indices of the namings that name it, in text order.
    pub namings: Vec<usize>,
    /// What the text says it is.
    pub claims: Vec<Claim>,
}

/// Groups the names of the text, by first mention.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Figure> {
    let mut register = Register {
        page,
        found,
        figures: Vec::new(),
        given: vec![None; found.namings.len()],
        by_word: HashMap::new(),
        by_name: HashMap::new(),
    };
    let full = |naming: &Naming| naming.form == Form::Name && naming.name.len() > 1;
    for (index, naming) in found.namings.iter().enumerate() {
        if full(naming) {
            register.full_name(index, naming);
        }
    }
    // Short names go to the bearer named last before them, else to the first to come.
    let mut last_seen = vec![None; register.figures.len()];
    for (index, naming) in found.namings.iter().enumerate() {
        if naming.form != Form::Name {
            continue;
        }
        let figure = if full(naming) {
            register.given.get(index).copied().flatten()
        } else {
            register.short_name(index, naming, &last_seen)
        };
        if let Some(figure) = figure {
            if last_seen.len() <= figure {
                last_seen.resize(figure + 1, None);
            }
            if let Some(seen) = last_seen.get_mut(figure) {
                *seen = Some(index);
            }
        }
    }
    register.finish()
}

/// The figure that each naming belongs to.
pub fn owners(found: &Found) -> Vec<Option<usize>> {
    let mut owners = vec![None; found.namings.len()];
    for (number, figure) in found.figures.iter().enumerate() {
        for &naming in &figure.namings {
            if let Some(owner) = owners.get_mut(naming) {
                *owner = Some(number);
            }
        }
    }
    owners
}

struct Register<'a> {
    page: &'a Page<'a>,
    found: &'a Found,
    figures: Vec<Figure>,
    /// Figures by the last word of the name, and by the first word of a person's full name.
    by_word: HashMap<u64, Vec<usize>>,
    /// The figure that each naming was given to.
    given: Vec<Option<usize>>,
    /// Figures by their whole name.
    by_name: HashMap<u64, usize>,
}

/// More bearers of one surname than this are not told apart, so that no text makes the search long.
const MAX_BEARERS: usize = 24;

/// What a title never holds: *blamed neither his coach* is a clause.
const NO_TITLE: Classes =
    Classes::POSSESSIVE.or(Classes::PRONOUN).or(Classes::SUBORDINATOR).or(Classes::AUXILIARY).or(Classes::REPORTS);

impl<'a> Register<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.page.word(self.found.token(index))
    }

    /// The name's last word that is no *Jr* or *III*.
    fn surname(&self, name: Stretch) -> usize {
        let last = name.end.saturating_sub(1).max(name.first);
        let suffix = matches!(self.word(last), "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV");
        if suffix && last > name.first { last - 1 } else { last }
    }

    fn key(&self, name: Stretch) -> u64 {
        name.iter().fold(0, |key: u64, index| key.rotate_left(9) ^ self.found.token(index).word)
    }

    fn full_name(&mut self, index: usize, naming: &Naming) {
        let person = matches!(naming.sort, Sort::Person | Sort::Unknown);
        let key = self.key(naming.name);
        let known = self.by_name.get(&key).copied();
        let figure = known.or_else(|| if person { self.same_person(naming) } else { self.same_body(naming) });
        if let Some(figure) = figure {
            self.by_name.insert(key, figure);
            self.attach(figure, index, naming);
            return;
        }
        let figure = self.open(index, naming);
        self.by_name.insert(key, figure);
        let surname = self.found.token(self.surname(naming.name)).word;
        self.list(surname, figure);
        // Roe is not the Roe campaign.
        if self.found.token(naming.name.end.saturating_sub(1)).is_capital() {
            let first = self.found.token(naming.name.first).word;
            self.list(first, figure);
        }
        if naming.sort == Sort::Organisation {
            for initials in self.initials(naming) {
                self.list(fingerprint(&initials), figure);
            }
        }
    }

    fn list(&mut self, word: u64, figure: usize) {
        let list = self.by_word.entry(word).or_default();
        if list.len() < MAX_BEARERS && !list.contains(&figure) {
            list.push(figure);
        }
    }

    /// A person already known whose surname is the same and whose first name agrees.
    fn same_person(&self, naming: &Naming) -> Option<usize> {
        let surname = self.surname(naming.name);
        let bearers = self.by_word.get(&self.found.token(surname).word)?;
        let first = self.word(naming.name.first);
        bearers.iter().copied().find(|&figure| {
            let Some(figure) = self.figures.get(figure) else { return false };
            let other_surname = self.surname(figure.name);
            if figure.kind != ActorKind::Person
                || self.found.token(other_surname).word != self.found.token(surname).word
            {
                return false;
            }
            let other = self.word(figure.name.first);
            figure.gender.fits(naming.gender)
                && (self.describes(naming.name.first) && !self.describes(figure.name.first)
                    || lexicon().same_first_name(first, other)
                    || is_initial_of(first, other)
                    || is_initial_of(other, first)
                    || self.shares_first_names(naming.name, figure.name)
                    || self.is_all_surname(naming.name, figure.name)
                    || self.is_all_surname(figure.name, naming.name))
        })
    }

    /// *De Vries* is all surname: it fits *Ilse de Vries*, and nobody whose name has no such particle.
    fn is_all_surname(&self, short: Stretch, full: Stretch) -> bool {
        let first = self.found.token(short.first);
        let at = full.end.saturating_sub(short.len());
        first.is(Classes::PARTICLE)
            && !first.is(Classes::FIRST_NAME)
            && at > full.first
            && short.iter().zip(at..full.end).all(|(a, b)| self.word(a).eq_ignore_ascii_case(self.word(b)))
    }

    /// *Jane Maria Roe* and *Maria Roe*.
    fn shares_first_names(&self, one: Stretch, other: Stretch) -> bool {
        let holds =
            |name: Stretch, word: &str| name.iter().take(name.len().saturating_sub(1)).any(|i| self.word(i) == word);
        holds(one, self.word(other.first)) || holds(other, self.word(one.first))
    }

    fn short_name(&mut self, index: usize, naming: &Naming, last_seen: &[Option<usize>]) -> Option<usize> {
        let word = self.word(naming.name.first);
        let key = self.short_key(naming.name.first);
        let exact = self.by_name.get(&key).copied();
        let bearers = self.by_word.get(&key).map_or(&[][..], Vec::as_slice);
        let shouted = self.found.token(naming.name.first).shape == Shape::Upper;
        let fits = |figure: usize| {
            self.figures.get(figure).is_some_and(|f| {
                let person = f.kind == ActorKind::Person && !self.is_another_holder(naming, f);
                let surname = self.found.token(self.surname(f.name)).word == key;
                match naming.sort {
                    Sort::Person => {
                        let first_name = !naming.titled || self.is_honoured(naming) || self.is_family_first(f.name);
                        person && f.gender.fits(naming.gender) && (surname || first_name)
                    }
                    // *TV* is no short form of *Vell TV*; *BHA* is one of the body whose initials it is.
                    Sort::Organisation => {
                        f.kind == ActorKind::Organisation
                            && !(shouted && f.name.len() > 1 && f.name.iter().any(|i| self.word(i) == word))
                    }
                    Sort::Place => f.kind == ActorKind::Place || person && surname,
                    Sort::Unknown => {
                        f.gender.fits(naming.gender) && (surname || person || f.kind == ActorKind::Organisation)
                    }
                }
            })
        };
        let is_surname = |figure: usize| {
            self.figures.get(figure).is_some_and(|f| self.found.token(self.surname(f.name)).word == key)
        };
        let seen = |figure: usize| last_seen.get(figure).copied().flatten();
        let best = bearers.iter().copied().filter(|&figure| fits(figure)).max_by_key(|&figure| {
            (is_surname(figure), !self.is_doubtful(figure), seen(figure), std::cmp::Reverse(figure))
        });
        let best = best.or_else(|| self.clipped(naming)).or_else(|| self.singular_of(naming));
        if let Some(figure) = best.or(exact.filter(|&figure| fits(figure) || naming.sort == Sort::Unknown)) {
            self.attach(figure, index, naming);
            return Some(figure);
        }
        if naming.initial && !self.is_trusted(naming) {
            return None;
        }
        let figure = self.open(index, naming);
        self.by_name.insert(key, figure);
        Some(figure)
    }

    /// *President Marchetti* is not Ilse Marchetti, if the table has an Odile Marchetti in that office.
    fn is_another_holder(&self, naming: &Naming, figure: &Figure) -> bool {
        if naming.role.is_empty() || figure.name.len() < 2 {
            return false;
        }
        let office = self.word(naming.role.end.saturating_sub(1));
        let surname = self.word(naming.name.end.saturating_sub(1));
        let mut known = false;
        for holder in lexicon().holders(surname) {
            if holder.surname == surname
                && holder.office.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(office))
            {
                known = true;
                let first = holder.name.split(' ').next().unwrap_or_default();
                if lexicon().same_first_name(first, self.word(figure.name.first)) {
                    return false;
                }
            }
        }
        known
    }

    /// Whether a single capitalised word that opens a sentence is a name all the same.
    fn is_trusted(&self, naming: &Naming) -> bool {
        let token = self.found.token(naming.name.first);
        token.is(Classes::ORG_NAME.or(Classes::PLACE).or(Classes::FIRST_NAME))
            || naming.sort != Sort::Unknown
            || self.speaks(naming) && !self.word(naming.name.first).ends_with('s')
    }

    fn speaks(&self, naming: &Naming) -> bool {
        let after = naming.stretch.end;
        let next = self.found.token(after);
        if self.found.before(naming.stretch.first).is(Classes::PREPOSITION) {
            return false;
        }
        next.is(Classes::REPORTS) && next.shape == Shape::Lower
            || next.is(Classes::AUXILIARY) && self.found.token(after + 1).is(Classes::REPORTED)
    }

    fn open(&mut self, index: usize, naming: &Naming) -> usize {
        let kind = match naming.sort {
            Sort::Person => ActorKind::Person,
            Sort::Organisation => ActorKind::Organisation,
            Sort::Place => ActorKind::Place,
            Sort::Unknown => ActorKind::Other,
        };
        let figure =
            Figure { kind, name: naming.name, gender: Gender::Unknown, namings: Vec::new(), claims: Vec::new() };
        self.figures.push(figure);
        let number = self.figures.len() - 1;
        self.attach(number, index, naming);
        number
    }

    fn attach(&mut self, number: usize, index: usize, naming: &Naming) {
        let claims = [self.claim_before(naming), self.claim_after(naming), self.claim_apart(index, naming)];
        let speaks = self.speaks(naming);
        let described = naming.name.len() > 1 && self.describes(naming.name.first);
        let known = self.figures.get(number).is_some_and(|figure| figure.name.len() > 1);
        let (found, page) = (self.found, self.page);
        if let Some(given) = self.given.get_mut(index) {
            *given = Some(number);
        }
        let Some(figure) = self.figures.get_mut(number) else { return };
        figure.namings.push(index);
        if figure.gender == Gender::Unknown {
            figure.gender = naming.gender;
        }
        if figure.kind == ActorKind::Other && (naming.sort == Sort::Person || speaks) {
            figure.kind = ActorKind::Person;
        }
        if figure.kind == ActorKind::Place && naming.sort == Sort::Person && naming.titled {
            figure.kind = ActorKind::Person;
        }
        let written = |name: Stretch| found.words(page, name).len();
        let fuller = naming.name.len() > figure.name.len()
            || naming.name.len() == figure.name.len()
                && naming.name.len() > 1
                && written(naming.name) > written(figure.name)
                && figure.kind == ActorKind::Person;
        if fuller && !(described && known) {
            figure.name = naming.name;
        }
        for claim in claims.into_iter().flatten() {
            let repeated = figure.claims.iter().any(|known| {
                known.head == claim.head && (known.country == claim.country || claim.title.len() <= known.title.len())
            });
            if figure.claims.len() < 8 && !repeated && matches!(figure.kind, ActorKind::Person | ActorKind::Other) {
                figure.claims.push(claim);
            }
        }
    }

    fn claim_before(&self, naming: &Naming) -> Option<Claim> {
        if naming.role.is_empty() {
            return None;
        }
        Some(claim(self.page, self.found, naming.role, None, naming.stretch))
    }

    /// *, the chair of Vell Water Board,*
    fn claim_after(&self, naming: &Naming) -> Option<Claim> {
        let apposition = naming.apposition;
        let mut first = apposition.first;
        while first < apposition.end && self.found.token(first).is(Classes::DETERMINER.or(Classes::POSSESSIVE)) {
            first += 1;
        }
        let head = (first..apposition.end.min(first + 8)).find(|&index| {
            let next = self.found.token(index + 1);
            self.found.token(index).is(Classes::ROLE)
                && !self.names_another(apposition)
                && index < first + 6
                && (first..index).all(|at| !self.found.token(at).is(NO_TITLE))
                && (index + 1 >= apposition.end || !next.is(Classes::ROLE) || next.is_mark('-'))
        })?;
        let after = head + 1;
        let mut affiliation = None;
        if matches!(self.word(after), "of" | "at" | "for" | "with" | "in" | "from") && after < apposition.end {
            let start = if self.word(after + 1) == "the" { after + 2 } else { after + 1 };
            let mut end = start;
            while end < apposition.end && (self.found.token(end).is_capital() || self.word(end) == "of" && end > start)
            {
                end += 1;
            }
            while end > start && !self.found.token(end - 1).is_capital() {
                end -= 1;
            }
            if end > start {
                affiliation = Some(Stretch::new(start, end));
            }
        }
        let evidence = Stretch::new(naming.stretch.first, apposition.end);
        let mut claim = claim(self.page, self.found, Stretch::new(first, head + 1), affiliation, evidence);
        claim.country = claim.country.or_else(|| country(self.page, self.found, apposition));
        Some(claim)
    }

    /// *Roe, Board Chair Odile Marchetti*: a list, whose next name has the role.
    fn names_another(&self, apposition: Stretch) -> bool {
        let from = self.found.namings.partition_point(|naming| naming.stretch.first < apposition.first);
        self.found
            .namings
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|n| n.stretch.first < apposition.end)
            .any(|naming| naming.form == Form::Name && naming.sort == Sort::Person && !naming.role.is_empty())
    }

    /// *The board's chair, Jane Roe,*: a description, a comma and the name.
    fn claim_apart(&self, index: usize, naming: &Naming) -> Option<Claim> {
        let before = self.found.namings.get(index.checked_sub(1)?)?;
        let comma = naming.stretch.first.checked_sub(1)?;
        let closes = self.found.token(naming.stretch.end).mark().is_some_and(|mark| matches!(mark, ',' | '.'));
        // The mayor of Vell, Jane Roe,
        let (before, affiliation) = match self.found.namings.get(index.wrapping_sub(2)) {
            Some(head)
                if before.form == Form::Name
                    && head.form == Form::Nominal
                    && before.stretch.end == comma
                    && matches!(self.word(head.stretch.end), "of" | "at" | "for")
                    && before.stretch.first <= head.stretch.end + 2 =>
            {
                (head, Some(before.name))
            }
            _ => (before, None),
        };
        let apart = before.form == Form::Nominal
            && affiliation.map_or(before.stretch.end, |body| body.end) == comma
            && self.found.token(comma).is_mark(',')
            && closes
            && naming.name.len() > 1;
        apart.then(|| {
            let evidence = Stretch::new(before.stretch.first, naming.stretch.end);
            claim(self.page, self.found, before.role, affiliation, evidence)
        })
    }

    fn finish(mut self) -> Vec<Figure> {
        let found = self.found;
        for number in 0..self.figures.len() {
            let kind = self.figures.get(number).and_then(|figure| self.kind_by_company(figure));
            if let (Some(kind), Some(figure)) = (kind, self.figures.get_mut(number)) {
                figure.kind = kind;
            }
        }
        self.figures.retain(|figure| {
            if figure.kind != ActorKind::Other {
                return true;
            }
            let sure = figure.namings.iter().filter(|&&n| found.namings.get(n).is_some_and(|n| !n.initial)).count();
            sure >= 3
        });
        for figure in &mut self.figures {
            figure.namings.sort_unstable();
            // Only a human being has an occupation.
            if matches!(figure.kind, ActorKind::Organisation | ActorKind::Place | ActorKind::Group) {
                figure.claims.clear();
            }
        }
        self.figures.sort_by_key(|figure| figure.namings.first().copied());
        self.with_articles();
        self.figures
    }
}

fn is_initial_of(short: &str, long: &str) -> bool {
    let mut letters = short.trim_end_matches('.').chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => long.starts_with(letter),
        _ => false,
    }
}

/// A claim with what its words tell about head and country.
pub fn claim(page: &Page<'_>, found: &Found, title: Stretch, affiliation: Option<Stretch>, evidence: Stretch) -> Claim {
    let head = role_head(page, found, title);
    let country = country(page, found, title).or_else(|| affiliation.and_then(|a| country(page, found, a)));
    Claim { title, affiliation, evidence, head, country }
}

/// A role's last word as a fingerprint, *vice* and *prime* told from plain presidents and ministers.
pub fn role_head(page: &Page<'_>, found: &Found, title: Stretch) -> u64 {
    let last = title.end.saturating_sub(1);
    let word = page.word(found.token(last));
    let short = [("Gov.", "governor"), ("Sen.", "senator"), ("Rep.", "representative"), ("Gen.", "general")];
    let head = fingerprint(short.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| full));
    let before = if title.len() > 1 { page.word(found.token(last - 1)) } else { "" };
    let marked = ["vice", "prime", "deputy"].iter().find(|word| word.eq_ignore_ascii_case(before));
    marked.map_or(head, |word| head ^ fingerprint(word).rotate_left(7))
}

/// The country that words name, if they do.
pub fn country(page: &Page<'_>, found: &Found, stretch: Stretch) -> Option<&'static str> {
    stretch.iter().filter(|&index| found.token(index).is_capital()).find_map(|index| {
        lexicon().country(page.word(found.token(index))).or_else(|| {
            let pair = Stretch::new(index, index + 2);
            (index + 1 < stretch.end).then(|| lexicon().country(found.words(page, pair))).flatten()
        })
    })
}
