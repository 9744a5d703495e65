//! What the reader wrote about an article and its parts, one line each.

use super::cite::one_line;
use crate::article::{Article, Note, NoteTarget, ReviewStatus, Statement, StatementId};

/// Notes about a statement.
pub(super) fn of_statement(article: &Article, id: &StatementId) -> Vec<String> {
    lines(article, |target| matches!(target, Some(NoteTarget::Statement(about)) if about == id))
}

/// Notes about the whole article.
pub(super) fn of_article(article: &Article) -> Vec<String> {
    lines(article, |target| target.is_none())
}

/// Tags of a statement's notes, each once.
pub(super) fn tags(article: &Article, id: &StatementId) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for note in article.notes.items() {
        if matches!(note.target.known(), Some(NoteTarget::Statement(about)) if about == id) {
            for tag in note.tags.items().iter().map(|tag| one_line(tag)) {
                if !tag.is_empty() && !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
        }
    }
    tags
}

/// What the reader judged of a statement: *disputed: heard otherwise*.
pub(super) fn judgement(statement: &Statement) -> Option<String> {
    let review = statement.review.known()?;
    let name = ReviewStatus::NAMES.iter().find(|(status, _)| *status == review.status).map(|(_, name)| *name)?;
    let why = review.note.known().map(|note| one_line(note)).filter(|note| !note.is_empty());
    Some(why.map_or_else(|| name.to_owned(), |why| format!("{name}: {why}")))
}

fn lines(article: &Article, is_about: impl Fn(Option<&NoteTarget>) -> bool) -> Vec<String> {
    let notes = article.notes.items().iter().filter(|note| is_about(note.target.known()));
    notes.map(line).filter(|line| !line.is_empty()).collect()
}

/// A note's words; tags that the words do not have follow with their signs.
fn line(note: &Note) -> String {
    let mut words = note.body.known().map(|body| one_line(body)).unwrap_or_default();
    for tag in note.tags.items().iter().map(|tag| one_line(tag)).filter(|tag| !tag.is_empty()) {
        let sign = format!("#{tag}");
        if !words.split(' ').any(|word| word == sign) {
            words.push_str(if words.is_empty() { "" } else { " " });
            words.push_str(&sign);
        }
    }
    words
}
