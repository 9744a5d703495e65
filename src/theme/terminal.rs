//! What a terminal shows, told from the variables of its environment, which are handed in.

use super::Depth;
use crate::config::{Signs, When};

/// How many colours to draw with.
///
/// `var` gives a variable's value. `NO_COLOR` is taken as no-color.org has it, `CLICOLOR` and `CLICOLOR_FORCE` as
/// bixense.com/clicolors, `COLORTERM` as the terminals that set it; an explicit choice goes before all of them.
pub fn depth(var: impl Fn(&str) -> Option<String>, when: When) -> Depth {
    let set = |name: &str| var(name).filter(|value| !value.is_empty());
    let term = set("TERM").unwrap_or_default().to_ascii_lowercase();
    let forced = match when {
        When::Never => return Depth::Mono,
        When::Always => true,
        When::Auto if set("NO_COLOR").is_some() => return Depth::Mono,
        When::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        When::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => return Depth::Mono,
        When::Auto => false,
    };
    let shown = shown(&term, &set("COLORTERM").unwrap_or_default().to_ascii_lowercase(), set("TMUX").is_some());
    if forced { shown.max(Depth::Ansi16) } else { shown }
}

/// Whether signs beyond ASCII may be drawn: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set decides, as
/// POSIX has it (Base Definitions, 8.2).
pub fn unicode(var: impl Fn(&str) -> Option<String>, signs: Signs) -> bool {
    let locale = || ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(&var).find(|value| !value.is_empty());
    match signs {
        Signs::Unicode => true,
        Signs::Ascii => false,
        Signs::Auto => locale().is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }),
    }
}

/// What stands between this program and the terminal that shows what it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    /// Nothing that is known of.
    Nothing,
    /// tmux, which passes on what is wrapped for it where `allow-passthrough` is on.
    Tmux,
    /// GNU screen, which passes on what stands in a device control string.
    Screen,
    /// A terminal that calls itself so may be either; what the one does not know it leaves out.
    ScreenOrTmux,
    /// tmux, of which only the name is known: it takes words itself where `set-clipboard` is on, and passes on what is
    /// wrapped where `allow-passthrough` is.
    NamedTmux,
}

/// What stands between, as the terminal's name alone tells; nothing for terminals without a clipboard, some of which
/// would print what they are sent.
pub fn through(term: &str) -> Option<Through> {
    let knows_nothing =
        term.is_empty() || ["linux", "dumb", "vt", "cons", "ansi", "hurd"].iter().any(|name| term.starts_with(name));
    if knows_nothing {
        None
    } else if term.starts_with("screen") {
        Some(Through::ScreenOrTmux)
    } else if term.starts_with("tmux") {
        Some(Through::NamedTmux)
    } else {
        Some(Through::Nothing)
    }
}

/// Whether slanted letters may be asked for: GNU screen, which tmux too may be called, shows them reversed.
pub fn italics(var: impl Fn(&str) -> Option<String>) -> bool {
    !var("TERM").unwrap_or_default().starts_with("screen")
}

/// Terminals that show every colour, whether or not they say so.
const TRUE_COLOUR: [&str; 7] = ["direct", "truecolor", "kitty", "alacritty", "foot", "wezterm", "ghostty"];

/// Terminals that show none.
const NO_COLOUR: [&str; 8] = ["dumb", "vt100", "vt102", "vt220", "vt320", "xterm-mono", "linux-m", "screen-m"];

fn shown(term: &str, colorterm: &str, in_tmux: bool) -> Depth {
    if term.is_empty() || NO_COLOUR.contains(&term) {
        return Depth::Mono;
    }
    // GNU screen takes true colours for others, whatever its outer terminal has said; tmux calls itself screen too.
    let is_screen = term.starts_with("screen") && !in_tmux;
    let says_true = matches!(colorterm, "truecolor" | "24bit") || TRUE_COLOUR.iter().any(|name| term.contains(name));
    if says_true && !is_screen {
        Depth::True
    } else if says_true || term.contains("256color") {
        Depth::Ansi256
    } else {
        Depth::Ansi16
    }
}

#[cfg(test)]
mod tests {
    use super::{depth, italics, unicode};
    use crate::config::{Signs, When};
    use crate::theme::Depth::{self, Ansi16, Ansi256, Mono, True};

    fn var(pairs: &str) -> impl Fn(&str) -> Option<String> {
        let pairs: Vec<(String, String)> = pairs
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .map(|(a, b)| (a.into(), b.into()))
            .collect();
        move |name| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    #[track_caller]
    fn shows(pairs: &str, when: When, wanted: Depth) {
        assert_eq!(depth(var(pairs), when), wanted, "{pairs} {when:?}");
    }

    #[test]
    fn the_terminal_says_how_many_colours_it_shows() {
        for (pairs, wanted) in [
            ("", Mono),
            ("TERM=dumb", Mono),
            ("TERM=vt100", Mono),
            ("TERM=xterm", Ansi16),
            ("TERM=linux", Ansi16),
            ("TERM=xterm-256color", Ansi256),
            ("TERM=xterm-256color COLORTERM=truecolor", True),
            ("TERM=xterm COLORTERM=24bit", True),
            ("TERM=xterm COLORTERM=yes", Ansi16),
            ("TERM=xterm-kitty", True),
            ("TERM=xterm-direct", True),
            ("TERM=screen", Ansi16),
            ("TERM=screen COLORTERM=truecolor", Ansi256),
            ("TERM=screen-256color COLORTERM=truecolor TMUX=/tmp/tmux", True),
            ("TERM=tmux-256color", Ansi256),
            ("TERM=dumb COLORTERM=truecolor", Mono),
        ] {
            shows(pairs, When::Auto, wanted);
        }
    }

    #[test]
    fn the_conventions_about_colour_are_kept() {
        for (pairs, wanted) in [
            ("TERM=xterm NO_COLOR=1", Mono),
            ("TERM=xterm NO_COLOR=0", Mono),
            ("TERM=xterm NO_COLOR=", Ansi16),
            ("TERM=xterm CLICOLOR=0", Mono),
            ("TERM=xterm CLICOLOR=1", Ansi16),
            ("TERM=dumb CLICOLOR_FORCE=1", Ansi16),
            ("TERM=xterm CLICOLOR=0 CLICOLOR_FORCE=1", Ansi16),
            ("TERM=dumb CLICOLOR_FORCE=0", Mono),
            ("TERM=xterm NO_COLOR=1 CLICOLOR_FORCE=1", Mono),
        ] {
            shows(pairs, When::Auto, wanted);
        }
    }

    #[test]
    fn an_explicit_choice_goes_before_the_environment() {
        shows("TERM=xterm-256color NO_COLOR=1", When::Always, Ansi256);
        shows("TERM=dumb", When::Always, Ansi16);
        shows("TERM=xterm-256color CLICOLOR_FORCE=1", When::Never, Mono);
    }

    #[test]
    fn the_locale_says_which_signs_can_be_drawn() {
        for (pairs, wanted) in [
            ("LANG=en_GB.UTF-8", true),
            ("LANG=de_DE.utf8", true),
            ("LANG=C", false),
            ("", false),
            ("LC_ALL=C LANG=en_GB.UTF-8", false),
            ("LC_ALL= LC_CTYPE=C.UTF-8 LANG=C", true),
        ] {
            assert_eq!(unicode(var(pairs), Signs::Auto), wanted, "{pairs}");
        }
        assert!(unicode(var("LANG=C"), Signs::Unicode));
        assert!(!unicode(var("LANG=en_GB.UTF-8"), Signs::Ascii));
    }

    #[test]
    fn slanted_letters_are_not_asked_of_gnu_screen() {
        assert!(!italics(|_| Some("screen-256color".to_owned())));
        assert!(italics(|_| Some("tmux-256color".to_owned())));
        assert!(italics(|_| None));
    }
}
