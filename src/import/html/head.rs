//! What a page's head and its marked elements tell of its publication: meta tags of every school, the canonical
//! address, the language, the title.

use std::collections::HashMap;

use dom_query::Document;

use super::facts::{Facts, letters, names, plain, without_outlet};
use super::tree::{Tree, words_of};
use crate::article::{Maybe, Party};
use crate::import::moment::rfc_3339;

/// Meta tags that are read; keywords and images repeat.
const MAX_TAGS: usize = 2000;
/// A heading that stands in the title is the headline if it has so many letters.
const MIN_TITLE_BYTES: usize = 15;
/// No block of JSON-LD is larger, in bytes.
const MAX_LINKED_BYTES: usize = 4 << 20;

/// The head's contents, unjudged.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// By their names in lower case, each with its values in order.
    tags: HashMap<String, Vec<String>>,
    /// Blocks of JSON-LD.
    pub(super) linked: Vec<String>,
    title: String,
    language: String,
    canonical: Option<String>,
    /// `<base href>`.
    pub(super) base: Option<String>,
}

impl Head {
    /// Reads meta tags, wherever they stand.
    pub(super) fn of(document: &Document) -> Self {
        let mut head = Self::default();
        let mut n_tags = 0;
        for node in document.root().descendants_it() {
            let Some(element) = node.element_ref() else { continue };
            let attribute = |name: &str| {
                element
                    .attrs
                    .iter()
                    .find(|attribute| &*attribute.name.local == name)
                    .map(|found| found.value.to_string())
            };
            match &*element.name.local {
                "meta" if n_tags < MAX_TAGS => {
                    n_tags += 1;
                    let name = attribute("property").or_else(|| attribute("name")).or_else(|| attribute("itemprop"));
                    if let (Some(name), Some(content)) = (name, attribute("content")) {
                        let value = plain(&content);
                        if !value.is_empty() {
                            head.tags.entry(name.trim().to_ascii_lowercase()).or_default().push(value);
                        }
                    }
                }
                "link"
                    if head.canonical.is_none()
                        && attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
                {
                    head.canonical = attribute("href");
                }
                "base" if head.base.is_none() => head.base = attribute("href"),
                "html" => head.language = attribute("lang").or_else(|| attribute("xml:lang")).unwrap_or_default(),
                "title" if head.title.is_empty() => head.title = plain(&words_of(&node.text())),
                "script" if attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) => {
                    let block = node.text();
                    if block.len() <= MAX_LINKED_BYTES {
                        head.linked.push(block.to_string());
                    }
                }
                _ => {}
            }
        }
        head
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.tags.get(*name)?.first().cloned())
    }

    /// A title to tell the page's own entry by.
    pub(super) fn title_hint(&self) -> String {
        self.first(&["og:title"]).unwrap_or_else(|| self.title.clone())
    }

    /// The title that a browser shows.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// What the tags say.
    pub(super) fn facts(&self) -> Facts {
        let date = |names: &[&str]| names.iter().find_map(|name| rfc_3339(self.tags.get(*name)?.first()?));
        let outlet = self
            .first(&["og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title"])
            .or_else(|| self.first(&["article:publisher", "publisher", "copyright"]).filter(|name| is_name(name)));
        let title =
            self.first(&["og:title", "twitter:title", "parsely-title", "dc.title", "citation_title", "headline"]);
        let title = title.or_else(|| (!self.title.is_empty()).then(|| self.title.clone()));
        let party = |name: String| Party { name, ..Party::default() };
        Facts {
            headline: title.map(|title| without_outlet(&title, outlet.as_deref())).filter(|title| !title.is_empty()),
            description: self.first(&["og:description", "description", "twitter:description", "dc.description"]),
            authors: self.authors(),
            publisher: outlet.map(party),
            published: date(&[
                "article:published_time",
                "og:published_time",
                "parsely-pub-date",
                "datepublished",
                "dc.date.issued",
                "dcterms.created",
                "dc.date.created",
                "dc.date",
                "sailthru.date",
                "citation_publication_date",
                "publish-date",
                "pubdate",
                "publication_date",
                "date",
            ]),
            modified: date(&[
                "article:modified_time",
                "og:updated_time",
                "datemodified",
                "dcterms.modified",
                "dc.date.modified",
                "last-modified",
                "lastmod",
            ]),
            language: Some(self.language.clone())
                .filter(|language| !language.is_empty())
                .or_else(|| self.first(&["content-language", "og:locale", "dc.language", "language"])),
            section: self.first(&["article:section", "parsely-section", "section"]),
            keywords: self.keywords(),
            url: self.canonical.clone().or_else(|| self.first(&["og:url", "parsely-link", "twitter:url"])),
            is_free: self.first(&["article:content_tier"]).and_then(|tier| match tier.to_ascii_lowercase().as_str() {
                "free" => Some(true),
                "locked" => Some(false),
                _ => None,
            }),
            ..Facts::default()
        }
    }

    fn authors(&self) -> Vec<Party> {
        let sources =
            ["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "citation_author"];
        for source in sources {
            let mut authors: Vec<Party> = Vec::new();
            for value in self.tags.get(source).into_iter().flatten().filter(|value| is_name(value)).take(20) {
                for name in names(value) {
                    if authors.iter().all(|author| author.name != name) {
                        authors.push(Party { name, url: Maybe::Absent, ..Party::default() });
                    }
                }
            }
            if !authors.is_empty() {
                return authors;
            }
        }
        Vec::new()
    }

    fn keywords(&self) -> Vec<String> {
        let tags = self.tags.get("article:tag").map_or(&[][..], Vec::as_slice);
        let listed = self.first(&["news_keywords", "keywords", "parsely-tags"]);
        let tags: Vec<&str> = if tags.is_empty() {
            listed.iter().flat_map(|words| words.split([',', ';'])).collect()
        } else {
            tags.iter().map(String::as_str).collect()
        };
        tags.into_iter().map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).take(50).collect()
    }
}

/// Where a name belongs some systems write an address.
fn is_name(value: &str) -> bool {
    !value.contains("://") && !value.starts_with('@') && value.chars().any(char::is_alphabetic) && value.len() <= 200
}

/// What marked elements of the page tell: `rel=author`, `itemprop`, `time`.
pub(super) fn of_elements(tree: &Tree, title: &str) -> Facts {
    let mut facts = Facts::default();
    let mut headings: Vec<(&str, String)> = Vec::new();
    for (place, node) in tree.nodes.iter().enumerate() {
        if matches!(node.name, "h1" | "h2" | "h3") && headings.len() < 20 && !node.is_gone {
            let words = plain(&tree.text(place, 1000));
            if !words.is_empty() {
                headings.push((node.name, words));
            }
        }
        let Some(about) = &node.about else { continue };
        let is_date = |name: &str| about.itemprop.split_whitespace().any(|prop| prop.eq_ignore_ascii_case(name));
        if is_date("datePublished") && facts.published.is_none() {
            facts.published = rfc_3339(&about.value).or_else(|| rfc_3339(&tree.text(place, 200)));
        } else if is_date("dateModified") && facts.modified.is_none() {
            facts.modified = rfc_3339(&about.value);
        }
        let is_author = about.rel.split_whitespace().any(|rel| rel == "author") || is_date("author");
        if is_author && facts.authors.is_empty() && (1..120).contains(&node.n_words_bytes) {
            let found = names(&plain(&tree.text(place, 400))).into_iter().filter(|name| is_name(name));
            facts.authors = found.map(|name| Party { name, ..Party::default() }).collect();
        }
    }
    if facts.published.is_none() {
        // The first time of a page is the article's, unless it stands among links to others.
        facts.published = tree
            .nodes
            .iter()
            .filter(|node| node.name == "time" && !node.is_gone)
            .take(3)
            .find_map(|node| rfc_3339(&node.about.as_ref()?.value));
    }
    // A page's first heading may be the outlet's name; its title has the headline.
    let title = letters(title);
    let in_title = headings.iter().filter(|(_, words)| {
        let words = letters(words);
        words.len() >= MIN_TITLE_BYTES && title.contains(&words)
    });
    facts.headline = in_title
        .max_by_key(|(_, words)| words.len())
        .or_else(|| headings.iter().find(|(name, _)| *name == "h1"))
        .map(|(_, words)| words.clone());
    facts
}
