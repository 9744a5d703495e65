//! A library made up for tests: rows of a list, windows of it, and what is done to them, without a database.

use nutgraf::catalogue::{ArticleKey, ListPage, ListRequest, QueryFault, Row};
use nutgraf::session::{Change, Chosen, Effect, Event};

/// A made-up library.
#[derive(Default)]
pub struct Shelves {
    pub rows: Vec<Row>,
    /// What was asked of it.
    pub asked: Vec<Effect>,
}

pub fn row(id: i64, day: &str, headline: &str) -> Row {
    Row {
        id: ArticleKey(id),
        headline: headline.to_owned(),
        outlet: Some("The Vell Courier".to_owned()),
        day: day.to_owned(),
        group: day.to_owned(),
        n_statements: 12,
        n_words: 843,
        version: 1,
        complete: Some(true),
        ..Row::default()
    }
}

impl Shelves {
    /// So many articles, ten a day, the newest first.
    pub fn of(n: i64) -> Self {
        let rows = (0..n).map(|number| {
            let day = format!("2026-{:02}-{:02}", 12 - (number / 280) % 12, 28 - (number / 10) % 28);
            Row { is_read: number % 3 == 0, ..row(number, &day, &format!("Article {number} of the ferry")) }
        });
        Self { rows: rows.collect(), ..Self::default() }
    }

    /// The rows that a query leaves: those whose headline has its words; a field is a fault.
    fn fitting(&self, query: &str) -> Result<Vec<Row>, QueryFault> {
        if let Some(at) = query.find(':') {
            let message = "no field is called that; did you mean speaker:?".to_owned();
            return Err(QueryFault { message, at: 0..at });
        }
        Ok(self.rows.iter().filter(|row| row.headline.contains(query)).cloned().collect())
    }

    pub fn page(&self, request: &ListRequest) -> Result<ListPage, QueryFault> {
        let all = self.fitting(&request.query)?;
        let n_unread = all.iter().filter(|row| !row.is_read).count();
        let total = all.len();
        let rows = all.into_iter().skip(request.offset).take(request.limit).collect();
        Ok(ListPage { rows, offset: request.offset, total, is_more: false, n_unread })
    }

    /// What comes of an effect that is for a library.
    pub fn answer(&mut self, effect: &Effect) -> Option<Event> {
        let event = match effect {
            Effect::List { request, .. } => Event::Listed(request.clone(), Ok(self.page(request))),
            Effect::Change(chosen, change) => {
                let keys = match chosen {
                    Chosen::Articles(keys) => keys.clone(),
                    Chosen::Query(query) => self.fitting(query).unwrap().iter().map(|row| row.id).collect(),
                };
                for row in self.rows.iter_mut().filter(|row| keys.contains(&row.id)) {
                    match change {
                        Change::Read(read) => row.is_read = *read,
                        Change::Star(star) => row.is_starred = *star,
                        Change::Tag { add, take } => {
                            row.tags.retain(|tag| !take.contains(tag));
                            row.tags.extend(add.iter().cloned());
                        }
                        Change::Remove => row.group.clear(),
                    }
                }
                self.rows.retain(|row| !row.group.is_empty());
                Event::Changed(Ok(format!("changed {} articles", keys.len())))
            }
            _ => return None,
        };
        self.asked.push(effect.clone());
        Some(event)
    }
}
