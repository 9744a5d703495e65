//! Cuts a terminal's bytes into whole units: a character, a control, an escape sequence, a paste. Knows where
//! they end (ECMA-48, UTF-8, bracketed paste), not what they mean.

/// More of a control sequence is not kept; no key or mouse event is nearly as long.
const MAX_SEQUENCE_BYTES: usize = 64;
/// More of a control string (the answer to a query that this program never sends) is not waited for.
const MAX_STRING_BYTES: usize = 64 * 1024;
/// More of a paste is dropped.
pub(super) const MAX_PASTE_BYTES: usize = 1024 * 1024;

const ESC: u8 = 0x1b;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// What was cut.
pub(super) enum Unit<'bytes> {
    /// A character, a control byte or an escape sequence, whole.
    Sequence(&'bytes [u8]),
    /// What stood between the paste marks.
    Paste(&'bytes [u8]),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// Within a character of several bytes.
    Utf8,
    Escape,
    ControlSequence,
    /// A control sequence that is too long to be kept.
    Overlong,
    /// After `ESC [ [`: a function key of the Linux console.
    ConsoleKey,
    /// After `ESC [ M`: three bytes of the old mouse protocol.
    OldMouse,
    /// After `ESC O`.
    SingleShift,
    /// Within an operating system command or another string, which is skipped.
    ControlString {
        n_bytes: usize,
    },
    Paste {
        /// How much of the mark at its end has been seen.
        n_matched: usize,
    },
}

/// Cuts units out of bytes that come one at a time.
#[derive(Debug, Default)]
pub(super) struct Framer {
    state: State,
    held: Vec<u8>,
    paste: Vec<u8>,
}

impl Framer {
    /// Takes a byte and tells of the units that it completes.
    pub(super) fn push(&mut self, byte: u8, tell: &mut dyn FnMut(Unit<'_>)) {
        match self.state {
            State::Ground => self.begin(byte, tell),
            State::Utf8 => {
                self.held.push(byte);
                self.check_character(tell);
            }
            State::Escape => self.after_escape(byte, tell),
            State::ControlSequence => self.in_control_sequence(byte, tell),
            State::Overlong => match byte {
                0x40..=0x7e => self.drop_held(),
                0x20..=0x3f => {}
                _ => self.drop_and_begin(byte, tell),
            },
            State::ConsoleKey | State::SingleShift => match byte {
                b'0'..=b'9' | b';' if self.state == State::SingleShift && self.held.len() < MAX_SEQUENCE_BYTES => {
                    self.held.push(byte);
                }
                0x40..=0x7e => self.finish(byte, tell),
                _ => self.drop_and_begin(byte, tell),
            },
            State::OldMouse => {
                // Positions are counted from a space; what is out of range comes as 0. A control is no part of it.
                if (1..b' ').contains(&byte) {
                    self.drop_and_begin(byte, tell);
                } else if self.held.len() + 1 == b"\x1b[Mbxy".len() {
                    self.finish(byte, tell);
                } else {
                    self.held.push(byte);
                }
            }
            State::ControlString { n_bytes } => self.in_string(byte, n_bytes, tell),
            State::Paste { n_matched } => self.in_paste(byte, n_matched, tell),
        }
    }

    /// Whether what is held means something else if no more bytes come soon: Escape, or Alt and a character. What is
    /// longer is no key that a person pressed, and waits for its end however late that comes; only an escape within a
    /// string may be a person's way out of it.
    pub(super) fn is_pending(&self) -> bool {
        match self.state {
            State::Escape => true,
            State::ControlSequence | State::SingleShift => self.held.len() == b"\x1b[".len(),
            State::ControlString { n_bytes } => n_bytes == 0 || self.held.ends_with(&[ESC]),
            State::Ground
            | State::Utf8
            | State::Overlong
            | State::ConsoleKey
            | State::OldMouse
            | State::Paste { .. } => false,
        }
    }

    /// Ends the wait for the rest of a sequence and gives what there is of it.
    pub(super) fn give_up(&mut self) -> Vec<u8> {
        if !self.is_pending() {
            return Vec::new();
        }
        self.state = State::Ground;
        std::mem::take(&mut self.held)
    }

    fn begin(&mut self, byte: u8, tell: &mut dyn FnMut(Unit<'_>)) {
        match byte {
            ESC => {
                self.held.push(byte);
                self.state = State::Escape;
            }
            0x80.. => {
                self.held.push(byte);
                self.state = State::Utf8;
                self.check_character(tell);
            }
            _ => tell(Unit::Sequence(&[byte])),
        }
    }

    fn after_escape(&mut self, byte: u8, tell: &mut dyn FnMut(Unit<'_>)) {
        match byte {
            // The first was a key of its own, the second may begin a sequence.
            ESC => tell(Unit::Sequence(&[ESC])),
            b'[' => self.hold_and_go(byte, State::ControlSequence),
            b'O' => self.hold_and_go(byte, State::SingleShift),
            b']' | b'P' | b'X' | b'^' | b'_' => self.hold_and_go(byte, State::ControlString { n_bytes: 0 }),
            0x80.. => {
                self.hold_and_go(byte, State::Utf8);
                self.check_character(tell);
            }
            _ => self.finish(byte, tell),
        }
    }

    fn in_control_sequence(&mut self, byte: u8, tell: &mut dyn FnMut(Unit<'_>)) {
        let first = self.held.len() == b"\x1b[".len();
        match byte {
            b'[' if first => self.hold_and_go(byte, State::ConsoleKey),
            b'M' if first => self.hold_and_go(byte, State::OldMouse),
            0x20..=0x3f if self.held.len() < MAX_SEQUENCE_BYTES => self.held.push(byte),
            0x20..=0x3f => self.state = State::Overlong,
            0x40..=0x7e => {
                self.held.push(byte);
                if self.held == PASTE_BEGINS {
                    self.held.clear();
                    self.state = State::Paste { n_matched: 0 };
                } else {
                    tell(Unit::Sequence(&self.held));
                    self.drop_held();
                }
            }
            _ => self.drop_and_begin(byte, tell),
        }
    }

    fn in_string(&mut self, byte: u8, n_bytes: usize, tell: &mut dyn FnMut(Unit<'_>)) {
        let after_escape = self.held.len() > b"\x1b]".len();
        match byte {
            b'\\' if after_escape => self.drop_held(),
            _ if after_escape => {
                // An escape that does not end the string begins a sequence of its own.
                self.held.clear();
                self.held.push(ESC);
                self.state = State::Escape;
                self.after_escape(byte, tell);
            }
            ESC => self.held.push(ESC),
            // Bell ends it; cancel and substitute break it off, and other controls are keys after a string cut short.
            0x07 | 0x18 | 0x1a => self.drop_held(),
            0x00..0x20 => self.drop_and_begin(byte, tell),
            _ if n_bytes == MAX_STRING_BYTES => self.drop_held(),
            _ => self.state = State::ControlString { n_bytes: n_bytes + 1 },
        }
    }

    fn in_paste(&mut self, byte: u8, n_matched: usize, tell: &mut dyn FnMut(Unit<'_>)) {
        if PASTE_ENDS.get(n_matched) == Some(&byte) {
            if n_matched + 1 < PASTE_ENDS.len() {
                self.state = State::Paste { n_matched: n_matched + 1 };
            } else {
                tell(Unit::Paste(&self.paste));
                // A long paste's memory is not kept.
                self.paste = Vec::new();
                self.state = State::Ground;
            }
            return;
        }
        self.keep_pasted(PASTE_ENDS.get(..n_matched).unwrap_or_default());
        // The mark holds one escape only, at its beginning, so only an escape can begin it anew.
        if byte == ESC {
            self.state = State::Paste { n_matched: 1 };
        } else {
            self.keep_pasted(&[byte]);
            self.state = State::Paste { n_matched: 0 };
        }
    }

    fn keep_pasted(&mut self, bytes: &[u8]) {
        let n_free = MAX_PASTE_BYTES.saturating_sub(self.paste.len());
        self.paste.extend(bytes.iter().take(n_free));
    }

    /// Looks whether the character that is held, after an escape or alone, is whole.
    fn check_character(&mut self, tell: &mut dyn FnMut(Unit<'_>)) {
        let character = self.held.strip_prefix(&[ESC]).unwrap_or(&self.held);
        match std::str::from_utf8(character) {
            Ok(_) => {
                tell(Unit::Sequence(&self.held));
                self.drop_held();
            }
            Err(error) if error.error_len().is_none() => {}
            Err(_) => {
                // The byte that broke a character off may begin the next thing.
                let last = if character.len() > 1 { character.last().copied() } else { None };
                self.drop_held();
                if let Some(byte) = last {
                    self.begin(byte, tell);
                }
            }
        }
    }

    fn hold_and_go(&mut self, byte: u8, state: State) {
        self.held.push(byte);
        self.state = state;
    }

    fn finish(&mut self, byte: u8, tell: &mut dyn FnMut(Unit<'_>)) {
        self.held.push(byte);
        tell(Unit::Sequence(&self.held));
        self.drop_held();
    }

    fn drop_held(&mut self) {
        self.held.clear();
        self.state = State::Ground;
    }

    fn drop_and_begin(&mut self, byte: u8, tell: &mut dyn FnMut(Unit<'_>)) {
        self.drop_held();
        self.begin(byte, tell);
    }
}
