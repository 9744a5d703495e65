//! How speakers are named in front of a reader: joined, with their roles, or in the source's words.

use std::collections::HashMap;

use super::{Actor, ActorId, Article, Kind, SpeakerKind, Statement};

/// The actors of an article by id, for whoever looks up more than one.
#[derive(Clone, Debug)]
pub struct ActorsById<'a>(HashMap<&'a ActorId, &'a Actor>);

impl<'a> ActorsById<'a> {
    /// Looks at every actor once. Of two with one id the first stands, as in [`Article::actor`].
    pub fn new(article: &'a Article) -> Self {
        let mut by_id = HashMap::new();
        for actor in article.actors.items() {
            by_id.entry(&actor.id).or_insert(actor);
        }
        Self(by_id)
    }

    /// The actor that an id names.
    pub fn get(&self, id: &ActorId) -> Option<&'a Actor> {
        self.0.get(id).copied()
    }

    /// The speakers of a statement that stand, as far as they are actors of the article.
    pub fn speakers(&self, statement: &Statement) -> Vec<&'a Actor> {
        statement.standing_speakers().iter().filter_map(|id| self.0.get(id).copied()).collect()
    }
}

/// The reporting words that have to be read with a paraphrase, since it may be denied as well as said. Nothing for
/// direct statements, and where the words say no more than that it was said.
pub fn reported_as(kind: Kind, cue: &str) -> Option<&str> {
    const PLAIN: [&str; 4] = ["said", "says", "say", "saying"];
    let has_meaning = matches!(kind, Kind::Indirect | Kind::Mixed) && !PLAIN.contains(&cue.to_lowercase().as_str());
    has_meaning.then_some(cue)
}

/// The same of a statement of an article.
pub fn reporting_words<'a>(article: &'a Article, statement: &'a Statement) -> Option<&'a str> {
    reported_as(statement.kind, statement.cue.known()?.words(&article.text))
}

/// What to say of a statement that is no longer found in the article, but was kept for what a reader said of it.
pub fn kept_from_earlier(statement: &Statement) -> Option<&'static str> {
    let is_lost = statement.spans().next().is_none();
    statement.orphaned.then_some(if is_lost { LOST } else { "kept from an earlier version; not found anew" })
}

/// What to say of words that the present text does not have.
pub const LOST: &str = "kept from an earlier version; the present text does not have these words";

/// The speakers of a statement in words: *Ada Brook, Odile Marchetti and Bruno Keel*; where none is an actor, the
/// source's own words, unless the reader says that nobody is named.
pub fn speaker_words(article: &Article, statement: &Statement, speakers: &[&Actor]) -> String {
    if speakers.is_empty() {
        return unnamed(article, statement);
    }
    joined(speakers.iter().map(|actor| actor.name.clone()).collect())
}

/// The same, each with the role that the article gives: *Ada Brook (mayor) and Bruno Keel*.
pub fn speakers_with_roles(article: &Article, statement: &Statement, speakers: &[&Actor]) -> String {
    if speakers.is_empty() {
        return unnamed(article, statement);
    }
    let with_role = |actor: &&Actor| match actor.role() {
        Some(role) => format!("{} ({role})", actor.name),
        None => actor.name.clone(),
    };
    joined(speakers.iter().map(with_role).collect())
}

fn joined(mut names: Vec<String>) -> String {
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
        None => String::new(),
    }
}

fn unnamed(article: &Article, statement: &Statement) -> String {
    if statement.has_readers_speaker() { "nobody named".to_owned() } else { source_words(article, statement) }
}

/// The article's words for who speaks: what the machine goes by where it knows no actor.
pub fn source_words(article: &Article, statement: &Statement) -> String {
    let source = statement.source.known().map(|source| source.words(&article.text).trim());
    match (source.filter(|words| !words.is_empty()), statement.speaker_kind.known()) {
        (Some(words), Some(SpeakerKind::Anonymous)) => format!("{words} (not named)"),
        (Some(words), _) => words.to_owned(),
        (None, _) => "nobody named".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ActorsById, speaker_words, speakers_with_roles};
    use crate::article::format::read;

    #[track_caller]
    fn named(statement: serde_json::Value, words: &str, with_roles: &str) {
        let role = |title: &str| json!([{ "title": title, "evidence": [{ "start": 0, "end": 2 }] }]);
        let mut statement = statement;
        statement["content"] = json!([{ "exact": "rained" }]);
        let file = json!({
            "text": { "value": "An aide said it rained." },
            "actors": [{ "id": "a", "name": "Ada Brook", "roles": role("mayor") }, { "id": "b", "name": "Bruno Keel" },
                { "id": "c", "name": "Odile Marchetti", "roles": role("pilot") }],
            "statements": [statement]
        });
        let article = read(&file.to_string()).unwrap();
        let statement = &article.statements.items()[0];
        let speakers = ActorsById::new(&article).speakers(statement);
        assert_eq!(speaker_words(&article, statement, &speakers), words);
        assert_eq!(speakers_with_roles(&article, statement, &speakers), with_roles);
    }

    #[test]
    fn speakers_are_joined_and_each_has_its_role() {
        named(json!({ "speakers": ["b"] }), "Bruno Keel", "Bruno Keel");
        named(json!({ "speakers": ["a", "b"] }), "Ada Brook and Bruno Keel", "Ada Brook (mayor) and Bruno Keel");
        named(
            json!({ "speakers": ["a", "b", "c"] }),
            "Ada Brook, Bruno Keel and Odile Marchetti",
            "Ada Brook (mayor), Bruno Keel and Odile Marchetti (pilot)",
        );
    }

    #[test]
    fn where_no_actor_speaks_the_source_is_named() {
        named(json!({ "source": { "exact": "An aide" } }), "An aide", "An aide");
        let aide = json!({ "source": { "exact": "An aide" }, "speaker_kind": "anonymous" });
        named(aide, "An aide (not named)", "An aide (not named)");
        named(json!({}), "nobody named", "nobody named");
    }

    #[test]
    fn where_the_reader_says_that_nobody_is_named_the_articles_words_are_not_the_readers() {
        let review = json!({ "status": "corrected", "speakers": [] });
        let statement = json!({ "source": { "exact": "An aide" }, "speakers": ["a"], "review": review });
        named(statement, "nobody named", "nobody named");
    }
}
