//! Ids: made unique, resolved, and stood in for where a speaker is named but not listed.

use std::collections::{HashMap, HashSet};

use super::{Loader, Path};
use crate::article::{Actor, ActorId, Extra, Maybe, StatementId, WarningCode};

/// What names what in one file.
#[derive(Default)]
pub(super) struct References {
    actors: Ids,
    /// Names and aliases that lead to exactly one listed actor.
    names: HashMap<String, Option<String>>,
    is_listed: bool,
    implied: Vec<Actor>,
    statements: Ids,
    /// Names that only a reader typed so far.
    typed: HashSet<String>,
    /// Actors that a reader says are others, with their places in the file.
    pub(super) joined: Vec<(ActorId, usize)>,
}

/// Ids that are taken.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
    /// For a wish that was made new before, the number to try next: those below are all taken.
    next: HashMap<String, usize>,
}

impl Ids {
    /// Takes the id, or the id with the first number from 2 that makes it new; says whether it is another one.
    fn take(&mut self, wish: &str) -> (String, bool) {
        if self.taken.insert(wish.to_owned()) {
            return (wish.to_owned(), false);
        }
        let next = self.next.entry(wish.to_owned()).or_insert(2);
        loop {
            let id = format!("{wish}-{next}");
            *next += 1;
            if self.taken.insert(id.clone()) {
                return (id, true);
            }
        }
    }
}

impl References {
    /// A new actor's id; the second of the pair says that the wish was taken already.
    pub(super) fn add_actor(&mut self, wish: &str) -> (ActorId, bool) {
        let (id, is_changed) = self.actors.take(wish);
        (ActorId(id), is_changed)
    }

    /// A new statement's id, as for actors.
    pub(super) fn add_statement(&mut self, wish: &str) -> (StatementId, bool) {
        let (id, is_changed) = self.statements.take(wish);
        (StatementId(id), is_changed)
    }

    /// Tells that the file lists actors, and what they are called.
    pub(super) fn name_actors(&mut self, actors: &[Actor]) {
        self.is_listed = !actors.is_empty();
        let mut add = |name: &str, id: &ActorId| {
            self.names
                .entry(name.to_owned())
                .and_modify(|only| {
                    if only.as_ref() != Some(&id.0) {
                        *only = None;
                    }
                })
                .or_insert_with(|| Some(id.0.clone()));
        };
        for actor in actors {
            add(&actor.name, &actor.id);
            for alias in actor.aliases.items() {
                add(alias, &actor.id);
            }
        }
    }

    /// The actor that has the id, or else is the only one called so.
    pub(super) fn known(&self, id: &str) -> Option<ActorId> {
        if self.actors.taken.contains(id) {
            return Some(ActorId(id.to_owned()));
        }
        self.names.get(id).cloned().flatten().map(ActorId)
    }

    /// The references of an article that was loaded.
    pub(super) fn of(article: &crate::article::Article) -> Self {
        let mut references = Self::default();
        let listed: Vec<Actor> = article.actors.items().iter().filter(|actor| !actor.implied).cloned().collect();
        references.actors.taken = article.actors.items().iter().map(|actor| actor.id.0.clone()).collect();
        references.statements.taken = article.statements.items().iter().map(|one| one.id.0.clone()).collect();
        references.name_actors(&listed);
        references
    }

    pub(super) fn has_actor(&self, id: &str) -> bool {
        self.actors.taken.contains(id)
    }

    pub(super) fn has_statement(&self, id: &str) -> bool {
        self.statements.taken.contains(id)
    }

    /// The actors with those that are named but not listed.
    pub(super) fn with_implied(self, actors: Maybe<Vec<Actor>>, extra: &mut Extra) -> Maybe<Vec<Actor>> {
        if self.implied.is_empty() {
            return actors;
        }
        let listed = match actors {
            Maybe::Known(listed) => listed,
            Maybe::Unknown => {
                extra.insert("actors".to_owned(), serde_json::Value::Null);
                Vec::new()
            }
            Maybe::Absent => {
                return Maybe::Known(self.implied);
            }
        };
        if listed.is_empty() && !extra.contains_key("actors") {
            extra.insert("actors".to_owned(), serde_json::Value::Array(Vec::new()));
        }
        Maybe::Known(listed.into_iter().chain(self.implied).collect())
    }
}

impl Loader<'_> {
    /// The actor that an id or a name in a file leads to; one that leads nowhere stands for an actor of that name.
    pub(super) fn actor_id(&mut self, id: String, references: &mut References, path: &Path) -> Option<ActorId> {
        let is_new = references.known(&id).is_none() && !id.trim().is_empty();
        if references.is_listed && (references.typed.remove(&id) || is_new) {
            self.warn(WarningCode::DanglingId, path, || {
                "the id names no actor of the file; it is taken for a name".to_owned()
            });
        }
        let named = self.named_actor(id, references, path);
        if let Some(id) = named.as_ref().filter(|_| is_new) {
            references.typed.remove(&id.0);
        }
        named
    }

    /// The same for a name that a reader may have typed: then nothing is dangling.
    pub(super) fn named_actor(&mut self, id: String, references: &mut References, path: &Path) -> Option<ActorId> {
        if let Some(known) = references.known(&id) {
            return Some(known);
        }
        if id.trim().is_empty() {
            self.invalid(path, || "the name is empty; it is left out".to_owned());
            return None;
        }
        references.actors.taken.insert(id.clone());
        references.typed.insert(id.clone());
        references.implied.push(Actor { implied: true, ..Actor::named(id.clone(), id.clone()) });
        Some(ActorId(id))
    }

    /// Sets aside what a reader joined to nobody of the file.
    pub(super) fn check_joined(&mut self, actors: &mut Maybe<Vec<Actor>>, references: &References) {
        let Maybe::Known(actors) = actors else { return };
        let mut places: HashMap<ActorId, usize> = references.joined.iter().cloned().collect();
        for actor in actors {
            let Some(index) = places.remove(&actor.id) else { continue };
            let Maybe::Known(review) = &mut actor.review else { continue };
            let Maybe::Known(other) = &review.merged_into else { continue };
            if let Some(known) = references.known(&other.0) {
                review.merged_into = Maybe::Known(known);
                continue;
            }
            let other = other.0.clone();
            review.merged_into = Maybe::Absent;
            review.extra.insert("merged_into".to_owned(), serde_json::Value::String(other));
            let path = Path::Root.key("actors");
            self.warn(WarningCode::DanglingId, &path.index(index).key("review").key("merged_into"), || {
                "the id names no actor of the file".to_owned()
            });
        }
    }
}
