//! Relevance: Okapi BM25 among the newest hits, counted in their own words.
//!
//! Weighing every hit of a very common word would take the index to read all of them; the newest [`MOST`] are what is
//! weighed, with frequencies as they are among those. Robertson and Zaragoza, *The Probabilistic Relevance Framework:
//! BM25 and Beyond* (2009), with the customary k₁ = 1.2 and b = 0.75.

use rusqlite::Connection;

use super::super::query::word::Words;
use super::lit::Needle;

/// The newest hits that are weighed.
pub(super) const MOST: usize = 2_000;

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// The words of a statement, and the name of who said them.
pub(super) const WORDS: &str = "SELECT content, speaker FROM statement WHERE id = ?1";

/// The ids, the most relevant first; of equals the newest.
pub(super) fn ranked(connection: &Connection, ids: &[i64], needles: &[Needle]) -> rusqlite::Result<Vec<i64>> {
    if needles.is_empty() {
        return Ok(ids.to_vec());
    }
    let mut query = connection.prepare_cached(WORDS)?;
    let mut hits = Vec::with_capacity(ids.len());
    let mut n_having = vec![0_usize; needles.len()];
    let mut n_words = 0;
    let (mut words, mut name) = (Words::default(), Words::default());
    let is_name_asked = needles.iter().any(|needle| needle.is_anywhere);
    for &id in ids {
        let mut rows = query.query([id])?;
        let Some(row) = rows.next()? else { continue };
        words.cut(row.get_ref(0)?.as_str().unwrap_or_default());
        name.cut(if is_name_asked { row.get_ref(1)?.as_str_or_null()?.unwrap_or_default() } else { "" });
        let counts: Vec<usize> = needles
            .iter()
            .map(|needle| {
                let in_name = if needle.is_anywhere { needle.places(&name).count().min(1) } else { 0 };
                needle.places(&words).count() + in_name
            })
            .collect();
        for (total, count) in n_having.iter_mut().zip(&counts) {
            *total += usize::from(*count > 0);
        }
        n_words += words.len();
        hits.push((id, words.len(), counts));
    }
    let n_hits = hits.len() as f64;
    let mean = (n_words as f64 / n_hits).max(1.0);
    let weights: Vec<f64> = n_having
        .iter()
        .map(|&n| {
            let n = n as f64;
            ((n_hits - n + 0.5) / (n + 0.5) + 1.0).ln()
        })
        .collect();
    let mut scored: Vec<(f64, i64)> = hits
        .iter()
        .map(|(id, n_words, counts)| {
            let length = 1.0 - B + B * *n_words as f64 / mean;
            let parts = counts.iter().zip(&weights).map(|(&count, weight)| {
                let count = count as f64;
                weight * count * (K1 + 1.0) / (count + K1 * length)
            });
            (parts.sum(), *id)
        })
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
    Ok(scored.into_iter().map(|(_, id)| id).collect())
}
