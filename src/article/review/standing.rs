//! The article as it stands once every judgement of it is honoured.
//!
//! Corrected speakers and words are put in the machine's place, statements that are none are left out, actors are
//! called, joined and parted as the reader says. Ids stay. What a reader says is no guess: a corrected statement has
//! no probability and no other candidates. Judgements stay with what they are about, so that whoever shows a statement
//! can say that it is disputed or corrected.

mod content;
mod people;
mod summary;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::article::{
    ActorId, ActorKind, ActorReview, Article, Confidence, Maybe, NoteTarget, Resolution, Review, SpeakerKind,
    Statement, StatementId,
};
use people::People;

/// Whether a judgement changes how the article stands; one that only doubts or confirms does not.
pub fn is_judged(article: &Article) -> bool {
    !left_over(article).is_empty() || is_changed(article)
}

fn is_changed(article: &Article) -> bool {
    article.statements.items().iter().filter_map(|one| one.review.known()).any(changes_statement)
        || article.actors.items().iter().filter_map(|one| one.review.known()).any(changes_actor)
}

fn changes_statement(review: &Review) -> bool {
    review.other_speakers().is_some() || review.other_content().is_some() || review.rejects()
}

fn changes_actor(review: &ActorReview) -> bool {
    review.other_name().is_some() || review.same_as().is_some() || !review.parted().is_empty() || review.rejects()
}

/// The article as it stands; the article itself where nobody judged.
pub fn standing(article: &Article) -> Cow<'_, Article> {
    let left = left_over(article);
    if left.is_empty() && !is_changed(article) {
        return Cow::Borrowed(article);
    }
    let mut stands = article.clone();
    content::honour(&mut stands);
    let people = People::of(article);
    let rejected = take_rejected(&mut stands, &left);
    if let Maybe::Known(statements) = &mut stands.statements {
        for statement in statements {
            honour_speakers(article, statement, &people);
        }
    }
    summary::honour(article, &mut stands, &people, &rejected);
    people.settle(article, &mut stands);
    name_kinds(article, &mut stands);
    honour_notes(&mut stands, &people, &rejected);
    follow_warnings(article, &mut stands);
    Cow::Owned(stands)
}

/// Statements that were kept for what a reader said of them, and of which nothing is said any more.
fn left_over(article: &Article) -> HashSet<StatementId> {
    let of_nothing = |one: &&Statement| one.orphaned && one.review == Maybe::Unknown;
    let mut left: HashSet<StatementId> =
        article.statements.items().iter().filter(of_nothing).map(|one| one.id.clone()).collect();
    if !left.is_empty() {
        for note in article.notes.items() {
            if let Maybe::Known(NoteTarget::Statement(id)) = &note.target {
                left.remove(id);
            }
        }
    }
    left
}

/// Takes out what is no statement; what was inside it is inside what it was inside.
fn take_rejected(article: &mut Article, left: &HashSet<StatementId>) -> HashSet<StatementId> {
    let Maybe::Known(statements) = &mut article.statements else { return HashSet::new() };
    let rejects =
        |statement: &Statement| statement.review.known().is_some_and(Review::rejects) || left.contains(&statement.id);
    let mut outer: HashMap<StatementId, Maybe<StatementId>> = statements
        .iter()
        .filter(|statement| rejects(statement))
        .map(|statement| (statement.id.clone(), statement.nested_in.clone()))
        .collect();
    let rejected: HashSet<StatementId> = outer.keys().cloned().collect();
    if rejected.is_empty() {
        return rejected;
    }
    statements.retain(|statement| !rejected.contains(&statement.id));
    for statement in statements {
        let Maybe::Known(first) = &statement.nested_in else { continue };
        // The way out is walked once: each step on it then knows its end.
        let mut way: Vec<StatementId> = Vec::new();
        let mut at = Maybe::Known(first.clone());
        while let Maybe::Known(id) = &at {
            let Some(next) = outer.get(id) else { break };
            way.push(id.clone());
            let next = next.clone();
            if way.len() > rejected.len() {
                at = Maybe::Absent;
                break;
            }
            at = next;
        }
        if !way.is_empty() {
            statement.nested_in = at.clone();
        }
        for id in way {
            outer.insert(id, at.clone());
        }
    }
    rejected
}

/// The speakers of one statement, and what the machine said about how sure they are.
fn honour_speakers(article: &Article, statement: &mut Statement, people: &People) {
    let machine = statement.speakers.clone();
    let mut is_corrected = false;
    let mut is_by_reader = false;
    if let Maybe::Known(review) = &mut statement.review {
        if let Maybe::Known(speakers) = &mut review.speakers {
            *speakers = people.lead_all(speakers);
        }
        if let Some(speakers) = review.other_speakers() {
            statement.speakers = Maybe::Known(speakers.to_vec());
            if speakers.is_empty() {
                // Nobody is named: the words that the machine took for a name are none.
                statement.source = Maybe::Absent;
            }
            is_corrected = true;
        }
    }
    if is_corrected {
        is_by_reader = true;
        statement.alternatives = Maybe::Absent;
    } else if let Maybe::Known(speakers) = &machine {
        let led = people.lead_speakers(article, statement, speakers);
        // Somebody else than the machine took for the speaker, or nobody, is named by the reader alone.
        is_by_reader = led != *speakers;
        statement.speakers = Maybe::Known(led);
    }
    if is_by_reader {
        statement.resolution = Maybe::Known(Resolution::Reader);
        statement.resolution_evidence = Maybe::Absent;
    }
    // What the reader says of the one leaves the other as uncertain as it was.
    let is_reworded = statement.review.known().is_some_and(|review| review.other_content().is_some());
    if let Maybe::Known(sure) = &statement.confidence {
        let content = sure.content.filter(|_| !is_reworded);
        let speaker = sure.speaker.filter(|_| !is_by_reader);
        statement.confidence = Confidence::some(content, speaker);
    }
    if let Maybe::Known(alternatives) = &mut statement.alternatives
        && people.changes()
    {
        let mut seen: HashSet<_> = statement.speakers.items().iter().cloned().collect();
        alternatives.retain_mut(|alternative| {
            let Some(speaker) = people.lead(&alternative.speaker) else { return false };
            alternative.speaker = speaker.clone();
            seen.insert(speaker)
        });
    }
    if let Maybe::Known(about) = &mut statement.about {
        *about = people.lead_all(about);
    }
    if let Maybe::Known(relay) = &statement.relayed_by {
        statement.relayed_by = people.lead(relay).map_or(Maybe::Absent, Maybe::Known);
    }
}

/// What kind of speaker a reader names, the actors say.
fn name_kinds(before: &Article, article: &mut Article) {
    let before: HashMap<&StatementId, &Statement> =
        before.statements.items().iter().map(|statement| (&statement.id, statement)).collect();
    let kinds: HashMap<ActorId, ActorKind> =
        article.actors.items().iter().filter_map(|actor| Some((actor.id.clone(), *actor.kind.known()?))).collect();
    let kind = |id: &ActorId| match kinds.get(id)? {
        ActorKind::Person => Some(SpeakerKind::Person),
        ActorKind::Organisation => Some(SpeakerKind::Organisation),
        ActorKind::Group => Some(SpeakerKind::Group),
        ActorKind::Place | ActorKind::Other => None,
    };
    let Maybe::Known(statements) = &mut article.statements else { return };
    for statement in statements {
        // Where the reader's speakers stand already, so does their kind.
        let is_as_before = before.get(&statement.id).is_some_and(|one| one.speakers == statement.speakers);
        if is_as_before || statement.review.known().and_then(Review::other_speakers).is_none() {
            continue;
        }
        let mut found: Vec<Option<SpeakerKind>> = statement.speakers.items().iter().map(kind).collect();
        found.dedup();
        statement.speaker_kind = match found.as_slice() {
            [Some(kind)] => Maybe::Known(*kind),
            _ => Maybe::Absent,
        };
    }
}

/// Notes follow those whom they are about; what is gone is noted about nowhere but in the article itself.
fn honour_notes(article: &mut Article, people: &People, rejected: &HashSet<StatementId>) {
    let Maybe::Known(notes) = &mut article.notes else { return };
    notes.retain_mut(|note| match &mut note.target {
        Maybe::Known(NoteTarget::Statement(id)) => !rejected.contains(id),
        Maybe::Known(NoteTarget::Actor(id)) => match people.lead(id) {
            Some(now) => {
                *id = now;
                true
            }
            None => false,
        },
        _ => true,
    });
}

/// Warnings point at the same statements and actors as before; those about what is gone go with it.
fn follow_warnings(article: &Article, stands: &mut Article) {
    let statements: HashMap<_, usize> =
        stands.statements.items().iter().enumerate().map(|(at, one)| (one.id.clone(), at)).collect();
    let actors: HashMap<_, usize> =
        stands.actors.items().iter().enumerate().map(|(at, one)| (one.id.clone(), at)).collect();
    stands.warnings.retain_mut(|warning| {
        let Maybe::Known(path) = &mut warning.path else { return true };
        let mut parts = path.splitn(4, '/');
        let (Some(""), Some(list), Some(index)) = (parts.next(), parts.next(), parts.next()) else { return true };
        let Ok(index) = index.parse::<usize>() else { return true };
        let place = match list {
            "statements" => match article.statements.items().get(index) {
                Some(one) => statements.get(&one.id),
                None => return true,
            },
            "actors" => match article.actors.items().get(index) {
                Some(one) => actors.get(&one.id),
                None => return true,
            },
            _ => return true,
        };
        let rest = parts.next().map_or_else(String::new, |rest| format!("/{rest}"));
        let Some(place) = place else { return false };
        let now = format!("/{list}/{place}{rest}");
        *path = now;
        true
    });
}

#[cfg(test)]
mod tests;
