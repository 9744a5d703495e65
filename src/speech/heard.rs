//! What was there when something was last said: as little as tells what is new.

use crate::exchange::Target;
use crate::state::{Listing, Overlay, Pane, Purpose, Screen, State};

use super::{article, choosing, over, row, rows, sheet};

/// What was there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heard {
    pub(super) screen: (Screen, Listing),
    /// The article on the screen.
    pub(super) target: Option<Target>,
    /// What a screen of answers is about.
    pub(super) title: String,
    pub(super) overlay: Option<Overlay>,
    /// The card, while it is open.
    pub(super) card: Vec<String>,
    pub(super) pane: Option<Pane>,
    /// The selected row of a list, of answers or of a pane: its number and how it is said.
    pub(super) row: Option<(usize, Vec<String>)>,
    pub(super) group: Option<String>,
    pub(super) narrow: String,
    /// The sentence that one is at.
    pub(super) top: usize,
    pub(super) at: Option<usize>,
    /// The current statement as it is said.
    pub(super) statement: Vec<String>,
    pub(super) traced: Option<usize>,
    pub(super) hit: Option<String>,
    pub(super) entry: Option<(Purpose, String)>,
    pub(super) fault: Option<String>,
    pub(super) count: Option<usize>,
    /// What is chosen among, the selected row, and how many are ticked.
    pub(super) menu: Option<(String, String, Option<String>)>,
    /// The words that are being marked.
    pub(super) marking: Vec<String>,
}

impl Heard {
    pub(super) fn of(state: &State) -> Self {
        let reading = state.shown();
        let at = reading.and_then(|reading| reading.at);
        let row = match (reading, state.sheet()) {
            (Some(reading), _) => rows::in_pane(reading).map(|words| (reading.cursor(reading.focus).at, words)),
            (None, Some(sheet)) => Some((sheet.at, row(state, Some(sheet.at)))),
            (None, None) => Some((state.selected(), row(state, None))),
        };
        Self {
            screen: (state.screen, state.listing),
            target: reading.and_then(|reading| reading.target),
            title: if state.sheet().is_some() { sheet::title(state) } else { String::new() },
            overlay: state.overlay,
            card: if let Some(Overlay::Card { .. }) = state.overlay { over::all(state) } else { Vec::new() },
            pane: reading.map(|reading| reading.focus),
            row,
            group: if reading.is_none() && state.screen == Screen::List { rows::group(state) } else { None },
            narrow: reading.map(|reading| reading.narrow.text().to_owned()).unwrap_or_default(),
            top: reading.map_or(0, |reading| reading.top),
            at,
            statement: reading.zip(at).map(|(reading, at)| article::statement(reading, at)).unwrap_or_default(),
            traced: reading.and_then(|reading| reading.traced),
            hit: reading.and_then(article::hit),
            entry: state.entry.as_ref().map(|entry| (entry.purpose, entry.line.text().to_owned())),
            fault: over::fault(state),
            count: state.count,
            menu: state.menu.as_ref().map(|menu| (choosing::menu(menu), choosing::row(menu), choosing::ticked(menu))),
            marking: reading
                .zip(state.marking.as_ref())
                .map(|(reading, marking)| choosing::marked(reading, marking))
                .unwrap_or_default(),
        }
    }
}
