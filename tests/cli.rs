//! The built binary, as a shell meets it: what it prints, what it says, and the status it ends with.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

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

// Reading and showing

#[test]
fn a_file_is_shown_as_a_briefing() {
    let home = home();
    for arguments in [
        &["show", "article.txt"][..],
        &["article.txt"],
        &["--", "article.txt"],
        &["show", "--from", "text", "article.txt"],
    ] {
        let output = run(&home, arguments);
        ends(&output, 0, &[]);
        assert!(text(&output.stdout).contains("rebuild the pier"), "{arguments:?}");
        assert!(output.stdout.ends_with(b"\n"));
    }
}

#[test]
fn standard_input_is_shown_as_a_briefing() {
    let home = home();
    for arguments in
        [&["show", "-"][..], &["-"], &["annotate", "--format", "text", "-"], &["annotate", "--format", "text"]]
    {
        let output = run_with_input(&home, arguments, ARTICLE.as_bytes());
        ends(&output, 0, &[]);
        assert!(text(&output.stdout).contains("rebuild the pier"), "{arguments:?}");
    }
}

#[test]
fn without_a_file_and_without_a_terminal_the_samples_are_listed() {
    let home = home();
    let output = run(&home, &[]);
    ends(&output, 0, &[]);
    let listed = text(&output.stdout);
    for sample in nutgraf::samples::SAMPLES {
        assert!(listed.contains(sample.title), "{} is not in {listed}", sample.title);
    }
}

#[test]
fn nothing_is_written_to_the_home() {
    let home = home();
    run(&home, &["article.txt"]);
    run(&home, &[]);
    let names: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["article.txt"]);
}

#[test]
fn a_file_named_like_a_command_is_opened_with_its_folder_or_after_two_dashes() {
    let home = home_with(&[("show", ARTICLE.as_bytes()), ("-x", ARTICLE.as_bytes())]);
    for arguments in [&["./show"][..], &["--", "show"], &["show", "show"], &["show", "--", "-x"], &["--", "-x"]] {
        let output = run(&home, arguments);
        ends(&output, 0, &[]);
        assert!(text(&output.stdout).contains("rebuild the pier"), "{arguments:?}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_shown() {
    let home = home();
    let output = run(&home, &["nowhere.txt", "article.txt", "."]);
    ends(&output, 66, &["nowhere.txt: no such file", ".: is a directory"]);
    assert!(text(&output.stdout).contains("rebuild the pier"));
}

// Bad input

#[test]
fn empty_input_has_no_article_in_it() {
    let home = home_with(&[("empty.txt", b""), ("blank.txt", b" \n\n\t\n")]);
    for arguments in
        [&["-"][..], &["show", "-"], &["annotate", "-"], &["annotate"], &["annotate", "--format", "attributions"]]
    {
        ends(&run_with_input(&home, arguments, b""), 65, &["standard input: no article text found (0 bytes read)"]);
    }
    ends(&run(&home, &["empty.txt"]), 65, &["empty.txt: no article text found (0 bytes read)"]);
    ends(&run(&home, &["show", "blank.txt"]), 65, &["blank.txt: no article text found"]);
}

#[test]
fn a_binary_file_is_refused() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend((0..4096u32).flat_map(u32::to_le_bytes));
    let home = home_with(&[("picture.png", &png)]);
    for command in ["show", "annotate"] {
        ends(&run(&home, &[command, "picture.png"]), 65, &["picture.png: ", "not a text"]);
    }
}

#[test]
fn a_directory_is_refused() {
    let home = home_with(&[("folder/a.txt", b"x")]);
    for arguments in
        [&["folder"][..], &["show", "folder"], &["annotate", "folder"], &["annotate", "--from", "jsonl", "folder"]]
    {
        ends(&run(&home, arguments), 66, &["folder: is a directory; name the files in it"]);
    }
}

#[test]
fn a_missing_file_is_named() {
    let home = home();
    for arguments in
        [&["nowhere.txt"][..], &["show", "nowhere.txt"], &["annotate", "nowhere.txt"], &["annotate", "nowhere.jsonl"]]
    {
        ends(
            &run(&home, arguments),
            66,
            &["nowhere.txt: no such file"
                .replace(".txt", if arguments.contains(&"nowhere.jsonl") { ".jsonl" } else { ".txt" })
                .as_str()],
        );
    }
    ends(&run(&home, &["article.txt/x"]), 66, &["article.txt/x: a part of the path is no directory"]);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let home = home_with(&[("secret.txt", b"x")]);
    let path = home.path().join("secret.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0)).unwrap();
    if fs::File::open(&path).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    ends(&run(&home, &["show", "secret.txt"]), 66, &["secret.txt: may not be read"]);
}

#[test]
fn a_line_of_50_megabytes_is_over_the_limit() {
    let home = home_with(&[("long.txt", "word ".repeat(10 << 20).as_bytes())]);
    for arguments in [&["long.txt"][..], &["show", "long.txt"], &["annotate", "long.txt"]] {
        let output = run(&home, arguments);
        ends(&output, 65, &["long.txt: too large", "10485760", "--max-size"]);
        assert_eq!(output.stdout, b"", "nothing is cut off in silence");
    }
    let output = run_with_input(&home, &["show", "-"], "word ".repeat(10 << 20).as_bytes());
    ends(&output, 65, &["standard input: too large"]);
}

#[test]
fn the_limit_can_be_moved() {
    let home = home();
    ends(&run(&home, &["show", "--max-size", "20", "article.txt"]), 65, &["too large", "20"]);
    ends(&run(&home, &["show", "--max-size", "1k", "article.txt"]), 0, &[]);
}

#[test]
fn json_that_is_no_article_is_refused() {
    for json in ["{\"name\": \"x\"}", "[1, 2]", "{\"text\": {}}", "{\"text\": {\"value\": 3}}"] {
        let home = home_with(&[("thing.json", json.as_bytes())]);
        for command in ["show", "annotate"] {
            ends(&run(&home, &[command, "thing.json"]), 65, &["thing.json: "]);
        }
    }
    let home = home_with(&[("broken.json", b"{\"text\": {\"value\": \"a\"")]);
    ends(&run(&home, &["show", "--from", "json", "broken.json"]), 65, &["broken.json: "]);
}

#[test]
fn another_major_version_is_refused() {
    let home = home_with(&[("later.json", b"{\"schema_version\": \"2.0\", \"text\": {\"value\": \"Words.\"}}")]);
    for command in ["show", "annotate"] {
        ends(&run(&home, &[command, "later.json"]), 65, &["later.json: ", "2.0"]);
    }
}

#[test]
fn a_span_outside_its_text_opens_with_a_warning() {
    let article = "{\"schema_version\": \"1.0\", \"text\": {\"value\": \"Ada Brook said it rained.\"}, \"statements\": [{\"id\": \"s1\", \
                   \"kind\": \"indirect\", \"content\": [{\"start\": 900, \"end\": 999, \"exact\": \"it never happened\"}]}]}";
    let home = home_with(&[("odd.json", article.as_bytes())]);
    ends(&run(&home, &["show", "odd.json"]), 0, &[]);
    let output = run(&home, &["annotate", "odd.json"]);
    ends(&output, 0, &[]);
    let article: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<_> = article["warnings"].as_array().unwrap().iter().map(|warning| &warning["code"]).collect();
    assert_eq!(codes, ["unanchored-span"]);
}

#[test]
fn no_escape_sequence_comes_through() {
    let hostile = "Pier\u{1b}]0;pwned\u{7} opens\n\n\"We \u{1b}[31mwill\u{1b}[0m,\" said \u{202e}Ada Brook.\u{9b}2J\n";
    let home = home_with(&[("h.txt", hostile.as_bytes())]);
    for arguments in
        [&["show", "h.txt"][..], &["annotate", "h.txt"], &["annotate", "--format", "attributions", "h.txt"]]
    {
        let output = run(&home, arguments);
        ends(&output, 0, &[]);
        let shown = text(&output.stdout);
        assert!(shown.chars().all(|char| char == '\n' || !char.is_control()), "{shown:?}");
        assert!(!shown.contains('\u{202e}'));
    }
    let name = "a\u{1b}]0;pwned\u{7}b.txt";
    ends(&run(&home, &["show", name]), 66, &["ab.txt: no such file"]);
    ends(&run(&home, &["--from", "\u{1b}[2J"]), 2, &["invalid value"]);
}

// Usage

#[test]
fn arguments_that_do_not_parse_are_usage_errors() {
    let home = home();
    for arguments in [
        &["--nonsense"][..],
        &["show"],
        &["show", "a", "b"],
        &["annotate", "--format", "xml", "article.txt"],
        &["annotate", "--jobs", "0", "article.txt"],
        &["--max-size", "big"],
        &["--color", "pink"],
        &["config"],
        &["completions", "nosuchshell"],
        &["-", "-"],
    ] {
        ends(&run(&home, arguments), 2, &[""]);
    }
}

#[test]
fn an_address_is_not_fetched_and_that_is_said() {
    let home = home();
    for address in ["https://news.example/a", "HTTP://news.example/a"] {
        for arguments in [&[address][..], &["show", address], &["annotate", address]] {
            ends(&run(&home, arguments), 2, &[address, "does not fetch"]);
        }
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let home = home();
    for (arguments, part) in [
        (&["--help"][..], "annotate"),
        (&["-h"], "annotate"),
        (&["annotate", "--help"], "--jobs"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let output = run(&home, arguments);
        ends(&output, 0, &[]);
        assert!(text(&output.stdout).contains(part), "{arguments:?}");
    }
}

// Configuration, keys, manual

#[test]
fn the_configuration_lies_under_xdg_config_home() {
    let home = home();
    let path = |output: &Output| text(&output.stdout).trim_end().to_owned();
    let output = run(&home, &["config", "path"]);
    assert_eq!(Path::new(&path(&output)), home.path().join(".config/nutgraf/config.toml"));
    let output = nutgraf(&home, &["config", "path"]).env("XDG_CONFIG_HOME", "/elsewhere").output().unwrap();
    assert_eq!(path(&output), "/elsewhere/nutgraf/config.toml");
    let output = run(&home, &["--config", "own.toml", "config", "path"]);
    assert_eq!(path(&output), "own.toml");
}

#[test]
fn the_printed_example_is_in_order() {
    let home = home();
    let example = run(&home, &["config", "default"]).stdout;
    fs::create_dir_all(home.path().join(".config/nutgraf")).unwrap();
    fs::write(home.path().join(".config/nutgraf/config.toml"), example).unwrap();
    let output = run(&home, &["config", "check"]);
    ends(&output, 0, &[]);
    assert!(text(&output.stdout).contains("in order"));
}

#[test]
fn a_bad_line_is_named_with_its_number_and_the_others_hold() {
    let home = home_with(&[
        (
            ".config/nutgraf/config.toml",
            b"measure = 9000\ntheme = \"drak\"\n[keys]\nzen = \"Z\"\nnext-statement = \"j\"\n",
        ),
        (".config/nutgraf/themes/mine.toml", b"[styles]\n\ntext = { fg = \"mauve\" }\n"),
    ]);
    let output = run(&home, &["config", "check"]);
    ends(
        &output,
        2,
        &[
            "config.toml: line 1: ",
            "config.toml: line 2: ",
            "did you mean `dark`",
            "config.toml: line 5: ",
            "line-down",
            "theme mine: line 3: ",
            "`mauve`",
        ],
    );
    let output = run(&home, &["keys"]);
    assert_eq!(output.status.code(), Some(0));
    let zen = text(&output.stdout).lines().find(|line| line.contains(" zen ")).unwrap().to_owned();
    assert!(zen.starts_with("Z "), "{zen}");
}

#[test]
fn an_own_theme_can_be_chosen_and_an_unknown_one_is_named() {
    let home = home_with(&[(".config/nutgraf/themes/mine.toml", b"base = \"light\"\n")]);
    ends(&run(&home, &["--theme", "mine", "keys"]), 0, &[]);
    ends(&run(&home, &["--theme", "mien", "keys"]), 2, &["`mien`", "did you mean `mine`"]);
}

#[test]
fn a_configuration_that_is_named_must_be_there() {
    let home = home();
    ends(&run(&home, &["--config", "nowhere.toml", "config", "check"]), 66, &["nowhere.toml: no such file"]);
}

#[test]
fn keys_completions_and_manual_are_printed() {
    let home = home();
    let keys = run(&home, &["keys"]);
    ends(&keys, 0, &[]);
    for row in nutgraf::action::ACTIONS {
        assert!(text(&keys.stdout).contains(row.id), "{}", row.id);
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = run(&home, &["completions", shell]);
        ends(&output, 0, &[]);
        assert!(text(&output.stdout).contains("annotate"), "{shell}");
    }
    let manual = run(&home, &["man"]);
    ends(&manual, 0, &[]);
    assert!(text(&manual.stdout).contains(".SH \"EXIT STATUS\""));
}

// Annotated articles

#[test]
fn one_file_gives_an_object_and_several_an_array() {
    let home = home_with(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", ARTICLE.as_bytes())]);
    let one: serde_json::Value = serde_json::from_slice(&run(&home, &["annotate", "a.txt"]).stdout).unwrap();
    assert!(one["text"]["value"].as_str().unwrap().contains("rebuild the pier"));
    let two: serde_json::Value = serde_json::from_slice(&run(&home, &["annotate", "a.txt", "b.txt"]).stdout).unwrap();
    assert_eq!(two.as_array().unwrap().len(), 2);
    let lines = json_lines(&run(&home, &["annotate", "--format", "jsonl", "a.txt", "b.txt"]));
    assert_eq!(serde_json::Value::Array(lines), two);
}

#[test]
fn what_was_annotated_can_be_opened_and_annotated_again() {
    let home = home();
    let first = run(&home, &["annotate", "article.txt"]).stdout;
    let second = run_with_input(&home, &["annotate", "-"], &first);
    ends(&second, 0, &[]);
    assert_eq!(text(&second.stdout), text(&first));
}

#[test]
fn a_bad_file_among_good_ones_is_named_and_the_array_stays_valid() {
    let home = home();
    let output = run(&home, &["annotate", "nowhere.txt", "article.txt"]);
    ends(&output, 66, &["nowhere.txt"]);
    assert_eq!(serde_json::from_slice::<Vec<serde_json::Value>>(&output.stdout).unwrap().len(), 1);
    let output = run(&home, &["annotate", "nowhere.txt", "nor-here.txt"]);
    ends(&output, 66, &["nowhere.txt", "nor-here.txt"]);
    assert_eq!(text(&output.stdout), "[]\n");
}

#[test]
fn attributions_of_a_file_count_in_the_file_as_it_is() {
    let article = "\r\n\r\n\"We will rebuild it,\" said Ada Brook.\r\n";
    let home = home_with(&[("crlf.txt", article.as_bytes())]);
    let lines = json_lines(&run(&home, &["annotate", "--format", "attributions", "crlf.txt"]));
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["id"], "crlf.txt");
    let part = &lines[0]["attributions"][0]["content"][0];
    let (start, end) = (part[0].as_u64().unwrap() as usize, part[1].as_u64().unwrap() as usize);
    let quoted: String = article.chars().skip(start).take(end - start).collect();
    assert!(quoted.contains("We will rebuild it"), "{quoted:?}");
}

// The filter

const FILTER: [&str; 5] = ["annotate", "--from", "jsonl", "--format", "attributions"];

fn line(id: &serde_json::Value, text: &str) -> String {
    format!("{}\n", serde_json::json!({ "id": id, "text": text }))
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
    const LINES: usize = 200_000;
    const EARLY: usize = 20_000;
    let home = home();
    let mut child = nutgraf(&home, &[&FILTER[..], &["--jobs", "2"]].concat()).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let line = line(&1.into(), "\"Yes,\" said Ada Brook.");
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

// Pipes and signals

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
