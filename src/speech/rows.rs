//! The selected row of a pane or a list as sentences.

use crate::article::Support;
use crate::catalogue::{ListOrder, Row};
use crate::state::lit::QuoteRow;
use crate::state::panes::n_rows;
use crate::state::{Listing, Pane, Reading, State};

use super::article;
use super::words::{counted, percent, sentence, sentences};

/// What a pane is, and how much is in it.
pub(super) fn pane(reading: &Reading, pane: Pane) -> String {
    let n = n_rows(reading, pane);
    match pane {
        Pane::Article => "Back in the text.".to_owned(),
        Pane::Summary if n == 0 => "Summary: there is none.".to_owned(),
        Pane::Summary => format!("Summary, {}. A digit goes to the sentence behind a line.", counted(n, "line")),
        Pane::Actors if n == 0 => "No actor has that name or role.".to_owned(),
        Pane::Actors => format!("{}. Letters narrow the list.", sentence(&counted(n, "actor")).trim_end_matches('.')),
        Pane::Quotes if n == 0 => "No statement is left to list.".to_owned(),
        Pane::Quotes => {
            let order = if reading.lit.by_speaker { "by speaker" } else { "in the article's order" };
            format!("{} {order}.", sentence(&counted(reading.lit.n_quotes, "statement")).trim_end_matches('.'))
        }
    }
}

/// The selected row of the pane that has the keys.
pub(super) fn in_pane(reading: &Reading) -> Option<Vec<String>> {
    let at = reading.cursor(reading.focus).at;
    let n = n_rows(reading, reading.focus);
    match reading.focus {
        Pane::Article => None,
        Pane::Summary => {
            let line = reading.article.summary.items().get(at)?;
            let doubt = match line.support.known() {
                Some(Support::Partial) => "the sentence in the article says part of it only",
                Some(Support::Unverified) => "nothing in the article backs this line",
                Some(Support::Verbatim) | None => "",
            };
            Some(vec![sentences([format!("line {} of {n}", at + 1).as_str(), &line.text, doubt])])
        }
        Pane::Actors => {
            let cast = reading.cast.get(at).and_then(|&row| reading.index.cast.get(row))?;
            let actor = reading.article.actors.items().get(cast.actor)?;
            let role = actor.role().unwrap_or_default();
            let said = counted(cast.n_statements, "statement");
            let share = match (reading.index.n_quoted_words, cast.n_quoted_words) {
                (0, _) | (_, 0) => String::new(),
                (all, own) => format!(", {} of the quoted words", percent(own as f64 / all as f64)),
            };
            let counts = format!("{said}, {}{share}", counted(cast.n_mentions, "mention"));
            Some(vec![sentences([actor.name.as_str(), &role, &counts, &format!("{} of {n}", at + 1)])])
        }
        Pane::Quotes => match reading.lit.quotes.get(at)? {
            QuoteRow::Statement(number) => Some(article::statement(reading, *number)),
            QuoteRow::Speaker(Some(actor)) => {
                let name = reading.article.actors.items().get(*actor).map_or("", |actor| actor.name.as_str());
                Some(vec![sentence(&format!("statements by {name}"))])
            }
            QuoteRow::Speaker(None) => Some(vec!["Statements of nobody named as an actor.".to_owned()]),
        },
    }
}

/// What the list is, and how much is in it.
pub(super) fn list(state: &State) -> String {
    match state.listing {
        Listing::Entries if state.items.is_empty() => "No articles.".to_owned(),
        Listing::Entries if state.items.iter().all(|item| item.sample) => {
            format!("{} to try the reader on, all made up.", counted(state.items.len(), "article"))
        }
        Listing::Entries => format!("{}.", counted(state.items.len(), "article")),
        Listing::Library => {
            let shelf = &state.shelf;
            let more = if shelf.page.is_more { "more than " } else { "" };
            let articles = format!("{more}{}", counted(shelf.total(), "article"));
            match shelf.request.query.as_str() {
                "" => format!("The library: {articles}, {} unread.", shelf.page.n_unread),
                query => format!("The library, articles that fit {query}: {articles}."),
            }
        }
    }
}

/// The selected row of the list.
pub(super) fn in_list(state: &State) -> Option<Vec<String>> {
    let (at, n) = (state.selected(), state.n_listed());
    let place = format!("{} of {n}", at + 1);
    if state.listing == Listing::Library {
        let row = state.shelf.selected()?;
        let mut row = article_row(row);
        if state.shelf.marks.has(state.shelf.selected()?.id) {
            row.push_str(" Marked.");
        }
        return Some(vec![format!("{row} {}", sentence(&place))]);
    }
    let item = state.items.get(at)?;
    let (outlet, day) = (item.outlet.as_deref().unwrap_or(""), item.day.as_deref().unwrap_or(""));
    let sample = if item.sample { "sample" } else { "" };
    let fault = item.fault.as_ref().map(|why| format!("it cannot be opened: {why}")).unwrap_or_default();
    Some(vec![sentences([item.title.as_str(), outlet, day, sample, &fault, &place])])
}

/// The heading that the selected row of the library's list stands under.
pub(super) fn group(state: &State) -> Option<String> {
    let row = state.shelf.selected().filter(|_| state.listing == Listing::Library)?;
    Some(match (state.shelf.request.order, row.group.as_str()) {
        (ListOrder::Outlet, "") => "no outlet".to_owned(),
        (ListOrder::Tag, "") => "no tag".to_owned(),
        (_, name) => name.to_owned(),
    })
}

/// An article of the library.
pub(super) fn article_row(row: &Row) -> String {
    let read = if row.is_read { "read" } else { "unread" };
    let folded = match row.n_folded {
        0 => String::new(),
        1 => "1 more article says the same".to_owned(),
        n => format!("{n} more articles say the same"),
    };
    let version = if row.version > 1 { format!("updated, text {}", row.version) } else { String::new() };
    let tags = if row.tags.is_empty() { String::new() } else { format!("tags: {}", row.tags.join(", ")) };
    sentences([
        row.headline.as_str(),
        row.outlet.as_deref().unwrap_or(""),
        &row.day,
        read,
        if row.is_starred { "starred" } else { "" },
        &counted(row.n_statements, "statement"),
        if row.complete == Some(false) { "incomplete" } else { "" },
        &version,
        &folded,
        &tags,
    ])
}
