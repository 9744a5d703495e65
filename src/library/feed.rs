//! Feeds: which are followed, what their servers said last, and which of their items are done.
//!
//! An item is marked in the transaction that adds its article, so that neither can be there without the other.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::{Arrival, Library, LibraryError, address};
use crate::catalogue::{ArticleKey, FeedRow};

/// What becomes of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// Its page is still to be fetched.
    ToFetch,
    /// There is nothing more to be had.
    Done,
    /// Its page could not be fetched, again and again.
    GivenUp,
}

impl ItemState {
    /// Its place is its number in the database.
    const ALL: [Self; 3] = [Self::ToFetch, Self::Done, Self::GivenUp];

    fn number(self) -> i64 {
        Self::ALL.iter().position(|state| *state == self).unwrap_or_default() as i64
    }

    fn of(number: i64) -> Self {
        usize::try_from(number).ok().and_then(|n| Self::ALL.get(n)).copied().unwrap_or(Self::ToFetch)
    }
}

/// An item, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemMark {
    /// What its feed knows it by.
    pub name: String,
    /// Its page.
    pub url: Option<String>,
    /// Of what the feed says about it.
    pub stamp: i64,
    /// What becomes of it.
    pub state: ItemState,
    /// Attempts that went wrong.
    pub n_failures: i64,
    /// Not to be fetched before, in seconds since 1970.
    pub again: Option<i64>,
}

/// An item that the library knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownItem {
    /// As it was marked last.
    pub mark: ItemMark,
    /// What it brought.
    pub article: Option<ArticleKey>,
}

/// A feed that is followed, with what asking it again takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscription {
    /// As a list shows it.
    pub row: FeedRow,
    /// `ETag` of its last answer whose items are all in.
    pub etag: Option<String>,
    /// `Last-Modified` of that answer.
    pub modified: Option<String>,
    /// Not to be asked before, in seconds since 1970.
    pub again: Option<i64>,
}

/// What came of asking a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedRecord {
    /// The feed.
    pub id: i64,
    /// When, in seconds since 1970.
    pub checked: i64,
    /// Of the answer; nothing leaves what was there.
    pub title: Option<String>,
    /// Of the answer; nothing leaves what was there.
    pub site: Option<String>,
    /// Where the feed has moved for good.
    pub url: Option<String>,
    /// The server's marks of an answer whose items are all in; nothing leaves what was there.
    pub marks: Option<(Option<String>, Option<String>)>,
    /// Not to be asked before.
    pub again: Option<i64>,
    /// Attempts since the last one that went well.
    pub n_failures: i64,
    /// One line.
    pub outcome: String,
}

impl Library {
    /// Follows a feed; one that is followed already gets the tags and keeps what it has. Its number, and whether it is
    /// new.
    pub fn follow(
        &mut self,
        url: &str,
        title: Option<&str>,
        site: Option<&str>,
        tags: &[String],
        now: i64,
    ) -> Result<(i64, bool), LibraryError> {
        self.write(|connection| {
            let known: Option<(i64, String)> = connection
                .prepare_cached("SELECT id, tags FROM feed WHERE url = ?1")?
                .query_row(params![url], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            if let Some((id, known)) = known {
                let mut all = tags_of(&known);
                all.extend(tags.iter().filter(|tag| !tags_of(&known).contains(tag)).cloned());
                connection
                    .prepare_cached("UPDATE feed SET tags = ?2, title = coalesce(title, ?3), site = coalesce(site, ?4) WHERE id = ?1")?
                    .execute(params![id, all.join("\n"), title, site])?;
                return Ok((id, false));
            }
            connection
                .prepare_cached("INSERT INTO feed (url, title, site, tags, added) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![url, title, site, tags.join("\n"), now])?;
            Ok((connection.last_insert_rowid(), true))
        })
    }

    /// The feeds that are followed, by title.
    pub fn feeds(&self) -> Result<Vec<Subscription>, LibraryError> {
        if !self.is_owners() {
            return Ok(Vec::new());
        }
        let read = || {
            self.connection
                .prepare_cached(
                    "SELECT id, url, title, site, tags, checked, outcome, n_failures, etag, modified, again,
                        (SELECT count(DISTINCT article) FROM item WHERE item.feed = feed.id)
                     FROM feed ORDER BY coalesce(title, url) COLLATE NOCASE, id",
                )?
                .query_map([], subscription)?
                .collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.fault(&error))
    }

    /// Follows a feed no longer. Its articles stay.
    pub fn unfollow(&mut self, id: i64) -> Result<bool, LibraryError> {
        self.write(|connection| {
            connection.prepare_cached("DELETE FROM item WHERE feed = ?1")?.execute(params![id])?;
            Ok(connection.prepare_cached("DELETE FROM feed WHERE id = ?1")?.execute(params![id])? > 0)
        })
    }

    /// Those of a feed's items that the library knows, of the names given.
    pub fn known_items<'n>(
        &self,
        feed: i64,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<BTreeMap<String, KnownItem>, LibraryError> {
        let read = || -> rusqlite::Result<_> {
            let mut query = self.connection.prepare_cached(
                "SELECT name, url, stamp, state, n_failures, again, article FROM item WHERE feed = ?1 AND name = ?2",
            )?;
            let mut known = BTreeMap::new();
            for name in names {
                if let Some(item) = query.query_row(params![feed, name], known_item).optional()? {
                    known.insert(name.to_owned(), item);
                }
            }
            Ok(known)
        };
        read().map_err(|error| self.fault(&error))
    }

    /// Whether the page of an item that is new came by another way. It did not where other items of the feed brought it
    /// and this one says something else about it.
    pub fn came_otherwise(&self, feed: i64, url: &str, is_fetched: bool) -> Result<bool, LibraryError> {
        let Some(article) = self.knows_address(url)? else { return Ok(false) };
        let read = || -> rusqlite::Result<bool> {
            let mut query = self.connection.prepare_cached("SELECT url FROM item WHERE feed = ?1 AND article = ?2")?;
            let others = query
                .query_map(params![feed, article.0], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<Option<String>>>>()?;
            // The very page is there, under whatever name its feed knows it today.
            Ok(others.is_empty() || is_fetched && others.iter().any(|other| other.as_deref() == Some(url)))
        };
        read().map_err(|error| self.fault(&error))
    }

    /// Items of a feed whose pages are still to be fetched, and may be by now. A time that is days ahead was set by a
    /// clock that was wrong.
    pub fn open_items(&self, feed: i64, now: i64) -> Result<Vec<KnownItem>, LibraryError> {
        let read = || {
            self.connection
                .prepare_cached(
                    "SELECT name, url, stamp, state, n_failures, again, article FROM item
                     WHERE feed = ?1 AND state = 0 AND url IS NOT NULL AND coalesce(again, 0) NOT BETWEEN ?2 + 1 AND ?2 + 172800",
                )?
                .query_map(params![feed, now], known_item)?
                .collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.fault(&error))
    }

    /// Writes down what came of asking feeds, and of items that brought no article; each with its feed. One
    /// transaction.
    pub fn record(&mut self, feeds: &[FeedRecord], items: &[(i64, ItemMark)]) -> Result<(), LibraryError> {
        self.write(|connection| {
            for (feed, item) in items {
                mark(connection, *feed, item, None)?;
            }
            for record in feeds {
                let mut url = record.url.as_deref();
                if let Some(moved) = url {
                    let taken = connection
                        .prepare_cached("SELECT 1 FROM feed WHERE url = ?1 AND id != ?2")?
                        .exists(params![moved, record.id])?;
                    url = url.filter(|_| !taken);
                }
                let has_marks = record.marks.is_some();
                let (etag, modified) = record.marks.clone().unwrap_or_default();
                connection
                    .prepare_cached(
                        "UPDATE feed SET checked = ?2, title = coalesce(?3, title), site = coalesce(?4, site),
                            url = coalesce(?5, url), etag = CASE WHEN ?6 THEN ?7 ELSE etag END,
                            modified = CASE WHEN ?6 THEN ?8 ELSE modified END, again = ?9, n_failures = ?10,
                            outcome = ?11
                         WHERE id = ?1",
                    )?
                    .execute(params![
                        record.id,
                        record.checked,
                        record.title,
                        record.site,
                        url,
                        has_marks,
                        etag,
                        modified,
                        record.again,
                        record.n_failures,
                        record.outcome
                    ])?;
            }
            Ok(())
        })
    }

    /// Carries out a change in one transaction.
    fn write<T>(&mut self, change: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        let path = self.path.clone();
        let fault = |error: rusqlite::Error| LibraryError::of(&path, &error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let value = change(&transaction).map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Ok(value)
    }
}

/// Marks an item; an article that it has brought stays with it. An item that is done with what the feed says is not
/// opened again by one who was slower.
pub(super) fn mark(
    connection: &Connection,
    feed: i64,
    item: &ItemMark,
    article: Option<ArticleKey>,
) -> rusqlite::Result<()> {
    let followed = connection.prepare_cached("SELECT 1 FROM feed WHERE id = ?1")?.exists(params![feed])?;
    if !followed {
        // It was removed while its items were fetched.
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT INTO item (feed, name, article, state, n_failures, url, stamp, again)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (feed, name) DO UPDATE SET article = coalesce(excluded.article, article),
                state = excluded.state, n_failures = excluded.n_failures, url = coalesce(excluded.url, url),
                stamp = excluded.stamp, again = excluded.again
             WHERE NOT (state = 1 AND stamp IS excluded.stamp AND excluded.state != 1)",
        )?
        .execute(params![
            feed,
            item.name,
            article.map(|key| key.0),
            item.state.number(),
            item.n_failures,
            item.url,
            item.stamp,
            item.again
        ])?;
    Ok(())
}

/// The article that the item of an arrival has brought before.
pub(super) fn brought_by(connection: &Connection, arrival: &Arrival) -> rusqlite::Result<Option<ArticleKey>> {
    let (Some(feed), Some(item)) = (arrival.feed, &arrival.item) else { return Ok(None) };
    let found: Option<Option<i64>> = connection
        .prepare_cached("SELECT article FROM item WHERE feed = ?1 AND name = ?2")?
        .query_row(params![feed, item.name], |row| row.get(0))
        .optional()?;
    Ok(found.flatten().map(ArticleKey))
}

/// Whether an article that stands under the address of a feed's own text is of another item of that feed. Items of a
/// list of changes share one address, and so do those that lead to the front page; what was fetched as a page is the
/// page's.
pub(super) fn is_of_another_item(
    connection: &Connection,
    arrival: &Arrival,
    article: ArticleKey,
) -> rusqlite::Result<bool> {
    match (arrival.feed, &arrival.item) {
        (Some(feed), Some(item)) if !is_page(arrival) => connection
            .prepare_cached("SELECT 1 FROM item WHERE feed = ?1 AND article = ?2 AND name != ?3")?
            .exists(params![feed, article.0, item.name]),
        _ => Ok(false),
    }
}

/// Whether an arrival may take the place of an article's text. A feed's own text may where the feed has brought the
/// article, or is of its site: anybody's feed can name anybody's page. What a feed says its site is, it only says.
pub(super) fn may_renew(connection: &Connection, arrival: &Arrival, article: ArticleKey) -> rusqlite::Result<bool> {
    let Some(feed) = arrival.feed.filter(|_| !is_page(arrival)) else { return Ok(true) };
    let found: Option<(Option<i64>, Option<String>, String)> = connection
        .prepare_cached(
            "SELECT article.feed, article.url, feed.url FROM article, feed WHERE article.id = ?1 AND feed.id = ?2",
        )?
        .query_row(params![article.0, feed], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((by, url, own)) = found else { return Ok(false) };
    let is_own = by == Some(feed) && brought_by(connection, arrival)? == Some(article);
    Ok(is_own || url.is_some_and(|url| address::is_one_site(&url, &own)))
}

/// It was fetched, and is not the feed's own text.
fn is_page(arrival: &Arrival) -> bool {
    arrival.article.retrieval.known().is_some_and(|retrieval| retrieval.final_url.known().is_some())
}

fn known_item(row: &Row) -> rusqlite::Result<KnownItem> {
    Ok(KnownItem {
        mark: ItemMark {
            name: row.get(0)?,
            url: row.get(1)?,
            stamp: row.get::<_, Option<i64>>(2)?.unwrap_or_default(),
            state: ItemState::of(row.get(3)?),
            n_failures: row.get(4)?,
            again: row.get(5)?,
        },
        article: row.get::<_, Option<i64>>(6)?.map(ArticleKey),
    })
}

fn subscription(row: &Row) -> rusqlite::Result<Subscription> {
    let checked: Option<i64> = row.get(5)?;
    Ok(Subscription {
        row: FeedRow {
            id: row.get(0)?,
            url: row.get(1)?,
            title: row.get(2)?,
            site: row.get(3)?,
            tags: tags_of(&row.get::<_, String>(4)?),
            checked: checked.and_then(|at| jiff::Timestamp::from_second(at).ok()).map(|at| at.to_string()),
            outcome: row.get(6)?,
            n_failures: row.get(7)?,
            n_articles: row.get(11)?,
        },
        etag: row.get(8)?,
        modified: row.get(9)?,
        again: row.get(10)?,
    })
}

fn tags_of(lines: &str) -> Vec<String> {
    lines.lines().filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{FeedRecord, ItemMark, ItemState};
    use crate::library::Library;

    fn library() -> (tempfile::TempDir, Library) {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::open_to_write(&folder.path().join("library.db")).unwrap();
        (folder, library)
    }

    fn mark(state: ItemState, stamp: i64) -> ItemMark {
        let url = Some("https://vell.example/1".to_owned());
        ItemMark { name: "1".to_owned(), url, stamp, state, n_failures: 1, again: Some(100) }
    }

    #[test]
    fn a_feed_is_followed_once_and_gathers_tags() {
        let (_folder, mut library) = library();
        let tags = ["ports".to_owned()];
        let (id, is_new) = library.follow("https://vell.example/feed", None, None, &tags, 1).unwrap();
        assert!(is_new);
        let more = ["ports".to_owned(), "trade".to_owned()];
        assert_eq!(library.follow("https://vell.example/feed", Some("Vell"), None, &more, 2).unwrap(), (id, false));
        let feeds = library.feeds().unwrap();
        assert_eq!((feeds.len(), feeds[0].row.name(), feeds[0].row.tags.as_slice()), (1, "Vell", &more[..]));
        assert!(library.unfollow(id).unwrap() && !library.unfollow(id).unwrap());
        assert!(library.feeds().unwrap().is_empty());
    }

    #[test]
    fn an_item_is_open_until_its_time_and_done_only_once() {
        let (_folder, mut library) = library();
        let (id, _) = library.follow("https://vell.example/feed", None, None, &[], 1).unwrap();
        library.record(&[], &[(id, mark(ItemState::ToFetch, 7))]).unwrap();
        assert!(library.open_items(id, 99).unwrap().is_empty());
        assert_eq!(library.open_items(id, 100).unwrap().len(), 1);
        library.record(&[], &[(id, mark(ItemState::Done, 7))]).unwrap();
        library.record(&[], &[(id, mark(ItemState::ToFetch, 7))]).unwrap();
        assert!(library.open_items(id, 100).unwrap().is_empty(), "who was slower opens nothing again");
        library.record(&[], &[(id, mark(ItemState::ToFetch, 8))]).unwrap();
        assert_eq!(library.known_items(id, ["1", "2"]).unwrap()["1"].mark.stamp, 8);
    }

    #[test]
    fn marks_of_a_server_stay_until_there_are_others_and_a_feed_moves_only_to_a_free_address() {
        let (_folder, mut library) = library();
        let (id, _) = library.follow("https://vell.example/a", None, None, &[], 1).unwrap();
        library.follow("https://vell.example/b", None, None, &[], 1).unwrap();
        let marks = Some((Some("\"1\"".to_owned()), None));
        let record = FeedRecord { id, marks, title: Some("Vell".to_owned()), ..FeedRecord::default() };
        library.record(std::slice::from_ref(&record), &[]).unwrap();
        let moved = |to: &str| FeedRecord { id, url: Some(to.to_owned()), n_failures: 2, ..FeedRecord::default() };
        library.record(&[moved("https://vell.example/b")], &[]).unwrap();
        let of = |library: &Library| library.feeds().unwrap().into_iter().find(|feed| feed.row.id == id).unwrap();
        let feed = of(&library);
        assert_eq!((feed.etag.as_deref(), feed.row.url.as_str()), (Some("\"1\""), "https://vell.example/a"));
        assert_eq!((feed.row.name(), feed.row.n_failures), ("Vell", 2));
        library.record(&[moved("https://vell.example/c")], &[]).unwrap();
        assert_eq!(of(&library).row.url, "https://vell.example/c");
    }
}
