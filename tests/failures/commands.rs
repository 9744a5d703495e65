//! The commands that keep something, each failed at every point.

use super::layer::{ALLOWED, CHANGES, FILLS, Fault, INTERRUPTED, UNWRITTEN};
use super::place::Place;
use super::sweep::{Operation, sweep};

pub const PIER: &str = "Ferry is late again\n\n“It was late again,” said Ada Brook, who waited at the pier with her brother.\n\nTom Reed, the harbour master, said that the engine had failed twice since Monday.\n";
const QUAY: &str = "Quay stays closed\n\n“Nobody will walk here before May,” said Ida Brandt, who leads the works.\n\nOle Marsh, a fishmonger, said that he had lost half of his customers.\n";

/// A library with an article in it, of which something was said, and another article beside it.
pub fn desk() -> Place {
    let place = Place::new();
    place.write("pier.txt", PIER);
    place.write("quay.txt", QUAY);
    place.done(&["add", "--tag", "harbour", "pier.txt"]);
    place.done(&["note", "1", "ask", "again"]);
    place
}

pub fn operation(name: &'static str, place: Place, arguments: &[&str]) -> Operation {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    Operation { name, arguments, place, is_stepwise: false, writes: Vec::new() }
}

/// What keeps something in the library.
fn keeping() -> Vec<Operation> {
    let fresh = Place::new();
    fresh.write("pier.txt", PIER);
    let removed = desk();
    removed.done(&["remove", "1"]);
    vec![
        operation("first add", fresh, &["add", "pier.txt"]),
        operation("add", desk(), &["add", "quay.txt"]),
        operation("tag", desk(), &["tag", "slow", "1"]),
        operation("note", desk(), &["note", "1", "call", "the", "pier"]),
        operation("confirm", desk(), &["review", "confirm", "1:s1"]),
        operation("mark", desk(), &["mark", "starred", "1"]),
        operation("remove", desk(), &["remove", "1"]),
        operation("undo", removed, &["undo"]),
        operation("reannotate", desk(), &["reannotate", "1"]),
        operation("the way from version 1", of_version_1(), &["list"]),
    ]
}

/// What writes files of its own.
pub fn writing() -> Vec<Operation> {
    let writes = |writes: &[&'static str], operation| Operation { writes: writes.to_vec(), ..operation };
    vec![
        writes(&["copy.db"], operation("backup", desk(), &["backup", "copy.db"])),
        writes(
            &["out.md"],
            operation("export", desk(), &["export", "1", "--format", "markdown", "--output", "out.md"]),
        ),
        Operation {
            is_stepwise: true,
            ..operation("export to a folder", desk(), &["export", "1", "--format", "brat", "--output", "out"])
        },
    ]
}

/// A library as the first version of it was.
fn of_version_1() -> Place {
    let place = desk();
    let connection = rusqlite::Connection::open(place.library()).unwrap();
    connection
        .execute_batch(
            "DELETE FROM words; DELETE FROM heads; UPDATE statement SET review = NULL;
             DROP TABLE remark; DROP INDEX article_remarked; ALTER TABLE article DROP COLUMN is_remarked;
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(connection);
    place
}

fn everything() -> Vec<Operation> {
    keeping().into_iter().chain(writing()).collect()
}

pub fn fault(kinds: &'static str, how: &'static str, goes_on: bool) -> Fault {
    Fault { kinds, how, goes_on }
}

#[test]
fn a_disk_that_fills_at_any_moment_takes_nothing_that_was_kept() {
    sweep(&everything(), &[(fault(FILLS, "ENOSPC", true), 4), (fault(FILLS, "EDQUOT", false), 8)]);
}

#[test]
fn a_disk_that_fails_once_or_for_good_takes_nothing_that_was_kept() {
    sweep(&everything(), &[(fault(CHANGES, "EIO", true), 8), (fault(CHANGES, "EIO", false), 5)]);
}

#[test]
fn what_may_not_be_written_is_said_and_leaves_what_there_was() {
    sweep(&everything(), &[(fault(ALLOWED, "EACCES", true), 3), (fault(UNWRITTEN, "EROFS", true), 6)]);
}

#[test]
fn a_kill_at_any_call_leaves_all_that_was_said_to_be_kept() {
    sweep(&everything(), &[(fault(CHANGES, "kill", false), 4), (fault("write", "torn", false), 4)]);
}

#[test]
fn a_call_that_is_cut_short_is_no_error() {
    sweep(&everything(), &[(fault("write,read", "short", false), 40), (fault(INTERRUPTED, "EINTR", false), 40)]);
}

#[test]
fn what_cannot_be_read_locked_or_mapped_is_said_and_harms_nothing() {
    let asked = [
        operation("list", desk(), &["list"]),
        operation("search", desk(), &["search", "late"]),
        operation("show", desk(), &["show", "1"]),
        operation("tag", desk(), &["tag", "slow", "1"]),
    ];
    let faults = [
        (fault("read", "EIO", true), 6),
        (fault("read", "EIO", false), 6),
        (fault("lock", "ENOLCK", true), 4),
        (fault("map", "ENOMEM", true), 1),
        (fault("look", "EIO", false), 8),
        (fault("open", "EMFILE", false), 2),
    ];
    sweep(&asked, &faults);
}
