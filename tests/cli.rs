//! The built binary, as a shell meets it: what it prints, what it says, and the status it ends with.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

#[path = "cli/annotated.rs"]
mod annotated;
#[path = "cli/declared.rs"]
mod declared;
#[path = "cli/documented.rs"]
mod documented;
#[path = "cli/examples.rs"]
mod examples;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/filter.rs"]
mod filter;
#[path = "cli/input.rs"]
mod input;
#[path = "cli/library.rs"]
mod library;
#[path = "cli/linked.rs"]
mod linked;
#[path = "cli/people.rs"]
mod people;
#[path = "cli/read.rs"]
mod read;
#[path = "cli/review.rs"]
mod review;
#[path = "cli/search.rs"]
mod search;

const ARTICLE: &str = "Town to rebuild pier\n\n\"We will rebuild the pier,\" said Ada Brook, the mayor of Lower Vell.\n\nShe \
                       added that the work would take two years.\n";

/// The program in an empty home, without a terminal and with nothing on standard input.
fn nutgraf(home: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
    command
        .args(arguments)
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(home: &TempDir, arguments: &[&str]) -> Output {
    nutgraf(home, arguments).output().unwrap()
}

fn run_with_input(home: &TempDir, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = nutgraf(home, arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that has read enough closes its end.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Holds an exit status, and that standard error is clean and says all of these.
#[track_caller]
fn ends(output: &Output, status: i32, says: &[&str]) {
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "stderr: {stderr}");
    for part in says {
        assert!(stderr.contains(part), "{part:?} is not in: {stderr}");
    }
    if !says.is_empty() {
        assert!(stderr.starts_with("nutgraf: "), "{stderr}");
    } else if status == 0 {
        assert_eq!(stderr, "");
    }
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert!(stderr.chars().all(|char| char == '\n' || !char.is_control()), "{stderr:?}");
}

fn home_with(files: &[(&str, &[u8])]) -> TempDir {
    let home = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    home
}

fn home() -> TempDir {
    home_with(&[("article.txt", ARTICLE.as_bytes())])
}

fn json_lines(output: &Output) -> Vec<serde_json::Value> {
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What it printed; it has to have gone well.
#[track_caller]
fn good(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// It says what is wrong on standard error, prints nothing, and ends with a status.
#[track_caller]
fn refused(output: &Output, code: i32, what: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.starts_with("nutgraf: ") && said.contains(what), "{said}");
    assert_eq!(text(&output.stdout), "");
}

/// What it printed, which has to be one JSON value.
#[track_caller]
fn json(output: &Output) -> Value {
    serde_json::from_str(&good(output)).unwrap()
}
