//! Rows of hashed features and what they weigh: the numbers behind every choice of the linker.
//!
//! A feature is a number of at most 16 bits hashed from a template and what fills it; collisions are few, since
//! templates have few values each. Training and use make rows by the same code.

/// Number of weights, a power of two.
pub const N_WEIGHTS: usize = 1 << 16;
/// Each task has its own part of the table.
const A_TASK: usize = 1 << 13;

/// The choices that share the table of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Whether two parts are of one statement.
    Join = 1,
    /// Which cue.
    Cue = 2,
    /// Which source.
    Source = 3,
    /// Whether it is a statement at all.
    Keep = 4,
    /// Where a content begins and ends.
    Edge = 5,
    /// Where a source begins and ends.
    Name = 6,
}

/// The features of one candidate.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Places in the table of weights.
    pub slots: Vec<u16>,
    base: usize,
    salt: u64,
    template: u64,
}

/// Two numbers in one, well mixed.
pub fn mix(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(25) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Several in one.
pub fn all(values: &[u64]) -> u64 {
    values.iter().fold(0x51, |so_far, &value| mix(so_far, value + 1))
}

/// A count as one of ten sizes.
pub fn size(n: usize) -> u64 {
    match n {
        0..=4 => n as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=15 => 7,
        16..=28 => 8,
        _ => 9,
    }
}

/// A probability as one of ten sizes, fine near both ends.
pub fn likely(odds: f32) -> u64 {
    const STEPS: [f32; 9] = [0.02, 0.08, 0.2, 0.4, 0.6, 0.8, 0.92, 0.98, 0.995];
    STEPS.iter().take_while(|&&step| odds >= step).count() as u64
}

impl Row {
    /// An empty row for a task.
    pub fn begin(&mut self, task: Task, kind: u64) {
        self.slots.clear();
        self.base = task as usize * A_TASK;
        self.salt = mix(task as u64, kind);
        self.template = 0;
    }

    /// Fills the next template. Inlined, so that the loop over its few values is unrolled.
    #[inline]
    pub fn add(&mut self, values: &[u64]) {
        self.template += 1;
        let hash = values.iter().fold(mix(self.salt, self.template), |so_far, &value| mix(so_far, value + 1));
        self.slots.push((self.base + ((hash >> 40) as usize & (A_TASK - 1))) as u16);
    }
}

/// A table of weights.
pub trait Weigh {
    /// The weight at a place.
    fn weight(&self, slot: u16) -> f32;

    /// What a row weighs.
    fn score(&self, row: &Row) -> f32 {
        row.slots.iter().map(|&slot| self.weight(slot)).sum()
    }
}

/// The probability that goes with a score of a yes or no.
pub fn chance(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// Scores made probabilities that add up to one (Bridle 1990, softmax).
pub fn shares(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}
