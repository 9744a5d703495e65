//! Corrected words: put in the place of the machine's, with the kind that the text's own marks give them.

use std::collections::BTreeSet;

use crate::article::{Anchor, Article, Kind, Maybe, Review, StatementId, gate};

/// Gives every statement the words that the reader marked. Which kind they are, the article's quotation marks say; a
/// declined comment stays one.
pub(super) fn honour(article: &mut Article) {
    let Maybe::Known(statements) = &mut article.statements else { return };
    let mut changed: BTreeSet<StatementId> = BTreeSet::new();
    let mut is_moved = false;
    for statement in statements.iter_mut() {
        let Some(content) = statement.review.known().and_then(Review::other_content) else { continue };
        if content == statement.content {
            continue;
        }
        statement.content = content.to_vec();
        is_moved = true;
        if statement.kind != Kind::NoComment {
            statement.marking = Maybe::Absent;
            changed.insert(statement.id.clone());
        }
    }
    if is_moved {
        statements.sort_by_key(|statement| statement.content.first().map_or(usize::MAX, Anchor::position));
        gate::settle_kinds(article, &changed);
        gate::apply(article);
    }
}
