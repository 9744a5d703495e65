//! Every way of ending, from everywhere in the reader: the terminal is given back, the status is right, the place in
//! the article is kept, nobody is left behind, and no time is burnt.

use std::sync::LazyLock;
use std::thread::scope;

use nutgraf::library::{Library, text_sha256};

use super::*;
#[cfg(feature = "fetch")]
use crate::server::{Answer, Server};

/// Processor time that an ending may take, in milliseconds: much for a slow machine, and little for a loop that spins.
const ENDING_MS: u64 = 1_000;

/// Where a reader can be, who has read to statement 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Article,
    Card,
    Help,
    Prompt,
    Menu,
    List,
    Search,
    #[cfg(feature = "fetch")]
    Sync,
    Command,
    Enter,
}

const READING: [At; 5] = [At::Article, At::Card, At::Help, At::Prompt, At::Menu];
const BEYOND: &[At] = &[
    At::List,
    At::Search,
    #[cfg(feature = "fetch")]
    At::Sync,
    At::Enter,
];

/// What places in the article are kept for.
static TEXT: LazyLock<[u8; 32]> = LazyLock::new(|| {
    let shown = nutgraf::import::read(pty::article().as_bytes(), &nutgraf::import::Options::default()).unwrap();
    text_sha256(nutgraf::briefing::from_imported(shown).remove(0).text.as_str())
});

/// A reader who is somewhere, and what has to stay while they are.
pub struct Reader {
    pub terminal: Terminal,
    pub program: process::Process,
    #[cfg(feature = "fetch")]
    _server: Option<Server>,
}

/// A shell that uses no terminal notes the code: the one that does may lose it.
fn noting(line: &str) -> String {
    format!("sh -c '{line}; echo $? > \"$DIR/code.new\"; mv \"$DIR/code.new\" \"$DIR/code\"'")
}

impl Reader {
    #[track_caller]
    fn at(at: At, environment: &[(&str, &str)], vanishes: bool) -> Self {
        let reader = "\"$NUTGRAF\" --allow-private";
        let mut line = match at {
            At::Article | At::Card | At::Help | At::Prompt | At::Menu | At::Command | At::Enter => {
                format!("{reader} \"$ARTICLE\"")
            }
            _ => reader.to_owned(),
        };
        if vanishes {
            line = noting(&line);
        }
        let mut before = String::new();
        if line.ends_with("private") || line.contains("private;") {
            before = format!("{reader} add \"$ARTICLE\" > added; ");
        }
        #[cfg(feature = "fetch")]
        let (mut environment, server) = (environment.to_vec(), (at == At::Sync).then(Server::start));
        #[cfg(feature = "fetch")]
        let feed = server.as_ref().map(|server| {
            server.on("/feed", Answer::feed("<rss version=\"2.0\"><channel><title>Vell</title></channel></rss>"));
            server.url("/feed")
        });
        #[cfg(feature = "fetch")]
        if let Some(feed) = &feed {
            environment.push(("FEED", feed));
            before.extend([reader, " feed add \"$FEED\" > followed; "]);
        }
        let environment = [&environment[..], &[("SHELL", "/bin/sh")]].concat();
        let mut terminal = Terminal::start_with(&(before.clone() + &line), &environment);
        if !before.is_empty() {
            terminal.wait_for_text("Library · 1 article");
            terminal.send("\r");
        }
        terminal.wait_for_article();
        terminal.send("7n");
        terminal.wait_for_text("statement 7/100");
        take_mouse(&mut terminal);
        #[cfg(feature = "fetch")]
        if let Some(server) = &server {
            server.on("/feed", Answer::feed("").held("never"));
        }
        let (keys, shows) = match at {
            At::Article => ("", "statement 7/100"),
            At::Card => ("\r", "evidence: statement 7"),
            At::Help => ("?", "next statement"),
            At::Prompt => ("/fer", "fer"),
            At::Menu => ("Y", "BibTeX"),
            At::List => ("q", "article 1/1 · read"),
            At::Search => ("qScounted", "more than 50 statements"),
            #[cfg(feature = "fetch")]
            At::Sync => ("F", "fetching"),
            At::Command => ("|\recho it runs; sleep 600\r", "it runs"),
            At::Enter => ("|\rtrue\r", "Press Enter to come back"),
        };
        terminal.send(keys);
        terminal.wait_for_text(shows);
        let program = terminal.program();
        Self {
            terminal,
            program,
            #[cfg(feature = "fetch")]
            _server: server,
        }
    }

    /// It ends with this status after what is done to it, and cleanly.
    #[track_caller]
    pub fn ends(&mut self, code: i32, act: impl FnOnce(&mut Terminal, process::Process)) {
        let before_ms = self.program.ticks() * 10;
        act(&mut self.terminal, self.program);
        self.terminal.ended_clean(code);
        self.terminal.nobody_is_left();
        let spent_ms = self.terminal.spent_ms().saturating_sub(before_ms);
        assert!(spent_ms < ENDING_MS, "{spent_ms} ms");
        assert_eq!(self.place(), Some("s7".to_owned()));
    }

    /// The statement that the reader was at, as the library has it.
    fn place(&self) -> Option<String> {
        place_in(self.terminal.folder())
    }
}

/// The statement that the reader of the article was at, as the library in a folder has it.
pub fn place_in(folder: &std::path::Path) -> Option<String> {
    Library::open(&folder.join("nutgraf/library.db")).ok()?.place(&TEXT).unwrap()?.statement
}

/// From everywhere at once, since readers mostly wait.
pub fn everywhere(places: &[At], environment: &[(&str, &str)], end: impl Fn(At, &mut Reader) + Sync) {
    scope(|scope| {
        for &at in places {
            let end = &end;
            let named = std::thread::Builder::new().name(format!("{at:?}"));
            named.spawn_scoped(scope, move || end(at, &mut Reader::at(at, environment, false))).unwrap();
        }
    });
}

pub fn all() -> Vec<At> {
    [&READING[..], BEYOND].concat()
}

#[test]
fn ctrl_c_ends_it_cleanly_everywhere() {
    everywhere(&all(), &[], |at, reader| {
        reader.ends(0, |terminal, _| {
            // Whoever is asked for Enter is asked by the terminal.
            terminal.send("\x03");
            if at == At::Enter {
                terminal.wait("the reader", vt100::Screen::alternate_screen);
                terminal.send("\x03");
            }
        });
    });
}

#[test]
fn term_and_hup_end_it_cleanly_everywhere() {
    let places = [&all()[..], &[At::Command]].concat();
    everywhere(&places, &[], |_, reader| reader.ends(143, |_, program| program.signal(Signal::TERM)));
    everywhere(&places, &[], |_, reader| reader.ends(129, |_, program| program.signal(Signal::HUP)));
}

#[test]
fn int_and_quit_from_outside_end_it_cleanly_everywhere() {
    let mut places = all();
    places.retain(|at| *at != At::Enter);
    everywhere(&places, &[], |_, reader| reader.ends(130, |_, program| program.signal(Signal::INT)));
    everywhere(&READING, &[], |_, reader| reader.ends(131, |_, program| program.signal(Signal::QUIT)));
}

#[test]
fn a_panic_gives_back_the_terminal_and_keeps_the_place_everywhere() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: only a debug build can be asked for a panic");
        return;
    }
    let mut places = all();
    places.retain(|at| *at != At::Enter);
    everywhere(&places, &[("NUTGRAF_PANIC", "_")], |_, reader| {
        reader.ends(101, |terminal, _| terminal.send("_"));
        let shown = reader.terminal.screen().contents();
        assert!(shown.contains("nutgraf panicked"), "{shown}");
    });
}

/// What is set whenever the terminal is taken, and taken again.
const PASTE_ON: &[u8] = b"\x1b[?2004h";

#[test]
fn stopped_and_continued_it_goes_on_where_it_was_everywhere() {
    let mut places = all();
    places.retain(|at| *at != At::Enter);
    everywhere(&places, &[], |at, reader| {
        let Reader { terminal, program, .. } = reader;
        let before = article_of(terminal.screen());
        program.signal(Signal::TSTP);
        terminal.wait_for_text("STOPPED");
        terminal.is_given_back();
        assert_eq!(terminal.note("before"), terminal.note("stopped"), "the terminal's modes (stty -g) differ");
        terminal.send("fg\n");
        terminal.wait("the same again", |screen| screen.alternate_screen() && article_of(screen) == before);
        // Twice in a row, and with nobody who had stopped it.
        let n_bytes = terminal.raw().len();
        for signal in [Signal::TSTP, Signal::CONT, Signal::CONT] {
            program.signal(signal);
        }
        let mut is_asked = false;
        terminal.wait_until("what came of it", |terminal| {
            // The shell may have seen it stop in between, or not; where it has, it takes the terminal, sooner or later.
            let is_settled = program.is_waited_for();
            let is_away = program.is_in_background();
            if !is_away {
                is_asked = false;
            } else if is_settled && !is_asked {
                terminal.send("fg\n");
                is_asked = true;
            }
            // A stop that was not seen before it was taken back is none: then the screen was never left.
            let is_taken = terminal.raw()[n_bytes..].windows(PASTE_ON.len()).any(|bytes| bytes == PASTE_ON);
            let is_back = is_settled && is_taken && !is_away && terminal.screen().alternate_screen();
            is_back && article_of(terminal.screen()) == before
        });
        terminal.wait("the mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::PressRelease);
        if at == At::Prompt {
            terminal.send("x");
            terminal.wait_for_text("ferx");
        }
        reader.ends(143, |_, program| program.signal(Signal::TERM));
    });
}

#[test]
fn a_terminal_that_vanishes_ends_it_everywhere_and_what_it_has_started() {
    let places = [&all()[..], &[At::Command]].concat();
    scope(|scope| {
        for &at in &places {
            let named = std::thread::Builder::new().name(format!("{at:?}"));
            let vanishing = move || {
                let mut reader = Reader::at(at, &[], true);
                let (program, before_ms) = (reader.program, reader.program.ticks() * 10);
                reader.terminal.vanish();
                let mut spent_ms = 0;
                reader.terminal.wait_until("the end", |_| {
                    spent_ms = spent_ms.max(program.ticks() * 10);
                    program.has_ended()
                });
                assert!(spent_ms - before_ms.min(spent_ms) < ENDING_MS, "it span: {spent_ms} ms");
                reader.terminal.wait_until("the code", |terminal| terminal.note("code").is_some());
                assert_eq!(reader.terminal.note("code").unwrap().trim(), "129");
                assert_eq!(reader.place(), Some("s7".to_owned()));
                reader.terminal.nobody_is_left();
            };
            named.spawn_scoped(scope, vanishing).unwrap();
        }
    });
}
