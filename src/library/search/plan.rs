//! A query as sources of ids: as much of it as possible in one expression of the index, the rest beside it.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::super::index::Table;
use super::super::query::{Ask, Node, State as Asked};
use super::super::{moment, slot};
use super::express::{self, all, everything, expression};
use super::forms::widened;
use super::stream::{self, Index, State, Stream, page, tagged};

/// Every id that there can be.
const ALL_IDS: RangeInclusive<i64> = i64::MIN..=i64::MAX;

/// What a plan is made with.
#[derive(Clone, Copy)]
pub(in crate::library) struct Desk<'a> {
    pub connection: &'a Connection,
    pub table: Table,
    /// Where the reader's days begin and end.
    pub zone: &'a TimeZone,
}

/// How ids are found.
pub(in crate::library) enum Plan {
    /// The index alone knows.
    Page(Table, String, RangeInclusive<i64>),
    /// Several sources know together.
    Merge(Stream),
}

impl Plan {
    /// For parts that must all hold; everything where there is none.
    pub(in crate::library) fn new<'n>(desk: Desk, parts: impl IntoIterator<Item = &'n Node>) -> rusqlite::Result<Self> {
        let gathered = gather(desk, parts)?;
        if gathered.others.is_empty() {
            let expression = all(&gathered.wanted, &gathered.excluded);
            return Ok(Self::Page(desk.table, expression, gathered.ids));
        }
        let stream = gathered.stream(desk.table);
        if stream.is_of_index() {
            return Ok(Self::Merge(stream));
        }
        let index = Stream::Index(Index::new(desk.table, everything(), ALL_IDS));
        Ok(Self::Merge(Stream::All(vec![index, stream])))
    }

    /// The newest ids that fit: so many, after leaving out so many.
    pub(in crate::library) fn ids(
        self,
        connection: &Connection,
        n_left_out: usize,
        n_wanted: usize,
    ) -> rusqlite::Result<Vec<i64>> {
        match self {
            Self::Page(table, expression, ids) => {
                let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
                page(connection, table, &expression, ids, number(n_left_out), number(n_wanted))
            }
            Self::Merge(mut stream) => stream.take(connection, i64::MAX, n_left_out, n_wanted),
        }
    }

    /// The same as a source that can be asked for the next one.
    pub(in crate::library) fn into_stream(self) -> Stream {
        match self {
            Self::Page(table, expression, ids) => Stream::Index(Index::new(table, expression, ids)),
            Self::Merge(stream) => stream,
        }
    }
}

/// Parts that must all hold, by who can answer them.
struct Gathered {
    wanted: Vec<String>,
    excluded: Vec<String>,
    ids: RangeInclusive<i64>,
    others: Vec<Stream>,
}

impl Gathered {
    fn stream(self, table: Table) -> Stream {
        let Self { wanted, excluded, ids, others } = self;
        if wanted.is_empty() && excluded.is_empty() && ids == ALL_IDS {
            return single(others, Stream::All);
        }
        let index = Stream::Index(Index::new(table, all(&wanted, &excluded), ids));
        single(std::iter::once(index).chain(others).collect(), Stream::All)
    }
}

fn gather<'n>(desk: Desk, parts: impl IntoIterator<Item = &'n Node>) -> rusqlite::Result<Gathered> {
    let mut gathered = Gathered { wanted: Vec::new(), excluded: Vec::new(), ids: ALL_IDS, others: Vec::new() };
    for part in parts {
        let part = widened(desk.connection, part)?;
        match part.as_ref() {
            Node::Clause { ask: Ask::From(day), .. } => {
                gathered.ids = (*gathered.ids.start()).max(first_id(*day, desk.zone))..=*gathered.ids.end();
            }
            Node::Clause { ask: Ask::To(day), .. } => {
                gathered.ids = *gathered.ids.start()..=(*gathered.ids.end()).min(last_id(*day, desk.zone));
            }
            Node::Not { of, .. } => match known(desk, of)? {
                Some(expression) => gathered.excluded.push(expression),
                None => gathered.others.push(excluded(desk, of)?),
            },
            part => match known(desk, part)? {
                Some(expression) => gathered.wanted.push(expression),
                None => gathered.others.push(source(desk, part)?),
            },
        }
    }
    // Whoever knows real ids leads; the others know ranges, and step through what they exclude.
    gathered.others.sort_by_key(|stream| !stream.is_of_index());
    Ok(gathered)
}

/// The expression for a part; a tag or a star on few articles names them, so that the index is gone through once.
fn known(desk: Desk, node: &Node) -> rusqlite::Result<Option<String>> {
    let few = match node {
        Node::Clause { ask: Ask::Tag(name), .. } => {
            // Statements have tags of their own too; those the index knows.
            let few = stream::few(desk.connection, Some(name))?;
            let is_none = few.is_none() && !stream::is_tag(desk.connection, name)?;
            let few = few.or(is_none.then(Vec::new));
            return Ok(few.map(|articles| express::tagged(&articles, name)));
        }
        Node::Clause { ask: Ask::Is(Asked::Starred), .. } => stream::few(desk.connection, None)?,
        node => return Ok(expression(node)),
    };
    Ok(few.map(|articles| express::articles(&articles)))
}

/// A part that the index alone cannot answer, or part of such a one.
fn source(desk: Desk, node: &Node) -> rusqlite::Result<Stream> {
    if let Some(expression) = known(desk, node)? {
        return Ok(Stream::Index(Index::new(desk.table, expression, ALL_IDS)));
    }
    Ok(match node {
        Node::Not { of, .. } => excluded(desk, of)?,
        Node::All { of, .. } => gather(desk, of)?.stream(desk.table),
        Node::Any { of, .. } => {
            Stream::Any(of.iter().map(|part| source(desk, part)).collect::<rusqlite::Result<Vec<_>>>()?)
        }
        Node::Clause { ask, .. } => match ask {
            Ask::From(day) => Stream::Ranges(vec![first_id(*day, desk.zone)..=i64::MAX]),
            Ask::To(day) => Stream::Ranges(vec![i64::MIN..=last_id(*day, desk.zone)]),
            Ask::Tag(name) if stream::has_own_tags(desk.connection)? => Stream::Any(vec![
                tagged(desk.connection, name)?,
                Stream::Index(Index::new(desk.table, express::own_tag(name), ALL_IDS)),
            ]),
            Ask::Tag(name) => tagged(desk.connection, name)?,
            Ask::Is(Asked::Unread) => Stream::State(State::new(stream::UNREAD)),
            Ask::Is(Asked::Read) => Stream::State(State::new(stream::READ)),
            Ask::Is(Asked::Starred) => Stream::State(State::new(stream::STARRED)),
            Ask::Is(Asked::Updated) => Stream::State(State::new(stream::UPDATED)),
            // What the index answers was answered above; saved searches were put in their places before.
            _ => Stream::Ranges(Vec::new()),
        },
    })
}

/// What is left when a part is excluded.
fn excluded(desk: Desk, of: &Node) -> rusqlite::Result<Stream> {
    Ok(match of {
        // What is not read is unread: to look for the few is quicker than to go by the many.
        Node::Clause { ask: Ask::Is(Asked::Read), .. } => Stream::State(State::new(stream::UNREAD)),
        Node::Clause { ask: Ask::Is(Asked::Unread), .. } => Stream::State(State::new(stream::READ)),
        of => Stream::Not(Box::new(source(desk, of)?)),
    })
}

fn single(mut streams: Vec<Stream>, group: impl Fn(Vec<Stream>) -> Stream) -> Stream {
    match (streams.len(), streams.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            streams.extend(last);
            group(streams)
        }
    }
}

fn first_id(day: Date, zone: &TimeZone) -> i64 {
    slot::first_of(moment::bounds_of(day, zone).0)
}

fn last_id(day: Date, zone: &TimeZone) -> i64 {
    slot::first_of(moment::bounds_of(day, zone).1).saturating_add(slot::IDS_A_MINUTE - 1)
}
