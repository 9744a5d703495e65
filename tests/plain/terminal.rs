//! The built binary in a terminal: lines and nothing else, and as clean an end as the reader with a screen has.

use std::time::Duration;

use rustix::process::Signal;

use super::pty::{SHELL_SCREEN, Terminal};

/// Waits until something was said, wherever its lines break.
#[track_caller]
fn hears(terminal: &mut Terminal, words: &str) {
    terminal.wait_until(words, |terminal| said(terminal, 0).contains(words));
}

/// What was said from a byte on.
fn said(terminal: &Terminal, from: usize) -> String {
    String::from_utf8_lossy(&terminal.raw()[from..]).replace("\r\n", " ")
}

/// Opens the article in plain lines.
#[track_caller]
fn listening(environment: &[(&str, &str)], option: &str) -> Terminal {
    let mut terminal = Terminal::start_with(&format!("\"$NUTGRAF\" {option} \"$ARTICLE\""), environment);
    hears(&mut terminal, "100 statements");
    terminal
}

/// The line has ended so, everything that came was lines, and the shell has its terminal as it was.
#[track_caller]
fn ended_in_lines(terminal: &mut Terminal, code: i32) {
    hears(terminal, &format!("ENDED {code}"));
    assert_eq!(terminal.note("before"), terminal.note("after"), "the terminal's modes (stty -g) differ");
    let others: Vec<u8> =
        terminal.raw().iter().copied().filter(|byte| *byte < b' ' && !b"\r\n".contains(byte)).collect();
    assert_eq!(others, Vec::<u8>::new(), "more than lines was written");
}

#[test]
fn a_session_is_lines_from_beginning_to_end() {
    let mut terminal = listening(&[], "--plain");
    assert!(terminal.has_shown(SHELL_SCREEN));
    terminal.send("n");
    hears(&mut terminal, "Statement 1 of 100. Direct. Mara Velk.");
    hears(&mut terminal, "Quoted: “We counted 1 times,”");
    terminal.send("\r");
    hears(&mut terminal, "Evidence: statement 1 of 100.");
    terminal.send("q");
    hears(&mut terminal, "Closed.");
    terminal.send("/ferry\r");
    hears(&mut terminal, "Find in the article: ferry");
    hears(&mut terminal, "Match 1 of 1 for ferry.");
    hears(&mut terminal, "For those who do not drive the ferry stays.");
    terminal.send("\x1b");
    terminal.send("f");
    hears(&mut terminal, "Direct only: 100 of 100 statements.");
    terminal.send("q");
    ended_in_lines(&mut terminal, 0);
}

#[test]
fn samples_are_read_and_the_library_is_searched_by_ear() {
    let mut terminal = Terminal::start("\"$NUTGRAF\" --plain");
    hears(&mut terminal, "to try the reader on, all made up.");
    terminal.send("\r");
    hears(&mut terminal, "A made-up sample.");
    terminal.send("n");
    hears(&mut terminal, "Statement 1 of");
    terminal.send("qq");
    ended_in_lines(&mut terminal, 0);

    let mut terminal = Terminal::start("\"$NUTGRAF\" add \"$ARTICLE\" 2>&1 | cat; \"$NUTGRAF\" --plain");
    hears(&mut terminal, "The library: 1 article, 1 unread.");
    terminal.send("S");
    hears(&mut terminal, "Search: ");
    terminal.send("counted\r");
    hears(&mut terminal, "for counted, newest first.");
    hears(&mut terminal, "Number 1.");
    terminal.send("\x03");
    ended_in_lines(&mut terminal, 0);
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_is_read_to_in_plain_lines() {
    let mut terminal = listening(&[("TERM", "dumb")], "");
    assert!(terminal.has_shown("cannot move a cursor"));
    terminal.send("n");
    hears(&mut terminal, "Statement 1 of 100.");
    terminal.send("q");
    ended_in_lines(&mut terminal, 0);
}

#[test]
fn the_configuration_asks_for_plain_lines_too() {
    let line = "mkdir -p nutgraf; echo 'plain = true' > nutgraf/config.toml; \"$NUTGRAF\" \"$ARTICLE\"";
    let mut terminal = Terminal::start(line);
    hears(&mut terminal, "100 statements");
    terminal.send("q");
    ended_in_lines(&mut terminal, 0);
}

#[test]
fn a_window_that_changes_repeats_nothing() {
    let mut terminal = listening(&[], "--plain");
    terminal.send("n");
    hears(&mut terminal, "Quoted: “We counted 1 times,”");
    let before = terminal.n_bytes();
    for cols in [40, 120, 61, 80] {
        terminal.claim_size(cols, 30);
    }
    // The next key is answered, and nothing came before its answer.
    terminal.send("j");
    hears(&mut terminal, "Paragraph 2 tells");
    let said = said(&terminal, before);
    assert!(said.starts_with("Paragraph 2 tells") && said.matches("Paragraph").count() == 1, "{said}");
    terminal.send("q");
    ended_in_lines(&mut terminal, 0);
}

#[test]
fn keys_that_come_together_are_each_answered() {
    let mut terminal = listening(&[], "--plain");
    terminal.send("nnn");
    hears(&mut terminal, "“We counted 3 times,”");
    for said in ["Statement 1 of 100.", "Statement 2 of 100.", "Statement 3 of 100."] {
        assert!(terminal.has_shown(said), "{said}");
    }
    terminal.send("q");
    ended_in_lines(&mut terminal, 0);
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_says_where_one_is() {
    let mut terminal = listening(&[], "--plain");
    terminal.send("nn");
    hears(&mut terminal, "Statement 2 of 100.");
    terminal.send("\x1a");
    hears(&mut terminal, "STOPPED");
    assert_eq!(terminal.note("before"), terminal.note("stopped"), "the terminal's modes (stty -g) differ");
    let before = terminal.n_bytes();
    terminal.send("fg\n");
    terminal.wait_until("where one is", |terminal| said(terminal, before).contains("Statement 2 of 100."));
    terminal.send("n");
    hears(&mut terminal, "Statement 3 of 100.");
    terminal.send("\x03");
    ended_in_lines(&mut terminal, 0);
}

#[test]
fn signals_end_it_cleanly_and_a_line_being_typed_is_ended_first() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let mut terminal = listening(&[], "--plain");
        terminal.send("/fer");
        hears(&mut terminal, "Find in the article: fer");
        terminal.program().signal(signal);
        ended_in_lines(&mut terminal, code);
        let shown = String::from_utf8_lossy(terminal.raw()).into_owned();
        assert!(shown.contains("Find in the article: fer\r\n"), "{shown}");
    }
}

#[test]
fn a_terminal_that_vanishes_ends_it_at_once() {
    let mut terminal = Terminal::start(r#"sh -c '"$NUTGRAF" --plain "$ARTICLE"; echo $? > "$DIR/code"'"#);
    hears(&mut terminal, "100 statements");
    let program = terminal.program();
    terminal.vanish();
    terminal.wait_until("the end", |_| program.has_ended());
    terminal.wait_until("the code", |terminal| terminal.note("code").is_some_and(|code| code.ends_with('\n')));
    assert_eq!(terminal.note("code").unwrap().trim(), "129");
}

#[test]
fn what_is_piped_is_the_briefing_as_ever() {
    let mut terminal = Terminal::start("\"$NUTGRAF\" --plain \"$ARTICLE\" | head -n 1");
    hears(&mut terminal, "(no headline)");
    ended_in_lines(&mut terminal, 0);
    assert!(!terminal.has_shown("in plain lines"));
}

#[test]
fn while_nothing_happens_nothing_is_said() {
    let mut terminal = listening(&[], "--plain");
    terminal.send("n");
    hears(&mut terminal, "“We counted 1 times,”");
    assert!(terminal.is_silent_for(Duration::from_millis(1500)));
    terminal.send("q");
    ended_in_lines(&mut terminal, 0);
}
