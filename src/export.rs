//! What an article becomes outside: plain text for pipes, neutral lines for scorers.

use serde_json::{Value, json};

use crate::article::Article;

/// The briefing as plain text.
pub fn briefing(article: &Article, width_col: usize) -> String {
    textwrap::fill(article.text.as_str(), width_col.max(20))
}

/// The attributions of one article as one line of JSON.
pub fn attributions_line(id: &Value, article: &Article) -> String {
    let attributions: Vec<Value> = article
        .statements
        .items()
        .iter()
        .map(|statement| {
            let content: Vec<[usize; 2]> = statement.spans().map(|span| [span.start(), span.end()]).collect();
            let part = |anchor: Option<&crate::article::Anchor>| {
                anchor
                    .and_then(crate::article::Anchor::span)
                    .map(|span| vec![[span.start(), span.end()]])
                    .unwrap_or_default()
            };
            let speakers: Vec<&str> = statement
                .standing_speakers()
                .iter()
                .filter_map(|id| article.actor(id).map(|actor| actor.name.as_str()))
                .collect();
            json!({ "source": part(statement.source.known()), "cue": part(statement.cue.known()), "content": content,
                "speaker": speakers.first(), "speakers": speakers, "nested": statement.nested_in.known().is_some() })
        })
        .collect();
    json!({ "id": id, "attributions": attributions }).to_string()
}
