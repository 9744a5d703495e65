//! Appearances moved from one speaker to another, and with them what is said by and about these.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// An appearance: article, actor, and why it is taken for its speaker.
pub(super) type Row = (i64, String, i64);

/// What was said by and about two speakers in an article where both appear: speaker, statement.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Shared {
    article: i64,
    said: Vec<(i64, i64)>,
    about: Vec<(i64, i64)>,
}

/// Moves appearances that are still there from one speaker to another, with what is said by and about them. Gives the
/// articles.
pub(super) fn shift(tx: &Connection, rows: &[Row], from: i64, to: i64) -> rusqlite::Result<BTreeSet<i64>> {
    let mut touched = BTreeSet::new();
    for (article, actor, how) in rows {
        let n = tx
            .prepare_cached(
                "UPDATE appearance SET speaker = ?4, how = ?5 WHERE article = ?1 AND actor = ?2 AND speaker = ?3",
            )?
            .execute(params![article, actor, from, to, how])?;
        if n > 0 {
            touched.insert(*article);
        }
    }
    for &article in &touched {
        let stays: bool = tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM appearance WHERE speaker = ?1 AND article = ?2)")?
            .query_row([from, article], |row| row.get(0))?;
        let (slot, n_ids): (i64, i64) = tx
            .prepare_cached("SELECT slot, n_ids FROM article WHERE id = ?1")?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let range = params![from, to, slot, slot + n_ids];
        if stays {
            part_sayings(tx, article, from, to, slot, slot + n_ids)?;
        } else {
            for sql in [
                "INSERT OR IGNORE INTO said SELECT ?2, statement FROM said WHERE speaker = ?1 AND statement BETWEEN ?3 AND ?4",
                "DELETE FROM said WHERE speaker = ?1 AND ?2 AND statement BETWEEN ?3 AND ?4",
                "INSERT OR IGNORE INTO about SELECT ?2, statement FROM about WHERE speaker = ?1 AND statement BETWEEN ?3 AND ?4",
                "DELETE FROM about WHERE speaker = ?1 AND ?2 AND statement BETWEEN ?3 AND ?4",
            ] {
                tx.prepare_cached(sql)?.execute(range)?;
            }
        }
    }
    Ok(touched)
}

/// Where both stay in an article, the names that it gives the speakers of a statement tell whose it is.
fn part_sayings(tx: &Connection, article: i64, from: i64, to: i64, first: i64, last: i64) -> rusqlite::Result<()> {
    let names = |speaker: i64| -> rusqlite::Result<Vec<String>> {
        tx.prepare_cached("SELECT name FROM appearance WHERE article = ?1 AND speaker = ?2")?
            .query_map([article, speaker], |row| row.get(0))?
            .collect()
    };
    let (stay, go) = (names(from)?, names(to)?);
    let rows: Vec<(i64, Option<String>)> = tx
        .prepare_cached(
            "SELECT s.id, s.speaker FROM said JOIN statement s ON s.id = said.statement
             WHERE said.speaker = ?1 AND said.statement BETWEEN ?2 AND ?3",
        )?
        .query_map([from, first, last], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (statement, named) in rows {
        let named = named.unwrap_or_default();
        let is_by = |names: &[String]| named.split(", ").any(|name| names.iter().any(|known| known == name));
        if is_by(&go) {
            tx.prepare_cached("INSERT OR IGNORE INTO said VALUES (?1, ?2)")?.execute([to, statement])?;
            if !is_by(&stay) {
                tx.prepare_cached("DELETE FROM said WHERE speaker = ?1 AND statement = ?2")?
                    .execute([from, statement])?;
            }
        }
    }
    Ok(())
}

/// What was said by and about two speakers in the articles where both appear.
pub(super) fn shared(tx: &Connection, rows: &[Row], one: i64, other: i64) -> rusqlite::Result<Vec<Shared>> {
    let moved: BTreeSet<i64> = rows.iter().map(|row| row.0).collect();
    let mut shared = Vec::new();
    for article in moved {
        let actors: i64 = tx
            .prepare_cached("SELECT count(*) FROM appearance WHERE article = ?1 AND speaker IN (?2, ?3)")?
            .query_row([article, one, other], |row| row.get(0))?;
        if actors < 2 {
            continue;
        }
        let sayings = |sql: &str| -> rusqlite::Result<Vec<(i64, i64)>> {
            tx.prepare_cached(sql)?.query_map([article, one, other], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        shared.push(Shared {
            article,
            said: sayings(
                "SELECT said.speaker, statement FROM article JOIN said ON statement BETWEEN slot + 1 AND slot + n_ids
                 WHERE article.id = ?1 AND said.speaker IN (?2, ?3)",
            )?,
            about: sayings(
                "SELECT about.speaker, statement FROM article JOIN about ON statement BETWEEN slot + 1 AND slot + n_ids
                 WHERE article.id = ?1 AND about.speaker IN (?2, ?3)",
            )?,
        });
    }
    Ok(shared)
}

/// Puts back who said what where both appear, unless the article was annotated anew since then.
pub(super) fn restore_shared(tx: &Connection, shared: &Shared, speakers: [i64; 2]) -> rusqlite::Result<()> {
    let [one, other] = speakers;
    for (rows, table) in [(&shared.said, "said"), (&shared.about, "about")] {
        let mut now: Vec<i64> = tx
            .prepare_cached(&format!(
                "SELECT DISTINCT statement FROM article JOIN {table} t ON statement BETWEEN slot + 1 AND slot + n_ids
                 WHERE article.id = ?1 AND t.speaker IN (?2, ?3)"
            ))?
            .query_map([shared.article, one, other], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        now.sort_unstable();
        let then: BTreeSet<i64> = rows.iter().map(|row| row.1).collect();
        if !now.iter().copied().eq(then) {
            continue;
        }
        for statement in now {
            tx.prepare_cached(&format!("DELETE FROM {table} WHERE statement = ?1 AND speaker IN (?2, ?3)"))?
                .execute([statement, one, other])?;
        }
        for (speaker, statement) in rows {
            tx.prepare_cached(&format!("INSERT OR IGNORE INTO {table} VALUES (?1, ?2)"))?
                .execute([speaker, statement])?;
        }
    }
    Ok(())
}

/// A speaker's appearances, in order.
pub(super) fn appearances(tx: &Connection, speaker: i64) -> rusqlite::Result<Vec<Row>> {
    tx.prepare_cached("SELECT article, actor, how FROM appearance WHERE speaker = ?1 ORDER BY article, actor")?
        .query_map([speaker], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

/// The names of the same appearances, in the same order.
pub(super) fn names_of(tx: &Connection, speaker: i64) -> rusqlite::Result<Vec<String>> {
    tx.prepare_cached("SELECT name FROM appearance WHERE speaker = ?1 ORDER BY article, actor")?
        .query_map([speaker], |row| row.get(0))?
        .collect()
}
