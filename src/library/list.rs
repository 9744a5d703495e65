//! Lists: rows of articles in windows, by day, outlet or tag, or those that fit a query. No body is read.

use rusqlite::{Row as SqlRow, params};

use super::search::Asked;
use super::{Library, LibraryError, moment};
use crate::catalogue::{ArticleKey, ListOrder, ListPage, ListRequest, QueryFault, Row};

/// What a row is made of; `article` is the table.
pub(super) const COLUMNS: &str = "article.id, headline, outlet, lang, day, published, url, n_statements, n_words,
    n_folded, version, complete, is_read, is_starred,
    (SELECT group_concat(name, char(10)) FROM tag WHERE tag.article = article.id)";

/// By day, newest first, unread first within a day.
pub(super) const BY_DAY: &str = "FROM article INDEXED BY article_list WHERE removed IS NULL AND (?3 OR fold IS NULL)
    ORDER BY day DESC, is_read, slot DESC LIMIT ?1 OFFSET ?2";

/// The same for visitors: what the owner has read does not move anything.
pub(super) const FOR_VISITORS: &str =
    "FROM article INDEXED BY article_list WHERE removed IS NULL AND (?3 OR fold IS NULL)
    ORDER BY day DESC, slot DESC LIMIT ?1 OFFSET ?2";

impl Library {
    /// A window of a list. The inner error is the query's; `now` is in seconds since 1970.
    pub fn list(&self, request: &ListRequest, now: i64) -> Result<Result<ListPage, QueryFault>, LibraryError> {
        let query = request.query.trim();
        let mut page = if query.is_empty() {
            self.whole_list(request).map_err(|error| self.fault(&error))?
        } else {
            let parsed = match self.understood(query, now, request.typed)? {
                Ok(parsed) => parsed,
                Err(fault) => return Ok(Err(fault)),
            };
            self.filtered(&parsed, request)?
        };
        page.n_unread = if self.is_owners() {
            self.total("unread").map_err(|error| self.fault(&error))?
        } else {
            // Of the visitor's own marks the library knows nothing.
            let total = |name: &str| self.total(name).map_err(|error| self.fault(&error));
            total("articles")?.saturating_sub(total("folded")?)
        };
        self.hide_in_list(&mut page);
        Ok(Ok(page))
    }

    /// The row of one article; nothing when it is not there.
    pub fn row(&self, key: ArticleKey) -> Result<Option<Row>, LibraryError> {
        let rows = self.rows(&[key])?;
        Ok(rows.into_iter().next())
    }

    /// The rows of articles, in the order given; what is not there is left out.
    pub fn rows(&self, keys: &[ArticleKey]) -> Result<Vec<Row>, LibraryError> {
        let sql = format!("SELECT {COLUMNS} FROM article WHERE id = ?1 AND removed IS NULL");
        let mut rows = Vec::with_capacity(keys.len());
        let found = (|| {
            let mut query = self.connection.prepare_cached(&sql)?;
            for key in keys {
                rows.extend(query.query_map(params![key.0], read)?.collect::<Result<Vec<Row>, _>>()?);
            }
            Ok(())
        })();
        found.map_err(|error| self.fault(&error))?;
        for row in &mut rows {
            row.group.clone_from(&row.day);
        }
        self.hide_in_rows(&mut rows);
        Ok(rows)
    }

    /// The articles that fit a query, all of them, newest first. The inner error is the query's.
    pub fn select(&self, query: &str, now: i64) -> Result<Result<Vec<ArticleKey>, QueryFault>, LibraryError> {
        self.select_listed(query, true, usize::MAX, now)
    }

    /// The articles that a list of a query shows, so many at most; near-duplicates that are folded into another
    /// article only where they are `unfolded`. The inner error is the query's.
    pub fn select_listed(
        &self,
        query: &str,
        unfolded: bool,
        limit: usize,
        now: i64,
    ) -> Result<Result<Vec<ArticleKey>, QueryFault>, LibraryError> {
        match self.parsed(query, now)? {
            Ok(parsed) => Ok(Ok(self.articles(&parsed, unfolded, 0, limit)?.0)),
            Err(fault) => Ok(Err(fault)),
        }
    }

    fn whole_list(&self, request: &ListRequest) -> rusqlite::Result<ListPage> {
        let limit = i64::try_from(request.limit).unwrap_or(i64::MAX);
        let offset = i64::try_from(request.offset).unwrap_or(i64::MAX);
        let n_articles = self.total("articles")?;
        let n_listed = if request.unfolded { n_articles } else { n_articles - self.total("folded")? };
        let (rows, total) = match request.order {
            ListOrder::Day | ListOrder::Tag if !self.is_owners() => {
                (self.window(FOR_VISITORS, params![limit, offset, request.unfolded], by_day)?, n_listed)
            }
            ListOrder::Day => (self.window(BY_DAY, params![limit, offset, request.unfolded], by_day)?, n_listed),
            ListOrder::Outlet => (self.by_outlet(request, limit, offset)?, n_listed),
            ListOrder::Tag => self.by_tag(request, limit, offset)?,
        };
        Ok(ListPage { rows, offset: request.offset, total, is_more: false, n_unread: 0 })
    }

    /// Those with an outlet by its name, then those without.
    fn by_outlet(&self, request: &ListRequest, limit: i64, offset: i64) -> rusqlite::Result<Vec<Row>> {
        const NAMED: &str = "FROM article INDEXED BY article_outlet
            WHERE removed IS NULL AND (?3 OR fold IS NULL) AND outlet > ''
            ORDER BY outlet COLLATE NOCASE, slot DESC LIMIT ?1 OFFSET ?2";
        const OTHERS: &str = "FROM article INDEXED BY article_outlet
            WHERE removed IS NULL AND (?3 OR fold IS NULL) AND outlet IS NULL
            ORDER BY slot DESC LIMIT ?1 OFFSET ?2";
        let group = |row: &Row| row.outlet.clone().unwrap_or_default();
        let mut rows = self.window(NAMED, params![limit, offset, request.unfolded], group)?;
        if (rows.len() as i64) < limit {
            let n_named: i64 = self
                .connection
                .prepare_cached(
                    "SELECT count(*) FROM article INDEXED BY article_outlet
                     WHERE removed IS NULL AND (?1 OR fold IS NULL) AND outlet > ''",
                )?
                .query_row(params![request.unfolded], |row| row.get(0))?;
            let rest = limit - rows.len() as i64;
            rows.extend(self.window(OTHERS, params![rest, (offset - n_named).max(0), request.unfolded], group)?);
        }
        Ok(rows)
    }

    /// Every tag's articles, then those without a tag; the number of rows in all.
    fn by_tag(&self, request: &ListRequest, limit: i64, offset: i64) -> rusqlite::Result<(Vec<Row>, usize)> {
        const OTHERS: &str = "FROM article INDEXED BY article_list WHERE removed IS NULL AND (?3 OR fold IS NULL)
            AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.article = article.id)
            ORDER BY day DESC, is_read, slot DESC LIMIT ?1 OFFSET ?2";
        let tagged = format!(
            "SELECT {COLUMNS}, tag.name FROM tag CROSS JOIN article ON article.id = tag.article
             WHERE removed IS NULL AND (?3 OR fold IS NULL) ORDER BY tag.name, tag.article DESC LIMIT ?1 OFFSET ?2"
        );
        let mut rows = self
            .connection
            .prepare_cached(&tagged)?
            .query_map(params![limit, offset, request.unfolded], |row| {
                let tag: String = row.get(15)?;
                read(row).map(|found| Row { group: tag, ..found })
            })?
            .collect::<Result<Vec<Row>, _>>()?;
        let n_tagged: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM tag CROSS JOIN article ON article.id = tag.article
                 WHERE removed IS NULL AND (?1 OR fold IS NULL)",
            )?
            .query_row(params![request.unfolded], |row| row.get(0))?;
        if (rows.len() as i64) < limit {
            let rest = limit - rows.len() as i64;
            let group = |_: &Row| String::new();
            rows.extend(self.window(OTHERS, params![rest, (offset - n_tagged).max(0), request.unfolded], group)?);
        }
        let n_untagged: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM article INDEXED BY article_list WHERE removed IS NULL AND (?1 OR fold IS NULL)
                 AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.article = article.id)",
            )?
            .query_row(params![request.unfolded], |row| row.get(0))?;
        Ok((rows, usize::try_from(n_tagged + n_untagged).unwrap_or(0)))
    }

    /// Every article that fits. Nothing is folded: what an article is folded into need not fit.
    fn filtered(&self, query: &Asked, request: &ListRequest) -> Result<ListPage, LibraryError> {
        let (keys, is_more) = self.articles(query, true, request.offset, request.limit)?;
        let rows = self.rows(&keys)?;
        let total = request.offset + rows.len();
        Ok(ListPage { rows, offset: request.offset, total, is_more, n_unread: 0 })
    }

    fn window(
        &self,
        from: &str,
        parameters: &[&dyn rusqlite::ToSql],
        group: impl Fn(&Row) -> String,
    ) -> rusqlite::Result<Vec<Row>> {
        let mut query = self.connection.prepare_cached(&format!("SELECT {COLUMNS} {from}"))?;
        let rows = query.query_map(parameters, read)?;
        rows.map(|row| row.map(|row| Row { group: group(&row), ..row })).collect()
    }

    /// One of the counts that the database keeps: `articles`, `folded`, `unread`.
    pub(super) fn total(&self, name: &str) -> rusqlite::Result<usize> {
        let mut query = self.connection.prepare_cached("SELECT n FROM total WHERE name = ?1")?;
        query.query_row(params![name], |row| row.get::<_, i64>(0)).map(|n| usize::try_from(n).unwrap_or(0))
    }
}

fn by_day(row: &Row) -> String {
    row.day.clone()
}

/// A row from [`COLUMNS`], without its heading.
pub(super) fn read(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let count = |n: usize| row.get::<_, i64>(n).map(|n| usize::try_from(n).unwrap_or(0));
    let published: Option<i64> = row.get(5)?;
    let tags: Option<String> = row.get(14)?;
    Ok(Row {
        id: ArticleKey(row.get(0)?),
        headline: row.get(1)?,
        outlet: row.get(2)?,
        lang: row.get(3)?,
        day: moment::date_of(row.get(4)?).to_string(),
        published: published.and_then(moment::rfc3339),
        url: row.get(6)?,
        n_statements: count(7)?,
        n_words: count(8)?,
        n_folded: count(9)?,
        version: count(10)?,
        complete: row.get(11)?,
        is_read: row.get(12)?,
        is_starred: row.get(13)?,
        tags: tags.map(|tags| tags.split('\n').map(str::to_owned).collect()).unwrap_or_default(),
        group: String::new(),
    })
}
