//! Notes as a reader types them: words, and among them `#tags`.

use super::{About, Refusal};
use crate::article::scalar::{Nature, nature};
use crate::article::{Article, Maybe, Note};

/// The longest note that is kept, in scalars.
const MOST_CHARS: usize = 20_000;

/// The words of a note and its tags, each once; both empty for nothing. Line ends stay, other blanks are one.
pub fn parse_note(text: &str) -> (String, Vec<String>) {
    let mut tags: Vec<String> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut words: Vec<String> = Vec::new();
        for word in super::tidy(line).split(' ').filter(|word| !word.is_empty()) {
            match tag(word) {
                Some(tag) if tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) => {}
                Some(tag) => tags.push(tag),
                None => words.push(word.to_owned()),
            }
        }
        lines.push(words.join(" "));
    }
    (lines.join("\n").trim().to_owned(), tags)
}

/// The tag that a word is.
fn tag(word: &str) -> Option<String> {
    let name = word.strip_prefix('#')?.trim_matches(|c: char| c.is_ascii_punctuation() && !"-_+".contains(c));
    name.contains(char::is_alphanumeric).then(|| name.to_owned())
}

/// A note as it is typed: its words, then its tags.
pub fn note_text(note: &Note) -> String {
    let tags = note.tags.items().iter().map(|tag| format!("#{tag}"));
    let body = note.body.known().filter(|body| !body.is_empty()).cloned();
    body.into_iter().chain(tags).collect::<Vec<_>>().join(" ")
}

/// The note that is the reader's own about something: signed with their name, or not signed at all.
pub fn own_note<'a>(article: &'a Article, about: &About, by: Option<&str>) -> Option<&'a Note> {
    let at = position(article, about, by)?;
    article.notes.items().get(at)
}

/// Where it stands among the notes.
pub(super) fn position(article: &Article, about: &About, by: Option<&str>) -> Option<usize> {
    let target = about.target();
    let is_about = |note: &Note| match (&note.target, &target) {
        (Maybe::Known(one), Some(other)) => one == other,
        (Maybe::Known(_), None) | (Maybe::Absent | Maybe::Unknown, Some(_)) => false,
        (Maybe::Absent | Maybe::Unknown, None) => true,
    };
    let is_signed = |note: &Note, by: Option<&str>| note.by.known().map(String::as_str) == by;
    let notes = article.notes.items();
    let signed = notes.iter().position(|note| is_about(note) && is_signed(note, by));
    signed.or_else(|| notes.iter().position(|note| is_about(note) && is_signed(note, None)))
}

/// The words and tags of a note that may be kept.
pub(super) fn checked(text: &str) -> Result<(String, Vec<String>), Refusal> {
    if text.chars().count() > MOST_CHARS {
        return Err(Refusal::TooLong { most: MOST_CHARS });
    }
    // What a terminal takes for a line's end is one here too.
    let text: String = text.chars().map(|c| if nature(c) == Nature::LineEnd { '\n' } else { c }).collect();
    Ok(parse_note(&text))
}

#[cfg(test)]
mod tests {
    use super::parse_note;

    #[track_caller]
    fn parsed(text: &str, body: &str, tags: &[&str]) {
        let (got, got_tags) = parse_note(text);
        assert_eq!((got.as_str(), got_tags.iter().map(String::as_str).collect::<Vec<_>>()), (body, tags.to_vec()));
    }

    #[test]
    fn words_with_a_hash_are_tags_and_the_rest_is_the_note() {
        parsed("ask  Keel again #follow-up, #Pier", "ask Keel again", &["follow-up", "Pier"]);
        parsed("#pier #Pier", "", &["pier"]);
        parsed("# no tag, and #! neither", "# no tag, and #! neither", &[]);
        parsed("one\n\n two #x \n", "one\n\ntwo", &["x"]);
        parsed(" \t ", "", &[]);
    }

    #[test]
    fn what_a_terminal_would_obey_is_no_part_of_a_note() {
        parsed("a\u{1b}[31m\u{202e}b #t\u{7}ag", "a[31mb", &["tag"]);
    }
}
