//! What each form carries of an article: two articles with the same projection are the same to the form.

use std::collections::BTreeMap;

use nutgraf::article::format::to_value;
use nutgraf::article::{Anchor, Article, Note, NoteTarget, Span};
use serde_json::{Map, Value, json};

/// Annotated JSON carries everything.
pub fn of_json(article: &Article) -> Value {
    to_value(article)
}

/// Those fields of an object.
fn some(value: &Value, keys: &[&str]) -> Value {
    Value::Object(keys.iter().filter_map(|key| Some(((*key).to_owned(), value.get(*key)?.clone()))).collect())
}

/// The same without fields that are null or empty.
fn known(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    let is_known = |value: &Value| !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty());
    Value::Object(fields.into_iter().filter(|(_, value)| is_known(value)).collect())
}

fn each(value: &Value, key: &str, change: impl FnMut(&Value) -> Value) -> Value {
    value.get(key).and_then(Value::as_array).map_or(Value::Null, |all| all.iter().map(change).collect())
}

/// A place: its words, and where they stand or are said to stand.
fn place(value: &Value) -> Value {
    if value.is_null() {
        return Value::Null;
    }
    let mut place = some(value, &["exact", "prefix", "suffix"]);
    if value["start"].is_u64() && value["end"].is_u64() {
        place["start"] = value["start"].clone();
        place["end"] = value["end"].clone();
    }
    let Value::Object(mut fields) = place else { return place };
    fields.retain(|_, value| value != "");
    Value::Object(fields)
}

/// Web Annotations carry the publication, text, blocks, actors, statements and notes: no summary, sentences, retrieval,
/// provenance, warnings, nor fields of other programs.
pub fn of_web_annotation(article: &Article) -> Value {
    let file = to_value(article);
    let mut about = some(
        &file["article"],
        &[
            "url",
            "headline",
            "alternativeHeadline",
            "description",
            "datePublished",
            "dateModified",
            "inLanguage",
            "articleSection",
            "keywords",
        ],
    );
    let party = |party: &Value| if party.is_null() { Value::Null } else { some(party, &["name", "url"]) };
    if file["article"]["author"].is_array() {
        about["author"] = each(&file["article"], "author", party);
    }
    if file["article"].get("publisher").is_some() {
        about["publisher"] = party(&file["article"]["publisher"]);
    }
    let actor = |actor: &Value| {
        let mut entry = some(actor, &["id", "name", "kind", "aliases", "same_as"]);
        entry["roles"] = each(actor, "roles", |role| {
            let mut entry = some(role, &["title", "affiliation"]);
            entry["evidence"] = each(role, "evidence", place);
            entry
        });
        if actor["review"].is_object() {
            entry["review"] = known(some(
                &actor["review"],
                &["status", "by", "at", "note", "name", "merged_into", "parted", "is_actor"],
            ));
        }
        entry["mentions"] = each(actor, "mentions", |mention| {
            let mut entry = place(mention);
            entry["form"] = mention["form"].clone();
            entry["confidence"] = mention["confidence"].clone();
            entry
        });
        entry
    };
    let statement = |statement: &Value| {
        let mut entry = some(
            statement,
            &["id", "kind", "marking", "speakers", "speaker_kind", "resolution", "about", "relayed_by", "orphaned"],
        );
        // What was set aside is written back in its place, and is not carried.
        let own = article.statements.items().iter().find(|own| own.id.0 == statement["id"].as_str().unwrap()).unwrap();
        entry["nested_in"] = json!(own.nested_in.known().map(|outer| &outer.0));
        entry["confidence"] = json!(own.confidence.known().map(|sure| [sure.content, sure.speaker]));
        for key in ["cue", "source", "addressee", "venue", "said_on"] {
            entry[key] = place(&statement[key]);
        }
        // What a reader says stands in the judgement.
        if entry["resolution"] == "reader" {
            entry["resolution"] = Value::Null;
        }
        for key in ["content", "resolution_evidence"] {
            entry[key] = each(statement, key, place);
        }
        entry["alternatives"] = each(statement, "alternatives", |other| some(other, &["speaker", "confidence"]));
        if statement["review"].is_object() {
            entry["review"] = known(some(&statement["review"], &["status", "by", "at", "note", "is_statement"]));
            entry["review"]["content"] = each(&statement["review"], "content", place);
            entry["review"]["speakers"] = each(&statement["review"], "speakers", Clone::clone);
        }
        entry
    };
    let notes: Vec<Value> = article.notes.items().iter().filter_map(|note| of_note(note, article)).collect();
    json!({
        "id": file["id"], "article": about, "text": file["text"]["value"], "blocks": each(&file["text"], "blocks", |block| some(block, &["kind", "start", "end"])),
        "actors": each(&file, "actors", actor).as_array().cloned().unwrap_or_default(),
        "statements": each(&file, "statements", statement).as_array().cloned().unwrap_or_default(),
        "notes": notes,
    })
}

fn of_note(note: &Note, article: &Article) -> Option<Value> {
    let target = match note.target.known() {
        Some(NoteTarget::Place(anchor)) => Some(of_anchor(anchor, article)),
        Some(NoteTarget::Statement(id)) => Some(json!(id.0)),
        Some(NoteTarget::Actor(id)) => Some(json!(id.0)),
        Some(NoteTarget::Other(id)) => Some(json!(id)),
        None => None,
    };
    let entry = known(
        json!({ "target": target, "body": note.body.known(), "tags": note.tags.items(), "by": note.by.known(), "at": note.at.known() }),
    );
    let says = ["target", "body", "tags"].iter().any(|key| entry.get(*key).is_some());
    says.then_some(entry)
}

fn of_anchor(anchor: &Anchor, article: &Article) -> Value {
    match anchor {
        Anchor::At { span, .. } => json!([span.start(), span.end()]),
        Anchor::Lost { quote, claimed, .. } => {
            json!({ "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix, "claimed": claimed, "in": article.text.n_chars() })
        }
    }
}

/// The stretches of a span between line ends, without blanks around them.
fn fragments(article: &Article, span: Span) -> Vec<[usize; 2]> {
    let scalars: Vec<char> = article.text.slice(span).chars().collect();
    let mut found = Vec::new();
    let mut start = 0;
    for line in scalars.split(|c| *c == '\n') {
        let words = line.iter().position(|c| !c.is_whitespace()).zip(line.iter().rposition(|c| !c.is_whitespace()));
        if let Some((first, last)) = words {
            found.push([span.start() + start + first, span.start() + start + last + 1]);
        }
        start += line.len() + 1;
    }
    found
}

/// A span without the blanks at its ends, if there is anything else in it.
fn trimmed(article: &Article, anchor: &Anchor) -> Option<[usize; 2]> {
    let all = fragments(article, anchor.span()?);
    Some([all.first()?[0], all.last()?[1]])
}

fn judgement(status: nutgraf::article::ReviewStatus, why: [&nutgraf::article::Maybe<String>; 3]) -> Value {
    json!([format!("{status:?}"), why.map(nutgraf::article::Maybe::known)])
}

/// What the reader made of everybody and everything, beside what the program said: all of it, as it is kept.
pub fn of_reviews(article: &Article) -> Value {
    let file = to_value(article);
    json!([
        each(&file, "actors", |actor| some(actor, &["id", "name", "aliases", "review"])),
        each(&file, "statements", |one| some(one, &["id", "kind", "content", "speakers", "confidence", "review"])),
        each(&file, "notes", Clone::clone),
    ])
}

/// brat carries what has a place in the text: contents, cues, sources, mentions, the kinds, how sure they are,
/// judgements and notes of them; and, where there is any of that, the publication and the blocks.
pub fn of_brat(article: &Article) -> Value {
    let file = to_value(article);
    let mut carried: BTreeMap<String, Value> = BTreeMap::new();
    let mut actors = Vec::new();
    for actor in article.actors.items() {
        let mentions: Vec<Value> = actor
            .mentions
            .items()
            .iter()
            .filter_map(|mention| Some(json!([trimmed(article, &mention.anchor)?, format!("{:?}", mention.form)])))
            .collect();
        if mentions.is_empty() {
            continue;
        }
        let roles = actor.roles.items().iter().filter_map(|role| {
            let evidence: Vec<[usize; 2]> = role
                .evidence
                .iter()
                .filter_map(Anchor::span)
                .filter(|span| !span.is_empty())
                .map(|span| [span.start(), span.end()])
                .collect();
            (!evidence.is_empty()).then(|| json!([role.title, role.affiliation.known(), evidence]))
        });
        let roles: Vec<Value> = roles.collect();
        carried.insert(actor.id.0.clone(), json!(actor.id.0));
        actors.push(
            json!({ "id": actor.id.0, "name": actor.name, "kind": actor.kind.known().map(|kind| format!("{kind:?}")),
            "aliases": actor.aliases.items(), "roles": roles, "mentions": mentions }),
        );
    }
    let name =
        |id: &nutgraf::article::ActorId| article.actor(id).map_or_else(|| id.0.clone(), |actor| actor.name.clone());
    let is_placed = |statement: &&nutgraf::article::Statement| {
        !statement.orphaned && statement.content.iter().any(|part| trimmed(article, part).is_some())
    };
    let mut placed: Vec<_> = article.statements.items().iter().filter(is_placed).collect();
    // Where a statement begins whose first part has lost its place, is where its next part does.
    placed.sort_by_key(|statement| statement.content.iter().find_map(|part| Some(trimmed(article, part)?[0])));
    let statements: Vec<Value> = placed
        .iter()
        .map(|statement| {
            let place = |anchor: Option<&Anchor>| anchor.and_then(|anchor| trimmed(article, anchor));
            let ids = |ids: &[nutgraf::article::ActorId]| {
                let (with, without): (Vec<_>, Vec<_>) = ids.iter().partition(|id| carried.contains_key(&id.0));
                (with.iter().map(|id| id.0.clone()).collect::<Vec<_>>(), without.into_iter().map(name).collect::<Vec<_>>())
            };
            let (with, without) = ids(statement.standing_speakers());
            let speakers = [with, without].concat();
            let review = statement.review.known().map(|review| judgement(review.status, [&review.by, &review.at, &review.note]));
            let outer = statement.nested_in.known().filter(|outer| placed.iter().any(|other| other.id == **outer));
            // Parts that overlap are one.
            let mut parts: Vec<Span> = Vec::new();
            for span in statement.spans() {
                match parts.last_mut() {
                    Some(last) if last.overlaps(span) => *last = last.join(span),
                    _ => parts.push(span),
                }
            }
            let parts: Vec<_> = parts.into_iter().filter_map(|span| trimmed(article, &Anchor::from(span))).collect();
            json!({
                "id": statement.id.0, "kind": format!("{:?}", statement.kind), "content": parts,
                "cue": place(statement.cue.known()), "source": place(statement.source.known()),
                "addressee": place(statement.addressee.known()), "venue": place(statement.venue.known()), "said_on": place(statement.said_on.known()),
                "speakers": speakers, "about": ids(statement.about.items()).0,
                "relayed_by": statement.relayed_by.known().filter(|id| carried.contains_key(&id.0)).map(|id| &id.0),
                "speaker_kind": statement.speaker_kind.known().map(|kind| format!("{kind:?}")),
                // What a reader says stands in the judgement.
                "resolution": statement.resolution.known().map(|way| format!("{way:?}")).filter(|way| way != "Reader"),
                "confidence": statement.confidence.known().map(|sure| [sure.content, sure.speaker]),
                "nested_in": outer.map(|outer| &outer.0), "review": review,
            })
        })
        .collect();
    let notes: Vec<Value> = article
        .notes
        .items()
        .iter()
        .filter_map(|note| {
            let target = match note.target.known()? {
                NoteTarget::Place(anchor) => json!(trimmed(article, anchor)?),
                NoteTarget::Statement(id) => json!(placed.iter().find(|one| one.id == *id)?.id.0),
                NoteTarget::Actor(id) => carried.get(&id.0)?.clone(),
                NoteTarget::Other(_) => return None,
            };
            Some(json!([target, note.body.known(), note.tags.known(), note.by.known(), note.at.known()]))
        })
        .collect();
    let has_any = !(actors.is_empty() && statements.is_empty() && notes.is_empty());
    let whole = if has_any { json!([file["article"], file["text"]["blocks"], file["id"]]) } else { Value::Null };
    json!({ "text": file["text"]["value"], "whole": whole, "actors": actors, "statements": statements, "notes": notes })
}

/// GQG carries address, title, day and language, and each quotation once.
pub fn of_gqg(line: &Value) -> Value {
    let mut seen = std::collections::BTreeSet::new();
    let quotes: Vec<String> = line["quotes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|quote| quote["quote"].as_str())
        .map(|words| words.trim_matches(['"', '“', '”', ' ']).to_owned())
        .filter(|words| !words.is_empty() && seen.insert(words.clone()))
        .collect();
    let fields: Map<String, Value> =
        ["url", "title", "date"].iter().map(|key| ((*key).to_owned(), line[*key].clone())).collect();
    json!({ "about": fields, "quotes": quotes })
}
