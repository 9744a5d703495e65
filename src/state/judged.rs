//! What the reader said of an article and noted in it, as it is shown: signs and words for it.

use crate::article::review::{About, note_text, own_note};
use crate::article::{Actor, Article, Note, Review, ReviewStatus, Statement};

/// The sign of a noted statement or actor, and the same in ASCII.
pub const NOTED: (&str, &str) = ("†", "+");

/// The sign of a judgement, and the same in ASCII.
pub fn sign(status: ReviewStatus) -> (&'static str, &'static str) {
    match status {
        ReviewStatus::Confirmed => ("✓", "v"),
        ReviewStatus::Disputed => ("!", "!"),
        ReviewStatus::Corrected => ("*", "*"),
    }
}

/// The word for a judgement.
pub fn word(status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Confirmed => "confirmed",
        ReviewStatus::Disputed => "disputed",
        ReviewStatus::Corrected => "corrected",
    }
}

/// What the reader made of a statement.
pub fn of_statement(statement: &Statement) -> Option<ReviewStatus> {
    statement.review.known().map(|review| review.status)
}

/// What the reader made of an actor.
pub fn of_actor(actor: &Actor) -> Option<ReviewStatus> {
    actor.review.known().map(|review| review.status)
}

/// A judgement with who made it, when and why: *disputed, Ada Brook, 2026-11-23: the letter is not hers*.
pub fn signed(review: &Review) -> String {
    let mut words = word(review.status).to_owned();
    if review.rejects() {
        "not a statement".clone_into(&mut words);
    }
    let day = review.at.known().and_then(|at| at.get(..10));
    for part in [review.by.known().map(String::as_str), day].into_iter().flatten() {
        words.push_str(", ");
        words.push_str(part);
    }
    if let Some(why) = review.note.known().filter(|why| !why.is_empty()) {
        words.push_str(": ");
        words.push_str(why);
    }
    words
}

/// The reader's own note about something, as it is typed; nothing where there is none. `name` is what they sign with.
pub fn own(article: &Article, about: &About, name: Option<&str>) -> String {
    own_note(article, about, name).map(in_a_line).unwrap_or_default()
}

/// What is noted about something, whoever noted it.
pub fn notes(article: &Article, about: &About) -> Vec<String> {
    let target = about.target();
    let notes = article.notes.items().iter().filter(|note| note.target.known() == target.as_ref());
    notes.map(in_a_line).collect()
}

fn in_a_line(note: &Note) -> String {
    note_text(note).replace(['\n', '\t'], " ")
}
