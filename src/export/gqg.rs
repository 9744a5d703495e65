//! Lines as GDELT's Global Quotation Graph has them: of an article its address, title, day and language, and each
//! quotation with some words before and after it. Only words that the article quotes come out.

use serde::Serialize;

use super::quoted::Quoted;
use super::sheet::{Form, Make, Page, no_close, no_opening};
use super::{Item, escaped, iri};
use crate::article::{Article, Span};
use crate::clean;
use crate::import::{self};

pub(super) const FORM: Form = Form {
    extension: "jsonl",
    loses: "All but the quotations: paraphrases, who said what, actors, roles, the summary, judgements and notes, and \
            the text but for some words around each quotation. An article that quotes nothing is left out.",
    stands: true,
    make: Make::Sheet { open: no_opening, item, between: "", close: no_close },
};

/// Scalars before a quotation, and after it, at most.
const AROUND_CHARS: usize = 160;

#[derive(Serialize)]
struct Line {
    date: Option<String>,
    url: Option<String>,
    title: Option<String>,
    lang: Option<String>,
    quotes: Vec<Passage>,
}

#[derive(Serialize)]
struct Passage {
    pre: String,
    quote: String,
    post: String,
}

fn item(item: &Item, _: &Page) -> String {
    let article = item.article;
    let quoted = Quoted::new(article);
    let stretches = item.statements().filter(|statement| !statement.orphaned).flat_map(|one| quoted.of(one));
    let quotes: Vec<Passage> = stretches
        .map(|stretch| Passage {
            pre: plain(before(article, stretch.whole)),
            quote: plain(article.text.slice(stretch.words)),
            post: plain(after(article, stretch.whole)),
        })
        .filter(|passage| !passage.quote.is_empty())
        .collect();
    if quotes.is_empty() {
        return String::new();
    }
    let about = &article.metadata;
    let language = about.in_language.known().map(|tag| match import::language_name(tag) {
        Some(name) => name.to_uppercase(),
        None => plain(tag),
    });
    let line = Line {
        date: about.date_published.known().map(|date| plain(date)),
        url: iri::address(article),
        title: article.headline().map(plain),
        lang: language,
        quotes,
    };
    // Writing strings and lists into memory cannot fail.
    let mut line = escaped(serde_json::to_string(&line).unwrap_or_default());
    line.push('\n');
    line
}

/// One line of clean words; marks of a page are escaped where a reader would take them for such.
fn plain(words: &str) -> String {
    let cleaned = clean::in_place(words);
    let line = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
    let opens_entity =
        |at: usize| line.as_bytes().get(at + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'#');
    if line.contains('<') || line.match_indices('&').any(|(at, _)| opens_entity(at)) {
        return line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    }
    line
}

/// The words before a place, in whole words and of its own block.
fn before(article: &Article, span: Span) -> &str {
    let from = block(article, span).map_or(0, Span::start).max(span.start().saturating_sub(AROUND_CHARS));
    let words = article.text.span(from, span.start()).map_or("", |before| article.text.slice(before));
    let is_cut = from.checked_sub(1).and_then(|char| article.text.span(char, from));
    let is_cut = is_cut.is_some_and(|before| article.text.slice(before).chars().all(|c| !c.is_whitespace()));
    if is_cut { words.split_once(char::is_whitespace).map_or("", |(_, whole)| whole) } else { words }
}

/// The words after a place, in whole words and of its own block.
fn after(article: &Article, span: Span) -> &str {
    let n_chars = article.text.n_chars();
    let to = block(article, span).map_or(n_chars, Span::end).min(span.end() + AROUND_CHARS);
    let words = article.text.span(span.end(), to).map_or("", |after| article.text.slice(after));
    let is_cut = article.text.span(to, (to + 1).min(n_chars));
    let is_cut = is_cut.is_some_and(|next| article.text.slice(next).chars().any(|c| !c.is_whitespace()));
    if is_cut { words.rsplit_once(char::is_whitespace).map_or("", |(whole, _)| whole) } else { words }
}

fn block(article: &Article, span: Span) -> Option<Span> {
    let after = article.blocks.partition_point(|block| block.span.start() <= span.start());
    let block = after.checked_sub(1).and_then(|index| article.blocks.get(index))?;
    (block.span.end() >= span.end()).then_some(block.span)
}
