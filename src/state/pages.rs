//! Screens that the library answers with at once: a speaker's page, shares of the say, a day.

use crate::catalogue::{Day, Hit, Person, SpeakerPage, Story, Tally};
use crate::exchange::SearchRequest;

use super::sheet::{PAGE_HITS, Sheet, SheetRow, Stream};

/// Forms of a name that a page shows with the reason.
const MOST_FORMS: usize = 4;

/// A speaker's page, or several people to choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpeakerScreen {
    /// The page.
    pub page: Option<Box<SpeakerPage>>,
    /// Statements about them are shown instead of those by them.
    pub about: bool,
    /// The page of somebody before is asked for, to go back to it: what is left for it is not one to come back to.
    pub is_left: bool,
    /// What is shown.
    pub sheet: Sheet,
}

impl SpeakerScreen {
    /// A page, with the statements by the speaker or about them.
    pub fn new(page: Box<SpeakerPage>, about: bool) -> Self {
        let mut rows = Vec::new();
        let mut words = |label, list: Vec<String>| {
            if !list.is_empty() {
                rows.push(SheetRow::Words(label, list.join(", ")));
            }
        };
        words("roles", page.roles.clone());
        if page.joined.is_empty() {
            words("called", page.forms.clone());
        }
        if !page.weeks.is_empty() {
            rows.push(SheetRow::Weeks(page.weeks.clone()));
        }
        let mut counted = |label, counts: &[crate::catalogue::Count]| {
            let list: Vec<String> = counts.iter().map(|count| format!("{} {}", count.name, count.n)).collect();
            if !list.is_empty() {
                rows.push(SheetRow::Words(label, list.join(", ")));
            }
        };
        counted("outlets", &page.outlets);
        let topics: Vec<&str> = page.topics.iter().map(|count| count.name.as_str()).collect();
        if !topics.is_empty() {
            rows.push(SheetRow::Words("topics", topics.join(" ")));
        }
        if page.n_new > 0 {
            rows.push(SheetRow::Words("new", format!("{} since you last read this page", page.n_new)));
        }
        if !page.joined.is_empty() {
            rows.push(SheetRow::Heading("Called".to_owned()));
            rows.extend(page.joined.iter().take(MOST_FORMS).cloned().map(SheetRow::Form));
        }
        if !page.namesakes.is_empty() {
            rows.push(SheetRow::Heading("Others who may be the same".to_owned()));
            rows.extend(page.namesakes.iter().cloned().map(SheetRow::Person));
        }
        let (n_by, n_about) = (page.n_by, page.n_about);
        rows.push(SheetRow::Heading(if about {
            format!("{n_about} about them ({n_by} by them)")
        } else {
            format!("{n_by} by them ({n_about} about them)")
        }));
        let (hits, n_all) = if about { (&page.about, n_about) } else { (&page.by, n_by) };
        let hits: Vec<SheetRow> = hits.iter().map(|hit| hit_row(&page, hit, about)).collect();
        let field = if about { "about" } else { "speaker" };
        let request = SearchRequest {
            text: format!("{field}:#{}", page.person.id.0),
            limit: PAGE_HITS,
            ..SearchRequest::default()
        };
        let is_more = hits.len() < n_all;
        let mut sheet = Sheet::streaming(rows, hits, Stream { request, is_more, asked: None });
        if sheet.rows.len() > sheet.first_hit {
            sheet.at = sheet.first_hit;
        }
        Self { page: Some(page), about, is_left: false, sheet }
    }

    /// People of one name.
    pub fn choice(people: Vec<Person>) -> Self {
        let mut rows = vec![SheetRow::Heading(format!("{} people of that name: Enter takes one", people.len()))];
        rows.extend(people.into_iter().map(SheetRow::Person));
        Self { sheet: Sheet::new(rows), ..Self::default() }
    }

    /// A statement as a row; one that came since the page was last read is new.
    pub fn hit(&self, hit: Hit) -> SheetRow {
        let is_new =
            self.page.as_ref().is_some_and(|page| !self.about && page.seen.is_some_and(|seen| hit.article > seen));
        SheetRow::Hit(Box::new(hit), is_new)
    }
}

fn hit_row(page: &SpeakerPage, hit: &Hit, about: bool) -> SheetRow {
    let is_new = !about && page.seen.is_some_and(|seen| hit.article > seen);
    SheetRow::Hit(Box::new(hit.clone()), is_new)
}

/// Who had how much of the say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SharesScreen {
    /// Of what: the query.
    pub query: String,
    /// The same as the title says it.
    pub title: String,
    /// What is shown.
    pub sheet: Sheet,
}

impl SharesScreen {
    /// The shares of a tally.
    pub fn new(query: String, title: String, tally: Tally) -> Self {
        let most = tally.rows.iter().map(|row| row.share).fold(0.0, f64::max);
        let mut rows = Vec::new();
        let (n, words) = (tally.n_statements, tally.n_words);
        let only = if tally.is_more { "the newest " } else { "" };
        rows.push(SheetRow::Note(format!(
            "{only}{n} statement{}, {words} words of them",
            if n == 1 { "" } else { "s" }
        )));
        rows.extend(tally.rows.into_iter().map(|row| SheetRow::Share(row, most)));
        Self { query, title, sheet: Sheet::new(rows) }
    }
}

/// A day as a briefing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayScreen {
    /// Which, `2025-08-13`.
    pub day: String,
    /// Its articles, and those of them that are unread.
    pub counts: (usize, usize),
    /// What is shown.
    pub sheet: Sheet,
}

impl DayScreen {
    /// A day.
    pub fn new(day: Day) -> Self {
        let mut rows = Vec::new();
        for (number, story) in day.stories.into_iter().enumerate() {
            if number > 0 {
                rows.push(SheetRow::Gap);
            }
            story_rows(story, &mut rows);
        }
        if rows.is_empty() {
            rows.push(SheetRow::Note("no articles on this day".to_owned()));
        }
        Self { day: day.day, counts: (day.n_articles, day.n_unread), sheet: Sheet::new(rows) }
    }
}

fn story_rows(story: Story, rows: &mut Vec<SheetRow>) {
    let mut articles = story.articles.into_iter();
    rows.extend(articles.next().map(|row| SheetRow::Article(Box::new(row))));
    rows.extend(story.summary.into_iter().map(|line| SheetRow::Line(line.text, line.article, line.line)));
    let named = |person: &Person| match &person.role {
        Some(role) => format!("{} ({role})", person.name),
        None => person.name.clone(),
    };
    let people: Vec<String> = story.people.iter().map(named).collect();
    if !people.is_empty() {
        rows.push(SheetRow::Words("people", people.join(", ")));
    }
    rows.extend(story.quotes.into_iter().map(|hit| SheetRow::Hit(Box::new(hit), false)));
    let rest: Vec<SheetRow> = articles.map(|row| SheetRow::Article(Box::new(row))).collect();
    if !rest.is_empty() {
        rows.push(SheetRow::Note("also told by".to_owned()));
        rows.extend(rest);
    }
}
