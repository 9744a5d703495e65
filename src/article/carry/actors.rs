//! Leads an old annotation's actors to a new one's, by name, with what a reader said of them.

use std::collections::{HashMap, HashSet};

use super::is_later;
use crate::article::anchor::Anchorer;
use crate::article::{Actor, ActorId, Article, Maybe, NoteTarget, Text};

pub(super) struct Actors {
    ids: HashMap<ActorId, ActorId>,
    names: HashMap<ActorId, String>,
    taken: HashSet<ActorId>,
    implied: Vec<Actor>,
}

impl Actors {
    /// Finds who is who. Whoever was judged or noted about and is nobody in the new annotation is put into its list.
    pub(super) fn new(old: &Article, new: &mut Article, anchorer: &mut Anchorer) -> Self {
        let mut actors = Self::by_name(old, new);
        let noted: HashSet<&ActorId> = old
            .notes
            .items()
            .iter()
            .filter_map(|note| match note.target.known() {
                Some(NoteTarget::Actor(id)) => Some(id),
                _ => None,
            })
            .collect();
        let remarked =
            old.actors.items().iter().filter(|actor| actor.review.known().is_some() || noted.contains(&actor.id));
        let mut orphans: Vec<Actor> = Vec::new();
        let mut is_about_implied = false;
        for actor in remarked {
            if let Some(id) = actors.ids.get(&actor.id) {
                is_about_implied |= new.actor(id).is_some_and(|actor| actor.implied);
                continue;
            }
            let mut id = actor.id.clone();
            while !actors.taken.insert(id.clone()) {
                id.0.push('\'');
            }
            actors.ids.insert(actor.id.clone(), id.clone());
            orphans.push(Actor { id, ..orphan(actor, anchorer, &old.text) });
        }
        if is_about_implied || !orphans.is_empty() {
            new.list_implied();
        }
        if !orphans.is_empty() {
            match &mut new.actors {
                Maybe::Known(listed) => listed.extend(orphans),
                none => *none = Maybe::Known(orphans),
            }
        }
        actors
    }

    fn by_name(old: &Article, new: &Article) -> Self {
        let mut by_name: HashMap<&str, &ActorId> = HashMap::new();
        for actor in new.actors.items() {
            for alias in actor.aliases.items() {
                by_name.entry(alias).or_insert(&actor.id);
            }
        }
        // A name goes before another actor's alias.
        by_name.extend(new.actors.items().iter().map(|actor| (actor.name.as_str(), &actor.id)));
        let same = |actor: &Actor| {
            let mut names = std::iter::once(&actor.name).chain(actor.aliases.items());
            names.find_map(|name| by_name.get(name.as_str())).map(|id| (actor.id.clone(), (*id).clone()))
        };
        Self {
            ids: old.actors.items().iter().filter_map(same).collect(),
            names: old.actors.items().iter().map(|actor| (actor.id.clone(), actor.name.clone())).collect(),
            taken: new.actors.items().iter().map(|actor| actor.id.clone()).collect(),
            implied: Vec::new(),
        }
    }

    /// The new annotation's actor; one that it does not have is named by the reader alone.
    pub(super) fn id(&mut self, old: &ActorId) -> ActorId {
        if let Some(id) = self.ids.get(old) {
            return id.clone();
        }
        let name = self.names.get(old).cloned().unwrap_or_else(|| old.0.clone());
        // An implied actor's id is its name; only an unlucky id of another actor can stand in the way.
        let id = ActorId(name.clone());
        if self.taken.insert(id.clone()) {
            self.implied.push(Actor { implied: true, ..Actor::named(name.clone(), name) });
        }
        self.ids.insert(old.clone(), id.clone());
        id
    }

    pub(super) fn all(&mut self, ids: &Maybe<Vec<ActorId>>) -> Maybe<Vec<ActorId>> {
        match ids {
            Maybe::Known(ids) => Maybe::Known(ids.iter().map(|id| self.id(id)).collect()),
            Maybe::Unknown => Maybe::Unknown,
            Maybe::Absent => Maybe::Absent,
        }
    }

    /// Gives the new annotation's actors what was said of the old one's.
    pub(super) fn carry_reviews(&mut self, old: &Article, new: &mut Article) {
        let mut reviews = HashMap::new();
        for actor in old.actors.items() {
            let Maybe::Known(review) = &actor.review else { continue };
            let id = self.id(&actor.id);
            let mut review = review.clone();
            if let Maybe::Known(other) = &mut review.merged_into {
                *other = self.id(other);
                if *other == id {
                    // The new annotation takes the two for one by itself.
                    review.merged_into = Maybe::Absent;
                }
            }
            // Of two that are one now, the first that was judged.
            reviews.entry(id).or_insert(review);
        }
        let Maybe::Known(actors) = &mut new.actors else { return };
        for actor in actors {
            if let Some(review) = reviews.remove(&actor.id)
                && !actor.review.known().is_some_and(|own| is_later(&own.at, &review.at))
            {
                actor.review = Maybe::Known(review);
            }
        }
    }

    /// Whoever only the reader names.
    pub(super) fn into_implied(self) -> Vec<Actor> {
        self.implied
    }
}

/// An old actor as it is kept beside the new ones.
fn orphan(before: &Actor, anchorer: &mut Anchorer, text: &Text) -> Actor {
    let mut kept = Actor { implied: false, ..before.clone() };
    if let Maybe::Known(mentions) = &mut kept.mentions {
        for mention in mentions {
            mention.anchor = anchorer.carry(&mention.anchor, text);
        }
    }
    if let Maybe::Known(roles) = &mut kept.roles {
        for place in roles.iter_mut().flat_map(|role| &mut role.evidence) {
            *place = anchorer.carry(place, text);
        }
    }
    kept
}
