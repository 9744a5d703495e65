//! What is shown of a statement found.

use rusqlite::{Connection, Row};

use super::super::moment;
use super::lit::{Needle, lit};
use crate::article::gate::without_marks;
use crate::article::{Kind, ReviewStatus};
use crate::catalogue::{ArticleKey, Hit, SpeakerKey, StatementKey};

/// A statement, with what its article says of itself.
pub(super) const STATEMENT: &str = "SELECT statement.id, article.id, statement.name, article.day, article.outlet,
    article.headline, article.url, statement.kind, statement.content, statement.source, statement.role,
    statement.content_confidence, statement.speaker_confidence, statement.start_char,
    statement.cue, statement.review, article.published FROM statement CROSS JOIN article ON article.id = statement.article WHERE statement.id = ?1";

/// What was noted about it.
pub(super) const REMARK: &str = "SELECT note, tags FROM remark WHERE id = ?1";

/// Who said it, as the article names them.
pub(super) const SPEAKERS: &str = "SELECT said.speaker, coalesce(
        (SELECT name FROM appearance INDEXED BY appearance_speaker WHERE appearance.speaker = said.speaker AND appearance.article = ?2 LIMIT 1),
        speaker.name)
    FROM said CROSS JOIN speaker ON speaker.id = said.speaker WHERE said.statement = ?1 ORDER BY said.speaker";

/// Statements by their ids, in that order; what is not there is left out.
pub(super) fn read(connection: &Connection, ids: &[i64], needles: &[Needle]) -> rusqlite::Result<Vec<Hit>> {
    let mut statement = connection.prepare_cached(STATEMENT)?;
    let mut speakers = connection.prepare_cached(SPEAKERS)?;
    let mut remarks = connection.prepare_cached(REMARK)?;
    let said = |row: &Row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let mut hits = Vec::with_capacity(ids.len());
    for &id in ids {
        let found = statement.query_map([id], hit)?.next();
        let Some(mut hit) = found.transpose()? else { continue };
        let named = |row: &Row| Ok((SpeakerKey(row.get(0)?), row.get(1)?));
        hit.speakers = speakers.query_map([id, hit.article.0], named)?.collect::<Result<_, _>>()?;
        if let Some((note, tags)) = remarks.query_map([id], said)?.next().transpose()? {
            hit.note = Some(note).filter(|note| !note.is_empty());
            hit.tags = tags.lines().map(str::to_owned).collect();
        }
        // What the present text does not have, it does not quote.
        if hit.is_lost() {
            hit.content = without_marks(&hit.content);
        }
        hit.lit = lit(&hit.content, needles);
        hits.push(hit);
    }
    Ok(hits)
}

fn hit(row: &Row) -> rusqlite::Result<Hit> {
    let kind: u8 = row.get(7)?;
    let start: Option<i64> = row.get(13)?;
    let review: Option<u8> = row.get(15)?;
    Ok(Hit {
        id: StatementKey(row.get(0)?),
        article: ArticleKey(row.get(1)?),
        statement: row.get(2)?,
        day: moment::date_of(row.get(3)?).to_string(),
        published: row.get::<_, Option<i64>>(16)?.and_then(moment::rfc3339),
        outlet: row.get(4)?,
        headline: row.get(5)?,
        url: row.get(6)?,
        // What this version does not know is shown as what promises least.
        kind: Kind::NAMES.get(usize::from(kind)).map_or(Kind::Indirect, |(kind, _)| *kind),
        content: row.get(8)?,
        speakers: Vec::new(),
        cue: row.get(14)?,
        source: row.get(9)?,
        role: row.get(10)?,
        content_confidence: row.get(11)?,
        speaker_confidence: row.get(12)?,
        lit: Vec::new(),
        start_char: start.and_then(|start| usize::try_from(start).ok()),
        review: review.and_then(|at| ReviewStatus::NAMES.get(usize::from(at))).map(|(status, _)| *status),
        note: None,
        tags: Vec::new(),
    })
}
