//! What a feed tells of an item, put where the page does not say it itself; and the feed's own text as an article.

use quick_xml::escape::escape;

use crate::article::{Article, Maybe, Metadata, Party, Retrieval, Warning, WarningCode};
use crate::briefing;
use crate::import::feed::{Item, paragraphs_of};
use crate::import::{From, Options};

use super::page::moment;

/// What holds for all items of a feed.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
}

/// A date may be so far ahead, in seconds: clocks differ, and zones are left out.
const AHEAD: i64 = 86_400;

/// A clock that says less was never set (2025-01-01), and does not tell what is to come.
const EARLIEST: i64 = 1_735_689_600;

/// Fills in what the page does not say. A date to come is no date of publication.
pub(super) fn fill(article: &mut Article, item: &Item, facts: &Facts, now: i64) {
    let Metadata { url, headline, author, publisher, date_published, date_modified, in_language, .. } =
        &mut article.metadata;
    let put = |field: &mut Maybe<String>, value: Option<String>| {
        if let (true, Some(value)) = (field.known().is_none(), value) {
            *field = Maybe::Known(value);
        }
    };
    let party = |name: &String| Party { name: name.clone(), ..Party::default() };
    put(url, item.url.as_ref().map(ToString::to_string));
    put(headline, item.title.clone());
    if author.items().is_empty() && !item.authors.is_empty() {
        *author = Maybe::Known(item.authors.iter().map(party).collect());
    }
    if publisher.known().is_none()
        && let Some(title) = &facts.title
    {
        *publisher = Maybe::Known(party(title));
    }
    let now = if now < EARLIEST { i64::from(i32::MAX) } else { now };
    let past = |at: Option<i64>| at.filter(|at| *at <= now + AHEAD).and_then(moment);
    for field in [&mut *date_published, &mut *date_modified] {
        if field.known().is_some_and(|date| is_to_come(date, now)) {
            *field = Maybe::Unknown;
        }
    }
    put(date_published, past(item.published.or(item.updated)));
    put(date_modified, past(item.updated));
    put(in_language, facts.language.clone());
}

/// Whether a date, as the file format has it, is more than a day ahead.
fn is_to_come(date: &str, now: i64) -> bool {
    let today = jiff::Timestamp::from_second(now + AHEAD).map(|at| at.to_string()).unwrap_or_default();
    let (date, today) = (date.get(..10).unwrap_or(date), today.get(..10).unwrap_or_default());
    date > today
}

/// The feed's own text of an item as an article; nothing where it has none.
pub(super) fn article(item: &Item, facts: &Facts, options: &Options, now: i64) -> Option<Article> {
    let html = longest(item)?;
    let words = paragraphs_of(html);
    let words = words.trim();
    if !words.contains(char::is_alphanumeric) {
        return None;
    }
    let mut article = as_page(item, html, words, options).or_else(|| as_text(item, words, options))?;
    if let Some(title) = &item.title {
        article.metadata.headline = Maybe::Known(title.clone());
    }
    let mut retrieval = Retrieval { retrieved_at: Maybe::computed(moment(now)), ..Retrieval::default() };
    if item.is_teaser {
        retrieval.complete = Maybe::Known(false);
        retrieval.truncation_reason = Maybe::Known("only the feed's own teaser".to_owned());
        let what = "this is only the feed's own teaser; the page itself could not be read";
        if article.warnings.iter().all(|warning| warning.code != WarningCode::TextTruncated.name()) {
            article.warnings.push(Warning::new(WarningCode::TextTruncated, what));
        }
    }
    article.retrieval = Maybe::Known(retrieval);
    fill(&mut article, item, facts, now);
    Some(article)
}

/// The feed's HTML read like a page, unless that loses much of it: a page's reader leaves out what looks like no
/// article, and a snippet may.
fn as_page(item: &Item, html: &str, words: &str, options: &Options) -> Option<Article> {
    let title = escape(item.title.as_deref().unwrap_or_default());
    let page = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><article><h1>{title}</h1>{html}</article></body></html>"
    );
    let options = Options { from: From::Html, name: None, ..options.clone() };
    let article = briefing::from_bytes(page.as_bytes(), &options).ok()?.into_iter().next()?;
    let n_words = |text: &str| text.split_whitespace().count();
    (n_words(article.text.as_str()) * 10 >= n_words(words) * 8).then_some(article)
}

fn as_text(item: &Item, words: &str, options: &Options) -> Option<Article> {
    let title = item.title.as_deref().unwrap_or_default();
    let has_title = title.is_empty() || words.starts_with(title);
    let text = if has_title { words.to_owned() } else { format!("{title}\n\n{words}") };
    let options = Options { from: From::Text, name: None, ..options.clone() };
    briefing::from_bytes(text.as_bytes(), &options).ok()?.into_iter().next()
}

fn longest(item: &Item) -> Option<&str> {
    let texts = [item.content.as_deref(), item.summary.as_deref()];
    texts.into_iter().flatten().max_by_key(|html| html.len())
}

#[cfg(test)]
mod tests {
    use super::{Facts, article};
    use crate::article::{Article, Maybe};
    use crate::import::Options;
    use crate::import::feed::Item;

    /// 3 June 2025.
    const NOW: i64 = 1_748_908_800;

    fn told(published: i64, now: i64) -> Article {
        let words = "<p>The council of Lower Vell met on Monday to hear what the pier may cost the town.</p>".repeat(3);
        let item = Item {
            title: Some("Pier & quay".to_owned()),
            published: Some(published),
            summary: Some(words),
            is_teaser: true,
            ..Item::default()
        };
        article(&item, &Facts { title: Some("Vell Courier".to_owned()), language: None }, &Options::default(), now)
            .unwrap()
    }

    #[test]
    fn a_teaser_is_an_article_that_is_known_to_be_incomplete() {
        let article = told(NOW - 60, NOW);
        assert_eq!(article.metadata.headline.known().map(String::as_str), Some("Pier & quay"));
        assert_eq!(article.retrieval.known().and_then(|retrieval| retrieval.complete.known()), Some(&false));
        assert_eq!(article.metadata.publisher.known().map(|party| party.name.as_str()), Some("Vell Courier"));
    }

    #[test]
    fn a_date_to_come_is_unknown_unless_the_clock_was_never_set() {
        let published = |at, now| told(at, now).metadata.date_published;
        assert_eq!(published(NOW + 3600, NOW), Maybe::Known("2025-06-03T01:00:00Z".to_owned()));
        assert!(published(NOW + 10 * 86_400, NOW).known().is_none());
        assert_eq!(published(NOW, 17), Maybe::Known("2025-06-03T00:00:00Z".to_owned()));
    }
}
