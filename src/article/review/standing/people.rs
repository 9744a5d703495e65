//! Actors as the reader says: called otherwise, joined, parted, or none at all.

use std::collections::{HashMap, HashSet};

use super::super::tidy;
use crate::article::{Actor, ActorId, ActorReview, Anchor, Article, Maybe, Role, Statement};

/// Who each actor of an article turns out to be.
pub(super) struct People {
    /// Who an actor is; none where it is no actor. Whoever is not here stays who they are.
    led: HashMap<ActorId, Option<ActorId>>,
    /// Of an actor, as it stood before: the forms of its name that mean somebody else, and whom. Whoever is joined to
    /// another has that one's too.
    parted: HashMap<ActorId, HashMap<String, ActorId>>,
    /// Whoever was parted from another and was no actor before.
    new: Vec<(ActorId, String)>,
}

/// Forms of names that mean somebody else, and whom.
type Parted<'a> = [Option<&'a HashMap<String, ActorId>>; 2];

fn meant<'a>(parted: Parted<'a>, form: &str) -> Option<&'a ActorId> {
    parted.into_iter().flatten().find_map(|forms| forms.get(form))
}

impl People {
    pub(super) fn of(article: &Article) -> Self {
        let actors = article.actors.items();
        let review = |actor: &Actor| actor.review.known().cloned();
        let reviews: HashMap<&ActorId, ActorReview> =
            actors.iter().filter_map(|actor| Some((&actor.id, review(actor)?))).collect();
        let mut people = Self { led: roots(article, &reviews), parted: HashMap::new(), new: Vec::new() };
        people.part(article, &reviews);
        people
    }

    /// How many forms of names are kept for those who mean somebody else by them.
    #[cfg(test)]
    pub(super) fn n_parted(&self) -> usize {
        self.parted.values().map(HashMap::len).sum()
    }

    /// Whether anybody is somebody else.
    pub(super) fn changes(&self) -> bool {
        !self.led.is_empty() || !self.parted.is_empty()
    }

    /// Who an actor is; none where it is no actor.
    pub(super) fn lead(&self, id: &ActorId) -> Option<ActorId> {
        self.led.get(id).cloned().unwrap_or_else(|| Some(id.clone()))
    }

    /// The same for several, each once.
    pub(super) fn lead_all(&self, ids: &[ActorId]) -> Vec<ActorId> {
        unique(ids.iter().filter_map(|id| self.lead(id)))
    }

    /// Whom the machine's speakers of a statement turn out to be, where a form of the name may mean somebody else.
    pub(super) fn lead_speakers(&self, article: &Article, statement: &Statement, ids: &[ActorId]) -> Vec<ActorId> {
        let lead = |id: &ActorId| {
            let parted = self.parted_of(id);
            if parted.iter().all(Option::is_none) {
                return self.lead(id);
            }
            let named = statement.source.known().into_iter().chain(statement.resolution_evidence.items());
            let mut forms = named.map(|anchor| tidy(anchor.words(&article.text)));
            match forms.find_map(|form| meant(parted, &form).cloned()) {
                Some(other) => Some(other),
                None => self.lead(id),
            }
        };
        unique(ids.iter().filter_map(lead))
    }

    /// The forms of an actor's name that mean somebody else: its own, and those of whom it is joined to.
    fn parted_of(&self, id: &ActorId) -> Parted<'_> {
        let root = self.led.get(id).and_then(Option::as_ref).filter(|root| *root != id);
        [self.parted.get(id), root.and_then(|root| self.parted.get(root))]
    }

    /// Finds whom the parted forms of names mean.
    fn part(&mut self, article: &Article, reviews: &HashMap<&ActorId, ActorReview>) {
        if reviews.values().all(|review| review.parted().is_empty()) {
            return;
        }
        let actors = article.actors.items();
        let parting: HashSet<(&ActorId, &str)> =
            reviews.iter().flat_map(|(id, review)| review.parted().iter().map(|form| (*id, form.as_str()))).collect();
        let mut taken: HashSet<String> = HashSet::with_capacity(actors.len());
        // Those of a name, as they stand; nobody needs more than two, the second where the first is the one parted.
        let mut by_name: HashMap<&str, Vec<ActorId>> = HashMap::new();
        for actor in actors {
            taken.insert(actor.id.0.clone());
            let Some(id) = self.lead(&actor.id) else { continue };
            let known = by_name.entry(&actor.name).or_default();
            // One who is not that either is nobody else of the name.
            if known.len() < 2 && !known.contains(&id) && !parting.contains(&(&id, actor.name.as_str())) {
                known.push(id);
            }
        }
        let mut made: HashMap<String, ActorId> = HashMap::new();
        for actor in actors {
            let root = self.lead(&actor.id);
            let mut others: HashMap<String, ActorId> = HashMap::new();
            for form in parted_forms(actor) {
                let mut known = by_name.get(form.as_str()).into_iter().flatten();
                let other = known.find(|id| Some(*id) != root.as_ref()).cloned().unwrap_or_else(|| {
                    let new = made.entry(form.clone()).or_insert_with(|| {
                        let mut id = form.clone();
                        while !taken.insert(id.clone()) {
                            id.push('\'');
                        }
                        self.new.push((ActorId(id.clone()), form.clone()));
                        ActorId(id)
                    });
                    new.clone()
                });
                others.insert(form.clone(), other);
            }
            if !others.is_empty() {
                self.parted.insert(actor.id.clone(), others);
            }
        }
    }

    /// Makes the list of actors that of those who stand.
    pub(super) fn settle(&self, article: &Article, stands: &mut Article) {
        let speaking: HashSet<ActorId> =
            stands.statements.items().iter().flat_map(|one| one.speakers.items()).cloned().collect();
        let Maybe::Known(actors) = &mut stands.actors else { return };
        if !self.changes() && actors.iter().all(|actor| actor.review.known().is_none()) {
            return;
        }
        let before = std::mem::take(actors);
        let mut parted: Vec<(ActorId, Actor)> = Vec::new();
        let mut joined: Vec<(ActorId, Actor)> = Vec::new();
        let mut at: HashMap<ActorId, usize> = HashMap::new();
        for mut actor in before {
            let forms = self.parted_of(&actor.id);
            if forms.iter().any(Option::is_some) {
                parted.extend(take_parted(&mut actor, forms, article));
            }
            match self.lead(&actor.id) {
                Some(root) if root == actor.id => {
                    rename(&mut actor);
                    at.insert(root, actors.len());
                    actors.push(actor);
                }
                Some(root) => joined.push((root, actor)),
                None => {}
            }
        }
        let named: HashSet<&ActorId> = speaking.iter().chain(parted.iter().map(|(id, _)| id)).collect();
        for (id, name) in self.new.iter().filter(|(id, _)| named.contains(id)) {
            at.insert(id.clone(), actors.len());
            actors.push(Actor { implied: true, ..Actor::named(id.0.clone(), name.clone()) });
        }
        let mut grown: HashMap<usize, Growing> = HashMap::new();
        for (root, actor) in joined.into_iter().chain(parted) {
            if let Some((place, root)) = at.get(&root).and_then(|&place| Some((place, actors.get_mut(place)?))) {
                grown.entry(place).or_insert_with(|| Growing::new(root)).join(root, actor);
            }
        }
        for place in grown.into_keys() {
            if let Some(actor) = actors.get_mut(place) {
                in_order(actor);
            }
        }
        let stay: HashSet<ActorId> = actors.iter().map(|actor| actor.id.clone()).collect();
        for actor in actors {
            if let Maybe::Known(review) = &mut actor.review {
                // A joint that led round in a circle, or to nobody, joins nobody.
                if review.same_as().is_some_and(|other| *other == actor.id || !stay.contains(other)) {
                    review.merged_into = Maybe::Absent;
                }
            }
        }
    }
}

fn unique(ids: impl Iterator<Item = ActorId>) -> Vec<ActorId> {
    let mut seen: HashSet<ActorId> = HashSet::new();
    ids.filter(|id| seen.insert(id.clone())).collect()
}

/// Who every actor is that is joined to another or is none. A chain is followed to its end; in a circle everybody
/// stays who they are.
fn roots(article: &Article, reviews: &HashMap<&ActorId, ActorReview>) -> HashMap<ActorId, Option<ActorId>> {
    let known: HashSet<&ActorId> = article.actors.items().iter().map(|actor| &actor.id).collect();
    let mut roots: HashMap<ActorId, Option<ActorId>> = HashMap::new();
    let mut settled: HashMap<&ActorId, Option<&ActorId>> = HashMap::new();
    for actor in article.actors.items() {
        let mut way: Vec<&ActorId> = Vec::new();
        let mut on_way: HashMap<&ActorId, usize> = HashMap::new();
        let mut at = &actor.id;
        let end: Option<&ActorId> = loop {
            if let Some(end) = settled.get(at) {
                break *end;
            }
            if let Some(&first) = on_way.get(at) {
                for id in way.split_off(first) {
                    settled.insert(id, Some(id));
                }
                break Some(at);
            }
            let review = reviews.get(at);
            if review.is_some_and(ActorReview::rejects) {
                settled.insert(at, None);
                break None;
            }
            let Some(next) = review.and_then(ActorReview::same_as).and_then(|next| known.get(next)) else {
                settled.insert(at, Some(at));
                break Some(at);
            };
            on_way.insert(at, way.len());
            way.push(at);
            at = next;
        };
        for id in way {
            settled.insert(id, end);
        }
    }
    for (id, end) in settled {
        if end != Some(id) {
            roots.insert(id.clone(), end.cloned());
        }
    }
    roots
}

/// Takes from an actor what is mentioned under a parted form; each part with whom it goes to.
fn take_parted(actor: &mut Actor, forms: Parted, article: &Article) -> Vec<(ActorId, Actor)> {
    let mut parts: HashMap<ActorId, Actor> = HashMap::new();
    let mut order: Vec<ActorId> = Vec::new();
    if let Maybe::Known(mentions) = &mut actor.mentions {
        mentions.retain(|mention| {
            let Some(other) = meant(forms, &tidy(mention.anchor.words(&article.text))) else { return true };
            let part = parts.entry(other.clone()).or_insert_with(|| {
                order.push(other.clone());
                Actor { kind: actor.kind.clone(), ..Actor::named(other.0.clone(), String::new()) }
            });
            match &mut part.mentions {
                Maybe::Known(mentions) => mentions.push(mention.clone()),
                none => *none = Maybe::Known(vec![mention.clone()]),
            }
            false
        });
    }
    if let Maybe::Known(aliases) = &mut actor.aliases {
        aliases.retain(|alias| meant(forms, alias).is_none());
    }
    order.into_iter().filter_map(|id| parts.remove(&id).map(|part| (id, part))).collect()
}

/// Gives an actor the name that the reader gives; the article's own stays a form of it.
fn rename(actor: &mut Actor) {
    let Some(name) = actor.review.known().and_then(ActorReview::other_name).map(str::to_owned) else { return };
    if name == actor.name {
        return;
    }
    let old = std::mem::replace(&mut actor.name, name);
    let mut aliases = actor.aliases.items().to_vec();
    let is_theirs = !aliases.contains(&old) && !parted_forms(actor).any(|form| *form == old);
    aliases.extend(is_theirs.then_some(old));
    aliases.retain(|alias| *alias != actor.name);
    actor.aliases = Maybe::Known(aliases);
}

/// The forms of an actor's name that mean somebody else; never the name that the actor has.
fn parted_forms(actor: &Actor) -> impl Iterator<Item = &String> {
    let review = actor.review.known();
    let name = review.and_then(ActorReview::other_name).unwrap_or(&actor.name);
    let forms = review.map(ActorReview::parted).unwrap_or_default();
    forms.iter().filter(move |form| !form.trim().is_empty() && *form != name)
}

/// An actor to whom others are joined, with the forms of the name that there are already or that are not theirs.
struct Growing {
    forms: HashSet<String>,
    roles: HashSet<String>,
}

impl Growing {
    fn new(root: &Actor) -> Self {
        let own = root.aliases.items().iter().chain([&root.name]).chain(parted_forms(root));
        Self {
            forms: own.cloned().chain([String::new()]).collect(),
            roles: root.roles.items().iter().map(role_key).collect(),
        }
    }

    /// Adds what is known of one actor to another.
    fn join(&mut self, root: &mut Actor, other: Actor) {
        let aliases = match other.aliases {
            Maybe::Known(aliases) => aliases,
            Maybe::Absent | Maybe::Unknown => Vec::new(),
        };
        let more: Vec<String> =
            std::iter::once(other.name).chain(aliases).filter(|form| self.forms.insert(form.clone())).collect();
        if !more.is_empty() {
            append(&mut root.aliases, Maybe::Known(more));
        }
        if root.kind.known().is_none() {
            root.kind = other.kind;
        }
        append(&mut root.mentions, other.mentions);
        if let Maybe::Known(mut roles) = other.roles {
            roles.retain(|role| self.roles.insert(role_key(role)));
            append(&mut root.roles, Maybe::Known(roles));
        }
        append(&mut root.same_as, other.same_as);
    }
}

/// What makes two roles one: the title, whose it is, and where the article says so.
fn role_key(role: &Role) -> String {
    let places: Vec<usize> = role.evidence.iter().map(Anchor::position).collect();
    format!("{:?}", (&role.title, &role.affiliation, places))
}

fn append<T>(list: &mut Maybe<Vec<T>>, more: Maybe<Vec<T>>) {
    match (list, more) {
        (Maybe::Known(list), Maybe::Known(more)) => list.extend(more),
        (list, Maybe::Known(more)) => *list = Maybe::Known(more),
        _ => {}
    }
}

/// Mentions in the order of the text, each once.
fn in_order(actor: &mut Actor) {
    if let Maybe::Known(mentions) = &mut actor.mentions {
        mentions.sort_by_key(|mention| Anchor::position(&mention.anchor));
        mentions.dedup_by(|one, other| one.anchor == other.anchor);
    }
}
