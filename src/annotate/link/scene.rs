//! The parts of contents, and what may be their cues and sources, with what stands where between them.

use crate::article::Form;

use super::super::attribution::{Attribution, namings_in};
use super::super::label::chain::Tag;
use super::super::lexicon::Classes;
use super::super::mention::{Naming, Sort};
use super::super::page::{Found, Page, Stretch};
use super::super::quote::Pairing;
use super::super::token::{Shape, Token};
use super::weigh::{all, size};

/// Which of a token's odds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Of a content.
    Content = 0,
    /// Of a cue.
    Cue = 1,
    /// Of a source.
    Source = 2,
}

/// A candidate for a statement's cue or source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Its words.
    pub stretch: Stretch,
    /// How likely its words have that role, on the mean.
    pub odds: f32,
    /// Whether the labels, the rules or neither gave it: 0, 1, 2.
    pub origin: u64,
}

/// What lies between two stretches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gap {
    /// The tokens between.
    pub stretch: Stretch,
    /// Whether the first of the two stands first.
    pub forward: bool,
    /// Whether they share a token.
    pub overlap: bool,
    /// Words between.
    pub words: usize,
    /// Sentence ends between.
    pub sentences: usize,
    /// Block ends between.
    pub blocks: usize,
}

impl Gap {
    /// Side, sentences and distance in one number.
    pub fn code(&self) -> u64 {
        let sentences = self.sentences.min(2) as u64 + u64::from(self.blocks > 0) * 3;
        (u64::from(self.overlap) * 2 + u64::from(self.forward)) + 4 * sentences + 32 * size(self.words)
    }

    /// Side and sentences.
    pub fn coarse(&self) -> u64 {
        let sentences = self.sentences.min(2) as u64 + u64::from(self.blocks > 0) * 3;
        (u64::from(self.overlap) * 2 + u64::from(self.forward)) + 4 * sentences + 32 * size(self.words).min(3)
    }
}

/// Counts before a token.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    words: u32,
    contents: u32,
    cues: u32,
    sources: u32,
}

/// Everything that choices look at.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The text.
    pub page: &'a Page<'a>,
    /// What is known of it.
    pub found: &'a Found,
    sentences: Vec<u32>,
    before: Vec<Before>,
    quotes: Vec<u32>,
    rules: Vec<u32>,
    /// What each word is; asked several times for every candidate.
    codes: Vec<u64>,
    /// Runs of content.
    pub parts: Vec<Stretch>,
    /// What may be cues, in order.
    pub cues: Vec<Candidate>,
    /// What may be sources, in order.
    pub sources: Vec<Candidate>,
}

/// A candidate that the labels do not give has at least these odds, or the rules gave it.
const LEAST: f32 = 0.02;
/// What a token in a faint run costs, and what a run.
const COST: f32 = 0.15;
const TOLL: f32 = 0.4;

impl<'a> Scene<'a> {
    /// Gathers a text's parts and candidates.
    pub fn gather(page: &'a Page<'a>, found: &'a Found) -> Self {
        let n = found.tokens.len();
        let mut scene = Self {
            page,
            found,
            sentences: vec![0; n],
            before: Vec::with_capacity(n + 1),
            quotes: vec![0; n],
            rules: vec![0; n],
            codes: found.tokens.iter().map(word_code).collect(),
            parts: Vec::new(),
            cues: Vec::new(),
            sources: Vec::new(),
        };
        for (number, sentence) in found.sentences.iter().enumerate() {
            fill(&mut scene.sentences, sentence.stretch, number as u32);
        }
        for (number, quotation) in found.quotations.iter().enumerate() {
            if quotation.depth == 0 && quotation.pairing != Pairing::Unopened {
                fill(&mut scene.quotes, quotation.stretch, number as u32 + 1);
            }
        }
        for (number, rule) in found.proposals.iter().enumerate() {
            if rule.nested_in.is_none() {
                for part in &rule.content {
                    fill(&mut scene.rules, *part, number as u32 + 1);
                }
            }
        }
        scene.count();
        scene.parts = scene.runs(Role::Content);
        scene.parts.extend(scene.faint(Role::Content));
        scene.parts.sort_unstable();
        scene.cues = scene.candidates(Role::Cue);
        scene.sources = scene.candidates(Role::Source);
        scene
    }

    fn count(&mut self) {
        let mut so_far = Before::default();
        self.before.push(so_far);
        for (token, label) in self.found.tokens.iter().zip(&self.found.labels) {
            so_far.words += u32::from(token.is_word());
            so_far.contents += u32::from(label.tag.is_content());
            so_far.cues += u32::from(label.tag == Tag::OpensCue);
            so_far.sources += u32::from(label.tag == Tag::OpensSource);
            self.before.push(so_far);
        }
    }

    /// Unbroken runs of a role in the labels.
    fn runs(&self, role: Role) -> Vec<Stretch> {
        let (opens, goes_on) = match role {
            Role::Content => (Tag::OpensContent, Tag::InContent),
            Role::Cue => (Tag::OpensCue, Tag::InCue),
            Role::Source => (Tag::OpensSource, Tag::InSource),
        };
        let mut runs: Vec<Stretch> = Vec::new();
        for (index, label) in self.found.labels.iter().enumerate() {
            let block = self.found.token(index).block;
            if label.tag == opens {
                runs.push(Stretch::new(index, index + 1));
            } else if label.tag == goes_on {
                match runs.last_mut().filter(|last| last.end == index && self.found.before(index).block == block) {
                    Some(last) => last.end = index + 1,
                    None => runs.push(Stretch::new(index, index + 1)),
                }
            }
        }
        runs.retain(|run| run.iter().any(|index| self.found.token(index).is_word()));
        runs
    }

    /// Runs that are of a role with some likelihood, away from the labels' own: what to weigh again with more in view.
    /// The best choice of runs where every token in one costs [`COST`] and every run [`TOLL`].
    fn faint(&self, role: Role) -> Vec<Stretch> {
        let found = self.found;
        let labelled = |tag: Tag| match role {
            Role::Content => tag.is_content(),
            Role::Cue => matches!(tag, Tag::OpensCue | Tag::InCue),
            Role::Source => matches!(tag, Tag::OpensSource | Tag::InSource),
        };
        let mut runs: Vec<Stretch> = Vec::new();
        // Gain of the best choice that ends outside a run, inside one, and where that one began.
        let (mut outside, mut inside, mut first) = (0.0_f32, f32::MIN, 0_usize);
        let mut open: Option<(usize, usize, f32)> = None;
        let mut sentence = usize::MAX;
        for (index, label) in found.labels.iter().enumerate() {
            let here = self.sentence(index);
            let bars = labelled(label.tag);
            if bars || here != sentence {
                runs.extend(open.take().map(|(first, end, _)| Stretch::new(first, end)));
                (outside, inside) = (0.0, f32::MIN);
                sentence = here;
                if bars {
                    continue;
                }
            }
            let gain = label.odds[role as usize] - COST;
            if inside <= outside - TOLL {
                inside = outside - TOLL;
                first = index;
            }
            inside += gain;
            if inside > outside {
                outside = inside;
                match &mut open {
                    Some((_, end, best)) if first <= *end => (*end, *best) = (index + 1, outside),
                    _ => {
                        runs.extend(open.take().map(|(first, end, _)| Stretch::new(first, end)));
                        open = Some((first, index + 1, outside));
                    }
                }
            }
        }
        runs.extend(open.map(|(first, end, _)| Stretch::new(first, end)));
        let near = |at: usize| found.labels.get(at).is_some_and(|label| labelled(label.tag));
        runs.retain(|run| self.words(*run) > 0 && !near(run.end) && !run.first.checked_sub(1).is_some_and(near));
        runs
    }

    fn candidates(&self, role: Role) -> Vec<Candidate> {
        let found = self.found;
        let mut list: Vec<Candidate> = Vec::new();
        let mut taken = vec![false; found.tokens.len()];
        let mut add = |stretch: Stretch, origin: u64, least: f32, list: &mut Vec<Candidate>| {
            let odds = self.odds(stretch, role);
            if odds < least
                || stretch.is_empty()
                || taken.get(stretch.first..stretch.end).is_none_or(|t| t.contains(&true))
            {
                return;
            }
            if let Some(taken) = taken.get_mut(stretch.first..stretch.end) {
                taken.fill(true);
            }
            list.push(Candidate { stretch, odds, origin });
        };
        for run in self.runs(role) {
            add(run, 0, 0.0, &mut list);
        }
        for rule in found.proposals.iter().filter(|rule| rule.nested_in.is_none()) {
            let stretch = if role == Role::Cue { rule.cue } else { rule.source };
            if let Some(stretch) = stretch {
                add(stretch, 1, 0.0, &mut list);
            }
        }
        for run in self.faint(role) {
            add(run, 3, 0.0, &mut list);
        }
        if role == Role::Cue {
            for cue in &found.cues {
                add(cue.stretch, 2, LEAST, &mut list);
            }
        } else {
            for naming in &found.namings {
                let beside = self.within(Stretch::new(naming.stretch.first.saturating_sub(2), naming.stretch.end + 2));
                add(naming.stretch, 2, if beside[1] > 0 { 0.0 } else { LEAST }, &mut list);
            }
        }
        list.sort_by_key(|one| one.stretch);
        list
    }

    /// The mean odds of a stretch's words.
    pub fn odds(&self, stretch: Stretch, role: Role) -> f32 {
        let labels = self.found.labels.get(stretch.first..stretch.end).unwrap_or_default();
        let sum: f32 = labels.iter().map(|label| label.odds[role as usize]).sum();
        sum / labels.len().max(1) as f32
    }

    /// The least odds of content of a stretch's words.
    pub fn least_odds(&self, stretch: Stretch) -> f32 {
        let labels = self.found.labels.get(stretch.first..stretch.end).unwrap_or_default();
        labels.iter().map(|label| label.odds[Role::Content as usize]).fold(1.0, f32::min)
    }

    /// Index of a token's sentence.
    pub fn sentence(&self, token: usize) -> usize {
        self.sentences.get(token).copied().unwrap_or(0) as usize
    }

    fn counts(&self, at: usize) -> Before {
        self.before.get(at).or(self.before.last()).copied().unwrap_or_default()
    }

    /// Words in a stretch.
    pub fn words(&self, stretch: Stretch) -> usize {
        (self.counts(stretch.end).words - self.counts(stretch.first).words) as usize
    }

    /// Tokens labelled content, and labelled cues and sources that begin in a stretch.
    pub fn within(&self, stretch: Stretch) -> [usize; 3] {
        let (a, b) = (self.counts(stretch.first), self.counts(stretch.end));
        [(b.contents - a.contents) as usize, (b.cues - a.cues) as usize, (b.sources - a.sources) as usize]
    }

    /// What lies between two stretches.
    pub fn gap(&self, a: Stretch, b: Stretch) -> Gap {
        let forward = a.first < b.first;
        let (early, late) = if forward { (a, b) } else { (b, a) };
        if early.end > late.first {
            return Gap { stretch: Stretch::new(late.first, late.first), forward, overlap: true, ..Gap::default() };
        }
        let stretch = Stretch::new(early.end, late.first);
        let last = early.end.saturating_sub(1);
        let block = |at: usize| self.found.token(at).block as usize;
        Gap {
            stretch,
            forward,
            overlap: false,
            words: self.words(stretch),
            sentences: self.sentence(late.first).saturating_sub(self.sentence(last)),
            blocks: block(late.first).saturating_sub(block(last)),
        }
    }

    /// The outermost quotation that a token stands in, as its index and one.
    pub fn quote(&self, token: usize) -> u32 {
        self.quotes.get(token).copied().unwrap_or(0)
    }

    /// How a stretch stands to quotation marks: begins in, begins with, ends in, ends with.
    pub fn quoted(&self, stretch: Stretch) -> u64 {
        let edge = |token: usize, first: bool| {
            let quote = self.quote(token);
            let Some(quotation) = (quote as usize).checked_sub(1).and_then(|at| self.found.quotations.get(at)) else {
                return 0;
            };
            let at_edge = if first { quotation.stretch.first == token } else { quotation.stretch.end == token + 1 };
            1 + u64::from(at_edge) + 2 * u64::from(first && quotation.resumes)
        };
        edge(stretch.first, true) * 5 + edge(stretch.end.saturating_sub(1), false)
    }

    /// The rules' statement that a content's words are in, by the first that is.
    pub fn rule(&self, parts: &[Stretch]) -> Option<&'a Attribution> {
        self.rule_number(parts).and_then(|at| self.found.proposals.get(at))
    }

    /// Its index.
    pub fn rule_number(&self, parts: &[Stretch]) -> Option<usize> {
        parts
            .iter()
            .find_map(|part| self.rules.get(part.first..part.end)?.iter().find(|&&number| number > 0))
            .and_then(|&number| (number as usize).checked_sub(1))
    }

    /// What a word is: see `word_code`.
    pub fn code(&self, index: usize) -> u64 {
        self.codes.get(index).copied().unwrap_or_else(|| word_code(&Token::NONE))
    }

    /// The code of the word before another.
    pub fn code_before(&self, index: usize) -> u64 {
        self.code(index.checked_sub(1).unwrap_or(usize::MAX))
    }

    /// What a candidate for a source is: its form, sort, length and whether a speaker of their own voice.
    pub fn naming_code(&self, stretch: Stretch) -> u64 {
        let found = self.found;
        let token = found.token(stretch.first);
        if stretch.len() == 1 && token.is(Classes::PRONOUN) {
            return if token.is(Classes::OWN_VOICE) {
                1
            } else if token.is(Classes::SUBORDINATOR) {
                2
            } else {
                3
            };
        }
        let namings = namings_in(found, stretch);
        let head = namings.iter().take(4).find(|naming| naming.form == Form::Name).or(namings.first());
        4 + head.map_or(0, |naming| 1 + sort_code(naming) * 3 + form_code(naming))
    }

    /// A word by itself.
    pub fn word_hash(&self, index: usize) -> u64 {
        self.found.token(index).word
    }

    /// The last word of a cue that tells something: the verb.
    pub fn verb(&self, cue: Stretch) -> u64 {
        let words = || cue.iter().take(8).filter(|&index| self.found.token(index).is_word());
        let reports = Classes::REPORTS.or(Classes::REPORTING).or(Classes::REPORT).or(Classes::REPORTED);
        words()
            .find(|&index| self.found.token(index).is(reports))
            .or(words().next_back())
            .map_or(0, |at| self.word_hash(at))
    }
}

/// What a word is, as a small number: a mark, a word of grammar by itself, or a class.
fn word_code(token: &Token) -> u64 {
    const GRAMMAR: Classes = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::AUXILIARY)
        .or(Classes::PRONOUN)
        .or(Classes::DETERMINER)
        .or(Classes::REPORTS)
        .or(Classes::REPORTING)
        .or(Classes::ADVERB);
    match token.shape {
        Shape::Mark(mark) => all(&[1, plain(mark)]),
        Shape::Lower if token.is(GRAMMAR) => all(&[2, token.word]),
        Shape::Clitic => 3,
        Shape::Number => 4,
        _ if token.is(Classes::DAY.or(Classes::MONTH).or(Classes::TIME)) => 5,
        Shape::Lower if token.is(Classes::HEAD) => 6,
        Shape::Lower => 7,
        _ if token.is(GRAMMAR) => 8,
        _ => 9,
    }
}

/// The number of a rule's pattern.
pub fn rule_way(rule: Option<&Attribution>) -> u64 {
    rule.map_or(0, |rule| rule.way as u64 + 1)
}

fn sort_code(naming: &Naming) -> u64 {
    match naming.sort {
        Sort::Person => 0,
        Sort::Organisation => 1,
        Sort::Place => 2,
        Sort::Unknown => 3,
    }
}

fn form_code(naming: &Naming) -> u64 {
    match naming.form {
        Form::Name => 0,
        Form::Nominal => 1,
        Form::Pronoun => 2,
    }
}

fn fill(list: &mut [u32], stretch: Stretch, value: u32) {
    if let Some(part) = list.get_mut(stretch.first..stretch.end) {
        part.fill(value);
    }
}

/// Marks that writers interchange count as one.
pub fn plain(mark: char) -> u64 {
    let mark = match mark {
        '“' | '”' | '„' | '″' | '‶' | '«' | '»' | '‟' | '＂' => '"',
        '‘' | '’' | '‚' | '‹' | '›' => '\'',
        '–' | '―' => '—',
        '!' | '?' => '.',
        other => other,
    };
    u64::from(u32::from(mark))
}
