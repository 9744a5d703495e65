//! What is kept of a visitor, and of whom nothing is.

use rustix::process::Signal;

use crate::newsroom::text;
use crate::served::{FIRST_WORDS, Served, wait_for_list};

#[test]
fn a_line_that_drops_at_statement_7_is_offered_again_on_another_window() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/33");
    // The line dies: nobody says goodbye.
    terminal.program_named("ssh").signal(Signal::KILL);
    served.is_left_by_all();
    for (cols, rows) in [(50, 15), (120, 40)] {
        let mut again = served.visitor().terminal();
        again.wait("the offer", |screen| screen.contents().contains("statement 7/33"));
        again.resize(cols, rows);
        again.wait("the offer in its new place", |screen| {
            let lines: Vec<String> = screen.rows(0, cols).collect();
            !lines[usize::from(rows) - 1].trim().is_empty()
        });
        again.send("\r");
        again.wait("the place", |screen| {
            let shown = screen.contents();
            shown.contains("resumed at statement 7/33") && shown.contains("Paragraph 7 tells")
        });
        again.program_named("ssh").signal(Signal::KILL);
        served.is_left_by_all();
    }
}

#[test]
fn another_key_is_offered_nothing() {
    let Some(mut served) = Served::start() else { return };
    let mut ada = served.visitor().reading();
    ada.send("7n");
    ada.wait_for_text("statement 7/33");
    ada.send("\x03");
    ada.ended_clean(0);
    served.is_left_by_all();
    let mut bea = served.visitor().key("bea").listing();
    assert!(!bea.screen().contents().contains("statement 7"), "{}", bea.screen().contents());
    bea.send("\r");
    bea.wait_for_text(FIRST_WORDS);
    let mut ada = served.visitor().terminal();
    ada.wait_for_text("statement 7/33");
    // The user's name is no part of who one is, where one has a key.
    let mut ada = served.visitor().user("somebody").terminal();
    ada.wait_for_text("statement 7/33");
}

#[test]
fn one_without_a_key_gets_a_code_and_comes_back_with_it() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().keyless().terminal();
    wait_for_list(&mut terminal);
    let shown = terminal.screen().contents();
    let code = shown.split("ssh ").nth(1).and_then(|rest| rest.split('@').next()).map(str::to_owned);
    let code = code.unwrap_or_else(|| panic!("no code is shown:\n{shown}"));
    assert!(code.len() <= 24 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{code}");
    terminal.send("\r");
    terminal.wait_for_text(FIRST_WORDS);
    terminal.send("9n");
    terminal.wait_for_text("statement 9/33");
    terminal.program_named("ssh").signal(Signal::KILL);
    served.is_left_by_all();
    let mut again = served.visitor().keyless().user(&code).terminal();
    again.wait_for_text("statement 9/33");
    let mut other = served.visitor().keyless().terminal();
    wait_for_list(&mut other);
    assert!(!other.screen().contents().contains("statement 9/33"));
    assert!(!other.screen().contents().contains(&code), "two visitors have one code");
}

#[test]
fn a_code_that_was_shown_leads_in_though_its_bearer_only_looked_at_the_list() {
    let Some(mut served) = Served::start() else { return };
    let code_of = |shown: &str| {
        let code = shown.split("ssh ").nth(1).and_then(|rest| rest.split('@').next()).map(str::to_owned);
        code.unwrap_or_else(|| panic!("no code is shown:\n{shown}"))
    };
    let mut terminal = served.visitor().keyless().terminal();
    wait_for_list(&mut terminal);
    let code = code_of(&terminal.screen().contents());
    terminal.send("\x03");
    terminal.wait_for_text("ENDED 0");
    assert!(!terminal.screen().contents().contains("your place"), "there is none yet");
    served.is_left_by_all();
    // More often than wrong codes may be named.
    for _ in 0..5 {
        let mut again = served.visitor().keyless().user(&code).terminal();
        wait_for_list(&mut again);
        assert_eq!(code_of(&again.screen().contents()), code);
        again.send("\x03");
        again.wait_for_text("ENDED 0");
        served.is_left_by_all();
    }
}

#[test]
fn nothing_is_kept_of_a_guest_and_they_are_told() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().keyless().user("guest").terminal();
    wait_for_list(&mut terminal);
    terminal.wait("that nothing is kept", |screen| screen.contents().contains("kept"));
    terminal.send("\r");
    terminal.wait_for_text(FIRST_WORDS);
    terminal.send("9n");
    terminal.wait_for_text("statement 9/33");
    terminal.send("\x03");
    terminal.wait_for_text("ENDED 0");
    served.is_left_by_all();
    let mut again = served.visitor().keyless().user("guest").terminal();
    wait_for_list(&mut again);
    assert!(!again.screen().contents().contains("statement 9/33"));
}

#[test]
fn notes_are_the_visitors_own_and_can_be_had_back() {
    let Some(mut served) = Served::start() else { return };
    let judged = |served: &Served| text(&served.room.run(&["review", "list", "--json"]).stdout);
    let before = judged(&served);
    let mut ada = served.visitor().reading();
    ada.send("7n");
    ada.wait_for_text("statement 7/33");
    ada.send("m");
    ada.send("ask the harbour master\r");
    ada.wait("the note is kept", |screen| screen.contents().contains("note"));
    ada.send("\x03");
    ada.ended_clean(0);
    served.is_left_by_all();
    let mine = served.visitor().asks("mine --json").output();
    assert_eq!(mine.status.code(), Some(0), "{}", text(&mine.stderr));
    assert!(text(&mine.stdout).contains("ask the harbour master"), "{}", text(&mine.stdout));
    let theirs = served.visitor().key("bea").asks("mine --json").output();
    assert!(!text(&theirs.stdout).contains("harbour master"), "{}", text(&theirs.stdout));
    assert_eq!(judged(&served), before, "the library is as it was");
    // Forgotten when asked.
    assert_eq!(served.visitor().asks("mine --forget").output().status.code(), Some(0));
    let mine = served.visitor().asks("mine --json").output();
    assert!(!text(&mine.stdout).contains("harbour master"), "{}", text(&mine.stdout));
}

#[test]
fn the_owners_notes_and_marks_are_not_for_visitors() {
    let Some(served) = Served::start() else { return };
    served.room.done(&["note", "2:s7", "privately doubtful"]);
    served.room.done(&["tag", "sourcemeeting", "2"]);
    for line in ["search privately --json", "list --json", "show 2", "today --json", "search velk --json"] {
        let output = served.visitor().asks(line).output();
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.contains("privately doubtful") && !said.contains("sourcemeeting"), "{line}: {said}");
    }
    for query in ["note:privately", "tag:sourcemeeting", "is:noted", "is:read", "is:starred"] {
        let output = served.visitor().asks(&format!("search '{query}'")).output();
        assert_eq!(output.status.code(), Some(2), "{query}: {}", text(&output.stdout));
        assert!(!text(&output.stderr).is_empty());
    }
    let mut terminal = served.visitor().reading();
    terminal.send("7nC");
    terminal.wait_for_text("statement 7/33");
    assert!(!terminal.has_shown("privately") && !terminal.has_shown("sourcemeeting"));
}

#[test]
fn a_code_that_leads_nowhere_is_said_to() {
    let Some(served) = Served::start() else { return };
    let mut terminal = served.visitor().keyless().user("bado-kimu-tozi-rawo").terminal();
    terminal.wait_until("what is said of the code", |terminal| terminal.has_shown("bado-kimu-tozi-rawo leads nowhere"));
    // A key leads to what is its own.
    let mut terminal = served.visitor().user("bado-kimu-tozi-rawo").terminal();
    terminal.wait_until("what is said of the code", |terminal| terminal.has_shown("bado-kimu-tozi-rawo leads nowhere"));
    let mut terminal = served.visitor().user("reader").terminal();
    wait_for_list(&mut terminal);
    assert!(!terminal.has_shown("nowhere"));
}
