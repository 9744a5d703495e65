//! What a visitor said of an article, as JSON: ids and places are those of the version that it was said of.

use serde_json::{Value, json};

use super::Body;
use crate::article::review::{About, Identity, Judgement, Remark, Signed};
use crate::article::{ActorId, Article, Kind, Span, StatementId};
use crate::catalogue::{ArticleKey, MyRemark};

/// A remark that is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    /// The article.
    pub article: ArticleKey,
    /// Its headline.
    pub headline: &'a str,
    /// What its version is known by.
    pub version: [u8; 32],
    /// The version.
    pub body: &'a Body,
    /// What is said.
    pub remark: &'a Remark,
    /// The words of the statement, or the actor's name, that it is about.
    pub words: Option<&'a str>,
    /// How the article reports the statement: only the words of a direct one were said so.
    pub kind: Option<Kind>,
    /// What was doubtful about the statement, a word or two each.
    pub doubts: &'a [&'static str],
    /// What it is instead, in words: names, or words that were said.
    pub instead: &'a [String],
}

/// A remark that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What the version of the article that it was said of is known by.
    pub version: [u8; 32],
    pub(super) json: String,
}

impl Saying<'_> {
    pub(super) fn to_json(self, signed: &Signed) -> String {
        let mut value = match self.remark {
            Remark::Statement(id, judgement) => {
                let (name, values) = judged(judgement);
                json!({ "about": "statement", "id": id.0, "judgement": name, "values": values })
            }
            Remark::Actor(id, identity) => {
                let (name, values) = identified(identity);
                json!({ "about": "actor", "id": id.0, "judgement": name, "values": values })
            }
            Remark::Note(About::Article, text) => json!({ "about": "article", "note": text }),
            Remark::Note(About::Statement(id), text) => json!({ "about": "statement", "id": id.0, "note": text }),
            Remark::Note(About::Actor(id), text) => json!({ "about": "actor", "id": id.0, "note": text }),
        };
        let rest = [
            ("words", json!(self.words)),
            ("kind", json!(self.kind.and_then(name_of))),
            ("doubts", json!(self.doubts)),
            ("instead", json!(self.instead)),
            ("why", json!(signed.why)),
            ("at", json!(signed.at)),
        ];
        if let Value::Object(fields) = &mut value {
            fields.extend(rest.map(|(name, value)| (name.to_owned(), value)));
        }
        value.to_string()
    }
}

fn name_of(kind: Kind) -> Option<&'static str> {
    Kind::NAMES.iter().find(|(known, _)| *known == kind).map(|(_, name)| *name)
}

fn judged(judgement: &Judgement) -> (&'static str, Vec<Value>) {
    match judgement {
        Judgement::Confirm => ("confirm", Vec::new()),
        Judgement::Dispute => ("dispute", Vec::new()),
        Judgement::Speakers(ids) => ("speakers", ids.iter().map(|id| json!(id.0)).collect()),
        Judgement::Content(spans) => ("content", spans.iter().map(|span| json!([span.start(), span.end()])).collect()),
        Judgement::NotAStatement => ("not-a-statement", Vec::new()),
        Judgement::Withdraw => ("withdraw", Vec::new()),
    }
}

fn identified(identity: &Identity) -> (&'static str, Vec<Value>) {
    match identity {
        Identity::Confirm => ("confirm", Vec::new()),
        Identity::Dispute => ("dispute", Vec::new()),
        Identity::Rename(name) => ("rename", vec![json!(name)]),
        Identity::Merge(other) => ("merge", vec![json!(other.0)]),
        Identity::Split(form) => ("split", vec![json!(form)]),
        Identity::Remove => ("remove", Vec::new()),
        Identity::Withdraw => ("withdraw", Vec::new()),
    }
}

/// How much was typed.
pub(super) fn n_chars(remark: &Remark, signed: &Signed) -> usize {
    let typed = match remark {
        Remark::Note(_, text) | Remark::Actor(_, Identity::Rename(text) | Identity::Split(text)) => {
            text.chars().count()
        }
        Remark::Statement(_, Judgement::Speakers(ids)) => ids.iter().map(|id| id.0.chars().count()).sum(),
        Remark::Statement(..) | Remark::Actor(..) => 0,
    };
    typed + signed.why.as_ref().map_or(0, |why| why.chars().count())
}

impl Said {
    /// The remark, and what it is signed with but a name; nothing where it cannot be read back. `seen` is the version of
    /// the article that it was said of.
    pub fn remark(&self, seen: &Article) -> Option<(Remark, Signed)> {
        let value: Value = serde_json::from_str(&self.json).ok()?;
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let signed = Signed { by: None, at: text("at"), why: text("why") };
        let id = || text("id");
        let about = text("about")?;
        if let Some(note) = text("note") {
            let about = match about.as_str() {
                "article" => About::Article,
                "statement" => About::Statement(StatementId(id()?)),
                _ => About::Actor(ActorId(id()?)),
            };
            return Some((Remark::Note(about, note), signed));
        }
        let values = value.get("values").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let words = || values.iter().filter_map(Value::as_str).map(str::to_owned);
        let judgement = text("judgement")?;
        let remark = if about == "statement" {
            let judgement = match judgement.as_str() {
                "confirm" => Judgement::Confirm,
                "dispute" => Judgement::Dispute,
                "speakers" => Judgement::Speakers(words().map(ActorId).collect()),
                "content" => Judgement::Content(values.iter().map(|value| span(value, seen)).collect::<Option<_>>()?),
                "not-a-statement" => Judgement::NotAStatement,
                "withdraw" => Judgement::Withdraw,
                _ => return None,
            };
            Remark::Statement(StatementId(id()?), judgement)
        } else {
            let identity = match judgement.as_str() {
                "confirm" => Identity::Confirm,
                "dispute" => Identity::Dispute,
                "rename" => Identity::Rename(words().next()?),
                "merge" => Identity::Merge(ActorId(words().next()?)),
                "split" => Identity::Split(words().next()?),
                "remove" => Identity::Remove,
                "withdraw" => Identity::Withdraw,
                _ => return None,
            };
            Remark::Actor(ActorId(id()?), identity)
        };
        Some((remark, signed))
    }
}

fn span(value: &Value, seen: &Article) -> Option<Span> {
    let end = |n: usize| value.get(n).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    seen.text.span(end(0)?, end(1)?)
}

/// A kept remark as the visitor takes it along.
pub(super) fn mine(article: ArticleKey, headline: String, json: &str, at: String) -> MyRemark {
    let value: Value = serde_json::from_str(json).unwrap_or_default();
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let texts = |name: &str| {
        let values = value.get(name).and_then(Value::as_array).into_iter().flatten();
        values.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    MyRemark {
        article,
        headline,
        about: text("about").unwrap_or_default(),
        id: text("id"),
        words: text("words"),
        judgement: text("judgement"),
        kind: text("kind"),
        doubts: texts("doubts"),
        instead: texts("instead"),
        note: text("note"),
        why: text("why"),
        at,
    }
}
