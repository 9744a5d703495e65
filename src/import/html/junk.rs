//! Marks what on a page is not the article's: navigation, promotions, comments, what is hidden. It is told by elements,
//! by roles and by what systems call such things; never by outlet. What holds most of the page's prose stays, whatever
//! it is called.

use super::tree::{Node, Tree};

/// Elements that are never an article's words.
const NEVER: [&str; 13] =
    ["head", "title", "script", "nav", "button", "input", "dialog", "menu", "rt", "rp", "amp-ad", "label", "img"];
/// Elements that hardly ever are.
const HARDLY: [&str; 3] = ["aside", "footer", "form"];

const ROLES: [&str; 11] = [
    "navigation",
    "complementary",
    "contentinfo",
    "search",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "toolbar",
    "banner",
    "tablist",
];

/// Parts of names, or two parts in a row, that say what is not the article.
const OTHERS: [&str; 62] = [
    "related",
    "recommended",
    "recommendations",
    "recirc",
    "recirculation",
    "readalso",
    "alsoread",
    "mostread",
    "mostpopular",
    "trending",
    "newsletter",
    "newsletters",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "navbar",
    "navigation",
    "nav",
    "footer",
    "siteheader",
    "outbrain",
    "taboola",
    "modal",
    "popup",
    "sronly",
    "visuallyhidden",
    "screenreader",
    "screenreadertext",
    "pullquote",
    "sharedaddy",
    "sharebuttons",
    "sociallinks",
    "socialshare",
    "sharetools",
    "sharebar",
    "onwardjourney",
    "moreon",
    "morefrom",
    "moststories",
    "morestories",
    "relatedarticles",
    "readnext",
    "readmore",
    "seealso",
    "furtherreading",
    "relatedlinks",
    "upnext",
    "advert",
    "advertisement",
    "adslot",
    "adcontainer",
    "adunit",
    "sponsored",
    "skiplink",
    "authorbio",
    "aboutauthor",
    "jprelatedposts",
    "wpblocklatestposts",
];

/// Names that say it of small things only.
const SMALL_OTHERS: [&str; 32] = [
    "ad",
    "ads",
    "promo",
    "promotion",
    "promobox",
    "widget",
    "share",
    "sharing",
    "social",
    "print",
    "tags",
    "taglist",
    "tools",
    "subscribe",
    "subscription",
    "signup",
    "regwall",
    "paywall",
    "donate",
    "donation",
    "follow",
    "rating",
    "banner",
    "teaser",
    "teasers",
    "toc",
    "player",
    "gallery",
    "carousel",
    "slideshow",
    "poll",
    "topics",
];

/// What readers write below; there may be more of it than of the article.
const COMMENTS: [&str; 10] = [
    "comments",
    "comment",
    "commentlist",
    "disqus",
    "disqusthread",
    "respond",
    "commentsection",
    "livefyre",
    "coral",
    "replies",
];

/// Before one of these a name says what the thing has or lacks, not what it is.
const ABOUT: [&str; 12] =
    ["has", "with", "no", "not", "non", "without", "after", "before", "show", "hide", "enable", "allow"];

/// A thing with more prose than this is not small, in bytes.
const SMALL_BYTES: usize = 500;
/// Where there is so much prose before them, comments are comments.
const MIN_BEFORE_BYTES: usize = 250;

/// Marks what goes, and measures what stays.
pub(super) fn mark(tree: &mut Tree) {
    let n_nodes = tree.nodes.len();
    let all = tree.nodes.first().map_or(0, |root| root.n_prose_bytes);
    // Prose before each place, as far as it was looked at.
    let mut before = 0;
    let mut at = 0;
    while at < n_nodes {
        let Some(node) = tree.nodes.get(at) else { break };
        let is_text_prose = node.words.is_some() && node.n_words_bytes >= 40;
        let end = node.end.max(at + 1);
        if goes(tree, at, node, all, before) {
            if let Some(node) = tree.nodes.get_mut(at) {
                node.is_gone = true;
            }
            at = end;
            continue;
        }
        if is_text_prose {
            before += node.n_words_bytes;
        }
        at += 1;
    }
    tree.measure();
}

fn goes(tree: &Tree, at: usize, node: &Node, all: usize, before: usize) -> bool {
    if node.words.is_some() || matches!(node.name, "html" | "body") {
        return false;
    }
    if NEVER.contains(&node.name) {
        return true;
    }
    let holds_most = node.n_prose_bytes * 2 > all.max(1);
    let is_hidden = node.about.as_ref().is_some_and(|about| about.is_hidden);
    if is_hidden {
        return true;
    }
    if HARDLY.contains(&node.name) {
        return !holds_most;
    }
    // The head of a page goes, the head of an article stays: it has the headline.
    if node.name == "header" && !holds_most {
        let is_in_article = around(tree, at).any(|name| matches!(name, "article" | "main"));
        return !is_in_article && !tree.within(at).any(|(_, inner)| inner.name == "h1");
    }
    let Some(about) = &node.about else { return false };
    if ROLES.iter().any(|role| about.role.eq_ignore_ascii_case(role)) {
        return !holds_most && !tree.within(at).any(|(_, inner)| inner.name == "h1");
    }
    if about.class.is_empty() || about.itemprop.contains("articleBody") || matches!(node.name, "h1" | "main") {
        return false;
    }
    let verdict = judge(&about.class);
    match verdict {
        Verdict::Own => false,
        Verdict::Comments => before >= MIN_BEFORE_BYTES || !holds_most,
        Verdict::Other => !holds_most && !tree.within(at).any(|(_, inner)| inner.name == "h1"),
        Verdict::SmallOther => node.n_prose_bytes < SMALL_BYTES && !holds_most && node.name != "article",
    }
}

/// The names of the elements around a place.
fn around(tree: &Tree, at: usize) -> impl Iterator<Item = &'static str> {
    let mut place = at;
    std::iter::from_fn(move || {
        let parent = tree.get(place)?.parent;
        if parent == place {
            return None;
        }
        place = parent;
        tree.get(place).map(|node| node.name)
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Own,
    Comments,
    Other,
    SmallOther,
}

fn judge(class: &str) -> Verdict {
    let mut verdict = Verdict::Own;
    for name in class.split_whitespace().take(40) {
        let parts = parts(name);
        for (n, part) in parts.iter().enumerate() {
            if n > 0 && parts.get(n - 1).is_some_and(|before| ABOUT.contains(&before.as_str())) {
                continue;
            }
            let pair = parts.get(n + 1).map(|next| format!("{part}{next}"));
            let is_of = |names: &[&str]| {
                names.contains(&part.as_str()) || pair.as_deref().is_some_and(|pair| names.contains(&pair))
            };
            if is_of(&COMMENTS) {
                // *comment* within a longer name may be an opinion piece's: *type-comment*.
                if part != "comment" || parts.len() == 1 {
                    return Verdict::Comments;
                }
            } else if is_of(&OTHERS) {
                verdict = Verdict::Other;
            } else if is_of(&SMALL_OTHERS) && verdict == Verdict::Own {
                verdict = Verdict::SmallOther;
            }
        }
    }
    verdict
}

/// The words that a name is made of: `relatedStories__list` is related, stories, list.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut was_lower = false;
    for scalar in name.chars().take(200) {
        let is_new = !scalar.is_ascii_alphabetic() || (scalar.is_ascii_uppercase() && was_lower);
        if is_new && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        if scalar.is_ascii_alphabetic() {
            part.push(scalar.to_ascii_lowercase());
        }
        was_lower = scalar.is_ascii_lowercase();
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge, parts};

    #[test]
    fn names_are_told_by_their_parts() {
        assert_eq!(parts("relatedStories__list-2"), ["related", "stories", "list"]);
        for (class, want) in [
            ("article-body", Verdict::Own),
            ("has-sidebar with-newsletter", Verdict::Own),
            ("c-relatedStories", Verdict::Other),
            ("most-read", Verdict::Other),
            ("post-comments", Verdict::Comments),
            ("type-comment", Verdict::Own),
            ("ad", Verdict::SmallOther),
            ("header lead shadow adapted", Verdict::Own),
        ] {
            assert_eq!(judge(class), want, "{class}");
        }
    }
}
