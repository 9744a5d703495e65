//! How a session ends: by a key, a signal, a fault or a terminal that is gone, and what is left of it then.

use super::*;

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
