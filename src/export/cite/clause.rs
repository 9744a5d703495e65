//! The article's own sentence for a statement that is not all quoted: *Marchetti told reporters that …*. Whatever
//! the reporting words are (denied, warned, asked, declined), the article's sentence says no more than the article.
//!
//! A name in square brackets stands where the article has a pronoun; `[…]` where words of the sentence are left out.

use super::Desk;
use super::quoted::{marked, one_line, plain, unmarked};
use crate::article::gate::is_mark;
use crate::article::{ActorId, Anchor, Form, Kind, Maybe, Span, Statement};

/// What stands before the clause in its sentence is kept when it is no longer than this, in scalars.
const MAX_LEAD_CHARS: usize = 80;
/// The same for what stands after it.
const MAX_TAIL_CHARS: usize = 40;

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
    let sentence = desk.sentence(hull)?;
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
    let shown = |from: usize, to: usize| {
        let span = text.span(from, to)?;
        Some(match statement.kind {
            Kind::Direct | Kind::Mixed => marked(text, &desk.regions, span),
            Kind::Indirect | Kind::NoComment => plain(text, &desk.regions, span),
        })
    };
    let mut words = String::new();
    if !keeps_lead {
        words.push_str("[…] ");
    }
    let replaced = source.and_then(|source| Some((source, desk.named(source, names)?)));
    match replaced {
        Some((source, name)) => {
            let (lead, tail) = (shown(start, source.start())?, shown(source.end(), end)?);
            words.push_str(&lead);
            words.push_str(if lead.is_empty() { "" } else { " " });
            words.push_str(&name);
            words.push_str(if tail.starts_with([',', '.', ';', ':', '’', '\'']) { "" } else { " " });
            words.push_str(&tail);
        }
        None => words.push_str(&shown(start, end)?),
    }
    let words = one_line(&words);
    let words = if keeps_tail { words.trim_end_matches(['.', ',', ';', ':']).to_owned() } else { words + " […]" };
    words.chars().any(char::is_alphanumeric).then_some(words)
}

/// Whether a blank stands between two sentences: behind a full stop that is no abbreviation's.
fn ends_sentence(scalars: &[char], at: usize) -> bool {
    if !scalars.get(at).is_some_and(|scalar| scalar.is_whitespace()) {
        return false;
    }
    let mut before = scalars.get(..at).unwrap_or_default().iter().rev().skip_while(|scalar| is_mark(**scalar));
    match before.next() {
        Some('!' | '?') => true,
        Some('.') => {
            let word: Vec<&char> = before.take_while(|scalar| scalar.is_alphanumeric() || **scalar == '.').collect();
            let is_short = word.len() <= 4 && word.last().is_some_and(|first| first.is_uppercase());
            !word.is_empty() && !is_short && !word.contains(&&'.')
        }
        _ => false,
    }
}

fn has_hedge(words: &str) -> bool {
    words.split_whitespace().any(|word| {
        let word = word.trim_matches(|scalar: char| !scalar.is_alphanumeric()).to_lowercase();
        HEDGES.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
    })
}

impl Desk<'_> {
    /// The sentence around a stretch; where the file has no sentences, as far as full stops tell.
    fn sentence(&self, hull: Span) -> Option<Span> {
        let sentences = self.article.sentences.items();
        if !sentences.is_empty() {
            let at = sentences.partition_point(|sentence| sentence.span.end() <= hull.start());
            return sentences.get(at).map(|sentence| sentence.span).filter(|span| span.covers(hull));
        }
        let blocks = &self.article.blocks;
        let at = blocks.partition_point(|block| block.span.end() <= hull.start());
        let block = blocks.get(at).map(|block| block.span).filter(|span| span.covers(hull))?;
        let text = &self.article.text;
        let within: Vec<char> = text.slice(hull).chars().collect();
        if (0..within.len()).any(|at| ends_sentence(&within, at)) {
            return None;
        }
        let before: Vec<char> = text.slice(text.span(block.start(), hull.start())?).chars().collect();
        let start = (0..before.len()).rev().find(|&at| ends_sentence(&before, at)).map_or(0, |at| at + 1);
        let after: Vec<char> = text.slice(text.span(hull.end(), block.end())?).chars().collect();
        let end = (0..after.len()).find(|&at| ends_sentence(&after, at)).unwrap_or(after.len());
        text.span(block.start() + start, hull.end() + end)
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
        let is_here = |span: Span| span.start() == start && span.n_chars() == n_chars;
        let actor = self.article.actors.items().iter().find(|actor| {
            actor
                .mentions
                .items()
                .iter()
                .any(|mention| mention.form == Form::Pronoun && mention.anchor.span().is_some_and(is_here))
        })?;
        Some(unmarked(&actor.name)).filter(|name| !name.is_empty())
    }

    /// The name of an actor.
    pub(super) fn name(&self, id: &ActorId) -> Option<String> {
        self.article.actor(id).map(|actor| unmarked(&actor.name)).filter(|name| !name.is_empty())
    }
}

fn unmarked_with_lead(words: &str) -> String {
    format!(" {}", unmarked(words))
}
