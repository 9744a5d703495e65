//! The reader and a real library in a real terminal: listed, opened, resumed, tagged, searched; also after a kill.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::format_push_string, reason = "a failed unwrap is a failed test")]

use nutgraf::library::{Library, text_sha256};
use rustix::process::Signal;

#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;
#[cfg(feature = "fetch")]
#[path = "support/server.rs"]
mod server;

use pty::{FIRST_WORDS, Terminal};

/// Adds the article to a library and opens the reader on it.
fn listed() -> Terminal {
    let mut terminal = Terminal::start(r#""$NUTGRAF" add "$ARTICLE" > "$DIR/added"; "$NUTGRAF""#);
    terminal.wait_for_text("Library · 1 article");
    terminal
}

/// Waits until the place of the open article is written down.
#[track_caller]
fn kept(terminal: &mut Terminal, statement: &str) {
    let path = terminal.folder().join("nutgraf").join("library.db");
    let shown = nutgraf::import::read(pty::article().as_bytes(), &nutgraf::import::Options::default()).unwrap();
    let text = nutgraf::briefing::from_imported(shown).remove(0).text;
    let hash = text_sha256(text.as_str());
    terminal.wait_until("the place", |_| {
        let place = Library::open(&path).ok().and_then(|library| library.place(&hash).ok().flatten());
        place.and_then(|place| place.statement).is_some_and(|id| id == statement)
    });
}

#[test]
fn a_library_is_listed_read_left_and_resumed() {
    let mut terminal = listed();
    terminal.wait_for_text("• ");
    terminal.send("\r");
    terminal.wait_for_article();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/100");
    terminal.send("q");
    terminal.wait("the list", |screen| screen.contents().contains("article 1/1 · read"));
    terminal.send("q");
    terminal.ended_clean(0);
    let mut again = Terminal::start_in(terminal.keep(), r#""$NUTGRAF""#, &[]);
    again.wait_for_text("article 1/1 · read");
    again.send("\r");
    again.wait_for_text("resumed at statement 7/100 (g goes to the beginning)");
    again.send("g");
    again.wait_for_text(FIRST_WORDS);
    again.send("\x03");
    again.ended_clean(0);
}

#[test]
fn killed_without_warning_it_resumes_at_the_statement() {
    let mut terminal = Terminal::reading();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/100");
    kept(&mut terminal, "s7");
    terminal.program().signal(Signal::KILL);
    terminal.wait_for_text("ENDED");
    let mut again = Terminal::start_in(terminal.keep(), r#"stty sane; "$NUTGRAF" "$ARTICLE""#, &[]);
    again.wait_for_text("resumed at statement 7/100");
    again.wait_for_text("statement 7/100 · direct");
    again.send("q");
    again.wait_for_text("ENDED 0");
}

#[test]
fn what_only_looks_at_samples_or_at_a_first_page_writes_no_file() {
    for line in [r#""$NUTGRAF""#, r#""$NUTGRAF" "$ARTICLE""#] {
        let mut terminal = Terminal::start(line);
        let is_list = !line.contains("ARTICLE");
        terminal.wait_for_text(if is_list { "Made-up articles" } else { FIRST_WORDS });
        if is_list {
            terminal.send("\r");
            terminal.wait_for_text("statements");
            terminal.send("5nG");
            terminal.wait_for_text("end");
        }
        terminal.send("\x03");
        terminal.ended_clean(0);
        assert!(!terminal.folder().join("nutgraf").exists(), "{line}");
    }
}

#[test]
fn a_tag_is_given_and_taken_back() {
    let mut terminal = listed();
    terminal.send("Tbridge\r");
    terminal.wait_for_text("#bridge");
    terminal.wait_for_text("tagged 1 article bridge");
    terminal.send("U");
    terminal.wait_for_text("undone: tagged 1 article bridge");
    terminal.wait("no tag", |screen| !screen.contents().contains("#bridge"));
    terminal.send("R");
    terminal.wait_for_text("no articles");
    terminal.send("U");
    terminal.wait_for_text("Library · 1 article");
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn what_another_program_adds_is_listed_with_the_next_key() {
    let mut terminal = listed();
    let other = terminal.folder().join("ferry.txt");
    std::fs::write(&other, "Ferry is late\n\n“It was late again,” said Ada Brook, who waited.\n").unwrap();
    let added = std::process::Command::new(env!("CARGO_BIN_EXE_nutgraf"))
        .env("NUTGRAF_LIBRARY", terminal.folder().join("nutgraf").join("library.db"))
        .arg("add")
        .arg(&other)
        .output()
        .unwrap();
    assert!(added.status.success(), "{added:?}");
    terminal.send("j");
    terminal.wait_for_text("Ferry is late");
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_library_that_another_program_writes_to_holds_no_key_up() {
    let mut terminal = listed();
    let path = terminal.folder().join("nutgraf").join("library.db");
    let lock = rusqlite::Connection::open(path).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    terminal.send("\r");
    terminal.wait_for_article();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/100");
    terminal.send("q");
    terminal.wait_for_text("article 1/1");
    terminal.send("*");
    terminal.wait_for_text("another program is writing to the library");
    lock.execute_batch("ROLLBACK").unwrap();
    terminal.send("*");
    terminal.wait_for_text("starred 1 article");
    kept(&mut terminal, "s7");
    terminal.send("q");
    terminal.ended_clean(0);
}

/// A library of two articles by two outlets, with people of the same surname in them.
fn two_articles() -> Terminal {
    let one = "Harbour wall to be raised\n\nBy Ines Okafor\n\nThe harbour wall will be raised, said Ada Brook, the mayor of Vell. \u{201c}We will raise the wall before the spring,\u{201d} Brook said.\n\n\u{201c}Nobody asked the fishermen,\u{201d} said Tom Brook, who owns a boat.\n";
    let two = "Ferry is late\n\n\u{201c}It was late again,\u{201d} said Ada Brook, the mayor of Vell, who waited.\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("wall.txt"), one).unwrap();
    std::fs::write(folder.path().join("ferry.txt"), two).unwrap();
    let line = r#""$NUTGRAF" add wall.txt ferry.txt > "$DIR/added"; "$NUTGRAF""#;
    let mut terminal = Terminal::start_in(folder, line, &[]);
    terminal.wait_for_text("Library · 2 articles");
    terminal
}

#[test]
fn statements_are_found_while_one_types_and_open_where_they_stand() {
    let mut terminal = two_articles();
    terminal.send("Swall");
    terminal.wait_for_text("We will raise the wall");
    terminal.send("\x15late agai");
    terminal.wait("the other", |screen| {
        screen.contents().contains("It was late again") && !screen.contents().contains("raise the wall")
    });
    terminal.send("\r");
    terminal.wait_for_text("1 statement, newest first");
    terminal.send("\r");
    terminal.wait_for_text("statement 1/1 · direct · Ada Brook");
    terminal.send("q");
    terminal.wait_for_text("1 statement, newest first");
    terminal.send("S\x15speeker:brook\r");
    terminal.wait_for_text("^^^^^^^");
    terminal.send("\x15speaker:brook\r");
    terminal.wait_for_text("people match");
    terminal.send("\x03");
    terminal.ended_clean(0);
}

#[test]
fn the_speakers_page_shares_and_the_day_are_reached_from_a_statement() {
    let mut terminal = two_articles();
    terminal.send("Slate\r");
    terminal.wait_for_text("1 statement, newest first");
    terminal.send("v");
    terminal.wait("the page", |screen| {
        let shown = screen.contents();
        shown.contains("Ada Brook · ") && shown.contains("by them") && shown.contains("raise the wall")
    });
    terminal.send("q");
    terminal.wait_for_text("search: late");
    terminal.send("%");
    terminal.wait_for_text("Shares of the say: late");
    terminal.send("qD");
    terminal.wait_for_text("The day 20");
    terminal.wait_for_text("Harbour wall to be raised");
    terminal.send("h");
    terminal.wait_for_text("no articles on this day");
    terminal.send("qqq");
    terminal.ended_clean(0);
}

#[test]
fn an_article_is_brought_in_by_its_path_and_opened() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("ferry.txt"),
        "Ferry is late\n\n\u{201c}It was late again,\u{201d} said Ada Brook.\n",
    )
    .unwrap();
    let mut terminal = Terminal::start_in(folder, r#""$NUTGRAF""#, &[]);
    terminal.wait_for_text("Made-up articles");
    terminal.send("iferry.txt\r");
    terminal.wait_for_text("It was late again");
    terminal.send("q");
    terminal.wait_for_text("Library · 1 article");
    terminal.send("F");
    terminal.wait_for_text("no feed is followed yet");
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn while_nothing_happens_after_a_place_was_kept_nothing_wakes() {
    let mut terminal = listed();
    terminal.send("\r");
    terminal.wait_for_article();
    terminal.send("7n");
    kept(&mut terminal, "s7");
    let program = terminal.program();
    terminal.wait_until("rest", |terminal| {
        let before = program.wake_ups();
        terminal.is_silent_for(std::time::Duration::from_millis(1_500)) && program.wake_ups() == before
    });
    let before = (program.wake_ups(), program.ticks());
    assert!(terminal.is_silent_for(std::time::Duration::from_secs(2)));
    assert_eq!((program.wake_ups(), program.ticks()), before);
    terminal.send("\x03");
    terminal.ended_clean(0);
}

#[cfg(feature = "fetch")]
#[test]
fn feeds_are_fetched_beside_the_reading_and_left_off_by_the_same_key() {
    use server::{Answer, Server};
    let server = Server::start();
    let page = "<html><head><title>Ferry is late</title></head><body><article><h1>Ferry is late</h1><p>\u{201c}It was late again,\u{201d} said Ada Brook, the mayor of Vell, who had waited on the quay since the morning with forty others.</p><p>Nobody told them why, and the next ferry was late too.</p></article></body></html>";
    let item = format!("<item><title>Ferry is late</title><link>{}</link></item>", server.url("/ferry"));
    let feed =
        |item: &str| Answer::feed(format!("<rss version=\"2.0\"><channel><title>Vell</title>{item}</channel></rss>"));
    server.on("/feed", feed(&item)).on("/ferry", Answer::page(page).held("page"));
    let line = r#""$NUTGRAF" --allow-private feed add "$FEED" > "$DIR/added"; "$NUTGRAF" --allow-private add "$ARTICLE" > "$DIR/more"; "$NUTGRAF" --allow-private"#;
    let mut terminal = Terminal::start_with(line, &[("FEED", &server.url("/feed"))]);
    terminal.wait_for_text("Library · 1 article");
    terminal.send("F");
    server.wait_for("/ferry", 1);
    // One reads on while it is fetched.
    terminal.send("\r");
    terminal.wait_for_article();
    terminal.send("q");
    terminal.wait_for_text("fetching");
    server.open("page");
    terminal.wait_for_text("1 new article");
    terminal.wait_for_text("Ferry is late");
    // What hangs is left off, and holds up no end.
    server.on("/feed", feed("").held("never"));
    terminal.send("F");
    server.wait_for("/feed", 2);
    terminal.send("F");
    terminal.wait_for_text("left off");
    terminal.send("F");
    terminal.wait_for_text("fetching");
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_library_that_cannot_be_written_is_told_of_once_and_the_reading_goes_on() {
    let mut terminal = Terminal::start_with(r#""$NUTGRAF" "$ARTICLE""#, &[("XDG_DATA_HOME", "/dev/null")]);
    terminal.wait_for_article();
    terminal.send("7n");
    terminal.wait_for_text("your place is not kept: ");
    terminal.send("n");
    terminal.wait_for_text("statement 8/100");
    terminal.send("q");
    terminal.ended_clean(0);
}
