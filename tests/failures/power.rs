//! The power cut at every moment: what a disk has by then is only what the program waited for. The layer tells all that
//! was written, named and waited for, and here a folder is made of it as it would be found afterwards.
//!
//! Two disks are tried: one that has nothing but what was waited for, and one that has every name at once and the bytes
//! only when they are waited for, so that a file that was renamed too early is found empty.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::commands::{desk, operation, writing};
use super::layer;
use super::place::{Place, holds, in_memory};
use super::sweep::Operation;

/// What the layer tells.
enum Event {
    Made { inode: u64, path: PathBuf },
    Wrote { inode: u64, offset: usize, bytes: Vec<u8> },
    Cut { inode: u64, length: usize },
    Settled { inode: u64, path: PathBuf },
    Moved { from: PathBuf, to: PathBuf, leaves: bool },
    Unnamed { path: PathBuf },
    Folder { path: PathBuf },
    Said(String),
}

fn events(told: &Path) -> Vec<Event> {
    let bytes = |hex: &str| -> Vec<u8> {
        (0..hex.len() / 2).map(|n| u8::from_str_radix(&hex[n * 2..n * 2 + 2], 16).unwrap()).collect()
    };
    let event = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        Some(match words.as_slice() {
            ["made", inode, path] => Event::Made { inode: inode.parse().unwrap(), path: path.into() },
            ["wrote", inode, offset, hex] => {
                Event::Wrote { inode: inode.parse().unwrap(), offset: offset.parse().unwrap(), bytes: bytes(hex) }
            }
            ["cut", inode, length] => Event::Cut { inode: inode.parse().unwrap(), length: length.parse().unwrap() },
            ["settled", inode, path] => Event::Settled { inode: inode.parse().unwrap(), path: path.into() },
            ["renamed", from, to] => Event::Moved { from: from.into(), to: to.into(), leaves: true },
            ["linked", from, to] => Event::Moved { from: from.into(), to: to.into(), leaves: false },
            ["unnamed", path] => Event::Unnamed { path: path.into() },
            ["folder", path] => Event::Folder { path: path.into() },
            ["said", hex] => Event::Said(String::from_utf8(bytes(hex)).unwrap()),
            _ => return None,
        })
    };
    fs::read_to_string(told).unwrap().lines().filter_map(event).collect()
}

/// A file as the program sees it, and as the disk has it.
#[derive(Clone, Default)]
struct File {
    now: Vec<u8>,
    settled: Vec<u8>,
}

/// A folder as the program sees it, and as the disk has it.
#[derive(Default)]
struct Disk {
    files: BTreeMap<u64, File>,
    names: BTreeMap<PathBuf, u64>,
    settled: BTreeMap<PathBuf, u64>,
    folders: BTreeSet<PathBuf>,
}

impl Disk {
    /// All that is there has been there for long.
    fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let inode = std::os::unix::fs::MetadataExt::ino(&fs::metadata(&path).unwrap());
            let bytes = fs::read(&path).unwrap();
            disk.files.insert(inode, File { now: bytes.clone(), settled: bytes });
            disk.names.insert(path.clone(), inode);
            disk.settled.insert(path, inode);
        }
        disk
    }

    fn take(&mut self, event: &Event) {
        match event {
            Event::Made { inode, path } => {
                if self.names.get(path) != Some(inode) {
                    // A number that was free is given again.
                    self.files.insert(*inode, File::default());
                    self.names.insert(path.clone(), *inode);
                }
            }
            Event::Wrote { inode, offset, bytes } => {
                let file = &mut self.files.entry(*inode).or_default().now;
                let end = offset + bytes.len();
                file.resize(file.len().max(end), 0);
                file[*offset..end].copy_from_slice(bytes);
            }
            Event::Cut { inode, length } => self.files.entry(*inode).or_default().now.resize(*length, 0),
            Event::Settled { inode, path } if path.is_dir() => {
                let _ = inode;
                self.settled.retain(|name, _| name.parent() != Some(path));
                let names = self.names.iter().filter(|(name, _)| name.parent() == Some(path));
                self.settled.extend(names.map(|(name, inode)| (name.clone(), *inode)));
            }
            Event::Settled { inode, .. } => {
                let file = self.files.entry(*inode).or_default();
                file.settled = file.now.clone();
            }
            Event::Moved { from, to, leaves } => {
                let inode = if *leaves { self.names.remove(from) } else { self.names.get(from).copied() };
                if let Some(inode) = inode {
                    self.names.insert(to.clone(), inode);
                }
            }
            Event::Unnamed { path } => drop(self.names.remove(path)),
            Event::Folder { path } => drop(self.folders.insert(path.clone())),
            Event::Said(_) => {}
        }
    }

    /// What is found after the power was cut, in a folder of its own.
    fn found(&self, folder: &Path, has_all_names: bool) -> tempfile::TempDir {
        let found = in_memory();
        for path in &self.folders {
            fs::create_dir_all(found.path().join(path.strip_prefix(folder).unwrap())).unwrap();
        }
        for (path, inode) in if has_all_names { &self.names } else { &self.settled } {
            let file = self.files.get(inode).map(|file| file.settled.as_slice()).unwrap_or_default();
            fs::write(found.path().join(path.strip_prefix(folder).unwrap()), file).unwrap();
        }
        found
    }
}

/// Runs an operation, and looks at every moment at what a cut of the power would leave.
fn cut_at_every_moment(operation: &Operation) {
    let name = operation.name;
    let before = operation.place.holds().unwrap();
    let place = operation.place.copy();
    let mut disk = Disk::of(place.path());
    let told = place.told();
    let mut command = place.command(&operation.arguments());
    layer::watched(&mut command, place.path(), layer::CHANGES, &told);
    let output = command.env("FAULTS_KEEP", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
    let after = place.holds().unwrap();
    let mut said = String::new();
    let (mut n_moments, mut n_said) = (0, 0);
    for event in &events(&told) {
        disk.take(event);
        match event {
            Event::Said(words) => said += words,
            // Between these nothing comes to the disk.
            Event::Settled { .. } | Event::Moved { .. } | Event::Unnamed { .. } => {}
            _ => continue,
        }
        n_moments += 1;
        for has_all_names in [false, true] {
            let found = disk.found(place.path(), has_all_names);
            let at = format!("{name}, moment {n_moments}, all names: {has_all_names}, said {said:?}");
            let library = found.path().join("library.db");
            let holds = holds(&library).unwrap_or_else(|why| panic!("{at}: {why}"));
            assert!(holds == before || holds == after || operation.is_stepwise, "{at}: is there by half");
            for written in &operation.writes {
                let is_there = found.path().join(written);
                if is_there.exists() {
                    let whole = fs::metadata(place.path().join(written)).unwrap().len();
                    assert_eq!(fs::metadata(is_there).unwrap().len(), whole, "{at}: {written} is there by half");
                }
            }
            if !said.is_empty() {
                n_said += 1;
                assert!(holds == after, "{at}: what was said to be kept is gone");
                for written in &operation.writes {
                    assert!(found.path().join(written).exists(), "{at}: {written} was said to be written");
                }
            }
        }
    }
    assert!(n_moments > 3 && n_said > 0, "{name}: {n_moments} moments, {n_said} after something was said");
}

#[test]
fn what_was_said_to_be_kept_is_there_after_the_power_was_cut() {
    let fresh = Place::new();
    fresh.write("pier.txt", super::commands::PIER);
    let mut operations = vec![
        operation("first add", fresh, &["add", "pier.txt"]),
        operation("add", desk(), &["add", "quay.txt"]),
        operation("note", desk(), &["note", "1", "call", "the", "pier"]),
        operation("remove", desk(), &["remove", "1"]),
    ];
    operations.extend(writing());
    for operation in &operations {
        cut_at_every_moment(operation);
    }
}
