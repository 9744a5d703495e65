//! What the program said before the reader judged: forms that show the article as it stands have it beside, so that both
//! come back.

use serde_json::{Map, Value};

use super::Item;
use crate::article::format::{self, sha256_hex};

/// The actors, statements and notes as they are kept, where anything is judged. `shown` is what the form shows of them:
/// whoever changes that has the last word, and so its digest comes along. A choice of statements is not the article, and
/// has nothing.
pub(super) fn kept(item: &Item, shown: &str) -> Option<Value> {
    let article = item.kept.filter(|_| item.chosen.is_none())?;
    let mut reviewed = article.statements.items().iter().filter(|one| !one.review.is_absent());
    if reviewed.next().is_none() && article.actors.items().iter().all(|one| one.review.is_absent()) {
        return None;
    }
    let mut file = format::to_value(article);
    let mut kept = Map::from_iter([("of".to_owned(), Value::from(sha256_hex(shown.as_bytes())))]);
    for key in ["actors", "statements", "notes"] {
        if let Some(list) = file.get_mut(key) {
            kept.insert(key.to_owned(), list.take());
        }
    }
    Some(Value::Object(kept))
}
