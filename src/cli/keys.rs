//! `nutgraf keys`: the table of actions with the keys that they have.

use super::{Exit, Failure, output, settings};
use crate::action::ACTIONS;
use crate::args::Global;
use crate::key::Key;
use crate::keymap::Keymap;

/// Prints the table with the user's own keys.
pub fn run(global: &Global) -> Result<Exit, Failure> {
    let settings = settings::load(global)?;
    settings.complain();
    output::print(&table(&settings.config.keymap, output::width_col()))
}

/// The table as plain text, its lines no longer than a width.
pub fn table(keymap: &Keymap, width_col: usize) -> String {
    let rows: Vec<_> = ACTIONS.iter().map(|row| (names(keymap.keys(row.action)), row)).collect();
    let widest = |width: fn(&(String, &crate::action::Declaration)) -> usize| rows.iter().map(width).max().unwrap_or(0);
    let (keys, ids) = (widest(|row| row.0.chars().count()), widest(|row| row.1.id.len()));
    let indent = keys + ids + 4;
    let mut text = String::new();
    for (names, row) in &rows {
        let help = textwrap::wrap(row.help, width_col.saturating_sub(indent).max(20));
        for (n, line) in help.iter().enumerate() {
            let (names, id) = if n == 0 { (names.as_str(), row.id) } else { ("", "") };
            let line = format!("{names:keys$}  {id:ids$}  {line}");
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// The table as Markdown, with the default keys.
pub fn markdown() -> String {
    let mut text = String::from("| key | does | action |\n|---|---|---|\n");
    let keymap = Keymap::default();
    for row in ACTIONS {
        let keys: Vec<_> = keymap.keys(row.action).iter().map(|key| format!("`{}`", cell(&key.to_string()))).collect();
        let line = format!("| {} | {} | `{}` |\n", keys.join(" "), cell(row.help), row.id);
        text.push_str(&line);
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Keys in a row; a dash for none.
fn names(keys: &[Key]) -> String {
    if keys.is_empty() {
        return "-".to_owned();
    }
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
