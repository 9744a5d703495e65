//! Files and standard input shown as briefings.

use std::fs;

use super::{ARTICLE, ends, home, home_with, nutgraf, run, run_with_input, text};

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
fn what_is_piped_in_for_nothing_is_said_to_be() {
    let home = home();
    let article = fs::File::open(home.path().join("article.txt")).unwrap();
    let output = nutgraf(&home, &[]).stdin(article).output().unwrap();
    ends(&output, 0, &["was not read; `nutgraf -` reads it"]);
    assert!(text(&output.stdout).contains(nutgraf::samples::SAMPLES[0].title));
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

#[test]
fn a_list_has_one_mark_an_entry_and_code_says_nothing() {
    let page = "# Pier plans\n\nThe council of Lower Vell met on Monday to hear what is planned.\n\n- Ada Brook spoke.\n- \
                Nobody else did.\n\n1. First\n\n```\n\"We will rebuild the pier,\" said Ada Brook.\n```\n";
    let home = super::home_with(&[("plans.md", page.as_bytes())]);
    let output = super::run(&home, &["show", "plans.md"]);
    super::ends(&output, 0, &[]);
    let shown = super::text(&output.stdout);
    assert!(shown.contains("  • Ada Brook spoke.") && shown.contains("  1. First"), "{shown}");
    assert!(!shown.contains("- •") && !shown.contains("- 1."), "{shown}");
    let output = super::run(&home, &["annotate", "plans.md"]);
    let article: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(article["statements"].as_array().map(Vec::len), Some(0));
}

#[test]
fn lines_with_words_alone_are_shown_as_articles() {
    let lines = [super::ARTICLE, "Ferry stays\n\nNobody objected.\n"]
        .map(|words| format!("{}\n", serde_json::json!({ "id": 7, "text": words })));
    let home = super::home_with(&[("lines.jsonl", lines.concat().as_bytes())]);
    for arguments in [&["show", "lines.jsonl"][..], &["lines.jsonl"], &["show", "--from", "jsonl", "lines.jsonl"]] {
        let output = super::run(&home, arguments);
        super::ends(&output, 0, &[]);
        let shown = super::text(&output.stdout);
        assert!(shown.starts_with("Town to rebuild pier\n") && shown.contains("Ferry stays"), "{shown}");
        assert!(shown.contains("Ada Brook"), "{shown}");
    }
}
