//! What other users of the machine may read of what somebody reads: nothing, whatever the umask, wherever it is kept.
//!
//! The umask is the whole process's, so this file has one test; `ssh` and `library` test their own secrets' files.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/newsroom.rs"]
mod newsroom;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use rustix::fs::Mode;
use rustix::process::umask;

use newsroom::Newsroom;

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

/// What stands in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn libraries_and_their_copies_are_for_nobody_elses_eyes_even_without_a_umask() {
    umask(Mode::empty());
    let room = Newsroom::new();
    let folder = room.folder.path();
    let at = |name: &str| folder.join(name);
    fs::write(at("a.txt"), "Pier\n\n“We will rebuild it,” said Ada Brook.\n").unwrap();

    // Where nobody has said otherwise.
    let added = room.command(&["add", "a.txt"]).env_remove("NUTGRAF_LIBRARY").output().unwrap();
    assert_eq!(added.status.code(), Some(0));
    for folder in [".local", ".local/share", ".local/share/nutgraf"] {
        assert_eq!(mode(&at(folder)), 0o700, "{folder}");
    }
    assert_eq!(mode(&at(".local/share/nutgraf/library.db")), 0o600);

    // In a folder that others look into, with its log beside it while somebody writes.
    fs::create_dir(at("shared")).unwrap();
    let library = at("shared/library.db");
    let kept = nutgraf::library::Library::open_to_write(&library).unwrap();
    room.done(&["--library", "shared/library.db", "add", "a.txt"]);
    assert_eq!(names(&at("shared")), ["library.db", "library.db-shm", "library.db-wal"]);
    for name in names(&at("shared")) {
        assert_eq!(mode(&at("shared").join(&name)), 0o600, "{name}");
    }
    drop(kept);

    // Copied there; and not through a link that somebody else has put in the copy's way.
    fs::write(at("mine"), "mine").unwrap();
    symlink(at("mine"), at("shared/copy.db.part")).unwrap();
    symlink(at("nothing"), at("shared/other.db.part")).unwrap();
    for name in ["shared/copy.db", "shared/other.db"] {
        room.done(&["--library", "shared/library.db", "backup", name]);
        assert_eq!(mode(&at(name)), 0o600, "{name}");
        assert!(fs::symlink_metadata(at(name)).unwrap().is_file(), "{name}");
    }
    assert_eq!(fs::read_to_string(at("mine")).unwrap(), "mine");
    assert!(!at("nothing").exists());

    // A library that its owner has opened to others stays open to them.
    fs::set_permissions(&library, fs::Permissions::from_mode(0o640)).unwrap();
    room.done(&["--library", "shared/library.db", "list"]);
    assert_eq!(mode(&library), 0o640);
}
