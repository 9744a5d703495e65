//! Statements, of contents and what relations, events and attributes say of them; and the notes that people made.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::line::{Entity, Lines};
use super::people::Actors;
use crate::article::Text;
use crate::import::web_annotation::parts::some;

/// The statements, and which entity is whose content.
pub(super) struct Statements<'a> {
    pub(super) listed: Vec<Value>,
    of: HashMap<&'a str, String>,
}

/// Whether a label is that of what was said.
fn is_content(label: &str) -> bool {
    ["content", "quotation", "quote", "statement"].iter().any(|known| label.eq_ignore_ascii_case(known))
}

/// The field that a label's words belong to.
fn field(label: &str) -> Option<&'static str> {
    let fields =
        [("cue", "cue"), ("source", "source"), ("addressee", "addressee"), ("venue", "venue"), ("day", "said_on")];
    fields.iter().find(|(known, _)| label.eq_ignore_ascii_case(known)).map(|(_, field)| *field)
}

/// A place in the annotated article's words. What the file says stands there comes along where it fits the offsets.
fn place(start: usize, end: usize, words: &str) -> Value {
    let mut place = json!({ "start": start, "end": end });
    if !words.is_empty() {
        place["exact"] = json!(words);
    }
    place
}

/// The whole of an entity as one place.
pub(super) fn whole(entity: &Entity, text: &Text) -> Value {
    match parts(entity, None, text) {
        mut parts if parts.len() == 1 => parts.remove(0),
        _ => {
            let start = entity.fragments.iter().map(|fragment| fragment.0).min().unwrap_or(0);
            let end = entity.fragments.iter().map(|fragment| fragment.1).max().unwrap_or(0);
            place(start, end, "")
        }
    }
}

/// The parts of an entity. brat cuts at line ends: fragments with nothing but a line's end between them are one part,
/// unless it is known how many belong to each.
fn parts(entity: &Entity, n_fragments: Option<Vec<usize>>, text: &Text) -> Vec<Value> {
    let exact = |start: usize, end: usize| text.span(start, end).map(|span| text.slice(span));
    let gap_is_line_end = |one: &(usize, usize), next: &(usize, usize)| {
        exact(one.1, next.0).is_some_and(|gap| gap.trim().is_empty() && gap.contains('\n'))
    };
    let known = n_fragments
        .filter(|all| all.iter().try_fold(0_usize, |sum, n| sum.checked_add(*n)) == Some(entity.fragments.len()));
    let mut groups: Vec<&[(usize, usize)]> = Vec::new();
    match known {
        Some(counts) => {
            let mut rest = entity.fragments.as_slice();
            for n in counts {
                let (part, after) = rest.split_at_checked(n).unwrap_or((rest, &[]));
                groups.push(part);
                rest = after;
            }
        }
        None => groups.extend(entity.fragments.chunk_by(gap_is_line_end)),
    }
    let stands = {
        let all: Option<Vec<&str>> = entity.fragments.iter().map(|(start, end)| exact(*start, *end)).collect();
        all.is_some_and(|all| all.join(" ") == entity.words)
    };
    if !stands {
        return displaced(entity);
    }
    let part = |group: &&[(usize, usize)]| {
        let (start, end) = (group.first()?.0, group.last()?.1);
        // The words stand there; they need not be said, and what lies between fragments can be long.
        exact(start, end).map(|_| place(start, end, ""))
    };
    groups.iter().filter_map(part).collect()
}

/// The fragments of an entity whose words stand elsewhere: each is looked for by its own words, which follow one
/// another with a blank between them. Where that does not come out even, all of them are looked for as one.
fn displaced(entity: &Entity) -> Vec<Value> {
    let scalars: Vec<char> = entity.words.chars().collect();
    let n_chars: usize = entity.fragments.iter().fold(0, |sum: usize, (start, end)| sum.saturating_add(end - start));
    let is_even = n_chars.saturating_add(entity.fragments.len()) == scalars.len() + 1;
    if !is_even {
        let (start, end) = entity.fragments.first().copied().unwrap_or_default();
        return vec![place(start, end, entity.words)];
    }
    let mut at = 0;
    let fragment = |(start, end): &(usize, usize)| {
        let words: String = scalars.iter().skip(at).take(end - start).collect();
        at += end - start + 1;
        place(*start, *end, &words)
    };
    entity.fragments.iter().map(fragment).collect()
}

pub(super) fn statements<'a>(lines: &Lines<'a>, actors: &Actors, text: &Text) -> Statements<'a> {
    let mut data: HashMap<&str, &Value> = HashMap::new();
    for (about, value) in lines.data.iter().filter(|(_, value)| value.get("note").is_none()) {
        data.entry(about).or_insert(value);
    }
    // What leads from each content to others; what an event binds together leads from its first content.
    let mut links: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    let mut within: HashSet<&str> = HashSet::new();
    for link in &lines.relations {
        let is_from = lines.entity(link.from).is_some_and(|entity| is_content(entity.kind));
        let (content, other) = if is_from { (link.from, link.to) } else { (link.to, link.from) };
        links.entry(content).or_default().push((link.kind, other));
    }
    for event in &lines.events {
        let is_one = |entity: &&str| lines.entity(entity).is_some_and(|entity| is_content(entity.kind));
        let arguments = || event.arguments.iter().map(|(_, entity)| *entity);
        let Some(first) = arguments().find(is_one) else { continue };
        for other in arguments().chain(std::iter::once(event.trigger)).filter(|other| *other != first) {
            if is_one(&other) {
                within.insert(other);
            }
            links.entry(first).or_default().push(("", other));
        }
    }
    let mut statements = Statements { listed: Vec::new(), of: HashMap::new() };
    let mut ids = super::Ids::default();
    let is_whole = |(id, entity): &&(&str, Entity)| is_content(entity.kind) && !within.contains(id);
    for (id, _) in lines.entities.iter().filter(is_whole) {
        let wish = data.get(id).and_then(|known| known.get("id")).and_then(Value::as_str).unwrap_or(id);
        statements.of.insert(id, ids.take(wish));
    }
    let mut share = Share::of(lines);
    for (id, entity) in &lines.entities {
        let Some(own) = statements.of.get(id) else { continue };
        let known = data.get(id).copied();
        let get = |key: &str| known.and_then(|known| known.get(key));
        let mut statement = Map::from_iter([("id".to_owned(), json!(own))]);
        let counts = get("fragments").and_then(|counts| serde_json::from_value(counts.clone()).ok());
        let mut content = parts(entity, counts, text);
        let mut speakers: Vec<Value> = Vec::new();
        let mut about: Vec<Value> = Vec::new();
        for (kind, other) in links.get(id).into_iter().flatten() {
            let actor = actors.of(other).map(|actor| json!(actor));
            match (*kind, actor) {
                ("About", Some(actor)) => about.push(actor),
                ("Relayed_by", Some(actor)) => drop(statement.insert("relayed_by".to_owned(), actor)),
                (_, Some(actor)) => speakers.push(actor),
                ("Part_of", None) => {
                    if let Some(outer) = statements.of.get(other) {
                        statement.insert("nested_in".to_owned(), json!(outer));
                    }
                }
                (_, None) => {
                    let Some(other) = lines.entity(other) else { continue };
                    let is_wanted = match field(other.kind) {
                        Some(field) => !statement.contains_key(field),
                        None => is_content(other.kind),
                    };
                    if !is_wanted || !share.take(other) {
                        continue;
                    }
                    match field(other.kind) {
                        Some(field) => drop(statement.entry(field).or_insert_with(|| whole(other, text))),
                        None if is_content(other.kind) => content.extend(parts(other, None, text)),
                        None => {}
                    }
                }
            }
        }
        speakers.extend(get("speakers").and_then(Value::as_array).into_iter().flatten().cloned());
        statement.insert("content".to_owned(), Value::Array(content));
        for (key, ids) in [("speakers", speakers), ("about", about)] {
            if !ids.is_empty() {
                statement.insert(key.to_owned(), Value::Array(ids));
            }
        }
        if let Some(kind) = lines.attribute(id, "Kind") {
            statement.insert("kind".to_owned(), json!(kind));
        }
        for key in ["confidence", "speaker_kind", "resolution"] {
            if let Some(value) = get(key) {
                statement.insert(key.to_owned(), value.clone());
            }
        }
        if let Some(status) = lines.attribute(id, "Review") {
            let mut review = get("review").cloned().unwrap_or_else(|| json!({}));
            if review.is_object() {
                review["status"] = json!(status);
                statement.insert("review".to_owned(), review);
            }
        }
        statements.listed.push(Value::Object(statement));
    }
    statements
}

/// How often marked words may be said again: links can lead to the same ones without end, and each time they stand in
/// the article anew.
struct Share {
    n_left: usize,
}

impl Share {
    /// Each words so often on the whole; the links of any file that was annotated take less.
    const TIMES: usize = 8;

    fn of(lines: &Lines) -> Self {
        let size = lines.entities.iter().fold(0_usize, |sum, (_, entity)| sum.saturating_add(Self::size(entity)));
        Self { n_left: size.saturating_mul(Self::TIMES) }
    }

    fn size(entity: &Entity) -> usize {
        entity.words.len().saturating_add(entity.fragments.len().saturating_mul(2))
    }

    /// Whether there is room for these words once more.
    fn take(&mut self, entity: &Entity) -> bool {
        let left = self.n_left.checked_sub(Self::size(entity));
        self.n_left = left.unwrap_or(self.n_left);
        left.is_some()
    }
}

/// The notes: our own as they were, and those that were made in brat.
pub(super) fn notes(lines: &Lines, actors: &Actors, statements: &Statements, text: &Text) -> Vec<Value> {
    let mut share = Share::of(lines);
    let mut target = |entity: &str| {
        let id = statements.of.get(entity).map(String::as_str).or_else(|| actors.of(entity));
        let place = || lines.entity(entity).filter(|entity| share.take(entity)).map(|entity| whole(entity, text));
        id.map(|id| json!(id)).or_else(place)
    };
    let mut notes = Vec::new();
    // What was written for people to read stands in our own notes too.
    let mut said: HashSet<(&str, String)> = HashSet::new();
    for (about, value) in &lines.data {
        if let Some(entry) = value.get("note") {
            let mut note = some(entry, &["body", "tags", "by", "at"]);
            if let Some(target) = target(about) {
                note["target"] = target;
            }
            notes.push(note);
        }
        let all = value.get("said").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        said.extend(all.map(|words| (*about, words.to_owned())));
    }
    for (about, words) in &lines.remarks {
        if said.contains(&(*about, (*words).to_owned())) || words.trim().is_empty() {
            continue;
        }
        let mut note = json!({ "body": words });
        if let Some(target) = target(about) {
            note["target"] = target;
        }
        notes.push(note);
    }
    notes
}
