//! A correction and a note as a reader makes them, kept in a library: shown at once, still there the next time, undone.

use super::{Terminal, reading};

#[test]
fn what_is_said_of_a_file_is_kept_in_the_library_shown_the_next_time_and_undone() {
    let mut terminal = reading(&[], &[("NUTGRAF_LIBRARY", "kept.db")]);
    terminal.send("nx2it was somebody else\r");
    terminal.wait_for_text("kept in the library as article");
    terminal.send("0");
    terminal.wait("the judgement", |screen| {
        let contents = screen.contents();
        contents.contains("\"! “The dam") && contents.contains("statement 1/2") && contents.contains("disputed")
    });
    terminal.send("mask the board #dam\r");
    terminal.wait("the note", |screen| screen.contents().contains("\"!†“The dam"));
    terminal.send("\r");
    terminal.wait_for_text("it was somebody else");
    terminal.send("qq");
    terminal.wait("the end", |screen| screen.contents().contains("ENDED"));
    let environment = [("NUTGRAF_LIBRARY", "kept.db")];
    let mut again = Terminal::start_in(terminal.keep(), "\"$NUTGRAF\"", &environment);
    again.wait_for_text("Vell council blames");
    again.send("\r");
    again.wait("what was said", |screen| screen.contents().contains("\"!†“The dam"));
    again.send("C");
    again.wait_for_text("what you said");
    again.wait("both", |screen| {
        screen.contents().contains("disputed: Odile Marchetti")
            && screen.contents().contains("note: ask the board #dam")
    });
    again.send("\x1b");
    again.wait("no menu", |screen| !screen.contents().contains("what you said"));
    again.send("U");
    again.wait("the note is gone", |screen| screen.contents().contains("\"! “The dam"));
    again.send("U");
    again.wait("nothing was said", |screen| screen.contents().contains("\"  “The dam"));
    again.send("qq");
    again.wait("the end", |screen| screen.contents().contains("ENDED"));
}
