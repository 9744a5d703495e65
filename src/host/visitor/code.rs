//! Codes by which somebody without a key comes back: short enough to be said, long enough not to be guessed.
//!
//! Eight syllables of a consonant and a vowel, four bits and two: 36 bits of the system's own chance, and 12 that only
//! this server can make of them. So a code that was given is known whether or not anything was left under it, and whoever
//! guesses still has to guess all 48. No letter is taken for another one, in print or by ear.

use crate::library::visitor::Secret;

const CONSONANTS: &[u8; 16] = b"bdfghjkmnprstvwz";
const VOWELS: &[u8; 4] = b"aiou";
const N_SYLLABLES: usize = 8;

const N_CHANCE_BITS: u32 = 36;

/// A new code, like `bado-kimu-tozi-rawo`; nothing where the system has no chance to give.
pub(super) fn new(secret: &Secret) -> Option<String> {
    let mut chance = [0; 8];
    getrandom::fill(&mut chance).ok()?;
    Some(of(sealed(u64::from_be_bytes(chance), secret)))
}

/// Whether a code, as it is kept, was given by whoever has the secret.
pub(super) fn is_given(code: &str, secret: &Secret) -> bool {
    bits_of(code).is_some_and(|bits| sealed(bits, secret) == bits)
}

/// Chance, and above it what the secret makes of it.
fn sealed(chance: u64, secret: &Secret) -> u64 {
    let chance = chance & ((1 << N_CHANCE_BITS) - 1);
    let seal = secret.seal("code", &chance.to_be_bytes());
    let [first, second, ..] = seal;
    let seal = u64::from(u16::from_be_bytes([first, second]) >> 4);
    seal << N_CHANCE_BITS | chance
}

/// The bits of a code as it is kept.
fn bits_of(code: &str) -> Option<u64> {
    let mut bits = 0;
    let letters: Vec<u8> = code.bytes().filter(|byte| *byte != b'-').collect();
    // The first letter has the lowest bits.
    for (n, letter) in letters.iter().enumerate().rev() {
        let (letters, n_bits) = if n % 2 == 0 { (CONSONANTS.as_slice(), 4) } else { (VOWELS.as_slice(), 2) };
        bits = bits << n_bits | letters.iter().position(|known| known == letter)? as u64;
    }
    Some(bits)
}

fn of(mut bits: u64) -> String {
    let mut code = String::new();
    for n in 0..N_SYLLABLES {
        if n > 0 && n % 2 == 0 {
            code.push('-');
        }
        let letters = [(CONSONANTS.as_slice(), 4), (VOWELS.as_slice(), 2)];
        for (letters, n_bits) in letters {
            let at = (bits & ((1 << n_bits) - 1)) as usize;
            bits >>= n_bits;
            code.extend(letters.get(at).map(|&letter| char::from(letter)));
        }
    }
    code
}

/// A code as it is kept, however it was typed: in capitals, without its hyphens. Nothing for what is none.
pub(super) fn tidied(typed: &str) -> Option<String> {
    // A user name may be of any length.
    if typed.len() > 40 {
        return None;
    }
    let letters: Vec<u8> = typed.bytes().filter(|byte| *byte != b'-').map(|byte| byte.to_ascii_lowercase()).collect();
    let is_syllable = |pair: &[u8]| match pair {
        [consonant, vowel] => CONSONANTS.contains(consonant) && VOWELS.contains(vowel),
        _ => false,
    };
    if letters.len() != N_SYLLABLES * 2 || !letters.chunks(2).all(is_syllable) {
        return None;
    }
    let groups: Vec<String> = letters.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Some(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{bits_of, is_given, new, of, tidied};
    use crate::library::visitor::Secret;

    fn secret() -> Secret {
        let folder = tempfile::tempdir().unwrap();
        Secret::beside(&folder.path().join("visitors.db")).unwrap()
    }

    #[test]
    fn every_bit_tells_in_the_code_and_can_be_read_back() {
        let all: Vec<u64> = (0..48).map(|bit| 1 << bit).chain([0, (1 << 48) - 1]).collect();
        let codes: BTreeSet<String> = all.iter().map(|&bits| of(bits)).collect();
        assert_eq!(codes.len(), 50);
        assert!(codes.iter().all(|code| code.len() == 19 && tidied(code).as_ref() == Some(code)));
        assert!(all.iter().all(|&bits| bits_of(&of(bits)) == Some(bits)));
    }

    #[test]
    fn a_code_that_was_given_is_known_and_hardly_any_other() {
        let secret = secret();
        let code = new(&secret).unwrap();
        assert_eq!(tidied(&code).as_ref(), Some(&code));
        assert!(is_given(&code, &secret));
        assert_ne!(new(&secret).unwrap(), code);
        let bits = bits_of(&code).unwrap();
        let n_given = (0..48).filter(|bit| is_given(&of(bits ^ 1 << bit), &secret)).count();
        assert!(n_given <= 2, "{n_given} of 48 that differ by one bit");
        assert!((0..20).any(|_| !is_given(&code, &self::secret())), "another server's");
    }

    #[test]
    fn a_code_is_known_however_it_is_typed_and_nothing_else_is_one() {
        assert_eq!(tidied("BADOKIMUtozi-rawo").as_deref(), Some("bado-kimu-tozi-rawo"));
        for wrong in
            ["", "guest", "bado-kimu-tozi", "bado-kimu-tozi-rawl", "abdo-kimu-tozi-rawo", "bado-kimu-tozi-rawo-ba", "é"]
        {
            assert_eq!(tidied(wrong), None, "{wrong}");
        }
        assert_eq!(tidied(&"-".repeat(10_000)), None);
    }
}
