//! The source in a browser: an argument vector, whatever the address is.

use super::{noted, reading};

/// Notes how many arguments it gets and each of them, whole or not at all.
const BROWSER: &str = "printf '%s\\n' \"$#\" \"$@\" > \"$HOME/new\"; mv \"$HOME/new\" \"$HOME/opened\"";

#[test]
fn the_browser_gets_the_link_as_one_argument_and_no_shell_sees_it() {
    let mut terminal = reading(&[("my-browser", BROWSER)], &[("BROWSER", "my-browser --tab")]);
    terminal.send("o");
    terminal.wait_for_text("in the browser");
    let opened = noted(&mut terminal, "opened");
    let lines: Vec<&str> = opened.lines().collect();
    assert_eq!(lines.len(), 3, "{opened}");
    assert_eq!(lines[..2], ["2", "--tab"]);
    assert!(lines[2].starts_with("https://courier.example/vell/flood?a=1&b="), "{opened}");
    assert!(!terminal.folder().join("pwned").exists());
    terminal.send("q");
    terminal.ended_clean(0);
}

#[test]
fn from_afar_no_browser_is_started_and_the_link_is_sent_and_shown() {
    let far = [("SSH_TTY", "/dev/pts/9"), ("BROWSER", "my-browser"), ("DISPLAY", ":0")];
    let mut terminal = reading(&[("my-browser", BROWSER), ("xdg-open", BROWSER)], &far);
    terminal.send("no");
    terminal.wait_for_text("select by hand");
    terminal.wait_for_text("https://courier.example/vell/flood?a=1&b=%27$(touch%20pwned)%27#:~:text=");
    terminal.wait_for_text("no browser can be started here");
    assert!(terminal.has_shown("\x1b]52;c;"));
    assert_eq!(terminal.note("opened"), None);
    terminal.send("qq");
    terminal.ended_clean(0);
}

#[test]
fn a_browser_that_needs_the_terminal_is_not_started_beside_the_reader() {
    let mut terminal = reading(&[("w3m", BROWSER)], &[("BROWSER", "w3m")]);
    terminal.send("o");
    terminal.wait_for_text("w3m needs a terminal of its own");
    terminal.wait_for_text("https://courier.example/vell/flood?a=1&b=");
    assert_eq!(terminal.note("opened"), None);
    terminal.send("qq");
    terminal.ended_clean(0);
}

#[test]
fn addresses_that_no_browser_should_get_are_refused() {
    for address in ["file:///etc/passwd", "javascript:alert(1)", "-version", "data:text/html,x"] {
        let folder = super::folder(&[("my-browser", BROWSER)]);
        let article = super::ARTICLE.replace("https://courier.example/vell/flood?a=1&b='$(touch%20pwned)'", address);
        std::fs::write(folder.path().join("flood.json"), article).unwrap();
        let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
        let environment = [("PATH", path.as_str()), ("BROWSER", "my-browser")];
        let mut terminal = super::Terminal::start_in(folder, "\"$NUTGRAF\" flood.json", &environment);
        terminal.wait_for_text("The dam came");
        terminal.send("o");
        terminal.wait("a refusal", |screen| screen.contents().contains("no web address"));
        assert_eq!(terminal.note("opened"), None);
        terminal.send("q");
        terminal.ended_clean(0);
    }
}
