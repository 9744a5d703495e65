//! Trains the chain: a conditional random field by stochastic gradient (`AdaGrad`, Duchi et al. 2011) with features
//! dropped at random, so that no feature is leant on alone.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use nutgraf::annotate::label::chain::{N_TAGS, Scores, Steps, Sums, may_follow};
use nutgraf::annotate::label::feature::{Facts, MOST, N_BOUNDARIES, Vocabulary};
use nutgraf::annotate::page::Stretch;

use crate::articles::Marks;

/// Features that occur less often in the training text are left out.
const FEWEST: u32 = 3;

/// The features are hashes already.
#[derive(Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map by hash.
pub type ByHash<T> = HashMap<u64, T, BuildHasherDefault<AsIs>>;

/// Words and their classes.
#[derive(Default)]
pub struct Words(pub ByHash<u8>);

impl Vocabulary for Words {
    fn class(&self, word: u64) -> u8 {
        self.0.get(&word).copied().unwrap_or(0)
    }
}

/// A block as the trainer sees it.
pub struct Sequence {
    features: Vec<u32>,
    ends: Vec<u32>,
    boundaries: Vec<u8>,
    tags: Vec<u8>,
}

impl Sequence {
    fn of(&self, index: usize) -> &[u32] {
        let from = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.features[from..self.ends[index] as usize]
    }
}

/// Blocks of an article, as stretches of tokens.
pub fn blocks(article: &Marks) -> Vec<Stretch> {
    let tokens = &article.found.tokens;
    let mut out = Vec::new();
    let mut first = 0;
    while first < tokens.len() {
        let block = tokens[first].block;
        let end = first + tokens[first..].partition_point(|token| token.block == block);
        out.push(Stretch::new(first, end));
        first = end;
    }
    out
}

/// Collects the features that occur often enough.
pub fn dictionary(articles: &[&Marks], words: &Words) -> ByHash<u32> {
    let mut counts: ByHash<u32> = ByHash::default();
    let (mut facts, mut out) = (Facts::default(), [0; MOST]);
    for article in articles {
        let page = article.page();
        facts.begin(&article.found);
        for block in blocks(article) {
            facts.gather(&page, &article.found, block, words);
            for index in 0..facts.len() {
                let n = facts.features(index, &mut out);
                for &feature in &out[..n] {
                    *counts.entry(feature).or_default() += 1;
                }
            }
        }
    }
    let mut kept: Vec<u64> = counts.into_iter().filter(|(_, count)| *count >= FEWEST).map(|(key, _)| key).collect();
    kept.sort_unstable();
    kept.into_iter().enumerate().map(|(index, key)| (key, index as u32)).collect()
}

/// An article's blocks as sequences.
pub fn sequences(article: &Marks, words: &Words, index: &ByHash<u32>) -> Vec<Sequence> {
    let (mut facts, mut out) = (Facts::default(), [0; MOST]);
    let page = article.page();
    facts.begin(&article.found);
    blocks(article)
        .into_iter()
        .map(|block| {
            facts.gather(&page, &article.found, block, words);
            let mut sequence = Sequence {
                features: Vec::new(),
                ends: Vec::new(),
                boundaries: Vec::new(),
                tags: article.tags[block.first..block.end].to_vec(),
            };
            for at in 0..facts.len() {
                let n = facts.features(at, &mut out);
                sequence.features.extend(out[..n].iter().filter_map(|feature| index.get(feature)));
                sequence.ends.push(sequence.features.len() as u32);
                sequence.boundaries.push(facts.boundary(at) as u8);
            }
            sequence
        })
        .collect()
}

/// A small generator of pseudo-random numbers (Steele et al. 2014, `SplitMix64`): the same seed, the same weights.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// How to train.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Passes over the text.
    pub epochs: usize,
    /// Length of a step.
    pub rate: f32,
    /// Share of the features that are dropped at random.
    pub drop: f32,
    /// Seed of what is left to chance: order and drops.
    pub seed: u64,
}

impl Sequence {
    /// Leaves out features; `place` gives the new number of each that stays.
    pub fn keep(&mut self, place: &[Option<u32>]) {
        let mut kept = Vec::new();
        let mut first = 0;
        for end in &mut self.ends {
            let old = &self.features[first..*end as usize];
            first = *end as usize;
            kept.extend(old.iter().filter_map(|&feature| place[feature as usize]));
            *end = kept.len() as u32;
        }
        self.features = kept;
    }
}

/// Trains on sequences: the mean of the weights after each of the later passes.
pub fn train(sequences: &[Sequence], n_features: usize, plan: Plan) -> (Vec<Scores>, Vec<Steps>) {
    let mut own = vec![[0.0_f32; 8]; n_features];
    let mut own_squares = vec![[1e-6_f32; 8]; n_features];
    let mut steps = vec![[[0.0_f32; N_TAGS]; N_TAGS]; N_BOUNDARIES];
    let mut step_squares = vec![[[1e-6_f32; N_TAGS]; N_TAGS]; N_BOUNDARIES];
    let mut mean_own = vec![[0.0_f32; N_TAGS]; n_features];
    let mut mean_steps = vec![[[0.0_f32; N_TAGS]; N_TAGS]; N_BOUNDARIES];
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    let mut chance = Chance(plan.seed);
    let mut sums = Sums::default();
    let keep = 1.0 - plan.drop;
    let threshold = (plan.drop * 65536.0) as u64;
    let mut n_means = 0;
    let mut kept: Vec<u32> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    let mut powers = vec![[[0.0_f32; N_TAGS]; N_TAGS]; N_BOUNDARIES];
    for epoch in 0..plan.epochs {
        for at in (1..order.len()).rev() {
            let other = (chance.next() % (at as u64 + 1)) as usize;
            order.swap(at, other);
        }
        let mut likelihood = 0.0;
        for &number in &order {
            let sequence = &sequences[number];
            let n = sequence.tags.len();
            kept.clear();
            ends.clear();
            for index in 0..n {
                let mut bits = 0;
                for (place, &feature) in sequence.of(index).iter().enumerate() {
                    if place % 4 == 0 {
                        bits = chance.next();
                    }
                    if (bits & 0xffff) >= threshold {
                        kept.push(feature);
                    }
                    bits >>= 16;
                }
                ends.push(kept.len());
            }
            let of = |index: usize| &kept[if index == 0 { 0 } else { ends[index - 1] }..ends[index]];
            let scores: Vec<Scores> = (0..n)
                .map(|index| {
                    let mut total = [0.0_f32; 8];
                    for &feature in of(index) {
                        for (to, from) in total.iter_mut().zip(&own[feature as usize]) {
                            *to += from;
                        }
                    }
                    std::array::from_fn(|tag| total[tag] / keep)
                })
                .collect();
            for &boundary in &sequence.boundaries {
                let boundary = boundary as usize;
                for from in 0..N_TAGS {
                    for tag in 0..N_TAGS {
                        powers[boundary][from][tag] =
                            if may_follow(from, tag) { steps[boundary][from][tag].exp() } else { 0.0 };
                    }
                }
            }
            sums.run(&scores, |index| &powers[sequence.boundaries[index] as usize]);
            likelihood -= sums.log_total;
            for index in 0..n {
                let gold = sequence.tags[index] as usize;
                likelihood += f64::from(scores[index][gold]);
                let mut gradient = [0.0_f32; 8];
                let marginal = sums.marginal(index);
                for tag in 0..N_TAGS {
                    gradient[tag] = (f32::from(u8::from(tag == gold)) - marginal[tag]) / keep;
                }
                if gradient.iter().all(|value| value.abs() < 1e-3) {
                    continue;
                }
                for &feature in of(index) {
                    let (weights, squares) = (&mut own[feature as usize], &mut own_squares[feature as usize]);
                    for tag in 0..8 {
                        let slope = gradient[tag];
                        squares[tag] += slope * slope;
                        weights[tag] += plan.rate * slope / squares[tag].sqrt();
                    }
                }
            }
            for index in 1..n {
                let boundary = sequence.boundaries[index] as usize;
                let (gold_from, gold) = (sequence.tags[index - 1] as usize, sequence.tags[index] as usize);
                likelihood += f64::from(steps[boundary][gold_from][gold]);
                for from in 0..N_TAGS {
                    for tag in 0..N_TAGS {
                        if !may_follow(from, tag) {
                            continue;
                        }
                        let joint = sums.forward[index - 1][from]
                            * powers[boundary][from][tag]
                            * sums.own[index][tag]
                            * sums.backward[index][tag]
                            / sums.scale[index];
                        let target = f32::from(u8::from(from == gold_from && tag == gold));
                        let slope = target - joint;
                        let squares = &mut step_squares[boundary][from][tag];
                        *squares += slope * slope;
                        steps[boundary][from][tag] += plan.rate * slope / squares.sqrt();
                    }
                }
            }
        }
        eprintln!("seed {}, pass {}: log-likelihood {likelihood:.0}", plan.seed, epoch + 1);
        if epoch * 2 >= plan.epochs {
            n_means += 1;
            for (mean, weights) in mean_own.iter_mut().zip(&own) {
                for tag in 0..N_TAGS {
                    mean[tag] += weights[tag];
                }
            }
            for (mean, weights) in mean_steps.iter_mut().zip(&steps) {
                for from in 0..N_TAGS {
                    for tag in 0..N_TAGS {
                        mean[from][tag] += weights[from][tag];
                    }
                }
            }
        }
    }
    let n_means = n_means as f32;
    mean_own.iter_mut().flatten().for_each(|weight| *weight /= n_means);
    mean_steps.iter_mut().flatten().flatten().for_each(|weight| *weight /= n_means);
    (mean_own, mean_steps)
}
