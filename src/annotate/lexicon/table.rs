//! Numbers by fingerprint, laid out by the build so that they are read where they lie in the binary: slots of a key
//! and a value, each entry in the first free slot from the one that its key leads to.

/// Bytes of a slot: a key and a value, little-endian.
pub const SLOT_BYTES: usize = 16;
/// The key of an empty slot.
pub const EMPTY: u64 = 0;

/// A table in the binary.
#[derive(Clone, Copy, Debug)]
pub struct Table(&'static [u8]);

impl Table {
    /// A table that the build has written.
    pub const fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    /// The value of a key.
    pub fn get(&self, key: u64) -> Option<u64> {
        let (slots, _) = self.0.as_chunks::<SLOT_BYTES>();
        let mut at = start(key, slots.len());
        loop {
            let (own, value) = slots.get(at)?.split_at(SLOT_BYTES / 2);
            match number(own) {
                EMPTY => return None,
                own if own == key => return Some(number(value)),
                _ => at = (at + 1) % slots.len(),
            }
        }
    }
}

/// Where the search for a key begins. The top bits are those that a fingerprint's multiplications mix best.
pub fn start(key: u64, n_slots: usize) -> usize {
    (key >> 40) as usize % n_slots.max(1)
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The rows of a list, without its remarks.
pub fn rows(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|row| !row.starts_with('#') && !row.is_empty())
}
