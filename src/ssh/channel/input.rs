//! What a visitor sent and nobody has looked at yet: so much and no more. Pure.

use std::collections::VecDeque;

/// Once so much waits, no more is read: the client's own end waits then.
const FULL_BYTES: usize = 16 << 10;
/// So much is given at once.
const PART_BYTES: usize = 64;

/// Bytes that wait.
#[derive(Debug, Default)]
pub(super) struct Input(VecDeque<u8>);

impl Input {
    /// Takes a message, all of it: it was read, and the rest of a paste or a sequence in it would be missed.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    /// Takes what there is room for of a message that had to be read, since nothing can be sent to a client that is
    /// not read from. The rest is dropped.
    pub(super) fn take_what_fits(&mut self, bytes: &[u8]) {
        let room = FULL_BYTES.saturating_sub(self.0.len());
        self.0.extend(bytes.iter().take(room));
    }

    /// The next part; nothing where nothing waits.
    pub(super) fn part(&mut self) -> Option<Vec<u8>> {
        let part: Vec<u8> = self.0.drain(..self.0.len().min(PART_BYTES)).collect();
        if self.0.is_empty() && self.0.capacity() > PART_BYTES {
            self.0 = VecDeque::new();
        }
        (!part.is_empty()).then_some(part)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no more is to be read.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= FULL_BYTES
    }

    /// Whether it is more than somebody types.
    pub(super) fn is_long(&self) -> bool {
        self.0.len() > PART_BYTES
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FULL_BYTES, Input, PART_BYTES};

    fn all(input: &mut Input) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Some(part) = input.part() {
            assert!((1..=PART_BYTES).contains(&part.len()));
            bytes.extend(part);
        }
        bytes
    }

    #[test]
    fn what_was_read_is_never_dropped_and_what_is_full_says_so() {
        let mut input = Input::default();
        input.take(&vec![b'a'; FULL_BYTES - 1]);
        assert!(!input.is_full());
        input.take(&vec![b'b'; FULL_BYTES]);
        assert!(input.is_full() && input.is_long());
        assert_eq!(all(&mut input).len(), 2 * FULL_BYTES - 1);
        assert!(input.is_empty() && !input.is_full());
        assert_eq!(input.0.capacity(), 0, "what waits holds no memory");
    }

    #[test]
    fn who_has_to_be_read_from_fills_no_memory() {
        let mut input = Input::default();
        for _ in 0..10 {
            input.take_what_fits(&vec![b'a'; FULL_BYTES / 3]);
        }
        assert_eq!(all(&mut input).len(), FULL_BYTES);
    }

    proptest! {
        #[test]
        fn bytes_come_out_in_the_order_in_which_they_came(messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20)) {
            let mut input = Input::default();
            let mut out = Vec::new();
            for message in &messages {
                input.take(message);
                out.extend(input.part().unwrap_or_default());
            }
            out.extend(all(&mut input));
            prop_assert_eq!(out, messages.concat());
        }
    }
}
