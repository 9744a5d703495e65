//! Clauses that fit more than one person.

use rusqlite::{Connection, params_from_iter};

use super::super::people::name::folded;
use super::super::query::{Ask, Field, Node, Terms};
use crate::catalogue::{Namesakes, Person, SpeakerKey};

/// The people that are named.
const SHOWN: usize = 5;

/// The most clauses that are looked at, and the most words of one.
const MOST_CLAUSES: usize = 4;
const MOST_WORDS: usize = 5;

/// What is said of people; the first word leads to them, each further one must lead to them too.
const PEOPLE: &str = "SELECT speaker.id, speaker.name, speaker.role, speaker.n_statements, speaker.n_about
    FROM form_word CROSS JOIN speaker ON speaker.id = form_word.speaker WHERE form_word.word = ?1";
const ALSO: &str = " AND EXISTS (SELECT 1 FROM form_word AS also WHERE also.speaker = speaker.id AND also.word = ";

/// The clauses of a query that fit two people or more, the most quoted of these first.
pub(super) fn of(connection: &Connection, root: Option<&Node>) -> rusqlite::Result<Vec<Namesakes>> {
    let clauses = root.map(Node::clauses).unwrap_or_default();
    let mut found: Vec<Namesakes> = Vec::new();
    let named = clauses.into_iter().filter_map(|(ask, is_excluded)| match ask {
        Ask::In(field @ (Field::Speaker | Field::About), terms) if !is_excluded && !terms.is_prefix => {
            Some((*field, terms))
        }
        _ => None,
    });
    for (field, terms) in named.take(MOST_CLAUSES) {
        if found.iter().any(|known| known.asked == terms.text) {
            continue;
        }
        found.extend(people(connection, field, terms)?);
    }
    Ok(found)
}

fn people(connection: &Connection, field: Field, terms: &Terms) -> rusqlite::Result<Option<Namesakes>> {
    let mut words = folded(&terms.text);
    // The longest is borne by the fewest people, as a rule.
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.dedup();
    words.truncate(MOST_WORDS);
    if words.is_empty() {
        return Ok(None);
    }
    let mut query = connection.prepare_cached(&statement(words.len()))?;
    let rows = query.query_map(params_from_iter(&words), |row| {
        let (n_said, n_about): (i64, i64) = (row.get(3)?, row.get(4)?);
        let person = Person {
            id: SpeakerKey(row.get(0)?),
            name: row.get(1)?,
            role: row.get(2)?,
            n_statements: usize::try_from(n_said).unwrap_or(0),
        };
        Ok((if field == Field::About { n_about } else { n_said }, person))
    })?;
    let mut found: Vec<(i64, Person)> = rows.collect::<Result<_, _>>()?;
    found.retain(|(n, _)| *n > 0);
    found.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.id.cmp(&other.1.id)));
    let n = found.len();
    let people: Vec<Person> = found.into_iter().take(SHOWN).map(|(_, person)| person).collect();
    Ok((n > 1).then(|| Namesakes { asked: terms.text.clone(), n, people }))
}

/// The statement for so many words.
pub(super) fn statement(n_words: usize) -> String {
    (2..=n_words).fold(PEOPLE.to_owned(), |statement, n| statement + ALSO + "?" + &n.to_string() + ")")
}
