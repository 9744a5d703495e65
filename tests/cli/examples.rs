//! The examples of the help: there are some of every command, each can be typed as it stands, and those that need no
//! network do what they say.

use std::process::Command;

use nutgraf::args;
use nutgraf::args::example::{EXAMPLES, of};
use tempfile::TempDir;

const REPORT: &str = "Vell gets its quay back\n\nThe quay of Vell will open again in spring.\n\n“We will rebuild the quay,” said Odile Marchetti, the mayor of Vell.\n";
const HTML: &str = "<html><head><title>Vell gets its pier back</title><meta property=\"og:site_name\" content=\"The Vell Courier\"><meta property=\"article:published_time\" content=\"2026-11-02T08:00:00Z\"></head><body><article><h1>Vell gets its pier back</h1><p>The pier of Vell will open again in spring, five years after the storm that broke it in two.</p><p>“We will rebuild the pier,” said Odile Marchetti, the mayor of Vell. “And nobody will drown on it.”</p><p>Bruno Keel, who runs the quay, said the pier would cost too much. Keel said on Monday that the old quay could wait.</p></article></body></html>";
const FEEDS: &str = "<opml version=\"2.0\"><body><outline text=\"The Vell Courier\" type=\"rss\" xmlUrl=\"https://courier.example/feed\"/></body></opml>";

/// A folder with all that the examples name, and a library that has it.
fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("page.html", HTML);
    write("later.html", &HTML.replace("nobody will drown on it", "the crane will go"));
    write("report.txt", REPORT);
    write("feeds.opml", FEEDS);
    write("in.jsonl", "{\"id\": \"1\", \"text\": \"“It rained,” said Ada Brook.\"}\n");
    for line in ["nutgraf add page.html --tag old", "nutgraf feed import feeds.opml"] {
        run(&folder, line);
    }
    folder
}

#[track_caller]
fn run(folder: &TempDir, line: &str) {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_nutgraf")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let home = folder.path();
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(home)
        .env_clear()
        .envs([("PATH", path.as_str()), ("LC_ALL", "C.UTF-8")])
        .env("HOME", home)
        .env("NUTGRAF_LIBRARY", home.join("library.db"))
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{line}\n{out}\n{err}");
}

/// Every command with a help of its own, by the words that call it.
fn commands(command: &clap::Command, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    for inner in command.get_subcommands() {
        commands(inner, format!("{path} {}", inner.get_name()).trim(), found);
    }
}

fn all_commands() -> Vec<String> {
    let mut found = Vec::new();
    commands(&args::command(), "", &mut found);
    found
}

#[test]
fn every_command_has_an_example_in_its_help() {
    for command in all_commands() {
        assert!(of(&command).next().is_some(), "`nutgraf {command}` has no example in src/args/example.rs");
        let mut words: Vec<&str> = command.split_whitespace().collect();
        words.extend(["--help"]);
        let output = Command::new(env!("CARGO_BIN_EXE_nutgraf")).args(&words).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        for example in of(&command) {
            assert!(help.contains(&format!("\n  {}\n", example.line)), "{}: {help}", example.line);
        }
        assert!(nutgraf::cli::manual::page().contains("EXAMPLES"));
    }
}

/// The words of the first command of a line, as a shell gives them to the program.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = line.split(" | ").next().unwrap().split(" > ").next().unwrap().split(" < ").next().unwrap();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let quoted = rest.strip_prefix('\'').map(|rest| rest.split_once('\'').unwrap());
        let (word, after) = quoted.or(rest.split_once(' ')).unwrap_or((rest, ""));
        words.push(word.to_owned());
        rest = after;
    }
    words
}

#[test]
fn every_example_is_understood() {
    let known = all_commands();
    for example in EXAMPLES.iter().filter(|example| known.iter().any(|command| command == example.command)) {
        let words = words(example.line);
        assert_eq!(words[0], "nutgraf", "{}", example.line);
        if let Err(error) = args::command().try_get_matches_from(&words) {
            panic!("{}: {error}", example.line);
        }
        let own = format!("{} ", words[1..].join(" "));
        assert!(own.starts_with(&format!("{} ", example.command)) || example.command.is_empty(), "{}", example.line);
        assert!(!example.words.ends_with('.') && example.line.len() <= 80, "{}", example.line);
    }
}

#[test]
fn every_example_without_the_network_does_what_it_says() {
    let known = all_commands();
    let is_run = |example: &&nutgraf::args::example::Example| {
        // A server goes on until it is stopped.
        let needs_net = example.line.contains("https://") || ["sync", "serve"].contains(&example.command);
        !needs_net && known.iter().any(|command| command == example.command)
    };
    for example in EXAMPLES.iter().filter(is_run) {
        let folder = desk();
        let before = match example.command {
            "today" => "nutgraf add report.txt",
            "undo" => "nutgraf mark read 1",
            "review" | "review list" | "review export" | "review withdraw" => "nutgraf review confirm 1:s1",
            _ => "true",
        };
        run(&folder, before);
        run(&folder, example.line);
    }
}
