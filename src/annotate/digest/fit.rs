//! Whether a sentence can be a line of the summary, and how well it stands alone.

use crate::article::{ActorKind, BlockKind, Form};

use crate::annotate::attribution::{Way, namings_in};
use crate::annotate::lexicon::Classes;
use crate::annotate::page::{Found, Page, Stretch};
use crate::annotate::quote::Pairing;
use crate::annotate::token::{Shape, Token};

/// What is known of sentences and blocks before any is judged.
#[derive(Debug)]
pub struct Judge {
    /// For every sentence, whether most of it is said by somebody whom it does not name.
    unsourced: Vec<bool>,
    /// For every block, whether it describes a picture.
    captions: Vec<bool>,
    /// Whether the article has paragraphs at all, not only lists and the like.
    has_prose: bool,
    /// First block of the end matter, where writers are introduced.
    tail: usize,
}

impl Judge {
    /// Looks through the article once.
    pub fn new(page: &Page<'_>, found: &Found) -> Self {
        let mut unsourced = vec![false; found.sentences.len()];
        for attribution in &found.attributions {
            let home = attribution.source.and_then(|source| found.sentence_of(source.first));
            for part in &attribution.content {
                let Some(first) = found.sentence_of(part.first) else { continue };
                let inside = found.sentences.iter().enumerate().skip(first);
                for (at, sentence) in inside.take_while(|(_, one)| one.stretch.first < part.end) {
                    let from = part.first.max(sentence.stretch.first);
                    let shared = part.end.min(sentence.stretch.end).saturating_sub(from);
                    if home != Some(at)
                        && shared * 2 > sentence.stretch.len()
                        && let Some(one) = unsourced.get_mut(at)
                    {
                        *one = true;
                    }
                }
            }
            // A transcript's label says who speaks.
            if let (Way::Transcript | Way::Interview, Some(at)) = (attribution.way, home)
                && let Some(one) = unsourced.get_mut(at)
            {
                *one = false;
            }
        }
        let mut captions = vec![false; page.areas().len()];
        for pair in 0..found.sentences.len() {
            let Some(sentence) = found.sentences.get(pair) else { continue };
            let is_last = found.sentences.get(pair + 1).is_none_or(|next| next.block != sentence.block);
            if is_last
                && has_credit(page, found, sentence.stretch)
                && let Some(one) = captions.get_mut(sentence.block)
            {
                *one = true;
            }
        }
        let prose = |block: &usize| page.kind_of(*block) == BlockKind::Paragraph;
        let n_prose = (0..page.areas().len()).filter(prose).count();
        let tail = (0..page.areas().len()).rev().filter(prose).nth(1).unwrap_or(0);
        Self { unsourced, captions, has_prose: n_prose > 2, tail: if n_prose > 4 { tail } else { usize::MAX } }
    }

    /// Whether a sentence is of the article's own text: no caption, no list where there is prose.
    pub fn is_own_text(&self, page: &Page<'_>, found: &Found, at: usize) -> bool {
        let Some(sentence) = found.sentences.get(at) else { return false };
        let is_text = match page.kind_of(sentence.block) {
            BlockKind::Paragraph | BlockKind::Standfirst => true,
            BlockKind::ListItem => !self.has_prose,
            _ => false,
        };
        is_text && !self.captions.get(sentence.block).copied().unwrap_or(false)
    }

    /// A whole sentence of some length, none of it left hanging, in the article's own voice.
    pub fn is_fit(&self, page: &Page<'_>, found: &Found, at: usize, stretch: Stretch, is_short: bool) -> bool {
        let block = found.sentences.get(at).map_or(0, |sentence| sentence.block);
        let least = if is_short { 5 } else { 8 };
        (least..=75).contains(&stretch.len())
            && is_whole(found, stretch)
            && !self.unsourced.get(at).copied().unwrap_or(true)
            && !is_cut_quotation(found, stretch)
            && label(page, found, stretch).is_none_or(|label| is_speaker(found, label))
            && !addresses_reader(page, found, stretch)
            && !(block >= self.tail && introduces_writer(page, found, stretch, self.tail))
    }
}

/// It begins like a sentence and ends like one, and its brackets pair.
fn is_whole(found: &Found, stretch: Stretch) -> bool {
    let last = found.before(stretch.end);
    let ends =
        matches!(last.mark(), Some('.' | '!' | '”' | '"' | '’' | '\'' | '″' | ')')) || last.is(Classes::ABBREVIATION);
    // "… he asked?" and "Why?" alike; a question inside a quotation ends with the quotation's mark.
    let first = found.token(stretch.first);
    let opens = first.is_capital()
        || first.shape == Shape::Number
        || matches!(first.mark(), Some('“' | '"' | '‘' | '\'' | '″' | '‶' | '«' | '£' | '$' | '€'));
    // A fragment follows a sentence that was cut at a full stop that ends none: *D-N.|C.), head of …*
    let before = found.before(stretch.first);
    let follows_end = before.block != first.block || before.mark().is_some() || before.is(Classes::ABBREVIATION);
    let mut depth = 0_i32;
    let paired = stretch.iter().all(|index| {
        match found.token(index).mark() {
            Some('(' | '[') => depth += 1,
            Some(')' | ']') => depth -= 1,
            _ => {}
        }
        depth >= 0
    });
    ends && opens && follows_end && paired && depth == 0
}

/// A quotation reaches beyond the sentence, or all of the sentence is one: then nothing says whose words they are.
fn is_cut_quotation(found: &Found, stretch: Stretch) -> bool {
    let after = found.quotations.partition_point(|quotation| quotation.stretch.first < stretch.end);
    let near = found.quotations.get(after.saturating_sub(6)..after).unwrap_or_default();
    near.iter().any(|quotation| {
        let own = quotation.stretch;
        let is_open = matches!(quotation.pairing, Pairing::Unclosed | Pairing::GoesOn);
        own.overlaps(stretch) && (is_open || !stretch.covers(own) || own.len() * 10 >= stretch.len() * 9)
    })
}

/// The label before a sentence, up to its colon: of a question, an answer, a speaker or a time.
fn label(page: &Page<'_>, found: &Found, stretch: Stretch) -> Option<Stretch> {
    let near = stretch.first..stretch.end.min(stretch.first + 5);
    let colon = near.clone().find(|&index| found.token(index).is_mark(':'))?;
    let is_name = (stretch.first..colon).all(|index| {
        let token = found.token(index);
        token.is_capital() || token.mark().is_some() || token.shape == Shape::Number || page.word(token) == "am"
    });
    is_name.then(|| Stretch::new(stretch.first, colon))
}

/// *ROE: …*: a speaker's name stands before the sentence.
pub fn is_labelled(page: &Page<'_>, found: &Found, stretch: Stretch) -> bool {
    label(page, found, stretch).is_some_and(|label| is_speaker(found, label))
}

fn is_speaker(found: &Found, label: Stretch) -> bool {
    namings_in(found, label).iter().any(|naming| naming.form == Form::Name)
}

/// Verbs that address the reader at the head of a sentence.
const APPEALS: [&str; 32] = [
    "imagine",
    "picture",
    "consider",
    "think",
    "remember",
    "forget",
    "look",
    "let",
    "welcome",
    "meet",
    "click",
    "follow",
    "subscribe",
    "sign",
    "read",
    "watch",
    "listen",
    "download",
    "join",
    "email",
    "contact",
    "visit",
    "see",
    "share",
    "tap",
    "scroll",
    "send",
    "register",
    "check",
    "find",
    "suppose",
    "tune",
];
/// Words that stand in a notice, and in no news: they name the page.
const NOTICES: [&[&str]; 17] = [
    &["this", "article"],
    &["this", "story"],
    &["this", "report"],
    &["this", "interview"],
    &["this", "page"],
    &["this", "column"],
    &["this", "post"],
    &["all", "rights", "reserved"],
    &["sign", "up"],
    &["click", "here"],
    &["our", "newsletter"],
    &["our", "app"],
    &["our", "podcast"],
    &["on", "twitter", "@"],
    &["weekdays", "from"],
    &["read", "more"],
    &["for", "more", "information"],
];

/// Whether a word is the first of a notice: asked of every word, and so before the phrases are gone through.
fn opens_notice(word: &str) -> bool {
    matches!(
        word,
        "this"
            | "This"
            | "all"
            | "All"
            | "sign"
            | "Sign"
            | "click"
            | "Click"
            | "our"
            | "Our"
            | "on"
            | "read"
            | "Read"
            | "for"
            | "For"
            | "weekdays"
    )
}

/// An appeal, a question or a notice about the page.
fn addresses_reader(page: &Page<'_>, found: &Found, stretch: Stretch) -> bool {
    let first = found.token(stretch.first);
    let opener = page.word(first);
    if APPEALS.iter().any(|one| one.eq_ignore_ascii_case(opener)) && !found.token(stretch.first + 1).is_capital() {
        return true;
    }
    let is = |index: usize, word: &str| page.word(found.token(index)).eq_ignore_ascii_case(word);
    stretch.iter().any(|index| {
        let token = found.token(index);
        if token.is_mark('@') || token.is_mark('?') && !found.is_quoted(index) {
            return true;
        }
        let word = page.word(token);
        if word.starts_with("http") || word.starts_with("www") {
            return true;
        }
        opens_notice(word)
            && NOTICES.iter().any(|words| words.iter().enumerate().all(|(offset, word)| is(index + offset, word)))
            && !found.is_quoted(index)
    })
}

/// *Jane Roe is a columnist …* at the end, of somebody whom the article does not name before.
fn introduces_writer(page: &Page<'_>, found: &Found, stretch: Stretch, tail: usize) -> bool {
    let Some(naming) = namings_in(found, stretch).first().filter(|one| one.stretch.first == stretch.first) else {
        return false;
    };
    let verb = found.token(naming.stretch.end);
    let says_what = matches!(page.word(verb), "is" | "was" | "has" | "teaches" | "writes" | "covers" | "reports");
    let Some(figure) = found.owner_of(naming).and_then(|number| found.figures.get(number)) else { return false };
    let before = |&index: &usize| {
        found.namings.get(index).is_some_and(|other| {
            let block = found.token(other.stretch.first).block as usize;
            block < tail && page.kind_of(block) == BlockKind::Paragraph
        })
    };
    says_what && figure.kind == ActorKind::Person && !figure.namings.iter().any(before)
}

/// *Image: Jane Roe* at the end of a block, or *(left)* inside: it is a caption.
fn has_credit(page: &Page<'_>, found: &Found, stretch: Stretch) -> bool {
    let from = stretch.first.max(stretch.end.saturating_sub(16));
    (from..stretch.end).any(|index| {
        let token = found.token(index);
        let word = page.word(token);
        let is_credit = token.is_capital()
            && matches!(
                word,
                "Image"
                    | "Images"
                    | "Photo"
                    | "Photos"
                    | "Picture"
                    | "Pictures"
                    | "Photograph"
                    | "Photographs"
                    | "Credit"
            )
            && (found.token(index + 1).is_mark(':')
                || found.token(index + 2).is_mark(':')
                    && matches!(page.word(found.token(index + 1)), "credit" | "source"));
        let is_pointer = matches!(word, "left" | "right" | "centre" | "center" | "pictured" | "above" | "below")
            && found.before(index).is_mark('(')
            && found.token(index + 1).is_mark(')');
        is_credit || is_pointer
    })
}

/// How much a sentence leans on what stands before it, or speaks in another voice: the higher, the worse it stands
/// alone.
pub fn dependence(page: &Page<'_>, found: &Found, stretch: Stretch) -> f64 {
    let first = found.token(stretch.first);
    let is_one_of = |list: &[&str], word: &str| list.iter().any(|one| one.eq_ignore_ascii_case(word));
    let mut cost = 0.0;
    if first.mark().is_some() && found.is_quoted(stretch.first) {
        cost += 0.2;
    }
    let early = (stretch.first..stretch.end.min(stretch.first + 6))
        .any(|index| is_one_of(&LINKS, page.word(found.token(index))));
    if first.is(Classes::CONJUNCTION) {
        cost += 0.3;
    } else if early {
        cost += 0.2;
    }
    if is_one_of(&POINTERS, page.word(first)) {
        cost += 0.2;
    } else if is_one_of(&["he", "she", "his", "her"], page.word(first)) {
        // A name in brackets mends it.
        cost += 0.05;
    } else if first.is(Classes::POSSESSIVE.or(Classes::PRONOUN)) {
        cost += 0.2;
    }
    // *Roe echoed the sentiment*: which one?
    if stretch.iter().any(|index| {
        matches!(page.word(found.token(index)), "echoed" | "echoing" | "likewise" | "similarly")
            && !found.is_quoted(index)
    }) {
        cost += 0.15;
    }
    // *He* and *her* without a name before them hang, wherever they stand.
    let person = namings_in(found, stretch).iter().find(|one| one.form == Form::Name);
    let pointing = stretch
        .iter()
        .skip(1)
        .find(|&index| matches!(page.word(found.token(index)), "he" | "she" | "his" | "her" | "him"));
    if pointing.is_some_and(|at| !found.is_quoted(at) && person.is_none_or(|name| name.stretch.first > at)) {
        cost += 0.06;
    }
    // A list of names: the sides of a match, the guests of a dinner.
    let count = |is: fn(&Token) -> bool| stretch.iter().filter(|&index| is(found.token(index))).count();
    if count(|token| token.shape == Shape::Lower) * 3 < count(Token::is_word) {
        cost += 0.3;
    }
    // A caption has no verb, or hardly any.
    let verb = stretch.iter().any(|index| {
        let token = found.token(index);
        token.is(Classes::AUXILIARY.or(Classes::REPORTS))
            || token.shape == Shape::Lower && page.word(token).ends_with("ed")
    });
    if !verb && stretch.len() < 16 {
        cost += 0.2;
    }
    // Somebody who speaks in the first person is not the article.
    let is_own = |index: usize| {
        let token = found.token(index);
        // The US is no *us*.
        token.is(Classes::OWN_VOICE)
            && (token.shape != Shape::Upper || page.word(token) == "I")
            && !found.is_quoted(index)
    };
    let own = stretch.iter().take(40).any(is_own);
    cost + if own { 0.2 } else { 0.0 }
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
/// Words that point back.
const POINTERS: [&str; 8] = ["this", "that", "these", "those", "such", "both", "neither", "others"];
