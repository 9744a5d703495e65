//! The model of labels: from marked articles to the bytes of its file.

use nutgraf::annotate::label::chain::{N_TAGS, Scores, Steps};

use crate::articles::Marks;
use crate::chain::{self, ByHash, Plan, Sequence, Words};
use crate::table;

/// Buckets of the file, 64 bytes each.
const N_BUCKETS: usize = 32_000;
/// Features that stay: a bucket has seven rows, and fuller ones run over.
const N_KEPT: usize = N_BUCKETS * 7 * 8 / 10;
/// A short training to see which features matter.
const SKETCH: Plan = Plan { epochs: 4, rate: 0.05, drop: 0.5, seed: 1 };
/// The training of which the mean over several seeds is taken.
const FULL: Plan = Plan { epochs: 8, rate: 0.05, drop: 0.6, seed: 1 };

/// Trains on marked articles, with the mean of so many runs.
pub fn train(articles: &[&Marks], words: &Words, n_seeds: u64) -> Vec<u8> {
    let mut index = chain::dictionary(articles, words);
    let mut sequences: Vec<Sequence> = articles.iter().flat_map(|one| chain::sequences(one, words, &index)).collect();
    eprintln!("{} features", index.len());
    if index.len() > N_KEPT {
        let (own, _) = chain::train(&sequences, index.len(), SKETCH);
        let place = weightiest(&own);
        index = index.into_iter().filter_map(|(key, at)| Some((key, place[at as usize]?))).collect();
        for sequence in &mut sequences {
            sequence.keep(&place);
        }
    }
    let (own, steps) = mean(&sequences, &index, n_seeds);
    table::bytes(words, &index, &own, &steps, N_BUCKETS)
}

/// New numbers for the features of the largest weights.
fn weightiest(own: &[Scores]) -> Vec<Option<u32>> {
    let size = |row: &Scores| row.iter().map(|weight| weight.abs()).fold(0.0, f32::max);
    let mut order: Vec<(f32, usize)> = own.iter().map(size).enumerate().map(|(at, size)| (size, at)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut place = vec![None; own.len()];
    for (new, (_, at)) in order.into_iter().take(N_KEPT).enumerate() {
        place[at] = Some(new as u32);
    }
    place
}

/// The mean of several runs, two at a time.
fn mean(sequences: &[Sequence], index: &ByHash<u32>, n_seeds: u64) -> (Vec<Scores>, Vec<Steps>) {
    let mut own = vec![[0.0; N_TAGS]; index.len()];
    let mut steps: Vec<Steps> = Vec::new();
    let seeds: Vec<u64> = (1..=n_seeds).collect();
    for pair in seeds.chunks(2) {
        let runs: Vec<_> = std::thread::scope(|scope| {
            let started: Vec<_> = pair
                .iter()
                .map(|&seed| scope.spawn(move || chain::train(sequences, index.len(), Plan { seed, ..FULL })))
                .collect();
            started.into_iter().map(|run| run.join().unwrap_or_default()).collect()
        });
        for (run_own, run_steps) in runs {
            for (sum, weight) in own.iter_mut().flatten().zip(run_own.iter().flatten()) {
                *sum += weight / n_seeds as f32;
            }
            steps.resize(run_steps.len(), [[0.0; N_TAGS]; N_TAGS]);
            for (sum, weight) in steps.iter_mut().flatten().flatten().zip(run_steps.iter().flatten().flatten()) {
                *sum += weight / n_seeds as f32;
            }
        }
    }
    (own, steps)
}
