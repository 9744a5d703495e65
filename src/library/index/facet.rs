//! Made-up words: what a query can ask of a row besides its text, as they are written and as they are looked for.

use std::fmt::Write;

use super::super::query::word::Words;
use crate::article::{Kind, ReviewStatus};
use crate::catalogue::{ArticleKey, SpeakerKey};

/// What the made-up words of a row say.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::library) struct Facets<'a> {
    /// The article.
    pub article: ArticleKey,
    /// Of a statement: how it is reported.
    pub kind: Option<Kind>,
    /// The article's language.
    pub lang: Option<&'a str>,
    /// Whether the article is whole.
    pub complete: Option<bool>,
    /// Who says it.
    pub speakers: &'a [SpeakerKey],
    /// Whom it is about.
    pub about: &'a [SpeakerKey],
    /// What a reader made of it.
    pub review: Option<ReviewStatus>,
    /// What was noted about it, its speakers and its article, a line each.
    pub noted: &'a str,
    /// Its tags, a line each.
    pub tags: &'a str,
}

/// One made-up word, as it is written and as it is looked for. It begins with a digit, so that hardly any word of a
/// text is the same and shares its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::library) enum Facet<'a> {
    /// Every row.
    All,
    /// Statements of a kind.
    Kind(Kind),
    /// Rows of articles in a language; `en` stands for `en-GB` too.
    Lang(&'a str),
    /// Rows of an article.
    Article(ArticleKey),
    /// Statements by somebody.
    Speaker(SpeakerKey),
    /// Statements about somebody.
    About(SpeakerKey),
    /// Statements that nobody is named for.
    Unattributed,
    /// Rows of articles that are known not to be whole.
    Incomplete,
    /// Statements of which a reader made this.
    Review(ReviewStatus),
    /// Rows with a note.
    Noted,
    /// Rows with a note that has this word.
    Note(&'a str),
    /// Rows with a tag of their own.
    Tag(&'a str),
}

impl Facet<'_> {
    /// The word.
    pub(in crate::library) fn word(self) -> String {
        match self {
            Self::All => "0z".to_owned(),
            Self::Kind(kind) => {
                let position = Kind::NAMES.iter().position(|(known, _)| *known == kind).unwrap_or_default();
                format!("0k{position}")
            }
            Self::Lang(tag) => {
                let mut word = "0l".to_owned();
                word.extend(tag.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()));
                word
            }
            Self::Article(ArticleKey(key)) => format!("0a{key}"),
            Self::Speaker(SpeakerKey(key)) => format!("0p{key}"),
            Self::About(SpeakerKey(key)) => format!("0b{key}"),
            Self::Unattributed => "0u".to_owned(),
            Self::Incomplete => "0i".to_owned(),
            Self::Review(status) => {
                let position = ReviewStatus::NAMES.iter().position(|(known, _)| *known == status).unwrap_or_default();
                format!("0r{position}")
            }
            Self::Noted => "0n".to_owned(),
            Self::Note(word) => format!("0w{word}"),
            Self::Tag(name) => tag_word(name),
        }
    }
}

/// The word for a tag: its letters and digits, and a number for each other sign, so that no two tags share one but
/// those that differ in case and accents.
fn tag_word(name: &str) -> String {
    let mut word = "0t".to_owned();
    for char in name.trim().chars() {
        if char.is_ascii_alphanumeric() {
            word.push(char.to_ascii_lowercase());
        } else {
            let _ = write!(word, "_{:x}_", u32::from(char.to_lowercase().next().unwrap_or(char)));
        }
    }
    word.replace('_', "zz")
}

/// The most words of notes that a row is found by; what is typed in the reader has fewer.
const MOST_NOTE_WORDS: usize = 4_000;

/// The words of notes, each made up, in their order; a note's end keeps phrases from running into the next.
fn note_words(noted: &str) -> Vec<String> {
    let mut made = Vec::new();
    for line in noted.lines() {
        if made.len() >= MOST_NOTE_WORDS {
            break;
        }
        let words = Words::of(line);
        made.extend(words.iter().take(MOST_NOTE_WORDS - made.len()).map(|word| Facet::Note(word).word()));
        made.push(Facet::Noted.word());
    }
    made
}

/// What words of a note are looked for by: the same made-up words, as a phrase.
pub(in crate::library) fn note_phrase(text: &str) -> String {
    let words = Words::of(text);
    words.iter().map(|word| Facet::Note(word).word()).collect::<Vec<_>>().join(" ")
}

/// The made-up words of a row.
pub(in crate::library) fn facets(of: &Facets) -> Vec<String> {
    let mut words = vec![Facet::All.word(), Facet::Article(of.article).word()];
    if let Some(kind) = of.kind {
        words.push(Facet::Kind(kind).word());
        if of.speakers.is_empty() {
            words.push(Facet::Unattributed.word());
        }
    }
    if let Some(tag) = of.lang {
        words.push(Facet::Lang(tag).word());
        // The language alone, where the tag says more.
        if let Some((primary, _)) = tag.split_once(['-', '_']) {
            words.push(Facet::Lang(primary).word());
        }
    }
    if of.complete == Some(false) {
        words.push(Facet::Incomplete.word());
    }
    words.extend(of.speakers.iter().map(|&key| Facet::Speaker(key).word()));
    words.extend(of.about.iter().map(|&key| Facet::About(key).word()));
    words.extend(of.review.map(|status| Facet::Review(status).word()));
    words.extend(of.tags.lines().map(|tag| Facet::Tag(tag).word()));
    words.extend(note_words(of.noted));
    words.extend((of.noted.is_empty() && !of.tags.is_empty()).then(|| Facet::Noted.word()));
    words
}
