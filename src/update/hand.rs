//! What is at hand where the reader is: a statement, an actor, an article. Keys that take something out or say
//! something of it ask here.

use std::sync::Arc;

use crate::action::Place;
use crate::article::{ActorId, Article, StatementId};
use crate::exchange::{Extract, Target};
use crate::state::lit::QuoteRow;
use crate::state::{Listing, Pane, Reading, Screen, SheetRow, State};

/// What is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    /// A statement.
    Statement(Target, StatementId),
    /// An actor of the open article.
    Actor(Target, ActorId),
    /// An article, and no part of it.
    Article(Target),
    /// Nothing of the kind.
    Nothing,
}

impl Hand {
    /// As something to take out.
    pub(super) fn extract(self) -> Option<Extract> {
        match self {
            Self::Statement(target, id) => Some(Extract::Statement(target, id)),
            Self::Actor(target, _) | Self::Article(target) => Some(Extract::Article(target)),
            Self::Nothing => None,
        }
    }

    /// The article that it belongs to.
    pub(super) fn target(&self) -> Option<Target> {
        match self {
            Self::Statement(target, _) | Self::Actor(target, _) | Self::Article(target) => Some(*target),
            Self::Nothing => None,
        }
    }
}

pub(super) fn at_hand(state: &State) -> Hand {
    if let Some(reading) = state.shown() {
        return in_article(state, reading);
    }
    let of_article = |target: Option<Target>| target.map_or(Hand::Nothing, Hand::Article);
    if let Some(sheet) = state.sheet() {
        return match sheet.selected() {
            Some(SheetRow::Hit(hit, _)) => {
                Hand::Statement(Target::Article(hit.article), StatementId(hit.statement.clone()))
            }
            Some(SheetRow::Article(row)) => Hand::Article(Target::Article(row.id)),
            Some(SheetRow::Line(_, article, _)) => Hand::Article(Target::Article(*article)),
            _ => Hand::Nothing,
        };
    }
    match state.listing {
        Listing::Entries | Listing::Library if state.screen == Screen::List => {
            of_article(state.target(state.selected()))
        }
        _ => Hand::Nothing,
    }
}

fn in_article(state: &State, reading: &Reading) -> Hand {
    let Some(target) = reading.target else { return Hand::Nothing };
    let statement = |number: usize| {
        let statement = reading.article.statements.items().get(number);
        statement.map_or(Hand::Article(target), |statement| Hand::Statement(target, statement.id.clone()))
    };
    let actor = |number: usize| {
        let actor = reading.article.actors.items().get(number);
        actor.map_or(Hand::Article(target), |actor| Hand::Actor(target, actor.id.clone()))
    };
    let is_card = state.place() == Place::Card;
    match reading.focus {
        Pane::Actors if !is_card => {
            let row = reading.cast.get(reading.actors_cursor.at).and_then(|&row| reading.index.cast.get(row));
            row.map_or(Hand::Article(target), |row| actor(row.actor))
        }
        Pane::Quotes if !is_card => match reading.lit.quotes.get(reading.quotes_cursor.at) {
            Some(QuoteRow::Statement(number)) => statement(*number),
            Some(QuoteRow::Speaker(Some(number))) => actor(*number),
            Some(QuoteRow::Speaker(None)) | None => Hand::Article(target),
        },
        _ => reading.at.map_or(Hand::Article(target), statement),
    }
}

/// The article of a target as it is kept, where it is open or was asked for.
pub(super) fn article(state: &State, target: Target) -> Option<Arc<Article>> {
    let open = state.reading.as_ref().filter(|reading| reading.target == Some(target));
    let asked =
        || state.consulted.as_ref().filter(|(other, _)| *other == target).map(|(_, article)| Arc::clone(article));
    open.map(|reading| Arc::clone(&reading.kept)).or_else(asked)
}

/// Says that there is no statement at hand, and how to come to one.
pub(super) fn no_statement(state: &mut State) {
    let words = match state.screen {
        Screen::Article => "no statement is selected: n goes to the next one",
        Screen::List => "that is for a statement: Enter opens the selected article",
        _ => "that is for a statement, and this row is none",
    };
    state.say(words);
}
