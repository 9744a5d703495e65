//! A query as text that reads back as the same query.

use std::fmt::{self, Display, Formatter};

use super::ask::{Ask, State, Terms};
use super::{Field, Node, Query};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.root {
            None => Ok(()),
            Some(Node::All { of, .. }) => joined(f, of, " "),
            Some(node) => write!(f, "{node}"),
        }
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clause { ask, .. } => write!(f, "{ask}"),
            Self::Not { of, .. } => write!(f, "-{of}"),
            Self::All { of, .. } => grouped(f, of, " "),
            Self::Any { of, .. } => grouped(f, of, " OR "),
        }
    }
}

fn grouped(f: &mut Formatter<'_>, of: &[Node], between: &str) -> fmt::Result {
    f.write_str("(")?;
    joined(f, of, between)?;
    f.write_str(")")
}

fn joined(f: &mut Formatter<'_>, of: &[Node], between: &str) -> fmt::Result {
    for (number, node) in of.iter().enumerate() {
        write!(f, "{}{node}", if number == 0 { "" } else { between })?;
    }
    Ok(())
}

impl Display for Ask {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let field = |f: &mut Formatter<'_>, field: Field, value: &str| write!(f, "{}:{value}", field.name());
        match self {
            Self::Word(terms) => write!(f, "{terms}"),
            Self::In(place, terms) => write!(f, "{}:{terms}", place.name()),
            Self::Person(place, key) => write!(f, "{}:#{}", place.name(), key.0),
            Self::Note(terms) => write!(f, "{}:{terms}", Field::Note.name()),
            Self::Kind(kind) => field(f, Field::Kind, kind.word()),
            Self::Lang(tag) => field(f, Field::Lang, tag),
            Self::From(day) => write!(f, "{}:{day}", Field::From.name()),
            Self::To(day) => write!(f, "{}:{day}", Field::To.name()),
            Self::Tag(name) => write!(f, "{}:\"{name}\"", Field::Tag.name()),
            Self::Article(key) => write!(f, "{}:{}", Field::Article.name(), key.0),
            Self::Is(state) => {
                let name = State::NAMES.iter().find(|(known, _)| known == state).map_or("", |(_, name)| name);
                field(f, Field::Is, name)
            }
            Self::Saved(name) => write!(f, "{}:\"{name}\"", Field::Saved.name()),
        }
    }
}

impl Display for Terms {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mark = if self.is_quoted { "\"" } else { "" };
        let star = if self.is_prefix { "*" } else { "" };
        write!(f, "{mark}{}{mark}{star}", self.text)
    }
}
