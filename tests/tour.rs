//! The recorded tour: its script is played against the built binary in a terminal, so that what its captions claim is
//! what the screen shows. `NUTGRAF_BLESS=1 cargo test --test tour` makes the recording and the picture anew.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "tour/picture.rs"]
mod picture;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[path = "tour/script.rs"]
mod script;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pty::Terminal;
use script::Step;

/// A screen at a time of the tour.
pub struct Frame {
    /// Seconds from the beginning.
    pub at: f64,
    /// What is said under it.
    pub caption: String,
    /// The cells.
    pub screen: vt100::Screen,
}

/// A tour that was played.
pub struct Tour {
    /// In order.
    pub frames: Vec<Frame>,
    /// How long it lasts.
    pub seconds: f64,
}

/// So long nothing may come before a screen counts as whole.
const SETTLED: Duration = Duration::from_millis(60);
/// Between two typed letters, in the tour's own time.
const TYPED_SECONDS: f64 = 0.14;

fn assets(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name)
}

fn play(steps: &[Step]) -> Tour {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(assets("samples")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        std::fs::copy(&path, folder.path().join(&name)).unwrap();
        // This one says no day, and would be of the day on which the tour is played.
        if name != "overtime.txt" {
            files.push(name);
        }
    }
    files.sort();
    let line = format!("\"$NUTGRAF\" add {} > added 2>&1; \"$NUTGRAF\" --theme dark", files.join(" "));
    let (cols, rows) = script::size(steps);
    let mut terminal = Terminal::start_in(folder, &line, &[("COLORTERM", "truecolor")]);
    terminal.resize(cols, rows);
    terminal.wait("the library", |screen| screen.alternate_screen() && screen.contents().contains("Library"));
    let mut tour = Tour { frames: Vec::new(), seconds: 0.0 };
    let mut caption = String::new();
    for step in steps {
        match step {
            Step::Size(..) => {}
            Step::Caption(words) => caption.clone_from(words),
            Step::Keys(keys) => terminal.send(keys),
            Step::Type(words) => {
                for letter in words.chars() {
                    terminal.send(letter.to_string());
                    while !terminal.is_silent_for(SETTLED) {}
                    take(&mut tour, &terminal, &caption);
                    tour.seconds += TYPED_SECONDS;
                }
            }
            Step::Until(words) => {
                terminal.wait(words, |screen| plain(screen).contains(words.as_str()));
                while !terminal.is_silent_for(SETTLED) {}
            }
            Step::Hold(seconds) => {
                take(&mut tour, &terminal, &caption);
                tour.seconds += seconds;
            }
        }
    }
    terminal.send("\x03");
    terminal.ended_clean(0);
    tour
}

/// What a screen shows, blanks side by side as one, so that a line that breaks is no other words.
fn plain(screen: &vt100::Screen) -> String {
    screen.contents().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn take(tour: &mut Tour, terminal: &Terminal, caption: &str) {
    tour.frames.push(Frame { at: tour.seconds, caption: caption.to_owned(), screen: terminal.screen().clone() });
}

/// The recording as asciinema plays it (asciicast, version 2), captions as its markers.
fn recording(tour: &Tour) -> String {
    let (rows, cols) = tour.frames[0].screen.size();
    let header = serde_json::json!({ "version": 2, "width": cols.get(), "height": rows.get(), "title": "nutgraf",
        "env": { "TERM": "xterm-256color" } });
    let mut text = format!("{header}\n");
    let mut before: Option<&Frame> = None;
    for frame in &tour.frames {
        if before.is_none_or(|before| before.caption != frame.caption) {
            writeln!(text, "{}", serde_json::json!([frame.at, "m", frame.caption])).unwrap();
        }
        let bytes = match before {
            Some(before) => frame.screen.contents_diff(&before.screen),
            None => frame.screen.contents_formatted(),
        };
        writeln!(text, "{}", serde_json::json!([frame.at, "o", bytes])).unwrap();
        before = Some(frame);
    }
    text
}

#[test]
fn the_tour_shows_what_its_captions_claim() {
    let steps = script::read(&std::fs::read_to_string(assets("tour/tour.txt")).unwrap());
    let tour = play(&steps);
    assert!(tour.frames.len() > 20 && (20.0..120.0).contains(&tour.seconds), "{} s", tour.seconds);
    for frame in &tour.frames {
        assert!(!frame.caption.is_empty());
    }
    let svg = picture::svg(&tour);
    assert!(svg.len() < 400_000, "{} bytes are too many for the head of a page", svg.len());
    if std::env::var_os("NUTGRAF_BLESS").is_some() {
        std::fs::write(assets("tour/tour.cast"), recording(&tour)).unwrap();
        std::fs::write(assets("tour/tour.svg"), svg).unwrap();
    }
}

#[test]
fn the_picture_that_is_kept_has_every_caption_of_the_script() {
    if std::env::var_os("NUTGRAF_BLESS").is_some() {
        // It is being made.
        return;
    }
    let script = std::fs::read_to_string(assets("tour/tour.txt")).unwrap();
    let svg = std::fs::read_to_string(assets("tour/tour.svg")).unwrap_or_default();
    let cast = std::fs::read_to_string(assets("tour/tour.cast")).unwrap_or_default();
    for step in script::read(&script) {
        let Step::Caption(words) = step else { continue };
        assert!(svg.contains(&picture::escaped(&words)), "the picture lacks: {words}; NUTGRAF_BLESS=1 makes it anew");
        assert!(cast.contains(&serde_json::json!(words).to_string()), "the recording lacks: {words}");
    }
    assert!(svg.contains("prefers-reduced-motion"));
}
