//! The owner goes on: adds, reads settings anew and stops, while visitors read.

use std::fs;

use rustix::process::Signal;

use crate::newsroom::text;
use crate::pty::Terminal;
use crate::served::{HEADLINE, Served, make_key, wait_for_list};

#[test]
fn what_the_owner_adds_appears_to_visitors_without_a_restart() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().listing();
    served.add("Tramway to Nettle Point opens", "The line opened.\n\n“It rattles,” said Odo Finch, a conductor.\n");
    // Seen with the next key.
    terminal.send("j");
    terminal.wait_for_text("Tramway to Nettle Point opens");
    let output = served.visitor().asks("search 'speaker:finch'").output();
    assert!(text(&output.stdout).contains("It rattles"), "{}", text(&output.stdout));
    terminal.send("g\r");
    terminal.wait_for_text("It rattles");
    // And what is read while it is removed can be read on.
    served.room.done(&["remove", "3"]);
    terminal.send("n");
    terminal.wait_for_text("statement 1/1");
    terminal.send("q");
    wait_for_list(&mut terminal);
    terminal.send("j");
    terminal.wait("its row is gone", |screen| !screen.contents().contains("Tramway"));
    terminal.send("q");
    terminal.ended_clean(0);
    served.is_left_by_all();
}

#[test]
fn an_article_that_is_read_is_read_on_while_the_library_grows() {
    let Some(served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/33");
    served.add("Tramway to Nettle Point opens", "The line opened.\n\n“It rattles,” said Odo Finch, a conductor.\n");
    terminal.send("n");
    terminal.wait_for_text("statement 8/33");
    terminal.send("q");
    terminal.wait_for_text("Tramway to Nettle Point opens");
}

#[test]
fn hup_reads_keys_and_settings_anew_and_ends_nobody() {
    let Some(mut served) = Served::start() else { return };
    let folder = served.folder().to_owned();
    served.signal(Signal::TERM);
    served.ended();
    let ada = fs::read_to_string(make_key(&folder, "ada").with_extension("pub")).unwrap();
    let bea = fs::read_to_string(make_key(&folder, "bea").with_extension("pub")).unwrap();
    fs::write(folder.join("authorized_keys"), &ada).unwrap();
    let mut served = served.again(&["--authorized-keys", "$DIR/authorized_keys"]);
    let mut reader = served.visitor().reading();
    assert_eq!(served.visitor().key("bea").asks("list").output().status.code(), Some(255));
    fs::write(folder.join("authorized_keys"), format!("{ada}{bea}")).unwrap();
    served.signal(Signal::HUP);
    served.wait_for_events("reloaded", 1);
    let output = served.visitor().key("bea").asks("list").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    // A list that cannot be read changes nothing.
    fs::remove_file(folder.join("authorized_keys")).unwrap();
    served.signal(Signal::HUP);
    served.wait_for_events("reload-failed", 1);
    let output = served.visitor().key("bea").asks("list").output();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(HEADLINE));
    reader.send("3n");
    reader.wait_for_text("statement 3/33");
    reader.send("\x03");
    reader.ended_clean(0);
}

#[test]
fn a_port_that_is_taken_is_said_in_one_line() {
    let Some(served) = Served::start() else { return };
    let listen = format!("127.0.0.1:{}", served.port());
    let said = served.room.ends(&["serve", "--anonymous", "--listen", &listen], 69, &[&listen]);
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
}

#[test]
fn the_log_is_one_event_a_line_with_names_and_values() {
    let Some(mut served) = Served::start() else { return };
    served.visitor().asks("list").output();
    let mut terminal = served.visitor().listing();
    terminal.send("\x03");
    terminal.ended_clean(0);
    served.is_left_by_all();
    let log = served.log();
    for event in ["listening", "connected", "login", "command", "session-began", "session-ended", "disconnected"] {
        assert!(served.n_events(event) >= 1, "{event} is not in {log}");
    }
    // The first line is for whoever starts it by hand.
    for line in log.lines().skip_while(|line| line.starts_with("nutgraf: ")) {
        assert!(
            line.contains("event=") && line.split_whitespace().next().is_some_and(|word| word.contains('=')),
            "{line}"
        );
    }
}

#[test]
fn a_server_ends_with_the_terminal_that_it_was_started_on_and_not_at_a_hup_before() {
    let serve = r#""$NUTGRAF" --library "$DIR/l.db" serve --anonymous --listen 127.0.0.1:0"#;
    let mut terminal = Terminal::start(&format!(r#""$NUTGRAF" --library "$DIR/l.db" add "$ARTICLE"; {serve}"#));
    terminal.wait_for_text("Ctrl-C stops the server");
    // From then on signals are heard.
    terminal.wait_for_text("event=listening");
    let server = terminal.program_named("nutgraf");
    server.signal(Signal::HUP);
    terminal.wait_for_text("event=reloaded");
    terminal.vanish();
    // As a shell passes it on to its jobs; this one does not.
    server.signal(Signal::HUP);
    terminal.wait_until("the end", |_| server.has_ended());
}
