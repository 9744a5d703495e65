//! What the reader wrote about an article and its parts, one line each.

use std::collections::{HashMap, HashSet};

use super::cite::one_line;
use crate::article::{Article, Note, NoteTarget, ReviewStatus, Statement, StatementId};

/// Notes by the statement that they are about.
pub(super) struct Remarks<'a>(HashMap<&'a StatementId, Vec<&'a Note>>);

impl<'a> Remarks<'a> {
    /// Looks at every note once.
    pub(super) fn new(article: &'a Article) -> Self {
        let mut by_statement: HashMap<&StatementId, Vec<&Note>> = HashMap::new();
        for note in article.notes.items() {
            if let Some(NoteTarget::Statement(about)) = note.target.known() {
                by_statement.entry(about).or_default().push(note);
            }
        }
        Self(by_statement)
    }

    fn about(&self, id: &StatementId) -> impl Iterator<Item = &'a Note> {
        self.0.get(id).into_iter().flatten().copied()
    }

    /// Notes about a statement.
    pub(super) fn of_statement(&self, id: &StatementId) -> Vec<String> {
        lines(self.about(id))
    }

    /// Tags of a statement's notes, each once.
    pub(super) fn tags(&self, id: &StatementId) -> Vec<String> {
        let mut seen = HashSet::new();
        let tags = self.about(id).flat_map(|note| note.tags.items()).map(|tag| one_line(tag));
        tags.filter(|tag| !tag.is_empty() && seen.insert(tag.clone())).collect()
    }
}

/// Notes about the whole article.
pub(super) fn of_article(article: &Article) -> Vec<String> {
    lines(article.notes.items().iter().filter(|note| note.target.known().is_none()))
}

/// What the reader judged of a statement: *disputed: heard otherwise*.
pub(super) fn judgement(statement: &Statement) -> Option<String> {
    let review = statement.review.known()?;
    let name = ReviewStatus::NAMES.iter().find(|(status, _)| *status == review.status).map(|(_, name)| *name)?;
    let why = review.note.known().map(|note| one_line(note)).filter(|note| !note.is_empty());
    Some(why.map_or_else(|| name.to_owned(), |why| format!("{name}: {why}")))
}

fn lines<'a>(notes: impl Iterator<Item = &'a Note>) -> Vec<String> {
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
