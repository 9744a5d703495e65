//! What keys and pastes do in a real terminal, and that nothing happens while there are none.

use super::*;

#[test]
fn the_mouse_is_left_to_the_terminal_when_a_key_says_so() {
    let mut terminal = Terminal::reading();
    take_mouse(&mut terminal);
    terminal.send("M");
    terminal.wait("no mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::None);
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
