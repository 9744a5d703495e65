//! A line of text being typed.

use unicode_segmentation::UnicodeSegmentation;

use super::errand::Errand;
use super::reading::Mark;
use crate::exchange::Chosen;

/// Longest line that can be typed, in bytes.
const MAX_BYTES: usize = 2_000;

/// A line of text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Cursor as a byte offset on a grapheme's start.
    cursor: usize,
}

impl Line {
    /// A line with the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    pub fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    /// Types clean text: control characters and direction overrides are dropped, line ends become spaces.
    pub fn insert(&mut self, text: &str) {
        for char in text.chars() {
            let char = if matches!(char, '\n' | '\t') { ' ' } else { char };
            if crate::flow::is_forbidden(char) || self.text.len() + char.len_utf8() > MAX_BYTES {
                continue;
            }
            self.text.insert(self.cursor, char);
            self.cursor += char.len_utf8();
        }
    }

    /// Takes the grapheme before the cursor away; false when there is none.
    pub fn backspace(&mut self) -> bool {
        let from = self.before().grapheme_indices(true).next_back().map(|(at, _)| at);
        from.is_some_and(|from| self.cut_from(from))
    }

    /// Takes the grapheme after the cursor away.
    pub fn delete(&mut self) {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        if let Some(symbol) = rest.graphemes(true).next() {
            let end = self.cursor + symbol.len();
            self.text.replace_range(self.cursor..end, "");
        }
    }

    /// Takes the word before the cursor away.
    pub fn delete_word(&mut self) {
        let kept = self.before().trim_end();
        let from = kept.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        self.cut_from(from.min(kept.len()));
    }

    /// Takes everything before the cursor away.
    pub fn delete_to_start(&mut self) {
        self.cut_from(0);
    }

    /// Moves the cursor by a grapheme.
    pub fn step(&mut self, forward: bool) {
        if forward {
            let rest = self.text.get(self.cursor..).unwrap_or_default();
            self.cursor += rest.graphemes(true).next().map_or(0, str::len);
        } else if let Some((at, _)) = self.before().grapheme_indices(true).next_back() {
            self.cursor = at;
        }
    }

    /// Moves the cursor to an end.
    pub fn to_end(&mut self, forward: bool) {
        self.cursor = if forward { self.text.len() } else { 0 };
    }

    fn cut_from(&mut self, from: usize) -> bool {
        // A cut can land inside what becomes one grapheme with its neighbour; offsets stay on scalars.
        if !self.text.is_char_boundary(from) || from >= self.cursor {
            return false;
        }
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
        true
    }
}

/// What a line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To find words in the article.
    Find,
    /// To filter the library's list.
    Filter,
    /// To search the library for statements.
    Search,
    /// To give and take tags.
    Tags,
    /// To name a search that is to be saved.
    SaveAs,
    /// To bring in an article.
    Add,
    /// For something of one's own: a note, a reason, a name, a file, a command.
    Errand,
}

impl Purpose {
    /// Whether it is in the search language; then it stands at the top, with room for what is wrong under it.
    pub fn is_query(self) -> bool {
        matches!(self, Self::Filter | Self::Search)
    }
}

/// A line that is being typed, and where it began.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What for.
    pub purpose: Purpose,
    /// The line.
    pub line: Line,
    /// Where the view of the article was.
    pub origin: Mark,
    /// What stood in it at first.
    pub origin_text: String,
    /// The articles that it is typed for, where it is for some.
    pub chosen: Option<Chosen>,
    /// What it is to become, where it is for something of one's own.
    pub errand: Option<Errand>,
    /// How far back in the history one is; 0 is the line typed now.
    pub back: usize,
    /// The line typed before going back in the history.
    pub draft: String,
}

impl Entry {
    /// A line to begin with.
    pub fn new(purpose: Purpose, text: &str) -> Self {
        let line = Line::new(text);
        Self {
            purpose,
            line,
            origin: Mark::default(),
            origin_text: text.to_owned(),
            chosen: None,
            errand: None,
            back: 0,
            draft: String::new(),
        }
    }
}
