//! Signs and words to a tree, by descent. Every fault says where it is and what to write instead.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use jiff::civil::Date;

use super::ask::{Ask, ask};
use super::lex::{Lexeme, What, fault, lexemes};
use super::{MAX_CHARS, MAX_CLAUSES, MAX_DEPTH, Node, Query};
use crate::catalogue::QueryFault;

/// Reads a query.
pub(super) fn run(text: &str, today: Option<Date>, is_typed: bool) -> Result<Query, QueryFault> {
    let n_chars = text.chars().count();
    if n_chars > MAX_CHARS {
        let message = format!("the query is too long: {n_chars} characters, and {MAX_CHARS} at most");
        return Err(fault(MAX_CHARS..n_chars, message));
    }
    let lexemes = lexemes(text, is_typed)?;
    let mut parser = Parser { end: n_chars, rest: lexemes.into_iter().peekable(), today, is_typed, n_clauses: 0 };
    let root = parser.all(0)?;
    if let Some(lexeme) = parser.rest.next() {
        return Err(fault(lexeme.at, "this parenthesis closes none; take it away, or open one before"));
    }
    Ok(Query { root })
}

struct Parser {
    rest: Peekable<IntoIter<Lexeme>>,
    end: usize,
    today: Option<Date>,
    is_typed: bool,
    n_clauses: usize,
}

impl Parser {
    /// Parts beside one another, up to a closing parenthesis or the end.
    fn all(&mut self, depth: usize) -> Result<Option<Node>, QueryFault> {
        let mut parts = Vec::new();
        loop {
            match self.rest.peek() {
                None | Some(Lexeme { what: What::Close, .. }) => break,
                Some(Lexeme { at, what: What::And }) => {
                    let at = at.clone();
                    self.rest.next();
                    self.between(&at, "AND", parts.is_empty())?;
                }
                Some(_) => parts.extend(self.any(depth)?),
            }
        }
        Ok(group(parts, |at, of| Node::All { at, of }))
    }

    /// Parts joined by `OR`, or one alone.
    fn any(&mut self, depth: usize) -> Result<Option<Node>, QueryFault> {
        let mut parts: Vec<Node> = self.unit(depth)?.into_iter().collect();
        while let Some(or) = self.rest.next_if(|lexeme| lexeme.what == What::Or) {
            self.between(&or.at, "OR", false)?;
            if self.rest.peek().is_none() {
                break;
            }
            parts.extend(self.unit(depth)?);
        }
        Ok(group(parts, |at, of| Node::Any { at, of }))
    }

    /// Holds that something stands on both sides of a word that joins.
    fn between(&mut self, at: &Range<usize>, word: &str, is_first: bool) -> Result<(), QueryFault> {
        let is_last = match self.rest.peek() {
            None => !self.is_typed,
            Some(next) => matches!(next.what, What::Close | What::Or | What::And),
        };
        if is_first || is_last {
            let message = format!("`{word}` stands between two things: `pier {word} dam`; as a word it is \"{word}\"");
            return Err(fault(at.clone(), message));
        }
        Ok(())
    }

    /// A clause, a group, or what is excluded of either.
    fn unit(&mut self, depth: usize) -> Result<Option<Node>, QueryFault> {
        let Some(Lexeme { at, what }) = self.rest.next() else { return Ok(None) };
        if depth >= MAX_DEPTH && matches!(what, What::Open | What::Not) {
            let message = format!("too many parentheses within parentheses: {MAX_DEPTH} at most");
            return Err(fault(at, message));
        }
        match what {
            What::Open => self.parenthesis(at, depth),
            What::Not => {
                let is_unsaid = match self.rest.peek() {
                    None => true,
                    Some(next) => matches!(next.what, What::Close | What::Or | What::And),
                };
                if is_unsaid && !self.is_typed {
                    return Err(fault(at, "nothing stands after this; write `-word`, or `NOT word`"));
                }
                if is_unsaid {
                    return Ok(None);
                }
                let of = self.unit(depth + 1)?;
                Ok(of.map(|of| Node::Not { at: at.start..of.at().end, of: Box::new(of) }))
            }
            What::Or | What::And => {
                let word = if what == What::Or { "OR" } else { "AND" };
                self.between(&at, word, true)?;
                Ok(None)
            }
            What::Terms(field, terms) => {
                self.n_clauses += 1;
                if self.n_clauses > MAX_CLAUSES {
                    return Err(fault(at, format!("too much is asked at once: {MAX_CLAUSES} things at most")));
                }
                let is_unfinished = self.is_typed && at.end == self.end;
                let asked = match field {
                    None => Ok(Ask::Word(terms)),
                    Some(field) => ask(field, terms, self.today),
                };
                match asked {
                    Ok(ask) => Ok(Some(Node::Clause { at, ask })),
                    Err(_) if is_unfinished => Ok(None),
                    Err(message) => Err(fault(at, message)),
                }
            }
            // A closing parenthesis ends a group before it gets here.
            What::Unsaid | What::Close => Ok(None),
        }
    }

    fn parenthesis(&mut self, at: Range<usize>, depth: usize) -> Result<Option<Node>, QueryFault> {
        let inside = self.all(depth + 1)?;
        let end = match self.rest.next() {
            Some(close) => close.at.end,
            None if self.is_typed => self.end,
            None => return Err(fault(at, "this parenthesis is not closed; write `)` where it ends")),
        };
        let place = at.start..end;
        match inside {
            Some(Node::All { of, .. }) => Ok(Some(Node::All { at: place, of })),
            Some(Node::Any { of, .. }) => Ok(Some(Node::Any { at: place, of })),
            Some(node) => Ok(Some(node)),
            None if self.is_typed => Ok(None),
            None => Err(fault(place, "nothing stands in the parentheses")),
        }
    }
}

/// Several parts as a group; one stands for itself.
fn group(mut parts: Vec<Node>, make: impl Fn(Range<usize>, Vec<Node>) -> Node) -> Option<Node> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let at = parts.first().map_or(0, |part| part.at().start)..parts.last().map_or(0, |part| part.at().end);
    Some(make(at, parts))
}
