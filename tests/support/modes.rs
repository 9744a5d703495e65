//! What bytes make of a terminal, strictly: whatever is set is known, is set on the program's own screen only, and is
//! given back before that screen is left. vt100 parses what is seen; this holds what it does not tell of.

/// What of a terminal is not as it was.
#[allow(clippy::struct_excessive_bools, reason = "a terminal has that many")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    alternate: bool,
    hidden: bool,
    paste: bool,
    buttons: bool,
    sgr_mouse: bool,
    synchronised: bool,
    region: bool,
    link: bool,
    style: bool,
    /// A sequence or a character that is not at its end.
    unfinished: bool,
    /// What should never have been written.
    faults: Vec<String>,
}

impl Modes {
    /// After these bytes.
    pub fn after(bytes: &[u8]) -> Self {
        let mut modes = Self::default();
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| *byte == 0x1b) {
            rest = modes.sequence(&rest[at + 1..]);
        }
        modes
    }

    /// Nothing is left, and nothing was done that should not be.
    #[track_caller]
    pub fn are_given_back(&self) {
        assert_eq!(*self, Self::default(), "not given back, or not in order");
    }

    /// The same, whatever was done in between.
    #[must_use]
    pub fn pardoned(self) -> Self {
        Self { faults: Vec::new(), ..self }
    }

    /// Takes the sequence after an Escape, and gives what follows it.
    fn sequence<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        let Some((&kind, after)) = rest.split_first() else {
            self.unfinished = true;
            return &[];
        };
        match kind {
            b'[' => {
                let Some(end) = after.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else {
                    self.unfinished = true;
                    return &[];
                };
                // An Escape within a sequence begins another one.
                if after[end] != 0x1b {
                    self.control(&String::from_utf8_lossy(&after[..end]), after[end]);
                }
                &after[end + usize::from(after[end] != 0x1b)..]
            }
            b']' | b'P' => {
                let Some(end) = after.iter().position(|byte| matches!(byte, 0x07 | 0x1b)) else {
                    self.unfinished = true;
                    return &[];
                };
                if kind == b']' {
                    self.command(&String::from_utf8_lossy(&after[..end]));
                }
                &after[end + usize::from(after[end] == 0x07)..]
            }
            // A character set: the usual one only.
            b'(' | b')' => {
                if after.first() != Some(&b'B') {
                    self.fault("a character set is chosen");
                }
                after.get(1..).unwrap_or_default()
            }
            // It was cut off there, and another one begins.
            0x1b => rest,
            // The end of a string, the usual keypad, the cursor kept and put back.
            b'\\' | b'>' | b'7' | b'8' => after,
            other => {
                self.fault(&format!("Escape {:?}", char::from(other)));
                after
            }
        }
    }

    fn control(&mut self, parameters: &str, end: u8) {
        match (parameters, end) {
            (_, b'h' | b'l') => {
                for number in parameters.trim_start_matches('?').split(';') {
                    self.mode(parameters.starts_with('?'), number, end == b'h');
                }
            }
            (_, b'r') => self.own("the region", |modes| &mut modes.region, !parameters.is_empty()),
            ("" | "0", b'm') => self.style = false,
            (_, b'm') if !parameters.starts_with(['>', '?']) => self.own("a style", |modes| &mut modes.style, true),
            (_, b'm' | b't' | b'u' | b'q' | b'p' | b'n' | b'c') => {
                self.fault(&format!("CSI {parameters} {}", char::from(end)));
            }
            _ => {}
        }
    }

    fn mode(&mut self, is_private: bool, number: &str, on: bool) {
        match (is_private, number) {
            (true, "1049") => self.screen(on),
            (true, "25") => self.own("the cursor", |modes| &mut modes.hidden, !on),
            (true, "2004") => self.own("paste", |modes| &mut modes.paste, on),
            (true, "1000") => self.own("the mouse", |modes| &mut modes.buttons, on),
            (true, "1006") => self.own("the mouse", |modes| &mut modes.sgr_mouse, on),
            (true, "2026") => self.own("a frame", |modes| &mut modes.synchronised, on),
            // What others may have left on is switched off, and what is on from the start switched on.
            (true, "1002" | "1003" | "1" | "7") | (false, "4") if on == (number == "7") => {}
            _ => self.fault(&format!("mode {number} is {}", if on { "set" } else { "reset" })),
        }
    }

    fn own(&mut self, what: &str, mode: fn(&mut Self) -> &mut bool, on: bool) {
        if on && !self.alternate {
            self.fault(&format!("{what} is taken on the shell's screen"));
        }
        *mode(self) = on;
    }

    /// The program's own screen, entered or left.
    fn screen(&mut self, enters: bool) {
        if self.alternate == enters {
            self.fault(if enters { "the screen is entered twice" } else { "the screen is left twice" });
        }
        self.alternate = enters;
        let Self { paste, buttons, sgr_mouse, synchronised, region, link, style, .. } = *self;
        if !enters && (paste || buttons || sgr_mouse || synchronised || region || link || style) {
            self.fault(&format!("the screen is left with {self:?}"));
        }
    }

    fn command(&mut self, words: &str) {
        match words.split(';').next() {
            Some("8") => {
                let on = !words.ends_with(";;");
                self.own("a link", |modes| &mut modes.link, on);
            }
            // The clipboard, and one that was cut off at its beginning.
            Some("52" | "") => {}
            _ => self.fault(&format!("OSC {words}")),
        }
    }

    fn fault(&mut self, what: &str) {
        self.faults.push(what.to_owned());
    }
}
