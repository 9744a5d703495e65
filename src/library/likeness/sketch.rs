//! What is kept of a text to tell how like another it is: minima of its word shingles, and the words that say what it
//! is about. Pure.
//!
//! The part of shingles that two texts share (their Jaccard index) is the probability that the least of their shingles
//! under a random order is the same one: A. Z. Broder, *On the resemblance and containment of documents*, Compression
//! and Complexity of Sequences 1997. [`N_HASHES`] orders give it with a standard error of at most .072.

use std::collections::BTreeMap;

use crate::article::{Article, BlockKind};
use crate::library::stop::is_stop_word;

/// Words of a shingle.
const SHINGLE: usize = 4;

/// Orders under which the least shingle is taken.
pub(super) const N_HASHES: usize = N_BANDS * N_ROWS;

/// Parts of a sketch by which like ones are found: two texts that share half of their shingles agree in one with
/// probability .54, seven tenths .96, nine tenths 1.
const N_BANDS: usize = 12;
const N_ROWS: usize = 4;

/// A text with fewer shingles is not told by them: a teaser, a line of a list.
const MIN_SHINGLES: usize = 24;

/// The most words of an article that are looked at: a sketch of the first ten thousand tells as much.
const MAX_WORDS: usize = 10_000;

/// Prose at the beginning that says what an article is about, in words.
const LEAD_WORDS: usize = 160;

/// The most terms kept.
const MAX_TERMS: usize = 64;

/// How much more a word of the headline says than one of the lead.
const HEADLINE_WEIGHT: u8 = 3;

/// A word that says what an article is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// Its hash.
    pub(crate) hash: u32,
    /// How often it stands in headline and lead, the headline counted [`HEADLINE_WEIGHT`] times.
    pub(crate) weight: u8,
    /// It is a name or a number of the lead.
    pub(crate) is_telling: bool,
}

/// What is kept of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sketch {
    /// Different shingles.
    pub(super) n_shingles: u32,
    /// The least hash under each order; empty for a text that is too short.
    pub(super) minima: Vec<u32>,
    /// What it is about, in the order of the hashes.
    pub(super) terms: Vec<Term>,
}

impl Sketch {
    /// Sketches an article: running text for the shingles, headline and lead for the terms.
    pub(super) fn of(article: &Article) -> Self {
        let mut words = Vec::with_capacity(600);
        let mut terms: BTreeMap<u32, (u8, bool)> = BTreeMap::new();
        let mut prose = 0;
        for word in words_of(article.headline().unwrap_or_default()) {
            add_term(&mut terms, &word, HEADLINE_WEIGHT, false);
        }
        for block in article.blocks.iter().filter(|block| block.kind.is_prose() || block.kind == BlockKind::Caption) {
            let is_prose = block.kind.is_prose();
            for word in words_of(article.text.slice(block.span)) {
                if is_prose && prose < LEAD_WORDS {
                    add_term(&mut terms, &word, 1, word.is_telling);
                    prose += 1;
                }
                if is_prose && words.len() < MAX_WORDS {
                    words.push(word.hash);
                }
            }
        }
        let mut terms: Vec<Term> =
            terms.into_iter().map(|(hash, (weight, is_telling))| Term { hash, weight, is_telling }).collect();
        terms.sort_by_key(|term| (std::cmp::Reverse((term.is_telling, term.weight)), term.hash));
        terms.truncate(MAX_TERMS);
        terms.sort_by_key(|term| term.hash);
        let (n_shingles, minima) = minima(&words);
        Self { n_shingles, minima, terms }
    }

    /// The part of shingles that two have in common, as the minima tell it.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        if self.minima.len() != N_HASHES || other.minima.len() != N_HASHES {
            return 0.0;
        }
        let same = self.minima.iter().zip(&other.minima).filter(|(a, b)| a == b).count();
        same as f64 / N_HASHES as f64
    }

    /// The part of the shorter one's shingles that the other has too.
    pub(super) fn containment(&self, other: &Self) -> f64 {
        let likeness = self.likeness(other);
        let (a, b) = (f64::from(self.n_shingles), f64::from(other.n_shingles));
        if a.min(b) < 1.0 { 0.0 } else { (likeness / (1.0 + likeness) * (a + b) / a.min(b)).min(1.0) }
    }

    /// The part of names and numbers of both leads that stands in both; nothing where there are hardly any.
    pub(super) fn telling_in_common(&self, other: &Self) -> Option<f64> {
        let telling = |sketch: &Self| -> Vec<u32> {
            sketch.terms.iter().filter(|term| term.is_telling).map(|term| term.hash).collect()
        };
        let (one, other) = (telling(self), telling(other));
        let n_both = one.iter().filter(|hash| other.binary_search(hash).is_ok()).count();
        let n_either = one.len() + other.len() - n_both;
        (n_either >= 4).then(|| n_both as f64 / n_either as f64)
    }

    /// A number for each band, the same for two sketches that agree in it.
    pub(super) fn bands(&self) -> Vec<u64> {
        let (bands, _) = self.minima.as_chunks::<N_ROWS>();
        bands
            .iter()
            .enumerate()
            .map(|(n, rows)| rows.iter().fold(n as u64 + 1, |hash, &row| mix(hash ^ u64::from(row))))
            .collect()
    }

    /// The minima as they are kept: number of shingles, day, hashes; little-endian.
    pub(super) fn hashes_to_bytes(&self, day: i64) -> Vec<u8> {
        if self.minima.is_empty() {
            return Vec::new();
        }
        let mut bytes = Vec::with_capacity(8 + 4 * N_HASHES);
        bytes.extend(self.n_shingles.to_le_bytes());
        bytes.extend(i32::try_from(day).unwrap_or(0).to_le_bytes());
        bytes.extend(self.minima.iter().flat_map(|hash| hash.to_le_bytes()));
        bytes
    }

    /// The terms as they are kept.
    pub(super) fn terms_to_bytes(&self) -> Vec<u8> {
        let term = |term: &Term| {
            let [a, b, c, d] = term.hash.to_le_bytes();
            [a, b, c, d, term.weight, u8::from(term.is_telling)]
        };
        self.terms.iter().flat_map(term).collect()
    }

    /// Reads back what was kept, with the day that it was kept for.
    pub(super) fn from_bytes(hashes: &[u8], terms: &[u8]) -> (Self, i64) {
        let (numbers, _) = hashes.as_chunks::<4>();
        let mut numbers = numbers.iter();
        let n_shingles = numbers.next().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        let day = numbers.next().map_or(0, |bytes| i32::from_le_bytes(*bytes));
        let minima = numbers.map(|bytes| u32::from_le_bytes(*bytes)).collect();
        (Self { n_shingles, minima, terms: terms_from_bytes(terms) }, day.into())
    }
}

/// Reads back terms.
pub(crate) fn terms_from_bytes(bytes: &[u8]) -> Vec<Term> {
    let (terms, _) = bytes.as_chunks::<6>();
    let term = |&[a, b, c, d, weight, telling]: &[u8; 6]| Term {
        hash: u32::from_le_bytes([a, b, c, d]),
        weight,
        is_telling: telling == 1,
    };
    terms.iter().map(term).collect()
}

/// The hash of a word as terms have it.
#[cfg(test)]
pub(crate) fn term_of(word: &str) -> u32 {
    words_of(word).next().map_or(0, |word| short(word.hash))
}

/// Counts a word among the terms, unless it says nothing: function words do not, and three letters hardly ever.
fn add_term(terms: &mut BTreeMap<u32, (u8, bool)>, word: &Word<'_>, weight: u8, is_telling: bool) {
    let is_short = word.text.chars().nth(3).is_none();
    if is_short && !word.has_digit || is_stop_word(&word.text.to_lowercase()) {
        return;
    }
    let entry = terms.entry(short(word.hash)).or_default();
    entry.0 = entry.0.saturating_add(weight);
    entry.1 |= is_telling;
}

fn short(hash: u64) -> u32 {
    (mix(hash) >> 32) as u32
}

struct Word<'a> {
    text: &'a str,
    hash: u64,
    /// A name, or a number.
    is_telling: bool,
    has_digit: bool,
}

/// The words of a text, hashed in small letters. A capital counts for a name unless a sentence begins there.
fn words_of(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut opens = true;
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let begin = rest.find(char::is_alphanumeric)?;
            let (between, from) = rest.split_at_checked(begin)?;
            opens |= between.contains(['.', '!', '?', ':', '“', '"', '‘', '\n']);
            let end = from.find(|c: char| !c.is_alphanumeric()).unwrap_or(from.len());
            let (word, after) = from.split_at_checked(end)?;
            rest = after;
            // What an apostrophe leaves of *Vell's*.
            if word == "s" && between.ends_with(['\'', '’']) {
                continue;
            }
            let first = word.chars().next()?;
            let has_digit = word.contains(|c: char| c.is_ascii_digit());
            let is_telling = has_digit || first.is_uppercase() && !opens;
            opens = false;
            return Some(Word { text: word, hash: hash_of(word), is_telling, has_digit });
        }
    })
}

/// FNV-1a of a word in small letters: fixed, since it is kept on disk.
fn hash_of(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    if word.is_ascii() {
        word.bytes().for_each(|byte| take(byte.to_ascii_lowercase()));
    } else {
        let mut buffer = [0; 4];
        word.chars().flat_map(char::to_lowercase).for_each(|c| c.encode_utf8(&mut buffer).bytes().for_each(&mut take));
    }
    hash
}

/// The finaliser of `splitmix64`.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The number of different shingles and the least of them under each order.
fn minima(words: &[u64]) -> (u32, Vec<u32>) {
    let mut shingles: Vec<u64> = words
        .windows(SHINGLE)
        .map(|shingle| shingle.iter().fold(0, |hash: u64, &word| mix(hash.rotate_left(7) ^ word)))
        .collect();
    shingles.sort_unstable();
    shingles.dedup();
    if shingles.len() < MIN_SHINGLES {
        return (shingles.len() as u32, Vec::new());
    }
    let mut minima = vec![u32::MAX; N_HASHES];
    for (n, least) in minima.iter_mut().enumerate() {
        let factor = mix(2 * n as u64 + 1) | 1;
        let offset = mix(2 * n as u64 + 2);
        *least = shingles
            .iter()
            .map(|&shingle| (shingle.wrapping_mul(factor).wrapping_add(offset) >> 32) as u32)
            .min()
            .unwrap_or(u32::MAX);
    }
    (shingles.len() as u32, minima)
}

#[cfg(test)]
mod tests;
