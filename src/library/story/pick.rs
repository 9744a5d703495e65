//! What a story is told by: lines of its articles' summaries, and statements. Pure.

use std::collections::BTreeSet;

use crate::article::Kind;
use crate::library::people::name::folded;
use crate::library::stop::is_stop_word;

/// Lines that tell a story.
const MOST_LINES: usize = 3;

/// Two lines that share this part of the shorter one's telling words say the same.
const SAME: f64 = 0.5;

/// Statements that are shown of a story.
const MOST_QUOTES: usize = 3;

/// Statements of fewer words say too little by themselves, longer ones too much to be read in passing.
const FEWEST_WORDS: usize = 6;
const MOST_WORDS: usize = 45;

/// Words that a telling statement has best.
const BEST_WORDS: std::ops::RangeInclusive<usize> = 10..=28;

/// The least probability that a statement is that speaker's.
const MIN_CONFIDENCE: f64 = 0.7;

/// Probability that is taken where an article states none.
const UNSTATED: f64 = 0.8;

/// A line of an article's summary: the article's place in the story, the line's place in the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) article: usize,
    pub(super) place: usize,
    pub(super) text: String,
}

/// The words of a text that say something.
pub(super) fn telling(text: &str) -> BTreeSet<String> {
    folded(text).into_iter().filter(|word| word.len() > 2 && !is_stop_word(word)).collect()
}

/// Whether two texts say the same, as far as their words tell.
pub(super) fn say_the_same(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let least = one.len().min(other.len());
    least > 0 && one.intersection(other).count() as f64 >= SAME * least as f64
}

/// Picks the lines that tell a story: the first of the first article, then those that say most of what the articles
/// have in common and nothing that was said.
pub(super) fn lines(candidates: &[Line]) -> Vec<Line> {
    let words: Vec<BTreeSet<String>> = candidates.iter().map(|line| telling(&line.text)).collect();
    let n_articles = candidates.iter().map(|line| line.article).collect::<BTreeSet<_>>().len();
    // A word weighs as much as articles have it.
    let n_bearers = |word: &String| {
        let bearers = candidates.iter().zip(&words).filter(|(_, words)| words.contains(word));
        bearers.map(|(line, _)| line.article).collect::<BTreeSet<_>>().len()
    };
    let weight = |at: usize, line: &Line| {
        let Some(words) = words.get(at).filter(|words| !words.is_empty()) else { return 0.0 };
        let common = words.iter().map(n_bearers).sum::<usize>() as f64 / words.len() as f64;
        let early = 1.0 / (1.0 + line.place as f64 * 0.5);
        early * common / n_articles.max(1) as f64
    };
    let mut order: Vec<(f64, usize)> = candidates.iter().enumerate().map(|(at, line)| (weight(at, line), at)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let first = candidates.iter().position(|line| line.article == 0 && line.place == 0);
    let mut picked: Vec<usize> = Vec::new();
    for at in first.into_iter().chain(order.into_iter().map(|(_, at)| at)) {
        let Some(own) = words.get(at).filter(|own| !own.is_empty()) else { continue };
        let is_said = picked.iter().filter_map(|&known| words.get(known)).any(|known| say_the_same(own, known));
        if !is_said && picked.len() < MOST_LINES {
            picked.push(at);
        }
    }
    picked.into_iter().filter_map(|at| candidates.get(at).cloned()).collect()
}

/// A statement that may be shown.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    pub(super) id: i64,
    pub(super) kind: Kind,
    pub(super) content: String,
    pub(super) n_words: usize,
    pub(super) confidence: Option<f64>,
    pub(super) speakers: Vec<i64>,
}

/// Picks the most telling statements: in the speaker's own words, by somebody who is sure, neither too short nor too
/// long, about what the story is about; each by another speaker as long as there are some, no two saying the same.
///
/// `about` are the words of the story's headline and lines; `weight` says how much of the story's say somebody has, 0–1.
pub(super) fn quotes(sayings: &[Saying], about: &BTreeSet<String>, weight: impl Fn(i64) -> f64) -> Vec<i64> {
    let mut ranked: Vec<(f64, &Saying, BTreeSet<String>)> = sayings
        .iter()
        .filter(|saying| matches!(saying.kind, Kind::Direct | Kind::Mixed) && !saying.speakers.is_empty())
        .filter(|saying| (FEWEST_WORDS..=MOST_WORDS).contains(&saying.n_words))
        .filter(|saying| saying.confidence.unwrap_or(UNSTATED) >= MIN_CONFIDENCE)
        .map(|saying| {
            let words = telling(&saying.content);
            let kind = if saying.kind == Kind::Direct { 1.0 } else { 0.4 };
            let length = if BEST_WORDS.contains(&saying.n_words) { 0.4 } else { 0.0 };
            let sure = saying.confidence.unwrap_or(UNSTATED) - MIN_CONFIDENCE;
            let voice = saying.speakers.iter().map(|&speaker| weight(speaker)).fold(0.0, f64::max);
            let n_about = words.intersection(about).count() as f64;
            let density = words.len() as f64 / saying.n_words.max(1) as f64;
            (kind + length + sure + 0.5 * voice + 0.1 * n_about.min(4.0) + 0.5 * density, saying, words)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.id.cmp(&a.1.id)));
    let mut picked: Vec<(&Saying, &BTreeSet<String>)> = Vec::new();
    for again in [false, true] {
        for (_, saying, words) in &ranked {
            let is_there = picked.iter().any(|(known, said)| known.id == saying.id || say_the_same(words, said));
            let has_spoken =
                picked.iter().any(|(known, _)| known.speakers.iter().any(|speaker| saying.speakers.contains(speaker)));
            if !is_there && (again || !has_spoken) && picked.len() < MOST_QUOTES {
                picked.push((saying, words));
            }
        }
    }
    picked.into_iter().map(|(saying, _)| saying.id).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Line, Saying, lines, quotes, telling};
    use crate::article::Kind;

    fn line(article: usize, place: usize, text: &str) -> Line {
        Line { article, place, text: text.to_owned() }
    }

    fn saying(id: i64, kind: Kind, speaker: i64, content: &str) -> Saying {
        let n_words = content.split_whitespace().count();
        Saying { id, kind, content: content.to_owned(), n_words, confidence: Some(0.95), speakers: vec![speaker] }
    }

    #[test]
    fn no_two_lines_say_the_same_and_the_first_articles_first_line_leads() {
        let candidates = [
            line(0, 0, "The harbour board closed Pier 4 for eleven weeks."),
            line(0, 1, "The ferry carries three thousand passengers a day."),
            line(1, 0, "Pier 4 was closed for eleven weeks by the harbour board."),
            line(1, 1, "The union asked for a shelter on the fish quay."),
        ];
        let picked: Vec<(usize, usize)> = lines(&candidates).iter().map(|line| (line.article, line.place)).collect();
        assert_eq!(picked, [(0, 0), (0, 1), (1, 1)]);
    }

    #[test]
    fn lines_without_words_and_no_lines_at_all_tell_nothing() {
        assert_eq!(lines(&[]), []);
        assert_eq!(lines(&[line(0, 0, "…"), line(0, 1, "It was.")]), []);
    }

    #[test]
    fn quotes_are_direct_of_a_good_length_and_of_different_speakers() {
        let good = "“We will not open the pier before every single pile has been replaced.”";
        let other = "“Passengers deserve a roof and a ramp on the quay before the first boat leaves.”";
        let sayings = [
            saying(1, Kind::Direct, 7, good),
            saying(
                2,
                Kind::Direct,
                7,
                "“Nobody shall walk there until engineers have looked at all the cracks below.”",
            ),
            saying(3, Kind::Direct, 8, other),
            saying(4, Kind::Indirect, 9, "the board had known about the cracks in the piles for many years already"),
            saying(5, Kind::Direct, 9, "“Yes.”"),
        ];
        let picked = quotes(&sayings, &telling("pier piles passengers"), |_| 0.5);
        assert_eq!(picked.iter().copied().collect::<BTreeSet<_>>(), BTreeSet::from([1, 2, 3]));
        assert_eq!(picked.last(), Some(&2), "a speaker's second statement comes last: {picked:?}");
    }

    #[test]
    fn a_doubtful_speaker_and_a_statement_of_nobody_are_not_shown() {
        let good = "“We will not open the pier before every single pile has been replaced.”";
        let doubtful = Saying { confidence: Some(0.5), ..saying(1, Kind::Direct, 7, good) };
        let nobody = Saying { speakers: Vec::new(), ..saying(2, Kind::Direct, 7, good) };
        assert_eq!(quotes(&[doubtful, nobody], &BTreeSet::new(), |_| 0.0), Vec::<i64>::new());
    }
}
