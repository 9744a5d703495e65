//! Words as numbers: one hash of a word in lower case serves the lists and every stage that compares words.

use std::hash::Hasher;

/// Longest word that the lists are asked about, in bytes.
const LONGEST: usize = 40;

fn bare(word: &str) -> &str {
    if word.len() > 1 { word.trim_end_matches('.') } else { word }
}

/// A word of ASCII in lower case; none for others, and for those that are too long.
fn lower_ascii<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    let key = buffer.get_mut(..word.len()).filter(|_| word.is_ascii())?;
    key.copy_from_slice(word.as_bytes());
    key.make_ascii_lowercase();
    Some(key)
}

fn lower_any(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

/// Hashes short words fast (the multiply-and-rotate scheme of `rustc-hash`). The tables are fixed, so that no
/// foreign text can make their keys collide.
#[derive(Debug, Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.take(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            self.take(rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
        }
        self.fold();
    }

    fn write_u64(&mut self, number: u64) {
        self.take(number);
        self.fold();
    }
}

impl WordHasher {
    fn take(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    }

    /// A table takes the top bits and the bottom bits: one goes into the other.
    fn fold(&mut self) {
        self.0 ^= self.0 >> 29;
    }
}

const FACTOR: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// The fingerprint of no word.
pub const NO_WORD: u64 = {
    let hash = 0xff_u64.wrapping_mul(FACTOR);
    hash ^ hash >> 29
};

/// A number that stands for a word whatever its capitals, to compare many words fast.
pub fn fingerprint(word: &str) -> u64 {
    let hash = |key: &[u8]| {
        let mut hasher = WordHasher::default();
        hasher.write(key);
        hasher.write_u8(0xff);
        hasher.finish()
    };
    if word.len() > LONGEST {
        return hash(word.to_lowercase().as_bytes());
    }
    let word = bare(word);
    match lower_ascii(word, &mut [0; LONGEST]) {
        Some(key) => hash(key),
        None => hash(lower_any(word).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::{NO_WORD, fingerprint};

    #[test]
    fn capitals_apostrophes_and_a_last_full_stop_make_no_difference() {
        for (one, other) in [("Dr.", "dr"), ("O’Dea", "o'dea"), ("ÉTÉ", "été"), ("U.S.", "u.s")] {
            assert_eq!(fingerprint(one), fingerprint(other), "{one}");
        }
        assert_ne!(fingerprint("a"), fingerprint("b"));
        assert_eq!(fingerprint(""), NO_WORD);
    }
}
