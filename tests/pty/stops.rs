//! Stopped and continued, by a key and from outside, and what the shell finds meanwhile.

use super::*;

#[track_caller]
fn stops_and_comes_back(stop: impl FnOnce(&mut Terminal)) {
    let mut terminal = Terminal::reading();
    take_mouse(&mut terminal);
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    let before = article_of(terminal.screen());
    stop(&mut terminal);
    terminal.wait_for_text("STOPPED");
    assert!(terminal.program().is_stopped());
    terminal.is_given_back();
    assert_eq!(terminal.note("before"), terminal.note("stopped"), "the terminal's modes (stty -g) differ");
    terminal.send("fg\n");
    terminal.wait("the reader", |screen| screen.alternate_screen() && screen.contents().contains(LAST_WORDS));
    terminal.wait("the whole screen again", |screen| article_of(screen) == before);
    assert!(terminal.screen().hide_cursor() && terminal.screen().bracketed_paste());
    terminal.wait("the mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::PressRelease);
    terminal.send("g");
    terminal.wait_for_text(FIRST_WORDS);
    terminal.send("\x03");
    terminal.ended_clean(0);
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again() {
    stops_and_comes_back(|terminal| terminal.send("\x1a"));
}

#[test]
fn a_stop_from_outside_gives_the_terminal_to_the_shell_and_fg_takes_it_again() {
    stops_and_comes_back(|terminal| terminal.program().signal(Signal::TSTP));
}

#[test]
fn a_job_in_the_background_leaves_the_terminal_alone_until_fg() {
    let mut terminal = Terminal::reading();
    terminal.send("\x1a");
    terminal.wait_for_text("STOPPED");
    terminal.send("bg\n");
    terminal.wait("the second stop", |screen| screen.contents().matches("STOPPED").count() == 2);
    terminal.is_given_back();
    assert_eq!(terminal.note("before"), terminal.note("stopped"));
    terminal.send("fg\n");
    terminal.wait_for_article();
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_job_that_was_stopped_can_be_ended_without_touching_the_terminal() {
    let mut terminal = Terminal::reading();
    terminal.send("\x1a");
    terminal.wait_for_text("STOPPED");
    let program = terminal.program();
    program.signal(Signal::TERM);
    program.signal(Signal::CONT);
    terminal.wait_until("the end", |_| program.has_ended());
    terminal.is_given_back();
    terminal.send("wait\n");
    terminal.ended_clean(143);
}

#[test]
fn started_in_the_background_it_waits_for_the_foreground() {
    let mut terminal = Terminal::start("\"$NUTGRAF\" \"$ARTICLE\" & until stopped; do :; done");
    terminal.wait_for_text("STOPPED");
    terminal.is_given_back();
    terminal.send("fg\n");
    terminal.wait_for_article();
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn stopped_by_surprise_it_paints_everything_again_when_it_runs_on() {
    let mut terminal = Terminal::reading();
    // No program can catch this one, so the shell finds a raw terminal and its lines end in a line feed.
    terminal.program().signal(Signal::STOP);
    terminal.wait_for_text("STOPPED");
    terminal.send("fg\n");
    terminal
        .wait("the reader", |screen| screen.contents().contains(FIRST_WORDS) && !screen.contents().contains("STOPPED"));
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_window_that_changes_while_the_job_is_stopped_is_noticed() {
    let mut terminal = Terminal::reading();
    terminal.send("\x1a");
    terminal.wait_for_text("STOPPED");
    terminal.resize(100, 30);
    terminal.send("fg\n");
    terminal.wait_for_article();
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    // The last row is used, and not row 24.
    terminal.wait("the foot", |screen| !screen.rows(0, 100).nth(29).unwrap().trim().is_empty());
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn continued_without_having_been_stopped_it_paints_again_and_goes_on() {
    let mut terminal = Terminal::reading();
    take_mouse(&mut terminal);
    let before = article_of(terminal.screen());
    terminal.program().signal(Signal::CONT);
    terminal.wait("the same again", |screen| article_of(screen) == before);
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_terminal_that_vanishes_while_it_is_stopped_ends_it() {
    let mut terminal = Terminal::reading();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/100");
    let program = terminal.program();
    terminal.send("\x1a");
    terminal.wait_for_text("STOPPED");
    terminal.vanish();
    // The shell goes on with it when it finds nobody to ask.
    terminal.wait_until("the end", |_| program.has_ended());
    assert!(program.ticks() < 50, "it span: {} ticks", program.ticks());
}

#[test]
fn in_the_background_of_nobody_it_ends_and_leaves_the_terminal_alone() {
    // Its parent is gone, so that no shell can ever give it the terminal.
    let line =
        "sh -c '(\"$NUTGRAF\" \"$ARTICLE\"; echo $? > orphan) & exit' & until [ -s orphan ]; do :; done; cat orphan";
    let mut terminal = Terminal::start(line);
    terminal.wait_for_text("ENDED 0");
    assert!(!terminal.has_shown("\x1b"), "the terminal was touched");
    assert_eq!(terminal.note("orphan").unwrap().trim(), "129");
    assert_eq!(terminal.note("before"), terminal.note("after"));
}
