//! The mouse: the wheel scrolls what is under it, a click selects, a second click is Enter.

use crate::exchange::Effect;
use crate::flow::cells;
use crate::key::{Mouse, MouseAction};
use crate::layout::{self, Layout, contains, layout};
use crate::state::segments::first_after;
use crate::state::shelf::ShelfLine;
use crate::state::{Listing, Pane, Reading, SheetRow, State, panes};

use super::{act, card, jump, motion, sheet};

/// Lines that one notch of the wheel scrolls.
const WHEEL_LINES: isize = 3;

pub(super) fn mouse(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let lay = layout(layout::screen(state), state);
    if lay.too_small {
        return Vec::new();
    }
    match mouse.action {
        MouseAction::WheelUp => wheel(state, &lay, mouse, -WHEEL_LINES),
        MouseAction::WheelDown => wheel(state, &lay, mouse, WHEEL_LINES),
        MouseAction::Press => {
            state.notice = None;
            state.edge = None;
            return press(state, &lay, mouse);
        }
    }
    Vec::new()
}

fn wheel(state: &mut State, lay: &Layout, mouse: Mouse, by: isize) {
    let over = |rect| contains(rect, mouse.col, mouse.row);
    if lay.help.height > 0 || over(lay.card) {
        motion::scroll_overlay(state, by);
    } else if let Some(menu) = &mut state.menu {
        menu.step(by.signum());
    } else if state.sheet().is_some() {
        sheet::step(state, by.signum());
    } else if layout::shows_list(state) {
        state.select(state.selected().saturating_add_signed(by));
    } else if let Some(side) = lay.sides.iter().find(|side| over(side.title) || over(side.body)) {
        if let Some(reading) = &mut state.reading {
            let rows = if side.pane == Pane::Summary { by.signum() } else { by };
            motion::scroll_pane(reading, side.pane, rows, side.body.width, side.body.height as usize);
        }
    } else {
        motion::scroll_article(state, by);
    }
}

fn press(state: &mut State, lay: &Layout, mouse: Mouse) -> Vec<Effect> {
    let over = |rect| contains(rect, mouse.col, mouse.row);
    if lay.help.height > 0 || state.entry.is_some() {
        return Vec::new();
    }
    if let Some(menu) = &mut state.menu {
        let line = over(lay.menu).then(|| (mouse.row - lay.menu.y) as usize).and_then(|line| line.checked_sub(1));
        let Some(row) = line.map(|line| menu.top + line).filter(|&row| row < menu.shown.len()) else {
            return Vec::new();
        };
        if menu.at == row {
            return act::activate(state);
        }
        menu.at = row;
        return Vec::new();
    }
    if state.marking.is_some() {
        return Vec::new();
    }
    if state.sheet().is_some() {
        let line = over(lay.list).then(|| (mouse.row - lay.list.y) as usize);
        if let (Some(line), Some(sheet)) = (line, state.sheet_mut())
            && let Some(row) = sheet.row_at(line)
            && sheet.rows.get(row).is_some_and(SheetRow::is_stop)
        {
            if sheet.at == row {
                return act::activate(state);
            }
            sheet.at = row;
        }
        return Vec::new();
    }
    if layout::shows_list(state) {
        if over(lay.list) {
            let line = (mouse.row - lay.list.y) as usize;
            let row = match state.listing {
                Listing::Entries => Some(state.list_top + line).filter(|&row| row < state.items.len()),
                Listing::Library => match state.shelf.lines(lay.list.height as usize).get(line) {
                    Some(ShelfLine::Row(row)) => Some(*row),
                    _ => None,
                },
            };
            match row {
                Some(row) if row == state.selected() => return act::activate(state),
                Some(row) => state.select(row),
                None => {}
            }
        }
        return Vec::new();
    }
    let Some(reading) = &mut state.reading else { return Vec::new() };
    if let Some(side) = lay.sides.iter().find(|side| over(side.body) || over(side.title)) {
        let had_keys = reading.focus == side.pane;
        reading.focus = side.pane;
        let line = (mouse.row - side.title.y) as usize;
        let row = line.checked_sub(1).and_then(|line| panes::row_at(reading, side.pane, side.body.width, line));
        if let (Some(row), Some(cursor)) = (row, reading.cursor_mut(side.pane)) {
            let again = had_keys && cursor.at == row;
            cursor.at = row;
            act::close_card(state);
            if again {
                return act::activate(state);
            }
        }
        return Vec::new();
    }
    if over(lay.article) {
        reading.focus = Pane::Article;
        if let Some(statement) = statement_at(reading, lay, mouse) {
            let again = reading.at == Some(statement);
            jump::set_at(reading, Some(statement));
            jump::leave_match(reading);
            if again {
                card::open(state);
            }
        }
    }
    Vec::new()
}

/// The lit statement whose words stand under the mouse; in the gutter, the one whose sign stands there.
fn statement_at(reading: &Reading, lay: &Layout, mouse: Mouse) -> Option<usize> {
    let line = reading.flow.lines().get(reading.top + (mouse.row - lay.text.y) as usize)?;
    if mouse.col < lay.text.x {
        let first = reading.lit.starts.partition_point(|&start| start < line.start_char);
        let start = reading.lit.starts.get(first)?;
        return if *start < line.end_char { reading.lit.order.get(first).copied() } else { None };
    }
    let words = reading.article.text.as_str().get(line.start_byte..line.end_byte)?;
    let mut col = lay.text.x + line.indent_col;
    let mut char = line.start_char;
    for cell in cells(words) {
        if (col..col + cell.width_col).contains(&mouse.col) {
            let segment = reading.lit.words.get(first_after(&reading.lit.words, char))?;
            return (segment.start_char <= char).then_some(segment.owner);
        }
        col += cell.width_col;
        char += cell.n_chars;
    }
    None
}
