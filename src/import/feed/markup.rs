//! Snippets of HTML in feeds: their words, and whether they are a whole text. Pages are read elsewhere.

use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity};

use super::FULL_WORDS;
use crate::clean;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "figure",
    "figcaption",
    "hr",
    "pre",
    "dd",
];

/// Elements whose content is no text.
const SILENT: [&str; 6] = ["script", "style", "template", "svg", "iframe", "noscript"];

/// How a text ends that goes on elsewhere, in small letters.
const GOES_ON: [&str; 9] =
    ["…", "...", "[…]", "[...]", "read more", "continue reading", "read on", "full story", "weiterlesen"];

/// The words of a snippet, blocks as paragraphs. Entities are resolved, tags are gone; not yet cleaned of controls.
pub fn words_of(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        words.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let taken = if rest.starts_with('&') { entity(rest, &mut words) } else { tag(rest, &mut words) };
        match taken {
            0 => {
                words.push_str(rest.get(..1).unwrap_or_default());
                rest = rest.get(1..).unwrap_or_default();
            }
            n => rest = rest.get(n..).unwrap_or_default(),
        }
    }
    words.push_str(rest);
    words
}

/// The words of a snippet as plain text: a paragraph a block, an empty line between two.
pub fn paragraphs_of(html: &str) -> String {
    let words = words_of(&html.replace(['\n', '\r'], " "));
    let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

/// A title or a name: the words in one clean line.
pub(super) fn line_of(html: &str) -> String {
    // Far more than a line holds, and little enough for a title of 50 MB.
    clean::line(&words_of(clean::head(html, 64 << 10)))
}

/// Whether a snippet is only the beginning of a text.
pub(super) fn is_teaser(html: &str) -> bool {
    let words = words_of(html);
    if words.split_whitespace().nth(FULL_WORDS).is_none() {
        return true;
    }
    let end: String = words.trim_end().chars().rev().take(40).collect();
    let end: String = end.chars().rev().collect::<String>().to_lowercase();
    let end = end.trim_end_matches([' ', '.', '»', '›', '→', '>']);
    GOES_ON
        .iter()
        .any(|goes_on| end.ends_with(goes_on.trim_end_matches('.')) && !goes_on.is_empty() && *goes_on != "...")
        || words.trim_end().ends_with("...")
}

/// Pushes what an entity stands for; how many bytes it takes, none when it is none.
fn entity(rest: &str, words: &mut String) -> usize {
    let Some(end) = rest.bytes().take(40).position(|byte| byte == b';') else { return 0 };
    let name = rest.get(1..end).unwrap_or_default();
    let found = match name.strip_prefix('#') {
        Some(number) => {
            let code = number
                .strip_prefix(['x', 'X'])
                .map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            code.and_then(char::from_u32).map(String::from)
        }
        None => resolve_predefined_entity(name).or_else(|| resolve_html5_entity(name)).map(str::to_owned),
    };
    let Some(found) = found else { return 0 };
    words.push_str(&found);
    end + 1
}

/// Steps over a tag or a comment; how many bytes it takes, none when it is none.
fn tag(rest: &str, words: &mut String) -> usize {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or(rest.len(), |end| end + 7);
    }
    let after = rest.get(1..).unwrap_or_default();
    if !after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return 0;
    }
    // A tag that is never closed swallows no text beyond the next one.
    let Some(end) = after.find(['<', '>']).filter(|end| after.as_bytes().get(*end) == Some(&b'>')) else { return 0 };
    let inside = after.get(..end).unwrap_or_default();
    let name: String = inside
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if BLOCKS.contains(&name.as_str()) {
        words.push_str("\n\n");
    }
    let taken = end + 2;
    if SILENT.contains(&name.as_str()) && !inside.starts_with('/') && !inside.ends_with('/') {
        let body = rest.get(taken..).unwrap_or_default();
        let close = format!("</{name}");
        return taken + find_ignoring_case(body, &close).unwrap_or(body.len());
    }
    taken
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', text.as_bytes())
        .find(|&at| text.get(at..at + wanted.len()).is_some_and(|here| here.eq_ignore_ascii_case(wanted)))
}

#[cfg(test)]
mod tests {
    use super::{is_teaser, line_of, words_of};

    #[test]
    fn html_in_a_title_becomes_text() {
        for (html, want) in [
            ("Pier &amp; <b>quay</b>", "Pier & quay"),
            ("5 &lt; 6 &#x2014; &nbsp;true", "5 < 6 — true"),
            ("AT&T & co", "AT&T & co"),
            ("3 < 4 and <i>x</i>", "3 < 4 and x"),
            ("a<script>alert(\"x\")</script>b", "ab"),
            ("one<br/>two<!-- three -->", "one two"),
            ("\u{1B}[31mred\u{1B}[0m \u{202E}x", "red x"),
            ("&#27;[31mred &#x202E;x &#0;y", "red x y"),
            ("<unclosed <b>tag</b>", "<unclosed tag"),
        ] {
            assert_eq!(line_of(html), want, "{html}");
        }
    }

    #[test]
    fn blocks_become_paragraphs() {
        let words = words_of("<p>One.</p><p>Two,<br>three.</p>");
        assert_eq!(words.split("\n\n").filter(|part| !part.trim().is_empty()).count(), 3);
    }

    #[test]
    fn a_snippet_is_a_teaser_when_it_is_short_or_goes_on_elsewhere() {
        let long = format!("<p>{}.</p>", "word ".repeat(200).trim_end());
        assert!(!is_teaser(&long));
        assert!(is_teaser("<p>The pier will open.</p>"));
        for end in ["…", "...", "[…]", "<a href=x>Read more</a>", "<a>Continue reading →</a>"] {
            assert!(is_teaser(&format!("<p>{} {end}</p>", "word ".repeat(200))), "{end}");
        }
    }

    #[test]
    fn openers_without_end_take_no_time() {
        for opener in ["<", "&", "<a", "<!--", "<script>", "&#x"] {
            words_of(&opener.repeat(1_000_000));
        }
    }
}
