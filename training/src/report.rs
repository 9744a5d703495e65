//! How well labels agree with what is marked: words and unbroken runs of each role.

use std::collections::HashSet;

use nutgraf::annotate::label::{self, model::Model};

use crate::articles::Marks;

/// Right, found and marked.
type Counts = [usize; 3];

/// Prints precision, recall and their mean for each role.
pub fn print(name: &str, articles: &[Marks], model: &Model) {
    let (mut words, mut runs) = ([Counts::default(); 3], [Counts::default(); 3]);
    for article in articles {
        let labels = label::with(model, &article.page(), &article.found);
        let tags: Vec<u8> = labels.iter().map(|label| label.tag as u8).collect();
        for (role, (words, runs)) in words.iter_mut().zip(&mut runs).enumerate() {
            let opens = role as u8 * 2 + 1;
            let is = |tag: u8| tag == opens || tag == opens + 1;
            for ((&found, &marked), token) in tags.iter().zip(&article.tags).zip(&article.found.tokens) {
                if token.is_word() {
                    count(words, is(found), is(marked));
                }
            }
            let (found, marked) = (runs_of(&tags, opens, article), runs_of(&article.tags, opens, article));
            runs[0] += found.intersection(&marked).count();
            runs[1] += found.len();
            runs[2] += marked.len();
        }
    }
    for (role, what) in ["content", "cue", "source"].iter().enumerate() {
        println!("{name}, {what}: words {}; runs to the word {}", shares(words[role]), shares(runs[role]));
    }
}

fn count(counts: &mut Counts, found: bool, marked: bool) {
    counts[0] += usize::from(found && marked);
    counts[1] += usize::from(found);
    counts[2] += usize::from(marked);
}

fn shares([right, found, marked]: Counts) -> String {
    let share = |of: usize| 100.0 * right as f64 / of.max(1) as f64;
    let (precision, recall) = (share(found), share(marked));
    let both = 2.0 * precision * recall / (precision + recall).max(1e-9);
    format!("P {precision:.1} R {recall:.1} F {both:.1}")
}

/// The runs of a role. Words decide, not marks at their edges.
fn runs_of(tags: &[u8], opens: u8, article: &Marks) -> HashSet<(usize, usize)> {
    let is_word = |at: usize| article.found.token(at).is_word();
    let mut runs = HashSet::new();
    let mut at = 0;
    while at < tags.len() {
        if tags[at] != opens && tags[at] != opens + 1 {
            at += 1;
            continue;
        }
        let first = at;
        at += 1;
        while at < tags.len() && tags[at] == opens + 1 {
            at += 1;
        }
        let word = (first..at).find(|&at| is_word(at));
        let last = (first..at).rfind(|&at| is_word(at));
        runs.extend(word.zip(last));
    }
    runs
}
