//! Leads a remark to the article as it is now, from the one that the reader saw: another text or annotation may have
//! taken its place meanwhile, and ids and places of the one mean something else in the other.

use super::{About, Identity, Judgement, Remark, standing};
use crate::article::anchor::Anchorer;
use crate::article::{ActorId, Anchor, Article, Span, Statement, StatementId, carry};

/// A remark about an article that the reader saw, said of the article as it is now. Nothing where what it is about is
/// not there, or cannot be told for certain.
pub fn led(remark: &Remark, seen: &Article, now: &Article) -> Option<Remark> {
    let way = Way { seen, now };
    if way.is_the_same() {
        return Some(remark.clone());
    }
    Some(match remark {
        Remark::Statement(id, judgement) => {
            let led = way.statement(id)?;
            let judgement = match judgement {
                Judgement::Speakers(ids) => {
                    // A name that nobody has there was typed, or stands for itself.
                    let typed = |id: &ActorId| ActorId(way.name(id).unwrap_or_else(|| id.0.clone()));
                    Judgement::Speakers(ids.iter().map(|id| way.actor(id).unwrap_or_else(|| typed(id))).collect())
                }
                Judgement::Content(spans) => Judgement::Content(way.spans(spans)?),
                // What is called right is what was seen.
                Judgement::Confirm if !way.says_the_same(id, &led) => return None,
                other => other.clone(),
            };
            Remark::Statement(led, judgement)
        }
        Remark::Actor(id, Identity::Merge(other)) => Remark::Actor(way.actor(id)?, Identity::Merge(way.actor(other)?)),
        Remark::Actor(id, identity) => Remark::Actor(way.actor(id)?, identity.clone()),
        Remark::Note(About::Statement(id), text) => Remark::Note(About::Statement(way.statement(id)?), text.clone()),
        Remark::Note(About::Actor(id), text) => Remark::Note(About::Actor(way.actor(id)?), text.clone()),
        Remark::Note(About::Article, text) => Remark::Note(About::Article, text.clone()),
    })
}

struct Way<'a> {
    seen: &'a Article,
    now: &'a Article,
}

impl Way<'_> {
    /// Whether ids and places mean the same in both.
    fn is_the_same(&self) -> bool {
        let Self { seen, now } = self;
        let called = |article: &Article| -> Vec<(ActorId, String)> {
            article.actors.items().iter().map(|actor| (actor.id.clone(), actor.name.clone())).collect()
        };
        let said = |one: &Statement, other: &Statement| {
            one.id == other.id && one.content == other.content && one.speakers == other.speakers
        };
        let (before, after) = (seen.statements.items(), now.statements.items());
        seen.text.as_str() == now.text.as_str()
            && before.len() == after.len()
            && before.iter().zip(after).all(|(one, other)| said(one, other))
            && called(seen) == called(now)
    }

    fn statement(&self, id: &StatementId) -> Option<StatementId> {
        let is_same_text = self.seen.text.as_str() == self.now.text.as_str();
        let (before, after) = (self.seen.statement(id)?, self.now.statement(id));
        if is_same_text && after.is_some_and(|after| after.content == before.content) {
            return Some(id.clone());
        }
        carry::pairs(self.seen, self.now).into_iter().find(|(old, _)| old == id).map(|(_, new)| new)
    }

    /// What the reader saw an actor called, by the article or by the reader.
    fn name(&self, id: &ActorId) -> Option<String> {
        let known = self.seen.actor(id).map(|actor| actor.name.clone());
        known.or_else(|| standing(self.seen).actor(id).map(|actor| actor.name.clone()))
    }

    /// Whoever has the name: under the same id, else alone.
    fn actor(&self, id: &ActorId) -> Option<ActorId> {
        let name = self.name(id)?;
        let stands;
        let is_parted = self.seen.actor(id).is_none();
        let now = if is_parted {
            stands = standing(self.now);
            &*stands
        } else {
            self.now
        };
        if now.actor(id).is_some_and(|same| same.name == name) {
            return Some(id.clone());
        }
        let mut named = now.actors.items().iter().filter(|actor| actor.name == name);
        let found = named.next()?;
        named.next().is_none().then(|| found.id.clone())
    }

    /// The same words where they stand now; nothing where one place of them cannot be told from another.
    fn spans(&self, spans: &[Span]) -> Option<Vec<Span>> {
        let mut anchorer = Anchorer::new(&self.now.text);
        let mut lead = |span: &Span| {
            let span = self.seen.text.span(span.start(), span.end())?;
            anchorer.carry(&Anchor::from(span), &self.seen.text).span()
        };
        spans.iter().map(&mut lead).collect()
    }

    fn says_the_same(&self, id: &StatementId, led: &StatementId) -> bool {
        let said = |article: &Article, id: &StatementId| -> Option<(Vec<String>, Vec<String>)> {
            let stands = standing(article);
            let statement = stands.statement(id)?;
            let words = statement.content.iter().map(|part| part.words(&stands.text).to_owned()).collect();
            let name = |id: &ActorId| stands.actor(id).map_or_else(|| id.0.clone(), |actor| actor.name.clone());
            Some((words, statement.speakers.items().iter().map(name).collect()))
        };
        said(self.seen, id) == said(self.now, led)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::led;
    use crate::article::format::read;
    use crate::article::review::{Identity, Judgement, Remark};
    use crate::article::{ActorId, Article, StatementId};

    fn article(text: &str, words: &str, actors: [&str; 2]) -> Article {
        let [one, two] = actors;
        let value = json!({ "text": { "value": text }, "actors": [{ "id": "a1", "name": one }, { "id": "a2", "name": two }],
            "statements": [{ "id": "s1", "content": [{ "exact": words }], "speakers": ["a1"] }] });
        read(&value.to_string()).unwrap()
    }

    #[test]
    fn marked_words_are_the_ones_that_were_marked_whatever_text_stands_there_now() {
        let seen = article("Ada Brook said the pier would open.", "the pier would open", ["Ada Brook", "Bruno Keel"]);
        let at = seen.text.as_str().find("would").unwrap();
        let marked = seen.text.span(at, at + 10).unwrap();
        let remark = Remark::Statement(StatementId("s1".to_owned()), Judgement::Content(vec![marked]));
        let newer = "Corrected. Ada Brook said the pier would open.";
        let now = article(newer, "the pier would open", ["Ada Brook", "Bruno Keel"]);
        let Some(Remark::Statement(_, Judgement::Content(spans))) = led(&remark, &seen, &now) else {
            panic!("not led")
        };
        assert_eq!(now.text.slice(spans[0]), "would open");
        let gone =
            article("Ada Brook said the pier would not open.", "the pier would not open", ["Ada Brook", "Bruno Keel"]);
        assert_eq!(led(&remark, &seen, &gone), None, "the words are not there any more");
    }

    #[test]
    fn whoever_has_another_id_now_is_still_the_one_meant() {
        let text = "Ada Brook said the pier would open. Bruno Keel said no.";
        let seen = article(text, "the pier would open", ["Ada Brook", "Bruno Keel"]);
        let now = article(text, "the pier would open", ["Bruno Keel", "Ada Brook"]);
        let nobody = Remark::Actor(ActorId("a1".to_owned()), Identity::Remove);
        assert_eq!(led(&nobody, &seen, &now), Some(Remark::Actor(ActorId("a2".to_owned()), Identity::Remove)));
        let id = StatementId("s1".to_owned());
        let speakers = Remark::Statement(id.clone(), Judgement::Speakers(vec![ActorId("a2".to_owned())]));
        let wanted = Remark::Statement(id.clone(), Judgement::Speakers(vec![ActorId("a1".to_owned())]));
        assert_eq!(led(&speakers, &seen, &now), Some(wanted));
        let confirmed = Remark::Statement(id, Judgement::Confirm);
        assert_eq!(led(&confirmed, &seen, &now), None, "somebody else says it now");
        assert_eq!(led(&confirmed, &seen, &seen), Some(confirmed.clone()));
        let unlike = article(text, "the pier would open", ["Bruno Keel", "Odile Marchetti"]);
        assert_eq!(led(&nobody, &seen, &unlike), None);
    }
}
