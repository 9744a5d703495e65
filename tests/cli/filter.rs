//! The filter for pipelines, closed pipes and signals.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use super::{ARTICLE, ends, home, home_with, json_lines, nutgraf, run, run_with_input, text};

const FILTER: [&str; 5] = ["annotate", "--from", "jsonl", "--format", "attributions"];

fn line(id: &serde_json::Value, text: &str) -> String {
    format!("{}\n", serde_json::json!({ "id": id, "text": text }))
}

#[test]
fn a_form_without_room_for_bad_lines_says_that_they_are_left_out() {
    let home = super::home();
    let input = b"{\"id\": 1, \"text\": \"Ada Brook said it rained.\"}\n{\"id\": 2}\n";
    for form in ["json", "text", "jsonl", "attributions"] {
        let output = super::run_with_input(&home, &["annotate", "--from", "jsonl", "--format", form], input);
        super::ends(&output, 65, &["standard input: line 2: "]);
        let is_said = super::text(&output.stderr).contains("1 line is left out of the output");
        assert_eq!(is_said, matches!(form, "json" | "text"), "{form}");
    }
}

#[test]
fn every_line_gives_one_line_in_order_on_any_number_of_threads() {
    let home = home();
    // Long articles among short ones, so that threads overtake each other.
    let input: String = (0..200)
        .map(|n| line(&n.into(), &ARTICLE.repeat(if n % 9 == 0 { 40 } else { 1 })))
        .collect::<Vec<_>>()
        .concat();
    let outputs =
        ["1", "2", "7"].map(|jobs| run_with_input(&home, &[&FILTER[..], &["--jobs", jobs]].concat(), input.as_bytes()));
    for output in &outputs {
        ends(output, 0, &[]);
        let ids: Vec<_> = json_lines(output).iter().map(|line| line["id"].as_u64().unwrap()).collect();
        assert_eq!(ids, (0..200).collect::<Vec<_>>());
        assert_eq!(output.stdout, outputs[0].stdout);
    }
}

#[test]
fn lines_without_their_option_are_told_about_it() {
    let home = home();
    let output = run_with_input(&home, &["annotate"], line(&1.into(), ARTICLE).as_bytes());
    ends(&output, 65, &["--from jsonl"]);
}

#[test]
fn ids_may_be_any_value() {
    let home = home();
    let ids =
        [serde_json::json!("a"), serde_json::json!(1.5), serde_json::json!({"k": [1, null]}), serde_json::Value::Null];
    let input: Vec<_> = ids.iter().map(|id| line(id, ARTICLE)).collect();
    let output = run_with_input(&home, &FILTER, input.concat().as_bytes());
    ends(&output, 0, &[]);
    assert_eq!(json_lines(&output).iter().map(|line| line["id"].clone()).collect::<Vec<_>>(), ids);
}

#[test]
fn a_bad_line_is_named_with_its_number_and_answered_in_its_place() {
    let home = home();
    let good = line(&"good".into(), ARTICLE);
    let long = line(&"long".into(), &"word ".repeat(300));
    let longer = line(&"longer".into(), &"word ".repeat(3000));
    let input =
        format!("{good}not json\n\n{{\"id\": 7}}\n[1]\n{long}{longer}{{\"id\": \"n\", \"text\": 5}}\n\u{0}\n{good}");
    let mut bytes = input.into_bytes();
    bytes.extend_from_slice(b"{\"id\": \"latin\", \"text\": \"caf\xe9\"}");
    let output = run_with_input(&home, &[&FILTER[..], &["--max-size", "1k"]].concat(), &bytes);
    let name = |n: usize| format!("standard input: line {n}: ");
    let names: Vec<_> = [2, 4, 5, 6, 7, 8, 9, 11].map(name).into();
    ends(&output, 65, &names.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(text(&output.stderr).lines().count(), names.len(), "{}", text(&output.stderr));
    let lines = json_lines(&output);
    let ids: Vec<_> = lines.iter().map(|line| line["id"].clone()).collect();
    let null = serde_json::Value::Null;
    let wanted = [
        "good".into(),
        null.clone(),
        7.into(),
        null.clone(),
        "long".into(),
        null.clone(),
        "n".into(),
        null.clone(),
        "good".into(),
        null,
    ];
    assert_eq!(ids, wanted);
    for (n, line) in lines.iter().enumerate() {
        assert_eq!(line.get("error").is_some(), n != 0 && n != 8, "{line}");
    }
}

#[test]
fn annotated_lines_go_through_the_filter_too() {
    let home = home();
    let annotated = run(&home, &["annotate", "--format", "jsonl", "article.txt"]).stdout;
    let input = [annotated.as_slice(), line(&"plain".into(), ARTICLE).as_bytes()].concat();
    let output = run_with_input(&home, &FILTER, &input);
    ends(&output, 0, &[]);
    assert_eq!(json_lines(&output).len(), 2);
    let output = run_with_input(&home, &["annotate", "--from", "jsonl", "--format", "jsonl"], &input);
    ends(&output, 0, &[]);
    assert!(output.stdout.starts_with(&annotated), "an annotated line stays as it is");
    let lines = json_lines(&output);
    assert_eq!(lines[1]["input_id"], "plain");
    let output = run_with_input(&home, &["annotate", "--from", "jsonl"], &input);
    assert_eq!(serde_json::from_slice::<Vec<serde_json::Value>>(&output.stdout).unwrap(), lines);
}

#[test]
fn a_line_with_a_text_object_and_no_annotations_is_annotated() {
    let home = home();
    let input = format!("{}\n", serde_json::json!({ "id": "urn:x:1", "text": { "value": ARTICLE } }));
    let output = run_with_input(&home, &["annotate", "--from", "jsonl", "--format", "jsonl"], input.as_bytes());
    ends(&output, 0, &[]);
    let line = &json_lines(&output)[0];
    assert_eq!((&line["id"], &line["statements"][0]["kind"]), (&"urn:x:1".into(), &"direct".into()));
    let lines = json_lines(&run_with_input(&home, &FILTER, input.as_bytes()));
    assert_eq!(lines[0]["attributions"][0]["speaker"], "Ada Brook");
}

#[test]
fn a_line_is_answered_before_the_next_one_is_given() {
    let home = home();
    let mut child = nutgraf(&home, &FILTER).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for n in 0..3 {
        stdin.write_all(line(&n.into(), ARTICLE).as_bytes()).unwrap();
        stdin.flush().unwrap();
        let mut answer = String::new();
        stdout.read_line(&mut answer).unwrap();
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["id"], n);
    }
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!((rest.as_str(), child.wait().unwrap().code()), ("", Some(0)));
}

/// The most memory that a child had so far, in kilobytes.
#[cfg(target_os = "linux")]
fn peak_kb(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    const LINES: usize = 60_000;
    const EARLY: usize = 6_000;
    let home = home();
    let mut child = nutgraf(&home, &[&FILTER[..], &["--jobs", "2"]].concat()).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let line = line(&1.into(), "Yes.");
        let block = line.repeat(1000);
        for _ in 0..LINES / 1000 {
            stdin.write_all(block.as_bytes()).unwrap();
        }
        // Open until the last answer is read, so that the process is there to be asked.
        stdin
    });
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut answer = Vec::new();
    let mut early = 0;
    for n in 0..LINES {
        answer.clear();
        stdout.read_until(b'\n', &mut answer).unwrap();
        assert!(answer.ends_with(b"\n"));
        if n == EARLY {
            early = peak_kb(&child);
        }
    }
    let late = peak_kb(&child);
    drop(writer.join().unwrap());
    assert!(child.wait().unwrap().success());
    assert!(late < early + 4096, "{early} kB after {EARLY} lines, {late} kB after {LINES}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_nobody_takes_holds_the_input_back() {
    let home = home();
    let mut child = nutgraf(&home, &FILTER).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let (to_tell, told) = std::sync::mpsc::channel();
    let writer = std::thread::spawn(move || {
        let block = line(&1.into(), ARTICLE).repeat(100);
        let mut n_bytes = 0usize;
        while stdin.write_all(block.as_bytes()).is_ok() && n_bytes < 64 << 20 {
            n_bytes += block.len();
            if to_tell.send(n_bytes).is_err() {
                break;
            }
        }
        n_bytes
    });
    // Nothing reads the answers: the writer comes to a stop, which is a silence on the channel.
    let mut taken = 0;
    while let Ok(n_bytes) = told.recv_timeout(std::time::Duration::from_secs(2)) {
        taken = n_bytes;
    }
    assert!(taken < 32 << 20, "{taken} bytes were taken in");
    child.kill().unwrap();
    child.wait().unwrap();
    writer.join().unwrap();
}

#[test]
fn a_closed_pipe_is_success() {
    let home = home_with(&[("article.txt", ARTICLE.repeat(2000).as_bytes())]);
    for arguments in [
        &["show", "article.txt"][..],
        &["annotate", "article.txt"],
        &["article.txt"],
        &["keys"],
        &["man"],
        &["config", "default"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut child = nutgraf(&home, arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        ends(&output, 0, &[]);
    }
}

#[test]
fn head_ends_an_endless_filter_quietly() {
    let home = home();
    let mut child = nutgraf(&home, &FILTER).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let writer = std::thread::spawn(move || while stdin.write_all(line(&1.into(), ARTICLE).as_bytes()).is_ok() {});
    let mut answer = String::new();
    stdout.read_line(&mut answer).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    ends(&output, 0, &[]);
    writer.join().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let home = home();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in [&["show", "article.txt"][..], &["annotate", "article.txt"], &["keys"]] {
        let output = nutgraf(&home, arguments).stdout(full()).output().unwrap();
        ends(&output, 74, &["standard output: cannot be written"]);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_a_termination_end_the_filter_as_the_shell_expects() {
    use std::os::unix::process::ExitStatusExt;
    let home = home();
    for (signal, number) in [("INT", 2), ("TERM", 15)] {
        let mut child = nutgraf(&home, &FILTER).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdin.write_all(line(&1.into(), ARTICLE).as_bytes()).unwrap();
        let mut answer = String::new();
        stdout.read_line(&mut answer).unwrap();
        assert!(Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status().unwrap().success());
        let status = child.wait().unwrap();
        // A shell shows a death by signal as 128 and the number: 130, 143.
        assert!(status.signal() == Some(number) || status.code() == Some(128 + number), "{status:?}");
    }
}
