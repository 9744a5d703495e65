//! The layer under the program's file calls: where it is, what it is asked, what it tells. `faults` is the layer
//! itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Calls that change a file, or make room for one.
pub const CHANGES: &str = "make,write,cut,room,settle,name,unname,folder,modes";
/// Calls that can find a disk full.
pub const FILLS: &str = "make,write,cut,room,settle,name,folder";
/// Calls that a disk forbids which takes nothing.
pub const UNWRITTEN: &str = "make,name,unname,folder,modes";
/// Calls that the owner of a disk can forbid.
pub const ALLOWED: &str = "open,make,name,unname,folder,modes";
/// Calls that a signal can cut off.
pub const INTERRUPTED: &str = "open,make,read,write,cut";

/// The layer as cargo has built it beside this test.
pub fn library() -> PathBuf {
    let beside = std::env::current_exe().unwrap().with_file_name("libfaults.so");
    assert!(beside.exists(), "{}: cargo builds it as the tests' dependency", beside.display());
    beside
}

/// What goes wrong.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// In which calls.
    pub kinds: &'static str,
    /// How.
    pub how: &'static str,
    /// From then on, and not once.
    pub goes_on: bool,
}

impl Fault {
    /// The program is killed, or has nothing to complain about.
    pub fn kills(self) -> bool {
        matches!(self.how, "kill" | "torn")
    }

    /// Whatever it is asked to do goes well all the same.
    pub fn is_harmless(self) -> bool {
        matches!(self.how, "short" | "EINTR")
    }
}

/// A call that the layer saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub kind: String,
    pub is_hit: bool,
    pub path: String,
}

/// Lets a program run over the layer: of the calls that concern the folder, it tells all, and nothing goes wrong.
pub fn watched(command: &mut Command, folder: &Path, kinds: &str, told: &Path) {
    command
        .env("LD_PRELOAD", library())
        .env("FAULTS_UNDER", folder)
        .env("FAULTS_KINDS", kinds)
        .env("FAULTS_TELL", told);
}

/// Lets a program run over the layer, and a call of it go wrong.
pub fn faulty(command: &mut Command, folder: &Path, fault: Fault, at: usize, told: &Path) {
    watched(command, folder, fault.kinds, told);
    command
        .env("FAULTS_AT", at.to_string())
        .env("FAULTS_HOW", fault.how)
        .env("FAULTS_ON", if fault.goes_on { "1" } else { "0" });
}

/// The calls that were told, in their order.
pub fn calls(told: &Path) -> Vec<Call> {
    let text = fs::read_to_string(told).unwrap_or_default();
    let call = |line: &str| {
        let mut words = line.strip_prefix("call ")?.splitn(4, ' ').skip(1);
        let kind = words.next()?.to_owned();
        let is_hit = words.next()? == "hit";
        Some(Call { kind, is_hit, path: words.next()?.to_owned() })
    };
    text.lines().filter_map(call).collect()
}
