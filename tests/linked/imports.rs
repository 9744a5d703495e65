//! Foreign annotations come in as far as they say something, and what cannot be read is told.

use nutgraf::article::{Kind, Maybe, NoteTarget};
use nutgraf::import::ImportError;
use proptest::test_runner::Config as Cases;
use serde_json::json;
use std::fmt::Write as _;

use super::*;

fn refused(from: From, text: &str, beside: Option<&str>) -> String {
    let beside = beside.map(|text| text.as_bytes().to_vec());
    let options = Options { from, beside, ..Options::default() };
    nutgraf::import::read(text.as_bytes(), &options).unwrap_err().to_string()
}

const PIER: &str = "Town to rebuild pier\n\n“We will rebuild it,” said Ada Brook, the mayor.\n\nShe added that it would \
                    take years.\n";

#[test]
fn annotations_without_their_text_are_refused_and_told_what_is_missing() {
    let bare = json!({ "@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:1", "type": "Annotation",
        "body": "https://notes.example/1", "target": "https://vell.example/pier" });
    for from in [From::Auto, From::WebAnnotation] {
        let said = refused(from, &bare.to_string(), None);
        assert!(said.contains("without the text that they are about"), "{said}");
    }
    let said = refused(From::Brat, "T1\tContent 22 43\t“We will rebuild it,”\n", None);
    assert!(said.contains(".txt file of the same name"), "{said}");
    let said = refused(From::WebAnnotation, "{\"@context\":", None);
    assert!(said.contains("not JSON"), "{said}");
}

#[test]
fn annotations_of_others_come_in_with_a_text_of_their_own() {
    let source = json!({ "id": "https://vell.example/pier", "type": "Text", "value": PIER, "language": "en" });
    let quote = |exact: &str| json!({ "type": "TextQuoteSelector", "exact": exact });
    let file = json!({ "@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:page", "type": "AnnotationPage", "items": [
        { "id": "urn:x:1", "type": "Annotation", "motivation": "identifying",
          "body": { "type": "TextualBody", "value": "Ada Brook" },
          "target": { "source": source, "selector": quote("“We will rebuild it,”") } },
        { "id": "urn:x:2", "type": "Annotation", "body": { "type": "TextualBody", "value": "Says who?", "purpose": "commenting" },
          "creator": "Ines", "target": { "source": "https://vell.example/pier", "selector": [quote("take years")] } },
        { "id": "urn:x:3", "type": "Annotation", "body": { "type": "TextualBody", "value": "it rained", "purpose": "identifying" },
          "target": { "source": "https://vell.example/pier", "selector": quote("not in the text") } },
    ] });
    let article = read(From::Auto, &file.to_string(), None).remove(0);
    assert_eq!(article.metadata.url.known().map(String::as_str), Some("https://vell.example/pier"));
    let statements = article.statements.items();
    let direct = statements.iter().find(|one| one.id.0 == "urn:x:1").unwrap();
    assert_eq!(direct.kind, Kind::Direct, "the text quotes the words");
    assert_eq!(article.actor(&direct.speakers.items()[0]).unwrap().name, "Ada Brook");
    let lost = statements.iter().find(|one| one.id.0 == "urn:x:3").unwrap();
    assert_eq!((lost.kind, lost.spans().count()), (Kind::Indirect, 0), "words that are not there have no place");
    let [note] = article.notes.items() else { panic!("one note") };
    assert_eq!(note.body, Maybe::Known("Says who?".to_owned()));
    assert!(
        matches!(&note.target, Maybe::Known(NoteTarget::Place(anchor)) if anchor.words(&article.text) == "take years")
    );
}

#[test]
fn a_body_that_calls_a_paraphrase_direct_does_not_pass() {
    let article = draft::vell();
    let text = written(Format::WebAnnotation, &article).replace("\"kind\": \"indirect\"", "\"kind\": \"direct\"");
    let back = read(From::WebAnnotation, &text, None).remove(0);
    let kinds = |article: &Article| article.statements.items().iter().map(|one| one.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&back), kinds(&article));
    let [text, annotations, _] = brat(&article);
    let back = read(From::Brat, &annotations.replace(" indirect\n", " direct\n"), Some(&text)).remove(0);
    assert_eq!(kinds(&back), kinds(&article));
}

#[test]
fn a_folder_of_events_comes_in_as_others_annotate() {
    let annotations = "T1\tContent 22 43\t“We will rebuild it,”\nT2\tCue 44 48\tsaid\nT3\tSource 49 58\tAda Brook\n\
                       T4\tAttribution 44 48\tsaid\nE1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n\
                       T5\tContent 80 107\tthat it would take years\nnonsense\n";
    let article = read(From::Brat, annotations, Some(PIER)).remove(0);
    let [direct, indirect] = article.statements.items() else { panic!("two statements") };
    let words = |anchor: &Maybe<nutgraf::article::Anchor>| anchor.known().unwrap().words(&article.text).to_owned();
    assert_eq!(
        (direct.kind, words(&direct.cue), words(&direct.source)),
        (Kind::Direct, "said".into(), "Ada Brook".into())
    );
    assert_eq!(indirect.kind, Kind::Indirect);
    assert_eq!(indirect.content[0].words(&article.text), "that it would take years", "words that moved are found");
    let said: Vec<&str> = article.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert!(said.iter().any(|said| said.starts_with("1 line of the annotations")), "{said:?}");
}

#[test]
fn what_was_changed_in_brat_has_the_last_word() {
    let [text, annotations, _] = brat(&draft::vell());
    // Müller, not Marchetti, is now said to be the speaker of the ninth statement, and somebody left a remark there.
    let content = annotations.lines().find(|line| line.contains("that she would believe it")).unwrap();
    let content = content.split('\t').next().unwrap();
    let mueller = annotations.lines().find(|line| line.ends_with("\tMüller")).unwrap().split('\t').next().unwrap();
    let mut changed: Vec<String> = annotations
        .lines()
        .map(|line| match line.split_once('\t') {
            Some((id, rest)) if rest.starts_with(&format!("Said_by Arg1:{content} ")) => {
                format!("{id}\tSaid_by Arg1:{content} Arg2:{mueller}")
            }
            _ => line.to_owned(),
        })
        .collect();
    changed.push(format!("#99\tAnnotatorNotes {content}\tnot her"));
    let article = read(From::Brat, &changed.join("\n"), Some(&text)).remove(0);
    let statement = article.statements.items().iter().find(|one| one.id.0 == "s9").unwrap();
    assert_eq!(statement.speakers.items()[0].0, "mueller");
    let [note] = article.notes.items() else { panic!("one note: {:?}", article.notes) };
    assert_eq!(note.target, Maybe::Known(NoteTarget::Statement(statement.id.clone())));
}

#[test]
fn limits_hold_for_the_text_of_annotations_too() {
    let article = draft::vell();
    let [text, annotations, _] = brat(&article);
    let options = |from, beside: Option<&str>| Options {
        from,
        beside: beside.map(|text| text.as_bytes().to_vec()),
        max_bytes: 2_000,
        ..Options::default()
    };
    let large = |error| matches!(error, ImportError::TooLarge { .. });
    let web = written(Format::WebAnnotation, &article);
    assert!(large(nutgraf::import::read(web.as_bytes(), &options(From::WebAnnotation, None)).unwrap_err()));
    let error = nutgraf::import::read(annotations.as_bytes(), &options(From::Brat, Some(&text))).unwrap_err();
    assert!(large(error));
}

#[test]
fn texts_that_have_no_name_or_the_same_one_stay_apart() {
    let note = |id: Option<&str>, words: Option<&str>, says: &str| {
        let mut source = json!({});
        if let Some(id) = id {
            source["id"] = json!(id);
        }
        if let Some(words) = words {
            source["value"] = json!(words);
        }
        json!({ "type": "Annotation", "body": { "type": "TextualBody", "value": says, "purpose": "commenting" },
            "target": { "source": source, "selector": { "type": "TextQuoteSelector", "exact": "pier" } } })
    };
    let same = Some("https://vell.example/same");
    let file = json!({ "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
        note(None, Some("The pier is old."), "one"), note(None, Some("A new pier is planned."), "two"),
        note(same, Some("First, the pier."), "three"), note(same, Some("Then, no pier."), "four"),
        note(same, None, "of which?"), note(None, None, "of none"),
    ] });
    let articles = read(From::WebAnnotation, &file.to_string(), None);
    let said: Vec<(&str, Vec<&String>)> = articles
        .iter()
        .map(|article| {
            let notes = article.notes.items().iter().filter_map(|note| note.body.known()).collect();
            (article.text.as_str(), notes)
        })
        .collect();
    let want = [
        ("The pier is old.", "one"),
        ("A new pier is planned.", "two"),
        ("First, the pier.", "three"),
        ("Then, no pier.", "four"),
    ];
    let is_so = std::iter::zip(&said, want).all(|((text, notes), want)| *text == want.0 && notes[..] == [want.1]);
    assert!(is_so && said.len() == want.len(), "{said:?}");
}

/// A file of `n` statements that all lead to one content in `n` fragments, and `n` that all wish for the same id.
fn entangled(n: usize) -> (String, String) {
    let text = "He said so. ".repeat(n);
    let fragments: Vec<String> = (0..n).map(|at| format!("{} {}", at * 12, at * 12 + 2)).collect();
    let mut lines = format!("T0\tContent {}\t{}\n", fragments.join(";"), vec!["He"; n].join(" "));
    for at in 1..=n {
        write!(lines, "T{at}\tContent {} {}\tsaid\nR{at}\tMore Arg1:T{at} Arg2:T0\n", at * 12 - 9, at * 12 - 5)
            .unwrap();
        writeln!(lines, "#{at}\tNutgraf T{at}\t{{\"id\":\"s\"}}").unwrap();
    }
    (text, lines)
}

#[test]
fn links_that_lead_to_the_same_words_again_and_again_make_no_article_that_grows_without_bounds() {
    let parts = |n: usize| {
        let (text, lines) = entangled(n);
        let article = read(From::Brat, &lines, Some(&text)).remove(0);
        assert_eq!(article.statements.items().len(), n + 1);
        article.statements.items().iter().map(|one| one.content.len()).sum::<usize>()
    };
    let (short, long) = (parts(100), parts(400));
    assert!(long < short * 6, "{short} parts became {long} with four times as many lines");
}

proptest! {
    #![proptest_config(Cases { failure_persistence: None, ..Cases::default() })]

    #[test]
    fn no_file_of_annotations_makes_it_panic(lines in prop::collection::vec("[TREAMN#*][0-9]{0,2}\t(Content|Cue|Person|Said_by|Kind|Equiv|Nutgraf|Attribution:T1) ?(T[0-9]|[0-9]{1,3} [0-9]{1,3}(;[0-9]{1,3} [0-9]{1,3})?|Arg1:T1 Arg2:T2)?\t?\\PC{0,9}", 0..12), text in "\\PC{1,40}\n?\\PC{0,9}") {
        let options = Options { from: From::Brat, beside: Some(text.into_bytes()), ..Options::default() };
        let _ = nutgraf::import::read(lines.join("\n").as_bytes(), &options);
    }

    #[test]
    fn no_json_under_the_standards_context_makes_it_panic(inner in strategy::any_json(), key in "(items|first|article|body|target|type)") {
        let file = json!({ "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", key: inner,
            "article": { "text": "“A,” said B." } });
        let options = Options { from: From::WebAnnotation, ..Options::default() };
        let _ = nutgraf::import::read(file.to_string().as_bytes(), &options);
    }
}
