//! What a reader says of a statement or an actor: menus of judgements, and the list of those that were made.

use std::sync::Arc;

use crate::article::review::{self, About, Identity, Judgement, Remark};
use crate::article::{Actor, ActorId, Article, Statement, StatementId, naming};
use crate::exchange::{Effect, Target};
use crate::state::errand::Errand;
use crate::state::judged;
use crate::state::menu::{ANOTHER_NAME, Choice, Menu, MenuRow};
use crate::state::reading::standing;
use crate::state::{Pane, Screen, State, Wish};

use super::hand::{self, Hand, at_hand};
use super::{jump, menu, revised};

/// Opens the menu for what is at hand.
pub(super) fn correct(state: &mut State) -> Vec<Effect> {
    match at_hand(state) {
        Hand::Statement(target, id) => return of_statement(state, target, id),
        Hand::Actor(target, id) => actor(state, target, &id),
        Hand::Article(_) | Hand::Nothing => hand::no_statement(state),
    }
    Vec::new()
}

/// The menu for a statement; its article is asked for first where it is not open.
pub(super) fn of_statement(state: &mut State, target: Target, id: StatementId) -> Vec<Effect> {
    match hand::article(state, target) {
        Some(article) => {
            statement(state, target, &standing(&article), &id);
            Vec::new()
        }
        None => revised::consult(state, target, Wish::Correct(id)),
    }
}

fn statement(state: &mut State, target: Target, article: &Article, id: &StatementId) {
    let Some(statement) = article.statements.items().iter().find(|statement| statement.id == *id) else {
        state.say("that statement is not in the article any more");
        return;
    };
    let judge = |judgement| Choice::Say(target, Remark::Statement(id.clone(), judgement));
    let is_open = state.shown().is_some_and(|reading| reading.target == Some(target));
    let speakers = naming::ActorsById::new(article).speakers(statement);
    let mut rows = vec![
        MenuRow::new("right", "confirm it as it stands", judge(Judgement::Confirm)),
        MenuRow::new(
            "in doubt",
            "dispute it, and say why if you like",
            Choice::Type(Errand::Why(target, id.clone(), Judgement::Dispute)),
        ),
        MenuRow::new("somebody else said it", "choose who, or type a name", Choice::Speakers(target, id.clone())),
        MenuRow::new("not a statement", "nobody is reported to have said this", judge(Judgement::NotAStatement)),
    ];
    if is_open && statement.start_char().is_some() {
        rows.push(MenuRow::new("other words", "mark anew what was said", Choice::Mark(id.clone())));
    }
    for speaker in &speakers {
        rows.push(MenuRow::new(
            format!("about {}", speaker.name),
            "the same as another, another name, nobody",
            Choice::Actor(target, speaker.id.clone()),
        ));
    }
    if statement.review.known().is_some() {
        rows.push(MenuRow::new("take back", "what you said of it goes", judge(Judgement::Withdraw)));
    }
    let said_by = naming::speaker_words(article, statement, &speakers);
    menu::open(state, Menu::new(format!("statement by {said_by}"), rows));
}

/// The menu of who said it: those whom the machine held possible first, then the article's other actors.
pub(super) fn choose_speakers(state: &mut State, target: Target, id: &StatementId) {
    let Some(kept) = hand::article(state, target) else { return };
    let article = standing(&kept);
    let Some(statement) = article.statements.items().iter().find(|statement| statement.id == *id) else { return };
    // Whom the machine thought of is kept beside what the reader said.
    let was = kept.statement(id).unwrap_or(statement);
    let guessed = was.speakers.items().iter().chain(was.alternatives.items().iter().map(|other| &other.speaker));
    let now = statement.speakers.items();
    let possible: Vec<&ActorId> = guessed.filter(|id| !now.contains(id)).collect();
    let rank = |actor: &Actor| possible.iter().position(|id| **id == actor.id).unwrap_or(possible.len());
    let mut actors: Vec<&Actor> = article.actors.items().iter().collect();
    actors.sort_by_key(|actor| (rank(actor), std::cmp::Reverse(actor.mentions.items().len())));
    let row = |actor: &Actor| {
        let mut detail = actor.role().unwrap_or_default();
        if rank(actor) < possible.len() {
            detail = if detail.is_empty() { "held possible".to_owned() } else { format!("{detail}; held possible") };
        }
        MenuRow::new(&actor.name, detail, Choice::Speaker(target, id.clone(), actor.id.clone()))
    };
    let nobody = Choice::Say(target, Remark::Statement(id.clone(), Judgement::Speakers(Vec::new())));
    let mut rows: Vec<MenuRow> = actors.into_iter().map(row).collect();
    rows.push(MenuRow::new(ANOTHER_NAME, "type it", Choice::Type(Errand::Speaker(target, id.clone(), Vec::new()))));
    rows.push(MenuRow::new("nobody is named", "", nobody));
    menu::open(state, Menu::new("who said it", rows).narrowing().ticking());
}

/// The menu for an actor.
pub(super) fn actor(state: &mut State, target: Target, id: &ActorId) {
    let Some(article) = hand::article(state, target).map(|article| standing(&article)) else { return };
    let Some(actor) = article.actor(id) else {
        state.say("that actor is not in the article any more");
        return;
    };
    let judge = |identity| Choice::Say(target, Remark::Actor(id.clone(), identity));
    let mut rows = vec![
        MenuRow::new("right", "confirm it as it stands", judge(Identity::Confirm)),
        MenuRow::new(
            "in doubt",
            "dispute it, and say why if you like",
            Choice::Type(Errand::WhyActor(target, id.clone())),
        ),
        MenuRow::new("the same as another", "choose who: the two become one", Choice::Merge(target, id.clone())),
        MenuRow::new(
            "somebody else under a name",
            "a form of the name means another person",
            Choice::Type(Errand::Split(target, id.clone())),
        ),
        MenuRow::new("another name", "type what it is called", Choice::Type(Errand::Rename(target, id.clone()))),
        MenuRow::new("nobody", "remove it: this is no actor", judge(Identity::Remove)),
    ];
    rows.push(MenuRow::new("take back", "what you said of it goes", judge(Identity::Withdraw)));
    menu::open(state, Menu::new(format!("actor {}", actor.name), rows));
}

/// The menu of who is the same as an actor.
pub(super) fn choose_same(state: &mut State, target: Target, id: &ActorId) {
    let Some(article) = hand::article(state, target).map(|article| standing(&article)) else { return };
    let rows: Vec<MenuRow> = article
        .actors
        .items()
        .iter()
        .filter(|actor| actor.id != *id)
        .map(|actor| {
            let remark = Remark::Actor(id.clone(), Identity::Merge(actor.id.clone()));
            MenuRow::new(&actor.name, actor.role().unwrap_or_default(), Choice::Say(target, remark))
        })
        .collect();
    if rows.is_empty() {
        state.say("the article names nobody else");
        return;
    }
    let name = article.actor(id).map(|actor| actor.name.clone()).unwrap_or_default();
    menu::open(state, Menu::new(format!("{name} is the same as"), rows).narrowing());
}

/// The list of what the reader said and noted of the open article.
pub(super) fn list(state: &mut State) {
    let Some((target, kept)) = state.shown().and_then(|reading| Some((reading.target?, Arc::clone(&reading.kept))))
    else {
        state.say("that is for an article: open one first");
        return;
    };
    let rows = judged(target, &kept);
    let n = rows.len();
    let mut rows = rows;
    let about_article = Choice::Type(Errand::Note(target, About::Article));
    if !rows.iter().any(|row| row.choice == about_article) {
        rows.push(MenuRow::new("write a note on the article", "", about_article));
    }
    let title = if n == 0 { "nothing said of this article yet".to_owned() } else { "what you said".to_owned() };
    menu::open(state, Menu::new(title, rows));
}

/// A row for each judgement and note, in the article's order.
fn judged(target: Target, kept: &Article) -> Vec<MenuRow> {
    let stands = standing(&Arc::new(kept.clone()));
    let actors = naming::ActorsById::new(&stands);
    let mut rows = Vec::new();
    for statement in kept.statements.items() {
        let go = Choice::Go(statement.id.clone());
        let words = words_of(kept, statement);
        if let Some(review) = statement.review.known() {
            let now = stands.statements.items().iter().find(|other| other.id == statement.id);
            let what = match now {
                None => "not a statement".to_owned(),
                Some(now) => {
                    let who = naming::speaker_words(&stands, now, &actors.speakers(now));
                    format!("{}: {who}", judged::word(review.status))
                }
            };
            let mut row = MenuRow::new(what, words.clone(), go.clone());
            row.undo = Some((target, Remark::Statement(statement.id.clone(), Judgement::Withdraw)));
            rows.push(row);
        }
        let about = About::Statement(statement.id.clone());
        for noted in judged::notes(kept, &about) {
            let mut row = MenuRow::new(format!("note: {noted}"), words.clone(), go.clone());
            row.undo = Some((target, Remark::Note(about.clone(), String::new())));
            rows.push(row);
        }
    }
    for said in review::said(kept).into_iter().filter(|said| said.about == "actor" && said.status.is_some()) {
        let (Some(id), Some(status)) = (said.id.map(ActorId), said.status) else { continue };
        let what = said.reader.map(|reader| format!(": {reader}")).unwrap_or_default();
        let go = Choice::Actor(target, id.clone());
        let mut row = MenuRow::new(format!("{}{what}", judged::word(status)), said.words, go);
        row.undo = Some((target, Remark::Actor(id, Identity::Withdraw)));
        rows.push(row);
    }
    for actor in kept.actors.items() {
        let about = About::Actor(actor.id.clone());
        for noted in judged::notes(kept, &about) {
            let mut row =
                MenuRow::new(format!("note: {noted}"), actor.name.clone(), Choice::Actor(target, actor.id.clone()));
            row.undo = Some((target, Remark::Note(about.clone(), String::new())));
            rows.push(row);
        }
    }
    for noted in judged::notes(kept, &About::Article) {
        let change = Choice::Type(Errand::Note(target, About::Article));
        let mut row = MenuRow::new(format!("note: {noted}"), "on the article", change);
        row.undo = Some((target, Remark::Note(About::Article, String::new())));
        rows.push(row);
    }
    rows
}

/// The beginning of a statement's words, as the text has them.
fn words_of(article: &Article, statement: &Statement) -> String {
    let words = statement.content.first().map(|part| part.words(&article.text)).unwrap_or_default();
    crate::article::text::head(words, 200).replace('\n', " ")
}

/// Goes to a statement of the open article; to where a statement was that is none any more.
pub(super) fn go(state: &mut State, id: &StatementId) {
    if state.screen != Screen::Article {
        return;
    }
    let Some(reading) = &mut state.reading else { return };
    let from = reading.mark();
    reading.jumps.push(from);
    reading.focus = Pane::Article;
    let number = reading.article.statements.items().iter().position(|statement| statement.id == *id);
    jump::forget_evidence(reading);
    jump::set_at(reading, number);
    jump::leave_match(reading);
    let kept = Arc::clone(&reading.kept);
    let was = kept.statements.items().iter().find(|statement| statement.id == *id);
    let start = number.and_then(|number| reading.index.start_char(number)).or_else(|| was?.start_char());
    if let Some(start) = start {
        jump::show_char(reading, start);
    }
    if number.is_none() {
        reading.evidence = was.into_iter().flat_map(Statement::spans).collect();
        state.say("here it was; you said that it is no statement");
    }
}
