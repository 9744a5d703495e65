//! What an event makes of the state, and what it asks of the outside. The matches only forward.

mod act;
mod back;
mod card;
mod copy;
mod correct;
mod export;
mod filter;
mod find;
mod hand;
mod hits;
mod jump;
mod list;
mod marking;
mod menu;
mod motion;
mod mouse;
mod narrow;
mod note;
mod pages;
mod pane;
mod press;
mod prompt;
mod revised;
mod settle;
mod sheet;
mod shelf;
mod step;
mod toggle;
mod work;

use std::sync::Arc;

use crate::action::Action;
use crate::article::Article;
use crate::catalogue::ArticleKey;
use crate::catalogue::Place;
use crate::exchange::{Effect, Event};
use crate::key::Input;
use crate::state::{Sheet, State};

/// Takes one event.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    if let Event::Input(Input::Key(key)) = event
        && let Some(keys) = state.keymap.parted(state.place(), key)
    {
        return keys.into_iter().flat_map(|key| update(state, Event::Input(Input::Key(key)))).collect();
    }
    // An answer is not asked for again, whatever it is like: the next key does that.
    let is_answer = matches!(event, Event::Listed(..) | Event::Found(..));
    let mut effects = match event {
        Event::Input(Input::Key(key)) => press::key(state, key),
        Event::Input(Input::Mouse(mouse)) => mouse::mouse(state, mouse),
        Event::Input(Input::Paste(text)) => press::paste(state, &text),
        Event::Resize { cols, rows } => {
            (state.cols, state.rows) = (cols, rows);
            Vec::new()
        }
        Event::Opened(target, outcome) => list::opened(state, target, outcome),
        Event::Listed(request, outcome) => shelf::listed(state, request, outcome),
        Event::Found(request, outcome) => hits::found(state, request, outcome),
        Event::Saved(outcome) => {
            hits::saved(state, outcome);
            Vec::new()
        }
        Event::Speaker(outcome) => {
            pages::came(state, outcome);
            Vec::new()
        }
        Event::Tally(query, outcome) => {
            pages::counted(state, query, outcome);
            Vec::new()
        }
        Event::Day(outcome) => {
            pages::day(state, outcome);
            Vec::new()
        }
        Event::Work(news) => work::news(state, news),
        Event::Changed(outcome) => shelf::changed(state, outcome),
        Event::LibraryChanged => {
            shelf::library_changed(state);
            revised::refresh(state).into_iter().collect()
        }
        Event::Revised(target, outcome) => revised::revised(state, target, outcome),
        Event::Copied(outcome) => copy::copied(state, outcome),
        Event::Occupied { extract, format, path } => {
            export::ask(state, &extract, format, &path);
            Vec::new()
        }
        Event::Done(outcome) => {
            told(state, outcome);
            Vec::new()
        }
        Event::Warned(why) => {
            state.fail(why);
            Vec::new()
        }
        Event::Resumed => vec![Effect::Redraw],
    };
    settle::settle(state);
    if !is_answer {
        effects.extend(shelf::load(state));
        effects.extend(state.sheet_mut().and_then(Sheet::wants).map(Effect::Search));
    }
    effects.extend(list::keep(state));
    effects
}

/// The key of an action as it is told of: nothing but the words where it has none.
fn key_name(state: &State, action: Action) -> String {
    let key = state.keymap.keys(action).first().map(ToString::to_string);
    key.unwrap_or_else(|| format!("the key for {}", action.declaration().id))
}

fn told(state: &mut State, outcome: Result<String, String>) {
    match outcome {
        Ok(words) => state.say(words),
        Err(why) => state.fail(why),
    }
}

/// Selects an article of the list, and says where in it the reader goes on; nothing is opened.
pub fn offer(state: &mut State, key: ArticleKey, article: Arc<Article>, place: &Place) -> String {
    list::offer(state, key, article, place)
}

/// Goes to a place in the article that is open from the start.
pub fn resume(state: &mut State, place: &Place) {
    list::resume(state, place);
}
