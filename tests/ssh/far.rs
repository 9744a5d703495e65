//! The far terminal: no question is asked of it, it gets what it can show, and what is copied or opened is its own.

use crate::pty::Terminal;
use crate::served::{Client, FIRST_WORDS, Served, open_newest, wait_for_list};

/// What would ask the terminal something whose answer could come back as keys.
const QUESTIONS: &[&str] = &[
    "\x1b[c",
    "\x1b[0c",
    "\x1b[>c",
    "\x1b[>0c",
    "\x1b[=c",
    "\x1b[5n",
    "\x1b[6n",
    "\x1b[?6n",
    "\x1b[?u",
    "\x1b[>q",
    "\x1b[>0q",
    "$p",
    ";?\x07",
    ";?\x1b",
    "\x1bP+q",
    "\x1bP$q",
    "\x1b[14t",
    "\x1b[16t",
    "\x1b[18t",
    "\x1b[21t",
    "\x1bZ",
    "\x05",
    "\x1b[x",
    "\x1b[?996n",
];

#[track_caller]
fn listing(client: &Client<'_>, environment: &[(&str, &str)]) -> Terminal {
    let mut terminal = client.terminal_with(environment);
    terminal.wait("the list", |screen| screen.contents().contains("Quarrow"));
    terminal
}

#[test]
fn nothing_is_ever_asked_of_the_terminal() {
    let Some(served) = Served::start() else { return };
    for name in ["xterm-256color", "xterm", "vt100", "linux", "tmux-256color", "screen", "xterm-kitty", "foot"] {
        let mut terminal = listing(&served.visitor().key(name), &[("TERM", name)]);
        open_newest(&mut terminal);
        for keys in
            ["7n", "\r", "\x1b", "p", "\x1b", "t", "?", "\x1b", "/pier\r", "\x1b", "y", "\x1b", "o", "\x1b", "\x0c"]
        {
            let n_bytes = terminal.n_bytes();
            terminal.send(keys);
            // A lone Escape is one once nothing has followed it.
            terminal.wait_until(&format!("what {keys:?} does"), |terminal| terminal.n_bytes() > n_bytes);
        }
        terminal.send("\x03");
        terminal.wait_for_text("ENDED");
        let text = String::from_utf8_lossy(terminal.raw()).into_owned();
        for question in QUESTIONS {
            assert!(!text.contains(question), "TERM={name} was asked {question:?}");
        }
    }
}

#[test]
fn colours_are_as_many_as_the_terminal_says() {
    let Some(served) = Served::start() else { return };
    let client = served.visitor().option("SendEnv=COLORTERM LC_* LANG");
    for (name, colorterm, has_256, has_true) in
        [("xterm", "", false, false), ("xterm-256color", "", true, false), ("xterm-256color", "truecolor", true, true)]
    {
        let environment = [("TERM", name), ("COLORTERM", colorterm), ("LC_ALL", "C.UTF-8")];
        let given = if colorterm.is_empty() { &environment[..1] } else { &environment[..] };
        let mut terminal = listing(&client.clone().key(&format!("{name}{colorterm}")), given);
        open_newest(&mut terminal);
        terminal.send("3n");
        terminal.wait_for_text("statement 3/33");
        let text = String::from_utf8_lossy(terminal.raw()).into_owned();
        let (by_number, by_value) = ([";5;", "8;5"].iter().any(|s| text.contains(s)), text.contains("8;2;"));
        assert!(has_256 || !by_number, "{name}: a colour by number");
        assert!(has_true || !by_value, "{name}: a colour by its parts");
    }
}

#[test]
fn signs_are_ascii_where_the_locale_is_not_utf_8() {
    let Some(served) = Served::start() else { return };
    let client = served.visitor().option("SendEnv=LANG LC_*");
    for locale in ["C", "POSIX", "en_US.ISO-8859-1"] {
        let mut terminal = listing(&client.clone().key(locale), &[("LC_ALL", locale)]);
        terminal.send("\r");
        terminal.wait_for_text(FIRST_WORDS);
        terminal.send("n\rp?");
        terminal.send("\x1b\x03");
        terminal.wait_for_text("ENDED");
        let odd: Vec<u8> = terminal.raw().iter().copied().filter(|byte| *byte >= 0x80).collect();
        // The article's own quotation marks are its text; a frame, a bullet or an ellipsis is ours.
        let text = String::from_utf8_lossy(terminal.raw()).into_owned();
        let ours: String = text.chars().filter(|c| !c.is_ascii() && !"“”’‘".contains(*c)).collect();
        assert!(ours.is_empty(), "{locale}: {ours} ({} bytes)", odd.len());
    }
    let mut terminal = listing(&client, &[("LC_ALL", "C.UTF-8")]);
    terminal.send("\r");
    terminal.wait_for_text(FIRST_WORDS);
    assert!(terminal.screen().contents().contains('·'), "{}", terminal.screen().contents());
}

#[test]
fn a_copy_goes_to_the_visitors_own_clipboard_with_its_citation() {
    let Some(served) = Served::start() else { return };
    // As it is, wrapped for tmux, and in parts for GNU screen.
    let (plain, tmux, screen) = ("\x1b]52;c;", "\x1bPtmux;\x1b\x1b]52;c;", "\x1bP\x1b]52;c;");
    for (name, forms) in
        [("xterm-256color", &[plain][..]), ("tmux-256color", &[plain, tmux]), ("screen-256color", &[plain, screen])]
    {
        let mut terminal = listing(&served.visitor().key(name), &[("TERM", name)]);
        open_newest(&mut terminal);
        terminal.send("7n");
        terminal.wait_for_text("statement 7/33");
        terminal.send("y");
        terminal.wait_for_text("sent to the terminal");
        let text = String::from_utf8_lossy(terminal.raw()).into_owned();
        let (at, _) = text.match_indices("52;c;").next().unwrap_or_else(|| panic!("{name}: nothing was sent"));
        assert!(forms.iter().all(|form| text.contains(form)), "{name}: {text:?}");
        let words = decoded(&text[at + 5..]);
        assert!(
            words.contains("“The pier was closed 7 times”") || words.contains("“The pier was closed 7 times,”"),
            "{words}"
        );
        for part in ["Mara Velk", "The Quarrow Post", "Harbour council hears", "https://quarrow.example/"] {
            assert!(words.contains(part), "{part} is not in {words}");
        }
        terminal.send("\x03");
        terminal.wait_for_text("ENDED 0");
    }
    assert!(!served.has_started_a_program(), "the server has started a program for the clipboard");
}

#[test]
fn a_paraphrase_is_never_copied_in_quotation_marks() {
    let Some(served) = Served::start() else { return };
    let mut terminal = served.visitor().listing();
    terminal.send("G\r");
    terminal.wait_for_text("The keeper of the light");
    terminal.send("2n");
    terminal.wait_for_text("statement 2/2");
    terminal.send("y");
    terminal.wait_for_text("sent to the terminal");
    let text = String::from_utf8_lossy(terminal.raw()).into_owned();
    let words = decoded(text.rsplit_once("52;c;").unwrap().1);
    assert!(words.contains("Ilse Tarn said that") || words.contains("Ilse Tarn"), "{words}");
    let before_source = words.split("quoted in").next().unwrap().split("The Quarrow Post").next().unwrap();
    assert!(!before_source.contains('“') && !before_source.contains('"'), "{words}");
}

#[test]
fn a_source_is_opened_at_the_visitors_and_no_browser_is_started() {
    let Some(served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("7n");
    terminal.wait_for_text("statement 7/33");
    terminal.send("o");
    terminal.wait_until("the link", |terminal| terminal.has_shown("https://quarrow.example/"));
    terminal.wait_until("the link in the clipboard", |terminal| terminal.has_shown("\x1b]52;c;"));
    let text = String::from_utf8_lossy(terminal.raw()).into_owned();
    let link = decoded(text.rsplit_once("52;c;").unwrap().1);
    assert!(link.starts_with("https://quarrow.example/harbour"), "{link}");
    // The terminal opens it from where it is shown, whole, though it takes two lines.
    let shown = text.split("\x1b]8;id=").skip(1).filter_map(|part| part.split_once('\x1b'));
    let led: Vec<&str> = shown.filter_map(|(part, _)| part.split_once(';')).map(|part| part.1).collect();
    assert!(!led.is_empty() && led.iter().all(|address| *address == link.trim_end()), "{led:?}");
    assert!(!served.has_started_a_program(), "the server has started a browser");
}

#[test]
fn files_programs_and_addresses_are_not_for_visitors() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("n");
    terminal.wait_for_text("statement 1/33");
    let before = std::fs::read_dir(served.folder()).unwrap().count();
    // Pipe, export, add, sync: each with a plausible answer, then left.
    for keys in ["|touch started\r", "\x1b", "e", "\r", "\r", "\x1b\x1b", "i/etc/passwd\r", "\x1b", "F", "\x1b"] {
        terminal.send(keys);
    }
    terminal.send("\x1b\x03");
    terminal.wait_for_text("ENDED 0");
    served.is_left_by_all();
    assert!(!served.has_started_a_program());
    let after = std::fs::read_dir(served.folder()).unwrap().count();
    assert!(after <= before + 3, "files were written");
    assert!(!String::from_utf8_lossy(terminal.raw()).contains("root:"));
}

#[test]
fn ctrl_z_stops_nobody_and_says_so() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("\x1a");
    terminal.wait("a hint", |screen| screen.contents().contains("ssh"));
    assert!(!served.process().is_stopped());
    terminal.send("5n");
    terminal.wait_for_text("statement 5/33");
    terminal.send("\x03");
    terminal.ended_clean(0);
    served.is_left_by_all();
}

#[test]
fn a_terminal_that_cannot_move_a_cursor_gets_plain_lines() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().terminal_with(&[("TERM", "dumb")]);
    terminal.wait_for_text("Harbour council");
    terminal.send("\rj");
    terminal.wait_for_text(FIRST_WORDS);
    terminal.send("n");
    terminal.wait_for_text("Mara Velk");
    assert!(!terminal.raw().contains(&0x1b), "{:?}", String::from_utf8_lossy(terminal.raw()));
    terminal.send("\x03");
    terminal.wait_for_text("ENDED 0");
    served.is_left_by_all();
}

#[test]
fn frames_are_synchronised_and_none_is_cut() {
    let Some(served) = Served::start() else { return };
    let mut terminal = served.visitor().reading();
    terminal.send("nnnnGg");
    terminal.send("\x03");
    terminal.ended_clean(0);
    let text = String::from_utf8_lossy(terminal.raw()).into_owned();
    let (on, off) = (text.matches("\x1b[?2026h").count(), text.matches("\x1b[?2026l").count());
    assert!(on > 0 && off >= on, "{on} begun, {off} ended");
}

/// Words sent by OSC 52, up to their end.
fn decoded(sent: &str) -> String {
    let packed: Vec<u8> =
        sent.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)).collect();
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in packed.chunks(4) {
        let n_padded = four.len() - four.iter().position(|byte| *byte == b'=').unwrap_or(four.len());
        let bits = four.iter().fold(0, |bits, byte| bits << 6 | if *byte == b'=' { 0 } else { value(*byte) });
        bytes.extend(&bits.to_be_bytes()[1..4 - n_padded]);
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_list_that_is_left_shows_the_shell_again() {
    let Some(mut served) = Served::start() else { return };
    let mut terminal = served.visitor().listing();
    terminal.send("t");
    wait_for_list(&mut terminal);
    terminal.send("q");
    terminal.ended_clean(0);
    served.is_left_by_all();
}
