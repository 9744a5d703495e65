//! Names with their titles and roles, descriptions (*the mayor*) and pronouns, as they stand in the text.
//!
//! Which of them are the same person is left to `alias` and `resolve`.

mod around;
mod description;
mod place;
mod trim;

use std::collections::HashSet;

use crate::article::{BlockKind, Form};

use super::lexicon::Classes;
use super::page::{Found, Page, Stretch};
use super::quote::after_nickname;
use super::token::{Shape, Token};

pub use place::{dateline_end, place_end, stamp_end};
use trim::is_office;

/// What a name seems to name, by its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A human being.
    Person,
    /// A body.
    Organisation,
    /// A place.
    Place,
    /// One capitalised word, or words that tell nothing.
    Unknown,
}

/// Grammatical gender, as far as titles, roles and first names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// *he*
    Male,
    /// *she*
    Female,
    /// Nothing tells.
    Unknown,
}

impl Gender {
    /// Whether both can be of one person.
    pub fn fits(self, other: Self) -> bool {
        self == Self::Unknown || other == Self::Unknown || self == other
    }

    fn of(token: &Token) -> Self {
        match (token.is(Classes::MALE), token.is(Classes::FEMALE)) {
            (true, false) => Self::Male,
            (false, true) => Self::Female,
            _ => Self::Unknown,
        }
    }

    fn or(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }
}

/// A name, description or pronoun at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Naming {
    /// All of it: *Lethian Chancellor Ilse Brandt*.
    pub stretch: Stretch,
    /// The name in it, without titles; the whole for descriptions and pronouns.
    pub name: Stretch,
    /// How it refers.
    pub form: Form,
    /// What it seems to name.
    pub sort: Sort,
    /// Of the one it names.
    pub gender: Gender,
    /// Role words before the name, or the description's own: *German Chancellor*.
    pub role: Stretch,
    /// Role words after the name: *the chair of Vell Water Board*.
    pub apposition: Stretch,
    /// It opens a sentence, so that its capital says nothing.
    pub initial: bool,
    /// A title of address stands before it: *Mr*.
    pub titled: bool,
}

impl Naming {
    fn new(form: Form, stretch: Stretch, sort: Sort) -> Self {
        let empty = Stretch::new(stretch.first, stretch.first);
        Self {
            stretch,
            name: stretch,
            form,
            sort,
            gender: Gender::Unknown,
            role: empty,
            apposition: empty,
            initial: false,
            titled: false,
        }
    }

    /// A description by its role: *the mayor*.
    pub fn described(stretch: Stretch, role: Stretch) -> Self {
        Self { role, ..Self::new(Form::Nominal, stretch, Sort::Person) }
    }
}

/// Finds names, descriptions and pronouns, in order. Boilerplate and bylines name nobody.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Naming> {
    if !page.english {
        return Vec::new();
    }
    let mut namings: Vec<Naming> = Vec::new();
    let mut known: HashSet<u64> = HashSet::new();
    let scan = Scan { page, found };
    let wanted = |kind: BlockKind, headings: bool| match kind {
        BlockKind::Boilerplate | BlockKind::Byline => false,
        BlockKind::Heading => headings,
        _ => !headings,
    };
    for headings in [false, true] {
        for sentence in &found.sentences {
            let kind = page.kind_of(sentence.block);
            // A headline that stands as a paragraph waits, like any heading, for the names of the prose.
            let headline = wanted(kind, false) && scan.is_headline(sentence.stretch);
            if if headline { headings } else { wanted(kind, headings) } {
                let shouted = headings && (headline || scan.is_shouted(sentence.stretch));
                let before = namings.len();
                scan.sentence(sentence.stretch, shouted.then_some(&known), &mut namings);
                if !headings {
                    for naming in namings.get(before..).unwrap_or_default() {
                        if naming.form == Form::Name && !naming.initial {
                            known.extend(naming.name.iter().map(|token| found.token(token).word));
                        }
                    }
                }
            }
        }
    }
    namings.sort_by_key(|naming| (naming.stretch.first, naming.stretch.end));
    namings
}

struct Scan<'a> {
    page: &'a Page<'a>,
    found: &'a Found,
}

impl<'a> Scan<'a> {
    fn token(&self, index: usize) -> &'a Token {
        self.found.token(index)
    }

    fn word(&self, index: usize) -> &'a str {
        self.page.word(self.token(index))
    }

    /// Whether most words of a headline are capitalised, so that capitals tell nothing.
    fn is_shouted(&self, stretch: Stretch) -> bool {
        let words = stretch.iter().filter(|&index| {
            let token = self.token(index);
            token.is_word() && !token.is(Classes::PREPOSITION.or(Classes::DETERMINER).or(Classes::CONJUNCTION))
        });
        let (mut capital, mut all) = (0, 0);
        for index in words {
            all += 1;
            capital += usize::from(self.token(index).is_capital());
        }
        let stops = self.found.before(stretch.end).is_mark('.');
        capital * 10 > all * 6 && !stops
    }

    fn sentence(&self, stretch: Stretch, known: Option<&HashSet<u64>>, namings: &mut Vec<Naming>) {
        let mut index = dateline_end(self.found, stretch.first);
        while index < stretch.end {
            let token = self.token(index);
            let next = if token.is_capital() {
                self.capital_run(index, stretch, known, namings)
            } else {
                self.small_word(index, stretch, namings)
            };
            index = next.max(index + 1);
        }
    }

    /// A description that begins with *the* or *a*, or a pronoun. Gives where to go on.
    fn small_word(&self, index: usize, sentence: Stretch, namings: &mut Vec<Naming>) -> usize {
        let token = self.token(index);
        if token.is(Classes::PRONOUN) {
            self.pronoun(index, namings);
        } else if token.is(Classes::DETERMINER.or(Classes::POSSESSIVE)) {
            return self.description(index, sentence, namings);
        }
        index + 1
    }

    fn pronoun(&self, index: usize, namings: &mut Vec<Naming>) {
        let word = self.word(index);
        let gender = match () {
            () if ["he", "him", "himself"].iter().any(|w| word.eq_ignore_ascii_case(w)) => Gender::Male,
            () if ["she", "her", "herself"].iter().any(|w| word.eq_ignore_ascii_case(w)) => Gender::Female,
            () if ["they", "them", "it"].iter().any(|w| word.eq_ignore_ascii_case(w)) => Gender::Unknown,
            () => return,
        };
        let mut naming = Naming::new(Form::Pronoun, Stretch::new(index, index + 1), Sort::Person);
        naming.gender = gender;
        namings.push(naming);
    }

    /// A run of capitalised words. Gives where to go on.
    fn capital_run(
        &self,
        start: usize,
        sentence: Stretch,
        known: Option<&HashSet<u64>>,
        namings: &mut Vec<Naming>,
    ) -> usize {
        let token = self.token(start);
        let initial = start == sentence.first || self.opens(start);
        if initial
            && token.is(Classes::PRONOUN)
            && (token.shape == Shape::Title || token.end_char - token.start_char == 1)
        {
            self.pronoun(start, namings);
            return start + 1;
        }
        if initial && token.is(Classes::DETERMINER.or(Classes::POSSESSIVE)) && known.is_none() {
            let next = self.description(start, sentence, namings);
            return next;
        }
        let end = self.run_end(start, sentence);
        let mut first = start;
        while first < end && self.is_dropped(first, initial && first == start) {
            first += 1;
        }
        let mut last = end;
        while last > first
            && self.token(last - 1).is(Classes::DAY.or(Classes::MONTH))
            && !self.is_surname(last - 1, first)
        {
            last -= 1;
        }
        if first >= last {
            return end;
        }
        if let Some(known) = known {
            self.known_parts(Stretch::new(first, last), known, namings);
            return end;
        }
        self.name(Stretch::new(first, last), initial && first == start, sentence, namings);
        if let Some(head) = self.owned_role(end) {
            let mut naming = Naming::new(Form::Nominal, Stretch::new(first, head + 1), Sort::Person);
            naming.role = Stretch::new(end + 1, head + 1);
            naming.gender = Gender::of(self.token(head));
            namings.push(naming);
            return head + 1;
        }
        end
    }

    fn run_end(&self, start: usize, sentence: Stretch) -> usize {
        let mut end = start + 1;
        while end < sentence.end {
            let token = self.token(end);
            if self.parts_names(start, end) {
                break;
            }
            if token.is_capital() {
                end += 1;
            } else if let Some(after) = after_nickname(self.page, self.found, end).filter(|&after| after < sentence.end)
            {
                end = after + 1;
            } else if let Some(after) = self.after_joint(start, end).filter(|&after| after <= sentence.end) {
                end = after;
            } else if let Some(after) = self.after_particles(end).filter(|&after| after < sentence.end) {
                end = after + 1;
            } else if token.shape == Shape::Lower && self.token(end - 1).is(Classes::ORG_HEAD.or(Classes::BODY)) {
                // The Bank of England, the Coalition of the Willing.
                let word = self.word(end);
                let skip = if matches!(word, "of" | "for") && self.word(end + 1) == "the" { 2 } else { 1 };
                if matches!(word, "of" | "for") && self.token(end + skip).is_capital() && end + skip < sentence.end {
                    end += skip + 1;
                } else {
                    break;
                }
            } else {
                break;
            }
        }
        end
    }

    /// In a headline whose capitals tell nothing: the words that the article's own text has as names.
    fn known_parts(&self, run: Stretch, known: &HashSet<u64>, namings: &mut Vec<Naming>) {
        let mut index = run.first;
        while index < run.end {
            let first = index;
            while index < run.end && known.contains(&self.found.token(index).word) {
                index += 1;
            }
            if index > first {
                let sort = if index - first > 1 { Sort::Person } else { Sort::Unknown };
                let mut naming = Naming::new(Form::Name, Stretch::new(first, index), sort);
                naming.initial = true;
                namings.push(naming);
            }
            index += 1;
        }
    }

    /// Names in a trimmed run of capitalised words.
    fn name(&self, run: Stretch, initial: bool, sentence: Stretch, namings: &mut Vec<Naming>) {
        // Nobody's name is so long: a shouted line.
        if run.len() > 12 || self.is_label(run) || run.len() == 1 && self.is_no_name(run.first) || self.is_work(run) {
            return;
        }
        if let Some((role, name)) = self.department(run) {
            if namings.last().is_some_and(|last| last.form == Form::Nominal && role.covers(last.role)) {
                namings.pop();
            }
            self.person(role, name, role.first, sentence, false, namings);
            return;
        }
        let last = self.token(run.end - 1);
        // Leading Republican candidate: no name yet.
        if run.len() > 1 && self.is_party(run.end - 1) && !self.token(run.end - 2).is(Classes::FIRST_NAME) {
            return;
        }
        // A place that the lists know, and the rest after it.
        if let Some(end) = place_end(self.page, self.found, run.first).filter(|&end| end <= run.end) {
            let rest = Stretch::new(end, run.end);
            if rest.is_empty() {
                namings.push(Naming::new(Form::Name, run, Sort::Place));
                return;
            }
        }
        let person_like = self.token(run.first).is(Classes::FIRST_NAME) && run.len() == 2;
        let split = run.iter().rev().skip(1).find(|&index| {
            let token = self.token(index);
            token.is(Classes::TITLE) || token.is(Classes::ROLE) && !token.is(Classes::FIRST_NAME)
        });
        if last.is(Classes::ORG_HEAD) && !person_like && split.is_none() && run.len() > 1 {
            namings.push(Naming::new(Form::Name, run, Sort::Organisation));
            return;
        }
        // The Justice Department: the role's word is the body's.
        let of_body = |split: usize| self.token(split).is(Classes::ROLE) && split + 2 == run.end;
        if last.is(Classes::ORG_HEAD) && last.is(Classes::BODY) && split.is_some_and(of_body) {
            namings.push(Naming::new(Form::Name, run, Sort::Organisation));
            return;
        }
        // A body and then a person: Vell Gazette Jane Roe.
        let after_body = (run.first + 1..run.end.saturating_sub(1))
            .find(|&index| self.token(index).is(Classes::ORG_HEAD) && self.token(index + 1).is(Classes::FIRST_NAME));
        if let Some(body) = after_body.filter(|_| split.is_none()) {
            namings.push(Naming::new(Form::Name, Stretch::new(run.first, body + 1), Sort::Organisation));
            self.name(Stretch::new(body + 1, run.end), false, sentence, namings);
            return;
        }
        // A run that ends with a role describes: the Ukrainian President.
        if last.is(Classes::ROLE) && !last.is(Classes::FIRST_NAME) && !person_like {
            let the = self.found.before(run.first).is(Classes::DETERMINER.or(Classes::POSSESSIVE));
            let first = if the { run.first - 1 } else { run.first };
            let mut naming = Naming::new(Form::Nominal, Stretch::new(first, run.end), Sort::Person);
            naming.role = run;
            naming.gender = Gender::of(last);
            namings.push(naming);
            return;
        }
        let (role, name) = match split {
            Some(split) => (Stretch::new(run.first, split + 1), Stretch::new(split + 1, run.end)),
            None => (Stretch::new(run.first, run.first), run),
        };
        let (role, name) = self.without_demonym(role, name);
        if !role.is_empty() && !self.token(name.end - 1).is(Classes::ORG_HEAD) {
            self.outlet(role, namings);
            self.person(role, name, run.first, sentence, false, namings);
            return;
        }
        let only = self.token(name.first);
        if name.len() == 1 {
            if only.is(Classes::DEMONYM) && !only.is(Classes::FIRST_NAME.or(Classes::PLACE)) {
                return;
            }
            let shouted = only.shape == Shape::Upper && only.end_char - only.start_char > 1;
            let body = only.is(Classes::BODY.or(Classes::ORG_HEAD)) && !only.is(Classes::FIRST_NAME);
            let body = body && !initial && self.found.before(name.first).is(Classes::DETERMINER);
            if only.is(Classes::ORG_NAME) || body || shouted && !only.is(Classes::PLACE) {
                namings.push(Naming::new(Form::Name, name, Sort::Organisation));
                return;
            }
            if only.is(Classes::PLACE) {
                namings.push(Naming::new(Form::Name, name, Sort::Place));
                return;
            }
            self.person(role, name, name.first, sentence, initial, namings);
            return;
        }
        let organisation = self.token(name.end - 1).is(Classes::ORG_HEAD.or(Classes::ORG_NAME)) && !person_like
            || name.iter().any(|index| matches!(self.word(index), "of" | "for" | "&"))
            || name.iter().all(|index| self.token(index).shape == Shape::Upper && self.word(index).len() > 2)
            || self.token(name.first).is(Classes::DEMONYM.or(Classes::ORG_NAME));
        if organisation {
            namings.push(Naming::new(Form::Name, name, Sort::Organisation));
            return;
        }
        self.person(role, name, name.first, sentence, initial, namings);
    }

    fn person(
        &self,
        role: Stretch,
        name: Stretch,
        first: usize,
        sentence: Stretch,
        initial: bool,
        namings: &mut Vec<Naming>,
    ) {
        let mut gender = Gender::Unknown;
        let mut titled = false;
        let mut role_end = role.end;
        for index in role.iter().rev() {
            let token = self.token(index);
            gender = gender.or(Gender::of(token));
            if token.is(Classes::TITLE) && !token.is(Classes::ROLE) {
                titled = true;
                if index + 1 == role_end && !is_office(self.word(index)) {
                    role_end = index;
                }
            }
        }
        let mut role = Stretch::new(role.first, role_end);
        let mut first = first;
        if let Some(before) = self.role_before(first, sentence) {
            let end = if role.is_empty() { before.end } else { role.end };
            role = Stretch::new(before.first, end);
            gender = gender.or(Gender::of(self.token(before.end - 1)));
            first = before.first;
        }
        // Former mayor Jane Roe: the capital that opens a sentence hides no part of the role.
        if let Some(former) = role.first.checked_sub(1).filter(|&at| !role.is_empty() && at >= sentence.first)
            && first == role.first
            && self.word(former) == "Former"
        {
            role = Stretch::new(former, role.end);
            first = former;
        }
        let first_name = self.token(name.first);
        gender = gender.or(if name.len() > 1 { Gender::of(first_name) } else { Gender::Unknown });
        let has_role = !role.is_empty();
        let the = self.found.before(first).is(Classes::DETERMINER);
        let mut apposition =
            if the && !has_role { Stretch::new(name.end, name.end) } else { self.apposition(name.end, sentence) };
        // A list of names is no apposition.
        if has_role && apposition.len() > 12 {
            apposition = Stretch::new(name.end, name.end);
        }
        let place = self.found.before(first);
        let placed = !titled && !has_role && apposition.is_empty() && !first_name.is(Classes::FIRST_NAME);
        if placed && name.len() > 1 && matches!(self.page.word(place), "in" | "near" | "at") {
            namings.push(Naming::new(Form::Name, name, Sort::Place));
            return;
        }
        let general = Classes::COMMON.or(Classes::ORG_HEAD).or(Classes::DEMONYM);
        let vague = placed
            && (self.page.word(place) == "of"
                || the
                || (first_name.is(general) || self.is_praise(name.first)) && !initial
                || self.token(name.end - 1).is(general));
        let person = titled
            || has_role
            || !apposition.is_empty()
            || name.len() > 1 && (first_name.is(Classes::FIRST_NAME) || self.word(name.first).ends_with('.'))
            || (2..=3).contains(&name.len()) && !vague;
        let mut naming = Naming::new(Form::Name, Stretch::new(first, name.end), Sort::Unknown);
        naming.name = name;
        naming.sort = if person { Sort::Person } else { Sort::Unknown };
        naming.gender = gender;
        naming.role = role;
        naming.apposition = apposition;
        naming.initial = initial && !titled && !has_role;
        naming.titled = titled;
        namings.push(naming);
    }
}
