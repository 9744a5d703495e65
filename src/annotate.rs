//! From a document to an annotated article: who is in it, who said what, and what it comes to.
//!
//! Annotation never fails; what it doubts it reports as warnings. It is pure: the same document gives the same
//! article. Time grows in proportion to the text.
//!
//! Every stage is one file with one door, `run(&Page, &Found) -> Vec<…>`: it looks at the text and at what the
//! stages before it found, and gives its own findings in text order. A stage can be replaced without touching
//! the others. Stages count in tokens; `compose` alone makes spans and ids of them.

pub mod alias;
pub mod attribution;
mod compose;
pub mod confidence;
pub mod cue;
pub mod digest;
pub mod given;
pub mod label;
pub mod lexicon;
pub mod link;
pub mod mention;
pub mod page;
pub mod quote;
pub mod resolve;
pub mod sentence;
pub mod token;
pub mod unit;

#[cfg(test)]
mod battery;

use crate::article::format::{article_id_of, sha256_hex};
use crate::article::gate;
use crate::article::{Agent, AgentKind, Article, Extra, Maybe, Metadata, Provenance, Text, Warning, WarningCode};
use crate::document::Document;

use given::Given;
use page::{Found, Page};

/// What the weights are called in provenance.
pub const MODEL: &str = "nutgraf-en";

/// SHA-256 of the weights' files one after the other (`labels.bin`, `link.bin`, `confidence.tsv`), in hexadecimal
/// digits; training writes it.
pub const MODEL_SHA256: &str = include_str!("../assets/model/sha256");

/// Annotates a document. Never fails; doubts are among the article's warnings.
pub fn annotate(document: &Document) -> Article {
    annotate_with(document, None)
}

/// Annotates a document with statements that somebody else has found, and finds who their sources are: so resolution
/// is measured apart from finding.
pub fn annotate_given(document: &Document, statements: &[Given]) -> Article {
    annotate_with(document, Some(statements))
}

fn annotate_with(document: &Document, given: Option<&[Given]>) -> Article {
    let text = &document.text;
    let english = is_english(&document.metadata);
    let page = Page::new(text, &document.blocks, english, year(&document.metadata));
    let found = match given {
        Some(given) => find_given(&page, text, given),
        None => find(&page),
    };
    let lines = digest::run(&page, &found);
    let statements = compose::statements(&page, text, &found);
    let summary = compose::summary(&page, text, &found, &lines, &statements);
    let mut warnings = document.warnings.clone();
    if !english {
        let message = "the text is not in English: only quotation marks were looked for, and no speakers";
        warnings.push(Warning::new(WarningCode::LanguageUnsupported, message));
    }
    warnings.extend(compose::warnings(&page, text, &found));
    let text_sha256 = sha256_hex(text.as_str().as_bytes());
    let mut article = Article {
        id: article_id_of(document.metadata.url.known().map(String::as_str), &text_sha256),
        metadata: document.metadata.clone(),
        retrieval: document.retrieval.clone(),
        text: text.clone(),
        blocks: document.blocks.clone(),
        sentences: Maybe::Known(compose::sentences(text, &found)),
        actors: Maybe::Known(compose::actors(&page, text, &found)),
        statements: Maybe::Known(statements),
        summary: Maybe::Known(summary),
        notes: Maybe::Absent,
        provenance: Maybe::Known(vec![provenance(text_sha256)]),
        warnings,
        extra: Extra::new(),
    };
    gate::apply(&mut article);
    article
}

/// Runs the stages, each on what those before it found.
fn find(page: &Page<'_>) -> Found {
    let mut found = facts(page);
    found.labels = label::run(page, &found);
    found.attributions = link::run(page, &found);
    resolved(page, found)
}

/// What the stages find where the statements are given.
pub fn find_given(page: &Page<'_>, text: &Text, given: &[Given]) -> Found {
    let mut found = facts(page);
    found.attributions = given::attributions(text, &found, given);
    resolved(page, found)
}

/// What is known before the model is asked: training starts from the same.
pub fn facts(page: &Page<'_>) -> Found {
    let mut found = Found::default();
    found.tokens = token::run(page, &found);
    found.sentences = sentence::run(page, &found);
    found.quotations = quote::run(page, &found);
    found.cues = cue::run(page, &found);
    found.namings = mention::run(page, &found);
    found.figures = alias::run(page, &found);
    found.owners = alias::owners(&found);
    found.proposals = attribution::run(page, &found);
    found
}

fn resolved(page: &Page<'_>, mut found: Found) -> Found {
    found.speakers = resolve::run(page, &found);
    found
}

/// A text whose language nobody states is taken for English.
fn is_english(metadata: &Metadata) -> bool {
    metadata.in_language.known().is_none_or(|tag| {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        language.is_empty() || language.eq_ignore_ascii_case("en")
    })
}

fn year(metadata: &Metadata) -> Option<u16> {
    metadata.date_published.known()?.get(..4)?.parse().ok()
}

fn provenance(text_sha256: String) -> Provenance {
    Provenance {
        id: compose::PROVENANCE.to_owned(),
        agent: Maybe::Known(Agent {
            kind: AgentKind::Software,
            name: "nutgraf".to_owned(),
            version: Maybe::Known(env!("CARGO_PKG_VERSION").to_owned()),
            model: Maybe::Known(MODEL.to_owned()),
            model_sha256: Maybe::Known(MODEL_SHA256.trim().to_owned()),
            extra: Extra::new(),
        }),
        created_at: Maybe::Unknown,
        input_text_sha256: Maybe::Known(text_sha256),
        extra: Extra::new(),
    }
}
