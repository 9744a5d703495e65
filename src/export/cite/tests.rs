#![allow(clippy::string_slice, clippy::needless_pass_by_value, reason = "tests are written to be read")]

use serde_json::{Value, json};

use super::citation;
use crate::article::format::read;
use crate::article::{Article, StatementId};
use crate::export::Settings;
use crate::form::Citation;

/// Parts of an article's text, by their words; a number after `#` is which of several places.
fn place(text: &str, words: &str) -> Value {
    let (words, nth) = words.rsplit_once('#').map_or((words, 0), |(words, nth)| (words, nth.parse().unwrap()));
    let at = text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words:?} is not there")).0;
    let start = text[..at].chars().count();
    json!({ "start": start, "end": start + words.chars().count() })
}

/// One statement of an article: kind, content, source, cue, and other fields.
fn article(text: &str, kind: &str, content: &[&str], source: &str, cue: &str, more: Value) -> Article {
    let mut statement = json!({ "id": "s1", "kind": kind,
        "content": content.iter().map(|words| place(text, words)).collect::<Vec<_>>(), "speakers": ["p1"] });
    for (field, words) in [("source", source), ("cue", cue)] {
        if !words.is_empty() {
            statement[field] = place(text, words);
        }
    }
    let fields = statement.as_object_mut().unwrap();
    let mut file = json!({
        "id": "urn:sha256:1a2b3c4d5e6f",
        "article": { "publisher": { "name": "The Vell Courier" }, "headline": "Ferry to sail “on Monday”",
            "datePublished": "2025-08-13T06:00:00Z", "url": "https://courier.example/ferry",
            "author": [{ "name": "Ines Falk" }], "inLanguage": "en" },
        "text": { "value": text, "blocks": stretches(text, &['\n']), "sentences": sentences(text) },
        "actors": [
            { "id": "p1", "name": "Odile Marchetti", "kind": "person",
              "roles": [{ "title": "mayor of Vell", "evidence": [{ "start": 0, "end": 1 }] }] },
            { "id": "p2", "name": "Bruno Keel" } ],
    });
    for (field, value) in more.as_object().unwrap() {
        if let Some(path) = field.strip_prefix('/') {
            let (parent, last) = path.rsplit_once('/').unwrap_or(("", path));
            let parent = if parent.is_empty() { String::new() } else { format!("/{parent}") };
            file.pointer_mut(&parent).unwrap()[last] = value.clone();
        } else {
            fields.insert(field.clone(), value.clone());
        }
    }
    file["statements"] = json!([statement]);
    read(&file.to_string()).unwrap()
}

/// The stretches of a text up to and without these scalars.
fn stretches(text: &str, ends: &[char]) -> Vec<Value> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split(ends) {
        let end = start + line.chars().count();
        found.push(json!({ "kind": "paragraph", "start": start, "end": end }));
        start = end + 1;
    }
    found
}

/// A sentence ends with a full stop, and with what stands right behind it.
fn sentences(text: &str) -> Value {
    let mut found: Vec<Value> = Vec::new();
    let mut start = 0;
    for (at, scalar) in text.chars().enumerate() {
        let behind = text.chars().nth(at + 1);
        let is_end = matches!(scalar, '.' | '”') && behind.is_none_or(char::is_whitespace);
        if is_end && text.chars().skip(start).take(at + 1 - start).any(|c| c == '.') {
            let block = text.chars().take(start).filter(|c| *c == '\n').count();
            found.push(json!({ "start": start, "end": at + 1, "block": block }));
            start = at + 2;
        }
    }
    Value::from(found)
}

fn cited(article: &Article, form: Citation) -> String {
    let settings = Settings { today: Some("2026-11-22".to_owned()) };
    citation(article, &StatementId("s1".to_owned()), form, &settings).unwrap()
}

#[track_caller]
fn plain(article: &Article, wanted: &str) {
    let source = "The Vell Courier, “Ferry to sail ‘on Monday’”, 13 Aug 2025";
    let address = "https://courier.example/ferry (accessed 22 Nov 2026)";
    assert_eq!(cited(article, Citation::Plain).replace(source, "SOURCE").replace(address, "ADDRESS"), wanted);
}

const DIRECT: &str = "“We will sail on Monday,” said Odile Marchetti, mayor of Vell. “Nobody can stop us.”";

fn direct(more: Value) -> Article {
    article(DIRECT, "direct", &["“We will sail on Monday,”", "“Nobody can stop us.”"], "Odile Marchetti", "said", more)
}

#[test]
fn a_quotation_is_cited_with_who_said_it_where_and_when() {
    assert_eq!(
        cited(&direct(json!({})), Citation::Plain),
        "“We will sail on Monday” […] “Nobody can stop us.” — Odile Marchetti, mayor of Vell, quoted in The Vell \
         Courier, “Ferry to sail ‘on Monday’”, 13 Aug 2025. https://courier.example/ferry (accessed 22 Nov 2026)"
    );
}

#[test]
fn what_is_reported_stands_in_the_articles_own_sentence() {
    let text = "Bruno Keel came late. On Friday she denied that the ferry was old.";
    let got = |kind, more| article(text, kind, &["that the ferry was old"], "she", "denied", more);
    plain(
        &got("indirect", json!({})),
        "On Friday [Odile Marchetti] denied that the ferry was old — Odile Marchetti, mayor of Vell, as reported (not \
         quoted) in SOURCE. ADDRESS",
    );
    plain(
        &got("indirect", json!({ "speakers": ["p2"] })),
        "On Friday [Bruno Keel] denied that the ferry was old — as reported (not quoted) in SOURCE. ADDRESS",
    );
}

#[test]
fn what_a_sentence_does_not_hold_is_said_beside_its_reporting_words() {
    let text = "Keel denied it. The ferry was old.";
    plain(
        &article(text, "indirect", &["The ferry was old"], "Keel", "denied", json!({ "speakers": ["p2"] })),
        "Bruno Keel, as reported (not quoted) in SOURCE, with the reporting words [denied]: The ferry was old. ADDRESS",
    );
    let text = "The ferry was old. Nobody says so.";
    plain(
        &article(text, "indirect", &["The ferry was old"], "", "", json!({ "speakers": [] })),
        "nobody named, as reported (not quoted) in SOURCE: The ferry was old. ADDRESS",
    );
}

#[test]
fn a_sentence_is_never_cut_off_from_what_turns_it_round() {
    let long = "after a week of talks behind the closed doors of the harbour office and of three dinners in the town";
    let text = format!("It is not true that, {long}, Keel said the ferry was old.");
    let got = article(&text, "indirect", &["the ferry was old"], "Keel", "said", json!({ "speakers": ["p2"] }));
    assert!(cited(&got, Citation::Plain).starts_with("It is not true that, after a week"));
    let text = format!("On Friday, {long}, Keel said the ferry was old, {long} and of one breakfast.");
    let got = article(&text, "indirect", &["the ferry was old"], "Keel", "said", json!({ "speakers": ["p2"] }));
    assert!(cited(&got, Citation::Plain).starts_with("[…] Keel said the ferry was old […] — Bruno Keel, as reported"));
}

#[test]
fn a_sentence_without_end_is_not_cited_whatever_turns_it_round() {
    let long = "on the quay and in the town and ".repeat(40);
    let texts = [
        format!("It is not true, {long}, that Keel said the ferry was old."),
        format!("Keel said the ferry was old, {long}, which was not true."),
        format!("Keel, {long}, said the ferry was old."),
    ];
    for text in texts {
        let got = article(&text, "indirect", &["the ferry was old"], "Keel", "said", json!({ "speakers": ["p2"] }));
        let cited = cited(&got, Citation::Plain);
        assert!(cited.starts_with("Bruno Keel, as reported (not quoted) in The Vell"), "{cited}");
        assert!(cited.contains("[said]: the ferry was old. ") && cited.len() < 300, "{cited}");
    }
}

#[test]
fn nothing_of_a_neighbouring_sentence_is_cited_where_a_file_has_no_sentences() {
    let bare = json!({ "/text/sentences": null });
    let got = |text: &str| article(text, "indirect", &["it would rain"], "The mayor", "said", bare.clone());
    plain(
        &got(
            "“We sail on Monday if the wind holds,” said Bruno Keel. The mayor said it would rain. “Nobody asked us at \
             all,” Ada Brook told reporters.",
        ),
        "Odile Marchetti, mayor of Vell, as reported (not quoted) in SOURCE, with the reporting words [said]: it would \
         rain. ADDRESS",
    );
    plain(
        &got(
            "“We sail on Monday if the wind holds.” The mayor said it would rain. “Nobody asked us at all,” said Keel.",
        ),
        "The mayor said it would rain — Odile Marchetti, mayor of Vell, as reported (not quoted) in SOURCE. ADDRESS",
    );
}

#[test]
fn a_sample_is_cited_with_its_own_sentences() {
    let bell = read(include_str!("../../../assets/samples/bell.json")).unwrap();
    let settings = Settings::default();
    let desk = super::Desk::new(&bell, &settings);
    let said: Vec<String> = bell.statements.items().iter().map(|one| desk.said(one).words).collect();
    assert_eq!(said[1], "that he regretted nothing", "its source stands in the sentence before");
    assert_eq!(said[4], "The old one, [Abel Okonjo] said, was “held together by pigeons”");
    assert_eq!(said[8], "The builders, Fenner & Daughter, declined to say when");
}

#[test]
fn the_articles_sentence_keeps_the_articles_marks() {
    let text = "Keel would not say whether the minister “lied” to the ‘so-called’ court.";
    let what = "whether the minister “lied” to the ‘so-called’ court";
    let got = article(text, "no_comment", &[what], "Keel", "would not say", json!({ "speakers": ["p2"] }));
    plain(
        &got,
        "Keel would not say whether the minister “lied” to the ‘so-called’ court — Bruno Keel, as reported (not \
         quoted) in SOURCE. ADDRESS",
    );
    let statement = &got.statements.items()[0];
    let settings = Settings::default();
    assert!(super::Desk::new(&got, &settings).quoted_words(statement).is_empty(), "a refusal quotes nobody");
    let text = "“He told me, ‘You will never sail again’,” said Odile Marchetti.";
    let content = ["You will never sail again"];
    let nested = |text: &str| article(text, "indirect", &content, "He", "told", json!({ "speakers": ["p2"] }));
    assert!(
        cited(&nested(text), Citation::Plain)
            .starts_with("“[Bruno Keel] told me, ‘You will never sail again’,” said Odile Marchetti — as reported")
    );
    assert!(
        cited(&nested("“He told me, ‘You will never sail again’.”"), Citation::Plain)
            .starts_with("Bruno Keel, as reported (not quoted) in"),
        "a sentence that is all somebody's speech is not the article's"
    );
}

#[test]
fn of_what_is_partly_quoted_only_that_part_stands_in_marks() {
    let text = "She said the ferry was “old and tired” and would sail.";
    plain(
        &article(text, "mixed", &["the ferry was “old and tired” and would sail"], "She", "said", json!({})),
        "[Odile Marchetti] said the ferry was “old and tired” and would sail — Odile Marchetti, mayor of Vell, partly \
         quoted in SOURCE. ADDRESS",
    );
}

#[test]
fn a_block_quotation_is_set_in_marks_since_the_article_marks_it_as_speech() {
    let text = "Nobody in Vell shall wait for a “stamp”.";
    let mut got = article(
        text,
        "direct",
        &[text],
        "",
        "",
        json!({ "/text/blocks": [
        { "kind": "blockquote", "start": 0, "end": text.chars().count() }] }),
    );
    assert!(cited(&got, Citation::Plain).starts_with("“Nobody in Vell shall wait for a ‘stamp’.” — Odile Marchetti"));
    got.blocks[0].kind = crate::article::BlockKind::Paragraph;
    crate::article::gate::apply(&mut got);
    assert!(!cited(&got, Citation::Plain).contains("“Nobody"), "and only then");
}

#[test]
fn doubt_is_told_and_what_the_reader_judged() {
    let doubts = |more: Value| {
        let cited = cited(&direct(more), Citation::Plain);
        cited.split_once(" — ").unwrap().1.split_once(", quoted in").unwrap().0.to_owned()
    };
    let unsure = json!({ "content": 0.5, "speaker": 0.5 });
    assert_eq!(
        doubts(json!({ "confidence": unsure })),
        "Odile Marchetti, mayor of Vell (speaker uncertain; words uncertain)"
    );
    let confirmed = json!({ "confidence": unsure, "review": { "status": "confirmed" } });
    assert_eq!(doubts(confirmed), "Odile Marchetti, mayor of Vell");
    let disputed = json!({ "review": { "status": "disputed" } });
    assert_eq!(doubts(disputed), "Odile Marchetti, mayor of Vell (disputed by the reader)");
    let corrected = json!({ "confidence": unsure, "review": { "status": "corrected", "speakers": ["p2"] } });
    assert_eq!(doubts(corrected), "Bruno Keel (words uncertain; speaker corrected by the reader)");
    let unnamed = json!({ "speakers": [], "speaker_kind": "anonymous" });
    assert_eq!(doubts(unnamed), "Odile Marchetti (not named)", "the article's words stand for who is no actor");
    let orphaned = json!({ "orphaned": true, "review": { "status": "confirmed" } });
    assert!(doubts(orphaned).contains("kept from an earlier version; not found anew"));
}

#[test]
fn words_that_are_not_in_the_text_are_no_quotation() {
    let lost = json!({ "content": [{ "exact": "“We will sink,”" }] });
    plain(
        &direct(lost),
        "Odile Marchetti, mayor of Vell (not found in the article’s text), as reported (not quoted) in SOURCE, with \
         the reporting words [said]: We will sink. ADDRESS",
    );
}

#[test]
fn a_name_that_the_reader_put_there_is_not_set_into_the_articles_sentence() {
    let text = "Keel said the ferry was old.";
    let review = json!({ "speakers": ["p2"], "review": { "status": "corrected", "speakers": ["p1"] } });
    plain(
        &article(text, "indirect", &["the ferry was old"], "Keel", "said", review),
        "Odile Marchetti, mayor of Vell (speaker corrected by the reader), as reported (not quoted) in SOURCE, with \
         the reporting words [said]: the ferry was old. ADDRESS",
    );
}

#[test]
fn what_is_not_known_of_an_article_leaves_the_citation_well_formed() {
    let bare = direct(json!({ "/article": {} }));
    assert_eq!(
        cited(&bare, Citation::Plain),
        "“We will sail on Monday” […] “Nobody can stop us.” — Odile Marchetti, mayor of Vell, quoted in an article of \
         an unnamed outlet, without a headline, undated."
    );
    let id = StatementId("s1".to_owned());
    assert!(citation(&bare, &id, Citation::Url, &Settings::default()).is_err());
    assert!(
        cited(&bare, Citation::Bibtex).starts_with("@misc{article-1a2b3c4d-s1,\n  title = {{Without a headline}},\n")
    );
    let fetched = direct(json!({ "/retrieval": { "retrieved_at": "2025-09-01T10:00:00Z" } }));
    assert!(cited(&fetched, Citation::Plain).ends_with("(accessed 1 Sep 2025)"), "it was seen when it was fetched");
    let gone = citation(&bare, &StatementId("gone".to_owned()), Citation::Plain, &Settings::default());
    assert_eq!(gone.unwrap_err().to_string(), "that is no statement of the article any more");
}

#[test]
fn a_link_leads_to_the_words() {
    let text = "“Yes - well, no & maybe,” she said. Then it was over.\n“Yes,” said Keel. “Yes,” she said again.";
    let got = |content: &str, url: &str| {
        let more = json!({ "/article/url": url });
        cited(&article(text, "direct", &[content], "she", "said", more), Citation::Url)
    };
    let at = "https://courier.example/ferry";
    assert_eq!(
        got("“Yes - well, no & maybe,”", at),
        "https://courier.example/ferry#:~:text=Yes%20%2D%20well%2C%20no%20%26%20maybe"
    );
    assert_eq!(got("“Yes,”#1", at), format!("{at}#:~:text=Keel.%20%E2%80%9C-,Yes"), "where words stand twice");
    let own = got("“Yes - well, no & maybe,”", "https://courier.example/ferry#top");
    assert!(own.starts_with("https://courier.example/ferry#top:~:text=Yes"), "{own}");
    let other = got("“Yes - well, no & maybe,”", "https://courier.example/ferry#:~:text=old");
    assert!(other.starts_with("https://courier.example/ferry#:~:text=Yes"), "{other}");
}

#[test]
fn the_json_of_a_statement_finds_its_article_again() {
    let review = json!({ "review": { "status": "corrected", "speakers": ["p2"] } });
    let got: Value = serde_json::from_str(&cited(&direct(review), Citation::Json)).unwrap();
    assert_eq!(got["article_id"], "urn:sha256:1a2b3c4d5e6f");
    assert_eq!(got["article"]["url"], "https://courier.example/ferry");
    assert_eq!(got["statement"]["speakers"], json!(["p1"]), "what the program found stays");
    assert_eq!(got["statement"]["review"]["speakers"], json!(["p2"]));
    let names: Vec<&str> = got["actors"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Odile Marchetti", "Bruno Keel"]);
}

#[test]
fn where_the_reader_says_that_nobody_is_named_no_words_of_the_article_name_anybody() {
    let text = "Keel said the ferry was old.";
    let review = json!({ "review": { "status": "corrected", "speakers": [] } });
    plain(
        &article(text, "indirect", &["the ferry was old"], "Keel", "said", review),
        "nobody named (speaker corrected by the reader), as reported (not quoted) in SOURCE, with the reporting words \
         [said]: the ferry was old. ADDRESS",
    );
}

#[test]
fn what_an_earlier_version_had_is_no_quotation_and_says_so() {
    let kept = json!({ "orphaned": true, "content": [{ "exact": "“We will sink,”" }],
        "review": { "status": "disputed" } });
    plain(
        &direct(kept),
        "Odile Marchetti, mayor of Vell (disputed by the reader; kept from an earlier version; the present text does \
         not have these words), from an earlier version of SOURCE, with the reporting words [said]: We will sink. \
         ADDRESS",
    );
}

#[test]
fn names_keep_the_marks_that_they_have() {
    let named = direct(json!({ "speakers": ["p2"], "/actors/1/name": "Bruno \"T\" Keel",
        "/article/publisher/name": "The “Vell” Courier" }));
    let cited = cited(&named, Citation::Plain);
    assert!(cited.contains(" — Bruno \"T\" Keel, quoted in The “Vell” Courier, "), "{cited}");
}

#[test]
fn whom_the_reader_named_is_said_to_be_named_by_the_reader() {
    let text = "Keel said the ferry was old.";
    let of = |review: Value| {
        let more = json!({ "speakers": ["p2"], "/actors/1/review": review });
        cited(&article(text, "indirect", &["the ferry was old"], "Keel", "said", more), Citation::Plain)
    };
    let renamed = of(json!({ "status": "corrected", "name": "Bo Lark" }));
    assert!(renamed.contains("— Bo Lark (named so by the reader), as reported"), "{renamed}");
    for review in
        [json!({ "status": "corrected", "merged_into": "p1" }), json!({ "status": "corrected", "parted": ["Keel"] })]
    {
        let other = of(review);
        assert!(other.contains("(speaker corrected by the reader), as reported"), "{other}");
    }
}

#[test]
fn a_citation_ends_with_one_full_stop_and_its_quoted_words_without_a_comma() {
    let text = "The mayor said so. It was “over.” Nobody heard it.";
    let got = article(text, "mixed", &["It was “over.”"], "The mayor", "said", json!({ "/article/url": null }));
    let cited = cited(&got, Citation::Plain);
    assert!(cited.ends_with(": It was “over.”"), "{cited}");
    let got = direct(json!({}));
    let settings = Settings::default();
    let words = super::Desk::new(&got, &settings).quoted_words(&got.statements.items()[0]);
    assert_eq!(words, ["We will sail on Monday", "Nobody can stop us."]);
}
