//! Citations and the forms that people read: no words in quotation marks that the article does not quote, nothing that
//! a terminal, a spreadsheet or a browser would obey, and what comes out is read by programs that are not ours.

#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

use std::process::Command;

use nutgraf::article::Article;
use nutgraf::export::{Item, Settings, Sheet, one};
use nutgraf::form::Format;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[path = "export/generated.rs"]
mod generated;
#[path = "export/links.rs"]
mod links;
#[path = "export/marks.rs"]
mod marks;
#[path = "export/pages.rs"]
mod pages;
#[path = "export/readers.rs"]
mod readers;
#[allow(dead_code, reason = "shared with the format's own tests, which use all of it")]
#[path = "format/strategy.rs"]
mod strategy;
#[path = "support/tools.rs"]
mod tools;

use tools::{found, has};

/// So many generated articles go through every form.
const ARTICLES: usize = 1_000;

fn settings() -> Settings {
    Settings { today: Some("2026-11-22".to_owned()) }
}

fn written(format: Format, article: &Article) -> String {
    one(format, &Item::new(article), &settings())
}

fn all_written(format: Format, articles: &[Article]) -> String {
    let mut sheet = Sheet::new(format, true, settings());
    let mut text: String = articles.iter().map(|article| sheet.item(&Item::new(article))).collect();
    text.push_str(&sheet.end());
    text
}

/// The same articles in every run.
fn some(n: usize) -> Vec<Article> {
    let chance = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
    let mut runner = TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, chance);
    let articles = strategy::article();
    (0..n).map(|_| articles.new_tree(&mut runner).unwrap().current()).collect()
}
