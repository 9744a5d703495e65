//! The reader, in a terminal: what cannot be kept is said on the screen, reading goes on, and what was said to be kept
//! is there.

use std::fs;
use std::path::PathBuf;

use nutgraf::library::{Library, text_sha256};

use super::layer;
use super::place::holds;
use super::pty::{self, Terminal};

/// A reader over the layer, on a library with one article. Calls of these kinds go wrong while the gate is there.
struct Failing {
    terminal: Terminal,
    _outside: tempfile::TempDir,
    gate: PathBuf,
    told: PathBuf,
}

impl Failing {
    fn start(kinds: &str, how: &str, at: usize, goes_on: bool) -> Self {
        let outside = tempfile::tempdir().unwrap();
        let (gate, told) = (outside.path().join("gate"), outside.path().join("told"));
        let folder = tempfile::tempdir().unwrap();
        let at = at.to_string();
        let layer = layer::library();
        let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
        let environment = [
            ("LAYER", text(&layer)),
            ("FAULTS_UNDER", text(folder.path())),
            ("FAULTS_KINDS", kinds.to_owned()),
            ("FAULTS_HOW", how.to_owned()),
            ("FAULTS_AT", at),
            ("FAULTS_ON", u8::from(goes_on).to_string()),
            ("FAULTS_WHEN", text(&gate)),
            ("FAULTS_TELL", text(&told)),
        ];
        let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let line = r#""$NUTGRAF" add "$ARTICLE" > "$DIR/added"; LD_PRELOAD="$LAYER" "$NUTGRAF""#;
        let mut terminal = Terminal::start_in(folder, line, &environment);
        terminal.wait_for_text("Library · 1 article");
        Self { terminal, _outside: outside, gate, told }
    }

    fn fails_from_now_on(&self) {
        fs::write(&self.gate, "").unwrap();
    }

    fn is_mended(&self) {
        fs::remove_file(&self.gate).unwrap();
    }

    fn library(&self) -> PathBuf {
        self.terminal.folder().join("nutgraf").join("library.db")
    }

    fn row(&self) -> nutgraf::catalogue::Row {
        let library = Library::open(&self.library()).unwrap();
        library.row(nutgraf::catalogue::ArticleKey(1)).unwrap().unwrap()
    }
}

#[test]
fn a_star_that_a_full_disk_does_not_take_is_refused_in_words_and_taken_later() {
    let mut failing = Failing::start(layer::FILLS, "ENOSPC", 1, true);
    failing.fails_from_now_on();
    failing.terminal.send("*");
    failing.terminal.wait("why not", |screen| {
        let shown = screen.contents();
        shown.contains("the disk") && shown.contains("library.db")
    });
    assert!(!failing.row().is_starred);
    failing.is_mended();
    failing.terminal.send("*");
    failing.terminal.wait_for_text("starred");
    assert!(failing.row().is_starred, "it was said to be kept");
    failing.terminal.send("q");
    failing.terminal.ended_clean(0);
    assert!(holds(&failing.library()).unwrap().iter().any(|line| line.starts_with("article|1|")));
}

#[test]
fn a_place_that_cannot_be_kept_is_told_once_and_reading_and_leaving_go_on() {
    let mut failing = Failing::start(layer::CHANGES, "EIO", 1, true);
    failing.terminal.send("\r");
    failing.terminal.wait_for_article();
    failing.fails_from_now_on();
    failing.terminal.send("7n");
    failing.terminal.wait_for_text("statement 7/100");
    failing.terminal.wait_for_text("your place is not kept");
    failing.terminal.send("n");
    failing.terminal.wait_for_text("statement 8/100");
    failing.terminal.send("\x03");
    failing.terminal.ended_clean(0);
    assert!(layer::calls(&failing.told).iter().any(|call| call.is_hit));
    holds(&failing.library()).unwrap();
}

#[test]
fn a_note_that_a_failing_disk_does_not_take_is_kept_for_the_session_and_that_is_said() {
    let mut failing = Failing::start(layer::CHANGES, "EIO", 1, true);
    failing.terminal.send("\r");
    failing.terminal.wait_for_article();
    failing.fails_from_now_on();
    failing.terminal.send("n");
    failing.terminal.wait_for_text("statement 1/100");
    failing.terminal.send("mask the harbour\r");
    failing.terminal.wait_for_text("kept for this session only");
    failing.terminal.send("\x03");
    failing.terminal.ended_clean(0);
    assert!(!holds(&failing.library()).unwrap().iter().any(|line| line.starts_with("remark|")));
}

#[test]
fn a_kill_at_any_call_of_a_save_leaves_what_the_screen_said() {
    let takes_all = std::env::var("NUTGRAF_FAULTS").is_ok_and(|value| value == "all");
    let points: Vec<usize> = if takes_all { (1..60).collect() } else { vec![2, 9, 14] };
    for at in points {
        let mut failing = Failing::start(layer::CHANGES, "kill", at, false);
        failing.fails_from_now_on();
        failing.terminal.send("*q");
        failing.terminal.wait("the end", |screen| screen.contents().contains("ENDED"));
        let was_said = failing.terminal.has_shown("starred");
        let held = holds(&failing.library()).unwrap_or_else(|why| panic!("killed at {at}: {why}"));
        assert!(!was_said || failing.row().is_starred, "killed at {at}: {held:?}");
    }
}

#[test]
fn the_place_is_there_after_a_clean_end_over_the_layer() {
    let mut failing = Failing::start(layer::CHANGES, "EIO", 0, false);
    failing.fails_from_now_on();
    failing.terminal.send("\r");
    failing.terminal.wait_for_article();
    failing.terminal.send("7n");
    failing.terminal.wait_for_text("statement 7/100");
    failing.terminal.send("\x03");
    failing.terminal.ended_clean(0);
    let shown = nutgraf::import::read(pty::article().as_bytes(), &nutgraf::import::Options::default()).unwrap();
    let text = nutgraf::briefing::from_imported(shown).remove(0).text;
    let place = Library::open(&failing.library()).unwrap().place(&text_sha256(text.as_str())).unwrap();
    assert_eq!(place.and_then(|place| place.statement).as_deref(), Some("s7"));
    let kinds: std::collections::BTreeSet<String> =
        layer::calls(&failing.told).into_iter().map(|call| call.kind).collect();
    for kind in ["write", "settle", "unname"] {
        assert!(kinds.contains(kind), "the layer saw no {kind}: {kinds:?}");
    }
}
