//! W3C Web Annotations (JSON-LD): an article is a collection with one annotation a statement, and one a note of the
//! reader's.
//!
//! An annotation's target is the page, found by the words first and by their place in the article's text second. What
//! the standard has no terms for stands in a body of our own terms, whose context is inline. The article's text and
//! actors stand beside the collection, so that it comes back whole.

mod about;

use serde_json::{Map, Value, json};

use super::sheet::{Form, Make, Page};
use super::{Item, array, escaped, iri, kept};
use crate::article::format::Named;
use crate::article::naming::{ActorsById, speakers_with_roles};
use crate::article::{ActorId, Alternative, Anchor, Article, Maybe, Note, NoteTarget, Review, Statement, Text};

pub(super) const FORM: Form = Form {
    extension: "jsonld",
    loses: "The summary, sentences, how the text was fetched, provenance, warnings, and fields that other programs \
            added. Where the file is changed, what the program had found before the reader's corrections.",
    stands: true,
    make: Make::Sheet { open: array::open, item, between: array::BETWEEN, close: array::close },
};

fn item(item: &Item, _: &Page) -> String {
    escaped(format!("{:#}", collection(item)))
}

/// What our own terms begin with.
pub(super) const TERMS: &str = "urn:nutgraf:terms:";

/// The standard's context, and our own terms.
fn context() -> Value {
    let names = ["headline", "alternativeHeadline", "description", "author", "publisher", "datePublished"];
    let more = ["dateModified", "inLanguage", "articleSection", "keywords", "url"];
    let id = |name: &str| json!({ "@id": format!("{TERMS}{name}"), "@type": "@id" });
    let ids = |name: &str| json!({ "@id": format!("{TERMS}{name}"), "@type": "@id", "@container": "@set" });
    let mut terms = Map::new();
    terms.insert("@vocab".to_owned(), TERMS.into());
    for name in names.iter().chain(&more) {
        terms.insert((*name).to_owned(), json!(format!("http://schema.org/{name}")));
    }
    for name in ["speakers", "about"] {
        terms.insert(name.to_owned(), ids(name));
    }
    for name in ["nested_in", "relayed_by", "merged_into", "article"] {
        terms.insert(name.to_owned(), id(name));
    }
    // What is no statement about the article as it stands is none to a processor either.
    terms.insert("kept".to_owned(), Value::Null);
    json!(["http://www.w3.org/ns/anno.jsonld", terms])
}

/// The collection of an article's annotations.
pub(super) fn collection(item: &Item) -> Value {
    let article = item.article;
    let writer = Writer::new(article);
    let mut items: Vec<Value> = item.statements().map(|statement| writer.annotation(statement)).collect();
    let asked = item.asked();
    let is_asked_for = |note: &&Note| match &note.target {
        Maybe::Known(NoteTarget::Statement(id)) => asked.has(id),
        _ => true,
    };
    let notes = article.notes.items().iter().filter(is_asked_for);
    items.extend(notes.enumerate().map(|(n, note)| writer.note(n + 1, note)));
    let own = &writer.own;
    let items = Value::Array(items);
    let mut about = about::article(article, own);
    if let Some(kept) = kept::kept(item, &format!("{items}{about}")) {
        about["kept"] = kept;
    }
    let page = format!("{own}#page-1");
    let mut collection = Map::new();
    collection.insert("@context".to_owned(), context());
    collection.insert("id".to_owned(), json!(format!("{own}#annotations")));
    collection.insert("type".to_owned(), json!("AnnotationCollection"));
    if let Some(headline) = article.headline() {
        collection.insert("label".to_owned(), json!(headline));
    }
    collection.insert("generator".to_owned(), generator());
    collection.insert("total".to_owned(), json!(items.as_array().map_or(0, Vec::len)));
    let first = json!({ "id": page, "type": "AnnotationPage", "startIndex": 0, "items": items });
    collection.insert("first".to_owned(), first);
    collection.insert("last".to_owned(), json!(page));
    collection.insert("article".to_owned(), about);
    Value::Object(collection)
}

/// One statement as an annotation by itself.
pub(super) fn alone(article: &Article, statement: &Statement) -> String {
    let mut alone = Map::from_iter([("@context".to_owned(), context())]);
    if let Value::Object(annotation) = Writer::new(article).annotation(statement) {
        alone.extend(annotation);
    }
    alone.insert("generator".to_owned(), generator());
    escaped(format!("{:#}\n", Value::Object(alone)))
}

fn generator() -> Value {
    json!({ "id": format!("urn:nutgraf:version:{}", env!("CARGO_PKG_VERSION")), "type": "Software", "name": "nutgraf" })
}

/// What writing the annotations of one article needs at hand.
struct Writer<'a> {
    article: &'a Article,
    actors: ActorsById<'a>,
    own: String,
    page: String,
}

impl<'a> Writer<'a> {
    fn new(article: &'a Article) -> Self {
        Self { article, actors: ActorsById::new(article), own: iri::article(article), page: iri::page(article) }
    }

    fn annotation(&self, statement: &Statement) -> Value {
        let targets: Vec<Value> = statement.content.iter().map(|part| self.specific(part)).collect();
        let speakers = self.actors.speakers(statement);
        let who = speakers_with_roles(self.article, statement, &speakers);
        let words = format!("{}: {who}", statement.kind.word());
        let mut annotation = json!({
            "id": format!("{}#annotation-{}", self.own, iri::encoded(&statement.id.0)),
            "type": "Annotation",
            "motivation": "describing",
            "body": [
                { "type": "TextualBody", "value": words, "format": "text/plain", "purpose": "describing" },
                self.body(statement),
            ],
        });
        annotation["target"] = one_or_all(targets);
        annotation
    }

    /// What is known of a statement besides its words.
    fn body(&self, statement: &Statement) -> Value {
        let text = &self.article.text;
        let mut body = Map::new();
        let mut put = |key: &str, value: Value| {
            body.insert(key.to_owned(), value);
        };
        put("id", json!(iri::statement(&self.own, &statement.id)));
        put("type", json!("Statement"));
        put("kind", json!(statement.kind.name()));
        put_maybe(&mut put, "marking", &statement.marking, |marking| json!(marking.name()));
        let place = |anchor: &Anchor| place(anchor, text);
        put_maybe(&mut put, "cue", &statement.cue, place);
        put_maybe(&mut put, "source_words", &statement.source, place);
        put_maybe(&mut put, "speakers", &statement.speakers, |ids| self.named(ids));
        put_maybe(&mut put, "speaker_kind", &statement.speaker_kind, |kind| json!(kind.name()));
        if statement.resolution.known() != Some(&crate::article::Resolution::Reader) {
            put_maybe(&mut put, "resolution", &statement.resolution, |way| json!(way.name()));
        }
        put_maybe(&mut put, "resolution_evidence", &statement.resolution_evidence, |all| {
            all.iter().map(place).collect()
        });
        put_maybe(&mut put, "alternatives", &statement.alternatives, |all| {
            let entry = |other: &Alternative| json!({ "speakers": self.named(std::slice::from_ref(&other.speaker)), "speaker_probability": other.confidence });
            all.iter().map(entry).collect()
        });
        put_maybe(&mut put, "addressee", &statement.addressee, place);
        put_maybe(&mut put, "venue", &statement.venue, place);
        put_maybe(&mut put, "about", &statement.about, |ids| self.named(ids));
        put_maybe(&mut put, "said_on", &statement.said_on, place);
        put_maybe(&mut put, "nested_in", &statement.nested_in, |outer| json!(iri::statement(&self.own, outer)));
        put_maybe(&mut put, "relayed_by", &statement.relayed_by, |id| json!(iri::actor(&self.own, id)));
        put_maybe(&mut put, "confidence", &statement.confidence, |sure| {
            let parts = [("content_probability", sure.content), ("speaker_probability", sure.speaker)];
            parts.into_iter().filter_map(|(name, sure)| Some((name.to_owned(), json!(sure?)))).collect()
        });
        put_maybe(&mut put, "review", &statement.review, |review| self.review(review));
        if statement.orphaned {
            put("orphaned", json!(true));
        }
        Value::Object(body)
    }

    /// Actors by name, with what the article says they are.
    fn named(&self, ids: &[ActorId]) -> Value {
        let entry = |id: &ActorId| {
            let mut entry = json!({ "id": iri::actor(&self.own, id) });
            if let Some(actor) = self.actors.get(id) {
                entry["name"] = json!(actor.name);
                if let Some(role) = actor.role() {
                    entry["role"] = json!(role);
                }
            }
            entry
        };
        ids.iter().map(entry).collect()
    }

    fn review(&self, review: &Review) -> Value {
        let mut entry = json!({ "status": review.status.name() });
        for (key, words) in [("by", &review.by), ("at", &review.at), ("note", &review.note)] {
            if let Maybe::Known(words) = words {
                entry[key] = json!(words);
            }
        }
        if let Maybe::Known(speakers) = &review.speakers {
            entry["speakers"] = self.named(speakers);
        }
        if let Maybe::Known(content) = &review.content {
            // The words that stand are these already; here they say that the reader marked them.
            entry["content"] = content.iter().map(|part| place(part, &self.article.text)).collect();
        }
        if let Maybe::Known(is_statement) = &review.is_statement {
            entry["is_statement"] = json!(is_statement);
        }
        entry
    }

    /// A note of the reader's.
    fn note(&self, n: usize, note: &Note) -> Value {
        let text = |value: &str, purpose: &str| json!({ "type": "TextualBody", "value": value, "purpose": purpose });
        let mut bodies: Vec<Value> = note.body.known().map(|body| text(body, "commenting")).into_iter().collect();
        bodies.extend(note.tags.items().iter().map(|tag| text(tag, "tagging")));
        let target = match &note.target {
            Maybe::Known(NoteTarget::Place(anchor)) => self.specific(anchor),
            Maybe::Known(NoteTarget::Statement(id)) => json!(iri::statement(&self.own, id)),
            Maybe::Known(NoteTarget::Actor(id)) => json!(iri::actor(&self.own, id)),
            // A name for what the article does not know; so it comes back.
            Maybe::Known(NoteTarget::Other(id)) => json!(iri::actor(&self.own, &ActorId(id.clone()))),
            Maybe::Absent | Maybe::Unknown => json!(self.page),
        };
        let mut annotation =
            json!({ "id": format!("{}#note-{n}", self.own), "type": "Annotation", "motivation": "commenting" });
        if let Maybe::Known(by) = &note.by {
            annotation["creator"] = json!({ "type": "Person", "name": by });
        }
        if let Maybe::Known(at) = &note.at {
            // The standard's term takes a moment and nothing else.
            annotation[if is_moment(at) { "created" } else { "at" }] = json!(at);
        }
        if !bodies.is_empty() {
            annotation["body"] = one_or_all(bodies);
        }
        annotation["target"] = target;
        annotation
    }

    /// The page, narrowed down to some words of it.
    fn specific(&self, anchor: &Anchor) -> Value {
        let (quote, at) = match anchor {
            Anchor::At { span, .. } => (self.article.text.quote(*span), Some((span.start(), span.end()))),
            Anchor::Lost { quote, .. } => (quote.clone(), None),
        };
        let words = json!({ "type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix });
        let position = at.map(|(start, end)| json!({ "type": "TextPositionSelector", "start": start, "end": end }));
        let selectors: Vec<Value> = std::iter::once(words).chain(position).collect();
        let mut specific =
            json!({ "type": "SpecificResource", "source": self.page, "selector": one_or_all(selectors) });
        if let Anchor::Lost { claimed: Some((start, end)), .. } = anchor {
            specific["claimed_start"] = json!(start);
            specific["claimed_end"] = json!(end);
        }
        specific
    }
}

/// Whether words are a moment with its zone, as XML Schema writes it.
fn is_moment(words: &str) -> bool {
    let like = |words: &str, pattern: &str| {
        words.len() == pattern.len()
            && std::iter::zip(words.bytes(), pattern.bytes())
                .all(|(byte, wanted)| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted })
    };
    let (Some(moment), Some(rest)) = (words.get(..19), words.get(19..)) else { return false };
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    let fraction = rest.strip_prefix('.').map_or(0, |rest| 1 + digits(rest));
    let zone = rest.get(fraction..).unwrap_or_default();
    like(moment, "0000-00-00T00:00:00")
        && fraction != 1
        && (zone == "Z" || like(zone, "+00:00") || like(zone, "-00:00"))
}

/// The standard lets one stand for a list of one.
fn one_or_all(mut values: Vec<Value>) -> Value {
    if values.len() == 1 { values.remove(0) } else { Value::Array(values) }
}

/// A field's value; absent fields are left out, unknown ones are null.
fn put_maybe<T>(put: &mut impl FnMut(&str, Value), key: &str, value: &Maybe<T>, write: impl FnOnce(&T) -> Value) {
    match value {
        Maybe::Absent => {}
        Maybe::Unknown => put(key, Value::Null),
        Maybe::Known(value) => put(key, write(value)),
    }
}

/// A place in the text, as the annotated article has it.
fn place(anchor: &Anchor, text: &Text) -> Value {
    let (quote, at) = match anchor {
        Anchor::At { span, .. } => (text.quote(*span), Some((span.start(), span.end()))),
        Anchor::Lost { quote, claimed, .. } => (quote.clone(), *claimed),
    };
    let mut place = Map::new();
    if let Some((start, end)) = at {
        place.insert("start".to_owned(), json!(start));
        place.insert("end".to_owned(), json!(end));
    }
    for (key, words) in [("exact", quote.exact), ("prefix", quote.prefix), ("suffix", quote.suffix)] {
        if !words.is_empty() {
            place.insert(key.to_owned(), json!(words));
        }
    }
    Value::Object(place)
}
