//! What a query asks of the library's owner: visitors are not told of it, and cannot find it out by asking.

use super::{Ask, Field, Node, Query, State};
use crate::catalogue::QueryFault;

/// What is wrong with a query of somebody else's than the owner: the first part that asks for what is the owner's own.
pub fn private(query: &Query) -> Option<QueryFault> {
    query.root.as_ref().and_then(fault)
}

fn fault(node: &Node) -> Option<QueryFault> {
    match node {
        Node::Clause { at, ask } => {
            let (field, what) = owned(ask)?;
            let message = format!("`{field}` asks for {what}, which are not shown to visitors; leave it out");
            Some(QueryFault { message, at: at.clone() })
        }
        Node::Not { of, .. } => fault(of),
        Node::All { of, .. } | Node::Any { of, .. } => of.iter().find_map(fault),
    }
}

/// The field that is the owner's, and what it is of.
fn owned(ask: &Ask) -> Option<(String, &'static str)> {
    let field = |field: Field| format!("{}:", field.name());
    match ask {
        Ask::Tag(_) => Some((field(Field::Tag), "the owner's tags")),
        Ask::Note(_) => Some((field(Field::Note), "the owner's notes")),
        Ask::Saved(_) => Some((field(Field::Saved), "the owner's saved searches")),
        Ask::Is(state) => {
            let what = match state {
                State::Unread | State::Read => "the owner's read marks",
                State::Starred => "the owner's stars",
                State::Noted => "the owner's notes",
                State::Updated | State::Incomplete | State::Unattributed | State::Judged(_) => return None,
            };
            let name = State::NAMES.iter().find(|(known, _)| known == state).map_or("", |(_, name)| name);
            Some((format!("{}:{name}", Field::Is.name()), what))
        }
        Ask::Word(_)
        | Ask::In(..)
        | Ask::Person(..)
        | Ask::Kind(_)
        | Ask::Lang(_)
        | Ask::From(_)
        | Ask::To(_)
        | Ask::Article(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::private;
    use crate::library::query::parse;

    #[test]
    fn what_the_owner_keeps_to_themselves_is_refused_wherever_it_stands() {
        for (query, named) in [
            ("tag:dam", "tag:"),
            ("pier -tag:dam", "tag:"),
            ("(pier OR note:\"old wall\") ferry", "note:"),
            ("@harbour", "saved:"),
            ("saved:harbour", "saved:"),
            ("is:read", "is:read"),
            ("-is:unread pier", "is:unread"),
            ("is:starred", "is:starred"),
            ("is:noted", "is:noted"),
        ] {
            let fault = private(&parse(query, None).unwrap()).unwrap();
            assert!(fault.message.starts_with(&format!("`{named}`")), "{query}: {}", fault.message);
            assert!(fault.at.end > fault.at.start && fault.at.end <= query.chars().count(), "{query}");
        }
    }

    #[test]
    fn what_the_library_says_may_be_asked_for() {
        for query in [
            "pier",
            "is:disputed",
            "is:corrected -is:updated",
            "speaker:brook kind:direct from:2025",
            "speaker:unknown",
            "",
        ] {
            assert_eq!(private(&parse(query, None).unwrap()), None, "{query}");
        }
    }
}
