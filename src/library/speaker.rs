//! A speaker's page: what the library has of one person or body; and finding people by name.

mod topic;

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::people::how_words;
use super::people::name::{Name, folded};
use super::search::hits;
use super::{Library, LibraryError, moment, slot};
use crate::article::ActorKind;
use crate::catalogue::{ArticleKey, Count, Hit, Joined, Person, SpeakerKey, SpeakerPage};

/// People that a name gives at most.
const MOST_PEOPLE: usize = 50;

/// Statements that a page shows of each sort.
const MOST_SHOWN: usize = 50;

/// The newest statements that outlets and topics are counted over, and the statements of others that they are held
/// against: so many runs of so many, evenly over the library.
const WEIGHED: usize = 1000;
const N_RUNS: i64 = 16;
const RUN: i64 = 100;

/// The newest appearances that roles and reasons are taken from.
const MOST_APPEARANCES: i64 = 400;

/// Weeks of a series: ten years.
const MOST_WEEKS: usize = 520;

const MOST_ROLES: usize = 12;
const MOST_TOPICS: usize = 12;
const MOST_OUTLETS: usize = 20;
const MOST_NAMESAKES: i64 = 20;

/// Joined to others that were joined in turn: a chain is followed so far.
const MOST_JOINED: usize = 32;

impl Library {
    /// The people whose names have words that begin so, each of them; the most quoted first, 50 at most. Accents, case
    /// and titles do not matter. `#17` is the speaker of that number.
    pub fn people(&self, name: &str) -> Result<Vec<Person>, LibraryError> {
        if let Some(number) = name.trim().strip_prefix('#').and_then(|number| number.parse().ok()) {
            let person = self.person(SpeakerKey(number))?;
            return Ok(person.into_iter().collect());
        }
        let mut words = Name::of_person(name).words;
        if words.is_empty() {
            words = folded(name);
        }
        people(&self.connection, words).map_err(|error| self.fault(&error))
    }

    /// One person in short; whom they were joined to, where they were.
    pub fn person(&self, key: SpeakerKey) -> Result<Option<Person>, LibraryError> {
        let found = resolved(&self.connection, key).and_then(|key| match key {
            Some(key) => person(&self.connection, key),
            None => Ok(None),
        });
        found.map_err(|error| self.fault(&error))
    }

    /// Everything about one person; nothing where there is no such number. The page of whom they were joined to, where
    /// they were.
    pub fn speaker_page(&self, key: SpeakerKey) -> Result<Option<SpeakerPage>, LibraryError> {
        let mut found = page(&self.connection, key).map_err(|error| self.fault(&error))?;
        if let Some(page) = &mut found {
            self.hide_in_page(page);
        }
        Ok(found)
    }

    /// Statements by somebody, newest first: so many, after leaving out so many.
    pub fn said_by(&self, key: SpeakerKey, offset: usize, limit: usize) -> Result<Vec<Hit>, LibraryError> {
        let mut hits = said_by(&self.connection, key, offset, limit).map_err(|error| self.fault(&error))?;
        self.hide_in_hits(&mut hits);
        Ok(hits)
    }

    /// Statements of others about somebody, newest first.
    pub fn said_about(&self, key: SpeakerKey, offset: usize, limit: usize) -> Result<Vec<Hit>, LibraryError> {
        let mut hits = said_about(&self.connection, key, offset, limit).map_err(|error| self.fault(&error))?;
        self.hide_in_hits(&mut hits);
        Ok(hits)
    }

    /// The article that was the last to come in; numbers of articles follow their arrival.
    pub fn latest_arrival(&self) -> Result<ArticleKey, LibraryError> {
        let found = self.connection.query_row("SELECT ifnull(max(id), 0) FROM article", [], |row| row.get(0));
        found.map(ArticleKey).map_err(|error| self.fault(&error))
    }

    /// Remembers that a person's page was read when this article was the last to have come in: what comes later is
    /// new.
    pub fn mark_seen(&mut self, key: SpeakerKey, latest: ArticleKey) -> Result<(), LibraryError> {
        let done = resolved(&self.connection, key).and_then(|found| {
            let key = found.unwrap_or(key);
            self.connection.prepare_cached("UPDATE speaker SET seen = ?2 WHERE id = ?1")?.execute([key.0, latest.0])
        });
        done.map(drop).map_err(|error| self.fault(&error))
    }
}

/// Follows what was joined to what.
pub(super) fn resolved(connection: &Connection, key: SpeakerKey) -> rusqlite::Result<Option<SpeakerKey>> {
    let mut at = key.0;
    for _ in 0..MOST_JOINED {
        let merged: Option<Option<i64>> = connection
            .prepare_cached("SELECT merged FROM speaker WHERE id = ?1")?
            .query_row([at], |row| row.get(0))
            .optional()?;
        match merged {
            None => return Ok(None),
            Some(None) => return Ok(Some(SpeakerKey(at))),
            Some(Some(next)) => at = next,
        }
    }
    Ok(None)
}

const PERSON: &str = "s.id, s.name, s.role, s.n_statements";

fn read_person(row: &Row<'_>) -> rusqlite::Result<Person> {
    let n_statements = row.get::<_, u32>(3)? as usize;
    Ok(Person { id: SpeakerKey(row.get(0)?), name: row.get(1)?, role: row.get(2)?, n_statements })
}

/// One person in short.
pub(super) fn person(connection: &Connection, key: SpeakerKey) -> rusqlite::Result<Option<Person>> {
    connection
        .prepare_cached(&format!("SELECT {PERSON} FROM speaker s WHERE s.id = ?1"))?
        .query_row([key.0], read_person)
        .optional()
}

fn people(connection: &Connection, mut words: Vec<String>) -> rusqlite::Result<Vec<Person>> {
    // The longest word leaves the fewest people.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words.truncate(8);
    let Some((first, rest)) = words.split_first() else { return Ok(Vec::new()) };
    let mut sql = format!(
        "SELECT {PERSON} FROM speaker s
         WHERE s.id IN (SELECT speaker FROM form_word WHERE word >= ?1 AND word < ?1 || char(1114111))"
    );
    for n in 2..rest.len() + 2 {
        let also = format!(
            " AND EXISTS (SELECT 1 FROM form_word w
                WHERE w.speaker = s.id AND w.word >= ?{n} AND w.word < ?{n} || char(1114111))"
        );
        sql.push_str(&also);
    }
    let order = format!(" ORDER BY s.n_statements DESC, s.id LIMIT {MOST_PEOPLE}");
    sql.push_str(&order);
    let bound = std::iter::once(first).chain(rest);
    connection.prepare_cached(&sql)?.query_map(rusqlite::params_from_iter(bound), read_person)?.collect()
}

fn said_by(connection: &Connection, key: SpeakerKey, offset: usize, limit: usize) -> rusqlite::Result<Vec<Hit>> {
    let ids: Vec<i64> = connection
        .prepare_cached("SELECT statement FROM said WHERE speaker = ?1 ORDER BY statement DESC LIMIT ?3 OFFSET ?2")?
        .query_map(params![key.0, offset as i64, limit as i64], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    hits(connection, &ids)
}

fn said_about(connection: &Connection, key: SpeakerKey, offset: usize, limit: usize) -> rusqlite::Result<Vec<Hit>> {
    let ids: Vec<i64> = connection
        .prepare_cached(
            "SELECT statement FROM about WHERE speaker = ?1
                AND NOT EXISTS (SELECT 1 FROM said WHERE said.speaker = ?1 AND said.statement = about.statement)
             ORDER BY statement DESC LIMIT ?3 OFFSET ?2",
        )?
        .query_map(params![key.0, offset as i64, limit as i64], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    hits(connection, &ids)
}

fn page(connection: &Connection, key: SpeakerKey) -> rusqlite::Result<Option<SpeakerPage>> {
    let Some(key) = resolved(connection, key)? else { return Ok(None) };
    let Some(person) = person(connection, key)? else { return Ok(None) };
    let (kind, n_about, seen): (Option<u8>, u32, Option<i64>) = connection
        .prepare_cached("SELECT kind, n_about, seen FROM speaker WHERE id = ?1")?
        .query_row([key.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let kind = kind.and_then(|kind| ActorKind::NAMES.get(usize::from(kind))).map(|(kind, _)| *kind);
    let forms: Vec<String> = connection
        .prepare_cached("SELECT name FROM form WHERE speaker = ?1 AND n > 0 ORDER BY n DESC, name")?
        .query_map([key.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let (roles, joined) = appearances(connection, key)?;
    let (outlets, own) = weighed(connection, key)?;
    let topics = topic::topics(&own, &others(connection, key)?, &forms, MOST_TOPICS);
    let n_new = match seen {
        Some(seen) => connection
            .prepare_cached(
                "SELECT count(*) FROM article
                 CROSS JOIN said ON said.speaker = ?1
                    AND said.statement BETWEEN article.slot AND article.slot + article.n_ids
                 WHERE article.id IN (SELECT article FROM appearance WHERE speaker = ?1 AND article > ?2)",
            )?
            .query_row([key.0, seen], |row| row.get::<_, u32>(0))?,
        None => 0,
    };
    Ok(Some(SpeakerPage {
        namesakes: namesakes(connection, key, &person.name, kind)?,
        weeks: weeks(connection, key)?,
        by: said_by(connection, key, 0, MOST_SHOWN)?,
        about: said_about(connection, key, 0, MOST_SHOWN)?,
        n_by: person.n_statements,
        n_weighed: own.len(),
        person,
        forms,
        joined,
        roles,
        outlets,
        topics,
        n_about: n_about as usize,
        seen: seen.map(ArticleKey),
        n_new: n_new as usize,
    }))
}

/// The roles that articles give, the latest first, and why each form is taken for the speaker.
fn appearances(connection: &Connection, key: SpeakerKey) -> rusqlite::Result<(Vec<String>, Vec<Joined>)> {
    let mut query = connection
        .prepare_cached("SELECT name, role, how FROM appearance WHERE speaker = ?1 ORDER BY article DESC LIMIT ?2")?;
    let mut rows = query.query([key.0, MOST_APPEARANCES])?;
    let mut roles: Vec<String> = Vec::new();
    let mut joined: BTreeMap<(String, i64), usize> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        *joined.entry((row.get(0)?, row.get(2)?)).or_default() += 1;
        if let Some(role) = row.get::<_, Option<String>>(1)?
            && roles.len() < MOST_ROLES
            && !roles.iter().any(|known| known.eq_ignore_ascii_case(&role))
        {
            roles.push(role);
        }
    }
    let tell = |((name, how), n): ((String, i64), usize)| {
        let (how, is_inferred) = how_words(how);
        Joined { name, how: how.to_owned(), is_inferred, n }
    };
    let mut joined: Vec<Joined> = joined.into_iter().map(tell).collect();
    joined.sort_by_key(|joined| std::cmp::Reverse(joined.n));
    Ok((roles, joined))
}

/// Others of the same surname; of a body, others of the same name.
fn namesakes(
    connection: &Connection,
    key: SpeakerKey,
    name: &str,
    kind: Option<ActorKind>,
) -> rusqlite::Result<Vec<Person>> {
    if kind == Some(ActorKind::Person) {
        let name = Name::of_person(name);
        return connection
            .prepare_cached(&format!(
                "SELECT {PERSON} FROM form_word w JOIN speaker s ON s.id = w.speaker
                 WHERE w.word = ?1 AND s.id <> ?2 AND s.kind IS ?3 AND (w.is_last = 1 OR instr(trim(s.name), ' ') = 0)
                 ORDER BY s.n_statements DESC, s.id LIMIT ?4"
            ))?
            .query_map(params![name.surname(), key.0, person_number(), MOST_NAMESAKES], read_person)?
            .collect();
    }
    connection
        .prepare_cached(&format!(
            "SELECT {PERSON} FROM speaker s WHERE s.merged IS NULL AND s.id <> ?1 AND s.id IN
                (SELECT other.speaker FROM form own JOIN form other ON other.folded = own.folded AND other.n > 0
                 WHERE own.speaker = ?1)
             ORDER BY s.n_statements DESC, s.id LIMIT ?2"
        ))?
        .query_map(params![key.0, MOST_NAMESAKES], read_person)?
        .collect()
}

fn person_number() -> Option<i64> {
    ActorKind::NAMES.iter().position(|(kind, _)| *kind == ActorKind::Person).map(|at| at as i64)
}

/// Statements by week, oldest first, named by the week's Monday.
fn weeks(connection: &Connection, key: SpeakerKey) -> rusqlite::Result<Vec<Count>> {
    let zone = TimeZone::system();
    let mut weeks: BTreeMap<i64, usize> = BTreeMap::new();
    let mut query =
        connection.prepare_cached("SELECT statement FROM said WHERE speaker = ?1 ORDER BY statement DESC")?;
    let mut rows = query.query([key.0])?;
    // Statements of one article lie together: the hour is looked at once.
    let mut last: Option<(i64, i64)> = None;
    while let Some(row) = rows.next()? {
        let hour = slot::seconds_of(row.get(0)?).div_euclid(3600);
        let week = match last {
            Some((known, week)) if known == hour => week,
            // 1970-01-01 was a Thursday.
            _ => (moment::day_of(hour * 3600, &zone) + 3).div_euclid(7),
        };
        last = Some((hour, week));
        *weeks.entry(week).or_default() += 1;
    }
    let (Some((&first, _)), Some((&newest, _))) = (weeks.first_key_value(), weeks.last_key_value()) else {
        return Ok(Vec::new());
    };
    let first = first.max(newest - MOST_WEEKS as i64 + 1);
    let monday = |week: i64| {
        let thursday = moment::date_of(week * 7);
        thursday.checked_sub(3.days()).unwrap_or(thursday).to_string()
    };
    Ok((first..=newest).map(|week| Count { name: monday(week), n: weeks.get(&week).copied().unwrap_or(0) }).collect())
}

/// Outlets of the newest statements, most first, and the statements' words.
fn weighed(connection: &Connection, key: SpeakerKey) -> rusqlite::Result<(Vec<Count>, Vec<String>)> {
    let mut query = connection.prepare_cached(
        "SELECT statement.content, article.outlet
         FROM (SELECT statement AS id FROM said WHERE speaker = ?1 ORDER BY statement DESC LIMIT ?2) newest
         CROSS JOIN statement ON statement.id = newest.id CROSS JOIN article ON article.id = statement.article",
    )?;
    let mut rows = query.query(params![key.0, WEIGHED as i64])?;
    let mut outlets: BTreeMap<String, usize> = BTreeMap::new();
    let mut contents = Vec::new();
    while let Some(row) = rows.next()? {
        contents.push(row.get(0)?);
        if let Some(outlet) = row.get::<_, Option<String>>(1)? {
            *outlets.entry(outlet).or_default() += 1;
        }
    }
    let mut outlets: Vec<Count> = outlets.into_iter().map(|(name, n)| Count { name, n }).collect();
    outlets.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.name.cmp(&b.name)));
    outlets.truncate(MOST_OUTLETS);
    Ok((outlets, contents))
}

/// Statements of others, in runs evenly over the library.
fn others(connection: &Connection, key: SpeakerKey) -> rusqlite::Result<Vec<String>> {
    let (first, last): (Option<i64>, Option<i64>) = connection
        .prepare_cached("SELECT (SELECT min(id) FROM statement), (SELECT max(id) FROM statement)")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(first), Some(last)) = (first, last) else { return Ok(Vec::new()) };
    let step = ((i128::from(last) - i128::from(first)) / i128::from(N_RUNS)).max(1);
    let mut others = Vec::new();
    let mut from = first;
    let mut query = connection.prepare_cached(
        "SELECT id, content, EXISTS (SELECT 1 FROM said WHERE speaker = ?3 AND statement = id)
         FROM statement WHERE id >= ?1 ORDER BY id LIMIT ?2",
    )?;
    for n in 0..N_RUNS {
        let begin = i128::from(first) + step * i128::from(n);
        from = from.max(i64::try_from(begin).unwrap_or(last));
        let mut rows = query.query([from, RUN, key.0])?;
        while let Some(row) = rows.next()? {
            from = row.get::<_, i64>(0)? + 1;
            if !row.get(2)? {
                others.push(row.get(1)?);
            }
        }
    }
    Ok(others)
}
