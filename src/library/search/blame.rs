//! Which clause is to blame when nothing fits.

use super::super::query::Node;
use super::plan::{Desk, Plan};

/// The most clauses among which the one is looked for.
const MOST: usize = 12;

/// The clause without which something would fit, as it was written; nothing where no single one is.
///
/// Of several, one that nothing fits at all is named before one that only leaves nothing beside the others, and of
/// the latter the last.
pub(super) fn of(desk: Desk, text: &str, parts: &[Node]) -> rusqlite::Result<Option<String>> {
    if !(2..=MOST).contains(&parts.len()) {
        return Ok(None);
    }
    let mut to_blame = None;
    for (n, part) in parts.iter().enumerate() {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != n).map(|(_, part)| part);
        if !is_any(desk, others)? {
            continue;
        }
        to_blame = Some(part);
        if !is_any(desk, std::iter::once(part))? {
            break;
        }
    }
    Ok(to_blame.map(|part| {
        let at = part.at();
        text.chars().skip(at.start).take(at.len()).collect()
    }))
}

fn is_any<'n>(desk: Desk, parts: impl IntoIterator<Item = &'n Node>) -> rusqlite::Result<bool> {
    Ok(!Plan::new(desk, parts)?.ids(desk.connection, 0, 1)?.is_empty())
}
