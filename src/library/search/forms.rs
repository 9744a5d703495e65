//! A name in a query stands for the person, whatever articles call them: who bears it in one article is meant in all.
//!
//! The index has each statement's names as they were known when it was written. People who have come to have another
//! form since then are asked for by number as well.

use std::borrow::Cow;

use rusqlite::{Connection, params};

use super::super::people::name::{folded, varied};
use super::super::query::{Ask, Field, Node, Terms};
use crate::catalogue::SpeakerKey;

/// Bearers of a word that are looked at, and those that are asked for by number.
const MOST_BEARERS: i64 = 1000;
const MOST: usize = 16;

/// The most words of a name that are looked at.
const MOST_WORDS: usize = 4;

/// A part of a query with the people behind its names beside these.
pub(super) fn widened<'n>(connection: &Connection, node: &'n Node) -> rusqlite::Result<Cow<'n, Node>> {
    Ok(match node {
        Node::Clause { at, ask: Ask::In(field @ (Field::Speaker | Field::About), terms) } if !terms.is_prefix => {
            let people = bearers(connection, terms)?;
            if people.is_empty() {
                return Ok(Cow::Borrowed(node));
            }
            let by_number =
                people.into_iter().map(|key| Node::Clause { at: at.clone(), ask: Ask::Person(*field, key) });
            Cow::Owned(Node::Any { at: at.clone(), of: std::iter::once(node.clone()).chain(by_number).collect() })
        }
        Node::Clause { .. } => Cow::Borrowed(node),
        Node::Not { at, of } => match widened(connection, of)? {
            Cow::Borrowed(_) => Cow::Borrowed(node),
            Cow::Owned(of) => Cow::Owned(Node::Not { at: at.clone(), of: Box::new(of) }),
        },
        Node::All { at, of } => match all(connection, of)? {
            None => Cow::Borrowed(node),
            Some(of) => Cow::Owned(Node::All { at: at.clone(), of }),
        },
        Node::Any { at, of } => match all(connection, of)? {
            None => Cow::Borrowed(node),
            Some(of) => Cow::Owned(Node::Any { at: at.clone(), of }),
        },
    })
}

fn all(connection: &Connection, nodes: &[Node]) -> rusqlite::Result<Option<Vec<Node>>> {
    let wide = nodes.iter().map(|node| widened(connection, node)).collect::<Result<Vec<_>, _>>()?;
    let is_wider = wide.iter().any(|node| matches!(node, Cow::Owned(_)));
    Ok(is_wider.then(|| wide.into_iter().map(Cow::into_owned).collect()))
}

/// The people with all these words in their names, in one spelling or another, as far as the index may not know it.
fn bearers(connection: &Connection, terms: &Terms) -> rusqlite::Result<Vec<SpeakerKey>> {
    let written = folded(&terms.text);
    let words: Vec<String> = written.iter().map(|word| varied(word)).take(MOST_WORDS).collect();
    let is_respelled = words.iter().zip(&written).any(|(one, other)| one != other);
    // The longest word is borne by the fewest.
    let Some(first) = words.iter().max_by_key(|word| word.len()) else { return Ok(Vec::new()) };
    let mut people: Vec<(i64, i64)> = connection
        .prepare_cached(
            "SELECT near.speaker, speaker.n_statements
             FROM (SELECT speaker FROM form_word WHERE word = ?1 LIMIT ?2) near
             CROSS JOIN speaker ON speaker.id = near.speaker
             WHERE speaker.n_statements + speaker.n_about > 0
                AND (?3 OR (SELECT count(*) FROM form WHERE form.speaker = near.speaker AND form.n > 0) > 1)",
        )?
        .query_map(params![first, MOST_BEARERS, is_respelled], |row| Ok((row.get(1)?, row.get(0)?)))?
        .collect::<Result<_, _>>()?;
    let mut has_word =
        connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM form_word WHERE speaker = ?1 AND word = ?2)")?;
    for word in words.iter().filter(|word| *word != first) {
        let mut kept = Vec::new();
        for (n, speaker) in people {
            if has_word.query_row(params![speaker, word], |row| row.get(0))? {
                kept.push((n, speaker));
            }
        }
        people = kept;
    }
    people.sort_unstable_by(|a, b| b.cmp(a));
    Ok(people.into_iter().take(MOST).map(|(_, speaker)| SpeakerKey(speaker)).collect())
}
