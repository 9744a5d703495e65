//! Folding for search: letters without case or accents, one space for any white space, plain quotation marks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a search makes no difference between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folding {
    /// Small and capital letters differ.
    pub case: bool,
    /// Letters with and without accents differ.
    pub accents: bool,
}

impl Folding {
    /// Smart: a capital in the query makes case matter, an accent makes accents matter.
    pub fn of_query(query: &str) -> Self {
        Self {
            case: query.chars().any(char::is_uppercase),
            accents: query.nfd().any(is_combining_mark) || query.chars().any(|char| bare(char).is_some()),
        }
    }
}

/// A text folded for search, and the way back.
#[derive(Clone, Debug, PartialEq)]
pub struct Folded {
    folding: Folding,
    text: String,
    /// For each byte of the folded text, the scalar of the original that it comes from.
    origins: Vec<u32>,
}

impl Folded {
    /// Folds a text.
    pub fn new(original: &str, folding: Folding) -> Self {
        let mut folded =
            Self { folding, text: String::with_capacity(original.len()), origins: Vec::with_capacity(original.len()) };
        for (number, char) in original.chars().enumerate() {
            folded.push(number as u32, char);
        }
        folded
    }

    /// How it was folded.
    pub fn folding(&self) -> Folding {
        self.folding
    }

    /// Where a query stands in the original, as scalar ranges, left to right without overlap.
    pub fn find(&self, query: &str) -> Vec<(usize, usize)> {
        let needle = Self::new(query, self.folding).text;
        if needle.is_empty() {
            return Vec::new();
        }
        let finder = memchr::memmem::Finder::new(needle.as_bytes());
        let mut hits: Vec<(usize, usize)> = Vec::new();
        for at in finder.find_iter(self.text.as_bytes()) {
            let (Some(&first), Some(&last)) = (self.origins.get(at), self.origins.get(at + needle.len() - 1)) else {
                continue;
            };
            let (start, end) = (first as usize, last as usize + 1);
            // Two folded letters can come from one scalar (ß is ss): such hits are one.
            if hits.last().is_none_or(|&(_, before)| before <= start) {
                hits.push((start, end));
            }
        }
        hits
    }

    fn push(&mut self, origin: u32, char: char) {
        if char.is_ascii() {
            let char = if self.folding.case { char } else { char.to_ascii_lowercase() };
            if char.is_ascii_whitespace() {
                if !self.text.ends_with(' ') {
                    self.put(origin, ' ');
                }
            } else {
                self.put(origin, char);
            }
            return;
        }
        if char.is_whitespace() {
            if !self.text.ends_with(' ') {
                self.put(origin, ' ');
            }
            return;
        }
        let char = match char {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            '‐' | '‑' | '‒' | '–' | '—' => '-',
            _ => char,
        };
        if self.folding.accents {
            // Composed or not, the same letter is the same: both are compared decomposed.
            for char in char.nfd() {
                self.put_cased(origin, char);
            }
        } else {
            for char in char.nfd().filter(|char| !is_combining_mark(*char)) {
                match bare(char) {
                    Some(letters) => letters.chars().for_each(|char| self.put_cased(origin, char)),
                    None => self.put_cased(origin, char),
                }
            }
        }
    }

    fn put_cased(&mut self, origin: u32, char: char) {
        if self.folding.case {
            self.put(origin, char);
        } else {
            char.to_lowercase().for_each(|char| self.put(origin, char));
        }
    }

    fn put(&mut self, origin: u32, char: char) {
        self.text.push(char);
        self.origins.extend(std::iter::repeat_n(origin, char.len_utf8()));
    }
}

/// Letters that do not decompose, but that people type without their stroke.
fn bare(char: char) -> Option<&'static str> {
    Some(match char {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' => "D",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ı' => "i",
        'þ' => "th",
        _ => return None,
    })
}

/// A text without case and accents, for narrowing lists.
pub fn plain(text: &str) -> String {
    // The line ends that part names stay apart from words.
    text.split('\n')
        .map(|line| Folded::new(line.trim(), Folding { case: false, accents: false }).text)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Folded, Folding, plain};

    #[track_caller]
    fn found(text: &str, query: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let folded = Folded::new(text, Folding::of_query(query));
        folded.find(query).into_iter().map(|(start, end)| chars[start..end].iter().collect()).collect()
    }

    #[test]
    fn small_letters_find_capitals_and_capitals_only_themselves() {
        assert_eq!(found("Vell and vell", "vell"), ["Vell", "vell"]);
        assert_eq!(found("Vell and vell", "Vell"), ["Vell"]);
    }

    #[test]
    fn plain_letters_find_accented_ones_and_accented_only_themselves() {
        assert_eq!(found("Müller, Muller, MÜLLER, Mu\u{308}ller", "muller").len(), 4);
        assert_eq!(found("Müller, Muller, Mu\u{308}ller", "müller"), ["Müller", "Mu\u{308}ller"]);
        assert_eq!(found("Straße", "strasse"), ["Straße"]);
        assert_eq!(found("Sørensen", "sorensen"), ["Sørensen"]);
    }

    #[test]
    fn words_are_found_over_a_line_end_and_with_plain_marks() {
        assert_eq!(found("a “big\n  deal” it’s", "\"big deal\""), ["“big\n  deal”"]);
        assert_eq!(found("it’s", "it's"), ["it’s"]);
    }

    #[test]
    fn names_fold_to_plain_letters() {
        assert_eq!(plain("Łukasz Ærø\nÉlodie"), "lukasz aero\nelodie");
    }
}
