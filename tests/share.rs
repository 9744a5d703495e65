//! Journey 7 and what stands beside it, with the built binary in real terminals: copying at the desk, in tmux and in
//! GNU screen; the browser; commands.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/tools.rs"]
mod tools;

#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "format/strategy.rs"]
mod strategy;

#[path = "share/browser.rs"]
mod browser;
#[path = "share/command.rs"]
mod command;
#[path = "share/copy.rs"]
mod copy;
#[path = "share/hostile.rs"]
mod hostile;
#[path = "share/remarks.rs"]
mod remarks;
#[path = "share/through.rs"]
mod through;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use pty::Terminal;

/// An article with a direct and an indirect statement, an outlet, a day and an address that means harm.
const ARTICLE: &str = r#"{
  "schema_version": "1.0",
  "article": {
    "url": "https://courier.example/vell/flood?a=1&b='$(touch%20pwned)'",
    "headline": "Vell council blames delayed dam for flood",
    "publisher": {"name": "The Vell Courier"},
    "datePublished": "2026-03-14T08:00:00Z"
  },
  "text": {"value": "“The dam came too late,” Odile Marchetti said.\n\nShe said that the works would go on.\n"},
  "actors": [{"id": "a1", "kind": "person", "name": "Odile Marchetti",
    "roles": [{"title": "mayor of Vell", "evidence": [{"exact": "Odile Marchetti"}]}]}],
  "statements": [
    {"id": "s1", "kind": "direct", "marking": "quoted", "content": [{"exact": "“The dam came too late,”"}],
     "cue": {"exact": "said", "start": 41, "end": 45}, "speakers": ["a1"], "confidence": {"content": 0.95, "speaker": 0.95}},
    {"id": "s2", "kind": "indirect", "content": [{"exact": "that the works would go on"}],
     "source": {"exact": "She"}, "cue": {"exact": "said", "prefix": "She "}, "speakers": ["a1"], "confidence": {"content": 0.95, "speaker": 0.95}}
  ]
}"#;

/// A folder with the article in it, and programs that note what they get.
fn folder(programs: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("flood.json"), ARTICLE).unwrap();
    let bin = folder.path().join("bin");
    std::fs::create_dir(&bin).unwrap();
    for (name, script) in programs {
        program(&bin.join(name), script);
    }
    folder
}

fn program(path: &Path, script: &str) {
    std::fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// The reader with the article open, in a terminal of its own.
#[track_caller]
fn reading(programs: &[(&str, &str)], environment: &[(&str, &str)]) -> Terminal {
    let folder = folder(programs);
    let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
    let environment = [environment, &[("PATH", path.as_str())]].concat();
    let mut terminal = Terminal::start_in(folder, "\"$NUTGRAF\" flood.json", &environment);
    terminal.wait("the article", |screen| screen.alternate_screen() && screen.contents().contains("The dam came"));
    terminal
}

/// What stands in a file of the terminal's folder, once it is there.
#[track_caller]
fn noted(terminal: &mut Terminal, name: &str) -> String {
    terminal.wait_until(name, |terminal| terminal.note(name).is_some());
    terminal.note(name).unwrap()
}
