//! The page as a flat list in the order of its words, which is quick to walk, to measure and to mark. Parsing is the
//! library's; what is worth reading is decided elsewhere.

use dom_query::{Document, NodeId, NodeRef};

use super::thin::LESS;

/// What stands at a place of the page.
#[derive(Debug)]
pub(super) struct Node {
    /// The element's name; empty for words, and for elements that mean nothing here.
    pub(super) name: &'static str,
    /// The words, of a text.
    pub(super) words: Option<String>,
    /// What of the element's attributes is asked for.
    pub(super) about: Option<Box<About>>,
    /// Where the element around it stands.
    pub(super) parent: usize,
    /// One past the last that stands in it.
    pub(super) end: usize,
    /// Bytes of words in it, white space apart.
    pub(super) n_words_bytes: usize,
    /// Of these, such as stand in links.
    pub(super) n_link_bytes: usize,
    /// Of these, such as stand in paragraphs that are as long as prose.
    pub(super) n_prose_bytes: usize,
    /// Not to be read: hidden, or not the article's.
    pub(super) is_gone: bool,
    pub(super) id: NodeId,
}

/// An element's attributes, as far as they tell something.
#[derive(Debug, Default)]
pub(super) struct About {
    /// `class`, `id` and the like, as they stand.
    pub(super) class: String,
    pub(super) itemprop: String,
    pub(super) role: String,
    /// `datetime` or `content`.
    pub(super) value: String,
    pub(super) href: String,
    pub(super) rel: String,
    pub(super) is_hidden: bool,
}

/// A page's body.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// What writing the page as HTML would cost: the writer looks at all of a string for each scalar in it that is to
    /// be escaped.
    pub(super) n_escaping_bytes: usize,
}

/// Prose is longer than this, in bytes; what is shorter may be a caption, a link or a label.
const MIN_PROSE_BYTES: usize = 80;

/// Words that stand in no paragraph are prose if they are longer than this.
const MIN_BARE_BYTES: usize = 100;

/// Names that mean something to somebody here.
const NAMES: [&str; 62] = [
    "html",
    "head",
    "body",
    "article",
    "main",
    "section",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "hr",
    "a",
    "span",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "q",
    "pre",
    "figure",
    "figcaption",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "center",
    "header",
    "footer",
    "nav",
    "aside",
    "form",
    "button",
    "label",
    "input",
    "dialog",
    "menu",
    "address",
    "time",
    "details",
    "summary",
    "sup",
    "sub",
    "title",
    "script",
    "picture",
    "img",
    "rt",
    "rp",
    "cite",
    "amp-ad",
];

impl Tree {
    /// The page below an element.
    pub(super) fn of(root: NodeRef<'_>) -> Self {
        let mut tree = Self { nodes: Vec::new(), n_escaping_bytes: 0 };
        // Where the open elements stand, and what comes after them.
        let mut open: Vec<usize> = Vec::new();
        let mut at = Some(root);
        while let Some(node) = at {
            let parent = open.last().copied().unwrap_or(0);
            tree.push(&node, parent);
            let place = tree.nodes.len() - 1;
            if let Some(child) = node.first_child() {
                open.push(place);
                at = Some(child);
                continue;
            }
            tree.close(place);
            let mut last = node;
            at = loop {
                // The root's own siblings are none of its business.
                if open.is_empty() {
                    break None;
                }
                if let Some(next) = last.next_sibling() {
                    break Some(next);
                }
                if let Some(place) = open.pop() {
                    tree.close(place);
                }
                match last.parent() {
                    Some(parent) => last = parent,
                    None => break None,
                }
            };
        }
        while let Some(place) = open.pop() {
            tree.close(place);
        }
        tree.measure();
        tree
    }

    /// The whole page.
    pub(super) fn of_page(document: &Document) -> Self {
        Self::of(document.root())
    }

    fn push(&mut self, node: &NodeRef<'_>, parent: usize) {
        let words = node.is_text().then(|| words_of(&node.text()));
        self.n_escaping_bytes += words.as_deref().map_or(0, escaping_bytes);
        let (name, about) = node.element_ref().map_or(("", None), |element| {
            let name = NAMES.iter().find(|name| ***name == *element.name.local).copied().unwrap_or("");
            let mut about = About::default();
            for attribute in &element.attrs {
                self.n_escaping_bytes += escaping_bytes(&attribute.value);
                about.take(&attribute.name.local, &attribute.value);
            }
            (name, (!element.attrs.is_empty()).then(|| Box::new(about)))
        });
        let name = if name.is_empty() && words.is_none() { "*" } else { name };
        self.nodes.push(Node {
            name,
            words,
            about,
            parent,
            end: 0,
            n_words_bytes: 0,
            n_link_bytes: 0,
            n_prose_bytes: 0,
            is_gone: false,
            id: node.id,
        });
    }

    fn close(&mut self, place: usize) {
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(place) {
            node.end = end;
        }
    }

    /// Counts words, from the last to the first, so that each is complete when it is added to what holds it. What is
    /// gone counts nowhere.
    pub(super) fn measure(&mut self) {
        for node in &mut self.nodes {
            (node.n_words_bytes, node.n_link_bytes, node.n_prose_bytes) = (0, 0, 0);
        }
        for place in (1..self.nodes.len()).rev() {
            let parent = self.nodes.get(place).map_or(0, |node| node.parent);
            let is_in_link = self.nodes.get(parent).is_some_and(|parent| parent.name == "a");
            let Some(node) = self.nodes.get_mut(place) else { continue };
            if node.is_gone {
                continue;
            }
            if let Some(words) = &node.words {
                node.n_words_bytes = words.split_ascii_whitespace().map(str::len).sum();
            }
            if node.name == "a" {
                node.n_link_bytes = node.n_words_bytes;
            }
            let is_prose = matches!(node.name, "p" | "li" | "blockquote" | "pre" | "td" | "dd")
                || (node.words.is_some() && node.n_words_bytes >= MIN_BARE_BYTES && !is_in_link);
            if is_prose
                && node.n_prose_bytes == 0
                && node.n_words_bytes >= MIN_PROSE_BYTES
                && node.n_link_bytes * 2 < node.n_words_bytes
            {
                node.n_prose_bytes = node.n_words_bytes - node.n_link_bytes;
            }
            let (words, link, prose, parent) = (node.n_words_bytes, node.n_link_bytes, node.n_prose_bytes, node.parent);
            if let Some(parent) = self.nodes.get_mut(parent) {
                parent.n_words_bytes += words;
                parent.n_link_bytes += link;
                parent.n_prose_bytes += prose;
            }
        }
    }

    pub(super) fn get(&self, place: usize) -> Option<&Node> {
        self.nodes.get(place)
    }

    /// Everything in an element that is to be read, itself apart.
    pub(super) fn within(&self, place: usize) -> impl Iterator<Item = (usize, &Node)> {
        let end = self.nodes.get(place).map_or(place, |node| node.end);
        let mut at = place + 1;
        std::iter::from_fn(move || {
            while at < end {
                let node = self.nodes.get(at)?;
                if node.is_gone {
                    at = node.end.max(at + 1);
                    continue;
                }
                at += 1;
                return Some((at - 1, node));
            }
            None
        })
    }

    /// The first element of a name in another, whether it is to be read or not.
    pub(super) fn first(&self, name: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.name == name)
    }

    /// The words in an element, as they stand, at most so many bytes.
    pub(super) fn text(&self, place: usize, max_bytes: usize) -> String {
        let mut text = String::new();
        let own = self.get(place).and_then(|node| node.words.as_deref()).unwrap_or_default();
        text.push_str(own);
        for (_, node) in self.within(place) {
            match &node.words {
                Some(words) => text.push_str(words),
                None if is_block(node.name) => text.push(' '),
                None => {}
            }
            if text.len() > max_bytes {
                break;
            }
        }
        text
    }
}

impl About {
    fn take(&mut self, name: &str, value: &str) {
        // No class says anything after so many bytes.
        let value = crate::clean::head(value, 2048);
        match name {
            "class" | "id" | "data-component" | "data-testid" | "data-block" | "data-gu-name" => {
                if !self.class.is_empty() {
                    self.class.push(' ');
                }
                self.class.push_str(value);
            }
            "itemprop" => value.clone_into(&mut self.itemprop),
            "role" => value.clone_into(&mut self.role),
            "datetime" | "content" if self.value.is_empty() => value.clone_into(&mut self.value),
            "href" => value.clone_into(&mut self.href),
            "rel" => value.clone_into(&mut self.rel),
            "hidden" => self.is_hidden = !value.eq_ignore_ascii_case("until-found"),
            "aria-hidden" => self.is_hidden |= value.eq_ignore_ascii_case("true"),
            "style" => {
                let style: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                let style = style.to_ascii_lowercase();
                self.is_hidden |= style.contains("display:none")
                    || style.contains("visibility:hidden")
                    || style.contains("mso-hide:all");
            }
            _ => {}
        }
    }
}

/// The words as the page has them.
pub(super) fn words_of(text: &str) -> String {
    if text.contains(LESS) { text.replace(LESS, "<") } else { text.to_owned() }
}

fn escaping_bytes(words: &str) -> usize {
    words.bytes().filter(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xC2)).count().saturating_mul(words.len())
}

/// Whether an element begins and ends a line of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "article"
            | "main"
            | "section"
            | "div"
            | "p"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "pre"
            | "figure"
            | "figcaption"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "center"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "form"
            | "body"
            | "address"
            | "details"
            | "summary"
            | "dialog"
    )
}
