//! Commands without a terminal: the listed few, plain answers, right exit codes, and nothing else.

use std::process::Output;

use serde_json::Value;

use crate::newsroom::{is_safe, text};
use crate::served::{FIRST_WORDS, HEADLINE, Served};

/// What a command answers with: status, standard output, standard error.
fn answer(served: &Served, line: &str) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = served.visitor().asks(line).output();
    (status.code(), text(&stdout), text(&stderr))
}

#[test]
fn json_over_ssh_is_json_and_nothing_else() {
    let Some(served) = Served::start() else { return };
    for line in ["search 'speaker:velk' --json", "search 'speaker:velk pier' --format json --limit 3", "list --json"] {
        let (code, out, err) = answer(&served, line);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{line}");
        let value: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{line}: {error} in {out}"));
        assert!(value["rows"].as_array().or(value["hits"].as_array()).is_some_and(|rows| !rows.is_empty()), "{out}");
    }
    let (code, out, err) = answer(&served, "search speaker:velk --format jsonl");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for line in out.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}

#[test]
fn the_listed_commands_answer_in_plain_text() {
    let Some(served) = Served::start() else { return };
    for (line, holds) in [
        ("help", "search"),
        ("list", HEADLINE),
        ("today --day 2026-11-03", HEADLINE),
        ("search speaker:velk", "Mara Velk"),
        ("search 'speaker:\"mara velk\" \"closed 7 times\"'", "closed 7 times"),
        ("speaker 'mara velk'", "Mara Velk"),
        ("show 2", FIRST_WORDS),
    ] {
        let (code, out, err) = answer(&served, line);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{line}: {out}");
        assert!(out.contains(holds), "{line}: {out}");
        assert!(is_safe(&out), "{line}: {out:?}");
    }
}

#[test]
fn exit_codes_are_those_of_the_command_line() {
    let Some(served) = Served::start() else { return };
    for (line, code) in [
        ("search speaker:velk", 0),
        ("search speaker:nobodycalledthat", 1),
        ("search 'spaeker:velk'", 2),
        ("search '(pier'", 2),
        ("search", 2),
        ("search --no-such-option x", 2),
        ("search 'unclosed", 2),
        ("show 4711", 66),
    ] {
        let (got, out, err) = answer(&served, line);
        assert_eq!(got, Some(code), "{line}: {out}{err}");
        assert!(is_safe(&out) && is_safe(&err) && !err.contains("panicked"), "{line}: {err:?}");
        assert_eq!(code == 0, err.is_empty() || code == 0, "{line}: {err:?}");
        if code >= 2 {
            assert_eq!(out, "", "{line}");
        }
    }
}

#[test]
fn anything_else_is_refused_and_does_nothing() {
    let Some(served) = Served::start() else { return };
    let secret = served.folder().join("secret.txt");
    std::fs::write(&secret, "Owner's own words\n\n“Nobody shall read this,” Mara Velk said.\n").unwrap();
    let secret = secret.to_str().unwrap();
    let before = std::fs::read_dir(served.folder()).unwrap().count();
    for line in [
        "sh -c id",
        "/bin/sh",
        "ls; search pier",
        "list; id",
        "list | sh",
        "list $(id)",
        "list > out.txt",
        "add x",
        "remove 1",
        "tag 1 x",
        "feed list",
        "sync",
        "serve",
        "config path",
        "backup out.db",
        "export 1 --format html --output out.html",
        "annotate /etc/passwd",
        "correct 1:s1 --wrong",
        "note 1 hello",
        "scp -t .",
        "scp -f /etc/passwd",
        "rsync --server . .",
        "git-upload-pack x",
        "search pier --library other.db",
        "search pier --config other.toml",
        "search pier --save x",
        "\u{1b}[31mlist",
        "",
        " ",
        &format!("show {secret}"),
        "show /etc/passwd",
        "show -",
        "show https://quarrow.example/harbour",
        &format!("search {}", "x ".repeat(20_000)),
    ] {
        if line.trim().is_empty() {
            // An empty command is none to the client: it would ask for a shell.
            continue;
        }
        let (code, out, err) = answer(&served, line);
        let line: String = line.chars().take(60).collect();
        assert!(code.is_some_and(|code| (1..=99).contains(&code)), "{line}: {code:?} {out}{err}");
        assert!(!out.contains("uid=") && !out.contains("root:") && !out.contains("Nobody shall"), "{line}: {out}");
        assert!(!err.trim().is_empty() && is_safe(&err) && is_safe(&out), "{line}: {err:?}");
        // What was typed may be said again; where the server has its files may not.
        let own = err.replace(secret, "");
        assert!(!own.contains(served.folder().to_str().unwrap()), "the server's paths are its own: {err}");
    }
    let (code, out, _) = answer(&served, "list");
    assert!(code == Some(0) && out.contains(HEADLINE), "{out}");
    // known_hosts and the key are the client's; databases may have their side files.
    let after: Vec<_> = std::fs::read_dir(served.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let made: Vec<_> = after.iter().filter_map(|name| name.to_str()).filter(|name| name.starts_with("out")).collect();
    assert!(made.is_empty() && after.len() <= before + 8, "{after:?}");
    assert!(!served.has_started_a_program());
    assert!(is_safe(&served.log()), "{:?}", served.log());
}

#[test]
fn without_a_terminal_and_a_command_one_line_says_what_to_do() {
    let Some(served) = Served::start() else { return };
    let output = served.visitor().arguments(&["-T"]).output();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{out}{err}");
    assert_eq!(out, "", "standard output is for answers");
    assert_eq!(err.trim_end().lines().count(), 1, "{err}");
    assert!(err.contains("terminal") && is_safe(&err), "{err:?}");
}

#[test]
fn a_command_with_a_terminal_answers_and_ends() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().arguments(&["-tt"]).asks("search speaker:velk --limit 2").terminal();
    terminal.wait_for_text("Mara Velk");
    terminal.ended_clean(0);
    // Lines begin at the left edge: a terminal in raw mode wants a carriage return.
    assert!(terminal.screen().contents().contains("\n\" 2026-11-03"), "{}", terminal.screen().contents());
    served.is_left_by_all();
}

#[test]
fn a_reader_that_stops_early_is_no_fault() {
    let Some(mut served) = Served::start() else { return };
    let mut child = served.visitor().asks("search velk --json").command().spawn().unwrap();
    drop(child.stdout.take());
    child.wait().unwrap();
    let line = served.visitor().asks("search velk --json").line();
    let mut terminal = crate::pty::Terminal::start(&format!("{line} | head -c 10; echo after"));
    terminal.wait_for_text("after");
    served.is_left_by_all();
}

#[test]
fn what_comes_on_standard_input_is_not_read() {
    let Some(served) = Served::start() else { return };
    let mut command = served.visitor().asks("list").command();
    command.stdin(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::spawn(move || {
        use std::io::Write;
        // Until the pipe breaks, 16 MB at most.
        for _ in 0..1024 {
            if stdin.write_all(&[b'x'; 16384]).is_err() {
                return;
            }
        }
    });
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains(HEADLINE));
    assert!(served.process().resident_kb() < 200_000);
}
