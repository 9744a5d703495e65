//! A library that is served while the disk fails: visitors read on, and are told what is not kept of them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use nutgraf::library::visitor::{Leaving, Visitors};

use super::layer::{self, Fault};
use super::newsroom::Newsroom;
use super::place::{Place, in_memory};
use super::served::{Served, wait_for_list};
use super::sweep::complaint;
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

/// What a server says first, and its exit status where that is all; one that listens is ended.
fn first_words(place: &Place, fault: Option<(Fault, usize, &Path)>) -> (String, Option<i32>) {
    let mut command = place.command(&["serve", "--anonymous", "--listen", "127.0.0.1:0", "--host-key", "host_key"]);
    if let Some((fault, at, told)) = fault {
        layer::faulty(&mut command, place.path(), fault, at, told);
    }
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
    if said.contains("event=listening") {
        child.kill().unwrap();
        child.wait().unwrap();
        return (said, None);
    }
    (said, child.wait().unwrap().code())
}

#[test]
fn a_server_whose_key_cannot_be_written_does_not_start_and_has_a_whole_one_the_next_time() {
    let place = super::commands::desk();
    let step = if std::env::var("NUTGRAF_FAULTS").is_ok_and(|value| value == "all") { 1 } else { 2 };
    let mut n_refused = 0;
    for (how, first) in [("EIO", 1), ("kill", 2)] {
        for at in (first..).step_by(step) {
            let place = place.copy();
            let fault = Fault { kinds: "make,write,settle,name", how, goes_on: false };
            let told = place.told();
            let (said, code) = first_words(&place, Some((fault, at, &told)));
            if !layer::calls(&told).iter().any(|call| call.is_hit) {
                break;
            }
            let is_listening = said.contains("event=listening");
            if !is_listening && how != "kill" {
                n_refused += 1;
                assert_eq!(code, Some(74), "{said}");
                assert!(said.starts_with("nutgraf: ") && said.contains("; "), "what to do is not in {said}");
                assert!(!place.files().iter().any(|name| name.contains(".new")), "{:?}", place.files());
            }
            let (again, _) = first_words(&place, None);
            assert!(again.contains("event=listening"), "{how} at {at}: {said}, then {again}");
        }
    }
    assert!(n_refused > 1, "{n_refused} starts were refused");
}

#[test]
fn what_a_visitor_left_is_forgotten_whole_or_kept_whole() {
    let place = super::commands::desk();
    let path = nutgraf::library::visitor::beside(&place.library());
    let visitor = nutgraf::catalogue::Visitor::Key("SHA256:made-up".to_owned());
    let leaving = Leaving { theme: Some("plain".to_owned()), ..Leaving::default() };
    Visitors::open(&path).unwrap().leave(&visitor, &leaving, 1_700_000_000).unwrap().unwrap();
    let n_kept = |place: &Place| place.done(&["visitors", "list", "--format", "jsonl"]).lines().count();
    assert_eq!(n_kept(&place), 1);
    for (how, kinds) in [("ENOSPC", layer::FILLS), ("EIO", layer::CHANGES), ("kill", layer::CHANGES)] {
        let mut at = 1;
        loop {
            let place = place.copy();
            let told = place.told();
            let mut command = place.command(&["visitors", "forget", "--all"]);
            layer::faulty(&mut command, place.path(), Fault { kinds, how, goes_on: false }, at, &told);
            let output = command.output().unwrap();
            if !layer::calls(&told).iter().any(|call| call.is_hit) {
                break;
            }
            let n_left = n_kept(&place);
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(!said.contains("forgotten") || n_left == 0, "{how} at {at}: {output:?}");
            if output.status.code().is_some_and(|code| code != 0) {
                let complained = String::from_utf8_lossy(&output.stderr);
                complaint(&complained, output.status.code()).unwrap_or_else(|why| panic!("{why}: {complained}"));
            }
            place.done(&["visitors", "forget", "--all"]);
            assert_eq!(n_kept(&place), 0);
            at += 3;
        }
    }
}
