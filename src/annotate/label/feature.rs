//! What a word looks like to the model: hashed features of one block's tokens.
//!
//! Training and use call the same code, so that a weight means in use what it meant in training. A feature is a
//! 64-bit hash of its template's number and of what fills the template; hashing spares the model a dictionary
//! (Weinberger et al., *Feature hashing for large scale multitask learning*, 2009).

use super::super::attribution::{Way, namings_in};
use super::super::lexicon::{Classes, fingerprint};
use super::super::mention::{Naming, Sort};
use super::super::page::{Found, Page, Stretch};
use super::super::quote::{Pairing, Quotation, Use};
use super::super::token::{Shape, Token};
use crate::article::{BlockKind, Form};

/// Templates, at most as many hashes a token.
pub const MOST: usize = 96;
/// Boundary classes of [`Facts::boundary`].
pub const N_BOUNDARIES: usize = 96;

/// What is known of one token, as small numbers that templates combine.
#[derive(Clone, Copy, Debug, Default)]
struct Facet {
    /// The word, or the class that stands for it.
    word: u64,
    /// The lexicon's classes, as far as grammar goes.
    class: u64,
    /// Hash of the last three letters.
    suffix: u64,
    shape: u8,
    /// Sort and form of the naming that it is in, and whether it begins it.
    naming: u8,
    /// Where it stands towards quotation marks.
    quote: u8,
    /// What the rules took it for.
    rule: u8,
    /// The pattern by which the rules took it so.
    way: u8,
    /// How often the rules have the one named here speak in the article, coarsely.
    voice: u8,
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

/// The words that the training text has in lower case often enough to be trusted when capitalised.
pub trait Vocabulary {
    /// The class of a word by its fingerprint: 0 for a word that is not in the vocabulary.
    fn class(&self, word: u64) -> u8;
}

/// The facts of one block, ready for templates.
#[derive(Debug, Default)]
pub struct Facts {
    facets: Vec<Facet>,
    clusters: Vec<u8>,
    boundaries: Vec<u8>,
    /// Per token: the last cue to the left and the next to the right in its sentence.
    left_cue: Vec<u64>,
    right_cue: Vec<u64>,
    /// Per token: a hash of facts of its sentence, and one of its paragraph.
    sentence: Vec<u64>,
    place: Vec<u8>,
    /// Per token: words since the last mark, and the word after it.
    since_mark: Vec<u8>,
    clause: Vec<u64>,
    /// Per token: the word after the naming that it is in, and the one before.
    after_name: Vec<u64>,
    before_name: Vec<u64>,
    /// Per token: inside paired marks, the opening one left out.
    within: Vec<bool>,
    paragraph: u64,
    /// Per figure of the article: how many proposals have it as source.
    voices: Vec<u8>,
}

const PAD: Facet = Facet { word: 1, class: 0, suffix: 1, shape: 0, naming: 0, quote: 0, rule: 0, way: 0, voice: 0 };

fn mix(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(23) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 31)
}

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
    pub fn gather(&mut self, page: &Page<'_>, found: &Found, block: Stretch, vocabulary: &dyn Vocabulary) {
        self.facets.clear();
        self.clusters.clear();
        for index in block.iter() {
            let token = found.token(index);
            let facet = facet(page, token, vocabulary);
            self.clusters.push(vocabulary.class(facet.word));
            self.facets.push(facet);
        }
        self.quotations(found, block);
        self.namings(found, block);
        self.rules(found, block);
        self.cues(page, found, block);
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

    fn at(&self, index: usize, offset: isize) -> &Facet {
        index.checked_add_signed(offset).and_then(|at| self.facets.get(at)).unwrap_or(&PAD)
    }

    fn set(&mut self, block: Stretch, range: Stretch, set: impl Fn(&mut Facet, usize)) {
        for index in range.iter() {
            if let Some(facet) = index.checked_sub(block.first).and_then(|at| self.facets.get_mut(at)) {
                set(facet, index);
            }
        }
    }

    fn quotations(&mut self, found: &Found, block: Stretch) {
        self.within.clear();
        self.within.resize(block.len(), false);
        let from = found.quotations.partition_point(|quotation| quotation.stretch.first < block.first);
        let here = found.quotations.iter().skip(from).take_while(|quotation| quotation.stretch.first < block.end);
        for quotation in here.filter(|quotation| quotation.depth == 0 && quotation.pairing != Pairing::Unopened) {
            let code = quote_code(quotation);
            let stretch = quotation.stretch;
            if quotation.pairing == Pairing::Whole {
                let inner = stretch.first + 1 - block.first..stretch.end.min(block.end) - block.first;
                self.within.get_mut(inner).into_iter().flatten().for_each(|within| *within = true);
            }
            self.set(block, stretch, |facet, index| {
                let place = if index == stretch.first {
                    0
                } else if index + 1 == stretch.end {
                    2
                } else {
                    1
                };
                facet.quote = code * 3 + place + 1;
            });
        }
    }

    fn namings(&mut self, found: &Found, block: Stretch) {
        self.after_name.clear();
        self.after_name.resize(block.len(), 0);
        self.before_name.clear();
        self.before_name.resize(block.len(), 0);
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
            self.set(block, naming.stretch, |facet, index| {
                facet.naming = code * 2 + u8::from(index > first) + 1;
                facet.voice = voice;
            });
            let local =
                Stretch::new(naming.stretch.first - block.first, naming.stretch.end.min(block.end) - block.first);
            let after = self.at(local.end, 0).word;
            let before = self.at(local.first, -1).word;
            for slot in local.iter() {
                if let (Some(to), Some(from)) = (self.after_name.get_mut(slot), self.before_name.get_mut(slot)) {
                    (*to, *from) = (after, before);
                }
            }
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

    fn cues(&mut self, page: &Page<'_>, found: &Found, block: Stretch) {
        self.left_cue.clear();
        self.left_cue.resize(block.len(), 0);
        self.right_cue.clear();
        self.right_cue.resize(block.len(), 0);
        let from = found.cues.partition_point(|cue| cue.stretch.first < block.first);
        let here = || found.cues.iter().skip(from).take_while(|cue| cue.stretch.first < block.end);
        let sentence = |index: usize| {
            found.sentence_of(index).and_then(|at| found.sentences.get(at)).map_or(block, |one| one.stretch)
        };
        for cue in here() {
            let word = fingerprint(page.word(found.token(cue.verb)));
            let around = sentence(cue.verb);
            for index in cue.stretch.end..around.end.min(block.end) {
                let far = bucket(index - cue.stretch.end);
                if let Some(slot) = self.left_cue.get_mut(index - block.first) {
                    *slot = mix(word, u64::from(far.min(7)));
                }
            }
            for index in around.first.max(block.first)..cue.stretch.first {
                if let Some(slot) = self.right_cue.get_mut(index - block.first).filter(|slot| **slot == 0) {
                    *slot = mix(word, u64::from(bucket(cue.stretch.first - index).min(7)));
                }
            }
        }
    }

    fn clauses(&mut self, found: &Found, block: Stretch) {
        self.since_mark.clear();
        self.clause.clear();
        let (mut since, mut opener) = (0_usize, 0_u64);
        for (at, index) in block.iter().enumerate() {
            let token = found.token(index);
            if matches!(token.shape, Shape::Mark(_)) {
                since = 0;
                opener = mix(self.at(at, 0).word, self.at(at, 1).word);
            } else {
                since += 1;
            }
            self.since_mark.push(bucket(since));
            self.clause.push(opener);
        }
    }

    fn sentences(&mut self, found: &Found, block: Stretch) {
        self.sentence.clear();
        self.sentence.resize(block.len(), 0);
        self.place.clear();
        self.place.resize(block.len(), 0);
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
            for slot in local.iter() {
                if let (Some(to), Some(place)) = (self.sentence.get_mut(slot), self.place.get_mut(slot)) {
                    *to = whole;
                    *place = bucket(slot - local.first) * 10 + bucket(local.end - 1 - slot);
                }
            }
        }
    }

    fn set_boundaries(&mut self, found: &Found, block: Stretch) {
        self.boundaries.clear();
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
                    if quote != 0 && (quote - 1) % 3 == 0 { 0 } else { 1 }
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
            self.boundaries.push(prior * 16 + here);
        }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.facets.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.facets.is_empty()
    }

    /// The class of the boundary before a token, below [`N_BOUNDARIES`].
    pub fn boundary(&self, index: usize) -> usize {
        self.boundaries.get(index).copied().unwrap_or(0) as usize
    }

    /// Whether a token stands inside paired quotation marks, or is the closing one.
    pub fn is_within_quotation(&self, index: usize) -> bool {
        self.within.get(index).copied().unwrap_or(false)
    }

    /// The hashes of a token's features.
    pub fn features(&self, index: usize, out: &mut Vec<u64>) {
        out.clear();
        let mut template = 0_u64;
        let mut add = |value: u64| {
            template += 1;
            out.push(mix(template.wrapping_mul(0xd6e8_feb8_6659_fd93), value));
        };
        let near = |offset: isize| self.at(index, offset);
        let cluster = |offset: isize| {
            u64::from(index.checked_add_signed(offset).and_then(|at| self.clusters.get(at)).copied().unwrap_or(0))
        };
        let get = |list: &[u64]| list.get(index).copied().unwrap_or(0);
        let (l2, l1, me, r1, r2) = (near(-2), near(-1), near(0), near(1), near(2));
        add(1);
        // Words around.
        for offset in -4..=4 {
            add(near(offset).word);
        }
        add(mix(l1.word, me.word));
        add(mix(me.word, r1.word));
        add(mix(l1.word, r1.word));
        add(mix(mix(l1.word, me.word), r1.word));
        // Their grammar.
        for offset in -3..=3 {
            add(mix(near(offset).class, u64::from(near(offset).shape)));
        }
        add(mix(l1.class, me.class));
        add(mix(me.class, r1.class));
        add(mix(mix(l2.class, l1.class), me.class));
        add(mix(mix(l1.class, me.class), r1.class));
        add(mix(mix(me.class, r1.class), r2.class));
        for offset in -1..=1 {
            add(cluster(offset) << 1 | 1);
        }
        add(mix(cluster(-1), cluster(0)));
        add(mix(cluster(0), cluster(1)));
        add(me.suffix);
        add(mix(u64::from(l1.shape) << 8 | u64::from(me.shape), u64::from(r1.shape)));
        // Marks.
        let quote = u64::from(me.quote);
        add(quote + 1);
        add(mix(u64::from(l1.quote) << 8 | quote, u64::from(r1.quote)));
        add(mix(quote, me.word));
        add(mix(quote, self.paragraph));
        // Names.
        let naming = u64::from(me.naming);
        add(naming + 1);
        add(mix(u64::from(l1.naming) << 8 | naming, u64::from(r1.naming)));
        add(mix(naming, r1.class));
        add(mix(naming, l1.class));
        add(mix(naming, get(&self.after_name)));
        add(mix(naming, get(&self.before_name)));
        add(mix(mix(naming, get(&self.after_name)), get(&self.before_name)));
        add(mix(u64::from(me.voice) + 1, get(&self.after_name)));
        // What the rules say.
        let rule = u64::from(me.rule) << 8 | u64::from(me.way);
        add(rule + 1);
        add(u64::from(l1.rule) << 16 | u64::from(me.rule) << 8 | u64::from(r1.rule) | 1 << 32);
        add(mix(u64::from(l2.rule) << 8 | u64::from(me.rule), u64::from(r2.rule) | 1 << 32));
        add(mix(rule, me.word));
        add(mix(rule, quote));
        add(mix(mix(rule, l1.word), r1.class));
        add(mix(rule, naming));
        // The cues of the sentence.
        let (left, right) = (get(&self.left_cue), get(&self.right_cue));
        add(left | 1);
        add(right | 1);
        add(mix(left, me.class));
        add(mix(right, me.class));
        add(mix(left, quote));
        add(mix(right, quote));
        add(mix(left, get(&self.clause)));
        // Clause, sentence and paragraph.
        let since = u64::from(self.since_mark.get(index).copied().unwrap_or(0));
        add(mix(get(&self.clause), since.min(4)));
        add(mix(get(&self.clause), me.class));
        let place = u64::from(self.place.get(index).copied().unwrap_or(0));
        add(place + 1);
        add(place / 10 + 1);
        add(mix(place / 10, me.class));
        add(get(&self.sentence));
        add(mix(get(&self.sentence), me.class));
        add(mix(get(&self.sentence), rule));
        add(self.paragraph);
        add(mix(self.paragraph, me.class));
    }
}

fn facet(page: &Page<'_>, token: &Token, vocabulary: &dyn Vocabulary) -> Facet {
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
            let word = fingerprint(written);
            // A capitalised word that the training text hardly has in lower case is a name, whose own letters
            // would teach the model who spoke in the training articles.
            let known = shape == 1 || shape == 6 || vocabulary.class(word) != 0;
            if known { (word, suffix(written)) } else { (0x4341_5000 + u64::from(token.is(Classes::FIRST_NAME)), 0) }
        }
    };
    Facet { word, class, suffix, shape, ..PAD }
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
        _ => 4 + sort,
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
