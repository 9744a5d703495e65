//! The library's list: loading windows of it, filtering and ordering it, and what is done to its articles.

use crate::catalogue::{ArticleKey, ListOrder, ListPage, ListRequest};
use crate::exchange::{Answer, Change, Chosen, Effect, Target};
use crate::layout::{self, layout};
use crate::state::shelf::Marks;
use crate::state::{Entry, Listing, Purpose, Screen, SheetRow, State};

use super::{pages, prompt, revised};

/// Whether what is done is done to articles of the library's list.
fn is_listed(state: &State) -> bool {
    state.shown().is_none() && state.listing == Listing::Library && state.screen == Screen::List
}

/// Asks for what the screen needs and is not loaded.
pub(super) fn load(state: &mut State) -> Option<Effect> {
    let height = list_height(state);
    // What nobody looks at is looked up when somebody does.
    let is_shown = state.screen == Screen::List;
    let shelf = &state.shelf;
    let is_enough = shelf.covers(height) && !(shelf.is_stale && is_shown);
    if state.listing != Listing::Library || shelf.is_waiting || is_enough {
        return None;
    }
    Some(ask(state, None))
}

/// Asks for the list as another query, order or folding shows it, or as it is now.
fn ask(state: &mut State, other: Option<ListRequest>) -> Effect {
    let height = list_height(state);
    let shelf = &mut state.shelf;
    shelf.is_waiting = true;
    let keep = shelf.selected().map(|row| row.id);
    let request = match other {
        Some(other) => ListRequest { offset: 0, limit: crate::state::Shelf::window_rows(height), ..other },
        None => shelf.window(height),
    };
    Effect::List { request, keep, total: shelf.page.total }
}

fn list_height(state: &State) -> usize {
    (layout(layout::screen(state), state).list.height as usize).max(usize::from(state.rows)).max(1)
}

pub(super) fn listed(state: &mut State, request: ListRequest, outcome: Answer<ListPage>) -> Vec<Effect> {
    state.shelf.is_waiting = false;
    let is_typing = prompt::purpose(state) == Some(Purpose::Filter);
    match outcome {
        Ok(Ok(page)) => {
            let before = &state.shelf.request;
            // What was seen while typing was there by the beginning of its last word.
            let had_some = before.typed && before.query == request.query && state.shelf.total() > 0;
            if !request.typed && page.total == 0 && had_some && request.query.ends_with(char::is_alphanumeric) {
                let query = format!("{}*", request.query);
                return filter(state, &query, false);
            }
            if is_typing && !request.typed {
                prompt::remember(&mut state.searches, &request.query);
                state.entry = None;
            }
            state.shelf.take(request, page);
        }
        Ok(Err(fault)) => {
            if !is_typing {
                state.fail(fault.message.clone());
            }
            state.shelf.fault = Some(fault);
        }
        Err(why) => {
            // What is shown stays; asking again and again would not help.
            state.shelf.is_stale = false;
            state.fail(why);
        }
    }
    Vec::new()
}

/// The list by day, by outlet or by tag, in turn.
pub(super) fn reorder(state: &mut State) -> Vec<Effect> {
    if !is_listed(state) {
        return only_in_list(state);
    }
    let (order, words) = match state.shelf.request.order {
        ListOrder::Day => (ListOrder::Outlet, "by outlet"),
        ListOrder::Outlet if !state.visiting => (ListOrder::Tag, "by tag"),
        ListOrder::Outlet | ListOrder::Tag => (ListOrder::Day, "by day"),
    };
    state.say(words);
    let other = ListRequest { order, ..state.shelf.request.clone() };
    from_the_beginning(state, other)
}

/// Articles that say the same as rows of their own, or folded into one.
pub(super) fn unfold(state: &mut State) -> Vec<Effect> {
    if !is_listed(state) {
        return only_in_list(state);
    }
    let unfolded = !state.shelf.request.unfolded;
    state.say(if unfolded {
        "articles that say the same have rows of their own"
    } else {
        "articles that say the same are folded"
    });
    let effect = ask(state, None);
    let Effect::List { request, keep, total } = effect else { return Vec::new() };
    vec![Effect::List { request: ListRequest { unfolded, ..request }, keep, total }]
}

fn from_the_beginning(state: &mut State, other: ListRequest) -> Vec<Effect> {
    state.shelf.marks = Marks::default();
    let Effect::List { request, total, .. } = ask(state, Some(other)) else { return Vec::new() };
    vec![Effect::List { request, keep: None, total }]
}

/// Shows what fits a query, as it is typed or as it is meant.
pub(super) fn filter(state: &mut State, query: &str, typed: bool) -> Vec<Effect> {
    let request = &state.shelf.request;
    if request.query == query && request.typed == typed && state.shelf.fault.is_none() {
        return Vec::new();
    }
    let other = ListRequest { query: query.to_owned(), typed, ..request.clone() };
    from_the_beginning(state, other)
}

/// Enter on the line: the line is left once the query is understood.
pub(super) fn confirm(state: &mut State, query: &str) -> Vec<Effect> {
    let effects = filter(state, query, false);
    if effects.is_empty() {
        state.entry = None;
    }
    effects
}

/// Opens the line for a filter.
pub(super) fn type_filter(state: &mut State) {
    let query = state.shelf.request.query.clone();
    state.entry = Some(Entry::new(Purpose::Filter, &query));
}

/// Marks the selected row, or takes the mark away, and goes on to the next.
pub(super) fn mark(state: &mut State, times: usize) -> Vec<Effect> {
    if !is_listed(state) {
        return only_in_list(state);
    }
    for _ in 0..times {
        let Some(key) = state.shelf.selected().map(|row| row.id) else { break };
        let marks = &mut state.shelf.marks;
        if !marks.keys.remove(&key) {
            marks.keys.insert(key);
        }
        marks.all = false;
        if state.shelf.at + 1 < state.shelf.total() {
            state.shelf.at += 1;
        }
    }
    Vec::new()
}

/// Marks everything that the list shows, or nothing.
pub(super) fn mark_all(state: &mut State) -> Vec<Effect> {
    if !is_listed(state) {
        return only_in_list(state);
    }
    let all = state.shelf.marks.is_empty();
    state.shelf.marks = Marks { all, ..Marks::default() };
    let shelf = &state.shelf;
    let words = match (all, shelf.total()) {
        (false, _) => "nothing is marked".to_owned(),
        // An article stands under each of its tags: rows are no articles.
        (true, _) if shelf.request.order == ListOrder::Tag => "everything listed is marked".to_owned(),
        (true, n) if shelf.page.is_more => format!("everything listed is marked, at least {n}"),
        (true, n) => format!("all {n} are marked"),
    };
    state.say(words);
    Vec::new()
}

fn only_in_list(state: &mut State) -> Vec<Effect> {
    state.say("that is for the library's list: L goes there");
    Vec::new()
}

/// What a change is for: what is marked, else the selected row; while reading, the open article.
pub(super) fn chosen(state: &State) -> Option<Chosen> {
    if let Some(reading) = state.shown() {
        return match reading.target? {
            Target::Article(key) => Some(Chosen::Articles(vec![key])),
            Target::Entry(_) => None,
        };
    }
    if let Some(sheet) = state.sheet() {
        return match sheet.selected()? {
            SheetRow::Hit(hit, _) => Some(Chosen::Articles(vec![hit.article])),
            SheetRow::Article(row) => Some(Chosen::Articles(vec![row.id])),
            SheetRow::Line(_, article, _) => Some(Chosen::Articles(vec![*article])),
            _ => None,
        };
    }
    if !is_listed(state) {
        return None;
    }
    let marks = &state.shelf.marks;
    if marks.all {
        let ListRequest { query, unfolded, .. } = &state.shelf.request;
        return Some(Chosen::Listed { query: query.clone(), unfolded: *unfolded });
    }
    if !marks.keys.is_empty() {
        return Some(Chosen::Articles(marks.keys.iter().copied().collect()));
    }
    Some(Chosen::Articles(vec![state.shelf.selected()?.id]))
}

/// Changes what is chosen.
pub(super) fn change(state: &mut State, change: Change) -> Vec<Effect> {
    let Some(chosen) = chosen(state) else {
        not_ours(state);
        return Vec::new();
    };
    make(state, chosen, change)
}

fn make(state: &mut State, chosen: Chosen, change: Change) -> Vec<Effect> {
    state.changing = Some((chosen.clone(), change.clone()));
    vec![Effect::Change(chosen, change)]
}

fn not_ours(state: &mut State) {
    state.say(match state.shown() {
        Some(_) => "this article is not in the library; it has to be brought in first",
        None => "no article of the library is selected",
    });
}

/// Whether what is chosen is all read, or starred, as far as it is loaded.
fn is_all(state: &State, chosen: &Chosen, is: impl Fn(&crate::catalogue::Row) -> bool) -> Option<bool> {
    let wanted = |key: ArticleKey| match chosen {
        Chosen::Articles(keys) => keys.contains(&key),
        Chosen::Listed { .. } => true,
    };
    let mut rows = state.shelf.page.rows.iter().filter(|row| wanted(row.id)).peekable();
    rows.peek()?;
    Some(rows.all(is))
}

/// Marks what is chosen read; unread where it is read already.
pub(super) fn toggle_read(state: &mut State) -> Vec<Effect> {
    // What is open was read by being opened.
    let is_open = state.shown().is_some();
    let read = chosen(state).and_then(|chosen| is_all(state, &chosen, |row| row.is_read));
    change(state, Change::Read(!read.unwrap_or(is_open)))
}

/// Stars what is chosen, or takes the stars away.
pub(super) fn toggle_star(state: &mut State) -> Vec<Effect> {
    let starred = chosen(state).and_then(|chosen| is_all(state, &chosen, |row| row.is_starred));
    change(state, Change::Star(!starred.unwrap_or(false)))
}

/// Opens the line for tags; it holds those of a single article.
pub(super) fn type_tags(state: &mut State) {
    let Some(chosen) = chosen(state) else {
        not_ours(state);
        return;
    };
    let tags = match &chosen {
        Chosen::Articles(keys) if keys.len() == 1 => tags_of(state, keys.first().copied()),
        _ => Vec::new(),
    };
    state.entry = Some(Entry { chosen: Some(chosen), ..Entry::new(Purpose::Tags, &tags.join(", ")) });
}

fn tags_of(state: &State, key: Option<ArticleKey>) -> Vec<String> {
    let row = key.and_then(|key| state.shelf.row(state.shelf.number_of(key)?));
    row.map(|row| row.tags.clone()).unwrap_or_default()
}

/// Gives and takes tags as they were typed, a comma between them: of a single article the line holds all that it is to
/// have; of several, those to give, and with a minus those to take. What the line did not hold at first is not taken.
pub(super) fn tag(state: &mut State, entry: Entry) -> Vec<Effect> {
    let Some(chosen) = entry.chosen else { return Vec::new() };
    let before: Vec<&str> = tags_in(&entry.origin_text).collect();
    let (mut wanted, mut take) = (Vec::new(), Vec::new());
    for tag in tags_in(entry.line.text()) {
        // What was there before is a tag, whatever it begins with.
        match tag.strip_prefix('-').filter(|_| !before.contains(&tag)) {
            Some(tag) => take.extend(tags_in(tag)),
            None if before.contains(&tag) => wanted.push(tag),
            None => wanted.extend(tags_in(tag.trim_start_matches(['+', '#']))),
        }
    }
    take.extend(before.iter().filter(|tag| !wanted.contains(tag)));
    let mut add: Vec<&str> = wanted.into_iter().filter(|tag| !before.contains(tag) && !take.contains(tag)).collect();
    for tags in [&mut add, &mut take] {
        tags.sort_unstable();
        tags.dedup();
    }
    if add.is_empty() && take.is_empty() {
        return Vec::new();
    }
    let owned = |tags: Vec<&str>| tags.into_iter().map(str::to_owned).collect();
    make(state, chosen, Change::Tag { add: owned(add), take: owned(take) })
}

/// The tags of a line.
fn tags_in(line: &str) -> impl Iterator<Item = &str> {
    line.split(',').map(str::trim).filter(|tag| !tag.is_empty())
}

/// A change was made: the rows that are loaded follow at once and keep their order, so that nothing moves under the
/// reader's eyes; what takes rows away or brings them back loads the list anew.
pub(super) fn changed(state: &mut State, outcome: Result<String, String>) -> Vec<Effect> {
    let changing = state.changing.take();
    match outcome {
        Err(why) => {
            state.fail(why);
            return Vec::new();
        }
        Ok(words) if !words.is_empty() => state.say(words),
        Ok(_) => {}
    }
    match changing {
        Some((Chosen::Articles(keys), change)) if change != Change::Remove => {
            for row in state.shelf.page.rows.iter_mut().filter(|row| keys.contains(&row.id)) {
                match &change {
                    Change::Read(read) => {
                        let n = &mut state.shelf.page.n_unread;
                        *n = match (row.is_read, *read) {
                            (false, true) => n.saturating_sub(1),
                            (true, false) => *n + 1,
                            _ => *n,
                        };
                        row.is_read = *read;
                    }
                    Change::Star(star) => row.is_starred = *star,
                    Change::Tag { add, take } => {
                        row.tags.retain(|tag| !take.contains(tag));
                        row.tags.extend(add.iter().cloned());
                        row.tags.sort();
                        row.tags.dedup();
                    }
                    Change::Remove => {}
                }
            }
        }
        _ => state.shelf.is_stale = true,
    }
    state.shelf.marks = Marks::default();
    let reread = revised::reread(state);
    pages::again(state).into_iter().chain(reread).collect()
}

/// An article was opened, which is to have read it; the outside notes that by itself.
pub(super) fn mark_read(state: &mut State, key: ArticleKey) {
    let shelf = &mut state.shelf;
    for row in shelf.page.rows.iter_mut().filter(|row| row.id == key && !row.is_read) {
        row.is_read = true;
        shelf.page.n_unread = shelf.page.n_unread.saturating_sub(1);
    }
}

/// Another program has written to the library.
pub(super) fn library_changed(state: &mut State) {
    state.shelf.is_stale = true;
}

/// Undoes what was done last.
pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    state.changing = None;
    state.undoing = state.reading.as_ref().and_then(|reading| reading.target);
    vec![Effect::Undo]
}
