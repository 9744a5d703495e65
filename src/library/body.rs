//! Annotated articles as they are kept: deflated JSON, in every version that the text has had.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{Library, LibraryError};
use crate::article::{Article, format};
use crate::catalogue::ArticleKey;

/// A body may unfold to this many bytes: what import lets in at its largest, with annotations.
const MOST_BYTES: u64 = 4 << 30;

/// Keeps a body under a version; one that is there already is replaced.
pub(super) fn put(
    connection: &Connection,
    key: ArticleKey,
    version: i64,
    now: i64,
    body: &[u8],
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO body (article, version, added, json) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (article, version) DO UPDATE SET json = excluded.json",
        )?
        .execute(params![key.0, version, now, body])?;
    Ok(())
}

/// An article as it is kept, not unfolded yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body(Vec<u8>);

impl Body {
    /// What it is known by: the same for the same article with the same said of it.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// As it is kept.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Library {
    /// An article as it stands now.
    pub fn article(&self, key: ArticleKey) -> Result<Option<Article>, LibraryError> {
        self.body(key)?.map(|body| self.unfolded(key, &body)).transpose()
    }

    /// An article as it stands now, not unfolded yet.
    pub fn body(&self, key: ArticleKey) -> Result<Option<Body>, LibraryError> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT json FROM body WHERE article = ?1
                 AND version = (SELECT version FROM article WHERE id = ?1 AND removed IS NULL)",
            )
            .and_then(|mut query| query.query_row(params![key.0], |row| row.get::<_, Vec<u8>>(0)).optional());
        Ok(found.map_err(|error| self.fault(&error))?.map(Body))
    }

    /// The article of a body.
    pub fn unfolded(&self, key: ArticleKey, body: &Body) -> Result<Article, LibraryError> {
        unfold(&self.path, key, &body.0).map(|article| self.hide_in_article(article))
    }

    /// An article as it was in one version, 1-based.
    pub fn article_version(&self, key: ArticleKey, version: i64) -> Result<Option<Article>, LibraryError> {
        let found = self
            .connection
            .prepare_cached("SELECT json FROM body WHERE article = ?1 AND version = ?2")
            .and_then(|mut query| query.query_row(params![key.0, version], |row| row.get::<_, Vec<u8>>(0)).optional());
        let body = found.map_err(|error| self.fault(&error))?.map(Body);
        body.map(|body| self.unfolded(key, &body)).transpose()
    }
}

/// Whether a body may have something that a reader said: a field of that name is in it.
pub(super) fn may_have_remarks(body: &[u8]) -> bool {
    let mut json = Vec::new();
    // One that cannot be unfolded is told of by whoever needs it.
    let _ = ZlibDecoder::new(body).take(MOST_BYTES).read_to_end(&mut json);
    [&b"\"review\""[..], b"\"notes\""].iter().any(|name| memchr::memmem::find(&json, name).is_some())
}

/// The article of a body.
pub(super) fn unfold(path: &Path, key: ArticleKey, body: &[u8]) -> Result<Article, LibraryError> {
    let fault = |what: String| LibraryError::Body { path: path.to_owned(), article: key.0, what };
    let mut json = String::new();
    ZlibDecoder::new(body).take(MOST_BYTES).read_to_string(&mut json).map_err(|error| fault(error.to_string()))?;
    format::read(&json).map_err(|error| fault(crate::clean::line(&error.to_string())))
}

/// The body of an article. Nothing in it can fail: it is written to memory.
pub(super) fn of(article: &Article) -> Vec<u8> {
    let json = format::write(article);
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(json.len() / 6), Compression::fast());
    let _ = encoder.write_all(json.as_bytes());
    encoder.finish().unwrap_or_default()
}
