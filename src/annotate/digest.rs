//! The summary: three to five sentences of the article, word for word, in the article's order.
//!
//! A line is worth the words that it adds: words that many sentences share (after Luhn 1958) and words of the
//! headline and of the lead, of which a word that an earlier line has already said counts half. Set against its
//! length, that prefers short and full sentences and keeps lines from saying the same twice. One line should report
//! what somebody who matters said, and one what comes next. What cannot stand alone is no line (`fit`), and a line
//! that opens with a pronoun or a bare role says in square brackets who is meant (`opening`).

mod fit;
mod opening;
mod sketch;

use super::page::{Found, Page, Stretch};

use opening::opening;
use sketch::{Draft, Sketch};

/// A line of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The sentence.
    pub stretch: Stretch,
    /// The figure that its opening words mean, and these words: a pronoun, a possessive or a role.
    pub opening: Option<(usize, Stretch)>,
}

/// Lines at least, where the article has so many that can stand alone.
const LEAST: usize = 3;
/// Lines at most.
const MOST: usize = 5;

/// So many sentences are looked at whose opening words nobody can explain, so that no text makes the choice long.
const MOST_HANGING: usize = 30;
/// What the words of a line are set against, in words: the smaller, the more a short line is preferred.
const EASE: f64 = 8.0;
/// What a word is worth that an earlier line has said.
const SAID_AGAIN: f64 = 0.5;
/// More of a line's words than this may not have been said already.
const MOST_KNOWN: f64 = 0.65;
/// Added to a line that reports a statement, or what comes next, while no line does.
const ASPECT: f64 = 0.04;

/// Added to the first sentence, unless it leans on another: the lead of a news text tells most.
const LEAD: f64 = 1.0;
/// What leans so much, or more, is no lead.
const LEANS: f64 = 0.12;
/// Added to the first sentence, and to the others the less the later they come.
const EARLY: f64 = 0.03;

/// Chooses the summary's lines, in text order.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Line> {
    if !page.english {
        return Vec::new();
    }
    let sketch = Sketch::new(page, found);
    let wanted = (sketch.n_sentences / 4).clamp(LEAST, MOST);
    let mut chosen: Vec<usize> = Vec::new();
    let mut said = vec![false; sketch.worth.len()];
    let mut openings: Vec<(usize, Option<(usize, Stretch)>)> = Vec::new();
    let mut hanging: Vec<usize> = Vec::new();
    while chosen.len() < wanted && hanging.len() < MOST_HANGING {
        let has = |aspect: fn(&Draft) -> bool| chosen.iter().filter_map(|&at| sketch.drafts.get(at)).any(aspect);
        let (has_statement, has_next) = (has(|draft| draft.tells), has(|draft| draft.looks_ahead));
        let best = sketch
            .drafts
            .iter()
            .enumerate()
            .filter(|(at, _)| !chosen.contains(at) && !hanging.contains(at))
            .filter_map(|(at, draft)| {
                let mut value = gain(draft, &sketch.worth, &said)?;
                value += EARLY / (1.0 + at as f64);
                value += if at == 0 && draft.cost < LEANS { LEAD } else { 0.0 };
                // The first lines tell what happened; only then it matters who says what about it.
                if !chosen.is_empty() {
                    value += if draft.tells && !has_statement { ASPECT } else { 0.0 };
                    value += if draft.looks_ahead && !has_next { ASPECT } else { 0.0 };
                }
                Some((at, value))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some((at, draft)) = best.and_then(|(at, _)| Some((at, sketch.drafts.get(at)?))) else { break };
        let Ok(opening) = opening(page, found, draft.stretch) else {
            hanging.push(at);
            continue;
        };
        for &word in &draft.words {
            if let Some(one) = said.get_mut(word) {
                *one = true;
            }
        }
        chosen.push(at);
        openings.push((at, opening));
    }
    openings.sort_unstable_by_key(|(at, _)| *at);
    openings
        .into_iter()
        .filter_map(|(at, opening)| Some(Line { stretch: sketch.drafts.get(at)?.stretch, opening }))
        .collect()
}

/// What a line adds to those chosen; none when it says next to nothing new.
fn gain(draft: &Draft, worth: &[f64], said: &[bool]) -> Option<f64> {
    let mut sum = 0.0;
    let mut n_known = 0_usize;
    for &word in &draft.words {
        let worth = worth.get(word).copied().unwrap_or(0.0);
        if said.get(word).copied().unwrap_or(false) {
            n_known += 1;
            sum += worth * SAID_AGAIN;
        } else {
            sum += worth;
        }
    }
    if draft.words.is_empty() || n_known as f64 > draft.words.len() as f64 * MOST_KNOWN {
        return None;
    }
    Some(sum / (draft.n_words as f64 + EASE) - draft.cost)
}
