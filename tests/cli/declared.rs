//! Configuration, keys, completions and manual page.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::{ends, home, home_with, nutgraf, run, text};

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
