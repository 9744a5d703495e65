//! Actors that are named but not listed: made when a name is said, and gone when nobody says it any more.
//!
//! They are not written to a file; reading it makes them again. Whoever is judged or noted about is listed first, and
//! all implied ones with them, so that their order stays and no name hangs in the air.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Actor, ActorId, Article, Maybe};

impl Article {
    /// The actor that an id names, or that is the only one called so: what a name means that a reader types.
    pub fn actor_called(&self, name: &str) -> Option<ActorId> {
        let mut only: Option<&ActorId> = None;
        let mut is_ambiguous = false;
        for actor in self.actors.items() {
            if actor.id.0 == name {
                return Some(actor.id.clone());
            }
            if actor.implied || (actor.name != name && !actor.aliases.items().iter().any(|alias| alias == name)) {
                continue;
            }
            is_ambiguous |= only.is_some_and(|only| *only != actor.id);
            only.get_or_insert(&actor.id);
        }
        only.filter(|_| !is_ambiguous).cloned()
    }

    /// The actor of that name, made if there is none.
    pub(super) fn imply(&mut self, name: &str) -> ActorId {
        if let Some(known) = self.actor_called(name) {
            return known;
        }
        let id = ActorId(name.to_owned());
        self.add_implied([Actor { implied: true, ..Actor::named(name, name) }]);
        id
    }

    /// Adds implied actors as loading would; a list that is no list, or an empty one, is set aside.
    pub(super) fn add_implied(&mut self, implied: impl IntoIterator<Item = Actor>) {
        let mut implied = implied.into_iter().peekable();
        if implied.peek().is_none() {
            return;
        }
        match &mut self.actors {
            Maybe::Known(actors) => {
                if actors.is_empty() {
                    self.extra.entry("actors").or_insert_with(|| Value::Array(Vec::new()));
                }
                actors.extend(implied);
            }
            none => {
                if *none == Maybe::Unknown {
                    self.extra.insert("actors".to_owned(), Value::Null);
                }
                *none = Maybe::Known(implied.collect());
            }
        }
    }

    /// Lists whoever is implied; who that was, and what stood for the list.
    pub(super) fn list_implied(&mut self) -> (Vec<ActorId>, Option<Value>) {
        let mut listed = Vec::new();
        if let Maybe::Known(actors) = &mut self.actors {
            for actor in actors.iter_mut().filter(|actor| actor.implied) {
                actor.implied = false;
                listed.push(actor.id.clone());
            }
        }
        let is_set_aside = |value: &&Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        let aside = self.extra.get("actors").filter(is_set_aside).cloned();
        if !listed.is_empty() && aside.is_some() {
            self.extra.shift_remove("actors");
        }
        (listed, aside)
    }

    /// Takes out of the list again whom [`Self::list_implied`] put there.
    pub(super) fn unlist(&mut self, listed: &[ActorId], aside: Option<&Value>) {
        let listed: HashSet<&ActorId> = listed.iter().collect();
        let Maybe::Known(actors) = &mut self.actors else { return };
        for actor in actors.iter_mut().filter(|actor| listed.contains(&actor.id)) {
            actor.implied = true;
        }
        if let Some(aside) = aside
            && actors.iter().all(|actor| actor.implied)
        {
            self.extra.insert("actors".to_owned(), aside.clone());
        }
    }

    /// Lets go of implied actors whom nothing names any more.
    pub(super) fn forget_implied(&mut self) {
        if !self.actors.items().iter().any(|actor| actor.implied) {
            return;
        }
        let named: HashSet<ActorId> = self.named_actors();
        let Maybe::Known(actors) = &mut self.actors else { return };
        actors.retain(|actor| !actor.implied || named.contains(&actor.id));
        if actors.is_empty() {
            match self.extra.get("actors") {
                Some(Value::Null) => self.actors = Maybe::Unknown,
                Some(Value::Array(list)) if list.is_empty() => {}
                _ => return self.actors = Maybe::Absent,
            }
            self.extra.shift_remove("actors");
        }
    }

    fn named_actors(&self) -> HashSet<ActorId> {
        let mut named: HashSet<ActorId> = HashSet::new();
        for statement in self.statements.items() {
            named.extend(statement.speakers.items().iter().cloned());
            named.extend(statement.about.items().iter().cloned());
            named.extend(statement.relayed_by.known().cloned());
            named.extend(statement.alternatives.items().iter().map(|other| other.speaker.clone()));
            named.extend(statement.review.known().into_iter().flat_map(|review| review.speakers.items()).cloned());
        }
        named.extend(self.summary.items().iter().flat_map(|line| line.actors.items()).cloned());
        named
    }

    /// The names of actors by their ids.
    pub(super) fn names_by_id(&self) -> HashMap<&ActorId, &str> {
        self.actors.items().iter().map(|actor| (&actor.id, actor.name.as_str())).collect()
    }
}
