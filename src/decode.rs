//! Bytes from a terminal to keys, mouse and paste; the desk and SSH share it. Leaves reading and waiting to
//! its callers.
//!
//! `decode/frame.rs` cuts the bytes into whole units, so that no unit depends on how the bytes were split into
//! packets; `termina::Parser` says what a whole unit means.

mod frame;
mod meaning;

use crate::key::{Code, Input, Key};

use frame::{Framer, Unit};

/// A decoder for one terminal. The same bytes give the same input, however they are split.
#[derive(Debug, Default)]
pub struct Decoder {
    framer: Framer,
    parser: termina::Parser,
}

impl Decoder {
    /// Takes bytes and gives what is complete. Unknown and malformed sequences give nothing.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        let mut inputs = Vec::new();
        let Self { framer, parser } = self;
        for &byte in bytes {
            framer.push(byte, &mut |unit| match unit {
                Unit::Sequence(sequence) => inputs.extend(meaning::of(parser, sequence)),
                Unit::Paste(text) => inputs.push(Input::Paste(String::from_utf8_lossy(text).into_owned())),
            });
        }
        inputs
    }

    /// Whether a lone Escape, or Escape and one byte that may begin a sequence, waits for bytes that may never come.
    /// The caller then waits some 30 ms, and calls [`Self::flush`] if none came. What is certainly a sequence waits
    /// for its end however long a bad line takes.
    pub fn is_pending(&self) -> bool {
        self.framer.is_pending()
    }

    /// Gives what a pending beginning means if nothing follows it: Escape, or Alt and a character.
    pub fn flush(&mut self) -> Vec<Input> {
        let held = self.framer.give_up();
        let key = match held.as_slice() {
            [0x1b] => Key::plain(Code::Esc),
            [0x1b, byte] => Key { alt: true, ..Key::char(char::from(*byte)) },
            _ => return Vec::new(),
        };
        vec![Input::Key(key)]
    }
}

#[cfg(test)]
mod tests;
