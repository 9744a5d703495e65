//! What comes through the one door for foreign text, and what is turned away at it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "import/web.rs"]
mod web;

use nutgraf::article::BlockKind::{self, Boilerplate, Byline, Caption, Heading, ListItem, Paragraph, Standfirst};
use nutgraf::document::Document;
use nutgraf::import::{self, From, ImportError, Imported, Options};
use nutgraf::samples::SAMPLES;
use proptest::prelude::*;

fn imported(bytes: &[u8]) -> Imported {
    import::read(bytes, &Options::default()).unwrap()
}

fn document(text: &str) -> Document {
    match imported(text.as_bytes()) {
        Imported::Document(document) => document,
        other => panic!("no document: {other:?}"),
    }
}

#[track_caller]
fn refused(bytes: &[u8], words: &[&str]) {
    let message = import::read(bytes, &Options::default()).unwrap_err().to_string();
    for word in words {
        assert!(message.contains(word), "{message:?} lacks {word:?}");
    }
}

#[track_caller]
fn has_kinds(text: &str, want: &[(BlockKind, &str)]) {
    let document = document(text);
    let found: Vec<_> = document.blocks.iter().map(|b| (b.kind, document.text.slice(b.span))).collect();
    assert_eq!(found.len(), want.len(), "{found:#?}");
    for ((kind, words), (want_kind, opening)) in found.iter().zip(want) {
        assert!(
            kind == want_kind && words.starts_with(opening),
            "{kind:?} {words:?}, wanted {want_kind:?} {opening:?}"
        );
    }
}

const PROSE: &str = "The council met in the old hall on Monday to hear what the engineers had found under the bridge.";

#[test]
fn nothing_to_read_is_said_with_the_number_of_bytes() {
    refused(b"", &["no article text found (0 bytes read)"]);
    refused(b" \n\t\r\n ", &["no article text found (6 bytes read)"]);
    refused("\u{FEFF}\u{1B}[31m\u{200B}".as_bytes(), &["no article text found"]);
    refused(b"---\ntitle: Only a title\n---\n", &["no article text found"]);
}

#[test]
fn what_is_no_text_is_named() {
    refused(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", &["PDF"]);
    refused(b"\x89PNG\r\n\x1A\n\0\0\0", &["PNG"]);
    refused(b"some\0bytes", &["NUL byte at 4"]);
}

#[test]
fn kinds_of_later_versions_are_recognised_and_the_way_out_is_named() {
    refused(b"<?xml version='1.0'?><rss></rss>", &["XML", "--from text"]);
    let as_text = Options { from: From::Text, ..Options::default() };
    assert!(import::read(b"<p>Hi there</p>", &as_text).is_ok());
}

#[test]
fn a_source_over_the_limit_is_refused_whole() {
    let line = vec![b'x'; 50_000_000];
    let error = import::read(&line, &Options::default()).unwrap_err();
    assert_eq!(error, ImportError::TooLarge { n_bytes: 50_000_000, max_bytes: 10 << 20 });
    assert!(error.to_string().contains("--max-size"));
    let options = Options { max_bytes: 10, ..Options::default() };
    assert!(import::read(b"0123456789", &options).is_ok());
    assert!(import::read(b"0123456789a", &options).is_err());
}

#[test]
fn an_annotated_file_may_be_larger_than_its_text_but_its_text_may_not() {
    let options = Options { max_bytes: 40, ..Options::default() };
    let fits = br#"{"text": {"value": "Short."}, "notes": [], "warnings": [], "x": 1}"#;
    assert!(matches!(import::read(fits, &options), Ok(Imported::Article(_))));
    let over = format!(r#"{{"text": {{"value": "{}"}}}}"#, "x".repeat(41));
    let error = import::read(over.as_bytes(), &options).unwrap_err();
    assert_eq!(error, ImportError::TooLarge { n_bytes: 41, max_bytes: 40 });
}

#[test]
fn json_that_is_no_annotated_article_is_said_to_be_none() {
    refused(br#"{"name": "value"}"#, &["not an annotated article", "text"]);
    refused(br#"[{"text": {"value": "A."}}, 2]"#, &["not an annotated article: in entry 2 of the list, it is 2;"]);
    refused(br#"{"text": "#, &["not JSON"]);
    refused(br#"{"schema_version": "2.0", "text": {"value": "x"}}"#, &["2.0"]);
    refused(b"{\"text\": {\"value\": \"A.\"}}\n{\"text\": 7}\n", &["line 2"]);
}

#[test]
fn json_lines_and_arrays_hold_several_articles() {
    let lines = "{\"text\": {\"value\": \"One.\"}}\n\n{\"text\": {\"value\": \"Two.\"}}\n";
    let array = r#"[{"text": {"value": "One."}}, {"text": {"value": "Two."}}]"#;
    for source in [lines, array] {
        let Imported::Articles(articles) = imported(source.as_bytes()) else { panic!("{source}") };
        assert_eq!(articles.iter().map(|a| a.text.as_str()).collect::<Vec<_>>(), ["One.", "Two."]);
    }
}

#[test]
fn strings_of_an_annotated_file_are_as_foreign_as_any() {
    let hostile = r#"{"text": {"value": "\u001b]0;pwned\u0007He “spoke” \u202enow\r\n."}, "article": {"headline": "A\nhead\u009b2J"}}"#;
    let Imported::Article(article) = imported(hostile.as_bytes()) else { panic!() };
    assert_eq!(article.text.as_str(), "\u{FFFD}]0;pwned\u{FFFD}He “spoke” \u{FFFD}now \n.");
    assert!(article.warnings.iter().any(|warning| warning.code == "controls-removed"));
    assert_eq!(article.metadata.headline.known().map(String::as_str), Some("A head"));
    let raw = "{\"text\": {\"value\": \"a\u{9B}31mb\u{202E}c\u{7F}\"}}";
    let Imported::Article(article) = imported(raw.as_bytes()) else { panic!() };
    assert_eq!(article.text.as_str(), "a\u{FFFD}31mb\u{FFFD}c\u{FFFD}");
}

#[test]
fn of_a_sequence_in_a_name_nothing_is_left_and_a_span_still_finds_its_words() {
    let foul = r"\u001b]0;pwned\u0007";
    let file = format!(
        r#"{{"text": {{"value": "{foul}Ada said it {foul}rained."}}, "actors": [{{"id": "{foul}a", "name": "Ada {foul}Brook"}}],
            "summary": [{{"text": "It {foul}rained."}}],
            "statements": [{{"kind": "indirect", "speakers": ["{foul}a"], "content": [{{"exact": "it {foul}rained"}}]}}]}}"#
    );
    let Imported::Article(article) = imported(file.as_bytes()) else { panic!() };
    let actor = &article.actors.items()[0];
    assert_eq!((actor.name.as_str(), actor.id.0.as_str()), ("Ada Brook", "a"));
    assert_eq!(article.summary.items()[0].text, "It rained.");
    let statement = &article.statements.items()[0];
    assert_eq!(statement.speakers.items()[0].0, "a");
    let codes: Vec<_> = article.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert!(codes.contains(&"controls-removed") && !codes.contains(&"unanchored-span"), "{codes:?}");
}

#[test]
fn a_text_in_windows_1252_keeps_its_curly_marks() {
    let Imported::Document(document) = imported(b"\x93It\x92s done,\x94 she said \x96 twice.") else { panic!() };
    assert_eq!(document.text.as_str(), "“It’s done,” she said – twice.");
    assert_eq!(document.warnings[0].code, "encoding-guessed");
}

#[test]
fn damaged_bytes_and_controls_are_told_of() {
    let Imported::Document(document) = imported(b"\xE2\x80\x9CDone\xE2\x80\x9D \xFF\x1B[1mshe\x1B[0m said.\r\n") else {
        panic!()
    };
    assert_eq!(document.text.as_str(), "“Done” \u{FFFD}she said.");
    let codes: Vec<_> = document.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(codes, ["invalid-encoding", "controls-removed"]);
    assert!(document.warnings[0].message.contains("byte 11"), "{}", document.warnings[0].message);
}

#[test]
fn blocks_are_found_in_lines_and_between_blank_lines() {
    for gap in ["\n", "\n\n"] {
        has_kinds(
            &[
                "Bridge to close after crack is found",
                "Repairs may last until the spring, say engineers",
                "By Jane Roe, Transport Correspondent",
                "Published 13 August 2031, 10:32",
                PROSE,
                "Image caption The bridge at low water",
                "- a new deck;",
                "What happens next",
                PROSE,
                "Third, a bill must be passed, the",
                PROSE,
                "Follow Vell News on WhatsApp",
                "Most read",
                "Ten bridges that also closed",
            ]
            .join(gap),
            &[
                (Heading, "Bridge"),
                (Standfirst, "Repairs"),
                (Byline, "By Jane"),
                (Byline, "Published"),
                (Paragraph, "The council"),
                (Caption, "Image"),
                (ListItem, "- a new"),
                (Heading, "What happens"),
                (Paragraph, "The council"),
                (Paragraph, "Third, a bill must be passed, the"),
                (Paragraph, "The council"),
                (Boilerplate, "Follow"),
                (Boilerplate, "Most read"),
                (Boilerplate, "Ten bridges"),
            ],
        );
    }
}

#[test]
fn publication_is_told_by_the_lines_around_the_story() {
    let text = ["Bridge to close", "By Jane Roe and Tom O’Dea in Vell", "13 August 2031", PROSE].join("\n");
    let metadata = document(&text).metadata;
    assert_eq!(metadata.headline.known().map(String::as_str), Some("Bridge to close"));
    let writers: Vec<_> = metadata.author.items().iter().map(|party| party.name.as_str()).collect();
    assert_eq!(writers, ["Jane Roe", "Tom O’Dea"]);
    assert_eq!(metadata.date_published.known().map(String::as_str), Some("2031-08-13"));
    assert_eq!(metadata.in_language.known().map(String::as_str), Some("en"));
}

#[test]
fn prose_that_only_sounds_like_something_else_stays_prose() {
    let lines = [
        PROSE,
        "By Monday the dam had gone, and with it the road.",
        "Residents signed up for our newsletter, the mayor said, out of pity.",
        "“Follow us on the bridge,” he told them.",
        "“No,” she said",
        "Photos of the crack were shown to the press.",
        PROSE,
    ];
    has_kinds(&lines.join("\n\n"), &lines.map(|line| (Paragraph, line)));
}

#[test]
fn a_single_line_is_a_paragraph() {
    has_kinds("Follow us on WhatsApp", &[(Paragraph, "Follow")]);
    has_kinds("Bridge to close", &[(Paragraph, "Bridge")]);
}

#[test]
fn offsets_of_a_document_in_place_are_those_of_the_text_given() {
    let given = "A line\r\nwith \u{1B}[1mmarks\u{1B}[m,\tand “more”.\u{2028}End.";
    let document = import::document_in_place(given);
    assert_eq!(document.text.n_chars(), given.chars().count());
    let quoted: Vec<char> = given.chars().collect();
    let at = quoted.iter().position(|&c| c == '“').unwrap();
    assert_eq!(document.text.slice(document.text.span(at, at + 6).unwrap()), "“more”");
}

#[test]
fn every_sample_reads_and_knows_its_publication() {
    for sample in SAMPLES {
        let (text, metadata, blocks, warnings) = match sample.read().unwrap() {
            Imported::Document(document) => (document.text, document.metadata, document.blocks, document.warnings),
            Imported::Article(article) => (article.text, article.metadata, article.blocks, article.warnings),
            Imported::Documents(_) | Imported::Articles(_) => panic!("{} is several", sample.name),
        };
        assert!(warnings.is_empty(), "{}: {warnings:?}", sample.name);
        assert!(blocks.len() >= 8, "{}", sample.name);
        assert_eq!(metadata.publisher.known().map(|p| p.name.as_str()), Some(sample.outlet), "{}", sample.name);
        assert_eq!(metadata.date_published.known().map(String::as_str), Some(sample.day), "{}", sample.name);
        assert!(text.as_str().contains(sample.title), "{} holds its title", sample.name);
        if sample.from != From::Json {
            assert_eq!(metadata.headline.known().map(String::as_str), Some(sample.title));
            assert!(!metadata.author.items().is_empty(), "{}", sample.name);
            assert!(blocks.iter().any(|block| block.kind == Boilerplate), "{}", sample.name);
            assert!(blocks.iter().all(|block| text.slice(block.span).trim() == text.slice(block.span)));
        }
    }
}

#[test]
fn samples_hold_what_makes_copy_awkward() {
    let of = |name: &str| {
        let sample = SAMPLES.iter().find(|sample| sample.name == name).unwrap();
        let Ok(Imported::Document(document)) = sample.read() else { panic!("{name}") };
        document
    };
    let strait = of("strait");
    let paragraphs: Vec<&str> = strait.blocks.iter().map(|block| strait.text.slice(block.span)).collect();
    let n = |mark: char, text: &str| text.matches(mark).count();
    assert!(
        paragraphs.windows(2).any(|p| n('“', p[0]) == n('”', p[0]) + 1 && p[1].starts_with('“')),
        "a quotation over two paragraphs"
    );
    assert!(paragraphs.iter().any(|p| n('”', p) > n('“', p)), "a closing mark that was never opened");
    assert!(paragraphs.iter().any(|p| p.ends_with(" be")), "a sentence that breaks off");
    assert!(of("overtime").text.as_str().contains('"') && !of("overtime").text.as_str().contains('“'));
    assert!(n('‘', of("mill").text.as_str()) > 4 * n('“', of("mill").text.as_str()));
}

proptest! {
    #[test]
    fn any_bytes_come_in_clean_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for from in [From::Auto, From::Text, From::Markdown, From::Html, From::Mail, From::Json, From::Jsonl, From::Kite, From::Gqg] {
            if let Ok(Imported::Document(document)) = import::read(&bytes, &Options { from, ..Options::default() }) {
                holds(&document);
            }
        }
    }

    #[test]
    fn any_text_comes_in_clean(parts in prop::collection::vec(part(), 0..40)) {
        let text = parts.concat();
        for from in [From::Auto, From::Text, From::Markdown, From::Html, From::Mail] {
            if let Ok(Imported::Document(document)) = import::read(text.as_bytes(), &Options { from, ..Options::default() }) {
                holds(&document);
            }
        }
        let document = import::document_in_place(&text);
        holds(&document);
        prop_assert_eq!(document.text.n_chars(), text.chars().count());
    }
}

fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "</?(p|div|b|a|li|table|td|script|title|blockquote|h1|br|svg|ul)( [a-z]{1,5}=['\"]?[a-z<>&]{0,3}['\"]?){0,2}>?",
        "&(amp|lt|nbsp|#[0-9]{1,6}|#x[0-9a-f]{1,6});?",
        "[\\u{0}-\\u{20}\\u{7F}-\\u{A0}\\u{200B}-\\u{202E}]{1,4}",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("> ".to_owned()),
        Just("- ".to_owned()),
        Just("# ".to_owned()),
        Just("\u{1B}]8;;".to_owned()),
        Just("By Jane Roe".to_owned()),
        Just("Follow us on X".to_owned()),
        Just(format!("\n{PROSE}\n")),
        Just("the council met and did what it was\nasked to do ".to_owned()),
    ]
}

#[track_caller]
fn holds(document: &Document) {
    let text = document.text.as_str();
    assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202A}'..='\u{202E}').contains(&c)), "{text:?}");
    let mut end = 0;
    for block in &document.blocks {
        let words = document.text.slice(block.span);
        assert!(block.span.start() >= end && !words.is_empty(), "blocks are ordered, and none is empty");
        assert_eq!(words, words.trim(), "a block has no white space around it");
        end = block.span.end();
    }
}

#[test]
fn the_annotated_sample_comes_with_its_statements_anchored_and_their_speakers_known() {
    let sample = SAMPLES.iter().find(|sample| sample.from == From::Json).unwrap();
    let Ok(Imported::Article(article)) = sample.read() else { panic!() };
    assert_eq!(article.headline(), Some(sample.title));
    assert_eq!(article.statements.items().len(), 10);
    for statement in article.statements.items() {
        assert_eq!(statement.spans().count(), statement.content.len(), "{:?}", statement.id);
        assert!(!statement.speakers.items().is_empty(), "{:?}", statement.id);
        assert!(statement.cue.known().is_some_and(|cue| cue.span().is_some()), "{:?}", statement.id);
    }
    assert!(
        article.actors.items().iter().all(|actor| actor.roles.items().iter().all(|role| !role.evidence.is_empty()))
    );
}

#[test]
fn a_fault_in_json_tells_its_place_once() {
    for bytes in [&b"{\"text\": {\"value\": \"a\"}, nonsense}"[..], b"[{\"text\": nonsense}]", b"{\"\\t\": nonsense}"] {
        let options = Options { from: From::Json, ..Options::default() };
        let message = import::read(bytes, &options).unwrap_err().to_string();
        assert_eq!(message.matches("column").count(), 1, "{message}");
    }
}

#[test]
fn a_page_of_credits_has_no_more_writers_than_an_article_can_have() {
    let name = |n: usize| {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        format!("Bea{}{} Keel{}{}", letter(n), letter(n / 26), letter(n / 7), letter(n / 3))
    };
    let credits = |n_writers: usize| {
        let lines = (0..n_writers).map(|n| format!("Reporting by {}\n\n", name(n)));
        format!("{PROSE}\n\n{PROSE}\n\n{}", lines.collect::<Vec<_>>().concat())
    };
    assert_eq!(document(&credits(3)).metadata.author.items().len(), 3);
    assert_eq!(document(&credits(400)).metadata.author.items().len(), 50);
}
