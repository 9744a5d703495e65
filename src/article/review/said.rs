//! All that readers said of an article, one thing a row: what the machine says, and what the reader says.

use std::collections::HashMap;

use crate::article::naming::{source_words, speaker_words};
use crate::article::{
    Actor, ActorId, ActorReview, Anchor, Article, Maybe, Note, NoteTarget, Review, ReviewStatus, Statement,
};

/// One judgement or note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// `statement`, `actor`, `article` or `place`.
    pub about: &'static str,
    /// The id of the statement or actor; nothing for the article and for places.
    pub id: Option<String>,
    /// The judgement; nothing for a note.
    pub status: Option<ReviewStatus>,
    /// The words that it is about: a statement's, an actor's name, a place's words.
    pub words: String,
    /// What the machine says, where that is judged.
    pub machine: Option<String>,
    /// What the reader says.
    pub reader: Option<String>,
    /// Why, or the note.
    pub note: Option<String>,
    /// The note's tags.
    pub tags: Vec<String>,
    /// Who says it.
    pub by: Option<String>,
    /// When.
    pub at: Option<String>,
}

/// Everything that was said of an article: statements in the text's order, then actors, then notes.
pub fn said(article: &Article) -> Vec<Said> {
    let actors: HashMap<&ActorId, &Actor> = article.actors.items().iter().map(|actor| (&actor.id, actor)).collect();
    let mut rows = Vec::new();
    for statement in article.statements.items() {
        if let Maybe::Known(review) = &statement.review {
            rows.push(of_statement(article, &actors, statement, review));
        }
    }
    for actor in article.actors.items() {
        if let Maybe::Known(review) = &actor.review {
            rows.push(of_actor(&actors, actor, review));
        }
    }
    rows.extend(article.notes.items().iter().map(|note| of_note(article, &actors, note)));
    rows
}

fn of_statement(article: &Article, actors: &HashMap<&ActorId, &Actor>, statement: &Statement, review: &Review) -> Said {
    let named = |ids: &[ActorId]| {
        let speakers: Vec<&Actor> = ids.iter().filter_map(|id| actors.get(id).copied()).collect();
        if speakers.is_empty() {
            source_words(article, statement)
        } else {
            speaker_words(article, statement, &speakers)
        }
    };
    let (mut machine, mut reader) = (Vec::new(), Vec::new());
    if let Some(speakers) = review.other_speakers() {
        machine.push(named(statement.speakers.items()));
        reader.push(if speakers.is_empty() { "nobody named".to_owned() } else { named(speakers) });
    }
    if let Some(content) = review.other_content() {
        machine.push(words(article, &statement.content));
        reader.push(words(article, content));
    }
    if review.rejects() {
        machine.push(named(statement.speakers.items()));
        reader.push("no statement".to_owned());
    }
    Said {
        about: "statement",
        id: Some(statement.id.0.clone()),
        status: Some(review.status),
        words: words(article, &statement.content),
        machine: joined(&machine),
        reader: joined(&reader),
        note: review.note.known().cloned(),
        tags: Vec::new(),
        by: review.by.known().cloned(),
        at: review.at.known().cloned(),
    }
}

fn of_actor(actors: &HashMap<&ActorId, &Actor>, actor: &Actor, review: &ActorReview) -> Said {
    let mut reader = Vec::new();
    reader.extend(review.other_name().map(|name| format!("called {name}")));
    reader.extend(
        review
            .same_as()
            .map(|id| format!("the same as {}", actors.get(id).map_or(id.0.as_str(), |other| other.name.as_str()))),
    );
    reader.extend(review.parted().iter().map(|form| format!("not {form}, who is somebody else")));
    reader.extend(review.rejects().then(|| "nobody".to_owned()));
    Said {
        about: "actor",
        id: Some(actor.id.0.clone()),
        status: Some(review.status),
        words: actor.name.clone(),
        machine: (!reader.is_empty()).then(|| actor.name.clone()),
        reader: joined(&reader),
        note: review.note.known().cloned(),
        tags: Vec::new(),
        by: review.by.known().cloned(),
        at: review.at.known().cloned(),
    }
}

fn of_note(article: &Article, actors: &HashMap<&ActorId, &Actor>, note: &Note) -> Said {
    let (about, id, said_of) = match note.target.known() {
        Some(NoteTarget::Statement(id)) => {
            let content = article.statement(id).map(|one| words(article, &one.content)).unwrap_or_default();
            ("statement", Some(id.0.clone()), content)
        }
        Some(NoteTarget::Actor(id)) => {
            ("actor", Some(id.0.clone()), actors.get(id).map(|actor| actor.name.clone()).unwrap_or_default())
        }
        Some(NoteTarget::Place(place)) => ("place", None, place.words(&article.text).to_owned()),
        Some(NoteTarget::Other(_)) | None => ("article", None, article.headline().unwrap_or_default().to_owned()),
    };
    Said {
        about,
        id,
        status: None,
        words: said_of,
        machine: None,
        reader: None,
        note: note.body.known().cloned(),
        tags: note.tags.items().to_vec(),
        by: note.by.known().cloned(),
        at: note.at.known().cloned(),
    }
}

fn words(article: &Article, content: &[Anchor]) -> String {
    let parts: Vec<&str> = content.iter().map(|part| part.words(&article.text).trim()).collect();
    parts.join(" […] ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn joined(parts: &[String]) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join("; "))
}
