//! Lists of feeds as OPML 1.0 and 2.0: read with folders as tags, and written.

use std::collections::BTreeSet;
use std::fmt::Write;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::{decode, feed};
use crate::clean;

/// Feeds that are read of one list, and folders within one another.
const MAX_FEEDS: usize = 20_000;
const MAX_DEPTH: usize = 64;
/// The longest address that is taken.
const MAX_ADDRESS_BYTES: usize = 4096;
/// Tags that are taken of a feed, and the longest of them.
const MAX_TAGS: usize = 1000;
const MAX_TAG_BYTES: usize = 100;

/// A feed in a list. Every string is clean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The feed.
    pub url: Url,
    /// Its title.
    pub title: Option<String>,
    /// Its site.
    pub site: Option<Url>,
    /// The folders that it stands in, the outermost first, and its categories.
    pub tags: Vec<String>,
}

/// A list, and how many of its entries are no addresses of the web.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// In its order, each feed once.
    pub entries: Vec<Entry>,
    /// Entries that are passed over.
    pub n_unfit: usize,
    /// Addresses of the entries.
    known: BTreeSet<String>,
}

/// Reads a list; nothing when the bytes are none.
pub fn read(bytes: &[u8]) -> Option<List> {
    let text = decode::decode(bytes).text;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut list = List::default();
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut is_opml = false;
    // What stands before a fault is kept.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(start) if is_named(&start, "opml") => is_opml = true,
            Event::Start(start) if is_outline(&start) => {
                if folders.len() >= MAX_DEPTH {
                    break;
                }
                let folder = outline(&start, &folders, &mut list);
                folders.push(folder);
            }
            Event::Empty(start) if is_outline(&start) => {
                outline(&start, &folders, &mut list);
            }
            Event::End(end) if end.name().0.eq_ignore_ascii_case("outline") => {
                folders.pop();
            }
            _ => {}
        }
        if list.entries.len() + list.n_unfit >= MAX_FEEDS {
            break;
        }
    }
    is_opml.then_some(list)
}

fn is_named(start: &BytesStart, name: &str) -> bool {
    start.name().0.eq_ignore_ascii_case(name)
}

fn is_outline(start: &BytesStart) -> bool {
    is_named(start, "outline")
}

/// Takes an outline in; the name of the folder that it is, if it is no feed.
fn outline(start: &BytesStart, folders: &[Option<String>], list: &mut List) -> Option<String> {
    let value = |name: &str| {
        let mut attributes = start.attributes();
        let mut found = attributes.with_checks(false).take(64).flatten();
        let found = found.find(|found| found.key.0.eq_ignore_ascii_case(name))?;
        Some(feed::words_of(&found.value)).filter(|value| !value.trim().is_empty())
    };
    let line = |name: &str| value(name).map(|value| clean::line(&value)).filter(|value| !value.is_empty());
    let title = line("title").or_else(|| line("text"));
    // An address is taken whole or not at all: a part of it leads somewhere else.
    let address = |value: &str| {
        let url = Url::parse(value.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        url.filter(|url| url.as_str().len() <= MAX_ADDRESS_BYTES)
    };
    let Some(given) = value("xmlUrl") else { return title.and_then(|title| tag(&title)) };
    let Some(url) = address(&given) else {
        list.n_unfit += 1;
        return None;
    };
    if !list.known.insert(url.to_string()) {
        return None;
    }
    // What a feed without a title is called where one has to stand.
    let title = title.filter(|title| *title != clean::line(url.as_str()));
    let mut tags: Vec<String> = Vec::new();
    let categories = value("category").unwrap_or_default();
    let categories = categories.split(',').filter_map(tag);
    for tag in folders.iter().flatten().cloned().chain(categories) {
        if tags.len() == MAX_TAGS {
            break;
        }
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let site = value("htmlUrl").and_then(|site| address(&site));
    list.entries.push(Entry { url, title, site, tags });
    None
}

/// A folder's name as a tag: one word, as tags are typed.
pub fn tag(name: &str) -> Option<String> {
    let name = clean::line(name);
    let words: Vec<&str> = name.split(|c: char| c.is_whitespace() || matches!(c, '"' | ',' | ':')).collect();
    let tag = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_lowercase();
    // A dash at first would be a query's *not*; slashes around a path of categories only frame it.
    let tag = tag.trim_start_matches(['-', '/']).trim_end_matches('/');
    (!tag.is_empty() && tag.len() <= MAX_TAG_BYTES).then(|| tag.to_owned())
}

/// Writes a list; a feed stands in a folder for its first tag, the others are its categories.
pub fn write(entries: &[Entry]) -> String {
    let mut folders: Vec<(Option<&str>, Vec<&Entry>)> = Vec::new();
    for entry in entries {
        let folder = entry.tags.first().map(String::as_str);
        match folders.iter_mut().find(|(name, _)| *name == folder) {
            Some((_, inside)) => inside.push(entry),
            None => folders.push((folder, vec![entry])),
        }
    }
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>nutgraf feeds</title></head>\n  <body>\n".to_owned();
    for (folder, inside) in folders {
        if let Some(name) = folder {
            let name = escape(name);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "    <outline text=\"{name}\" title=\"{name}\">");
        }
        let margin = if folder.is_some() { "      " } else { "    " };
        for entry in inside {
            text.push_str(margin);
            text.push_str(&line(entry));
        }
        if folder.is_some() {
            text.push_str("    </outline>\n");
        }
    }
    text.push_str("  </body>\n</opml>\n");
    text
}

fn line(entry: &Entry) -> String {
    let url = entry.url.as_str();
    let title = escape(entry.title.as_deref().unwrap_or(url));
    let mut line = format!("<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"", escape(url));
    if let Some(site) = &entry.site {
        let _ = write!(line, " htmlUrl=\"{}\"", escape(site.as_str()));
    }
    if entry.tags.len() > 1 {
        let _ = write!(line, " category=\"{}\"", escape(entry.tags.get(1..).unwrap_or_default().join(",")));
    }
    line.push_str("/>\n");
    line
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    const LIST: &str = "<?xml version=\"1.0\"?><opml version=\"1.0\"><head><title>Mine</title></head><body>\
        <outline text=\"Harbour News\"><outline text=\"Daily\"><outline TYPE=\"rss\" text=\"Vell &amp; \u{1B}[31mQuay\" \
        xmlUrl=\"https://vell.example/feed?a=1&amp;b=2\" htmlUrl=\"https://vell.example/\" category=\"/ports,trade\"/></outline></outline>\
        <outline text=\"Top\" xmlUrl=\"https://quay.example/atom\"></outline>\
        <outline text=\"Again\" xmlUrl=\"https://quay.example/atom\"/><outline text=\"x\" xmlUrl=\"file:///etc/passwd\"/></body></opml>";

    #[test]
    fn folders_become_tags_and_what_is_no_address_is_passed_over() {
        let list = read(LIST.as_bytes()).unwrap();
        assert_eq!((list.entries.len(), list.n_unfit), (2, 1));
        let vell = &list.entries[0];
        assert_eq!(
            (vell.url.as_str(), vell.title.as_deref()),
            ("https://vell.example/feed?a=1&b=2", Some("Vell & Quay"))
        );
        assert_eq!(vell.tags, ["harbour-news", "daily", "ports", "trade"]);
        assert!(list.entries[1].tags.is_empty());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let list = read(LIST.as_bytes()).unwrap();
        assert_eq!(read(write(&list.entries).as_bytes()).unwrap().entries, list.entries);
    }

    #[test]
    fn a_feed_without_a_title_has_none_after_it_was_written() {
        let list = read(b"<opml><body><outline xmlUrl=\"https://vell.example/feed\"/></body></opml>").unwrap();
        assert_eq!(list.entries[0].title, None);
        assert_eq!(read(write(&list.entries).as_bytes()).unwrap().entries, list.entries);
    }

    #[test]
    fn a_tag_has_nothing_at_its_ends_that_a_list_takes_for_something_else() {
        let long = (0..400).map(|n| format!("harbour-{n}")).collect::<Vec<_>>();
        for (given, want) in [
            ("/a, /-/x,&lt;b/ ,&amp;lt;i", vec!["a", "x", "<b", "&lt;i"]),
            ("- / -,&quot;/x\u{200B}/&quot;, a b/c ", vec!["x", "a-b/c"]),
            (&long.join(","), long.iter().map(String::as_str).collect()),
        ] {
            let list =
                format!("<opml><body><outline xmlUrl=\"https://vell.example/\" category=\"{given}\"/></body></opml>");
            let entries = read(list.as_bytes()).unwrap().entries;
            assert_eq!(entries[0].tags, want);
            assert_eq!(read(write(&entries).as_bytes()).unwrap().entries, entries);
        }
    }

    #[test]
    fn an_address_is_taken_whole_or_not_at_all() {
        let read = |n: usize| {
            let address = format!("https://vell.example/{}", "é".repeat(n));
            read(format!("<opml><body><outline xmlUrl=\"{address}\"/></body></opml>").as_bytes()).unwrap()
        };
        let list = read(400);
        assert!(list.entries[0].url.as_str().ends_with("%C3%A9") && list.entries[0].url.as_str().len() > 2400);
        assert_eq!(super::read(write(&list.entries).as_bytes()).unwrap().entries, list.entries);
        assert_eq!((read(2_000).entries.len(), read(2_000).n_unfit), (0, 1));
    }

    #[test]
    fn hostile_lists_are_no_lists_or_end_early() {
        assert!(read(b"<html></html>").is_none() && read(b"").is_none());
        let deep = format!("<opml><body>{}", "<outline text=\"a\">".repeat(100_000));
        assert!(read(deep.as_bytes()).unwrap().entries.is_empty());
        let cut = "<opml><body><outline xmlUrl=\"https://vell.example/a & b\"/><outline xmlU";
        assert_eq!(read(cut.as_bytes()).unwrap().entries.len(), 1);
    }
}
