//! The word lists under `assets/lexicon`, read once when the first article is annotated, and one question of them:
//! what classes has this word? What follows from a class is left to the stages.

mod word;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use word::lower;
pub use word::{NO_WORD, WordHasher, fingerprint};

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u64);

macro_rules! classes {
    ($($(#[doc = $doc:literal])* $name:ident = $bit:literal,)*) => {
        impl Classes {
            $($(#[doc = $doc])* pub const $name: Self = Self(1 << $bit);)*
        }
    };
}

classes! {
    /// *he, they*
    PRONOUN = 0,
    /// *his, their*
    POSSESSIVE = 1,
    /// *the, some, three*
    DETERMINER = 2,
    /// *and, but*
    CONJUNCTION = 3,
    /// *that, because, who*
    SUBORDINATOR = 4,
    /// *of, during*
    PREPOSITION = 5,
    /// *has, would, isn't*
    AUXILIARY = 6,
    /// Adverbs that stand between subject and verb: *also, later*
    ADVERB = 7,
    /// *Monday*
    DAY = 8,
    /// *January*
    MONTH = 9,
    /// *today, week*
    TIME = 10,
    /// Written with a full stop: *Dr., vs.*
    ABBREVIATION = 11,
    /// *van, de, al*
    PARTICLE = 12,
    /// Often capitalised, never a name by itself
    COMMON = 13,
    /// *million*
    NUMBER = 14,
    /// Finite form of a reporting verb: *says, said*
    REPORTS = 15,
    /// Its -ing form
    REPORTING = 16,
    /// Its participle
    REPORTED = 17,
    /// Base form of it
    REPORT = 18,
    /// Class *say*
    SAY = 19,
    /// Class *tell*: the hearer is its object
    TELL = 20,
    /// Class *ask*
    ASK = 21,
    /// Class *urge*: takes an infinitive
    URGE = 22,
    /// Class *describe*: takes a noun phrase
    DESCRIBE = 23,
    /// Class *think*
    THINK = 24,
    /// Class *show*
    SHOW = 25,
    /// Form of address before a name
    TITLE = 26,
    /// Office, also a title before a name
    OFFICE = 27,
    /// Occupation or relation
    WORK = 28,
    /// Several unnamed people
    GROUP = 29,
    /// One unnamed person
    ANONYMOUS = 30,
    /// Something written
    DOCUMENT = 31,
    /// A body without a name: *the committee*
    BODY = 32,
    /// Said of men
    MALE = 33,
    /// Said of women
    FEMALE = 34,
    /// First name
    FIRST_NAME = 35,
    /// One word that names a place
    PLACE = 36,
    /// First word of a place's name
    PLACE_START = 37,
    /// Demonym or adjective of a country
    DEMONYM = 38,
    /// Last word of an organisation's name
    ORG_HEAD = 39,
    /// A body by itself: *UN*
    ORG_NAME = 40,
    /// *I, we, you*: a pronoun that names nobody in the third person
    OWN_VOICE = 41,
}

impl Classes {
    /// No class at all.
    pub const NONE: Self = Self(0);
    /// A person's office or occupation.
    pub const ROLE: Self = Self(Self::OFFICE.0 | Self::WORK.0);
    /// What can head a source without a name.
    pub const HEAD: Self = Self(Self::ROLE.0 | Self::GROUP.0 | Self::ANONYMOUS.0 | Self::DOCUMENT.0 | Self::BODY.0);

    /// Whether it has one class at least of `others`.
    pub const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// The set as a number, one bit a class.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The classes of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// An entry of the table of office-holders.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// Country as the places table has it.
    pub country: &'static str,
    /// *president*
    pub office: &'static str,
    /// The office's last word as `alias::role_head` makes it.
    pub head: u64,
    /// Full name.
    pub name: &'static str,
    /// Its last word.
    pub surname: &'static str,
    /// First year in office.
    pub from: u16,
    /// Last year in office; `u16::MAX` when none is known.
    pub until: u16,
}

/// All lists.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// By fingerprint, so that a token's one hash serves both the lists and the stages.
    words: HashMap<u64, Classes, BuildHasherDefault<WordHasher>>,
    places: HashMap<&'static str, Vec<Vec<&'static str>>, BuildHasherDefault<WordHasher>>,
    countries: HashMap<&'static str, &'static str, BuildHasherDefault<WordHasher>>,
    nicknames: Vec<(&'static str, &'static str)>,
    holders: Vec<Holder>,
    holders_by_surname: HashMap<&'static str, Vec<usize>, BuildHasherDefault<WordHasher>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The lists, read on first use.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// The classes of a word in any capitals; a final full stop is ignored.
    pub fn classes(&self, word: &str) -> Classes {
        self.classes_of(fingerprint(word))
    }

    /// The classes of the word with this fingerprint.
    pub fn classes_of(&self, word: u64) -> Classes {
        self.words.get(&word).copied().unwrap_or_default()
    }

    /// The known names of more than one word that begin with this word in lower case, without it.
    pub fn places_from(&self, word: &str) -> &[Vec<&'static str>] {
        lower(word, |key| self.places.get(key).map_or(&[][..], Vec::as_slice))
    }

    /// The country that a name, adjective or demonym stands for.
    pub fn country(&self, word: &str) -> Option<&'static str> {
        lower(word, |key| self.countries.get(key).copied())
    }

    /// Whether one first name is a usual short form of the other, or both are of a third.
    pub fn same_first_name(&self, one: &str, other: &str) -> bool {
        let (one, other) = (one.to_lowercase(), other.to_lowercase());
        let stands = |a: &str, b: &str| {
            self.nicknames.iter().any(|(full, short)| *full == a && short.split(' ').any(|short| short == b))
        };
        one == other || stands(&one, &other) || stands(&other, &one)
    }

    /// What offices persons of a surname held, and when, in the table's order.
    pub fn holders(&self, surname: &str) -> impl Iterator<Item = &Holder> {
        let places = self.holders_by_surname.get(surname).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|&place| self.holders.get(place))
    }

    fn read() -> Self {
        let mut lexicon = Self::default();
        // Room for all, so that no table is moved while it grows.
        lexicon.words.reserve(6_000);
        lexicon.holders.reserve(700);
        for row in rows(include_str!("../../assets/lexicon/words.tsv")) {
            let mut fields = row.split('\t');
            let word = fields.next().unwrap_or_default();
            for class in fields.next().unwrap_or_default().split(',') {
                lexicon.add(word, closed_class(class));
            }
        }
        for word in ["i", "we", "us", "me", "you", "myself", "ourselves", "my", "our", "your"] {
            lexicon.add(word, Classes::OWN_VOICE);
        }
        for row in rows(include_str!("../../assets/lexicon/reporting.tsv")) {
            let fields: Vec<&str> = row.split('\t').collect();
            if let [base, third, past, participle, ing, class] = fields[..] {
                let class = match class {
                    "tell" => Classes::TELL,
                    "ask" => Classes::ASK,
                    "urge" => Classes::URGE,
                    "describe" => Classes::DESCRIBE,
                    "think" => Classes::THINK,
                    "show" => Classes::SHOW,
                    _ => Classes::SAY,
                };
                lexicon.add(base, Classes::REPORT.or(class));
                lexicon.add(third, Classes::REPORTS.or(class));
                lexicon.add(past, Classes::REPORTS.or(class));
                lexicon.add(participle, Classes::REPORTED.or(class));
                lexicon.add(ing, Classes::REPORTING.or(class));
            }
        }
        for row in rows(include_str!("../../assets/lexicon/roles.tsv")) {
            let fields: Vec<&str> = row.split('\t').collect();
            if let [word, gender, class] = fields[..] {
                let class = match class {
                    "office" => Classes::OFFICE,
                    "work" => Classes::WORK,
                    "group" => Classes::GROUP,
                    "document" => Classes::DOCUMENT,
                    "body" => Classes::BODY,
                    _ => Classes::ANONYMOUS,
                };
                lexicon.add(word, class.or(gender_class(gender)));
            }
        }
        for (table, class) in [
            (include_str!("../../assets/lexicon/titles.tsv"), Classes::TITLE),
            (include_str!("../../assets/lexicon/first-names.tsv"), Classes::FIRST_NAME),
        ] {
            for row in rows(table) {
                if let Some((word, gender)) = row.split_once('\t') {
                    lexicon.add(word, class.or(gender_class(gender)));
                }
            }
        }
        for row in rows(include_str!("../../assets/lexicon/organisations.tsv")) {
            if let Some((word, class)) = row.split_once('\t') {
                lexicon.add(word, if class == "head" { Classes::ORG_HEAD } else { Classes::ORG_NAME });
            }
        }
        for row in rows(include_str!("../../assets/lexicon/places.tsv")) {
            let mut fields = row.split('\t');
            if let (Some(place), Some(demonyms)) = (fields.next(), fields.next()) {
                lexicon.add_place(place, demonyms);
            }
        }
        for row in rows(include_str!("../../assets/lexicon/nicknames.tsv")) {
            lexicon.nicknames.extend(row.split_once('\t'));
        }
        for row in rows(include_str!("../../assets/lexicon/offices.tsv")) {
            let fields: Vec<&str> = row.split('\t').collect();
            if let [country, office, name, from, until, _source] = fields[..] {
                let from = from.parse().unwrap_or(0);
                let until = until.parse().unwrap_or(u16::MAX);
                let (mark, last) = office.rsplit_once(' ').unwrap_or(("", office));
                let head = fingerprint(last) ^ if mark.is_empty() { 0 } else { fingerprint(mark).rotate_left(7) };
                let surname = name.rsplit(' ').next().unwrap_or_default();
                lexicon.holders_by_surname.entry(surname).or_default().push(lexicon.holders.len());
                lexicon.holders.push(Holder { country, office, head, name, surname, from, until });
            }
        }
        lexicon
    }

    fn add(&mut self, word: &'static str, classes: Classes) {
        let entry = self.words.entry(fingerprint(word)).or_default();
        *entry = entry.or(classes);
    }

    fn add_place(&mut self, place: &'static str, demonyms: &'static str) {
        let mut parts = place.split(' ');
        let first = parts.next().unwrap_or_default();
        let rest: Vec<&'static str> = parts.collect();
        if rest.is_empty() {
            self.add(first, Classes::PLACE);
        } else {
            self.add(first, Classes::PLACE_START);
            self.places.entry(leak_lower(first)).or_default().push(rest);
        }
        if demonyms.is_empty() {
            return;
        }
        // The abbreviations stand for the same country as its full name.
        let country = match place {
            "US" | "U.S." => "United States",
            "UK" | "Britain" => "United Kingdom",
            _ => place,
        };
        self.countries.insert(leak_lower(place), country);
        for demonym in demonyms.split(',') {
            self.countries.insert(leak_lower(demonym), country);
            if !demonym.contains(' ') {
                self.add(demonym, Classes::DEMONYM);
            }
        }
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|row| !row.starts_with('#') && !row.is_empty())
}

/// A table's word as a key: as it stands where it is in lower case already, else a copy that lives as long as
/// the table, which is for ever.
fn leak_lower(word: &'static str) -> &'static str {
    let key = word.trim_end_matches('.');
    if key.chars().any(char::is_uppercase) || key.contains('’') {
        Box::leak(key.to_lowercase().replace('’', "'").into_boxed_str())
    } else {
        key
    }
}

fn closed_class(name: &str) -> Classes {
    match name {
        "pronoun" => Classes::PRONOUN,
        "possessive" => Classes::POSSESSIVE,
        "determiner" => Classes::DETERMINER,
        "conjunction" => Classes::CONJUNCTION,
        "subordinator" => Classes::SUBORDINATOR,
        "preposition" => Classes::PREPOSITION,
        "auxiliary" => Classes::AUXILIARY,
        "adverb" => Classes::ADVERB,
        "day" => Classes::DAY,
        "month" => Classes::MONTH,
        "time" => Classes::TIME,
        "abbreviation" => Classes::ABBREVIATION,
        "particle" => Classes::PARTICLE,
        "common" => Classes::COMMON,
        "number" => Classes::NUMBER,
        _ => Classes::NONE,
    }
}

fn gender_class(gender: &str) -> Classes {
    match gender {
        "m" => Classes::MALE,
        "f" => Classes::FEMALE,
        _ => Classes::NONE,
    }
}

/// Fields of office: a *finance minister* is no *foreign minister*.
pub const FIELDS_OF_OFFICE: [&str; 26] = [
    "finance",
    "foreign",
    "defence",
    "defense",
    "health",
    "home",
    "education",
    "interior",
    "trade",
    "business",
    "justice",
    "transport",
    "environment",
    "energy",
    "culture",
    "sports",
    "sport",
    "labour",
    "labor",
    "agriculture",
    "treasury",
    "housing",
    "prime",
    "vice",
    "deputy",
    "shadow",
];

#[cfg(test)]
mod tests {
    use super::{lexicon, rows};

    #[test]
    fn every_office_has_its_country_years_and_source() {
        let mut n_rows = 0;
        for row in rows(include_str!("../../assets/lexicon/offices.tsv")) {
            let fields: Vec<&str> = row.split('\t').collect();
            let [country, office, name, from, until, source] = fields[..] else { panic!("{row}") };
            assert!(lexicon().country(country) == Some(country) && !office.is_empty() && !name.is_empty(), "{row}");
            assert!(source.contains('.') || source.starts_with("Wikipedia: "), "{row}");
            let from: u16 = from.parse().unwrap();
            let until: u16 = if until.is_empty() { 2100 } else { until.parse().unwrap() };
            assert!((1950..=2026).contains(&from) && from <= until, "{row}");
            n_rows += 1;
        }
        assert_eq!(n_rows, lexicon().holders.len());
        for pair in lexicon().holders.windows(2) {
            let [one, next] = pair else { continue };
            let same = (one.country, one.office) == (next.country, next.office);
            assert!(!same || one.until <= next.from, "{one:?} {next:?}");
        }
    }

    #[test]
    fn every_demonym_has_a_source() {
        for row in rows(include_str!("../../assets/lexicon/places.tsv")) {
            let fields: Vec<&str> = row.split('\t').collect();
            let [place, demonyms, source] = fields[..] else { panic!("{row}") };
            assert!(!place.is_empty() && demonyms.is_empty() == source.is_empty(), "{row}");
        }
    }
}
