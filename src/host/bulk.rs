//! Something done to articles, few or many, or undone: the same whether a key waits for it or a thread of its own has
//! the time.

use super::now;
use crate::catalogue::ArticleKey;
use crate::exchange::{Change, Chosen};
use crate::library::{self, Library, LibraryError};

/// So many articles are changed while a key waits for it; more are long work.
const MOST_AT_ONCE: usize = 500;

/// A change of articles that is to be made or undone.
pub(super) struct Bulk {
    /// It is for a thread of its own.
    pub(super) is_long: bool,
    deed: Deed,
}

enum Deed {
    Change(Picked, Vec<library::Change>),
    Undo(usize),
}

/// Articles: these, or all that a list shows.
enum Picked {
    Articles(Vec<ArticleKey>),
    Listed { query: String, unfolded: bool },
}

impl Bulk {
    /// A change of what is chosen. Of what a list shows no more are looked up than are changed at once.
    pub(super) fn change(library: &Library, chosen: &Chosen, change: Change) -> Result<Self, String> {
        let changes = match change {
            Change::Read(read) => vec![library::Change::Read(read)],
            Change::Star(star) => vec![library::Change::Starred(star)],
            Change::Remove => vec![library::Change::Remove],
            Change::Tag { add, take } => {
                let take = take.into_iter().map(library::Change::Untag);
                take.chain(add.into_iter().map(library::Change::Tag)).collect()
            }
        };
        let (picked, is_long) = match chosen {
            Chosen::Articles(keys) => (Picked::Articles(keys.clone()), keys.len() > MOST_AT_ONCE),
            Chosen::Listed { query, unfolded } => {
                let first = listed(library, query, *unfolded, MOST_AT_ONCE + 1)?;
                if first.len() > MOST_AT_ONCE {
                    (Picked::Listed { query: query.clone(), unfolded: *unfolded }, true)
                } else {
                    (Picked::Articles(first), false)
                }
            }
        };
        Ok(Self { is_long, deed: Deed::Change(picked, changes) })
    }

    /// What was done last undone; it was done to so many articles.
    pub(super) fn undo(n_articles: usize) -> Self {
        Self { is_long: n_articles > MOST_AT_ONCE, deed: Deed::Undo(n_articles) }
    }

    /// What it is, in a word or two, while it goes on.
    pub(super) fn words(&self) -> &'static str {
        match &self.deed {
            Deed::Change(_, changes) => match changes.first() {
                Some(library::Change::Remove) => "removing",
                Some(library::Change::Tag(_) | library::Change::Untag(_)) => "tagging",
                _ => "marking",
            },
            Deed::Undo(_) => "undoing",
        }
    }

    /// Does it, and says what was done. After each step `goes_on` is told how far it is, and says whether the rest is
    /// wanted too; what is done by then stays done, and can be undone.
    pub(super) fn carry_out(
        self,
        library: &mut Library,
        goes_on: &mut dyn FnMut(String) -> bool,
    ) -> Result<String, String> {
        let told = |error: LibraryError| error.to_string();
        let doing = self.words();
        let mut is_left_off = false;
        let mut step = |n_done: usize, n_all: usize| {
            let is_wanted = goes_on(format!("{doing} {n_done}/{n_all}"));
            is_left_off = n_done < n_all && !is_wanted;
            is_wanted
        };
        let said = match self.deed {
            Deed::Change(picked, changes) => {
                let keys = match picked {
                    Picked::Articles(keys) => keys,
                    Picked::Listed { query, unfolded } => listed(library, &query, unfolded, usize::MAX)?,
                };
                let n_all = keys.len();
                let deed = library.change_in_steps(&keys, &changes, now(), &mut |n_done| step(n_done, n_all));
                deed.map_err(told)?.map_or_else(|| "nothing was changed".to_owned(), |deed| deed.what)
            }
            Deed::Undo(n_all) => {
                let deed = library.undo_in_steps(now(), &mut |n_done| step(n_done, n_all.max(n_done)));
                let deed = deed.map_err(told)?.ok_or("there is nothing to undo")?;
                format!("undone: {}", deed.what)
            }
        };
        Ok(if is_left_off { format!("{said}; left off there") } else { said })
    }
}

/// The articles that a list of a query shows, so many at most.
pub(super) fn listed(library: &Library, query: &str, unfolded: bool, limit: usize) -> Result<Vec<ArticleKey>, String> {
    let found = library.select_listed(query, unfolded, limit, now()).map_err(|error| error.to_string())?;
    found.map_err(|fault| fault.message)
}
