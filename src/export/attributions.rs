//! The neutral lines for scorers and pipelines: one JSON object a line, with offsets into the text.
//!
//! `speaker` is the resolved name in its fullest form, else the source's own words, else null; a bare pronoun names
//! nobody. Statements kept from an earlier annotation are left out.

use serde::Serialize;
use serde_json::Value;

use crate::article::naming::ActorsById;
use crate::article::review::standing;
use crate::article::{ActorKind, Anchor, Article, Kind, Maybe, ReviewStatus, SpeakerKind, Statement};

use super::escaped;

/// Scalars of a source's words that are given as a name.
const MAX_NAME_CHARS: usize = 160;

/// Pronouns that say nothing about who speaks when nobody could be found for them.
const PRONOUNS: [&str; 16] =
    ["he", "she", "they", "it", "we", "i", "you", "him", "her", "them", "who", "one", "this", "that", "these", "those"];

/// One line, in the order of its keys. It is written as it stands: to make a tree of values first costs as much again.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// Whether all of it was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete: Option<bool>,
    attributions: Vec<Attribution<'a>>,
    actors: Vec<Named<'a>>,
    summary: Vec<&'a str>,
}

#[derive(Serialize)]
struct Attribution<'a> {
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
    speaker: Option<String>,
    speakers: Vec<&'a str>,
    speaker_kind: Option<&'static str>,
    kind: Option<&'static str>,
    nested: bool,
    confidence: Option<Sure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<&'static str>,
}

#[derive(Serialize)]
struct Sure {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<f64>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    kind: Option<&'static str>,
    roles: Vec<&'a str>,
}

/// The attributions, actors and summary of one article as one line of JSON, without a newline at its end.
/// `id` stands in it as it came.
pub fn attributions_line(id: &Value, article: &Article) -> String {
    line(id, &standing(article), None)
}

/// The same with the text, for an article that a reader judged: as it stands, each attribution with what was made of it,
/// and whether all of them were found right or set right. Its id is the article's own.
pub fn gold_line(article: &Article) -> String {
    let is_settled = |statement: &Statement| {
        let status = statement.review.known().map(|review| review.status);
        statement.orphaned || status.is_some_and(|status| status != ReviewStatus::Disputed)
    };
    let complete = article.statements.items().iter().all(is_settled);
    line(&Value::from(article.id.as_str()), &standing(article), Some(complete))
}

fn line(id: &Value, article: &Article, complete: Option<bool>) -> String {
    let by_id = ActorsById::new(article);
    let statements = article.statements.items().iter();
    let mut attributions: Vec<Attribution> =
        statements.filter_map(|statement| attribution(statement, article, &by_id)).collect();
    if complete.is_none() {
        for attribution in &mut attributions {
            attribution.review = None;
        }
    }
    let actors = article
        .actors
        .items()
        .iter()
        .map(|actor| {
            let kind = actor.kind.known().and_then(|kind| name_of(&ActorKind::NAMES, *kind));
            let roles = actor.roles.items().iter().map(|role| role.title.as_str()).collect();
            Named { name: &actor.name, kind, roles }
        })
        .collect();
    let summary = article.summary.items().iter().map(|line| line.text.as_str()).collect();
    let text = complete.map(|_| article.text.as_str());
    let line = Line { id, text, complete, attributions, actors, summary };
    // Writing strings, numbers and lists into memory cannot fail.
    escaped(serde_json::to_string(&line).unwrap_or_default())
}

fn attribution<'a>(statement: &Statement, article: &Article, by_id: &ActorsById<'a>) -> Option<Attribution<'a>> {
    let content: Vec<[usize; 2]> = statement.spans().map(|span| [span.start(), span.end()]).collect();
    if content.is_empty() || statement.orphaned {
        return None;
    }
    let actors = by_id.speakers(statement);
    let speakers: Vec<&str> = actors.iter().map(|actor| actor.name.as_str()).collect();
    let speaker = speakers.first().map(|name| (*name).to_owned()).or_else(|| noun_phrase(statement, article));
    let kind = statement.speaker_kind.known().copied().unwrap_or_else(|| {
        match actors.first().and_then(|actor| actor.kind.known()) {
            Some(ActorKind::Person) => SpeakerKind::Person,
            Some(ActorKind::Organisation | ActorKind::Place) => SpeakerKind::Organisation,
            Some(ActorKind::Group) => SpeakerKind::Group,
            Some(ActorKind::Other) | None => SpeakerKind::Unknown,
        }
    });
    let confidence = statement
        .confidence
        .known()
        .map(|confidence| Sure { content: confidence.content, speaker: confidence.speaker });
    Some(Attribution {
        source: place(&statement.source),
        cue: place(&statement.cue),
        content,
        speaker,
        speakers,
        speaker_kind: name_of(&SpeakerKind::NAMES, kind),
        kind: name_of(&Kind::NAMES, statement.kind),
        nested: statement.nested_in.known().is_some(),
        confidence,
        review: statement.review.known().and_then(|review| name_of(&ReviewStatus::NAMES, review.status)),
    })
}

fn name_of<T: PartialEq + Copy>(names: &[(T, &'static str)], value: T) -> Option<&'static str> {
    names.iter().find(|(named, _)| *named == value).map(|(_, name)| *name)
}

fn place(anchor: &Maybe<Anchor>) -> Vec<[usize; 2]> {
    anchor.known().and_then(Anchor::span).map(|span| [span.start(), span.end()]).into_iter().collect()
}

/// The source's words on one line, when they are more than a pronoun.
fn noun_phrase(statement: &Statement, article: &Article) -> Option<String> {
    let words = statement.source.known()?.words(&article.text);
    let phrase: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_NAME_CHARS).collect();
    let is_pronoun = PRONOUNS.contains(&phrase.to_lowercase().as_str());
    (phrase.chars().any(char::is_alphanumeric) && !is_pronoun).then_some(phrase)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::attributions_line;
    use crate::article::format::read;

    #[track_caller]
    fn line(file: &Value) -> Value {
        let line = attributions_line(&json!("a1"), &read(&file.to_string()).unwrap());
        assert!(!line.contains('\n'));
        serde_json::from_str(&line).unwrap()
    }

    #[test]
    fn a_line_has_what_the_scorers_read() {
        let got = line(&json!({
            "text": { "value": "“We sail,” she said." },
            "actors": [{ "id": "p1", "name": "Odile Marchetti", "kind": "person",
                "roles": [{ "title": "mayor", "evidence": [{ "start": 11, "end": 14 }] }] }],
            "statements": [{ "kind": "direct", "content": [{ "start": 0, "end": 10 }], "cue": { "start": 15, "end": 19 },
                "source": { "start": 11, "end": 14 }, "speakers": ["p1"], "speaker_kind": "person",
                "confidence": { "content": 0.98, "speaker": 0.75 } }],
            "summary": [{ "text": "The ferry sails.", "evidence": [{ "start": 0, "end": 10 }] }]
        }));
        assert_eq!(
            got,
            json!({
                "id": "a1",
                "attributions": [{ "source": [[11, 14]], "cue": [[15, 19]], "content": [[0, 10]],
                    "speaker": "Odile Marchetti", "speakers": ["Odile Marchetti"], "speaker_kind": "person",
                    "kind": "direct", "nested": false, "confidence": { "content": 0.98, "speaker": 0.75 } }],
                "actors": [{ "name": "Odile Marchetti", "kind": "person", "roles": ["mayor"] }],
                "summary": ["The ferry sails."]
            })
        );
    }

    #[test]
    fn where_nobody_is_named_the_sources_words_stand() {
        let file = |source: Value| {
            json!({ "text": { "value": "A harbour\nofficial said they would sail." },
                "statements": [{ "content": [{ "exact": "they would sail" }], "source": source }] })
        };
        let got = line(&file(json!({ "start": 0, "end": 18 })));
        assert_eq!(got["attributions"][0]["speaker"], "A harbour official");
        assert_eq!(got["attributions"][0]["speakers"], json!([]));
        assert_eq!(got["attributions"][0]["speaker_kind"], "unknown");
        let got = line(&file(json!({ "exact": "they" })));
        assert_eq!(got["attributions"][0]["speaker"], Value::Null, "a pronoun names nobody");
        assert_eq!(got["attributions"][0]["source"], json!([[24, 28]]));
    }

    #[test]
    fn nested_statements_say_so() {
        let got = line(&json!({ "text": { "value": "Keel said Marchetti told him to go." },
            "statements": [{ "id": "a", "content": [{ "exact": "Marchetti told him to go" }] },
                { "id": "b", "content": [{ "exact": "to go" }], "nested_in": "a" }] }));
        assert_eq!(got["attributions"][0]["nested"], false);
        assert_eq!(got["attributions"][1]["nested"], true);
    }

    #[test]
    fn no_control_character_stands_in_a_line() {
        let article = read(&json!({ "text": { "value": "x" } }).to_string()).unwrap();
        let line = attributions_line(&json!("a\u{9b}31m\u{202e}\u{1b}"), &article);
        assert!(crate::clean::is_clean(&line), "{line:?}");
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], "a\u{9b}31m\u{202e}\u{1b}");
    }
}
