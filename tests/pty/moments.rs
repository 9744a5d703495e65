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

/// A call into the system: its name, and the how manieth of that name it is.
type Moment = (String, usize);

/// The calls that strace has written down.
fn moments(calls: &str) -> Vec<Moment> {
    let mut n_seen = std::collections::BTreeMap::new();
    let names = calls.lines().filter_map(|line| {
        let call = line.trim_start_matches(|char: char| char.is_ascii_digit() || char == ' ');
        let (name, _) = call.split_once('(')?;
        name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_').then(|| name.to_owned())
    });
    let number = |name: String| {
        let n = n_seen.entry(name.clone()).or_insert(0);
        *n += 1;
        (name, *n)
    };
    names.map(number).collect()
}

fn injected((name, number): &Moment, signal: &str) -> String {
    format!("-e inject={name}:signal={signal}:when={number}")
}

/// A command under strace with these options.
fn traced(folder: &Path, arguments: &[&str], options: &str) -> Output {
    Command::new("strace")
        .args(["-f", "-qq", "-o", "calls"])
        .args(options.split(' '))
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
    let output = traced(folder, arguments, "-e trace=none");
    String::from_utf8(output.stdout).unwrap()
}

/// How far apart the moments are that are tried.
fn stride(usual: usize) -> usize {
    if std::env::var("NUTGRAF_MOMENTS").is_ok_and(|moments| moments == "all") { 1 } else { usual }
}

/// Breaks a command off at every so-manieth moment, and looks at what it did each time.
fn at_moments(usual: usize, arguments: &dyn Fn(usize) -> Vec<String>, folder: &Path, look: &dyn Fn(usize, &str)) {
    let run = |number: usize, options: &str| {
        let arguments = arguments(number);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = traced(folder, &arguments, options);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!errors.contains("panicked"), "{errors}");
        look(number, &String::from_utf8(output.stdout).unwrap());
        shell_code(output.status)
    };
    assert_eq!(run(0, &format!("-e trace={WRITING}")), 0);
    let all =
        traced(folder, &arguments(1).iter().map(String::as_str).collect::<Vec<_>>(), &format!("-e trace={WRITING}"));
    assert!(all.status.success());
    let moments = moments(&std::fs::read_to_string(folder.join("calls")).unwrap());
    look(1, &String::from_utf8(all.stdout).unwrap());
    let mut n_broken_off = 0;
    for (n, moment) in moments.iter().step_by(stride(usual)).enumerate() {
        let (signal, code) = SIGNALS[n % SIGNALS.len()];
        let ended = run(n + 2, &format!("-e trace={} {}", moment.0, injected(moment, signal)));
        assert!([0, code].contains(&ended), "{signal} at {moment:?}: {ended}");
        n_broken_off += usize::from(ended != 0);
    }
    assert!(n_broken_off > 2, "it was hardly ever broken off: {moments:?}");
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

/// The reader under strace with these options, in place of `$READER`, left by the keys once its article is shown.
fn left(line: &str, options: &str, keys: &str) -> Terminal {
    // The shell would end itself with a job that INT has ended.
    let line = format!("trap : INT; {line}");
    let mut terminal =
        Terminal::start(&line.replace("$READER", &format!("strace -qq -o calls {options} \"$NUTGRAF\"")));
    let is_over = |screen: &vt100::Screen| screen.contents().contains("ENDED");
    terminal.wait(options, |screen| is_over(screen) || screen.contents().contains(FIRST_WORDS));
    terminal.send(keys);
    terminal.wait(options, is_over);
    terminal
}

/// Whether a signal came before the key that ends the reader, and was not heard; HUP may be ignored, as under nohup.
fn was_lost(terminal: &Terminal, ended: i32) -> bool {
    let calls = terminal.note("calls").unwrap();
    let signal = calls.lines().position(|call| call.starts_with("--- SIG") && !call.contains("SIGHUP"));
    let key = calls.lines().position(is_last_key).unwrap_or(usize::MAX);
    ended == 0 && signal.is_some_and(|signal| signal < key)
}

fn is_last_key(call: &str) -> bool {
    call.starts_with("read(") && call.contains("\\3\"")
}

/// The calls of a reader, and which of them reads the key that ends it.
fn calls_of(line: &str) -> (Vec<Moment>, usize) {
    let calls = left(line, "-e trace=all", "7n\x03").note("calls").unwrap();
    let before: String = calls.lines().take_while(|call| !is_last_key(call)).flat_map(|call| [call, "\n"]).collect();
    (moments(&calls), moments(&before).len())
}

/// A signal at each of these moments, several runs side by side; each ends cleanly, and what `look` looks at is right.
fn at_each(line: &str, moments: &[Moment], keys: &str, look: impl Fn(&Terminal, i32) + Sync) {
    let some: Vec<&Moment> = moments.iter().step_by(stride(11)).collect();
    for together in some.chunks(TOGETHER) {
        scope(|scope| {
            for (n, moment) in together.iter().enumerate() {
                let look = &look;
                scope.spawn(move || {
                    let (signal, code) = SIGNALS[n % SIGNALS.len()];
                    let mut terminal = left(line, &format!("-e trace=all {}", injected(moment, signal)), keys);
                    let ended: i32 = terminal.note("code").unwrap().trim().parse().unwrap();
                    assert!([0, code].contains(&ended), "{signal} at {moment:?}: {ended}");
                    terminal.ended_clean(ended);
                    terminal.nobody_is_left();
                    look(&terminal, ended);
                });
            }
        });
    }
}

#[test]
fn a_signal_at_whatever_moment_of_the_start_ends_it_cleanly() {
    if !has_strace() {
        return;
    }
    for line in ["$READER \"$ARTICLE\"", "cat \"$ARTICLE\" | $READER -"] {
        let (mut moments, n_until_key) = calls_of(line);
        moments.truncate(n_until_key);
        // What comes within the call that begins to catch it is heard by nobody: signal-hook notes only after that
        // call what a signal is to do.
        moments.retain(|(name, _)| name != "rt_sigaction");
        at_each(line, &moments, "\x03", |terminal, ended| {
            assert!(!was_lost(terminal, ended), "a signal was lost:\n{}", terminal.note("calls").unwrap());
        });
    }
}

#[test]
fn a_signal_at_whatever_moment_of_the_end_leaves_it_clean() {
    if !has_strace() {
        return;
    }
    let line = "$READER \"$ARTICLE\"";
    let (moments, n_until_key) = calls_of(line);
    at_each(line, &moments[n_until_key..], "7n\x03", |terminal, _| {
        let place = crate::everywhere::place_in(terminal.folder());
        assert_eq!(place, Some("s7".to_owned()));
    });
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
