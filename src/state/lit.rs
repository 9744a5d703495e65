//! Which statements a filter leaves lit, and everything that drawing and moving among them needs. Made anew when a
//! filter changes, never while drawing.

use crate::article::{Article, Kind};

use super::index::Index;
use super::segments::{Segment, segments};

/// What may be lit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only statements of this actor, an index into the article's actors.
    pub actor: Option<usize>,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_open(self) -> bool {
        self.kind.is_none() && self.actor.is_none()
    }
}

/// One row of the quotes pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteRow {
    /// Heads the statements of an actor; `None` heads those of nobody named.
    Speaker(Option<usize>),
    /// A statement.
    Statement(usize),
}

/// The statements that a filter leaves lit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lit {
    /// The filter.
    pub filter: Filter,
    /// The lit statements with a place, in the text's order.
    pub order: Vec<usize>,
    /// Where each of them begins, in scalars.
    pub starts: Vec<usize>,
    /// For each statement of the article, its number among the lit ones.
    pub ranks: Vec<Option<usize>>,
    /// The words of lit statements; owners are statements.
    pub words: Vec<Segment>,
    /// The words of statements that the filter leaves out; owners are statements.
    pub left_out: Vec<Segment>,
    /// The words that name their speakers; owners are statements.
    pub sources: Vec<Segment>,
    /// Quotes are grouped by speaker.
    pub by_speaker: bool,
    /// The quotes pane.
    pub quotes: Vec<QuoteRow>,
    /// How many of its rows are statements.
    pub n_quotes: usize,
}

impl Lit {
    /// Applies a filter.
    pub fn new(article: &Article, index: &Index, filter: Filter, by_speaker: bool) -> Self {
        let statements = article.statements.items();
        let passes = |number: usize| {
            statements.get(number).is_some_and(|statement| {
                filter.kind.is_none_or(|kind| kind == statement.kind)
                    && filter
                        .actor
                        .is_none_or(|actor| index.speakers.get(number).is_some_and(|who| who.contains(&actor)))
            })
        };
        let order: Vec<usize> = index.order.iter().copied().filter(|&number| passes(number)).collect();
        let starts = order.iter().filter_map(|&number| index.start_char(number)).collect();
        let mut ranks = vec![None; statements.len()];
        for (rank, &number) in order.iter().enumerate() {
            if let Some(slot) = ranks.get_mut(number) {
                *slot = Some(rank);
            }
        }
        let lit = || order.iter().filter_map(|&number| statements.get(number).map(|statement| (number, statement)));
        let words = segments(lit().flat_map(|(number, statement)| statement.spans().map(move |span| (span, number))));
        let out = index.order.iter().copied().filter(|&number| ranks.get(number).copied().flatten().is_none());
        let left_out = segments(out.flat_map(|number| {
            statements
                .get(number)
                .into_iter()
                .flat_map(move |statement| statement.spans().map(move |span| (span, number)))
        }));
        let sources =
            segments(lit().filter_map(|(number, statement)| Some((statement.source.known()?.span()?, number))));
        let all: Vec<usize> =
            order.iter().copied().chain(index.lost.iter().copied().filter(|&number| passes(number))).collect();
        let n_quotes = all.len();
        let quotes = if by_speaker { grouped(index, &all) } else { all.into_iter().map(QuoteRow::Statement).collect() };
        Self { filter, order, starts, ranks, words, left_out, sources, by_speaker, quotes, n_quotes }
    }

    /// The number of a statement among the lit ones, 0-based.
    pub fn rank(&self, statement: usize) -> Option<usize> {
        self.ranks.get(statement).copied().flatten()
    }
}

/// By first speaker, in the order of the actors pane; nobody named last.
fn grouped(index: &Index, statements: &[usize]) -> Vec<QuoteRow> {
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); index.colours.len() + 1];
    let nobody = index.colours.len();
    for &statement in statements {
        let speaker = index.speakers.get(statement).and_then(|who| who.first().copied()).unwrap_or(nobody);
        if let Some(group) = groups.get_mut(speaker) {
            group.push(statement);
        }
    }
    let mut rows = Vec::new();
    for speaker in index.cast.iter().map(|row| row.actor).chain([nobody]) {
        let Some(group) = groups.get(speaker).filter(|group| !group.is_empty()) else { continue };
        rows.push(QuoteRow::Speaker((speaker != nobody).then_some(speaker)));
        rows.extend(group.iter().copied().map(QuoteRow::Statement));
    }
    rows
}
