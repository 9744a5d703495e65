//! The model file: weights of features, of steps between tags, and the vocabulary, read where they lie.
//!
//! Layout, all little-endian: the magic `NGL1`; numbers of buckets and of word slots (`u32` each); the scale of the
//! weights (`f32`); steps between tags, `N_BOUNDARIES` × 7 × 7 `f32`; word slots of `u32` (24 bits of the word's
//! fingerprint, 8 bits of its class; empty is 0); noughts up to a multiple of 64; buckets of 64 bytes: seven checks (`u16`), then seven rows of seven
//! weights of one signed byte, and a byte of nothing; eight bytes of nought. A feature is looked for in one bucket only, one cache line; its
//! check turns away nearly all features that the training text did not have.

use super::chain::{N_TAGS, NEVER, Scores, Steps, may_follow};
use super::feature::{MOST, N_BOUNDARIES, Vocabulary};

/// Rows a bucket.
pub const ROWS: usize = 7;
/// Where a bucket's rows begin.
pub const ROWS_FROM: usize = 2 * ROWS;
/// Bytes a bucket.
pub const BUCKET_BYTES: usize = 64;
/// First bytes of the file.
pub const MAGIC: [u8; 4] = *b"NGL1";
const HEADER_BYTES: usize = 16;
/// Noughts behind the buckets.
pub const PAD_BYTES: usize = 8;

/// A model's file at the border of a cache line, so that none of its buckets lies across two.
#[repr(C, align(64))]
#[derive(Debug)]
pub struct Aligned<T: ?Sized>(pub T);

/// A model, its weights left where they lie.
#[derive(Debug)]
pub struct Model {
    scale: f32,
    steps: Vec<Steps>,
    powers: Vec<Steps>,
    slots: &'static [u8],
    buckets: &'static [u8],
}

/// The bucket and the check of a feature. No check is 0, which stands for an empty row.
pub fn place(feature: u64, n_buckets: usize) -> (usize, u16) {
    let bucket = ((feature >> 32) * n_buckets as u64) >> 32;
    (bucket as usize, ((feature >> 7) as u16).max(1))
}

/// The slot to begin at, and the word's bits above its class.
pub fn slot(word: u64, n_slots: usize) -> (usize, u32) {
    let at = ((word >> 32) * n_slots as u64) >> 32;
    (at as usize, ((word as u32) | 0x100) & 0xffff_ff00)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

impl Model {
    /// Reads a model; none when its bytes are no model.
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        if bytes.get(..4)? != MAGIC {
            return None;
        }
        let (n_buckets, n_slots) = (u32_at(bytes, 4)? as usize, u32_at(bytes, 8)? as usize);
        let scale = f32::from_bits(u32_at(bytes, 12)?);
        let mut steps = vec![[[0.0; N_TAGS]; N_TAGS]; N_BOUNDARIES];
        let mut powers = steps.clone();
        let mut at = HEADER_BYTES;
        for (step, power) in steps.iter_mut().zip(&mut powers) {
            for (from, (row, power)) in step.iter_mut().zip(power).enumerate() {
                for (tag, (score, power)) in row.iter_mut().zip(power).enumerate() {
                    let stored = f32::from_bits(u32_at(bytes, at)?);
                    at += 4;
                    (*score, *power) = if may_follow(from, tag) { (stored, stored.exp()) } else { (NEVER, 0.0) };
                }
            }
        }
        let slots = bytes.get(at..at + n_slots * 4)?;
        let buckets = bytes.get((at + n_slots * 4).next_multiple_of(BUCKET_BYTES)..)?;
        (buckets.len() == n_buckets * BUCKET_BYTES + PAD_BYTES).then_some(Self { scale, steps, powers, slots, buckets })
    }

    /// Scores of the step into a token over a boundary of this class.
    pub fn steps(&self, boundary: usize) -> &Steps {
        self.steps.get(boundary).unwrap_or(&NO_STEPS)
    }

    /// Their exponentials.
    pub fn powers(&self, boundary: usize) -> &Steps {
        self.powers.get(boundary).unwrap_or(&NO_STEPS)
    }

    /// The scores of a token with these features.
    pub fn scores(&self, features: &[u64]) -> Scores {
        let n_buckets = self.buckets.len() / BUCKET_BYTES;
        // Sums of at most MOST signed bytes fit 16 bits.
        let mut total = [0_i16; 8];
        // First all rows are looked up, then all are added: the lookups wait for memory side by side.
        let mut rows = [0_u32; MOST];
        for (row, &feature) in rows.iter_mut().zip(features) {
            let (bucket, check) = place(feature, n_buckets);
            let start = bucket * BUCKET_BYTES;
            if let Some(checks) = self.buckets.get(start..).and_then(|rest| rest.first_chunk::<16>()) {
                // What is not there weighs what the pad behind the buckets holds: nothing.
                let lane = row_of(checks, check);
                let at = start + ROWS_FROM + lane as usize * N_TAGS;
                *row = if lane < ROWS as u32 { at } else { n_buckets * BUCKET_BYTES } as u32;
            }
        }
        for &from in rows.iter().take(features.len()) {
            // One byte more than the row has, for eight sums at once.
            let from = from as usize;
            let Some(weights) = self.buckets.get(from..).and_then(|rest| rest.first_chunk::<8>()) else { continue };
            for (sum, weight) in total.iter_mut().zip(weights) {
                *sum += i16::from(weight.cast_signed());
            }
        }
        std::array::from_fn(|tag| f32::from(total[tag]) * self.scale)
    }
}

static NO_STEPS: Steps = [[0.0; N_TAGS]; N_TAGS];

/// The row with this check, [`ROWS`] or more when there is none. All seven are compared at once (a lane of nought is
/// where subtracting one borrows) and nothing is branched on: half of the features are not there, and nobody could
/// guess which.
fn row_of(checks: &[u8; 16], check: u16) -> u32 {
    const ONES: u64 = 0x0001_0001_0001_0001;
    let half = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let (low, high) = (half(checks.first_chunk()), half(checks.last_chunk()));
    let wanted = u64::from(check) * ONES;
    let lanes = |stored: u64| {
        let same = stored ^ wanted;
        same.wrapping_sub(ONES) & !same & (ONES << 15)
    };
    let (low, high) = (lanes(low), lanes(high) & (u64::MAX >> 16));
    let first = low.trailing_zeros() / 16;
    if low == 0 { 4 + high.trailing_zeros() / 16 } else { first }
}

impl Vocabulary for Model {
    fn class(&self, word: u64) -> u8 {
        let n_slots = self.slots.len() / 4;
        if n_slots == 0 {
            return 0;
        }
        let (first, key) = slot(word, n_slots);
        for step in 0..64 {
            let at = (first + step) % n_slots;
            match u32_at(self.slots, at * 4) {
                Some(0) | None => return 0,
                Some(stored) if stored & 0xffff_ff00 == key => return stored as u8,
                Some(_) => {}
            }
        }
        0
    }
}
