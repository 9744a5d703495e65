//! One judgement or note by itself, as a file has it, read for an article that is loaded already.

use serde::Deserialize;
use serde_json::Value;

use super::super::field::Field;
use super::super::wire::WireNote;
use super::reference::References;
use super::{Loader, Path};
use crate::article::{ActorReview, Article, Extra, Maybe, Note, Review};

/// A statement's judgement, anchored in the article's text. Names in it that no actor has are left for the caller.
pub(in crate::article) fn review(value: Value, article: &Article) -> Option<Review> {
    let Value::Object(object) = value else { return None };
    let mut loader = Loader::new(&article.text);
    match loader.review(object, &mut References::of(article), &mut Extra::new(), &Path::Root) {
        Maybe::Known(review) => Some(review),
        Maybe::Absent | Maybe::Unknown => None,
    }
}

/// An actor's judgement.
pub(in crate::article) fn actor_review(value: Value, article: &Article) -> Option<ActorReview> {
    let Value::Object(object) = value else { return None };
    let references = References::of(article);
    let read = Loader::new(&article.text).actor_review(object, &mut Extra::new(), &Path::Root);
    let Maybe::Known(mut review) = read else { return None };
    if let Maybe::Known(other) = &review.merged_into {
        if let Some(known) = references.known(&other.0) {
            review.merged_into = Maybe::Known(known);
        } else {
            review.extra.insert("merged_into".to_owned(), Value::String(other.0.clone()));
            review.merged_into = Maybe::Absent;
        }
    }
    Some(review)
}

/// A note.
pub(in crate::article) fn note(value: &Value, article: &Article) -> Option<Note> {
    let Ok(Field::Known(wire)) = Field::<WireNote>::deserialize(value) else { return None };
    Some(Loader::new(&article.text).note(wire, &References::of(article), &Path::Root))
}
