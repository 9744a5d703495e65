//! A library that is served while the disk fails: visitors read on, and are told what is not kept of them.

use std::fs;
use std::path::PathBuf;

use super::layer;
use super::newsroom::Newsroom;
use super::place::in_memory;
use super::served::{Served, wait_for_list};
use super::tools;

/// A server over the layer: while the gate is there, whatever it changes on the disk goes wrong.
struct Failing {
    served: Served,
    _outside: tempfile::TempDir,
    gate: PathBuf,
}

impl Failing {
    fn start(how: &str) -> Option<Self> {
        if !["ssh", "ssh-keygen"].into_iter().all(|tool| tools::has(tool, "-?")) {
            return None;
        }
        let outside = in_memory();
        let gate = outside.path().join("gate");
        let room = Newsroom::new();
        let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
        let environment = [
            ("LD_PRELOAD", text(&layer::library())),
            ("FAULTS_UNDER", text(room.folder.path())),
            ("FAULTS_KINDS", layer::CHANGES.to_owned()),
            ("FAULTS_HOW", how.to_owned()),
            ("FAULTS_AT", "1".to_owned()),
            ("FAULTS_ON", "1".to_owned()),
            ("FAULTS_WHEN", text(&gate)),
        ];
        let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let served = Served::start_in(room, &["--anonymous"], &environment);
        Some(Self { served, _outside: outside, gate })
    }
}

#[test]
fn a_visitor_is_told_that_nothing_is_kept_while_the_disk_fails_and_all_is_once_it_is_mended() {
    let Some(mut failing) = Failing::start("EIO") else { return };
    let mut terminal = failing.served.visitor().reading();
    fs::write(&failing.gate, "").unwrap();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/33");
    terminal.wait_for_text("what you leave is not kept just now; reading goes on");
    terminal.send("mask the harbour\r");
    terminal.wait("that the note is not kept", |screen| {
        screen.contents().contains("for this session only: it cannot be kept")
    });
    fs::remove_file(&failing.gate).unwrap();
    terminal.send("8n");
    terminal.wait_for_text("statement 15/33");
    terminal.send("\x03");
    terminal.wait_for_text("ENDED 0");
    failing.served.is_left_by_all();
    let mut again = failing.served.visitor().terminal();
    again.wait_for_text("statement 15/33");
}

#[test]
fn a_server_goes_on_for_all_while_its_disk_is_full() {
    let Some(mut failing) = Failing::start("ENOSPC") else { return };
    fs::write(&failing.gate, "").unwrap();
    let mut terminal = failing.served.visitor().terminal();
    wait_for_list(&mut terminal);
    terminal.send("\r");
    terminal.wait_for_text(super::served::FIRST_WORDS);
    assert!(failing.served.visitor().asks("list").output().status.success(), "others are answered");
    terminal.send("\x03");
    terminal.wait_for_text("ENDED 0");
    failing.served.is_left_by_all();
    assert!(!failing.served.log().contains("panicked"), "{}", failing.served.log());
}
