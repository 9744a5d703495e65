//! Feeds, lists of feeds, the feeds that a page names, and the text of a feed's items.

use nutgraf::import::{feed, opml};
use url::Url;

use crate::holds::words::{are_clean, is_a_clean_line};

fn base() -> Url {
    Url::parse("https://vell.example/feed").expect("an address")
}

pub(super) fn work(bytes: &[u8]) {
    if let Ok(feed) = feed::read(bytes, None, &base()) {
        for item in &feed.items {
            for html in item.summary.iter().chain(&item.content) {
                let _ = feed::paragraphs_of(html);
            }
        }
    }
    let _ = feed::discover(bytes, &base());
    let _ = opml::read(bytes);
    #[cfg(feature = "fetch")]
    let _ = nutgraf::fetch::robots::Rules::parse(bytes).allow(&base());
}

pub(super) fn take(bytes: &[u8]) {
    #[cfg(feature = "fetch")]
    asks(bytes);
    for charset in [None, Some("windows-1252")] {
        match feed::read(bytes, charset, &base()) {
            Ok(feed) => is_clean(&feed),
            Err(error) => is_a_clean_line("a refusal", &error.to_string()),
        }
    }
    for found in feed::discover(bytes, &base()) {
        is_a_clean_line("a feed's address", found.as_str());
    }
    if let Some(list) = opml::read(bytes) {
        for entry in &list.entries {
            is_a_clean_line("a feed's address", entry.url.as_str());
            is_a_clean_line("a feed's title", entry.title.as_deref().unwrap_or_default());
            entry.tags.iter().for_each(|tag| is_a_clean_line("a tag", tag));
        }
        let written = opml::write(&list.entries);
        are_clean("a list of feeds", &written, &['\n']);
        let back = opml::read(written.as_bytes()).expect("our own list");
        // Feeds of one folder stand together.
        let sorted = |mut entries: Vec<opml::Entry>| {
            entries.sort_by(|one, other| one.url.cmp(&other.url));
            entries
        };
        assert_eq!(sorted(back.entries), sorted(list.entries), "a list of feeds came back as another");
    }
}

/// What a site lets programs fetch, and an address as somebody types it or a page has it.
#[cfg(feature = "fetch")]
fn asks(bytes: &[u8]) {
    let robots = nutgraf::fetch::robots::Rules::parse(bytes);
    for line in String::from_utf8_lossy(bytes).lines().take(20) {
        match nutgraf::fetch::address(line) {
            Ok(url) => {
                let _ = robots.allow(&url);
                is_a_clean_line("an address", &nutgraf::fetch::shown(&url));
            }
            Err(error) => is_a_clean_line("a refusal", &error.to_string()),
        }
    }
}

fn is_clean(feed: &feed::Feed) {
    is_a_clean_line("a feed's title", feed.title.as_deref().unwrap_or_default());
    is_a_clean_line("a language", feed.language.as_deref().unwrap_or_default());
    for item in &feed.items {
        is_a_clean_line("an item's name", &item.name);
        is_a_clean_line("an item's title", item.title.as_deref().unwrap_or_default());
        is_a_clean_line("an item's address", item.url.as_ref().map_or("", Url::as_str));
        item.authors.iter().for_each(|author| is_a_clean_line("an author", author));
        for html in item.summary.iter().chain(&item.content) {
            // Cleaned by the door that it goes through next, which is another target.
            let _ = feed::paragraphs_of(html);
        }
    }
}
