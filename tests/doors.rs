//! Hostile input at every door of the program: each committed seed is taken, and what must hold of whatever comes out
//! holds. `.ci/fuzz` brings what nobody thought of.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::print_stderr, reason = "the input that breaks something is wanted")]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fuzz::meter::Meter;
use fuzz::{DOORS, pass};

#[global_allocator]
static METER: Meter = Meter;

/// The seeds of a door.
fn seeds(door: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(door);
    let mut seeds: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{} has none", folder.display());
    seeds
}

// One test, since memory is counted for the whole process.
#[test]
fn whatever_comes_in_at_a_door_breaks_nothing_and_nothing_of_it_steers_a_terminal() {
    for door in DOORS {
        door.warm_up();
        for seed in seeds(door.name) {
            // Shown where it fails.
            eprintln!("{}", seed.display());
            pass(door, &std::fs::read(&seed).unwrap());
        }
    }
}

/// Nothing that steers a terminal in what the program wrote.
#[track_caller]
fn is_clean(what: &str, said: &[u8]) {
    let said = String::from_utf8(said.to_vec()).unwrap();
    let steers = |c: &char| !matches!(c, '\n' | '\t') && nutgraf::article::scalar::is_forbidden(*c);
    assert_eq!(said.chars().find(steers), None, "{what} says {said:?}");
}

#[test]
fn names_of_files_and_the_environment_say_nothing_to_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let words = "\u{201c}We will,\u{201d} said Ada Brook, the mayor of Vell.\n";
    let library = folder.path().join("library.db");
    for seed in seeds("names") {
        let bytes = std::fs::read(&seed).unwrap();
        let fields: Vec<&[u8]> = bytes.split(|byte| *byte == 0xFF).filter(|field| !field.contains(&0)).collect();
        let run = |arguments: &[&OsStr]| {
            let mut program = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
            program.current_dir(folder.path()).args(arguments).env("NUTGRAF_LIBRARY", &library).stdin(Stdio::null());
            for (name, value) in ["TERM", "LANG", "COLORTERM", "COLUMNS", "LC_ALL", "TZ"].iter().zip(&fields) {
                program.env(name, OsStr::from_bytes(value));
            }
            let output = program.output().unwrap();
            is_clean(&format!("{arguments:?}"), &output.stdout);
            is_clean(&format!("{arguments:?}"), &output.stderr);
            assert!(output.status.code().is_some(), "{arguments:?} was killed");
        };
        let all: Vec<&OsStr> = fields.iter().map(|field| OsStr::from_bytes(field)).collect();
        run(&all);
        for name in &all {
            // Some are no names of files of this folder; then that is what is said.
            if !name.as_bytes().contains(&b'/') {
                let _ = std::fs::write(folder.path().join(name), words);
            }
            for command in ["show", "add"] {
                run(&[OsStr::new(command), OsStr::new("--"), name]);
            }
            run(&[OsStr::new("config"), OsStr::new("check"), OsStr::new("--config"), name]);
        }
    }
}
