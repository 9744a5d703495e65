//! Words that say nothing about what a text is about: function words of the languages that import knows, closed
//! classes of English, verbs of saying.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Further words of news copy that say little. Own list.
const LITTLE: [&str; 66] = [
    "according",
    "added",
    "adding",
    "announced",
    "asked",
    "came",
    "come",
    "comes",
    "coming",
    "day",
    "days",
    "does",
    "doing",
    "done",
    "even",
    "gave",
    "get",
    "give",
    "given",
    "goes",
    "going",
    "gone",
    "good",
    "great",
    "knows",
    "let",
    "like",
    "long",
    "look",
    "made",
    "make",
    "makes",
    "making",
    "many",
    "need",
    "needs",
    "news",
    "people",
    "put",
    "read",
    "really",
    "report",
    "reported",
    "reporters",
    "right",
    "said",
    "saying",
    "says",
    "see",
    "seen",
    "set",
    "take",
    "taken",
    "tell",
    "thing",
    "things",
    "think",
    "told",
    "took",
    "want",
    "wants",
    "way",
    "well",
    "went",
    "work",
    "year",
];

static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let first_cells = |table: &'static str| {
        table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next())
    };
    let english = first_cells(include_str!("../../assets/lexicon/words.tsv"));
    let reporting = first_cells(include_str!("../../assets/lexicon/reporting.tsv"));
    let others = include_str!("../../assets/lexicon/function-words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(_, words)| words.split(' '));
    english.chain(reporting).chain(others).chain(LITTLE).collect()
});

/// Whether a word, in small letters, says nothing about what a text is about.
pub(super) fn is_stop_word(word: &str) -> bool {
    WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::is_stop_word;

    #[test]
    fn function_words_of_several_languages_and_verbs_of_saying_say_nothing() {
        for word in ["the", "after", "would", "nicht", "avec", "said", "monday"] {
            assert!(is_stop_word(word), "{word}");
        }
        for word in ["harbour", "vote", "marchetti", ""] {
            assert!(!is_stop_word(word), "{word}");
        }
    }
}
