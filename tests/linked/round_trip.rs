//! What is written in a form that can come back comes back as far as the form carries it.

use nutgraf::export::standing;
use nutgraf::import::Imported;
use proptest::test_runner::Config as Cases;
use serde_json::json;

use super::projection;
use super::*;

/// Two values, and where they first differ.
#[track_caller]
fn same(got: &Value, want: &Value) {
    fn differ(got: &Value, want: &Value, path: &str) -> Option<String> {
        match (got, want) {
            (Value::Object(a), Value::Object(b)) => {
                let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
                keys.into_iter().find_map(|key| {
                    differ(
                        a.get(key).unwrap_or(&Value::Null),
                        b.get(key).unwrap_or(&Value::Null),
                        &format!("{path}/{key}"),
                    )
                })
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                std::iter::zip(a, b).enumerate().find_map(|(n, (a, b))| differ(a, b, &format!("{path}/{n}")))
            }
            _ => (got != want).then(|| format!("{path}: {got} is not {want}")),
        }
    }
    if let Some(difference) = differ(got, want, "") {
        panic!("{difference}");
    }
}

proptest! {
    #![proptest_config(Cases { failure_persistence: None, ..Cases::default() })]

    #[test]
    fn annotated_json_comes_back_whole(article in readable()) {
        let back = read(From::Json, &written(Format::Json, &article), None);
        same(&projection::of_json(&back[0]), &projection::of_json(&article));
        let back = read(From::Jsonl, &written(Format::Jsonl, &article), None);
        same(&projection::of_json(&back[0]), &projection::of_json(&article));
    }

    #[test]
    fn web_annotations_come_back_with_what_the_program_said_and_what_the_reader_made_of_it(article in readable()) {
        let text = written(Format::WebAnnotation, &article);
        for from in [From::WebAnnotation, From::Auto] {
            let back = read(from, &text, None);
            prop_assert_eq!(back.len(), 1);
            same(&projection::of_web_annotation(&back[0]), &projection::of_web_annotation(&without_summary(&article)));
        }
    }

    #[test]
    fn web_annotations_that_somebody_changed_come_back_as_they_stand(article in readable()) {
        let mut file: Value = serde_json::from_str(&written(Format::WebAnnotation, &article)).unwrap();
        file["article"]["given_by"] = json!("somebody");
        let back = read(From::WebAnnotation, &file.to_string(), None);
        same(&unjoined(projection::of_web_annotation(&back[0])), &unjoined(projection::of_web_annotation(&standing(&article))));
    }

    #[test]
    fn brats_files_come_back_with_what_the_program_said_and_what_the_reader_made_of_it(article in readable()) {
        let [text, annotations, _] = brat(&article);
        if annotations.is_empty() {
            return Ok(());
        }
        let back = read(From::Brat, &annotations, Some(&text));
        if is_reviewed(&article) {
            same(&projection::of_reviews(&back[0]), &projection::of_reviews(&without_summary(&article)));
        }
        same(&projection::of_brat(&standing(&back[0])), &projection::of_brat(&standing(&without_summary(&article))));
    }

    #[test]
    fn brats_files_that_somebody_changed_come_back_as_they_stand(article in readable()) {
        let [text, annotations, _] = brat(&article);
        if annotations.is_empty() {
            return Ok(());
        }
        let back = read(From::Brat, &format!("{annotations}A0\tSeen T1\n"), Some(&text));
        same(&projection::of_brat(&back[0]), &projection::of_brat(&standing(&article)));
    }

    #[test]
    fn quotations_of_the_graph_come_back(article in readable()) {
        let text = written(Format::Gqg, &article);
        if text.is_empty() {
            return Ok(());
        }
        let line: Value = serde_json::from_str(&text).unwrap();
        let options = Options { from: From::Gqg, ..Options::default() };
        match nutgraf::import::read(text.as_bytes(), &options) {
            Ok(Imported::Document(document)) => {
                let want = projection::of_gqg(&line);
                let passages: Vec<&str> = document.blocks.iter().map(|block| document.text.slice(block.span)).collect();
                let quotes: Vec<String> = want["quotes"].as_array().unwrap().iter().map(|quote| quote.as_str().unwrap().to_owned()).collect();
                let mut passages = passages.into_iter();
                for quote in quotes {
                    let quote = unescaped(&quote);
                    prop_assert!(passages.any(|passage| passage.contains(&format!("“{quote}”"))), "{quote:?} is missing");
                }
            }
            Ok(other) => prop_assert!(false, "{other:?}"),
            // Nothing but marks is no quotation.
            Err(error) => prop_assert!(projection::of_gqg(&line)["quotes"].as_array().unwrap().is_empty(), "{error}"),
        }
    }

    #[test]
    fn several_web_annotations_come_back_in_order(articles in prop::collection::vec(readable(), 2..4)) {
        let back = read(From::Auto, &all_written(Format::WebAnnotation, &articles), None);
        prop_assert_eq!(back.len(), articles.len());
        for (back, article) in std::iter::zip(&back, &articles) {
            same(&projection::of_web_annotation(back), &projection::of_web_annotation(&without_summary(article)));
        }
    }
}

/// The article as its file would have it without a summary: nobody whom that alone names.
fn without_summary(article: &Article) -> Article {
    let mut file = projection::of_json(article);
    file.as_object_mut().unwrap().remove("summary");
    read(From::Json, &file.to_string(), None).remove(0)
}

/// Whom somebody was joined to may be gone where nothing but the summary, or nobody, names them.
fn unjoined(mut projection: Value) -> Value {
    for actor in projection["actors"].as_array_mut().unwrap() {
        if let Some(review) = actor["review"].as_object_mut() {
            review.remove("merged_into");
        }
    }
    projection
}

fn is_reviewed(article: &Article) -> bool {
    article.statements.items().iter().any(|one| one.review.known().is_some())
        || article.actors.items().iter().any(|one| one.review.known().is_some())
}

fn unescaped(words: &str) -> String {
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn an_ordinary_article_comes_back_in_every_form_that_can() {
    let article = draft::vell();
    let back = read(From::Auto, &written(Format::WebAnnotation, &article), None);
    same(&projection::of_web_annotation(&back[0]), &projection::of_web_annotation(&standing(&article)));
    assert_eq!(back[0].warnings, []);
    let [text, annotations, _] = brat(&article);
    let back = read(From::Brat, &annotations, Some(&text));
    same(&projection::of_brat(&back[0]), &projection::of_brat(&standing(&article)));
    assert_eq!(back[0].warnings, []);
    let line: Value = serde_json::from_str(&written(Format::Gqg, &article)).unwrap();
    assert_eq!(line["title"], "Vell council blames delayed dam for flood");
    assert_eq!(
        line["quotes"][2],
        json!({ "pre": "She told reporters that the works had been",
        "quote": "put off for a year for no good reason", "post": "by the water board." })
    );
}
