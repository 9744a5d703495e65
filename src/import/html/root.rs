//! Where on the page the article stands: where the page says so, else where the readability library finds it, else in
//! all of its body.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::junk::parts;
use super::tree::{Node, Tree};

/// An article has so much prose at least, in bytes; what has less is a teaser, or another thing.
const MIN_PROSE_BYTES: usize = 250;
/// Of a hundred bytes of prose that stand outside of navigation and the like, so many stand in the article.
const MIN_PERCENT: usize = 45;
/// The library is not asked about pages that have more elements than this: it looks at some of them again and again.
const MAX_ELEMENTS: usize = 20_000;
/// Nor about pages that would cost it more than this to write.
const MAX_ESCAPING_BYTES: usize = 50_000_000;

/// What systems call the article's words.
const BODIES: [&str; 22] = [
    "articlebody",
    "storybody",
    "entrycontent",
    "postcontent",
    "articlecontent",
    "articletext",
    "storycontent",
    "storytext",
    "postbody",
    "bodymarkup",
    "contentbody",
    "articlemaincontent",
    "bodytext",
    "bodycopy",
    "newsbody",
    "articleparagraphs",
    "richtext",
    "postentry",
    "entrybody",
    "maintext",
    "articlecopy",
    "newstext",
];

/// The article's place.
pub(super) enum Root {
    /// Elements of the page, one after the other.
    Places(Vec<usize>, &'static str),
    /// A page made of what the library found.
    Found(Tree, &'static str),
}

/// Finds it. The document is the one that the tree was made of.
pub(super) fn find(tree: &Tree, document: Document) -> Root {
    let all = tree.nodes.first().map_or(0, |root| root.n_prose_bytes);
    let enough = MIN_PROSE_BYTES.max(all * MIN_PERCENT / 100);
    for (extractor, is_root) in [
        ("nutgraf: articleBody", is_marked as fn(&Node) -> bool),
        ("nutgraf: named body", is_named),
        ("nutgraf: article", is_article),
    ] {
        let places = if extractor == "nutgraf: article" { largest(tree, is_root) } else { outermost(tree, is_root) };
        let prose: usize = places.iter().filter_map(|place| Some(tree.get(*place)?.n_prose_bytes)).sum();
        if prose >= enough {
            // Several are parts of one; what stands between them belongs there.
            return Root::Places(around(tree, &places).into_iter().collect(), extractor);
        }
    }
    if all >= MIN_PROSE_BYTES
        && tree.nodes.len() <= MAX_ELEMENTS
        && tree.n_escaping_bytes <= MAX_ESCAPING_BYTES
        && let Some(found) = by_library(tree, document)
    {
        return Root::Found(found, "dom_smoothie 0.19");
    }
    for name in ["main", "article", "body"] {
        if let Some(place) = tree.first(name)
            && tree
                .get(place)
                .is_some_and(|node| !node.is_gone && node.n_words_bytes * 2 >= all && node.n_words_bytes > 0)
        {
            return Root::Places(vec![place], "nutgraf: body");
        }
    }
    Root::Places(vec![0], "nutgraf: body")
}

fn by_library(tree: &Tree, document: Document) -> Option<Tree> {
    for node in tree.nodes.iter().filter(|node| node.is_gone) {
        if let Some(gone) = document.tree.get(&node.id) {
            gone.remove_from_parent();
        }
    }
    let config = Config { keep_classes: true, disable_json_ld: true, char_threshold: 250, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    readability.parse().ok()?;
    let found = readability.doc.select_single("#readability-page-1");
    let mut found = Tree::of(*found.nodes().first()?);
    super::junk::mark(&mut found);
    found.nodes.first().is_some_and(|root| root.n_words_bytes >= MIN_PROSE_BYTES / 2).then_some(found)
}

fn is_marked(node: &Node) -> bool {
    node.about.as_ref().is_some_and(|about| about.itemprop.split_whitespace().any(|prop| prop == "articleBody"))
}

fn is_named(node: &Node) -> bool {
    let Some(about) = &node.about else { return false };
    if !matches!(node.name, "div" | "section" | "article" | "main" | "td") {
        return false;
    }
    about.class.split_whitespace().take(40).any(|name| {
        let parts = parts(name);
        let is_one = |n: usize| {
            let (one, two) = (parts.get(n)?, parts.get(n + 1));
            let pair = two.map(|two| format!("{one}{two}"));
            Some(BODIES.contains(&one.as_str()) || pair.is_some_and(|pair| BODIES.contains(&pair.as_str())))
        };
        (0..parts.len()).any(|n| is_one(n) == Some(true))
    })
}

fn is_article(node: &Node) -> bool {
    matches!(node.name, "article" | "main")
        || node.about.as_ref().is_some_and(|about| matches!(about.role.as_str(), "main" | "article"))
}

/// The element that all of these stand in.
fn around(tree: &Tree, places: &[usize]) -> Option<usize> {
    let (first, last) = (*places.first()?, *places.last()?);
    let mut place = first;
    while tree.get(place)?.end <= last && place != tree.get(place)?.parent {
        place = tree.get(place)?.parent;
    }
    Some(place)
}

/// Every element that fits and stands in no other that does.
fn outermost(tree: &Tree, fits: fn(&Node) -> bool) -> Vec<usize> {
    let mut places = Vec::new();
    let mut end = 0;
    for (place, node) in tree.within(0) {
        if place >= end && node.n_prose_bytes > 0 && fits(node) {
            places.push(place);
            end = node.end;
        }
    }
    places
}

/// The element with the most prose; where another that fits stands in it and has nearly all of it, that one.
fn largest(tree: &Tree, fits: fn(&Node) -> bool) -> Vec<usize> {
    let mut best: Option<(usize, &Node)> = None;
    for (place, node) in tree.within(0).filter(|(_, node)| node.words.is_none() && fits(node)) {
        let is_better = best.is_none_or(|(_, so_far)| {
            let percent = if place < so_far.end { 85 } else { 101 };
            node.n_prose_bytes * 100 >= so_far.n_prose_bytes * percent
        });
        if is_better {
            best = Some((place, node));
        }
    }
    best.map(|(place, _)| vec![place]).unwrap_or_default()
}
