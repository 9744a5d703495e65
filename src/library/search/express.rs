//! Parts of a query as expressions of the full-text index, as far as the index alone can answer them.

use super::super::index::{Facet, note_phrase};
use super::super::query::word::spread;
use super::super::query::{Ask, Field, Node, State, Terms};
use crate::catalogue::ArticleKey;

/// What every row has.
pub(super) fn everything() -> String {
    facet(Facet::All)
}

/// The expression for a part of a query; nothing where it asks for more than the index knows.
pub(super) fn expression(node: &Node) -> Option<String> {
    match node {
        Node::Clause { ask, .. } => clause(ask),
        Node::Not { of, .. } => Some(all(&[], &[expression(of)?])),
        Node::All { of, .. } => {
            let (mut wanted, mut excluded) = (Vec::new(), Vec::new());
            for part in of {
                match part {
                    Node::Not { of, .. } => excluded.push(expression(of)?),
                    part => wanted.push(expression(part)?),
                }
            }
            Some(all(&wanted, &excluded))
        }
        Node::Any { of, .. } => Some(any(&of.iter().map(expression).collect::<Option<Vec<_>>>()?)),
    }
}

/// What fits all wanted expressions and none of the excluded ones.
pub(super) fn all(wanted: &[String], excluded: &[String]) -> String {
    let wanted = if wanted.is_empty() { everything() } else { wanted.join(" AND ") };
    if excluded.is_empty() { format!("({wanted})") } else { format!("(({wanted}) NOT {})", any(excluded)) }
}

/// What belongs to one of these articles.
pub(super) fn articles(keys: &[i64]) -> String {
    any(&keys.iter().map(|&key| facet(Facet::Article(ArticleKey(key)))).collect::<Vec<_>>())
}

/// What belongs to one of these articles, or has the tag itself.
pub(super) fn tagged(keys: &[i64], name: &str) -> String {
    let own = facet(Facet::Tag(name));
    if keys.is_empty() { own } else { any(&[own, articles(keys)]) }
}

/// What has the tag itself.
pub(super) fn own_tag(name: &str) -> String {
    facet(Facet::Tag(name))
}

fn any(of: &[String]) -> String {
    format!("({})", of.join(" OR "))
}

fn clause(ask: &Ask) -> Option<String> {
    Some(match ask {
        Ask::Word(terms) => words("{content speaker}", terms),
        Ask::In(field, terms) => words(column(*field)?, terms),
        Ask::Person(Field::About, key) => facet(Facet::About(*key)),
        Ask::Person(_, key) => facet(Facet::Speaker(*key)),
        Ask::Kind(kind) => facet(Facet::Kind(*kind)),
        Ask::Lang(tag) => facet(Facet::Lang(tag)),
        Ask::Article(key) => facet(Facet::Article(*key)),
        Ask::Is(State::Incomplete) => facet(Facet::Incomplete),
        Ask::Is(State::Unattributed) => facet(Facet::Unattributed),
        Ask::Is(State::Judged(status)) => facet(Facet::Review(*status)),
        Ask::Is(State::Noted) => facet(Facet::Noted),
        Ask::Note(terms) => {
            let phrase = note_phrase(&terms.text);
            format!("(facet : \"{phrase}\"{})", if terms.is_prefix { " *" } else { "" })
        }
        Ask::Is(State::Unread | State::Read | State::Starred | State::Updated)
        | Ask::From(_)
        | Ask::To(_)
        | Ask::Tag(_)
        | Ask::Saved(_) => return None,
    })
}

fn column(field: Field) -> Option<&'static str> {
    match field {
        Field::Text => Some("content"),
        Field::Speaker => Some("speaker"),
        Field::About => Some("about"),
        Field::Role => Some("role"),
        Field::Outlet => Some("outlet"),
        _ => None,
    }
}

fn words(columns: &str, terms: &Terms) -> String {
    let text = spread(&terms.text).replace('"', " ");
    format!("({columns} : \"{text}\"{})", if terms.is_prefix { " *" } else { "" })
}

fn facet(facet: Facet) -> String {
    format!("(facet : \"{}\")", facet.word())
}
