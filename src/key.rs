//! Keys and other input as the reader knows them, whatever terminal they come from, and the names of keys.

use std::fmt;
use std::str::FromStr;

use crate::article::scalar::is_forbidden;

/// A key on the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, upper case when shift was held.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// F1 to F24.
    F(u8),
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift, where the character does not say so already.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character without modifiers.
    pub const fn char(char: char) -> Self {
        Self::plain(Code::Char(char))
    }

    /// A character with Control; lower case.
    pub const fn ctrl(char: char) -> Self {
        Self { code: Code::Char(char), ctrl: true, alt: false, shift: false }
    }
}

impl Key {
    /// The same key in the one form that tables hold: shift is in the character, Control takes lower case.
    #[must_use]
    pub fn canonical(self) -> Self {
        match self.code {
            Code::Char(char) if self.ctrl => Self { code: Code::Char(char.to_ascii_lowercase()), shift: false, ..self },
            Code::Char(char) if self.shift => {
                Self { code: Code::Char(char.to_ascii_uppercase()), shift: false, ..self }
            }
            Code::Tab if self.shift => Self { code: Code::BackTab, shift: false, ..self },
            Code::BackTab => Self { shift: false, ..self },
            _ => self,
        }
    }

    /// Escape and the key that an Alt combination may have been: a terminal sends the same bytes for Alt-n and for
    /// Escape and n in one burst, as a quick hand or a slow line makes them. Alt-Backspace edits what is typed and
    /// stays whole.
    pub fn parted(self) -> Option<[Self; 2]> {
        let is_sent_alike = self.alt && matches!(self.code, Code::Char(_) | Code::Enter | Code::Tab);
        is_sent_alike.then(|| [Self::plain(Code::Esc), Self { alt: false, ..self }])
    }

    /// The character that the key types, if it types one: no Control, no Alt.
    pub fn typed(self) -> Option<char> {
        match self.canonical() {
            Self { code: Code::Char(char), ctrl: false, alt: false, .. } => Some(char),
            _ => None,
        }
    }
}

/// Keys that have a name instead of a character; the first name of each is the one printed.
const NAMED: &[(Code, &[&str])] = &[
    (Code::Char(' '), &["space"]),
    (Code::Enter, &["enter", "return"]),
    (Code::Esc, &["esc", "escape"]),
    (Code::Tab, &["tab"]),
    (Code::BackTab, &["shift-tab", "backtab"]),
    (Code::Backspace, &["backspace"]),
    (Code::Delete, &["del", "delete"]),
    (Code::Insert, &["ins", "insert"]),
    (Code::Up, &["up"]),
    (Code::Down, &["down"]),
    (Code::Left, &["left"]),
    (Code::Right, &["right"]),
    (Code::PageUp, &["pgup", "pageup"]),
    (Code::PageDown, &["pgdn", "pagedown"]),
    (Code::Home, &["home"]),
    (Code::End, &["end"]),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.canonical();
        for (held, name) in [(key.ctrl, "ctrl-"), (key.alt, "alt-"), (key.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMED.iter().find(|(code, _)| *code == key.code), key.code) {
            (Some((_, names)), _) => f.write_str(names.first().unwrap_or(&"")),
            (None, Code::F(n)) => write!(f, "F{n}"),
            (None, Code::Char(char)) => write!(f, "{char}"),
            (None, _) => Ok(()),
        }
    }
}

/// A key name that names no key; displayed as a clause that says what would.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no key; a key is written like j, ?, ctrl-o, alt-x, space, enter, pgdn, shift-tab or F1")]
pub struct KeyError(String);

impl FromStr for Key {
    type Err = KeyError;

    /// Modifiers and names in any case; a single character stands for itself.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let fail = || KeyError(text.chars().filter(|char| !is_forbidden(*char)).take(40).collect());
        let mut key = Self::char(' ');
        let mut rest = text;
        loop {
            let mut chars = rest.chars();
            if let (Some(char), None) = (chars.next(), chars.next()) {
                if char.is_control() || char.is_whitespace() {
                    return Err(fail());
                }
                key.code = Code::Char(char);
                break;
            }
            let lower = rest.to_ascii_lowercase();
            if let Some((code, _)) = NAMED.iter().find(|(_, names)| names.contains(&lower.as_str())) {
                key.code = *code;
                break;
            }
            if let Some(number) = lower.strip_prefix('f').and_then(|digits| digits.parse::<u8>().ok()) {
                if !(1..=24).contains(&number) || lower.contains('+') {
                    return Err(fail());
                }
                key.code = Code::F(number);
                break;
            }
            let Some((modifier, after)) = rest.split_once(['-', '+']) else { return Err(fail()) };
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "control" | "c" => key.ctrl = true,
                "alt" | "meta" | "a" => key.alt = true,
                "shift" | "s" => key.shift = true,
                _ => return Err(fail()),
            }
            rest = after;
        }
        Ok(key.canonical())
    }
}

/// What a mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MouseAction {
    /// The first button went down.
    Press,
    /// The wheel turned away from the user.
    WheelUp,
    /// The wheel turned towards the user.
    WheelDown,
}

/// A mouse event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mouse {
    /// What it did.
    pub action: MouseAction,
    /// Column, 0-based.
    pub col: u16,
    /// Row, 0-based.
    pub row: u16,
}

/// One piece of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key press.
    Key(Key),
    /// A mouse event.
    Mouse(Mouse),
    /// Text pasted in one go, not cleaned yet.
    Paste(String),
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Code, Key};

    #[test]
    fn keys_are_written_as_people_write_them() {
        for (text, key) in [
            ("j", Key::char('j')),
            ("G", Key::char('G')),
            ("?", Key::char('?')),
            ("-", Key::char('-')),
            ("space", Key::char(' ')),
            ("ctrl-o", Key::ctrl('o')),
            ("ctrl--", Key::ctrl('-')),
            ("ctrl-space", Key::ctrl(' ')),
            ("pgdn", Key::plain(Code::PageDown)),
            ("shift-tab", Key::plain(Code::BackTab)),
            ("F1", Key::plain(Code::F(1))),
            ("shift-down", Key { shift: true, ..Key::plain(Code::Down) }),
            ("alt-x", Key { alt: true, ..Key::char('x') }),
            ("é", Key::char('é')),
        ] {
            assert_eq!(text.parse(), Ok(key), "{text}");
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn other_spellings_mean_the_same_key() {
        for (text, key) in [
            ("Ctrl-O", "ctrl-o"),
            ("C-o", "ctrl-o"),
            ("ctrl+o", "ctrl-o"),
            ("PageDown", "pgdn"),
            ("shift-n", "N"),
            ("f12", "F12"),
            ("Shift-Tab", "backtab"),
        ] {
            assert_eq!(text.parse::<Key>(), key.parse::<Key>(), "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_named_in_the_message() {
        for text in ["", "jj", "hyper-x", "ctrl-", "F0", "F25", "f+1", "\t", "\u{1b}"] {
            let error = text.parse::<Key>().unwrap_err().to_string();
            assert!(error.contains("is no key"), "{text:?}: {error}");
            assert!(!error.contains('\u{1b}'));
        }
    }

    proptest! {
        #[test]
        fn every_printed_key_reads_back(char in any::<char>(), ctrl: bool, alt: bool, n in 1u8..=24, f: bool) {
            prop_assume!(!char.is_control() && !char.is_whitespace());
            let code = if f { Code::F(n) } else { Code::Char(char) };
            let key = Key { ctrl, alt, ..Key::plain(code) }.canonical();
            prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
        }

        #[test]
        fn any_text_is_a_key_or_a_message(text in any::<String>()) {
            let _ = text.parse::<Key>();
        }
    }
}
