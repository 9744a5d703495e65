//! Articles as authors write them and as other programs annotate them: text and Markdown, web pages, mail, JSON.

use nutgraf::article::scalar::is_forbidden;
use nutgraf::briefing::from_bytes;
use nutgraf::import::{self, From, Imported, Options, Origin};

use crate::holds::{article, kept, words};

/// Articles of one input that are looked at from all sides.
const N_LOOKED_AT: usize = 2;
/// One input of so many goes through a library, which is slow.
const KEPT: usize = 64;

fn options(from: From) -> Options {
    Options { from, ..Options::default() }
}

/// Holds what came of a source to what must hold of articles.
pub(super) fn take(bytes: &[u8], options: &Options) {
    let articles = match from_bytes(bytes, options) {
        Ok(articles) => articles,
        Err(error) => return words::is_a_clean_line("a refusal", &error.to_string()),
    };
    for found in articles.into_iter().take(N_LOOKED_AT) {
        words::are_clean("a text", found.text.as_str(), &['\n']);
        if bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>().is_multiple_of(KEPT) {
            kept::comes_back_from_the_library(&found);
        }
        article::holds(found);
    }
}

pub(super) fn work(bytes: &[u8], options: &Options) {
    let _ = from_bytes(bytes, options);
}

pub(super) fn take_text(bytes: &[u8]) {
    take(bytes, &options(From::Text));
    take(bytes, &options(From::Markdown));
    // What is annotated in place is cleaned without moving anything.
    if let Ok(text) = std::str::from_utf8(bytes) {
        let document = import::document_in_place(text);
        assert_eq!(document.text.as_str().chars().count(), text.chars().count());
        let steers = |c: char| c != '\n' && is_forbidden(c);
        assert!(!document.text.as_str().contains(steers), "a text in place is not clean");
    }
}

pub(super) fn work_text(bytes: &[u8]) {
    work(bytes, &options(From::Text));
    work(bytes, &options(From::Markdown));
}

/// A page as it was fetched.
fn page() -> Options {
    let origin = Origin { url: Some("https://vell.example/news/pier".to_owned()), ..Origin::default() };
    Options { from: From::Html, origin, ..Options::default() }
}

pub(super) fn take_html(bytes: &[u8]) {
    take(bytes, &page());
}

pub(super) fn work_html(bytes: &[u8]) {
    work(bytes, &page());
}

pub(super) fn take_mail(bytes: &[u8]) {
    take(bytes, &options(From::Mail));
}

pub(super) fn work_mail(bytes: &[u8]) {
    work(bytes, &options(From::Mail));
}

/// The kind is found out as for a file that is opened, so that Kite's clusters and the rest come in by the same door.
pub(super) fn take_json(bytes: &[u8]) {
    take(bytes, &options(From::Json));
    take(bytes, &options(From::Jsonl));
    if let Ok(Imported::Article(found)) = import::read(bytes, &options(From::Auto)) {
        article::no_paraphrase_is_quoted(&found);
    }
}

pub(super) fn work_json(bytes: &[u8]) {
    work(bytes, &options(From::Json));
    work(bytes, &options(From::Jsonl));
}
