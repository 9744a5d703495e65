//! From what the stages found to the article's actors, statements, summary and warnings: stretches become spans,
//! indices become ids, rule classes become confidences. Decides nothing about who said what.

mod circumstance;

use std::collections::BTreeMap;

use crate::article::{
    Actor, ActorId, Alternative, Anchor, Extra, Form, Kind, Marking, Maybe, Mention, Resolution, Role, Sentence,
    SpeakerKind, Statement, StatementId, SummaryLine, Support, Text, Warning, WarningCode,
};

use super::alias::{Claim, Figure, claim};
use super::attribution::{Attribution, Way};
use super::digest::Line;
use super::lexicon::Classes;
use super::page::{Found, Page, Stretch};
use super::quote::{Pairing, after_nickname};
use super::resolve::{Speaker, by_country};

/// The id of this program's provenance entry.
pub const PROVENANCE: &str = "p1";

/// The sentences as the article has them.
pub fn sentences(text: &Text, found: &Found) -> Vec<Sentence> {
    let sentence = |period: &super::sentence::Period| {
        Some(Sentence { span: found.span(text, period.stretch)?, block: period.block, extra: Extra::new() })
    };
    found.sentences.iter().filter_map(sentence).collect()
}

/// One warning for every quotation mark that had to be mended, in order.
pub fn warnings(page: &Page<'_>, text: &Text, found: &Found) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for quotation in &found.quotations {
        let fault = match quotation.pairing {
            Pairing::Unclosed => "is never closed; the quotation is taken to end with its paragraph",
            Pairing::Unopened => "closes nothing; where the quotation begins is unknown",
            Pairing::Whole | Pairing::GoesOn => continue,
        };
        if !page.kind_of(quotation.block).is_prose() {
            continue;
        }
        let Some(span) = found.span(text, quotation.stretch) else { continue };
        if warnings.len() == MOST_WARNINGS {
            break;
        }
        let at = if quotation.pairing == Pairing::Unclosed { span.start() } else { span.end().saturating_sub(1) };
        let from = at.saturating_sub(20);
        let near = text.span(from, (at + 20).min(text.n_chars())).map(|span| text.slice(span)).unwrap_or_default();
        let near = near.replace(['\n', '\t'], " ");
        let message = format!("the quotation mark at character {at} (near “{}”) {fault}", near.trim());
        warnings.push(Warning::new(WarningCode::UnbalancedQuote, message));
    }
    warnings
}

/// More mended marks than this are not told one by one.
const MOST_WARNINGS: usize = 20;

fn id_of(figure: usize) -> ActorId {
    ActorId(format!("a{}", figure + 1))
}

/// The actors, one a figure.
pub fn actors(page: &Page<'_>, text: &Text, found: &Found) -> Vec<Actor> {
    let mut more: BTreeMap<usize, (Vec<Mention>, Vec<Claim>)> = BTreeMap::new();
    let mut spoken: Vec<(Stretch, Form)> = Vec::new();
    for (attribution, speaker) in found.attributions.iter().zip(&found.speakers) {
        let Some(source) = attribution.source else { continue };
        let form = match speaker.how {
            Resolution::Pronoun => Form::Pronoun,
            Resolution::Role | Resolution::Office => Form::Nominal,
            Resolution::Joint if source.len() == 1 => Form::Pronoun,
            _ => continue,
        };
        if spoken.last().is_some_and(|(last, _)| *last == source) {
            continue;
        }
        spoken.push((source, form));
        for &figure in &speaker.figures {
            if let Some(mention) = mention(text, found, source, form, speaker.sure) {
                more.entry(figure).or_default().0.push(mention);
            }
        }
    }
    // Descriptions that name an office with its country state a role, wherever they stand.
    for naming in found.namings.iter().filter(|naming| naming.form == Form::Nominal).take(MOST_NOMINALS) {
        let Some((figure, how, _)) = by_country(page, found, naming.stretch) else { continue };
        let claim = claim(page, found, naming.role, None, naming.stretch);
        // Who the table has in an office is no evidence that the text gives them that role: the text itself must
        // call them president for *the Lethian president* to say of which country.
        let is_titled = || found.figures.get(figure).is_some_and(|one| one.claims.iter().any(|c| c.head == claim.head));
        if how != Resolution::Role && !is_titled() {
            continue;
        }
        let entry = more.entry(figure).or_default();
        entry.1.push(claim);
        if !spoken.iter().any(|(source, _)| *source == naming.stretch) {
            entry.0.extend(mention(text, found, naming.stretch, Form::Nominal, 0.85));
        }
    }
    let actor = |(number, figure): (usize, &Figure)| {
        let (mentions, claims) = more.remove(&number).unwrap_or_default();
        actor(page, text, found, number, figure, mentions, &claims)
    };
    found.figures.iter().enumerate().map(actor).collect()
}

/// So many descriptions are led back to who bears their role, in one article.
const MOST_NOMINALS: usize = 500;

fn mention(text: &Text, found: &Found, stretch: Stretch, form: Form, sure: f64) -> Option<Mention> {
    let span = found.span(text, stretch)?;
    Some(Mention { anchor: Anchor::from(span), form, confidence: Maybe::Known(sure) })
}

fn actor(
    page: &Page<'_>,
    text: &Text,
    found: &Found,
    number: usize,
    figure: &Figure,
    more: Vec<Mention>,
    claims: &[Claim],
) -> Actor {
    let name = full_name(page, found, figure.name);
    let mut actor = Actor::named(id_of(number).0, name.clone());
    actor.kind = Maybe::Known(figure.kind);
    let mut aliases: Vec<String> = Vec::new();
    let mut mentions = more;
    for naming in figure.namings.iter().filter_map(|&naming| found.namings.get(naming)) {
        let words = full_name(page, found, naming.name);
        let nickname = nickname(page, found, naming.name);
        if let Some(nickname) = nickname.filter(|one| aliases.len() < 16 && !aliases.contains(one)) {
            aliases.push(nickname);
        }
        if words != name && aliases.len() < 16 && !aliases.contains(&words) {
            aliases.push(words);
        }
        let sure = if naming.name.len() > 1 || naming.titled { 0.97 } else { 0.9 };
        mentions.extend(mention(text, found, naming.stretch, Form::Name, sure));
    }
    mentions.sort_by_key(|mention| mention.anchor.span());
    mentions.dedup_by_key(|mention| mention.anchor.span());
    actor.aliases = Maybe::Known(aliases);
    actor.mentions = Maybe::Known(mentions);
    let mut kept: Vec<&Claim> = Vec::new();
    for claim in figure.claims.iter().chain(claims) {
        // A plain *President* says no more than *US president*.
        let said = kept
            .iter()
            .any(|other| other.head == claim.head && (claim.country.is_none() || other.country == claim.country));
        if !said {
            kept.retain(|other| other.head != claim.head || other.country.is_some() || other.affiliation.is_some());
            kept.push(claim);
        }
    }
    let role = |claim: &&Claim| {
        // The same office said in other words, *President Brandt* beside *the Lethian president*, is evidence too.
        let same =
            figure.claims.iter().chain(claims).filter(|other| {
                other.head == claim.head && (other.country.is_none() || other.country == claim.country)
            });
        let mut evidence: Vec<Anchor> = Vec::new();
        for said in std::iter::once(*claim).chain(same).take(8) {
            let anchor = found.span(text, said.evidence).map(Anchor::from);
            evidence.extend(anchor.filter(|anchor| !evidence.contains(anchor)));
        }
        if evidence.is_empty() {
            return None;
        }
        Some(Role {
            title: clean(found.words(page, claim.title)),
            affiliation: claim
                .affiliation
                .map_or(Maybe::Absent, |stretch| Maybe::Known(clean(found.words(page, stretch)))),
            evidence,
            extra: Extra::new(),
        })
    };
    actor.roles = Maybe::Known(kept.iter().filter_map(role).collect());
    actor
}

/// The marks of a nickname inside a name, and what follows it.
fn nickname_at(page: &Page<'_>, found: &Found, name: Stretch) -> Option<Stretch> {
    name.iter().find_map(|index| {
        let end = after_nickname(page, found, index).filter(|&end| end < name.end)?;
        Some(Stretch::new(index, end))
    })
}

/// *Dilly* of *Odile “Dilly” Marchetti*.
fn nickname(page: &Page<'_>, found: &Found, name: Stretch) -> Option<String> {
    let marked = nickname_at(page, found, name)?;
    Some(clean(found.words(page, Stretch::new(marked.first + 1, marked.end.saturating_sub(1)))))
}

/// A name without the nickname inside it.
fn full_name(page: &Page<'_>, found: &Found, name: Stretch) -> String {
    match nickname_at(page, found, name) {
        Some(marked) => {
            let (first, last) = (Stretch::new(name.first, marked.first), Stretch::new(marked.end, name.end));
            format!("{} {}", clean(found.words(page, first)), clean(found.words(page, last)))
        }
        None => clean(found.words(page, name)),
    }
}

/// Words on one line: a name may be broken over two.
fn clean(words: &str) -> String {
    if words.contains(['\n', '\t']) { words.split_whitespace().collect::<Vec<_>>().join(" ") } else { words.to_owned() }
}

/// The statements, one an attribution whose words have a place.
pub fn statements(page: &Page<'_>, text: &Text, found: &Found) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    // Ids count what is kept; an attribution that is left out leaves its nested ones without a frame.
    let mut ids: Vec<Option<StatementId>> = Vec::new();
    for (attribution, speaker) in found.attributions.iter().zip(&found.speakers) {
        let content: Vec<Anchor> =
            attribution.content.iter().filter_map(|part| found.span(text, *part)).map(Anchor::from).collect();
        // What somebody says that they said is in what they say.
        let outer = attribution.nested_in.and_then(|outer| found.speakers.get(outer));
        let own = outer.is_some_and(|outer| !speaker.figures.is_empty() && outer.figures == speaker.figures);
        if content.is_empty() || own {
            ids.push(None);
            continue;
        }
        let id = format!("s{}", statements.len() + 1);
        ids.push(Some(StatementId(id.clone())));
        let mut statement = Statement::new(id, attribution.kind, content);
        fill(page, text, found, attribution, speaker, &mut statement);
        statement.nested_in = match attribution.nested_in {
            Some(outer) => {
                let relayed = found.speakers.get(outer).and_then(|speaker| speaker.figures.first());
                statement.relayed_by = relayed.map_or(Maybe::Absent, |&figure| Maybe::Known(id_of(figure)));
                ids.get(outer).cloned().flatten().map_or(Maybe::Absent, Maybe::Known)
            }
            None => Maybe::Absent,
        };
        statements.push(statement);
    }
    statements
}

fn fill(
    page: &Page<'_>,
    text: &Text,
    found: &Found,
    attribution: &Attribution,
    speaker: &Speaker,
    statement: &mut Statement,
) {
    let anchor = |stretch: Option<Stretch>| {
        Maybe::computed(stretch.and_then(|stretch| found.span(text, stretch)).map(Anchor::from))
    };
    if attribution.kind == Kind::Direct {
        statement.marking = Maybe::Known(match attribution.way {
            Way::Transcript | Way::Interview => Marking::Label,
            Way::Block => Marking::Block,
            Way::Dialogue => Marking::Dash,
            _ => Marking::Quoted,
        });
    }
    statement.cue = anchor(attribution.cue);
    statement.source = anchor(attribution.source);
    statement.speakers = Maybe::Known(speaker.figures.iter().map(|&figure| id_of(figure)).collect());
    statement.speaker_kind = Maybe::Known(if attribution.source.is_none() && speaker.figures.is_empty() {
        SpeakerKind::Unknown
    } else {
        speaker.kind
    });
    statement.resolution = Maybe::Known(speaker.how);
    let evidence = speaker.evidence.iter().filter_map(|stretch| found.span(text, *stretch)).map(Anchor::from).collect();
    statement.resolution_evidence = Maybe::Known(evidence);
    let confidence = super::confidence::of(attribution, speaker);
    // What the others may have is what the calibrated choice leaves.
    let others: f64 = speaker.alternatives.iter().map(|(_, share)| share).sum();
    let scale = if others > 0.0 { ((1.0 - confidence.speaker.unwrap_or_default()) / others).min(1.0) } else { 1.0 };
    let alternative = |(figure, share): &(usize, f64)| Alternative {
        speaker: id_of(*figure),
        confidence: share * scale,
        extra: Extra::new(),
    };
    statement.alternatives = Maybe::Known(speaker.alternatives.iter().map(alternative).collect());
    let told = circumstance::of(page, found, attribution);
    statement.addressee = anchor(told.addressee);
    statement.venue = anchor(told.venue);
    statement.said_on = anchor(told.said_on);
    let about = circumstance::about(page, found, attribution, speaker);
    statement.about = Maybe::Known(about.into_iter().map(id_of).collect());
    statement.confidence = Maybe::Known(confidence);
    statement.provenance = Maybe::Known(PROVENANCE.to_owned());
}

/// A line with a name in square brackets: for a pronoun, which it replaces, or after a role: *The mayor [Jane Roe]*.
fn bracketed(page: &Page<'_>, found: &Found, line: Stretch, opening: Stretch, name: &str) -> String {
    let first = found.token(opening.first);
    let is_role = opening.len() > 1 || !first.is(Classes::PRONOUN.or(Classes::POSSESSIVE));
    let lead = clean(found.words(page, Stretch::new(line.first, if is_role { opening.end } else { opening.first })));
    let rest = clean(found.words(page, Stretch::new(opening.end, line.end)));
    let gap = |one: &str| if one.is_empty() { "" } else { " " };
    let owner = if !is_role && first.is(Classes::POSSESSIVE) { "’s" } else { "" };
    let after = if rest.starts_with(['’', '\'', ',']) { "" } else { " " };
    format!("{lead}{}[{name}]{owner}{after}{rest}", gap(&lead))
}

/// The summary's lines with their evidence.
pub fn summary(
    page: &Page<'_>,
    text: &Text,
    found: &Found,
    lines: &[Line],
    statements: &[Statement],
) -> Vec<SummaryLine> {
    lines
        .iter()
        .filter_map(|line| {
            let span = found.span(text, line.stretch)?;
            let mut words = clean(text.slice(span));
            if let Some((figure, pronoun)) = line.opening {
                let name = found.figures.get(figure).map(|figure| full_name(page, found, figure.name))?;
                words = bracketed(page, found, line.stretch, pronoun, &name);
            }
            let inside = |statement: &&Statement| statement.spans().any(|part| span.overlaps(part));
            let mut actors: Vec<ActorId> = Vec::new();
            for naming in super::attribution::namings_in(found, line.stretch) {
                if let Some(figure) = found.owner_of(naming).map(id_of).filter(|id| !actors.contains(id)) {
                    actors.push(figure);
                }
            }
            Some(SummaryLine {
                text: words,
                kind: "extractive".to_owned(),
                evidence: vec![Anchor::from(span)],
                statements: Maybe::Known(statements.iter().filter(inside).map(|s| s.id.clone()).collect()),
                actors: Maybe::Known(actors),
                support: Maybe::Known(Support::Verbatim),
                extra: Extra::new(),
            })
        })
        .collect()
}
