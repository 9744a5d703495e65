//! Whom a statement is about: the persons and bodies that its content names, by name, role or pronoun. Its speaker is
//! left out, and so is whoever only the frame names.

use crate::article::{ActorKind, Form, Kind};

use super::super::super::alias::role_head;
use super::super::super::attribution::{Attribution, namings_in};
use super::super::super::lexicon::Classes;
use super::super::super::mention::{Gender, Naming};
use super::super::super::page::{Found, Page, Stretch};
use super::super::super::resolve::{Speaker, by_country};

/// So many parts of a content, and so many namings of each, are looked at.
const MOST_PARTS: usize = 20;
const MOST_NAMINGS: usize = 40;
/// How far back a pronoun reaches, in namings.
const REACH: usize = 12;
/// Roles are looked for among so many figures at most.
const MOST_FIGURES: usize = 300;
/// Whoever a pronoun means stands in its own sentence or one of so many before.
const SENTENCES: usize = 3;

/// Indices of figures, in the order in which the content names them.
pub fn about(page: &Page<'_>, found: &Found, attribution: &Attribution, speaker: &Speaker) -> Vec<usize> {
    let mut about: Vec<usize> = Vec::new();
    if attribution.kind == Kind::NoComment {
        return about;
    }
    for part in attribution.content.iter().take(MOST_PARTS) {
        for naming in namings_in(found, *part).iter().take(MOST_NAMINGS) {
            let figure = match naming.form {
                Form::Name => found.owner_of(naming),
                Form::Nominal => bearer(page, found, naming),
                Form::Pronoun => None,
            };
            about.extend(figure);
        }
        about.extend(by_pronoun(page, found, *part, speaker));
    }
    let mut kept: Vec<usize> = Vec::new();
    for figure in about {
        let kind = found.figures.get(figure).map(|figure| figure.kind);
        let counts = matches!(kind, Some(ActorKind::Person | ActorKind::Organisation));
        if counts && !speaker.figures.contains(&figure) && !kept.contains(&figure) {
            kept.push(figure);
        }
    }
    kept
}

/// *the mayor*: the one whom the text gives that role, where it gives it to one only.
fn bearer(page: &Page<'_>, found: &Found, naming: &Naming) -> Option<usize> {
    if let Some((figure, ..)) = by_country(page, found, naming.stretch) {
        return Some(figure);
    }
    let definite = page.word(found.token(naming.stretch.first)).eq_ignore_ascii_case("the");
    if !definite || page.word(found.token(naming.stretch.end)) == "of" {
        return None;
    }
    let head = role_head(page, found, naming.role);
    let bears = |figure: &usize| {
        found.figures.get(*figure).is_some_and(|one| one.claims.iter().any(|claim| claim.head == head))
    };
    let mut bearers = (0..found.figures.len().min(MOST_FIGURES)).filter(bears);
    let first = bearers.next()?;
    bearers.next().is_none().then_some(first)
}

/// *he* and *she* in a content, the first of each: whoever the words before name last, of that gender, and who does
/// not speak. Reported words without marks say *he* of their speaker too, so that such a *he* is left alone.
fn by_pronoun(page: &Page<'_>, found: &Found, part: Stretch, speaker: &Speaker) -> Vec<usize> {
    let mut figures = Vec::new();
    let own = |wanted: Gender| {
        let genders = speaker.figures.iter().filter_map(|&one| found.figures.get(one)).map(|one| one.gender);
        genders.clone().count() == 0 || genders.clone().any(|gender| gender.fits(wanted))
    };
    for wanted in [Gender::Male, Gender::Female] {
        let is_one = |index: &usize| {
            let token = found.token(*index);
            token.is(Classes::PRONOUN.or(Classes::POSSESSIVE)) && gender_of(page.word(token)) == Some(wanted)
        };
        let Some(pronoun) = part.iter().take(80).find(is_one) else { continue };
        if !found.is_quoted(pronoun) && own(wanted) {
            continue;
        }
        figures.extend(antecedent(found, pronoun, wanted, speaker));
    }
    figures
}

fn gender_of(word: &str) -> Option<Gender> {
    match word {
        "he" | "him" | "his" | "He" | "His" => Some(Gender::Male),
        "she" | "her" | "hers" | "She" | "Her" => Some(Gender::Female),
        _ => None,
    }
}

/// The person named last before a pronoun whose gender is known to be the pronoun's, else the only one who fits.
fn antecedent(found: &Found, at: usize, wanted: Gender, speaker: &Speaker) -> Option<usize> {
    let here = found.sentence_of(at)?;
    let end = found.namings.partition_point(|naming| naming.stretch.first < at);
    let from = end.saturating_sub(REACH);
    let mut fitting: Vec<(usize, Gender)> = Vec::new();
    for (naming, owner) in found.namings.get(from..end)?.iter().zip(found.owners.get(from..end)?).rev() {
        let Some(figure) = *owner else { continue };
        let Some(person) = found.figures.get(figure).filter(|one| one.kind == ActorKind::Person) else { continue };
        let near = found.sentence_of(naming.stretch.first).is_some_and(|sentence| sentence + SENTENCES >= here);
        if near && person.gender.fits(wanted) && !speaker.figures.contains(&figure) {
            fitting.push((figure, person.gender));
        }
    }
    if let Some((figure, _)) = fitting.iter().find(|(_, gender)| *gender == wanted) {
        return Some(*figure);
    }
    let (first, _) = fitting.first()?;
    fitting.iter().all(|(figure, _)| figure == first).then_some(*first)
}
