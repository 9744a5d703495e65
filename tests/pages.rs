//! Pages as systems of many kinds make them, each with the words that a reader wants of it: how many of those come in,
//! and how little else. `cargo test --test pages -- --nocapture` prints the figures.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::collections::HashMap;
use std::path::Path;

use nutgraf::article::BlockKind::{self, Boilerplate, Byline, Caption, Heading};
use nutgraf::document::Document;
use nutgraf::import::{self, Imported, Options};

fn read(bytes: &[u8]) -> Document {
    match import::read(bytes, &Options::default()).unwrap() {
        Imported::Document(document) => document,
        other => panic!("no document: {other:?}"),
    }
}

fn page(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages").join(name)).unwrap()
}

/// The lines that are wanted, which stand in a comment at the page's end.
fn wanted(bytes: &[u8]) -> Vec<String> {
    let text =
        String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().map(|&byte| char::from(byte)).collect());
    let (_, rest) = text.rsplit_once("<!--EXPECT\n").unwrap();
    let lines = rest.split("\n-->").next().unwrap();
    lines.lines().map(|line| line.replace("&bdquo;", "„").replace("&ldquo;", "“")).collect()
}

/// The article's own words without its headline.
fn own(document: &Document) -> Vec<String> {
    let is_own = |kind: BlockKind| !matches!(kind, Boilerplate | Byline | Caption);
    let blocks = document.blocks.iter().enumerate();
    blocks
        .filter(|(n, block)| is_own(block.kind) && !(*n == 0 && block.kind == Heading))
        .map(|(_, block)| document.text.slice(block.span).to_owned())
        .collect()
}

fn counted(lines: &[String]) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in lines.iter().flat_map(|line| line.split_whitespace()) {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

const PAGES: [&str; 20] = [
    "agency.html",
    "blogger.html",
    "broadcaster.html",
    "daily.html",
    "ghost.html",
    "local.html",
    "amp.html",
    "broken.html",
    "comments.html",
    "div-soup.html",
    "german.html",
    "json-ld-only.html",
    "live-blog.html",
    "newsletter-post.html",
    "next-ssr.html",
    "paywall.html",
    "pull-quotes.html",
    "table-layout.html",
    "wordpress.html",
    "text-only.html",
];

#[test]
fn of_every_page_nearly_all_words_come_in_and_hardly_any_others() {
    let (mut n_same, mut n_found, mut n_wanted) = (0, 0, 0);
    for name in PAGES {
        let bytes = page(name);
        let document = read(&bytes);
        let (found, wanted) = (own(&document), wanted(&bytes));
        let (found_words, wanted_words) = (counted(&found), counted(&wanted));
        let same: usize =
            wanted_words.iter().map(|(word, n)| found_words.get(word).copied().unwrap_or(0).min(*n)).sum();
        let (all_found, all_wanted) = (found_words.values().sum::<usize>(), wanted_words.values().sum::<usize>());
        let n_lines = wanted.iter().filter(|line| found.contains(line)).count();
        let extractor = document.retrieval.known().unwrap().extractor.known().unwrap();
        println!(
            "{name:22} precision {:.3} recall {:.3} lines {n_lines}/{} of {} ({extractor})",
            same as f64 / all_found as f64,
            same as f64 / all_wanted as f64,
            wanted.len(),
            found.len(),
        );
        if found != wanted {
            for line in found.iter().filter(|line| !wanted.contains(line)) {
                println!("    + {line}");
            }
            for line in wanted.iter().filter(|line| !found.contains(line)) {
                println!("    - {line}");
            }
        }
        (n_same, n_found, n_wanted) = (n_same + same, n_found + all_found, n_wanted + all_wanted);
    }
    let (precision, recall) = (n_same as f64 / n_found as f64, n_same as f64 / n_wanted as f64);
    println!("all pages: precision {precision:.4}, recall {recall:.4}");
    assert!(precision >= 0.99 && recall >= 0.97, "precision {precision:.4}, recall {recall:.4}");
}

#[track_caller]
fn tells(name: &str, want: [Option<&str>; 5]) {
    let metadata = read(&page(name)).metadata;
    let authors: Vec<&str> = metadata.author.items().iter().map(|author| author.name.as_str()).collect();
    let authors = (!authors.is_empty()).then(|| authors.join(", "));
    let text = |field: &nutgraf::article::Maybe<String>| field.known().cloned();
    let found = [
        text(&metadata.headline),
        authors,
        metadata.publisher.known().map(|outlet| outlet.name.clone()),
        text(&metadata.date_published),
        text(&metadata.in_language),
    ];
    assert_eq!(found.each_ref().map(Option::as_deref), want, "{name}");
}

#[test]
fn every_page_tells_its_headline_writers_outlet_day_and_language() {
    const LOCK: Option<&str> = Some("Second lock for Sarn canal");
    let tom = Some("Tom Reyes");
    let at = Some("2031-05-07T04:20:00Z");
    let post = Some("Canal Post");
    tells(
        "wordpress.html",
        [
            Some("Orrin harbour to close for six weeks"),
            Some("Ada Lind"),
            Some("The Orrin Gazette"),
            Some("2031-03-04T08:15:00Z"),
            Some("en-GB"),
        ],
    );
    tells("amp.html", [LOCK, tom, post, at, Some("en")]);
    tells(
        "json-ld-only.html",
        [LOCK, Some("Tom Reyes, Ada Lind"), post, Some("2031-05-07T04:20:00+02:00"), Some("en")],
    );
    tells("div-soup.html", [LOCK, None, None, Some("2031-05-07"), Some("en")]);
    tells(
        "live-blog.html",
        [
            Some("Canal vote: parliament sits into the night – as it happened"),
            None,
            post,
            Some("2031-05-06T18:00:00Z"),
            Some("en-GB"),
        ],
    );
    tells("paywall.html", [LOCK, tom, post, None, Some("en")]);
    tells(
        "german.html",
        [
            Some("Zweite Schleuse für den Sarn-Kanal"),
            Some("Jörg Müller"),
            Some("Kanalbote"),
            Some("2031-05-07T06:20:00+02:00"),
            Some("de"),
        ],
    );
    tells("pull-quotes.html", [LOCK, tom, Some("The Sarn Observer"), at, Some("en")]);
    tells("table-layout.html", [LOCK, tom, None, None, Some("en")]);
    tells(
        "newsletter-post.html",
        [Some("Why the canal matters"), Some("Ada Lind"), Some("The Quay"), Some("2031-05-08T09:00:00Z"), Some("en")],
    );
    tells("next-ssr.html", [LOCK, tom, post, None, Some("en")]);
}

#[test]
fn how_complete_a_page_is_is_said() {
    let complete = |name: &str| {
        let document = read(&page(name));
        let retrieval = document.retrieval.known().unwrap().clone();
        let is_warned = document.warnings.iter().any(|warning| warning.code == "text-truncated");
        assert_eq!(is_warned, retrieval.complete.known() == Some(&false), "{name}");
        (retrieval.complete.known().copied(), retrieval.truncation_reason.known().cloned())
    };
    let (found, why) = complete("paywall.html");
    assert_eq!(found, Some(false));
    assert!(why.unwrap().contains("640 words"));
    assert_eq!(complete("newsletter-post.html"), (Some(true), None));
    assert_eq!(complete("div-soup.html"), (None, None));
}

#[test]
fn captions_bylines_and_what_others_write_are_kept_apart() {
    let kinds = |name: &str, kind: BlockKind| {
        let document = read(&page(name));
        let of_kind = document.blocks.iter().filter(|block| block.kind == kind);
        of_kind.map(|block| document.text.slice(block.span).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds("wordpress.html", Caption), ["The north pier at low water. Photo: Tom Reyes"]);
    assert_eq!(
        kinds("pull-quotes.html", BlockKind::Standfirst),
        ["Members backed the scheme after a debate of eleven hours"]
    );
    assert!(kinds("paywall.html", Byline).contains(&"By Tom Reyes".to_owned()));
    for name in PAGES {
        let document = read(&page(name));
        for never in ["not words", "lock, in another country", "user3", "Nobody reads this", "Nor this", "Most read"] {
            assert!(!document.text.as_str().contains(never), "{name} has {never:?}");
        }
        let headline = document.metadata.headline.known().unwrap().to_lowercase();
        assert_eq!(document.text.as_str().to_lowercase().matches(&headline).count(), 1, "{name}: one headline");
    }
}
