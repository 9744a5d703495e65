//! The library's disk: full, read-only, damaged, locked.

use std::fs;
use std::process::Command;

use rusqlite::Connection;

use crate::newsroom::{Newsroom, text};
use crate::{courier, following};

/// What a shell makes of a line, with the program as `$0` and its library in the environment.
fn shell(room: &Newsroom, line: &str) -> std::process::Output {
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_nutgraf");
    command.args(["-c", line, program]).env_clear().env("HOME", room.folder.path()).env("NUTGRAF_LIBRARY", room.path());
    command.output().unwrap()
}

fn is_whole(room: &Newsroom) -> bool {
    let connection = Connection::open(room.path()).unwrap();
    connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).unwrap() == "ok"
}

#[test]
fn a_full_disk_is_said_and_nothing_that_was_there_is_lost() {
    let server = courier(30);
    let room = following(&server);
    let size = fs::metadata(room.path()).unwrap().len() / 1024;
    // No file of the program may be larger than the library is now: its log soon would be.
    let output =
        shell(&room, &format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" sync --allow-private", (size + 64) * 2));
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(74), "{said}");
    assert!(said.starts_with("nutgraf: ") && said.lines().count() == 1, "{said}");
    assert!(is_whole(&room));
    let n_kept = room.headlines().len();
    assert!(n_kept < 30);
    room.done(&["sync"]);
    assert_eq!(room.headlines().len(), 30);
}

#[test]
fn a_library_that_may_not_be_written_is_said() {
    let server = courier(2);
    let room = following(&server);
    // Who is root may write everything; a folder of the kernel's takes nothing from anybody.
    let output = room.command(&["add", &server.url("/news/0"), "--library", "/proc/library.db"]).output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(74), "{said}");
    assert!(said.contains("/proc/library.db") && !said.contains("panicked"), "{said}");
}

#[test]
fn a_damaged_library_is_said_to_be_damaged() {
    let server = courier(20);
    let room = following(&server);
    room.done(&["sync"]);
    let connection = Connection::open(room.path()).unwrap();
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    drop(connection);
    let mut bytes = fs::read(room.path()).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page[..200].fill(0xA5);
    }
    fs::write(room.path(), &bytes).unwrap();
    let said = room.ends(&["sync"], 65, &["damaged"]);
    assert_eq!(said.lines().count(), 1, "{said}");
    fs::write(room.path(), "no database at all, but a file of some length that somebody took for one").unwrap();
    room.ends(&["sync"], 65, &["not a library"]);
}

#[test]
fn a_library_that_somebody_else_writes_is_waited_for_and_then_said_to_be_busy() {
    let server = courier(2);
    let room = following(&server);
    let mut other = Connection::open(room.path()).unwrap();
    let transaction = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let output = room.command(&["sync"]).env("NUTGRAF_PATIENCE", "200").output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(75), "{said}");
    assert!(said.contains("try again"), "{said}");
    // Readers do not wait.
    assert!(room.headlines().is_empty());
    transaction.rollback().unwrap();
    assert_eq!(room.done(&["sync"]), "Vell Courier  2 new, 0 known\n");
}
