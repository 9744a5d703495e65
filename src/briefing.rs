//! From bytes to articles that can be read: import, then annotation of what came without.

use crate::annotate::{self, annotate};
use crate::article::carry::carry_over;
use crate::article::{Article, BlockKind, Maybe, Provenance, WarningCode};
use crate::document::Document;
use crate::import::{self, ImportError, Imported, Options};

/// Reads a source and annotates it, unless it is annotated already. At least one article, several from an array or
/// from JSON Lines.
pub fn from_bytes(bytes: &[u8], options: &Options) -> Result<Vec<Article>, ImportError> {
    let articles = from_imported(import::read(bytes, options)?);
    if articles.is_empty() { Err(ImportError::Nothing { n_bytes: bytes.len() }) } else { Ok(articles) }
}

/// Annotates what was imported, unless it is annotated already.
pub fn from_imported(imported: Imported) -> Vec<Article> {
    match imported {
        Imported::Document(document) => vec![annotate(&document)],
        Imported::Documents(documents) => documents.iter().map(annotate).collect(),
        Imported::Article(article) => vec![annotated(article)],
        Imported::Articles(articles) => articles.into_iter().map(annotated).collect(),
    }
}

/// Annotates an article whose file has neither statements nor actors nor a summary, and keeps whatever else it has:
/// its id, what it says about its publication, notes, unknown fields. Any other comes back as it is.
pub fn annotated(article: Article) -> Article {
    if !(article.statements.is_absent() && article.actors.is_absent() && article.summary.is_absent()) {
        return article;
    }
    let found = import::document_in_place(article.text.as_str());
    let has_own_blocks = article.blocks.iter().any(|block| block.kind != BlockKind::Paragraph);
    let mut metadata = article.metadata;
    for (own, found) in [
        (&mut metadata.headline, found.metadata.headline),
        (&mut metadata.date_published, found.metadata.date_published),
        (&mut metadata.in_language, found.metadata.in_language),
    ] {
        if own.is_absent() {
            *own = found;
        }
    }
    if metadata.author.is_absent() {
        metadata.author = found.metadata.author;
    }
    let mut annotated = annotate(&Document {
        text: article.text,
        blocks: if has_own_blocks { article.blocks } else { found.blocks },
        metadata,
        retrieval: article.retrieval,
        warnings: article.warnings,
    });
    if let (Maybe::Known(made), Maybe::Known(earlier)) = (&mut annotated.provenance, article.provenance) {
        let is_other = |entry: &Provenance| made.iter().all(|one| one.id != entry.id);
        let mut all: Vec<Provenance> = earlier.into_iter().filter(is_other).collect();
        all.append(made);
        *made = all;
    }
    Article { id: article.id, notes: article.notes, extra: article.extra, ..annotated }
}

/// Annotates an article again, from its own text and blocks. Ids and reviews stay with the statements that they were
/// about; notes, unknown fields and the doubts of import and loading are kept.
pub fn reannotated(old: &Article) -> Article {
    /// Doubts that annotation itself has, and has anew.
    const OWN: [WarningCode; 4] = [
        WarningCode::LanguageUnsupported,
        WarningCode::UnbalancedQuote,
        WarningCode::DowngradedStatement,
        WarningCode::OrphanedReview,
    ];
    let is_own = |code: &str| OWN.iter().any(|own| own.name() == code);
    let new = annotate(&Document {
        text: old.text.clone(),
        blocks: old.blocks.clone(),
        metadata: old.metadata.clone(),
        retrieval: old.retrieval.clone(),
        warnings: old.warnings.iter().filter(|warning| !is_own(&warning.code)).cloned().collect(),
    });
    let id = old.id.clone();
    let extra = old.extra.clone();
    Article { id, extra, ..carry_over(old, new) }
}

/// What annotates now, as the library keeps it: name, version and the weights' digest.
pub fn annotator() -> String {
    format!("nutgraf {} {}", env!("CARGO_PKG_VERSION"), annotate::MODEL_SHA256.trim())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::from_bytes;
    use crate::article::format::to_value;
    use crate::import::Options;

    #[test]
    fn a_file_with_a_text_and_no_annotations_is_annotated_and_keeps_what_it_has() {
        let words = "Pier to open\n\n“We will open it,” said Ada Brook, the mayor.";
        let file = json!({ "id": "urn:x:1", "article": { "headline": "Their own headline", "url": "https://vell.example/1" },
            "text": { "value": words, "x-text": 1 }, "x-own": [2] });
        let articles = from_bytes(file.to_string().as_bytes(), &Options::default()).unwrap();
        let got = to_value(&articles[0]);
        assert_eq!(got["statements"][0]["kind"], "direct");
        assert_eq!(got["actors"][0]["name"], "Ada Brook");
        assert_eq!(got["provenance"].as_array().map(Vec::len), Some(1));
        for path in ["/id", "/article/headline", "/article/url", "/text/value", "/text/x-text", "/x-own"] {
            assert_eq!(got.pointer(path), file.pointer(path), "{path}");
        }
    }

    #[test]
    fn an_article_that_says_it_has_no_statements_is_left_alone() {
        for field in ["statements", "actors", "summary"] {
            let file = json!({ "text": { "value": "“We will open it,” said Ada Brook." }, field: [] });
            let articles = from_bytes(file.to_string().as_bytes(), &Options::default()).unwrap();
            assert!(articles[0].provenance.is_absent(), "{field}");
        }
    }
}
