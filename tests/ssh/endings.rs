//! However a visit ends, it ends alone, and nothing is left of it.

use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::process::Process;
use crate::pty::Terminal;
use crate::served::{HEADLINE, Served, wait_for_list};

/// How long a client is stopped.
fn stall() -> Duration {
    let asked = std::env::var("NUTGRAF_STALL_S").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(asked.unwrap_or(1))
}

#[test]
fn a_client_that_is_stopped_costs_nobody_anything() {
    let Some(served) = Served::start() else { return };
    let mut stopped = served.visitor().reading();
    let mut other = served.visitor().key("bea").reading();
    let ssh = stopped.program_named("ssh");
    stop(&mut stopped, ssh);
    other.send("n");
    other.wait_for_text("statement 1/33");
    let before_kb = served.process().resident_kb();
    let end = Instant::now() + stall();
    let mut n_keys = 0;
    // Keys cannot come from a stopped client, but sizes, repaints and another visitor go on.
    while Instant::now() < end || n_keys < 100 {
        other.send(if n_keys % 2 == 0 { "n" } else { "N" });
        other.wait_for_text(if n_keys % 2 == 0 { "statement 2/33" } else { "statement 1/33" });
        n_keys += 1;
    }
    let after_kb = served.process().resident_kb();
    assert!(after_kb < before_kb + 4_000, "{before_kb} kB before, {after_kb} kB after");
    stopped.send("fg\n");
    stopped.send("7n");
    stopped.wait_for_text("statement 7/33");
    stopped.send("\x03");
    stopped.ended_clean(0);
}

#[test]
fn what_a_stalled_line_does_not_take_is_left_out_and_not_stored() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    let before_kb = served.process().resident_kb();
    // The far side reads nothing while 20,000 keys come, each of which paints.
    let n_before = terminal.n_bytes();
    terminal.stalled(|terminal| {
        for _ in 0..100 {
            terminal.send("nN".repeat(50));
        }
        terminal.send("5n");
    });
    terminal.wait_for_text("statement 5/33");
    let after_kb = served.process().resident_kb();
    assert!(after_kb < before_kb + 8_000, "{before_kb} kB before, {after_kb} kB after");
    let n_bytes = terminal.n_bytes() - n_before;
    assert!(n_bytes < 2_000_000, "{n_bytes} bytes for what nobody could see");
    terminal.send("\x03");
    terminal.ended_clean(0);
    served.is_left_by_all();
}

#[test]
fn a_client_killed_without_a_word_frees_everything() {
    let Some(mut served) = Served::start() else { return };
    let mut other = served.visitor().key("bea").reading();
    let mut terminals: Vec<Terminal> = (0..5).map(|_| served.visitor().reading()).collect();
    for terminal in &mut terminals {
        terminal.program_named("ssh").signal(Signal::KILL);
    }
    served.wait_for_events("session-ended", 5);
    served.wait("their connections' end", |served| served.process().n_connections(served.port()) == 1);
    other.send("4n");
    other.wait_for_text("statement 4/33");
    other.send("\x03");
    other.ended_clean(0);
    served.is_left_by_all();
    assert_is_idle(&served);
}

#[test]
fn a_terminal_that_vanishes_frees_everything() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.vanish();
    served.wait_for_events("session-ended", 1);
    served.is_left_by_all();
    assert_is_idle(&served);
}

#[test]
fn the_clients_own_escape_ends_the_visit() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    // The card opens; then the client takes over.
    terminal.send("\r~.");
    terminal.wait_for_text("ENDED 255");
    served.is_left_by_all();
    assert_is_idle(&served);
}

#[test]
fn a_panic_in_one_session_spares_the_other() {
    let Some(mut served) = Served::start_with(&["--anonymous"], &[("NUTGRAF_PANIC", "victim")]) else { return };
    if cfg!(not(debug_assertions)) {
        eprintln!("skipped: a release build has no way to provoke a panic");
        return;
    }
    let mut other = served.visitor().key("bea").reading();
    let mut victim = served.visitor().user("victim").listing();
    victim.send("j");
    victim.wait("the victim's end", |screen| screen.contents().contains("ENDED"));
    victim.is_given_back();
    assert_eq!(victim.note("before"), victim.note("after"), "the terminal's modes (stty -g) differ");
    let shown = victim.screen().contents();
    assert!(!shown.contains("ENDED 0") && shown.contains("nutgraf"), "{shown}");
    assert!(!shown.contains("NUTGRAF_PANIC") && !shown.contains("src/"), "its inside is not the visitor's: {shown}");
    served.wait_for_events("session-broke", 1);
    other.send("6n");
    other.wait_for_text("statement 6/33");
    // And the same visitor comes in again.
    let mut again = served.visitor().reading();
    again.send("n");
    again.wait_for_text("statement");
    again.send("\x03");
    again.ended_clean(0);
    other.send("\x03");
    other.ended_clean(0);
}

#[test]
fn a_stopping_server_tells_its_visitors_and_gives_their_terminals_back() {
    let Some(mut served) = Served::start() else { return };
    let mut ada = served.visitor().reading();
    let mut bea = served.visitor().key("bea").listing();
    ada.send("7n");
    ada.wait_for_text("statement 7/33");
    served.signal(Signal::TERM);
    for terminal in [&mut ada, &mut bea] {
        terminal.wait("the end", |screen| screen.contents().contains("ENDED"));
        terminal.is_given_back();
        assert_eq!(terminal.note("before"), terminal.note("after"), "the terminal's modes (stty -g) differ");
        assert!(terminal.screen().contents().contains("the server stops"), "{}", terminal.screen().contents());
    }
    assert_eq!(served.ended().code(), Some(0), "{}", served.log());
    assert_eq!(served.n_events("session-ended"), 2, "{}", served.log());
    // What was kept is there when the server is.
    let served = served.again(&["--anonymous"]);
    let mut ada = served.visitor().terminal();
    ada.wait_for_text("statement 7/33");
}

#[test]
fn a_stopping_server_waits_for_no_one_who_takes_nothing() {
    let Some(mut served) = Served::start() else { return };
    let mut stopped = served.visitor().reading();
    let ssh = stopped.program_named("ssh");
    stop(&mut stopped, ssh);
    served.signal(Signal::TERM);
    assert_eq!(served.ended().code(), Some(0), "{}", served.log());
    stopped.send("fg\n");
    stopped.wait_for_text("ENDED");
}

#[test]
fn a_second_signal_is_no_accident_and_ends_it_at_once() {
    let Some(mut served) = Served::start() else { return };
    let mut stopped = served.visitor().reading();
    let ssh = stopped.program_named("ssh");
    stop(&mut stopped, ssh);
    served.signal(Signal::INT);
    served.wait_for_events("stopping", 1);
    served.signal(Signal::INT);
    let status = served.ended();
    assert!(status.code().is_some() || status.signal() == Some(2), "{status:?}");
    stopped.send("fg\n");
}

#[test]
fn the_library_is_read_on_while_others_come_and_go() {
    let Some(mut served) = Served::start() else { return };
    let mut reader = served.visitor().reading();
    for n in 1..=10 {
        let output = served.visitor().key("bea").asks("list").output();
        assert!(String::from_utf8(output.stdout).unwrap().contains(HEADLINE));
        reader.send("n");
        reader.wait_for_text(&format!("statement {n}/33"));
    }
    reader.send("q");
    wait_for_list(&mut reader);
    reader.send("q");
    reader.ended_clean(0);
    served.is_left_by_all();
}

/// Stops a client, and waits until its shell has seen that.
#[track_caller]
fn stop(terminal: &mut Terminal, ssh: Process) {
    ssh.signal(Signal::STOP);
    terminal.wait_until("the shell", |terminal| terminal.has_shown("STOPPED"));
}

/// A server without visitors sleeps: it spins no core over one who has gone.
#[track_caller]
fn assert_is_idle(served: &Served) {
    let process = served.process();
    let before = process.ticks();
    std::thread::park_timeout(Duration::from_millis(500));
    let spent = process.ticks() - before;
    assert!(spent <= 10, "{spent} ticks of 10 ms in half a second without visitors");
}
