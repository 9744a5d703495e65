//! Where the reader was in a text: kept by the text's hash, so that it holds for articles outside the library and for
//! the same text under another name.

use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::fault::LibraryError;
use super::store::Library;
use crate::catalogue::Place;

/// What a text is known by.
pub fn text_sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

impl Library {
    /// Where the reader was in a text; nothing where they never were beyond its beginning.
    pub fn place(&self, text_sha256: &[u8; 32]) -> Result<Option<Place>, LibraryError> {
        const SQL: &str = "SELECT statement, offset_char FROM place WHERE text_sha256 = ?1";
        if !self.is_owners() {
            return Ok(None);
        }
        let place = |row: &rusqlite::Row<'_>| {
            let offset: i64 = row.get(1)?;
            Ok(Place { statement: row.get(0)?, offset_char: usize::try_from(offset).unwrap_or(0) })
        };
        let mut query = self.connection.prepare_cached(SQL).map_err(|error| self.fault(&error))?;
        query.query_row(params![text_sha256], place).optional().map_err(|error| self.fault(&error))
    }

    /// Remembers where the reader is in a text; forgets it at its beginning.
    pub fn keep_place(&self, text_sha256: &[u8; 32], place: Option<&Place>, now: i64) -> Result<(), LibraryError> {
        let written = match place {
            Some(Place { statement, offset_char }) => self
                .connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO place (text_sha256, statement, offset_char, at) VALUES (?1, ?2, ?3, ?4)",
                )
                .and_then(|mut keep| {
                    keep.execute(params![text_sha256, statement, i64::try_from(*offset_char).unwrap_or(i64::MAX), now])
                }),
            None => self
                .connection
                .prepare_cached("DELETE FROM place WHERE text_sha256 = ?1")
                .and_then(|mut forget| forget.execute(params![text_sha256])),
        };
        written.map(|_| ()).map_err(|error| self.fault(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::text_sha256;
    use crate::catalogue::Place;
    use crate::library::Library;

    #[test]
    fn a_place_is_kept_by_the_text_and_forgotten_at_its_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
        let (text, other) = (text_sha256("The ferry was late."), text_sha256("The ferry came."));
        assert_eq!(library.place(&text).unwrap(), None);
        let place = Place { statement: Some("s7".to_owned()), offset_char: 412 };
        library.keep_place(&text, Some(&place), 1).unwrap();
        assert_eq!(library.place(&text).unwrap(), Some(place));
        assert_eq!(library.place(&other).unwrap(), None);
        library.keep_place(&text, None, 2).unwrap();
        assert_eq!(library.place(&text).unwrap(), None);
    }
}
