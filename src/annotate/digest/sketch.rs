//! What the choice of lines is made from: the sentences that can stand alone, and what every word is worth.

use std::collections::HashMap;

use crate::article::{ActorKind, BlockKind};

use crate::annotate::attribution::Way;
use crate::annotate::lexicon::{Classes, fingerprint};
use crate::annotate::mention::dateline_end;
use crate::annotate::page::{Found, Page, Stretch};
use crate::annotate::token::Token;

use super::fit::{Judge, dependence, is_labelled};

/// A sentence that could be a line.
#[derive(Debug)]
pub struct Draft {
    /// Its tokens, without a dateline.
    pub stretch: Stretch,
    /// Its words that mean something, each once, as indices into the worth of words.
    pub words: Vec<usize>,
    /// Number of words.
    pub n_words: usize,
    /// How badly it stands alone.
    pub cost: f64,
    /// A speaker's name and a colon stand before it.
    pub labelled: bool,
    /// Whether it reports a statement of somebody whom the article names more than once.
    pub tells: bool,
    /// Whether it says what comes next.
    pub looks_ahead: bool,
}

/// The article as the choice sees it.
#[derive(Debug)]
pub struct Sketch {
    /// The sentences that could be lines, in text order.
    pub drafts: Vec<Draft>,
    /// What every word is worth.
    pub worth: Vec<f64>,
    /// Number of sentences of the article's own text.
    pub n_sentences: usize,
}

/// A word in more sentences than this is worth no more: it is what the article is about, and known to be.
const MOST_SENTENCES: u32 = 8;
/// What a word of the headline is worth more.
const IN_HEADLINE: f64 = 1.0;
/// What a word of the first sentence is worth more.
const IN_LEAD: f64 = 1.0 / 3.0;
/// Sentences longer than this, in words, cost more.
const LONG: f64 = 35.0;
/// In an article of so few sentences every one of them counts: the standfirst's too, and shorter ones.
const SHORT: usize = 5;

/// Indices of words, by their fingerprints.
#[derive(Default)]
struct Words {
    index: HashMap<u64, usize>,
    counts: Vec<u32>,
}

impl Words {
    /// The words of a stretch that mean something, each once.
    fn of(&mut self, page: &Page<'_>, found: &Found, stretch: Stretch) -> Vec<usize> {
        let mut words: Vec<usize> = stretch
            .iter()
            .filter_map(|index| {
                let token = found.token(index);
                let key = (token.is_word() && !token.is(SMALL)).then(|| stem(page, token))?;
                let next = self.counts.len();
                let word = *self.index.entry(key).or_insert(next);
                if word == next {
                    self.counts.push(0);
                }
                Some(word)
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// Words that say little by themselves.
const SMALL: Classes = Classes::DETERMINER
    .or(Classes::PRONOUN)
    .or(Classes::POSSESSIVE)
    .or(Classes::PREPOSITION)
    .or(Classes::CONJUNCTION)
    .or(Classes::SUBORDINATOR)
    .or(Classes::AUXILIARY)
    .or(Classes::ADVERB)
    .or(Classes::OWN_VOICE)
    .or(Classes::DAY)
    .or(Classes::TITLE)
    .or(Classes::REPORTS);

/// The first six letters stand for a word, so that *celebrates* goes with *celebration*. On the development summaries
/// five letters lose 1.2 points of ROUGE-1, whole words and longer stems 2.7, stems by affixes 2.2: twelve articles
/// tell no more than that short stems help.
fn stem(page: &Page<'_>, token: &Token) -> u64 {
    if token.end_char - token.start_char <= 6 {
        return token.word;
    }
    let word = page.word(token);
    fingerprint(word.char_indices().nth(6).and_then(|(end, _)| word.get(..end)).unwrap_or(word))
}

impl Sketch {
    /// Reads the article.
    pub fn new(page: &Page<'_>, found: &Found) -> Self {
        let judge = Judge::new(page, found);
        let own: Vec<usize> = (0..found.sentences.len()).filter(|&at| judge.is_own_text(page, found, at)).collect();
        let title = title(page, found, &own);
        let body = own.get(usize::from(title.is_some())..).unwrap_or_default();
        let is_short = body.len() <= SHORT;

        let mut words = Words::default();
        let mut drafts: Vec<Draft> = Vec::new();
        for &at in body {
            let Some(sentence) = found.sentences.get(at) else { continue };
            // The place and agency at its head belong to the page.
            let mut first = dateline_end(found, sentence.stretch.first);
            // So does the bullet of a list.
            if matches!(found.token(first).mark(), Some('-' | '–' | '•' | '*' | '·')) {
                first += 1;
            }
            let stretch = Stretch::new(first, whole_end(found, Stretch::new(first, sentence.stretch.end)));
            let own = words.of(page, found, stretch);
            for &word in &own {
                if let Some(count) = words.counts.get_mut(word) {
                    *count += 1;
                }
            }
            if !is_short && page.kind_of(sentence.block) == BlockKind::Standfirst
                || !judge.is_fit(page, found, at, stretch, is_short)
            {
                continue;
            }
            let n_words = stretch.iter().filter(|&index| found.token(index).is_word()).count();
            let excess = (n_words as f64 - LONG).max(0.0) / LONG;
            drafts.push(Draft {
                stretch,
                words: own,
                n_words,
                cost: dependence(page, found, stretch) + 0.05 * excess,
                labelled: is_labelled(page, found, stretch),
                tells: false,
                looks_ahead: looks_ahead(page, found, stretch),
            });
        }
        // In a transcript a speaker's words with the label may be all that there is.
        if drafts.iter().filter(|draft| !draft.labelled).count() >= super::LEAST {
            drafts.retain(|draft| !draft.labelled);
        }
        mark_statements(found, &mut drafts);
        let mut head: Vec<usize> = Vec::new();
        for stretch in headlines(page, found).chain(title) {
            head.extend(words.of(page, found, stretch));
        }
        let most = words.counts.iter().copied().max().unwrap_or(0).min(MOST_SENTENCES);
        let share = |count: u32| (f64::from(count.min(MOST_SENTENCES)) - 0.7).max(0.0).sqrt();
        let scale = share(most).max(0.1);
        let mut worth: Vec<f64> = words.counts.iter().map(|&count| share(count) / scale).collect();
        let lead = drafts.first().map(|draft| draft.words.clone()).unwrap_or_default();
        head.sort_unstable();
        head.dedup();
        for (more, list) in [(IN_HEADLINE, head), (IN_LEAD, lead)] {
            for word in list {
                if let Some(one) = worth.get_mut(word) {
                    *one += more;
                }
            }
        }
        Self { drafts, worth, n_sentences: body.len() }
    }
}

/// Headlines and standfirsts above the article's first paragraph.
fn headlines<'a>(page: &'a Page<'_>, found: &'a Found) -> impl Iterator<Item = Stretch> + 'a {
    let is_above = |kind| kind != BlockKind::Paragraph;
    found
        .sentences
        .iter()
        .take(8)
        .take_while(move |sentence| is_above(page.kind_of(sentence.block)))
        .filter(|sentence| matches!(page.kind_of(sentence.block), BlockKind::Heading | BlockKind::Standfirst))
        .map(|sentence| sentence.stretch)
}

/// A headline that import took for a paragraph, since it ends with a full stop: a short first paragraph of one
/// sentence over a dateline, or whose words the next sentences say again, a third of them at least.
fn title(page: &Page<'_>, found: &Found, own: &[usize]) -> Option<Stretch> {
    let (&first, rest) = own.split_first()?;
    let sentence = found.sentences.get(first)?;
    let has_headline = headlines(page, found).next().is_some();
    let next = found.sentences.get(*rest.first()?)?;
    if has_headline || rest.len() < 3 || sentence.stretch.len() > 24 || next.block == sentence.block {
        return None;
    }
    let mut words = Words::default();
    let mine = words.of(page, found, sentence.stretch);
    let near = rest.iter().take(3).filter_map(|&at| found.sentences.get(at));
    let mut said: Vec<usize> = near.flat_map(|one| words.of(page, found, one.stretch)).collect();
    said.sort_unstable();
    let n_again = mine.iter().filter(|word| said.binary_search(word).is_ok()).count();
    let over_dateline = dateline_end(found, next.stretch.first) > next.stretch.first;
    (over_dateline || n_again * 3 >= mine.len()).then_some(sentence.stretch)
}

/// Where a line ends that begins with a sentence: a quotation that it opens and that goes on over the next sentences
/// is not cut.
fn whole_end(found: &Found, sentence: Stretch) -> usize {
    let mut end = sentence.end;
    for _ in 0..3 {
        let after = found.quotations.partition_point(|quotation| quotation.stretch.first < end);
        let near = found.quotations.get(after.saturating_sub(4)..after).unwrap_or_default();
        let open = near.iter().find(|one| sentence.contains(one.stretch.first) && one.stretch.end > end);
        let Some(last) = open.and_then(|open| found.sentence_of(open.stretch.end.saturating_sub(1))) else { break };
        let Some(last) = found.sentences.get(last).filter(|last| last.stretch.end > end) else { break };
        end = last.stretch.end;
    }
    end
}

/// Whether a word speaks of what is still to come.
fn is_ahead(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "due"
            | "expected"
            | "plans"
            | "planned"
            | "scheduled"
            | "intends"
            | "upcoming"
            | "tomorrow"
            | "deadline"
            | "forthcoming"
    )
}

fn looks_ahead(page: &Page<'_>, found: &Found, stretch: Stretch) -> bool {
    stretch.iter().any(|index| {
        let token = found.token(index);
        let word = page.word(token);
        let is_next = || {
            let after = found.token(index + 1);
            word == "next" && after.is(Classes::TIME.or(Classes::DAY).or(Classes::MONTH))
        };
        (is_ahead(word) || is_next()) && !found.is_quoted(index)
    })
}

/// Marks the drafts that report what a person or body said whom the article names more than once.
fn mark_statements(found: &Found, drafts: &mut [Draft]) {
    for (attribution, speaker) in found.attributions.iter().zip(&found.speakers) {
        let Some(source) = attribution.source.filter(|_| attribution.way != Way::NoComment) else { continue };
        let matters = |&number: &usize| {
            found.figures.get(number).is_some_and(|figure| {
                matches!(figure.kind, ActorKind::Person | ActorKind::Organisation) && figure.namings.len() > 1
            })
        };
        let at = drafts.partition_point(|draft| draft.stretch.end <= source.first);
        if let Some(draft) = drafts.get_mut(at).filter(|draft| draft.stretch.covers(source)) {
            draft.tells |= speaker.figures.iter().any(matters);
        }
    }
}
