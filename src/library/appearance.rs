//! Which speaker of the library an actor of an article is.

use rusqlite::{OptionalExtension, params};

use super::fault::LibraryError;
use super::store::Library;
use crate::catalogue::{ArticleKey, SpeakerKey};

impl Library {
    /// Who an actor of an article is in the library; nothing where the article has no such actor.
    pub fn appears_as(&self, article: ArticleKey, actor: &str) -> Result<Option<SpeakerKey>, LibraryError> {
        const SQL: &str = "SELECT speaker FROM appearance WHERE article = ?1 AND actor = ?2";
        let found = self
            .connection
            .prepare_cached(SQL)
            .and_then(|mut query| query.query_row(params![article.0, actor], |row| row.get(0)).optional());
        found.map(|speaker| speaker.map(SpeakerKey)).map_err(|error| self.fault(&error))
    }
}
