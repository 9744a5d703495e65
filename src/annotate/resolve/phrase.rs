//! What a source is about: the word that heads its first phrase, told from the names that only modify it. *Vell Water
//! spokesman Tom Breck* is about Breck, *a Vell Water poll* about a poll, *Roe's account* about an account of Roe's.

use crate::article::Form;

use super::super::attribution::namings_in;
use super::super::lexicon::Classes;
use super::super::mention::{Naming, Sort};
use super::super::page::{Found, Page, Stretch};
use super::super::token::Shape;

/// What heads a phrase.
#[derive(Clone, Copy, Debug)]
pub enum Head<'a> {
    /// A name.
    Name(&'a Naming),
    /// *he*, *who*, *their*: its token.
    Pronoun(usize),
    /// A common noun: its token.
    Noun(usize),
    /// Nothing that could speak.
    Nothing,
}

/// A source with its first noun phrase.
#[derive(Clone, Copy, Debug)]
pub struct Phrase<'a> {
    /// The source without a preposition before it and a possessive ending after it.
    pub source: Stretch,
    /// One past the first noun phrase.
    pub end: usize,
    /// What heads it.
    pub head: Head<'a>,
}

/// Words that end a noun phrase.
const ENDS: Classes =
    Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::AUXILIARY).or(Classes::CONJUNCTION).or(Classes::REPORTS);

/// What follows a name and goes with the verb.
const AFTER_NAMES: Classes = Classes::DETERMINER.or(Classes::ADVERB).or(Classes::TIME);

/// Longer sources are looked at up to here.
const MOST_TOKENS: usize = 60;

impl<'a> Phrase<'a> {
    /// The phrase of a source.
    pub fn of(page: &Page<'_>, found: &'a Found, source: Stretch) -> Self {
        let source = trimmed(page, found, source);
        let namings = namings_in(found, source);
        let name_from = |index: usize| {
            namings.iter().filter(|n| n.form == Form::Name && n.stretch.first == index).max_by_key(|n| n.stretch.end)
        };
        let mut end = source.first;
        while end < source.end.min(source.first + MOST_TOKENS) {
            if let Some(naming) = name_from(end) {
                end = naming.stretch.end;
                // Vell Water just this month
                if found.token(end).shape == Shape::Lower && found.token(end).is(AFTER_NAMES) {
                    break;
                }
                continue;
            }
            let token = found.token(end);
            let ends = match token.mark() {
                Some(mark) => !(is_apostrophe(found, end) || matches!(mark, '-' | '&' | '/' | '$' | '“' | '”' | '"')),
                None => {
                    end > source.first
                        && token.shape == Shape::Lower
                        && token.is(ENDS)
                        && !token.is(Classes::HEAD.or(Classes::FIRST_NAME))
                }
            };
            if ends {
                break;
            }
            end += 1;
        }
        let mut phrase = Self { source, end: end.min(source.end), head: Head::Nothing };
        phrase.head = phrase.find_head(page, found, namings);
        phrase
    }

    fn find_head(&self, page: &Page<'_>, found: &'a Found, namings: &'a [Naming]) -> Head<'a> {
        let first = self.source.first;
        let opener = found.token(first);
        let relative = ["who", "which", "that", "whom"].iter().any(|w| w.eq_ignore_ascii_case(page.word(opener)));
        if (self.end <= first + 1 || found.token(first + 1).is(Classes::ADVERB))
            && (opener.is(Classes::PRONOUN.or(Classes::POSSESSIVE)) || relative)
        {
            return Head::Pronoun(first);
        }
        let idle = Classes::ADVERB.or(Classes::DAY).or(Classes::TIME).or(Classes::REPORTED);
        let last = (first..self.end).rev().find(|&index| {
            let token = found.token(index);
            token.is_word()
                && token.shape != Shape::Clitic
                && !(token.shape == Shape::Lower && (token.is(idle) || is_adverb(page.word(token))))
        });
        let Some(last) = last else { return Head::Nothing };
        let holds = |n: &&Naming| n.form == Form::Name && n.name.contains(last) && n.name.end <= self.source.end;
        match namings.iter().filter(holds).max_by_key(|n| n.stretch.len()) {
            Some(naming) => Head::Name(naming),
            None if found.token(last).is(Classes::PRONOUN) => Head::Pronoun(last),
            None => Head::Noun(last),
        }
    }

    /// *the chair of the board, Jane Roe,*: the name of a person set beside a description.
    pub fn beside(&self, found: &'a Found) -> Option<&'a Naming> {
        let mark = (self.end..self.source.end.min(self.end + 9))
            .find(|&index| found.token(index).mark().is_some_and(|mark| matches!(mark, ',' | '—' | '–' | '-' | ':')))?;
        let clause = Classes::SUBORDINATOR.or(Classes::AUXILIARY).or(Classes::CONJUNCTION);
        if (self.end..mark).any(|index| found.token(index).is(clause)) {
            return None;
        }
        namings_in(found, Stretch::new(mark + 1, self.source.end.min(mark + 4)))
            .iter()
            .find(|n| n.form == Form::Name && n.stretch.first == mark + 1 && n.sort != Sort::Organisation)
    }

    /// *her opponent* where the text goes on with *, Jane Roe,*, and *one of the lawyers* where *Jane Roe,* stands before.
    pub fn neighbour(&self, page: &Page<'_>, found: &'a Found) -> Option<&'a Naming> {
        let comma = |index: usize| found.token(index).is_mark(',');
        let person = |n: &&Naming| n.form == Form::Name && n.sort == Sort::Person && n.name.len() > 1;
        let (first, end) = (self.source.first, self.source.end);
        if comma(end) {
            let after = namings_in(found, Stretch::new(end + 1, end + 10));
            let after = after.iter().filter(person).find(|n| n.stretch.first == end + 1 && comma(n.stretch.end));
            if after.is_some() {
                return after;
            }
        }
        let before = first.checked_sub(1).filter(|&index| comma(index))?;
        // Closed by a comma and a verb, or *, writing to Vell Herald, the mayor said* would be the Herald.
        let verb = found.token(end + 1);
        let acts = verb.is(Classes::REPORTS.or(Classes::AUXILIARY)) || page.word(verb).ends_with("ed");
        let relative = page.word(found.token(end.saturating_sub(1))) == "who";
        let speaks = relative || comma(end) && verb.shape == Shape::Lower && acts;
        let namings = namings_in(found, Stretch::new(before.saturating_sub(9), before));
        namings.iter().filter(person).find(|n| n.stretch.end == before && speaks)
    }

    /// *the chair and rival Jane Roe, who*: a person's name that ends a source, or its part before a comma, with a
    /// role right before it.
    pub fn closing(&self, found: &'a Found) -> Option<&'a Naming> {
        let comma = self.source.iter().take(MOST_TOKENS).find(|&index| found.token(index).is_mark(','));
        let part = Stretch::new(self.source.first, comma.unwrap_or(self.source.end));
        let naming = namings_in(found, part).iter().rev().find(|n| n.form == Form::Name)?;
        let role = !naming.role.is_empty() || found.before(naming.stretch.first).is(Classes::ROLE);
        let joined = found.token(self.end).is(Classes::CONJUNCTION);
        let ends = naming.stretch.end >= part.end && (comma.is_none() || joined);
        (ends && naming.sort == Sort::Person && role).then_some(naming)
    }

    /// Whose the head is: *Roe's account*, *her account*. The token for a pronoun, the naming for a name.
    pub fn owner(&self, found: &'a Found) -> Option<Owner<'a>> {
        let Head::Noun(head) = self.head else { return None };
        if found.token(self.source.first).is(Classes::POSSESSIVE) {
            return Some(Owner::Pronoun(self.source.first));
        }
        let naming = namings_in(found, Stretch::new(self.source.first, head)).iter().rev().find(|n| {
            let after = found.token(n.stretch.end);
            n.form == Form::Name && (after.shape == Shape::Clitic || is_apostrophe(found, n.stretch.end))
        })?;
        Some(Owner::Name(naming))
    }
}

/// *Roe incorrectly*, *Roe further*: how somebody speaks, not who.
fn is_adverb(word: &str) -> bool {
    const NOT: [&str; 4] = ["family", "assembly", "ally", "monthly"];
    word == "further" || word.len() > 4 && word.ends_with("ly") && !NOT.contains(&word)
}

/// Whose something is.
#[derive(Clone, Copy, Debug)]
pub enum Owner<'a> {
    /// *her*: its token.
    Pronoun(usize),
    /// *Roe's*
    Name(&'a Naming),
}

/// An apostrophe that stands right at a word: *the Herons' captain*.
fn is_apostrophe(found: &Found, index: usize) -> bool {
    let token = found.token(index);
    matches!(token.mark(), Some('\'' | '’')) && token.start_byte == found.before(index).end_byte
}

/// Without *from* and *by* before it, and *'s* and marks at its ends.
fn trimmed(page: &Page<'_>, found: &Found, source: Stretch) -> Stretch {
    let (mut first, mut end) = (source.first, source.end);
    while first + 1 < end {
        let token = found.token(first);
        let leads = ["from", "by", "to", "both"].iter().any(|word| word.eq_ignore_ascii_case(page.word(token)));
        if !leads && token.mark().is_none() {
            break;
        }
        first += 1;
    }
    while end > first + 1 && (found.token(end - 1).shape == Shape::Clitic || found.token(end - 1).mark().is_some()) {
        end -= 1;
    }
    Stretch::new(first, end)
}
