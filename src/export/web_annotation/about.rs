//! The article that a collection is about: what is known of its publication, its text, and who is in it.

use serde_json::{Map, Value, json};

use super::{place, put_maybe};
use crate::article::format::Named;
use crate::article::{Actor, ActorKind, Article, Block, Maybe, Mention, Party, Role};
use crate::export::iri;

/// The article, without its statements and notes.
pub(super) fn article(article: &Article, own: &str) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("id", json!(own));
    put("type", json!(["Article", "Text"]));
    if article.id != own {
        put("given_id", json!(article.id));
    }
    let about = &article.metadata;
    for (key, value) in [
        ("url", &about.url),
        ("headline", &about.headline),
        ("alternativeHeadline", &about.alternative_headline),
        ("description", &about.description),
        ("datePublished", &about.date_published),
        ("dateModified", &about.date_modified),
        ("inLanguage", &about.in_language),
        ("articleSection", &about.article_section),
    ] {
        put_maybe(&mut put, key, value, |words| json!(words));
    }
    put_maybe(&mut put, "author", &about.author, |all| all.iter().map(party).collect());
    put_maybe(&mut put, "publisher", &about.publisher, party);
    put_maybe(&mut put, "keywords", &about.keywords, |words| json!(words));
    put("text", json!(article.text.as_str()));
    let block =
        |block: &Block| json!({ "kind": block.kind.name(), "start": block.span.start(), "end": block.span.end() });
    put("blocks", article.blocks.iter().map(block).collect());
    put_maybe(&mut put, "actors", &article.actors, |actors| {
        actors.iter().map(|actor| self::actor(actor, article, own)).collect()
    });
    Value::Object(fields)
}

fn party(party: &Party) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("name", json!(party.name));
    put_maybe(&mut put, "url", &party.url, |url| json!(url));
    Value::Object(fields)
}

fn actor(actor: &Actor, article: &Article, own: &str) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("id", json!(iri::actor(own, &actor.id)));
    match actor.kind.known() {
        Some(ActorKind::Person) => put("type", json!("Person")),
        Some(ActorKind::Organisation) => put("type", json!("Organization")),
        _ => {}
    }
    put("name", json!(actor.name));
    put_maybe(&mut put, "kind", &actor.kind, |kind| json!(kind.name()));
    put_maybe(&mut put, "aliases", &actor.aliases, |aliases| json!(aliases));
    put_maybe(&mut put, "roles", &actor.roles, |roles| roles.iter().map(|role| self::role(role, article)).collect());
    put_maybe(&mut put, "mentions", &actor.mentions, |mentions| {
        let mention = |mention: &Mention| {
            let mut entry = place(&mention.anchor, &article.text);
            entry["form"] = json!(mention.form.name());
            if let Some(sure) = mention.confidence.known() {
                entry["probability"] = json!(sure);
            }
            entry
        };
        mentions.iter().map(mention).collect()
    });
    put_maybe(&mut put, "same_as", &actor.same_as, |others| json!(others));
    put_maybe(&mut put, "review", &actor.review, |review| {
        let mut entry = json!({ "status": review.status.name() });
        for (key, words) in [("by", &review.by), ("at", &review.at), ("note", &review.note)] {
            if let Maybe::Known(words) = words {
                entry[key] = json!(words);
            }
        }
        if let Maybe::Known(name) = &review.name {
            entry["name"] = json!(name);
        }
        if let Maybe::Known(other) = &review.merged_into {
            entry["merged_into"] = json!(iri::actor(own, other));
        }
        if let Maybe::Known(forms) = &review.parted {
            entry["parted"] = json!(forms);
        }
        if let Maybe::Known(is_actor) = &review.is_actor {
            entry["is_actor"] = json!(is_actor);
        }
        entry
    });
    if actor.implied {
        put("implied", json!(true));
    }
    Value::Object(fields)
}

fn role(role: &Role, article: &Article) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("title", json!(role.title));
    put_maybe(&mut put, "affiliation", &role.affiliation, |body| json!(body));
    put("evidence", role.evidence.iter().map(|anchor| place(anchor, &article.text)).collect());
    Value::Object(fields)
}
