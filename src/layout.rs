//! Where everything stands on the screen: a pure function of the screen's size and the state. Update and view ask
//! it alike, so a click lands on what was drawn.

use ratatui::layout::Rect;

use crate::state::{Overlay, Pane, Reading, State, panes};

/// Smallest screen that the reader works on.
pub const MIN_COLS: u16 = 40;
/// The same in rows.
pub const MIN_ROWS: u16 = 10;
/// Columns of the gutter: the sign, the doubt, a space.
pub const GUTTER_COLS: u16 = 3;
/// From this width the panes stand beside the article.
const WIDE_COLS: u16 = 110;
/// From this width the pane that has the keys stands beside the article; below it takes the article's place.
const BESIDE_COLS: u16 = 72;
/// From this height a line at the top names the article.
const HEADER_ROWS: u16 = 18;
/// Rows that a menu leaves to what it is about.
const MENU_ROWS: u16 = 7;
/// Widest that the panes beside the article get.
const MAX_SIDE_COLS: u16 = 90;

/// What a listener has of a session: lines so long that sentences are whole, and so many rows of a list to a page.
pub const LINEAR_SIZE: (u16, u16) = (1000, 16);
/// Rows of what lies over the article for a listener, its title included: it goes by line after line.
const LINEAR_ROWS: u16 = 2;

/// A pane beside the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// Which.
    pub pane: Pane,
    /// Its title.
    pub title: Rect,
    /// Its rows.
    pub body: Rect,
}

/// Where everything stands. A rectangle without area is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The screen is too small; nothing else is shown.
    pub too_small: bool,
    /// Names the article.
    pub header: Rect,
    /// The list's rows, its note at the top not included.
    pub list: Rect,
    /// The note above the list.
    pub list_note: Rect,
    /// The article's lines, gutter included.
    pub article: Rect,
    /// Its words.
    pub text: Rect,
    /// The line between article and panes.
    pub rule: Rect,
    /// The panes beside the article.
    pub sides: Vec<Side>,
    /// The evidence card, its title included.
    pub card: Rect,
    /// The help screen, the list of warnings or words to select, its title included.
    pub help: Rect,
    /// What is chosen from, its title included.
    pub menu: Rect,
    /// The status line.
    pub status: Rect,
    /// The footer, or what is being typed, or a notice.
    pub footer: Rect,
}

/// Lays the screen out.
pub fn layout(area: Rect, state: &State) -> Layout {
    if area.width < MIN_COLS || area.height < MIN_ROWS {
        return Layout { too_small: true, ..Layout::default() };
    }
    let (rest, footer) = split_bottom(area, 1);
    let (rest, status) = split_bottom(rest, 1);
    let mut layout = Layout { status, footer, ..Layout::default() };
    if let Some(Overlay::Help { .. } | Overlay::Warnings { .. } | Overlay::Boxed { .. }) = state.overlay {
        layout.help = if state.linear { split_top(rest, LINEAR_ROWS).0 } else { rest };
    }
    let rest = match &state.menu {
        Some(menu) if layout.help.height == 0 => {
            // What it is about stays in sight above it, as far as there is room for both.
            let rows = (menu.rows.len() + 1).min(usize::from(rest.height)) as u16;
            let most = if rest.height >= MENU_ROWS * 2 { rest.height - MENU_ROWS } else { rest.height * 3 / 4 };
            let (rest, menu) = split_bottom(rest, rows.min(most));
            layout.menu = menu;
            rest
        }
        _ => rest,
    };
    let Some(reading) = state.shown() else {
        let (note, list) = split_top(rest, if rest.height >= 6 { 2 } else { 1 });
        (layout.list_note, layout.list) = (note, list);
        return layout;
    };
    let header_rows = u16::from(area.height >= HEADER_ROWS && !state.zen);
    let (header, body) = split_top(rest, header_rows);
    layout.header = header;
    let side_cols = side_cols(body.width, state, reading);
    let (main, side) = split_right(body, side_cols);
    let (main, rule) = if side_cols > 0 && main.width > 0 { split_right(main, 1) } else { (main, Rect::default()) };
    layout.rule = rule;
    if is_wide(body.width, state) {
        layout.sides = stack(side, reading);
    } else if side_cols > 0 {
        let (title, body) = split_top(side, 1);
        layout.sides.push(Side { pane: reading.focus, title, body });
    }
    let main = if let Some(Overlay::Card { .. }) = state.overlay {
        // At most half, so that the statement itself stays in sight above its evidence.
        let wanted = (reading.card.lines.len() + 1).min(u16::MAX as usize) as u16;
        let most = if state.linear { LINEAR_ROWS } else { main.height.div_ceil(2) };
        let (main, card) = split_bottom(main, wanted.min(most));
        layout.card = card;
        main
    } else {
        main
    };
    // A listener is at one sentence.
    let main = if state.linear { split_top(main, 1).0 } else { main };
    layout.article = main;
    let measure = measure_col(main.width, state);
    let indent = if state.zen { main.width.saturating_sub(measure + GUTTER_COLS) / 2 } else { 0 };
    layout.text = Rect { x: main.x + indent + GUTTER_COLS.min(main.width), width: measure.min(main.width), ..main };
    layout
}

/// Columns of the card's lines.
pub fn card_cols(layout: &Layout) -> u16 {
    inner_cols(layout.card.width)
}

/// Columns of the lines of the help screen or the list of warnings.
pub fn help_cols(layout: &Layout) -> u16 {
    inner_cols(layout.help.width)
}

/// Inside a column of space on each side.
fn inner_cols(width: u16) -> u16 {
    width.saturating_sub(2)
}

/// The measure of the article's lines in a region of a width, in columns.
fn measure_col(width: u16, state: &State) -> u16 {
    let room = width.saturating_sub(GUTTER_COLS + 1);
    if state.linear { room } else { room.min(state.measure_col.max(20)) }
}

fn is_wide(width: u16, state: &State) -> bool {
    width >= WIDE_COLS && !state.zen && !state.linear
}

/// Columns of the panes beside the article; all of them when a pane takes the article's place.
fn side_cols(width: u16, state: &State, reading: &Reading) -> u16 {
    if is_wide(width, state) {
        return width.saturating_sub(state.measure_col.clamp(20, 72) + GUTTER_COLS + 2).min(MAX_SIDE_COLS);
    }
    match reading.focus {
        Pane::Article => 0,
        _ if width < BESIDE_COLS || state.linear => width,
        _ => (width * 2 / 5).max(32),
    }
}

/// The three panes under one another; each gets what it needs as far as there is room.
fn stack(side: Rect, reading: &Reading) -> Vec<Side> {
    let third = side.height / 3;
    let wanted = |pane, limit: u16| {
        let rows = panes::height(reading, pane, side.width, limit as usize).max(1) as u16 + 1;
        rows.min(limit.max(2))
    };
    let summary = wanted(Pane::Summary, side.height * 2 / 5);
    let actors = wanted(Pane::Actors, (side.height.saturating_sub(summary) / 2).max(third));
    let mut sides = Vec::new();
    let mut rest = side;
    for (pane, rows) in [(Pane::Summary, summary), (Pane::Actors, actors), (Pane::Quotes, u16::MAX)] {
        let (part, below) = split_top(rest, rows.min(rest.height));
        let (title, body) = split_top(part, 1);
        sides.push(Side { pane, title, body });
        rest = below;
    }
    sides
}

/// Whether a cell lies in a rectangle.
pub fn contains(rect: Rect, col: u16, row: u16) -> bool {
    (rect.left()..rect.right()).contains(&col) && (rect.top()..rect.bottom()).contains(&row)
}

/// The rectangle of a screen at its origin.
pub fn screen(state: &State) -> Rect {
    Rect::new(0, 0, state.cols, state.rows)
}

/// Whether the list fills the screen.
pub fn shows_list(state: &State) -> bool {
    state.shown().is_none()
}

fn split_top(rect: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(rect.height);
    (Rect { height: rows, ..rect }, Rect { y: rect.y + rows, height: rect.height - rows, ..rect })
}

fn split_bottom(rect: Rect, rows: u16) -> (Rect, Rect) {
    split_top(rect, rect.height.saturating_sub(rows))
}

fn split_right(rect: Rect, cols: u16) -> (Rect, Rect) {
    let cols = cols.min(rect.width);
    let left = rect.width - cols;
    (Rect { width: left, ..rect }, Rect { x: rect.x + left, width: cols, ..rect })
}
