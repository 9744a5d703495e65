//! Who an actor of an article is in the library: the decision, apart from reading and writing. Pure.
//!
//! Whoever is in doubt stays a speaker of their own, who is offered as a namesake: joining two by hand is one deed,
//! while telling two apart again that were joined in silence asks for reading everything that they said.

use super::name::{Name, is_initials_of};
use super::role;
use crate::article::ActorKind;

/// Why an actor of an article is taken for a speaker of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum How {
    /// The same name.
    Name,
    /// The same name, spelled another way: a middle initial more or less, another transliteration.
    Spelling,
    /// An article uses both names for one.
    Alias,
    /// Initials that an article ties to the full name.
    Initials,
    /// The surname alone: the only one in the library who bears it, and in the same role.
    Role,
    /// The surname alone: the only one in the library who bears it, and met at the same time among the same people.
    Company,
    /// More than one bears the name; the role tells which.
    ToldByRole,
    /// More than one bears the name, and nothing tells which: the one met most often.
    Doubtful,
    /// A surname alone that leads to nobody.
    Bare,
    /// The reader said so.
    Reader,
}

impl How {
    /// Every reason with the words for it; its number in the database is its place.
    pub(super) const NAMES: [(Self, &'static str); 10] = [
        (Self::Name, "same name"),
        (Self::Spelling, "same name in another spelling"),
        (Self::Alias, "an article uses both names"),
        (Self::Initials, "initials that an article gives with the name"),
        (Self::Role, "surname and role"),
        (Self::Company, "surname, the same days and people"),
        (Self::ToldByRole, "one of several of that name, told by the role"),
        (Self::Doubtful, "one of several of that name, in doubt"),
        (Self::Bare, "surname only"),
        (Self::Reader, "you said so"),
    ];

    /// Its number in the database.
    pub(super) fn number(self) -> i64 {
        Self::NAMES.iter().position(|(how, _)| *how == self).map_or(0, |at| at as i64)
    }

    /// Whether it is inferred from more than the name, and may be wrong.
    pub(super) fn is_inferred(number: i64) -> bool {
        [Self::Role, Self::Company, Self::ToldByRole, Self::Doubtful, Self::Bare].map(Self::number).contains(&number)
    }

    /// The words for a number of the database.
    pub(super) fn words(number: i64) -> &'static str {
        usize::try_from(number).ok().and_then(|at| Self::NAMES.get(at)).map_or("", |(_, words)| words)
    }
}

/// An actor that a speaker is looked for.
#[derive(Clone, Debug)]
pub(super) struct Asked<'a> {
    pub(super) written: &'a str,
    pub(super) name: &'a Name,
    pub(super) kind: Option<ActorKind>,
    pub(super) role: Option<&'a str>,
}

/// A speaker of the library under the same key, one for each form that leads there.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) speaker: i64,
    /// The form, as it was written.
    pub(super) form: String,
    /// How often it was met; 0 where every article that had it was removed.
    pub(super) n: i64,
    /// What the speaker is called now.
    pub(super) called: String,
    pub(super) kind: Option<ActorKind>,
    pub(super) role: Option<String>,
}

/// One whose surname a bare name is.
#[derive(Clone, Debug)]
pub(super) struct Bearer {
    pub(super) speaker: i64,
    pub(super) role: Option<String>,
    /// Met within days, in an article that has another speaker in common with this one.
    pub(super) in_company: bool,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Somebody the library has.
    Is(i64, How),
    /// Nobody it has.
    New(How),
}

/// Whether one can be the other: a person is no body, and neither is a place; what is not known fits everything.
pub(super) fn kinds_fit(one: Option<ActorKind>, other: Option<ActorKind>) -> bool {
    let is_person = |kind| match kind {
        Some(ActorKind::Person) => Some(true),
        Some(ActorKind::Organisation | ActorKind::Place | ActorKind::Group) => Some(false),
        Some(ActorKind::Other) | None => None,
    };
    is_person(one).is_none_or(|one| is_person(other).is_none_or(|other| one == other))
}

/// Decides for a name of more than one word, and for the one word that names a body.
///
/// `clashes` says of a speaker whether their roles in the library speak clearly against the one asked for; it is asked
/// only where the latest role does.
pub(super) fn by_name(
    asked: &Asked<'_>,
    candidates: &[Candidate],
    mut clashes: impl FnMut(i64) -> rusqlite::Result<bool>,
) -> rusqlite::Result<Verdict> {
    let mut fitting: Vec<&Candidate> =
        candidates.iter().filter(|candidate| fits(asked, candidate, candidates)).collect();
    let n_fitting = fitting.len();
    if let Some(role) = asked.role {
        let mut kept = Vec::new();
        for candidate in fitting {
            let may_clash = candidate.role.as_deref().is_some_and(|known| role::clash(role, known));
            if !may_clash || !clashes(candidate.speaker)? {
                kept.push(candidate);
            }
        }
        fitting = kept;
    }
    let was_told = fitting.len() < n_fitting;
    // Who is in the library now goes before who was.
    if fitting.iter().any(|candidate| candidate.n > 0) {
        fitting.retain(|candidate| candidate.n > 0);
    }
    // Initials whose name an article gave mean that body, also where they once stood alone.
    if asked.name.is_bare() && fitting.iter().any(|candidate| is_initials_of(asked.written, &candidate.called)) {
        fitting.retain(|candidate| is_initials_of(asked.written, &candidate.called));
    }
    let mut speakers: Vec<i64> = fitting.iter().map(|candidate| candidate.speaker).collect();
    speakers.sort_unstable();
    speakers.dedup();
    Ok(match speakers.as_slice() {
        [] => Verdict::New(How::Name),
        [speaker] if was_told => Verdict::Is(*speaker, How::ToldByRole),
        [speaker] => Verdict::Is(*speaker, way(asked, *speaker, &fitting)),
        _ => among(asked, &speakers, &fitting),
    })
}

/// Whether kind and initials let a candidate be the one asked for.
fn fits(asked: &Asked<'_>, candidate: &Candidate, all: &[Candidate]) -> bool {
    kinds_fit(asked.kind, candidate.kind)
        && all
            .iter()
            .filter(|other| other.speaker == candidate.speaker && !asked.name.initials.is_empty())
            .all(|other| asked.name.fits_initials(&Name::of_person(&other.form)))
}

/// How a name leads to the one speaker who has it.
fn way(asked: &Asked<'_>, speaker: i64, fitting: &[&Candidate]) -> How {
    let mut forms = fitting.iter().filter(|candidate| candidate.speaker == speaker);
    let called = forms.clone().next().map_or("", |candidate| candidate.called.as_str());
    if is_initials_of(asked.written, called) {
        How::Initials
    } else if forms
        .any(|candidate| Name::of_person(&candidate.form).words == asked.name.words || candidate.form == asked.written)
    {
        How::Name
    } else {
        How::Spelling
    }
}

/// One of several speakers of the name.
fn among(asked: &Asked<'_>, speakers: &[i64], fitting: &[&Candidate]) -> Verdict {
    let forms = |speaker: i64| fitting.iter().filter(move |candidate| candidate.speaker == speaker);
    let overlap = |speaker: i64| {
        let known = forms(speaker).find_map(|candidate| candidate.role.as_deref());
        asked.role.zip(known).map_or(0, |(role, known)| role::shared(role, known))
    };
    let mut told: Vec<(usize, i64)> = speakers.iter().map(|&speaker| (overlap(speaker), speaker)).collect();
    told.sort_unstable_by(|a, b| b.cmp(a));
    if let [(best, speaker), (next, _), ..] = told.as_slice()
        && best > next
    {
        return Verdict::Is(*speaker, How::ToldByRole);
    }
    let n = |speaker: i64| forms(speaker).map(|candidate| candidate.n).sum::<i64>();
    let most = speakers.iter().copied().max_by_key(|&speaker| (n(speaker), std::cmp::Reverse(speaker)));
    most.map_or(Verdict::New(How::Name), |speaker| Verdict::Is(speaker, How::Doubtful))
}

/// Decides for a person who is called by one word.
///
/// It leads to the one who bears it as a surname if there is only one, and something else speaks for it: the same words
/// in the role, or the same company on the same days. Among several the role alone can tell. Else it is a speaker of
/// its own, the same for every article where nothing is known that tells them apart.
pub(super) fn by_surname(asked: &Asked<'_>, bearers: &[Bearer], bare: &[Candidate]) -> Verdict {
    let overlap =
        |bearer: &Bearer| asked.role.zip(bearer.role.as_deref()).map_or(0, |(role, known)| role::shared(role, known));
    match bearers {
        [] => {}
        // One word is shared by many: a professor of law and one of geology.
        [only] if overlap(only) > 1 || overlap(only) > 0 && only.in_company => {
            return Verdict::Is(only.speaker, How::Role);
        }
        [only] => {
            let clash = asked.role.zip(only.role.as_deref()).is_some_and(|(role, known)| role::clash(role, known));
            if only.in_company && !clash {
                return Verdict::Is(only.speaker, How::Company);
            }
        }
        several => {
            let mut told: Vec<(usize, i64)> = several.iter().map(|bearer| (overlap(bearer), bearer.speaker)).collect();
            told.sort_unstable_by(|a, b| b.cmp(a));
            if let [(best, speaker), (next, _), ..] = told.as_slice()
                && *best > 1
                && *next == 0
            {
                return Verdict::Is(*speaker, How::Role);
            }
        }
    }
    let fits = |candidate: &&Candidate| {
        let roles = asked.role.zip(candidate.role.as_deref());
        kinds_fit(asked.kind, candidate.kind)
            && Name::of_person(&candidate.called).is_bare()
            && roles.is_none_or(|(role, known)| role::shared(role, known) > 0)
    };
    let own = bare.iter().filter(fits).max_by_key(|candidate| (candidate.n, std::cmp::Reverse(candidate.speaker)));
    own.map_or(Verdict::New(How::Bare), |candidate| Verdict::Is(candidate.speaker, How::Bare))
}
