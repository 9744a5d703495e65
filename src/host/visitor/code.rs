//! Codes by which somebody without a key comes back: short enough to be said, long enough not to be guessed.
//!
//! Eight syllables of a consonant and a vowel, four bits and two: 48 bits of the system's own chance. No letter of them
//! is taken for another one, in print or by ear.

const CONSONANTS: &[u8; 16] = b"bdfghjkmnprstvwz";
const VOWELS: &[u8; 4] = b"aiou";
const N_SYLLABLES: usize = 8;

/// A new code, like `bado-kimu-tozi-rawo`; nothing where the system has no chance to give.
pub(super) fn new() -> Option<String> {
    let mut chance = [0; 6];
    getrandom::fill(&mut chance).ok()?;
    Some(of(chance))
}

fn of(chance: [u8; 6]) -> String {
    let mut bits = chance.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
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

    use super::{new, of, tidied};

    #[test]
    fn every_bit_of_chance_tells_in_the_code() {
        let codes: BTreeSet<String> = (0..48)
            .map(|bit| {
                let mut chance = [0; 6];
                chance[bit / 8] = 1 << (bit % 8);
                of(chance)
            })
            .chain([of([0; 6])])
            .collect();
        assert_eq!(codes.len(), 49);
        assert!(codes.iter().all(|code| code.len() == 19 && tidied(code).as_ref() == Some(code)));
        assert_ne!(new(), new());
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
