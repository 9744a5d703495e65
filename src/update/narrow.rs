//! Narrowing the actors by what is typed.

use std::sync::Arc;

use crate::state::Reading;
use crate::state::fold;
use crate::state::panes::Cursor;

/// Leaves the actors of whom every typed word is a part of a name, an alias or a role.
pub(super) fn narrow(reading: &mut Reading) {
    let typed = fold::plain(reading.narrow.text());
    let words: Vec<&str> = typed.split_whitespace().collect();
    if words.is_empty() {
        reading.cast = (0..reading.index.cast.len()).collect();
    } else {
        let Reading { folded, index, article, .. } = reading;
        let names = folded.get_or_insert_with(|| Arc::new(index.folded_names(article))).iter().enumerate();
        let fit = names.filter(|(_, names)| words.iter().all(|word| names.contains(word)));
        reading.cast = fit.map(|(row, _)| row).collect();
    }
    reading.actors_cursor = Cursor::default();
}

/// Shows all actors again; the selection stays on the same one.
pub(super) fn clear(reading: &mut Reading) {
    let selected = reading.cast.get(reading.actors_cursor.at).copied();
    reading.narrow = crate::state::entry::Line::default();
    narrow(reading);
    reading.actors_cursor.at = selected.unwrap_or(0);
}
