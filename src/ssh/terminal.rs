//! What a client says of its terminal: a name, a size and some variables. All of it comes from a stranger, so it is
//! bounded and cleaned here, and nothing else that it sends is kept.

use crate::config::{Signs, When};
use crate::session::Settings;
use crate::theme::Depth;
use crate::theme::terminal::{depth, italics, unicode};

/// The size of a terminal that says it has none.
const DEFAULT_SIZE: (u16, u16) = (80, 24);
/// The most columns, and the most rows.
const MAX_SIDE: u32 = 1000;
/// The most cells: a screen larger than any that is read on takes memory from the others.
const MAX_CELLS: u32 = 120_000;
/// More cells take so long to draw that others are not to wait for it.
const LARGE_CELLS: u32 = 20_000;
/// Longer values mean nothing.
const MAX_VALUE_BYTES: usize = 64;
/// The variables that are heard.
const HEARD: [&str; 5] = ["LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "COLORTERM"];

/// A client's terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// `TERM`; nothing where the channel has no terminal, or one without a name.
    name: String,
    vars: Vec<(&'static str, String)>,
    size: (u16, u16),
}

impl Default for Terminal {
    fn default() -> Self {
        Self { name: String::new(), vars: Vec::new(), size: DEFAULT_SIZE }
    }
}

impl Terminal {
    /// Takes the terminal's name.
    pub fn set_name(&mut self, name: &str) {
        self.name = cleaned(name);
    }

    /// Takes a variable, and says whether it is one that a client may set. Of the locale's only what decides signs is
    /// kept.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        if let Some(heard) = HEARD.into_iter().find(|heard| *heard == name) {
            self.vars.retain(|(known, _)| *known != heard);
            self.vars.push((heard, cleaned(value)));
            return true;
        }
        name == "TERM" || name.starts_with("LC_")
    }

    /// Takes the size, and gives it as it holds.
    pub fn resize(&mut self, cols: u32, rows: u32) -> (u16, u16) {
        self.size = fitted(cols, rows);
        self.size
    }

    /// `TERM`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Whether it takes long to draw.
    pub fn is_large(&self) -> bool {
        u32::from(self.size.0) * u32::from(self.size.1) > LARGE_CELLS
    }

    /// Whether it can do more than take line after line.
    pub fn moves_cursor(&self) -> bool {
        !matches!(self.name.as_str(), "" | "dumb" | "unknown")
    }

    /// Signs beyond ASCII may be written.
    pub fn has_unicode(&self) -> bool {
        unicode(|name| self.var(name), Signs::Auto)
    }

    /// It shows colours, and its visitor wants them.
    pub fn has_colour(&self) -> bool {
        depth(|name| self.var(name), When::Auto) != Depth::Mono
    }

    /// The settings of a session on it: those of the server, as far as the terminal shows them. The mouse is left to
    /// the terminal, whose own selection is how words are taken from afar.
    pub fn settings(&self, server: Settings) -> Settings {
        Settings {
            depth: depth(|name| self.var(name), When::Auto),
            unicode: self.has_unicode(),
            italics: italics(|name| self.var(name)),
            linear: server.linear || !self.moves_cursor(),
            mouse: false,
            ..server
        }
    }

    fn var(&self, name: &str) -> Option<String> {
        if name == "TERM" {
            return Some(self.name.clone());
        }
        self.vars.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }
}

/// The value, or nothing where it is none that a terminal or a locale has.
fn cleaned(value: &str) -> String {
    let is_plain = value.len() <= MAX_VALUE_BYTES && value.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain { value.to_owned() } else { String::new() }
}

fn fitted(cols: u32, rows: u32) -> (u16, u16) {
    let side = |n: u32, default: u16| if n == 0 { u32::from(default) } else { n.min(MAX_SIDE) };
    let (cols, rows) = (side(cols, DEFAULT_SIZE.0), side(rows, DEFAULT_SIZE.1));
    (cols as u16, rows.min(MAX_CELLS / cols) as u16)
}

#[cfg(test)]
mod tests {
    use super::Terminal;
    use crate::session::Settings;
    use crate::theme::Depth;

    #[test]
    fn sizes_are_what_a_screen_can_have() {
        let mut terminal = Terminal::default();
        let sizes = [(0, 0), (0, 50), (100, 30), (1, 1), (65_535, 65_535), (u32::MAX, 1), (1, u32::MAX)];
        let fitted = sizes.map(|(cols, rows)| terminal.resize(cols, rows));
        assert_eq!(fitted, [(80, 24), (80, 50), (100, 30), (1, 1), (1000, 120), (1000, 1), (1, 1000)]);
    }

    #[test]
    fn variables_decide_colours_and_signs_and_others_are_not_heard() {
        let mut terminal = Terminal::default();
        terminal.set_name("xterm-256color");
        assert!(
            terminal.set("LANG", "de_DE.UTF-8") && terminal.set("LC_TIME", "C") && terminal.set("COLORTERM", "24bit")
        );
        for name in ["PATH", "LD_PRELOAD", "NUTGRAF_LIBRARY", "lc_all", "CLICOLOR_FORCE", ""] {
            assert!(!terminal.set(name, "1"), "{name}");
        }
        let settings = terminal.settings(Settings::default());
        assert_eq!((settings.depth, settings.unicode, settings.linear), (Depth::True, true, false));
        assert!(terminal.set("NO_COLOR", "1") && terminal.set("LC_ALL", "C"));
        let settings = terminal.settings(Settings::default());
        assert_eq!((settings.depth, settings.unicode), (Depth::Mono, false));
    }

    #[test]
    fn terminals_that_move_no_cursor_get_plain_lines() {
        for (name, is_linear) in [("dumb", true), ("", true), ("unknown", true), ("vt100", false), ("xterm", false)] {
            let mut terminal = Terminal::default();
            terminal.set_name(name);
            assert_eq!(terminal.settings(Settings::default()).linear, is_linear, "{name}");
        }
    }

    #[test]
    fn nothing_hostile_is_kept_of_a_name_or_a_value() {
        let mut terminal = Terminal::default();
        for hostile in ["xterm\u{1b}]0;x\u{7}", "x\ny", "\u{202e}mretx", "a b", &"x".repeat(65)] {
            terminal.set_name(hostile);
            assert_eq!(terminal.name(), "", "{hostile:?}");
        }
    }
}
