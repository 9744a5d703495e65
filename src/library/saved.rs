//! Saved searches: a name for a query, which other queries can ask for by it.

use std::ops::Range;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};

use super::query::{self, Ask, MAX_CLAUSES, MAX_DEPTH, Node, Query};
use super::{Library, LibraryError, moment};
use crate::catalogue::{QueryFault, SavedSearch};

/// The longest name of a saved search, in scalars.
const MAX_NAME: usize = 60;

impl Library {
    /// Keeps a query under a name, in the place of the one that had it. The inner error is the query's or the name's.
    pub fn save_search(&mut self, name: &str, query: &str, now: i64) -> Result<Result<(), QueryFault>, LibraryError> {
        let refused = |message: String| Ok(Err(QueryFault { message, at: 0..query.chars().count() }));
        let name = name.strip_prefix('@').unwrap_or(name);
        let is_plain = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.');
        if name.is_empty()
            || name.chars().count() > MAX_NAME
            || !name.chars().all(is_plain)
            || !query::word::has_word(name)
        {
            return refused(format!("a name is of letters, digits, `-`, `_` and `.`, and of {MAX_NAME} at most"));
        }
        let today = Some(moment::today(now));
        let parsed = match query::parse(query, today) {
            Ok(parsed) => parsed,
            Err(fault) => return Ok(Err(fault)),
        };
        if parsed.root.is_none() {
            return refused("there is nothing to save; write the query after the name".to_owned());
        }
        // What it asks for must not ask for it again.
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        if let Err(fault) = expanded_within(&self.connection, parsed, today, vec![name.to_owned()]).map_err(fault)? {
            return Ok(Err(fault));
        }
        let sql = "INSERT INTO saved (name, query, added) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET query = excluded.query, added = excluded.added";
        self.connection.execute(sql, params![name, query.trim(), now]).map_err(fault)?;
        Ok(Ok(()))
    }

    /// Forgets a saved search; whether there was one.
    pub fn forget_search(&mut self, name: &str) -> Result<bool, LibraryError> {
        let name = name.strip_prefix('@').unwrap_or(name);
        let n = self.connection.execute("DELETE FROM saved WHERE name = ?1", [name]);
        n.map(|n| n > 0).map_err(|error| self.fault(&error))
    }

    /// All saved searches, by name.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, LibraryError> {
        if !self.is_owners() {
            return Ok(Vec::new());
        }
        self.searches().map_err(|error| self.fault(&error))
    }

    fn searches(&self) -> rusqlite::Result<Vec<SavedSearch>> {
        let mut query = self.connection.prepare_cached("SELECT name, query FROM saved ORDER BY name")?;
        query.query_map([], |row| Ok(SavedSearch { name: row.get(0)?, query: row.get(1)? }))?.collect()
    }
}

fn stored(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    connection.prepare_cached("SELECT query FROM saved WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}

/// Puts what saved searches ask in the places where a query asks for them. The inner error is the query's.
pub(super) fn expanded(
    connection: &Connection,
    query: Query,
    today: Option<Date>,
) -> rusqlite::Result<Result<Query, QueryFault>> {
    expanded_within(connection, query, today, Vec::new())
}

fn expanded_within(
    connection: &Connection,
    query: Query,
    today: Option<Date>,
    within: Vec<String>,
) -> rusqlite::Result<Result<Query, QueryFault>> {
    let Some(root) = query.root else { return Ok(Ok(query)) };
    let mut expansion = Expansion { connection, today, within, n_clauses: 0 };
    Ok(expansion.node(root)?.map(|root| Query { root }))
}

struct Expansion<'c> {
    connection: &'c Connection,
    today: Option<Date>,
    /// The saved searches that are being put in place, the outermost first.
    within: Vec<String>,
    n_clauses: usize,
}

type Expanded = rusqlite::Result<Result<Option<Node>, QueryFault>>;

impl Expansion<'_> {
    fn node(&mut self, node: Node) -> Expanded {
        Ok(Ok(match node {
            Node::Clause { at, ask: Ask::Saved(name) } => return self.saved(at, name),
            Node::Clause { at, ask } => {
                self.n_clauses += 1;
                if self.n_clauses > MAX_CLAUSES {
                    let message =
                        format!("too much is asked at once: {MAX_CLAUSES} things at most, saved ones included");
                    return Ok(Err(QueryFault { message, at }));
                }
                Some(Node::Clause { at, ask })
            }
            Node::Not { at, of } => match self.node(*of)? {
                Ok(of) => of.map(|of| Node::Not { at, of: Box::new(of) }),
                Err(fault) => return Ok(Err(fault)),
            },
            Node::All { at, of } => match self.nodes(of)? {
                Ok(of) => Some(Node::All { at, of }),
                Err(fault) => return Ok(Err(fault)),
            },
            Node::Any { at, of } => match self.nodes(of)? {
                Ok(of) => Some(Node::Any { at, of }),
                Err(fault) => return Ok(Err(fault)),
            },
        }))
    }

    fn nodes(&mut self, nodes: Vec<Node>) -> rusqlite::Result<Result<Vec<Node>, QueryFault>> {
        let mut found = Vec::new();
        for node in nodes {
            match self.node(node)? {
                Ok(node) => found.extend(node),
                Err(fault) => return Ok(Err(fault)),
            }
        }
        Ok(Ok(found))
    }

    fn saved(&mut self, at: Range<usize>, name: String) -> Expanded {
        let refused = |message: String| Ok(Err(QueryFault { message, at: at.clone() }));
        if self.within.contains(&name) {
            return refused(format!("the saved search @{name} asks for itself"));
        }
        if self.within.len() >= MAX_DEPTH {
            return refused(format!("too many saved searches within saved searches: {MAX_DEPTH} at most"));
        }
        let Some(text) = stored(self.connection, &name)? else {
            let shown = crate::spelling::shown(&name);
            return refused(format!("no saved search is called @{shown}; `nutgraf search --saved` lists them"));
        };
        let root = match query::parse(&text, self.today) {
            Ok(query) => query.root,
            Err(fault) => return refused(format!("the saved search @{name} does not read: {}", fault.message)),
        };
        let Some(root) = root else { return Ok(Ok(None)) };
        self.within.push(name);
        let expanded = self.node(root)?;
        self.within.pop();
        // Places in the saved query mean nothing to whoever wrote its name.
        Ok(match expanded {
            Ok(node) => Ok(node.map(|node| placed(node, &at))),
            Err(fault) => Err(QueryFault { at, ..fault }),
        })
    }
}

/// The same, with every part where the name is written.
fn placed(node: Node, place: &Range<usize>) -> Node {
    let at = place.clone();
    let all = |of: Vec<Node>| of.into_iter().map(|node| placed(node, place)).collect();
    match node {
        Node::Clause { ask, .. } => Node::Clause { at, ask },
        Node::Not { of, .. } => Node::Not { at, of: Box::new(placed(*of, place)) },
        Node::All { of, .. } => Node::All { at, of: all(of) },
        Node::Any { of, .. } => Node::Any { at, of: all(of) },
    }
}
