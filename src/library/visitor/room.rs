//! Who is kept, for how long, and who makes room for whom: nothing that is kept of one visitor is worth more than a place
//! for the next, but what somebody wrote down.

use rusqlite::{Connection, OptionalExtension, params};

use super::store::{MOST_PAGES, Visitors};
use super::{LibraryError, Refused, forget_seen};
use crate::catalogue::Visitor;

/// Visitors of whom something is kept.
const MOST_VISITORS: i64 = 20_000;
/// Whoever has no key and did not come back for so long is forgotten.
const CODE_DAYS: i64 = 30;
/// When somebody was last here is written so often at most, in seconds.
pub(super) const DAY: i64 = 24 * 60 * 60;
/// So many make room at once: the next do not have to look for it.
const AT_ONCE: i64 = 50;
/// Who came with a key, and who has a code, as the table has it.
const KEY: i64 = 0;
const CODE: i64 = 1;

/// How much there may be in all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Most {
    visitors: i64,
    pages: i64,
}

impl Default for Most {
    fn default() -> Self {
        Self { visitors: MOST_VISITORS, pages: MOST_PAGES }
    }
}

/// A visitor as the table has them.
#[derive(Clone, Debug)]
pub(super) struct Name {
    kind: i64,
    name: String,
}

impl Name {
    pub(super) fn has_key(&self) -> bool {
        self.kind == KEY
    }
}

impl Visitors {
    /// How a visitor stands in the table; nothing for whoever wants nothing kept. A code stands there sealed: who reads
    /// the file cannot come as that visitor.
    pub(super) fn name_of(&self, visitor: &Visitor) -> Result<Option<Name>, LibraryError> {
        Ok(match visitor {
            Visitor::Key(fingerprint) => Some(Name { kind: KEY, name: fingerprint.clone() }),
            Visitor::Code(code) => Some(Name { kind: CODE, name: self.secret()?.name(code) }),
            Visitor::Nobody => None,
        })
    }

    /// Whether it is to be written that a visitor is here: something is kept of them, and they were not here today.
    pub fn is_back(&self, visitor: &Visitor, now: i64) -> Result<bool, LibraryError> {
        let Some(id) = self.id(visitor)? else { return Ok(false) };
        let sql = "SELECT last_seen <= ?2 FROM visitor WHERE id = ?1";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut query| query.query_row([id, now - DAY], |row| row.get(0)))
            .map_err(|error| self.fault(&error))
    }

    /// Writes that a visitor is here, if anything is kept of them.
    pub fn touch(&mut self, visitor: &Visitor, now: i64) -> Result<(), LibraryError> {
        let Some(id) = self.id(visitor)? else { return Ok(()) };
        self.turn(|connection| seen(connection, id, now))
    }

    /// Forgets those without a key who did not come back; how many that were.
    pub fn expire(&mut self, now: i64) -> Result<usize, LibraryError> {
        let before = now - CODE_DAYS * DAY;
        let due = |connection: &Connection| -> rusqlite::Result<Vec<i64>> {
            let mut query =
                connection.prepare_cached("SELECT id FROM visitor WHERE kind = ?1 AND last_seen < ?2 LIMIT 1000")?;
            query.query_map([CODE, before], |row| row.get(0))?.collect()
        };
        let mut n_gone = 0;
        // Nobody waits for a turn to forget nobody.
        while !due(&self.connection).map_err(|error| self.fault(&error))?.is_empty() {
            n_gone += self.turn(|connection| forget_all_of(connection, &due(connection)?))?;
        }
        if n_gone > 0 {
            self.empty_log();
        }
        Ok(n_gone)
    }
}

pub(super) fn id(connection: &Connection, Name { kind, name }: &Name) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT id FROM visitor WHERE kind = ?1 AND name = ?2")?
        .query_row(params![kind, name], |row| row.get(0))
        .optional()
}

fn seen(connection: &Connection, id: i64, now: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE visitor SET last_seen = max(last_seen, ?2) WHERE id = ?1";
    connection.prepare_cached(sql)?.execute([id, now])?;
    Ok(())
}

/// A visitor's number, made where they are new; nothing where there is no room for them.
pub(super) fn met(connection: &Connection, name: &Name, now: i64, most: Most) -> rusqlite::Result<Option<i64>> {
    let known = id(connection, name)?;
    // The last part is for those who are here already.
    if n_pages(connection)? >= most.pages / 16 * 15 {
        make_room(connection, name, known)?;
    }
    if let Some(id) = known {
        seen(connection, id, now)?;
        return Ok(Some(id));
    }
    let n: i64 = connection.query_row("SELECT count(*) FROM visitor", [], |row| row.get(0))?;
    if n >= most.visitors && make_room(connection, name, None)? == 0 {
        return Ok(None);
    }
    connection
        .prepare_cached("INSERT INTO visitor (kind, name, first_seen, last_seen) VALUES (?1, ?2, ?3, ?3)")?
        .execute(params![name.kind, name.name, now])?;
    Ok(Some(connection.last_insert_rowid()))
}

/// Whether there is room for one more remark. Remarks leave a part of it all to places.
pub(super) fn takes_remarks(
    connection: &Connection,
    name: &Name,
    known: Option<i64>,
    most: Most,
) -> rusqlite::Result<bool> {
    let has_room = || Ok(n_pages(connection)? < most.pages / 4 * 3);
    if has_room()? {
        return Ok(true);
    }
    if make_room(connection, name, known)? > 0 && has_room()? {
        return Ok(true);
    }
    if !name.has_key() {
        return Ok(false);
    }
    // What those wrote who cannot be known again by a key gives way to what the others write.
    let oldest = "SELECT id FROM visitor WHERE kind = ?1 ORDER BY last_seen LIMIT ?2";
    let gone = connection
        .prepare_cached(oldest)?
        .query_map([CODE, AT_ONCE], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    forget_all_of(connection, &gone)?;
    has_room()
}

/// Forgets of those who wrote nothing down some who were here longest ago: first such without a key, then, for somebody
/// who has one, such with a key. How many that were.
fn make_room(connection: &Connection, newcomer: &Name, except: Option<i64>) -> rusqlite::Result<usize> {
    let oldest = "SELECT id FROM visitor WHERE kind = ?1 AND id IS NOT ?2
        AND NOT EXISTS (SELECT 1 FROM remark WHERE remark.visitor = visitor.id) ORDER BY last_seen LIMIT ?3";
    for kind in if newcomer.has_key() { &[CODE, KEY][..] } else { &[CODE] } {
        let gone: Vec<i64> = connection
            .prepare_cached(oldest)?
            .query_map(params![kind, except, AT_ONCE], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if !gone.is_empty() {
            return forget_all_of(connection, &gone);
        }
    }
    Ok(0)
}

fn forget_all_of(connection: &Connection, ids: &[i64]) -> rusqlite::Result<usize> {
    for id in ids {
        forget(connection, *id)?;
    }
    if !ids.is_empty() {
        forget_seen(connection)?;
    }
    Ok(ids.len())
}

/// Forgets one visitor.
pub(super) fn forget(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    for sql in [
        "DELETE FROM place WHERE visitor = ?1",
        "DELETE FROM opened WHERE visitor = ?1",
        "DELETE FROM remark WHERE visitor = ?1",
        "DELETE FROM visitor WHERE id = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}

/// Pages of the file that hold something.
fn n_pages(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count")?
        .query_row([], |row| row.get(0))
}

pub(super) fn no_room() -> Refused {
    "nothing of this visit is kept: there are too many visitors".to_owned()
}

pub(super) fn no_room_for_remarks() -> Refused {
    "there is no room for more remarks here; `ssh HOST mine` takes along what you said".to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Leaving, Saying, Visitors};
    use super::{AT_ONCE, Most};
    use crate::article::review::{About, Remark, Signed};
    use crate::catalogue::{ArticleKey, Visitor};
    use crate::library::Body;

    const NOW: i64 = 1_755_086_400;

    struct Book {
        visitors: Visitors,
        _folder: tempfile::TempDir,
    }

    fn book(n_visitors: i64, n_pages: i64) -> Book {
        let folder = tempfile::tempdir().unwrap();
        let mut visitors = Visitors::open(&folder.path().join("visitors.db")).unwrap();
        visitors.most = Most { visitors: n_visitors, pages: n_pages };
        Book { visitors, _folder: folder }
    }

    impl Book {
        fn leave(&mut self, visitor: &Visitor, now: i64) -> bool {
            let leaving = Leaving { read: vec![ArticleKey(1)], ..Leaving::default() };
            self.visitors.leave(visitor, &leaving, now).unwrap().is_ok()
        }

        fn say(&mut self, visitor: &Visitor, n: u8, now: i64) -> bool {
            let body = Body::from(vec![n; 40_000]);
            let remark = Remark::Note(About::Article, "ask again".to_owned());
            let saying = Saying {
                article: ArticleKey(i64::from(n)),
                headline: "",
                version: body.sha256(),
                body: &body,
                remark: &remark,
                words: None,
                kind: None,
                doubts: &[],
                instead: &[],
            };
            self.visitors.say(visitor, &saying, &Signed::default(), now).unwrap().is_ok()
        }

        fn knows(&self, visitor: &Visitor) -> bool {
            self.visitors.knows(visitor).unwrap()
        }
    }

    fn key(n: i64) -> Visitor {
        Visitor::Key(format!("SHA256:{n}"))
    }

    fn code(n: i64) -> Visitor {
        Visitor::Code(format!("code {n}"))
    }

    #[test]
    fn room_is_made_by_those_without_a_key_who_wrote_nothing_and_were_here_longest_ago() {
        let most = AT_ONCE + 10;
        let mut book = book(most, 65_536);
        assert!(book.say(&code(0), 1, NOW) && book.leave(&key(0), NOW));
        for n in 1..most - 1 {
            assert!(book.leave(&code(n), NOW + n));
        }
        assert!(book.leave(&code(1000), NOW + 1000), "somebody new is never refused for those who only looked");
        assert!(book.knows(&code(0)), "a remark is kept");
        assert!(book.knows(&key(0)), "who has a key makes no room for who has none");
        assert!(!book.knows(&code(1)) && !book.knows(&code(AT_ONCE)) && book.knows(&code(AT_ONCE + 1)));
        assert!(book.knows(&code(1000)));
    }

    #[test]
    fn those_with_a_key_make_room_for_another_with_a_key_once_nobody_else_can() {
        let mut book = book(3, 65_536);
        assert!(book.say(&code(1), 1, NOW) && book.say(&key(1), 2, NOW) && book.leave(&key(2), NOW));
        assert!(!book.leave(&code(2), NOW + 1), "not for somebody without");
        assert!(book.leave(&key(3), NOW + 1));
        assert_eq!([code(1), key(1), key(2), key(3)].map(|who| book.knows(&who)), [true, true, false, true]);
        assert!(book.say(&key(3), 3, NOW + 2));
        assert!(!book.leave(&key(4), NOW + 3), "what was written down makes room for nobody new");
    }

    #[test]
    fn remarks_leave_room_for_places_and_those_without_a_key_give_way() {
        let mut book = book(1000, 120);
        assert!(book.leave(&key(7), NOW));
        let n = (0..50).take_while(|n| book.say(&code(i64::from(*n)), *n, NOW + i64::from(*n))).count();
        assert!(n > 3 && n < 50, "{n}");
        assert!(book.leave(&key(8), NOW + 100), "places still have room");
        assert!(book.say(&key(8), 200, NOW + 101), "and so has who comes with a key");
        assert!(!book.knows(&code(0)));
        assert!(book.knows(&key(7)) || book.knows(&key(8)));
    }
}
