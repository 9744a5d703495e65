//! Opening: what is no library is refused and left as it is; copies are whole; reading waits for nobody.

use std::path::Path;

use nutgraf::catalogue::{ArticleKey, ListRequest};
use nutgraf::library::{Change, Library, LibraryError};
use serde_json::json;

use super::stage::{NOW, Stage, article, pier};

fn full() -> Stage {
    let mut stage = Stage::new();
    stage.add(&[article(&pier("two million"), json!({}), json!({}))]);
    stage
}

#[test]
fn a_missing_library_is_not_made_by_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sub").join("library.db");
    assert!(matches!(Library::open(&path), Err(LibraryError::Missing(_))));
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
    Library::open_to_write(&path).unwrap();
    Library::open(&path).unwrap();
}

#[track_caller]
fn refused(path: &Path, what: &str) {
    let before = std::fs::read(path).unwrap();
    for outcome in [Library::open(path), Library::open_to_write(path)] {
        let message = outcome.unwrap_err().to_string();
        assert!(message.contains(what) && message.contains(&*path.to_string_lossy()), "{message}");
    }
    assert_eq!(std::fs::read(path).unwrap(), before, "it was left as it is");
}

#[test]
fn a_file_of_another_kind_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "Dear diary, today the pier was shut. ".repeat(100)).unwrap();
    refused(&path, "not a library");
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);").unwrap();
    refused(&other, "not a library");
}

#[test]
fn a_newer_library_is_refused_and_says_so() {
    let stage = full();
    drop(stage.library);
    let path = stage.folder.path().join("library.db");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    refused(&path, "newer nutgraf");
}

#[test]
fn a_damaged_library_says_so() {
    let stage = full();
    let path = stage.path();
    drop(stage.library);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 8;
    for byte in bytes.iter_mut().skip(middle) {
        *byte = 0xA5;
    }
    std::fs::write(&path, &bytes).unwrap();
    let outcome = Library::open(&path).and_then(|library| {
        let _ = library.list(&ListRequest { limit: 9, ..ListRequest::default() }, NOW)?;
        library.article(ArticleKey(1))
    });
    assert!(matches!(outcome, Err(LibraryError::Damaged { .. })), "{outcome:?}");
}

#[test]
fn a_copy_is_whole_and_stands_where_nothing_stood() {
    let mut stage = full();
    let copy = stage.folder.path().join("copy.db");
    assert!(stage.library.copy_to(&copy, || true).unwrap());
    let read = Library::open(&copy).unwrap();
    assert_eq!(read.article(ArticleKey(1)).unwrap(), stage.library.article(ArticleKey(1)).unwrap());
    assert!(matches!(stage.library.copy_to(&copy, || true), Err(LibraryError::Io { .. })));
}

#[test]
fn a_copy_that_is_called_off_leaves_nothing_behind() {
    let mut stage = full();
    let long: Vec<String> = (0..600).map(|n| format!("“Gull {n} came to quay {n},” said Ada Brook.")).collect();
    stage.add(&[article(&long.join("\n\n"), json!({}), json!({}))]);
    let copy = stage.folder.path().join("copy.db");
    assert!(!stage.library.copy_to(&copy, || false).unwrap());
    let left: Vec<_> =
        std::fs::read_dir(stage.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("copy")), "{left:?}");
    stage.library.change(&[ArticleKey(1)], &Change::Read(true), NOW).unwrap();
}

#[test]
fn reading_goes_on_while_another_connection_writes() {
    let stage = full();
    let writer = rusqlite::Connection::open(stage.path()).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; UPDATE article SET is_read = 1;").unwrap();
    let reader = Library::open(&stage.path()).unwrap();
    let page = reader.list(&ListRequest { limit: 9, ..ListRequest::default() }, NOW).unwrap().unwrap();
    assert!(!page.rows[0].is_read, "it sees what was committed");
    writer.execute_batch("COMMIT").unwrap();
    let page = reader.list(&ListRequest { limit: 9, ..ListRequest::default() }, NOW).unwrap().unwrap();
    assert!(page.rows[0].is_read);
}
