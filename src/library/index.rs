//! The full-text index: what each statement and each headline is found by, written and taken away.
//!
//! Two FTS5 tables of the same columns, `words` for statements and `heads` for articles. They keep no text of their
//! own; whoever changes what stands in the tables calls [`renew`], which makes an article's rows from them anew.
//! Rows written in the order of their ids cost least: a smaller id than the last makes FTS5 write out what it holds.
//! How rows are found is the business of `search`.

mod facet;

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::query::word::spread;
use crate::article::{Kind, ReviewStatus};
use crate::catalogue::{ArticleKey, SpeakerKey};
pub(super) use facet::{Facet, Facets, facets, note_phrase};

/// Stands between two names in a column, so that no phrase runs from one into the other.
const BETWEEN: &str = " 0 ";

/// The most forms of one name that a row is found by.
const MOST_FORMS: i64 = 16;

/// Which of the two indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// Statements, by their ids.
    Words,
    /// Articles by headline, by their slots.
    Heads,
}

/// What a row is found by.
#[derive(Clone, Copy, Debug)]
pub(super) struct IndexedStatement<'a> {
    /// The statement's id, or the article's slot.
    pub id: i64,
    /// The words said, or the headline.
    pub content: &'a str,
    /// All names of the speakers, as [`names`] joins them.
    pub speaker: &'a str,
    /// All names of those whom it is about.
    pub about: &'a str,
    /// Roles of the speakers.
    pub role: &'a str,
    /// The outlet.
    pub outlet: &'a str,
    /// Made-up words, from [`facets`].
    pub facets: &'a [String],
}

/// Names joined for a column, each once.
pub(super) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if !name.is_empty() && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.join(BETWEEN)
}

/// Writes a row that is not there yet.
pub(super) fn put(tx: &Connection, table: Table, row: &IndexedStatement) -> rusqlite::Result<()> {
    let sql = match table {
        Table::Words => {
            "INSERT INTO words (rowid, content, speaker, about, role, outlet, facet) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        }
        Table::Heads => {
            "INSERT INTO heads (rowid, content, speaker, about, role, outlet, facet) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        }
    };
    let facet = row.facets.join(" ");
    let [content, speaker, about, role, outlet] =
        [row.content, row.speaker, row.about, row.role, row.outlet].map(spread);
    let values = params![row.id, content, speaker, about, role, outlet, facet];
    tx.prepare_cached(sql)?.execute(values).map(drop)
}

/// Takes away every row of these ids, as far as they are there.
pub(super) fn take(tx: &Connection, table: Table, ids: RangeInclusive<i64>) -> rusqlite::Result<()> {
    let sql = match table {
        Table::Words => "DELETE FROM words WHERE rowid BETWEEN ?1 AND ?2",
        Table::Heads => "DELETE FROM heads WHERE rowid BETWEEN ?1 AND ?2",
    };
    tx.prepare_cached(sql)?.execute([ids.start(), ids.end()]).map(drop)
}

/// Takes away all rows of an article, by the ids that its slot has taken.
pub(super) fn withdraw(tx: &Connection, article: ArticleKey) -> rusqlite::Result<()> {
    let sql = "SELECT slot, n_ids FROM article WHERE id = ?1";
    let ids: Option<(i64, i64)> =
        tx.prepare_cached(sql)?.query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((slot, n_ids)) = ids else { return Ok(()) };
    take(tx, Table::Heads, slot..=slot)?;
    take(tx, Table::Words, slot + 1..=slot + n_ids)
}

/// Makes all rows of an article anew from what stands in `article`, `statement`, `said`, `about`, `speaker`, `form`
/// and `appearance`, which are to be written before. A removed article, or one that is not there, has none.
///
/// For an article that comes in, and for one that is replaced.
pub(super) fn renew(tx: &Connection, article: ArticleKey) -> rusqlite::Result<()> {
    withdraw(tx, article)?;
    write(tx, article, None)
}

/// Makes those rows of an article anew that are by or about some people, who were joined or parted. Articles in the
/// order of their slots cost least.
pub(super) fn renew_for(tx: &Connection, article: ArticleKey, people: &[SpeakerKey]) -> rusqlite::Result<()> {
    write(tx, article, Some(people))
}

/// Writes the rows of an article that are not there; of `concerned` people those that are.
fn write(tx: &Connection, article: ArticleKey, concerned: Option<&[SpeakerKey]>) -> rusqlite::Result<()> {
    let sql = "SELECT slot, headline, outlet, lang, complete, n_ids FROM article WHERE id = ?1 AND removed IS NULL";
    let head = tx.prepare_cached(sql)?.query_row([article.0], Head::read).optional()?;
    let Some(head) = head else { return Ok(()) };
    let mut people = People { article, known: HashMap::new() };
    let sql =
        "SELECT id, kind, content, role, review FROM statement WHERE id BETWEEN ?1 AND ?2 AND article = ?3 ORDER BY id";
    let mut query = tx.prepare_cached(sql)?;
    let ids = [head.slot + 1, head.slot + head.n_ids, article.0];
    let said: Vec<Said> = query.query_map(ids, Said::read)?.collect::<Result<_, _>>()?;
    let mut remarks = remarks(tx, article)?;
    let whose = "SELECT speaker FROM said WHERE statement = ?1 ORDER BY speaker";
    let whom = "SELECT speaker FROM about WHERE statement = ?1 ORDER BY speaker";
    let mut everybody = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = Vec::new();
    for said in &said {
        let speakers = keys(tx, whose, said.id)?;
        let about = keys(tx, whom, said.id)?;
        let (noted, tags) = remarks.remove(&said.id).unwrap_or_default();
        let of = Facets {
            kind: said.kind,
            speakers: &speakers,
            about: &about,
            review: said.review,
            noted: &noted,
            tags: &tags,
            ..head.facets(article)
        };
        let is_concerned = |people: &[SpeakerKey]| speakers.iter().chain(&about).any(|key| people.contains(key));
        if concerned.is_none_or(is_concerned) {
            rows.push((said, people.names(tx, &speakers)?, people.names(tx, &about)?, facets(&of)));
        }
        everybody.0.extend(speakers);
        everybody.1.extend(about);
        everybody.2.extend(said.role.as_deref());
    }
    // The headline's row knows everybody who speaks below it.
    let (mut speakers, mut about, roles) = everybody;
    for keys in [&mut speakers, &mut about] {
        keys.sort_unstable();
        keys.dedup();
    }
    let (noted, tags) = remarks.remove(&head.slot).unwrap_or_default();
    let of = Facets { speakers: &speakers, about: &about, noted: &noted, tags: &tags, ..head.facets(article) };
    let outlet = head.outlet.as_deref().unwrap_or_default();
    let row = IndexedStatement {
        id: head.slot,
        content: &head.headline,
        speaker: &people.names(tx, &speakers)?,
        about: &people.names(tx, &about)?,
        role: &names(roles),
        outlet,
        facets: &facets(&of),
    };
    if concerned.is_some() {
        take(tx, Table::Heads, head.slot..=head.slot)?;
    }
    put(tx, Table::Heads, &row)?;
    for (said, speaker, about, facets) in &rows {
        if concerned.is_some() {
            take(tx, Table::Words, said.id..=said.id)?;
        }
        let role = said.role.as_deref().unwrap_or_default();
        let row = IndexedStatement { id: said.id, content: &said.content, speaker, about, role, outlet, facets };
        put(tx, Table::Words, &row)?;
    }
    Ok(())
}

/// An article's part of its rows.
struct Head {
    slot: i64,
    headline: String,
    outlet: Option<String>,
    lang: Option<String>,
    complete: Option<bool>,
    n_ids: i64,
}

impl Head {
    fn read(row: &Row) -> rusqlite::Result<Self> {
        Ok(Self {
            slot: row.get(0)?,
            headline: row.get(1)?,
            outlet: row.get(2)?,
            lang: row.get(3)?,
            complete: row.get(4)?,
            n_ids: row.get(5)?,
        })
    }

    fn facets(&self, article: ArticleKey) -> Facets<'_> {
        Facets { article, lang: self.lang.as_deref(), complete: self.complete, ..Facets::default() }
    }
}

/// A statement's part of its row.
struct Said {
    id: i64,
    kind: Option<Kind>,
    content: String,
    role: Option<String>,
    review: Option<ReviewStatus>,
}

impl Said {
    fn read(row: &Row) -> rusqlite::Result<Self> {
        let position: u8 = row.get(1)?;
        let kind = Kind::NAMES.get(usize::from(position)).map(|(kind, _)| *kind);
        let review: Option<u8> = row.get(4)?;
        let review = review.and_then(|position| ReviewStatus::NAMES.get(usize::from(position)));
        let review = review.map(|(status, _)| *status);
        Ok(Self { id: row.get(0)?, kind, content: row.get(2)?, role: row.get(3)?, review })
    }
}

/// What was noted about an article and its statements, and their tags, by id.
fn remarks(tx: &Connection, article: ArticleKey) -> rusqlite::Result<HashMap<i64, (String, String)>> {
    let sql = "SELECT id, found, tags FROM remark WHERE article = ?1";
    tx.prepare_cached(sql)?.query_map([article.0], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?.collect()
}

fn keys(tx: &Connection, sql: &str, statement: i64) -> rusqlite::Result<Vec<SpeakerKey>> {
    tx.prepare_cached(sql)?.query_map([statement], |row| row.get(0).map(SpeakerKey))?.collect()
}

/// The names of people, each looked up once an article.
struct People {
    article: ArticleKey,
    known: HashMap<SpeakerKey, Vec<String>>,
}

impl People {
    /// All names of several people, for a column.
    fn names(&mut self, tx: &Connection, keys: &[SpeakerKey]) -> rusqlite::Result<String> {
        let mut joined = String::new();
        for &key in keys {
            if !self.known.contains_key(&key) {
                let forms = self.look_up(tx, key)?;
                self.known.insert(key, forms);
            }
            let forms = self.known.get(&key).map(Vec::as_slice).unwrap_or_default();
            let between = if joined.is_empty() { "" } else { BETWEEN };
            let _ = write!(joined, "{between}{}", names(forms.iter().map(String::as_str)));
        }
        Ok(joined)
    }

    /// The name that the library has, the one that the article has, and the forms met most often.
    fn look_up(&self, tx: &Connection, key: SpeakerKey) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT name FROM speaker WHERE id = ?1";
        let mut found: Vec<String> =
            tx.prepare_cached(sql)?.query_map([key.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let sql = "SELECT name FROM appearance WHERE speaker = ?1 AND article = ?2";
        let mut query = tx.prepare_cached(sql)?;
        for name in query.query_map([key.0, self.article.0], |row| row.get(0))? {
            found.push(name?);
        }
        let sql = "SELECT name FROM form WHERE speaker = ?1 ORDER BY n DESC, folded LIMIT ?2";
        let mut query = tx.prepare_cached(sql)?;
        for name in query.query_map(params![key.0, MOST_FORMS], |row| row.get(0))? {
            found.push(name?);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{Facets, IndexedStatement, Table, facets, names, put, renew, take, withdraw};
    use crate::article::Kind;
    use crate::catalogue::{ArticleKey, SpeakerKey};

    fn library() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("schema/1.sql")).unwrap();
        connection.execute_batch(include_str!("schema/2.sql")).unwrap();
        connection
            .execute_batch(
                "INSERT INTO article (id, slot, day, urn, text_sha256, headline, outlet, lang, added, n_words, n_statements, n_ids,
                     complete, model)
                     VALUES (7, 65536, 0, 'u', x'00', 'Pier to be rebuilt', 'Vell Courier', 'en-GB', 0, 9, 2, 2, 0, 'm');
                 INSERT INTO statement (id, article, name, kind, content, role, n_words)
                     VALUES (65537, 7, 's1', 0, '“We rebuild”', 'Mayor', 2), (65538, 7, 's2', 2, 'it rained', NULL, 2);
                 INSERT INTO speaker (id, name) VALUES (3, 'Ada Brook');
                 INSERT INTO form (folded, speaker, name, n) VALUES ('brook', 3, 'Dame Ada', 1);
                 INSERT INTO said (speaker, statement) VALUES (3, 65537);
                 INSERT INTO about (speaker, statement) VALUES (3, 65538);",
            )
            .unwrap();
        connection
    }

    #[track_caller]
    fn finds(connection: &Connection, table: &str, query: &str, ids: &[i64]) {
        let sql = format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 ORDER BY rowid");
        let mut found = connection.prepare(&sql).unwrap();
        let found: Vec<i64> = found.query_map([query], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(found, ids, "{table} {query}");
    }

    #[test]
    fn an_article_is_found_by_all_that_stands_in_the_tables() {
        let connection = library();
        renew(&connection, ArticleKey(7)).unwrap();
        for (query, ids) in [
            ("content : rebuild", &[65537][..]),
            ("speaker : brook", &[65537]),
            ("speaker : dame", &[65537]),
            ("speaker : \"brook dame\"", &[]),
            ("about : brook", &[65538]),
            ("role : mayor", &[65537]),
            ("outlet : courier", &[65537, 65538]),
            ("facet : 0z", &[65537, 65538]),
            ("facet : 0k0", &[65537]),
            ("facet : 0u", &[65538]),
            ("facet : 0len", &[65537, 65538]),
            ("facet : 0lengb", &[65537, 65538]),
            ("facet : 0a7", &[65537, 65538]),
            ("facet : 0p3", &[65537]),
            ("facet : 0b3", &[65538]),
            ("facet : 0i", &[65537, 65538]),
        ] {
            finds(&connection, "words", query, ids);
        }
        for query in ["content : pier", "speaker : brook", "facet : 0z", "facet : 0a7", "facet : 0len"] {
            finds(&connection, "heads", query, &[65536]);
        }
        finds(&connection, "heads", "facet : 0u", &[]);
    }

    #[test]
    fn a_renewed_article_is_found_by_what_it_says_now() {
        let connection = library();
        renew(&connection, ArticleKey(7)).unwrap();
        connection.execute_batch("UPDATE speaker SET name = 'Odile Marchetti'; DELETE FROM form;").unwrap();
        renew(&connection, ArticleKey(7)).unwrap();
        finds(&connection, "words", "speaker : brook", &[]);
        finds(&connection, "words", "speaker : marchetti", &[65537]);
        finds(&connection, "heads", "speaker : brook", &[]);
    }

    #[test]
    fn a_removed_article_is_not_found() {
        let connection = library();
        renew(&connection, ArticleKey(7)).unwrap();
        connection.execute_batch("UPDATE article SET removed = 1").unwrap();
        renew(&connection, ArticleKey(7)).unwrap();
        for table in ["words", "heads"] {
            finds(&connection, table, "facet : 0z", &[]);
        }
        connection.execute_batch("UPDATE article SET removed = NULL").unwrap();
        renew(&connection, ArticleKey(7)).unwrap();
        finds(&connection, "words", "facet : 0z", &[65537, 65538]);
        withdraw(&connection, ArticleKey(7)).unwrap();
        finds(&connection, "words", "facet : 0z", &[]);
        withdraw(&connection, ArticleKey(8)).unwrap();
    }

    #[test]
    fn rows_are_put_and_taken_one_by_one_too() {
        let connection = library();
        let of = Facets {
            article: ArticleKey(1),
            kind: Some(Kind::Mixed),
            speakers: &[SpeakerKey(1), SpeakerKey(2)],
            ..Facets::default()
        };
        let facets = facets(&of);
        assert_eq!(facets, ["0z", "0a1", "0k1", "0p1", "0p2"]);
        for id in 1..=3 {
            let speaker = &names(["Ada Brook", "Bruno Keel", "Ada Brook"]);
            let row = IndexedStatement { id, content: "x", speaker, about: "", role: "", outlet: "", facets: &facets };
            put(&connection, Table::Words, &row).unwrap();
        }
        take(&connection, Table::Words, 2..=2).unwrap();
        finds(&connection, "words", "speaker : (ada AND keel)", &[1, 3]);
    }
}
