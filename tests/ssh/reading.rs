//! Reading: the same as at the desk, for several at once, on windows of any size.

use crate::served::{FIRST_WORDS, HEADLINE, OTHER_HEADLINE, Served, wait_for_list};

#[test]
fn a_visitor_reads_and_leaves_with_the_terminal_as_it_was() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/33");
    terminal.send("G");
    terminal.wait_for_text("the ferry stays.");
    terminal.send("q");
    wait_for_list(&mut terminal);
    terminal.send("q");
    terminal.ended_clean(0);
    served.is_left_by_all();
}

#[test]
fn ctrl_c_leaves_at_once() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("\x03");
    terminal.ended_clean(0);
    served.is_left_by_all();
}

#[test]
fn two_visitors_at_once_each_have_a_state_of_their_own() {
    let Some(served) = Served::start() else { return };
    let mut ada = served.visitor().reading();
    let mut bea = served.visitor().key("bea").reading();
    ada.send("5n");
    ada.wait_for_text("statement 5/33");
    bea.send("9n");
    bea.wait_for_text("statement 9/33");
    assert!(ada.screen().contents().contains("statement 5/33"));
    bea.send("q");
    wait_for_list(&mut bea);
    ada.send("n");
    ada.wait_for_text("statement 6/33");
    bea.send("\x03");
    bea.ended_clean(0);
    ada.send("n");
    ada.wait_for_text("statement 7/33");
    ada.send("\x03");
    ada.ended_clean(0);
}

#[test]
fn one_key_from_two_places_makes_two_sessions() {
    let Some(served) = Served::start() else { return };
    let mut one = served.visitor().reading();
    let mut two = served.visitor().reading();
    one.send("5n");
    one.wait_for_text("statement 5/33");
    two.send("3n");
    two.wait_for_text("statement 3/33");
    assert!(one.screen().contents().contains("statement 5/33"));
}

#[test]
fn the_reader_follows_the_window() {
    let Some(served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/33");
    for (cols, rows) in [(120, 40), (40, 12), (100, 30), (80, 24)] {
        terminal.resize(cols, rows);
        terminal.wait("the new size", |screen| {
            let lines: Vec<String> = screen.rows(0, cols).collect();
            let last = |n: usize| lines.get(lines.len() - n).is_some_and(|line| !line.trim().is_empty());
            // The bars stand at the lower edge, and the statement is in view.
            last(1) && screen.contents().contains("statement 7/33") && screen.contents().contains("closed 7 times")
        });
    }
    terminal.send("\x03");
    terminal.ended_clean(0);
}

#[test]
fn a_storm_of_sizes_ends_with_the_last() {
    let Some(served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    for step in 0..200 {
        terminal.claim_size(40 + step % 100, 10 + step % 40);
    }
    terminal.resize(90, 20);
    terminal.send("3n");
    terminal.wait("the last size", |screen| {
        let lines: Vec<String> = screen.rows(0, 90).collect();
        lines[18].contains("statement 3/33") && !lines[19].trim().is_empty()
    });
}

#[test]
fn impossible_sizes_are_taken_for_ones_that_a_screen_can_have() {
    let Some(mut served) = Served::start() else { return };
    for (cols, rows) in [(0, 0), (65535, 65535), (65535, 1), (1, 65535), (1, 1)] {
        let mut terminal = served.visitor().terminal_of(cols, rows);
        served.wait_for_events("session-began", 1);
        terminal.wait("a first paint", vt100::Screen::alternate_screen);
        // Taken back to a usual size it reads on.
        terminal.resize(80, 24);
        terminal.wait_for_text(OTHER_HEADLINE);
        for claimed in [(0, 0), (65535, 65535)] {
            terminal.claim_size(claimed.0, claimed.1);
            terminal.send("\x0c");
        }
        terminal.resize(80, 24);
        terminal.send("\r");
        terminal.wait_for_text(FIRST_WORDS);
        terminal.send("\x03");
        terminal.ended_clean(0);
    }
    let kb = served.process().resident_kb();
    assert!(kb < 200_000, "{kb} kB");
    served.is_left_by_all();
}

#[test]
fn hostile_bytes_as_keys_neither_end_nor_break_a_session() {
    let Some(served) = Served::start() else { return };
    let mut other = served.visitor().key("bea").reading();
    // ssh takes its own escape character only after a line's end.
    let mut terminal = served.visitor().option("EscapeChar=none").listing();
    let mut bytes: Vec<u8> = (0..=255).filter(|byte| !b"q\x03\x04\x1a".contains(byte)).collect();
    bytes.extend(b"\x1b[999999999999999999;1H\x1b[?1;2c\x1b]0;title\x07\x1b[200~pasted\x1b[2J\x1b[201~");
    bytes.extend(b"\x1bP+p544e\x1b\\\x1b[<0;65535;65535M\x1b[M\xff\xff\xff\x1b[1;1R\x1b[\xff\xc3\x28\xed\xa0\x80");
    bytes.extend(std::iter::repeat_n(b'\x1b', 3000));
    bytes.extend("\u{202e}\u{feff}\u{301}".repeat(500).as_bytes());
    // In halves, so that units are cut anywhere.
    for part in bytes.chunks(997) {
        terminal.send(part);
    }
    terminal.send("\x1b");
    terminal.wait_until("the session still answers", |terminal| {
        // No Ctrl-C, which would end the shell that comes after it; and no Escape, which leads from the list back to what
        // is open.
        terminal.send("q");
        terminal.note("code").is_some()
    });
    assert_eq!(terminal.note("code").as_deref(), Some("0\n"));
    assert_eq!(served.n_events("session-broke"), 0);
    let text = String::from_utf8_lossy(terminal.raw()).into_owned();
    assert!(!text.contains("\x1b]0;title"), "what was typed came back");
    other.send("n");
    other.wait_for_text("statement 1/33");
}

#[test]
fn several_channels_of_one_connection_are_sessions_of_their_own() {
    let Some(mut served) = Served::start() else { return };
    let control = served.folder().join("control");
    let control = format!("ControlPath={}", control.display());
    let visitor = served.visitor();
    // The first of an option counts, so the general one goes.
    let mut first = visitor.clone().first(&[control.as_str(), "ControlMaster=yes"]).reading();
    let mut second = visitor.clone().first(&[control.as_str(), "ControlMaster=no"]).reading();
    let output = visitor.clone().first(&[control.as_str(), "ControlMaster=no"]).asks("list").output();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().contains(HEADLINE));
    assert_eq!(served.n_events("connected"), 1, "{}", served.log());
    first.send("5n");
    first.wait_for_text("statement 5/33");
    second.send("8n");
    second.wait_for_text("statement 8/33");
    assert!(first.screen().contents().contains("statement 5/33"));
    // One leaves, the other reads on.
    second.send("\x03");
    second.wait_for_text("ENDED 0");
    first.send("n");
    first.wait_for_text("statement 6/33");
    first.send("\x03");
    first.wait_for_text("ENDED 0");
    served.is_left_by_all();
}
