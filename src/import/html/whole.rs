//! How complete a page's text is: what the page counts, what its walls say, where the text ends. What is not known is
//! not guessed.

use super::facts::{Facts, collapse};
use super::gather::Gathered;
use super::junk::parts;
use super::tree::Tree;
use crate::article::BlockKind;

/// What can be said of a text's completeness.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// All of it is here.
    Whole,
    /// Nothing says so, and nothing says otherwise.
    Unknown,
    /// It is not, and why.
    Part(String),
}

/// Lines that stand where a text is cut; in lower case, with straight marks.
const CUTS: [&str; 35] = [
    "to continue reading",
    "continue reading this article",
    "to keep reading",
    "to read the full",
    "to read the rest",
    "to read this article",
    "to read this story",
    "to read more of this",
    "to read on",
    "to get full access",
    "for full access",
    "to unlock this",
    "unlock this article",
    "unlock this story",
    "for subscribers only",
    "subscribers only",
    "subscriber-only",
    "subscriber only",
    "subscriber exclusive",
    "exclusive to subscribers",
    "reserved for subscribers",
    "reserved for our subscribers",
    "for paid subscribers",
    "for paying subscribers",
    "this post is for",
    "want to read more?",
    "you have reached your limit",
    "you've reached your limit",
    "no free articles left",
    "register to read",
    "message clipped",
    "um weiterzulesen",
    "mit einem abo weiterlesen",
    "réservé aux abonnés",
    "para suscriptores",
];

/// Lines that cut only as a whole.
const WHOLE_CUTS: [&str; 8] = [
    "continue reading",
    "continue reading…",
    "keep reading",
    "read the full story",
    "read the full article",
    "read full article",
    "view full article",
    "weiterlesen",
];

/// Names of walls.
const WALLS: [&str; 9] = [
    "paywall",
    "regwall",
    "subscriberwall",
    "meterwall",
    "piano",
    "subscriberonly",
    "premiumcontent",
    "barrier",
    "gate",
];

/// A text with fewer words may be no more than an article's first lines.
const FEW_WORDS: usize = 150;

/// Judges a text. Lines that cut it become boilerplate.
pub(super) fn judge(gathered: &mut Gathered, facts: &Facts, tree: &Tree, is_from_body: bool) -> Verdict {
    let is_prose = |kind: Option<BlockKind>| kind.is_none_or(BlockKind::is_prose);
    let n_words: usize = gathered
        .pieces
        .iter()
        .filter(|piece| is_prose(piece.given))
        .map(|piece| gathered.words(piece).split_whitespace().count())
        .sum();
    let mut cut = None;
    let n_pieces = gathered.pieces.len();
    for n in 0..n_pieces {
        let Some(piece) = gathered.pieces.get(n) else { break };
        let words = gathered.words(piece);
        let is_late = n * 2 >= n_pieces || n + 6 >= n_pieces;
        if is_late && is_cut(words) {
            cut.get_or_insert_with(|| crate::clean::line(words));
            if let Some(piece) = gathered.pieces.get_mut(n) {
                piece.given = Some(BlockKind::Boilerplate);
            }
        }
    }
    if let Some(line) = cut {
        return Verdict::Part(format!("the text ends at “{}”", crate::clean::head(&line, 100).trim()));
    }
    let counted = facts.n_words.and_then(|n| usize::try_from(n).ok()).filter(|n| (60..100_000).contains(n));
    if let Some(counted) = counted {
        if n_words * 100 < counted * 60 {
            return Verdict::Part(format!("the page counts {counted} words, and {n_words} of them are here"));
        }
        if n_words * 100 >= counted * 90 {
            return Verdict::Whole;
        }
    }
    let last =
        gathered.pieces.iter().rev().find(|piece| piece.given.is_none() || piece.given == Some(BlockKind::Paragraph));
    let last = last.map(|piece| gathered.words(piece)).unwrap_or_default();
    let is_broken_off =
        last.ends_with('…') || last.ends_with("...") || last.ends_with("[…]") || last.ends_with("[...]");
    if is_broken_off && n_words < 2 * FEW_WORDS {
        return Verdict::Part("the last paragraph breaks off".to_owned());
    }
    if n_words < FEW_WORDS && has_wall(tree) {
        return Verdict::Part("the page has a paywall, and little more than the first lines are here".to_owned());
    }
    match facts.is_free {
        Some(false) if is_from_body => Verdict::Whole,
        Some(false) if n_words < 2 * FEW_WORDS => Verdict::Part("the page says that it is not free to read".to_owned()),
        Some(true) if !is_broken_off && n_words * 2 >= FEW_WORDS => Verdict::Whole,
        _ if is_from_body && n_words >= FEW_WORDS => Verdict::Whole,
        _ => Verdict::Unknown,
    }
}

fn is_cut(words: &str) -> bool {
    if words.len() > 300 || words.starts_with(['“', '"', '‘']) {
        return false;
    }
    let plain = collapse(&words.to_lowercase().replace('’', "'"));
    let bare = plain.trim_end_matches(['.', '!', '›', '»', '>', '→', ' ']).trim_start_matches(['[', '(']);
    WHOLE_CUTS.iter().any(|cut| bare.trim_end_matches([']', ')']) == *cut)
        || (CUTS.iter().any(|cut| plain.contains(cut)) && !plain.contains(" said"))
}

/// Whether something on the page, hidden or not, is a wall or speaks like one.
fn has_wall(tree: &Tree) -> bool {
    tree.nodes.iter().any(|node| {
        let is_named = node.about.as_ref().is_some_and(|about| {
            about.class.split_whitespace().take(20).any(|name| {
                let parts = parts(name);
                parts.iter().any(|part| WALLS.get(..5).is_some_and(|walls| walls.contains(&part.as_str())))
                    || parts.windows(2).any(|pair| WALLS.contains(&pair.concat().as_str()))
            })
        });
        let speaks = node.words.as_ref().is_some_and(|words| words.len() < 300 && is_cut(words.trim()));
        is_named || speaks
    })
}
