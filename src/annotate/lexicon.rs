//! The word lists under `assets/lexicon`, and one question of them: what classes has this word? What follows from a
//! class is left to the stages.
//!
//! The build makes tables of the lists (`build.rs`, by `lists`), which are read where they lie in the binary: reading
//! the lists themselves took a quarter of the time in which an article of usual length is annotated.

mod class;
#[cfg(test)]
#[allow(dead_code, reason = "the build writes with it, and the tests only read")]
mod lists;
mod table;
mod word;

use std::sync::LazyLock;

pub use class::Classes;
use table::Table;
pub use word::{NO_WORD, fingerprint};

/// Classes by word.
static WORDS: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/words.bin")));
/// Where in the list of places a country's name begins, by name, adjective and demonym.
static COUNTRIES: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/countries.bin")));
static PLACES: &str = include_str!("../../assets/lexicon/places.tsv");
/// Names of more than one word, by the first.
static LONG_PLACES: Groups = Groups {
    starts: Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/long-places.bin"))),
    rows: include_str!(concat!(env!("OUT_DIR"), "/long-places.tsv")),
};
/// Who held which office, by surname.
static HOLDERS: Groups = Groups {
    starts: Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/holders.bin"))),
    rows: include_str!(concat!(env!("OUT_DIR"), "/holders.tsv")),
};
static NICKNAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    table::rows(include_str!("../../assets/lexicon/nicknames.tsv")).filter_map(|row| row.split_once('\t')).collect()
});

/// Rows in groups, an empty line after each.
#[derive(Debug)]
struct Groups {
    /// Where a word's group begins.
    starts: Table,
    rows: &'static str,
}

impl Groups {
    fn of(&self, word: &str) -> impl Iterator<Item = &'static str> {
        let start = self.starts.get(fingerprint(word)).and_then(|start| usize::try_from(start).ok());
        let rows = start.and_then(|start| self.rows.get(start..)).unwrap_or_default();
        rows.lines().take_while(|row| !row.is_empty())
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

impl Holder {
    fn of_row(row: &'static str) -> Option<Self> {
        let mut fields = row.split('\t');
        let (country, office, name) = (fields.next()?, fields.next()?, fields.next()?);
        let (from, until) = (fields.next()?.parse().unwrap_or(0), fields.next()?.parse().unwrap_or(u16::MAX));
        let (mark, last) = office.rsplit_once(' ').unwrap_or(("", office));
        let head = fingerprint(last) ^ if mark.is_empty() { 0 } else { fingerprint(mark).rotate_left(7) };
        let surname = name.rsplit(' ').next().unwrap_or_default();
        Some(Self { country, office, head, name, surname, from, until })
    }
}

/// All lists.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon;

/// The lists.
pub fn lexicon() -> Lexicon {
    Lexicon
}

#[allow(clippy::unused_self, reason = "there is one lexicon, and it is asked like anything else")]
impl Lexicon {
    /// The classes of a word in any capitals; a final full stop is ignored.
    pub fn classes(self, word: &str) -> Classes {
        self.classes_of(fingerprint(word))
    }

    /// The classes of the word with this fingerprint.
    pub fn classes_of(self, word: u64) -> Classes {
        WORDS.get(word).map_or(Classes::NONE, Classes::of_bits)
    }

    /// The known names of more than one word that begin with this word in any capitals, without it.
    pub fn places_from(self, word: &str) -> impl Iterator<Item = &'static str> {
        LONG_PLACES.of(word)
    }

    /// The country that a name, adjective or demonym stands for.
    pub fn country(self, word: &str) -> Option<&'static str> {
        let start = usize::try_from(COUNTRIES.get(fingerprint(word))?).ok()?;
        PLACES.get(start..)?.split('\t').next()
    }

    /// Whether one first name is a usual short form of the other, or both are of a third.
    pub fn same_first_name(self, one: &str, other: &str) -> bool {
        let (one, other) = (one.to_lowercase(), other.to_lowercase());
        let stands = |a: &str, b: &str| {
            NICKNAMES.iter().any(|(full, short)| *full == a && short.split(' ').any(|short| short == b))
        };
        one == other || stands(&one, &other) || stands(&other, &one)
    }

    /// What offices persons of a surname held, and when, in the table's order.
    pub fn holders(self, surname: &str) -> impl Iterator<Item = Holder> {
        HOLDERS.of(surname).filter_map(Holder::of_row).filter(move |holder| holder.surname == surname)
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
    use super::table::rows;
    use super::{Classes, Holder, fingerprint, lexicon, lists};

    #[test]
    fn the_tables_have_what_the_lists_have() {
        for (word, classes) in lists::words() {
            assert_eq!(lexicon().classes_of(word).bits(), classes);
        }
        assert_eq!(lexicon().classes("Said"), lexicon().classes("said."));
        assert!(lexicon().classes("President").any(Classes::OFFICE) && lexicon().classes("US").any(Classes::PLACE));
        assert!(!lexicon().classes("").any(Classes::ROLE) && lexicon().classes("xyzzy") == Classes::NONE);
        for (word, land) in [("German", "Germany"), ("u.s.", "United States"), ("New Zealander", "New Zealand")] {
            assert_eq!(lexicon().country(word), Some(land), "{word}");
        }
        assert_eq!(lexicon().country("Vell"), None);
        assert!(lexicon().places_from("New").any(|rest| rest == "Zealand"));
        assert_eq!(lexicon().places_from("Pier").count(), 0);
        assert_ne!(fingerprint("Pier"), 0, "which a table has for an empty slot");
    }

    #[test]
    fn every_office_has_its_country_years_and_source() {
        let mut holders: Vec<Holder> = Vec::new();
        for row in rows(include_str!("../../assets/lexicon/offices.tsv")) {
            let fields: Vec<&str> = row.split('\t').collect();
            let [country, office, name, from, until, source] = fields[..] else { panic!("{row}") };
            assert!(lexicon().country(country) == Some(country) && !office.is_empty() && !name.is_empty(), "{row}");
            assert!(source.contains('.') || source.starts_with("Wikipedia: "), "{row}");
            let from: u16 = from.parse().unwrap();
            let until: u16 = if until.is_empty() { 2100 } else { until.parse().unwrap() };
            assert!((1950..=2026).contains(&from) && from <= until, "{row}");
            let surname = name.rsplit(' ').next().unwrap();
            let is_row = |holder: &Holder| {
                (holder.country, holder.office, holder.name, holder.from) == (country, office, name, from)
            };
            holders.push(lexicon().holders(surname).find(is_row).unwrap_or_else(|| panic!("{row}")));
        }
        for pair in holders.windows(2) {
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
