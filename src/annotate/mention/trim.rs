//! Which capitalised words at the ends of a run are no part of a name.

use super::super::lexicon::Classes;
use super::super::page::Stretch;
use super::super::quote::Use;
use super::super::token::Shape;
use super::{Scan, place_end};

impl Scan<'_> {
    pub(super) fn is_dropped(&self, index: usize, initial: bool) -> bool {
        let token = self.token(index);
        let opens_place = token.is(Classes::PLACE_START) && place_end(self.page, self.found, index).is_some();
        if opens_place || self.is_surname(index, index) {
            return false;
        }
        if initial && self.opens_person(index) {
            return false;
        }
        if token.is(Classes::DAY.or(Classes::MONTH)) && !token.is(Classes::FIRST_NAME) {
            return true;
        }
        if initial && NOBODY.contains(&self.word(index)) {
            return true;
        }
        let closed = token.is(Classes::DETERMINER
            .or(Classes::CONJUNCTION)
            .or(Classes::SUBORDINATOR)
            .or(Classes::PREPOSITION)
            .or(Classes::AUXILIARY)
            .or(Classes::POSSESSIVE)
            .or(Classes::PRONOUN))
            && !(token.shape == Shape::Upper && token.end_byte - token.start_byte > 1);
        let first_name = token.is(Classes::FIRST_NAME) && !initial && self.token(index + 1).is_word();
        closed && !first_name
            || initial && token.is(Classes::COMMON.or(Classes::ADVERB))
            || initial && self.is_plain_opener(index)
    }

    /// A month's name after a first name is a surname, and so is one that speaks: *May said*.
    pub(super) fn is_surname(&self, index: usize, first: usize) -> bool {
        (index > first && self.token(index - 1).is(Classes::FIRST_NAME.or(Classes::TITLE)))
            || (index == first
                && self.token(index + 1).is(Classes::REPORTS)
                && !self.token(index).is(Classes::DAY)
                && (!self.token(index).is(Classes::COMMON) || self.token(index).is(Classes::MONTH)))
    }

    /// *Per Lind said*, *Will Park, a fisherman,*: a first name that is a small word as well, before a surname.
    fn opens_person(&self, index: usize) -> bool {
        let (first, surname, after) = (self.token(index), self.token(index + 1), self.token(index + 2));
        let known = Classes::PLACE.or(Classes::DEMONYM).or(Classes::ORG_NAME).or(Classes::DAY).or(Classes::MONTH);
        let speaks = after.shape == Shape::Lower && after.is(Classes::REPORTS);
        first.is(Classes::FIRST_NAME.or(Classes::MONTH))
            && surname.shape == Shape::Title
            && !surname.is(known.or(Classes::TITLE).or(Classes::ROLE))
            && (speaks || after.is_mark(','))
    }

    /// A word of speech or a plural noun that opens a sentence: *Speaking Roe*, *Officials*.
    pub(super) fn is_plain_opener(&self, index: usize) -> bool {
        let token = self.token(index);
        token.shape == Shape::Title
            && !token.is(Classes::FIRST_NAME.or(Classes::OFFICE).or(Classes::TITLE).or(Classes::ORG_NAME))
            && token.is(Classes::REPORTING.or(Classes::GROUP).or(Classes::NUMBER))
    }

    /// A capitalised word that stands for nobody: *I*, *Nobody*, *So*.
    pub(super) fn is_no_name(&self, index: usize) -> bool {
        let token = self.token(index);
        let closed = Classes::PRONOUN.or(Classes::CONJUNCTION).or(Classes::SUBORDINATOR).or(Classes::AUXILIARY);
        let known = Classes::ORG_NAME.or(Classes::PLACE).or(Classes::FIRST_NAME);
        token.is(closed.or(Classes::DETERMINER)) && !token.is(known) && self.word(index) != "WHO"
            || ADJECTIVES.contains(&self.word(index))
    }

    /// A shouted line of its own.
    pub(super) fn is_label(&self, run: Stretch) -> bool {
        self.found.before(run.first).block != self.token(run.first).block
            && run.iter().all(|index| self.token(index).shape == Shape::Upper)
            && self.token(run.end).block != self.token(run.first).block
    }

    /// Whether nearly all words of a sentence are capitalised, its verbs too.
    pub(super) fn is_headline(&self, stretch: Stretch) -> bool {
        let (mut capital, mut all) = (0, 0);
        for index in stretch.iter().filter(|&index| self.token(index).is_word()) {
            let token = self.token(index);
            if !token.is(Classes::PREPOSITION.or(Classes::DETERMINER).or(Classes::CONJUNCTION)) {
                all += 1;
                capital += usize::from(token.is_capital());
            }
        }
        all >= 6 && capital * 10 >= all * 9 || all >= 2 && self.is_all_upper(stretch)
    }

    fn is_all_upper(&self, stretch: Stretch) -> bool {
        stretch.iter().all(|index| !self.token(index).is_word() || self.token(index).shape == Shape::Upper)
    }

    /// *New Millennium*, *Golden Age*: an adjective opens it, and nobody's name.
    pub(super) fn is_praise(&self, index: usize) -> bool {
        const PRAISE: [&str; 14] = [
            "new", "old", "great", "golden", "good", "better", "best", "first", "last", "next", "big", "grand",
            "super", "open",
        ];
        let word = self.word(index);
        PRAISE.iter().any(|adjective| adjective.eq_ignore_ascii_case(word))
    }

    /// A name that stands in marks of its own is a work's title.
    pub(super) fn is_work(&self, run: Stretch) -> bool {
        let before = self.found.before(run.first);
        if run.is_empty() || before.mark().is_none_or(|mark| mark == '\0') {
            return false;
        }
        let first = run.first - 1;
        let at = self.found.quotations.partition_point(|quotation| quotation.stretch.first < first);
        self.found.quotations.get(at).is_some_and(|quotation| {
            quotation.stretch == Stretch::new(first, run.end + 1) && quotation.role != Use::Speech
        })
    }

    /// Whether a word stands after an opening mark or a colon.
    pub(super) fn opens(&self, index: usize) -> bool {
        matches!(self.found.before(index).mark(), Some('“' | '"' | '‘' | ':' | '″' | '‶' | '—' | '–' | '•'))
    }
}

/// Words that open a sentence and are no part of a name.
const NOBODY: [&str; 18] = [
    "Neither",
    "Nor",
    "Nobody",
    "Nothing",
    "None",
    "Everybody",
    "Everyone",
    "Everything",
    "Somebody",
    "Someone",
    "Something",
    "Anybody",
    "Anyone",
    "Having",
    "Very",
    "Worse",
    "Suddenly",
    "Leading",
];

/// Adjectives with a capital that name nobody by themselves.
const ADJECTIVES: [&str; 14] = [
    "Democratic",
    "Southern",
    "Northern",
    "Western",
    "Eastern",
    "African",
    "Asian",
    "European",
    "Jewish",
    "Muslim",
    "Christian",
    "Catholic",
    "Islamic",
    "Protestant",
];

/// Short forms of offices before a name: a role, not an address.
pub(super) fn is_office(title: &str) -> bool {
    matches!(
        title.trim_end_matches('.'),
        "Gov" | "Sen" | "Rep" | "Gen" | "Col" | "Lt" | "Sgt" | "Capt" | "Maj" | "Cllr"
    )
}
