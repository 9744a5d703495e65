//! RSS 0.9 to 2.0 (RDF too) and Atom, read event by event: no tree is built, and no entity of the file's own is
//! expanded.
//!
//! An own reader on top of quick-xml, since feeds are seldom well-formed: a bare `&` or a feed that breaks off costs
//! one item, not all of them.

use quick_xml::Reader;
use quick_xml::escape::{escape, resolve_html5_entity, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::{Feed, FeedError, MAX_ITEMS, Raw, finish};

/// Elements within one another; feeds have a dozen, and pages in them a few more.
pub(super) const MAX_DEPTH: usize = 250;

/// Namespaces that are declared at one time.
const MAX_BINDINGS: usize = 256;

/// What an element's namespace is to a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    /// RSS, Atom, or none.
    Core,
    /// `content:encoded`.
    Content,
    /// Dublin Core.
    Dublin,
    /// XHTML.
    Html,
    /// Anything else.
    Other,
}

/// What an open element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    FeedTitle,
    FeedLink,
    FeedLanguage,
    Id,
    Guid,
    Link,
    Title,
    Author,
    Published,
    Updated,
    Summary,
    Content,
}

struct Open {
    name: String,
    has_base: bool,
    n_bindings: usize,
}

/// The element whose content is being put together.
struct Taking {
    slot: Slot,
    depth: usize,
    /// Its content as HTML, tags within it written again.
    html: String,
    /// Its content is plain text, and no HTML that was escaped.
    is_plain: bool,
}

#[derive(Default)]
struct Reading {
    stack: Vec<Open>,
    bases: Vec<Url>,
    bindings: Vec<(String, Space)>,
    item: Option<(usize, Raw)>,
    taking: Option<Taking>,
    items: Vec<Raw>,
    title: Option<String>,
    site: Option<String>,
    language: Option<String>,
    is_atom: bool,
}

/// Reads a feed in XML as far as it goes.
pub(super) fn read(text: &str, base: &Url) -> Result<Feed, FeedError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut reading = Reading { bases: vec![base.clone()], ..Reading::default() };
    let mut is_root_seen = false;
    let mut is_cut = false;
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(_) => {
                is_cut = true;
                break;
            }
        };
        if let (false, Event::Start(start) | Event::Empty(start)) = (is_root_seen, &event) {
            reading.is_atom = root(start)?;
            is_root_seen = true;
        }
        match event {
            Event::Start(start) => reading.open(&start)?,
            Event::Empty(start) => {
                reading.open(&start)?;
                reading.close(start.name().0);
            }
            Event::End(end) => reading.close(end.name().0),
            Event::Text(text) => reading.text(&text),
            Event::CData(text) => reading.cdata(&text),
            Event::GeneralRef(reference) => reading.reference(&reference),
            _ => {}
        }
        if reading.items.len() > MAX_ITEMS {
            break;
        }
    }
    if !is_root_seen {
        return Err(FeedError::NoFeed);
    }
    is_cut |= !reading.stack.is_empty();
    let Reading { items, title, site, language, .. } = reading;
    let feed = finish(title.as_deref(), site.as_deref(), language.as_deref(), base, items);
    Ok(Feed { is_cut: feed.is_cut || is_cut, ..feed })
}

/// The encoding that the file's first line says, where the bytes are near enough to ASCII to read it.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..200).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    value.get(1..)?.split(mark).next().map(str::to_owned)
}

/// Whether the root is Atom's; an error when it is no feed's.
fn root(start: &BytesStart) -> Result<bool, FeedError> {
    match start.local_name().as_ref().to_ascii_lowercase().as_str() {
        "feed" | "entry" => Ok(true),
        "rss" | "rdf" | "channel" => Ok(false),
        "html" | "head" | "body" | "div" | "p" | "script" | "meta" | "link" => Err(FeedError::Page),
        _ => Err(FeedError::NoFeed),
    }
}

impl Reading {
    fn base(&self) -> Option<&Url> {
        self.bases.last()
    }

    fn open(&mut self, start: &BytesStart) -> Result<(), FeedError> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(FeedError::TooDeep);
        }
        let n_before = self.bindings.len();
        let mut own_base = None;
        for attribute in start.attributes().with_checks(false).take(64).flatten() {
            let key = attribute.key.0;
            let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix.filter(|_| self.bindings.len() < MAX_BINDINGS) {
                self.bindings.push((prefix.to_owned(), space_of(&attribute.value)));
            }
            if key == "xml:base" {
                let value = unescaped(&attribute.value);
                own_base = self.base().and_then(|base| base.join(value.trim()).ok());
            }
        }
        let has_base = own_base.is_some();
        self.bases.extend(own_base);
        let name = start.name().0;
        self.stack.push(Open { name: name.to_owned(), has_base, n_bindings: self.bindings.len() - n_before });
        self.enter(start);
        Ok(())
    }

    /// Looks at an element that was opened.
    fn enter(&mut self, start: &BytesStart) {
        let depth = self.stack.len();
        let name = start.name().0;
        if let Some(taking) = &mut self.taking {
            // A tag within a text is a part of it.
            let local = start.local_name();
            taking.is_plain = false;
            taking.html.push('<');
            taking.html.push_str(local.as_ref());
            if let Some(href) = attribute(start, "href") {
                taking.html.push_str(" href=\"");
                taking.html.push_str(&escape(href.as_str()));
                taking.html.push('"');
            }
            taking.html.push('>');
            return;
        }
        let local = start.local_name().as_ref().to_ascii_lowercase();
        let space = self.space(name);
        if space == Space::Core && matches!(local.as_str(), "item" | "entry") && self.item.is_none() {
            let about = attribute(start, "rdf:about");
            let base = self.base().cloned();
            self.item = Some((depth, Raw { id: about, base, ..Raw::default() }));
            return;
        }
        let parent = depth.checked_sub(2).and_then(|n| self.stack.get(n)).map(|open| local_of(&open.name));
        let parent = parent.unwrap_or_default().to_ascii_lowercase();
        let slot = match &self.item {
            Some((at, _)) if depth == at + 1 => self.item_slot(start, space, &local),
            Some((at, _)) if depth == at + 2 => {
                (self.is_atom && space == Space::Core && parent == "author" && local == "name").then_some(Slot::Author)
            }
            None if matches!(parent.as_str(), "channel" | "feed") => self.feed_slot(start, space, &local),
            Some(_) | None => None,
        };
        if let Some(slot) = slot {
            let kind = attribute(start, "type").unwrap_or_default().to_ascii_lowercase();
            let is_plain = self.is_atom && space == Space::Core && matches!(kind.as_str(), "" | "text" | "text/plain");
            self.taking = Some(Taking { slot, depth, html: String::new(), is_plain });
        }
    }

    fn item_slot(&mut self, start: &BytesStart, space: Space, local: &str) -> Option<Slot> {
        let slot = match (space, local) {
            (Space::Core, "id") => Slot::Id,
            (Space::Core, "guid") => {
                if attribute(start, "isPermaLink").is_some_and(|value| value.eq_ignore_ascii_case("false")) {
                    Slot::Id
                } else {
                    Slot::Guid
                }
            }
            (Space::Core, "link") => {
                // Atom has the address in an attribute, also where it stands in RSS.
                let Some(href) = attribute(start, "href") else { return Some(Slot::Link) };
                let raw = self.item.as_mut().map(|(_, raw)| raw)?;
                take_link(&mut raw.url, start, href);
                return None;
            }
            (Space::Core, "title") => Slot::Title,
            (space, "author" | "creator") if is_author(space, local, self.is_atom) => Slot::Author,
            (Space::Core, "pubdate" | "published" | "issued" | "created") | (Space::Dublin, "date") => Slot::Published,
            (Space::Core, "updated" | "modified" | "lastbuilddate") => Slot::Updated,
            (Space::Core, "summary" | "description") => Slot::Summary,
            (Space::Core, "content") | (Space::Content, "encoded") | (Space::Html, "body") => Slot::Content,
            _ => return None,
        };
        Some(slot)
    }

    fn feed_slot(&mut self, start: &BytesStart, space: Space, local: &str) -> Option<Slot> {
        match (space, local) {
            (Space::Core, "title") if self.title.is_none() => Some(Slot::FeedTitle),
            (Space::Core, "link") => match attribute(start, "href") {
                Some(href) => {
                    let rel = attribute(start, "rel").unwrap_or_else(|| "alternate".to_owned());
                    if rel.eq_ignore_ascii_case("alternate") && self.site.is_none() {
                        self.site = self.resolved(&href);
                    }
                    None
                }
                None => Some(Slot::FeedLink),
            },
            (Space::Core | Space::Dublin, "language") => Some(Slot::FeedLanguage),
            _ => None,
        }
    }

    fn resolved(&self, href: &str) -> Option<String> {
        self.base().and_then(|base| base.join(href.trim()).ok()).map(String::from)
    }

    fn close(&mut self, name: &str) {
        // An end that was never opened is passed over; one further up closes what was left open within it.
        let Some(up) = self.stack.iter().rev().take(16).position(|open| open.name == name) else { return };
        for _ in 0..=up {
            self.leave();
        }
    }

    fn leave(&mut self) {
        let depth = self.stack.len();
        let Some(open) = self.stack.pop() else { return };
        if self.taking.as_ref().is_some_and(|taking| taking.depth == depth) {
            if let Some(taking) = self.taking.take() {
                self.put(taking);
            }
        } else if let Some(taking) = &mut self.taking {
            taking.html.push_str("</");
            taking.html.push_str(local_of(&open.name));
            taking.html.push('>');
        }
        if self.item.as_ref().is_some_and(|(at, _)| *at == depth)
            && let Some((_, raw)) = self.item.take()
        {
            self.items.push(raw);
        }
        if open.has_base {
            self.bases.pop();
        }
        self.bindings.truncate(self.bindings.len().saturating_sub(open.n_bindings));
    }

    fn put(&mut self, taking: Taking) {
        let Taking { slot, html, is_plain, .. } = taking;
        // Plain text that is read as HTML from here on.
        let value = if is_plain { escape(html.as_str()).into_owned() } else { html };
        let first = |slot: &mut Option<String>, value: String| {
            if slot.as_ref().is_none_or(|known| known.trim().is_empty()) {
                *slot = Some(value);
            }
        };
        let Some((_, raw)) = &mut self.item else {
            match slot {
                Slot::FeedTitle => first(&mut self.title, value),
                Slot::FeedLink if self.site.is_none() && !value.trim().is_empty() => {
                    self.site = self.resolved(&value);
                }
                Slot::FeedLanguage => first(&mut self.language, value),
                _ => {}
            }
            return;
        };
        match slot {
            Slot::Id => raw.id = Some(super::words_of(&value)),
            Slot::Guid => {
                let value = super::words_of(&value);
                if raw.url.is_none() && value.trim_start().starts_with("http") {
                    raw.url = Some(value.clone());
                }
                raw.id = Some(value);
            }
            Slot::Link if !value.trim().is_empty() => raw.url = Some(super::words_of(&value)),
            Slot::Title => first(&mut raw.title, value),
            Slot::Author => raw.authors.push(value),
            Slot::Published => first(&mut raw.published, value),
            Slot::Updated => first(&mut raw.updated, value),
            Slot::Summary => first(&mut raw.summary, value),
            Slot::Content if raw.content.as_ref().is_none_or(|known| known.len() < value.len()) => {
                raw.content = Some(value);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(taking) = &mut self.taking {
            taking.html.push_str(text);
        }
    }

    fn cdata(&mut self, text: &str) {
        self.text(text);
    }

    /// `&lt;` within a text: what the file means by it, which for escaped HTML is a tag. An entity that the file
    /// declares itself stays as it is written.
    fn reference(&mut self, name: &str) {
        let Some(taking) = &mut self.taking else { return };
        let depth_of_markup = self.stack.len() > taking.depth;
        if !depth_of_markup && let Some(meant) = resolved_reference(name) {
            taking.html.push_str(&meant);
        } else {
            taking.html.push('&');
            taking.html.push_str(name);
            taking.html.push(';');
        }
    }

    /// The namespace of an element by its prefix.
    fn space(&self, name: &str) -> Space {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let bound = self.bindings.iter().rev().find(|(known, _)| known == prefix).map(|(_, space)| *space);
        bound.unwrap_or(match prefix {
            "" | "rss" | "atom" | "a10" => Space::Core,
            "content" => Space::Content,
            "dc" => Space::Dublin,
            _ => Space::Other,
        })
    }
}

fn resolved_reference(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = number
            .strip_prefix(['x', 'X'])
            .map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        return code.and_then(char::from_u32).map(String::from);
    }
    resolve_predefined_entity(name).or_else(|| resolve_html5_entity(name)).map(str::to_owned)
}

/// Of several links the page itself: `alternate`, HTML before others, the first before later ones.
fn take_link(url: &mut Option<String>, start: &BytesStart, href: String) {
    let rel = attribute(start, "rel").unwrap_or_else(|| "alternate".to_owned()).to_ascii_lowercase();
    let kind = attribute(start, "type").unwrap_or_default().to_ascii_lowercase();
    if rel == "alternate" && (url.is_none() || kind.contains("html")) {
        *url = Some(href);
    }
}

fn space_of(uri: &str) -> Space {
    match uri.trim() {
        "" => Space::Core,
        "http://purl.org/rss/1.0/modules/content/" => Space::Content,
        "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Space::Dublin,
        "http://www.w3.org/1999/xhtml" => Space::Html,
        uri if is_core(uri) => Space::Core,
        _ => Space::Other,
    }
}

/// The namespaces of RSS 0.9, 1.0 and 2.0 and of Atom 0.3 and 1.0, in the many ways they are written.
fn is_core(uri: &str) -> bool {
    let uri = uri.trim_end_matches('/').to_ascii_lowercase();
    let bare = uri.trim_start_matches("https://").trim_start_matches("http://");
    matches!(
        bare,
        "www.w3.org/2005/atom" | "purl.org/atom/ns#" | "purl.org/rss/1.0" | "channel.netscape.com/rdf/simple/0.9"
    ) || bare.starts_with("my.netscape.com/rdf/simple/0.9")
        || bare.contains("backend.userland.com/rss")
        || bare.contains("blogs.law.harvard.edu/tech/rss")
        || bare.contains("cyber.law.harvard.edu/rss")
        || bare.contains("rssboard.org/rss-specification")
}

/// Atom has its authors' names one element further in.
fn is_author(space: Space, local: &str, is_atom: bool) -> bool {
    matches!((space, local), (Space::Core, "author") if !is_atom)
        || matches!((space, local), (Space::Dublin, "creator"))
}

fn local_of(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    let found = start.attributes().with_checks(false).take(64).flatten().find(|attribute| attribute.key.0 == name)?;
    Some(unescaped(&found.value))
}

fn unescaped(value: &str) -> String {
    super::words_of(value)
}
