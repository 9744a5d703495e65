//! An open article in another form, after something was said of it: the reader stays at the same place and statement.

use std::sync::Arc;

use super::{Mark, Reading};
use crate::article::{ActorId, Article, StatementId};
use crate::state::lit::{Filter, Lit};
use crate::state::panes;

impl Reading {
    /// The same place in the article as it is now.
    #[must_use]
    pub fn revised(&self, kept: Arc<Article>) -> Self {
        let mut next = Self::new(self.target, kept);
        let statement = |number: Option<usize>| -> Option<usize> {
            let id: &StatementId = &self.article.statements.items().get(number?)?.id;
            let number = next.article.statements.items().iter().position(|other| other.id == *id)?;
            next.index.start_char(number).map(|_| number)
        };
        let actor = |number: Option<usize>| -> Option<usize> {
            let id: &ActorId = &self.article.actors.items().get(number?)?.id;
            next.article.actors.items().iter().position(|other| other.id == *id)
        };
        let marked = |mark: &Mark| Mark { at: statement(mark.at), ..mark.clone() };
        let at = statement(self.at);
        let left_out_at = statement(self.left_out_at);
        let filter = Filter { actor: actor(self.lit.filter.actor), ..self.lit.filter };
        let jumps = self.jumps.mapped(marked);
        let selected = self.cast.get(self.actors_cursor.at).and_then(|&row| self.index.cast.get(row));
        let selected = actor(selected.map(|row| row.actor));
        let quote = statement(self.quoted());
        if next.article.text != self.article.text {
            // Another text: only the place by its number is left.
            next.anchor = self.anchor;
            next.focus = self.focus;
            return next;
        }
        next.lit = Arc::new(Lit::new(&next.article, &next.index, filter, self.lit.by_speaker));
        (next.flow, next.summary) = (Arc::clone(&self.flow), Arc::clone(&self.summary));
        next.flows.clone_from(&self.flows);
        (next.top, next.height, next.anchor) = (self.top, self.height, self.anchor);
        (next.at, next.left_out_at, next.at_in_view) = (at, left_out_at, self.at_in_view);
        if at.is_some_and(|at| next.lit.rank(at).is_none()) {
            (next.at, next.left_out_at) = (None, at);
        }
        (next.traced, next.evidence) = (self.traced, self.evidence.clone());
        next.focus = self.focus;
        next.finding.clone_from(&self.finding);
        next.jumps = jumps;
        next.narrow = self.narrow.clone();
        next.summary_cursor = self.summary_cursor;
        next.actors_cursor = self.actors_cursor;
        if let Some(row) = next.index.cast.iter().position(|row| Some(row.actor) == selected) {
            next.actors_cursor.at = row;
        }
        next.quotes_cursor = self.quotes_cursor;
        if let Some(row) = quote.and_then(|quote| panes::row_of_statement(&next, quote)) {
            next.quotes_cursor.at = row;
        }
        next
    }

    fn quoted(&self) -> Option<usize> {
        match self.lit.quotes.get(self.quotes_cursor.at)? {
            crate::state::lit::QuoteRow::Statement(number) => Some(*number),
            crate::state::lit::QuoteRow::Speaker(_) => None,
        }
    }
}
