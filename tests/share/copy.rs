//! Copying: a program at the desk, the terminal from afar, a box where neither can be trusted.

use vt100::MouseProtocolMode;

use super::{noted, reading};

/// Words, speaker with role, outlet, headline, day, address; then the day of access.
const JOURNEY: &str = "“The dam came too late” — Odile Marchetti, mayor of Vell, quoted in The Vell Courier, “Vell \
    council blames delayed dam for flood”, 14 Mar 2026. https://courier.example/vell/flood?a=1&b='$(touch%20pwned)' \
    (accessed ";

/// Notes its arguments and what it gets, whole or not at all.
const CLIPBOARD: &str =
    "printf '%s\\n' \"$@\" > \"$HOME/arguments\"; cat > \"$HOME/new\"; mv \"$HOME/new\" \"$HOME/clipboard\"";

#[test]
fn at_the_desk_a_program_takes_the_words_and_only_then_they_are_called_copied() {
    let mut terminal = reading(&[("wl-copy", CLIPBOARD)], &[("WAYLAND_DISPLAY", "wayland-0")]);
    terminal.send("ny");
    terminal.wait_for_text("copied: the clipboard (wl-copy) has it");
    let copied = noted(&mut terminal, "clipboard");
    assert!(copied.starts_with(JOURNEY) && copied.ends_with(')'), "{copied}");
    assert!(!terminal.has_shown("\x1b]52;"), "the terminal was sent it too");
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_program_that_fails_or_hangs_is_passed_over_and_nothing_is_called_copied() {
    for script in ["exit 1", "exec sleep 600"] {
        let mut terminal = reading(&[("xclip", script), ("xsel", "exit 1")], &[("DISPLAY", ":7")]);
        terminal.send("ny");
        terminal.wait_for_text("sent to the terminal");
        assert!(terminal.has_shown("\x1b]52;c;"));
        assert!(!terminal.screen().contents().contains("copied"));
        terminal.send("q");
        terminal.ended_clean(0);
    }
}

#[test]
fn from_afar_the_words_go_to_the_readers_own_terminal_and_nobody_claims_that_they_came() {
    let far = [("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22"), ("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")];
    let mut terminal = reading(&[("wl-copy", CLIPBOARD), ("xclip", CLIPBOARD)], &far);
    terminal.send("ny");
    terminal.wait_for_text("sent to the terminal");
    assert!(terminal.has_shown("\x1b]52;c;4oCcVGhlIGRhbSBjYW1lIHRvbyBsYXRl"));
    assert_eq!(terminal.note("clipboard"), None);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn a_console_without_a_clipboard_shows_the_words_with_nothing_beside_them() {
    let mut terminal = reading(&[], &[("TERM", "linux")]);
    terminal.send("M");
    terminal.wait_for_text("mouse");
    if terminal.screen().mouse_protocol_mode() == MouseProtocolMode::None {
        terminal.send("M");
        terminal.wait("the mouse", |screen| screen.mouse_protocol_mode() != MouseProtocolMode::None);
    }
    terminal.send("ny");
    terminal.wait_for_text("select by hand");
    assert!(!terminal.has_shown("\x1b]52;"));
    // The terminal's own selection works while it is shown, and takes nothing but the words.
    terminal.wait("no mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::None);
    let screen = terminal.screen().contents();
    assert!(screen.lines().any(|line| line.starts_with("“The dam came too late” — Odile Marchetti")), "{screen}");
    terminal.send("\x1b");
    terminal.wait("the mouse", |screen| screen.mouse_protocol_mode() != MouseProtocolMode::None);
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn the_box_can_be_had_from_every_terminal() {
    let mut terminal = reading(&[], &[]);
    terminal.send("nY");
    terminal.wait_for_text("show to select");
    terminal.send("8");
    terminal.wait_for_text("select by hand");
    terminal.send("qq");
    terminal.ended_clean(0);
}

#[test]
fn a_paraphrase_is_copied_without_quotation_marks_of_its_own() {
    let mut terminal = reading(&[("wl-copy", CLIPBOARD)], &[("WAYLAND_DISPLAY", "wayland-0")]);
    terminal.send("2ny");
    terminal.wait_for_text("copied");
    let copied = noted(&mut terminal, "clipboard");
    assert!(copied.starts_with("[Odile Marchetti] said that the works would go on — Odile Marchetti"), "{copied}");
    terminal.send("q");
    terminal.ended_clean(0);
}
