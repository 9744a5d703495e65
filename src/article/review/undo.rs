//! Takes a remark back: what stood before it, as plain data.
//!
//! What stood is kept as a file has it, with its words, so that it finds its place in an article that was annotated
//! anew in the meantime; actors are found by their names then.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::apply::{actor_mut, statement_mut};
use super::{About, Refusal, Signed, note};
use crate::article::format::piece;
use crate::article::{Actor, ActorId, ActorReview, Article, Maybe, Note, Review, StatementId};

/// What stood before a remark. It can be kept as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undo {
    about: Subject,
    stood: Stood,
    /// Names of the actors that what stood has by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    names: BTreeMap<String, String>,
    /// Of a note: where it stood, who signed the new one, and what stood for the list of notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<NoteBefore>,
    /// Actors that were listed for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    listed: Vec<String>,
    /// What stood for the list of actors: `null` or an empty list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    no_actors: Option<NoList>,
}

/// What a remark was about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Subject {
    Article,
    Statement(String),
    Actor { id: String, name: String },
}

/// What stood in a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stood {
    Absent,
    Unknown,
    Known(Value),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct NoteBefore {
    at: usize,
    /// The remark left a note there.
    is_kept: bool,
    by: Option<String>,
    notes: NoList,
}

/// What a list was that had nothing in it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum NoList {
    Absent,
    Unknown,
    Known,
}

impl Stood {
    fn of<T>(value: &Maybe<T>, write: impl FnOnce(&T) -> Value) -> Self {
        match value {
            Maybe::Absent => Self::Absent,
            Maybe::Unknown => Self::Unknown,
            Maybe::Known(value) => Self::Known(write(value)),
        }
    }

    pub(super) fn of_review(review: &Maybe<Review>, article: &Article) -> Self {
        Self::of(review, |review| piece::review_value(review, &article.text))
    }

    pub(super) fn of_actor_review(review: &Maybe<ActorReview>) -> Self {
        Self::of(review, piece::actor_review_value)
    }

    /// What stood, with its actors' ids as the article has them now.
    fn again<T>(&self, ids: &dyn Fn(&str) -> String, read: impl FnOnce(Value) -> Option<T>) -> Maybe<T> {
        let value = match self {
            Self::Absent => return Maybe::Absent,
            Self::Unknown => return Maybe::Unknown,
            Self::Known(value) => value,
        };
        let mut value = value.clone();
        let lists = value.get_mut("speakers").and_then(Value::as_array_mut).into_iter().flatten();
        lists.for_each(|id| lead(id, ids));
        if let Some(id) = value.get_mut("merged_into") {
            lead(id, ids);
        }
        read(value).map_or(Maybe::Absent, Maybe::Known)
    }
}

fn lead(value: &mut Value, ids: &dyn Fn(&str) -> String) {
    if let Value::String(id) = value {
        *id = ids(id);
    }
}

impl Undo {
    pub(super) fn of(article: &Article, about: Subject, stood: Stood) -> Self {
        let names = match &stood {
            Stood::Known(value) => names_in(value, article),
            Stood::Absent | Stood::Unknown => BTreeMap::new(),
        };
        Self { about, stood, names, note: None, listed: Vec::new(), no_actors: None }
    }

    pub(super) fn of_note(
        article: &Article,
        about: Subject,
        note: Option<(usize, &Note)>,
        is_kept: bool,
        signed: &Signed,
    ) -> Self {
        let stood = note.map_or(Stood::Absent, |(_, note)| Stood::Known(piece::note_value(note, &article.text)));
        let notes = match &article.notes {
            Maybe::Absent => NoList::Absent,
            Maybe::Unknown => NoList::Unknown,
            Maybe::Known(_) => NoList::Known,
        };
        let at = note.map_or(usize::MAX, |(at, _)| at);
        let note = Some(NoteBefore { at, is_kept, by: signed.by.clone(), notes });
        Self { note, ..Self::of(article, about, stood) }
    }

    /// Lists whoever of these is not listed, so that what is said of them is written.
    pub(super) fn list<'a>(&mut self, article: &mut Article, actors: impl IntoIterator<Item = &'a Actor>) {
        for actor in actors {
            let is_there = article.actor(&actor.id).map(|known| known.implied);
            if is_there == Some(false) {
                continue;
            }
            if is_there.is_none() {
                // Whom a reader parted from another has no entry yet.
                article.add_implied([Actor { implied: true, ..Actor::named(actor.id.0.clone(), actor.name.clone()) }]);
            }
            let (listed, aside) = article.list_implied();
            self.listed.extend(listed.into_iter().map(|id| id.0));
            self.no_actors = aside.map(|aside| if aside.is_null() { NoList::Unknown } else { NoList::Known });
        }
    }

    /// Puts back what stood, in the article as it is now.
    pub fn carry_out(&self, article: &mut Article) -> Result<(), Refusal> {
        let now = Now::of(article);
        let led: BTreeMap<&str, String> = self
            .names
            .iter()
            .map(|(id, name)| (id.as_str(), now.actor(id, name).map_or_else(|| name.clone(), |id| id.0)))
            .collect();
        let ids = |id: &str| led.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let actor = |id: &str, name: &str| now.actor(id, name).ok_or_else(|| Refusal::NoActor(name.to_owned()));
        match (&self.about, &self.note) {
            (about, Some(before)) => {
                let about = match about {
                    Subject::Article => About::Article,
                    Subject::Statement(id) => About::Statement(StatementId(id.clone())),
                    Subject::Actor { id, name } => About::Actor(actor(id, name)?),
                };
                self.put_note(article, &about, before)?;
            }
            (Subject::Statement(id), None) => {
                let id = StatementId(id.clone());
                article.statement(&id).ok_or_else(|| Refusal::NoStatement(id.0.clone()))?;
                let review = self.stood.again(&ids, |value| piece::review(value, article));
                let named: Vec<ActorId> =
                    review.known().map(|review| review.speakers.items().to_vec()).unwrap_or_default();
                let missing: Vec<String> =
                    named.iter().filter(|id| article.actor(id).is_none()).map(|id| id.0.clone()).collect();
                for name in missing {
                    article.add_implied([Actor { implied: true, ..Actor::named(name.clone(), name) }]);
                }
                if let Some(statement) = statement_mut(article, &id) {
                    statement.review = review;
                }
            }
            (Subject::Actor { id, name }, None) => {
                let id = actor(id, name)?;
                let review = self.stood.again(&ids, |value| piece::actor_review(value, article));
                if let Some(actor) = actor_mut(article, &id) {
                    actor.review = review;
                }
            }
            (Subject::Article, None) => {}
        }
        self.unlist(article);
        Ok(())
    }

    fn unlist(&self, article: &mut Article) {
        let aside = match self.no_actors {
            Some(NoList::Unknown) => Some(Value::Null),
            Some(NoList::Known) => Some(Value::Array(Vec::new())),
            Some(NoList::Absent) | None => None,
        };
        let listed: Vec<ActorId> = self.listed.iter().cloned().map(ActorId).collect();
        article.unlist(&listed, aside.as_ref());
        article.forget_implied();
    }

    fn put_note(&self, article: &mut Article, about: &About, before: &NoteBefore) -> Result<(), Refusal> {
        if let About::Statement(id) = about {
            article.statement(id).ok_or_else(|| Refusal::NoStatement(id.0.clone()))?;
        }
        let mut note = match &self.stood {
            Stood::Known(value) => piece::note(value, article),
            Stood::Absent | Stood::Unknown => None,
        };
        if let (Some(note), Some(target)) = (&mut note, about.target()) {
            note.target = Maybe::Known(target);
        }
        let at = if before.is_kept { note::position(article, about, before.by.as_deref()) } else { None };
        let had_none = !matches!(article.notes, Maybe::Known(_));
        let mut notes = article.notes.items().to_vec();
        match (at, note) {
            (Some(at), Some(note)) => {
                if let Some(now) = notes.get_mut(at) {
                    *now = note;
                }
            }
            (Some(at), None) => drop(notes.remove(at)),
            (None, Some(note)) => notes.insert(before.at.min(notes.len()), note),
            (None, None) => {}
        }
        article.notes = match before.notes {
            NoList::Absent if notes.is_empty() => Maybe::Absent,
            NoList::Unknown if notes.is_empty() => Maybe::Unknown,
            NoList::Known if notes.is_empty() && had_none => return Ok(()),
            _ => Maybe::Known(notes),
        };
        Ok(())
    }
}

/// Names of the actors that a judgement has by id.
fn names_in(value: &Value, article: &Article) -> BTreeMap<String, String> {
    let names = article.names_by_id();
    let speakers = value.get("speakers").and_then(Value::as_array).into_iter().flatten();
    let ids = speakers.chain(value.get("merged_into")).filter_map(Value::as_str);
    ids.filter_map(|id| Some((id.to_owned(), (*names.get(&ActorId(id.to_owned()))?).to_owned()))).collect()
}

/// The actors of an article as it is now.
struct Now {
    names: HashMap<ActorId, String>,
    ids: HashMap<String, ActorId>,
}

impl Now {
    fn of(article: &Article) -> Self {
        let mut ids: HashMap<String, ActorId> = HashMap::new();
        for actor in article.actors.items() {
            ids.entry(actor.name.clone()).or_insert_with(|| actor.id.clone());
        }
        let names = article.actors.items().iter().map(|actor| (actor.id.clone(), actor.name.clone())).collect();
        Self { names, ids }
    }

    /// Who had an id and a name: whoever has both still, else the name.
    fn actor(&self, id: &str, name: &str) -> Option<ActorId> {
        let id = ActorId(id.to_owned());
        let is_same = self.names.get(&id).is_some_and(|known| known == name);
        if is_same { Some(id) } else { self.ids.get(name).cloned() }
    }
}
