//! Elements within a paragraph: cut where they cross, put in one another, and linked where they are in pieces.
//!
//! What is said stands outermost, names innermost: TEI takes no speech inside a name.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::escaped;
use crate::article::{Span, Text};

/// So many elements stand in one another at most: a reader of XML bounds the depth, and cuts would multiply.
const MAX_DEPTH: usize = 16;

/// What an element is, the outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Said,
    Quoted,
    Cue,
    Source,
    Mention,
}

/// Words to be marked.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) rank: Rank,
    /// The element's name.
    pub(super) element: &'static str,
    /// Its attributes, each with a space before it.
    pub(super) attributes: String,
    /// The statement whose words they are, for `said`.
    pub(super) statement: Option<usize>,
}

/// The pieces of statements that were written, by statement.
pub(super) struct Pieces {
    prefix: String,
    named: HashMap<usize, Vec<String>>,
    /// How many pieces each statement has in all, known from a first run.
    expected: HashMap<usize, usize>,
}

impl Pieces {
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), named: HashMap::new(), expected: HashMap::new() }
    }

    /// What points to all pieces of a statement.
    pub(super) fn targets(&self, statement: usize) -> Option<String> {
        let names = self.named.get(&statement)?;
        Some(names.iter().map(|name| format!("#{name}")).collect::<Vec<_>>().join(" "))
    }

    /// Counts the pieces that a paragraph adds.
    pub(super) fn expect(&mut self, marks: &[&Mark], runs: &[Run]) {
        for statement in opened(marks, runs) {
            *self.expected.entry(statement).or_default() += 1;
        }
    }

    /// The attributes by which a piece is found, and finds the ones before and after it.
    fn attributes(&mut self, statement: usize) -> String {
        let names = self.named.entry(statement).or_default();
        let number = names.len() + 1;
        let name = |number: usize| {
            let piece = if number == 1 { String::new() } else { format!(".{number}") };
            format!("{}s{}{piece}", self.prefix, statement + 1)
        };
        let own = name(number);
        let mut attributes = format!(" xml:id=\"{own}\"");
        if number > 1 {
            let _ = write!(attributes, " prev=\"#{}\"", name(number - 1));
        }
        if self.expected.get(&statement).is_some_and(|n_pieces| number < *n_pieces) {
            let _ = write!(attributes, " next=\"#{}\"", name(number + 1));
        }
        names.push(own);
        attributes
    }
}

/// A stretch of a paragraph with the elements around it, the outermost first.
pub(super) struct Run {
    span: Span,
    around: Vec<usize>,
}

/// The elements of a paragraph, the outermost first, and its stretches. A name that something crosses is left out.
pub(super) fn cut<'m>(near: &[&'m Mark], text: &Text, block: Span) -> (Vec<&'m Mark>, Vec<Run>) {
    let within = |mark: &&'m Mark| Some((trimmed(text, mark.span.intersect(block)?)?, *mark));
    let mut found: Vec<(Span, &Mark)> = near.iter().filter_map(within).collect();
    found.sort_by_key(|(span, mark)| (mark.rank, span.start(), std::cmp::Reverse(span.end()), mark.statement));
    let mut runs = self::runs(&found, text, block);
    let n_opened = n_opened(found.len(), &runs);
    if std::iter::zip(&found, &n_opened).any(|((_, mark), n)| *n != 1 && mark.rank == Rank::Mention) {
        let mut n_opened = n_opened.iter();
        found.retain(|(_, mark)| n_opened.next() == Some(&1) || mark.rank < Rank::Mention);
        runs = self::runs(&found, text, block);
    }
    // Those that are nowhere opened, being too deep, are not kept: there may be very many.
    let n_opened = self::n_opened(found.len(), &runs);
    let mut n_kept = 0;
    let mut places = Vec::with_capacity(n_opened.len());
    for n in &n_opened {
        places.push(n_kept);
        n_kept += usize::from(*n > 0);
    }
    for run in &mut runs {
        for index in &mut run.around {
            *index = places.get(*index).copied().unwrap_or(*index);
        }
    }
    let kept = std::iter::zip(found, n_opened).filter(|(_, n)| *n > 0).map(|((_, mark), _)| mark);
    (kept.collect(), runs)
}

fn trimmed(text: &Text, span: Span) -> Option<Span> {
    let words = text.slice(span);
    let n_before = words.chars().take_while(|c| c.is_whitespace()).count();
    let n_after = words.chars().rev().take_while(|c| c.is_whitespace()).count();
    text.span(span.start() + n_before, span.end().checked_sub(n_after)?).filter(|span| !span.is_empty())
}

/// Cuts a paragraph at the marks' ends.
fn runs(marks: &[(Span, &Mark)], text: &Text, block: Span) -> Vec<Run> {
    let mut edges: Vec<usize> = vec![block.start(), block.end()];
    edges.extend(marks.iter().flat_map(|(span, _)| [span.start(), span.end()]));
    edges.sort_unstable();
    edges.dedup();
    let mut starts: Vec<usize> = (0..marks.len()).collect();
    starts.sort_by_key(|&index| marks.get(index).map(|(span, _)| span.start()));
    let mut starts = starts.into_iter().peekable();
    // Those around the place, in the order of `marks`.
    let mut around: std::collections::BTreeSet<usize> = std::collections::BTreeSet::new();
    let mut ends: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    let mut runs = Vec::with_capacity(edges.len());
    for pair in edges.windows(2) {
        let [start, end] = *pair else { continue };
        for index in ends.remove(&start).unwrap_or_default() {
            around.remove(&index);
        }
        while let Some(&index) = starts.peek()
            && let Some((span, _)) = marks.get(index)
            && span.start() <= start
        {
            starts.next();
            around.insert(index);
            ends.entry(span.end()).or_default().push(index);
        }
        let Some(span) = text.span(start, end) else { continue };
        runs.push(Run { span, around: around.iter().copied().take(MAX_DEPTH).collect() });
    }
    runs
}

/// How often each mark is opened.
fn n_opened(n_marks: usize, runs: &[Run]) -> Vec<usize> {
    let mut n_opened = vec![0_usize; n_marks];
    walk(runs, |index| {
        if let Some(n) = n_opened.get_mut(index) {
            *n += 1;
        }
    });
    n_opened
}

/// The statements whose words are opened, once for each piece.
fn opened(marks: &[&Mark], runs: &[Run]) -> Vec<usize> {
    let mut all = Vec::new();
    walk(runs, |index| all.extend(marks.get(index).and_then(|mark| mark.statement)));
    all
}

fn walk(runs: &[Run], mut open: impl FnMut(usize)) {
    let mut before: &[usize] = &[];
    for run in runs {
        let n_shared = std::iter::zip(before, &run.around).take_while(|(one, other)| one == other).count();
        run.around.iter().skip(n_shared).for_each(|&index| open(index));
        before = &run.around;
    }
}

/// Writes a paragraph's words with its elements.
pub(super) fn write(marks: &[&Mark], runs: &[Run], text: &Text, pieces: &mut Pieces, out: &mut String) {
    let mut before: &[usize] = &[];
    let close = |indices: &[usize], out: &mut String| {
        for mark in indices.iter().rev().filter_map(|&index| marks.get(index)) {
            // Writing into a string cannot fail.
            let _ = write!(out, "</{}>", mark.element);
        }
    };
    for run in runs {
        let n_shared = std::iter::zip(before, &run.around).take_while(|(one, other)| one == other).count();
        close(before.get(n_shared..).unwrap_or_default(), out);
        for mark in run.around.iter().skip(n_shared).filter_map(|&index| marks.get(index)) {
            let link = mark.statement.map_or_else(String::new, |statement| pieces.attributes(statement));
            let _ = write!(out, "<{}{link}{}>", mark.element, mark.attributes);
        }
        out.push_str(&escaped(text.slice(run.span)));
        before = &run.around;
    }
    close(before, out);
}
