//! Articles of a day grouped to stories. Pure.
//!
//! Each article is a vector of the words of its headline and lead (headline words count three times, names and numbers
//! of the lead one and a half times), weighted by `1 + ln tf` and by how few of the day's articles have them, and a set
//! of the speakers who appear in it, weighted in the same way. The likeness of two articles is the cosine of their
//! words, raised by what they share of people:
//!
//! ```text
//! likeness = cosine(words) + PEOPLE × cosine(people) × (1 − cosine(words))     at least MIN_WORDS of words
//! ```
//!
//! Groups are joined while the mean likeness of all pairs between two of them is at least [`MIN_LIKENESS`]
//! (average-link agglomerative clustering, by the nearest-neighbour chain of F. Murtagh, *A survey of recent advances in
//! hierarchical clustering algorithms*, Computer Journal 26(4), 1983). `tests/today.rs` measures it on a marked day.

use std::collections::HashMap;

use crate::library::likeness::sketch::Term;

/// How much shared people raise the likeness.
const PEOPLE: f64 = 0.35;

/// Two articles that share less than this of words are not alike, whoever is in them: the same minister has two
/// stories a day.
const MIN_WORDS: f64 = 0.06;

/// The least mean likeness of two groups that are one story.
const MIN_LIKENESS: f64 = 0.2;

/// What a name or number of the lead counts.
const TELLING: f64 = 1.5;

/// Articles that a day is thought to have besides those at hand, none of which has their words: a word in all of three
/// articles is still a rare one.
const UNSEEN: f64 = 20.0;

/// What a third of many articles have says nothing about which of them belong together; leaving it out also keeps the
/// work within bounds.
const FEW: usize = 30;
const COMMON: usize = 3;

/// An article, as far as stories are concerned.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// What it is about.
    pub(super) terms: Vec<Term>,
    /// Who appears in it.
    pub(super) people: Vec<i64>,
}

/// Groups pieces, given by their place. In each group, the one that is most like the others stands first, the rest in
/// their order; groups stand in the order of their first member.
pub(super) fn stories(pieces: &[Piece]) -> Vec<Vec<usize>> {
    let likeness = Likeness::of(pieces);
    let mut groups = likeness.clone().joined();
    for group in &mut groups {
        group.sort_unstable();
        let mean = |of: usize| group.iter().map(|&other| likeness.of_pair(of, other)).sum::<f64>();
        // The first of equals, which is the newest.
        let middle = group.iter().copied().rev().max_by(|&a, &b| mean(a).total_cmp(&mean(b)));
        if let Some(middle) = middle {
            group.retain(|&piece| piece != middle);
            group.insert(0, middle);
        }
    }
    groups.sort_by_key(|group| group.iter().min().copied());
    groups
}

/// Likeness of every pair.
#[derive(Clone, Debug)]
struct Likeness {
    n: usize,
    of: Vec<f32>,
}

impl Likeness {
    fn of(pieces: &[Piece]) -> Self {
        let n = pieces.len();
        let words = cosines(n, |piece| {
            let terms = pieces.get(piece).map_or(&[][..], |piece| &piece.terms);
            terms
                .iter()
                .map(|term| {
                    let telling = if term.is_telling { TELLING } else { 1.0 };
                    (i64::from(term.hash), telling * (1.0 + f64::from(term.weight.max(1)).ln()))
                })
                .collect()
        });
        let people = cosines(n, |piece| {
            pieces.get(piece).map_or(&[][..], |piece| &piece.people).iter().map(|&person| (person, 1.0)).collect()
        });
        let both = words.iter().zip(&people).map(|(&words, &people)| {
            let (words, people) = (f64::from(words), f64::from(people));
            if words < MIN_WORDS { 0.0 } else { (words + PEOPLE * people * (1.0 - words)) as f32 }
        });
        Self { n, of: both.collect() }
    }

    fn of_pair(&self, one: usize, other: usize) -> f64 {
        self.of.get(one * self.n + other).copied().map_or(0.0, f64::from)
    }

    /// Joins the likest groups until none are alike enough.
    fn joined(mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Option<Vec<usize>>> = (0..self.n).map(|piece| Some(vec![piece])).collect();
        let mut chain: Vec<usize> = Vec::new();
        let mut done: Vec<Vec<usize>> = Vec::new();
        let mut next = 0;
        loop {
            let Some(top) = chain.last().copied() else {
                while groups.get(next).is_some_and(Option::is_none) {
                    next += 1;
                }
                if next >= self.n {
                    break;
                }
                chain.push(next);
                continue;
            };
            let before = chain.len().checked_sub(2).and_then(|at| chain.get(at)).copied();
            let best = self.nearest(top, before, &groups);
            match best {
                Some((nearest, likeness)) if likeness >= MIN_LIKENESS => {
                    if Some(nearest) == before {
                        chain.truncate(chain.len() - 2);
                        self.join(top, nearest, &mut groups);
                    } else {
                        chain.push(nearest);
                    }
                }
                // Nothing will ever be nearer: joining others makes no mean greater than its greatest part.
                _ => {
                    chain.pop();
                    if let Some(group) = groups.get_mut(top).and_then(Option::take) {
                        done.push(group);
                    }
                }
            }
        }
        done
    }

    /// The group that is most like one; of equals the one before it in the chain, so that the chain ends.
    fn nearest(&self, of: usize, before: Option<usize>, groups: &[Option<Vec<usize>>]) -> Option<(usize, f64)> {
        let mut best = before.map(|before| (before, self.of_pair(of, before)));
        for (other, group) in groups.iter().enumerate() {
            if other == of || group.is_none() {
                continue;
            }
            let likeness = self.of_pair(of, other);
            if best.is_none_or(|(_, known)| likeness > known) {
                best = Some((other, likeness));
            }
        }
        best
    }

    /// Puts one group into another; the mean likeness to every third is the mean of both, by their sizes.
    fn join(&mut self, from: usize, into: usize, groups: &mut [Option<Vec<usize>>]) {
        let Some(moved) = groups.get_mut(from).and_then(Option::take) else { return };
        let Some(grown) = groups.get_mut(into).and_then(Option::as_mut) else { return };
        let (n_moved, n_grown) = (moved.len() as f64, grown.len() as f64);
        grown.extend(moved);
        for other in 0..self.n {
            let mean =
                (n_moved * self.of_pair(from, other) + n_grown * self.of_pair(into, other)) / (n_moved + n_grown);
            for at in [into * self.n + other, other * self.n + into] {
                if let Some(cell) = self.of.get_mut(at) {
                    *cell = mean as f32;
                }
            }
        }
    }
}

/// The cosine of every two vectors of features, each weighted by how few vectors have it.
fn cosines(n: usize, features: impl Fn(usize) -> Vec<(i64, f64)>) -> Vec<f32> {
    let vectors: Vec<Vec<(i64, f64)>> = (0..n).map(features).collect();
    let mut bearers: HashMap<i64, Vec<(usize, f64)>> = HashMap::new();
    for (piece, vector) in vectors.iter().enumerate() {
        for (feature, weight) in vector {
            bearers.entry(*feature).or_default().push((piece, *weight));
        }
    }
    let mut squares = vec![0.0_f64; n];
    let mut dots = vec![0.0_f32; n * n];
    for of in bearers.values().filter(|of| n < FEW || of.len() * COMMON < n) {
        let rarity = ((n as f64 + UNSEEN) / of.len() as f64).ln().max(0.0);
        for (at, (piece, weight)) in of.iter().enumerate() {
            if let Some(square) = squares.get_mut(*piece) {
                *square += (weight * rarity).powi(2);
            }
            for (other, other_weight) in of.get(at + 1..).unwrap_or_default() {
                let product = (weight * other_weight * rarity * rarity) as f32;
                for cell in [piece * n + other, other * n + piece] {
                    if let Some(dot) = dots.get_mut(cell) {
                        *dot += product;
                    }
                }
            }
        }
    }
    for one in 0..n {
        for other in 0..n {
            let length = squares.get(one).zip(squares.get(other)).map_or(0.0, |(a, b)| (a * b).sqrt());
            if let Some(dot) = dots.get_mut(one * n + other) {
                *dot = if length > 0.0 { (f64::from(*dot) / length) as f32 } else { 0.0 };
            }
        }
    }
    dots
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Piece, stories};
    use crate::library::likeness::sketch::Term;

    fn piece(terms: &[u32], people: &[i64]) -> Piece {
        let term = |&hash: &u32| Term { hash, weight: 2, is_telling: false };
        Piece { terms: terms.iter().map(term).collect(), people: people.to_vec() }
    }

    #[test]
    fn pieces_that_share_words_are_one_story_and_others_are_none() {
        let pieces = [piece(&[1, 2, 3, 4], &[]), piece(&[7, 8, 9], &[]), piece(&[1, 2, 3, 5], &[]), piece(&[], &[])];
        assert_eq!(stories(&pieces), [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn people_alone_make_no_story_but_decide_where_words_leave_a_doubt() {
        assert_eq!(stories(&[piece(&[1, 2], &[7]), piece(&[3, 4], &[7])]).len(), 2);
        let words = ([1, 2, 3, 4, 5, 6], [1, 12, 13, 14, 15, 16]);
        assert_eq!(stories(&[piece(&words.0, &[7, 8]), piece(&words.1, &[5])]).len(), 2);
        assert_eq!(stories(&[piece(&words.0, &[7, 8]), piece(&words.1, &[7, 8])]).len(), 1);
    }

    #[test]
    fn the_one_in_the_middle_stands_first() {
        let pieces = [piece(&[1, 2, 3, 9], &[]), piece(&[1, 2, 3, 4, 5, 6], &[]), piece(&[4, 5, 6, 1], &[])];
        assert_eq!(stories(&pieces), [vec![1, 0, 2]]);
    }

    #[test]
    fn nothing_is_no_story() {
        assert_eq!(stories(&[]), Vec::<Vec<usize>>::new());
    }

    proptest! {
        #[test]
        fn every_piece_is_in_one_story(given in prop::collection::vec((prop::collection::vec(0..12_u32, 0..6), prop::collection::vec(0..4_i64, 0..3)), 0..40)) {
            let pieces: Vec<Piece> = given.into_iter().map(|(mut terms, mut people)| {
                terms.sort_unstable();
                terms.dedup();
                people.sort_unstable();
                people.dedup();
                piece(&terms, &people)
            }).collect();
            let mut all: Vec<usize> = stories(&pieces).concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..pieces.len()).collect::<Vec<_>>());
        }
    }
}
