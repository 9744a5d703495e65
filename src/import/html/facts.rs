//! What a page tells of its publication, gathered from several places of which the more trustworthy come first.

use std::collections::HashSet;

use url::Url;

use crate::article::{Maybe, Metadata, Party};
use crate::clean;
use crate::import::credits;

/// No field is longer than this, in bytes; what is longer is no title, and no description either.
const MAX_BYTES: usize = 4096;

/// What is told of an article, cleaned.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) headline: Option<String>,
    pub(super) alternative_headline: Option<String>,
    pub(super) description: Option<String>,
    pub(super) authors: Vec<Party>,
    pub(super) publisher: Option<Party>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) language: Option<String>,
    pub(super) section: Option<String>,
    pub(super) keywords: Vec<String>,
    /// As it stands; may be relative.
    pub(super) url: Option<String>,
    /// Whether it can be read by everybody.
    pub(super) is_free: Option<bool>,
    pub(super) n_words: Option<u64>,
    /// The article's words as such, uncleaned.
    pub(super) body: Option<String>,
    pub(super) is_live: bool,
}

impl Facts {
    /// Takes from others what is not known.
    pub(super) fn fill(&mut self, other: Self) {
        fn or<T>(mine: &mut Option<T>, other: Option<T>) {
            if mine.is_none() {
                *mine = other;
            }
        }
        or(&mut self.headline, other.headline);
        or(&mut self.alternative_headline, other.alternative_headline);
        or(&mut self.description, other.description);
        or(&mut self.publisher, other.publisher);
        or(&mut self.published, other.published);
        or(&mut self.modified, other.modified);
        or(&mut self.language, other.language);
        or(&mut self.section, other.section);
        or(&mut self.url, other.url);
        or(&mut self.is_free, other.is_free);
        or(&mut self.n_words, other.n_words);
        or(&mut self.body, other.body);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
        if self.keywords.is_empty() {
            self.keywords = other.keywords;
        }
        self.is_live |= other.is_live;
    }

    /// The same as the format has it. Addresses are resolved against the page's own.
    pub(super) fn into_metadata(self, base: Option<&Url>) -> Metadata {
        let line = |words: Option<String>| Maybe::computed(words.map(|words| clean::line(&words)));
        let url = self.url.as_deref().and_then(|url| resolved(url, base)).or_else(|| base.map(Url::to_string));
        Metadata {
            url: Maybe::computed(url),
            headline: line(self.headline),
            alternative_headline: line(self.alternative_headline),
            description: Maybe::computed(self.description),
            author: Maybe::computed((!self.authors.is_empty()).then_some(self.authors)),
            publisher: Maybe::computed(self.publisher),
            date_published: Maybe::computed(self.published),
            date_modified: Maybe::computed(self.modified),
            in_language: Maybe::computed(self.language.as_deref().and_then(tag)),
            article_section: line(self.section),
            keywords: Maybe::computed((!self.keywords.is_empty()).then_some(unique(self.keywords))),
            ..Metadata::default()
        }
    }
}

/// One line of clean words: without tags, entities and runs of white space.
pub(in crate::import) fn plain(foreign: &str) -> String {
    let foreign = clean::head(foreign, MAX_BYTES);
    let is_marked = foreign.contains('&') || memchr::memchr(b'<', foreign.as_bytes()).is_some();
    if is_marked {
        // Systems escape what is escaped already; one more turn than HTML asks for takes that out.
        return collapse(&clean::text(&dom_query::Document::fragment(foreign).text()).text);
    }
    collapse(&clean::text(foreign).text)
}

/// The words with single spaces between them.
pub(super) fn collapse(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The names in what stands for an author: one, or several in one string; without *By*, roles and places.
pub(super) fn names(words: &str) -> Vec<String> {
    let words = clean::line(words);
    let bare = match words.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => words.get(3..).unwrap_or_default().trim(),
        _ => words.as_str(),
    };
    let is_list = [" and ", ",", " & ", ";", "|", " AND "].iter().any(|mark| bare.contains(mark));
    if is_list || bare.len() < words.len() {
        let several = credits::byline(&format!("By {}", bare.replace(';', ","))).unwrap_or_default();
        if !several.is_empty() {
            return several;
        }
    }
    if bare.is_empty() { Vec::new() } else { vec![bare.to_owned()] }
}

/// An address of the web, in full; nothing else is one.
pub(in crate::import) fn address(url: &str) -> Option<String> {
    resolved(url, None)
}

/// An address resolved against another; only HTTP and HTTPS are kept, and no password.
pub(super) fn resolved(url: &str, base: Option<&Url>) -> Option<String> {
    let url = url.trim();
    if url.is_empty() {
        return None;
    }
    let found = match base {
        Some(base) => base.join(url).ok()?,
        None => Url::parse(url).ok()?,
    };
    // A part of an address would lead somewhere else.
    let is_whole = found.as_str().len() <= MAX_BYTES;
    (is_whole && matches!(found.scheme(), "http" | "https") && found.has_host() && found.username().is_empty())
        .then(|| found.to_string())
}

/// A tag of BCP 47: *en*, *pt-BR*; what is written `en_GB` is mended.
fn tag(language: &str) -> Option<String> {
    let language = language.trim().replace('_', "-");
    let mut parts = language.split('-');
    let is_language = parts.next().is_some_and(|part| {
        matches!(part.len(), 2 | 3)
            && part.bytes().all(|b| b.is_ascii_alphabetic())
            && !part.eq_ignore_ascii_case("und")
    });
    let is_tag = is_language
        && language.len() <= 35
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    is_tag.then_some(language)
}

fn unique(words: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    words.into_iter().filter(|word| seen.insert(word.to_lowercase())).collect()
}

/// Letters and digits in lower case: what two spellings of one title share.
pub(super) fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two lines are one and the same title, a suffix or a kicker aside.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    !short.is_empty() && (short == long || (short.len() >= 12 && long.contains(short.as_str())))
}

/// A page's title without the outlet's name at either end.
pub(super) fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    const MARKS: [&str; 9] = [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " / "];
    let outlet = outlet.map(letters).filter(|outlet| !outlet.is_empty());
    let is_outlet = |part: &str| {
        let part = letters(part);
        outlet.as_deref().is_some_and(|outlet| {
            part == outlet || (part.len() >= 4 && (outlet.contains(&part) || part.contains(outlet)))
        })
    };
    let mut title = title.trim();
    // Sections and slogans may stand between: *Headline | World | Outlet*.
    while let Some((at, mark)) =
        MARKS.iter().filter_map(|mark| Some((title.rfind(mark)?, *mark))).max_by_key(|(at, _)| *at)
    {
        let (head, tail) = (title.get(..at).unwrap_or_default(), title.get(at + mark.len()..).unwrap_or_default());
        let n_tail = tail.split_whitespace().count();
        let n_head = head.split_whitespace().count();
        let is_bar = !matches!(mark, " - " | " – " | " — ");
        let looks_so = n_head >= 4 && n_tail <= 5 && is_bar;
        let looks_so_by_name = outlet.is_none() && n_head >= 5 && n_tail <= 4 && opens_upper(tail);
        if is_outlet(tail) || looks_so || looks_so_by_name {
            title = head.trim_end();
        } else {
            break;
        }
    }
    if let Some((head, rest)) = title.split_once(" | ").or_else(|| title.split_once(" - "))
        && is_outlet(head)
        && rest.split_whitespace().count() >= 3
    {
        title = rest.trim_start();
    }
    title.to_owned()
}

fn opens_upper(words: &str) -> bool {
    words.split_whitespace().all(|word| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{is_alike, names, plain, resolved, without_outlet};

    #[test]
    fn the_outlet_s_name_is_no_part_of_a_title() {
        for (title, outlet, want) in [
            ("Dam closed after storm | Vell Courier", Some("Vell Courier"), "Dam closed after storm"),
            ("Dam closed - The Vell Courier", Some("Vell Courier"), "Dam closed"),
            ("Dam closed after the storm - Vell Courier", None, "Dam closed after the storm"),
            ("Dam closed after the storm | World | Vell", Some("Vell"), "Dam closed after the storm"),
            ("Dam closed – and nobody knows why", Some("Vell"), "Dam closed – and nobody knows why"),
            ("Vell Courier | Dam closed after storm", Some("Vell Courier"), "Dam closed after storm"),
            ("One - two", None, "One - two"),
        ] {
            assert_eq!(without_outlet(title, outlet), want, "{title}");
        }
    }

    #[test]
    fn words_lose_tags_entities_and_controls() {
        assert_eq!(plain("A <b>bold</b> &amp;lt;i&amp;gt;  title\n"), "A bold &lt;i&gt; title");
        assert_eq!(plain("R&D; AT&T \u{202E}x\u{1B}[31m y"), "R&D; AT&T x y");
        assert_eq!(plain("3 < 4"), "3 < 4");
    }

    #[test]
    fn only_addresses_of_the_web_are_kept() {
        let base = Url::parse("https://vell.example/news/1?a=b").unwrap();
        assert_eq!(resolved("../2", Some(&base)).as_deref(), Some("https://vell.example/2"));
        assert_eq!(resolved("//a.example/x", Some(&base)).as_deref(), Some("https://a.example/x"));
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "", "http://"] {
            assert_eq!(resolved(bad, Some(&base)), None, "{bad}");
        }
        assert_eq!(resolved("/relative", None), None);
    }

    #[test]
    fn writers_are_told_apart() {
        assert_eq!(names("By Ada Lind and Tom Reyes"), ["Ada Lind", "Tom Reyes"]);
        assert_eq!(names("Ada Lind, Political Editor"), ["Ada Lind"]);
        assert_eq!(names("Vell Courier"), ["Vell Courier"]);
        assert_eq!(names("Lind & Sons"), ["Lind & Sons"]);
        assert!(is_alike("Dam closed after storm", "DAM CLOSED AFTER STORM | Vell"));
    }
}
