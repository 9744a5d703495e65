//! How it begins: what is refused before the terminal is taken, and where keys come from.

use super::*;

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
fn keys_typed_before_it_is_ready_are_not_lost() {
    let mut terminal = Terminal::start("\"$NUTGRAF\" \"$ARTICLE\"");
    terminal.wait_for_text(pty::SHELL_SCREEN);
    terminal.send("G");
    terminal.wait_for_text(LAST_WORDS);
    terminal.send("q");
    terminal.ended_clean(0);
}
