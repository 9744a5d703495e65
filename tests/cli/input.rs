//! Input that is no article, and arguments that do not parse.

use std::fs;
use std::process::Output;

use serde_json::json;

use super::{ends, home, home_with, json_lines, run, run_with_input, text};

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

#[test]
fn a_mistyped_command_is_named() {
    let home = home();
    ends(&run(&home, &["shwo", "article.txt"]), 66, &["shwo: no such file", "did you mean `nutgraf show`?"]);
    ends(&run(&home, &["anotate", "article.txt"]), 66, &["did you mean `nutgraf annotate`?"]);
    // A file of that name is a file, and what is near nothing is only missing.
    let home = home_with(&[("shwo", super::ARTICLE.as_bytes())]);
    ends(&run(&home, &["shwo"]), 0, &[]);
    assert!(!text(&run(&home, &["nowhere.txt"]).stderr).contains("did you mean"));
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let home = home_with(&[("secret.txt", b"x")]);
    let path = home.path().join("secret.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
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
        is_harmless(&output);
    }
    let name = "a\u{1b}]0;pwned\u{7}b.txt";
    ends(&run(&home, &["show", name]), 66, &["ab.txt: no such file"]);
    ends(&run(&home, &["--from", "\u{1b}[2J"]), 2, &["invalid value"]);
    let output = run(&home, &["--from", "\u{9b}31m\u{202e}"]);
    ends(&output, 2, &["invalid value"]);
    is_harmless(&output);
}

#[track_caller]
fn is_harmless(output: &Output) {
    for shown in [text(&output.stdout), text(&output.stderr)] {
        assert!(shown.chars().all(|char| char == '\n' || !char.is_control()), "{shown:?}");
        assert!(!shown.contains(['\u{202e}', '\u{2066}']), "{shown:?}");
    }
}

#[test]
fn no_escape_sequence_comes_through_the_filter_in_any_form() {
    let home = home();
    let foul = "\u{9b}31m\u{202e}\u{1b}[2J\u{2066}";
    let lines = [
        json!({ "id": foul, "text": format!("\"We {foul}will,\" said Ada Brook.") }),
        json!({ "id": foul, "article": { "headline": format!("a\n{foul}") }, foul: foul,
            "text": { "value": format!("Ada {foul}Brook said it rained.") },
            "actors": [{ "id": "p", "name": format!("Ada\n{foul}Brook") }],
            "statements": [{ "id": foul, "kind": "indirect", "speakers": ["p"], "content": [{ "exact": "it rained" }] }] }),
        json!({ "id": foul, "text": 7 }),
        json!({ "id": foul, "text": { "value": foul }, "schema_version": foul }),
    ];
    let input = lines.map(|line| format!("{line}\n")).concat();
    for form in ["json", "jsonl", "attributions", "text"] {
        let arguments = ["annotate", "--from", "jsonl", "--format", form];
        let output = run_with_input(&home, &arguments, input.as_bytes());
        ends(&output, 65, &["standard input: line 3: "]);
        is_harmless(&output);
        assert!(text(&output.stdout).contains("Brook"), "{form}");
        if form == "jsonl" {
            let lines = json_lines(&output);
            assert_eq!(lines[1]["actors"][0]["name"].as_str().map(|name| name.starts_with("Ada ")), Some(true));
            assert_eq!(lines[1]["warnings"][0]["code"], "controls-removed");
            assert_eq!(lines[2]["id"], foul, "an id stands in its answer as it came");
        }
    }
}

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
fn options_are_refused_where_they_do_nothing_and_a_theme_that_is_not_there_anywhere() {
    let home = home();
    for command in [&["keys"][..], &["man"], &["completions", "bash"], &["config", "path"]] {
        for (option, value) in [("--from", "text"), ("--max-size", "1k")] {
            let says = format!("{option} does nothing for `{}`", command[0]);
            ends(&run(&home, &[&[option, value], command].concat()), 2, &[&says]);
            ends(&run(&home, &[command, &[option, value]].concat()), 2, &[&says]);
        }
        ends(&run(&home, command), 0, &[]);
    }
    for arguments in [&["show", "article.txt"][..], &["annotate", "article.txt"], &["article.txt"], &["man"]] {
        let arguments = [&["--theme", "bogus"], arguments].concat();
        ends(&run(&home, &arguments), 2, &["there is no theme `bogus`"]);
    }
    ends(&run(&home, &["--theme", "mono", "show", "article.txt"]), 0, &[]);
}

#[test]
fn an_address_is_no_file_to_annotate_and_that_is_said() {
    let home = home();
    for address in ["https://news.example/a", "HTTP://news.example/a"] {
        ends(&run(&home, &["annotate", address]), 2, &[address, "nutgraf show"]);
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
