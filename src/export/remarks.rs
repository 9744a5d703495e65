//! What the reader wrote about an article and its parts, one line each.

use std::collections::{HashMap, HashSet};

use super::cite::{one_line, unmarked};
use crate::article::naming::ActorsById;
use crate::article::{Actor, ActorId, Article, Note, NoteTarget, ReviewStatus, Statement, StatementId};

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

/// Notes about the whole article, then those about its actors and places, which say what they are about.
pub(super) fn of_article(article: &Article) -> Vec<String> {
    let notes = article.notes.items().iter();
    let mut all = lines(notes.clone().filter(|note| note.target.known().is_none()));
    let actors = ActorsById::new(article);
    all.extend(notes.filter_map(|note| {
        let about = match note.target.known()? {
            NoteTarget::Actor(id) => one_line(&actors.get(id)?.name),
            NoteTarget::Place(place) => format!("the words [{}]", unmarked(place.words(&article.text))),
            NoteTarget::Statement(_) | NoteTarget::Other(_) => return None,
        };
        Some(line(note)).filter(|line| !line.is_empty()).map(|line| format!("on {about}: {line}"))
    }));
    all
}

/// Notes about those who make a statement.
pub(super) fn of_speakers(article: &Article, speakers: &[&Actor]) -> Vec<String> {
    let is_about = |note: &&Note| {
        let about = |id: &ActorId| speakers.iter().any(|actor| actor.id == *id);
        matches!(note.target.known(), Some(NoteTarget::Actor(id)) if about(id))
    };
    lines(article.notes.items().iter().filter(is_about))
}

/// Tags of the notes about the whole article, and of its places.
pub(super) fn article_tags(article: &Article) -> Vec<String> {
    let is_its = |note: &&Note| matches!(note.target.known(), None | Some(NoteTarget::Place(_)));
    let tags = article.notes.items().iter().filter(is_its).flat_map(|note| note.tags.items());
    tags.map(|tag| one_line(tag)).filter(|tag| !tag.is_empty()).collect()
}

/// Why the reader doubts or corrects a statement: *disputed: heard otherwise*; nothing where no reason is given.
pub(super) fn reason(statement: &Statement) -> Option<String> {
    let note = statement.review.known()?.note.known()?;
    judgement(statement).filter(|_| !one_line(note).is_empty())
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::article::format::read;
    use crate::export::{Item, Settings, one};
    use crate::form::Format;

    #[test]
    fn every_note_and_every_reason_is_in_the_forms_that_are_read() {
        let file = json!({
            "text": { "value": "Brook said it rained." },
            "actors": [{ "id": "a", "name": "Ada Brook" }],
            "statements": [{ "id": "s1", "kind": "indirect", "content": [{ "exact": "it rained" }], "speakers": ["a"],
                "review": { "status": "disputed", "note": "heardotherwise" } }],
            "notes": [{ "body": "wholenote", "tags": ["wholetag"] }, { "target": { "actor": "a" }, "body": "actornote" },
                { "target": { "start": 0, "end": 5 }, "body": "placenote" },
                { "target": { "statement": "s1" }, "body": "statementnote" }]
        });
        let article = read(&file.to_string()).unwrap();
        for format in [Format::Text, Format::Markdown, Format::Html, Format::Csv] {
            let sheet = one(format, &Item::new(&article), &Settings::default());
            for words in ["wholenote", "wholetag", "actornote", "placenote", "statementnote", "heardotherwise"] {
                assert!(sheet.contains(words), "{format:?}: {words}: {sheet}");
            }
        }
    }
}
