//! How a session ends: by a key, a signal, a fault or a terminal that is gone, and what is left of it then.

use super::*;

#[test]
fn q_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::reading();
    assert!(terminal.screen().hide_cursor() && terminal.screen().bracketed_paste());
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
fn a_panic_leaves_the_terminal_as_it_was_and_is_told_of_where_it_can_be_read() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: only a debug build can be asked for a panic");
        return;
    }
    let mut terminal = Terminal::start_with("\"$NUTGRAF\" \"$ARTICLE\"", &[("NUTGRAF_PANIC", "j")]);
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

/// Holds the far side up until frames stay unwritten, and lets `act` happen then.
fn stalled(terminal: &mut Terminal, act: impl FnOnce()) {
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
        act();
    });
}

const SIGNALS: [(Signal, i32); 4] = [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)];

#[test]
fn a_terminal_that_takes_nothing_holds_up_no_signal() {
    std::thread::scope(|scope| {
        for (signal, code) in SIGNALS {
            scope.spawn(move || {
                let mut terminal = Terminal::reading();
                let program = terminal.program();
                stalled(&mut terminal, || {
                    program.signal(signal);
                    let end = std::time::Instant::now() + pty::DEADLINE;
                    while !program.has_ended() {
                        assert!(std::time::Instant::now() < end, "it waits for the terminal");
                        std::thread::yield_now();
                    }
                });
                terminal.wait_until("the code", |terminal| terminal.note("code").is_some());
                assert_eq!(terminal.note("code").unwrap().trim(), code.to_string());
                assert_eq!(terminal.note("before"), terminal.note("after"));
            });
        }
    });
}

#[test]
fn a_screen_that_was_never_entered_is_not_left() {
    // What fills the line leaves no mark on the screen.
    let line = r#"read go; tr '\0' '\r' </dev/zero >/dev/tty & "$NUTGRAF" "$ARTICLE"; code=$?; kill $!; (exit $code)"#;
    for (signal, code) in SIGNALS {
        let mut terminal = Terminal::start(line);
        terminal.wait_for_text(pty::SHELL_SCREEN);
        let device = std::fs::OpenOptions::new().read(true).write(true).open(terminal.device()).unwrap();
        terminal.stalled(|terminal| {
            terminal.send("\n");
            terminal.wait_until("raw mode", |_| {
                let modes = rustix::termios::tcgetattr(&device).unwrap();
                !modes.local_modes.contains(rustix::termios::LocalModes::ICANON)
            });
            let program = terminal.program();
            program.signal(signal);
            terminal.wait_until("the end", |_| program.has_ended());
        });
        terminal.ended_clean(code);
        assert!(!terminal.has_shown("\x1b[?1049"));
    }
}

#[test]
fn wherever_a_frame_is_cut_off_what_it_had_begun_is_ended() {
    use nutgraf::face::modes::{Takes, cut_off, give_back, take};
    let frame = "\x1b[?2026h\x1b[3;9r\x1b[2S\x1b[r\x1b[1m‘é’\x1b]8;id=1;https://a.example/\x1b\\it\x1b]8;;\x1b\\\x1b[m\x1b[?2026l";
    let takes = Takes::Screen { mouse: true };
    for n in 0..frame.len() {
        let bytes = [&take(takes), &frame.as_bytes()[..n], &cut_off(true), &give_back(takes, false)].concat();
        pty::modes::Modes::after(&bytes).are_given_back();
    }
}

#[test]
fn a_frame_that_is_cut_off_leaves_nothing_behind() {
    std::thread::scope(|scope| {
        for (signal, code) in SIGNALS {
            scope.spawn(move || {
                let mut terminal = Terminal::reading();
                take_mouse(&mut terminal);
                let program = terminal.program();
                // Taken again at once, the rest comes before the terminal is given back.
                stalled(&mut terminal, || program.signal(signal));
                terminal.ended_clean(code);
            });
        }
    });
}

#[test]
fn signals_that_others_use_end_it_cleanly_too() {
    std::thread::scope(|scope| {
        for signal in [Signal::USR1, Signal::USR2, Signal::ALARM, Signal::XCPU] {
            scope.spawn(move || ends_on(signal, 128 + signal.as_raw()));
        }
    });
}

#[test]
fn a_second_signal_changes_nothing() {
    let mut terminal = Terminal::reading();
    take_mouse(&mut terminal);
    let program = terminal.program();
    for _ in 0..2 {
        program.signal(Signal::INT);
    }
    terminal.ended_clean(130);
}

#[test]
fn a_pipe_that_nobody_reads_is_no_reason_to_end() {
    let mut terminal = Terminal::reading();
    terminal.program().signal(Signal::PIPE);
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn streams_that_are_closed_take_nothing_from_a_terminal_that_is_there() {
    for line in
        ["\"$NUTGRAF\" \"$ARTICLE\" <&-", "\"$NUTGRAF\" \"$ARTICLE\" 2>&-", "\"$NUTGRAF\" \"$ARTICLE\" </dev/null"]
    {
        let mut terminal = Terminal::start(line);
        terminal.wait_for_article();
        terminal.send("7n");
        terminal.wait_for_text("statement 7/100");
        terminal.send("q");
        terminal.ended_clean(0);
    }
    for line in ["\"$NUTGRAF\" \"$ARTICLE\" >&-", "\"$NUTGRAF\" \"$ARTICLE\" <&- >&- 2>&-"] {
        let mut terminal = Terminal::start(line);
        terminal.ended_clean(0);
        assert!(!terminal.has_shown("\x1b"));
    }
}

#[test]
fn a_quit_while_another_program_writes_for_long_gives_the_terminal_back_and_says_what_is_not_kept() {
    let mut terminal = Terminal::start("\"$NUTGRAF\" add \"$ARTICLE\" > added; \"$NUTGRAF\"");
    terminal.wait_for_text("Library · 1 article");
    terminal.send("\r");
    terminal.wait_for_article();
    let path = terminal.folder().join("nutgraf/library.db");
    let mut other = rusqlite::Connection::open(path).unwrap();
    let writing = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/100");
    terminal.send("\x03");
    terminal.ended_clean(0);
    let shown = terminal.screen().contents();
    assert!(shown.contains("nutgraf: your place is not kept: another program is writing"), "{shown}");
    drop(writing);
}
