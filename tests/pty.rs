//! The built binary in a real terminal: how it begins, waits and ends, and that the terminal is given back.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test; a skipped test says so"
)]

use std::time::Duration;

use rustix::process::Signal;

#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/process.rs"]
mod process;
#[allow(dead_code, reason = "each test uses the part that it needs")]
#[path = "support/pty.rs"]
mod pty;

use vt100::MouseProtocolMode;

use pty::{FIRST_WORDS, LAST_WORDS, Terminal};

#[test]
fn q_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::reading();
    assert!(terminal.screen().hide_cursor() && terminal.screen().bracketed_paste());
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn ctrl_c_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::reading();
    terminal.send("\x03");
    terminal.ended_clean(0);
}

#[track_caller]
fn take_mouse(terminal: &mut Terminal) {
    if terminal.screen().mouse_protocol_mode() == MouseProtocolMode::None {
        terminal.send("M");
    }
    terminal.wait("the mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::PressRelease);
    assert_eq!(terminal.screen().mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Sgr);
}

#[test]
fn the_mouse_is_left_to_the_terminal_when_a_key_says_so() {
    let mut terminal = Terminal::reading();
    take_mouse(&mut terminal);
    terminal.send("M");
    terminal.wait("no mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::None);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[track_caller]
fn ends_on(signal: Signal, code: i32) {
    let mut terminal = Terminal::reading();
    // The more there is to give back the better.
    take_mouse(&mut terminal);
    terminal.program().signal(signal);
    terminal.ended_clean(code);
}

#[test]
fn term_leaves_the_terminal_as_it_was() {
    ends_on(Signal::TERM, 143);
}

#[test]
fn hup_leaves_the_terminal_as_it_was() {
    ends_on(Signal::HUP, 129);
}

#[test]
fn int_leaves_the_terminal_as_it_was() {
    ends_on(Signal::INT, 130);
}

#[test]
fn quit_leaves_the_terminal_as_it_was() {
    ends_on(Signal::QUIT, 131);
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was_and_is_told_of_where_it_can_be_read() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: only a debug build can be asked for a panic");
        return;
    }
    let mut terminal = Terminal::start_with("\"$NUTGRAF\" \"$ARTICLE\"", &[("NUTGRAF_PANIC", "1")]);
    terminal.wait_for_article();
    terminal.send("j");
    terminal.ended_clean(101);
    let shown = terminal.screen().contents();
    assert!(shown.contains("nutgraf panicked") && shown.contains("NUTGRAF_PANIC"), "{shown}");
}

#[test]
fn a_terminal_that_vanishes_without_a_signal_ends_the_program_at_once() {
    // A shell that uses no terminal notes the code: the one that does dies of its loss.
    let mut terminal = Terminal::start(r#"sh -c '"$NUTGRAF" "$ARTICLE"; echo $? > "$DIR/code"'"#);
    terminal.wait_for_article();
    let program = terminal.program();
    terminal.vanish();
    terminal.wait_until("the end", |_| program.has_ended());
    terminal.wait_until("the code", |terminal| terminal.note("code").is_some_and(|code| code.ends_with('\n')));
    assert_eq!(terminal.note("code").unwrap().trim(), "129");
    assert!(program.ticks() < 50, "it span: {} ticks", program.ticks());
}

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

/// Without status line and keys, which tell of the last thing that happened.
fn article_of(screen: &vt100::Screen) -> String {
    let contents = screen.contents();
    // A space that was written and one that was never are the same to the eye.
    let lines: Vec<&str> = contents.lines().map(str::trim_end).collect();
    lines[..lines.len().saturating_sub(2)].join("\n")
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
fn keys_work_while_standard_input_is_a_pipe() {
    let mut terminal = Terminal::start("cat \"$ARTICLE\" | \"$NUTGRAF\" -");
    terminal.wait_for_article();
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_pipe_in_the_list_that_nobody_writes_to_holds_nothing_up() {
    let mut terminal = Terminal::start("mkfifo pipe; \"$NUTGRAF\" \"$ARTICLE\" pipe");
    terminal.wait_for_article();
    terminal.send("J");
    terminal.wait_for_text("pipe: is no regular file");
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    terminal.send("\x03");
    terminal.ended_clean(0);
}

/// What is wrong with the input is said on the shell's own screen, and the terminal is never taken.
#[track_caller]
fn is_refused(line: &str, code: i32, says: &str) {
    let mut terminal = Terminal::start(line);
    terminal.ended_clean(code);
    let shown = terminal.screen().contents();
    assert!(shown.contains(says), "{says:?} is not on the screen:\n{shown}");
    assert!(!terminal.has_shown("\x1b"), "an escape sequence was written");
}

#[test]
fn an_empty_file_is_refused_before_the_terminal_is_taken() {
    is_refused(": > empty.txt; \"$NUTGRAF\" empty.txt", 65, "empty.txt: no article text found (0 bytes read)");
    is_refused("\"$NUTGRAF\" - < /dev/null", 65, "standard input: no article text found (0 bytes read)");
}

#[test]
fn a_binary_file_is_refused_before_the_terminal_is_taken() {
    is_refused("head -c 4096 \"$NUTGRAF\" > program; \"$NUTGRAF\" program", 65, "program: not a text");
}

#[test]
fn a_directory_is_refused_before_the_terminal_is_taken() {
    is_refused("mkdir folder; \"$NUTGRAF\" folder", 66, "folder: is a directory");
    is_refused("mkdir folder; \"$NUTGRAF\" folder nowhere.txt", 66, "nowhere.txt: no such file");
}

#[test]
fn a_file_that_cannot_be_opened_is_marked_in_the_list_and_the_others_can_be_read() {
    for line in ["\"$NUTGRAF\" \"$ARTICLE\" nowhere.txt", "\"$NUTGRAF\" nowhere.txt \"$ARTICLE\""] {
        let mut terminal = Terminal::start(line);
        terminal.wait_for_text("nowhere.txt  no such file");
        let is_first = line.contains("nowhere.txt \"$ARTICLE");
        // Opening it says what is wrong, and the list stays.
        terminal.send(if is_first { "\r" } else { "j\r" });
        terminal.wait_for_text("nowhere.txt: no such file");
        terminal.send(if is_first { "j\r" } else { "k\r" });
        terminal.wait_for_article();
        terminal.send("\x03");
        terminal.ended_clean(0);
        assert!(terminal.screen().contents().contains("nutgraf: nowhere.txt: no such file"));
    }
}

#[test]
fn a_missing_file_is_refused_before_the_terminal_is_taken() {
    is_refused("\"$NUTGRAF\" nowhere.txt", 66, "nowhere.txt: no such file");
}

#[test]
fn a_file_of_a_later_version_is_refused_before_the_terminal_is_taken() {
    let file = r#"{"schema_version": "2.0", "text": {"value": "Words."}}"#;
    is_refused(
        &format!("echo '{file}' > later.json; \"$NUTGRAF\" later.json"),
        65,
        "later.json: this file says version 2.0",
    );
}

#[test]
fn waiting_for_standard_input_is_told_of_and_can_be_interrupted() {
    let mut terminal = Terminal::start("trap : INT; mkfifo pipe; \"$NUTGRAF\" - 0<> pipe");
    terminal.wait_for_text("nutgraf: reading standard input…");
    terminal.send("\x03");
    terminal.ended_clean(130);
}

#[test]
fn a_storm_of_resizes_leaves_a_right_screen() {
    let mut terminal = Terminal::reading();
    let before = article_of(terminal.screen());
    for step in 0..100u16 {
        terminal.claim_size(1 + step * 37 % 200, 1 + step * 23 % 70);
    }
    for (cols, rows) in [(1, 1), (2, 2), (300, 1), (1, 100), (500, 300), (80, 24)] {
        terminal.claim_size(cols, rows);
    }
    terminal.send("g");
    terminal.wait("the screen as it was", |screen| article_of(screen) == before);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn two_hundred_keys_at_once_are_painted_together() {
    let mut terminal = Terminal::reading();
    let before = terminal.n_bytes();
    terminal.send("j".repeat(200));
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    let n_bytes = terminal.n_bytes() - before;
    // A few frames, where one for each key would be hundreds of thousands.
    assert!(n_bytes < 20_000, "{n_bytes} bytes");
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn keys_typed_before_it_is_ready_are_not_lost() {
    let mut terminal = Terminal::start("\"$NUTGRAF\" \"$ARTICLE\"");
    terminal.wait_for_text(pty::SHELL_SCREEN);
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_key_sequence_in_two_packets_is_one_key_and_a_lone_escape_is_escape() {
    let mut terminal = Terminal::reading();
    terminal.send("?");
    terminal.wait_for_text("next statement");
    terminal.send("\x1b");
    terminal.wait("the article", |screen| !screen.contents().contains("next statement"));
    terminal.send("\x1b[");
    terminal.send("F");
    terminal.wait_for_text(LAST_WORDS);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn what_is_pasted_is_not_obeyed() {
    let mut terminal = Terminal::reading();
    terminal.send("\x1b[200~q\x03q\x1b[201~");
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn while_nothing_happens_nothing_wakes() {
    let mut terminal = Terminal::reading();
    let program = terminal.program();
    terminal.wait_until("rest", |terminal| {
        let before = program.wake_ups();
        terminal.is_silent_for(Duration::from_millis(100)) && program.wake_ups() == before
    });
    let before = (program.wake_ups(), program.ticks());
    assert!(terminal.is_silent_for(Duration::from_secs(2)));
    assert_eq!((program.wake_ups(), program.ticks()), before);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_terminal_that_takes_nothing_holds_up_no_signal() {
    let mut terminal = Terminal::reading();
    let program = terminal.program();
    let device = std::fs::OpenOptions::new().read(true).write(true).open(terminal.device()).unwrap();
    terminal.stalled(|terminal| {
        // Redraw until keys stay unread, because the frames stay unwritten.
        terminal.wait_until("the stall", |terminal| {
            terminal.send("\x0c");
            let unread = || rustix::io::ioctl_fionread(&device).unwrap();
            let full = std::time::Instant::now() + Duration::from_millis(200);
            while unread() > 0 && std::time::Instant::now() < full {
                std::thread::yield_now();
            }
            unread() > 0
        });
        program.signal(Signal::TERM);
        let end = std::time::Instant::now() + pty::DEADLINE;
        while !program.has_ended() {
            assert!(std::time::Instant::now() < end, "it waits for the terminal");
            std::thread::yield_now();
        }
    });
    terminal.wait_until("the code", |terminal| terminal.note("code").is_some());
    assert_eq!(terminal.note("code").unwrap().trim(), "143");
    assert_eq!(terminal.note("before"), terminal.note("after"));
}
