//! An article after something was said of it: the reader stays where they are in it.

use std::sync::Arc;

use crate::article::review::About;
use crate::article::{Article, StatementId};
use crate::exchange::{Effect, Revised, Target};
use crate::state::reading::standing;
use crate::state::{SheetRow, State, Stop, Wish, judged};

use super::{correct, note, pages};

/// Asks for an article that is not open, to say something of it.
pub(super) fn consult(state: &mut State, target: Target, wish: Wish) -> Vec<Effect> {
    state.wish = Some((target, wish));
    vec![Effect::Reread(target)]
}

pub(super) fn revised(state: &mut State, target: Target, outcome: Result<Revised, String>) -> Vec<Effect> {
    let wish = state.wish.take_if(|(wanted, _)| *wanted == target);
    let revised = match outcome {
        Ok(revised) => revised,
        Err(why) => {
            state.fail(why);
            return Vec::new();
        }
    };
    if let Some((_, wish)) = wish {
        state.consulted = Some((target, revised.article));
        return match wish {
            Wish::Correct(id) => correct::of_statement(state, target, id),
            Wish::Note(about) => note::on(state, target, about),
        };
    }
    if !revised.words.is_empty() {
        state.say(revised.words);
    }
    renamed(state, target, revised.target);
    if state.consulted.as_ref().is_some_and(|(other, _)| *other == target) {
        state.consulted = None;
    }
    follow(state, revised.target, &revised.article);
    let open = state.reading.as_ref().filter(|reading| reading.target == Some(revised.target));
    if open.is_some_and(|reading| reading.kept != revised.article) {
        if state.menu.take().is_some() | state.marking.take().is_some() {
            // They were of the article as it was before.
            state.say("the article has changed meanwhile: choose again");
        }
        replace(state, revised.article);
    }
    state.shelf.is_stale = true;
    pages::again(state)
}

/// What was opened as one thing is from now on another: a file became an article of the library.
fn renamed(state: &mut State, from: Target, to: Target) {
    if from == to {
        return;
    }
    if let Some(reading) = state.reading.as_mut().filter(|reading| reading.target == Some(from)) {
        reading.target = Some(to);
    }
    if let Some(mark) = state.places.remove(&from) {
        state.places.insert(to, mark);
    }
    for stop in &mut state.back {
        if *stop == Stop::Article(from) {
            *stop = Stop::Article(to);
        }
    }
    if let Some((target, ..)) = state.kept.as_mut().filter(|(target, ..)| *target == from) {
        *target = to;
    }
}

/// Found statements of the article show what was said of them.
fn follow(state: &mut State, target: Target, article: &Arc<Article>) {
    let Target::Article(key) = target else { return };
    let sheets = [&mut state.hits.sheet, &mut state.speaker.sheet, &mut state.day.sheet];
    let mut hits = sheets
        .into_iter()
        .flat_map(|sheet| &mut sheet.rows)
        .filter_map(|row| match row {
            SheetRow::Hit(hit, _) if hit.article == key => Some(hit),
            _ => None,
        })
        .peekable();
    // Mostly nothing of it was found, and honouring judgements costs a look at all of the article.
    if hits.peek().is_none() {
        return;
    }
    let stands = standing(article);
    for hit in hits {
        let id = StatementId(hit.statement.clone());
        let Some(statement) = stands.statement(&id).or_else(|| article.statement(&id)) else { continue };
        hit.review = judged::of_statement(statement);
        let notes = judged::notes(article, &About::Statement(id));
        hit.note = (!notes.is_empty()).then(|| notes.join("\n"));
    }
}

/// Asks for the open article anew, where it is one of the library's: somebody else may have written to it.
pub(super) fn refresh(state: &State) -> Option<Effect> {
    let target = state.shown()?.target?;
    matches!(target, Target::Article(_)).then_some(Effect::Reread(target))
}

fn replace(state: &mut State, article: Arc<Article>) {
    let Some(reading) = &mut state.reading else { return };
    *reading = reading.revised(article);
}

/// What was undone may have been said of the open article.
pub(super) fn reread(state: &mut State) -> Option<Effect> {
    state.undoing.take().map(Effect::Reread)
}
