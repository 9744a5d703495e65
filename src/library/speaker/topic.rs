//! The words that somebody's statements have more of than others'. Pure.
//!
//! The measure is the log-odds ratio with an informative Dirichlet prior, divided by its standard error: B. L. Monroe,
//! M. P. Colaresi and K. M. Quinn, *Fightin' Words*, Political Analysis 16(4), 2008, equations 15, 19 and 22. The prior
//! is the words' frequency in both heaps together, with the weight of at most [`PRIOR`] words. Statements are counted, not
//! words: saying one word ten times in a sentence is no topic.

use std::collections::{HashMap, HashSet};

use crate::catalogue::Count;
use crate::library::people::name::folded;
use crate::library::stop::is_stop_word;

/// The greatest weight of the prior, in words; it is never more than what somebody said.
const PRIOR: f64 = 200.0;

/// The least ratio to its error: one in ten words of chance is above it, before the least number of statements.
const MIN_Z: f64 = 1.28;

/// The least statements that a word stands in; two where there are few.
const MIN_STATEMENTS: usize = 3;
const FEW: usize = 20;

/// The shortest word that can be a topic, in letters.
const MIN_LETTERS: usize = 4;

/// Statements in which each word stands.
#[derive(Debug, Default)]
struct Heap<'a> {
    words: HashMap<String, (usize, &'a str)>,
    n_words: usize,
}

/// The most telling words of `own` statements against `others`, at most so many, with the number of own statements that
/// have them. Words of `names` are left out: the speaker's own.
pub(super) fn topics(own: &[String], others: &[String], names: &[String], most: usize) -> Vec<Count> {
    let names: HashSet<String> = names.iter().flat_map(|name| folded(name)).collect();
    let (one, other) = (Heap::of(own), Heap::of(others));
    let n_both = (one.n_words + other.n_words).max(1) as f64;
    let weight = PRIOR.min(one.n_words as f64);
    let least = if own.len() < FEW { 2 } else { MIN_STATEMENTS };
    let mut found: Vec<(f64, usize, &str)> = one
        .words
        .iter()
        .filter(|(word, (n, _))| *n >= least && !folded(word).iter().any(|part| names.contains(part)))
        .map(|(word, (n, written))| {
            let n_other = other.words.get(word).map_or(0, |(n, _)| *n);
            let prior = weight * (*n + n_other) as f64 / n_both;
            let z = log_odds(
                *n as f64 + prior,
                one.n_words as f64 + weight,
                n_other as f64 + prior,
                other.n_words as f64 + weight,
            );
            (z, *n, *written)
        })
        .filter(|(z, _, _)| *z >= MIN_Z)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(b.2)));
    found.into_iter().take(most).map(|(_, n, word)| Count { name: word.to_owned(), n }).collect()
}

/// The log-odds ratio of two frequencies, divided by its standard error.
fn log_odds(n: f64, of: f64, n_other: f64, of_other: f64) -> f64 {
    let odds = |n: f64, of: f64| (n / (of - n).max(1e-9)).ln();
    (odds(n, of) - odds(n_other, of_other)) / (1.0 / n + 1.0 / n_other).sqrt()
}

impl<'a> Heap<'a> {
    fn of(statements: &'a [String]) -> Self {
        let mut heap = Self::default();
        let mut seen = HashSet::new();
        for statement in statements {
            seen.clear();
            for word in statement.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '-') {
                let word = word.trim_matches(['\'', '’', '-']);
                let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
                if word.chars().count() < MIN_LETTERS || word.chars().any(|c| c.is_ascii_digit()) {
                    continue;
                }
                let small = word.to_lowercase();
                if is_stop_word(&small) || !seen.insert(small.clone()) {
                    continue;
                }
                heap.n_words += 1;
                let entry = heap.words.entry(small).or_insert((0, word));
                entry.0 += 1;
                // Written small wherever it is somewhere: a capital may only begin a sentence.
                if !word.starts_with(char::is_uppercase) {
                    entry.1 = word;
                }
            }
        }
        heap
    }
}

#[cfg(test)]
mod tests {
    use super::topics;

    fn statements(text: &str) -> Vec<String> {
        text.lines().map(|line| line.trim().to_owned()).collect()
    }

    #[test]
    fn a_topic_is_what_others_say_less_often() {
        let own = statements(
            "The harbour must not close.\nWe will dredge the harbour first.\nVell needs its harbour.\nThe vote is on Friday.",
        );
        let others = statements(
            "The vote is on Friday.\nThe vote was close.\nVell must vote.\nNobody was there.\nThe weather turns.",
        );
        let found = topics(&own, &others, &[], 5);
        assert_eq!(found.iter().map(|topic| (topic.name.as_str(), topic.n)).collect::<Vec<_>>(), [("harbour", 3)]);
    }

    #[test]
    fn saying_a_word_often_in_one_statement_is_no_topic_and_neither_is_ones_own_name() {
        let own = statements("Ferries, ferries, ferries!\nKeel says that Keel will sail.\nKeel it is.");
        assert_eq!(topics(&own, &[], &["Bruno Keel".to_owned()], 5), []);
    }

    #[test]
    fn names_keep_their_capital_and_other_words_do_not() {
        let own = statements("Piers of Tarnholm\nPiers again and Tarnholm\nthe piers, Tarnholm");
        let others: Vec<String> = (0..50).map(|n| format!("something else altogether {n}")).collect();
        let found = topics(&own, &others, &[], 5);
        let mut names: Vec<&str> = found.iter().map(|topic| topic.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Tarnholm", "piers"]);
    }
}
