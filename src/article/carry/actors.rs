//! Leads an old annotation's actors to a new one's, by name, with what a reader said of them.

use std::collections::{HashMap, HashSet};

use super::own::{Meeting, Precedence};
use crate::article::anchor::Anchorer;
use crate::article::{Actor, ActorId, ActorReview, Article, Maybe, NoteTarget, Text};

/// The most people of one alias who are looked at: among more, nobody is the one.
const MOST_NAMESAKES: usize = 16;

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

    /// Who is who by the full name; by another form of it where that leads to one alone, whose own name is a form of
    /// the same and nobody else's: two of one surname are two.
    fn by_name(old: &Article, new: &Article) -> Self {
        let mut by_name: HashMap<&str, &Actor> = HashMap::new();
        let mut by_alias: HashMap<&str, Vec<&Actor>> = HashMap::new();
        for actor in new.actors.items() {
            by_name.entry(&actor.name).or_insert(actor);
            for alias in actor.aliases.items() {
                let known = by_alias.entry(alias).or_default();
                if known.len() < MOST_NAMESAKES && !known.iter().any(|one| one.id == actor.id) {
                    known.push(actor);
                }
            }
        }
        let by_id: HashMap<&ActorId, &Actor> = new.actors.items().iter().map(|actor| (&actor.id, actor)).collect();
        let mut ids: HashMap<ActorId, ActorId> = HashMap::new();
        let mut claimed: HashMap<&ActorId, &ActorId> = HashMap::new();
        for actor in old.actors.items() {
            // Two of the very same name are told apart by their ids, where these stayed.
            let same = by_id.get(&actor.id).copied().filter(|same| same.name == actor.name);
            if let Some(found) = same.or_else(|| by_name.get(actor.name.as_str()).copied()) {
                ids.insert(actor.id.clone(), found.id.clone());
                claimed.entry(&found.id).or_insert(&actor.id);
            }
        }
        for actor in old.actors.items() {
            if ids.contains_key(&actor.id) {
                continue;
            }
            let by_alias = |form: &String| by_alias.get(form.as_str()).into_iter().flatten().copied();
            let forms = || std::iter::once(&actor.name).chain(actor.aliases.items());
            let named = actor.aliases.items().iter().filter_map(|alias| by_name.get(alias.as_str()).copied());
            let mut found: Option<&Actor> = None;
            let mut n_found = 0;
            for other in named.chain(forms().flat_map(by_alias)) {
                let joint = actor.review.known().and_then(|review| review.same_as());
                let is_free = claimed.get(&other.id).is_none_or(|claimant| joint == Some(*claimant));
                if is_free && is_one_name(actor, other) && found.is_none_or(|found| found.id != other.id) {
                    found = Some(other);
                    n_found += 1;
                }
            }
            if let (Some(found), 1) = (found, n_found) {
                ids.insert(actor.id.clone(), found.id.clone());
            }
        }
        Self {
            ids,
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
    pub(super) fn carry_reviews(&mut self, old: &Article, new: &mut Article, precedence: &mut Precedence) {
        let names: HashMap<ActorId, String> =
            new.actors.items().iter().map(|actor| (actor.id.clone(), actor.name.clone())).collect();
        let mut reviews: HashMap<ActorId, (ActorReview, bool)> = HashMap::new();
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
            // Of two that are one now, whoever has the name; else the first that was judged.
            let has_name = names.get(&id) == Some(&actor.name);
            match reviews.get_mut(&id) {
                Some((_, true)) => {}
                Some((_, false)) if !has_name => {}
                _ => drop(reviews.insert(id, (review, has_name))),
            }
        }
        let Maybe::Known(actors) = &mut new.actors else { return };
        for actor in actors {
            let Some((carried, _)) = reviews.remove(&actor.id) else { continue };
            let stays = actor.review.known().is_some_and(|there| {
                !precedence.takes_old(|is_new_own| {
                    if is_new_own {
                        Meeting::of_actor_reviews(there, &carried)
                    } else {
                        Meeting::of_actor_reviews(&carried, there)
                    }
                })
            });
            if !stays {
                actor.review = Maybe::Known(carried);
            }
        }
    }

    /// Whoever only the reader names.
    pub(super) fn into_implied(self) -> Vec<Actor> {
        self.implied
    }
}

/// Whether two full names may be one person's: one is a form of the other's name, or has all of its words.
fn is_one_name(one: &Actor, other: &Actor) -> bool {
    let has_all = |of: &str, words: &str| {
        let of: Vec<&str> = of.split_whitespace().collect();
        words.split_whitespace().all(|word| of.contains(&word))
    };
    one.aliases.items().contains(&other.name)
        || other.aliases.items().contains(&one.name)
        || has_all(&one.name, &other.name)
        || has_all(&other.name, &one.name)
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
