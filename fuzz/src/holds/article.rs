//! What leaves the program of an article: every export, every citation, the briefing. All of it clean, and no
//! paraphrase in quotation marks.

use std::sync::Arc;

use nutgraf::article::{Article, Kind, StatementId, gate};
use nutgraf::export::cite::{self, Desk};
use nutgraf::export::{self, Item, Settings};
use nutgraf::form::{Citation, Format};

use super::words::are_clean;
use super::{kept, shown};

/// Statements of an article that are cited; the others are cited as these.
const N_CITED: usize = 12;

/// Everything that must hold of an article that was accepted.
pub fn holds(article: Article) {
    kept::comes_back(&article);
    is_written_clean(&article);
    no_paraphrase_is_quoted(&article);
    shown::is_shown_clean(&Arc::new(article));
}

fn settings() -> Settings {
    Settings { today: Some("2026-11-23".to_owned()) }
}

/// The signs that a form is made of.
fn of_form(format: Format, name: &str) -> &'static [char] {
    match format {
        Format::Csv => &['\n', '\r'],
        // Its text file is the article's text.
        Format::Brat if !is_text_file(name) => &['\n', '\t'],
        _ => &['\n'],
    }
}

fn is_text_file(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|extension| extension == "txt")
}

/// No export, no citation and no briefing lets anything out that steers.
pub fn is_written_clean(article: &Article) {
    let settings = settings();
    for (format, name) in Format::NAMES {
        let text = export::one(format, &Item::new(article), &settings);
        are_clean(name, &text, of_form(format, name));
        if matches!(name, "json" | "web-annotation" | "schema-org" | "citron") {
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{name} is no JSON: {text}");
        }
        for (file, text) in export::files(format, &Item::new(article), &settings) {
            are_clean("the name of a file", &file, &[]);
            are_clean(name, &text, of_form(format, &file));
        }
    }
    let ids: Vec<StatementId> =
        article.statements.items().iter().take(N_CITED).map(|statement| statement.id.clone()).collect();
    for (form, name) in Citation::NAMES {
        for cited in cite::citations(article, &ids, form, &settings).into_iter().flatten() {
            are_clean(name, &cited, &['\n']);
        }
        if let Ok(text) = cite::of_article(article, form, &settings) {
            are_clean(name, &text, &['\n']);
        }
    }
    are_clean("the briefing", &export::briefing(article, 72), &['\n']);
    are_clean("attributions", &export::attributions_line(&serde_json::json!(1), article), &['\n']);
}

/// What is called direct is marked in the text as the gate wants it, and nothing else is given marks.
pub fn no_paraphrase_is_quoted(article: &Article) {
    let article = export::standing(article);
    let mut judged = article.clone().into_owned();
    gate::apply(&mut judged);
    let settings = settings();
    let desk = Desk::new(&article, &settings);
    for (statement, judged) in article.statements.items().iter().zip(judged.statements.items()) {
        let is_quoted = matches!(statement.kind, Kind::Direct | Kind::Mixed);
        assert!(
            !is_quoted || statement.kind == judged.kind,
            "statement {} is called {:?}, and the text does not mark it",
            statement.id.0,
            statement.kind
        );
        if !is_quoted {
            assert!(desk.quoted_words(statement).is_empty(), "statement {} is quoted", statement.id.0);
            for part in gate::printable_parts(&article, statement) {
                let marked = part.chars().find(|c| gate::is_mark(*c) && !matches!(c, '\'' | '’'));
                assert!(marked.is_none(), "a paraphrase with marks: {part:?}");
            }
        }
    }
}
