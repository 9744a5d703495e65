//! Whether somebody bears a role that a description names: *the mayor*, *the union leader*, *the Vellian president*.

use super::super::alias::{Claim, Figure, country, role_head};
use super::super::lexicon::{Classes, FIELDS_OF_OFFICE, fingerprint};
use super::super::page::{Found, Page, Stretch};

/// How well a figure fits a description with this role, and the words that say so; none where something speaks
/// against it.
pub fn bearing(
    page: &Page<'_>,
    found: &Found,
    figure: &Figure,
    role: Stretch,
    land: Option<&str>,
) -> Option<(f64, Stretch)> {
    let head = role_head(page, found, role);
    let mut best: Option<(f64, Stretch)> = None;
    for claim in &figure.claims {
        if land.is_some() && claim.country.is_some() && claim.country != land {
            continue;
        }
        let same = claim.head == head;
        if !(same || related(page, found, role, claim.title)) || clash(page, found, role, claim) {
            continue;
        }
        // A former mayor is not *the mayor*.
        if past(page, found, claim.title) && !past(page, found, role) {
            continue;
        }
        let fit = if same { 12.0 } else { 9.0 };
        if best.is_none_or(|(known, _)| fit > known) {
            best = Some((fit, claim.evidence));
        }
    }
    best.or_else(|| native(page, found, figure, role).map(|evidence| (10.0, evidence)))
}

/// Whether words tell of an office that somebody has left.
fn past(page: &Page<'_>, found: &Found, role: Stretch) -> bool {
    // Ex-Vellian mayor: the prefix stands before the role's own words.
    let from = role.first.saturating_sub(4);
    (from..role.end).any(|index| {
        let word = page.word(found.token(index));
        ["former", "ex"].iter().any(|past| past.eq_ignore_ascii_case(word))
            || ["ex-", "Ex-"].iter().any(|prefix| word.starts_with(prefix))
    })
}

/// Words for one kind of role. The first may be said of all of the row.
const FAMILIES: [&[&str]; 9] = [
    &[
        "leader",
        "president",
        "chairman",
        "chairwoman",
        "chair",
        "premier",
        "chancellor",
        "head",
        "chief",
        "secretary-general",
    ],
    &["minister", "secretary", "chancellor", "premier"],
    &["boss", "chief", "executive", "manager", "director", "head", "chairman", "ceo", "coach"],
    &["coach", "manager", "trainer"],
    &["judge", "justice", "magistrate"],
    &["lawyer", "attorney", "solicitor", "barrister", "counsel"],
    &["lawmaker", "senator", "congressman", "congresswoman", "representative", "mp"],
    &[
        "scientist",
        "researcher",
        "professor",
        "biologist",
        "physicist",
        "chemist",
        "astronomer",
        "ecologist",
        "geneticist",
    ],
    &["journalist", "reporter", "correspondent", "editor", "columnist"],
];

/// *the union leader* for a *general secretary*, *the minister* for a *business secretary*.
fn related(page: &Page<'_>, found: &Found, role: Stretch, title: Stretch) -> bool {
    let last = |stretch: Stretch| page.word(found.token(stretch.end.saturating_sub(1))).to_lowercase();
    let (wanted, stated) = (last(role), last(title));
    let general = page.word(found.token(title.first)).eq_ignore_ascii_case("general") && stated == "secretary";
    if wanted == "leader" && general {
        return true;
    }
    let marked = ["vice", "deputy", "former", "ex", "shadow"];
    let plain = !title.iter().any(|index| marked.iter().any(|m| m.eq_ignore_ascii_case(page.word(found.token(index)))));
    plain
        && !general
        && FAMILIES.iter().any(|family| family.first() == Some(&wanted.as_str()) && family.contains(&stated.as_str()))
}

/// Whether somebody who is named only after a description may be meant by it: the head agrees, and it is not of
/// another field. Capitals are not compared: *a Vellian judge* may sit at the Harbour Court.
pub fn may_bear(page: &Page<'_>, found: &Found, figure: &Figure, role: Stretch) -> Option<Stretch> {
    let head = role_head(page, found, role);
    let fits = |claim: &&Claim| {
        let (wanted, stated) = (field(page, found, role), field(page, found, claim.title));
        (claim.head == head || related(page, found, role, claim.title))
            && (wanted.is_none() || stated.is_none() || wanted == stated)
            && (past(page, found, role) || !past(page, found, claim.title))
    };
    figure.claims.iter().find(fits).map(|claim| claim.evidence)
}

/// The field of an office: *finance*.
fn field(page: &Page<'_>, found: &Found, stretch: Stretch) -> Option<&'static &'static str> {
    stretch.iter().rev().skip(1).find_map(|index| {
        let word = page.word(found.token(index));
        FIELDS_OF_OFFICE.iter().find(|field| field.eq_ignore_ascii_case(word))
    })
}

fn clash(page: &Page<'_>, found: &Found, role: Stretch, claim: &Claim) -> bool {
    let (wanted, stated) = (field(page, found, role), field(page, found, claim.title));
    if wanted.is_some() && stated.is_some() && wanted != stated {
        return true;
    }
    // A capitalised word that the lists do not know as a country: somebody of another body or land.
    let proper = role.iter().take(role.len().saturating_sub(1)).find(|&index| found.token(index).is_capital());
    let Some(proper) = proper.filter(|_| country(page, found, role).is_none()) else { return false };
    let word = page.word(found.token(proper));
    let around =
        claim.evidence.iter().chain(claim.title.iter()).chain(claim.affiliation.into_iter().flat_map(Stretch::iter));
    let mut known = around.filter(|&index| found.token(index).is_capital()).map(|index| page.word(found.token(index)));
    let stated = claim.affiliation.is_some()
        || claim.title.iter().any(|index| index + 1 < claim.title.end && found.token(index).is_capital());
    stated && !known.any(|other| same_stem(word, other) || fingerprint(word) == fingerprint(other))
}

/// *Vellian* and *Vellia*: all but the last letters of a longer word.
fn same_stem(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    shared >= 4 && one.chars().count() <= shared + 4 && other.chars().count() <= shared + 3
}

/// *Odile Marchetti of Vellia* for *the Vellian president*.
fn native(page: &Page<'_>, found: &Found, figure: &Figure, role: Stretch) -> Option<Stretch> {
    const RULERS: [&str; 7] = ["president", "minister", "chancellor", "leader", "premier", "king", "queen"];
    let head = page.word(found.token(role.end.saturating_sub(1)));
    if !RULERS.iter().any(|ruler| ruler.eq_ignore_ascii_case(head)) {
        return None;
    }
    let adjective = role.iter().find(|&index| found.token(index).is_capital() && index + 1 < role.end)?;
    figure.namings.iter().take(40).filter_map(|&index| found.namings.get(index)).find_map(|naming| {
        let place = naming.stretch.end + 1;
        let of = page.word(found.token(naming.stretch.end)) == "of" && found.token(place).is_capital();
        let contradicts =
            figure.claims.iter().any(|claim| found.token(claim.title.end.saturating_sub(1)).is(Classes::OFFICE));
        (of && !contradicts && same_stem(page.word(found.token(adjective)), page.word(found.token(place))))
            .then(|| Stretch::new(naming.stretch.first, place + 1))
    })
}
