//! What is known of each token of a block, as small numbers: the stuff that features are made of.

use super::super::super::attribution::{Way, namings_in};
use super::super::super::lexicon::Classes;
use super::super::super::mention::{Naming, Sort};
use super::super::super::page::{Found, Page, Stretch};
use super::super::super::quote::{Pairing, Quotation, Use};
use super::super::super::token::{Shape, Token};
use super::{Vocabulary, mix};
use crate::article::{BlockKind, Form};

/// What is known of one token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facet {
    /// The word, or the class that stands for it.
    pub(super) word: u64,
    /// The lexicon's classes, as far as grammar goes.
    pub(super) class: u64,
    /// Hash of the last three letters.
    pub(super) suffix: u64,
    /// The last cue to the left in its sentence, and the next to the right, each with its distance.
    pub(super) left_cue: u64,
    /// See `left_cue`.
    pub(super) right_cue: u64,
    /// The last mark, and the word after it.
    pub(super) clause: u64,
    /// What the sentence has: rules' findings, quotations, cues, a question mark.
    pub(super) sentence: u64,
    /// The word after the naming that it is in, and the one before.
    pub(super) after_name: u64,
    /// See `after_name`.
    pub(super) before_name: u64,
    /// Class of the word by its neighbours in the training text.
    pub(super) cluster: u8,
    /// What its letters look like.
    pub(super) shape: u8,
    /// Sort and form of the naming that it is in, and whether it begins it.
    pub(super) naming: u8,
    /// Where it stands towards quotation marks.
    pub(super) quote: u8,
    /// What the rules took it for.
    pub(super) rule: u8,
    /// The pattern by which the rules took it so.
    pub(super) way: u8,
    /// How often the rules have the one named here speak in the article, coarsely.
    pub(super) voice: u8,
    /// Tokens since the last mark, coarsely.
    pub(super) since: u8,
    /// Tokens from the sentence's beginning and to its end, coarsely.
    pub(super) place: u8,
    /// Class of the boundary before it.
    pub(super) boundary: u8,
    /// Inside paired marks, the opening one left out.
    pub(super) within: bool,
}

/// The classes that tell a word's part in a sentence; names and places have facets of their own.
const GRAMMAR: Classes = Classes::PRONOUN
    .or(Classes::POSSESSIVE)
    .or(Classes::DETERMINER)
    .or(Classes::CONJUNCTION)
    .or(Classes::SUBORDINATOR)
    .or(Classes::PREPOSITION)
    .or(Classes::AUXILIARY)
    .or(Classes::ADVERB)
    .or(Classes::TIME)
    .or(Classes::DAY)
    .or(Classes::MONTH)
    .or(Classes::NUMBER)
    .or(Classes::REPORTS)
    .or(Classes::REPORTING)
    .or(Classes::REPORTED)
    .or(Classes::REPORT)
    .or(Classes::SAY)
    .or(Classes::TELL)
    .or(Classes::ASK)
    .or(Classes::URGE)
    .or(Classes::DESCRIBE)
    .or(Classes::THINK)
    .or(Classes::SHOW)
    .or(Classes::HEAD)
    .or(Classes::OWN_VOICE);

/// The facts of one block, ready for templates.
#[derive(Debug, Default)]
pub struct Facts {
    pub(super) facets: Vec<Facet>,
    pub(super) paragraph: u64,
    /// Per figure of the article: how many proposals have it as source.
    voices: Vec<u8>,
}

/// What stands beyond a block's ends.
pub(super) static BEYOND: Facet = Facet { word: 1, suffix: 1, ..BLANK };
const BLANK: Facet = Facet {
    word: 0,
    class: 0,
    suffix: 0,
    left_cue: 0,
    right_cue: 0,
    clause: 0,
    sentence: 0,
    after_name: 0,
    before_name: 0,
    cluster: 0,
    shape: 0,
    naming: 0,
    quote: 0,
    rule: 0,
    way: 0,
    voice: 0,
    since: 0,
    place: 0,
    boundary: 0,
    within: false,
};

/// Marks that many writers interchange count as one.
fn plain_mark(mark: char) -> u64 {
    let mark = match mark {
        '“' | '”' | '„' | '″' | '‶' | '«' | '»' | '‟' | '＂' => '"',
        '‘' | '’' | '‚' | '‹' | '›' => '\'',
        '–' | '―' => '—',
        other => other,
    };
    0x4d41_524b ^ (u64::from(u32::from(mark)) << 32)
}

fn bucket(n: usize) -> u8 {
    match n {
        0..=4 => n as u8,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

impl Facts {
    /// Begins an article: who speaks how often, as the rules see it.
    pub fn begin(&mut self, found: &Found) {
        self.voices.clear();
        self.voices.resize(found.figures.len(), 0);
        for source in found.proposals.iter().filter_map(|one| one.source) {
            for naming in namings_in(found, source).iter().take(4) {
                if let Some(count) = found.owner_of(naming).and_then(|figure| self.voices.get_mut(figure)) {
                    *count = count.saturating_add(1);
                }
            }
        }
    }

    /// Gathers the facts of a block's tokens.
    pub fn gather(&mut self, page: &Page<'_>, found: &Found, block: Stretch, vocabulary: &impl Vocabulary) {
        self.facets.clear();
        self.facets.extend(block.iter().map(|index| facet(page, found.token(index), vocabulary)));
        self.quotations(found, block);
        self.namings(found, block);
        self.rules(found, block);
        self.cues(found, block);
        self.clauses(found, block);
        self.sentences(found, block);
        self.set_boundaries(found, block);
        let kind = page.kind_of(found.token(block.first).block as usize);
        let quoted = self.facets.iter().any(|facet| facet.quote != 0);
        let number = match found.token(block.first).block {
            0 => 0_u64,
            1 => 1,
            2..=3 => 2,
            _ => 3,
        };
        self.paragraph = mix(kind_code(kind), u64::from(quoted) | number << 1);
    }

    /// The facet of a token, or of what stands beyond the block.
    pub(super) fn at(&self, index: usize, offset: isize) -> &Facet {
        index.checked_add_signed(offset).and_then(|at| self.facets.get(at)).unwrap_or(&BEYOND)
    }

    fn set(&mut self, block: Stretch, range: Stretch, set: impl Fn(&mut Facet, usize)) {
        let (Some(first), Some(end)) = (range.first.checked_sub(block.first), range.end.checked_sub(block.first))
        else {
            return;
        };
        let end = end.min(self.facets.len());
        for (index, facet) in (range.first..).zip(self.facets.get_mut(first..end).into_iter().flatten()) {
            set(facet, index);
        }
    }

    fn quotations(&mut self, found: &Found, block: Stretch) {
        let from = found.quotations.partition_point(|quotation| quotation.stretch.first < block.first);
        let here = found.quotations.iter().skip(from).take_while(|quotation| quotation.stretch.first < block.end);
        for quotation in here.filter(|quotation| quotation.depth == 0 && quotation.pairing != Pairing::Unopened) {
            let code = quote_code(quotation);
            let stretch = quotation.stretch;
            self.set(block, stretch, |facet, index| {
                let place = if index == stretch.first {
                    0
                } else if index + 1 == stretch.end {
                    2
                } else {
                    1
                };
                facet.quote = code * 3 + place + 1;
                facet.within = quotation.pairing == Pairing::Whole && index > stretch.first;
            });
        }
    }

    fn namings(&mut self, found: &Found, block: Stretch) {
        let from = found.namings.partition_point(|naming| naming.stretch.first < block.first);
        let here = found.namings.iter().skip(from).take_while(|naming| naming.stretch.first < block.end);
        for naming in here {
            let code = naming_code(naming);
            let first = naming.stretch.first;
            let voice = match found.owner_of(naming).and_then(|figure| self.voices.get(figure)) {
                None => 0,
                Some(0) => 1,
                Some(1) => 2,
                Some(2..=3) => 3,
                Some(_) => 4,
            };
            let local = Stretch::new(first - block.first, naming.stretch.end.min(block.end) - block.first);
            let (before, after) = (self.at(local.first, -1).word, self.at(local.end, 0).word);
            self.set(block, naming.stretch, |facet, index| {
                facet.naming = code * 2 + u8::from(index > first) + 1;
                facet.voice = voice;
                (facet.before_name, facet.after_name) = (before, after);
            });
        }
    }

    /// What the rules made of the block: their proposals are facts like others, to be weighed.
    fn rules(&mut self, found: &Found, block: Stretch) {
        let from = found.proposals.partition_point(|one| one.block < found.token(block.first).block as usize);
        let number = found.token(block.first).block as usize;
        for one in found.proposals.iter().skip(from).take_while(|one| one.block == number) {
            if one.nested_in.is_some() {
                continue;
            }
            let way = way_code(one.way);
            let mut mark = |part: Stretch, role: u8| {
                self.set(block, part, |facet, index| {
                    facet.rule = role * 2 + u8::from(index > part.first) + 1;
                    facet.way = way;
                });
            };
            for part in &one.content {
                mark(*part, 0);
            }
            one.cue.into_iter().for_each(|part| mark(part, 1));
            one.source.into_iter().for_each(|part| mark(part, 2));
        }
    }

    fn cues(&mut self, found: &Found, block: Stretch) {
        let from = found.cues.partition_point(|cue| cue.stretch.first < block.first);
        let here = || found.cues.iter().skip(from).take_while(|cue| cue.stretch.first < block.end).peekable();
        let sentence = |index: usize| {
            let sentence = found.sentence_of(index).and_then(|at| found.sentences.get(at));
            sentence.map_or(block, |sentence| sentence.stretch)
        };
        // Each token's nearest, so that many cues in one sentence cost no more than one.
        let mut cues = here();
        while let Some(cue) = cues.next() {
            let word = found.token(cue.verb).word;
            let end = sentence(cue.verb).end.min(cues.peek().map_or(block.end, |next| next.stretch.end));
            self.set(block, Stretch::new(cue.stretch.end, end), |facet, index| {
                facet.left_cue = mix(word, u64::from(bucket(index - cue.stretch.end).min(7)));
            });
        }
        let mut last_end = block.first;
        for cue in here() {
            let word = found.token(cue.verb).word;
            let first = sentence(cue.verb).first.max(last_end);
            last_end = cue.stretch.first;
            self.set(block, Stretch::new(first, cue.stretch.first), |facet, index| {
                facet.right_cue = mix(word, u64::from(bucket(cue.stretch.first - index).min(7)));
            });
        }
    }

    fn clauses(&mut self, found: &Found, block: Stretch) {
        let (mut since, mut opener) = (0_usize, 0_u64);
        for (at, index) in block.iter().enumerate() {
            if matches!(found.token(index).shape, Shape::Mark(_)) {
                since = 0;
                opener = mix(self.at(at, 0).word, self.at(at, 1).word);
            } else {
                since += 1;
            }
            if let Some(facet) = self.facets.get_mut(at) {
                (facet.since, facet.clause) = (bucket(since), opener);
            }
        }
    }

    fn sentences(&mut self, found: &Found, block: Stretch) {
        let from = found.sentences.partition_point(|one| one.stretch.first < block.first);
        let here = || found.sentences.iter().skip(from).take_while(|one| one.stretch.first < block.end);
        let local =
            |stretch: Stretch| Stretch::new(stretch.first - block.first, stretch.end.min(block.end) - block.first);
        let mut owns: Vec<u64> = Vec::new();
        for period in here() {
            let local = local(period.stretch);
            let facets = self.facets.get(local.first..local.end).unwrap_or_default();
            let ruled = facets.iter().fold(0_u64, |all, facet| all | 1 << facet.rule.div_ceil(2));
            let quoted = u64::from(facets.iter().any(|facet| facet.quote != 0));
            let cues = u64::from(facets.iter().any(|facet| facet.class & Classes::REPORTS.bits() != 0));
            let asks = u64::from(found.before(period.stretch.end).is_mark('?'));
            owns.push(ruled | quoted << 4 | cues << 5 | asks << 6);
        }
        for (number, period) in here().enumerate() {
            let local = local(period.stretch);
            let own = |at: Option<usize>| at.and_then(|at| owns.get(at)).map_or(0x80, |own| own & 0x1f);
            let whole = mix(owns.get(number).copied().unwrap_or(0), own(number.checked_sub(1)));
            for (at, facet) in self.facets.get_mut(local.first..local.end).into_iter().flatten().enumerate() {
                facet.sentence = whole;
                facet.place = bucket(at) * 10 + bucket(local.len() - 1 - at);
            }
        }
    }

    fn set_boundaries(&mut self, found: &Found, block: Stretch) {
        for index in block.iter() {
            let (before, token) = (found.before(index), found.token(index));
            let prior = match before.mark() {
                _ if index == block.first => 2,
                None => 0,
                Some(',') => 1,
                Some('.' | '?' | '!') => 2,
                Some('"' | '“' | '”' | '″' | '‶' | '’' | '‘' | '\'' | '«' | '»' | '„') => 3,
                Some('—' | '–' | '―' | ':' | ';') => 4,
                Some(_) => 5,
            };
            let quote = self.at(index - block.first, 0).quote;
            let here = match token.mark() {
                Some('"' | '“' | '”' | '″' | '‶' | '’' | '‘' | '\'' | '«' | '»' | '„') => {
                    u8::from(quote == 0 || !(quote - 1).is_multiple_of(3))
                }
                Some(',') => 2,
                Some('.' | '?' | '!') => 3,
                Some(_) => 4,
                None if token.is(Classes::SUBORDINATOR) => 5,
                None if token.is(Classes::CONJUNCTION) => 6,
                None if token.is(Classes::REPORTS.or(Classes::REPORTING)) => 7,
                None if token.is(Classes::PRONOUN) => 8,
                None if token.is(Classes::DETERMINER.or(Classes::POSSESSIVE)) => 9,
                None if token.is(Classes::AUXILIARY) => 10,
                None if token.is(Classes::PREPOSITION) => 11,
                None if token.is(Classes::ADVERB) => 12,
                None if token.is_capital() => 13,
                None if token.shape == Shape::Clitic => 14,
                None => 15,
            };
            if let Some(facet) = self.facets.get_mut(index - block.first) {
                facet.boundary = prior * 16 + here;
            }
        }
    }
}

fn facet(page: &Page<'_>, token: &Token, vocabulary: &impl Vocabulary) -> Facet {
    let shape = match token.shape {
        Shape::Lower => 1,
        Shape::Title => 2,
        Shape::Upper => 3,
        Shape::Mixed => 4,
        Shape::Number => 5,
        Shape::Clitic => 6,
        Shape::Mark(_) => 7,
    };
    let class = token.classes.bits() & GRAMMAR.bits();
    let (word, suffix) = match token.shape {
        Shape::Mark(mark) => (plain_mark(mark), 0),
        Shape::Number => (0x4e55_4d00, 0),
        _ => {
            let written = page.word(token);
            let word = token.word;
            // A capitalised word that the training text hardly has in lower case is a name, whose own letters
            // would teach the model who spoke in the training articles.
            let known = shape == 1 || shape == 6 || vocabulary.class(word) != 0;
            if known { (word, suffix(written)) } else { (0x4341_5000 + u64::from(token.is(Classes::FIRST_NAME)), 0) }
        }
    };
    Facet { word, class, suffix, shape, cluster: vocabulary.class(word), ..BLANK }
}

fn suffix(word: &str) -> u64 {
    let mut letters = word.chars().rev().flat_map(char::to_lowercase);
    let mut hash = 7;
    for _ in 0..3 {
        hash = mix(hash, letters.next().map_or(0, |letter| u64::from(u32::from(letter))));
    }
    hash
}

fn quote_code(quotation: &Quotation) -> u8 {
    let role = match quotation.role {
        Use::Speech => 0,
        Use::Phrase => 1,
        Use::Title => 2,
    };
    let length = match quotation.stretch.len() {
        0..=4 => 0,
        5..=7 => 1,
        8..=14 => 2,
        _ => 3,
    };
    role * 4 + length
}

fn naming_code(naming: &Naming) -> u8 {
    let sort = match naming.sort {
        Sort::Person => 0,
        Sort::Organisation => 1,
        Sort::Place => 2,
        Sort::Unknown => 3,
    };
    match naming.form {
        Form::Name => sort,
        Form::Pronoun => 8,
        Form::Nominal => 4 + sort,
    }
}

fn kind_code(kind: BlockKind) -> u64 {
    match kind {
        BlockKind::Paragraph => 1,
        BlockKind::Heading => 2,
        BlockKind::Blockquote => 3,
        _ => 4,
    }
}

fn way_code(way: Way) -> u8 {
    match way {
        Way::QuoteThenCue | Way::Dialogue => 1,
        Way::CueThenQuote => 2,
        Way::Clause => 3,
        Way::Postposed => 4,
        Way::AccordingTo => 5,
        Way::Participle => 6,
        Way::Carried => 7,
        Way::Implied => 8,
        Way::Label => 9,
        Way::Transcript | Way::Interview => 10,
        Way::Block => 11,
        Way::NoComment => 12,
    }
}
