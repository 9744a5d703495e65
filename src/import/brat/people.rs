//! Actors, of the mentions that are said to be one.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::line::{Entity, Lines};
use crate::article::Text;

/// The actors, and whose mention each entity is.
pub(super) struct Actors<'a> {
    pub(super) listed: Vec<Value>,
    of: HashMap<&'a str, String>,
}

impl Actors<'_> {
    /// The id of the actor whose mention an entity is.
    pub(super) fn of(&self, entity: &str) -> Option<&str> {
        self.of.get(entity).map(String::as_str)
    }
}

/// What a label says of an actor's kind, if an entity with it is one's mention: nothing where the kind is unknown.
fn kind(label: &str) -> Option<&'static str> {
    Some(match label {
        "Person" | "PER" | "PERSON" => "person",
        "Organisation" | "Organization" | "ORG" => "organisation",
        "Place" | "Location" | "LOC" | "GPE" => "place",
        "Group" => "group",
        "Other" | "MISC" => "other",
        "Unknown" | "Actor" => "",
        _ => return None,
    })
}

pub(super) fn actors<'a>(lines: &Lines<'a>, text: &Text) -> Actors<'a> {
    // The group of each entity: the first of those that are said to be the same, else the first with the same words.
    let mut leader: HashMap<&str, &str> = HashMap::new();
    for same in &lines.same {
        let Some(first) = same.first().map(|first| leader.get(first).copied().unwrap_or(first)) else { continue };
        for entity in same {
            leader.entry(entity).or_insert(first);
        }
    }
    let data: HashMap<&str, &Value> = lines
        .data
        .iter()
        .filter(|(_, value)| value.get("name").is_some())
        .map(|(about, value)| (*about, value))
        .collect();
    let mut by_words: HashMap<(&str, &str), &str> = HashMap::new();
    let mut groups: Vec<(&str, Vec<&(&str, Entity)>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for entry in &lines.entities {
        let (id, entity) = entry;
        if kind(entity.kind).is_none() {
            continue;
        }
        let own = match leader.get(id) {
            Some(leader) => leader,
            None if data.contains_key(id) => id,
            None => by_words.entry((entity.kind, entity.words)).or_insert(id),
        };
        let place = *places.entry(own).or_insert_with(|| {
            groups.push((own, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, mentions)) = groups.get_mut(place) {
            mentions.push(entry);
        }
    }
    let mut actors = Actors { listed: Vec::new(), of: HashMap::new() };
    let mut ids = super::Ids::default();
    for (own, mentions) in groups {
        let Some((_, first)) = mentions.first() else { continue };
        let known = mentions.iter().find_map(|(id, _)| data.get(id)).copied();
        let wish = known.and_then(|known| known.get("id")).and_then(Value::as_str).unwrap_or(own);
        let id = ids.take(wish);
        let mut actor = Map::from_iter([("id".to_owned(), json!(id))]);
        actor.insert(
            "name".to_owned(),
            json!(known.and_then(|k| k.get("name")).and_then(Value::as_str).unwrap_or(first.words)),
        );
        if let Some(kind) = kind(first.kind).filter(|kind| !kind.is_empty()) {
            actor.insert("kind".to_owned(), json!(kind));
        }
        for key in ["aliases", "roles"] {
            if let Some(value) = known.and_then(|known| known.get(key)) {
                actor.insert(key.to_owned(), value.clone());
            }
        }
        let mention = |(id, entity): &&(&str, Entity)| {
            let mut mention = super::saying::whole(entity, text);
            mention["form"] = json!(lines.attribute(id, "Form").unwrap_or("name"));
            mention
        };
        actor.insert("mentions".to_owned(), mentions.iter().map(mention).collect());
        actors.listed.push(Value::Object(actor));
        actors.of.extend(mentions.iter().map(|(entity, _)| (*entity, id.clone())));
    }
    actors
}
