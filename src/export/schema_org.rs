//! schema.org's `NewsArticle` (JSON-LD) with what is said in it: words that the article quotes as `Quotation`, what it
//! reports in its own words as `Claim`. A partly quoted statement is a claim that has its quoted words as parts.
//!
//! Neither type says whether anything is true, and no rating is written.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::cite::Day;
use super::quoted::{Quoted, Stretch};
use super::sheet::{Form, Make, Page};
use super::{Item, array, escaped, iri};
use crate::article::format::Named;
use crate::article::naming::{ActorsById, speaker_words};
use crate::article::{
    Actor, ActorKind, Article, Certainty, Kind, Maybe, Note, NoteTarget, Party, Review, Statement, StatementId, gate,
};
use crate::clean;

pub(super) const FORM: Form = Form {
    extension: "jsonld",
    loses: "Where in the text something stands, the reporting words, mentions, evidence, alternatives and the summary; \
            statements that somebody declined to comment, which are no claims, and \
            statements kept from an earlier version of the text; notes on actors. How sure each statement is stands in \
            words.",
    stands: true,
    make: Make::Sheet { open: array::open, item, between: array::BETWEEN, close: array::close },
};

fn item(item: &Item, _: &Page) -> String {
    escaped(format!("{:#}", news_article(item)))
}

/// An object in the making; what is not known is left out.
struct Object(Map<String, Value>);

impl Object {
    fn of(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), json!(kind))]))
    }

    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn text(&mut self, key: &str, words: Option<&String>) {
        if let Some(words) = words.map(|words| clean::in_place(words)).filter(|words| !words.is_empty()) {
            self.put(key, words);
        }
    }

    fn list(&mut self, key: &str, mut values: Vec<Value>) {
        match values.len() {
            0 => {}
            1 => self.put(key, values.remove(0)),
            _ => self.put(key, values),
        }
    }

    fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

fn news_article(item: &Item) -> Value {
    let article = item.article;
    let about = &article.metadata;
    let own = iri::article(article);
    let mut object = Object(Map::from_iter([("@context".to_owned(), json!("https://schema.org"))]));
    object.put("@type", "NewsArticle");
    object.put("@id", iri::page(article));
    object.put("identifier", own.as_str());
    if let Some(address) = iri::address(article) {
        object.put("url", address);
    }
    if let Some(headline) = article.headline() {
        object.put("headline", clean::in_place(headline));
    }
    object.text("alternativeHeadline", about.alternative_headline.known());
    object.text("description", about.description.known());
    object.text("datePublished", about.date_published.known().filter(|date| Day::of(date).is_some()));
    object.text("dateModified", about.date_modified.known().filter(|date| Day::of(date).is_some()));
    object.text("inLanguage", about.in_language.known());
    object.text("articleSection", about.article_section.known());
    object.list("keywords", about.keywords.items().iter().map(|word| json!(clean::in_place(word))).collect());
    object.list("author", about.author.items().iter().map(|author| party("Person", author)).collect());
    if let Some(publisher) = about.publisher.known() {
        object.put("publisher", party("NewsMediaOrganization", publisher));
    }
    object.put("articleBody", clean::in_place(article.text.as_str()));
    let mut notes: HashMap<&StatementId, Vec<Value>> = HashMap::new();
    let mut others = Vec::new();
    for entry in article.notes.items() {
        match entry.target.known() {
            Some(NoteTarget::Statement(id)) => notes.entry(id).or_default().push(note(entry)),
            None | Some(NoteTarget::Place(_)) => others.push(note(entry)),
            Some(NoteTarget::Actor(_) | NoteTarget::Other(_)) => {}
        }
    }
    let (actors, quoted) = (ActorsById::new(article), Quoted::new(article));
    let writer = Writer { article, actors, quoted, notes, own: &own };
    let parts = item.statements().filter(|statement| !statement.orphaned).filter_map(|one| writer.part(one));
    let parts: Vec<Value> = parts.collect();
    if !parts.is_empty() {
        object.put("hasPart", parts);
    }
    object.list("comment", others);
    object.finish()
}

/// The organisation or person of a name.
fn party(kind: &str, party: &Party) -> Value {
    let mut object = Object::of(kind);
    object.put("name", clean::line(&party.name));
    object.text("url", party.url.known());
    object.finish()
}

struct Writer<'a> {
    article: &'a Article,
    actors: ActorsById<'a>,
    quoted: Quoted<'a>,
    /// The reader's notes, by statement.
    notes: HashMap<&'a StatementId, Vec<Value>>,
    own: &'a str,
}

impl Writer<'_> {
    /// A quotation or a claim; nothing of one who declined to comment, or where no word is left.
    fn part(&self, statement: &Statement) -> Option<Value> {
        let stretches = self.quoted.of(statement);
        match statement.kind {
            Kind::NoComment => None,
            Kind::Direct if !stretches.is_empty() => {
                let mut object = Object::of("Quotation");
                object.put("@id", iri::statement(self.own, &statement.id));
                object.put("text", self.words(&stretches));
                self.say_who(statement, &mut object);
                self.say_how_sure(statement, &mut object);
                Some(object.finish())
            }
            Kind::Direct | Kind::Mixed | Kind::Indirect => {
                let words = gate::printable_parts(self.article, statement);
                let words = words.iter().map(|part| line(part)).filter(|part| !part.is_empty()).collect::<Vec<_>>();
                if words.is_empty() {
                    return None;
                }
                let mut object = Object::of("Claim");
                object.put("@id", iri::statement(self.own, &statement.id));
                object.put("text", words.join(" […] "));
                object.list("author", self.speakers(statement));
                self.say_how_sure(statement, &mut object);
                let quotation = |stretch: &Stretch| {
                    let mut object = Object::of("Quotation");
                    object.put("text", self.words(std::slice::from_ref(stretch)));
                    self.say_who(statement, &mut object);
                    object.finish()
                };
                object.list("hasPart", stretches.iter().map(quotation).collect());
                Some(object.finish())
            }
        }
    }

    /// Quoted words without their marks; what stands between two stretches is said to be left out.
    fn words(&self, stretches: &[Stretch]) -> String {
        let words: Vec<String> =
            stretches.iter().map(|stretch| quoted(self.article.text.slice(stretch.words))).collect();
        words.join(" […] ")
    }

    fn say_who(&self, statement: &Statement, object: &mut Object) {
        object.list("spokenByCharacter", self.speakers(statement));
        object.list("creator", self.speakers(statement));
    }

    /// The actors; where none is known, nobody is made up of the source's words.
    fn speakers(&self, statement: &Statement) -> Vec<Value> {
        self.actors.speakers(statement).into_iter().map(|actor| self.actor(actor)).collect()
    }

    fn actor(&self, actor: &Actor) -> Value {
        let is_person = actor.kind.known() == Some(&ActorKind::Person);
        // Of anything else the article does not say what it is to schema.org.
        let mut object = match actor.kind.known() {
            Some(ActorKind::Person) => Object::of("Person"),
            Some(ActorKind::Organisation) => Object::of("Organization"),
            _ => Object(Map::new()),
        };
        object.put("@id", iri::actor(self.own, &actor.id));
        object.put("name", clean::line(&actor.name));
        if let Some(role) = actor.role() {
            object.put(if is_person { "jobTitle" } else { "description" }, clean::line(&role));
        }
        object.finish()
    }

    fn say_how_sure(&self, statement: &Statement, object: &mut Object) {
        let mut said = Vec::new();
        if self.actors.speakers(statement).is_empty() {
            said.push(format!("said by: {}", clean::line(&speaker_words(self.article, statement, &[]))));
        }
        if let Some(sure) = statement.confidence.known() {
            let said_so =
                |sure: Option<f64>| sure.map_or("corrected by the reader", |sure| Certainty::of(sure).as_str());
            said.push(format!("words: {}, speaker: {}", said_so(sure.content), said_so(sure.speaker)));
        }
        if !said.is_empty() {
            object.put("description", said.join("; "));
        }
        let mut comments: Vec<Value> = statement.review.known().map(review).into_iter().collect();
        comments.extend(self.notes.get(&statement.id).into_iter().flatten().cloned());
        object.list("comment", comments);
    }
}

/// A reader's judgement, as a comment.
fn review(review: &Review) -> Value {
    let mut object = Object::of("Comment");
    let status = review.status.name();
    let words =
        review.note.known().map_or_else(|| status.to_owned(), |note| format!("{status}: {}", clean::in_place(note)));
    object.put("text", words);
    signed(&mut object, &review.by, &review.at);
    object.finish()
}

/// A reader's note.
fn note(note: &Note) -> Value {
    let mut object = Object::of("Comment");
    object.text("text", note.body.known());
    object.list("keywords", note.tags.items().iter().map(|tag| json!(clean::line(tag))).collect());
    signed(&mut object, &note.by, &note.at);
    object.finish()
}

fn signed(object: &mut Object, by: &Maybe<String>, at: &Maybe<String>) {
    if let Maybe::Known(by) = by {
        object.put("author", json!({ "@type": "Person", "name": clean::line(by) }));
    }
    object.text("dateCreated", at.known());
}

/// Quoted words on one line; a comma at their end is the sentence's around them.
fn quoted(words: &str) -> String {
    let words = line(words);
    words.strip_suffix([',', '，']).map(str::to_owned).unwrap_or(words)
}

/// Words on one line, however long.
fn line(words: &str) -> String {
    clean::in_place(words).split_whitespace().collect::<Vec<_>>().join(" ")
}
