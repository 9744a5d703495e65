//! brat's standoff: the text as it is, and a file of annotations with offsets into it.
//!
//! A statement is one `Content`, in fragments where it is interrupted or crosses a line's end. Relations lead from it
//! to its cue, its source and its speakers; attributes have its kind and how sure it is. What lines of brat have no
//! place for stands in notes of the type `Nutgraf`, as JSON, so that it comes back.

mod configuration;
mod lines;

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::sheet::{Form, Make};
use super::{Item, Settings, iri, kept};
use crate::article::format::{self, Named};
use crate::article::{
    Actor, ActorId, ActorKind, Anchor, Article, Certainty, Form as MentionForm, Maybe, NoteTarget, Role, Span,
    Statement, StatementId,
};
use crate::clean;
use lines::Lines;

pub use configuration::CONFIGURATION;

pub(super) const FORM: Form = Form {
    extension: "ann",
    loses: "Evidence of speakers, alternatives, notes about the whole article, the summary, and whatever has lost its \
            place in the text. Where the file is changed, judgements of actors, and what the program had found before \
            the reader's corrections.",
    stands: true,
    make: Make::Files(files),
};

/// The text, its annotations, and what brat must know to show them.
fn files(item: &Item, _: &Settings) -> Vec<(String, String)> {
    let name = name(item);
    vec![
        (format!("{name}.txt"), clean::in_place(item.article.text.as_str())),
        (format!("{name}.ann"), annotations(item)),
        ("annotation.conf".to_owned(), CONFIGURATION.to_owned()),
    ]
}

/// The number in the library, else the beginning of the id.
fn name(item: &Item) -> String {
    if let Some(key) = item.key {
        return format!("article-{key}");
    }
    let own = iri::article(item.article);
    let digest = own.trim_start_matches("urn:sha256:");
    format!("article-{}", digest.chars().take(12).collect::<String>())
}

/// What is written of one article.
struct Writer<'a> {
    article: &'a Article,
    lines: Lines,
    /// The first mention of each actor that has one.
    actors: HashMap<&'a ActorId, usize>,
    /// The words of each statement.
    statements: HashMap<&'a StatementId, usize>,
}

fn annotations(item: &Item) -> String {
    let article = item.article;
    let mut writer = Writer { article, lines: Lines::default(), actors: HashMap::new(), statements: HashMap::new() };
    for actor in article.actors.items() {
        writer.actor(actor);
    }
    let statements: Vec<&Statement> = item.statements().filter(|statement| !statement.orphaned).collect();
    for statement in &statements {
        writer.content(statement);
    }
    for statement in &statements {
        writer.relations(statement);
    }
    writer.notes();
    writer.whole(item);
    writer.lines.finish()
}

impl<'a> Writer<'a> {
    fn entity(&mut self, kind: &str, parts: &[Span]) -> Option<usize> {
        let text = &self.article.text;
        let fragments: Vec<Span> = parts.iter().flat_map(|part| lines::fragments(text, *part)).collect();
        self.lines.entity(kind, &fragments, text)
    }

    fn place(&mut self, kind: &str, anchor: &Maybe<Anchor>) -> Option<usize> {
        let span = anchor.known()?.span()?;
        self.entity(kind, &[span])
    }

    /// The mentions of an actor, said to be one, and what else is known of it.
    fn actor(&mut self, actor: &'a Actor) {
        let kind = match actor.kind.known() {
            Some(ActorKind::Person) => "Person",
            Some(ActorKind::Organisation) => "Organisation",
            Some(ActorKind::Place) => "Place",
            Some(ActorKind::Group) => "Group",
            Some(ActorKind::Other) => "Other",
            None => "Unknown",
        };
        let mut mentions = Vec::new();
        for mention in actor.mentions.items() {
            let Some(entity) = mention.anchor.span().and_then(|span| self.entity(kind, &[span])) else { continue };
            if mention.form != MentionForm::Name {
                self.lines.attribute("Form", entity, mention.form.name());
            }
            mentions.push(entity);
        }
        let Some(&first) = mentions.first() else { return };
        self.actors.entry(&actor.id).or_insert(first);
        self.lines.same(&mentions);
        let mut known = Map::from_iter([("id".to_owned(), json!(actor.id.0)), ("name".to_owned(), json!(actor.name))]);
        if !actor.aliases.items().is_empty() {
            known.insert("aliases".to_owned(), json!(actor.aliases.items()));
        }
        let roles: Vec<Value> = actor.roles.items().iter().filter_map(|role| self.role(role)).collect();
        if !roles.is_empty() {
            known.insert("roles".to_owned(), Value::Array(roles));
        }
        if let Some(role) = actor.role() {
            known.insert("said".to_owned(), json!([self.lines.note(first, &role)]));
        }
        self.lines.data(first, &Value::Object(known));
    }

    /// A role with the places where the article states it; nothing where none of them is known.
    fn role(&self, role: &Role) -> Option<Value> {
        let place = |anchor: &Anchor| {
            let span = anchor.span().filter(|span| !span.is_empty())?;
            let words = clean::in_place(self.article.text.slice(span));
            Some(json!({ "start": span.start(), "end": span.end(), "exact": words }))
        };
        let evidence: Vec<Value> = role.evidence.iter().filter_map(place).collect();
        if evidence.is_empty() {
            return None;
        }
        let mut entry = json!({ "title": role.title, "evidence": evidence });
        if let Maybe::Known(body) = &role.affiliation {
            entry["affiliation"] = json!(body);
        }
        Some(entry)
    }

    /// The words of a statement, its kind and how sure it is.
    fn content(&mut self, statement: &'a Statement) {
        let text = &self.article.text;
        let parts = lines::disjoint(statement.spans());
        let Some(content) = self.entity("Content", &parts) else { return };
        self.statements.insert(&statement.id, content);
        self.lines.attribute("Kind", content, statement.kind.name());
        let mut known = Map::from_iter([("id".to_owned(), json!(statement.id.0))]);
        if let Some(sure) = statement.confidence.known() {
            let mut both = Map::new();
            for (label, name, sure) in [("Words", "content", sure.content), ("Speaker", "speaker", sure.speaker)] {
                let Some(sure) = sure else { continue };
                self.lines.attribute(label, content, Certainty::of(sure).as_str());
                both.insert(name.to_owned(), json!(sure));
            }
            known.insert("confidence".to_owned(), Value::Object(both));
        }
        let n_fragments: Vec<usize> = parts.iter().map(|part| lines::fragments(text, *part).len()).collect();
        if n_fragments.iter().any(|n| *n != 1) || parts.len() > 1 {
            known.insert("fragments".to_owned(), json!(n_fragments));
        }
        for (key, name) in [
            ("speaker_kind", statement.speaker_kind.known().map(|kind| kind.name())),
            (
                "resolution",
                statement
                    .resolution
                    .known()
                    .filter(|way| **way != crate::article::Resolution::Reader)
                    .map(|way| way.name()),
            ),
        ] {
            if let Some(name) = name {
                known.insert(key.to_owned(), json!(name));
            }
        }
        let placeless = |id: &&ActorId| !self.actors.contains_key(id);
        let speakers = statement.standing_speakers();
        let placeless: Vec<String> = speakers.iter().filter(placeless).map(|id| self.name_of(id)).collect();
        if !placeless.is_empty() {
            known.insert("speakers".to_owned(), json!(placeless));
        }
        if let Some(review) = statement.review.known() {
            self.lines.attribute("Review", content, review.status.name());
            if let Maybe::Known(note) = &review.note {
                known.insert("said".to_owned(), json!([self.lines.note(content, note)]));
            }
            let mut entry = Map::from_iter([("status".to_owned(), json!(review.status.name()))]);
            for (key, words) in [("by", &review.by), ("at", &review.at), ("note", &review.note)] {
                if let Maybe::Known(words) = words {
                    entry.insert(key.to_owned(), json!(words));
                }
            }
            known.insert("review".to_owned(), Value::Object(entry));
        }
        self.lines.data(content, &Value::Object(known));
    }

    fn name_of(&self, id: &ActorId) -> String {
        self.article.actor(id).map_or_else(|| id.0.clone(), |actor| actor.name.clone())
    }

    /// What leads from a statement's words to others.
    fn relations(&mut self, statement: &Statement) {
        let Some(&content) = self.statements.get(&statement.id) else { return };
        for (relation, kind, anchor) in [
            ("Reported_by", "Cue", &statement.cue),
            ("Named_by", "Source", &statement.source),
            ("Said_to", "Addressee", &statement.addressee),
            ("Said_at", "Venue", &statement.venue),
            ("Said_on", "Day", &statement.said_on),
        ] {
            if let Some(entity) = self.place(kind, anchor) {
                self.lines.relation(relation, content, entity);
            }
        }
        let relayed = statement.relayed_by.known().map(std::slice::from_ref).unwrap_or_default();
        for (relation, ids) in
            [("Said_by", statement.standing_speakers()), ("About", statement.about.items()), ("Relayed_by", relayed)]
        {
            for id in ids {
                if let Some(&actor) = self.actors.get(id) {
                    self.lines.relation(relation, content, actor);
                }
            }
        }
        if let Some(&outer) = statement.nested_in.known().and_then(|outer| self.statements.get(outer)) {
            self.lines.relation("Part_of", content, outer);
        }
    }

    /// What is known of the whole article, which has no line of its own: it stands with the first entity.
    fn whole(&mut self, item: &Item) {
        if self.lines.has_entities() {
            let file = format::to_value(self.article);
            let text = clean::in_place(self.article.text.as_str());
            let mut whole = json!({ "id": file["id"], "text_sha256": format::sha256_hex(text.as_bytes()) });
            whole["blocks"] = file["text"]["blocks"].clone();
            if let Some(about) = file.get("article") {
                whole["article"] = about.clone();
            }
            if let Some(kept) = kept::kept(item, self.lines.text()) {
                whole["kept"] = kept;
            }
            self.lines.data(1, &whole);
        }
    }

    /// The reader's notes of statements, actors and places.
    fn notes(&mut self) {
        for note in self.article.notes.items() {
            let about = match note.target.known() {
                Some(NoteTarget::Statement(id)) => self.statements.get(id).copied(),
                Some(NoteTarget::Actor(id)) => self.actors.get(id).copied(),
                Some(NoteTarget::Place(anchor)) => anchor.span().and_then(|span| self.entity("Noted", &[span])),
                _ => None,
            };
            let Some(about) = about else { continue };
            let tags: Vec<String> = note.tags.items().iter().map(|tag| format!("#{tag}")).collect();
            let words = [note.body.known().cloned().unwrap_or_default(), tags.join(" ")].join(" ");
            let said = self.lines.note(about, words.trim());
            let mut entry = Map::new();
            for (key, words) in [("body", &note.body), ("by", &note.by), ("at", &note.at)] {
                if let Maybe::Known(words) = words {
                    entry.insert(key.to_owned(), json!(words));
                }
            }
            if let Maybe::Known(tags) = &note.tags {
                entry.insert("tags".to_owned(), json!(tags));
            }
            self.lines.data(about, &json!({ "note": entry, "said": [said] }));
        }
    }
}
