//! What the help screen says: the table of actions with the keys as they are now.

use crate::action::ACTIONS;
use crate::flow::{width, wrapped};

use super::State;

/// Widest that the column of keys may be.
const MAX_KEYS_COLS: usize = 20;

/// One line of the help screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// The keys, on an action's first line.
    pub keys: String,
    /// What they do, or how that goes on.
    pub words: String,
}

/// The help screen's lines for a width, and the width of the column of keys.
pub fn lines(state: &State, width_col: u16) -> (Vec<HelpLine>, u16) {
    let rows: Vec<(String, &str)> = ACTIONS
        .iter()
        .filter_map(|row| {
            let keys: Vec<String> = state.keymap.keys(row.action).iter().map(ToString::to_string).collect();
            (!keys.is_empty()).then(|| (keys.join(" "), row.help))
        })
        .collect();
    let widest = rows.iter().map(|(keys, _)| width(keys)).filter(|&cols| cols <= MAX_KEYS_COLS).max().unwrap_or(0);
    let keys_col = widest.min(width_col as usize / 3) as u16;
    let measure = width_col.saturating_sub(keys_col + 2).max(1);
    let mut lines = Vec::new();
    for (keys, help) in rows {
        let mut keys = keys;
        if width(&keys) > keys_col as usize {
            lines.push(HelpLine { keys: std::mem::take(&mut keys), words: String::new() });
        }
        for range in wrapped(help, measure) {
            let words = help.get(range).unwrap_or_default().to_owned();
            lines.push(HelpLine { keys: std::mem::take(&mut keys), words });
        }
    }
    (lines, keys_col)
}
