//! Which statements are lit: by kind, by actor; and Escape, which undoes one thing at a time.

use std::sync::Arc;

use crate::article::{Kind, Mention};
use crate::exchange::Effect;
use crate::state::lit::{Filter, Lit};
use crate::state::{Listing, Overlay, Pane, Reading, Screen, State, Stop};

use super::{act, back, copy, jump, narrow, prompt, shelf};

pub(super) fn next_kind(state: &mut State) {
    let Some(reading) = &mut state.reading else { return };
    let kind = match reading.lit.filter.kind {
        None => Some(Kind::Direct),
        Some(Kind::Direct) => Some(Kind::Mixed),
        Some(Kind::Mixed) => Some(Kind::Indirect),
        Some(Kind::Indirect) => Some(Kind::NoComment),
        Some(Kind::NoComment) => None,
    };
    apply(reading, Filter { kind, ..reading.lit.filter });
    let (n, all) = (reading.lit.order.len(), reading.index.order.len());
    state.say(match kind {
        Some(kind) => format!("{} only: {n} of {all} statements", kind.word()),
        None => format!("all kinds: {n} of {all} statements"),
    });
}

/// Lights only the statements of the selected actor; shows the first mention of one who says nothing.
pub(super) fn actor(state: &mut State) {
    let Some(reading) = &mut state.reading else { return };
    let row = reading.cast.get(reading.actors_cursor.at).and_then(|&row| reading.index.cast.get(row));
    let Some((actor, n_statements)) = row.map(|row| (row.actor, row.n_statements)) else { return };
    let article = Arc::clone(&reading.article);
    let Some(named) = article.actors.items().get(actor) else { return };
    let from = reading.mark();
    reading.jumps.push(from);
    reading.focus = Pane::Article;
    narrow::clear(reading);
    if n_statements == 0 {
        let mentions = named.mentions.items();
        let first = mentions.iter().filter_map(|mention: &Mention| mention.anchor.span()).min();
        if let Some(span) = first {
            jump::forget_evidence(reading);
            reading.evidence = vec![span];
            jump::show_char(reading, span.start());
        }
        let at = if first.is_some() { "; here is the first mention" } else { "" };
        state.say(format!("no statements by {}{at}", named.name));
        return;
    }
    apply(reading, Filter { actor: Some(actor), ..reading.lit.filter });
    // Something lit comes into view; n then goes to the first of it.
    if !reading.lit.starts.is_empty() && !reading.lit.starts.iter().any(|&start| reading.is_in_view(start)) {
        let below = reading.lit.starts.partition_point(|&start| start < reading.top_char());
        let first = reading.lit.starts.get(below).or_else(|| reading.lit.starts.first());
        if let Some(&start) = first {
            jump::show_char(reading, start);
        }
    }
    let n = reading.lit.order.len();
    let s = if n == 1 { "" } else { "s" };
    state.say(format!("{n} statement{s} by {}; Esc shows all", named.name));
}

/// Escape: closes what is open, leaves typing, clears the search, then the filter, then goes back to the article.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Boxed { .. }) = state.overlay {
        state.overlay = None;
        return copy::closed(state);
    }
    if state.menu.is_some() && state.entry.is_none() && !covers_menu(state.overlay) {
        state.menu = None;
        return Vec::new();
    }
    if state.marking.is_some() && state.entry.is_none() && !covers_menu(state.overlay) {
        state.marking = None;
        state.say("left as it was");
        return Vec::new();
    }
    if state.entry.is_some() && !covers_menu(state.overlay) {
        return prompt::close(state);
    }
    if state.overlay.take().is_some() {
        return Vec::new();
    }
    if state.sheet().is_some() {
        return back::pop(state).unwrap_or_default();
    }
    if state.screen == Screen::List {
        if state.loading.take().is_some() {
            return Vec::new();
        }
        if state.listing == Listing::Library && !state.shelf.marks.is_empty() {
            state.shelf.marks = crate::state::shelf::Marks::default();
        } else if state.listing == Listing::Library && !state.shelf.request.query.is_empty() {
            state.say("all articles are listed again");
            return shelf::filter(state, "", false);
        } else if state.reading.is_some() {
            state.screen = Screen::Article;
        }
        return Vec::new();
    }
    let Some(reading) = &mut state.reading else { return Vec::new() };
    if reading.focus == Pane::Actors && !reading.narrow.text().is_empty() {
        narrow::clear(reading);
    } else if reading.finding.take().is_some() {
        state.say("n goes to statements again");
    } else if !reading.lit.filter.is_open() {
        apply(reading, Filter::default());
        state.say("all statements are lit again");
    } else if reading.focus != Pane::Article {
        reading.focus = Pane::Article;
    } else if !reading.evidence.is_empty() {
        jump::forget_evidence(reading);
    } else if matches!(state.back.last(), Some(stop) if *stop != Stop::List) {
        return back::pop(state).unwrap_or_default();
    }
    act::close_card(state);
    Vec::new()
}

/// Whether what lies over the screen lies over a menu too.
fn covers_menu(overlay: Option<Overlay>) -> bool {
    matches!(overlay, Some(Overlay::Help { .. } | Overlay::Warnings { .. } | Overlay::Boxed { .. }))
}

fn apply(reading: &mut Reading, filter: Filter) {
    let by_speaker = reading.lit.by_speaker;
    reading.lit = Arc::new(Lit::new(&reading.article, &reading.index, filter, by_speaker));
    reading.trail.clear();
    // A current statement that is left out comes back with the filter that lets it through.
    let at = reading.at.or(reading.left_out_at);
    let lit = at.filter(|&at| reading.lit.rank(at).is_some());
    reading.left_out_at = if lit.is_none() { at } else { None };
    jump::set_at(reading, lit);
}
