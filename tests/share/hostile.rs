//! Whatever an article holds, what is copied and given to commands is words and nothing that a terminal obeys.

use std::sync::Arc;

use nutgraf::article::Article;
use nutgraf::article::format::{from_value, to_value};
use nutgraf::article::scalar::{Nature, nature};
use nutgraf::clean;
use nutgraf::exchange::{Extract, Target};
use nutgraf::export::{Settings, cite};
use nutgraf::form::Citation;
use nutgraf::host::{Host, Source};
use nutgraf::import::Options;
use proptest::prelude::*;
use serde_json::Value;

use super::strategy;

/// What a terminal obeys, or reads backwards.
const NASTY: [char; 8] = ['\u{1b}', '\u{9b}', '\u{7}', '\u{202e}', '\u{2067}', '\u{9d}', '\u{7f}', '\u{8}'];

/// Puts it in place of a letter, wherever that stands.
fn spoil(value: &mut Value, letter: char, nasty: char) {
    match value {
        Value::String(words) => *words = words.replace(letter, &nasty.to_string()),
        Value::Array(entries) => entries.iter_mut().for_each(|entry| spoil(entry, letter, nasty)),
        Value::Object(fields) => fields.values_mut().for_each(|field| spoil(field, letter, nasty)),
        _ => {}
    }
}

/// An article as it comes, or one that nobody has cleaned.
fn any_article() -> impl Strategy<Value = Article> {
    let spoilt =
        (strategy::article(), prop::sample::select(&['h', 'q', 'w', 'z', 'v'][..]), prop::sample::select(&NASTY[..]));
    prop_oneof![
        strategy::article(),
        spoilt.prop_filter_map("no article any more", |(article, letter, nasty)| {
            let mut file = to_value(&article);
            spoil(&mut file, letter, nasty);
            from_value(file).ok()
        })
    ]
}

#[track_caller]
fn is_harmless(text: &str) {
    let bad = text.chars().find(|&char| char != '\n' && nature(char) == Nature::Control);
    assert_eq!(bad, None, "{text:?}");
    assert!(clean::is_clean(text), "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_copied_and_piped_holds_nothing_that_a_terminal_obeys(
        article in any_article()
    ) {
        let article = Arc::new(article);
        let mut host = Host::new(vec![Source::Ready(Arc::clone(&article))], Options::default());
        let target = Target::Entry(0);
        let statements = article.statements.items().iter().map(|it| Extract::Statement(target, it.id.clone()));
        for extract in statements.chain([Extract::Article(target)]) {
            for (form, _) in Citation::NAMES {
                if let Ok(text) = host.words(&extract, form) {
                    is_harmless(&text);
                }
            }
            if let Ok(text) = host.piped(&extract) {
                is_harmless(&text);
                prop_assert!(text.ends_with('\n'));
            }
        }
    }

    #[test]
    fn what_is_copied_is_what_the_citation_says_and_no_mark_more(
        article in any_article()
    ) {
        const MARKS: [char; 7] = ['“', '”', '"', '«', '»', '„', '‟'];
        let mut host = Host::new(vec![Source::Ready(Arc::new(article.clone()))], Options::default());
        for statement in article.statements.items() {
            let extract = Extract::Statement(Target::Entry(0), statement.id.clone());
            let cited = cite::citation(&article, &statement.id, Citation::Plain, &Settings::default());
            let (Ok(copied), Ok(cited)) = (host.words(&extract, Citation::Plain), cited) else { continue };
            let marks = |text: &str| text.chars().filter(|char| MARKS.contains(char)).count();
            prop_assert_eq!(marks(&copied), marks(&cited), "{} {}", copied, cited);
        }
    }
}
