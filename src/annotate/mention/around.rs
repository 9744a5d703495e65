//! What stands around a name: roles before and after it, outlets in a role, particles inside it.

use crate::article::Form;

use super::super::lexicon::{Classes, FIELDS_OF_OFFICE};
use super::super::page::Stretch;
use super::super::token::Shape;
use super::{Naming, Scan, Sort};

impl Scan<'_> {
    /// Role words after a name: *, the chair of Vell Water Board,* or *, 54, a dentist from Y,*.
    pub(super) fn apposition(&self, after: usize, sentence: Stretch) -> Stretch {
        let none = Stretch::new(after, after);
        if !self.token(after).is_mark(',') {
            return none;
        }
        let mut first = after + 1;
        if self.token(first).shape == Shape::Number && self.token(first + 1).is_mark(',') {
            first += 2;
        }
        let mut end = first;
        let mut has_role = false;
        while end < sentence.end && end - first < 24 {
            let token = self.token(end);
            // The Herons' captain: an apostrophe, where nothing is quoted.
            let apostrophe = matches!(token.mark(), Some('\'' | '’'))
                && token.start_byte == self.found.before(end).end_byte
                && !self.found.is_quoted(end);
            if token.mark().is_some_and(|mark| !apostrophe && !matches!(mark, '&' | '-' | '/' | '$' | '£'))
                || token.is(Classes::AUXILIARY.or(Classes::REPORTS).or(Classes::REPORTING))
                    && !token.is(Classes::ROLE)
                    && token.shape == Shape::Lower
            {
                break;
            }
            if token.is(Classes::ROLE) && end - first < 7 {
                let before = self.found.before(end);
                has_role |= !before.is(Classes::PREPOSITION) && !self.token(end + 1).is(Classes::FIRST_NAME);
            }
            if !has_role && token.is(Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::PRONOUN)) {
                return none;
            }
            end += 1;
        }
        let opener = self.token(first);
        if !has_role || opener.is(Classes::CONJUNCTION) {
            return none;
        }
        if self.belongs_to_next(first, end) {
            return none;
        }
        // Closed by a comma, a full stop or the end, it is one; broken off by a verb, it is a clause of its own.
        let closing = self.token(end);
        if end < sentence.end && !matches!(closing.mark(), Some(',' | '.' | ';' | '—' | '–' | ')' | '”' | '"')) {
            return none;
        }
        Stretch::new(first, end)
    }

    /// *a director, Odile Marchetti, wrote*: set off by commas before a name, the words are that name's.
    fn belongs_to_next(&self, first: usize, end: usize) -> bool {
        if !self.token(end).is_mark(',') || !self.token(first).is(Classes::DETERMINER.or(Classes::POSSESSIVE)) {
            return false;
        }
        let mut at = end + 1;
        while self.token(at).is_capital() && at < end + 7 {
            at += 1;
        }
        let verb = self.token(at + 1);
        at > end + 2
            && self.token(at).is_mark(',')
            && verb.shape == Shape::Lower
            && verb.is(Classes::REPORTS.or(Classes::AUXILIARY))
    }

    /// *the Allied Paper and Print Union*: where the body's name ends that goes on after *and* or *&*.
    pub(super) fn after_joint(&self, start: usize, link: usize) -> Option<usize> {
        let sign = self.token(link).is_mark('&');
        if !sign && self.word(link) != "and" {
            return None;
        }
        let mut end = link + 1;
        while self.token(end).is_capital() && end < link + 6 {
            end += 1;
        }
        if sign {
            return (end > link + 1).then_some(end);
        }
        let the = self.found.before(start).is(Classes::DETERMINER) || self.token(start).is(Classes::DETERMINER);
        let last = self.token(link - 1);
        let body = Classes::ORG_HEAD.or(Classes::ORG_NAME).or(Classes::PLACE).or(Classes::DEMONYM);
        let plain = self.token(link + 1).shape == Shape::Title
            && !self.token(link + 1).is(Classes::FIRST_NAME.or(Classes::ROLE).or(body).or(Classes::TITLE));
        (the && end > link + 2
            && plain
            && !last.is(body.or(Classes::ROLE))
            && self.token(end - 1).is(Classes::ORG_HEAD)
            && !self.token(start).is(Classes::FIRST_NAME.or(Classes::TITLE)))
        .then_some(end)
    }

    /// Role words in small letters before a name: *former chancellor*, *Vell Water founder*.
    pub(super) fn role_before(&self, name: usize, sentence: Stretch) -> Option<Stretch> {
        let last = name.checked_sub(1).filter(|&last| last >= sentence.first)?;
        let token = self.token(last);
        if token.shape != Shape::Lower || !token.is(Classes::ROLE) {
            return None;
        }
        let mut first = last;
        while first > sentence.first && last - first < 5 {
            let token = self.token(first - 1);
            let joins = token.shape == Shape::Lower
                && (token.is(Classes::ROLE.or(Classes::BODY)) || may_modify(self.word(first - 1)))
                || token.is(Classes::DEMONYM)
                || token.is_capital()
                    && !token.is(Classes::COMMON)
                    && (first - 1 > sentence.first || self.goes_on(first - 1));
            if !joins {
                break;
            }
            first -= 1;
        }
        Some(Stretch::new(first, last + 1))
    }

    /// *Electoral Commission chairman*: a capital that opens a sentence is the body's where another one follows.
    fn goes_on(&self, opener: usize) -> bool {
        let closed = Classes::DETERMINER
            .or(Classes::PREPOSITION)
            .or(Classes::CONJUNCTION)
            .or(Classes::SUBORDINATOR)
            .or(Classes::ADVERB)
            .or(Classes::TIME)
            .or(Classes::DAY)
            .or(Classes::AUXILIARY)
            .or(Classes::PRONOUN);
        self.token(opener + 1).is_capital() && !self.token(opener).is(closed)
    }

    /// *Vell Institute's founder, Per Lind* and *Vell's mayor said*: the role that follows a possessive.
    pub(super) fn owned_role(&self, clitic: usize) -> Option<usize> {
        if self.token(clitic).shape != Shape::Clitic {
            return None;
        }
        let head = (clitic + 1..clitic + 4).find(|&index| self.token(index).is(Classes::ROLE))?;
        let small = (clitic + 1..=head).all(|index| self.token(index).shape == Shape::Lower);
        let next = self.token(head + 1);
        (small && !next.is_capital() && !next.is(Classes::ROLE) && next.shape != Shape::Clitic).then_some(head)
    }

    /// *ITV News Correspondent Robert Moore* names an outlet as well.
    pub(super) fn outlet(&self, role: Stretch, namings: &mut Vec<Naming>) {
        let mut first = role.first;
        while first < role.end && self.is_modifier(first) {
            first += 1;
        }
        let role = Stretch::new(first, role.end);
        let mut end = role.first;
        for index in role.iter() {
            if self.token(index).is(Classes::ORG_NAME.or(Classes::ORG_HEAD)) && !self.token(index).is(Classes::ROLE) {
                end = index + 1;
            }
        }
        if end > role.first && self.token(role.first).is_capital() {
            let only = self.token(role.first);
            let alone = end == role.first + 1;
            if !alone || only.is(Classes::ORG_NAME) {
                namings.push(Naming::new(Form::Name, Stretch::new(role.first, end), Sort::Organisation));
            }
        }
    }

    pub(super) fn is_modifier(&self, index: usize) -> bool {
        may_modify(self.word(index))
    }

    /// *American John Roe*, *Tory John Roe*: the demonym is a role of a kind, not part of the name.
    pub(super) fn without_demonym(&self, role: Stretch, name: Stretch) -> (Stretch, Stretch) {
        let first = self.token(name.first);
        let party = PARTIES.contains(&self.word(name.first));
        if name.len() > 2 && (first.is(Classes::DEMONYM) || party) && self.token(name.first + 1).is(Classes::FIRST_NAME)
        {
            return (role, Stretch::new(name.first + 1, name.end));
        }
        // House Republican Jane Roe, Democrat Roe
        let member = name.iter().rev().skip(1).find(|&index| self.is_party(index));
        let closed = Classes::ORG_HEAD.or(Classes::ORG_NAME).or(Classes::BODY).or(Classes::GROUP).or(Classes::PLACE);
        match member {
            Some(member) if !self.token(name.end - 1).is(closed) && !self.token(member + 1).is(closed) => {
                (role, Stretch::new(member + 1, name.end))
            }
            _ => (role, name),
        }
    }

    /// What members of a party are called that nobody is called by name.
    pub(super) fn is_party(&self, index: usize) -> bool {
        matches!(self.word(index), "Democrat" | "Republican" | "Tory" | "Conservative" | "Socialist" | "Communist")
    }

    /// *Roe Warns Breck*: a verb of speech between capitalised words of a headline.
    pub(super) fn parts_names(&self, start: usize, verb: usize) -> bool {
        let token = self.token(verb);
        let name = Classes::FIRST_NAME.or(Classes::ROLE).or(Classes::ORG_HEAD).or(Classes::BODY).or(Classes::TITLE);
        verb >= start + 2
            && token.shape == Shape::Title
            && token.is(Classes::REPORTS)
            && !token.is(name)
            && self.word(verb).ends_with('s')
            && self.token(verb + 1).is_capital()
            && !self.found.before(verb).is(Classes::DETERMINER)
    }

    /// *Secretary of State Jane Roe*: the department belongs to the role that *of* joins it to.
    pub(super) fn department(&self, run: Stretch) -> Option<(Stretch, Stretch)> {
        const OF: [&str; 16] = [
            "State",
            "Defense",
            "Defence",
            "Labor",
            "Labour",
            "Education",
            "Energy",
            "Commerce",
            "Agriculture",
            "Transportation",
            "Transport",
            "Health",
            "Justice",
            "Finance",
            "Homeland",
            "Veterans",
        ];
        if !OF.contains(&self.word(run.first)) || self.page.word(self.found.before(run.first)) != "of" {
            return None;
        }
        let office = run.first.checked_sub(2)?;
        if !["secretary", "minister"].iter().any(|word| word.eq_ignore_ascii_case(self.word(office))) {
            return None;
        }
        let two = matches!(self.word(run.first), "Homeland" | "Veterans");
        let first = if two { run.first + 2 } else { run.first + 1 };
        let role = (1..3).fold(office, |first, _| match first.checked_sub(1) {
            Some(before) if self.is_modifier(before) || self.token(before).is(Classes::DEMONYM) => before,
            _ => first,
        });
        let plain = !self.token(first).is(Classes::ROLE.or(Classes::ORG_HEAD).or(Classes::TITLE));
        (first < run.end && plain).then(|| (Stretch::new(role, first), Stretch::new(first, run.end)))
    }

    /// The capitalised word after one to three particles: *van den Berg*.
    pub(super) fn after_particles(&self, from: usize) -> Option<usize> {
        let is_particle = |index: usize| {
            let token = self.token(index);
            token.shape == Shape::Lower && token.is(Classes::PARTICLE)
        };
        let after = (from..from + 4).find(|&index| !is_particle(index))?;
        (after > from && self.token(after).is_capital()).then_some(after)
    }
}

/// What members of parties are called, before their names.
const PARTIES: [&str; 12] = [
    "Conservative",
    "Tory",
    "Labour",
    "Liberal",
    "Democrat",
    "Republican",
    "Green",
    "Socialist",
    "Communist",
    "Unionist",
    "Nationalist",
    "Independent",
];

/// Words between an affiliation and a role that belong to the role, besides the fields of office.
const MODIFIERS: [&str; 21] = [
    "former",
    "chief",
    "senior",
    "junior",
    "interim",
    "acting",
    "campaign",
    "press",
    "national",
    "state",
    "local",
    "longtime",
    "veteran",
    "then",
    "outgoing",
    "managing",
    "executive",
    "political",
    "first",
    "party",
    "team",
];

/// Whether a word may stand before a role as a part of it: *deputy*, *finance*.
fn may_modify(word: &str) -> bool {
    MODIFIERS.iter().chain(&FIELDS_OF_OFFICE).any(|other| other.eq_ignore_ascii_case(word))
}
