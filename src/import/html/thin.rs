//! Makes a page safe and quick to parse: what no reader sees goes, nesting and counts are bounded.
//!
//! The parser behind this looks at every open element for each tag, opens formatting elements anew in each paragraph,
//! and compares each attribute with those before it; all of that is quadratic in what a hostile page can hold. So
//! formatting tags go (they carry no words), elements nest so deep and no deeper, and a tag has so many attributes.
//! What a tag means is left to the parser.

/// Stands for a `<` that opens no tag, so that nobody reads it anew; a scalar that no text may have.
pub(super) const LESS: char = '\u{FDD0}';

/// Elements open at the same time; the deepest real page had 70.
const MAX_DEPTH: usize = 200;
/// Elements of one page.
const MAX_ELEMENTS: usize = 300_000;
/// Attributes of one tag.
const MAX_ATTRIBUTES: usize = 60;
/// Bytes of one tag; descriptions stand in attributes.
const MAX_TAG_BYTES: usize = 64 << 10;

/// Elements that say how words look, which the parser would open again and again.
const LOOKS: [&str; 13] = ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that go with all that stands in them.
const UNSEEN: [&str; 17] = [
    "style", "iframe", "noembed", "noframes", "xmp", "textarea", "svg", "math", "template", "select", "noscript",
    "canvas", "object", "audio", "video", "datalist", "map",
];

/// Elements that others close, so that leaving them open nests nothing.
const CLOSED_BY_OTHERS: [&str; 15] =
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "html", "head", "body"];

/// Elements that hold nothing.
const VOID: [&str; 16] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "command", "keygen",
];

/// A page without what is not read; text, order and the elements that matter stay.
pub(super) fn thin(html: &str) -> String {
    let mut thinned = Thinned { html: String::with_capacity(html.len()), ..Thinned::default() };
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, tag) = rest.split_at(at);
        thinned.html.push_str(before);
        rest = tag.get(thinned.tag(tag)..).unwrap_or_default();
    }
    thinned.html.push_str(rest);
    thinned.html
}

#[derive(Default)]
struct Thinned {
    html: String,
    /// What is open, by its name's digest.
    open: Vec<u64>,
    /// Elements opened beyond the depth, whose ends are to go too.
    n_too_deep: usize,
    n_elements: usize,
    /// Names whose end does not come any more; nobody looks for it twice.
    endless: Vec<&'static str>,
}

impl Thinned {
    /// Takes what begins with `<`, and says how many bytes of it.
    fn tag(&mut self, tag: &str) -> usize {
        let after = tag.get(1..).unwrap_or_default();
        match after.as_bytes().first() {
            Some(b'!' | b'?') => self.declaration(tag, after),
            Some(b'/') if after.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic) => self.end(tag),
            Some(byte) if byte.is_ascii_alphabetic() => self.start(tag),
            _ => {
                self.html.push(LESS);
                1
            }
        }
    }

    fn declaration(&mut self, tag: &str, after: &str) -> usize {
        if let Some(comment) = after.strip_prefix("!--") {
            if let Some(n) = [">", "->"].iter().find(|end| comment.starts_with(**end)).map(|end| end.len()) {
                return 4 + n;
            }
            return find(comment, "-->").map_or(tag.len(), |at| 4 + at + 3);
        }
        let n_bytes = memchr::memchr(b'>', tag.as_bytes()).map_or(tag.len(), |at| at + 1);
        if after.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("!doctype")) && n_bytes < 1024 {
            self.html.push_str(tag.get(..n_bytes).unwrap_or_default());
        }
        n_bytes
    }

    fn end(&mut self, tag: &str) -> usize {
        let name = name_of(tag.get(2..).unwrap_or_default());
        let n_bytes = memchr::memchr(b'>', tag.as_bytes()).map_or(tag.len(), |at| at + 1);
        if is_one_of(name, &LOOKS) || is_one_of(name, &UNSEEN) {
            return n_bytes;
        }
        if !is_one_of(name, &CLOSED_BY_OTHERS) {
            if self.n_too_deep > 0 {
                self.n_too_deep -= 1;
                return n_bytes;
            }
            let digest = digest(name);
            if let Some(at) = self.open.iter().rposition(|open| *open == digest) {
                self.open.truncate(at);
            }
        }
        // An end without a beginning would make an element of `br` and `p` only.
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
        n_bytes
    }

    fn start(&mut self, tag: &str) -> usize {
        let name = name_of(tag.get(1..).unwrap_or_default());
        let Some((n_bytes, n_attributes)) = extent(tag, 1 + name.len()) else { return tag.len() };
        let whole = tag.get(..n_bytes).unwrap_or_default();
        if is_one_of(name, &LOOKS)
            || ["plaintext", "frameset", "frame"].iter().any(|gone| name.eq_ignore_ascii_case(gone))
        {
            return n_bytes;
        }
        if let Some(unseen) = UNSEEN.iter().find(|unseen| name.eq_ignore_ascii_case(unseen)) {
            return n_bytes + self.past_end(unseen, tag.get(n_bytes..).unwrap_or_default()).unwrap_or(0);
        }
        if name.eq_ignore_ascii_case("script") {
            let body = tag.get(n_bytes..).unwrap_or_default();
            let n_body = self.past_end("script", body).unwrap_or(body.len());
            if find_ignoring_case(whole, "ld+json") {
                self.html.push_str(whole);
                self.html.push_str(body.get(..n_body).unwrap_or_default());
            }
            return n_bytes + n_body;
        }
        if name.eq_ignore_ascii_case("title") {
            let body = tag.get(n_bytes..).unwrap_or_default();
            let Some(n_body) = self.past_end("title", body) else { return n_bytes };
            self.html.push_str("<title>");
            self.html.push_str(body.get(..n_body).unwrap_or_default().trim_end_matches("</title>"));
            self.html.push_str("</title>");
            return n_bytes + n_body;
        }
        self.n_elements += 1;
        if self.n_elements > MAX_ELEMENTS {
            self.html.push('\n');
            return n_bytes;
        }
        if !is_one_of(name, &CLOSED_BY_OTHERS) && !is_one_of(name, &VOID) {
            if self.open.len() >= MAX_DEPTH {
                self.n_too_deep += 1;
                self.html.push_str("<br>");
                return n_bytes;
            }
            self.open.push(digest(name));
        }
        if n_attributes > MAX_ATTRIBUTES || n_bytes > MAX_TAG_BYTES {
            self.html.push('<');
            self.html.push_str(name);
            self.html.push('>');
        } else {
            self.html.push_str(whole);
        }
        n_bytes
    }

    /// How many bytes until the end tag of an element is past, if it has one.
    fn past_end(&mut self, name: &'static str, body: &str) -> Option<usize> {
        if self.endless.contains(&name) {
            return None;
        }
        let bytes = body.as_bytes();
        let end = memchr::memmem::find_iter(bytes, "</").find(|at| {
            let after = bytes.get(at + 2..).unwrap_or_default();
            after.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
                && after.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
        });
        let Some(at) = end else {
            self.endless.push(name);
            return None;
        };
        Some(memchr::memchr(b'>', bytes.get(at..).unwrap_or_default()).map_or(body.len(), |more| at + more + 1))
    }
}

/// A start tag's length with its `>`, and how many attributes it has; nothing when it does not end.
fn extent(tag: &str, n_name_bytes: usize) -> Option<(usize, usize)> {
    let bytes = tag.as_bytes();
    let mut at = n_name_bytes;
    let mut n_attributes = 0;
    loop {
        match bytes.get(at)? {
            b'>' => return Some((at + 1, n_attributes)),
            b'=' => {
                at += 1;
                at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                match bytes.get(at)? {
                    mark @ (b'"' | b'\'') => at += 2 + memchr::memchr(*mark, bytes.get(at + 1..)?)?,
                    _ => {
                        at += bytes.get(at..)?.iter().take_while(|b| !b.is_ascii_whitespace() && **b != b'>').count();
                    }
                }
            }
            byte if byte.is_ascii_whitespace() || *byte == b'/' => at += 1,
            _ => {
                n_attributes += 1;
                let is_name = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(**byte, b'=' | b'>' | b'/');
                at += bytes.get(at..)?.iter().take_while(is_name).count();
            }
        }
    }
}

fn name_of(after: &str) -> &str {
    let n = after.bytes().take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'<')).count();
    // A name ends before the first byte that is not of a whole scalar only by chance; what is no boundary is no name.
    after.get(..n).unwrap_or_default()
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn find(text: &str, what: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), what.as_bytes())
}

fn find_ignoring_case(text: &str, what: &str) -> bool {
    text.as_bytes().windows(what.len()).any(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}

/// FNV-1a of the name in lower case.
fn digest(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |digest, byte| {
        (digest ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::{MAX_DEPTH, thin};

    #[track_caller]
    fn thins(html: &str, want: &str) {
        assert_eq!(thin(html), want);
    }

    #[test]
    fn what_nobody_sees_goes_and_words_stay() {
        thins("<p>One <b>two</b><!-- no --> three<script>if (a<b) x('</p>')</script>.</p>", "<p>One two three.</p>");
        thins("<STYLE>p{}</STYLE>a<svg><text>no</text></svg>b<noscript><img></noscript>", "ab");
        thins(
            "<script type='application/LD+json'>{\"a\":1}</script>",
            "<script type='application/LD+json'>{\"a\":1}</script>",
        );
        thins("a < b <3 <", "a \u{FDD0} b \u{FDD0}3 \u{FDD0}");
        thins("<!doctype html><?xml?><![if x]>a<!---->b<!-->c", "<!doctype html>abc");
    }

    #[test]
    fn a_tag_ends_where_its_quoted_values_do() {
        thins("<p title=\"a > b\" x='>'>One</p>", "<p title=\"a > b\" x='>'>One</p>");
        thins("<p don't>One</p>", "<p don't>One</p>");
        thins("<p title=\"never closed>One", "");
    }

    #[test]
    fn nesting_and_attributes_are_bounded() {
        let deep = format!("{}words{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let thinned = thin(&deep);
        assert_eq!(thinned.matches("<div>").count(), MAX_DEPTH);
        assert!(thinned.contains("words"));
        assert_eq!(thin(&format!("<p {}>x", "a=1 ".repeat(5000))), "<p>x");
        assert_eq!(thin("<p>").len(), 3);
        assert_eq!(thin(&"<p>x".repeat(500)).matches("<p>").count(), 500, "paragraphs close one another");
    }

    #[test]
    fn a_title_that_never_ends_swallows_nothing() {
        thins("<title>Never closed<p>Words</p>", "Never closed<p>Words</p>");
    }
}
