//! JSON as Citron, the BBC's quotation extractor, documents it: the text, and quotations of cue, sources and contents,
//! with the mentions that the sources lead back to.
//!
//! Citron knows no quotation without a cue; such statements are left out, and their number is said.

use serde::Serialize;

use super::sheet::{Form, Make, Page};
use super::{Item, array, escaped};
use crate::article::{Anchor, Article, Form as MentionForm, Span, Statement, naming::ActorsById};
use crate::clean;

pub(super) const FORM: Form = Form {
    extension: "json",
    loses: "Statements without reporting words, which Citron does not know (their number is said); kinds, speakers' \
            names and roles, the publication, blocks, the summary, judgements and notes. Of the two probabilities the \
            lower one stands.",
    stands: true,
    make: Make::Sheet { open: array::open, item, between: array::BETWEEN, close: array::close },
};

#[derive(Serialize)]
struct Document {
    text: String,
    quotes: Vec<Quote>,
    coreference_groups: Vec<Vec<Place>>,
    #[serde(skip_serializing_if = "is_none")]
    left_out: usize,
}

#[derive(Serialize)]
struct Quote {
    id: String,
    cue: Place,
    sources: Vec<Place>,
    contents: Vec<Place>,
    coreferences: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<String>,
}

#[derive(Serialize)]
struct Place {
    start: usize,
    end: usize,
    text: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_none(n: &usize) -> bool {
    *n == 0
}

fn item(item: &Item, _: &Page) -> String {
    let article = item.article;
    let actors = ActorsById::new(article);
    let mut left_out = 0;
    let mut quotes = Vec::new();
    for statement in item.statements().filter(|statement| !statement.orphaned) {
        match quote(article, statement, &actors) {
            Some(quote) => quotes.push(quote),
            None => left_out += 1,
        }
    }
    let group = |actor: &crate::article::Actor| {
        let mentions = actor.mentions.items().iter().filter_map(|mention| place(article, &mention.anchor));
        Some(mentions.collect::<Vec<Place>>()).filter(|group| group.len() > 1)
    };
    let document = Document {
        text: clean::in_place(article.text.as_str()),
        quotes,
        coreference_groups: article.actors.items().iter().filter_map(group).collect(),
        left_out,
    };
    // Writing strings, numbers and lists into memory cannot fail.
    escaped(serde_json::to_string_pretty(&document).unwrap_or_default())
}

/// The statement; nothing where its cue or its words have no place.
fn quote(article: &Article, statement: &Statement, actors: &ActorsById) -> Option<Quote> {
    let cue = place(article, statement.cue.known()?)?;
    let contents: Vec<Place> = statement.content.iter().filter_map(|part| place(article, part)).collect();
    if contents.is_empty() {
        return None;
    }
    let evidence = statement.resolution_evidence.items().iter().filter_map(|anchor| place(article, anchor));
    let mut coreferences: Vec<Place> = evidence.collect();
    if coreferences.is_empty() {
        let named = actors.speakers(statement).into_iter().filter_map(|actor| {
            let mut names = actor.mentions.items().iter().filter(|mention| mention.form == MentionForm::Name);
            names.find_map(|mention| place(article, &mention.anchor))
        });
        coreferences.extend(named);
    }
    Some(Quote {
        id: clean::line(&statement.id.0),
        cue,
        sources: statement.source.known().and_then(|source| place(article, source)).into_iter().collect(),
        contents,
        coreferences,
        confidence: statement.confidence.known().and_then(|sure| sure.least()).map(|sure| format!("{sure:.4}")),
    })
}

/// A place with words in it.
fn place(article: &Article, anchor: &Anchor) -> Option<Place> {
    let span: Span = anchor.span().filter(|span| !span.is_empty())?;
    Some(Place { start: span.start(), end: span.end(), text: clean::in_place(article.text.slice(span)) })
}
