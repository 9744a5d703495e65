//! Properties of what a reader says: it comes back as it was said, is taken back to the byte, and never goes round in
//! circles; however hostile the article, its ids and the names that are typed.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "format/strategy.rs"]
#[allow(dead_code, reason = "shared with the format's own tests, which use all of it")]
mod strategy;

use std::borrow::Cow;
use std::collections::HashSet;

use nutgraf::article::carry::carry_over;
use nutgraf::article::format::{read, write};
use nutgraf::article::review::{About, Identity, Judgement, Remark, Signed, Undo, apply, is_judged, standing};
use nutgraf::article::{ActorId, Article, Kind, Maybe, NoteTarget, Span, StatementId, gate, scalar};
use proptest::prelude::*;

/// A remark before it is known what the article has: numbers choose among its entries.
#[derive(Clone, Debug)]
enum Draft {
    Statement(usize, usize, Vec<Who>, Vec<(f64, f64)>),
    Actor(Who, usize, Who, String),
    Note(usize, Who, String),
}

#[derive(Clone, Debug)]
enum Who {
    Known(usize),
    Typed(String),
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        4 => (0..8_usize).prop_map(Who::Known),
        1 => "[A-Z][a-z]{0,3}( [A-Z]x?)?".prop_map(Who::Typed),
        1 => "\\PC{0,6}".prop_map(Who::Typed),
        1 => Just(Who::Typed("Ines\u{202e} Falk\u{1b}[2J".to_owned())),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let span = (0.0..1.0_f64, 0.0..0.4_f64);
    prop_oneof![
        3 => (0..8_usize, 0..6_usize, prop::collection::vec(who(), 0..3), prop::collection::vec(span, 0..3))
            .prop_map(|(at, what, who, spans)| Draft::Statement(at, what, who, spans)),
        3 => (who(), 0..7_usize, who(), "[A-Z][a-z]{1,3}").prop_map(|(one, what, other, name)| {
            Draft::Actor(one, what, other, name)
        }),
        1 => (0..9_usize, who(), "(#?[a-z\u{202e}\u{7}]{0,4} ?){0,4}").prop_map(|(at, who, text)| {
            Draft::Note(at, who, text)
        }),
    ]
}

fn actor(article: &Article, who: &Who) -> ActorId {
    let stands = standing(article);
    match who {
        Who::Known(n) => {
            let all: Vec<&ActorId> =
                article.actors.items().iter().chain(stands.actors.items()).map(|actor| &actor.id).collect();
            all.get(n % all.len().max(1)).map_or_else(|| ActorId("p0".to_owned()), |id| (*id).clone())
        }
        Who::Typed(name) => ActorId(name.clone()),
    }
}

fn statement(article: &Article, n: usize) -> StatementId {
    let all = article.statements.items();
    all.get(n % all.len().max(1)).map_or_else(|| StatementId("s0".to_owned()), |one| one.id.clone())
}

fn remark(article: &Article, draft: &Draft) -> Remark {
    match draft {
        Draft::Statement(at, what, speakers, spans) => {
            let n_chars = article.text.n_chars() as f64;
            let span = |(start, length): &(f64, f64)| -> Option<Span> {
                let start = (start * n_chars) as usize;
                article.text.span(start, (start + (length * n_chars) as usize).min(article.text.n_chars()))
            };
            let judgement = match what {
                0 => Judgement::Confirm,
                1 => Judgement::Dispute,
                2 => Judgement::Speakers(speakers.iter().map(|who| actor(article, who)).collect()),
                3 => Judgement::Content(spans.iter().filter_map(span).collect()),
                4 => Judgement::NotAStatement,
                _ => Judgement::Withdraw,
            };
            Remark::Statement(statement(article, *at), judgement)
        }
        Draft::Actor(one, what, other, name) => {
            let identity = match what {
                0 => Identity::Confirm,
                1 => Identity::Dispute,
                2 => Identity::Rename(name.clone()),
                3 => Identity::Merge(actor(article, other)),
                4 => {
                    let one = article.actor(&actor(article, one));
                    let alias = one.and_then(|one| one.aliases.items().first()).unwrap_or(name);
                    Identity::Split(alias.clone())
                }
                5 => Identity::Remove,
                _ => Identity::Withdraw,
            };
            Remark::Actor(actor(article, one), identity)
        }
        Draft::Note(at, who, text) => {
            let about = match at {
                0..3 => About::Article,
                3..6 => About::Statement(statement(article, *at)),
                _ => About::Actor(actor(article, who)),
            };
            Remark::Note(about, text.clone())
        }
    }
}

fn signed() -> Signed {
    Signed {
        by: Some("Ines Falk".to_owned()),
        at: Some("2026-11-23T06:00:00Z".to_owned()),
        why: Some("heard\u{202e} it".to_owned()),
    }
}

/// The same article with those who are named and not listed in one order, whichever they were named in.
fn by_name(article: &Article) -> Article {
    let mut sorted = article.clone();
    if let Maybe::Known(actors) = &mut sorted.actors {
        actors.sort_by_key(|actor| actor.implied.then(|| actor.id.clone()));
    }
    sorted
}

/// An article without notes about names that no list of the file has: whom they are about changes with what is said.
fn without_hanging_notes(mut article: Article) -> Article {
    let listed: HashSet<ActorId> =
        article.actors.items().iter().filter(|one| !one.implied).map(|one| one.id.clone()).collect();
    if let Maybe::Known(notes) = &mut article.notes {
        notes.retain(|note| match note.target.known() {
            Some(NoteTarget::Actor(id)) => listed.contains(id),
            Some(NoteTarget::Other(_)) => false,
            _ => true,
        });
    }
    if let Maybe::Known(actors) = &mut article.actors {
        for actor in actors {
            if let Maybe::Known(review) = &mut actor.review {
                review.extra.shift_remove("merged_into");
                if review.merged_into.known().is_some_and(|other| !listed.contains(other)) {
                    review.merged_into = Maybe::Absent;
                }
            }
        }
    }
    article.warnings.clear();
    read(&write(&read(&write(&article)).unwrap())).unwrap()
}

/// All that stands holds together.
fn check_standing(article: &Article) -> Result<(), TestCaseError> {
    let stands = standing(article);
    prop_assert_eq!(is_judged(article), matches!(stands, Cow::Owned(_)), "free when nothing was judged");
    let again = standing(&stands);
    prop_assert_eq!(write(&again), write(&stands), "honouring twice is honouring once");
    prop_assert_eq!(&*again, &*stands);
    let known: HashSet<&ActorId> = stands.actors.items().iter().map(|actor| &actor.id).collect();
    prop_assert_eq!(known.len(), stands.actors.items().len(), "two actors with one id");
    let raw: HashSet<&StatementId> = article.statements.items().iter().map(|one| &one.id).collect();
    for one in stands.statements.items() {
        prop_assert!(raw.contains(&one.id), "a new id");
        prop_assert_eq!(one.standing_speakers(), one.speakers.items());
        let outer = one.nested_in.known();
        prop_assert!(outer.is_none_or(|outer| stands.statement(outer).is_some()), "inside nothing");
        for id in one.speakers.items().iter().chain(one.about.items()).chain(one.relayed_by.known()) {
            prop_assert!(known.contains(id), "{id:?} is nobody");
        }
    }
    let mut gated = stands.clone().into_owned();
    gate::apply(&mut gated);
    let kinds = |article: &Article| -> Vec<Kind> { article.statements.items().iter().map(|one| one.kind).collect() };
    let corrected = |at: &usize| {
        let one = &stands.statements.items()[*at];
        one.review.known().is_some_and(|review| review.other_content().is_some())
    };
    for (at, (before, after)) in kinds(&stands).into_iter().zip(kinds(&gated)).enumerate() {
        prop_assert!(!corrected(&at) || before == after, "a paraphrase would be shown as a quotation");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_remark_is_kept_honoured_and_taken_back_to_the_byte(
        article in strategy::article(),
        drafts in prop::collection::vec(draft(), 1..8),
    ) {
        let mut now = without_hanging_notes(article);
        let mut way: Vec<(String, Undo)> = Vec::new();
        check_standing(&now)?;
        for draft in &drafts {
            let before = write(&now);
            let remark = remark(&now, draft);
            match apply(&mut now, &remark, &signed()) {
                Ok(undo) => {
                    let kept = serde_json::to_string(&undo).unwrap();
                    way.push((before, serde_json::from_str(&kept).unwrap()));
                }
                Err(refusal) => {
                    prop_assert_eq!(write(&now), before, "refused, and yet changed: {}", refusal);
                }
            }
            let written = write(&now);
            now = {
                let read = read(&written).unwrap();
                prop_assert_eq!(by_name(&read), by_name(&now), "reading what was said gives something else");
                read
            };
            check_standing(&now)?;
        }
        for (before, undo) in way.into_iter().rev() {
            undo.carry_out(&mut now).unwrap();
            prop_assert_eq!(write(&now), before);
            now = read(&write(&now)).unwrap();
        }
    }

    #[test]
    fn what_was_said_survives_the_same_annotation_made_anew(
        article in strategy::article(),
        drafts in prop::collection::vec(draft(), 1..6),
    ) {
        let mut judged = article.clone();
        for draft in &drafts {
            let remark = remark(&judged, draft);
            let _ = apply(&mut judged, &remark, &signed());
        }
        let carried = carry_over(&judged, article);
        for before in judged.statements.items() {
            let Some(review) = before.review.known() else { continue };
            let kept = carried.statements.items().iter().filter_map(|one| one.review.known());
            prop_assert!(
                kept.into_iter().any(|other| other.status == review.status && other.is_statement == review.is_statement),
                "{:?} is gone", review
            );
        }
        let names = |article: &Article| -> Vec<Option<String>> {
            let reviewed = article.actors.items().iter().filter_map(|actor| actor.review.known());
            reviewed.map(|review| review.name.known().cloned()).collect()
        };
        for name in names(&judged) {
            prop_assert!(name.is_none() || names(&carried).contains(&name), "{:?} is gone", name);
        }
        let settled = read(&write(&carried)).unwrap();
        check_standing(&settled)?;
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_kept(name in "\\PC{0,3}[\u{0}-\u{1f}\u{202a}-\u{202e}]{1,3}[A-Z]\\PC{0,3}") {
        let mut article = read(r#"{"text":{"value":"Keel said no."},"statements":[{"id":"s","content":[{"exact":"no"}]}]}"#).unwrap();
        let speakers = Judgement::Speakers(vec![ActorId(name.clone())]);
        let id = StatementId("s".to_owned());
        for remark in [Remark::Statement(id.clone(), speakers), Remark::Note(About::Statement(id), name.clone())] {
            let _ = apply(&mut article, &remark, &Signed { why: Some(name.clone()), ..signed() });
        }
        let kept = article.actors.items().iter().map(|actor| actor.name.as_str());
        let notes = article.notes.items().iter().flat_map(|note| note.body.known().into_iter().chain(note.tags.items()));
        let why = article.statements.items()[0].review.known().and_then(|review| review.note.known());
        for words in kept.chain(notes.map(String::as_str)).chain(why.map(String::as_str)) {
            prop_assert!(!words.chars().any(|c| scalar::is_forbidden(c) && c != '\n'), "{:?}", words);
        }
    }
}
