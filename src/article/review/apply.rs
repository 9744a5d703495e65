//! Keeps a remark in an article, beside what the machine said.

use std::collections::HashMap;

use super::undo::{Stood, Subject};
use super::{About, Identity, Judgement, Refusal, Remark, Signed, Undo, note, standing, tidy};
use crate::article::{
    Actor, ActorId, ActorReview, Anchor, Article, Extra, Maybe, Note, Review, ReviewStatus, Span, Statement,
    StatementId,
};

/// The longest name that is kept, in scalars.
const MOST_NAME_CHARS: usize = 200;

/// Keeps a remark in the article it is about, signed. What comes back puts everything as it stood.
pub fn apply(article: &mut Article, remark: &Remark, signed: &Signed) -> Result<Undo, Refusal> {
    match remark {
        Remark::Statement(id, judgement) => judge(article, id, judgement, signed),
        Remark::Actor(id, identity) => identify(article, id, identity, signed),
        Remark::Note(about, text) => take_note(article, about, text, signed),
    }
}

fn judge(article: &mut Article, id: &StatementId, judgement: &Judgement, signed: &Signed) -> Result<Undo, Refusal> {
    let Some(statement) = article.statement(id) else { return Err(Refusal::NoStatement(id.0.clone())) };
    let undo = Undo::of(article, Subject::Statement(id.0.clone()), Stood::of_review(&statement.review, article));
    let review = match judgement {
        Judgement::Withdraw => {
            if statement.review.known().is_none() {
                return Err(Refusal::NothingSaid);
            }
            // What was kept for its judgement alone goes with it; a file in which nobody ever judged is not like that.
            if statement.orphaned { Maybe::Unknown } else { Maybe::Absent }
        }
        other => Maybe::Known(judged(article, id, other, signed)?),
    };
    if let Some(statement) = statement_mut(article, id) {
        statement.review = review;
    }
    article.forget_implied();
    Ok(undo)
}

/// The judgement that a statement has after another one.
fn judged(article: &mut Article, id: &StatementId, judgement: &Judgement, signed: &Signed) -> Result<Review, Refusal> {
    let content = match judgement {
        Judgement::Content(spans) => Some(edges(article, spans)?),
        _ => None,
    };
    let speakers = match judgement {
        Judgement::Speakers(ids) => Some(speakers(article, ids)?),
        _ => None,
    };
    let Some(statement) = article.statement(id) else { return Err(Refusal::NoStatement(id.0.clone())) };
    let mut review = statement.review.known().cloned().unwrap_or_else(|| Review::new(ReviewStatus::Corrected));
    let before = statement.review.known().map(|review| review.status);
    if before == Some(ReviewStatus::Confirmed) {
        // What is called right has no corrections; none of them may come to stand now.
        (review.speakers, review.content) = (Maybe::Absent, Maybe::Absent);
    }
    review.is_statement = Maybe::Absent;
    if let Some(speakers) = speakers {
        // The machine's own speakers are no correction.
        let is_own = statement.speakers == Maybe::Known(speakers.clone());
        review.speakers = if is_own { Maybe::Absent } else { Maybe::Known(speakers) };
    }
    if let Some(content) = content {
        let is_own = statement.content.iter().map(Anchor::span).eq(content.iter().map(|span| Some(*span)));
        let content = content.into_iter().map(Anchor::from).collect();
        review.content = if is_own { Maybe::Absent } else { Maybe::Known(content) };
    }
    let has_corrections = review.speakers.known().is_some() || review.content.known().is_some();
    review.status = match judgement {
        Judgement::Dispute => ReviewStatus::Disputed,
        Judgement::NotAStatement => ReviewStatus::Corrected,
        _ if has_corrections => ReviewStatus::Corrected,
        _ => ReviewStatus::Confirmed,
    };
    if *judgement == Judgement::NotAStatement {
        review.is_statement = Maybe::Known(false);
    }
    let is_other = before.is_some_and(|before| before != review.status);
    sign(signed, is_other, &mut review.by, &mut review.at, &mut review.note);
    let settled = [
        ("speakers", review.speakers.is_absent()),
        ("content", review.content.is_absent()),
        ("is_statement", review.is_statement.is_absent()),
        ("note", review.note.is_absent()),
    ];
    drop_settled(&mut review.extra, &settled);
    Ok(review)
}

/// Values that loading set aside go once the field has one of its own.
fn drop_settled(extra: &mut Extra, is_absent: &[(&str, bool)]) {
    for (key, is_absent) in is_absent.iter().chain(&[("by", false), ("at", false)]) {
        if !is_absent {
            extra.shift_remove(*key);
        }
    }
}

/// Who says it, and when; why, where that was said, and where it still fits.
fn sign(signed: &Signed, is_other: bool, by: &mut Maybe<String>, at: &mut Maybe<String>, note: &mut Maybe<String>) {
    *by = Maybe::computed(signed.by.clone());
    *at = Maybe::computed(signed.at.clone());
    match &signed.why {
        Some(why) => *note = Maybe::Known(tidy(why)),
        None if is_other => *note = Maybe::Absent,
        None => {}
    }
}

/// The edges of a correction: in order, without blanks at their ends, and apart from one another.
fn edges(article: &Article, spans: &[Span]) -> Result<Vec<Span>, Refusal> {
    let text = &article.text;
    let mut spans: Vec<Span> = spans
        .iter()
        .map(|span| text.span(span.start(), span.end()).ok_or(Refusal::Outside))
        .collect::<Result<_, _>>()?;
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        let words = text.slice(span);
        let n_before = words.chars().take_while(|c| c.is_whitespace()).count();
        let n_after = words.chars().rev().take_while(|c| c.is_whitespace()).count();
        let inner = text.span(span.start() + n_before, span.end().saturating_sub(n_after));
        let Some(inner) = inner.filter(|inner| !inner.is_empty()) else { return Err(Refusal::NoWords) };
        match joined.last_mut().filter(|last| inner.start() <= last.end()) {
            Some(last) => *last = last.join(inner),
            None => joined.push(inner),
        }
    }
    let has_words = joined.iter().any(|span| text.slice(*span).contains(char::is_alphanumeric));
    if has_words { Ok(joined) } else { Err(Refusal::NoWords) }
}

/// The actors of a correction; a name that nobody has makes one.
fn speakers(article: &mut Article, ids: &[ActorId]) -> Result<Vec<ActorId>, Refusal> {
    let mut names = Vec::with_capacity(ids.len());
    for id in ids {
        // An id of the file may be anything; a name that is typed may not.
        let is_known = article.actor(id).is_some();
        names.push(if is_known { id.0.clone() } else { name_of(&id.0)? });
    }
    let mut speakers: Vec<ActorId> = Vec::with_capacity(names.len());
    for name in names {
        let speaker = article.imply(&name);
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
    }
    Ok(speakers)
}

/// A name as it may be kept.
fn name_of(typed: &str) -> Result<String, Refusal> {
    let name = tidy(typed);
    if !name.contains(char::is_alphanumeric) {
        return Err(Refusal::NoName);
    }
    if name.chars().nth(MOST_NAME_CHARS).is_some() {
        return Err(Refusal::TooLong { most: MOST_NAME_CHARS });
    }
    Ok(name)
}

fn identify(article: &mut Article, id: &ActorId, identity: &Identity, signed: &Signed) -> Result<Undo, Refusal> {
    let Some(actor) = find(article, id) else { return Err(Refusal::NoActor(id.0.clone())) };
    if *identity == Identity::Withdraw && actor.review.known().is_none() {
        return Err(Refusal::NothingSaid);
    }
    // Checked before anything is changed.
    let review = match identity {
        Identity::Withdraw => Maybe::Absent,
        other => Maybe::Known(identified(article, &actor, other, signed)?),
    };
    let stood = Stood::of_actor_review(&actor.review);
    let mut undo = Undo::of(article, Subject::Actor { id: id.0.clone(), name: actor.name.clone() }, stood);
    undo.list(article, [&actor]);
    if let Identity::Merge(other) = identity
        && let Some(other) = find(article, other)
    {
        undo.list(article, [&other]);
    }
    if let Some(actor) = actor_mut(article, id) {
        actor.review = review;
    }
    article.forget_implied();
    Ok(undo)
}

/// The judgement that an actor has after another one.
fn identified(article: &Article, actor: &Actor, identity: &Identity, signed: &Signed) -> Result<ActorReview, Refusal> {
    let before = actor.review.known().map(|review| review.status);
    let mut review = actor.review.known().cloned().unwrap_or_else(|| ActorReview::new(ReviewStatus::Corrected));
    if before == Some(ReviewStatus::Confirmed) {
        (review.name, review.merged_into, review.parted) = (Maybe::Absent, Maybe::Absent, Maybe::Absent);
    }
    review.is_actor = Maybe::Absent;
    match identity {
        Identity::Confirm | Identity::Dispute | Identity::Withdraw => {}
        Identity::Rename(name) => {
            let name = name_of(name)?;
            review.name = if name == actor.name { Maybe::Absent } else { Maybe::Known(name) };
        }
        Identity::Merge(other) => review.merged_into = Maybe::Known(joined(article, actor, other)?),
        Identity::Split(form) => {
            let form = form_of(article, actor, form)?;
            let mut parted = review.parted.items().to_vec();
            if !parted.contains(&form) {
                parted.push(form);
            }
            review.parted = Maybe::Known(parted);
        }
        Identity::Remove => review.is_actor = Maybe::Known(false),
    }
    let has_corrections = review.name.known().is_some()
        || review.merged_into.known().is_some()
        || !review.parted.items().is_empty()
        || review.is_actor == Maybe::Known(false);
    review.status = match identity {
        Identity::Dispute => ReviewStatus::Disputed,
        _ if has_corrections => ReviewStatus::Corrected,
        _ => ReviewStatus::Confirmed,
    };
    let is_other = before.is_some_and(|before| before != review.status);
    sign(signed, is_other, &mut review.by, &mut review.at, &mut review.note);
    let settled = [
        ("name", review.name.is_absent()),
        ("merged_into", review.merged_into.is_absent()),
        ("parted", review.parted.is_absent()),
        ("is_actor", review.is_actor.is_absent()),
        ("note", review.note.is_absent()),
    ];
    drop_settled(&mut review.extra, &settled);
    Ok(review)
}

/// Whom an actor is joined to, where that leads anywhere.
fn joined(article: &Article, actor: &Actor, other: &ActorId) -> Result<ActorId, Refusal> {
    let Some(into) = find(article, other) else { return Err(Refusal::NoActor(other.0.clone())) };
    if into.id == actor.id {
        return Err(Refusal::Itself(actor.name.clone()));
    }
    let actors = article.actors.items().iter();
    let joints: HashMap<&ActorId, &ActorId> =
        actors.filter_map(|one| Some((&one.id, one.review.known()?.same_as()?))).collect();
    let mut at = &into.id;
    for _ in article.actors.items() {
        let Some(next) = joints.get(at) else { break };
        if **next == actor.id {
            return Err(Refusal::Circle { from: actor.name.clone(), into: into.name });
        }
        at = next;
    }
    Ok(into.id)
}

/// A form of an actor's name, as the article has it.
fn form_of(article: &Article, actor: &Actor, form: &str) -> Result<String, Refusal> {
    let form = name_of(form)?;
    let stands = standing(article);
    let shown = stands.actor(&actor.id).unwrap_or(actor);
    if form == shown.name {
        return Err(Refusal::OwnName(form));
    }
    let is_mentioned = |one: &Actor| {
        one.aliases.items().contains(&form)
            || one.mentions.items().iter().any(|mention| tidy(mention.anchor.words(&article.text)) == form)
    };
    if !is_mentioned(shown) && !is_mentioned(actor) {
        return Err(Refusal::NotAForm { name: shown.name.clone(), form });
    }
    Ok(form)
}

/// An actor of the article, or of the article as it stands: one whom a reader parted from another.
fn find(article: &Article, id: &ActorId) -> Option<Actor> {
    article.actor(id).cloned().or_else(|| standing(article).actor(id).cloned())
}

fn take_note(article: &mut Article, about: &About, text: &str, signed: &Signed) -> Result<Undo, Refusal> {
    let (body, tags) = note::checked(text)?;
    let mut noted = None;
    let subject = match about {
        About::Article => Subject::Article,
        About::Statement(id) => {
            article.statement(id).ok_or_else(|| Refusal::NoStatement(id.0.clone()))?;
            Subject::Statement(id.0.clone())
        }
        About::Actor(id) => {
            let actor = find(article, id).ok_or_else(|| Refusal::NoActor(id.0.clone()))?;
            let name = actor.name.clone();
            noted = Some(actor);
            Subject::Actor { id: id.0.clone(), name }
        }
    };
    let by = signed.by.as_deref();
    let at = note::position(article, about, by);
    let is_empty = body.is_empty() && tags.is_empty();
    if is_empty && at.is_none() {
        return Err(Refusal::NothingSaid);
    }
    let before = at.and_then(|at| Some((at, article.notes.items().get(at)?)));
    let mut undo = Undo::of_note(article, subject, before, !is_empty, signed);
    undo.list(article, noted.as_ref());
    if is_empty {
        if let (Maybe::Known(notes), Some(at)) = (&mut article.notes, at) {
            notes.remove(at);
        }
        return Ok(undo);
    }
    let note = Note {
        target: about.target().map_or(Maybe::Absent, Maybe::Known),
        body: if body.is_empty() { Maybe::Absent } else { Maybe::Known(body) },
        tags: if tags.is_empty() { Maybe::Absent } else { Maybe::Known(tags) },
        by: Maybe::computed(signed.by.clone()),
        at: Maybe::computed(signed.at.clone()),
        extra: before_extra(article, at),
    };
    match &mut article.notes {
        Maybe::Known(notes) => match at.and_then(|at| notes.get_mut(at)) {
            Some(old) => *old = note,
            None => notes.push(note),
        },
        none => *none = Maybe::Known(vec![note]),
    }
    Ok(undo)
}

fn before_extra(article: &Article, at: Option<usize>) -> Extra {
    at.and_then(|at| article.notes.items().get(at)).map(|note| note.extra.clone()).unwrap_or_default()
}

pub(super) fn statement_mut<'a>(article: &'a mut Article, id: &StatementId) -> Option<&'a mut Statement> {
    match &mut article.statements {
        Maybe::Known(statements) => statements.iter_mut().find(|statement| statement.id == *id),
        Maybe::Absent | Maybe::Unknown => None,
    }
}

pub(super) fn actor_mut<'a>(article: &'a mut Article, id: &ActorId) -> Option<&'a mut Actor> {
    match &mut article.actors {
        Maybe::Known(actors) => actors.iter_mut().find(|actor| actor.id == *id),
        Maybe::Absent | Maybe::Unknown => None,
    }
}
