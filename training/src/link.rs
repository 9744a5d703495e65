//! Trains the linker's choices on labelled articles: softmax and logistic regression by stochastic gradient
//! (`AdaGrad`, Duchi et al. 2011), one choice after the other, each on what those before it really choose.

use nutgraf::annotate::label::{self, model::Model};
use nutgraf::annotate::link::choice::{self, Draft};
use nutgraf::annotate::link::edge::{self, Piece, Side};
use nutgraf::annotate::link::model::UNIT;
use nutgraf::annotate::link::scene::{Candidate, Scene};
use nutgraf::annotate::link::weigh::{N_WEIGHTS, Row, Weigh, chance, shares};
use nutgraf::annotate::link::{Linker, join, keep};
use nutgraf::annotate::page::Stretch;

use crate::articles::{Marked, Marks};
use crate::chain::{Chance, Words};
use crate::labels;

/// Weights under training.
pub struct Learner {
    weights: Vec<f32>,
    squares: Vec<f32>,
    sums: Vec<f32>,
    /// Features too rare among the examples to be learnt from.
    rare: Vec<bool>,
}

impl Weigh for Learner {
    fn weight(&self, slot: u16) -> f32 {
        self.weights[slot as usize]
    }
}

/// Rows of which one is right, or a single row that is right or wrong.
pub struct Example {
    rows: Vec<Vec<u16>>,
    /// The right row; of a single row, 1 for right and 0 for wrong.
    right: usize,
}

const EPOCHS: usize = 6;
const RATE: f32 = 0.03;
const FEWEST: u32 = 6;
const DECAY: f32 = 2e-5;

impl Learner {
    fn new() -> Self {
        Self {
            weights: vec![0.0; N_WEIGHTS],
            squares: vec![1e-4; N_WEIGHTS],
            sums: vec![0.0; N_WEIGHTS],
            rare: vec![false; N_WEIGHTS],
        }
    }

    fn total(&self, row: &[u16]) -> f32 {
        row.iter().map(|&slot| self.weights[slot as usize]).sum()
    }

    fn step(&mut self, row: &[u16], slope: f32) {
        for &slot in row {
            let slot = slot as usize;
            if self.rare[slot] {
                continue;
            }
            let slope = slope - DECAY * self.weights[slot];
            self.squares[slot] += slope * slope;
            self.weights[slot] += RATE * slope / self.squares[slot].sqrt();
        }
    }

    /// Trains on examples; weights are averaged over the later half.
    fn learn(&mut self, name: &str, examples: &[Example]) {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = Chance(7);
        let mut counts = vec![0_u32; N_WEIGHTS];
        for slot in examples.iter().flat_map(|one| one.rows.iter().flatten()) {
            counts[*slot as usize] += 1;
        }
        let touched: Vec<bool> = counts.iter().map(|&count| count > 0).collect();
        self.rare = counts.iter().map(|&count| count < FEWEST).collect();
        self.sums.fill(0.0);
        let mut n_sums = 0.0;
        for epoch in 0..EPOCHS {
            for at in (1..order.len()).rev() {
                order.swap(at, (random.next() % (at as u64 + 1)) as usize);
            }
            let mut right = 0;
            for &number in &order {
                let example = &examples[number];
                if let [row] = &example.rows[..] {
                    let p = chance(self.total(row));
                    right += usize::from((p > 0.5) == (example.right == 1));
                    self.step(row, example.right as f32 - p);
                    continue;
                }
                let mut scores: Vec<f32> = example.rows.iter().map(|row| self.total(row)).collect();
                shares(&mut scores);
                right += usize::from(scores.iter().all(|&share| share <= scores[example.right]));
                for (at, row) in example.rows.iter().enumerate() {
                    let slope = f32::from(u8::from(at == example.right)) - scores[at];
                    if slope.abs() > 1e-3 {
                        self.step(row, slope);
                    }
                }
            }
            if epoch * 2 >= EPOCHS {
                n_sums += 1.0;
                self.sums.iter_mut().zip(&self.weights).for_each(|(sum, weight)| *sum += weight);
            }
            if epoch + 1 == EPOCHS {
                eprintln!(
                    "{name}: {} examples, {:.2} % right",
                    examples.len(),
                    right as f32 * 100.0 / examples.len() as f32
                );
            }
        }
        for slot in 0..N_WEIGHTS {
            if touched[slot] {
                self.weights[slot] = self.sums[slot] / n_sums;
            }
        }
    }

    /// The weights as the program reads them.
    pub fn bytes(&self) -> Vec<u8> {
        let unit = |weight: &f32| ((weight / UNIT).round().clamp(-32768.0, 32767.0) as i16).to_le_bytes();
        self.weights.iter().flat_map(unit).collect()
    }
}

/// Who is marked to own each token's content.
fn owners(article: &Marks) -> Vec<Option<usize>> {
    let mut owners = vec![None; article.found.tokens.len()];
    for (number, one) in article.marked.iter().enumerate() {
        for index in one.content.iter().flat_map(|part| part.iter()) {
            owners[index].get_or_insert(number);
        }
    }
    owners
}

/// The marked attribution that most of some parts' tokens belong to.
fn owner(owners: &[Option<usize>], parts: &[Stretch]) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for number in parts.iter().flat_map(|part| part.iter()).filter_map(|index| owners[index]) {
        match counts.iter_mut().find(|(other, _)| *other == number) {
            Some((_, count)) => *count += 1,
            None => counts.push((number, 1)),
        }
    }
    counts.into_iter().max_by_key(|&(number, count)| (count, usize::MAX - number)).map(|(number, _)| number)
}

/// The candidate that shares most with what is marked.
fn right(list: &[Candidate], numbers: &[usize], marked: &[Stretch]) -> Option<usize> {
    if marked.is_empty() {
        return Some(numbers.len());
    }
    let shared = |at: usize| -> usize { marked.iter().map(|one| keep::overlap(*one, list[at].stretch)).sum() };
    let best = numbers.iter().enumerate().max_by_key(|&(place, &at)| (shared(at), usize::MAX - place))?;
    (shared(*best.1) > 0).then_some(best.0)
}

fn jaccard(a: &[Stretch], b: &[Stretch]) -> f32 {
    let both: usize = a.iter().flat_map(|a| b.iter().map(|b| keep::overlap(*a, *b))).sum();
    let all: usize = a.iter().chain(b).map(|part| part.len()).sum::<usize>() - both;
    both as f32 / all.max(1) as f32
}

fn cue_example(
    scene: &Scene<'_>,
    draft: &Draft,
    before: Option<&Draft>,
    marked: &Marked,
) -> Option<(Example, Option<usize>)> {
    let (mut rows, mut numbers) = (Vec::new(), Vec::new());
    choice::cue_rows(scene, draft, before, &mut numbers, &mut Row::default(), |row| rows.push(row.slots.clone()));
    let right = right(&scene.cues, &numbers, &marked.cue)?;
    let number = numbers.get(right).copied();
    (rows.len() > 1).then_some((Example { rows, right }, number))
}

fn source_example(
    scene: &Scene<'_>,
    draft: &Draft,
    before: Option<&Draft>,
    marked: &Marked,
) -> Option<(Example, Option<usize>)> {
    let (mut rows, mut numbers) = (Vec::new(), Vec::new());
    choice::source_rows(scene, draft, before, &mut numbers, &mut Row::default(), |row| rows.push(row.slots.clone()));
    let right = right(&scene.sources, &numbers, &marked.source)?;
    let number = numbers.get(right).copied();
    (rows.len() > 1).then_some((Example { rows, right }, number))
}

fn edge_examples(scene: &Scene<'_>, draft: &Draft, piece: &Piece, marked: &[Stretch], examples: &mut Vec<Example>) {
    let Some(gold) = marked.iter().max_by_key(|part| keep::overlap(**part, piece.stretch)) else { return };
    if !gold.overlaps(piece.stretch) {
        return;
    }
    let (mut places, mut row) = (Vec::new(), Row::default());
    for side in [Side::First, Side::Last] {
        edge::places(scene, piece, side, &mut places);
        let edge = edge::own(scene, *gold, side);
        let Some(right) = places.iter().position(|&place| place == edge) else { continue };
        let rows: Vec<Vec<u16>> = places
            .iter()
            .map(|&place| {
                edge::row(scene, draft, piece, side, place, &mut row);
                row.slots.clone()
            })
            .collect();
        if rows.len() > 1 {
            examples.push(Example { rows, right });
        }
    }
}

/// Articles are labelled in so many folds.
const FOLDS: usize = 4;

/// Labels every article by a model that was trained on the others, so that the linker sees the mistakes that it will
/// meet in use.
pub fn label_held_out(articles: &mut [Marks], words: &Words) {
    for fold in 0..FOLDS {
        let rest: Vec<&Marks> =
            articles.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, one)| one).collect();
        let Some(model) = Model::read(labels::train(&rest, words, 1).leak()) else { continue };
        for article in articles.iter_mut().skip(fold).step_by(FOLDS) {
            article.found.labels = label::with(&model, &article.page(), &article.found);
        }
    }
}

/// Trains on articles whose tokens are labelled as a model that has not seen them labels them.
pub fn train(articles: &[Marks]) -> Learner {
    let mut learner = Learner::new();
    let all_owners: Vec<Vec<Option<usize>>> = articles.iter().map(owners).collect();
    let mut examples = Vec::new();
    for (article, owners) in articles.iter().zip(&all_owners) {
        let page = article.page();
        let scene = Scene::gather(&page, &article.found);
        let mut before: Option<Draft> = None;
        for &part in &scene.parts {
            let mut draft = Draft::new(&scene, vec![part]);
            if let Some(number) = owner(owners, &draft.parts)
                && let Some((example, chosen)) = cue_example(&scene, &draft, before.as_ref(), &article.marked[number])
            {
                draft.cue = chosen;
                examples.push(example);
            }
            before = Some(draft);
        }
    }
    learner.learn("cue", &examples);
    examples.clear();
    for (article, owners) in articles.iter().zip(&all_owners) {
        let page = article.page();
        let mut linker = Linker::new(&page, &article.found, &learner);
        let singles = linker.singles();
        let mut row = Row::default();
        for (at, pair) in singles.windows(2).enumerate() {
            let (Some(a), Some(b)) = (owner(owners, &pair[0].parts), owner(owners, &pair[1].parts)) else { continue };
            if join::row(&linker.scene, &pair[0], &pair[1], singles.get(at + 2), &mut row) {
                examples.push(Example { rows: vec![row.slots.clone()], right: usize::from(a == b) });
            }
        }
    }
    learner.learn("join", &examples);
    examples.clear();
    for (article, owners) in articles.iter().zip(&all_owners) {
        let page = article.page();
        let mut linker = Linker::new(&page, &article.found, &learner);
        let singles = linker.singles();
        let mut before: Option<Draft> = None;
        for parts in linker.joined(&singles) {
            let mut draft = Draft::new(&linker.scene, parts);
            linker.choose(&mut draft, before.as_ref());
            if let Some(number) = owner(owners, &draft.parts)
                && let Some((example, chosen)) =
                    source_example(&linker.scene, &draft, before.as_ref(), &article.marked[number])
            {
                draft.source = chosen;
                examples.push(example);
            }
            before = Some(draft);
        }
    }
    learner.learn("source", &examples);
    examples.clear();
    for (article, owners) in articles.iter().zip(&all_owners) {
        let page = article.page();
        let mut linker = Linker::new(&page, &article.found, &learner);
        let singles = linker.singles();
        let mut before: Option<Draft> = None;
        for parts in linker.joined(&singles) {
            let mut draft = Draft::new(&linker.scene, parts);
            linker.choose(&mut draft, before.as_ref());
            if let Some(number) = owner(owners, &draft.parts) {
                let marked = &article.marked[number];
                for at in 0..draft.parts.len() {
                    let piece = edge::content(&linker.scene, &draft, at);
                    edge_examples(&linker.scene, &draft, &piece, &marked.content, &mut examples);
                }
                if let Some(piece) = edge::source(&linker.scene, &draft) {
                    edge_examples(&linker.scene, &draft, &piece, &marked.source, &mut examples);
                }
            }
            before = Some(draft);
        }
    }
    learner.learn("edge", &examples);
    examples.clear();
    for (article, _) in articles.iter().zip(&all_owners) {
        let page = article.page();
        let mut linker = Linker::new(&page, &article.found, &learner);
        let singles = linker.singles();
        let mut before: Option<Draft> = None;
        let mut row = Row::default();
        let good = |parts: &[Stretch]| article.marked.iter().any(|one| jaccard(&one.content, parts) >= 0.5);
        for parts in linker.joined(&singles) {
            let mut draft = Draft::new(&linker.scene, parts);
            linker.choose(&mut draft, before.as_ref());
            keep::row(&linker.scene, &draft, true, &mut row);
            examples.push(Example { rows: vec![row.slots.clone()], right: usize::from(good(&draft.parts)) });
            before = Some(draft);
        }
        for number in 0..article.found.proposals.len() {
            let rule = &article.found.proposals[number];
            let meets = linker.scene.parts.iter().any(|part| rule.content.iter().any(|own| own.overlaps(*part)));
            if rule.nested_in.is_none() && !meets {
                let draft = linker.alone(number);
                keep::row(&linker.scene, &draft, false, &mut row);
                examples.push(Example { rows: vec![row.slots.clone()], right: usize::from(good(&draft.parts)) });
            }
        }
    }
    learner.learn("keep", &examples);
    learner
}
