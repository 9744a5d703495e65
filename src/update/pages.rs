//! A speaker's page, shares of the say and the day: asked for, shown, and gone on from.

use crate::action::Place;
use crate::catalogue::{Day, Part, Tally, TallyRow};
use crate::exchange::{Answer, DayRequest, Effect, Identity, Speakers, Target, Who};
use crate::state::{DayScreen, Listing, Screen, SharesScreen, SheetRow, SpeakerScreen, State};

use super::{back, sheet};

/// Asks for the page of whoever is at hand.
pub(super) fn speaker(state: &mut State) -> Vec<Effect> {
    if state.sheet().is_some() {
        return match sheet::speaker(state) {
            Some(key) => vec![Effect::Speaker(Who::Speaker(key))],
            None => sheet::nobody(state),
        };
    }
    let in_actors = state.place() == Place::Actors;
    let Some(reading) = state.shown() else {
        state.say("nobody is selected: open an article or search first");
        return Vec::new();
    };
    let actor = if in_actors {
        reading.cast.get(reading.actors_cursor.at).and_then(|&row| reading.index.cast.get(row)).map(|row| row.actor)
    } else {
        let said = reading.at.and_then(|at| reading.index.speakers.get(at)?.first().copied());
        said.or(reading.lit.filter.actor)
    };
    let Some(actor) = actor.and_then(|actor| reading.article.actors.items().get(actor)) else {
        state.say("no speaker is at hand: n goes to a statement");
        return Vec::new();
    };
    let article = match reading.target {
        Some(Target::Article(key)) => Some(key),
        _ => None,
    };
    vec![Effect::Speaker(Who::Actor { article, actor: actor.id.0.clone(), name: actor.name.clone() })]
}

pub(super) fn came(state: &mut State, outcome: Result<Speakers, String>) {
    let screen = match outcome {
        Ok(Speakers::One(page)) => SpeakerScreen::new(page, false),
        Ok(Speakers::Several(people)) => SpeakerScreen::choice(people),
        Err(why) => {
            state.speaker.is_left = false;
            state.fail(why);
            return;
        }
    };
    let is_same = match (&state.speaker.page, &screen.page) {
        (Some(old), Some(new)) => old.person.id == new.person.id,
        _ => false,
    };
    if state.speaker.is_left {
        back::arrive(state, Screen::Speaker);
    } else if state.screen != Screen::Speaker || (!is_same && state.speaker.page.is_some()) {
        back::go(state, Screen::Speaker);
    }
    state.speaker = screen;
}

/// Statements by the speaker, or about them.
pub(super) fn turn(state: &mut State) {
    let about = !state.speaker.about;
    if let Some(page) = state.speaker.page.take() {
        state.speaker = SpeakerScreen::new(page, about);
    }
}

/// Says that the selected namesake is the speaker whose page it is.
pub(super) fn merge(state: &mut State) -> Vec<Effect> {
    let selected = match state.speaker.sheet.selected() {
        Some(SheetRow::Person(person)) => Some(person.id),
        _ => None,
    };
    if let (Some(page), Some(join)) = (&state.speaker.page, selected) {
        return vec![Effect::Identify(Identity::Merge { keep: page.person.id, join })];
    }
    state.say("first go to the person who is the same, among the others of that name");
    Vec::new()
}

/// Says that the selected form of the name, or the article of the selected statement, means somebody else.
pub(super) fn split(state: &mut State) -> Vec<Effect> {
    let part = match state.speaker.sheet.selected() {
        Some(SheetRow::Form(form)) => Some(Part::Form(form.name.clone())),
        Some(SheetRow::Hit(hit, _)) if !state.speaker.about => Some(Part::Articles(vec![hit.article])),
        _ => None,
    };
    if let (Some(page), Some(part)) = (&state.speaker.page, part) {
        return vec![Effect::Identify(Identity::Split(page.person.id, part))];
    }
    state.say("first go to a form of the name, or to a statement, that is somebody else's");
    Vec::new()
}

/// What was done may show on the speaker's page.
pub(super) fn again(state: &State) -> Vec<Effect> {
    match (&state.speaker.page, state.screen) {
        (Some(page), Screen::Speaker) => vec![Effect::Speaker(Who::Speaker(page.person.id))],
        _ => Vec::new(),
    }
}

/// Asks for the shares of what is at hand.
pub(super) fn shares(state: &mut State) -> Vec<Effect> {
    let query = match state.screen {
        Screen::Article => match state.shown().and_then(|reading| reading.target) {
            Some(Target::Article(key)) => format!("article:{}", key.0),
            _ => return of_open_article(state),
        },
        Screen::Hits => state.hits.text.clone(),
        Screen::Day => format!("from:{0} to:{0}", state.day.day),
        Screen::Speaker => match &state.speaker.page {
            Some(page) => format!("about:#{}", page.person.id.0),
            None => return sheet::nobody(state),
        },
        Screen::List if state.listing == Listing::Library => state.shelf.request.query.clone(),
        Screen::List | Screen::Shares => {
            state.say("shares are of an article, a search or a day: open one first");
            return Vec::new();
        }
    };
    vec![Effect::Tally(query)]
}

/// Counts an article that is not in the library.
fn of_open_article(state: &mut State) -> Vec<Effect> {
    let Some(reading) = state.shown() else { return Vec::new() };
    let (article, index) = (&reading.article, &reading.index);
    let n_words = |statement: &crate::article::Statement| -> usize {
        statement.content.iter().map(|part| part.words(&article.text).split_whitespace().count()).sum()
    };
    let mut tally = Tally::default();
    let mut of_actor: Vec<(usize, usize)> = vec![(0, 0); article.actors.items().len() + 1];
    for (number, statement) in article.statements.items().iter().enumerate() {
        let words = n_words(statement);
        tally.n_statements += 1;
        tally.n_words += words;
        let speakers = index.speakers.get(number).map_or(&[][..], Vec::as_slice);
        let nobody = [article.actors.items().len()];
        for &speaker in if speakers.is_empty() { &nobody } else { speakers } {
            if let Some(count) = of_actor.get_mut(speaker) {
                (count.0, count.1) = (count.0 + 1, count.1 + words);
            }
        }
    }
    let all = tally.n_words.max(1) as f64;
    let rows = of_actor.iter().enumerate().filter(|(_, count)| count.0 > 0).map(|(actor, &(n_statements, n_words))| {
        let name = article.actors.items().get(actor).map_or("nobody named", |actor| actor.name.as_str()).to_owned();
        TallyRow { id: None, name, n_statements, n_words, share: n_words as f64 / all }
    });
    tally.rows = rows.collect();
    tally.rows.sort_by_key(|row| std::cmp::Reverse(row.n_words));
    back::go(state, Screen::Shares);
    state.shares = SharesScreen::new(String::new(), "this article".to_owned(), tally);
    Vec::new()
}

pub(super) fn counted(state: &mut State, query: String, outcome: Answer<Tally>) {
    match outcome {
        Ok(Ok(tally)) => {
            let title = match state.screen {
                Screen::Article => "this article".to_owned(),
                _ if query.is_empty() => "everything".to_owned(),
                _ => query.clone(),
            };
            if state.screen != Screen::Shares {
                back::go(state, Screen::Shares);
            }
            state.shares = SharesScreen::new(query, title, tally);
        }
        Ok(Err(fault)) => state.fail(fault.message),
        Err(why) => state.fail(why),
    }
}

/// Asks for the newest day.
pub(super) fn today(_state: &mut State) -> Vec<Effect> {
    vec![Effect::Day(DayRequest { from: None, by: 0 })]
}

/// Asks for a day before or after the one that is shown.
pub(super) fn other_day(state: &mut State, by: i64) -> Vec<Effect> {
    vec![Effect::Day(DayRequest { from: Some(state.day.day.clone()), by })]
}

pub(super) fn day(state: &mut State, outcome: Result<Day, String>) {
    match outcome {
        Ok(day) => {
            if state.screen != Screen::Day {
                back::go(state, Screen::Day);
            }
            state.day = DayScreen::new(day);
        }
        Err(why) => state.fail(why),
    }
}
