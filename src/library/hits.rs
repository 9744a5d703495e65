//! Statements as they are answered with: a row of `statement`, what its article is called, who said it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::moment;
use crate::article::Kind;
use crate::catalogue::{ArticleKey, Hit, SpeakerKey, StatementKey};

/// The statements with these ids, in this order; what is not there is left out. Nothing in them is lit.
pub(super) fn hits(connection: &Connection, ids: &[i64]) -> rusqlite::Result<Vec<Hit>> {
    let mut heads: HashMap<i64, Head> = HashMap::new();
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        let found = connection
            .prepare_cached(
                "SELECT id, article, name, kind, content, source, role, start_char, content_confidence,
                    speaker_confidence FROM statement WHERE id = ?1",
            )?
            .query_row([id], read)
            .optional()?;
        let Some(mut hit) = found else { continue };
        let article = hit.article.0;
        if !heads.contains_key(&article) {
            let Some(head) = head(connection, article)? else { continue };
            heads.insert(article, head);
        }
        if let Some(head) = heads.get(&article) {
            hit.day.clone_from(&head.day);
            hit.outlet.clone_from(&head.outlet);
            hit.headline.clone_from(&head.headline);
            hit.url.clone_from(&head.url);
        }
        hit.speakers = speakers(connection, *id, article)?;
        hits.push(hit);
    }
    Ok(hits)
}

struct Head {
    day: String,
    outlet: Option<String>,
    headline: String,
    url: Option<String>,
}

fn head(connection: &Connection, article: i64) -> rusqlite::Result<Option<Head>> {
    connection
        .prepare_cached("SELECT day, outlet, headline, url FROM article WHERE id = ?1 AND removed IS NULL")?
        .query_row([article], |row| {
            Ok(Head {
                day: moment::date_of(row.get(0)?).to_string(),
                outlet: row.get(1)?,
                headline: row.get(2)?,
                url: row.get(3)?,
            })
        })
        .optional()
}

/// Who said a statement, as its article calls them.
fn speakers(connection: &Connection, statement: i64, article: i64) -> rusqlite::Result<Vec<(SpeakerKey, String)>> {
    connection
        .prepare_cached(
            "SELECT said.speaker, coalesce(
                (SELECT name FROM appearance a WHERE a.speaker = said.speaker AND a.article = ?2 ORDER BY actor LIMIT 1),
                (SELECT name FROM speaker s WHERE s.id = said.speaker))
             FROM said WHERE statement = ?1 ORDER BY said.speaker",
        )?
        .query_map(params![statement, article], |row| Ok((SpeakerKey(row.get(0)?), row.get(1)?)))?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Hit> {
    let kind: u8 = row.get(3)?;
    Ok(Hit {
        id: StatementKey(row.get(0)?),
        article: ArticleKey(row.get(1)?),
        statement: row.get(2)?,
        day: String::new(),
        outlet: None,
        headline: String::new(),
        kind: Kind::NAMES.get(usize::from(kind)).map_or(Kind::Indirect, |(kind, _)| *kind),
        url: None,
        content: row.get(4)?,
        speakers: Vec::new(),
        source: row.get(5)?,
        role: row.get(6)?,
        content_confidence: row.get(8)?,
        speaker_confidence: row.get(9)?,
        lit: Vec::new(),
        start_char: row.get::<_, Option<u32>>(7)?.map(|at| at as usize),
    })
}
