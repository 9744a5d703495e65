//! From a document to an annotated article: who is in it, who said what, and what it comes to.
//!
//! Annotation never fails; what it doubts it reports as warnings. It is pure: the same document gives the same
//! article. Time grows in proportion to the text.
//!
//! Every stage is one file with one door, `run(&Page, &Found) -> Vec<…>`: it looks at the text and at what the
//! stages before it found, and gives its own findings in text order. A stage can be replaced without touching
//! the others.

pub mod lexicon;
pub mod page;
pub mod quote;
pub mod sentence;
pub mod token;

use crate::article::{
    Agent, AgentKind, Anchor, Article, Confidence, Extra, Kind, Marking, Maybe, Provenance, Sentence, Statement,
    Warning, WarningCode,
};
use crate::document::Document;

use page::{Found, Page};
use quote::{Pairing, Use};

/// Annotates a document. Never fails; doubts are among the article's warnings.
pub fn annotate(document: &Document) -> Article {
    let page = Page::new(&document.text, &document.blocks, true, None);
    let mut found = Found::default();
    found.tokens = token::run(&page, &found);
    found.sentences = sentence::run(&page, &found);
    found.quotations = quote::run(&page, &found);
    let mut article = Article {
        id: String::new(),
        metadata: document.metadata.clone(),
        retrieval: document.retrieval.clone(),
        text: document.text.clone(),
        blocks: document.blocks.clone(),
        sentences: Maybe::Known(sentences(document, &found)),
        actors: Maybe::Known(Vec::new()),
        statements: Maybe::Known(Vec::new()),
        summary: Maybe::Known(Vec::new()),
        notes: Maybe::Absent,
        provenance: Maybe::Absent,
        warnings: document.warnings.clone(),
        extra: Extra::new(),
    };
    let mut statements = Vec::new();
    for quotation in &found.quotations {
        if quotation.depth > 0 || !page.kind_of(quotation.block).is_prose() || quotation.role != Use::Speech {
            continue;
        }
        if let Some(span) = found.span(&document.text, quotation.stretch) {
            let mut statement =
                Statement::new(format!("s{}", statements.len() + 1), Kind::Direct, vec![Anchor::from(span)]);
            statement.marking = Maybe::Known(Marking::Quoted);
            statement.confidence = Maybe::Known(Confidence { content: 0.8, speaker: 0.0 });
            statement.speakers = Maybe::Known(Vec::new());
            statement.provenance = Maybe::Known("p1".to_owned());
            statements.push(statement);
        }
    }
    for quotation in &found.quotations {
        if matches!(quotation.pairing, Pairing::Unclosed | Pairing::Unopened) {
            article.warnings.push(Warning::new(WarningCode::UnbalancedQuote, "a quotation mark has no partner"));
        }
    }
    article.statements = Maybe::Known(statements);
    article.provenance = Maybe::Known(vec![Provenance {
        id: "p1".to_owned(),
        agent: Maybe::Known(Agent {
            kind: AgentKind::Software,
            name: "nutgraf".to_owned(),
            version: Maybe::Known(env!("CARGO_PKG_VERSION").to_owned()),
            model: Maybe::Absent,
            model_sha256: Maybe::Absent,
            extra: Extra::new(),
        }),
        created_at: Maybe::Unknown,
        input_text_sha256: Maybe::Unknown,
        extra: Extra::new(),
    }]);
    article
}

fn sentences(document: &Document, found: &Found) -> Vec<Sentence> {
    let span = |period: &sentence::Period| found.span(&document.text, period.stretch);
    found
        .sentences
        .iter()
        .filter_map(|period| Some(Sentence { span: span(period)?, block: period.block, extra: Extra::new() }))
        .collect()
}
