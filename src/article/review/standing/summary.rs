//! The summary: its lines name those who stand, and lead to statements that are some.
//!
//! A line may say in square brackets who is meant by its first words. Where the reader says that it is somebody else,
//! the brackets say so; where nobody can be named, the line is the article's own words again.

use std::collections::{HashMap, HashSet};

use super::people::People;
use crate::article::{Actor, ActorId, Article, Maybe, Review, Statement, StatementId, SummaryLine};

pub(super) fn honour(article: &Article, stands: &mut Article, people: &People, rejected: &HashSet<StatementId>) {
    let Maybe::Known(lines) = &mut stands.summary else { return };
    let actors: HashMap<&ActorId, &Actor> = article.actors.items().iter().map(|actor| (&actor.id, actor)).collect();
    let called = |id: &ActorId| -> Option<String> {
        let actor = actors.get(id)?;
        let other = actor.review.known().and_then(|review| review.other_name());
        Some(other.unwrap_or(&actor.name).to_owned())
    };
    // What a bracket said, and what it is to say; nothing where nobody can be named.
    let mut names: HashMap<&str, Option<String>> = HashMap::new();
    for actor in article.actors.items() {
        let now = people.lead(&actor.id).and_then(|id| called(&id));
        if now.as_ref() != Some(&actor.name) {
            names.entry(&actor.name).or_insert(now);
        }
    }
    let statements: HashMap<&StatementId, &Statement> =
        article.statements.items().iter().map(|statement| (&statement.id, statement)).collect();
    for line in lines {
        let mut own: HashMap<&str, Option<String>> = HashMap::new();
        for statement in line.statements.items().iter().filter_map(|id| statements.get(id)) {
            let Some(speakers) = statement.review.known().and_then(Review::other_speakers) else { continue };
            let now = match people.lead_all(speakers).as_slice() {
                [only] => called(only),
                _ => None,
            };
            for machine in statement.speakers.items().iter().filter(|id| !speakers.contains(id)) {
                if let Some(actor) = actors.get(machine) {
                    own.insert(&actor.name, now.clone());
                }
            }
        }
        name_anew(line, article, &own, &names);
        if let Maybe::Known(ids) = &mut line.statements {
            ids.retain(|id| !rejected.contains(id));
        }
        if let Maybe::Known(ids) = &mut line.actors {
            *ids = people.lead_all(ids);
        }
    }
}

/// What stands in square brackets, the inner ones where they are nested.
fn bracketed(words: &str) -> impl Iterator<Item = &str> {
    let mut parts: Vec<&str> = words.split(']').collect();
    // Nothing closes the last one.
    parts.pop();
    parts.into_iter().filter_map(|part| part.rsplit_once('[').map(|(_, name)| name))
}

/// Puts other names into a line's brackets.
fn name_anew(
    line: &mut SummaryLine,
    article: &Article,
    own: &HashMap<&str, Option<String>>,
    names: &HashMap<&str, Option<String>>,
) {
    if (own.is_empty() && names.is_empty()) || !line.text.contains('[') {
        return;
    }
    let said: Vec<&str> = line.evidence.iter().map(|place| place.words(&article.text)).collect();
    let said_in_brackets: HashSet<&str> = said.iter().flat_map(|words| bracketed(words)).collect();
    let mut text = String::with_capacity(line.text.len());
    let mut rest = line.text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let Some((inside, behind)) = after.split_once(']') else {
            text.extend(["[", after]);
            rest = "";
            break;
        };
        let name = match inside.rsplit_once('[') {
            Some((outer, name)) => {
                text.extend(["[", outer]);
                name
            }
            None => inside,
        };
        // Brackets of the article's own say what the article says.
        let is_own = said_in_brackets.contains(name);
        match own.get(name).or_else(|| names.get(name)).filter(|_| !is_own) {
            Some(Some(now)) => text.extend(["[", now, "]"]),
            Some(None) if !said.is_empty() => {
                line.text = said.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
                return;
            }
            _ => text.extend(["[", name, "]"]),
        }
        rest = behind;
    }
    text.push_str(rest);
    line.text = text;
}
