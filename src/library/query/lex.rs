//! A query cut into its signs and words, each with its place. What they mean together is `parse`'s business.

use std::ops::Range;

use super::word;
use super::{Field, Terms};
use crate::catalogue::QueryFault;

/// One sign or word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub at: Range<usize>,
    pub what: What,
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Open,
    Close,
    /// `-` right before something, or `NOT`.
    Not,
    Or,
    And,
    /// Words, after a field's name or without one.
    Terms(Option<Field>, Terms),
    /// A field with nothing after it, as long as the query is being written.
    Unsaid,
}

/// Cuts a query. While it is being written (`is_typed`), what is not closed is closed at its end, and the last word
/// stands for every word that begins so.
pub(super) fn lexemes(text: &str, is_typed: bool) -> Result<Vec<Lexeme>, QueryFault> {
    let chars: Vec<char> = text.chars().collect();
    let mut lexer = Lexer { chars: &chars, at: 0, is_typed, found: Vec::new() };
    while lexer.step()? {}
    Ok(lexer.found)
}

struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
    is_typed: bool,
    found: Vec<Lexeme>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn push(&mut self, from: usize, what: What) {
        self.found.push(Lexeme { at: from..self.at, what });
    }

    /// Takes the next one; false at the end.
    fn step(&mut self) -> Result<bool, QueryFault> {
        let Some(char) = self.peek(0) else { return Ok(false) };
        let from = self.at;
        match char {
            _ if is_space(char) => self.at += 1,
            '(' | '（' => {
                self.at += 1;
                self.push(from, What::Open);
            }
            ')' | '）' => {
                self.at += 1;
                self.push(from, What::Close);
            }
            '-' => self.exclusion()?,
            _ => self.words(from)?,
        }
        Ok(true)
    }

    /// One `-` or more, and what they stand before.
    fn exclusion(&mut self) -> Result<(), QueryFault> {
        let n_before = self.found.len();
        while self.peek(0) == Some('-') {
            let from = self.at;
            self.at += 1;
            match self.peek(0) {
                None if self.is_typed => {}
                Some(next) if !is_space(next) && !is_close(next) => {}
                _ => return Err(fault(from..self.at, "`-` stands right before what it excludes: `-word`")),
            }
            self.push(from, What::Not);
        }
        let n_found = self.found.len();
        self.step()?;
        // What has no letter is looked past, with its signs.
        if self.found.len() == n_found {
            self.found.truncate(n_before);
        }
        Ok(())
    }

    fn words(&mut self, from: usize) -> Result<(), QueryFault> {
        if self.peek(0).is_some_and(is_quote) {
            if let Some(terms) = self.phrase(from, false)? {
                self.push(from, What::Terms(None, terms));
            }
            return Ok(());
        }
        if self.peek(0) == Some('@') {
            self.at += 1;
            let name = self.take_while(|char| !ends_word(char));
            if word::has_word(&name) {
                let terms = Terms { text: name, is_quoted: false, is_prefix: false };
                self.push(from, What::Terms(Some(Field::Saved), terms));
            }
            return Ok(());
        }
        let name = self.take_while(|char| !ends_word(char) && !is_colon(char));
        if self.peek(0).is_some_and(is_colon) && is_field_name(&name) && !self.is_address() {
            return self.field(from, &name);
        }
        let rest = self.take_while(|char| !ends_word(char));
        let written = name + &rest;
        match written.as_str() {
            "OR" => self.push(from, What::Or),
            "AND" => self.push(from, What::And),
            "NOT" => self.push(from, What::Not),
            _ => {
                let terms = self.bare(from, &written)?;
                if word::has_word(&terms.text) {
                    self.push(from, What::Terms(None, terms));
                }
            }
        }
        Ok(())
    }

    /// `https://…` is no field.
    fn is_address(&self) -> bool {
        self.peek(1) == Some('/') && self.peek(2) == Some('/')
    }

    fn field(&mut self, from: usize, name: &str) -> Result<(), QueryFault> {
        let field = Field::of(name).map_err(|message| fault(from..self.at + 1, message))?;
        self.at += 1;
        let value_from = self.at;
        let terms = if self.peek(0).is_some_and(is_quote) {
            self.phrase(value_from, true)?
        } else {
            let written = self.take_while(|char| !ends_word(char));
            if written.is_empty() { None } else { Some(self.bare(value_from, &written)?) }
        };
        match terms.filter(|terms| !terms.text.is_empty()) {
            Some(terms) => self.push(from, What::Terms(Some(field), terms)),
            None if self.is_typed => self.push(from, What::Unsaid),
            None => {
                let message = format!("nothing stands after `{}:`, which takes {}", field.name(), field.takes());
                return Err(fault(from..self.at, message));
            }
        }
        Ok(())
    }

    /// A word without quotation marks, with the star at its end taken off.
    fn bare(&self, from: usize, written: &str) -> Result<Terms, QueryFault> {
        let text = written.trim_end_matches('*');
        if text.contains('*') {
            return Err(fault(from..self.at, "a star stands at the end of a word, for all that begin so: `harb*`"));
        }
        let is_unfinished = self.is_typed && self.at == self.chars.len();
        Ok(Terms { text: text.to_owned(), is_quoted: false, is_prefix: is_unfinished || text.len() < written.len() })
    }

    /// What stands in quotation marks, whatever their form; nothing where that is nothing.
    fn phrase(&mut self, from: usize, is_named: bool) -> Result<Option<Terms>, QueryFault> {
        self.at += 1;
        // A control is a blank here as it is elsewhere; the full-text index would end at one of them.
        let text = self.take_while(|char| !is_quote(char)).replace(is_space, " ").trim().to_owned();
        let is_closed = self.peek(0).is_some();
        if !is_closed && !self.is_typed {
            return Err(fault(from..self.at, "the quotation mark is not closed; write `\"a phrase\"`"));
        }
        self.at += usize::from(is_closed);
        let is_prefix = !is_closed || self.peek(0) == Some('*');
        if is_closed && is_prefix {
            self.at += 1;
        }
        // What a field makes of marks is its own business: a tag may be of them.
        let is_nothing = if is_named { text.is_empty() } else { !word::has_word(&text) };
        if is_nothing && !is_named && !self.is_typed {
            return Err(fault(from..self.at, "no word stands in the quotation marks; write `\"a phrase\"`"));
        }
        if is_nothing {
            return Ok(None);
        }
        Ok(Some(Terms { text, is_quoted: true, is_prefix }))
    }

    fn take_while(&mut self, is_wanted: impl Fn(char) -> bool) -> String {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let taken: String = rest.iter().copied().take_while(|&char| is_wanted(char)).collect();
        self.at += taken.chars().count();
        taken
    }
}

/// A fault at a place.
pub(super) fn fault(at: Range<usize>, message: impl Into<String>) -> QueryFault {
    QueryFault { message: message.into(), at }
}

fn is_space(char: char) -> bool {
    char.is_whitespace() || char.is_control()
}

fn is_close(char: char) -> bool {
    matches!(char, ')' | '）')
}

fn is_quote(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

fn is_colon(char: char) -> bool {
    matches!(char, ':' | '：')
}

fn ends_word(char: char) -> bool {
    is_space(char) || is_close(char) || is_quote(char) || matches!(char, '(' | '（')
}

/// What before a colon is meant as a field, known or not; `10:30` is none.
fn is_field_name(name: &str) -> bool {
    (2..=20).contains(&name.len()) && name.chars().all(|char| char.is_ascii_alphabetic())
}
