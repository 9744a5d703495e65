use std::num::NonZero;
use std::sync::Arc;

use serde_json::json;

use super::{Ending, Visit};
use crate::article::Article;
use crate::article::format::read;
use crate::catalogue::Visitor;
use crate::host::visitor::{Guest, Shared};
use crate::library::{Arrival, Library};
use crate::paint::{Canvas, canvas};
use crate::session::Settings;
use crate::ssh::terminal::Terminal;

const NOW: i64 = 1_755_086_400;

fn side(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap()
}

fn article(n: usize) -> Article {
    let value = json!({
        "schema_version": "1.0",
        "article": {
            "url": format!("https://courier.example/quay/{n}"),
            "headline": format!("Quay repairs, part {n}"),
            "publisher": { "name": "The Ostmere Courier" },
            "datePublished": format!("2025-08-{:02}T08:00:00Z", n + 1),
        },
        "text": { "value": format!("“The quay stays open,” Mara Lindqvist said.\n\nWork began on day {n}.\n") },
        "actors": [{ "id": "a1", "kind": "person", "name": "Mara Lindqvist" }],
        "statements": [
            { "id": "s1", "kind": "direct", "marking": "quoted", "content": [{ "exact": "“The quay stays open,”" }],
              "cue": { "exact": "said", "suffix": "." }, "speakers": ["a1"], "confidence": { "content": 0.95, "speaker": 0.95 } },
        ],
    });
    read(&value.to_string()).unwrap()
}

/// A visit, with the terminal that it is on.
struct Seen {
    visit: Visit,
    screen: vt100::Parser,
    canvas: Canvas,
    /// All that was sent.
    sent: Vec<u8>,
    folder: tempfile::TempDir,
    shared: Arc<Shared>,
}

impl Seen {
    fn on(term: &str, visitor: Visitor) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let arrivals: Vec<_> = (1..=3).map(article).map(Arrival::asked).collect();
        Library::open_to_write(&path).unwrap().add(&arrivals, NOW).unwrap();
        let shared = Shared::open(&path).unwrap();
        let mut terminal = Terminal::default();
        terminal.set_name(term);
        terminal.set("LANG", "en_GB.UTF-8");
        let guest = Guest::new(Arc::clone(&shared), visitor);
        let visit = Visit::begin(guest, &terminal, Settings::default()).unwrap();
        let screen = vt100::Parser::new(side(24), side(80), 0);
        let mut seen = Self { visit, screen, canvas: canvas(0, 0), sent: Vec::new(), folder, shared };
        seen.paint();
        seen
    }

    fn new() -> Self {
        Self::on("xterm-256color", Visitor::Nobody)
    }

    fn paint(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        self.visit.paint(&mut self.canvas, &mut out);
        self.screen.process(&out);
        self.sent.extend(&out);
        out
    }

    /// Keys that come together, and what is sent for them.
    fn press(&mut self, keys: &[u8]) -> Vec<u8> {
        self.visit.input(keys);
        self.visit.settle();
        self.paint()
    }

    fn shows(&self, words: &str) -> bool {
        // A sentence may be wrapped.
        let all = self.screen.screen().contents();
        all.split_whitespace().collect::<Vec<_>>().join(" ").contains(words)
    }

    fn farewell(&mut self) -> String {
        let bytes = self.visit.farewell();
        self.screen.process(&bytes);
        String::from_utf8(bytes).unwrap()
    }
}

#[test]
fn a_visitor_sees_the_list_opens_an_article_and_leaves_the_terminal_as_it_was() {
    let mut seen = Seen::new();
    assert!(seen.sent.starts_with(b"\x1b[?1049h"), "a screen of its own is taken first");
    assert!(seen.shows("Quay repairs, part 3"));
    seen.press(b"\r");
    assert!(seen.shows("Work began on day 3."));
    assert!(!seen.visit.is_stale());
    seen.press(b"\x03");
    assert_eq!(seen.visit.ended(), Some(&Ending::Quit));
    let farewell = seen.farewell();
    assert!(farewell.ends_with("\x1b[?1049l\x1b[?25h"), "{farewell:?}");
    assert!(!seen.screen.screen().alternate_screen() && !seen.screen.screen().hide_cursor());
    assert_eq!(seen.visit.ended().unwrap().status(), 0);
}

#[test]
fn the_mouse_is_left_to_the_terminal_until_it_is_asked_for_and_given_back_at_the_end() {
    let mut seen = Seen::new();
    let takes = |bytes: &[u8]| bytes.windows(8).any(|part| part == b"\x1b[?1000h");
    assert!(!takes(&seen.sent), "not taken at first");
    seen.press(b"M");
    assert!(takes(&seen.sent), "{:?}", String::from_utf8_lossy(&seen.sent));
    seen.visit.end(Ending::Idle);
    assert!(seen.farewell().contains("\x1b[?1000l"));
}

#[test]
fn many_sizes_that_come_together_cost_one_frame_of_the_last() {
    let mut seen = Seen::new();
    for cols in 20..=100 {
        seen.visit.resize((cols, 30));
    }
    seen.screen.screen_mut().set_size(side(30), side(100));
    let out = String::from_utf8(seen.paint()).unwrap();
    assert_eq!(out.matches("\x1b[2J").count(), 1, "{out:?}");
    assert!(seen.shows("Quay repairs, part 3"));
    assert_eq!(seen.visit.session.state().cols, 100);
    assert!(seen.paint().is_empty(), "nothing more is to be said");
}

#[test]
fn what_a_visitor_may_not_have_is_refused_with_a_sentence_and_the_visit_goes_on() {
    let mut seen = Seen::new();
    seen.press(b"\r");
    seen.press(b"\x1a");
    assert!(seen.shows("Ctrl-z stops ssh"), "{}", seen.screen.screen().contents());
    seen.press(b"*");
    assert!(seen.shows("that is for the library's owner"), "{}", seen.screen.screen().contents());
    assert_eq!(seen.visit.ended(), None);
}

#[test]
fn a_fault_ends_one_visit_gives_its_terminal_back_and_spares_the_other() {
    let mut seen = Seen::new();
    let mut terminal = Terminal::default();
    terminal.set_name("xterm");
    let guest = Guest::new(Arc::clone(&seen.shared), Visitor::Nobody);
    let mut other = Visit::begin(guest, &terminal, Settings::default()).unwrap();
    seen.visit.provoke();
    let out = seen.press(b"j");
    assert_eq!(out, b"", "no half a frame");
    assert!(matches!(seen.visit.ended(), Some(Ending::Fault(why)) if why.contains("NUTGRAF_PANIC")));
    assert_eq!(seen.visit.ended().unwrap().status(), 70);
    let farewell = seen.farewell();
    assert!(farewell.contains("\x1b[?1049l") && farewell.contains("something went wrong"), "{farewell:?}");
    assert!(seen.press(b"j").is_empty(), "nothing is done with it any more");
    assert_eq!(seen.visit.keep(), None);
    other.input(b"j");
    let mut out = Vec::new();
    other.paint(&mut seen.canvas, &mut out);
    assert!(other.ended().is_none() && !out.is_empty());
}

#[test]
fn a_terminal_that_moves_no_cursor_gets_lines_and_no_escape_sequence_ever() {
    let mut seen = Seen::on("dumb", Visitor::Nobody);
    assert!(seen.visit.is_lasting());
    seen.press(b"j");
    seen.press(b"\r");
    seen.press(b"M");
    seen.visit.resize((40, 10));
    seen.paint();
    seen.visit.end(Ending::Stopped);
    let farewell = seen.farewell();
    seen.sent.extend(farewell.bytes());
    let text = String::from_utf8(seen.sent.clone()).unwrap();
    assert!(text.contains("Quay repairs") && !text.contains('\x1b'), "{text:?}");
    assert!(text.ends_with("the server stops\r\n"), "{text:?}");
}

#[test]
fn a_lone_escape_is_one_once_nothing_follows_it() {
    let mut seen = Seen::new();
    seen.press(b"?");
    let help = seen.screen.screen().contents();
    seen.press(b"\x1b");
    assert!(seen.visit.is_pending());
    assert_eq!(seen.screen.screen().contents(), help);
    seen.visit.flush_escape();
    assert!(seen.visit.has_heard());
    seen.press(b"");
    assert!(!seen.visit.is_pending() && seen.shows("Quay repairs, part 3"));
}

#[test]
fn copies_go_to_the_visitors_terminal_and_only_the_last_of_many() {
    let mut seen = Seen::new();
    seen.press(b"\r");
    seen.press(b"n");
    let out = String::from_utf8(seen.press(b"yyyy")).unwrap();
    assert_eq!(out.matches("\x1b]52;c;").count(), 1, "{out:?}");
}

#[test]
fn a_library_that_changed_is_seen_with_the_next_key() {
    let mut seen = Seen::new();
    let mut library = Library::open_to_write(&seen.folder.path().join("library.db")).unwrap();
    library.add(&[Arrival::asked(article(9))], NOW).unwrap();
    assert!(!seen.visit.is_stale(), "nobody is woken for it");
    seen.press(b"j");
    seen.press(b"k");
    assert!(seen.shows("Quay repairs, part 9"), "{}", seen.screen.screen().contents());
}

#[test]
fn an_ending_says_what_is_kept_and_promises_nothing_where_nothing_is() {
    let said = |visitor, ending| {
        let mut seen = Seen::on("dumb", visitor);
        seen.visit.end(ending);
        seen.farewell()
    };
    let code = || Visitor::Code("bado-kimu-tozi-rawo".to_owned());
    assert!(said(code(), Ending::Quit).contains("ssh bado-kimu-tozi-rawo@HOST"));
    assert!(said(Visitor::Key("SHA256:x".to_owned()), Ending::Stopped).contains("your place is kept"));
    assert!(!said(Visitor::Nobody, Ending::Stopped).contains("kept"));
    assert!(!said(Visitor::Key("SHA256:x".to_owned()), Ending::Quit).contains("nutgraf:"));
}

#[test]
fn whatever_is_typed_ends_in_no_fault() {
    let mut seen = Seen::new();
    for byte in 0..=u8::MAX {
        seen.press(&[byte]);
        seen.press(&[byte, b'\x1b', byte]);
        if let Some(Ending::Fault(why)) = seen.visit.ended() {
            panic!("{byte}: {why}");
        }
        if seen.visit.ended().is_some() {
            seen = Seen::new();
        }
    }
}
