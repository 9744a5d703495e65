//! The article's own sentence for a statement that is not all quoted: *Marchetti told reporters that …*. Whatever
//! the reporting words are (denied, warned, asked, declined), the article's sentence says no more than the article.
//!
//! A name in square brackets stands where the article has a pronoun; `[…]` where words of the sentence are left out.

use super::quoted::{has_words_outside, marked_with, one_line, unmarked};
use super::{Desk, sentence};
use crate::article::{ActorId, Anchor, Kind, Maybe, Span, Statement};

/// What stands before the clause in its sentence is kept when it is no longer than this, in scalars.
const MAX_LEAD_CHARS: usize = 80;
/// The same for what stands after it.
const MAX_TAIL_CHARS: usize = 40;
/// A sentence that has more than this before its clause, behind it, or in it beside the content, is not cited: what
/// would turn the clause round may stand anywhere in it.
pub(super) const MAX_AROUND_CHARS: usize = 400;

/// Words that can turn round what comes after them: a clause is never cut off from these.
const HEDGES: [&str; 27] = [
    "not", "n't", "n’t", "no", "never", "neither", "nor", "nobody", "none", "nothing", "if", "unless", "whether",
    "without", "false", "falsely", "untrue", "wrong", "wrongly", "deny", "denied", "denies", "denying", "hardly",
    "would", "might", "although",
];

/// What begins with these is part of what stands before it.
const RELATIVES: [&str; 5] = ["who", "whom", "whose", "which", "that"];

/// Pronouns that name somebody only where they stand.
const PRONOUNS: [&str; 10] = ["he", "she", "they", "it", "him", "her", "them", "we", "i", "this"];
/// The same as a beginning: *her spokesman*.
const POSSESSIVES: [&str; 7] = ["his", "her", "their", "its", "our", "my", "your"];

/// Whether words are a pronoun and no more.
pub(super) fn is_pronoun(words: &str) -> bool {
    PRONOUNS.contains(&words.trim().to_lowercase().as_str())
}

/// The possessive that words begin with.
pub(super) fn possessive(words: &str) -> Option<&str> {
    let first = words.split_whitespace().next()?;
    POSSESSIVES.contains(&first.to_lowercase().as_str()).then_some(first)
}

/// The sentence in which source, reporting words and content stand together; nothing where they do not.
///
/// `names` is who speaks, where somebody is named.
pub(super) fn clause(desk: &Desk, statement: &Statement, names: Option<&str>) -> Option<String> {
    let text = &desk.article.text;
    let content: Vec<Span> = statement.content.iter().map(Anchor::span).collect::<Option<_>>()?;
    let declines = statement.kind == Kind::NoComment;
    let place = |anchor: &Maybe<Anchor>| anchor.known().and_then(Anchor::span);
    let (cue, source) = (place(&statement.cue), place(&statement.source));
    if !declines && (cue.is_none() || source.is_none()) {
        return None;
    }
    let hull = content.iter().copied().chain(cue).chain(source).reduce(Span::join)?;
    let n_content: usize = content.iter().map(|part| part.n_chars()).sum();
    if hull.n_chars() > n_content + MAX_AROUND_CHARS {
        return None;
    }
    let sentence = desk.sentence(hull)?;
    if hull.start() - sentence.start() > MAX_AROUND_CHARS || sentence.end() - hull.end() > MAX_AROUND_CHARS {
        return None;
    }
    let slice = |from: usize, to: usize| text.span(from, to).map(|span| text.slice(span)).unwrap_or_default();
    let before = slice(sentence.start(), hull.start());
    let is_relative = slice(hull.start(), hull.end())
        .split_whitespace()
        .next()
        .is_some_and(|first| RELATIVES.contains(&first.to_lowercase().trim_end_matches(',')));
    let keeps_lead = before.chars().count() <= MAX_LEAD_CHARS || has_hedge(before) || is_relative;
    let start = if keeps_lead { sentence.start() } else { hull.start() };
    let after = slice(hull.end(), sentence.end());
    let keeps_tail = after.chars().count() <= MAX_TAIL_CHARS || has_hedge(after);
    let end = if keeps_tail { sentence.end() } else { hull.end() };
    let shown = text.span(start, end)?;
    // Words that are all somebody's speech are not the article's sentence.
    if desk.is_set_off(shown) || !has_words_outside(text, &desk.regions, shown) {
        return None;
    }
    let replaced = source.and_then(|source| desk.replacement(source, names));
    let replaced = replaced.as_ref().map(|(place, name)| (*place, name.as_str()));
    let words = marked_with(text, &desk.regions, shown, replaced)?;
    let lead = if keeps_lead { "" } else { "[…] " };
    let words = if keeps_tail { words.trim_end_matches(['.', ',', ';', ':']).to_owned() } else { words + " […]" };
    words.chars().any(char::is_alphanumeric).then(|| format!("{lead}{words}"))
}

fn has_hedge(words: &str) -> bool {
    words.split_whitespace().any(|word| {
        let word = word.trim_matches(|scalar: char| !scalar.is_alphanumeric()).to_lowercase();
        HEDGES.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
    })
}

impl Desk<'_> {
    /// The sentence around a stretch; where the file has no sentences, as far as full stops tell for certain.
    fn sentence(&self, hull: Span) -> Option<Span> {
        let sentences = self.article.sentences.items();
        if !sentences.is_empty() {
            let at = sentences.partition_point(|sentence| sentence.span.end() <= hull.start());
            return sentences.get(at).map(|sentence| sentence.span).filter(|span| span.covers(hull));
        }
        let blocks = &self.article.blocks;
        let at = blocks.partition_point(|block| block.span.end() <= hull.start());
        let block = blocks.get(at).map(|block| block.span).filter(|span| span.covers(hull))?;
        sentence::around(&self.article.text, block, hull)
    }

    /// Whether a stretch holds speech that the article sets off without quotation marks.
    fn is_set_off(&self, stretch: Span) -> bool {
        let at = self.set_off.partition_point(|speech| speech.end() <= stretch.start());
        self.set_off.get(at).is_some_and(|speech| speech.overlaps(stretch))
    }

    /// The pronoun in a source, and what stands in its place, where it is known who that is.
    fn replacement(&self, source: Span, names: Option<&str>) -> Option<(Span, String)> {
        let text = &self.article.text;
        let words = text.slice(source);
        let start = source.start() + words.chars().take_while(|scalar| scalar.is_whitespace()).count();
        if is_pronoun(words) {
            let place = text.span(start, start + words.trim().chars().count())?;
            return names.map(|names| (place, format!("[{names}]")));
        }
        let n_chars = possessive(words)?.chars().count();
        Some((text.span(start, start + n_chars)?, format!("[{}’s]", self.owner(start, n_chars)?)))
    }

    /// What stands in place of a source that is a pronoun or begins with one, where it is known who that is.
    pub(super) fn named(&self, source: Span, names: Option<&str>) -> Option<String> {
        let words = self.article.text.slice(source);
        if is_pronoun(words) {
            return names.map(|names| format!("[{names}]"));
        }
        let first = possessive(words)?;
        let owner = self.owner(source.start(), first.chars().count())?;
        let rest = words.get(words.find(first)? + first.len()..)?;
        Some(format!("[{owner}’s]{}", unmarked_with_lead(rest)))
    }

    /// Whom a pronoun at a place means.
    pub(super) fn owner(&self, start: usize, n_chars: usize) -> Option<String> {
        let actor = self.pronouns.get(&(start, start + n_chars))?;
        Some(one_line(&actor.name)).filter(|name| !name.is_empty())
    }

    /// The name of an actor.
    pub(super) fn name(&self, id: &ActorId) -> Option<String> {
        self.article.actor(id).map(|actor| one_line(&actor.name)).filter(|name| !name.is_empty())
    }
}

fn unmarked_with_lead(words: &str) -> String {
    format!(" {}", unmarked(words))
}
