//! Going to a place in the article, and coming back.

use crate::article::{Anchor as Place, Span};
use crate::state::lit::QuoteRow;
use crate::state::reading::Anchor;
use crate::state::{Mark, Pane, Reading, State, panes};

use super::{act, card};

/// A place that is gone to stands at this part of the view's height.
const PART_OF_HEIGHT: usize = 3;

/// Puts a line at the top, as far as the text reaches, and remembers it as the reader's own choice.
pub(super) fn scroll_to(reading: &mut Reading, top: usize) {
    reading.top = top.min(reading.max_top());
    let lines = reading.flow.lines();
    reading.anchor = match (lines.get(reading.top), lines.get(reading.top + 1)) {
        (Some(line), Some(next)) if line.gap => Anchor { char: next.start_char, gap: true },
        (Some(line), _) => Anchor { char: line.start_char, gap: false },
        (None, _) => Anchor::default(),
    };
}

/// The top line that an anchor means at the present width.
pub(super) fn top_of(reading: &Reading, anchor: Anchor) -> usize {
    let line = reading.flow.line_of_char(anchor.char);
    let gap_above = line > 0 && reading.flow.lines().get(line - 1).is_some_and(|line| line.gap);
    let top = if anchor.gap && gap_above { line - 1 } else { line };
    top.min(reading.max_top())
}

/// Puts the line of a scalar at a third of the view's height.
pub(super) fn show_char(reading: &mut Reading, char: usize) {
    let line = reading.flow.line_of_char(char);
    scroll_to(reading, line.saturating_sub(reading.height / PART_OF_HEIGHT));
}

/// Makes a statement the current one; the quotes pane follows.
pub(super) fn set_at(reading: &mut Reading, statement: Option<usize>) {
    reading.at = statement;
    if let Some(row) = statement.and_then(|statement| panes::row_of_statement(reading, statement)) {
        reading.quotes_cursor.at = row;
    }
}

/// Nothing is underlined any more.
pub(super) fn forget_evidence(reading: &mut Reading) {
    reading.traced = None;
    reading.evidence.clear();
}

/// Having gone elsewhere one is at no match any more; the next one is looked for from the view.
pub(super) fn leave_match(reading: &mut Reading) {
    if let Some(finding) = &mut reading.finding {
        finding.at = None;
    }
}

/// Comes back to a mark.
pub(super) fn restore(reading: &mut Reading, mark: Mark) {
    reading.anchor = mark.anchor;
    reading.top = top_of(reading, mark.anchor);
    reading.traced = mark.traced;
    reading.evidence = mark.evidence;
    set_at(reading, mark.at);
}

/// Goes to the sentence behind a summary line and underlines it.
pub(super) fn trace(state: &mut State, row: usize) {
    act::close_card(state);
    let Some(reading) = &mut state.reading else { return };
    let n_lines = reading.article.summary.items().len();
    let article = std::sync::Arc::clone(&reading.article);
    let Some(line) = article.summary.items().get(row) else {
        let text = match n_lines {
            0 => "there is no summary".to_owned(),
            n => format!("the summary has lines 1 to {n}"),
        };
        state.say(text);
        return;
    };
    reading.summary_cursor.at = row;
    let spans: Vec<Span> = line.evidence.iter().filter_map(Place::span).collect();
    let Some(start) = spans.first().map(|span| span.start()) else {
        state.say(format!("the sentence behind summary line {} is not found in the text", row + 1));
        return;
    };
    let from = reading.mark();
    reading.jumps.push(from);
    reading.focus = Pane::Article;
    // The card shows the statement that the line reports; a line may report none.
    let named = line
        .statements
        .items()
        .iter()
        .find_map(|id| article.statements.items().iter().position(|statement| statement.id == *id));
    let there = reading.index.order.iter().copied().find(|&number| {
        article
            .statements
            .items()
            .get(number)
            .is_some_and(|statement| statement.spans().any(|said| spans.iter().any(|span| span.overlaps(said))))
    });
    let statement = named.filter(|&number| reading.index.start_char(number).is_some()).or(there);
    set_at(reading, statement);
    leave_match(reading);
    reading.traced = Some(row);
    reading.evidence = spans;
    show_char(reading, start);
    state.say(format!("the sentence behind summary line {}", row + 1));
}

/// Goes to the selected quote.
pub(super) fn quote(state: &mut State) {
    let Some(reading) = &mut state.reading else { return };
    let statement = match reading.lit.quotes.get(reading.quotes_cursor.at) {
        Some(QuoteRow::Statement(statement)) => *statement,
        // A heading stands for the first statement under it.
        Some(QuoteRow::Speaker(_)) => match reading.lit.quotes.get(reading.quotes_cursor.at + 1) {
            Some(QuoteRow::Statement(statement)) => *statement,
            _ => return,
        },
        None => return,
    };
    let from = reading.mark();
    reading.jumps.push(from);
    forget_evidence(reading);
    set_at(reading, Some(statement));
    leave_match(reading);
    reading.focus = Pane::Article;
    if let Some(start) = reading.index.start_char(statement) {
        show_char(reading, start);
    } else {
        card::open(state);
        state.say("the words of this statement are not found in the text");
    }
}

pub(super) fn back(state: &mut State, times: usize) {
    travel(state, times, "no jump to go back to", |reading, here| reading.jumps.back(here));
}

pub(super) fn forward(state: &mut State, times: usize) {
    travel(state, times, "no jump to go forward to", |reading, here| reading.jumps.forward(here));
}

fn travel(state: &mut State, times: usize, none: &str, step: impl Fn(&mut Reading, Mark) -> Option<Mark>) {
    act::close_card(state);
    let Some(reading) = &mut state.reading else { return };
    let mut came = false;
    for _ in 0..times {
        let here = reading.mark();
        let Some(mark) = step(reading, here) else { break };
        restore(reading, mark);
        leave_match(reading);
        came = true;
    }
    if came {
        reading.focus = Pane::Article;
    } else {
        state.say(none);
    }
}
