//! Signals at chosen moments, by strace: before one call or another into the system, so that no moment is left to chance.
//! `NUTGRAF_MOMENTS=all` tries them all where by default every so many are.

use std::path::Path;
use std::process::{Command, Output};
use std::thread::scope;

use super::*;
use crate::tools::has;

/// Signals that end it, in turn.
const SIGNALS: [(&str, i32); 3] = [("TERM", 143), ("INT", 130), ("HUP", 129)];
/// How many runs go on side by side.
const TOGETHER: usize = 8;

fn has_strace() -> bool {
    has("strace", "-V")
}

/// Calls that change something on the disk.
const WRITING: &str = "openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,link,unlink,fchmod,mkdir,fcntl";

/// A command with a signal before the so-manieth of these calls.
fn broken_off(folder: &Path, arguments: &[&str], calls: &str, number: usize, signal: &str) -> Output {
    Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")])
        .args(["-e", &format!("inject={calls}:signal={signal}:when={number}")])
        .arg(env!("CARGO_BIN_EXE_nutgraf"))
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("XDG_DATA_HOME", folder)
        .env("HOME", folder)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn asked(folder: &Path, arguments: &[&str]) -> String {
    let output = broken_off(folder, arguments, "exit_group", 9, "TERM");
    String::from_utf8(output.stdout).unwrap()
}

/// How far apart the moments are that are tried.
fn stride(usual: usize) -> usize {
    if std::env::var("NUTGRAF_MOMENTS").is_ok_and(|moments| moments == "all") { 1 } else { usual }
}

/// Breaks a command off at every so-manieth moment until it comes to its end, and looks at what it did each time.
fn at_moments(usual: usize, arguments: &dyn Fn(usize) -> Vec<String>, folder: &Path, look: &dyn Fn(usize, &str)) {
    for (n, number) in (1..).step_by(stride(usual)).enumerate() {
        let (signal, code) = SIGNALS[n % SIGNALS.len()];
        let arguments = arguments(number);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = broken_off(folder, &arguments, WRITING, number, signal);
        let said = String::from_utf8(output.stdout).unwrap();
        look(number, &said);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!errors.contains("panicked"), "{errors}");
        match shell_code(output.status) {
            0 => return assert!(number > usual, "it was never broken off"),
            other => assert_eq!(other, code, "{arguments:?} at {number}: {errors}"),
        }
    }
}

fn shell_code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or(status.signal().map(|signal| 128 + signal)).unwrap()
}

#[track_caller]
fn is_whole(folder: &Path) {
    let library = rusqlite::Connection::open(folder.join("nutgraf/library.db")).unwrap();
    let whole: String = library.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
}

/// A folder with a library of one article.
fn with_library() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "Vell votes\n\n“We counted them twice,” Mara Velk said.\n").unwrap();
    asked(folder.path(), &["add", "a.txt"]);
    folder
}

#[test]
fn what_was_said_to_be_noted_is_there_at_whatever_moment_a_signal_comes() {
    if !has_strace() {
        return;
    }
    let folder = with_library();
    let words = |number: usize| format!("moment {number}");
    let note = |number| ["note", "1:s1", &words(number)].map(str::to_owned).to_vec();
    at_moments(4, &note, folder.path(), &|number, said| {
        let kept = asked(folder.path(), &["review", "list"]);
        assert!(said.is_empty() || kept.contains(&words(number)), "{} is gone: {said}", words(number));
        is_whole(folder.path());
    });
}

#[test]
fn what_was_said_to_be_added_is_there_at_whatever_moment_a_signal_comes() {
    if !has_strace() {
        return;
    }
    let folder = with_library();
    let add = |number: usize| {
        let name = format!("{number}.txt");
        let text = format!("Moment {number}\n\n“We counted {number} of them,” Mara Velk said.\n");
        std::fs::write(folder.path().join(&name), text).unwrap();
        vec!["add".to_owned(), name]
    };
    at_moments(6, &add, folder.path(), &|number, said| {
        let found = asked(folder.path(), &["search", &format!("\"counted {number} of them\"")]);
        assert!(said.is_empty() || found.contains("Mara Velk"), "{number} is gone: {said}");
        is_whole(folder.path());
    });
}

#[test]
fn an_export_is_there_whole_or_not_at_all_at_whatever_moment_a_signal_comes() {
    if !has_strace() {
        return;
    }
    let folder = with_library();
    let whole = asked(folder.path(), &["export", "1", "--format", "html"]);
    let export = |_| ["export", "1", "--format", "html", "--output", "all.html"].map(str::to_owned).to_vec();
    at_moments(2, &export, folder.path(), &|number, _| {
        if let Ok(written) = std::fs::read_to_string(folder.path().join("all.html")) {
            assert_eq!(written, whole, "at {number}");
            std::fs::remove_file(folder.path().join("all.html")).unwrap();
        }
    });
}

/// The reader is started with a signal before the so-manieth call into the system, and ends by it.
fn ends_at(number: usize, signal: &str, code: i32, line: &str) -> bool {
    let inject = format!("inject=all:signal={signal}:when={number}");
    let strace = format!("strace -qq -o /dev/null -e trace=all -e {inject} \"$NUTGRAF\"");
    let mut terminal = Terminal::start(&line.replace("$READER", &strace));
    terminal.wait("the article or the end", |screen| {
        screen.contents().contains("ENDED") || screen.contents().contains(FIRST_WORDS)
    });
    // Once everything is painted and no signal has come, there were not so many calls.
    let is_beyond =
        !terminal.screen().contents().contains("ENDED") && terminal.is_silent_for(Duration::from_millis(300));
    terminal.send("\x03");
    terminal.wait_for_text("ENDED");
    let ended: i32 = terminal.note("code").unwrap().trim().parse().unwrap();
    terminal.ended_clean(ended);
    assert!(ended == code || (is_beyond && ended == 0), "{signal} at {number}: {ended}");
    terminal.nobody_is_left();
    is_beyond
}

#[test]
fn a_signal_at_whatever_moment_of_the_start_ends_it_cleanly() {
    if !has_strace() {
        return;
    }
    for line in ["$READER \"$ARTICLE\"", "cat \"$ARTICLE\" | $READER -"] {
        let mut number = 1;
        while !scope(|scope| {
            let runs: Vec<_> = (0..TOGETHER)
                .map(|n| {
                    let (signal, code) = SIGNALS[n % SIGNALS.len()];
                    let number = number + n * stride(29);
                    scope.spawn(move || ends_at(number, signal, code, line))
                })
                .collect();
            runs.into_iter().any(|run| run.join().unwrap())
        }) {
            number += TOGETHER * stride(29);
        }
    }
}

#[test]
fn where_the_system_gives_no_threads_one_line_says_so_or_the_work_is_done_without() {
    if !has_strace() {
        return;
    }
    let folder = with_library();
    std::fs::write(folder.path().join("b.txt"), "Quay\n\n“We counted the quays,” Odo Finch said.\n").unwrap();
    let without = |arguments: &[&str], from: usize| {
        Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=clone,clone3"])
            .args(["-e", &format!("inject=clone,clone3:error=EAGAIN:when={from}+"), env!("CARGO_BIN_EXE_nutgraf")])
            .args(arguments)
            .env_clear()
            .env("XDG_DATA_HOME", folder.path())
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    for arguments in [&["add", "b.txt"][..], &["annotate", "a.txt"], &["reannotate", "1"], &["show", "a.txt"]] {
        for from in 1..=3 {
            let output = without(arguments, from);
            let (code, said) = (output.status.code(), String::from_utf8(output.stderr).unwrap());
            assert!(code == Some(0) || code == Some(74), "{arguments:?} {from}: {code:?} {said}");
            assert!(code == Some(0) || said.starts_with("nutgraf: the system starts no more threads"), "{said}");
            if arguments[0] == "add" {
                let found = asked(folder.path(), &["search", "quays"]);
                assert_eq!(found.contains("Odo Finch"), code == Some(0), "{from}: {said}");
                asked(folder.path(), &["undo"]);
            }
        }
    }
    is_whole(folder.path());
}
