//! The way to the reader's clipboard: a program at the desk, tmux's buffer, else the terminal; and what can be said of
//! it afterwards. Nothing is called copied that no program took.

use std::time::Duration;

use super::program::{self, Outcome};
use super::sending::{self, Sending};
use crate::exchange::Copied;
use crate::theme::terminal::{Through, through};

/// A clipboard program that does not answer within this time is passed over.
const PATIENCE: Duration = Duration::from_secs(2);
/// A way to the clipboard, tried in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    /// A program that takes the words on its standard input and keeps them in the clipboard.
    Program(&'static str, &'static [&'static str]),
    /// tmux keeps them in its buffer and sends them on.
    TmuxBuffer,
    /// The terminal is asked to keep them.
    Terminal(Through),
    /// They are shown.
    Show,
}

/// Whether this session comes over a line from another machine.
pub fn is_far(var: impl Fn(&str) -> Option<String>) -> bool {
    ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].into_iter().any(|name| is_set(&var, name))
}

/// Whether the terminal that this program runs in can be given addresses that it opens by itself; one that has no
/// clipboard either might print them.
pub(super) fn has_links() -> bool {
    std::env::var("TERM").is_ok_and(|term| through(&term).is_some())
}

fn is_set(var: impl Fn(&str) -> Option<String>, name: &str) -> bool {
    var(name).is_some_and(|value| !value.is_empty())
}

/// The ways that the surroundings leave, the best first.
fn ways(var: impl Fn(&str) -> Option<String>, is_mac: bool) -> Vec<Way> {
    let mut ways = Vec::new();
    if !is_far(&var) {
        if is_mac {
            ways.push(Way::Program("pbcopy", &[]));
        }
        if is_set(&var, "WAYLAND_DISPLAY") {
            ways.push(Way::Program("wl-copy", &[]));
        }
        if is_set(&var, "DISPLAY") {
            ways.push(Way::Program("xclip", &["-selection", "clipboard", "-in"]));
            ways.push(Way::Program("xsel", &["--clipboard", "--input"]));
        }
    }
    let term = var("TERM").unwrap_or_default();
    if is_set(&var, "TMUX") {
        ways.extend([Way::TmuxBuffer, Way::Terminal(Through::Tmux)]);
    } else if is_set(&var, "STY") {
        ways.push(Way::Terminal(Through::Screen));
    } else {
        ways.extend(through(&term).map(Way::Terminal));
    }
    ways.push(Way::Show);
    ways
}

/// Brings words to the reader's clipboard as well as that can be had here, and says what can be said of it; what is
/// to be sent to the terminal is for the caller to send.
pub(super) fn copy(text: &str, sends_nothing: bool) -> (Copied, Option<Sending>) {
    let var = |name: &str| std::env::var(name).ok();
    for way in ways(var, cfg!(target_os = "macos")) {
        match way {
            Way::Program(name, arguments) if takes(name, arguments, text) => {
                return (Copied::Kept(format!("the clipboard ({name})")), None);
            }
            Way::TmuxBuffer if takes("tmux", &["load-buffer", "-w", "-"], text) => {
                return (Copied::Passed("tmux's buffer".to_owned()), None);
            }
            Way::Program(..) | Way::TmuxBuffer => {}
            Way::Terminal(_) if sends_nothing => {}
            Way::Terminal(through) => return sending::to_terminal(text, through),
            Way::Show => break,
        }
    }
    sending::out_of_reach()
}

fn takes(name: &str, arguments: &[&str], text: &str) -> bool {
    let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
    let outcome = program::run(program::apart(name, &arguments), Some(text), PATIENCE, true);
    matches!(outcome, Ok(Outcome::Ended(status)) if status.success())
}

#[cfg(test)]
mod tests {
    use super::{Through, Way, ways};

    fn found(environment: &[(&str, &str)]) -> Vec<Way> {
        ways(|name| environment.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned()), false)
    }

    fn names(environment: &[(&str, &str)]) -> Vec<String> {
        found(environment)
            .into_iter()
            .map(|way| match way {
                Way::Program(name, _) => name.to_owned(),
                Way::TmuxBuffer => "buffer".to_owned(),
                Way::Terminal(through) => format!("{through:?}"),
                Way::Show => "show".to_owned(),
            })
            .collect()
    }

    #[test]
    fn at_the_desk_a_program_goes_first_and_from_afar_none_is_asked() {
        assert_eq!(names(&[("TERM", "xterm"), ("WAYLAND_DISPLAY", "w")]), ["wl-copy", "Nothing", "show"]);
        assert_eq!(names(&[("TERM", "xterm"), ("DISPLAY", ":0")]), ["xclip", "xsel", "Nothing", "show"]);
        let far = [("TERM", "xterm"), ("DISPLAY", ":10"), ("SSH_CONNECTION", "a 1 b 2")];
        assert_eq!(names(&far), ["Nothing", "show"]);
    }

    #[test]
    fn what_stands_between_is_known_by_its_marks() {
        assert_eq!(names(&[("TERM", "screen"), ("TMUX", "s,1,0")]), ["buffer", "Tmux", "show"]);
        assert_eq!(names(&[("TERM", "screen"), ("STY", "1.a")]), ["Screen", "show"]);
        assert_eq!(names(&[("TERM", "screen-256color")]), ["ScreenOrTmux", "show"]);
    }

    #[test]
    fn terminals_that_would_print_it_are_sent_nothing() {
        for term in ["linux", "dumb", "vt100", "vt220", ""] {
            assert_eq!(found(&[("TERM", term)]), [Way::Show], "{term}");
        }
        assert_eq!(found(&[]), [Way::Show]);
        assert_eq!(found(&[("TERM", "xterm-256color")]).first(), Some(&Way::Terminal(Through::Nothing)));
    }
}
