//! The forms that other programs read: what comes out of them is read by programs that are not ours, and what can come
//! back comes back.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

use nutgraf::article::Article;
use nutgraf::article::format::from_value;
use nutgraf::export::{Item, Settings, Sheet, files, one};
use nutgraf::form::Format;
use nutgraf::import::{From, Imported, Options};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

#[path = "support/draft.rs"]
mod draft;
#[path = "linked/hostile.rs"]
mod hostile;
#[path = "linked/imports.rs"]
mod imports;
#[path = "linked/projection.rs"]
mod projection;
#[path = "linked/readers.rs"]
mod readers;
#[path = "linked/round_trip.rs"]
mod round_trip;
#[allow(dead_code, reason = "shared with the format's own tests, which use all of it")]
#[path = "format/strategy.rs"]
mod strategy;

/// So many generated articles go through every form whose reader is quick: JSON, XML and its schema.
const ARTICLES: usize = 1_000;

/// So many go to the readers that are slow, each hundredth or so of them: brat's own and a JSON-LD processor.
/// `NUTGRAF_ARTICLES=1000` gives them all.
fn slow_articles() -> usize {
    let asked = std::env::var("NUTGRAF_ARTICLES").ok().and_then(|n| n.parse().ok());
    asked.unwrap_or(40).clamp(1, ARTICLES)
}

/// The forms of one text.
fn sheets() -> impl Iterator<Item = (Format, &'static str)> {
    Format::NAMES.into_iter().filter(|(format, _)| *format != Format::Brat)
}

/// One article in a form of one text.
fn written(format: Format, article: &Article) -> String {
    one(format, &Item::new(article), &Settings::default())
}

/// Several articles in a form of one text.
fn all_written<'a>(format: Format, articles: impl IntoIterator<Item = &'a Article>) -> String {
    let mut sheet = Sheet::new(format, true, Settings::default());
    let mut text = String::new();
    for article in articles {
        text += &sheet.item(&Item::new(article));
    }
    text + &sheet.end()
}

/// brat's text, annotations and configuration.
fn brat(article: &Article) -> [String; 3] {
    let files = files(Format::Brat, &Item::new(article), &Settings::default());
    let ends = |suffix: &str| files.iter().find(|(name, _)| name.ends_with(suffix)).unwrap().1.clone();
    [ends(".txt"), ends(".ann"), ends(".conf")]
}

/// What comes in of a text.
fn read(from: From, text: &str, beside: Option<&str>) -> Vec<Article> {
    let beside = beside.map(|text| text.as_bytes().to_vec());
    let options = Options { from, beside, max_bytes: 64 << 20, ..Options::default() };
    match nutgraf::import::read(text.as_bytes(), &options) {
        Ok(Imported::Article(article)) => vec![article],
        Ok(Imported::Articles(articles)) => articles,
        other => panic!("{other:?}"),
    }
}

/// The same generated articles at every run: some as they are, some hostile.
fn generated(n: usize) -> Vec<Article> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let any = prop_oneof![strategy::article(), hostile::article()];
    (0..n).map(|_| any.new_tree(&mut runner).unwrap().current()).collect()
}

/// An article as it is once it was brought in: clean, and with something to read in it.
fn readable() -> impl Strategy<Value = Article> {
    let is_text = |article: &Article| !article.text.as_str().trim().is_empty();
    strategy::article().prop_filter("a text", is_text).prop_map(|article| {
        let json = nutgraf::article::format::write(&article);
        read(From::Json, &json, None).remove(0)
    })
}

fn article(file: Value) -> Article {
    from_value(file).unwrap()
}
