//! A command of the reader's own: what it gets, what is seen of it, and that the terminal is as it was afterwards.

use super::{noted, reading};

#[test]
fn a_command_gets_the_statement_and_its_output_is_seen() {
    let mut terminal = reading(&[], &[("SHELL", "/bin/sh")]);
    terminal.send("n|\r");
    terminal.wait_for_text("statement |");
    terminal.send("tee got; echo it has run\r");
    terminal.wait("the output", |screen| !screen.alternate_screen() && screen.contents().contains("it has run"));
    terminal.wait_for_text("the command is done. Press Enter to come back.");
    let got = noted(&mut terminal, "got");
    assert!(got.starts_with("“The dam came too late”") && got.ends_with('\n'), "{got:?}");
    terminal.send("\r");
    terminal.wait("the article", |screen| screen.alternate_screen() && screen.contents().contains("statement 1/2"));
    // The line is remembered.
    terminal.send("|\r\x1b[A");
    terminal.wait_for_text("statement | tee got; echo it has run");
    terminal.send("\x1b");
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn an_article_goes_to_a_command_as_text() {
    let mut terminal = reading(&[], &[]);
    terminal.send("|");
    terminal.wait_for_text("article |");
    terminal.send("cat > got\r");
    terminal.wait_for_text("Press Enter to come back");
    assert!(noted(&mut terminal, "got").contains("She said that the works would go on."));
    terminal.send("\r");
    terminal.wait("the article", vt100::Screen::alternate_screen);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_command_that_fails_or_does_not_read_is_told_with_its_status() {
    let mut terminal = reading(&[], &[]);
    for (command, words) in
        [("exit 3", "ended with status 3"), ("no-such-command", "not found (status 127)"), ("kill -9 $$", "signal 9")]
    {
        terminal.send(format!("n|\r{command}\r"));
        terminal.wait_for_text("Press Enter to come back");
        terminal.wait("how it ended", |screen| screen.contents().contains(words));
        terminal.send("\r");
        terminal.wait("the article", |screen| screen.alternate_screen() && screen.contents().contains(words));
    }
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn ctrl_c_ends_the_command_and_not_the_reader() {
    let mut terminal = reading(&[], &[]);
    terminal.send("n|\rtouch runs; sleep 600\r");
    noted(&mut terminal, "runs");
    terminal.send("\x03");
    terminal.wait_for_text("ended by signal 2");
    terminal.send("\r");
    terminal.wait("the article", |screen| screen.alternate_screen() && screen.contents().contains("statement 1/2"));
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn whatever_a_command_does_to_the_terminal_is_undone() {
    let mut terminal = reading(&[], &[]);
    let spoils =
        "stty raw -echo < /dev/tty; printf '\\033[?1000h\\033[?1006h\\033[?2004h\\033[?25l\\033[3;5r\\033[?1h\\033='";
    terminal.pardon();
    terminal.send(format!("n|\r{spoils}\r"));
    terminal.wait_for_text("Press Enter to come back");
    terminal.send("\r");
    terminal.wait("the article", |screen| screen.alternate_screen() && screen.contents().contains("The dam came"));
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_command_that_stops_itself_goes_on() {
    let mut terminal = reading(&[], &[]);
    terminal.send("n|\rkill -STOP $$; echo it goes on\r");
    terminal.wait_for_text("Press Enter to come back");
    terminal.wait("what came after", |screen| screen.contents().contains("it goes on"));
    terminal.send("\r");
    terminal.wait("the article", vt100::Screen::alternate_screen);
    terminal.send("q");
    terminal.ended_clean(0);
}
