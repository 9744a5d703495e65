//! Hostile input at every door of the program: each committed seed is taken, and what must hold of whatever comes out
//! holds. `.ci/fuzz` brings what nobody thought of.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::print_stderr, reason = "the input that breaks something is wanted")]

use std::path::{Path, PathBuf};

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
