//! State -> cells. Reads the state, writes nothing back, and draws only what is seen.

mod article;
mod card;
mod footer;
mod help;
mod ink;
mod list;
mod menu;
mod panes;
mod query;
mod sheet;
mod shelf;
mod status;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::flow::Link;
use crate::layout::{self, layout};
use crate::state::{Listing, State};
use crate::theme::{Look, Role};

use ink::Ink;

/// Draws the whole screen into an area and says where the cursor stands while something is typed.
pub fn render(state: &State, look: &Look, area: Rect, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let area = area.intersection(buffer.area);
    let mut ink = Ink::new(buffer, look);
    ink.clear(area, look.style(Role::Text));
    if area.is_empty() {
        return None;
    }
    let lay = layout(area, state);
    if lay.too_small {
        too_small(&mut ink, area);
        return None;
    }
    let mut cursor = None;
    if lay.help.height > 0 {
        help::overlay(&mut ink, state, &lay);
    } else if let Some(reading) = state.shown() {
        article::header(&mut ink, state, reading, lay.header);
        article::article(&mut ink, reading, state.marking.as_ref(), &lay);
        article::rule(&mut ink, lay.rule);
        for side in &lay.sides {
            cursor = panes::pane(&mut ink, reading, side).or(cursor);
        }
        card::card(&mut ink, state, reading, &lay);
    } else if let Some(answers) = state.sheet() {
        cursor = sheet::sheet(&mut ink, state, answers, &lay);
    } else if state.listing == Listing::Library {
        cursor = shelf::shelf(&mut ink, state, &lay);
    } else {
        list::list(&mut ink, state, &lay);
    }
    cursor = menu::menu(&mut ink, state, lay.menu).or(cursor);
    status::status(&mut ink, state, lay.status);
    footer::footer(&mut ink, state, lay.footer).or(cursor)
}

/// The cells that lead to an address, on the screen as it is drawn into an area.
pub fn links(state: &State, area: Rect) -> Vec<Link> {
    if state.boxed.links.is_empty() {
        return Vec::new();
    }
    help::links(state, &layout(area, state))
}

fn too_small(ink: &mut Ink, area: Rect) {
    let sign = if ink.unicode() { '×' } else { 'x' };
    let text = format!(
        "window too small: {}{sign}{}, nutgraf needs {}{sign}{}",
        area.width,
        area.height,
        layout::MIN_COLS,
        layout::MIN_ROWS
    );
    let style = ink.style(Role::Notice);
    // What does not fit in one line goes on in the next.
    for (row, range) in crate::flow::wrapped(&text, area.width).into_iter().take(area.height as usize).enumerate() {
        ink.put(area.x, area.y + row as u16, area.right(), text.get(range).unwrap_or_default(), style);
    }
}
