//! A folder with a library in it, kept in memory where that can be, and what stands in the library: enough to tell
//! whether something is there, is not, or is there by half.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tempfile::TempDir;

/// What the library holds, as lines: everything that somebody could miss.
const HOLDS: [&str; 11] = [
    "SELECT 'article', id, headline, version, is_read, is_starred, removed IS NULL FROM article",
    "SELECT 'body', article, version, length(json) > 0 FROM body",
    "SELECT 'statement', article, name, content, speaker FROM statement",
    "SELECT 'remark', article, note, tags FROM remark",
    "SELECT 'tag', article, name FROM tag",
    "SELECT 'feed', url, title FROM feed",
    "SELECT 'item', feed, name, state FROM item",
    "SELECT 'place', hex(text_sha256), statement, offset_char FROM place",
    "SELECT 'saved', name, query FROM saved",
    "SELECT 'deed', id, what, kind FROM deed",
    "SELECT 'speaker', id, name, merged, seen FROM speaker",
];
/// What must not be found in any library.
const BROKEN: [&str; 6] = [
    "SELECT count(*) FROM article WHERE removed IS NULL AND NOT EXISTS (SELECT 1 FROM body WHERE body.article = article.id AND body.version = article.version)",
    "SELECT count(*) FROM article WHERE removed IS NULL AND n_statements != (SELECT count(*) FROM statement WHERE statement.article = article.id)",
    "SELECT count(*) FROM statement WHERE article NOT IN (SELECT id FROM article)",
    "SELECT count(*) FROM item WHERE article IS NOT NULL AND article NOT IN (SELECT id FROM article)",
    "SELECT count(*) FROM item WHERE state = 1 AND article IS NULL",
    "SELECT (SELECT n FROM total WHERE name = 'articles') - (SELECT count(*) FROM article WHERE removed IS NULL)",
];

/// What stands in a library; nothing for one that is not there yet.
pub type Holds = BTreeSet<String>;

/// A folder, and the program in it.
pub struct Place {
    pub folder: TempDir,
    n_told: AtomicUsize,
    told: TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: in_memory(), n_told: AtomicUsize::new(0), told: in_memory() }
    }

    /// The same files in another folder.
    pub fn copy(&self) -> Self {
        let other = Self::new();
        copy_all(self.path(), other.path());
        other
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn library(&self) -> PathBuf {
        self.path().join("library.db")
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    /// A file for what the layer tells, another one each time.
    pub fn told(&self) -> PathBuf {
        self.told.path().join(self.n_told.fetch_add(1, Ordering::Relaxed).to_string())
    }

    /// The program as a shell would start it, with nothing else of this machine.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .env("NUTGRAF_LIBRARY", self.library())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs, and holds that it went well.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The names of the files.
    pub fn files(&self) -> BTreeSet<String> {
        files(self.path(), Path::new(""))
    }

    /// What the library holds; an error where it does not hold together.
    pub fn holds(&self) -> Result<Holds, String> {
        holds(&self.library())
    }
}

/// What a library holds; an error where it does not hold together.
pub fn holds(library: &Path) -> Result<Holds, String> {
    let mut holds = Holds::new();
    if !library.exists() {
        return Ok(holds);
    }
    let said = |error: rusqlite::Error| error.to_string();
    let connection = Connection::open(library).map_err(said)?;
    let whole: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(said)?;
    if whole != "ok" {
        return Err(format!("integrity_check: {whole}"));
    }
    if connection.prepare("PRAGMA foreign_key_check").map_err(said)?.exists([]).map_err(said)? {
        return Err("foreign_key_check finds something".to_owned());
    }
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(said)?;
    if version == 0 {
        let n_tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(said)?;
        return if n_tables == 0 { Ok(holds) } else { Err("a shape that is half made".to_owned()) };
    }
    for table in ["words", "heads"] {
        let check = format!("INSERT INTO {table} ({table}) VALUES ('integrity-check')");
        connection.execute(&check, []).map_err(|error| format!("{table}: {error}"))?;
    }
    for question in BROKEN {
        let n: i64 = connection.query_row(question, [], |row| row.get(0)).map_err(said)?;
        if n != 0 {
            return Err(format!("{n}: {question}"));
        }
    }
    for question in HOLDS.iter().filter(|question| version > 1 || !question.contains("'remark'")) {
        let mut statement = connection.prepare(question).map_err(said)?;
        let n_columns = statement.column_count();
        let mut rows = statement.query([]).map_err(said)?;
        while let Some(row) = rows.next().map_err(said)? {
            let cell = |n: usize| match row.get_ref_unwrap(n) {
                ValueRef::Null => "-".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
            };
            holds.insert((0..n_columns).map(cell).collect::<Vec<_>>().join("|"));
        }
    }
    Ok(holds)
}

/// A folder that is gone with the test. Where there is one in memory, no disk is waited for.
pub fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}

fn copy_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn files(folder: &Path, under: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = under.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path(), &name));
        } else {
            found.insert(name.to_str().unwrap().to_owned());
        }
    }
    found
}
