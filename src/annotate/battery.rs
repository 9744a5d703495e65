//! One set of checks that every stage passes on any text at all: ordered findings, inside the text, the same twice.

use proptest::prelude::*;

use super::find;
use super::page::{Found, Page, Stretch};
use crate::article::{Article, Block, BlockKind, Kind, Maybe, Metadata, Text};
use crate::document::Document;

/// A document with a block a line, as the plainest import makes it.
fn document(text: &str) -> Document {
    let text = Text::new(text);
    let mut blocks = Vec::new();
    let mut start_byte = 0;
    for line in text.as_str().split('\n') {
        let end_byte = start_byte + line.len();
        if !line.trim().is_empty() {
            let kind = match blocks.len() % 7 {
                0 => BlockKind::Heading,
                5 => BlockKind::Blockquote,
                6 => BlockKind::Boilerplate,
                _ => BlockKind::Paragraph,
            };
            let lead = line.len() - line.trim_start().len();
            let trail = line.len() - line.trim_end().len();
            blocks.extend(text.span_of_bytes(start_byte + lead, end_byte - trail).map(|span| Block::new(kind, span)));
        }
        start_byte = end_byte + 1;
    }
    Document { text, blocks, metadata: Metadata::default(), retrieval: Maybe::Absent, warnings: Vec::new() }
}

fn ordered(what: &str, stretches: impl Iterator<Item = Stretch>, n_tokens: usize) {
    let mut last = 0;
    for stretch in stretches {
        assert!(stretch.first <= stretch.end && stretch.end <= n_tokens, "{what} {stretch:?} of {n_tokens}");
        assert!(stretch.first >= last, "{what} {stretch:?} before {last}");
        last = stretch.first;
    }
}

#[track_caller]
fn check_stages(found: &Found) {
    let n = found.tokens.len();
    for pair in found.tokens.windows(2) {
        assert!(pair[0].end_byte <= pair[1].start_byte && pair[0].end_char <= pair[1].start_char);
        assert!(pair[0].block <= pair[1].block);
    }
    ordered("sentence", found.sentences.iter().map(|sentence| sentence.stretch), n);
    let all: usize = found.sentences.iter().map(|sentence| sentence.stretch.len()).sum();
    assert_eq!(all, n, "every token stands in one sentence");
    ordered("quotation", found.quotations.iter().map(|quotation| quotation.stretch), n);
    for quotation in &found.quotations {
        for token in quotation.stretch.iter() {
            assert_eq!(found.tokens[token].block as usize, quotation.block, "a quotation leaves its block");
        }
    }
    ordered("cue", found.cues.iter().map(|cue| cue.stretch), n);
    ordered("naming", found.namings.iter().map(|naming| naming.stretch), n);
    for naming in &found.namings {
        for part in [naming.name, naming.role, naming.apposition] {
            assert!(part.end <= n);
        }
        assert!(naming.stretch.covers(naming.name) && !naming.name.is_empty());
    }
    for figure in &found.figures {
        assert!(!figure.namings.is_empty() && figure.namings.is_sorted() && !figure.name.is_empty());
    }
    ordered("content", found.attributions.iter().map(|a| a.content[0]), n);
    for attribution in &found.attributions {
        ordered("content part", attribution.content.iter().copied(), n);
        assert!(attribution.content.windows(2).all(|pair| pair[0].end <= pair[1].first), "parts overlap");
        assert!(attribution.nested_in.is_none_or(|outer| outer < found.attributions.len()));
    }
    assert_eq!(found.speakers.len(), found.attributions.len());
    for speaker in &found.speakers {
        assert!((0.0..=1.0).contains(&speaker.sure));
        assert!(speaker.figures.iter().all(|&figure| figure < found.figures.len()));
    }
}

#[track_caller]
fn check_article(article: &Article) {
    let n = article.text.n_chars();
    for statement in article.statements.items() {
        let parts: Vec<_> = statement.spans().collect();
        assert!(!parts.is_empty() && parts.iter().all(|part| part.end() <= n && !part.is_empty()));
        assert!(statement.speakers.items().iter().all(|id| article.actor(id).is_some()));
        assert!(statement.about.items().iter().all(|id| article.actor(id).is_some()));
        assert!(statement.nested_in.known().is_none_or(|id| article.statement(id).is_some()));
        let confidence = statement.confidence.known().expect("every statement has its confidences");
        for sure in [confidence.content, confidence.speaker] {
            assert!(sure.is_some_and(|sure| (0.0..=1.0).contains(&sure)));
        }
        for part in parts {
            let block = article.blocks.iter().find(|block| block.span.covers(part)).expect("inside one block");
            assert_ne!(block.kind, BlockKind::Boilerplate);
        }
    }
    for actor in article.actors.items() {
        assert!(actor.roles.items().iter().all(|role| !role.evidence.is_empty()));
        assert!(!actor.mentions.items().is_empty() && !actor.name.is_empty());
    }
    for line in article.summary.items() {
        assert!(!line.evidence.is_empty() && !line.text.is_empty());
    }
    let mut gated = article.clone();
    crate::article::gate::apply(&mut gated);
    let direct = |article: &Article| article.statements.items().iter().filter(|s| s.kind == Kind::Direct).count();
    assert_eq!(direct(&gated), direct(article), "the verbatim gate holds");
}

#[track_caller]
fn check(text: &str) {
    let document = document(text);
    let page = Page::new(&document.text, &document.blocks, true, None);
    let found = find(&page);
    check_stages(&found);
    assert_eq!(found, find(&page), "the same result twice");
    let article = super::annotate(&document);
    check_article(&article);
    let foreign = Page::new(&document.text, &document.blocks, false, None);
    check_stages(&find(&foreign));
}

/// Texts made of what the stages look for, in any order.
fn newsy() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "'",
        "’",
        "‘",
        "''",
        "``",
        "«",
        "»",
        "„",
        ",",
        ".",
        "?",
        "!",
        ":",
        ";",
        "—",
        "–",
        "...",
        "(",
        ")",
        "\n",
        "\n\n",
        " said ",
        " told ",
        " Jane Roe",
        " Roe",
        " Mrs Roe",
        " he ",
        " She ",
        " they ",
        " the mayor ",
        " The US president ",
        " President ",
        " according to ",
        " adding that ",
        " saying ",
        " and ",
        " but ",
        " that ",
        " who ",
        " in ",
        " on Wednesday ",
        " Vell Water Board ",
        " UN ",
        " of ",
        " chair ",
        " reporters ",
        " declined to comment ",
        " a ",
        " water ",
        "54",
        " U.S. ",
        " Dr. ",
        " J. ",
        "MARCHETTI",
        " don’t ",
        " ’90s ",
        " it is",
        "漢字",
        "🙂",
        "e\u{301}",
        "-",
        "‑",
        "\t",
        "\u{a0}",
    ]);
    prop::collection::vec(part, 0..80).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_text_gives_ordered_findings_inside_it(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_order_of_marks_names_and_cues_gives_ordered_findings(text in newsy()) {
        check(&text);
    }
}

#[test]
fn long_texts_of_one_thing_end() {
    // Quadratic searches would take minutes on these.
    for part in [
        "“",
        "”",
        "\"",
        "'",
        "« ",
        "said ",
        "said Roe ",
        "Roe, ",
        "“Yes,” said Roe. ",
        "she said that ",
        "Jane Roe said ",
        "the president ",
        "Roe and ",
        ", ",
        "A. ",
        "”\n",
        "“Yes.”\n",
        "\"Yes\" ",
        "the company said it would, ",
        "Aa Bb ",
    ] {
        let document = document(&part.repeat(120_000 / part.len()));
        let article = super::annotate(&document);
        assert_eq!(article.text, document.text);
    }
}
