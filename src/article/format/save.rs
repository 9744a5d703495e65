//! Makes a file of an article: every field in the schema's order, then the unknown ones that came with it.
//!
//! A value that loading set aside is written back in the place of the field that has none, and in the place of a
//! kind that was put in its stead.

use serde_json::{Map, Value, json};

use super::field::Named;
use super::{SCHEMA_VERSION, UNIT, sha256_hex};
use crate::article::{
    Actor, ActorReview, Agent, Anchor, Article, Confidence, Extra, Maybe, Mention, Metadata, Note, NoteTarget, Party,
    Provenance, Quote, Retrieval, Review, Role, Statement, SummaryLine, Text, Warning,
};

/// An object being written.
struct Object(Map<String, Value>);

impl Object {
    fn new() -> Self {
        Self(Map::new())
    }

    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn maybe<T>(&mut self, key: &str, value: &Maybe<T>, write: impl FnOnce(&T) -> Value) {
        match value {
            Maybe::Absent => {}
            Maybe::Unknown => self.put(key, Value::Null),
            Maybe::Known(value) => self.put(key, write(value)),
        }
    }

    fn text(&mut self, key: &str, value: &Maybe<String>) {
        self.maybe(key, value, |text| json!(text));
    }

    fn texts(&mut self, key: &str, value: &Maybe<Vec<String>>) {
        self.maybe(key, value, |texts| json!(texts));
    }

    fn list<T>(&mut self, key: &str, value: &Maybe<Vec<T>>, write: impl FnMut(&T) -> Value) {
        self.maybe(key, value, |items| items.iter().map(write).collect());
    }

    fn name<T: Named + Copy>(&mut self, key: &str, value: &Maybe<T>) {
        self.maybe(key, value, |named| json!(named.name()));
    }

    /// What the field must have, unless the file's own word for it was set aside.
    fn kind(&mut self, key: &str, name: &str, extra: &Extra) {
        self.put(key, extra.get(key).cloned().unwrap_or_else(|| json!(name)));
    }

    fn finish(mut self, extra: &Extra) -> Value {
        for (key, value) in extra {
            match (self.0.get_mut(key), value) {
                (None, _) => {
                    self.0.insert(key.clone(), value.clone());
                }
                // An object that has no place for unknown fields of its own, such as a confidence.
                (Some(Value::Object(known)), Value::Object(unknown)) => {
                    for (key, value) in unknown {
                        if !known.contains_key(key) {
                            known.insert(key.clone(), value.clone());
                        }
                    }
                }
                (Some(_), _) => {}
            }
        }
        Value::Object(self.0)
    }
}

pub(super) fn to_value(article: &Article) -> Value {
    let text = &article.text;
    let mut file = Object::new();
    file.kind("schema_version", SCHEMA_VERSION, &article.extra);
    file.put("id", article.id.as_str());
    let metadata = metadata(&article.metadata);
    if metadata.as_object().is_some_and(|fields| !fields.is_empty()) {
        file.put("article", metadata);
    }
    file.maybe("retrieval", &article.retrieval, retrieval);
    file.put("text", text_object(article));
    let listed: Vec<&Actor> = article.actors.items().iter().filter(|actor| !actor.implied).collect();
    match &article.actors {
        // Nobody but those whom statements name: the file's own list, or its absence, was set aside.
        Maybe::Known(all) if listed.is_empty() && !all.is_empty() => {}
        actors => file.maybe("actors", actors, |_| listed.iter().map(|actor| actor_object(actor, text)).collect()),
    }
    file.list("statements", &article.statements, |item| statement(item, text));
    file.list("summary", &article.summary, |item| summary_line(item, text));
    file.list("notes", &article.notes, |item| note(item, text));
    file.list("provenance", &article.provenance, provenance);
    if !article.warnings.is_empty() {
        file.put("warnings", article.warnings.iter().map(warning).collect::<Vec<_>>());
    }
    file.finish(&article.extra)
}

fn metadata(metadata: &Metadata) -> Value {
    let mut object = Object::new();
    object.text("url", &metadata.url);
    object.text("headline", &metadata.headline);
    object.text("alternativeHeadline", &metadata.alternative_headline);
    object.text("description", &metadata.description);
    object.list("author", &metadata.author, party);
    object.maybe("publisher", &metadata.publisher, party);
    object.text("datePublished", &metadata.date_published);
    object.text("dateModified", &metadata.date_modified);
    object.text("inLanguage", &metadata.in_language);
    object.text("articleSection", &metadata.article_section);
    object.texts("keywords", &metadata.keywords);
    object.finish(&metadata.extra)
}

fn party(party: &Party) -> Value {
    let mut object = Object::new();
    if !party.name.is_empty() {
        object.put("name", party.name.as_str());
    }
    object.text("url", &party.url);
    object.finish(&party.extra)
}

fn retrieval(retrieval: &Retrieval) -> Value {
    let mut object = Object::new();
    object.text("retrieved_at", &retrieval.retrieved_at);
    object.text("final_url", &retrieval.final_url);
    object.maybe("http_status", &retrieval.http_status, |status| json!(status));
    object.text("media_type", &retrieval.media_type);
    object.text("body_sha256", &retrieval.body_sha256);
    object.text("extractor", &retrieval.extractor);
    object.maybe("complete", &retrieval.complete, |complete| json!(complete));
    object.text("truncation_reason", &retrieval.truncation_reason);
    object.finish(&retrieval.extra)
}

fn text_object(article: &Article) -> Value {
    let text = &article.text;
    let mut object = Object::new();
    object.put("value", text.as_str());
    object.put("length", text.n_chars());
    object.put("unit", UNIT);
    object.put("sha256", sha256_hex(text.as_str().as_bytes()));
    let blocks = article.blocks.iter().map(|block| {
        let mut object = Object::new();
        object.kind("kind", block.kind.name(), &block.extra);
        object.put("start", block.span.start());
        object.put("end", block.span.end());
        object.finish(&block.extra)
    });
    object.put("blocks", blocks.collect::<Vec<_>>());
    object.list("sentences", &article.sentences, |sentence| {
        let mut object = Object::new();
        object.put("start", sentence.span.start());
        object.put("end", sentence.span.end());
        object.put("block", sentence.block);
        object.finish(&sentence.extra)
    });
    object.finish(text.extra())
}

/// A span's fields, without the unknown ones.
fn place(anchor: &Anchor, text: &Text) -> Object {
    let mut object = Object::new();
    let quoted;
    let (quote, claimed): (&Quote, _) = match anchor {
        Anchor::At { span, .. } => {
            quoted = text.quote(*span);
            (&quoted, Some((span.start(), span.end())))
        }
        Anchor::Lost { quote, claimed, .. } => (quote, *claimed),
    };
    if let Some((start, end)) = claimed {
        object.put("start", start);
        object.put("end", end);
    }
    for (key, words) in [("exact", &quote.exact), ("prefix", &quote.prefix), ("suffix", &quote.suffix)] {
        if !words.is_empty() {
            object.put(key, words.as_str());
        }
    }
    object
}

fn extra_of(anchor: &Anchor) -> &Extra {
    match anchor {
        Anchor::At { extra, .. } | Anchor::Lost { extra, .. } => extra,
    }
}

fn span(anchor: &Anchor, text: &Text) -> Value {
    place(anchor, text).finish(extra_of(anchor))
}

fn spans(anchors: &[Anchor], text: &Text) -> Value {
    anchors.iter().map(|anchor| span(anchor, text)).collect()
}

fn actor_object(actor: &Actor, text: &Text) -> Value {
    let mut object = Object::new();
    object.put("id", actor.id.0.as_str());
    object.name("kind", &actor.kind);
    object.put("name", actor.name.as_str());
    object.texts("aliases", &actor.aliases);
    object.list("roles", &actor.roles, |role| role_object(role, text));
    object.list("mentions", &actor.mentions, |item| mention(item, text));
    object.texts("same_as", &actor.same_as);
    object.maybe("review", &actor.review, actor_review);
    object.finish(&actor.extra)
}

fn role_object(role: &Role, text: &Text) -> Value {
    let mut object = Object::new();
    object.put("title", role.title.as_str());
    object.text("affiliation", &role.affiliation);
    object.put("evidence", spans(&role.evidence, text));
    object.finish(&role.extra)
}

fn mention(mention: &Mention, text: &Text) -> Value {
    let extra = extra_of(&mention.anchor);
    let mut object = place(&mention.anchor, text);
    object.kind("form", mention.form.name(), extra);
    object.maybe("confidence", &mention.confidence, |confidence| json!(confidence));
    object.finish(extra)
}

fn statement(statement: &Statement, text: &Text) -> Value {
    let ids = |ids: &Vec<_>| ids.iter().map(|id: &crate::article::ActorId| json!(id.0)).collect::<Value>();
    let mut object = Object::new();
    object.put("id", statement.id.0.as_str());
    object.kind("kind", statement.kind.name(), &statement.extra);
    object.name("marking", &statement.marking);
    object.put("content", spans(&statement.content, text));
    object.maybe("cue", &statement.cue, |cue| span(cue, text));
    object.maybe("source", &statement.source, |source| span(source, text));
    object.maybe("speakers", &statement.speakers, ids);
    object.name("speaker_kind", &statement.speaker_kind);
    object.name("resolution", &statement.resolution);
    object.maybe("resolution_evidence", &statement.resolution_evidence, |evidence| spans(evidence, text));
    object.list("alternatives", &statement.alternatives, |alternative| {
        let mut object = Object::new();
        object.put("speaker", alternative.speaker.0.as_str());
        object.put("confidence", alternative.confidence);
        object.finish(&alternative.extra)
    });
    object.maybe("addressee", &statement.addressee, |addressee| span(addressee, text));
    object.maybe("venue", &statement.venue, |venue| span(venue, text));
    object.maybe("about", &statement.about, ids);
    object.maybe("said_on", &statement.said_on, |said_on| span(said_on, text));
    object.maybe("nested_in", &statement.nested_in, |outer| json!(outer.0));
    object.maybe("relayed_by", &statement.relayed_by, |actor| json!(actor.0));
    object.maybe("confidence", &statement.confidence, confidence);
    object.text("provenance", &statement.provenance);
    object.maybe("review", &statement.review, |given| review(given, text));
    if statement.orphaned {
        object.put("orphaned", true);
    }
    object.finish(&statement.extra)
}

pub(in crate::article) fn review(review: &Review, text: &Text) -> Value {
    let mut object = Object::new();
    object.put("status", review.status.name());
    object.text("by", &review.by);
    object.text("at", &review.at);
    object.text("note", &review.note);
    object.list("speakers", &review.speakers, |id| json!(id.0));
    object.maybe("content", &review.content, |content| spans(content, text));
    object.maybe("is_statement", &review.is_statement, |is_statement| json!(is_statement));
    object.finish(&review.extra)
}

pub(in crate::article) fn actor_review(review: &ActorReview) -> Value {
    let mut object = Object::new();
    object.put("status", review.status.name());
    object.text("by", &review.by);
    object.text("at", &review.at);
    object.text("note", &review.note);
    object.text("name", &review.name);
    object.maybe("merged_into", &review.merged_into, |id| json!(id.0));
    object.texts("parted", &review.parted);
    object.maybe("is_actor", &review.is_actor, |is_actor| json!(is_actor));
    object.finish(&review.extra)
}

fn summary_line(line: &SummaryLine, text: &Text) -> Value {
    let mut object = Object::new();
    object.put("text", line.text.as_str());
    object.kind("kind", &line.kind, &line.extra);
    object.put("evidence", spans(&line.evidence, text));
    object.list("statements", &line.statements, |id| json!(id.0));
    object.list("actors", &line.actors, |id| json!(id.0));
    object.name("support", &line.support);
    object.finish(&line.extra)
}

pub(in crate::article) fn note(note: &Note, text: &Text) -> Value {
    let mut object = Object::new();
    object.maybe("target", &note.target, |target| match target {
        NoteTarget::Place(anchor) => span(anchor, text),
        NoteTarget::Statement(id) => json!(id.0),
        NoteTarget::Actor(id) => json!(id.0),
        NoteTarget::Other(id) => json!(id),
    });
    object.text("body", &note.body);
    object.texts("tags", &note.tags);
    object.text("by", &note.by);
    object.text("at", &note.at);
    object.finish(&note.extra)
}

fn provenance(provenance: &Provenance) -> Value {
    let mut object = Object::new();
    object.put("id", provenance.id.as_str());
    object.maybe("agent", &provenance.agent, agent);
    object.text("created_at", &provenance.created_at);
    object.text("input_text_sha256", &provenance.input_text_sha256);
    object.finish(&provenance.extra)
}

/// The probabilities that are there.
fn confidence(sure: &Confidence) -> Value {
    let parts = [("content", sure.content), ("speaker", sure.speaker)];
    parts.into_iter().filter_map(|(name, sure)| Some((name.to_owned(), json!(sure?)))).collect()
}

fn agent(agent: &Agent) -> Value {
    let mut object = Object::new();
    object.kind("type", agent.kind.name(), &agent.extra);
    object.put("name", agent.name.as_str());
    object.text("version", &agent.version);
    object.text("model", &agent.model);
    object.text("model_sha256", &agent.model_sha256);
    object.finish(&agent.extra)
}

fn warning(warning: &Warning) -> Value {
    let mut object = Object::new();
    object.put("code", warning.code.as_str());
    object.put("message", warning.message.as_str());
    object.text("path", &warning.path);
    object.finish(&warning.extra)
}
