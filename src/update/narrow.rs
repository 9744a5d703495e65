//! Narrowing the actors by what is typed.

use std::sync::Arc;

use crate::state::Reading;
use crate::state::fold;
use crate::state::index::FoldedNames;
use crate::state::panes::Cursor;

/// Leaves the actors of whom every typed word is a part of a name, an alias or a role; those whose names have them
/// all go first.
pub(super) fn narrow(reading: &mut Reading) {
    let typed = fold::plain(reading.narrow.text());
    let words: Vec<&str> = typed.split_whitespace().collect();
    if words.is_empty() {
        reading.cast = (0..reading.index.cast.len()).collect();
    } else {
        let Reading { folded, index, article, .. } = reading;
        let actors = folded.get_or_insert_with(|| Arc::new(index.folded_names(article))).iter().enumerate();
        let named = |actor: &FoldedNames| words.iter().all(|word| actor.names.contains(word));
        let fits =
            |actor: &FoldedNames| words.iter().all(|word| actor.names.contains(word) || actor.roles.contains(word));
        let (by_name, by_role): (Vec<_>, Vec<_>) =
            actors.filter(|(_, actor)| fits(actor)).partition(|(_, actor)| named(actor));
        reading.cast = by_name.into_iter().chain(by_role).map(|(row, _)| row).collect();
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
