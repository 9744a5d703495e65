//! The actors of an article in the header, and the names by which the text points to them.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::{escaped, line};
use crate::article::{Actor, ActorId, ActorKind, Article};

/// The actors with their names in the file.
pub(super) struct People<'a> {
    names: HashMap<&'a ActorId, (String, Option<ActorKind>)>,
    actors: &'a [Actor],
    prefix: String,
}

impl<'a> People<'a> {
    pub(super) fn new(article: &'a Article, prefix: &str) -> Self {
        let actors = article.actors.items();
        let mut names = HashMap::new();
        for (n, actor) in actors.iter().enumerate() {
            names.entry(&actor.id).or_insert_with(|| (format!("{prefix}a{}", n + 1), actor.kind.known().copied()));
        }
        Self { names, actors, prefix: prefix.to_owned() }
    }

    /// What the names of this text begin with.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What points to an actor.
    pub(super) fn reference(&self, id: &ActorId) -> Option<String> {
        self.names.get(id).map(|(name, _)| format!("#{name}"))
    }

    /// What points to several.
    pub(super) fn references(&self, ids: &[ActorId]) -> Option<String> {
        let all: Vec<String> = ids.iter().filter_map(|id| self.reference(id)).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// The header's list.
    pub(super) fn list(&self) -> String {
        let mut persons = String::new();
        let mut bodies = String::new();
        let mut places = String::new();
        for actor in self.actors {
            let Some((name, kind)) = self.names.get(&actor.id) else { continue };
            let (list, element, called) = match kind {
                Some(ActorKind::Person) => (&mut persons, "person", "persName"),
                Some(ActorKind::Group) => (&mut persons, "personGrp", "name"),
                Some(ActorKind::Organisation) => (&mut bodies, "org", "orgName"),
                Some(ActorKind::Place) => (&mut places, "place", "placeName"),
                Some(ActorKind::Other) | None => (&mut bodies, "org", "name"),
            };
            let role = match kind {
                Some(ActorKind::Other) => " role=\"other\"",
                None => " role=\"unknown\"",
                _ => "",
            };
            // Writing into a string cannot fail.
            let _ = write!(list, "<{element} xml:id=\"{name}\" n=\"{}\"{role}>", escaped(&line(&actor.id.0)));
            let _ = write!(list, "<{called}>{}</{called}>", escaped(&line(&actor.name)));
            for alias in actor.aliases.items() {
                let _ = write!(list, "<{called} type=\"alias\">{}</{called}>", escaped(&line(alias)));
            }
            for role in actor.roles.items() {
                let body = role.affiliation.known().map_or_else(String::new, |body| format!(", {}", line(body)));
                let words = escaped(&format!("{}{body}", line(&role.title)));
                let _ = match kind {
                    Some(ActorKind::Person) => write!(list, "<occupation>{words}</occupation>"),
                    _ => write!(list, "<state type=\"role\"><desc>{words}</desc></state>"),
                };
            }
            let _ = write!(list, "</{element}>");
        }
        if persons.is_empty() && bodies.is_empty() && places.is_empty() {
            return String::new();
        }
        let within = |list: &str, entries: &str| {
            if entries.is_empty() { String::new() } else { format!("<{list}>{entries}</{list}>") }
        };
        let mut profile = String::from("<profileDesc>");
        let participants = within("listPerson", &persons) + &within("listOrg", &bodies);
        profile.push_str(&within("particDesc", &participants));
        profile.push_str(&within("settingDesc", &within("listPlace", &places)));
        profile.push_str("</profileDesc>");
        profile
    }

    /// The element for a name of an actor.
    pub(super) fn name_element(&self, id: &ActorId) -> &'static str {
        match self.names.get(id).and_then(|(_, kind)| *kind) {
            Some(ActorKind::Person) => "persName",
            Some(ActorKind::Organisation) => "orgName",
            Some(ActorKind::Place) => "placeName",
            _ => "rs",
        }
    }
}
