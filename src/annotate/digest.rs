//! The summary: three to five sentences of the article, word for word, spread over it and leaning on its beginning.
//!
//! Chosen by the words they share with the whole article (after Luhn 1958) and by place (the lead of a news text
//! tells most). A line that opens with a pronoun has the name in square brackets.

use std::collections::{HashMap, HashSet};

use crate::article::{BlockKind, Form};

use super::lexicon::{Classes, fingerprint};
use super::page::{Found, Page, Stretch};

/// A line of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The sentence.
    pub stretch: Stretch,
    /// The figure that its opening pronoun means, and the pronoun.
    pub opening: Option<(usize, Stretch)>,
}

/// Lines at most.
const MOST: usize = 5;

/// Chooses the summary's lines, in text order.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Line> {
    if !page.english {
        return Vec::new();
    }
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let candidates: Vec<(usize, Stretch)> = found
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| matches!(page.kind_of(sentence.block), BlockKind::Paragraph | BlockKind::Standfirst))
        .map(|(index, sentence)| (index, sentence.stretch))
        .collect();
    for (_, stretch) in &candidates {
        for word in content_words(page, found, *stretch) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let n = candidates.len();
    let wanted = (n / 4).clamp(3, MOST).min(n);
    let mut scored: Vec<(f64, usize)> = Vec::new();
    for (place, (_, stretch)) in candidates.iter().enumerate() {
        if !is_fit(found, *stretch) {
            continue;
        }
        let words: HashSet<u64> = content_words(page, found, *stretch).collect();
        let weight: f64 = words.iter().map(|word| f64::from(counts.get(word).copied().unwrap_or(0)).min(8.0)).sum();
        let density = weight / (words.len() as f64 + 4.0);
        let lead = match place {
            0 => 4.0,
            1 => 2.5,
            2 => 1.5,
            _ => 0.0,
        };
        let spoken = found.is_quoted(stretch.first);
        let question = found.before(stretch.end).is_mark('?');
        scored.push((density + lead - if spoken { 1.5 } else { 0.0 } - if question { 1.0 } else { 0.0 }, place));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    // Spread: one more of the chosen may come from each further fifth of the article.
    let mut chosen: Vec<usize> = Vec::new();
    let mut seen: HashSet<u64> = HashSet::new();
    for (_, place) in &scored {
        let fifth = |place: usize| place * 5 / n.max(1);
        let crowded = chosen.iter().filter(|&&other| fifth(other) == fifth(*place)).count()
            >= if fifth(*place) == 0 { 2 } else { 1 };
        let Some((_, stretch)) = candidates.get(*place) else { continue };
        let words: Vec<u64> = content_words(page, found, *stretch).collect();
        let known = words.iter().filter(|word| seen.contains(word)).count();
        if (crowded && n >= 6) || words.is_empty() || known * 3 > words.len() * 2 {
            continue;
        }
        seen.extend(words);
        chosen.push(*place);
        if chosen.len() == wanted {
            break;
        }
    }
    chosen.sort_unstable();
    chosen
        .into_iter()
        .filter_map(|place| candidates.get(place))
        .map(|(_, stretch)| Line { stretch: *stretch, opening: opening(page, found, *stretch) })
        .collect()
}

fn content_words<'a>(page: &'a Page<'_>, found: &'a Found, stretch: Stretch) -> impl Iterator<Item = u64> + 'a {
    const SMALL: Classes = Classes::DETERMINER
        .and(Classes::PRONOUN)
        .and(Classes::POSSESSIVE)
        .and(Classes::PREPOSITION)
        .and(Classes::CONJUNCTION)
        .and(Classes::SUBORDINATOR)
        .and(Classes::AUXILIARY)
        .and(Classes::ADVERB)
        .and(Classes::COMMON)
        .and(Classes::REPORTS);
    stretch.iter().filter_map(move |index| {
        let token = found.token(index);
        (token.is_word() && !token.is(SMALL)).then(|| fingerprint(page.word(token)))
    })
}

/// A whole sentence of some length, with its end mark, none of it left hanging.
fn is_fit(found: &Found, stretch: Stretch) -> bool {
    let ends = matches!(found.before(stretch.end).mark(), Some('.' | '?' | '!' | '”' | '"' | '’' | '″' | ')'))
        || found.before(stretch.end).is(Classes::ABBREVIATION);
    let opens = found.token(stretch.first).is_capital() || found.token(stretch.first).mark().is_some();
    (8..=60).contains(&stretch.len()) && ends && opens
}

/// Whom the pronoun means that a line opens with: who is named last before it and alone fits.
fn opening(page: &Page<'_>, found: &Found, stretch: Stretch) -> Option<(usize, Stretch)> {
    let at = (stretch.first..stretch.first + 3).find(|&index| {
        let token = found.token(index);
        token.is(Classes::PRONOUN) && !token.is(Classes::SUBORDINATOR)
    })?;
    let pronoun = Stretch::new(at, at + 1);
    if let Some(number) = found.attributions.iter().zip(&found.speakers).find_map(|(attribution, speaker)| {
        (attribution.source == Some(pronoun) && speaker.figures.len() == 1).then(|| speaker.figures.first().copied())?
    }) {
        return Some((number, pronoun));
    }
    let word = page.word(found.token(at)).to_lowercase();
    if !matches!(word.as_str(), "he" | "she") {
        return None;
    }
    let end = found.namings.partition_point(|naming| naming.stretch.first < at);
    let from = end.saturating_sub(8);
    let mine = found.namings.get(end).filter(|naming| naming.stretch == pronoun)?;
    let mut fitting = (from..end).rev().filter_map(|index| {
        let naming = found.namings.get(index).filter(|naming| naming.form == Form::Name)?;
        let number = found.owners.get(index).copied().flatten()?;
        let figure = found.figures.get(number)?;
        (figure.kind == crate::article::ActorKind::Person
            && figure.gender.fits(mine.gender)
            && naming.stretch.end <= at)
            .then_some(number)
    });
    let first = fitting.next()?;
    fitting.all(|other| other == first).then_some((first, pronoun))
}
