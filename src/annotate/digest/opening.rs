//! Whom a line's opening words mean: a line stands apart from the text, where *he* and *the mayor* hang in the air.

use crate::article::{ActorKind, Form};

use crate::annotate::alias::role_head;
use crate::annotate::attribution::namings_in;
use crate::annotate::lexicon::Classes;
use crate::annotate::page::{Found, Page, Stretch};
use crate::annotate::resolve::by_country;
use crate::annotate::token::Shape;

/// The line opens with a word that nobody can explain.
#[derive(Debug)]
pub struct Hangs;

/// A description is led back to a name among so many figures at most, so that no text makes the search long.
const MOST_FIGURES: usize = 300;
/// A speaker must be so sure to be named in a line: there, nothing shows the doubt.
const SURE: f64 = 0.8;

/// The figure that a line's opening pronoun, possessive or bare role means, with these words; none where it opens
/// otherwise.
pub fn opening(page: &Page<'_>, found: &Found, stretch: Stretch) -> Result<Option<(usize, Stretch)>, Hangs> {
    let word = |index: usize| page.word(found.token(index));
    let at = (stretch.first..stretch.end.min(stretch.first + 12)).find(|&index| {
        let token = found.token(index);
        let is_plain = token.is(Classes::PRONOUN) && !token.is(Classes::SUBORDINATOR.or(Classes::OWN_VOICE))
            || is_one_of(&["his", "her"], page.word(token));
        // *Speaking in the hall, she said*: what stands before the comma only sets the scene.
        let is_subject = is_one_of(&["he", "she", "they"], page.word(token)) && found.before(index).is_mark(',');
        is_plain && (index < stretch.first + 3 || is_subject)
    });
    if let Some(at) = at {
        // *Sanders said he …*: the line names somebody before the pronoun, and so stands by itself.
        let names_before = namings_in(found, Stretch::new(stretch.first, at)).iter().any(|one| {
            let number = found.owner_of(one).unwrap_or(usize::MAX);
            one.form == Form::Name && found.figures.get(number).is_some_and(|figure| figure.kind != ActorKind::Place)
        });
        // As she left, Roe said …; with her film, Roe …: the name follows.
        let owns = found.token(at).is(Classes::POSSESSIVE);
        let is_ahead = at > stretch.first && (found.before(at).is(Classes::SUBORDINATOR) || owns);
        if found.is_quoted(at) || names_before || is_ahead && names_after(found, stretch, at) {
            return Ok(None);
        }
        let pronoun = Stretch::new(at, at + 1);
        // *For his part, he said*: the speaker is better known than the owner.
        let speaks = stretch.iter().take(12).find(|&index| is_one_of(&["he", "she"], word(index)));
        let meant = match speaks.filter(|_| owns) {
            Some(speaks) => by_source(found, Stretch::new(speaks, speaks + 1)),
            None => by_source(found, pronoun).or_else(|| by_gender(page, found, at)),
        };
        return match meant {
            Some(number) => Ok(Some((number, pronoun))),
            None if is_one_of(&["it"], word(at)) && is_expletive(page, found, at) => Ok(None),
            None => Err(Hangs),
        };
    }
    if !is_one_of(&["the"], word(stretch.first)) {
        return Ok(None);
    }
    let namings = namings_in(found, stretch);
    let Some(role) = namings.iter().find(|one| one.form == Form::Nominal && one.stretch.first <= stretch.first + 1)
    else {
        return Ok(None);
    };
    let words = Stretch::new(stretch.first, role.stretch.end);
    // The chair of the board and the mayor, Jane Roe, say who is meant, or cannot be told from another.
    let after = found.token(words.end);
    if after.is_mark(',')
        || after.shape == Shape::Clitic
        || after.is(Classes::PREPOSITION.or(Classes::CONJUNCTION))
        || after.is_capital()
    {
        return Ok(None);
    }
    let meant = by_source(found, words)
        .or_else(|| by_source(found, role.stretch))
        .or_else(|| by_country(page, found, role.stretch).map(|(number, ..)| number))
        .or_else(|| bearer(page, found, role.stretch));
    let is_named =
        |number: &usize| namings.iter().any(|one| one.form == Form::Name && found.owner_of(one) == Some(*number));
    Ok(meant.filter(|number| is_person(found, *number) && !is_named(number)).map(|number| (number, words)))
}

fn names_after(found: &Found, stretch: Stretch, at: usize) -> bool {
    let rest = Stretch::new(at + 1, stretch.end);
    namings_in(found, rest).iter().any(|one| one.form == Form::Name)
}

fn is_one_of(list: &[&str], word: &str) -> bool {
    list.iter().any(|one| one.eq_ignore_ascii_case(word))
}

fn is_person(found: &Found, number: usize) -> bool {
    found.figures.get(number).is_some_and(|figure| figure.kind == ActorKind::Person)
}

/// The one speaker of a statement whose source these words are.
fn by_source(found: &Found, words: Stretch) -> Option<usize> {
    found.attributions.iter().zip(&found.speakers).find_map(|(attribution, speaker)| {
        let [only] = speaker.figures[..] else { return None };
        (attribution.source == Some(words) && speaker.sure >= SURE).then_some(only)
    })
}

/// *It was not clear whether …*, *It is common to …*: nothing is meant.
fn is_expletive(page: &Page<'_>, found: &Found, at: usize) -> bool {
    let is_link = |index: usize| matches!(page.word(found.token(index)), "that" | "whether" | "to" | "for" | "if");
    found.token(at + 1).is(Classes::AUXILIARY) && (at + 2..at + 9).any(is_link)
}

/// Of the persons named just before a pronoun, the one whom it fits, where it fits one alone.
fn by_gender(page: &Page<'_>, found: &Found, at: usize) -> Option<usize> {
    use crate::annotate::mention::Gender;
    let gender = match page.word(found.token(at)) {
        "he" | "He" | "his" | "His" => Gender::Male,
        "she" | "She" | "her" | "Her" => Gender::Female,
        _ => return None,
    };
    let end = found.namings.partition_point(|naming| naming.stretch.first < at);
    let from = end.saturating_sub(8);
    let mut fitting = (from..end).rev().filter_map(|index| {
        let naming = found.namings.get(index).filter(|naming| naming.form == Form::Name)?;
        let number = found.owners.get(index).copied().flatten()?;
        let figure = found.figures.get(number)?;
        (figure.kind == ActorKind::Person && figure.gender.fits(gender) && naming.stretch.end <= at).then_some(number)
    });
    let first = fitting.next()?;
    let is_known = found.figures.get(first).is_some_and(|figure| figure.gender == gender);
    (is_known && fitting.all(|other| other == first)).then_some(first)
}

/// The only figure of whom the text says this role: a plain office, *the mayor*, since candidates and chiefs are many.
fn bearer(page: &Page<'_>, found: &Found, role: Stretch) -> Option<usize> {
    if role.len() > 3 || !found.before(role.end).is(Classes::OFFICE) {
        return None;
    }
    let head = role_head(page, found, role);
    let mut bearers = found.figures.iter().enumerate().take(MOST_FIGURES).filter_map(|(number, figure)| {
        let claims = figure.claims.iter().any(|claim| claim.head == head && claim.evidence.first < role.first);
        (figure.kind == ActorKind::Person && claims).then_some(number)
    });
    let first = bearers.next()?;
    bearers.next().is_none().then_some(first)
}
