//! Reads the lists under `assets/lexicon` for the tables that the build makes of them (`build.rs`).

use std::collections::BTreeMap;

use super::class::Classes;
use super::table::{EMPTY, rows, start};
use super::word::fingerprint;

/// Numbers by fingerprint.
pub type Entries = BTreeMap<u64, u64>;

const PLACES: &str = include_str!("../../../assets/lexicon/places.tsv");

#[derive(Default)]
struct Words(Entries);

impl Words {
    fn add(&mut self, word: &str, classes: Classes) {
        *self.0.entry(fingerprint(word)).or_default() |= classes.bits();
    }
}

/// The classes of all words.
pub fn words() -> Entries {
    let mut words = Words::default();
    for row in rows(include_str!("../../../assets/lexicon/words.tsv")) {
        let mut fields = row.split('\t');
        let word = fields.next().unwrap_or_default();
        for class in fields.next().unwrap_or_default().split(',') {
            words.add(word, closed_class(class));
        }
    }
    for word in ["i", "we", "us", "me", "you", "myself", "ourselves", "my", "our", "your"] {
        words.add(word, Classes::OWN_VOICE);
    }
    for row in rows(include_str!("../../../assets/lexicon/reporting.tsv")) {
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
            words.add(base, Classes::REPORT.or(class));
            words.add(third, Classes::REPORTS.or(class));
            words.add(past, Classes::REPORTS.or(class));
            words.add(participle, Classes::REPORTED.or(class));
            words.add(ing, Classes::REPORTING.or(class));
        }
    }
    for row in rows(include_str!("../../../assets/lexicon/roles.tsv")) {
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
            words.add(word, class.or(gender_class(gender)));
        }
    }
    for (table, class) in [
        (include_str!("../../../assets/lexicon/titles.tsv"), Classes::TITLE),
        (include_str!("../../../assets/lexicon/first-names.tsv"), Classes::FIRST_NAME),
    ] {
        for row in rows(table) {
            if let Some((word, gender)) = row.split_once('\t') {
                words.add(word, class.or(gender_class(gender)));
            }
        }
    }
    for row in rows(include_str!("../../../assets/lexicon/organisations.tsv")) {
        if let Some((word, class)) = row.split_once('\t') {
            words.add(word, if class == "head" { Classes::ORG_HEAD } else { Classes::ORG_NAME });
        }
    }
    for (place, demonyms) in places() {
        match place.split_once(' ') {
            None => words.add(place, Classes::PLACE),
            Some((first, _)) => words.add(first, Classes::PLACE_START),
        }
        for demonym in demonyms.filter(|demonym| !demonym.contains(' ')) {
            words.add(demonym, Classes::DEMONYM);
        }
    }
    words.0
}

/// Places, each with its adjectives and demonyms.
fn places() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    rows(PLACES).filter_map(|row| {
        let mut fields = row.split('\t');
        Some((fields.next()?, fields.next()?.split(',').filter(|demonym| !demonym.is_empty())))
    })
}

/// Where in the list of places the country begins that a word or two stand for.
pub fn countries() -> Entries {
    let start = |country: &str| PLACES.find(&format!("\n{country}\t")).map(|before| before as u64 + 1);
    let mut countries = Entries::new();
    for (place, demonyms) in places() {
        // The abbreviations stand for the same country as its full name.
        let country = match place {
            "US" | "U.S." => "United States",
            "UK" | "Britain" => "United Kingdom",
            _ => place,
        };
        let mut demonyms = demonyms.peekable();
        if demonyms.peek().is_none() {
            continue;
        }
        for name in demonyms.chain([place]) {
            countries.extend(start(country).map(|start| (fingerprint(name), start)));
        }
    }
    countries
}

/// The rest of each place's name that has more words than one, by the first; and where each group begins.
pub fn long_places() -> (String, Entries) {
    grouped(places().filter_map(|(place, _)| place.split_once(' ')))
}

/// The rows of who held which office, by the surname; and where each group begins.
pub fn holders() -> (String, Entries) {
    grouped(rows(include_str!("../../../assets/lexicon/offices.tsv")).filter_map(|row| {
        let (row, _source) = row.rsplit_once('\t')?;
        let name = row.split('\t').nth(2)?;
        Some((name.rsplit(' ').next()?, row))
    }))
}

/// Rows side by side that have one word, in their order, with an empty line after each group.
fn grouped<'l>(rows: impl Iterator<Item = (&'l str, &'l str)>) -> (String, Entries) {
    let mut groups: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for (word, row) in rows {
        groups.entry(fingerprint(word)).or_default().push(row);
    }
    let mut text = String::new();
    let mut starts = Entries::new();
    for (word, rows) in groups {
        starts.insert(word, text.len() as u64);
        for row in rows {
            text.push_str(row);
            text.push('\n');
        }
        text.push('\n');
    }
    (text, starts)
}

/// The bytes of a table of these entries; half of its slots or more stay empty, so that what is not in it is soon
/// missed.
pub fn written(entries: &Entries) -> Vec<u8> {
    let n_slots = entries.len() * 2;
    let mut slots = vec![(EMPTY, 0); n_slots];
    for (&key, &value) in entries.iter().filter(|(key, _)| **key != EMPTY) {
        let free = (start(key, n_slots)..n_slots)
            .chain(0..n_slots)
            .find(|&at| slots.get(at).is_some_and(|slot| slot.0 == EMPTY));
        if let Some(slot) = free.and_then(|at| slots.get_mut(at)) {
            *slot = (key, value);
        }
    }
    slots.iter().flat_map(|(key, value)| [key.to_le_bytes(), value.to_le_bytes()]).flatten().collect()
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
