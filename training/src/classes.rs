//! Word classes from the training text: words that stand among the same words share one.
//!
//! The exchange algorithm (Martin, Liermann and Ney 1998): every word in turn moves to the class in which the text's
//! bigrams of classes become likeliest, until hardly any moves.

use nutgraf::annotate::lexicon::fingerprint;
use nutgraf::annotate::token::Shape;

use crate::articles::Marks;
use crate::chain::{ByHash, Words};

/// Classes of words, besides those of names, numbers and marks; they are stored in a byte.
const N_CLASSES: usize = 160;
/// Passes over the vocabulary.
const PASSES: usize = 12;
/// Capitalised words that are not often in lower case, numbers, marks by kind, and what lies beyond a block.
const N_FIXED: usize = 12;
/// A word of the vocabulary stands so often in lower case, at least.
const FEWEST: u32 = 3;

/// The vocabulary with its classes, from 1.
pub fn of(articles: &[Marks]) -> Words {
    let mut counts: ByHash<u32> = ByHash::default();
    for article in articles {
        let page = article.page();
        for token in article.found.tokens.iter().filter(|token| token.shape == Shape::Lower) {
            *counts.entry(fingerprint(page.word(token))).or_default() += 1;
        }
    }
    let mut order: Vec<(u32, u64)> =
        counts.into_iter().filter(|(_, n)| *n >= FEWEST).map(|(word, n)| (n, word)).collect();
    order.sort_unstable_by(|a, b| b.cmp(a));
    let number: ByHash<u32> = order.iter().enumerate().map(|(at, (_, word))| (*word, (at + N_FIXED) as u32)).collect();
    let n_words = order.len() + N_FIXED;
    let text = stream(articles, &number);
    let mut after = vec![ByHash::<u32>::default(); n_words];
    for pair in text.windows(2) {
        *after[pair[0] as usize].entry(u64::from(pair[1])).or_default() += 1;
    }
    let mut exchange = Exchange::new(&after, n_words);
    for pass in 0..PASSES {
        let moved = (N_FIXED..n_words).filter(|&word| exchange.reconsider(word)).count();
        eprintln!("word classes, pass {}: {moved} of {n_words} moved", pass + 1);
        if moved * 200 < n_words {
            break;
        }
    }
    let class = |at: usize| (exchange.class[at + N_FIXED] - N_FIXED + 1) as u8;
    Words(order.iter().enumerate().map(|(at, (_, word))| (*word, class(at))).collect())
}

/// The text as numbers of words.
fn stream(articles: &[Marks], number: &ByHash<u32>) -> Vec<u32> {
    let mut text = Vec::new();
    for article in articles {
        let page = article.page();
        let mut block = u32::MAX;
        for token in &article.found.tokens {
            if token.block != block {
                text.push(0);
                block = token.block;
            }
            text.push(match token.shape {
                Shape::Number => 1,
                Shape::Mark(',') => 2,
                Shape::Mark('.' | '?' | '!') => 3,
                Shape::Mark('"' | '“' | '”' | '″' | '‶' | '‘' | '’' | '\'') => 4,
                Shape::Mark(':' | ';' | '—' | '–' | '―') => 5,
                Shape::Mark(_) => 6,
                Shape::Lower | Shape::Clitic => number.get(&fingerprint(page.word(token))).copied().unwrap_or(7),
                _ => number.get(&fingerprint(page.word(token))).copied().unwrap_or(8),
            });
        }
    }
    text.push(0);
    text
}

struct Exchange {
    n_classes: usize,
    class: Vec<usize>,
    after: Vec<Vec<(usize, i64)>>,
    before: Vec<Vec<(usize, i64)>>,
    size: Vec<i64>,
    total: Vec<i64>,
    pairs: Vec<i64>,
}

/// `n ln n`, the terms that the likelihood is made of.
fn term(n: i64) -> f64 {
    if n <= 0 { 0.0 } else { n as f64 * (n as f64).ln() }
}

impl Exchange {
    fn new(after: &[ByHash<u32>], n_words: usize) -> Self {
        let n_classes = N_CLASSES + N_FIXED;
        let class: Vec<usize> = (0..n_words)
            .map(|word| if word < N_FIXED { word } else { N_FIXED + (word - N_FIXED) % N_CLASSES })
            .collect();
        let mut next: Vec<Vec<(usize, i64)>> = vec![Vec::new(); n_words];
        let mut before = next.clone();
        let mut size = vec![0; n_words];
        let mut pairs = vec![0; n_classes * n_classes];
        let mut total = vec![0; n_classes];
        for (word, list) in after.iter().enumerate() {
            let mut list: Vec<(usize, i64)> = list.iter().map(|(to, n)| (*to as usize, i64::from(*n))).collect();
            list.sort_unstable();
            for &(to, n) in &list {
                before[to].push((word, n));
                size[word] += n;
                pairs[class[word] * n_classes + class[to]] += n;
            }
            total[class[word]] += size[word];
            next[word] = list;
        }
        Self { n_classes, class, after: next, before, size, total, pairs }
    }

    /// Counts of a word's neighbours by class, itself left out, and how often it follows itself.
    fn neighbours(&self, word: usize, list: &[(usize, i64)]) -> Vec<(usize, i64)> {
        let mut counts = vec![0; self.n_classes];
        for &(other, n) in list.iter().filter(|(other, _)| *other != word) {
            counts[self.class[other]] += n;
        }
        counts.into_iter().enumerate().filter(|(_, n)| *n > 0).collect()
    }

    fn add(&mut self, word: usize, class: usize, left: &[(usize, i64)], right: &[(usize, i64)], own: i64, sign: i64) {
        for &(other, n) in left {
            self.pairs[other * self.n_classes + class] += sign * n;
        }
        for &(other, n) in right {
            self.pairs[class * self.n_classes + other] += sign * n;
        }
        self.pairs[class * self.n_classes + class] += sign * own;
        self.total[class] += sign * self.size[word];
    }

    /// What the likelihood gains when the word joins a class.
    fn gain(&self, word: usize, class: usize, left: &[(usize, i64)], right: &[(usize, i64)], own: i64) -> f64 {
        let mut gain = 0.0;
        let mut both = own;
        for &(other, n) in left {
            if other == class {
                both += n;
            } else {
                let known = self.pairs[other * self.n_classes + class];
                gain += term(known + n) - term(known);
            }
        }
        for &(other, n) in right {
            if other == class {
                both += n;
            } else {
                let known = self.pairs[class * self.n_classes + other];
                gain += term(known + n) - term(known);
            }
        }
        let known = self.pairs[class * self.n_classes + class];
        gain += term(known + both) - term(known);
        gain - 2.0 * (term(self.total[class] + self.size[word]) - term(self.total[class]))
    }

    /// Moves a word to its best class; says whether it was another.
    fn reconsider(&mut self, word: usize) -> bool {
        let left = self.neighbours(word, &self.before[word]);
        let right = self.neighbours(word, &self.after[word]);
        let own = self.after[word].iter().find(|(other, _)| *other == word).map_or(0, |(_, n)| *n);
        let old = self.class[word];
        self.add(word, old, &left, &right, own, -1);
        let (mut best, mut most) = (old, f64::MIN);
        for class in N_FIXED..self.n_classes {
            let gain = self.gain(word, class, &left, &right, own);
            if gain > most {
                (best, most) = (class, gain);
            }
        }
        self.class[word] = best;
        self.add(word, best, &left, &right, own, 1);
        best != old
    }
}
