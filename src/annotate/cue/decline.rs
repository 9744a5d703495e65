//! The words that say that somebody said nothing: *declined to comment*, *did not respond to a request*, *could not be
//! reached*, *would not say whether …*. Declining to be named is another thing: whoever does so has spoken.

use super::super::lexicon::Classes;
use super::super::page::{Found, Page, Stretch};
use super::super::token::Shape;

/// No phrase is longer, in tokens.
const LONGEST: usize = 24;

/// How far back *neither* may stand before its verb, in tokens.
const NEITHER: usize = 14;

/// What somebody did not answer.
const ASKED: [&str; 34] = [
    "comment",
    "comments",
    "request",
    "requests",
    "message",
    "messages",
    "email",
    "emails",
    "e-mail",
    "e-mails",
    "call",
    "calls",
    "question",
    "questions",
    "query",
    "queries",
    "inquiry",
    "inquiries",
    "enquiry",
    "enquiries",
    "voicemail",
    "voicemails",
    "texts",
    "invitation",
    "invitations",
    "accusation",
    "accusations",
    "allegation",
    "allegations",
    "letter",
    "letters",
    "approaches",
    "interview",
    "reporters",
];

/// What somebody declined to do.
const SPEAK: [&str; 12] = [
    "comment",
    "respond",
    "reply",
    "answer",
    "elaborate",
    "discuss",
    "speak",
    "talk",
    "say",
    "specify",
    "disclose",
    "confirm",
];

/// What *would not say* must go on with: anything else was said.
const OPEN: [&str; 12] =
    ["whether", "if", "how", "when", "where", "why", "what", "who", "which", "more", "anything", "much"];

/// A phrase of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decline {
    /// All of it.
    pub stretch: Stretch,
    /// The word that ends its verb.
    pub verb: usize,
}

/// The phrase that begins at a token.
pub fn at(page: &Page<'_>, found: &Found, index: usize) -> Option<Decline> {
    let look = Look { page, found };
    let (verb, end) = look.declined(index).or_else(|| look.negated(index)).or_else(|| look.without(index))?;
    // No phrase goes on in another block.
    let block = found.token(index).block;
    (found.before(end).block == block).then(|| Decline { stretch: Stretch::new(index, look.whole(end, block)), verb })
}

struct Look<'a> {
    page: &'a Page<'a>,
    found: &'a Found,
}

impl Look<'_> {
    fn is(&self, index: usize, words: &[&str]) -> bool {
        words.contains(&self.page.word(self.found.token(index)))
    }

    /// *declined to comment*, *has refused to answer questions*, *declined an interview*: last word of the verb, and
    /// end.
    fn declined(&self, index: usize) -> Option<(usize, usize)> {
        if !self.is(index, &["declined", "refused", "declines", "refuses", "declining", "refusing"]) {
            return None;
        }
        if !self.is(index + 1, &["to"]) {
            let comment = self.is(index + 1, &["comment"]);
            let asked = self.is(index + 1, &["a", "an", "all", "several", "requests", "interview"])
                && (index + 1..index + 4).any(|at| self.is(at, &["interview", "interviews", "comment"]));
            return (comment || asked).then(|| (index, self.after_request(index + 1)));
        }
        let verb = index + 2;
        if self.is(verb, &["be"]) {
            // To be interviewed, to be drawn: not to be named.
            let drawn = self.is(verb + 1, &["interviewed", "drawn", "quoted"]);
            return drawn.then_some((index, verb + 2));
        }
        if self.is(verb, &["say", "specify", "disclose"]) {
            return self.is(verb + 1, &OPEN).then_some((index, verb + 2));
        }
        if self.is(verb, &["a", "an", "requests", "several", "questions"]) {
            let end = self.after_request(verb);
            return (end > verb).then_some((index, end));
        }
        let offers = self.is(verb, &["give", "provide", "offer"])
            && (verb + 1..verb + 4).any(|at| self.is(at, &["details", "comment", "interviews", "interview", "detail"]));
        (offers || self.is(verb, &SPEAK)).then_some((index, verb + 1))
    }

    /// *did not respond to a request for comment*, *would not comment*, *could not be reached*
    fn negated(&self, index: usize) -> Option<(usize, usize)> {
        let token = self.found.token(index);
        if !token.is(Classes::AUXILIARY) || token.shape == Shape::Clitic {
            return None;
        }
        let word = self.page.word(token);
        let short = word.ends_with("n't") || word.ends_with("n’t");
        let mut at = index + 1;
        let mut not = short;
        if !short && self.is(at, &["not", "never"]) {
            not = true;
            at += 1;
        } else if !short {
            not = self.follows_neither(index);
        }
        while not && (self.found.token(at).is(Classes::ADVERB) || self.is(at, &["immediately", "yet", "directly"])) {
            at += 1;
        }
        if !not {
            return None;
        }
        let auxiliary = word.trim_end_matches("n't").trim_end_matches("n’t");
        let did = matches!(auxiliary, "did" | "do" | "does" | "has" | "have");
        let would = matches!(auxiliary, "would" | "wo" | "will" | "could" | "did" | "do" | "does");
        if self.is(at, &["comment", "elaborate"]) && would {
            return Some((at, at + 1));
        }
        // A report that does not say why was not asked.
        let refuses = matches!(auxiliary, "would" | "wo" | "will" | "could");
        if self.is(at, &["discuss"]) && refuses {
            return Some((at, at + 1));
        }
        if self.is(at, &["say", "specify"]) && refuses && self.is(at + 1, &OPEN) {
            return Some((at, at + 2));
        }
        if self.is(at, &["be"]) && self.is(at + 1, &["drawn"]) {
            return Some((at + 1, at + 2));
        }
        if self.is(at, &["be"]) && matches!(auxiliary, "could") {
            let at = at + 1 + usize::from(self.is(at + 1, &["immediately"]));
            return (self.is(at, &["reached", "contacted"]) && self.speaks_before(index)).then_some((at, at + 1));
        }
        if self.is(at, &["available", "reachable"]) && self.is(at + 1, &["for"]) {
            let asked = self.is(at + 2, &["comment", "interview", "interviews"]);
            return asked.then_some((at, at + 3));
        }
        let answers = self.is(at, &["respond", "responded", "reply", "replied", "answer", "answered"]);
        let returns = self.is(at, &["return", "returned"]);
        if !(did && (answers || returns)) {
            return None;
        }
        let end = self.after_request(at + 1);
        // Who did not answer the question may have talked round it.
        let dodged = self.is(at + 1, &["the"]) && self.is(at + 2, &["question", "questions"]);
        if end > at + 1 && !dodged {
            return Some((at, end));
        }
        // Asked about it, she did not respond.
        (answers && self.ends(at + 1) && self.was_asked(index)).then_some((at, at + 1))
    }

    /// *had no comment*, *was unavailable for comment*
    fn without(&self, index: usize) -> Option<(usize, usize)> {
        if self.is(index, &["had", "has", "have", "offered", "made", "issued"]) && self.is(index + 1, &["no"]) {
            let at = index + 2 + usize::from(self.is(index + 2, &["immediate", "further", "public", "other"]));
            return self.is(at, &["comment"]).then_some((index, at + 1));
        }
        let unavailable = self.is(index, &["was", "were", "is", "are"]) && self.is(index + 1, &["unavailable"]);
        (unavailable && self.is(index + 2, &["for"]) && self.is(index + 3, &["comment", "interview"]))
            .then_some((index + 1, index + 4))
    }

    /// The end of *to a request for comment*, *his calls*, *emailed questions*; the start where none follows.
    fn after_request(&self, from: usize) -> usize {
        let mut end = from;
        for at in from..from + 9 {
            let token = self.found.token(at);
            if !token.is_word() || token.is(Classes::SUBORDINATOR.or(Classes::CONJUNCTION)) {
                break;
            }
            if self.is(at, &ASKED) {
                end = at + 1;
            }
        }
        end
    }

    /// The phrase with what belongs to it, up to a mark, a day or another clause: *… on the call*.
    fn whole(&self, from: usize, block: u32) -> usize {
        let stop = |at: &usize| {
            let token = self.found.token(*at);
            let mark = token.mark().is_some_and(|mark| !matches!(mark, '-' | '/' | '&' | '$' | '£' | '%'));
            let next = self.found.token(*at + 1);
            mark || token.block != block
                || token.is(Classes::DAY)
                || self.is(*at, &["and", "but", "citing", "saying", "because", "while", "though", "yesterday", "until"])
                || token.is(Classes::PREPOSITION)
                    && (next.is(Classes::DAY.or(Classes::TIME)) || next.is(Classes::MONTH))
        };
        (from..from + LONGEST).find(stop).unwrap_or(from)
    }

    fn ends(&self, at: usize) -> bool {
        matches!(self.found.token(at).mark(), Some('.' | ';' | '\0')) || at >= self.found.tokens.len()
    }

    fn start_of_sentence(&self, index: usize) -> usize {
        let sentence = self.found.sentence_of(index).and_then(|sentence| self.found.sentences.get(sentence));
        sentence.map_or(index, |sentence| sentence.stretch.first)
    }

    /// *Asked by telephone …*, *Reached at home …*
    fn was_asked(&self, index: usize) -> bool {
        let first = self.start_of_sentence(index);
        let asked = ["Asked", "Contacted", "Approached", "Reached", "asked", "contacted", "approached"];
        (first..index).take(LONGEST).any(|at| self.is(at, &asked))
    }

    /// *Neither Roe nor Lind would comment*
    fn follows_neither(&self, index: usize) -> bool {
        let first = self.start_of_sentence(index).max(index.saturating_sub(NEITHER));
        (first..index).any(|at| self.is(at, &["Neither", "neither"]))
    }

    /// Whether who could not be reached is somebody, not an agreement or a summit.
    fn speaks_before(&self, index: usize) -> bool {
        let before = self.found.before(index);
        let heads = Classes::ROLE
            .or(Classes::ANONYMOUS)
            .or(Classes::GROUP)
            .or(Classes::BODY)
            .or(Classes::PRONOUN)
            .or(Classes::FIRST_NAME)
            .or(Classes::ORG_HEAD);
        before.is_capital()
            || before.is(heads)
            || before.is_mark(',')
            || (index..index + 8).any(|at| self.is(at, &["comment"]))
    }
}
