//! A library in a folder of its own, and made-up articles for it.

use std::path::PathBuf;

use nutgraf::article::Article;
use nutgraf::briefing;
use nutgraf::import::Options;
use nutgraf::library::{Added, Arrival, Library};
use serde_json::{Value, json};

/// Noon of 23 November 2026, in seconds since 1970.
pub const NOW: i64 = 1_795_435_200;

/// A library that is gone with the test.
pub struct Stage {
    pub folder: tempfile::TempDir,
    pub library: Library,
}

impl Stage {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
        Self { folder, library }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("library.db")
    }

    /// Adds articles as a reader would, and says what became of them.
    pub fn add(&mut self, articles: &[Article]) -> Vec<Added> {
        let arrivals: Vec<Arrival> = articles.iter().cloned().map(Arrival::asked).collect();
        self.library.add(&arrivals, NOW).unwrap()
    }

    /// One value of the database, through a connection of the test's own.
    #[track_caller]
    pub fn one<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// A made-up article; `fields` go into its `article`, `retrieval` beside it.
#[allow(clippy::needless_pass_by_value, reason = "they are written where it is called")]
pub fn article(text: &str, fields: Value, retrieval: Value) -> Article {
    let file = json!({ "article": fields, "retrieval": retrieval, "text": { "value": text } });
    briefing::from_bytes(file.to_string().as_bytes(), &Options::default()).unwrap().remove(0)
}

/// The text of a made-up article about a pier, with one thing in it that differs.
pub fn pier(cost: &str) -> String {
    format!(
        "Pier stays shut\n\n“We will not open a pier that is not safe,” said Odile Marchetti, the harbour master. \
         She told reporters that the work would cost {cost}.\n\nBruno Keel, the mayor, said the delay was “a scandal”."
    )
}
