//! Tells the language of a text by counting function words, and by the script where that says enough.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// So many words are looked at; a story does not change its language after them.
const MAX_WORDS: usize = 300;

/// Below so many words nothing is said.
const MIN_WORDS: usize = 12;

/// A text has at least this share of its language's function words, in percent. English news has about 40, other
/// languages of the table 25 to 40; a text in a language that is not there reaches less than this by chance.
const MIN_PERCENT: usize = 16;

/// So many different function words must occur: one that recurs is a name or a chant.
const MIN_KINDS: usize = 3;

static LANGUAGES: LazyLock<Vec<&'static str>> = LazyLock::new(|| rows().map(|(language, _)| language).collect());

/// Every function word with the languages that have it, by their place in [`LANGUAGES`].
static WORDS: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (n, (_, row)) in rows().enumerate() {
        for word in row.split(' ') {
            words.entry(word).or_default().push(n);
        }
    }
    words
});

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../../assets/lexicon/function-words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

/// Languages: English name, ISO 639-3 code, tag.
const NAMES: [(&str, &str, &str); 30] = [
    ("english", "eng", "en"),
    ("german", "deu", "de"),
    ("french", "fra", "fr"),
    ("spanish", "spa", "es"),
    ("italian", "ita", "it"),
    ("portuguese", "por", "pt"),
    ("dutch", "nld", "nl"),
    ("swedish", "swe", "sv"),
    ("norwegian", "nor", "no"),
    ("danish", "dan", "da"),
    ("finnish", "fin", "fi"),
    ("polish", "pol", "pl"),
    ("czech", "ces", "cs"),
    ("hungarian", "hun", "hu"),
    ("romanian", "ron", "ro"),
    ("greek", "ell", "el"),
    ("russian", "rus", "ru"),
    ("ukrainian", "ukr", "uk"),
    ("turkish", "tur", "tr"),
    ("arabic", "ara", "ar"),
    ("hebrew", "heb", "he"),
    ("persian", "fas", "fa"),
    ("hindi", "hin", "hi"),
    ("indonesian", "ind", "id"),
    ("vietnamese", "vie", "vi"),
    ("thai", "tha", "th"),
    ("japanese", "jpn", "ja"),
    ("korean", "kor", "ko"),
    ("chinese", "zho", "zh"),
    ("catalan", "cat", "ca"),
];

/// The tag of a language by its English name or by its own tag: *English*, *eng*, *en*.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let is_it = |known: &&(&str, &str, &str)| [known.0, known.1, known.2].iter().any(|k| name.eq_ignore_ascii_case(k));
    NAMES.iter().find(is_it).map(|(_, _, tag)| *tag)
}

/// The English name of a language by its tag, whatever its region.
pub(super) fn name_of(tag: &str) -> Option<&'static str> {
    let language = tag.split(['-', '_']).next()?;
    NAMES.iter().find(|known| known.2.eq_ignore_ascii_case(language)).map(|(name, _, _)| *name)
}

/// The language as a BCP 47 tag, where the text is long enough and one language stands out.
pub(super) fn detect(text: &str) -> Option<String> {
    let words = || text.split_whitespace().take(MAX_WORDS);
    if let Some(language) = by_script(words()) {
        return Some(language.to_owned());
    }
    let mut counts = vec![0_usize; LANGUAGES.len()];
    let mut kinds = vec![0_usize; LANGUAGES.len()];
    let mut seen = HashSet::new();
    let mut n_words = 0;
    for word in words() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        // Most words are in lower case as they stand.
        let word = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(word.to_lowercase())
        };
        if word.is_empty() || word.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        n_words += 1;
        let Some((word, languages)) = WORDS.get_key_value(word.as_ref()) else { continue };
        let is_new = seen.insert(*word);
        for &n in languages {
            if let Some(count) = counts.get_mut(n) {
                *count += 1;
            }
            if let Some(n_kinds) = kinds.get_mut(n) {
                *n_kinds += usize::from(is_new);
            }
        }
    }
    let (best, &most) = counts.iter().enumerate().max_by_key(|(n, count)| (**count, usize::MAX - n))?;
    let second = counts.iter().enumerate().filter(|(n, _)| *n != best).map(|(_, count)| *count).max().unwrap_or(0);
    let is_varied = kinds.get(best).is_some_and(|n_kinds| *n_kinds >= MIN_KINDS);
    let is_clear = is_varied && n_words >= MIN_WORDS && most * 100 >= n_words * MIN_PERCENT && most > second;
    LANGUAGES.get(best).filter(|_| is_clear).map(|&language| language.to_owned())
}

/// The language that a script other than Latin points to, where most letters are of it.
fn by_script<'a>(words: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut counts: HashMap<&'static str, usize> = HashMap::new();
    let mut n_letters = 0;
    for scalar in words.flat_map(str::chars).take(4000).filter(|scalar| scalar.is_alphabetic()) {
        n_letters += 1;
        let language = match scalar {
            'і' | 'ї' | 'є' | 'ґ' => "uk",
            '\u{400}'..='\u{4FF}' => "ru",
            '\u{370}'..='\u{3FF}' => "el",
            '\u{590}'..='\u{5FF}' => "he",
            'پ' | 'چ' | 'ژ' | 'گ' => "fa",
            '\u{600}'..='\u{6FF}' => "ar",
            '\u{900}'..='\u{97F}' => "hi",
            '\u{E00}'..='\u{E7F}' => "th",
            '\u{3040}'..='\u{30FF}' => "ja",
            '\u{AC00}'..='\u{D7A3}' => "ko",
            '\u{4E00}'..='\u{9FFF}' => "zh",
            _ => continue,
        };
        *counts.entry(language).or_default() += 1;
    }
    let of = |language: &str| counts.get(language).copied().unwrap_or(0);
    // Letters that one language of a script has and another lacks decide between the two.
    let families = [("ru", "uk", 50), ("ar", "fa", 50), ("zh", "ja", 10)];
    for (wide, narrow, one_in) in families {
        let n_both = of(wide) + of(narrow);
        if n_both * 2 > n_letters && n_letters >= 20 {
            return Some(if of(narrow) * one_in > n_both { narrow } else { wide });
        }
    }
    counts.into_iter().find(|(_, n)| n * 2 > n_letters && n_letters >= 20).map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn a_language_is_known_by_its_small_words() {
        for (language, text) in [
            (
                "en",
                "The harbour was closed on Monday after the storm, and the mayor said that it would be weeks before the ferries were back.",
            ),
            (
                "de",
                "Der Hafen wurde am Montag nach dem Sturm geschlossen, und die Bürgermeisterin sagte, es werde Wochen dauern, bis die Fähren wieder fahren.",
            ),
            (
                "fr",
                "Le port a été fermé lundi après la tempête, et la maire a dit que les ferries ne seraient pas de retour avant des semaines.",
            ),
            (
                "es",
                "El puerto fue cerrado el lunes después de la tormenta, y la alcaldesa dijo que los transbordadores no volverían en varias semanas.",
            ),
            (
                "it",
                "Il porto è stato chiuso lunedì dopo la tempesta, e la sindaca ha detto che i traghetti non torneranno per settimane.",
            ),
            (
                "nl",
                "De haven werd maandag na de storm gesloten, en de burgemeester zei dat het weken zou duren voor de veerboten er weer zijn.",
            ),
            (
                "sv",
                "Hamnen stängdes på måndagen efter stormen, och borgmästaren sade att det skulle ta veckor innan färjorna var i trafik igen.",
            ),
            (
                "pt",
                "O porto foi fechado na segunda-feira depois da tempestade, e a prefeita disse que as barcas não voltariam por semanas.",
            ),
            (
                "ru",
                "Порт был закрыт в понедельник после шторма, и мэр сказала, что паромы вернутся через несколько недель.",
            ),
            ("ja", "港は月曜日の嵐のあと閉鎖され、市長はフェリーの再開まで数週間かかると述べた。"),
        ] {
            assert_eq!(detect(text).as_deref(), Some(language), "{text}");
        }
    }

    #[test]
    fn a_few_words_tell_nothing() {
        for text in [
            "",
            "Ministers split over levy",
            "12 13 14 15 16 17 18 19 20 21 22 23 24 25",
            "ga bu zo meu ga bu zo meu ga bu zo meu ga bu",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }
}
