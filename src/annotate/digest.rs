//! The summary: three to five sentences of the article, word for word, spread over it and leaning on its beginning.
//!
//! Chosen by the words they share with the whole article (after Luhn 1958) and by place (the lead of a news text
//! tells most). A line that opens with a pronoun has the name in square brackets.

use std::collections::{HashMap, HashSet};

use crate::article::{BlockKind, Form};

use super::lexicon::{Classes, fingerprint};
use super::mention::dateline_end;
use super::page::{Found, Page, Stretch};
use super::token::Shape;

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
        .map(|(index, sentence)| {
            // The place and agency at its head belong to the page.
            let first = dateline_end(found, sentence.stretch.first);
            (index, Stretch::new(first, sentence.stretch.end))
        })
        .collect();
    let prose = |sentence: usize| {
        found.sentences.get(sentence).is_some_and(|sentence| page.kind_of(sentence.block) == BlockKind::Paragraph)
    };
    for (_, stretch) in &candidates {
        for word in content_words(page, found, *stretch) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let n = candidates.len();
    let wanted = (n / 4).clamp(3, MOST).min(n);
    let mut scored: Vec<(f64, usize)> = Vec::new();
    let mut n_fit = 0;
    for (place, (sentence, stretch)) in candidates.iter().enumerate() {
        if !is_fit(found, *stretch) || !prose(*sentence) && candidates.len() > SHORT {
            continue;
        }
        let words: HashSet<u64> = content_words(page, found, *stretch).collect();
        let weight: f64 = words.iter().map(|word| f64::from(counts.get(word).copied().unwrap_or(0)).min(8.0)).sum();
        let density = weight / (words.len() as f64 + 4.0);
        let rank = n_fit;
        n_fit += 1;
        let lead = match rank {
            0 => 14.0,
            1 => 10.0,
            2 => 8.0,
            3 => 4.0,
            _ => 0.0,
        };
        scored.push((density + lead - dependence(page, found, *stretch), place));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    // Spread: one more of the chosen may come from each further fifth of the article.
    let mut chosen: Vec<usize> = Vec::new();
    let mut seen: HashSet<u64> = HashSet::new();
    for (_, place) in &scored {
        let fifth = |place: usize| place * 5 / n.max(1);
        let crowded = chosen.iter().filter(|&&other| fifth(other) == fifth(*place)).count()
            >= if fifth(*place) == 0 { 3 } else { 1 };
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

/// How much a sentence leans on what stands before it, or speaks in another voice: the higher, the worse it stands
/// alone.
fn dependence(page: &Page<'_>, found: &Found, stretch: Stretch) -> f64 {
    let first = found.token(stretch.first);
    let opener = page.word(first);
    let is_one_of = |list: &[&str], word: &str| list.iter().any(|one| one.eq_ignore_ascii_case(word));
    let mut cost = 0.0;
    if found.is_quoted(stretch.first) || first.mark().is_some() {
        cost += 9.0;
    }
    if found.before(stretch.end).is_mark('?') || is_one_of(&APPEALS, opener) {
        cost += 4.0;
    }
    // A quotation that goes on in the next sentence would be cut.
    let after = found.quotations.partition_point(|quotation| quotation.stretch.first < stretch.end);
    let near = found.quotations.get(after.saturating_sub(4)..after).unwrap_or_default();
    if near.iter().any(|quotation| quotation.stretch.first >= stretch.first && quotation.stretch.end > stretch.end) {
        cost += 8.0;
    }
    // A caption has no verb, or hardly any.
    let verb = stretch.iter().any(|index| {
        let token = found.token(index);
        token.is(Classes::AUXILIARY.or(Classes::REPORTS))
            || token.shape == Shape::Lower && page.word(token).ends_with("ed")
    });
    if !verb {
        cost += 2.5;
    }
    let early = (stretch.first..stretch.end.min(stretch.first + 6))
        .any(|index| is_one_of(&LINKS, page.word(found.token(index))));
    if first.is(Classes::CONJUNCTION) || is_one_of(&LINKS, opener) || early {
        cost += 3.5;
    }
    if first.is(Classes::PRONOUN) || is_one_of(&POINTERS, opener) {
        cost += 2.5;
    } else if first.is(Classes::POSSESSIVE) {
        cost += 1.5;
    }
    // Somebody who speaks in the first person is not the article.
    let own = stretch.iter().take(40).any(|index| found.token(index).is(Classes::OWN_VOICE) && !found.is_quoted(index));
    cost + if own { 2.0 } else { 0.0 }
}

/// Words that join a sentence to the one before.
const LINKS: [&str; 18] = [
    "however",
    "therefore",
    "meanwhile",
    "instead",
    "nevertheless",
    "nonetheless",
    "moreover",
    "furthermore",
    "still",
    "otherwise",
    "also",
    "too",
    "though",
    "then",
    "but",
    "yet",
    "so",
    "nor",
];
/// Verbs that address the reader.
const APPEALS: [&str; 10] =
    ["imagine", "picture", "consider", "think", "remember", "forget", "look", "let", "welcome", "meet"];
/// Words that point back.
const POINTERS: [&str; 8] = ["this", "that", "these", "those", "such", "both", "neither", "others"];
/// In an article of so few sentences every one of them counts, the standfirst's too.
const SHORT: usize = 5;

fn content_words<'a>(page: &'a Page<'_>, found: &'a Found, stretch: Stretch) -> impl Iterator<Item = u64> + 'a {
    const SMALL: Classes = Classes::DETERMINER
        .or(Classes::PRONOUN)
        .or(Classes::POSSESSIVE)
        .or(Classes::PREPOSITION)
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::AUXILIARY)
        .or(Classes::ADVERB)
        .or(Classes::COMMON)
        .or(Classes::REPORTS);
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
    (8..=75).contains(&stretch.len()) && ends && opens
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
