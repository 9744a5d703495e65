//! The words that report speech: reporting verbs outside quotation marks, *according to*, declined comments.
//!
//! What they report and whom they belong to is left to attribution.

mod decline;

use super::lexicon::Classes;
use super::page::{Found, Page, Stretch};
use super::token::{Shape, Token};

/// What kind of cue it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A finite verb: *said*, *has told*.
    Finite,
    /// An -ing form: *saying*, *adding*.
    Participle,
    /// *according to*
    AccordingTo,
    /// *declined to comment*
    NoComment,
}

/// A cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// All of its words, auxiliaries included.
    pub stretch: Stretch,
    /// The word that carries the meaning.
    pub verb: usize,
    /// What kind it is.
    pub sort: Sort,
}

/// Finds the cues, in order.
pub fn run(page: &Page<'_>, found: &Found) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut quotations = found.quotations.iter().filter(|quotation| quotation.depth == 0).peekable();
    let mut index = 0;
    while index < found.tokens.len() {
        while quotations.peek().is_some_and(|quotation| quotation.stretch.end <= index) {
            quotations.next();
        }
        if let Some(quotation) = quotations.peek().filter(|quotation| quotation.stretch.contains(index)) {
            index = quotation.stretch.end;
            continue;
        }
        if let Some(cue) = cue_at(page, found, index) {
            index = cue.stretch.end;
            cues.push(cue);
        } else {
            index += 1;
        }
    }
    cues
}

fn cue_at(page: &Page<'_>, found: &Found, index: usize) -> Option<Cue> {
    let token = found.token(index);
    if !matches!(token.shape, Shape::Lower | Shape::Title) {
        return None;
    }
    let word = page.word(token);
    if word.eq_ignore_ascii_case("according") && page.word(found.token(index + 1)) == "to" {
        return Some(Cue { stretch: Stretch::new(index, index + 2), verb: index, sort: Sort::AccordingTo });
    }
    if let Some(declined) = decline::at(page, found, index) {
        return Some(Cue { stretch: declined.stretch, verb: declined.verb, sort: Sort::NoComment });
    }
    let before = found.before(index);
    if token.is(Classes::REPORTING) && token.shape == Shape::Lower {
        let is_noun = before.is(Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::PREPOSITION))
            && !page.word(before).eq_ignore_ascii_case("as");
        if is_noun || !token.is(Classes::SAY.or(Classes::TELL).or(Classes::ASK).or(Classes::URGE).or(Classes::DESCRIBE))
        {
            return None;
        }
        let first = if before.is(Classes::AUXILIARY) { index - 1 } else { index };
        let sort = if first < index { Sort::Finite } else { Sort::Participle };
        return Some(Cue { stretch: Stretch::new(first, index + 1), verb: index, sort });
    }
    if token.shape != Shape::Lower {
        return None;
    }
    let finite = token.is(Classes::REPORTS);
    let base = token.is(Classes::REPORT);
    if !finite && !base && !token.is(Classes::REPORTED) {
        return None;
    }
    // Said by somebody, but not *she said by telephone*.
    if page.word(found.token(index + 1)) == "by" && !before.is(Classes::PRONOUN) {
        return None;
    }
    // Auxiliaries and adverbs before it belong to it: has said, would also say.
    let mut first = index;
    let mut auxiliary = None;
    while first > 0 && index - first < 4 {
        let token = found.token(first - 1);
        if token.is(Classes::AUXILIARY) {
            auxiliary = Some(page.word(token));
            first -= 1;
        } else if token.is(Classes::ADVERB) && found.before(first - 1).is(Classes::AUXILIARY) {
            first -= 1;
        } else {
            break;
        }
    }
    if let Some(auxiliary) = auxiliary {
        let passive = matches!(
            auxiliary,
            "is" | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "being"
                | "am"
                | "isn't"
                | "wasn’t"
                | "wasn't"
                | "’s"
                | "'s"
        );
        let perfect = matches!(auxiliary, "has" | "have" | "had" | "’ve" | "'ve" | "’d" | "'d" | "having");
        if passive || (base && !finite && perfect) || (!base && !perfect) {
            return None;
        }
    } else if !(finite || base && asks_itself(page, found, index)) || is_noun(page, found, index) {
        return None;
    }
    if is_negated(page, found, first, index) {
        return None;
    }
    Some(Cue { stretch: Stretch::new(first, index + 1), verb: index, sort: Sort::Finite })
}

/// *“Will you miss it?” I ask.*
fn asks_itself(page: &Page<'_>, found: &Found, index: usize) -> bool {
    let closed = index.checked_sub(1).map(|before| found.before(before));
    matches!(page.word(found.before(index)), "I" | "we")
        && closed.is_some_and(|mark| is_quote(mark) || matches!(mark.mark(), Some(',' | '?' | '!')))
}

/// *did not say when*, *neither Roe nor Marchetti said*, *nobody said*, *said nothing about it*: nothing is reported.
fn is_negated(page: &Page<'_>, found: &Found, first: usize, verb: usize) -> bool {
    let is = |index: usize, words: &[&str]| {
        let word = page.word(found.token(index));
        words.iter().any(|one| one.eq_ignore_ascii_case(word))
    };
    let not = |index: usize| {
        let word = page.word(found.token(index));
        is(index, &["not", "never", "cannot"]) || word.ends_with("n't") || word.ends_with("n’t")
    };
    if (first..verb).any(not) || first > 0 && is(first - 1, &["nobody", "nothing", "none", "never"]) {
        return true;
    }
    if first > 1 && is(first - 1, &["one"]) && is(first - 2, &["no"]) {
        return true;
    }
    let neither = (first.saturating_sub(14)..first)
        .rev()
        .take_while(|&index| !matches!(found.token(index).mark(), Some('.' | ';' | ':' | '!' | '?' | '”' | '"')))
        .any(|index| {
            let next = found.token(index + 1);
            is(index, &["neither"]) && (next.is_capital() || next.is(Classes::DETERMINER) || is(index + 1, &["of"]))
        });
    // Nothing would change, she said: the word may as well open what was said.
    let after = found.token(verb + 2);
    let nothing = is(verb + 1, &["nothing", "anything", "little"])
        && (after.mark().is_some() || after.is(Classes::PREPOSITION) || is(verb + 2, &["more", "else", "further"]));
    neither || nothing
}

/// *claims*, *reports*, *notes*: nouns after a determiner, an adjective or a preposition.
fn is_noun(page: &Page<'_>, found: &Found, index: usize) -> bool {
    let (before, token, after) = (found.before(index), found.token(index), found.token(index + 1));
    if before.is(Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::PREPOSITION)) || before.shape == Shape::Clitic
    {
        return !before.is(Classes::PRONOUN);
    }
    let plural_like = page.word(token).ends_with('s');
    // *…, says Roe* and *… by spring, says mayor*
    let says = matches!(page.word(token), "says" | "asks" | "tells" | "thinks" | "writes" | "insists" | "admits");
    plural_like
        && !says
        && !(before.is_capital()
            || before.is(Classes::PRONOUN.or(Classes::HEAD).or(Classes::ADVERB))
            || is_quote(before))
        || plural_like && !says && (after.is(Classes::AUXILIARY) || page.word(after) == "of")
}

/// Whether a token is a quotation mark of any family.
pub fn is_quote(token: &Token) -> bool {
    matches!(token.mark(), Some('“' | '”' | '"' | '″' | '‶' | '‘' | '’' | '\'' | '«' | '»' | '„'))
}
