//! The feeds that a web page names: `<link rel="alternate" type="application/rss+xml" href="…">`.

use quick_xml::events::BytesStart;
use url::Url;

use super::link;
use crate::clean;

/// How much of a page is looked at: its head stands within.
const GLANCE_BYTES: usize = 512 << 10;

/// Media types of feeds.
const KINDS: [&str; 5] =
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "application/rdf+xml"];

/// The addresses of the feeds that a page names, in its order. `base` is where the page was found.
pub fn discover(page: &[u8], base: &Url) -> Vec<Url> {
    let text = String::from_utf8_lossy(page.get(..GLANCE_BYTES).unwrap_or(page));
    let (mut base, mut has_base) = (base.clone(), false);
    let mut found: Vec<Url> = Vec::new();
    for tag in tags(&text) {
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let start = BytesStart::from_content(tag, name.len());
        let value = |wanted: &str| {
            let mut attributes = start.html_attributes();
            let found =
                attributes.with_checks(false).take(32).flatten().find(|found| found.key.0.eq_ignore_ascii_case(wanted));
            found.map(|found| super::words_of(&found.value))
        };
        if name.eq_ignore_ascii_case("base") {
            // Only the first counts, as in a browser; many of them could make one another longer.
            if let Some(href) = value("href").filter(|_| !has_base) {
                has_base = true;
                base = base.join(href.trim()).unwrap_or(base);
            }
            continue;
        }
        let is_alternate =
            value("rel").is_some_and(|rel| rel.split_whitespace().any(|one| one.eq_ignore_ascii_case("alternate")));
        let kind = value("type").unwrap_or_default().to_ascii_lowercase();
        let is_feed = KINDS.contains(&kind.split(';').next().unwrap_or_default().trim());
        if !(is_alternate && is_feed) {
            continue;
        }
        // WordPress names its programming interface with the media type that JSON Feed had at first.
        let is_interface = |url: &Url| kind.contains("json") && url.path().contains("/wp-json/");
        if let Some(url) = value("href").and_then(|href| link(&href, &base)).filter(|url| !is_interface(url))
            && !found.contains(&url)
        {
            found.push(url);
        }
        if found.len() >= 20 {
            break;
        }
    }
    found
}

/// What stands between `<` and `>` of every `link` and `base`.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'<', text.as_bytes()).filter_map(|at| {
        let rest = text.get(at + 1..)?;
        let is_wanted = ["link", "base"].iter().any(|name| {
            rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
                && rest.as_bytes().get(name.len()).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/')
        });
        if !is_wanted {
            return None;
        }
        let rest = clean::head(rest, 4096);
        rest.find('>').and_then(|end| rest.get(..end)).map(|tag| tag.trim_end_matches('/'))
    })
}
