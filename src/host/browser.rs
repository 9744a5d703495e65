//! Opens an article's source in the reader's browser: http and https only, by an argument vector, apart from this
//! terminal. Where no browser can be started there is the link.

use std::time::Duration;

use super::program::{self, Outcome};
use crate::clean;

/// A starter that fails says so within this time; a browser that is one program with its starter runs on.
const PATIENCE: Duration = Duration::from_millis(400);

/// The programs to try, each with its arguments.
fn starters(link: &str, var: impl Fn(&str) -> Option<String>, is_mac: bool) -> Vec<Vec<String>> {
    if super::clipboard::is_far(&var) {
        return Vec::new();
    }
    let is_set = |name: &str| var(name).is_some_and(|value| !value.is_empty());
    let mut starters: Vec<Vec<String>> = Vec::new();
    for line in var("BROWSER").unwrap_or_default().split(':') {
        // The link is one argument whatever is in it, and begins with http, so that it can be no option.
        let mut words: Vec<String> = line.split_whitespace().map(|word| word.replace("%s", link)).collect();
        if words.first().is_none_or(|program| needs_terminal(program)) {
            continue;
        }
        if !line.contains("%s") {
            words.push(link.to_owned());
        }
        starters.push(words);
    }
    if is_mac {
        starters.push(vec!["open".to_owned(), link.to_owned()]);
    } else if is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") {
        starters.push(vec!["xdg-open".to_owned(), link.to_owned()]);
    }
    starters
}

/// Browsers that show pages in the terminal. It is the reader's, who could not use both.
const IN_TERMINALS: [&str; 10] =
    ["w3m", "lynx", "links", "links2", "elinks", "browsh", "carbonyl", "cha", "chawan", "retawq"];

fn needs_terminal(program: &str) -> bool {
    IN_TERMINALS.contains(&program.rsplit('/').next().unwrap_or(program))
}

/// Why no browser was started.
pub(super) fn why_not() -> String {
    let browsers = std::env::var("BROWSER").unwrap_or_default();
    let mut named = browsers.split(':').filter_map(|line| line.split_whitespace().next());
    match named.find(|program| needs_terminal(program)) {
        Some(program) => {
            let name = clean::line(program.rsplit('/').next().unwrap_or(program));
            format!("{name} needs a terminal of its own; open the link there")
        }
        None => "no browser can be started here".to_owned(),
    }
}

/// Opens a link, and says whether a browser was started.
pub(super) fn open(link: &str) -> bool {
    let var = |name: &str| std::env::var(name).ok();
    starters(link, var, cfg!(target_os = "macos")).iter().any(|words| {
        let Some((program, arguments)) = words.split_first() else { return false };
        match program::run(program::apart(program, arguments), None, PATIENCE, false) {
            Ok(Outcome::Ended(status)) => status.success(),
            Ok(Outcome::Runs) => true,
            Err(_) => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::starters;

    #[test]
    fn the_link_is_one_argument_and_stands_where_the_browser_wants_it() {
        let with = |browser: &'static str| {
            starters("https://a.example/?a&b", move |name| (name == "BROWSER").then(|| browser.to_owned()), false)
        };
        assert_eq!(
            with("one --new:two %s -x"),
            [vec!["one", "--new", "https://a.example/?a&b"], vec!["two", "https://a.example/?a&b", "-x"]]
        );
        assert!(with("").is_empty());
        assert_eq!(with("/usr/bin/w3m:lynx -x:one"), [vec!["one", "https://a.example/?a&b"]], "no second program here");
    }

    #[test]
    fn from_afar_and_without_a_display_no_browser_is_started() {
        let far = |name: &str| match name {
            "BROWSER" | "DISPLAY" | "SSH_TTY" => Some("x".to_owned()),
            _ => None,
        };
        assert!(starters("https://a.example/", far, false).is_empty());
        assert!(starters("https://a.example/", |_| None, false).is_empty());
    }
}
