//! An open article and where the reader is in it.

mod revised;

use std::borrow::Cow;
use std::sync::Arc;

use crate::article::{Article, Span, review};
use crate::exchange::Target;
use crate::flow::Flowed;

use super::Direction;
use super::card::CardFlow;
use super::entry::Line;
use super::finding::Finding;
use super::index::{FoldedNames, Index};
use super::jumps::Jumps;
use super::lit::{Filter, Lit};
use super::panes::{Cursor, SummaryFlow};
use super::warnings::WarningFlow;

/// What has the keys while an article is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The text.
    Article,
    /// The summary.
    Summary,
    /// The actors.
    Actors,
    /// The quotes.
    Quotes,
}

impl Pane {
    /// In the order of Tab.
    pub const ALL: [Self; 4] = [Self::Article, Self::Summary, Self::Actors, Self::Quotes];
}

/// What the evidence card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A statement, by its index.
    Statement(usize),
    /// A summary line, by its index.
    Summary(usize),
}

/// The top of the view as a place in the text, so that it outlives a change of width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// A scalar of the first line in view.
    pub char: usize,
    /// The first line in view is the gap before the line with that scalar.
    pub gap: bool,
}

/// A place to come back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The top of the view.
    pub anchor: Anchor,
    /// The current statement.
    pub at: Option<usize>,
    /// The summary line that was traced.
    pub traced: Option<usize>,
    /// What was underlined.
    pub evidence: Vec<Span>,
}

/// A step among statements or matches, so that the step back leads to the same row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it began.
    pub from: Mark,
    /// At which match it began.
    pub from_hit: Option<usize>,
    /// The top line, the statement and the match that it led to.
    pub to: (usize, Option<usize>, Option<usize>),
    /// Which way it went.
    pub direction: Direction,
    /// By one statement or match, without a count.
    pub is_plain: bool,
}

/// An open article and where the reader is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it was opened as.
    pub target: Option<Target>,
    /// The article as it stands after the reader's judgements: what is shown.
    pub article: Arc<Article>,
    /// The article as it is kept, with what the machine said.
    pub kept: Arc<Article>,
    /// What is worked out about it once.
    pub index: Arc<Index>,
    /// What the filter leaves lit.
    pub lit: Arc<Lit>,
    /// Its lines at the present width.
    pub flow: Arc<Flowed>,
    /// Its lines at widths that it had before, the last one last: a pane that opens beside it and closes again is not
    /// waited for.
    pub flows: Vec<Arc<Flowed>>,
    /// The summary's lines at the present width.
    pub summary: Arc<SummaryFlow>,
    /// The evidence card's lines, as it was last open.
    pub card: Arc<CardFlow>,
    /// The list of warnings, as it was last open.
    pub warnings: Arc<WarningFlow>,
    /// The first line in view.
    pub top: usize,
    /// Lines in view.
    pub height: usize,
    /// The top as the reader last chose it; a narrower window in between does not change it.
    pub anchor: Anchor,
    /// The current statement.
    pub at: Option<usize>,
    /// The statement that was current until a filter left it out.
    pub left_out_at: Option<usize>,
    /// The current statement began in view after the last event.
    pub at_in_view: bool,
    /// The summary line that was traced to its sentence.
    pub traced: Option<usize>,
    /// What is underlined.
    pub evidence: Vec<Span>,
    /// What has the keys.
    pub focus: Pane,
    /// Selection in the summary pane.
    pub summary_cursor: Cursor,
    /// Selection in the actors pane, among those that narrowing leaves.
    pub actors_cursor: Cursor,
    /// Selection in the quotes pane.
    pub quotes_cursor: Cursor,
    /// What narrows the actors.
    pub narrow: Line,
    /// What narrowing looks in, for each row of the index's cast; made when the first letter is typed.
    pub folded: Option<Arc<Vec<FoldedNames>>>,
    /// The rows of the index's cast that narrowing leaves.
    pub cast: Vec<usize>,
    /// The search.
    pub finding: Option<Finding>,
    /// Back and forward.
    pub jumps: Jumps,
    /// The steps just made among statements or matches.
    pub trail: Vec<Step>,
}

impl Reading {
    /// Opens an article at its beginning; settling gives it its lines.
    pub fn new(target: Option<Target>, article: Arc<Article>) -> Self {
        let kept = article;
        let article = standing(&kept);
        let index = Arc::new(Index::new(&article));
        let lit = Arc::new(Lit::new(&article, &index, Filter::default(), false));
        let cast = (0..index.cast.len()).collect();
        Self {
            target,
            index,
            lit,
            flow: Arc::new(Flowed::default()),
            flows: Vec::new(),
            summary: Arc::new(SummaryFlow::default()),
            card: Arc::new(CardFlow::default()),
            warnings: Arc::new(WarningFlow::default()),
            top: 0,
            height: 0,
            anchor: Anchor::default(),
            at: None,
            left_out_at: None,
            at_in_view: false,
            traced: None,
            evidence: Vec::new(),
            focus: Pane::Article,
            summary_cursor: Cursor::default(),
            actors_cursor: Cursor::default(),
            quotes_cursor: Cursor::default(),
            narrow: Line::default(),
            folded: None,
            cast,
            finding: None,
            jumps: Jumps::default(),
            trail: Vec::new(),
            article,
            kept,
        }
    }

    /// Where one is.
    pub fn mark(&self) -> Mark {
        Mark { anchor: self.anchor, at: self.at, traced: self.traced, evidence: self.evidence.clone() }
    }

    /// The highest number that the first line in view can have.
    pub fn max_top(&self) -> usize {
        self.flow.lines().len().saturating_sub(self.height)
    }

    /// The first scalar in view.
    pub fn top_char(&self) -> usize {
        self.flow.lines().get(self.top).map_or(0, |line| line.start_char)
    }

    /// Whether the line of a scalar is in view.
    pub fn is_in_view(&self, char: usize) -> bool {
        (self.top..self.top + self.height).contains(&self.flow.line_of_char(char))
    }

    /// What the card is about: a summary line that was traced to a sentence without statements, else the current
    /// statement.
    pub fn subject(&self) -> Option<Subject> {
        match (self.at, self.traced) {
            (Some(statement), _) => Some(Subject::Statement(statement)),
            (None, Some(line)) => Some(Subject::Summary(line)),
            (None, None) => None,
        }
    }

    /// The cursor of a pane beside the article.
    pub fn cursor(&self, pane: Pane) -> Cursor {
        match pane {
            Pane::Article => Cursor::default(),
            Pane::Summary => self.summary_cursor,
            Pane::Actors => self.actors_cursor,
            Pane::Quotes => self.quotes_cursor,
        }
    }

    /// The same, to move it.
    pub fn cursor_mut(&mut self, pane: Pane) -> Option<&mut Cursor> {
        match pane {
            Pane::Article => None,
            Pane::Summary => Some(&mut self.summary_cursor),
            Pane::Actors => Some(&mut self.actors_cursor),
            Pane::Quotes => Some(&mut self.quotes_cursor),
        }
    }
}

/// The article as it stands after the reader's judgements; the same where there are none.
pub fn standing(kept: &Arc<Article>) -> Arc<Article> {
    match review::standing(kept) {
        Cow::Borrowed(_) => Arc::clone(kept),
        Cow::Owned(stands) => Arc::new(stands),
    }
}
