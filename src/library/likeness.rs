//! Near-duplicates: articles that say the same again are folded into the first of them.
//!
//! `sketch` says how like two texts are. Articles of one language and of days near one another are compared when they
//! agree in a band of their sketches, so that adding one looks at a few rows, however many there are. Two are one when
//! they share most of their words *and* the names and numbers of their beginnings: reports by one template share the
//! words only.

pub(crate) mod sketch;

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::article::Article;
use crate::catalogue::ArticleKey;
use sketch::Sketch;

/// Days that may lie between two articles which say the same.
const MAX_DAYS: i64 = 3;

/// Days that share the beginning of a band's number; more than twice [`MAX_DAYS`].
const BUCKET_DAYS: i64 = 8;

/// Articles looked at for one band, the newest ones, and in all.
const MAX_A_BAND: i64 = 16;
const MAX_COMPARED: usize = 32;

/// The part of shingles that two articles have to share to be one; less where the shorter one is all in the other.
const MIN_LIKENESS: f64 = 0.55;
const MIN_CONTAINMENT: f64 = 0.85;
const MIN_LIKENESS_CONTAINED: f64 = 0.3;

/// The part of names and numbers of both beginnings that has to be in both.
const MIN_TELLING: f64 = 0.6;

/// Articles that are folded into one at most; the next one begins a group of its own.
const MAX_FOLDED: i64 = 256;

/// A group that is larger keeps its head also when an earlier article comes: moving it costs as many rows.
const MAX_MOVED: i64 = 32;

/// Lines of a summary that are kept.
const MAX_LINES: usize = 8;

/// Writes the sketch of an article and folds it, if one is there that says the same.
///
/// `slot` is the article's; its row must be there.
pub(super) fn sketch(tx: &Connection, key: ArticleKey, annotated: &Article, slot: i64) -> rusqlite::Result<()> {
    withdraw(tx, key)?;
    let sketch = Sketch::of(annotated);
    let (day, lang): (i64, Option<String>) = tx
        .prepare_cached("SELECT day, lang FROM article WHERE id = ?1")?
        .query_row([key.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if !sketch.minima.is_empty() {
        fold(tx, key, &sketch, day, lang.as_deref(), slot)?;
    }
    tx.prepare_cached("INSERT INTO sketch (article, hashes, terms, summary) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![key.0, sketch.hashes_to_bytes(day), sketch.terms_to_bytes(), summary(annotated)])?;
    for band in sketch.bands() {
        tx.prepare_cached("INSERT OR IGNORE INTO band (hash, article) VALUES (?1, ?2)")?
            .execute([band_number(bucket(day), band), key.0])?;
    }
    Ok(())
}

/// Writes an article's summary anew; its text is what it was.
pub(super) fn renew_summary(tx: &Connection, key: ArticleKey, annotated: &Article) -> rusqlite::Result<()> {
    let sql = "UPDATE sketch SET summary = ?2 WHERE article = ?1";
    tx.prepare_cached(sql)?.execute(params![key.0, summary(annotated)]).map(drop)
}

/// The lines of an article's summary, each by itself; few enough to be kept with every article.
fn summary(annotated: &Article) -> String {
    let lines = annotated.summary.items().iter().take(MAX_LINES);
    lines.map(|line| line.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

/// Takes an article's sketch back, and the article out of its group; where it was the head, the next best is.
pub(super) fn withdraw(tx: &Connection, key: ArticleKey) -> rusqlite::Result<()> {
    let kept = tx
        .prepare_cached("SELECT hashes FROM sketch WHERE article = ?1")?
        .query_row([key.0], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    let Some(hashes) = kept else { return Ok(()) };
    let (sketch, day) = Sketch::from_bytes(&hashes, &[]);
    for band in sketch.bands() {
        tx.prepare_cached("DELETE FROM band WHERE hash = ?1 AND article = ?2")?
            .execute([band_number(bucket(day), band), key.0])?;
    }
    tx.prepare_cached("DELETE FROM sketch WHERE article = ?1")?.execute([key.0])?;
    let (head, n_folded): (Option<i64>, i64) = tx
        .prepare_cached("SELECT fold, n_folded FROM article WHERE id = ?1")?
        .query_row([key.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if let Some(head) = head {
        tx.prepare_cached("UPDATE article SET n_folded = max(n_folded - 1, 0) WHERE id = ?1")?.execute([head])?;
        tx.prepare_cached("UPDATE article SET fold = NULL WHERE id = ?1")?.execute([key.0])?;
    } else if n_folded > 0 {
        let next: Option<i64> = tx
            .prepare_cached("SELECT id FROM article WHERE fold = ?1 ORDER BY coalesce(complete, 1) DESC, slot LIMIT 1")?
            .query_row([key.0], |row| row.get(0))
            .optional()?;
        if let Some(next) = next {
            move_head(tx, key.0, next, n_folded - 1)?;
        }
        tx.prepare_cached("UPDATE article SET n_folded = 0 WHERE id = ?1")?.execute([key.0])?;
    }
    Ok(())
}

fn bucket(day: i64) -> i64 {
    day.div_euclid(BUCKET_DAYS)
}

/// The week's number above, the band's hash below; positive.
fn band_number(bucket: i64, band: u64) -> i64 {
    (bucket & 0x3fff) << 48 | i64::try_from(band >> 16).unwrap_or_default()
}

/// An article that agrees in a band.
struct Like {
    id: i64,
    head: i64,
    likeness: f64,
}

fn fold(
    tx: &Connection,
    key: ArticleKey,
    sketch: &Sketch,
    day: i64,
    lang: Option<&str>,
    slot: i64,
) -> rusqlite::Result<()> {
    let mut likes = alike(tx, sketch, day, lang)?;
    likes.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.id.cmp(&b.id)));
    for like in likes {
        let (head_slot, head_complete, n_folded): (i64, Option<bool>, i64) = tx
            .prepare_cached("SELECT slot, complete, n_folded FROM article WHERE id = ?1")?
            .query_row([like.head], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        if n_folded >= MAX_FOLDED {
            continue;
        }
        let complete: Option<bool> =
            tx.prepare_cached("SELECT complete FROM article WHERE id = ?1")?.query_row([key.0], |row| row.get(0))?;
        let rank = |complete: Option<bool>, slot: i64| (complete == Some(false), slot);
        if rank(complete, slot) < rank(head_complete, head_slot) && n_folded < MAX_MOVED {
            move_head(tx, like.head, key.0, n_folded)?;
            tx.prepare_cached("UPDATE article SET fold = ?2, n_folded = 0 WHERE id = ?1")?
                .execute([like.head, key.0])?;
            tx.prepare_cached("UPDATE article SET n_folded = n_folded + 1 WHERE id = ?1")?.execute([key.0])?;
        } else {
            tx.prepare_cached("UPDATE article SET fold = ?2 WHERE id = ?1")?.execute([key.0, like.head])?;
            tx.prepare_cached("UPDATE article SET n_folded = n_folded + 1 WHERE id = ?1")?.execute([like.head])?;
        }
        return Ok(());
    }
    Ok(())
}

/// Makes another article the head of a group, which then has so many articles folded into it.
fn move_head(tx: &Connection, from: i64, to: i64, n_folded: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE article SET fold = ?2 WHERE fold = ?1 AND id <> ?2")?.execute([from, to])?;
    tx.prepare_cached("UPDATE article SET fold = NULL, n_folded = ?2 WHERE id = ?1")?.execute([to, n_folded])?;
    Ok(())
}

/// The articles that say the same.
fn alike(tx: &Connection, sketch: &Sketch, day: i64, lang: Option<&str>) -> rusqlite::Result<Vec<Like>> {
    let mut buckets = vec![bucket(day - MAX_DAYS), bucket(day + MAX_DAYS)];
    buckets.dedup();
    let mut bands: BTreeMap<i64, usize> = BTreeMap::new();
    for band in sketch.bands() {
        for &bucket in &buckets {
            let mut query =
                tx.prepare_cached("SELECT article FROM band WHERE hash = ?1 ORDER BY article DESC LIMIT ?2")?;
            let mut rows = query.query([band_number(bucket, band), MAX_A_BAND])?;
            while let Some(row) = rows.next()? {
                *bands.entry(row.get(0)?).or_default() += 1;
            }
        }
    }
    let mut candidates: Vec<(usize, i64)> = bands.into_iter().map(|(article, n)| (n, article)).collect();
    candidates.sort_unstable_by(|a, b| b.cmp(a));
    let mut likes = Vec::new();
    for (_, article) in candidates.into_iter().take(MAX_COMPARED) {
        let found = tx
            .prepare_cached(
                "SELECT s.hashes, s.terms, a.fold FROM sketch s JOIN article a ON a.id = s.article
                 WHERE s.article = ?1 AND a.removed IS NULL AND a.day BETWEEN ?2 AND ?3 AND a.lang IS ?4",
            )?
            .query_row(params![article, day - MAX_DAYS, day + MAX_DAYS, lang], |row| {
                let (other, _) = Sketch::from_bytes(row.get_ref(0)?.as_blob()?, row.get_ref(1)?.as_blob()?);
                Ok((other, row.get::<_, Option<i64>>(2)?))
            })
            .optional()?;
        let Some((other, head)) = found else { continue };
        if says_the_same(sketch, &other) {
            likes.push(Like { id: article, head: head.unwrap_or(article), likeness: sketch.likeness(&other) });
        }
    }
    Ok(likes)
}

/// Whether two articles are one that was printed twice.
fn says_the_same(one: &Sketch, other: &Sketch) -> bool {
    let likeness = one.likeness(other);
    let is_like =
        likeness >= MIN_LIKENESS || likeness >= MIN_LIKENESS_CONTAINED && one.containment(other) >= MIN_CONTAINMENT;
    is_like && one.telling_in_common(other).is_none_or(|part| part >= MIN_TELLING)
}

#[cfg(test)]
mod tests;
